"""通知: a notice goes to those who answer for the units it is for; each is asked to confirm it (收到)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.notices import texts
from bot.notices.model import Notice, Prepared, Receipt, What
from bot.notices.preparing import PreparedGone, prepared_by
from bot.notices.scope import Scope
from bot.plan.model import Plan
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require, seats_of
from bot.roster.handing import answering
from bot.roster.reach import unreachable


class NoticeRefused(Refused):
    """A notice that cannot be sent, confirmed or asked about."""


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom a notice would go to: units by person, everybody's name, and what stands in the way.

    ``empty`` are the units where nobody sits, ``lost`` the people whom messages do not reach.
    """

    units: dict[int, tuple[str, ...]]
    names: dict[int, str]
    empty: tuple[str, ...]
    lost: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a notice stands: who has confirmed it, and who has not, oldest first."""

    notice: Notice
    confirmed: tuple[Receipt, ...]
    waiting: tuple[Receipt, ...]


def addressees(reader: Reader, plan: Plan, scope: Scope, day: date) -> Addressees:
    """Whom a notice for that scope would go to on that day."""
    units: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    empty: list[str] = []
    for unit in scope.units(plan):
        seats = answering(reader, plan, unit, day)
        if not seats:
            empty.append(unit)
        for seat in seats:
            units.setdefault(seat.person, []).append(unit)
            names[seat.person] = seat.name
    gone = unreachable(reader)
    lost = tuple(person for person in units if person in gone)
    return Addressees({p: tuple(own) for p, own in units.items()}, names, tuple(empty), lost)


def notify(records: Records, plan: Plan, by: Actor, id_: str, now: datetime) -> tuple[Notice, list[Receipt]]:
    """Send as prepared under that id; no receipts where that was done before.

    Raises NotAllowed, PreparedGone, and NoticeRefused where there is nothing to send or nobody to get it.
    """
    require(by, Permission.BROADCAST)
    done = records.get(Notice, id_)
    if done is not None:
        return done, []
    kept = prepared_by(records, What.NOTICE, by.person, id_)
    if not _has_something(kept):
        raise NoticeRefused(texts.NOTHING_TO_SEND)
    found = addressees(records, plan, kept.scope, now.date())
    if not found.units:
        raise NoticeRefused(texts.NOBODY_TO_NOTIFY)
    notice = Notice(id_, plan.id, kept.scope, kept.words, by.name, by.person, now, kept.file)
    receipts = [
        Receipt(f"{id_}:{person}", plan.id, id_, person, found.names[person], units, now)
        for person, units in found.units.items()
    ]
    records.put(notice)
    for receipt in receipts:
        records.put(receipt)
    records.put(replace(kept, done_at=now))
    return notice, receipts


def confirm(records: Records, id_: str, person: int, now: datetime) -> Receipt:
    """A person has got the notice; the first time counts. Raises NoticeRefused for who was not sent it."""
    receipt = records.get(Receipt, f"{id_}:{person}")
    if receipt is None:
        raise NoticeRefused(texts.NOT_YOURS)
    if receipt.confirmed_at is None:
        receipt = replace(receipt, confirmed_at=now)
        records.put(receipt)
    return receipt


def standing(reader: Reader, plan: Plan, by: Actor, id_: str) -> Standing:
    """Who has confirmed a notice and who has not. Raises NotAllowed, PreparedGone."""
    require(by, Permission.BROADCAST)
    notice = reader.get(Notice, id_)
    if notice is None or notice.plan != plan.id:
        raise PreparedGone(texts.GONE)
    receipts = reader.find(Receipt, notice=id_)
    return Standing(
        notice,
        tuple(one for one in receipts if one.confirmed_at is not None),
        tuple(one for one in receipts if one.confirmed_at is None),
    )


def to_remind(reader: Reader, plan: Plan, found: Standing, now: datetime) -> list[Receipt]:
    """Those who have not confirmed, still sit, and were not asked again today."""
    return [
        one
        for one in found.waiting
        if (one.reminded_at is None or one.reminded_at.date() != now.date())
        and seats_of(reader, plan, one.person, now.date())
    ]


def remind(records: Records, plan: Plan, by: Actor, id_: str, now: datetime) -> tuple[Notice, list[Receipt]]:
    """Ask those again who have not confirmed, once a day. Raises NotAllowed, PreparedGone, NoticeRefused."""
    found = standing(records, plan, by, id_)
    if not found.waiting:
        raise NoticeRefused(texts.ALL_CONFIRMED)
    again = [replace(one, reminded_at=now) for one in to_remind(records, plan, found, now)]
    if not again:
        raise NoticeRefused(texts.REMINDED_TODAY)
    for one in again:
        records.put(one)
    return found.notice, again


def notices(reader: Reader, plan: Plan) -> list[Notice]:
    """Every notice that was sent, newest first."""
    return sorted(reader.find(Notice, plan=plan.id), key=lambda one: one.at, reverse=True)


def _has_something(kept: Prepared) -> bool:
    return bool(kept.words or kept.file)
