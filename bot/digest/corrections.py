"""What the last issue printed and no longer holds: told as 更正 in the next, once."""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.digest.model import Correction
from bot.digest.stored import Issued, IssuedDigest
from bot.plan.model import Plan
from bot.progress.cadence import cycle_span
from bot.progress.ledger import Ledger
from bot.progress.model import Obligation, Report, ReportState
from bot.records import Reader

_TAKEN_BACK = frozenset({ReportState.WITHDRAWN, ReportState.RETURNED})


def issue_before(reader: Reader, plan: Plan, first: date) -> Issued | None:
    """The newest issue of a week before the one that begins on that day."""
    earlier = [issued for issued in reader.find(Issued, plan=plan.id) if _monday(issued) < first]
    return max(earlier, key=_monday, default=None)


def joined_issue(reader: Reader, plan: Plan, first: date) -> Issued | None:
    """The issue of the very week before: the next one continues it."""
    issued = issue_before(reader, plan, first)
    return issued if issued is not None and _monday(issued) == first - timedelta(days=7) else None


def corrections(reader: Reader, ledger: Ledger, issued: Issued) -> tuple[Correction, ...]:
    """The obligations whose printed status rests on a report that was withdrawn or returned since.

    What has simply moved on is news, not a correction.
    """
    frozen = reader.get(IssuedDigest, issued.key)
    return tuple(_corrections(reader, ledger, frozen, issued.number)) if frozen is not None else ()


def _corrections(reader: Reader, ledger: Ledger, frozen: IssuedDigest, number: int) -> Iterator[Correction]:
    for row in frozen.digest.rows:
        report = reader.get(Report, row.source) if row.source else None
        if report is None or ledger.state_of(report) not in _TAKEN_BACK:
            continue
        now = ledger.standing(Obligation(row.measure, row.unit, row.named))
        if (now.status, now.percent) != (row.status, row.percent):
            yield Correction(row.measure, row.unit, row.status, row.percent, now.status, now.percent, number)


def _monday(issued: Issued) -> date:
    return cycle_span(issued.week)[1]
