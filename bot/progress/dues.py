"""What is owed: every (unit, measure) of the plan, and which of them ask for a report at a moment.

*Owed* is what the cycles open now still wait for. *Overdue* looks at the newest cycle of each obligation
whose deadline has passed, be it the open one or, until the open one's deadline comes, the one before: a
missed report stays overdue over the turn of the month, and is asked for once, never in a growing pile.
A report for that cycle, or for one that begins later, settles it. What the office closed (销号) owes
nothing until it is reopened, and an extension (延期) moves the deadline of its one due.

A plan asks nothing for the time before it was issued: the first cycle is the one that holds its date,
unless that cycle's deadline had passed by then.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules, cycle_of, cycle_span
from bot.progress.calendar import WorkCalendar
from bot.progress.ledger import Ledger
from bot.progress.model import Cadence, Cycle, Due, Obligation
from bot.records import Reader


def obligations(plan: Plan) -> list[Obligation]:
    """Every (unit, measure) of the plan: by measure, then in institutional order; the office's own too."""
    return [
        Obligation(measure.number, unit.name, named)
        for measure in plan.measures
        for unit, named in plan.owners(measure)
    ]


def chased(plan: Plan, units: Collection[str] | None = None) -> list[Obligation]:
    """The obligations that reports are asked for: the office does not chase itself."""
    return [
        obligation
        for obligation in obligations(plan)
        if not plan.by_unit[obligation.unit].office and (units is None or obligation.unit in units)
    ]


def dues_at(plan: Plan, rules: CadenceRules, calendar: WorkCalendar, moment: datetime) -> list[Due]:
    """All that the cycles open at that moment ask for by the plan, answered or closed or not."""
    cycles = {cadence: cycle_of(cadence, moment.date(), calendar, rules) for cadence in Cadence}
    return _dues(plan, rules, {c: cycle for c, cycle in cycles.items() if asks(plan, cycle)}, None)


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
    dues = dues_at(plan, rules, calendar, moment)
    return unanswered(ledger, (due for due in dues if units is None or due.obligation.unit in units))


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


def unanswered(ledger: Ledger, dues: Iterable[Due]) -> list[Due]:
    """Those of the dues that no counting report answers; what is closed owes nothing."""
    found = standing_dues(ledger, dues)
    return [due for due in found if ledger.answered(due.obligation, due.cycle.id) is None]


def standing_dues(ledger: Ledger, dues: Iterable[Due]) -> list[Due]:
    """The dues without those of closed obligations (销号), each with the deadline that was granted (延期)."""
    found = []
    for due in dues:
        if ledger.closed(due.obligation) is None:
            until = ledger.extended(due.obligation, due.cycle.id)
            found.append(due if until is None else replace(due, cycle=replace(due.cycle, deadline=until)))
    return found


def missed(
    ledger: Ledger,
    rules: CadenceRules,
    calendar: WorkCalendar,
    moment: datetime,
    *,
    units: Collection[str] | None = None,
) -> list[Due]:
    """As :func:`overdue`, from a ledger at hand."""
    plan = ledger.plan
    cycles = {cadence: last_passed(plan, rules, calendar, cadence, moment) for cadence in Cadence}
    passed = {cadence: cycle for cadence, cycle in cycles.items() if cycle is not None}
    dues = standing_dues(ledger, _dues(plan, rules, passed, units))
    late = [due for due in dues if due.cycle.deadline is not None and due.cycle.deadline <= moment]
    return [due for due in late if not _settled(ledger, due)]


def last_passed(
    plan: Plan, rules: CadenceRules, calendar: WorkCalendar, cadence: Cadence, moment: datetime
) -> Cycle | None:
    """The newest cycle whose deadline has passed, None if the plan has had none yet."""
    cycle = cycle_of(cadence, moment.date(), calendar, rules)
    issued = date.fromisoformat(plan.issued_on)
    while cycle.last >= issued:
        if cycle.deadline is not None and cycle.deadline <= moment:
            return cycle if asks(plan, cycle) else None
        cycle = cycle_of(cadence, cycle.first - timedelta(days=1), calendar, rules)
    return None


def asks(plan: Plan, cycle: Cycle) -> bool:
    """Whether a cycle asks for reports at all: it has a deadline, and that is not before the plan's date."""
    return cycle.deadline is not None and cycle.deadline.date() >= date.fromisoformat(plan.issued_on)


def _dues(
    plan: Plan, rules: CadenceRules, cycles: dict[Cadence, Cycle], units: Collection[str] | None
) -> list[Due]:
    dues = []
    for obligation in chased(plan, units):
        cycle = cycles.get(rules.cadence_of(plan, obligation))
        if cycle is not None:
            dues.append(Due(obligation, cycle))
    return dues


def _settled(ledger: Ledger, due: Due) -> bool:
    """Whether a report for the due's cycle, or for one that begins later, counts."""
    if ledger.answered(due.obligation, due.cycle.id) is not None:
        return True
    latest = ledger.latest(due.obligation)
    return latest is not None and cycle_span(latest.cycle)[1] > due.cycle.first
