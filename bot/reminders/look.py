"""Look: who is to be told what at this moment, computed from the store and told once.

A scheduler, a start and a clock jump all just call :func:`look`. It finds, for every cadence and
audience, the latest stage reached, asks who still owes what it speaks of, leaves out who was told of
it already, and puts the rest into one message a person. Time spent switched off therefore never adds
up to a backlog, and who sits down after a stage was told gets the latest one if their unit still owes.

A message may wait in the outbox until the quiet hours are over or the network is back. :func:`fresh`
says, right before it is sent, what of it still holds.
"""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.records import Reader, Records
from bot.reminders import texts
from bot.reminders.lines import Addressed, Lines, Recipient, urgency
from bot.reminders.model import Line, Reminder, Terms, Told, told_key
from bot.reminders.stages import MOST_MESSAGES, Audience
from bot.roster.authority import seats_of
from bot.roster.model import Role

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """The messages to send, and the plans that could not be looked at, each with what was wrong."""

    reminders: tuple[Reminder, ...]
    failures: tuple[tuple[str, Exception], ...] = ()


def look(reader: Reader, plans: Iterable[Terms], now: datetime, *, office: Collection[int]) -> Looked:
    """The messages to send at ``now``: one a person, about what their units owe at this very moment.

    ``office`` are the Telegram ids that the settings make the office, beside those who hold its seats.
    Nobody is told anything in a plan's quiet hours. A plan that cannot be looked at stops no other. Put
    the messages and :func:`mark_told` into one transaction, and nobody is told twice.
    """
    plans = tuple(plans)
    addressed: list[Addressed] = []
    failures: list[tuple[str, Exception]] = []
    for terms in plans:
        try:
            addressed += [
                one for one in untold(reader, terms, now, office=office) if one[0].person is not None
            ]
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one plan, the others are told
            log.warning("plan %s could not be looked at: %s", terms.plan.id, type(error).__name__)
            failures.append((terms.plan.id, error))
    return Looked(tuple(reminders_of(addressed, plans, now)), tuple(failures))


def mark_told(records: Records, reminder: Reminder, message: str, now: datetime) -> None:
    """Store that the message is on its way, in the batch of that key. Twice is once."""
    for mark in reminder.marks(message, now):
        if records.get(Told, mark.key) is None:
            records.put(mark)


def untold(reader: Reader, terms: Terms, now: datetime, *, office: Collection[int]) -> list[Addressed]:
    """One plan's lines that are to be told at ``now``, those for empty seats (``person`` None) too."""
    if terms.quiet.at(now):
        return []
    found = [
        (recipient, line)
        for recipient, line in Lines(reader, terms, now, office=office).all()
        if recipient.person is None or not _told(reader, line, recipient.person)
    ]
    if all(recipient.person is None for recipient, _ in found):
        return found
    so_far = {cycle: _messages(reader, terms, cycle) for cycle in {line.cycle.id for _, line in found}}
    return [
        (recipient, line)
        for recipient, line in found
        if recipient.person is None or len(so_far[line.cycle.id].get(recipient.person, ())) < MOST_MESSAGES
    ]


def fresh(
    reader: Reader,
    plans: Iterable[Terms],
    now: datetime,
    *,
    office: Collection[int],
    person: int,
    message: str,
) -> Reminder | None:
    """What still holds of the message that a batch carries to a person, in words for ``now``; None: nothing.

    What was answered since falls out, and so does what a newer stage has taken the place of.
    """
    plans, told = tuple(plans), marks_of(reader, person, message)
    found = [one for terms in plans for one in _still(reader, terms, now, office, told)]
    return next(iter(reminders_of(found, plans, now)), None)


def marks_of(reader: Reader, person: int, message: str) -> list[Told]:
    """What the message that a batch carried told a person."""
    return reader.find(Told, message=message, person=person)


def reminders_of(found: Iterable[Addressed], plans: Sequence[Terms], now: datetime) -> list[Reminder]:
    """One message out of the lines for each recipient, most urgent first."""
    by_recipient: dict[tuple[int | None, str], tuple[Recipient, list[Line]]] = {}
    for recipient, line in found:
        by_recipient.setdefault((recipient.person, recipient.place), (recipient, []))[1].append(line)
    places = {terms.plan.id: terms.plan.place_of for terms in plans}
    titles = {terms.plan.id: terms.plan.title for terms in plans}
    order = urgency(lambda line: places[line.plan][line.unit])
    return [
        _reminder(recipient, sorted(lines, key=order), titles, now)
        for recipient, lines in by_recipient.values()
    ]


def _still(
    reader: Reader, terms: Terms, now: datetime, office: Collection[int], told: Collection[Told]
) -> list[Addressed]:
    """The lines of the plan that hold now, of those that a person was told."""
    keys = {mark.key for mark in told if mark.plan == terms.plan.id}
    if not keys:
        return []
    person = next(iter(told)).person
    seats = seats_of(reader, terms.plan, person, now.date())
    clerk = person in office or any(seat.role is Role.OFFICE for seat in seats)
    units = None if clerk else {seat.unit for seat in seats if seat.unit}
    return [
        (recipient, line)
        for recipient, line in Lines(reader, terms, now, office=office, units=units).all()
        if recipient.person == person and told_key(terms.plan.id, line.round, line.stage.name, person) in keys
    ]


def _told(reader: Reader, line: Line, person: int) -> bool:
    """Whether the person was told of this stage."""
    return reader.get(Told, told_key(line.plan, line.round, line.stage.name, person)) is not None


def _messages(reader: Reader, terms: Terms, cycle: str) -> dict[int, set[str]]:
    """The messages about a cycle that each person has got, what was extended in it included."""
    found: dict[int, set[str]] = {}
    for mark in reader.find(Told, plan=terms.plan.id, cycle=cycle):
        found.setdefault(mark.person, set()).add(mark.message)
    return found


def _reminder(recipient: Recipient, lines: Sequence[Line], titles: dict[str, str], now: datetime) -> Reminder:
    own = [line for line in lines if line.stage.audience is Audience.LIAISON]
    return Reminder(
        person=recipient.person,
        name=recipient.name,
        place=recipient.place,
        lines=tuple(lines),
        text=texts.message(lines, now, titles if len({line.plan for line in lines}) > 1 else {}),
        why="\n".join(dict.fromkeys(texts.why(line.stage, line.asked) for line in (own or lines))),
    )
