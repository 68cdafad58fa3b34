"""为何收到: the rule behind a message, what was last heard, what comes next, and who else was told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.progress.acts import Extension
from bot.progress.cadence import cycle_by_id
from bot.progress.ledger import Ledger
from bot.progress.model import Report
from bot.records import Reader
from bot.reminders import texts
from bot.reminders.look import marks_of
from bot.reminders.model import Terms, Told, round_of
from bot.reminders.stages import Audience, Stage, windows
from bot.roster.authority import seats_of
from bot.roster.model import Role, Seat


def explain(reader: Reader, terms: Terms, now: datetime, *, person: int, message: str) -> str:
    """Why a person got the message of that batch, in a few lines for them."""
    marks = [mark for mark in marks_of(reader, person, message) if mark.plan == terms.plan.id]
    by_name = {stage.name: stage for stage in terms.stages.every}
    known = [mark for mark in marks if mark.stage in by_name]
    if not known:
        return texts.MESSAGE_GONE
    seats = seats_of(reader, terms.plan, person, now.date())
    units = {seat.unit for seat in seats if seat.role in (Role.LIAISON, Role.STAND_IN)}
    lines = list(dict.fromkeys(_rule(reader, terms, mark, by_name[mark.stage]) for mark in known))
    if any(by_name[mark.stage].audience is Audience.LIAISON for mark in known):
        lines.append(texts.last_report(_last_report(reader, terms, units)))
    lines.append(texts.next_stage(_next(terms, known, units, now)))
    lines.append(_others(reader, terms, known, units, person))
    return "\n".join(lines)


def _rule(reader: Reader, terms: Terms, mark: Told, stage: Stage) -> str:
    cycle = cycle_by_id(mark.cycle, terms.calendar, terms.rules)
    granted = (one.until for one in reader.find(Extension, plan=terms.plan.id, granted=True))
    extended = next((until for until in granted if round_of(cycle, until) == mark.round), cycle.deadline)
    return texts.why(stage, replace(cycle, deadline=extended))


def _last_report(reader: Reader, terms: Terms, units: set[str]) -> Report | None:
    ledger = Ledger(reader, terms.plan, units=units)
    counting = (report for report in ledger.versions() if ledger.counts(report))
    return max(counting, key=lambda report: report.at, default=None)


def _next(terms: Terms, marks: Sequence[Told], units: set[str], now: datetime) -> datetime | None:
    """When the person will be told next if nothing is reported."""
    plan = terms.plan.id
    stages = [stage for unit in units for stage in terms.stages.of_unit(plan, unit)]
    cycles = {cycle_by_id(mark.cycle, terms.calendar, terms.rules) for mark in marks}
    opens = [
        terms.quiet.ends(window.opens)
        for cycle in cycles
        for window in windows(cycle, dict.fromkeys(stages), terms.calendar)
    ]
    return min((at for at in opens if at > now), default=None)


def _others(reader: Reader, terms: Terms, marks: Sequence[Told], units: set[str], person: int) -> str:
    """The colleagues who were told the same, by name; people of other units, by number."""
    told = {
        mark.person
        for own in marks
        for mark in reader.find(Told, plan=own.plan, cycle=own.cycle)
        if mark.stage == own.stage and mark.person != person
    }
    seats = [seat for seat in reader.find(Seat, plan=terms.plan.id) if seat.removed_at is None]
    names = {seat.person: seat.name for seat in seats if seat.person in told and seat.unit in units}
    return texts.others_told(list(names.values()), len(told - names.keys()))
