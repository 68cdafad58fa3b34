"""How the measures stood at ever earlier moments, told from how they stand now.

Between two weeks few obligations move. Only those are looked up again, so that a year's history does not
cost a year of ledgers.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import cast

from bot.digest.model import MeasureCounts, Row
from bot.plan.model import Plan
from bot.progress.ledger import Ledger, roll_up
from bot.progress.model import STATUS_NAMES, Obligation, Report, Review, Status
from bot.records import R, Reader

Owed = tuple[int, str]
Standings = dict[Owed, Status]


def standings_of(rows: Iterable[Row]) -> Standings:
    """How the obligations of a digest stand."""
    return {(row.measure, row.unit): row.status for row in rows}


def measure_statuses(plan: Plan, standings: Standings) -> dict[int, Status]:
    """Every measure's own status over its obligations."""
    by_measure: defaultdict[int, set[Status]] = defaultdict(set)
    for (measure, _), status in standings.items():
        by_measure[measure].add(status)
    return {measure.number: roll_up(by_measure[measure.number]) for measure in plan.measures}


def measure_counts(statuses: Iterable[Status]) -> MeasureCounts:
    """Measures counted by their statuses."""
    found = Counter(statuses)
    return MeasureCounts(
        **{status.value: found[status] for status in STATUS_NAMES if status is not Status.NIL}
    )


class Earlier:
    """Walks back in time from a moment at which all standings are known."""

    def __init__(self, reader: Reader, plan: Plan, standings: Standings, moment: datetime) -> None:
        self._reader, self._plan = reader, plan
        self._standings, self._moment = dict(standings), moment
        self._reports = reader.find(Report, plan=plan.id)
        self._reviews = reader.find(Review, plan=plan.id)

    def at(self, moment: datetime) -> MeasureCounts:
        """The measures as they stood then; each moment must be earlier than the one asked before."""
        came = [report for report in self._reports if moment < report.at <= self._moment]
        for review in self._reviews:
            if moment < review.at <= self._moment and (about := self._reader.get(Report, review.report)):
                came.append(about)
        moved = {(report.measure, report.unit) for report in came}
        if moved:
            own = [report for report in self._reports if (report.measure, report.unit) in moved]
            reader = _Only(self._reader, own)
            ledger = Ledger(reader, self._plan, as_of=moment)
            for measure, unit in moved & self._standings.keys():
                self._standings[measure, unit] = ledger.standing(Obligation(measure, unit)).status
        self._moment = moment
        return measure_counts(measure_statuses(self._plan, self._standings).values())


class _Only:
    """A reader with these reports alone."""

    def __init__(self, reader: Reader, reports: Collection[Report]) -> None:
        self._reader, self._reports = reader, reports

    def get(self, kind: type[R], key: str) -> R | None:
        return self._reader.get(kind, key)

    def find(self, kind: type[R], **equals: object) -> list[R]:
        if kind is Report:
            return cast(list[R], list(self._reports))
        return self._reader.find(kind, **equals)
