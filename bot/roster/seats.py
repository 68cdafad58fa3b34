"""Invitations, sitting down, and the list of seats.

A link is opened first (:func:`open_invite`), which spends the code at once and remembers only its
hash; the name that the person answers then seats them (:func:`sit_down`). Both hand back an outcome
instead of raising, since a failed try is itself recorded and an exception would undo that.
"""

import hashlib
import re
import secrets
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.plan.model import Plan
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster import texts
from bot.roster.authority import Actor, Permission, require
from bot.roster.model import Arrival, Invite, Role, Seat, WrongCode

INVITE_LIFE = timedelta(days=7)
WRONG_CODES_ALLOWED = 5
WRONG_CODES_SPAN = timedelta(hours=1)
NAME_LENGTHS = range(2, 21)
_NAME_MARKS = frozenset(" ·•.-'’（）()")
_INTRODUCTION = re.compile(r"^(?:我(?:的(?:名字|姓名))?(?:是|叫|:)|姓名(?:是|:)?|本人)\s*")
_NO_NAME = re.compile(
    r"(?:[你您]|大家|早上|下午)好|在吗|收到|好的|知道了|明白|谢谢|多谢|辛苦了|确认|同意|可以|是的|没问题|测试|开始|没有"
    r"|已?完成|未启动|推进中|有困难|(?:本期)?无新进展|联络员|负责人|姓名"
)
_QUESTION_WORDS = ("谁", "哪", "吗", "什么", "怎么", "多少", "如何")


class RosterError(Refused):
    """A request about seats that cannot be met."""


class NameRefused(RosterError):
    """What was typed cannot be a person's name."""


class Outcome(StrEnum):
    """What came of opening a link or of sitting down."""

    WELCOME = "welcome"
    SEATED = "seated"
    ALREADY_SEATED = "already_seated"
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    THROTTLED = "throttled"
    NO_ARRIVAL = "no_arrival"


_REFUSED = {
    Outcome.UNKNOWN: texts.INVITE_UNKNOWN,
    Outcome.USED: texts.INVITE_USED,
    Outcome.EXPIRED: texts.INVITE_EXPIRED,
    Outcome.THROTTLED: texts.INVITE_THROTTLED,
    Outcome.NO_ARRIVAL: texts.NO_ARRIVAL,
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What came of opening a link. ``invite`` is there unless the code was unknown or throttled."""

    outcome: Outcome
    invite: Invite | None = None

    @property
    def message(self) -> str:
        """The sentence for the person."""
        if self.invite is not None:
            if self.outcome is Outcome.WELCOME:
                return texts.welcome(self.invite)
            if self.outcome is Outcome.ALREADY_SEATED:
                return texts.already_seated(self.invite.unit, self.invite.role)
        return _REFUSED[self.outcome]


@dataclass(frozen=True, slots=True)
class Seating:
    """What came of telling one's name. ``seat`` is there when the person now sits.

    ``given`` is the seat that was handed over to them, as it was before.
    """

    outcome: Outcome
    seat: Seat | None = None
    given: Seat | None = None

    @property
    def message(self) -> str:
        """The sentence for the person."""
        if self.seat is None:
            return _REFUSED[self.outcome]
        if self.outcome is Outcome.ALREADY_SEATED:
            return texts.already_seated(self.seat.unit, self.seat.role)
        return texts.seated(self.seat)


@dataclass(frozen=True, slots=True)
class UnitSeats:
    """A unit's printed name and who sits in it now, liaisons first.

    The people of the office stand under the unit that is the office.
    """

    unit: str
    seats: tuple[Seat, ...]


def new_code() -> str:
    """A fresh invite code: 128 random bits as 22 characters that fit a deep link."""
    return secrets.token_urlsafe(16)


def code_hash(code: str) -> str:
    """What is stored of a code. Any text can be hashed, whatever someone puts into a link."""
    return hashlib.sha256(code.strip().encode("utf-8", "surrogatepass")).hexdigest()


def seat_key(plan: Plan, role: Role, unit: str, person: int) -> str:
    """The key of the seat of a person in a unit."""
    return f"{plan.id}:{role}:{unit}:{person}"


def issue_invite(
    records: Records, plan: Plan, *, unit: str, role: Role, by: Actor | None, now: datetime, code: str
) -> Invite:
    """Store a one-time invitation, good for seven days, for that unit and role.

    ``by`` None is the operator at the console. ``unit`` is the printed name, empty for the office.
    Raises NotAllowed, or RosterError for a unit the plan does not name.
    """
    if by is not None:
        require(by, Permission.INVITE)
    if role is Role.OFFICE and unit:
        raise RosterError(texts.NO_UNIT_FOR_OFFICE)
    if role is not Role.OFFICE and unit not in plan.by_unit:
        raise RosterError(texts.unit_unknown(unit))
    invite = Invite(
        key=code_hash(code),
        plan=plan.id,
        unit=unit,
        role=role,
        issued_by=by.name if by is not None else texts.OPERATOR_NAME,
        issued_at=now,
        expires_at=now + INVITE_LIFE,
    )
    records.put(invite)
    return invite


def open_invite(records: Records, plan: Plan, code: str, person: int, now: datetime) -> Opening:
    """Spend a code that someone brought; see :func:`open_hashed`."""
    return open_hashed(records, plan, code_hash(code), person, now)


def open_hashed(records: Records, plan: Plan, key: str, person: int, now: datetime) -> Opening:
    """Spend a code of which the hash is left: remember the arrival, or count the failed try.

    Five wrong codes within an hour, and further ones (good or not) are not looked at.
    """
    since = now - WRONG_CODES_SPAN
    tries = records.find(WrongCode, person=person)
    recent = [wrong for wrong in tries if wrong.at > since]
    if len(recent) >= WRONG_CODES_ALLOWED:
        return Opening(Outcome.THROTTLED)
    invite = records.get(Invite, key)
    if invite is None or invite.plan != plan.id:
        opening = Opening(Outcome.UNKNOWN)
    elif _active_seat(records, plan, invite, person) is not None:
        return Opening(Outcome.ALREADY_SEATED, invite)
    else:
        opening = Opening(_condition(records, invite, now), invite)
    if opening.invite is not None and opening.outcome is Outcome.WELCOME:
        records.put(Arrival(key=str(person), invite=opening.invite.key, opened_at=now))
        return opening
    for old in tries:
        if old.at <= since:
            records.drop(WrongCode, old.key)
    records.put(WrongCode(key=f"{person}:{now.isoformat()}:{len(recent)}", person=person, at=now))
    return opening


def is_open(reader: Reader, invite: Invite, now: datetime) -> bool:
    """Whether a link still seats someone."""
    return _condition(reader, invite, now) is Outcome.WELCOME


def end_invite(records: Records, key: str, now: datetime) -> Invite | None:
    """End an invitation that others than its addressee have seen; None where it seats nobody any more."""
    invite = records.get(Invite, key)
    if invite is None or not is_open(records, invite, now):
        return None
    ended = replace(invite, expires_at=now)
    records.put(ended)
    return ended


def seated_in(reader: Reader, plan: Plan, person: int, origin: str) -> Seating | None:
    """What came of this very update, where it was handled before; None where it was not."""
    for seat in reader.find(Seat, plan=plan.id, person=person):
        if seat.origin == origin:
            invite = next(iter(reader.find(Invite, used_by=person, used_at=seat.bound_at)), None)
            return Seating(Outcome.SEATED, seat, _given(reader, invite) if invite is not None else None)
    return None


def _given(reader: Reader, invite: Invite) -> Seat | None:
    """The seat that the invitation hands over."""
    return reader.get(Seat, invite.seat) if invite.seat and invite.role is not Role.STAND_IN else None


def sit_down(
    records: Records, plan: Plan, person: int, name: str, now: datetime, *, origin: str = ""
) -> Seating:
    """Seat the person who opened a link, under the name they told; the invitation is used up.

    The link is looked at again, since two people may hold it and time has passed. Raises NameRefused
    (the arrival stays, the person may try again).
    """
    arrival = records.get(Arrival, str(person))
    invite = records.get(Invite, arrival.invite) if arrival is not None else None
    if invite is None or invite.plan != plan.id:
        return Seating(Outcome.NO_ARRIVAL)
    seat = _active_seat(records, plan, invite, person)
    if seat is not None:
        records.drop(Arrival, str(person))
        return Seating(Outcome.ALREADY_SEATED, seat)
    outcome = _condition(records, invite, now)
    if outcome is not Outcome.WELCOME:
        records.drop(Arrival, str(person))
        return Seating(outcome)
    seat = Seat(
        key=seat_key(plan, invite.role, invite.unit, person),
        plan=plan.id,
        unit=invite.unit,
        role=invite.role,
        person=person,
        name=checked_name(name),
        bound_at=now,
        invited_by=invite.issued_by,
        first_day=invite.first_day,
        last_day=invite.last_day,
        origin=origin,
    )
    records.put(seat)
    given = _given(records, invite)
    if given is not None:
        records.put(replace(given, removed_at=now, removed_by=texts.handed_over_to(seat.name)))
    records.put(replace(invite, used_by=person, used_at=now))
    records.drop(Arrival, str(person))
    return Seating(Outcome.SEATED, seat, given)


def checked_name(text: str) -> str:
    """A person's name as typed, trimmed and with single spaces. Raises NameRefused."""
    name = _INTRODUCTION.sub("", " ".join(unicodedata.normalize("NFKC", text).split()).rstrip("。.!"))
    if name.startswith("/"):
        raise NameRefused(texts.NAME_COMMAND)
    if any(word in name for word in _QUESTION_WORDS) or name.endswith("?"):
        raise NameRefused(texts.NAME_QUESTION)
    if _NO_NAME.fullmatch(name):
        raise NameRefused(texts.NAME_OWN)
    if len(name) not in NAME_LENGTHS:
        raise NameRefused(texts.NAME_LENGTH)
    if not all(unicodedata.category(c)[0] in "LM" or c in _NAME_MARKS for c in name):
        raise NameRefused(texts.NAME_CHARACTERS)
    return name


def members(reader: Reader, plan: Plan) -> list[UnitSeats]:
    """All units in institutional order, empty ones too, each with the people who sit in it now."""
    by_unit: dict[str, list[Seat]] = {unit.name: [] for unit in plan.units}
    home = plan.office.name if plan.office is not None else ""
    for seat in reader.find(Seat, plan=plan.id):
        if seat.removed_at is None:
            by_unit.setdefault(seat.unit or home, []).append(seat)
    order = list(Role)
    return [
        UnitSeats(unit, tuple(sorted(seats, key=lambda seat: order.index(seat.role))))
        for unit, seats in by_unit.items()
    ]


def holders(reader: Reader, plan: Plan, unit: str, role: Role = Role.LIAISON) -> list[Seat]:
    """Who holds that role in a unit now, oldest seat first (``unit`` empty for the office)."""
    seats = reader.find(Seat, plan=plan.id, unit=unit)
    return [seat for seat in seats if seat.role is role and seat.removed_at is None]


def remove_seat(records: Records, plan: Plan, key: str, by: Actor, now: datetime) -> Seat:
    """Take a seat away at once; its row stays for the history. Twice is once.

    Raises NotAllowed, and RosterError for an unknown seat or when the last of the office would leave
    nobody behind.
    """
    require(by, Permission.REMOVE)
    seat = records.get(Seat, key)
    if seat is None or seat.plan != plan.id:
        raise RosterError(texts.SEAT_UNKNOWN)
    if seat.removed_at is not None:
        return seat
    own_office_seat = seat.role is Role.OFFICE and seat.person == by.person
    if own_office_seat and len(holders(records, plan, "", Role.OFFICE)) == 1:
        raise RosterError(texts.LAST_OFFICE)
    removed = replace(seat, removed_at=now, removed_by=by.name)
    records.put(removed)
    return removed


def _condition(reader: Reader, invite: Invite, now: datetime) -> Outcome:
    """What a link leads to by itself, whoever opens it."""
    if invite.used_by is not None:
        return Outcome.USED
    if invite.seat:
        given = reader.get(Seat, invite.seat)
        if given is None or given.removed_at is not None:
            return Outcome.EXPIRED
    return Outcome.EXPIRED if now >= invite.expires_at else Outcome.WELCOME


def _active_seat(reader: Reader, plan: Plan, invite: Invite, person: int) -> Seat | None:
    """The seat the invitation is for, if the person already sits in it; nobody stands in for themselves."""
    roles = (invite.role, Role.LIAISON) if invite.role is Role.STAND_IN else (invite.role,)
    found = (reader.get(Seat, seat_key(plan, role, invite.unit, person)) for role in roles)
    return next((seat for seat in found if seat is not None and seat.removed_at is None), None)
