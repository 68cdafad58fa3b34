"""Likely slips of the pen: repeated fragments, phrases with a character lost, added, changed or swapped.

A slip leaves a trace: it breaks a fixed phrase and, where it does so, sets two characters side by side
that stand so nowhere else. Both must hold before anything is doubted, so that 未成年人监护 beside
未成年人保护 is no slip. Known phrases come from ``phrases.txt`` and from the notice's own frequent words.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from bot.patterns import late
from bot.plan import texts
from bot.plan.reading import Doubt, Piece, Reading

_HANZI = r"[\u4e00-\u9fff]"
_REPEAT = late(rf"({_HANZI}{{2,8}}?)\1")
_DOUBLED_WORD = late(r"([的了和与及在为是将把被对])\1")
_DOUBLED_END = late(rf"({_HANZI})\1(?=[，。；、！？）”》])")
_REDUPLICATED = frozenset(
    "人天常处时多好家年校代层种往渐仅刚慢妈爸爷奶哥姐弟妹宝娃星谢件事户村个环月日世点滴步方样条乡组班园站岗队"
)
_DOUBLED_MARK = late(r"[，、；：。]{2,}")
_LEGIT_REPEAT = late(
    r"^(?:考虑|研究|讨论|商量|学习|锻炼|打扫|交流|认识|了解|关心|帮助|休息|干干净净|方方面面)$"
)
_STRAY_END = late(r"[，。；、！？]|$")
_SUFFIXES = frozenset(
    "等上中后前时内外的了及和与或者员法率性化处点室月周日年会课班站类型度量力部局委办群团们制权"
)
_BOUND = frozenset({"中小"})
_SENTENCE = late(r"[^。；！？\n]{12,}")

_CONFUSED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), proper)
    for pattern, proper in (
        (r"村委(?![会员])", "村委会（村民委员会）"),
        (r"居委(?![会员])", "居委会（居民委员会）"),
        (r"截止(?=\d|目前|今|到)", "截至"),
        (r"其它", "其他"),
        (r"帐(?=户|号|目|务)|(?<=台)帐", "账"),
        (r"登陆(?=网|系统|平台|账)", "登录"),
        (r"部份", "部分"),
        (r"布署", "部署"),
        (r"座落", "坐落"),
        (r"做为", "作为"),
        (r"即使(?=查|处|发现|报告|上报|整改|反馈)", "及时"),
        (r"必需(?=按|要|严格|坚持)", "必须"),
        (r"报导", "报道"),
        (r"象(?=这样|以往)", "像"),
        (r"再接再励|在接再厉", "再接再厉"),
        (r"通迅", "通讯"),
        (r"按排", "安排"),
        (r"决不(?=允许|姑息)", "绝不"),
        (r"重迭", "重叠"),
        (r"侯(?=选人|补)", "候"),
        (r"建全", "健全"),
        (r"未成人(?!员)", "未成年人"),
        (r"未年人|末成年", "未成年人"),
    )
)
_ONE_OF_TWO = (("法制", "法治", r"(?=广播|宣传|教育|副校长|辅导员|讲座|进校园|课|意识|观念|建设)"),)


def find_slips(reading: Reading) -> Iterator[Doubt]:
    """All doubts about characters and words."""
    lexicon = _Lexicon(reading)
    for piece in reading.pieces:
        yield from _repeats(piece, reading)
        yield from lexicon.broken(piece)
        yield from lexicon.strays(piece)
        yield from _confusions(piece, reading)
    yield from _same_sentences(reading)


def _repeats(piece: Piece, reading: Reading) -> Iterator[Doubt]:
    for pattern in (_REPEAT, _DOUBLED_WORD, _DOUBLED_END):
        for match in pattern.finditer(piece.text):
            if not _LEGIT_REPEAT.match(match[1]) and match[1] not in _REDUPLICATED:
                parallel = _parallel(piece, match, reading)
                yield piece.doubt(
                    "repeat",
                    texts.REPEATED.format(fragment=match[1], parallel=parallel),
                    match.start(),
                    match.end(),
                )
    for match in _DOUBLED_MARK.finditer(piece.text):
        yield piece.doubt(
            "punctuation", texts.DOUBLED_MARK.format(mark=match.group()), match.start(), match.end()
        )


def _parallel(piece: Piece, match: re.Match[str], reading: Reading) -> str:
    """The notice's other sentence that goes on as this one does after the repetition, as a hint."""
    tail = re.match(r"[^，。；]{0,40}", piece.text[match.end() :])
    words = tail.group() if tail else ""
    for length in range(len(words), 9, -1):
        for start in range(len(words) - length + 1):
            fragment = words[start : start + length]
            for other in reading.pieces:
                place = -1 if other is piece else other.text.find(fragment)
                if place >= 0:
                    begin = max(other.text.rfind(mark, 0, place) for mark in "，。；、") + 1
                    return texts.PARALLEL.format(
                        line=other.passage.line_at(place), sentence=other.text[begin : place + length]
                    )
    return ""


def _confusions(piece: Piece, reading: Reading) -> Iterator[Doubt]:
    for pattern, proper in _CONFUSED:
        for match in pattern.finditer(piece.text):
            message = texts.CONFUSED.format(found=match.group(), proper=proper)
            yield piece.doubt("wording", message, match.start(), match.end())
    for rare, usual, context in _ONE_OF_TWO:
        other = re.search(usual + context.replace("(?=", "(?:"), reading.whole)
        for match in re.finditer(rare + context, piece.text):
            if other:
                message = texts.BOTH_FORMS.format(found=match.group(), other=usual)
                yield piece.doubt("wording", message, match.start(), match.end())


def _same_sentences(reading: Reading) -> Iterator[Doubt]:
    seen: dict[str, int] = {}
    for piece in reading.pieces:
        if piece.measure is None:
            continue
        for match in _SENTENCE.finditer(piece.text):
            sentence = match.group().strip()
            if sentence.startswith(("（", "(")):
                continue
            if sentence in seen:
                message = texts.SAME_SENTENCE.format(line=seen[sentence])
                yield piece.doubt("repeat", message, match.start(), match.end())
            seen.setdefault(sentence, piece.passage.line_at(match.start()))


@lru_cache(maxsize=1)
def _phrases() -> tuple[str, ...]:
    text = files("bot.plan").joinpath("phrases.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(dict.fromkeys(phrase for line in lines for phrase in line.split()))


class _Lexicon:
    """Fixed phrases, and how often two characters stand side by side in the notice and the phrases."""

    def __init__(self, reading: Reading) -> None:
        self._known = frozenset(_phrases())
        halves = (half for phrase in self._known if len(phrase) == 4 for half in (phrase[:2], phrase[2:]))
        self._words = self._known.union(halves)
        runs = re.findall(rf"{_HANZI}+", reading.whole)
        self._pairs = Counter(run[i : i + 2] for run in runs for i in range(len(run) - 1))
        self._in_phrases = {p[i : i + 2] for p in self._known for i in range(len(p) - 1)}
        present = {run[i : i + n] for run in runs for n in range(3, 12) for i in range(len(run) - n + 1)}
        self._variants = {
            slip.found: slip
            for slip in _slips_among(present, self._known)
            if slip.found not in self._known and (slip.certain or all(map(self._new, slip.pairs)))
        }

    def _new(self, pair: str) -> bool:
        """Whether the two characters stand side by side only in the place in question."""
        return self._pairs[pair] <= 1 and pair not in self._in_phrases

    def broken(self, piece: Piece) -> Iterator[Doubt]:
        """Phrases with one character lost, added, changed or two swapped; one doubt a place."""
        taken: list[tuple[int, int]] = []
        for found in sorted(self._variants, key=len, reverse=True):
            slip = self._variants[found]
            start = piece.text.find(found)
            end = start + len(found)
            if start < 0 or any(a < end and start < b for a, b in taken):
                continue
            taken.append((start, end))
            if not self._explained(piece.text, start, end, start + slip.joint):
                message = texts.NEAR_PHRASE.format(found=found, phrase=slip.phrase, how=texts.HOW[slip.how])
                yield piece.doubt("slip", message, start, end)

    def _explained(self, text: str, start: int, end: int, joint: int) -> bool:
        """Whether two ordinary words meet at the joint: 互联网 and 安全 are no 网络安全 without its 络."""
        if any(text[i:joint] in self._words for i in range(max(joint - 8, 0), start)):
            return True
        last = min(joint + 8, len(text))
        begins_here = any(text[joint:i] in self._words for i in range(end + 1, last + 1))
        return begins_here and text[start:joint] in self._words - _BOUND

    def strays(self, piece: Piece) -> Iterator[Doubt]:
        """A fixed phrase, one character that nothing explains, and a pause: 宣讲会客、."""
        for phrase in self._known:
            if len(phrase) < 3 or phrase not in piece.text:
                continue
            for match in re.finditer(re.escape(phrase), piece.text):
                rest = piece.text[match.end() : match.end() + 2]
                if len(rest) < 1 or not re.match(_HANZI, rest) or rest[0] in _SUFFIXES:
                    continue
                if not _STRAY_END.match(rest[1:]) or not self._new(phrase[-1] + rest[0]):
                    continue
                longer = any(
                    other != phrase
                    and other.startswith(phrase)
                    and piece.text.startswith(other, match.start())
                    for other in self._known
                )
                if not longer:
                    message = texts.STRAY.format(phrase=phrase, char=rest[0])
                    yield piece.doubt("slip", message, match.start(), match.end() + 1)


@dataclass(frozen=True, slots=True)
class _Slip:
    """``found`` in the place of ``phrase``; ``joint`` is where it breaks, ``pairs`` what meets there."""

    found: str
    phrase: str
    how: str
    joint: int
    pairs: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether the phrase is too long for its broken form to be another word."""
        return len(self.phrase) >= 7 and self.how in {"missing", "swapped"}


def _slips_among(present: set[str], known: frozenset[str]) -> Iterator[_Slip]:
    """Every string of the notice that is a known phrase but for one slip inside it."""
    holes: dict[str, tuple[str, str]] = {}
    for phrase in sorted(known, key=len):
        for i in range(1, len(phrase)):
            if len(phrase) >= 5:
                holes[f"{phrase[:i]}\0{phrase[i:]}"] = (phrase, "extra")
            if len(phrase) >= 5 and i < len(phrase) - 1:
                holes.setdefault(f"{phrase[:i]}\0{phrase[i + 1 :]}", (phrase, "changed"))
            if len(phrase) >= 4:
                yield from (slip for slip in _shorter_or_swapped(phrase, i) if slip.found in present)
    for text in present:
        for i in range(1, len(text) - 1):
            phrase, how = holes.get(f"{text[:i]}\0{text[i + 1 :]}", (text, ""))
            if phrase != text:
                yield _Slip(text, phrase, how, i, (text[i - 1 : i + 1], text[i : i + 2]))


def _shorter_or_swapped(phrase: str, i: int) -> Iterator[_Slip]:
    if i < len(phrase) - 1 and phrase[i] != phrase[i - 1]:
        yield _Slip(phrase[:i] + phrase[i + 1 :], phrase, "missing", i, (phrase[i - 1] + phrase[i + 1],))
    if phrase[i] != phrase[i - 1]:
        swapped = phrase[: i - 1] + phrase[i] + phrase[i - 1] + phrase[i + 1 :]
        pairs = tuple(swapped[j : j + 2] for j in range(max(i - 2, 0), min(i + 1, len(phrase) - 1)))
        yield _Slip(swapped, phrase, "swapped", i, pairs)
