"""How the measures stood at the end of each week, for the picture and the workbook."""

from dataclasses import replace
from datetime import date, timedelta

from bot.clock import SHANGHAI
from bot.digest.compute import end_of
from bot.digest.earlier import Earlier, standings_of
from bot.digest.model import Digest, Span, TrendPoint
from bot.plan.model import Plan
from bot.records import Reader

WEEKS = 53


def with_trend(digest: Digest, reader: Reader, plan: Plan, weeks: int = WEEKS) -> Digest:
    """The digest with its ``trend``: at most so many weeks, none before the plan, the newest last.

    A week's own is the last point; of a longer stretch that is its last day, after the weeks within it.
    """
    if digest.span is Span.WEEK:
        points = [TrendPoint(digest.first, digest.last, digest.measures)]
        last = digest.first - timedelta(days=1)
    else:
        day = digest.moment.astimezone(SHANGHAI).date()
        monday = day - timedelta(days=day.weekday())
        points = [TrendPoint(monday, day, digest.measures)]
        last = monday - timedelta(days=1)
    earlier = Earlier(reader, plan, standings_of(digest.rows), digest.moment)
    begin = date.fromisoformat(plan.issued_on)
    if digest.span is not Span.WEEK:
        begin = max(begin, digest.first)
    while len(points) < weeks and last >= begin:
        points.append(TrendPoint(last - timedelta(days=6), last, earlier.at(end_of(last))))
        last -= timedelta(days=7)
    return replace(digest, trend=tuple(reversed(points)))
