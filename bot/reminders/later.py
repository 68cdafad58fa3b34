"""稍后提醒: someone wants a message again. A copy comes once, if anything of it still holds by then."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.clock import SHANGHAI
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.reminders import texts
from bot.reminders.look import fresh, marks_of
from bot.reminders.model import Later, Reminder, Terms, Told

_AFTERNOON, _MORNING = time(15), time(9)


@dataclass(frozen=True, slots=True)
class Choice:
    """One time at which the message may come again; ``name`` is what a button says to mean it."""

    name: str
    label: str
    due: datetime


class NothingToRepeat(Refused):
    """The message is not known any more, or asks nothing of this person."""


def choices(terms: Terms, now: datetime) -> list[Choice]:
    """In an hour, this afternoon while it lies ahead, the next working morning; none in quiet hours."""
    quiet, calendar = terms.quiet, terms.calendar
    hour = quiet.ends(now + timedelta(hours=1))
    afternoon = quiet.ends(datetime.combine(now.date(), _AFTERNOON, SHANGHAI))
    morning = quiet.ends(datetime.combine(calendar.next_workday(now.date()), _MORNING, SHANGHAI))
    found = [Choice("hour", texts.later_hour(hour, now), hour)]
    if hour < afternoon and afternoon.date() == now.date():
        found.append(Choice("afternoon", texts.later_day(afternoon, now), afternoon))
    if hour.date() == now.date():
        found.append(Choice("morning", texts.later_day(morning, now), morning))
    return found


def message_told_at(reader: Reader, person: int, stamp: int) -> str:
    """The key of the batch whose message told this person something in that second (POSIX time).

    Raises NothingToRepeat.
    """
    told = next((t for t in reader.find(Told, person=person) if int(t.at.timestamp()) == stamp), None)
    if told is None:
        raise NothingToRepeat(texts.MESSAGE_GONE)
    return told.message


def postpone(
    records: Records, plans: Iterable[Terms], now: datetime, *, person: int, message: str, name: str
) -> Choice:
    """Store when the message is to come again; a later wish takes the place of an earlier one.

    Raises NothingToRepeat where nothing of it is owed any more.
    """
    plans = tuple(plans)
    if fresh(records, plans, now, office=(), person=person, message=message) is None:
        raise NothingToRepeat(texts.NOTHING_OWED_ANY_MORE)
    plan = marks_of(records, person, message)[0].plan
    terms = next(terms for terms in plans if terms.plan.id == plan)
    chosen = next((one for one in choices(terms, now) if one.name == name), choices(terms, now)[0])
    records.put(Later(str(person), plan, person, message, chosen.due, now))
    return chosen


def copies(
    reader: Reader, plans: Iterable[Terms], now: datetime, *, told: Collection[int]
) -> list[tuple[Later, Reminder | None]]:
    """The wishes whose time has come, each with its message in words for now; None where nothing is left.

    ``told`` are the people who are being told of the newest stage at this very moment: they need no copy.
    """
    by_plan = {terms.plan.id: terms for terms in plans}
    found: list[tuple[Later, Reminder | None]] = []
    for later in reader.find(Later):
        terms = by_plan.get(later.plan)
        if terms is None or now < later.due or terms.quiet.at(now):
            continue
        copy = None
        if later.person not in told:
            copy = fresh(reader, by_plan.values(), now, office=(), person=later.person, message=later.message)
        found.append((later, copy))
    return found
