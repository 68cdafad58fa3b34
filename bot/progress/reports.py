"""Sending a report and taking it back: what makes one valid, and which cycle and version it becomes."""

from datetime import date, datetime, timedelta
from typing import Any

from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.cadence import CadenceRules, cycle_id, cycle_span
from bot.progress.ledger import Ledger
from bot.progress.model import (
    Attachment,
    Draft,
    DraftItem,
    Obligation,
    Period,
    Report,
    ReportState,
    Review,
    Status,
    Verdict,
)
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, NotAllowed, Permission, allowed, require

TEXT_LIMIT = 2000
ATTACHMENT_LIMIT = 10
PHOTO = "photo"


class ReportError(Refused):
    """A report that cannot be taken as it is."""


class NotBound(ReportError):
    """The measure is not the unit's, or not in the plan at all."""


def judicial_measures(plan: Plan) -> frozenset[int]:
    """Measures of the judicial sections (司法): children's cases, so totals only and no photographs."""
    sections = {section.number for section in plan.sections if "司法" in section.title}
    return frozenset(measure.number for measure in plan.measures if measure.section in sections)


def check_measure(plan: Plan, unit: str, number: int) -> Obligation:
    """The obligation that a measure puts on a unit. Raises NotBound."""
    if number not in plan.by_number:
        raise NotBound(texts.measure_unknown(number, len(plan.measures)))
    owned = {measure.number: named for measure, named in plan.owned_by(unit)}
    if number not in owned:
        raise NotBound(texts.not_bound(number, unit, owned))
    return Obligation(number, unit, owned[number])


def check_percent(percent: int) -> int:
    """A percent from 0 to 100. Raises ReportError."""
    if not 0 <= percent <= 100:
        raise ReportError(texts.PERCENT_RANGE)
    return percent


def check_text(text: str) -> str:
    """A report's text, trimmed and within the limit. Raises ReportError."""
    text = text.strip()
    if len(text) > TEXT_LIMIT:
        raise ReportError(texts.text_too_long(len(text), TEXT_LIMIT))
    return text


def check_attachments(plan: Plan, measures: list[int], attachments: tuple[Attachment, ...]) -> None:
    """Raise ReportError for too many files, or for a photograph with a judicial measure."""
    if len(attachments) > ATTACHMENT_LIMIT:
        raise ReportError(texts.too_many_attachments(ATTACHMENT_LIMIT))
    judicial = judicial_measures(plan) & set(measures)
    if judicial and any(attachment.kind == PHOTO for attachment in attachments):
        raise ReportError(texts.no_photographs(sorted(judicial)))


def require_reporting(by: Actor, unit: str) -> bool:
    """Let pass who may report for the unit; True where the office does so on its behalf (代报)."""
    on_behalf = not allowed(by, Permission.REPORT, unit) and allowed(by, Permission.ON_BEHALF, unit)
    if not on_behalf:
        require(by, Permission.REPORT, unit)
    return on_behalf


def submit(
    records: Records,
    plan: Plan,
    rules: CadenceRules,
    *,
    by: Actor,
    draft: Draft,
    now: datetime,
    issued_at: datetime | None = None,
) -> list[Report]:
    """Store one report for each item of the draft and remove the draft; the same draft twice is once.

    A report belongs to the cycle open now, also after its deadline; an item for the previous period to
    the cycle before. What the draft corrects keeps its cycle, and is withdrawn where the draft tells
    nothing of its measure any more. ``issued_at`` as in :func:`withdraw`. All is stored, or nothing: raises
    NotAllowed, NotBound or ReportError.
    """
    if by.person != draft.person:
        raise NotAllowed(texts.NOT_YOURS)
    stored = reports_of(records, draft.origin)
    if not stored:
        on_behalf = require_reporting(by, draft.unit)
        checked = _checked(plan, draft)
        corrected = [report for key in draft.corrects if (report := records.get(Report, key))]
        for report in corrected:
            if report.measure not in {item.measure for item, _ in checked}:
                key = f"{draft.origin}:w{report.measure}"
                withdraw(records, plan, by=by, report_key=report.key, now=now, key=key, issued_at=issued_at)
        cycles = {report.measure: report.cycle for report in corrected}
        as_of = corrected[0].at if corrected else now
        for number, (item, status) in enumerate(checked):
            obligation = check_measure(plan, draft.unit, item.measure)
            cycle = cycles.get(item.measure) or _cycle(plan, rules, obligation, item, as_of)
            earlier = records.find(Report, plan=plan.id, measure=item.measure, unit=draft.unit, cycle=cycle)
            report = Report(
                key=f"{draft.origin}:{number}",
                plan=plan.id,
                measure=item.measure,
                unit=draft.unit,
                cycle=cycle,
                status=status,
                percent=item.percent,
                text=item.text.strip(),
                author=by.name,
                author_id=by.person,
                at=now,
                replaces=earlier[-1].key if earlier else None,
                attachments=draft.attachments,
                on_behalf=on_behalf,
                source=draft.source if on_behalf else None,
                parts=item.parts if item.text == item.text.strip() else (),
            )
            records.put(report)
            stored.append(report)
    kept = records.get(Draft, draft.key)
    if kept is not None and kept.origin == draft.origin:
        records.drop(Draft, draft.key)
    return stored


def reports_of(reader: Reader, origin: str) -> list[Report]:
    """The reports that a draft of that origin became, in the order of its items; none if not sent yet."""
    reports: list[Report] = []
    while (report := reader.get(Report, f"{origin}:{len(reports)}")) is not None:
        reports.append(report)
    return reports


def withdraw(
    records: Records,
    plan: Plan,
    *,
    by: Actor,
    report_key: str,
    now: datetime,
    key: str,
    issued_at: datetime | None = None,
) -> Review:
    """Take back a version that nobody has reviewed yet; the one before it counts again.

    ``key`` names the act; ``issued_at`` is when the last digest was issued: what was sent until then is in
    it and stays. Withdrawing what is withdrawn already changes nothing. Raises NotAllowed or ReportError.
    """
    report = records.get(Report, report_key)
    if report is None or report.plan != plan.id:
        raise ReportError(texts.REPORT_UNKNOWN)
    require_reporting(by, report.unit)
    match Ledger(records, plan, units=[report.unit]).state_of(report):
        case ReportState.WITHDRAWN:
            return records.find(Review, report=report_key, verdict=Verdict.WITHDRAWN)[0]
        case ReportState.REPLACED:
            raise ReportError(texts.WITHDRAW_REPLACED)
        case ReportState.ACCEPTED | ReportState.RETURNED:
            raise ReportError(texts.WITHDRAW_REVIEWED)
    if issued_at is not None and report.at <= issued_at:
        raise ReportError(texts.WITHDRAW_ISSUED)
    review = Review(key, plan.id, report_key, Verdict.WITHDRAWN, by.name, by.person, now)
    records.put(review)
    return review


def report_json(ledger: Ledger, report: Report) -> dict[str, Any]:
    """One version as ``weibao report list --json`` prints it."""
    return {
        "id": report.key,
        "plan": report.plan,
        "measure": report.measure,
        "unit": report.unit,
        "cycle": report.cycle,
        "status": report.status.value,
        "percent": report.percent,
        "text": report.text,
        "author": report.author,
        "at": report.at.isoformat(),
        "state": ledger.state_of(report).value,
        "replaces": report.replaces,
    }


def _checked(plan: Plan, draft: Draft) -> list[tuple[DraftItem, Status]]:
    """The draft's items with the status each was given. Raises ReportError for a draft that is not ready."""
    if not draft.items:
        raise ReportError(texts.NOTHING_TO_REPORT)
    for item in draft.items:
        check_measure(plan, draft.unit, item.measure)
        check_text(item.text)
        if item.percent is not None:
            check_percent(item.percent)
    unsaid = [item.measure for item in draft.items if item.status is None]
    if unsaid:
        raise ReportError(texts.status_missing(unsaid))
    check_attachments(plan, [item.measure for item in draft.items], draft.attachments)
    return [(item, item.status) for item in draft.items if item.status is not None]


def _cycle(plan: Plan, rules: CadenceRules, obligation: Obligation, item: DraftItem, now: datetime) -> str:
    """The id of the cycle a report speaks of."""
    cadence = rules.cadence_of(plan, obligation, now.date())
    current = cycle_id(cadence, now.date())
    if item.period is Period.CURRENT:
        return current
    before = cycle_id(cadence, cycle_span(current)[1] - timedelta(days=1))
    if cycle_span(before)[2] < date.fromisoformat(plan.issued_on):
        raise ReportError(texts.NO_EARLIER_CYCLE)
    return before
