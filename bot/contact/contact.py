"""The rules of asking the office to get in touch: once, within limits, dealt with by the office."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.contact import texts
from bot.contact.model import ContactRequest
from bot.outgoing import Letter, Outgoing
from bot.plan.model import Plan
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require

KEPT = timedelta(days=30)
A_DAY = 3  # requests of one person within 24 hours
_UNANSWERED = timedelta(hours=12)  # after so long without anybody of the office, they may ask again


class ContactError(Refused):
    """A request that cannot be passed on. The message is for the person."""


def request_contact(
    records: Records,
    plan: Plan,
    *,
    key: str,
    person: int,
    username: str,
    office: Sequence[int],
    now: datetime,
    button: str,
) -> ContactRequest:
    """Put down that this person wishes to be contacted, and the message to the office with it.

    ``office`` are the people who are told; ``button`` is the data of the button that marks it dealt with.
    The same ``key`` again changes nothing. Raises ContactError where nobody would be told, or the person
    has asked already.
    """
    if (known := records.get(ContactRequest, key)) is not None:
        return known
    if not office:
        raise ContactError(texts.NOBODY)
    mine = records.find(ContactRequest, plan=plan.id, person=person)
    if still := [row for row in mine if row.handled_at is None and now - row.at < _UNANSWERED]:
        raise ContactError(texts.already(still[-1].at))
    if sum(now - row.at < timedelta(days=1) for row in mine) >= A_DAY:
        raise ContactError(texts.too_many(A_DAY))
    request = ContactRequest(key, plan.id, person, username, now)
    html, rows = texts.letter(request), (((texts.HANDLED_BUTTON, button),),)
    records.put(request)
    letters = tuple(Letter(reader, html, rows) for reader in office)
    records.put(Outgoing(f"contact:{key}", plan.id, now, letters, urgent=True))
    return request


def mark_handled(records: Records, by: Actor, key: str, now: datetime) -> ContactRequest:
    """The office has been in touch; the first to say so counts. Raises NotAllowed, ContactError."""
    require(by, Permission.CONTACT)
    request = records.get(ContactRequest, key)
    if request is None:
        raise ContactError(texts.GONE)
    if request.handled_at is None:
        request = replace(request, username="", handled_by=by.name, handled_at=now)
        records.put(request)
    return request


def waiting(reader: Reader, plan: Plan) -> list[ContactRequest]:
    """Requests that nobody has dealt with yet, oldest first."""
    return reader.find(ContactRequest, plan=plan.id, handled_at=None)


def outdated(reader: Reader, plan: Plan, now: datetime) -> list[ContactRequest]:
    """Requests that have been kept long enough."""
    return [row for row in reader.find(ContactRequest, plan=plan.id) if now - row.at > KEPT]


def forget_old(records: Records, plan: Plan, now: datetime) -> None:
    """Erase requests made over 30 days ago."""
    for row in outdated(records, plan, now):
        records.drop(ContactRequest, row.key)
