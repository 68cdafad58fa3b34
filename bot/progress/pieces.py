"""A message cut into clauses, and where a new point begins: lines, sentences, 一是…二是…, headings."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.patterns import late

_HAN = "[一二三四五六七八九十]"
_MARKS: dict[str, str] = {
    "han": rf"第?{_HAN}{{1,3}}\s*[、.．]",
    "han_bracket": rf"[（(]\s*{_HAN}{{1,3}}\s*[）)][、.．]?",
    "is": rf"第?{_HAN}{{1,2}}是(?![个否不])",
    "word": r"(?:首先|其次|再次|最后|第[一二三四五六七八九](?=[，,、]))",
    "digit": r"\d{1,2}\s*[、.．）)](?!\d)",
    "digit_bracket": r"[（(]\s*\d{1,2}\s*[）)][、.．]?",
    "dash": r"[-–—•·●◆■▪*]+(?=\s*[^\s\d])",
}
_ORDINAL = late(
    r"(?:(?P<circle>[①-⑳])|(?:(?<=[\s。；;：:，,！!])|^)(?:"
    + "|".join(f"(?P<{name}>{mark})" for name, mark in _MARKS.items())
    + r"))\s*"
)
_CONNECTIVE = late(
    r"另外|此外|除此之外|还有(?!\s*\d|[两几一二三四五六七八九十]|个别|部分|少数|些)|然后|同时(?=[^，,]{4})"
)
# A space for a comma, or a 、 between clauses: 圆满完成 留守儿童那边还在入户.
_BREATH = late(
    r"(?<=[^\s\d，,；;。])[ \t\u3000]+(?=[\d~—至到-]*[一-龥]{2})"
    r"|(?<=[次场人名家所户件份期%了中毕])、(?=[一-龥]{4})"
    r"|(?<=[了着])(?=(?:[一-龥]{2,10}|一二三五五)?[这那][个块边摊][一-龥])"  # 幼儿园那个开工了规划那个没动
)
# A word that ends what is told of one thing, in what was dictated without signs: 一半了那个热线正常接着呢.
_RUN_ON = late(
    r"(?:(?<=[了呢吧咧哩])|(?<=正常)|(?<=一半)|(?<=没动)|(?:百分之[一二三四五六七八九十百]{1,3}|\d%)(?!了))(?=[一-龥]{4})"
)
_SIGN = late(r"[，,；;。！!？?\n\s]")
_DICTATED = 25  # characters to a sign, at least
_STOPS = "。；;！!\n\r？?"
_COMMAS = "，,"
_CLAUSE = late(r"[^。；;！!\n\r？?，,：:]*[。；;！!\n\r？?，,：:]?")
_SHORT = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """One clause, ``start`` to ``end`` without its ordinal.

    ``ordinal`` is the style of the ordinal before it ("" for none); ``opens`` tells that a line, a sentence
    or a point begins with it, ``line`` that a line does; ``heading`` that it stands over what follows
    (校园安全：; 一、强化校园安全管理。).
    """

    start: int
    end: int
    ordinal: str
    opens: bool
    line: bool
    heading: bool


def pieces(flat: str) -> Iterator[Piece]:
    """The clauses of a flattened message, in order."""
    cuts = {0: ""}
    bodies: dict[int, int] = {}
    for match in _ORDINAL.finditer(flat):
        if match.lastgroup:
            place = match.start(match.lastgroup)
            cuts[place] = match.lastgroup
            bodies[place] = match.end()
    for match in _CONNECTIVE.finditer(flat):
        cuts.setdefault(match.start(), "and")
    for match in _BREATH.finditer(flat):
        cuts.setdefault(match.end(), "breath")
    if len(_SIGN.findall(flat)) * _DICTATED < len(flat):
        for match in _RUN_ON.finditer(flat):
            cuts.setdefault(match.end(), "breath")
    places = sorted({*cuts, len(flat)})
    line = True
    for begin, finish in pairwise(places):
        ordinal = cuts[begin]
        place, first, stopped = bodies.get(begin, begin), True, False
        for match in _CLAUSE.finditer(flat, place, finish):
            words = match.group()
            if not words:
                continue
            mark = words[-1]
            if words.strip(_STOPS + _COMMAS + ":：、 \t　"):
                headed = mark in ":：" or (
                    first
                    and ordinal not in ("", "and", "breath", "is", "word")
                    and mark in "。\n\r"
                    and len(words) <= _SHORT
                )
                styled = ordinal if first else ""
                yield Piece(
                    match.start(),
                    match.end(),
                    styled,
                    (first and ordinal != "breath") or stopped,
                    line,
                    headed,
                )
                first, stopped, line = False, False, False
            stopped = stopped or mark in _STOPS
            line = line or mark in "\n\r"
