"""Numbers that may be those of measures, with no 第 or 措施 before them: 5、8 已完成, 22条办了7件, 6完10没动.

Every number or list of numbers that is not plainly a count is weighed by what stands beside it: where in its
clause it stands, how it is written, and whether it is told there how something stands. None of these is
enough by itself; what weighs :data:`_ENOUGH` is believed. A number that the unit does not owe needs more.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.patterns import late
from bot.progress.anaphora import points_back
from bot.progress.naming import Mention, opens_with_status
from bot.progress.tokens import EDGES, ENCLOSED, Token, tokens_in
from bot.progress.wording import Reading, read, without_status

_ENOUGH = 3
_TEN = 10
_TWO = 2
_MANY = 100  # no plan has as many measures

_OPENS = (":", "：", "(", "（", "】")
_SILENT = Reading(None)
# What may lead to a number: whose it is, of which cycle, or that it is one more.
_LEADS = late(
    r"(?:^\s*[就这那]?是|[负承牵涉][责担头及]的?|[局院委办会联]的?|单位|我们的?|[就只还]差|其中|的[有是]|[这那]个|除了?|(?<!举)报|就|只有?|仅|还有|里面|剩下?|另外|然后|[至关对]于|[把将]|属于?|归[在到于属]?|对应(?:的?是)?|[这那]是|说|算[在是到]?|[填放报记写]在|第|[(（])\s*$"
)
_CYCLE = late(r"(?:[上本这当个一][月期周]|月份|季度|[月期周度份]的|补报|[昨今前]天|上[次回]|刚才|之前)\s*$")
# Words after which another measure may be named without a sign, in what was spoken.
_SPOKEN = late(r"(?:[了弄成进动搞中完好后说常束实位办呢吧啊半着毕齐妥展行条%]|一下|[就说]是|[说报]的)\s*$")
_EXCEPT = late(r"除(?:了|去|开)?\s*$")
_APART = late(r"[之以]?外")
_OTHERS = late(r"其[余他它]|剩|余下|别的|[都均全]")
_COUNTED_BEFORE = late(
    r"(?:隐患|线索|信息|言论|建议|意见|问题|标语|横幅|短信|谣言|消息|视频|规定|制度|举措|措施|剩下?|(?<![没只仅])有|[共计出到某近约第]|\d)\s?$"
)
_SIGN = late(r"[，,；;。！!？?\n]")
_STOP = late(r"[；;。\n]")
_BREATH = 25  # characters to a sign, in what was written and not spoken
_NUMERALS = late(r"[一二三四五六七八九十]+")
_AROUND = late(
    r"□|[一二两三四五六七八九十\d]+[个条项]|[都全]|[的了是有为着地与和就个一]|目前|现在|已经?|本[月期]|条|项"
)


def bare_mentions(flat: str, owned: Collection[int], marked: Sequence[Mention]) -> Iterator[Mention]:
    """Numbers believed for what stands beside them; ``marked`` are those with a word of their own."""
    tokens = [_as_one(token, owned) for token in tokens_in(flat, marked)]
    counting = _counting(tokens)
    tokens = [token for token in tokens if _owes(token, owned) or (token.kind and max(token.numbers) < _MANY)]
    ordinals = [t.numbers[0] for t in tokens if t.ordinal and t.style not in counting and _owes(t, owned)]
    dotted = not marked and len(ordinals) > 1 and ordinals == sorted(set(ordinals))
    headings = [t for t in tokens if _heads(t) and _owes(t, owned)]
    rising = [t.numbers[0] for t in headings]
    headings = headings if len(rising) > 1 and rising[0] > 1 and rising == sorted(set(rising)) else []
    known = {number for mention in marked for number in mention.numbers}
    spoken = len(_SIGN.findall(flat)) * _BREATH < len(flat)
    weights = []
    for token in tokens:
        if token.leads or (token.ordinal and (marked or token.style in counting)):
            weights.append(0)
        elif token.ordinal and dotted and not token.left.strip(EDGES):
            weights.append(_ENOUGH)
        elif token.sign == ENCLOSED and token.numbers != (1,) and _owes(token, owned):
            weights.append(_ENOUGH)  # none of the sender's own points, which count from 1 on
        elif token in headings or (_excepted(token) and _owes(token, owned)):
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
        opens = token.right[-1:] in _OPENS or (token.sign in _OPENS and not token.right)
        tallies = token.kind and len(token.numbers) == 1 and opens
        if not (
            tallies and token.numbers[0] in (*listed, len(named) - 1, _in_sentence(flat, token.end, marked))
        ):
            yield Mention(token.start, token.end, token.numbers)


def _in_sentence(flat: str, place: int, marked: Sequence[Mention]) -> int:
    """How many measures are named up to the end of a sentence (三项推进：第8条、第9条、第22条)."""
    stop = _STOP.search(flat, place)
    end = stop.start() if stop else len(flat)
    return sum(len(mention.numbers) for mention in marked if place <= mention.start < end)


def _as_one(token: Token, owned: Collection[int]) -> Token:
    """Two numerals as they are dictated (二五完成): one number, if the unit owes that."""
    if token.digits or not token.summed or len(token.numbers) != _TWO or max(token.numbers) >= _TEN:
        return token
    tens, ones = token.numbers
    one = tens * _TEN + ones
    return token if one not in owned else replace(token, numbers=(one,))


def _owes(token: Token, owned: Collection[int]) -> bool:
    return all(number in owned for number in token.numbers)


def _heads(token: Token) -> bool:
    """Whether a numeral stands over what is told after it: 五，三场讲座，推进中；十七，走访完了."""
    begins = not token.left.strip(EDGES) or token.left.rstrip()[-1:] in _OPENS
    alone = begins and not token.right.strip(EDGES) and token.following != ""
    return alone and len(token.numbers) == 1 and not (token.digits or token.kind or token.ordinal)


def _excepted(token: Token) -> bool:
    """Whether an exception is made for it: 除23外均完成; 除了8，其余都在推; 23除外，都完成."""
    return token.right.startswith("除外") or (
        _EXCEPT.search(token.left) is not None
        and (_APART.match(token.right) is not None or _OTHERS.match(token.following) is not None)
    )


def _weight(token: Token, owes: bool, *, spoken: bool) -> int:
    """How much speaks for it that numbers are those of measures; nothing does amid other words."""
    place = _place(token, spoken=spoken)
    if place < 0 or not (owes or (place and not _SPOKEN.search(token.left))):
        return 0
    several = len(token.numbers) > 1
    shape = 2 * (owes and token.kind == "条") + several * (1 + (len(token.numbers) > 2 and token.digits))
    told = _told(token)
    apart = token.apart and token.digits and place == 1 and told == 1 and not token.left.strip(EDGES)
    weight = place + shape + 2 * token.summed + told + apart
    sure = place or several or token.numbers[0] >= _TEN
    return weight if sure else min(weight, _ENOUGH - 1)


def _place(token: Token, *, spoken: bool) -> int:
    """Whether numbers stand where those of measures do: 1 where a clause begins or words lead to them."""
    left = token.left.strip(EDGES)
    if not left or token.left.rstrip()[-1:] in (*_OPENS, "、"):
        return 1 if token.heads or token.digits or (token.kind == "条" and token.numbers != (1,)) else -1
    counted = len(token.numbers) == 1 and _COUNTED_BEFORE.search(token.left)
    if token.numbers == (1,) or (token.kind and counted):
        return -1
    several = len(token.numbers) > 1
    if token.digits and _CYCLE.search(token.left):
        return 2
    if _LEADS.search(token.left) and (several or token.digits or left[-1:] != "第"):
        return 1
    if not token.digits and not token.kind and not several:
        return 1 if _chained(token) else -1
    if (several or not token.kind) and read(left).said:
        return 1
    if token.kind == "条" and token.left.rstrip()[-1:] in ("，", ","):
        return 1  # alone in its clause, after what is told of it: 结了3件，21条；
    if _SPOKEN.search(left):
        return 1 if token.kind or several else 0
    if (spoken and token.kind == "条") or (not token.kind and _told(token) > 1):
        return 0
    return 1 if token.summed else -1


def _chained(token: Token) -> bool:
    """Whether nothing stands before it but numbers and how things stand with them: 六完成十七完成."""
    first, *said = _NUMERALS.split(token.left.strip(EDGES))
    return (
        first == ""
        and bool(said)
        and all(
            read(words).said and not _AROUND.sub("", without_status(words)).strip(EDGES) for words in said
        )
    )


def _told(token: Token) -> int:
    """2 where numbers stand plainly beside how something stands with them, 1 where a thing is between."""
    left, right = token.left.strip(EDGES), token.right
    words = right.strip(EDGES) or token.following.strip(EDGES)
    if token.sign and not token.ordinal:
        return 2
    if words and opens_with_status(words):
        return 2
    after = read(words) if words else _SILENT
    if right[:1] in ("(", "（") and after.said:
        return 2
    several = len(token.numbers) > 1
    if several and points_back(words):
        return 2
    if left and not right.strip(EDGES) and (several or not token.kind):
        plain = _AROUND.sub("", without_status(left)).strip(EDGES)
        if read(left).said and (plain == "" or token.left.rstrip()[-1:] in _OPENS):
            return 2
    if token.ordinal or not (token.digits or token.kind):
        return 0
    return int(after.status is not None or read(token.following).said)


def _counting(tokens: Sequence[Token]) -> set[tuple[bool, str]]:
    """The styles of ordinals that count the sender's own points, from 1 on without a gap."""
    runs: dict[tuple[bool, str], list[int]] = {}
    for token in tokens:
        if token.ordinal and (
            token.sign == ENCLOSED or not token.left.strip(EDGES) or token.left.rstrip()[-1:] in _OPENS
        ):
            runs.setdefault(token.style, []).append(token.numbers[0])
    return {
        style
        for style, run in runs.items()
        if len(run) > 1 and all(n in (1, before + 1) for before, n in pairwise([0, *run]))
    }
