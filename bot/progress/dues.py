"""What is owed: every (unit, measure) of the plan, and which of them ask for a report at a moment.

*Owed* is what the cycles open now still wait for. *Overdue* looks at the newest cycle of each obligation
whose deadline has passed, be it the open one or, until the open one's deadline comes, the one before: a
missed report stays overdue over the turn of the month, and is asked for once, never in a growing pile.
A report for that cycle, or for one that begins later, settles it. What the office closed (销号) owes
nothing until it is reopened, and an extension (延期) moves the deadline of its one due.

What an obligation is asked in a cycle is decided by the cadence in force on the day of the deadline, so
that after a change of cadence what is due by then is still due, and nothing is asked twice.

A plan asks nothing for the time before it was issued: the first cycle is the one that holds its date,
unless that cycle's deadline had passed by then.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import TypeVar

from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules, cycle_of, cycle_span, cycles_back
from bot.progress.calendar import WorkCalendar
from bot.progress.ledger import Ledger
from bot.progress.model import Cadence, Cycle, Due, Obligation
from bot.records import Reader

T = TypeVar("T")


def obligations(plan: Plan) -> list[Obligation]:
    """Every (unit, measure) of the plan: by measure, then in institutional order; the office's own too."""
    return [
        Obligation(measure.number, unit.name, named)
        for measure in plan.measures
        for unit, named in plan.owners(measure)
    ]


def chased(plan: Plan, units: Collection[str] | None = None) -> list[Obligation]:
    """The obligations that reports are asked for: the office does not chase itself."""
    if units is None:
        return [o for o in obligations(plan) if not plan.by_unit[o.unit].office]
    own = [unit for unit in plan.units if unit.name in units and not unit.office]
    found = [Obligation(m.number, unit.name, named) for unit in own for m, named in plan.owned_by(unit.name)]
    return sorted(found, key=lambda obligation: obligation.measure)


def dues_at(
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    moment: datetime,
    *,
    units: Collection[str] | None = None,
) -> list[Due]:
    """All that the cycles open at that moment ask for, answered or not; of these units or of all."""
    open_now = {cadence: cycle_of(cadence, moment.date(), calendar, rules) for cadence in Cadence}

    def cycle(obligation: Obligation) -> Cycle | None:
        here = open_now[rules.cadence_of(plan, obligation, moment.date())]
        return here if rules.asks(plan, obligation, here) else None

    return _dues(plan, rules, chased(plan, units), cycle)


def owed(
    reader: Reader,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    moment: datetime,
    *,
    units: Collection[str] | None = None,
) -> list[Due]:
    """What the open cycles still wait for, of these units or of all (printed names)."""
    ledger = Ledger(reader, plan, units=units)
    return unanswered(ledger, dues_at(plan, rules, calendar, moment, units=units))


def overdue(
    reader: Reader,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    moment: datetime,
    *,
    units: Collection[str] | None = None,
) -> list[Due]:
    """What should have been reported by that moment and was not, at most one due an obligation."""
    return missed(Ledger(reader, plan, units=units), rules, calendar, moment, units=units)


def standing_dues(ledger: Ledger, dues: Iterable[Due]) -> list[Due]:
    """The dues without those of closed obligations, each with the deadline that the office granted it."""
    standing = []
    for due in dues:
        if ledger.closed(due.obligation) is None:
            until = ledger.extended(due.obligation, due.cycle.id)
            standing.append(due if until is None else replace(due, cycle=replace(due.cycle, deadline=until)))
    return standing


def unanswered(ledger: Ledger, dues: Iterable[Due]) -> list[Due]:
    """Those of the standing dues that no counting report answers."""
    return [
        due for due in standing_dues(ledger, dues) if ledger.answered(due.obligation, due.cycle.id) is None
    ]


def missed(
    ledger: Ledger,
    rules: CadenceRules,
    calendar: WorkCalendar,
    moment: datetime,
    *,
    units: Collection[str] | None = None,
) -> list[Due]:
    """As :func:`overdue`, from a ledger at hand."""
    passed = last_dues(ledger.plan, rules, calendar, moment, units=units)
    return [due for due in standing_dues(ledger, passed) if _waited_for(ledger, due, moment)]


def last_dues(
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    moment: datetime,
    *,
    units: Collection[str] | None = None,
) -> list[Due]:
    """For each obligation the newest due whose deadline has passed, settled or not."""

    def newest(obligation: Obligation) -> Cycle | None:
        return next(passed_cycles(plan, rules, calendar, obligation, moment), None)

    return _dues(plan, rules, chased(plan, units), newest)


def asked_cycles(plan: Plan, rules: CadenceRules, calendar: WorkCalendar, moment: datetime) -> set[Cycle]:
    """The cycles that are open at that moment, and the newest passed ones, of all that ask for anything."""
    found: set[Cycle] = set()
    for obligation in paces(plan, rules):
        here = cycle_of(rules.cadence_of(plan, obligation, moment.date()), moment.date(), calendar, rules)
        if rules.asks(plan, obligation, here):
            found.add(here)
        found.update(islice(passed_cycles(plan, rules, calendar, obligation, moment), 1))
    return found


def kinds_of_obligation(plan: Plan) -> list[Obligation]:
    """One obligation for each measure and way of being bound; cadence makes no other difference."""
    kinds = []
    for measure in plan.measures:
        by_name = plan.named_by[measure.number]
        named = next((name for name in measure.units if not plan.by_unit[name].office), None)
        if named is not None:
            kinds.append(Obligation(measure.number, named, True))
        others = (unit.name for unit in plan.units if not unit.office and unit.name not in by_name)
        through = next(others, None) if measure.all_members else None
        if through is not None:
            kinds.append(Obligation(measure.number, through, False))
    return kinds


def paces(plan: Plan, rules: CadenceRules) -> list[Obligation]:
    """One obligation for each way in which anything of the plan is asked over time."""
    return list({rules.pace_of(plan, kind): kind for kind in kinds_of_obligation(plan)}.values())


def missed_in_a_row(
    ledger: Ledger, rules: CadenceRules, calendar: WorkCalendar, moment: datetime, cycles: int
) -> list[tuple[Due, ...]]:
    """The obligations that missed each of their newest so many cycles: their dues, newest first."""
    plan = ledger.plan
    passed = _memo(
        plan, rules, lambda o: tuple(islice(passed_cycles(plan, rules, calendar, o, moment), cycles))
    )
    found = []
    for obligation in chased(plan):
        row = tuple(standing_dues(ledger, (Due(obligation, cycle) for cycle in passed(obligation))))
        if len(row) == cycles and all(_waited_for(ledger, due, moment) for due in row):
            found.append(row)
    return found


def passed_cycles(
    plan: Plan, rules: CadenceRules, calendar: WorkCalendar, obligation: Obligation, moment: datetime
) -> Iterator[Cycle]:
    """The cycles that asked the obligation for a report by ``moment``, newest deadline first."""
    issued = date.fromisoformat(plan.issued_on)

    def of(cadence: Cadence) -> Iterator[tuple[datetime, Cycle]]:
        for cycle in cycles_back(cadence, moment.date(), calendar, rules):
            if cycle.last < issued:
                return
            deadline = cycle.deadline
            if deadline is not None and deadline <= moment and rules.asks(plan, obligation, cycle):
                yield deadline, cycle

    cadences = sorted(rules.cadences_of(plan, obligation))
    for _, cycle in merge(*map(of, cadences), key=lambda found: found[0], reverse=True):
        yield cycle


def _waited_for(ledger: Ledger, due: Due, moment: datetime) -> bool:
    """Whether a standing due is missing: its deadline has passed, and no report answers it.

    A report that was sent later, for a cycle that ends later, settles it.
    """
    deadline = due.cycle.deadline
    if deadline is None or moment < deadline or ledger.answered(due.obligation, due.cycle.id) is not None:
        return False
    latest = ledger.latest(due.obligation)
    if latest is None:
        return True
    return cycle_span(latest.cycle)[2] <= due.cycle.last or latest.at.date() < due.cycle.first


def _dues(
    plan: Plan,
    rules: CadenceRules,
    asked: Iterable[Obligation],
    cycle_of_one: Callable[[Obligation], Cycle | None],
) -> list[Due]:
    cycle = _memo(plan, rules, cycle_of_one)
    found = ((obligation, cycle(obligation)) for obligation in asked)
    return [Due(obligation, asks) for obligation, asks in found if asks is not None]


def _memo(plan: Plan, rules: CadenceRules, of: Callable[[Obligation], T]) -> Callable[[Obligation], T]:
    """The same answer for all obligations of one pace."""
    paces_known: dict[tuple[int, bool], tuple[Cadence, tuple[int, ...]]] = {}
    known: dict[tuple[Cadence, tuple[int, ...]], T] = {}

    def recall(obligation: Obligation) -> T:
        kind = obligation.measure, obligation.named
        pace = paces_known.get(kind)
        if pace is None:
            pace = paces_known[kind] = rules.pace_of(plan, obligation)
        if pace not in known:
            known[pace] = of(obligation)
        return known[pace]

    return recall
