"""A rehearsal: who would be told what, when and why, if nobody reported in the meantime."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules
from bot.progress.calendar import WorkCalendar
from bot.records import Reader
from bot.reminders import texts
from bot.reminders.look import pending
from bot.reminders.model import Line, Reminder
from bot.reminders.moments import next_moment
from bot.reminders.stages import DEFAULT_STAGES, Stage


class Row(TypedDict):
    """One recipient, one stage and one cycle; a message over two cycles is two rows.

    ``at`` is ISO with offset; ``to`` the person's display name, None where the seat is empty (a row for
    each such unit); ``measures`` the numbers still owed over all ``units``, ascending.
    """

    at: str
    to: str | None
    units: list[str]
    stage: str
    cycle: str
    measures: list[int]
    why: str


def rehearse(
    reader: Reader,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    start: datetime,
    *,
    days: int,
    office: Collection[int],
    stages: Sequence[Stage] = DEFAULT_STAGES,
) -> list[Row]:
    """What a bot that runs from ``start`` would send until ``days`` later, oldest first.

    It opens with what is to be told at ``start`` itself (with ``days`` 0 that is all), and changes
    nothing: what one row tells, no later row tells again.
    """
    rows: list[Row] = []
    told: set[tuple[int | str, str, str]] = set()
    at, end = start, start + timedelta(days=days)
    while at <= end:
        for reminder in pending(reader, plan, rules, calendar, at, office=office, stages=stages):
            for (cycle, stage), lines in _parts(reminder).items():
                mark = (reminder.person or reminder.place, cycle, stage)
                if mark not in told:
                    told.add(mark)
                    rows.append(_row(at, reminder, lines))
        coming = next_moment(plan, rules, calendar, at, stages)
        if coming is None:
            break
        at = coming.at
    return rows


def _parts(reminder: Reminder) -> dict[tuple[str, str], list[Line]]:
    """A message's lines by cycle and stage."""
    parts: dict[tuple[str, str], list[Line]] = {}
    for line in reminder.lines:
        parts.setdefault((line.cycle.id, line.stage.name), []).append(line)
    return parts


def _row(at: datetime, reminder: Reminder, lines: Sequence[Line]) -> Row:
    return Row(
        at=at.isoformat(),
        to=reminder.name,
        units=[line.unit for line in lines],
        stage=lines[0].stage.name,
        cycle=lines[0].cycle.id,
        measures=sorted({number for line in lines for number in line.measures}),
        why=texts.why(lines[0].stage, lines[0].cycle),
    )


def row_text(row: Row) -> str:
    """A row for reading on a terminal or in chat."""
    day = datetime.fromisoformat(row["at"])
    numbers = "、".join(map(str, row["measures"]))
    to = row["to"] or texts.NOBODY
    return f"{day:%Y-%m-%d %H:%M}  {to}  {'、'.join(row['units'])}  措施{numbers}  {row['why']}"
