"""A report in the sender's own words, read into measure, status, percent and text. A dry run: it stores
nothing, and whether the unit owns the measure is for the caller to check.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bot.ask.linear import Linear
from bot.ask.script import simplified
from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.mentions import Mention, find_mentions, flatten
from bot.progress.model import DraftItem, Period, Status
from bot.progress.purpose import asks, is_courtesy, is_notice, is_previous, not_a_report, seeks_advice, tells
from bot.progress.topics import told_by_topic, topics_of
from bot.progress.wholes import for_all, rest_before, rest_but, rest_of, said_of_others, without_count
from bot.progress.wording import Reading, facts, nothing_new, read, respectively

_EDGES = " \t\r\n　，,；;。、：:.．【】「」"
_BREAK = re.compile(r"[，,；;。！!？?\s]")
_BREAKS = "，,；;。！!？?\n"
_STOPS = "；;。！!？?\n:："
_SENTENCE_BREAK = re.compile(f"[{_BREAKS}]")
_TO_LAST_BREAK = re.compile(f"(?s:.*)[{_BREAKS}]")
_EXCEPTED = re.compile(r"除(?:了|去|开)?\s*$|除(?:了|去|开)?\s*(?=第|措施|\d|[一二三四五六七八九十])")
_LAST_ORDINAL = re.compile(r"(?<=[；;。\n])\s?\d{1,2}$")
_JOINT_LENGTH = 4
_NEAR = 60  # characters within which a courtesy or a remark on the period belongs to what stands beside it
_OPENER = re.compile(
    r"(?:然后|另外|此外|还有|同时|并且|以及|其次|再就是|再有)(?!\d|[两几一二三四五六七八九十])"
)
_JOINT = re.compile(r"(?:然后|另外|还有|以及|同时|而且|那个|[之以]?外)$")
_BARE = Reading(Status.IN_PROGRESS)  # what a remark says that says nothing of how it stands
_REFERS = re.compile(r"(?:[照按据同与和跟见]|关于|结合|对照|[请把将对])\s*$")
_ONE_REMARK = 1500  # characters in which a message without a topic says how something stands
_ALL_AT_ONCE = 300  # characters of a remark on all that a unit owes, at most
_ANSWER = re.compile(r"没有?")  # to what was asked, and no report
_SAYING = re.compile(r"(?:一起|合并|一并|一块儿?|同时)(?:说|报|讲|汇报|填报)(?:一下)?[:：，,]?")
# How many there are that are listed next: 完成2项（7、9）.
_THEN_NOW = re.compile(r"[，,；;。\n]\s*(?=本[月期周季]|这个?月|这期)")
_MADE_UP_FOR = re.compile("[补忘漏迟晚]")
_TALLY = re.compile(
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})?[项条个](?:措施|任务|工作)?\s*[(（:：]$|[(（]$"
)
_FOLLOWS = re.compile(r"[^，,；;。\n\d]{0,10}如下\s*[:：。，,]?\s*(?=$|\d|第|[一二三四五六七八九十]|\n)")
_REMARK = 4  # characters that tell something
_PREAMBLE = re.compile(r"(?:如下|汇报|情况)\s*[:：]?\s*$|如下[:：]|[条项](?:措施|任务|工作)?[中里]")
_THIS_CYCLE = re.compile(r"本[月期周]|这个?月|本季度|当[月期]")


@dataclass(frozen=True, slots=True)
class Item:
    """What a message says of one measure; ``measure`` None is all (else) that the unit owes.

    ``text`` is a stretch of the message as it was typed; ``percent`` 0-100.
    """

    measure: int | None
    status: Status
    percent: int | None
    text: str
    period: Period = Period.CURRENT


@dataclass(frozen=True, slots=True)
class Doubt:
    """A measure that was understood from words alone, and others of the unit that may be meant instead."""

    measure: int
    rivals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """The items of a message, none if it is no report, and a sentence to the sender about them.

    ``doubts`` are for the sender to settle: where the words fit several measures nearly as well. What is said
    of all else is not said of those ``excepted`` (除第9条外).
    """

    items: tuple[Item, ...]
    message: str
    doubts: tuple[Doubt, ...] = ()
    excepted: tuple[int, ...] = ()


def parse_report(text: str, plan: Plan, unit: str, judge: Linear | None = None) -> ParsedReport:
    """Read a message that a liaison of the unit (printed name) typed. Any text is fine.

    Measures are found by their numbers; where the message has none, it is for all that the unit owes, or its
    words tell the measures, the unit's own first, with a say of the ``judge`` where several are near: a
    classifier trained on how people ask about the plan. Where the text has to be masked, mask it first: the
    items quote it.
    """
    flat = flatten(text)
    plain = simplified(flat)
    flat = plain if len(plain) == len(flat) else flat
    if is_notice(flat) or seeks_advice(flat):
        return ParsedReport((), texts.NO_REPORT_FOUND)
    bound = plan.owned_by(unit)
    owned = frozenset(measure.number for measure, _ in bound)
    owed = (len(owned), sum(named for _, named in bound))
    mentions = find_mentions(without_count(flat, owed, owned), owned)
    if mentions:
        return _numbered(text, flat, plan, mentions)
    return _of_all(text, flat, plan, unit, owed) or _by_topic(text, flat, plan, unit, judge)


def _numbered(text: str, flat: str, plan: Plan, mentions: list[Mention]) -> ParsedReport:
    opening = flat[: mentions[0].start]
    before = is_previous(opening)
    told, rests, but = flat, list[tuple[int, int]](), rest_but(flat)
    if but is not None and any(but[0] <= mention.start < but[1] for mention in mentions):
        _, begin, end = but
        rests.append((begin, end))
        told = f"{flat[:begin]}{'。' * (end - begin)}{flat[end:]}"
    elif (first := rest_before(opening)) is not None:
        rests.append((0, first))
    elif opening.rstrip().endswith(tuple(_BREAKS)) and nothing_new(opening) and for_all(opening, (), ()):
        rests.append((0, len(opening)))
    apart = _EXCEPTED.search(flat, 0, mentions[-1].start) is not None
    if (rest := rest_of(told, mentions[-1].end, excepted=apart)) is not None:
        rests.append((rest, len(flat)))
        told = told[:rest]
    items: dict[tuple[int | None, Period], Item] = {}
    for said in _told(told, mentions, sure=bool(rests)):
        for start, end, period, reading in _stretches(told, said, before=before):
            words = text[start:end]
            each = respectively(flat[start:end], len(said.numbers)) or (reading,) * len(said.numbers)
            for number, one in zip(said.numbers, each, strict=True):
                if number in plan.by_number and one.status is not None:
                    _add(items, Item(number, one.status, one.percent, words, period))
    for begin, end in rests:
        _add_rest(items, text[:end], flat[:end], begin, _when(before))
    unknown = tuple(n for mention in mentions for n in mention.numbers if n not in plan.by_number)
    parsed = _parsed(items, plan, unknown=unknown)
    named = {item.measure for item in parsed.items}
    left_out = [m.numbers for m in mentions if but is not None and but[0] <= m.start < but[1]]
    return replace(parsed, excepted=tuple(n for numbers in left_out for n in numbers if n not in named))


def _stretches(flat: str, said: "_Said", *, before: bool) -> Iterator[tuple[int, int, Period, Reading]]:
    """What is told of some measures, by the period it is told of: 上月…；本月… is two."""
    start, end = _trimmed(flat, said.start, said.end)
    turn = _THEN_NOW.search(flat, start, end)
    if turn and is_previous(flat[start : turn.start()]):
        yield start, turn.start(), Period.PREVIOUS, read(flat[start : turn.start()])
        yield turn.end(), end, Period.CURRENT, read(flat[turn.end() : end])
        return
    lead = flat[max(0, said.start - _NEAR) : start]
    lead = lead[_last_break(lead, 0, len(lead)) + 1 :]
    previous = is_previous(flat[start:end]) or is_previous(lead)
    previous = previous or (before and not _THIS_CYCLE.search(lead))
    if (
        turn and previous and not _MADE_UP_FOR.search(lead)
    ):  # 上月第15条…，本月…: what was before, and what is now
        yield turn.end(), end, Period.CURRENT, read(flat[turn.end() : end])
        return
    yield start, end, _when(previous), said.reading


def _of_all(text: str, flat: str, plan: Plan, unit: str, owed: tuple[int, ...]) -> ParsedReport | None:
    """A message that speaks of all that the unit owes; None if it does not."""
    start, end = _trimmed(flat, 0, len(flat))
    if end - start > _ALL_AT_ONCE:
        return None
    reading = read(flat[start:end])
    known = plan.by_unit.get(unit)
    names = (unit, known.full_name, *known.aliases) if known else (unit,)
    if _ANSWER.fullmatch(flat[start:end]):
        return None
    if reading.status is None or not reading.said or not for_all(flat[start:end], names, owed):
        return None
    period = _when(is_previous(flat))
    item = Item(None, reading.status, reading.percent, text[start:end], period)
    return _parsed({(None, period): item}, plan)


def _by_topic(text: str, flat: str, plan: Plan, unit: str, judge: Linear | None) -> ParsedReport:
    """A message whose words tell the measures; those of a unit named in one only need not."""
    bound = plan.owned_by(unit)
    owned = frozenset(measure.number for measure, _ in bound)
    named = [measure.number for measure, by_name in bound if by_name]
    items: dict[tuple[int | None, Period], Item] = {}
    doubts: list[Doubt] = []
    previous = is_previous(flat)
    mixed = previous and _THIS_CYCLE.search(flat) is not None
    rest = rest_of(flat, 0, excepted=False)
    place = 0
    for told in told_by_topic(flat[:rest], topics_of(plan), owned, judge):
        start, end = _trimmed(flat, told.start, told.end)
        if mixed:
            since = flat[place : told.end]
            previous = is_previous(since) or (place > 0 and previous and not _THIS_CYCLE.search(since))
        place = told.end
        if told.reading.status is None:
            continue
        for measure in told.measures:
            item = Item(measure, told.reading.status, told.reading.percent, text[start:end], _when(previous))
            _add(items, item)
        if told.rivals:
            doubts.append(Doubt(told.measures[0], told.rivals))
    if items:
        if rest is not None:
            _add_rest(items, text, flat, rest, _when(previous))
        return _parsed(items, plan, doubts=doubts)
    reading = read(flat[:_ONE_REMARK])
    if len(named) == 1 and reading.status is not None and facts(flat):
        start, end = _trimmed(flat, 0, len(flat))
        item = Item(named[0], reading.status, reading.percent, text[start:end], _when(previous))
        return _parsed({(named[0], item.period): item}, plan)
    return ParsedReport((), texts.WHICH_MEASURE if reading.said else texts.NO_REPORT_FOUND)


def _when(previous: bool) -> Period:
    return Period.PREVIOUS if previous else Period.CURRENT


def _add_rest(
    items: dict[tuple[int | None, Period], Item], text: str, flat: str, rest: int, period: Period
) -> None:
    """Keep what a message says, from there on, of all that it has not named."""
    others = read(said_of_others(flat[rest:]))
    if others.status is not None:
        start, end = _trimmed(flat, rest, len(flat))
        _add(items, Item(None, others.status, others.percent, text[start:end], period))


def _add(items: dict[tuple[int | None, Period], Item], item: Item) -> None:
    """Keep an item; a second remark on the same measure joins the first, and its word counts."""
    earlier = items.pop((item.measure, item.period), None)
    if earlier is not None:
        item = replace(item, text=texts.SAME_MEASURE.join((earlier.text, item.text)))
    items[item.measure, item.period] = item


def _parsed(
    items: dict[tuple[int | None, Period], Item],
    plan: Plan,
    *,
    unknown: tuple[int, ...] = (),
    doubts: Iterable[Doubt] = (),
) -> ParsedReport:
    found = tuple(items.values())
    told = [texts.parsed(i.measure, i.status, i.percent, i.text) for i in found]
    message = texts.parsed_report(told, unknown, len(plan.measures))
    return ParsedReport(found, message, tuple(doubts))


def _last_break(flat: str, start: int, end: int) -> int:
    """Where the last clause or sentence ends within a stretch; -1 if none does."""
    found = _TO_LAST_BREAK.match(flat, start, max(start, end))
    return found.end() - 1 if found else -1


def _trimmed(flat: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without signs at its edges and without clauses that only greet, thank, hand over or ask."""
    while True:
        while start < end and flat[start] in _EDGES:
            start += 1
        while start < end and flat[end - 1] in _EDGES:
            end -= 1
        if ordinal := _LAST_ORDINAL.search(flat, max(start, end - _JOINT_LENGTH), end):
            end = ordinal.start()
            continue
        if joint := _JOINT.search(flat, max(start, end - _JOINT_LENGTH), end):
            end = joint.start()
            continue
        if opener := _OPENER.match(flat, start, end) or _SAYING.match(flat, start, end):
            start = opener.end()
            continue
        first = _SENTENCE_BREAK.search(flat, start, end)
        if first is not None and is_courtesy(flat[start : first.start()]):
            start = first.end()
            continue
        last = _last_break(flat, max(start, end - _NEAR), end - 1)
        if last >= start and (is_courtesy(tail := flat[last + 1 : end]) or asks(tail)):
            end = last
            continue
        return start, end


def draft_items(parsed: ParsedReport, owed: Iterable[int]) -> list[DraftItem]:
    """The items as a draft takes them: what was said of all else becomes one for each measure still owed."""
    named = {item.measure for item in parsed.items} | set(parsed.excepted)
    rest = [number for number in dict.fromkeys(owed) if number not in named]
    return [
        DraftItem(number, item.status, item.percent, item.text, item.period)
        for item in parsed.items
        for number in (rest if item.measure is None else [item.measure])
    ]


def parsed_json(parsed: ParsedReport) -> dict[str, Any]:
    """As ``weibao report parse --json`` prints it."""
    items = [
        {
            "measure": item.measure,
            "status": item.status.value,
            "percent": item.percent,
            "text": item.text,
            "period": item.period.value,
        }
        for item in parsed.items
    ]
    return {"items": items, "message": parsed.message}


@dataclass(frozen=True, slots=True)
class _Said:
    """What is told of some measures, and by which stretch of the message."""

    numbers: tuple[int, ...]
    start: int
    end: int
    reading: Reading


def _told(flat: str, mentions: list[Mention], *, sure: bool) -> list[_Said]:
    """The mentions that something is told of, each with its words: up to the clause that leads to the next.

    Words on how it stands may come first (已完成第5条). A mention of which nothing is told (参照第8条做法)
    belongs to the words on the one before it. Words that do not say how it stands count only beside some
    that do, there or elsewhere (``sure``).
    """
    leads = [
        _lead(flat, mentions[index - 1].end if index else 0, m.start) for index, m in enumerate(mentions)
    ]
    own = [True] + [False] * (len(mentions) - 1)  # whether facts may stand before it in its sentence
    for index in range(1, len(mentions)):
        if (begins := _sentence_of(flat, mentions[index - 1].end, leads[index])) is not None:
            leads[index], own[index] = begins, True
    told: list[_Said] = []
    for mention, lead, end, first_there in zip(mentions, leads, [*leads[1:], len(flat)], own, strict=True):
        leading = flat[lead : mention.start].strip()
        refused = asks(leading) or (not_a_report(leading) and not leading.endswith((":", "：")))
        start, reading = mention.end, read(flat[mention.end : end].strip(_EDGES))
        if leading and not reading.said and (first := read(_TALLY.sub("", leading))).said:
            start, reading = lead, first
        if refused:
            continue
        if (
            first_there
            and start == mention.end
            and (opened := _opened(flat, lead, mention.start)) is not None
        ):
            start, reading = opened, read(flat[opened:end])
        if _FOLLOWS.match(flat, mention.end, end):
            continue
        if reading.status is None and _remarks(flat, mention, end):
            reading = _BARE
        if reading.status is not None:
            told.append(_Said(mention.numbers, start, end, reading))
        elif told and told[-1].end == lead and not asks(flat[mention.end : end]):
            told[-1] = replace(told[-1], end=end)
    return told if sure or any(said.reading is not _BARE for said in told) else []


def _sentence_of(flat: str, floor: int, lead: int) -> int | None:
    """Where the sentence of a further measure begins, if enough was said of the one before it by then.

    第13条推进；宣传周已结束，第12条完成: the second sentence tells of the second measure.
    """
    stop = max(flat.rfind(sign, floor, lead) for sign in "；;。\n") + 1
    if stop and stop < lead and read(flat[floor:stop].strip(_EDGES)).said:
        return stop
    return None


def _remarks(flat: str, mention: Mention, end: int) -> bool:
    """Whether something is told after a mention, if not how it stands; 参照第8条做法 speaks of another."""
    words = flat[mention.end : end].strip(_EDGES)
    return (
        len(words) >= _REMARK
        and tells(words)
        and not _REFERS.search(flat[max(0, mention.start - _JOINT_LENGTH) : mention.start])
    )


def _opened(flat: str, lead: int, place: int) -> int | None:
    """Where facts begin that stand before the first measure in its sentence: 应急演练12场，第8条正常推进."""
    start = max(flat.rfind(sign, 0, lead) for sign in _STOPS) + 1
    if _PREAMBLE.search(flat, start, place):
        return None
    told = flat[start:lead]
    return start if (facts(told) or "%" in told) and tells(told) else None


def _lead(flat: str, floor: int, place: int) -> int:
    """Where the words that lead to a mention begin: after the last break since ``floor``.

    Between two mentions without a break, all words belong to the first.
    """
    breaks = _BREAK if floor else _SENTENCE_BREAK
    ends = [found.end() for found in breaks.finditer(flat, floor, place)]
    return ends[-1] if ends else place if floor else 0
