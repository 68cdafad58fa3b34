"""One plain spelling of a text for the recognisers, and the way back to the text as given.

Full-width forms, other scripts' digits, dashes and common traditional characters are written plainly,
one character for one. Characters that nobody sees (zero width, variation selectors, keycaps, controls)
are left out, and a mask already in the text becomes a single mark, so that a masked text reads the same
to every recogniser whatever it hid.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.patterns import late
from bot.privacy.model import Kind
from bot.privacy.texts import KIND_NAMES, MASK

_FIRST_MARK = 0xE000  # private use: folding leaves none of what people type there
MARKS = {kind: chr(_FIRST_MARK + place) for place, kind in enumerate(Kind)}
"""What stands for a mask of each kind in a folded text."""
_MARK_OF = {name: MARKS[kind] for kind, name in KIND_NAMES.items()}

_TRADITIONAL = str.maketrans(
    "證號電話聯絡機學籍級歲孃媽爺爸親監護戶銀卡賬車鄉鎮縣區樓單門號陳張劉楊趙黃吳孫馬鄭羅韓馮"
    "鄧葉蘇盧譚陸賈鄒閆顧龔錢嚴龍賀趙蕭許呂"
    "麗華軒豔偉傑軍強鳳蘭萬寶慶東時從給對將為與兒園",
    "证号电话联络机学籍级岁娘妈爷爸亲监护户银卡账车乡镇县区楼单门号陈张刘杨赵黄吴孙马郑罗韩冯"
    "邓叶苏卢谭陆贾邹闫顾龚钱严龙贺赵萧许吕"
    "丽华轩艳伟杰军强凤兰万宝庆东时从给对将为与儿园",
)
_DASHES = set("‐‑‒–—―−﹣－⁃")
_DOTS = set("•‧∙⋅・･᛫․")


class _Plain(dict[int, int | None]):
    """Plain form of each code point; remembers what it was asked within the basic plane only."""

    def __missing__(self, code: int) -> int | None:
        plain = _plain(code)
        if code < 0x10000:
            self[code] = plain
        return plain


def _plain(code: int) -> int | None:
    character = chr(code)
    if character in _DASHES:
        return ord("-")
    if character in _DOTS:
        return ord("·")
    category = unicodedata.category(character)
    if character in "\n\r\u2028\u2029\x85":
        return ord("\n")
    if character == "\t":
        return code
    if category in ("Cf", "Cc", "Mn", "Me"):
        return None
    if category == "Co":
        return 0xFFFD
    if category == "Zs":
        return ord(" ")
    if category == "Nd":
        return ord("0") + unicodedata.decimal(character)
    if 0x4E00 <= code <= 0x9FFF:
        return _TRADITIONAL.get(code, code)
    if category[0] in "LPS":
        normal = unicodedata.normalize("NFKC", character)
        return ord(normal) if len(normal) == 1 and normal != " " else code
    return code


_PLAIN = _Plain()
_UNUSUAL = late(r"[^\n\t -~\u4e00-\u9fff\u3001\u3002\u3010\u3011\u2014\u2018-\u201d\uff01-\uff5e]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A plain text; ``origin`` holds each character's place in the text as given, and that text's length."""

    text: str
    origin: Sequence[int]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the plain text stands in the text as given."""
        return self.origin[start], self.origin[end]

    def masked(self, spans: Iterable[tuple[Kind, int, int]]) -> "Folded":
        """What folding the text gives once these spans, in order and disjoint, are masked in it."""
        characters: list[str] = []
        origin: list[int] = []
        at = 0
        for kind, start, end in spans:
            characters += self.text[at:start], MARKS[kind]
            origin += self.origin[at : start + 1]
            at = end
        return Folded("".join([*characters, self.text[at:]]), [*origin, *self.origin[at:]])


def fold(text: str) -> Folded:
    """Write a text plainly."""
    if "已隐去］" not in text and not _UNUSUAL.search(text):
        return Folded(text.translate(_PLAIN), range(len(text) + 1))
    characters: list[str] = []
    origin: list[int] = []
    at = 0
    for mask in MASK.finditer(text):
        _fold_piece(text, at, mask.start(), characters, origin)
        characters.append(_MARK_OF[mask[1]])
        origin.append(mask.start())
        at = mask.end()
    _fold_piece(text, at, len(text), characters, origin)
    return Folded("".join(characters), [*origin, len(text)])


def _fold_piece(text: str, start: int, end: int, characters: list[str], origin: list[int]) -> None:
    at = start
    for unusual in _UNUSUAL.finditer(text, start, end):
        place = unusual.start()
        characters.append(text[at:place].translate(_PLAIN))
        origin.extend(range(at, place))
        plain = _PLAIN[ord(unusual[0])]
        if plain is not None:
            characters.append(chr(plain))
            origin.append(place)
        at = place + 1
    characters.append(text[at:end].translate(_PLAIN))
    origin.extend(range(at, end))
