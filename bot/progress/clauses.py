"""The clauses of a message that may tell of work: what each is about, and how freely a new stretch begins."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from bot.ask.finder import Judges
from bot.patterns import late
from bot.progress.pieces import Piece, pieces
from bot.progress.purpose import is_courtesy, is_plan, is_previous, tells
from bot.progress.topics import Topic, Topics
from bot.progress.wording import opens_with_hindrance, read

_MOST = 240  # clauses of a message that are matched; what comes after them is not read
_SIGNS = "，,。；;！!：: \t\r\n　"
_A_WORD = 2
# What it costs to go over to another measure, in logarithms of how much better it fits.
_COSTS = {"point": 0.0, "opens": 0.01, "and": 0.06, "comma": 0.4, "space": 0.15, "none": 0.2}
_FAINT = 0.15  # more, within a sentence, to words that are not clearly the plan's
_BOUND = 2.2  # times as much under a heading,
_BOUND_MORE = 0.8  # and this more
_EMPTY = 7.0  # more to leave a heading without a word under it

_LIST = late(
    r"(?P<list>[^，,；;。：:\d]{2,60}?)(?:[这那]?[两二三四五六]|\d)?(?:[项条个块]|件事|方面)?(?:工作"
    r"|任务)?(?:也|现|目前)?(?:都|均|全)"
)
_THIS_ONE = late("[这那][项条块边个]")
# What begins so says more of the thing before it.
_GOES_ON = late(r"^\s*(?:还在|仍在|回访|反馈|都|均|全都|也都|其中|又|并(?!购)|共|累计|后面|接着|继续)")
_JOINTS = late("[、和与及]|以及|还有")
_URGING = late(
    r"^\s*(?:持续|大力|深入|扎实|有序|全面|进一步|切实|着力)*(?:推进|加强|强化|提升|做好|落实|夯实|完善"
    r"|健全|促进|优化|抓好|聚焦|突出|推动|加大|履行)"
)
_GENERAL = late(
    r"截[至止]|以来|现将|[\d一二三四五六七八九十]{1,3}月份?|本[月期周季]度?|上[半下]年|今年|近期|当前|主要|重点|有关|相关|工作"
    r"|情况|进展|汇报|报告|小结|总结|开展|做法|成效|亮点|措施|任务"
    r"|未成年人保护|未保|完成|落实|我[局部委院办会]|县?[一-龥]{2,6}[局部委院办联会]|具体|目前|的|及|和|与"
    r"|是|方面|特色|存在|问题|打算"
)
_TITLE_LINE = late(r"(?:小结|总结|汇报|报告|情况|进展|月报|简报)(?:[（(][^（()）]{1,12}[）)])?\s*[\n\r]$")
_PREFACE = late(r"如下\s*[:：。]?\s*$")

Label = tuple[int, ...]
"""A measure, or several that a clause lists."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, what it is about, and what it costs to leave, before it, the measure before it."""

    start: int
    end: int
    topic: Topic | None
    listed: Label
    opens: bool  # whether a sentence or a point begins with it
    heading: bool
    cost: float


def runs_of(
    flat: str, topics: Topics, owned: Mapping[int, float], judge: Judges | None
) -> list[list[Clause]]:
    """The clauses that may tell of something, cut where what stands before cannot go on."""

    @cache
    def topic_of(words: str) -> Topic | None:
        return topics.of(words, owned, judge)

    runs: list[list[Clause]] = [[]]
    style = ""  # of the ordinals of the points
    bound = False  # whether a heading or an ordinal binds what follows
    planning: str | None = None  # what is to come; under a heading, until the next ordinal of its style
    for piece in islice(pieces(flat), _MOST):
        words = flat[piece.start : piece.end]
        if is_plan(words):
            planning = piece.ordinal if piece.heading else ""
        elif planning is not None and (
            piece.ordinal == planning if planning else piece.line or piece.ordinal not in ("", "breath")
        ):
            planning = None
        if planning is not None:
            runs.append([])
            continue
        if is_courtesy(words.strip(_SIGNS)) or (piece.heading and is_previous(words)):
            continue
        if _PREFACE.search(words) or (piece.line and _TITLE_LINE.search(words)):
            runs, bound, style = [[]], False, ""
            continue
        bare = _URGING.sub("", words)
        heading = piece.heading and (
            words[-1] in ":：" or not (read(bare).said or any(map(str.isdigit, bare)))
        )
        if heading and len(_GENERAL.sub("", words).strip(_SIGNS)) < _A_WORD:
            runs.append([])
            continue
        numbered = piece.ordinal not in ("", "and", "breath")
        fresh = not bound or _releases(piece, heading, style)
        fresh = fresh and (numbered or heading)
        if not fresh and bound and not style and piece.line:
            bound = False
        names = heading or (tells(words) and not (_GOES_ON.match(words) or opens_with_hindrance(words)))
        topic = topic_of(words) if names else None
        if heading and topic is None and fresh:
            runs.append([])
            continue
        cost = _cost(piece, flat, fresh=fresh, bound=bound)
        if piece.ordinal not in ("and",) and topic is not None and not topic.known and not piece.opens:
            cost += _FAINT
        if _THIS_ONE.search(words):
            cost = min(cost, _COSTS["opens"])
        if runs[-1] and runs[-1][-1].heading and not fresh:
            cost += _EMPTY
        if fresh:
            bound, style = True, piece.ordinal if numbered else ""
        listed = _listed(words, topic_of) if topic is not None else ()
        runs[-1].append(Clause(piece.start, piece.end, topic, listed, piece.opens, heading, cost))
    return [run for run in runs if run]


def _releases(piece: Piece, heading: bool, style: str) -> bool:
    """Whether a piece ends what a heading or an ordinal bound together."""
    if piece.ordinal in ("and", "breath"):
        return not style
    if piece.ordinal:
        return piece.ordinal == style or (piece.ordinal == "han" and style != "")
    return not style and piece.opens and (heading or piece.line)


def _cost(piece: Piece, flat: str, *, fresh: bool, bound: bool) -> float:
    if fresh:
        return _COSTS["point"]
    if piece.ordinal == "and":
        kind = "and"
    elif piece.ordinal == "breath":
        kind = "space"
    elif piece.opens or piece.ordinal:
        kind = "opens"
    elif flat[piece.start - 1 : piece.start] in "，,：:、":
        kind = "comma"
    else:
        kind = "none"
    return _COSTS[kind] * _BOUND + _BOUND_MORE if bound else _COSTS[kind]


def _listed(words: str, topic_of: Callable[[str], Topic | None]) -> Label:
    """The measures of a list such as 控辍保学、近视筛查都搞完了; empty where the words are no such list."""
    match = _LIST.match(words)
    parts = [topic_of(part) for part in _JOINTS.split(match["list"])] if match else []
    known = [topic for topic in parts if topic is not None and topic.known]
    if not known or len(known) < len(parts):
        return ()
    found = [topic.measure for topic in known if topic.own] or [topic.measure for topic in known]
    return tuple(found) if len(found) == len(set(found)) and len(known) > 1 else ()
