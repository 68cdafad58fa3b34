"""What may still be done with a report after it was sent: put right, repeated, made to follow its message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.patterns import late
from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.answers import clauses, essence, slip
from bot.progress.cadence import CadenceRules, cycle_of, previous_cycle
from bot.progress.calendar import WorkCalendar
from bot.progress.corrections import only_corrects
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground
from bot.progress.dues import chased, unanswered
from bot.progress.following import follow
from bot.progress.items import joined
from bot.progress.ledger import Ledger
from bot.progress.mending import correction_of, put_right
from bot.progress.model import Draft, DraftItem, Due, Obligation, Report, ReportState, Status
from bot.progress.reports import ReportError, check_measure, reports_of, submit
from bot.progress.steps import Step
from bot.progress.wording import facts
from bot.records import Reader, Records
from bot.roster.authority import Actor

_GONE = frozenset({ReportState.WITHDRAWN, ReportState.REPLACED, ReportState.ERASED})
_JUST_SENT = late(
    r"(?:我|把)*(?:刚才?|刚刚|上面|前面|上一?[条次])(?:[报发写填交]的?)?(?:那?[个条份次])?的?(?=.)"
)
_REVIEWED = frozenset({ReportState.ACCEPTED, ReportState.RETURNED})


@dataclass(frozen=True, slots=True)
class Followed:
    """What an edit of a sent message brought about."""

    reports: tuple[Report, ...]
    withdrawn: tuple[int, ...]


def last_sent(reader: Reader, plan: Plan, by: Actor, measure: int | None = None) -> list[Report]:
    """The reports that this person sent last, together, as far as they stand; or the last on one measure."""
    ledger = _ledger(reader, plan, by)
    for report in reversed(ledger.versions()):
        if report.author_id != by.person or measure not in (None, report.measure):
            continue
        if ledger.state_of(report) not in _GONE:
            origin = report.key.rpartition(":")[0]
            together = reports_of(reader, origin) if measure is None else [report]
            return [each for each in together if ledger.state_of(each) not in _GONE]
    return []


def told_in(reader: Reader, plan: Plan, by: Actor, message: int) -> list[Report]:
    """The reports of this person that still stand and have words of that message in them."""
    ledger = _ledger(reader, plan, by)
    return [
        report
        for report in ledger.versions()
        if report.author_id == by.person
        and any(part.message == message for part in report.parts)
        and ledger.state_of(report) not in _GONE
    ]


def follow_sent(
    records: Records,
    plan: Plan,
    rules: CadenceRules,
    by: Actor,
    reports: Sequence[Report],
    *,
    message: int,
    words: str,
    ground: Ground,
    origin: str,
    now: datetime,
    issued_at: datetime | None,
) -> Followed | None:
    """New versions of the reports whose message was edited; None where the edit changes nothing.

    The same ``origin`` again is once. Raises ReportError where one was reviewed or is in an issued digest,
    or where the words tell no report any more; NotAllowed.
    """
    if done := reports_of(records, origin):
        return Followed(tuple(done), ())
    check_open(records, plan, reports, issued_at)
    unit = reports[0].unit
    items = [as_item(report) for report in reports]
    changed = follow(items, message, words, unit, ground)
    if changed == items:
        return None
    draft = replace(
        _blank(plan, by, unit, origin, now),
        items=tuple(changed),
        attachments=tuple({f.file_unique_id: f for r in reports for f in r.attachments}.values()),
        corrects=tuple(report.key for report in reports),
    )
    measures = {item.measure for item in changed}
    sent = submit(records, plan, rules, by=by, draft=draft, now=now, issued_at=issued_at)
    gone = tuple(report.measure for report in reports if report.measure not in measures)
    return Followed(tuple(sent), gone)


def check_open(reader: Reader, plan: Plan, reports: Iterable[Report], issued_at: datetime | None) -> None:
    """Raise ReportError if one of the reports was reviewed, or is in a digest issued since."""
    for report in reports:
        if Ledger(reader, plan, units=[report.unit]).state_of(report) in _REVIEWED:
            raise ReportError(texts.EDIT_REVIEWED)
        if issued_at is not None and report.at <= issued_at:
            raise ReportError(texts.EDIT_ISSUED)


def corrected_items(
    reports: Sequence[Report], words: str, plan: Plan, by: Actor, ground: Ground
) -> tuple[list[Report], list[DraftItem]] | None:
    """Which of the reports the words put right, and what they should read; None where they correct nothing.

    No report where it is not clear which is meant. Raises NotBound for a measure that is not the unit's.
    """
    pointed = _JUST_SENT.match(words)
    words = words[pointed.end() :] if pointed else words
    right = correction_of(words)
    slipped = pointed is not None or any(slip(clause) for clause in clauses(words))
    if not slipped and (right is None or not (right.plain or right.percent is not None)):
        return None
    items = tuple(as_item(report) for report in reports)
    draft = replace(_blank(plan, by, reports[0].unit, "", reports[0].at), items=items)
    changed = put_right(draft, words, ground)
    more = essence(words)
    if changed is None and right is None and len(items) == 1 and facts(flatten(more)) and more != words:
        return list(reports), [replace(items[0], text=joined(items[0].text, more))]  # 漏了个数，有300人
    if changed is None:
        return ([], []) if right is not None else None
    if len(changed.items) != len(items):
        return None
    pairs = [(r, new) for r, old, new in zip(reports, items, changed.items, strict=True) if old != new]
    return ([report for report, _ in pairs], [item for _, item in pairs]) if pairs else None


def with_earlier_words(items: Iterable[DraftItem], ledger: Ledger, unit: str) -> list[DraftItem]:
    """The items; those that only put right what was sent (报错了，应该是80%) with the words sent before."""
    corrected = []
    for item in items:
        earlier = ledger.latest(Obligation(item.measure, unit)) if only_corrects(item.text) else None
        known = earlier is not None and earlier.status is not Status.NIL
        corrected.append(replace(item, text=earlier.text, parts=()) if earlier and known else item)
    return corrected


def same_as_before(
    ledger: Ledger, plan: Plan, unit: str, numbers: Iterable[int]
) -> tuple[list[DraftItem], list[int]]:
    """Items that say again what the unit said last of these measures, and those of which it said nothing.

    Raises NotBound.
    """
    items, missing = [], []
    for number in numbers:
        if (last := ledger.latest(check_measure(plan, unit, number))) is None:
            missing.append(number)
        else:
            items.append(DraftItem(number, last.status, last.percent, last.text))
    return items, missing


def missed_before(
    ledger: Ledger, rules: CadenceRules, calendar: WorkCalendar, now: datetime, unit: str
) -> list[Due]:
    """What the unit's cycles before the open ones asked for and still wait for."""
    plan, today, dues = ledger.plan, now.date(), []
    for obligation in chased(plan, [unit]):
        cadence = rules.cadence_of(plan, obligation, today)
        before = previous_cycle(cycle_of(cadence, today, calendar, rules), calendar, rules)
        if rules.asks(plan, obligation, before):
            dues.append(Due(obligation, before))
    return unanswered(ledger, dues)


def as_item(report: Report) -> DraftItem:
    """A report as the draft that it was."""
    return DraftItem(report.measure, report.status, report.percent, report.text, parts=report.parts)


def _ledger(reader: Reader, plan: Plan, by: Actor) -> Ledger:
    """The record of the person's units; the office writes for any."""
    return Ledger(reader, plan, units=None if by.office else by.own_units)


def _blank(plan: Plan, by: Actor, unit: str, origin: str, now: datetime) -> Draft:
    return Draft(str(by.person), plan.id, by.person, unit, Step.READY, origin, now)
