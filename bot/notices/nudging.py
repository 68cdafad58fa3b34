"""催办: the office asks those who still owe, once a person and day; more only where it says so."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.notices import texts
from bot.notices.model import Nudge, Nudged, What
from bot.notices.preparing import prepared_by
from bot.notices.scope import Reach, Scope
from bot.progress.dues import dues_at, missed, unanswered
from bot.progress.ledger import Ledger
from bot.progress.model import Due
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.reminders.lines import urgency
from bot.reminders.model import Line, Terms
from bot.reminders.stages import Audience, Condition, Stage
from bot.roster.authority import Actor, Permission, require, seats_of
from bot.roster.handing import answering
from bot.roster.reach import unreachable

# Nudges stand beside the stages of a cycle: they are worded as these are, and count for none of them.
_STAGES = {
    condition: Stage("nudge", 0, time(), Audience.LIAISON, condition)
    for condition in (Condition.OWED, Condition.OVERDUE)
}


class NudgeRefused(Refused):
    """A nudge that cannot be sent."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a nudge would ask for what. ``people`` are those it would go to, each with their lines.

    ``names`` has everybody's name; ``empty`` the owing units where nobody sits, ``again`` those who were
    nudged that day already, and ``lost`` those whom messages do not reach. The ``again`` are among the
    ``people`` only where the nudge is forced.
    """

    people: dict[int, tuple[Line, ...]]
    names: dict[int, str]
    lines: tuple[Line, ...]
    empty: tuple[str, ...]
    again: tuple[int, ...]
    lost: tuple[int, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The units that owe, in institutional order."""
        return tuple(dict.fromkeys(line.unit for line in self.lines))


def owing(
    reader: Reader, terms: Terms, scope: Scope, now: datetime, units: Collection[str] | None = None
) -> list[Line]:
    """What is owed within the scope at that moment, by unit in institutional order; overdue first.

    Nothing while the plan is paused; what was extended is left in peace until its day. With ``units`` only
    theirs is computed.
    """
    plan = terms.plan
    if terms.rules.paused(now.date()) is not None:
        return []
    if scope.reach is Reach.UNIT:
        units = [scope.unit] if units is None or scope.unit in units else []
    ledger = Ledger(reader, plan, units=units)
    waiting = unanswered(ledger, dues_at(plan, terms.rules, terms.calendar, now, units=units))
    by_unit: dict[str, dict[Condition, list[Due]]] = {}
    for condition, dues in (
        (Condition.OVERDUE, missed(ledger, terms.rules, terms.calendar, now, units=units)),
        (Condition.OWED, [due for due in waiting if _is_open(ledger, due, now)]),
    ):
        for due in dues:
            if scope.covers(plan, due.obligation.unit, due.obligation.measure):
                by_unit.setdefault(due.obligation.unit, {}).setdefault(condition, []).append(due)
    return [
        line
        for unit in plan.units
        for condition, owed in by_unit.get(unit.name, {}).items()
        for line in _lines(reader, terms, now, _STAGES[condition], owed)
    ]


def asked(reader: Reader, terms: Terms, scope: Scope, now: datetime, *, forced: bool) -> Asked:
    """Whom a nudge would ask at that moment. Raises NudgeRefused while the plan is paused."""
    plan = terms.plan
    if terms.rules.paused(now.date()) is not None:
        raise NudgeRefused(texts.PAUSED)
    lines = owing(reader, terms, scope, now)
    people: dict[int, list[Line]] = {}
    names: dict[int, str] = {}
    for line in lines:
        for seat in answering(reader, plan, line.unit, now.date()):
            people.setdefault(seat.person, []).append(line)
            names[seat.person] = seat.name
    today = {person for person in people if reader.get(Nudged, _nudged_key(terms, person, now)) is not None}
    again = tuple(person for person in people if person in today)
    gone = unreachable(reader)
    return Asked(
        people={
            p: sorted_lines(plan_lines, terms) for p, plan_lines in people.items() if forced or p not in today
        },
        names=names,
        lines=tuple(lines),
        empty=tuple(dict.fromkeys(line.unit for line in lines if not line.seated)),
        again=again,
        lost=tuple(person for person in people if person in gone),
    )


def nudge(
    records: Records, terms: Terms, by: Actor, id_: str, now: datetime, *, forced: bool
) -> tuple[Nudge, Asked | None]:
    """Nudge as prepared under that id; with whom it asked, None where that was done before.

    Raises NotAllowed, PreparedGone, and NudgeRefused where nobody is left to be asked.
    """
    require(by, Permission.NUDGE)
    done = records.get(Nudge, id_)
    if done is not None:
        return done, None
    kept = prepared_by(records, What.NUDGE, by.person, id_)
    found = asked(records, terms, kept.scope, now, forced=forced)
    if not found.people:
        raise NudgeRefused(texts.ALL_TODAY if found.again else texts.NOBODY_TO_NUDGE)
    plan = terms.plan.id
    sent = Nudge(id_, plan, kept.scope, kept.words, by.name, by.person, now, len(found.people), forced)
    records.put(sent)
    for person in found.people:
        records.put(Nudged(_nudged_key(terms, person, now), plan, person, now))
    records.put(replace(kept, done_at=now))
    return sent, found


def still_asked(
    reader: Reader, terms: Terms, id_: str, person: int, now: datetime
) -> tuple[Nudge, tuple[Line, ...]] | None:
    """A nudge with what it still asks of a person; None where they owe nothing of it any more."""
    sent = reader.get(Nudge, id_)
    if sent is None:
        return None
    plan = terms.plan
    day = now.date()
    own = dict.fromkeys(seat.unit for seat in seats_of(reader, plan, person, day) if seat.unit)
    units = [u for u in own if any(seat.person == person for seat in answering(reader, plan, u, day))]
    lines = owing(reader, terms, sent.scope, now, units)
    return (sent, sorted_lines(lines, terms)) if lines else None


def sorted_lines(lines: Iterable[Line], terms: Terms) -> tuple[Line, ...]:
    """A person's lines, most urgent first."""
    places = {unit.name: place for place, unit in enumerate(terms.plan.units)}
    return tuple(sorted(lines, key=urgency(lambda line: places[line.unit])))


def _nudged_key(terms: Terms, person: int, now: datetime) -> str:
    return f"{terms.plan.id}:{now.date()}:{person}"


def _lines(reader: Reader, terms: Terms, now: datetime, stage: Stage, dues: Iterable[Due]) -> list[Line]:
    """One unit's lines, one for each deadline."""
    plan = terms.plan
    by_cycle: dict[tuple[datetime, str], list[Due]] = {}
    for due in dues:
        if due.cycle.deadline is not None:
            by_cycle.setdefault((due.cycle.deadline, due.cycle.id), []).append(due)
    return [
        Line(
            plan=plan.id,
            stage=stage,
            cycle=same[0].cycle,
            deadline=deadline,
            unit=(unit := same[0].obligation.unit),
            measures=tuple(sorted(due.obligation.measure for due in same)),
            seated=bool(answering(reader, plan, unit, now.date())),
            judicial=plan.by_unit[unit].judicial,
        )
        for (deadline, _), same in sorted(by_cycle.items())
    ]


def _is_open(ledger: Ledger, due: Due, now: datetime) -> bool:
    """Whether its deadline is ahead, and none was granted beside the usual one."""
    deadline = due.cycle.deadline
    return deadline is not None and deadline > now and ledger.extended(due.obligation, due.cycle.id) is None
