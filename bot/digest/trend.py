"""How the measures stood at the end of each of the last weeks: what the picture's trend is drawn from."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI
from bot.digest.compute import measure_counts
from bot.digest.model import Digest, TrendPoint
from bot.plan.model import Plan
from bot.progress.ledger import Ledger
from bot.records import Reader

WEEKS = 12


def with_trend(digest: Digest, reader: Reader, plan: Plan, weeks: int = WEEKS) -> Digest:
    """The digest with its ``trend``: at most so many weeks, none before the plan, itself the last."""
    issued = date.fromisoformat(plan.issued_on)
    points = [TrendPoint(digest.first, digest.last, digest.measures)]
    last = digest.first - timedelta(days=1)
    while len(points) < weeks and last >= issued:
        ledger = Ledger(reader, plan, as_of=_end(last))
        counts = measure_counts(ledger.measure_status(measure.number) for measure in plan.measures)
        points.append(TrendPoint(last - timedelta(days=6), last, counts))
        last -= timedelta(days=7)
    return replace(digest, trend=tuple(reversed(points)))


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
