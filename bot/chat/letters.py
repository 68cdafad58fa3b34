"""Messages to others than the person answered, put down in the transaction of what they tell of."""

from collections.abc import Iterable
from datetime import datetime

from bot.chat.message import Message
from bot.outgoing import Letter, Outgoing
from bot.plan.model import Plan
from bot.progress.model import Report
from bot.records import Reader, Records
from bot.roster.authority import seats_of
from bot.roster.seats import holders


def put_down(
    records: Records, plan: Plan, key: str, now: datetime, letters: Iterable[tuple[int, Message]]
) -> None:
    """Store pages for people, which go out when this turn has ended. ``key`` names the act."""
    pages = tuple(Letter(person, page.html, _rows(page)) for person, page in letters)
    if pages:
        records.put(Outgoing(key, plan.id, now, pages))


def authors(reader: Reader, plan: Plan, report: Report) -> list[int]:
    """Who is told of what becomes of a report: its author, or the unit's liaisons where they left it."""
    if report.on_behalf:
        return liaisons(reader, plan, report.unit)
    return still_seated(reader, plan, report.author_id, report.unit)


def still_seated(reader: Reader, plan: Plan, person: int, unit: str) -> list[int]:
    """The person, if they still sit in the unit; else those who answer for it now."""
    seats = seats_of(reader, plan, person)
    return [person] if any(seat.unit == unit for seat in seats) else liaisons(reader, plan, unit)


def liaisons(reader: Reader, plan: Plan, unit: str) -> list[int]:
    """The people who answer for a unit."""
    return [seat.person for seat in holders(reader, plan, unit)]


def _rows(page: Message) -> tuple[tuple[tuple[str, str], ...], ...]:
    return tuple(tuple((button.label, button.data) for button in row) for row in page.rows)
