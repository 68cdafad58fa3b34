"""The office's answer to reports: accepted (审核通过) or returned (退回), one or many, each act once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.plan.model import Plan
from bot.progress import review_texts as texts
from bot.progress.dues import obligations
from bot.progress.ledger import Ledger
from bot.progress.model import Obligation, Report, ReportState, Review, Verdict
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require

REMARK_LIMIT = 500


class ReviewError(Refused):
    """A review that cannot be made."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of a review. ``fresh`` is False where the same act was done before.

    ``reports`` are those it decided; ``passed_over`` those it left alone, since they had been reviewed,
    replaced or withdrawn meanwhile.
    """

    verdict: Verdict
    remark: str
    reports: tuple[Report, ...]
    passed_over: tuple[Report, ...] = ()
    fresh: bool = True


def waiting(
    ledger: Ledger,
    *,
    unit: str | None = None,
    section: int | None = None,
    until: datetime | None = None,
) -> list[Report]:
    """What the office has yet to look at, oldest first; its own reports are not reviewed.

    ``until`` leaves out what came later than somebody looked.
    """
    plan = ledger.plan
    return [
        report
        for report in ledger.versions(unit=unit)
        if (until is None or report.at <= until)
        and section in (None, plan.by_number[report.measure].section)
        and not plan.by_unit[report.unit].office
        and ledger.state_of(report) is ReportState.SUBMITTED
    ]


def reviewed_by(reader: Reader, act: str) -> list[Review]:
    """The reviews that one act (``<bot>:<update_id>``) made, none if it was not done yet."""
    found: list[Review] = []
    while (review := reader.get(Review, f"{act}:{len(found)}")) is not None:
        found.append(review)
    return found


def decide(
    records: Records,
    plan: Plan,
    *,
    by: Actor,
    reports: Sequence[str],
    verdict: Verdict,
    now: datetime,
    act: str,
    remark: str = "",
) -> Reviewed:
    """Accept or return these report versions (keys); the same act again changes nothing.

    A single one that can no longer be decided so is refused with the reason; of several, those are
    passed over. An accepted report may still be returned. Raises NotAllowed and ReviewError.
    """
    require(by, Permission.REVIEW)
    if done := reviewed_by(records, act):
        kept = [report for one in done if (report := records.get(Report, one.report)) is not None]
        return Reviewed(done[0].verdict, done[0].remark, tuple(kept), fresh=False)
    remark = checked_words(remark)
    if verdict is Verdict.RETURNED and not remark:
        raise ReviewError(texts.REMARK_NEEDED)
    found = [_found(records, plan, key) for key in dict.fromkeys(reports)]
    ledger = Ledger(records, plan, units={report.unit for report in found})
    obstacles = {report.key: _obstacle(ledger, report, verdict) for report in found}
    if len(found) == 1 and (obstacle := obstacles[found[0].key]) is not None:
        if verdict is Verdict.ACCEPTED and ledger.state_of(found[0]) is ReportState.ACCEPTED:
            return Reviewed(verdict, "", (found[0],), fresh=False)
        raise ReviewError(obstacle)
    decided = [report for report in found if obstacles[report.key] is None]
    if not decided:
        raise ReviewError(texts.NOTHING_WAITING)
    for number, report in enumerate(decided):
        records.put(Review(f"{act}:{number}", plan.id, report.key, verdict, by.name, by.person, now, remark))
    left = [report for report in found if obstacles[report.key] is not None]
    return Reviewed(verdict, remark, tuple(decided), tuple(left))


def checked_words(words: str) -> str:
    """A remark or reason, trimmed and within the limit. Raises ReviewError."""
    words = words.strip()
    if len(words) > REMARK_LIMIT:
        raise ReviewError(texts.words_too_long(len(words), REMARK_LIMIT))
    return words


def obligation_of(plan: Plan, measure: int, unit: str) -> Obligation:
    """The obligation of that measure and unit (printed name). Raises ReviewError if the plan has none."""
    for obligation in obligations(plan):
        if (obligation.measure, obligation.unit) == (measure, unit):
            return obligation
    raise ReviewError(texts.NOT_BOUND)


def _found(reader: Reader, plan: Plan, key: str) -> Report:
    report = reader.get(Report, key)
    if report is None or report.plan != plan.id:
        raise ReviewError(texts.REPORT_UNKNOWN)
    return report


def _obstacle(ledger: Ledger, report: Report, verdict: Verdict) -> str | None:
    """Why the version cannot be decided so; None if it can."""
    state = ledger.state_of(report)
    if state is ReportState.SUBMITTED:
        return None
    if state is ReportState.ACCEPTED and verdict is Verdict.RETURNED:
        obligation = obligation_of(ledger.plan, report.measure, report.unit)
        return texts.RETURN_CLOSED if ledger.closed(obligation) is not None else None
    return texts.obstacle(state)
