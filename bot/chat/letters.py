"""Messages to others than the person answered, put down in the transaction of what they tell of."""

from collections.abc import Iterable
from datetime import date, datetime

from bot.chat.message import Message
from bot.outgoing import Letter, Outgoing
from bot.plan.model import Plan
from bot.progress.model import Report
from bot.records import Reader, Records
from bot.roster.authority import seats_of
from bot.roster.handing import answering


def put_down(
    records: Records, plan: Plan, key: str, now: datetime, letters: Iterable[tuple[int, Message]]
) -> None:
    """Store pages for people, which go out when this turn has ended. ``key`` names the act."""
    pages = tuple(Letter(person, page.html, _rows(page)) for person, page in letters)
    if pages:
        records.put(Outgoing(key, plan.id, now, pages))


def authors(reader: Reader, plan: Plan, report: Report, day: date) -> list[int]:
    """Who is told of what becomes of a report: its author, or who answers for the unit where they left it."""
    if report.on_behalf:
        return liaisons(reader, plan, report.unit, day)
    return still_seated(reader, plan, report.author_id, report.unit, day=day)


def still_seated(reader: Reader, plan: Plan, person: int, unit: str, *, day: date) -> list[int]:
    """The person, if they still sit in the unit; else those who answer for it now."""
    seats = seats_of(reader, plan, person, day)
    return [person] if any(seat.unit == unit for seat in seats) else liaisons(reader, plan, unit, day)


def liaisons(reader: Reader, plan: Plan, unit: str, day: date) -> list[int]:
    """The people who answer for a unit on that day."""
    return [seat.person for seat in answering(reader, plan, unit, day)]


def _rows(page: Message) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(tuple((button.label, button.data) for button in row) for row in page.rows)
