"""Seats and invitations, as stored. A person is a Telegram id; what they may do follows from their seats."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What a seat lets its holder do (DESIGN.md, who may do what)."""

    LIAISON = "liaison"
    STAND_IN = "stand_in"
    HEAD = "head"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's place in one unit. ``unit`` is the printed name, empty for the office.

    ``key`` is ``<plan>:<role>:<unit>:<person>``. A removed seat keeps its row (``removed_at``), so that
    history still knows the name; it gives no authority. A stand-in's seat gives some from ``first_day``
    to ``last_day`` only. ``person`` is 0 where the id of someone who left was forgotten. ``origin`` is the
    update in which they told their name: one that is handled again after a kill says what it said.
    """

    key: str
    plan: str
    unit: str
    role: Role
    person: int
    name: str
    bound_at: datetime
    invited_by: str
    removed_at: datetime | None = None
    removed_by: str = ""
    first_day: date | None = None
    last_day: date | None = None
    origin: str = ""

    def gives(self, day: date | None) -> bool:
        """Whether the seat gives authority on that day; a stand-in's gives none where no day is told."""
        if self.removed_at is not None:
            return False
        if self.first_day is None or self.last_day is None:
            return self.role is not Role.STAND_IN
        return day is not None and self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True)
class Invite:
    """A one-time link. ``key`` is the SHA-256 hex of the code; the code itself is never stored.

    ``used_by`` is who sat down. ``seat`` is the key of the seat that it hands over or, with the days, that
    a stand-in is to keep: once that seat is gone, the link leads nowhere.
    """

    key: str
    plan: str
    unit: str
    role: Role
    issued_by: str
    issued_at: datetime
    expires_at: datetime
    used_by: int | None = None
    used_at: datetime | None = None
    seat: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Someone who opened a good link and has not yet told their name. ``key`` is the Telegram id as text."""

    key: str
    invite: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class WrongCode:
    """A failed try of an invite code, for throttling (five an hour a person). ``key`` is unique per try."""

    key: str
    person: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Someone whom messages do not reach: they blocked the bot or never opened it. Gone once they write.

    ``key`` is the Telegram id as text. ``told``: the office knows.
    """

    key: str
    person: int
    since: datetime
    told: bool = False
