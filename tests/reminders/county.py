"""Who owes what, worked out anew for the simulation: by the notice's words and the State Council's calendar.

No rule of the program is used here. A measure by name is asked by the month, through 各成员单位 by the
quarter, in a campaign by the week; due on the 25th at 10:00 (of the quarter's last month, the week's last
working day), on a day off the working day before, or on the day that was granted. What falls due in a pause
is not asked for.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache

from chinese_calendar import is_workday

from bot.clock import SHANGHAI
from tests.kelan import MEASURES

DAY = timedelta(days=1)
UNITS = ("县烟草局", "县发展改革局", "县法院", "县统计局")
THROUGH_ALL = (1, 2, 4)


def named(unit: str) -> list[int]:
    return [number for number, (_, _, bracket) in MEASURES.items() if unit in bracket.split()]


def bound(unit: str) -> list[int]:
    return [*THROUGH_ALL, *named(unit)]


@cache
def works(day: date) -> bool:
    return bool(is_workday(day)) if day.year <= 2026 else day.weekday() < 5


def on(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def quiet(moment: datetime) -> bool:
    minutes = moment.hour * 60 + moment.minute
    return not works(moment.date()) or not (510 <= minutes < 720 or 870 <= minutes < 1110)


@dataclass(frozen=True)
class Round:
    """One cycle: its id, its days, its deadline, which may have been put off."""

    id: str
    kind: str
    first: date
    last: date
    due: datetime
    extended: bool = False

    @property
    def name(self) -> str:
        """What its marks are kept under."""
        return f"{self.id}+{self.due:%m-%d}" if self.extended else self.id

    @property
    def stages(self) -> list[tuple[str, datetime]]:
        """Three working days before at 9:00, one before at 15:00, on the day at 15:00; within the cycle."""
        begins = self.first
        while not works(begins):
            begins += DAY
        early = max(begins, _back(self.due.date(), 3))
        eve = max(begins, _back(self.due.date(), 1))
        found = [("early", on(early, 9)), ("eve", on(eve, 15)), ("overdue", on(self.due.date(), 15))]
        return [(name, at) for name, at in found if name == "overdue" or at < self.due]


def _back(day: date, count: int) -> date:
    while count:
        day -= DAY
        count -= works(day)
    return day


@cache
def round_of(kind: str, day: date) -> Round | None:
    """The cycle of that kind which holds the day; None where it has no working day."""
    if kind == "week":
        first = day - timedelta(days=day.weekday())
        last = nominal = first + 6 * DAY
        year, week, _ = day.isocalendar()
        name = f"{year}-W{week:02}"
    else:
        months = (
            [day.month]
            if kind == "month"
            else [m for m in range(1, 13) if (m - 1) // 3 == (day.month - 1) // 3]
        )
        first = date(day.year, months[0], 1)
        last = date(day.year + months[-1] // 12, months[-1] % 12 + 1, 1) - DAY
        nominal = date(day.year, months[-1], 25)
        name = f"{day:%Y-%m}" if kind == "month" else f"{day.year}-Q{(day.month + 2) // 3}"
    due = nominal
    while due >= first and not works(due):
        due -= DAY
    if due < first:
        return None
    return Round(name, kind, first, last, on(due, 10))


@cache
def every_round(kind: str) -> list[Round]:
    """All cycles of that kind from the autumn of 2024 to the spring of 2027, by deadline."""
    days = (date(2024, 10, 1) + n * DAY for n in range(920))
    return sorted({found for day in days if (found := round_of(kind, day))}, key=lambda found: found.due)


class County:
    """What was reported and closed, and what follows from it."""

    def __init__(self, campaign: tuple[date, date] | None) -> None:
        self.campaign = campaign  # whole weeks in which measure 24 is asked weekly
        self.reports: dict[tuple[str, int], list[tuple[datetime, Round]]] = {}
        self.closed: set[tuple[str, int]] = set()
        self.granted: dict[tuple[str, int, str], datetime] = {}
        self.pauses: list[tuple[date, date]] = []  # the first day, and the first one after it

    def kind(self, measure: int, day: date) -> str:
        if measure == 24 and self.campaign and self.campaign[0] <= day <= self.campaign[1]:
            return "week"
        return "quarter" if measure in THROUGH_ALL else "month"

    def open_round(self, measure: int, moment: datetime) -> Round | None:
        """The cycle that asks for the measure at that moment."""
        found = round_of(self.kind(measure, moment.date()), moment.date())
        return found if found and self._asks(measure, found) else None

    def passed_round(self, measure: int, moment: datetime) -> Round | None:
        """The newest cycle that asked for it and whose deadline has passed."""
        kinds = {self.kind(measure, date(2000, 1, 1)), *(["week"] if measure == 24 and self.campaign else [])}
        newest = []
        for kind in kinds:
            rounds = every_round(kind)
            past = rounds[: bisect_right(rounds, moment, key=lambda found: found.due)]
            newest += [next((found for found in reversed(past) if self._asks(measure, found)), None)]
        return max((found for found in newest if found), key=lambda found: found.due, default=None)

    def _asks(self, measure: int, found: Round) -> bool:
        return self.kind(measure, found.due.date()) == found.kind and not self.paused(found.due.date())

    def paused(self, day: date) -> bool:
        return any(first <= day < ended for first, ended in self.pauses)

    def report(self, unit: str, measure: int, moment: datetime) -> Round | None:
        """The unit reports now; the cycle that the report is for."""
        found = round_of(self.kind(measure, moment.date()), moment.date())
        if found is not None:
            self.reports.setdefault((unit, measure), []).append((moment, found))
        return found

    def owes(self, unit: str, moment: datetime) -> dict[Round, list[int]]:
        """What is missing now: by the open cycle before its deadline, by the newest passed one after it."""
        found: dict[Round, list[int]] = {}
        if self.paused(moment.date()):
            return found
        for measure in bound(unit):
            if (unit, measure) in self.closed:
                continue
            reports = self.reports.get((unit, measure), [])
            here = self.open_round(measure, moment)
            if (
                here
                and moment < here.due
                and (unit, measure, here.id) not in self.granted
                and all(r.id != here.id for _, r in reports)
            ):
                found.setdefault(here, []).append(measure)
            gone = self.passed_round(measure, moment)
            if gone and not any(
                r.id == gone.id or (r.last > gone.last and at.date() >= gone.first) for at, r in reports
            ):
                until = self.granted.get((unit, measure, gone.id))
                if until is None or until <= moment:
                    late = replace(gone, due=until, extended=True) if until else gone
                    found.setdefault(late, []).append(measure)
        return found
