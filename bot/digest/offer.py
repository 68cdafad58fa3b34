"""Telling the office that the week's digest is ready: once a person and week, computed from the store."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI
from bot.digest import texts
from bot.digest.compute import week_of
from bot.digest.model import Offered
from bot.digest.stored import Issued
from bot.plan.model import Plan
from bot.progress.cadence import cycle_span
from bot.progress.calendar import WorkCalendar
from bot.records import Reader, Records
from bot.roster.model import Role
from bot.roster.seats import holders


@dataclass(frozen=True, slots=True)
class Offer:
    """One message to one person of the office. ``key`` names it for the outbox and is its mark's key too."""

    key: str
    plan: str
    week: str
    person: int
    text: str


def offers(
    reader: Reader,
    plan: Plan,
    calendar: WorkCalendar,
    now: datetime,
    *,
    office: Collection[int],
    offer_time: time,
) -> list[Offer]:
    """Whom to tell at ``now``: from the week's last working day on until the week is over.

    Where the bot was down all that time, who had been told before is told of that week in the next, unless it
    is issued. ``office`` are the Telegram ids that the settings make the office, beside those who hold its
    seats. Call it and :func:`mark_offered` in one transaction with the outbox.
    """
    day, late = now.date(), False
    if not _opened(plan, calendar, day, offer_time, now):
        day, late = day - timedelta(days=7), True
    week = week_of(day)
    if late and (
        not _opened(plan, calendar, day, offer_time, now)
        or reader.get(Issued, f"{plan.id}:{week}") is not None
    ):
        return []
    _, first, last = cycle_span(week)
    people = dict.fromkeys([*(seat.person for seat in holders(reader, plan, "", Role.OFFICE)), *office])
    return [
        Offer(key, plan.id, week, person, texts.offer(first, last, late=late))
        for person in people
        if reader.get(Offered, key := f"{plan.id}:{week}:{person}") is None
        and not (late and not reader.find(Offered, plan=plan.id, person=person))
    ]


def mark_offered(records: Records, offer: Offer, now: datetime) -> None:
    """Store that the message is on its way. Twice is once."""
    if records.get(Offered, offer.key) is None:
        records.put(Offered(offer.key, offer.plan, offer.week, offer.person, now))


def next_offer(plan: Plan, calendar: WorkCalendar, now: datetime, offer_time: time) -> datetime:
    """The first instant after ``now`` at which a week's digest is offered."""
    day = now.date()
    while (opens := _offered_at(plan, calendar, day, offer_time)) is None or opens <= now:
        day += timedelta(days=7)
    return opens


def _opened(plan: Plan, calendar: WorkCalendar, day: date, offer_time: time, now: datetime) -> bool:
    """Whether the digest of the week that holds the day has been there to be offered."""
    opens = _offered_at(plan, calendar, day, offer_time)
    return opens is not None and opens <= now


def _offered_at(plan: Plan, calendar: WorkCalendar, day: date, offer_time: time) -> datetime | None:
    """When the digest of the week that holds the day is offered; None where nobody works or no plan is."""
    last = calendar.last_workday_of_week(day)
    if last is None or last < date.fromisoformat(plan.issued_on):
        return None
    return datetime.combine(last, offer_time, SHANGHAI)
