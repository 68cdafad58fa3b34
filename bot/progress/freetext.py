"""A report in the sender's own words, read into measure, status, percent and text. A dry run: it stores
nothing, and whether the unit owns the measure is for the caller to check.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.ask.finder import Judges
from bot.ask.script import simplified
from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.anaphora import with_anaphora
from bot.progress.dictated import flatten
from bot.progress.edges import EDGES, last_break, trimmed
from bot.progress.impression import impression
from bot.progress.manner import reports
from bot.progress.mentions import find_mentions
from bot.progress.model import DraftItem, Period, Status
from bot.progress.naming import Mention
from bot.progress.numbered import AMONG, THIS_CYCLE, Said, by_period, told_by_number, when
from bot.progress.percents import without_percent
from bot.progress.purpose import is_notice, is_previous, seeks_advice, wants_something
from bot.progress.segments import Told, told_by_topic
from bot.progress.sounds import sounds
from bot.progress.standing import understood
from bot.progress.topics import topics_of
from bot.progress.undecided import undecided
from bot.progress.wholes import (
    left_of_all,
    rest_before,
    rest_but,
    rest_of,
    said_of_others,
    says_nothing_else,
    without_count,
)
from bot.progress.wording import Reading, facts, nothing_new, only_planned, read, respectively, without_status

_EXCEPTED = re.compile(r"除(?:了|去|开)?\s*$|除(?:了|去|开)?\s*(?=第|措施|\d|[一二三四五六七八九十])")
_ONE_REMARK = 1500  # characters in which a message without a topic says how something stands
_ALL_AT_ONCE = 300  # characters of a remark on all that a unit owes, at most
_SHARED = 0.75  # what a fit to a measure that all units own counts
_BRIEF = 20  # characters of an answer that says nothing but how it stands
_LAST_CYCLE = re.compile("上[个一]?[月期周季]")
_BARE = 12  # characters of a message that says only how it stands
_SOUNDS_SURE = 0.3  # the same where it must tell of the one measure of a unit
_A_THING = 3  # characters before 没新情况 that may name one
_BARE_REPORT = 0.0  # how it must sound
_TALK = -0.3  # how a message sounds that tells nothing, whatever words are in it
_PLAIN_TALK = -1.0  # the same where it says of several, or nothing but, how numbered measures stand
_PLAIN = 5  # characters left of such words
_ANSWER = re.compile(r"没有?")  # to what was asked, and no report

_Items = dict[tuple[int | None, Period], "Item"]


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


def parse_report(text: str, plan: Plan, unit: str, judge: Judges | None = None) -> ParsedReport:
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
    message = _Message(text, flat, plan, unit, judge)
    mentions = find_mentions(without_count(flat, message.counts, message.owned.keys()), message.owned.keys())
    if mentions:
        parsed = _numbered(message, with_anaphora(flat, mentions))
        talk = _PLAIN_TALK if len(parsed.items) > 1 or _plain(flat, mentions) else _TALK
    elif (of_all := _of_all(message)) is not None:
        return of_all
    else:
        parsed = _by_topic(message)
        if parsed.items and not _says_only_how(flat):
            heard = sounds(flat, topics_of(plan), message.owned, judge)
            told = heard >= 0.0 or undecided(flat)
            return parsed if told else ParsedReport((), texts.NO_REPORT_FOUND)
        talk = _PLAIN_TALK
    if parsed.items and reports(flat) < talk and not undecided(flat):
        return ParsedReport((), texts.NO_REPORT_FOUND)
    return parsed


class _Message:
    """A message as it was typed and with plain signs, and what its sender's unit owes."""

    def __init__(self, text: str, flat: str, plan: Plan, unit: str, judge: Judges | None) -> None:
        self.text, self.flat, self.plan, self.judge = text, flat, plan, judge
        bound = plan.owned_by(unit)
        self.owned = {measure.number: 1.0 if by_name else _SHARED for measure, by_name in bound}
        self.named = [measure.number for measure, by_name in bound if by_name]
        self.counts = (len(self.owned), len(self.named))
        known = plan.by_unit.get(unit)
        self.names = (unit, known.full_name, *known.aliases) if known else (unit,)

    def told_by_topic(self, end: int | None) -> list[Told]:
        """What the message tells up to there of measures that it does not number."""
        return told_by_topic(self.flat[:end], topics_of(self.plan), self.owned, self.judge)

    def has_topic(self, words: str) -> bool:
        """Whether words are clearly about one of the unit's measures."""
        topic = topics_of(self.plan).of(words, self.owned, self.judge)
        return topic is not None and (topic.known or topic.clear)


def _plain(flat: str, mentions: Sequence[Mention]) -> bool:
    """Whether little stands beside the measures named and how they stand."""
    ends = [*(mention.start for mention in mentions[1:]), len(flat)]
    said = [flat[m.end : end] for m, end in zip(mentions, ends, strict=True)]
    return all(_says_only_how(words) for words in (flat[: mentions[0].start], *said))


def _says_only_how(words: str) -> bool:
    """Whether words say hardly anything but how something stands."""
    return len(without_status(without_percent(words)).strip(EDGES)) <= _PLAIN


def _numbered(message: _Message, mentions: Sequence[Mention]) -> ParsedReport:
    flat, plan = message.flat, message.plan
    opening = flat[: mentions[0].start]
    before = is_previous(opening)
    told, rests, but = flat, list[tuple[int, int]](), rest_but(flat)
    if any(mention.others for mention in mentions):
        but = None
    items: _Items = {}
    if but is not None and any(but[0] <= mention.start < but[1] for mention in mentions):
        _, begin, end = but
        rests.append((begin, end))
        told = f"{flat[:begin]}{'。' * (end - begin)}{flat[end:]}"
    elif (first := rest_before(opening) or _nothing_before(opening)) is not None:
        rests.append((0, first))
    elif (front := _front(message, mentions)) is not None:
        told = f"{'。' * front}{flat[front:]}"
        for stretch in message.told_by_topic(front):
            _add_told(items, message, stretch, before=before)
    apart = _EXCEPTED.search(flat, 0, mentions[-1].start) is not None
    if (rest := rest_of(told, mentions[-1].end, excepted=apart)) is not None:
        rests.append((rest, len(flat)))
        told = told[:rest]
    since = 0
    for said in told_by_number(told, mentions, sure=bool(rests)):
        floor, since = since, said.end
        before = before and not THIS_CYCLE.search(flat, len(opening), said.start)
        for start, end, period, reading in by_period(told, said, before=before, floor=floor):
            words = message.text[start:end]
            each = respectively(flat[start:end], len(said.numbers)) or (reading,) * len(said.numbers)
            for number, one in zip(said.numbers, each, strict=True):
                if number in plan.by_number and one.status is not None:
                    _add(items, Item(number, one.status, one.percent, words, period))
    for begin, end in rests:
        period = when(before if begin else is_previous(flat[:end]))
        _add_rest(items, message.text[:end], flat[:end], begin, period)
    among = [number for m in mentions[:-1] if AMONG.match(flat, m.end) for number in m.numbers]
    for key in [key for key in items if key[0] is None and among]:
        rest_item = items.pop(key)  # of a list that is named, and not of all that the unit owes
        for number in among:
            items.setdefault((number, key[1]), replace(rest_item, measure=number))
    unknown = tuple(n for mention in mentions for n in mention.numbers if n not in plan.by_number)
    parsed = _parsed(items, plan, unknown=unknown)
    named = {item.measure for item in parsed.items}
    left_out = [m.numbers for m in mentions if but is not None and but[0] <= m.start < but[1]]
    return replace(parsed, excepted=tuple(n for numbers in left_out for n in numbers if n not in named))


def _nothing_before(opening: str) -> int | None:
    """Where a remark ends, before the first number, that nothing is new in all that the unit owes."""
    end = last_break(opening, 0, len(opening)) + 1
    words = opening[:end]
    said = bool(end) and nothing_new(words) is not None and _LAST_CYCLE.search(words) is None
    return end if said and left_of_all(words) == "" else None


def _front(message: _Message, mentions: Sequence[Mention]) -> int | None:
    """Where the words end that tell, before the first number, of other measures than those numbered.

    None where they lead to it (应急演练12场，第8条正常推进), or tell of nothing.
    """
    flat = message.flat
    end = max(last_break(flat, 0, mentions[0].start), flat.rfind(" ", 0, mentions[0].start)) + 1
    told = message.told_by_topic(end) if end else []
    numbered = {number for mention in mentions for number in mention.numbers}
    apart = all(
        stretch.known
        and (stretch.reading.said or facts(flat[stretch.start : stretch.end]))
        and message.owned.keys() >= set(stretch.measures)
        and not numbered & {*stretch.measures, *stretch.rivals}
        for stretch in told
    )
    return end if told and apart else None


def _of_all(message: _Message) -> ParsedReport | None:
    """A message that speaks of all that the unit owes; None if it does not."""
    start, end = trimmed(message.flat, 0, len(message.flat))
    words = message.flat[start:end]
    if end - start > _ALL_AT_ONCE or _ANSWER.fullmatch(words):
        return None
    reading = understood(words)
    if reading.status is None or not reading.said:
        return None
    left = left_of_all(words, message.names, message.counts)
    if left is None and len(message.named) == 1 and _bare(message, words):
        return _one(message, message.named[0], reading)
    nil = nothing_new(words)
    before = words[: nil.start()] if nil and left and len(left) >= _A_THING else ""
    if left is None or (left and (message.has_topic(left) or message.has_topic(before))):
        return None
    period = when(is_previous(message.flat))
    item = Item(None, reading.status, reading.percent, message.text[start:end], period)
    return _parsed({(None, period): item}, message.plan)


def _bare(message: _Message, words: str) -> bool:
    """Whether a few words say how something stands and name no thing."""
    if len(words) > _BARE or reports(words) < _BARE_REPORT:
        return False
    return says_nothing_else(words) or not (read(words).said or message.has_topic(words))


def _by_topic(message: _Message) -> ParsedReport:
    """A message whose words tell the measures; those of a unit named in one only need not."""
    flat = message.flat
    items: _Items = {}
    doubts: list[Doubt] = []
    previous = is_previous(flat)
    mixed = previous and THIS_CYCLE.search(flat) is not None
    rest = rest_of(flat, 0, excepted=False)
    place = 0
    for told in message.told_by_topic(rest):
        if mixed:
            since = flat[place : told.end]
            previous = is_previous(since) or (place > 0 and previous and not THIS_CYCLE.search(since))
        place = told.end
        _add_told(items, message, told, before=previous)
        if told.rivals:
            doubts.append(Doubt(told.measures[0], told.rivals))
    if items:
        if rest is not None:
            _add_rest(items, message.text, flat, rest, when(previous))
        return _parsed(items, message.plan, doubts=doubts)
    if seen := impression(flat, topics_of(message.plan), message.owned, message.judge):
        measure, rivals, reading = seen
        parsed = _one(message, measure, reading)
        return replace(parsed, doubts=(Doubt(measure, rivals),)) if rivals else parsed
    reading = understood(flat[:_ONE_REMARK])
    status = reading.status
    if len(message.named) == 1 and status is not None and _answers(flat, reading):
        return _one(message, message.named[0], reading)
    return ParsedReport((), texts.WHICH_MEASURE if reading.said else texts.NO_REPORT_FOUND)


def _one(message: _Message, measure: int, reading: Reading) -> ParsedReport:
    """A message that tells of one measure from end to end."""
    start, end = trimmed(message.flat, 0, len(message.flat))
    period = when(is_previous(message.flat))
    status = reading.status or Status.IN_PROGRESS
    item = Item(measure, status, reading.percent, message.text[start:end], period)
    return _parsed({(measure, period): item}, message.plan)


def _answers(flat: str, reading: Reading) -> bool:
    """Whether words that name no topic tell how the one measure of a unit stands."""
    if not reading.said and wants_something(flat):
        return False
    told = reading.status is not Status.IN_PROGRESS or reading.percent is not None
    told = told or (reading.said and reports(flat) >= _SOUNDS_SURE)
    brief = told and len(flat) <= _BRIEF and not only_planned(flat)
    return brief or facts(flat)


def _add_told(items: _Items, message: _Message, told: Told, *, before: bool) -> None:
    """Keep what a stretch tells of measures that it does not number."""
    said = Said(told.measures, told.start, told.end, told.reading)
    for start, end, period, reading in by_period(message.flat, said, before=before):
        for measure in told.measures:
            if reading.status is not None:
                words = message.text[start:end]
                _add(items, Item(measure, reading.status, reading.percent, words, period))


def _add_rest(items: _Items, text: str, flat: str, rest: int, period: Period) -> None:
    """Keep what a message says, from there on, of all that it has not named."""
    others = read(said_of_others(flat[rest:]))
    if others.status is not None:
        start, end = trimmed(flat, rest, len(flat))
        _add(items, Item(None, others.status, others.percent, text[start:end], period))


def _add(items: _Items, item: Item) -> None:
    """Keep an item; a second remark on the same measure joins the first, and its word counts."""
    earlier = items.pop((item.measure, item.period), None)
    if earlier is not None:
        item = replace(item, text=texts.SAME_MEASURE.join((earlier.text, item.text)))
    items[item.measure, item.period] = item


def _parsed(
    items: _Items,
    plan: Plan,
    *,
    unknown: tuple[int, ...] = (),
    doubts: Iterable[Doubt] = (),
) -> ParsedReport:
    found = tuple(items.values())
    told = [texts.parsed(i.measure, i.status, i.percent, i.text) for i in found]
    message = texts.parsed_report(told, unknown, len(plan.measures))
    return ParsedReport(found, message, tuple(doubts))


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
