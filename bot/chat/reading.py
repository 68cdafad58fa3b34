"""What a liaison's words are read against, and for which of their units."""

import re
from dataclasses import dataclass, replace

from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.plan.model import Plan
from bot.progress import texts as progress_texts
from bot.progress.answers import without_ending
from bot.progress.corrections import numbers_in, wants_same
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground, read_items
from bot.progress.dues import owed
from bot.progress.freetext import parse_report
from bot.progress.ledger import Ledger
from bot.progress.mentions import find_mentions
from bot.progress.model import Cadence, DraftItem, Obligation
from bot.progress.sent import missed_before, same_as_before, with_earlier_words
from bot.progress.sounding import sounding
from bot.progress.undecided import undecided

_NUMBERED = re.compile(r"第?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[条项、和，,]")
_END = ("那边", "这边", "那头", "这头")  # after a name that is an everyday word: 工会那边
_QUICK = 200  # characters that are read in a few milliseconds; longer words leave the loop free


@dataclass(frozen=True, slots=True)
class Read:
    """What words report: items for each unit they may be meant for, none where they are no report.

    ``which_measure``: they tell how something stands, and not what. ``everything``: they speak of all that a
    unit owes. ``unknown`` are numbers named as measures that the plan does not have; ``missing``, measures
    to be reported as last time of which there is no last time.
    """

    by_unit: dict[str, list[DraftItem]]
    which_measure: bool = False
    everything: bool = False
    unknown: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()


class Reading:
    """Reads words against the plan and the record as they stand."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look things up."""
        self._services = services

    def ground(self) -> Ground:
        """The plan, what is owed at this moment, and how words find a measure or a unit."""
        s, now = self._services, self._services.clock()

        def found(words: str) -> list[int]:
            answer = s.asker.ask(words)
            if answer.kind not in {"measure", "unit_topic"}:
                return []
            numbers = [each.number for each in answer.measures]
            return numbers[:1] if answer.confident else numbers

        def unit(words: str) -> str | None:
            resolved = s.directory.resolve(words)
            return resolved.name if resolved else None

        def cadence(unit: str, number: int) -> Cadence:
            named = any(m.number == number and by_name for m, by_name in s.plan.owned_by(unit))
            return s.rules.cadence_of(s.plan, Obligation(number, unit, named), now.date())

        return Ground(
            s.plan, now.date(), self.owed_numbers, self.missed_numbers, found, unit, s.asker.judge, cadence
        )

    def owed_numbers(self, unit: str) -> list[int]:
        """The measures that the open cycles still wait for, of one unit."""
        s = self._services
        waiting = owed(s.store.read, s.plan, s.rules, s.calendar, s.clock(), units=[unit])
        return [due.obligation.measure for due in waiting]

    def missed_numbers(self, unit: str) -> list[int]:
        """The measures that the cycles before the open ones still wait for, of one unit."""
        s = self._services
        ledger = Ledger(s.store.read, s.plan, units=[unit])
        return [due.obligation.measure for due in missed_before(ledger, s.rules, s.calendar, s.clock(), unit)]

    async def read(self, turn: Turn, words: str) -> Read:
        """What the words report for the units of who typed them; read once in a turn."""
        if words in turn.read:
            return turn.read[words]
        own = self._services.actor(turn.person).own_units
        message = turn.message.message_id if turn.message else None
        short = len(words) <= _QUICK
        found = await self._services.understand(lambda: self._read(words, own, message), short=short)
        turn.read[words] = found
        return found

    def replied(self, turn: Turn, units: tuple[str, ...]) -> list[int]:
        """The units' measures that the bot's message names to which this one is a reply."""
        answered = turn.message.reply_to_message if turn.message else None
        if answered is None or answered.from_user is None or answered.from_user.id != turn.bot.id:
            return []
        flat = flatten(answered.text or answered.caption or "")
        named = (number for mention in find_mentions(flat, ()) for number in mention.numbers)
        bound = {measure.number for unit in units for measure, _ in self._services.plan.owned_by(unit)}
        return [number for number in dict.fromkeys(named) if number in bound]

    def _read(self, words: str, own: tuple[str, ...], message: int | None) -> Read:
        s = self._services
        if numbers_in(words):
            return Read({}, unknown=_unknown(words, s.plan))  # 6条 names it, and tells nothing
        named = {mention.unit.name for mention in s.directory.find(words)} & set(own)
        named |= {
            unit
            for unit in own
            if any(f"{name}{end}" in words for name in _names(s.plan, unit) for end in _END)
        }
        units = [unit for unit in own if unit in named or not named]
        same = self._same(words, units)
        if same is not None:
            return same
        ground, ledger = self.ground(), Ledger(s.store.read, s.plan, units=own)
        words = without_ending(self._without_unit(words, units))
        parsed = {unit: parse_report(words, s.plan, unit, ground.judge) for unit in units}
        by_unit = {
            unit: with_earlier_words(read_items(words, report, unit, ground, message), ledger, unit)
            for unit, report in parsed.items()
            if report.items
        }
        if not by_unit:
            sounds = {unit: sounding(words, ground.bound(unit), message) for unit in units}
            by_unit = {unit: items for unit, items in sounds.items() if items}
        if undecided(flatten(words)):
            by_unit = {unit: _open(items) for unit, items in by_unit.items()}
        everything = any(item.measure is None for report in parsed.values() for item in report.items)
        if everything:
            owing = {unit: items for unit, items in by_unit.items() if items}
            by_unit = owing or dict(list(by_unit.items())[:1])
        asked = any(report.message == progress_texts.WHICH_MEASURE for report in parsed.values())
        return Read(by_unit, asked and not by_unit, everything, _unknown(words, s.plan))

    def _without_unit(self, words: str, units: list[str]) -> str:
        """The words without the name of the one unit before the number that they begin with (科协9条)."""
        first = next(iter(self._services.directory.find(words)), None)
        if first is None or first.start or [first.unit.name] != units:
            return words
        rest = words[first.end :].lstrip("的 ：:，,")
        return rest if _NUMBERED.match(rest) else words

    def _same(self, words: str, units: list[str]) -> Read | None:
        """The report of last time once more, where the words ask for it."""
        s = self._services
        by_unit: dict[str, list[DraftItem]] = {}
        missing: list[int] = []
        for unit in units:
            numbers = wants_same(words, [measure.number for measure, _ in s.plan.owned_by(unit)])
            if numbers is None:
                return None
            ledger = Ledger(s.store.read, s.plan, units=[unit])
            every = self.ground().within_span(words, unit, self.owed_numbers(unit))
            items, unsaid = same_as_before(ledger, s.plan, unit, numbers or every)
            if items:
                by_unit[unit] = items
            missing += unsaid
        return Read(by_unit, everything=bool(by_unit), missing=tuple(dict.fromkeys(missing)))


def _names(plan: Plan, unit: str) -> tuple[str, ...]:
    return plan.by_unit[unit].aliases if unit in plan.by_unit else ()


def _open(items: list[DraftItem]) -> list[DraftItem]:
    """The one item with its status left to be asked, as who tells of it does not know."""
    if len(items) != 1 or items[0].percent is not None:
        return items
    return [replace(items[0], status=None, maybe_part=False)]


def _unknown(words: str, plan: Plan) -> tuple[int, ...]:
    named = (number for mention in find_mentions(flatten(words), ()) for number in mention.numbers)
    return tuple(number for number in dict.fromkeys(named) if number not in plan.by_number)
