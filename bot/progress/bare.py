"""Numbers that may be those of measures, with no 第 or 措施 before them: 5、8 已完成, 22条办了7件, 6完10没动.

Every number or list of numbers that is not plainly a count is weighed by what stands beside it: where in its
clause it stands, how it is written, and whether it is told there how something stands. None of these is
enough by itself; what weighs :data:`_ENOUGH` is believed. A number that the unit does not owe needs more.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

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
from bot.progress.wording import Reading, read, without_status

_ENOUGH = 3
_TEN = 10
_BOTH = 2
_MANY = 100  # no plan has as many measures

_COUNT = (
    r"(?:(?P<one>[这那]一?[条项])"
    r"|(?<![条项号])[这那共等总]{0,2}\s?(?P<count>[两二三四五六七八九十]|\d)\s?个?[条项](?:措施|任务|工作)?)"
)
_TOKEN = late(
    rf"(?P<list>{listed(DIGITS)}|{listed(HAN)})(?:\s*(?P<kind>(?:[条项]|号(?![前后以之起文楼线上下晚早]))(?:措施)?{COUNTED_ITEMS}))?{_COUNT}?"
    r"(?P<sign>\s*(?:[:：、.．)）]|(?:=+|[-—–~]*>|→|[-—–~]+)(?=\s*(?:[一-龥]|\d{1,3}\s?%))))?"
)
_RUN = late(
    r"(?:(?<![一-龥\d])|^)(?P<run>[一二三四五六七八九十]{2,24})(?P<both>两)?(?P<kind>[条项](?!措施))?"
)
_TENS = late("(?:[二三]?十[一二三四五六七八九]?){2,9}")
_ONE_OF_RUN = late("[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]")
_OF_ALL = late("都|均|全|已|没|还|在")
_ITEMS = late(r"\s*[条项号]")
_EXCEPTED = late(r"除(?:了|去|开)?\s*$")
_OUTSIDE = late(r"\s*[之以]?外")
_BREAK = late(r"[，,；;。！!？?\n\r【]|(?<![\d、，,])[ \t　]+")
_WITHIN = late(r"\s{0,4}[(（][^()（）\n]{0,40}|[^，,；;。！!？?\n\r【]{0,40}")
_NEXT = late(r"[^，,；;。！!？?\n\r]{0,20}[，,；;\s]?\s*(?P<words>[^，,；;。！!？?\n\r]{0,40})")
_OPENS = (":", "：", "(", "（", "】")
_SILENT = Reading(None)
_CIRCLED = late(r"[①-⑳]\s*$")
# What may lead to a number: whose it is, of which cycle, or that it is one more.
_LEADS = late(
    r"(?:[负承牵涉][责担头及]的?|[局院委办会联]的?|单位|我们|其中|的[有是]|[这那]个|除了?|(?<!举)报|就|只有?|仅|还有|剩下?|另外|然后|[至关对]于|第|[(（])\s*$"
)
_CYCLE = late(r"(?:[上本这当个一][月期周]|月份|季度|[月期周度份]的|补报)\s*$")
# Words after which another measure may be named without a sign, in what was spoken.
_SPOKEN = late(r"(?:[了弄成进动搞中完好后说常束实位办呢吧啊半着毕齐妥展行条%]|一下|[就说]是|[说报]的)\s*$")
_NAMED_FOR = late(r"[组点楼栋中班路团排队线幢院]|校(?![园外车内服门舍])")
_COUNTED_BEFORE = late(
    r"(?:隐患|线索|信息|言论|建议|意见|问题|标语|横幅|短信|谣言|消息|视频|规定|制度|举措|措施|剩下?|(?<!没)有|[共计出到某近约第]|\d)\s?$"
)
_SIGN = late(r"[，,；;。！!？?\n]")
_BREATH = 25  # characters to a sign, in what was written and not spoken
_TALLY = late(r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})?[项条个]?(?:措施|任务|工作)?\s*[(（:：\s]*$")
_EDGES = " \t\r\n　，,；;。、：:（）()→>=~—–-"
_COMMA = late(r"[，,]\s*$")
_ENDS = late(r"\s*(?:[；;。\n]|$)")
_AROUND = late(
    r"□|[一二两三四五六七八九十\d]+[个条项]|[都全]|[的了是有为着地与和就个一]|目前|现在|已经?|本[月期]|条|项"
)


@dataclass(frozen=True, slots=True)
class _Token:
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
    leads: bool = False  # whether another number follows at once: 1 措施12

    @property
    def ordinal(self) -> bool:
        """Whether it stands as an ordinal does: 1. 1、 (1)."""
        return len(self.numbers) == 1 and not self.kind and self.sign in ("、", ".", "．", ")", "）")

    @property
    def style(self) -> tuple[bool, str]:
        """How an ordinal is written."""
        return self.digits, self.sign


def bare_mentions(flat: str, owned: Collection[int], marked: Sequence[Mention]) -> Iterator[Mention]:
    """Numbers believed for what stands beside them; ``marked`` are those with a word of their own."""
    tokens = _in_place(
        flat,
        _side_by_side(flat, (t for t in islice(_tokens(flat), MOST) if not taken(t.start, marked))),
        marked,
    )
    counting = _counting(tokens)
    tokens = [token for token in tokens if _owes(token, owned) or (token.kind and max(token.numbers) < _MANY)]
    ordinals = [t.numbers[0] for t in tokens if t.ordinal and t.style not in counting and _owes(t, owned)]
    dotted = not marked and len(ordinals) > 1 and ordinals == sorted(set(ordinals))
    known = {number for mention in marked for number in mention.numbers}
    spoken = len(_SIGN.findall(flat)) * _BREATH < len(flat)
    weights = []
    for token in tokens:
        if token.leads or (token.ordinal and (marked or token.style in counting)):
            weights.append(0)
        elif token.ordinal and dotted and not token.left.strip(_EDGES):
            weights.append(_ENOUGH)
        else:
            again = bool(token.kind) and set(token.numbers) <= known
            once = flat[token.start : token.end] not in flat[token.end : token.end + _BREATH]
            weights.append(_weight(token, _owes(token, owned), spoken=spoken and once) + 2 * again)
    beside = bool(marked) or max(weights, default=0) >= _ENOUGH or weights.count(_ENOUGH - 1) > 1
    believed = [
        token
        for token, weight in zip(tokens, weights, strict=True)
        if weight >= _ENOUGH
        or (weight == _ENOUGH - 1 and beside and (set(token.numbers) <= known) <= bool(token.kind))
    ]
    named = known.union(*(token.numbers for token in believed))
    for place, token in enumerate(believed):
        listed = [len(following.numbers) for following in believed[place + 1 : place + 2]]
        tallies = token.kind and len(token.numbers) == 1 and token.right[-1:] in _OPENS
        if not (tallies and token.numbers[0] in (*listed, len(named) - 1)):
            yield Mention(token.start, token.end, token.numbers)


def _owes(token: _Token, owned: Collection[int]) -> bool:
    return all(number in owned for number in token.numbers)


def _tokens(flat: str) -> Iterator[_Token]:
    """The numbers that stand in a message, lists taken together."""
    runs = list(_runs(flat))
    ends = [run.end for run in runs]
    for match in _TOKEN.finditer(flat):
        if any(run.start <= match.start() < run.end for run in runs):
            continue
        while runs and runs[0].start < match.start():
            yield runs.pop(0)
        numbers, kind = numbers_of(match["list"]), (match["kind"] or "")[:1]
        items = not (kind or match["count"]) and _ITEMS.match(flat, match.end("list"))
        if not numbers or items or any(match.start() < end <= match.end() for end in ends):
            continue
        count = 1 if match["one"] else parse_numeral(match["count"] or "")
        counted = count == len(numbers)
        end, sign = match.end(), (match["sign"] or "").strip()
        if count is not None and not counted:
            end, sign = match.end("kind") if kind else match.end("list"), ""
        elif kind and len(numbers) > 1 and numbers[-1] == len(numbers) - 1 and kind == "条":
            numbers, counted = numbers[:-1], True  # 16 17 2条
        digits = match["list"][:1].isdigit()
        yield _Token(match.start(), end, numbers, kind, sign, digits, counted)
    yield from runs


def _runs(flat: str) -> Iterator[_Token]:
    """Numbers run together: 三六九都完成, 十四十五都弄完了, 九十两条."""
    for match in _RUN.finditer(flat):
        run, kind = match["run"], match["kind"]
        numbers = [parse_numeral(one) or 0 for one in _ONE_OF_RUN.findall(run)]
        if kind and not match["both"] and parse_numeral(run[-1]) == len(numbers) - 1 > 1:
            numbers, summed = numbers[:-1], True
        else:
            summed = bool(kind and match["both"]) and len(numbers) == _BOTH
        plain = "十" not in run or _TENS.fullmatch(run) is not None
        together = _OF_ALL.match(flat, match.end()) or (kind and len(numbers) > _BOTH)
        rising = len(numbers) > 1 and numbers == sorted(set(numbers))
        if rising and (summed or (plain and together and not match["both"])):
            yield _Token(match.start(), match.end(), tuple(numbers), "", "", False, True)


def _side_by_side(flat: str, tokens: Iterable[_Token]) -> list[_Token]:
    """The tokens, those with the same word and nothing between them as one: 5号6号."""
    found: list[_Token] = []
    for token in tokens:
        last = found[-1] if found and found[-1].numbers != (1,) and token.numbers != (1,) else None
        if last and last.kind == token.kind != "" and not flat[last.end : token.start].strip():
            found[-1] = replace(last, end=token.end, numbers=(*last.numbers, *token.numbers), sign=token.sign)
        else:
            found.append(token)
    return found


def _in_place(flat: str, tokens: Sequence[_Token], marked: Sequence[Mention]) -> list[_Token]:
    """The tokens with the words of their clauses, up to the numbers beside them."""
    bounding = [t for t in tokens if t.digits or (t.kind and t.numbers != (1,)) or len(t.numbers) > 1]
    starts = sorted([t.start for t in bounding] + [m.start for m in marked])
    ends = sorted([t.end for t in bounding] + [m.end for m in marked])
    placed = []
    for token in tokens:
        at = bisect_right(ends, token.start)
        floor = ends[at - 1] if at else 0
        heads = not at or flat[floor : token.start].strip(_EDGES) != ""
        places = [floor]
        for found in _BREAK.finditer(flat, floor, token.start):
            floor, heads = found.end(), True
            places.append(floor)
        if (
            len(places) > 1
            and _COMMA.search(flat, max(0, floor - _TEN), floor)
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
                left=_CIRCLED.sub("", flat[floor : token.start]),
                right=same[0].strip() if same else "",
                following=near["words"].strip() if near else "",
                heads=heads,
                leads=not token.kind and roof < len(flat) and not flat[token.end : roof].strip(),
            )
        )
    return placed


def _weight(token: _Token, owes: bool, *, spoken: bool) -> int:
    """How much speaks for it that numbers are those of measures; nothing does amid other words."""
    place = _place(token, spoken=spoken)
    if place < 0 or not (owes or (place and not _SPOKEN.search(token.left))):
        return 0
    several = len(token.numbers) > 1
    shape = 2 * (owes and token.kind == "条") + several * (1 + (len(token.numbers) > 2 and token.digits))
    weight = place + shape + 2 * token.summed + _told(token)
    sure = place or several or token.numbers[0] >= _TEN
    return weight if sure else min(weight, _ENOUGH - 1)


def _place(token: _Token, *, spoken: bool) -> int:
    """Whether numbers stand where those of measures do: 1 where a clause begins or words lead to them."""
    left = token.left.strip(_EDGES)
    if not left or token.left.rstrip()[-1:] in (*_OPENS, "、"):
        return 1 if token.heads or token.digits or (token.kind == "条" and token.numbers != (1,)) else -1
    if token.kind and (token.numbers == (1,) or _COUNTED_BEFORE.search(token.left)):
        return -1
    several = len(token.numbers) > 1
    if token.digits and _CYCLE.search(token.left):
        return 2
    if _LEADS.search(token.left) and (several or token.digits or left[-1:] != "第"):
        return 1
    if not token.digits and not token.kind and not several:
        return -1
    if (several or not token.kind) and read(_TALLY.sub("", left)).said:
        return 1
    if _SPOKEN.search(left):
        return 1 if token.kind or several else 0
    if (spoken and token.kind == "条") or (not token.kind and _told(token) > 1):
        return 0
    return 1 if token.summed else -1


def _told(token: _Token) -> int:
    """2 where numbers stand plainly beside how something stands with them, 1 where a thing is between."""
    left, right = token.left.strip(_EDGES), token.right
    words = right.strip(_EDGES) or token.following.strip(_EDGES)
    if token.sign and not token.ordinal:
        return 2
    if words and opens_with_status(words):
        return 2
    if _EXCEPTED.search(token.left) and _OUTSIDE.match(right):
        return 2
    after = read(words) if words else _SILENT
    if right[:1] in ("(", "（") and after.said:
        return 2
    several = len(token.numbers) > 1
    if left and not right.strip(_EDGES) and (several or not token.kind):
        head = _TALLY.sub("", left)
        plain = _AROUND.sub("", without_status(head)).strip(_EDGES)
        if read(head).said and (plain == "" or token.left.rstrip()[-1:] in _OPENS):
            return 2
    if token.ordinal or not (token.digits or token.kind) or _NAMED_FOR.match(right):
        return 0
    return int(after.status is not None or read(token.following).said)


def _counting(tokens: Sequence[_Token]) -> set[tuple[bool, str]]:
    """The styles of ordinals that count the sender's own points, from 1 on without a gap."""
    runs: dict[tuple[bool, str], list[int]] = {}
    for token in tokens:
        if token.ordinal and (not token.left.strip(_EDGES) or token.left.rstrip()[-1:] in _OPENS):
            runs.setdefault(token.style, []).append(token.numbers[0])
    return {
        style
        for style, run in runs.items()
        if len(run) > 1 and all(n in (1, before + 1) for before, n in pairwise([0, *run]))
    }
