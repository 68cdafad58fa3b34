"""The moments of a cycle at which people are told, relative to its deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from bot.clock import SHANGHAI
from bot.progress.calendar import WorkCalendar
from bot.progress.model import Cycle


class Audience(StrEnum):
    """Who is told: the people who sit for a unit, or the office with the list."""

    LIAISON = "liaison"
    OFFICE = "office"


class Condition(StrEnum):
    """What a stage speaks of: a report still owed before its deadline, or one missing after it."""

    OWED = "owed"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Stage:
    """One moment of every cycle: ``offset`` working days from the day of the deadline, at ``at``.

    ``name`` is part of the stored marks: renaming a stage tells it again.
    """

    name: str
    offset: int
    at: time
    audience: Audience
    condition: Condition


DEFAULT_STAGES = (
    Stage("early", -3, time(9), Audience.LIAISON, Condition.OWED),
    Stage("eve", -1, time(15), Audience.LIAISON, Condition.OWED),
    Stage("overdue", 0, time(15), Audience.LIAISON, Condition.OVERDUE),
    Stage("office", 1, time(9), Audience.OFFICE, Condition.OVERDUE),
)


@dataclass(frozen=True, slots=True)
class Window:
    """A stage of one cycle, with the instant at which it is reached."""

    stage: Stage
    cycle: Cycle
    deadline: datetime
    opens: datetime

    def stands(self, moment: datetime) -> bool:
        """Whether the stage, once reached, is still worth telling at that moment.

        What asks for a report before the deadline is stale when that has passed; what speaks of a missing
        report stands until another stage takes its place.
        """
        return self.stage.condition is Condition.OVERDUE or moment < self.deadline


def windows(cycle: Cycle, stages: Sequence[Stage], calendar: WorkCalendar) -> list[Window]:
    """The stages of a cycle, as configured; none where the cycle has no deadline.

    A stage that would fall before the cycle (a week with few working days) moves to the cycle's first
    working day, since a report sent earlier would count for the cycle before. A stage on the wrong side
    of the deadline, by its condition, is left out.
    """
    deadline = cycle.deadline
    if deadline is None:
        return []
    found = [Window(stage, cycle, deadline, _instant(stage, cycle, deadline, calendar)) for stage in stages]
    return [w for w in found if (w.stage.condition is Condition.OWED) == (w.opens < deadline)]


def _instant(stage: Stage, cycle: Cycle, deadline: datetime, calendar: WorkCalendar) -> datetime:
    """When the stage of that cycle is reached."""
    day = deadline.date()
    if stage.offset < 0:
        first = cycle.first if calendar.is_workday(cycle.first) else calendar.next_workday(cycle.first)
        day = max(first, calendar.workdays_before(day, -stage.offset))
    for _ in range(stage.offset):
        day = calendar.next_workday(day)
    return datetime.combine(day, stage.at, SHANGHAI)
