"""Requests for extension (申请延期): a unit asks with a reason and a day, the office grants or declines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.clock import SHANGHAI
from bot.plan.model import Plan
from bot.progress import review_texts as texts
from bot.progress.acts import Extension
from bot.progress.cadence import CadenceRules, deadline_label, next_cycle
from bot.progress.calendar import WorkCalendar
from bot.progress.dues import dues_at, missed, unanswered
from bot.progress.ledger import Ledger
from bot.progress.model import Due
from bot.progress.reports import check_measure
from bot.progress.review import checked_words
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require


class ExtensionError(Refused):
    """A request that cannot be made or answered."""


@dataclass(frozen=True, slots=True)
class Request:
    """The extensions asked for in one message. ``fresh`` is False where the act was done before."""

    extensions: tuple[Extension, ...]
    fresh: bool = True

    @property
    def measures(self) -> list[int]:
        """What they are about, in the order asked."""
        return [extension.measure for extension in self.extensions]


def pressing(
    reader: Reader, plan: Plan, rules: CadenceRules, calendar: WorkCalendar, now: datetime, *, unit: str
) -> list[Due]:
    """What a unit owes at the moment, overdue or still open, the most urgent first."""
    ledger = Ledger(reader, plan, units=[unit])
    opened = [due for due in dues_at(plan, rules, calendar, now) if due.obligation.unit == unit]
    late = missed(ledger, rules, calendar, now, units=[unit])
    found = {(due.obligation.measure, due.cycle.id): due for due in (*late, *unanswered(ledger, opened))}
    return sorted(found.values(), key=lambda due: (_deadline(due), due.obligation.measure))


def ask(
    records: Records,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    *,
    by: Actor,
    unit: str,
    measures: Sequence[int],
    day: date,
    reason: str,
    now: datetime,
    act: str,
) -> Request:
    """Ask for a later deadline of what the unit owes on these measures: that day, or the working day before.

    The hour stays that of the deadline. For each measure the most urgent due that the day fits is meant:
    later than its deadline, before that of the next cycle. All are asked for, or none. The same act again
    changes nothing. Raises NotAllowed, NotBound, ReviewError and ExtensionError.
    """
    require(by, Permission.REPORT, unit)
    if asked := asked_by(records, act):
        return Request(tuple(asked), fresh=False)
    reason = checked_words(reason)
    if not reason:
        raise ExtensionError(texts.REASON_NEEDED)
    for measure in measures:
        check_measure(plan, unit, measure)
    ledger = Ledger(records, plan, units=[unit])
    owed = pressing(records, plan, rules, calendar, now, unit=unit)
    until = day if calendar.is_workday(day) else calendar.previous_workday(day)
    extensions = []
    for number, measure in enumerate(dict.fromkeys(measures)):
        about = texts.obligation(unit, measure)
        if ledger.closed(check_measure(plan, unit, measure)) is not None:
            raise ExtensionError(texts.CLOSED_ALREADY.format(about=about))
        dues = [due for due in owed if due.obligation.measure == measure]
        due, moment = _fitting(dues, until, rules, calendar, about)
        if any(
            one.granted is None and (one.measure, one.cycle) == (measure, due.cycle.id)
            for one in records.find(Extension, plan=plan.id, unit=unit)
        ):
            raise ExtensionError(texts.ALREADY_ASKED.format(about=about))
        extensions.append(
            Extension(
                key=f"{act}:{number}",
                plan=plan.id,
                measure=measure,
                unit=unit,
                cycle=due.cycle.id,
                until=moment,
                reason=reason,
                by=by.name,
                by_id=by.person,
                at=now,
            )
        )
    for extension in extensions:
        records.put(extension)
    return Request(tuple(extensions))


def asked_by(reader: Reader, act: str) -> list[Extension]:
    """The extensions that one message (``<bot>:<update_id>``) asked for."""
    found: list[Extension] = []
    while (extension := reader.get(Extension, f"{act}:{len(found)}")) is not None:
        found.append(extension)
    return found


def answer(records: Records, plan: Plan, *, by: Actor, act: str, granted: bool, now: datetime) -> Request:
    """Grant or decline what one message asked for; the same answer again changes nothing.

    ``act`` is the message's, as in :func:`ask`. Raises NotAllowed, and ExtensionError for no such request
    or one that was answered differently.
    """
    require(by, Permission.REVIEW)
    asked = [one for one in asked_by(records, act) if one.plan == plan.id]
    if not asked:
        raise ExtensionError(texts.EXTENSION_UNKNOWN)
    before = asked[0]
    if before.granted is not None:
        if before.granted is not granted:
            raise ExtensionError(texts.answered_otherwise(before.answered_by, before.granted))
        return Request(tuple(asked), fresh=False)
    answered = [
        replace(one, granted=granted, answered_by=by.name, answered_by_id=by.person, answered_at=now)
        for one in asked
    ]
    for one in answered:
        records.put(one)
    return Request(tuple(answered))


def unanswered_requests(reader: Reader, plan: Plan) -> list[Request]:
    """The requests that wait for the office, oldest first."""
    by_act: dict[str, list[Extension]] = {}
    for one in reader.find(Extension, plan=plan.id, granted=None):
        by_act.setdefault(one.key.rpartition(":")[0], []).append(one)
    return [Request(tuple(asked)) for asked in by_act.values()]


def _fitting(
    dues: Iterable[Due], until: date, rules: CadenceRules, calendar: WorkCalendar, about: str
) -> tuple[Due, datetime]:
    """The first of the dues that the day fits, and the instant it would be extended to."""
    problem = texts.NOTHING_TO_EXTEND.format(about=about)
    for due in dues:
        deadline = _deadline(due)
        moment = datetime.combine(until, deadline.timetz())
        coming = next_cycle(due.cycle, calendar, rules).deadline
        if moment <= deadline:
            problem = texts.NOT_LATER.format(about=about, deadline=deadline_label(deadline))
        elif coming is not None and moment >= coming:
            last = calendar.previous_workday(coming.date())
            latest = datetime.combine(last, deadline.timetz())
            problem = texts.TOO_LATE.format(about=about, deadline=deadline_label(latest))
        else:
            return due, moment
    raise ExtensionError(problem)


def _deadline(due: Due) -> datetime:
    """A due's deadline; every due has one (bot.progress.dues)."""
    return due.cycle.deadline or datetime.max.replace(tzinfo=SHANGHAI)
