"""Handing a seat over to a colleague (移交), and letting one stand in for some days (代理).

Both are one-time links, opened and answered as any invitation is (bot.roster.seats): the code is stored
as its hash, spent once, and dead as soon as the seat it rests on is gone.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI
from bot.plan.model import Plan
from bot.records import Reader, Records
from bot.roster import texts
from bot.roster.authority import Actor, NotAllowed, Permission, allowed
from bot.roster.model import Invite, Role, Seat
from bot.roster.seats import INVITE_LIFE, RosterError, code_hash, holders

LONGEST_SPAN = 92  # days
_HANDED_OVER = frozenset({Role.LIAISON, Role.HEAD})


def offer_handover(records: Records, plan: Plan, key: str, by: Actor, now: datetime, *, code: str) -> Invite:
    """Store a link that seats a colleague in the place of that seat's holder.

    By the holder or the office. Raises NotAllowed, and RosterError for a seat that is gone or cannot be
    handed over.
    """
    seat = _own_seat(records, plan, key, by)
    if seat.role not in _HANDED_OVER:
        raise RosterError(texts.NOT_TO_HAND_OVER)
    invite = _invite(seat, seat.role, by, now, code)
    records.put(invite)
    return invite


def offer_stand_in(
    records: Records, plan: Plan, key: str, by: Actor, now: datetime, *, days: tuple[date, date], code: str
) -> Invite:
    """Store a link that seats a colleague beside that liaison, with a liaison's rights on those days only.

    Raises NotAllowed, and RosterError for a seat that is gone and for days that are past, backwards or
    too many.
    """
    seat = _own_seat(records, plan, key, by)
    if seat.role is not Role.LIAISON:
        raise RosterError(texts.NOT_TO_HAND_OVER)
    first, last = days
    if last < first:
        raise RosterError(texts.SPAN_BACKWARDS)
    if last < now.date():
        raise RosterError(texts.SPAN_PAST)
    if (last - first).days >= LONGEST_SPAN:
        raise RosterError(texts.span_too_long(LONGEST_SPAN))
    over = datetime.combine(last + timedelta(days=1), time(), SHANGHAI)
    invite = replace(
        _invite(seat, Role.STAND_IN, by, now, code),
        first_day=first,
        last_day=last,
        expires_at=min(now + INVITE_LIFE, over),
    )
    records.put(invite)
    return invite


def end_stand_in(records: Records, plan: Plan, key: str, by: Actor, now: datetime) -> Seat:
    """End a stand-in before time: a liaison of the unit, the stand-in, or the office. Twice is once.

    Raises NotAllowed, RosterError.
    """
    seat = records.get(Seat, key)
    if seat is None or seat.plan != plan.id or seat.role is not Role.STAND_IN:
        raise RosterError(texts.SEAT_UNKNOWN)
    concerned = [seat.person, *(own.person for own in holders(records, plan, seat.unit))]
    if by.person not in concerned and not allowed(by, Permission.REMOVE):
        raise NotAllowed(texts.ONLY_OWN_SEAT)
    if seat.removed_at is not None:
        return seat
    ended = replace(seat, removed_at=now, removed_by=by.name)
    records.put(ended)
    return ended


def ended_stand_ins(reader: Reader, plan: Plan, now: datetime) -> list[Seat]:
    """The seats of stand-ins whose last day has passed and that still stand in the roster."""
    return [
        seat
        for seat in reader.find(Seat, plan=plan.id)
        if seat.removed_at is None and seat.last_day is not None and seat.last_day < now.date()
    ]


def clear_ended(records: Records, plan: Plan, now: datetime) -> list[Seat]:
    """Take those seats away. Their authority ended by itself when the day was over."""
    ended = ended_stand_ins(records, plan, now)
    for seat in ended:
        records.put(replace(seat, removed_at=now, removed_by=texts.TERM_OVER))
    return ended


def stand_ins(reader: Reader, plan: Plan, unit: str) -> list[Seat]:
    """Who stands in for a unit's liaison, now or on days to come."""
    return holders(reader, plan, unit, Role.STAND_IN)


def answering(reader: Reader, plan: Plan, unit: str, day: date) -> list[Seat]:
    """Who answers for a unit on that day, and so is told and asked.

    Its stand-ins while there are any, else its liaisons.
    """
    standing_in = [seat for seat in stand_ins(reader, plan, unit) if seat.gives(day)]
    return standing_in or holders(reader, plan, unit)


def _own_seat(records: Records, plan: Plan, key: str, by: Actor) -> Seat:
    """The seat of that key, if the actor may dispose of it. Raises NotAllowed, RosterError."""
    seat = records.get(Seat, key)
    if seat is None or seat.plan != plan.id or seat.removed_at is not None:
        raise RosterError(texts.SEAT_UNKNOWN)
    if by.person != seat.person and not allowed(by, Permission.INVITE):
        raise NotAllowed(texts.ONLY_OWN_SEAT)
    return seat


def _invite(seat: Seat, role: Role, by: Actor, now: datetime, code: str) -> Invite:
    return Invite(
        key=code_hash(code),
        plan=seat.plan,
        unit=seat.unit,
        role=role,
        issued_by=by.name,
        issued_at=now,
        expires_at=now + INVITE_LIFE,
        seat=seat.key,
    )
