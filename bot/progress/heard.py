"""A message that is being read: who sent it, and what it was heard to say of each measure so far."""

from collections.abc import Iterable
from dataclasses import replace

from bot.ask.finder import Judges
from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.edges import trimmed
from bot.progress.model import Period
from bot.progress.numbered import by_period
from bot.progress.parsed import Doubt, Item, ParsedReport
from bot.progress.segments import Told, told_by_topic
from bot.progress.together import Said
from bot.progress.topics import topics_of
from bot.progress.wholes import said_of_others
from bot.progress.wording import read

_SHARED = 0.75  # what a fit to a measure that all units own counts

Items = dict[tuple[int | None, Period], Item]


class Message:
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
        told = told_by_topic(self.flat[:end], topics_of(self.plan), self.owned, self.judge)
        for stretch in told if len(self.named) == 1 else ():
            if self.owned.keys().isdisjoint(stretch.measures):
                stretch.measures = (self.named[0],)  # what a unit tells of is its own
        return told

    def has_topic(self, words: str) -> bool:
        """Whether words are clearly about one of the unit's measures."""
        topic = topics_of(self.plan).of(words, self.owned, self.judge)
        return topic is not None and (topic.known or topic.clear)


def add_told(items: Items, message: Message, told: Told, *, before: bool) -> None:
    """Keep what a stretch tells of measures that it does not number."""
    said = Said(told.measures, told.start, told.end, told.reading)
    for start, end, period, reading in by_period(message.flat, said, before=before):
        for measure in told.measures:
            if reading.status is not None:
                words = message.text[start:end]
                add(items, Item(measure, reading.status, reading.percent, words, period))


def add_rest(items: Items, text: str, flat: str, rest: int, period: Period) -> None:
    """Keep what a message says, from there on, of all that it has not named."""
    others = read(said_of_others(flat[rest:]))
    if others.status is not None:
        start, end = trimmed(flat, rest, len(flat))
        add(items, Item(None, others.status, others.percent, text[start:end], period))


def add(items: Items, item: Item) -> None:
    """Keep an item; a second remark on the same measure joins the first, and its word counts."""
    earlier = items.pop((item.measure, item.period), None)
    if earlier is not None:
        item = replace(item, text=texts.SAME_MEASURE.join((earlier.text, item.text)))
    items[item.measure, item.period] = item


def as_report(
    items: Items,
    plan: Plan,
    *,
    unknown: tuple[int, ...] = (),
    doubts: Iterable[Doubt] = (),
) -> ParsedReport:
    """What was heard, with the sentence to its sender."""
    found = tuple(items.values())
    told = [texts.parsed(i.measure, i.status, i.percent, i.text) for i in found]
    message = texts.parsed_report(told, unknown, len(plan.measures))
    return ParsedReport(found, message, tuple(doubts))
