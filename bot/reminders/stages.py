"""The moments of a cycle at which people are told, relative to its deadline."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from bot.clock import SHANGHAI
from bot.progress.calendar import WorkCalendar
from bot.progress.model import Cycle

MOST_MESSAGES = 4
"""What one person is told of one cycle without having asked for it, at most, whatever is configured."""


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


@dataclass(frozen=True, slots=True)
class Selection:
    """Which stages, by name, hold for a plan (empty: every plan) and for units (empty: all of them)."""

    plan: str
    units: tuple[str, ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages of every cycle, and what is chosen of them for a plan or for some of its units.

    The last selection that fits counts. One for units is about what their own people are told; the
    office's list is the plan's.
    """

    every: tuple[Stage, ...]
    selections: tuple[Selection, ...] = ()

    def of_unit(self, plan: str, unit: str) -> tuple[Stage, ...]:
        """What the people of a unit are told."""
        own = [one for one in self.selections if one.plan in ("", plan) and unit in (one.units or (unit,))]
        return self._chosen(own, Audience.LIAISON)

    def of_office(self, plan: str) -> tuple[Stage, ...]:
        """What the office is told."""
        own = [one for one in self.selections if one.plan in ("", plan) and not one.units]
        return self._chosen(own, Audience.OFFICE)

    def of_plan(self, plan: str, units: Iterable[str]) -> tuple[Stage, ...]:
        """All that anybody is told in a plan with these units."""
        wanted = {stage for unit in units for stage in self.of_unit(plan, unit)}
        wanted.update(self.of_office(plan))
        return tuple(stage for stage in self.every if stage in wanted)

    def _chosen(self, selections: Sequence[Selection], audience: Audience) -> tuple[Stage, ...]:
        names = selections[-1].stages if selections else None
        return tuple(
            stage
            for stage in self.every
            if stage.audience is audience and (names is None or stage.name in names)
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


def windows(cycle: Cycle, stages: Iterable[Stage], calendar: WorkCalendar) -> list[Window]:
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
