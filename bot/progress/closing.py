"""Closing (销号): what is done, proved and accepted owes nothing more, until the office reopens it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.plan.model import Plan
from bot.progress import review_texts as texts
from bot.progress.acts import Closing
from bot.progress.dues import chased
from bot.progress.ledger import Ledger
from bot.progress.model import Attachment, Obligation, ReportState, Status
from bot.progress.review import checked_words, obligation_of
from bot.records import Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require


class ClosingError(Refused):
    """An obligation that cannot be closed or reopened."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What came of closing or reopening. ``fresh`` is False where it stood so already."""

    closing: Closing
    fresh: bool = True


IsEvidence = Callable[[Attachment], bool]
"""Whether a file that came with a report is there to be looked at (it may have been refused or lost)."""


def any_file(_file: Attachment) -> bool:
    """Takes every file for evidence."""
    return True


def missing(ledger: Ledger, obligation: Obligation, is_evidence: IsEvidence = any_file) -> list[str]:
    """What an obligation lacks before it can be closed: done, evidence, accepted; none if nothing."""
    standing = ledger.standing(obligation)
    if standing.status is not Status.DONE or standing.report is None:
        return [texts.NOT_DONE]
    lacking = []
    if ledger.state_of(standing.report) is not ReportState.ACCEPTED:
        lacking.append(texts.NOT_ACCEPTED)
    versions = ledger.versions(obligation, standing.report.cycle)
    kept = (ReportState.SUBMITTED, ReportState.ACCEPTED, ReportState.REPLACED)
    files = (file for one in versions if ledger.state_of(one) in kept for file in one.attachments)
    if not any(map(is_evidence, files)):
        lacking.append(texts.NO_EVIDENCE)
    return lacking


def closable(ledger: Ledger, is_evidence: IsEvidence = any_file) -> list[Obligation]:
    """What the office may close now."""
    opened = (one for one in chased(ledger.plan) if ledger.closed(one) is None)
    return [one for one in opened if not missing(ledger, one, is_evidence)]


def closed_ones(ledger: Ledger) -> list[Obligation]:
    """What is closed now."""
    return [obligation for obligation in chased(ledger.plan) if ledger.closed(obligation) is not None]


def close(
    records: Records,
    plan: Plan,
    *,
    by: Actor,
    measure: int,
    unit: str,
    now: datetime,
    key: str,
    is_evidence: IsEvidence = any_file,
) -> Closed:
    """Close one obligation; closed already, it stays as it is. Raises NotAllowed, ClosingError."""
    require(by, Permission.CLOSE)
    obligation = obligation_of(plan, measure, unit)
    ledger = Ledger(records, plan, units=[unit])
    if (before := ledger.closed(obligation)) is not None:
        return Closed(before, fresh=False)
    if (act := records.get(Closing, key)) is not None:  # it was reopened since
        return Closed(act, fresh=False)
    if lacking := missing(ledger, obligation, is_evidence):
        raise ClosingError(texts.not_closable(unit, measure, lacking))
    report = ledger.standing(obligation).report
    done = Closing(
        key, plan.id, measure, unit, True, by.name, by.person, now, report=report.key if report else ""
    )
    records.put(done)
    return Closed(done)


def reopen(
    records: Records,
    plan: Plan,
    *,
    by: Actor,
    measure: int,
    unit: str,
    now: datetime,
    key: str,
    remark: str = "",
) -> Closed:
    """Let a closed obligation be owed again. The same act twice is once. Raises NotAllowed, ClosingError."""
    require(by, Permission.CLOSE)
    obligation = obligation_of(plan, measure, unit)
    if (act := records.get(Closing, key)) is not None:
        return Closed(act, fresh=False)
    before = Ledger(records, plan, units=[unit]).closed(obligation)
    if before is None:
        raise ClosingError(texts.NOT_CLOSED)
    act = Closing(
        key, plan.id, measure, unit, False, by.name, by.person, now, checked_words(remark), before.report
    )
    records.put(act)
    return Closed(act)
