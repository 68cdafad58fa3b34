"""The numbers that stand in a message, lists taken together, each with the words of its clause beside it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from unicodedata import numeric

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.naming import (
    COUNTED_ITEMS,
    DIGITS,
    HAN,
    MOST,
    Mention,
    listed,
    numbers_of,
    opens_with_status,
    taken,
)
from bot.progress.wording import read

EDGES = " \t\r\n　，,；;。、：:（）()→>=~—–-"
"""Signs around words that tell of a number."""
ENCLOSED = "○"
"""The sign of a number in a circle or in brackets."""
_BOTH = 2
_NEAR = 10
_COUNT = (
    r"(?:(?P<one>[这那]一?[条项])"
    r"|(?<![条项号])[这那共等总]{0,2}\s?(?P<count>[两二三四五六七八九十]|\d)\s?个?[条项](?:措施|任务|工作)?)"
)
_ENCLOSED = r"(?:[①-⑳㉑-㉟]|[\[【〔「『]\s?\d{1,2}\s?[\]】〕」』])"  # ⑧ [3] 【14】
_TOKEN = late(
    rf"(?P<enclosed>{_ENCLOSED}(?:[、,，和\s]{{0,2}}{_ENCLOSED})*)|(?P<list>{listed(DIGITS)}|{listed(HAN)})(?:\s*(?P<kind>(?:[条项]|号(?![前后以之起文楼线上下晚早检]))(?:措施)?{COUNTED_ITEMS}))?{_COUNT}?"
    r"(?P<sign>\s*(?:[:：、.．)）]|(?:=+|[-—–~]*>|→|[-—–~]+)(?=\s*(?:[一-龥]|\d{1,3}\s?%))))?"
)
_RUN = late(
    r"(?:(?<![一-龥\d])|^)(?P<run>[一二三四五六七八九十]{2,24})(?P<both>两)?(?P<kind>[条项](?!措施))?"
)
_TENS = late("(?:[二三]?十[一二三四五六七八九]?){2,9}")
_ONE_OF_RUN = late("[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]")
_OF_ALL = late("都|均|全|已|没|还|在")
_ITEMS = late(r"\s*[条项号]")
_EACH_ITS_OWN = late(r"(?:[^条项号]+[条项号])+[^条项号]+")
_BREAK = late(r"[，,；;。！!？?\n\r【]|(?<![\d、，,])[ \t　]+")
_WITHIN = late(
    r"\s{0,4}[(（][^()（）\n]{0,40}(?:[)）][^，,；;。！!？?\n\r【()（）]{0,40})?|[^，,；;。！!？?\n\r【]{0,40}"
)
_NEXT = late(r"[^，,；;。！!？?\n\r]{0,20}[，,；;\s]?\s*(?P<words>[^，,；;。！!？?\n\r]{0,40})")
_COMMA = late(r"[，,]\s*$")
_ENDS = late(r"\s*(?:[；;。\n]|$)")


@dataclass(frozen=True, slots=True)
class Token:
    """Numbers as they stand, with the words of their clause before and after them."""

    start: int
    end: int
    numbers: tuple[int, ...]
    kind: str  # 条, 项 or 号, if one is said
    sign: str
    digits: bool
    summed: bool  # whether it is said how many they are: 9、24两条
    left: str = ""
    right: str = ""
    following: str = ""  # the clause after that
    heads: bool = True  # whether ``left`` begins a clause, and not another number
    apart: bool = False  # whether a blank parts it from words after it: 18 康复救助17人
    leads: bool = False  # whether another number follows at once: 1 措施12

    @property
    def ordinal(self) -> bool:
        """Whether it stands as an ordinal does: 1. 1、 (1)."""
        return (
            len(self.numbers) == 1 and not self.kind and self.sign in ("、", ".", "．", ")", "）", ENCLOSED)
        )

    @property
    def style(self) -> tuple[bool, str]:
        """How an ordinal is written."""
        return self.digits, self.sign


def tokens_in(flat: str, marked: Sequence[Mention]) -> list[Token]:
    """The numbers of a flattened message that none of those ``marked`` holds."""
    free = (token for token in islice(_tokens(flat), MOST) if not taken(token.start, marked))
    return [
        part for token in _in_place(flat, _side_by_side(flat, free), marked) for part in _parted(flat, token)
    ]


def _parted(flat: str, token: Token) -> Iterator[Token]:
    """A list that a comma parts, with how it stands before it and after it: 完成24，8还在推."""
    written = flat[token.start : token.end]
    comma = max(written.rfind(sign) for sign in ",，")
    if comma < 0 or not (read(token.left.strip(EDGES)).said and read(token.right).said):
        yield token
        return
    *before, last = token.numbers
    yield replace(token, end=token.start + comma, numbers=tuple(before), right="", following="")
    yield replace(token, start=token.start + comma + 1, numbers=(last,), left="", heads=True)


def _tokens(flat: str) -> Iterator[Token]:
    """The numbers that stand in a message, lists taken together."""
    runs = list(_runs(flat))
    ends = [run.end for run in runs]
    for match in _TOKEN.finditer(flat):
        if any(run.start <= match.start() < run.end for run in runs):
            continue
        while runs and runs[0].start < match.start():
            yield runs.pop(0)
        if match["enclosed"]:
            yield _enclosed(match)
            continue
        numbers, kind = numbers_of(match["list"]), (match["kind"] or "")[:1]
        items = not (kind or match["count"]) and _ITEMS.match(flat, match.end("list"))
        if items and len(numbers) > 1 and _EACH_ITS_OWN.fullmatch(match["list"]):
            kind, items = "条", None  # 3条 5条 17条, and no count that ends a message
        if items and items.end() == len(flat) and _COMMA.search(flat, 0, match.start()):
            kind, items = "条", None  # 收了9件结了7件，21条
        if not numbers or items or any(match.start() < end <= match.end() for end in ends):
            continue
        count = 1 if match["one"] else parse_numeral(match["count"] or "")
        counted = count == len(numbers)
        end, sign = match.end(), (match["sign"] or "").strip()
        if kind and not match["kind"]:
            end = match.end("list") + 1
        if count is not None and not counted:
            end, sign = match.end("kind") if kind else match.end("list"), ""
        elif kind and len(numbers) > 1 and numbers[-1] == len(numbers) - 1 and kind == "条":
            numbers, counted = numbers[:-1], True  # 16 17 2条
        digits = match["list"][:1].isdigit()
        yield Token(match.start(), end, numbers, kind, sign, digits, counted)
    yield from runs


def _enclosed(match: re.Match[str]) -> Token:
    """Numbers in circles or brackets: ⑧⑨, [3]."""
    drawn = re.findall(r"[①-⑳㉑-㉟]|\d+", match[0])
    numbers = tuple(dict.fromkeys(int(n) if n.isascii() else int(numeric(n)) for n in drawn))
    sign = ENCLOSED if len(numbers) == 1 else ""
    return Token(match.start(), match.end(), numbers, "", sign, True, False)


def _runs(flat: str) -> Iterator[Token]:
    """Numbers run together: 三六九都完成, 十四十五都弄完了, 九十两条."""
    for match in _RUN.finditer(flat):
        run, kind = match["run"], match["kind"]
        numbers = [parse_numeral(one) or 0 for one in _ONE_OF_RUN.findall(run)]
        if kind and not match["both"] and parse_numeral(run[-1]) == len(numbers) - 1 > 1:
            numbers, summed = numbers[:-1], True
        else:
            summed = bool(kind and match["both"]) and len(numbers) == _BOTH
        plain = "十" not in run or _TENS.fullmatch(run) is not None
        told = not kind and opens_with_status(flat[match.end() : match.end() + _NEAR])
        together = _OF_ALL.match(flat, match.end()) or (kind and len(numbers) > _BOTH) or told
        rising = len(numbers) > 1 and numbers == sorted(set(numbers))
        if rising and (summed or (plain and together and not match["both"])):
            yield Token(match.start(), match.end(), tuple(numbers), "", "", False, True)


def _side_by_side(flat: str, tokens: Iterable[Token]) -> list[Token]:
    """The tokens, those with the same word and nothing between them as one: 5号6号."""
    found: list[Token] = []
    for token in tokens:
        last = found[-1] if found and found[-1].numbers != (1,) and token.numbers != (1,) else None
        if last and last.kind == token.kind != "" and not flat[last.end : token.start].strip():
            found[-1] = replace(last, end=token.end, numbers=(*last.numbers, *token.numbers), sign=token.sign)
        else:
            found.append(token)
    return found


def _in_place(flat: str, tokens: Sequence[Token], marked: Sequence[Mention]) -> list[Token]:
    """The tokens with the words of their clauses, up to the numbers beside them."""
    bounding = [
        token
        for token in tokens
        if len(token.numbers) > 1
        or (token.kind and token.numbers != (1,))
        or (token.digits and not token.kind)
    ]
    starts = sorted([t.start for t in bounding] + [m.start for m in marked])
    ends = sorted([t.end for t in bounding] + [m.end for m in marked])
    placed = []
    for token in tokens:
        at = bisect_right(ends, token.start)
        floor = ends[at - 1] if at else 0
        heads = not at or flat[floor : token.start].strip(EDGES) != ""
        places = [floor]
        for found in _BREAK.finditer(flat, floor, token.start):
            floor, heads = found.end(), True
            places.append(floor)
        if (
            len(places) > 1
            and _COMMA.search(flat, max(0, floor - _NEAR), floor)
            and _ENDS.match(flat, token.end)
        ):
            floor = places[-2]  # 两条没动，3、5
        at = bisect_left(starts, token.end)
        roof = starts[at] if at < len(starts) else len(flat)
        same = _WITHIN.match(flat, token.end, roof)
        near = _NEXT.match(flat, token.end, roof)
        placed.append(
            replace(
                token,
                left=flat[floor : token.start],
                right=same[0].strip() if same else "",
                following=near["words"].strip() if near else "",
                heads=heads,
                apart=flat[token.end : token.end + 1] in (" ", "\t", "　"),
                leads=not token.kind and roof < len(flat) and not flat[token.end : roof].strip(" \t"),
            )
        )
    return placed
