"""What every stage that is reached has to say to whom at a moment, told already or not."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.progress.dues import asked_cycles, dues_at, missed, unanswered
from bot.progress.ledger import Ledger
from bot.progress.model import Cadence, Cycle, Due
from bot.records import Reader
from bot.reminders.model import Line, Terms
from bot.reminders.stages import Audience, Condition, Stage, Window, windows
from bot.roster.model import Role, Seat
from bot.roster.seats import members
from bot.roster.texts import OFFICE_NAME


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a line is for. An empty seat has neither person nor name, and a place of its own."""

    person: int | None
    name: str | None
    place: str = ""


Addressed = tuple[Recipient, Line]

_ANSWER = (Role.LIAISON, Role.STAND_IN)


class Lines:
    """One plan at one moment. With ``units`` only what is about these is computed."""

    def __init__(
        self,
        reader: Reader,
        terms: Terms,
        now: datetime,
        *,
        office: Collection[int],
        units: Collection[str] | None = None,
    ) -> None:
        """Read who owes what. ``office`` are the ids that the settings make the office."""
        plan, rules, calendar = terms.plan, terms.rules, terms.calendar
        self._terms, self._now = terms, now
        ledger = Ledger(reader, plan, units=units)
        paused = rules.paused(now.date()) is not None
        self._missing: dict[Condition, dict[str, list[Due]]] = (
            {}
            if paused
            else {
                Condition.OWED: _by_unit(
                    unanswered(ledger, dues_at(plan, rules, calendar, now, units=units))
                ),
                Condition.OVERDUE: _by_unit(missed(ledger, rules, calendar, now, units=units)),
            }
        )
        self._cycles = asked_cycles(plan, rules, calendar, now)
        self._reached: dict[tuple[Stage, ...], list[Window]] = {}
        seats = _seats(reader, terms, units)
        names = {seat.person: seat.name for seat in seats}
        clerks = [seat.person for seat in seats if seat.role is Role.OFFICE]
        self._office = [Recipient(p, names.get(p, OFFICE_NAME)) for p in dict.fromkeys([*clerks, *office])]
        by_role: dict[tuple[str, Role], list[Recipient]] = defaultdict(list)
        for seat in seats:
            if seat.gives(now.date()):
                by_role[seat.unit, seat.role].append(Recipient(seat.person, seat.name))
        self._by_role = by_role
        served = Counter(
            one.person for (unit, role), held in by_role.items() if role in _ANSWER for one in held
        )
        self._several = {person for person, units in served.items() if units > 1}

    def all(self) -> Iterator[Addressed]:
        """Every line with its recipient; units in institutional order, an empty seat with nobody."""
        yield from self.to_units()
        yield from self.to_office()

    def to_units(self) -> Iterator[Addressed]:
        """What the units' own people are asked."""
        stages = self._terms.stages
        for unit in self._owing():
            people = self._sitting(unit) or [Recipient(None, None, unit)]
            for line in self._of(unit, stages.of_unit(self._terms.plan.id, unit)):
                for recipient in people:
                    yield recipient, replace(line, named=True) if recipient.person in self._several else line

    def to_office(self) -> Iterator[Addressed]:
        """The office's list."""
        stages = self._terms.stages.of_office(self._terms.plan.id)
        people = self._office or [Recipient(None, None)]
        for unit in self._owing():
            for line in self._of(unit, stages):
                for recipient in people:
                    yield recipient, line

    def _owing(self) -> list[str]:
        owing = {unit for by_unit in self._missing.values() for unit in by_unit}
        return sorted(owing, key=self._terms.plan.place_of.__getitem__)

    def _sitting(self, unit: str) -> list[Recipient]:
        """Who answers for a unit (bot.roster.handing.answering): its stand-ins, else its liaisons."""
        return self._by_role.get((unit, Role.STAND_IN)) or self._by_role.get((unit, Role.LIAISON), [])

    def _of(self, unit: str, stages: tuple[Stage, ...]) -> Iterator[Line]:
        """A unit's lines at the latest stage of every cadence."""
        plan = self._terms.plan
        for window in self._latest(stages):
            by_deadline: dict[Cycle, list[int]] = {}
            for due in self._missing[window.stage.condition].get(unit, ()):
                if due.cycle.id == window.cycle.id:
                    by_deadline.setdefault(due.cycle, []).append(due.obligation.measure)
            for cycle, numbers in by_deadline.items():
                own = window if cycle == window.cycle else self._extended(cycle, stages)
                if own is not None:
                    yield Line(
                        plan=plan.id,
                        stage=own.stage,
                        cycle=window.cycle,
                        deadline=own.deadline,
                        unit=unit,
                        measures=tuple(sorted(numbers)),
                        seated=bool(self._sitting(unit)),
                        judicial=plan.by_unit[unit].judicial,
                    )

    def _extended(self, cycle: Cycle, stages: tuple[Stage, ...]) -> Window | None:
        """The latest stage after a deadline of its own; before that, what was extended is left in peace."""
        late = [stage for stage in stages if stage.condition is Condition.OVERDUE]
        return next(iter(reached([cycle], late, self._terms, self._now)), None)

    def _latest(self, stages: tuple[Stage, ...]) -> list[Window]:
        if stages not in self._reached:
            self._reached[stages] = reached(self._cycles, stages, self._terms, self._now)
        return self._reached[stages]


def reached(cycles: Collection[Cycle], stages: Iterable[Stage], terms: Terms, now: datetime) -> list[Window]:
    """For every cadence the latest of the stages reached by now, if it is still worth telling."""
    stages = tuple(stages)
    found = []
    for cadence in Cadence:
        past = [
            window
            for cycle in cycles
            if cycle.cadence is cadence
            for window in windows(cycle, stages, terms.calendar)
            if window.opens <= now
        ]
        latest = max(past, key=lambda window: (window.opens, window.deadline), default=None)
        if latest is not None and latest.stands(now):
            found.append(latest)
    return found


def urgency(place_of: Callable[[Line], int]) -> Callable[[Line], tuple[bool, bool, datetime, str, bool, int]]:
    """Sorts lines: own units before the list of others, overdue first, then by deadline, plan and place."""

    def rank(line: Line) -> tuple[bool, bool, datetime, str, bool, int]:
        listing = line.stage.audience is Audience.OFFICE
        owed = line.stage.condition is Condition.OWED
        return listing, owed, line.deadline, line.plan, line.judicial and not listing, place_of(line)

    return rank


def _seats(reader: Reader, terms: Terms, units: Collection[str] | None) -> list[Seat]:
    """Who sits now: everywhere, or in these units."""
    if units is None:
        return [seat for unit in members(reader, terms.plan) for seat in unit.seats]
    found = [seat for unit in units for seat in reader.find(Seat, plan=terms.plan.id, unit=unit)]
    return [seat for seat in found if seat.removed_at is None]


def _by_unit(dues: Iterable[Due]) -> dict[str, list[Due]]:
    found: dict[str, list[Due]] = {}
    for due in dues:
        found.setdefault(due.obligation.unit, []).append(due)
    return found
