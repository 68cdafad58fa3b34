"""Look: who is to be told what at this moment, computed from the store and told once.

A scheduler, a start and a clock jump all just call :func:`look`. It finds, for every cadence and
audience, the latest stage reached, asks who still owes what it speaks of, leaves out who was told of
it already, and puts the rest into one message a person. Time spent switched off therefore never adds
up to a backlog, and who sits down after a stage was told gets the latest one if their unit still owes.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules
from bot.progress.calendar import WorkCalendar
from bot.progress.dues import dues_at, missed, unanswered
from bot.progress.ledger import Ledger
from bot.progress.model import Due
from bot.records import Reader, Records
from bot.reminders import texts
from bot.reminders.model import Line, Reminder, Told, told_key
from bot.reminders.moments import reached
from bot.reminders.stages import DEFAULT_STAGES, Audience, Condition, Stage, Window
from bot.roster.model import Role, Seat
from bot.roster.seats import members
from bot.roster.texts import OFFICE_NAME


@dataclass(frozen=True, slots=True)
class _Recipient:
    """Whom a line is for. An empty seat has neither person nor name, and a place of its own."""

    person: int | None
    name: str | None
    place: str = ""


def look(
    reader: Reader,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    now: datetime,
    *,
    office: Collection[int],
    stages: Sequence[Stage] = DEFAULT_STAGES,
) -> list[Reminder]:
    """The messages to send at ``now``: one a person, about what their units owe at this very moment.

    ``office`` are the Telegram ids that the settings make the office, beside those who hold its seats.
    Call it and :func:`mark_told` in one transaction with the outbox, and nobody is told twice.
    """
    found = pending(reader, plan, rules, calendar, now, office=office, stages=stages)
    return [reminder for reminder in found if reminder.person is not None]


def mark_told(records: Records, reminder: Reminder, now: datetime) -> None:
    """Store that the message is on its way. Twice is once; an empty seat is told nothing."""
    if reminder.person is None:
        return
    for line in reminder.lines:
        key = told_key(reminder.plan, line.cycle.id, line.stage.name, reminder.person)
        if records.get(Told, key) is None:
            records.put(
                Told(key, reminder.plan, line.cycle.id, line.stage.name, reminder.person, reminder.key, now)
            )


def pending(
    reader: Reader,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    now: datetime,
    *,
    office: Collection[int],
    stages: Sequence[Stage] = DEFAULT_STAGES,
) -> list[Reminder]:
    """As :func:`look`, and beside it what empty seats should have been told (``person`` None)."""
    ledger = Ledger(reader, plan)
    missing = {
        Condition.OWED: unanswered(ledger, dues_at(plan, rules, calendar, now)),
        Condition.OVERDUE: missed(ledger, rules, calendar, now),
    }
    seats = [seat for unit in members(reader, plan) for seat in unit.seats]
    by_recipient: dict[_Recipient, list[Line]] = {}
    for window in reached(plan, rules, calendar, now, stages):
        dues = [due for due in missing[window.stage.condition] if _asked(window, due)]
        for recipient, line in _lines(plan, window, dues, seats, office):
            if recipient.person is None or not _was_told(reader, plan, line, recipient.person):
                by_recipient.setdefault(recipient, []).append(line)
    place = {unit.name: number for number, unit in enumerate(plan.units)}
    for lines in by_recipient.values():
        lines.sort(key=lambda line: (*_urgency(line), place[line.unit]))
    return [_reminder(plan, recipient, lines) for recipient, lines in by_recipient.items()]


def _asked(window: Window, due: Due) -> bool:
    """Whether a stage speaks of a due. One that was extended is left in peace until its own deadline."""
    if due.cycle.id != window.cycle.id:
        return False
    return window.stage.condition is Condition.OVERDUE or due.cycle.deadline == window.deadline


def _lines(
    plan: Plan, window: Window, dues: Iterable[Due], seats: Sequence[Seat], office: Collection[int]
) -> Iterator[tuple[_Recipient, Line]]:
    """Every line that one stage has for anybody, told or not; units in institutional order."""
    missing = _by_unit(dues)
    names = {seat.person: seat.name for seat in seats}
    clerks = [seat.person for seat in seats if seat.role is Role.OFFICE]
    sitting: dict[str, list[int]] = {}
    for seat in seats:
        if seat.role is Role.LIAISON:
            sitting.setdefault(seat.unit, []).append(seat.person)
    for unit in (unit.name for unit in plan.units if unit.name in missing):
        liaisons = sitting.get(unit, [])
        line = Line(window.stage, window.cycle, window.deadline, unit, missing[unit], bool(liaisons))
        people, place = liaisons, unit
        if window.stage.audience is Audience.OFFICE:
            people, place = [*clerks, *office], ""
        for person in dict.fromkeys(people):
            yield _Recipient(person, names.get(person, OFFICE_NAME)), line
        if not people:
            yield _Recipient(None, None, place), line


def _by_unit(dues: Iterable[Due]) -> dict[str, tuple[int, ...]]:
    """The measures that the dues are about, ascending, by unit."""
    found: dict[str, list[int]] = {}
    for due in dues:
        found.setdefault(due.obligation.unit, []).append(due.obligation.measure)
    return {unit: tuple(sorted(measures)) for unit, measures in found.items()}


def _was_told(reader: Reader, plan: Plan, line: Line, person: int) -> bool:
    return reader.get(Told, told_key(plan.id, line.cycle.id, line.stage.name, person)) is not None


def _reminder(plan: Plan, recipient: _Recipient, lines: Sequence[Line]) -> Reminder:
    """One message out of the lines for one recipient, which come most urgent first."""
    about = dict.fromkeys(f"{line.cycle.id}/{line.stage.name}" for line in lines)
    return Reminder(
        key=f"remind:{plan.id}:{recipient.person or recipient.place}:{'+'.join(about)}",
        plan=plan.id,
        person=recipient.person,
        name=recipient.name,
        place=recipient.place,
        lines=tuple(lines),
        text=texts.message(lines),
        why="\n".join(dict.fromkeys(texts.why(line.stage, line.cycle) for line in lines)),
    )


def _urgency(line: Line) -> tuple[bool, bool, datetime]:
    """What one's own units owe before the list of others; what is overdue first; then by deadline."""
    return (
        line.stage.audience is Audience.OFFICE,
        line.stage.condition is Condition.OWED,
        line.deadline,
    )
