"""Units that missed two cycles in a row: a message to the head is prepared, and people decide on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.outgoing import Letter, Outgoing
from bot.progress.cadence import cycle_label
from bot.progress.dues import missed_in_a_row
from bot.progress.ledger import Ledger
from bot.progress.model import Due
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.reminders import texts
from bot.reminders.model import Escalation, Terms
from bot.roster.authority import Actor, Permission, require
from bot.roster.model import Role, Seat
from bot.roster.seats import holders

_IN_A_ROW = 2


class EscalationError(Refused):
    """A release that cannot be made."""


def escalations(reader: Reader, terms: Terms, now: datetime) -> list[Escalation]:
    """For every unit that missed its newest two cycles the message as it would go to the head now.

    Those that the office released already are as they were released.
    """
    plan = terms.plan
    by_unit: dict[str, list[tuple[Due, ...]]] = {}
    for row in missed_in_a_row(Ledger(reader, plan), terms.rules, terms.calendar, now, _IN_A_ROW):
        by_unit.setdefault(row[0].obligation.unit, []).append(row)
    found = [_escalation(terms, unit, rows, now) for unit, rows in by_unit.items()]
    order = {unit.name: place for place, unit in enumerate(plan.units)}
    kept = [reader.get(Escalation, one.key) or one for one in found]
    return sorted(kept, key=lambda one: order[one.unit])


def new_escalations(reader: Reader, terms: Terms, now: datetime) -> list[Escalation]:
    """Those that are not on the office's list yet; storing them puts them there."""
    return [one for one in escalations(reader, terms, now) if reader.get(Escalation, one.key) is None]


def release(records: Records, terms: Terms, key: str, by: Actor, now: datetime) -> Escalation:
    """Put the message to a unit's head on its way, by the office's decision. Twice is once.

    Raises NotAllowed, and EscalationError where the unit has answered since or nobody leads it in chat.
    """
    require(by, Permission.NUDGE)
    found = next((one for one in escalations(records, terms, now) if one.key == key), None)
    if found is None:
        raise EscalationError(texts.ESCALATION_GONE)
    if found.released_at is not None:
        return found
    heads = heads_of(records, terms, found.unit)
    if not heads:
        raise EscalationError(texts.no_head(found.unit))
    released = replace(found, released_at=now, released_by=by.name)
    records.put(released)
    letters = tuple(Letter(seat.person, texts.escape(released.text)) for seat in heads)
    records.put(
        Outgoing(f"head:{released.key}", terms.plan.id, now, letters, texts.TO_HEAD, report_to=(by.person,))
    )
    return released


def heads_of(reader: Reader, terms: Terms, unit: str) -> list[Seat]:
    """Who leads a unit and can be written to."""
    return holders(reader, terms.plan, unit, Role.HEAD)


def _escalation(terms: Terms, unit: str, rows: Sequence[tuple[Due, ...]], now: datetime) -> Escalation:
    dues = sorted({due.cycle for row in rows for due in row}, key=lambda cycle: (cycle.first, cycle.id))
    newest = max((row[0].cycle for row in rows), key=lambda cycle: (cycle.last, cycle.id))
    labels = tuple(cycle_label(cycle, now.date()) for cycle in dues)
    measures = tuple(sorted(row[0].obligation.measure for row in rows))
    judicial = terms.plan.by_unit[unit].judicial
    text = texts.to_head(unit, labels, measures, judicial=judicial)
    return Escalation(f"{terms.plan.id}:{unit}:{newest.id}", terms.plan.id, unit, labels, measures, text, now)
