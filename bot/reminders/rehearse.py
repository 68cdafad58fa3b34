"""A rehearsal: who would be told what, when and why, if nobody reported in the meantime."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from bot.records import Reader
from bot.reminders import texts
from bot.reminders.look import reminders_of, untold
from bot.reminders.model import Line, Reminder, Terms
from bot.reminders.moments import next_moment
from bot.reminders.stages import MOST_MESSAGES


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
    reader: Reader, terms: Terms, start: datetime, *, days: int, office: Collection[int]
) -> list[Row]:
    """What a bot that runs from ``start`` would send until ``days`` later, oldest first.

    It opens with what is to be told at ``start`` itself (with ``days`` 0 that is all), and changes
    nothing: what one row tells, no later row tells again.
    """
    rows: list[Row] = []
    told: set[tuple[int | str, str, str]] = set()
    messages: dict[tuple[int | str, str], set[datetime]] = {}
    at, end = start, start + timedelta(days=days)
    while at <= end:
        for reminder in reminders_of(untold(reader, terms, at, office=office), [terms], at):
            for (cycle, stage), lines in _parts(reminder).items():
                who = reminder.person or reminder.place
                so_far = messages.setdefault((who, cycle), set())
                if (who, cycle, stage) not in told and len(so_far - {at}) < MOST_MESSAGES:
                    told.add((who, cycle, stage))
                    so_far.add(at)
                    rows.append(_row(at, reminder, lines))
        coming = next_moment(reader, terms, at)
        stops = [*([coming.at] if coming else []), *([terms.quiet.ends(at)] if terms.quiet.at(at) else [])]
        if not stops:
            break
        at = min(stops)
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
        units=list(dict.fromkeys(line.unit for line in lines)),
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
