"""A rehearsal: who would be told what, when and why, if nobody reported in the meantime."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import TypedDict, cast

from bot.records import R, Reader
from bot.reminders import texts
from bot.reminders.look import reminders_of, untold
from bot.reminders.model import Line, Reminder, Terms, Told
from bot.reminders.moments import next_moment


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
    then = _Imagined(reader)
    seen: set[tuple[str, str, str]] = set()  # what an empty seat has been shown with
    at, end = start, start + timedelta(days=days)
    while at <= end:
        for reminder in reminders_of(untold(then, terms, at, office=office), [terms], at):
            for (round_, stage), lines in _parts(reminder).items():
                if reminder.person is None:
                    if (reminder.place, round_, stage) in seen:
                        continue
                    seen.add((reminder.place, round_, stage))
                rows.append(_row(at, reminder, lines))
            then.tell(reminder, at)
        coming = next_moment(reader, terms, at)
        stops = [*([coming.at] if coming else []), *([terms.quiet.ends(at)] if terms.quiet.at(at) else [])]
        if not stops:
            break
        at = min(stops)
    return rows


class _Imagined:
    """The record as it would be by then: with the marks of all that was rehearsed so far."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._marks: dict[str, Told] = {}

    def tell(self, reminder: Reminder, at: datetime) -> None:
        """As if the message had been sent."""
        for mark in reminder.marks(f"rehearsed:{at.isoformat()}", at):
            self._marks[mark.key] = mark

    def get(self, kind: type[R], key: str) -> R | None:
        """As Reader has it."""
        return cast("R | None", self._marks.get(key)) if key in self._marks else self._reader.get(kind, key)

    def find(self, kind: type[R], **equals: object) -> list[R]:
        """As Reader has it."""
        found = self._reader.find(kind, **equals)
        if kind is Told:
            wanted = equals.items()
            found += [
                cast("R", mark)
                for mark in self._marks.values()
                if all(getattr(mark, name) == value for name, value in wanted)
            ]
        return found


def _parts(reminder: Reminder) -> dict[tuple[str, str], list[Line]]:
    """A message's lines by round and stage."""
    parts: dict[tuple[str, str], list[Line]] = {}
    for line in reminder.lines:
        parts.setdefault((line.round, line.stage.name), []).append(line)
    return parts


def _row(at: datetime, reminder: Reminder, lines: Sequence[Line]) -> Row:
    return Row(
        at=at.isoformat(),
        to=reminder.name,
        units=list(dict.fromkeys(line.unit for line in lines)),
        stage=lines[0].stage.name,
        cycle=lines[0].cycle.id,
        measures=sorted({number for line in lines for number in line.measures}),
        why=texts.why(lines[0].stage, lines[0].asked),
    )


def row_text(row: Row) -> str:
    """A row for reading on a terminal or in chat."""
    day = datetime.fromisoformat(row["at"])
    numbers = "、".join(map(str, row["measures"]))
    to = row["to"] or texts.NOBODY
    return f"{day:%Y-%m-%d %H:%M}  {to}  {'、'.join(row['units'])}  措施{numbers}  {row['why']}"
