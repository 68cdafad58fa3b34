"""Who may do what: the table of DESIGN.md, read from the stored seats every time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.plan.model import Plan
from bot.records import Reader
from bot.refusal import Refused
from bot.roster import texts
from bot.roster.model import Role, Seat


class Permission(StrEnum):
    """The rows of the table. REPORT covers editing, withdrawing and joint confirmation as well."""

    ASK = "ask"
    READ_STATUS = "read_status"
    READ_TEXTS = "read_texts"
    REPORT = "report"
    ON_BEHALF = "on_behalf"
    REVIEW = "review"
    CLOSE = "close"
    NUDGE = "nudge"
    BROADCAST = "broadcast"
    ISSUE = "issue"
    INVITE = "invite"
    REMOVE = "remove"
    ERASE = "erase"
    TEACH = "teach"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with what their seats give them at this moment.

    ``units`` are those they report for as liaison or stand-in, ``heads`` those they lead; printed names. The
    office reports for itself, so its printed unit is among the ``units`` of its people.
    """

    person: int
    name: str
    office: bool = False
    units: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def own_units(self) -> tuple[str, ...]:
        """All units this person may report for, each once."""
        return tuple(dict.fromkeys((*self.units, *self.heads)))


class NotAllowed(Refused):
    """The actor may not do this."""


def seats_of(reader: Reader, plan: Plan, person: int, day: date | None = None) -> list[Seat]:
    """The seats a person holds now, oldest first; removed ones give nothing and are left out.

    A stand-in's seat counts on the ``day``s of its span only, and not at all where no day is told.
    """
    return [seat for seat in reader.find(Seat, plan=plan.id, person=person) if seat.gives(day)]


def actor_of(
    reader: Reader, plan: Plan, person: int, office_ids: frozenset[int], day: date | None = None
) -> Actor:
    """Who this person is on that day. A stranger is an Actor too, with no units and an empty name.

    ``office_ids`` are the Telegram ids that the operator's settings make the office from the start.
    """
    seats = seats_of(reader, plan, person, day)
    office = person in office_ids or any(seat.role is Role.OFFICE for seat in seats)
    units = {seat.unit for seat in seats if seat.role in (Role.LIAISON, Role.STAND_IN)}
    heads = {seat.unit for seat in seats if seat.role is Role.HEAD}
    if office and plan.office is not None:
        units.add(plan.office.name)
    name = seats[-1].name if seats else texts.OFFICE_NAME if office else ""
    return Actor(
        person=person,
        name=name,
        office=office,
        units=tuple(unit.name for unit in plan.units if unit.name in units),
        heads=tuple(unit.name for unit in plan.units if unit.name in heads),
    )


def _seated(actor: Actor, _unit: str | None) -> str | None:
    return None if actor.office or actor.own_units else texts.STATUS_FOR_SEATED


def _own_texts(actor: Actor, unit: str | None) -> str | None:
    return None if actor.office or unit in actor.own_units else texts.TEXTS_OF_OWN_UNIT


def _own_unit(actor: Actor, unit: str | None) -> str | None:
    return None if unit in actor.own_units else texts.reporting_refused(unit or "", actor.own_units)


def _office(actor: Actor, _unit: str | None) -> str | None:
    return None if actor.office else texts.FOR_OFFICE


_REFUSALS: dict[Permission, Callable[[Actor, str | None], str | None]] = {
    Permission.READ_STATUS: _seated,
    Permission.READ_TEXTS: _own_texts,
    Permission.REPORT: _own_unit,
}


def refusal(actor: Actor, permission: Permission, unit: str | None = None) -> str | None:
    """Why the actor may not do this, as a sentence for them; None if they may.

    ``unit`` is the printed name the act is about; READ_TEXTS and REPORT need it, and without it
    nobody but the office reads texts and nobody reports.
    """
    if permission is Permission.ASK:
        return None
    return _REFUSALS.get(permission, _office)(actor, unit)


def allowed(actor: Actor, permission: Permission, unit: str | None = None) -> bool:
    """Whether the actor may do this (to show or hide a button; the act itself uses require)."""
    return refusal(actor, permission, unit) is None


def require(actor: Actor, permission: Permission, unit: str | None = None) -> None:
    """Let the actor pass, or raise NotAllowed with a sentence for them."""
    reason = refusal(actor, permission, unit)
    if reason is not None:
        raise NotAllowed(reason)
