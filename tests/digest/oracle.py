"""The week's figures counted the slow way, straight from raw reports and reviews.

Independent of bot.progress.ledger and bot.progress.dues: deadlines of summer 2022 are typed in by hand
from a calendar (25 September 2022 is a Sunday, so that month and the quarter are due on Friday 23rd).
"""

from collections.abc import Sequence
from datetime import datetime

from bot.progress.model import Report, Review, Status, Verdict
from tests.kelan import ALL, MEASURES, OFFICE
from tests.reminders.world import at

DEADLINES = {
    "2022-07": at("2022-07-25 10:00"),
    "2022-08": at("2022-08-25 10:00"),
    "2022-09": at("2022-09-23 10:00"),
    "2022-Q3": at("2022-09-23 10:00"),
}
MONTHS = ["2022-07", "2022-08", "2022-09"]

UNITS: list[str] = []
for _, _, _bracket in MEASURES.values():
    UNITS += [name for name in _bracket.split() if name not in (ALL, *UNITS)]

OWED: dict[tuple[str, int], bool] = {}
"""Every (unit, measure), and whether the bracket names the unit."""
for _number, (_, _, _bracket) in MEASURES.items():
    for _unit in UNITS:
        if _unit in _bracket.split() or ALL in _bracket.split():
            OWED[_unit, _number] = _unit in _bracket.split()


def open_cycle(named: bool, moment: datetime) -> str:
    return f"2022-{moment.month:02}" if named else "2022-Q3"


class Oracle:
    """What the raw history says at a moment. Reports and reviews come in the order of recording."""

    def __init__(self, reports: Sequence[Report], reviews: Sequence[Review], moment: datetime) -> None:
        self.moment = moment
        self.verdict = {review.report: review.verdict for review in reviews if review.at <= moment}
        self.reports = [report for report in reports if report.at <= moment]

    def counting(self, unit: str, measure: int, cycle: str) -> Report | None:
        kept = [
            r
            for r in self.reports
            if (r.unit, r.measure, r.cycle) == (unit, measure, cycle)
            and self.verdict.get(r.key) is not Verdict.WITHDRAWN
        ]
        if not kept or self.verdict.get(kept[-1].key) is Verdict.RETURNED:
            return None
        return kept[-1]

    def standing(self, unit: str, measure: int) -> Status:
        word = self.last_word(unit, measure)
        return word.status if word else Status.NOT_STARTED

    def last_word(self, unit: str, measure: int) -> Report | None:
        said = [
            r
            for r in self.reports
            if (r.unit, r.measure) == (unit, measure)
            and r.status is not Status.NIL
            and self.verdict.get(r.key) not in (Verdict.WITHDRAWN, Verdict.RETURNED)
        ]
        return said[-1] if said else None

    def measure_status(self, measure: int) -> Status:
        found = [self.standing(unit, number) for unit, number in OWED if number == measure]
        if all(status is Status.DONE for status in found):
            return Status.DONE
        if any(status is Status.BLOCKED for status in found):
            return Status.BLOCKED
        if all(status is Status.NOT_STARTED for status in found):
            return Status.NOT_STARTED
        return Status.IN_PROGRESS

    def answered(self, unit: str, measure: int) -> bool:
        named = OWED[unit, measure]
        return unit != OFFICE and self.counting(unit, measure, open_cycle(named, self.moment)) is not None

    def overdue(self, unit: str, measure: int) -> bool:
        if unit == OFFICE:
            return False
        cycles = MONTHS if OWED[unit, measure] else ["2022-Q3"]
        passed = [cycle for cycle in cycles if DEADLINES[cycle] <= self.moment]
        if not passed:
            return False
        since = cycles[cycles.index(passed[-1]) :]
        return all(self.counting(unit, measure, cycle) is None for cycle in since)

    def news(self, first: datetime, last: datetime) -> list[Report]:
        return [
            report
            for report in self.reports
            if first <= report.at <= last
            and self.counting(report.unit, report.measure, report.cycle) == report
        ]

    def silent(self) -> list[str]:
        found = []
        for unit in UNITS:
            late = {number for owner, number in OWED if owner == unit and self.overdue(unit, number)}
            cycles = {open_cycle(named, self.moment) for (owner, _), named in OWED.items() if owner == unit}
            for number in late:
                own = MONTHS if OWED[unit, number] else ["2022-Q3"]
                cycles.add([cycle for cycle in own if DEADLINES[cycle] <= self.moment][-1])
            heard = any(
                self.counting(unit, number, cycle)
                for owner, number in OWED
                if owner == unit
                for cycle in cycles
            )
            if late and not heard:
                found.append(unit)
        return found
