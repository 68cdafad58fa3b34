"""Reporting cycles: which one a day lies in, when it is due, and what people call it.

A cycle's id says its span (``2022-07``, ``2022-Q3``, ``2022-W29`` by ISO week), so that a stored report
never depends on settings that were changed since.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.clock import SHANGHAI
from bot.patterns import late
from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.calendar import WorkCalendar
from bot.progress.choices import CadenceChoice, Pause, Scope
from bot.progress.model import Cadence, Cycle, Obligation
from bot.records import Reader
from bot.refusal import Refused

_DAY = timedelta(days=1)
_ID = late(r"(\d{4})-(?:(\d{2})|Q([1-4])|W(\d{2}))", re.ASCII)


_NARROWEST_FIRST = (Scope.MEASURE, Scope.SECTION, Scope.PLAN)


@dataclass(frozen=True, slots=True)
class CadenceRules:
    """How often what is owed, and by when.

    ``choices`` are the office's decisions, oldest first. On any day a measure's own choice comes before its
    section's, that before one for the whole plan, and all before the defaults for obligations by name and
    through 各成员单位 only; of two choices of the same reach the later one counts. In one of the ``pauses``
    nothing is asked.
    """

    named: Cadence = Cadence.MONTHLY
    through_all_members: Cadence = Cadence.QUARTERLY
    choices: tuple[CadenceChoice, ...] = ()
    pauses: tuple[Pause, ...] = ()
    deadline_day: int = 25
    deadline_time: time = time(10, 0)

    def cadence_of(self, plan: Plan, obligation: Obligation, day: date) -> Cadence:
        """How often this obligation asks for a report, as of that day."""
        chosen = {
            choice.scope: choice.cadence
            for choice in self.choices
            if choice.covers(day) and _reaches(plan, choice, obligation)
        }
        own = next((chosen[scope] for scope in _NARROWEST_FIRST if chosen.get(scope)), None)
        return own or self._default(obligation)

    def pace_of(self, plan: Plan, obligation: Obligation) -> tuple[Cadence, tuple[int, ...]]:
        """All that decides when an obligation is asked: those of one pace are asked in the same cycles."""
        reaching = (n for n, choice in enumerate(self.choices) if _reaches(plan, choice, obligation))
        return self._default(obligation), tuple(reaching)

    def cadences_of(self, plan: Plan, obligation: Obligation) -> frozenset[Cadence]:
        """Every cadence that the obligation has on any day."""
        chosen = {c.cadence for c in self.choices if c.cadence and _reaches(plan, c, obligation)}
        return frozenset({self._default(obligation), *chosen})

    def asks(self, plan: Plan, obligation: Obligation, cycle: Cycle) -> bool:
        """Whether a cycle asks this obligation for a report.

        It does where it has a deadline, not before the plan's date nor in a pause, and the cadence in force
        on that day is the cycle's own: when the cadence changes, whatever is due by then is still due, and
        nothing twice.
        """
        if cycle.deadline is None or cycle.deadline.date() < date.fromisoformat(plan.issued_on):
            return False
        day = cycle.deadline.date()
        return self.paused(day) is None and self.cadence_of(plan, obligation, day) is cycle.cadence

    def paused(self, day: date) -> Pause | None:
        """The pause that a day lies in."""
        return next((one for one in self.pauses if one.covers(day)), None)

    def _default(self, obligation: Obligation) -> Cadence:
        return self.named if obligation.named else self.through_all_members


def _reaches(plan: Plan, choice: CadenceChoice, obligation: Obligation) -> bool:
    """Whether a choice is about an obligation, on whatever day."""
    match choice.scope:
        case Scope.MEASURE:
            return choice.number == obligation.measure
        case Scope.SECTION:
            return choice.number == plan.by_number[obligation.measure].section
        case Scope.PLAN:
            return True


def rules_in_force(reader: Reader, plan: Plan, defaults: CadenceRules) -> CadenceRules:
    """The rules that the settings give, with what the office has chosen since."""
    return replace(
        defaults,
        choices=tuple(reader.find(CadenceChoice, plan=plan.id)),
        pauses=tuple(reader.find(Pause, plan=plan.id)),
    )


class CycleUnknown(Refused):
    """A text that is no cycle's id."""


def cycle_id(cadence: Cadence, day: date) -> str:
    """The id of the cycle of that cadence which holds the day."""
    match cadence:
        case Cadence.WEEKLY:
            week = day.isocalendar()
            return f"{week.year:04}-W{week.week:02}"
        case Cadence.MONTHLY:
            return f"{day.year:04}-{day.month:02}"
        case Cadence.QUARTERLY:
            return f"{day.year:04}-Q{(day.month + 2) // 3}"


@lru_cache(maxsize=1024)
def cycle_span(cycle: str) -> tuple[Cadence, date, date]:
    """The cadence, first and last day that an id stands for. Raises CycleUnknown."""
    found = _ID.fullmatch(cycle)
    if found is None:
        raise CycleUnknown(texts.cycle_unknown(cycle))
    year, month, quarter, week = (int(part) if part else 0 for part in found.groups())
    try:
        if found[4]:
            monday = date.fromisocalendar(year, week, 1)
            return Cadence.WEEKLY, monday, monday + timedelta(days=6)
        if found[3]:
            return Cadence.QUARTERLY, date(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter)
        return Cadence.MONTHLY, date(year, month, 1), _month_end(year, month)
    except (ValueError, OverflowError) as error:
        raise CycleUnknown(texts.cycle_unknown(cycle)) from error


def cycle_by_id(cycle: str, calendar: WorkCalendar, rules: CadenceRules) -> Cycle:
    """The cycle of that id with its deadline. Raises CycleUnknown."""
    return _cycle(cycle, calendar, rules.deadline_day, rules.deadline_time)


@lru_cache(maxsize=4096)
def _cycle(cycle: str, calendar: WorkCalendar, deadline_day: int, deadline_time: time) -> Cycle:
    """The cycle; a calendar never changes, so that a year of looks works each out once."""
    cadence, first, last = cycle_span(cycle)
    day = _deadline_day(cadence, first, last, calendar, deadline_day)
    deadline = datetime.combine(day, deadline_time, SHANGHAI) if day is not None else None
    provisional = calendar.provisional(first.year) or calendar.provisional(last.year)
    return Cycle(cycle, cadence, first, last, deadline, provisional=provisional)


def cycle_of(cadence: Cadence, day: date, calendar: WorkCalendar, rules: CadenceRules) -> Cycle:
    """The cycle of that cadence which holds the day."""
    return cycle_by_id(cycle_id(cadence, day), calendar, rules)


def previous_cycle(cycle: Cycle, calendar: WorkCalendar, rules: CadenceRules) -> Cycle:
    """The cycle that ends the day before this one begins."""
    return cycle_of(cycle.cadence, cycle.first - _DAY, calendar, rules)


def next_cycle(cycle: Cycle, calendar: WorkCalendar, rules: CadenceRules) -> Cycle:
    """The cycle that begins the day after this one ends."""
    return cycle_of(cycle.cadence, cycle.last + _DAY, calendar, rules)


def cycles_back(cadence: Cadence, day: date, calendar: WorkCalendar, rules: CadenceRules) -> Iterator[Cycle]:
    """The cycle that holds the day, then the one before it, and so on for ever."""
    cycle = cycle_of(cadence, day, calendar, rules)
    while True:
        yield cycle
        cycle = previous_cycle(cycle, calendar, rules)


def asked_between(
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    obligation: Obligation,
    *,
    first: date,
    last: date,
) -> list[Cycle]:
    """The cycles that ask the obligation for a report by a day from ``first`` to ``last``, by deadline."""
    found = []
    for cadence in rules.cadences_of(plan, obligation):
        cycle = cycle_of(cadence, first, calendar, rules)
        while cycle.first <= last:
            if cycle.deadline is not None and first <= cycle.deadline.date() <= last:
                found.append(cycle)
            cycle = next_cycle(cycle, calendar, rules)
    asking = [cycle for cycle in found if rules.asks(plan, obligation, cycle)]
    return sorted(asking, key=lambda cycle: (cycle.deadline, cycle.id))


def cycle_label(cycle: Cycle, today: date | None = None) -> str:
    """A cycle as people say it: 7月, 三季度, 7月18日—24日; with its year if ``today`` lies in another."""
    first, last = cycle.first, cycle.last
    match cycle.cadence:
        case Cadence.MONTHLY:
            label = f"{first.month}月"
        case Cadence.QUARTERLY:
            label = f"{'一二三四'[(first.month - 1) // 3]}季度"
        case Cadence.WEEKLY:
            end = f"{last.day}日" if last.month == first.month else f"{last.month}月{last.day}日"
            label = f"{first.month}月{first.day}日—{end}"
    if today is not None and today.year not in (first.year, last.year):
        label = f"{first.year}年{label}"
    return label


def deadline_label(deadline: datetime) -> str:
    """A deadline as people say it: 7月25日（周一）10时, with minutes if it has any."""
    minutes = f"{deadline.minute}分" if deadline.minute else ""
    weekday = "一二三四五六日"[deadline.weekday()]
    return f"{deadline.month}月{deadline.day}日（周{weekday}）{deadline.hour}时{minutes}"


def due_label(cycle: Cycle) -> str:
    """A cycle's deadline as people say it, with a mark where it may still move; empty where it has none."""
    mark = texts.TENTATIVE if cycle.provisional else ""
    return f"{deadline_label(cycle.deadline)}{mark}" if cycle.deadline else ""


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - _DAY


def _deadline_day(
    cadence: Cadence, first: date, last: date, calendar: WorkCalendar, deadline_day: int
) -> date | None:
    """The nominal day, or the working day before it; the first one after it if the cycle has none before."""
    nominal = last
    if cadence is not Cadence.WEEKLY:
        nominal = min(last, last.replace(day=1) + timedelta(days=deadline_day - 1))
    day = max(calendar.workdays(first, nominal), default=None)
    return day if day is not None else min(calendar.workdays(nominal + _DAY, last), default=None)
