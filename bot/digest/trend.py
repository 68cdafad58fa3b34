"""How the measures stood at the end of each of the last weeks: what the picture's trend is drawn from."""

from dataclasses import replace
from datetime import timedelta

from bot.digest.compute import measures_at
from bot.digest.model import Digest, TrendPoint
from bot.plan.model import Plan
from bot.records import Reader

WEEKS = 12


def with_trend(digest: Digest, reader: Reader, plan: Plan, weeks: int = WEEKS) -> Digest:
    """The digest with its ``trend``: at most so many weeks, none before the plan, itself the last."""
    points = [TrendPoint(digest.first, digest.last, digest.measures)]
    last = digest.first - timedelta(days=1)
    while len(points) < weeks and (counts := measures_at(reader, plan, last)) is not None:
        points.append(TrendPoint(last - timedelta(days=6), last, counts))
        last -= timedelta(days=7)
    return replace(digest, trend=tuple(reversed(points)))
