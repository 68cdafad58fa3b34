"""Which stages are reached at a moment, and when the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules, cycle_of, next_cycle
from bot.progress.calendar import WorkCalendar
from bot.progress.dues import asks, chased, last_passed
from bot.progress.model import Cadence, Cycle
from bot.reminders import texts
from bot.reminders.stages import DEFAULT_STAGES, Audience, Stage, Window, windows

_CYCLES_AHEAD = 3  # the coming cycle may be a week without a working day, and its neighbour too


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which something may have to be told, and what, in words for the office."""

    at: datetime
    label: str


def reached(
    plan: Plan, rules: CadenceRules, calendar: WorkCalendar, now: datetime, stages: Sequence[Stage]
) -> list[Window]:
    """For every cadence and audience the latest stage reached, if it is still worth telling."""
    found = []
    for cadence in Cadence:
        past = [
            window
            for cycle in _current(plan, rules, calendar, cadence, now)
            for window in windows(cycle, stages, calendar)
            if window.opens <= now
        ]
        for audience in Audience:
            own = [window for window in past if window.stage.audience is audience]
            latest = max(own, key=lambda window: window.opens, default=None)
            if latest is not None and latest.stands(now):
                found.append(latest)
    return found


def next_moment(
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    now: datetime,
    stages: Sequence[Stage] = DEFAULT_STAGES,
) -> Moment | None:
    """The first instant after ``now`` at which a stage of the plan is reached; None if it asks for nothing.

    Stages reached together share one moment and its label.
    """
    coming: list[Window] = []
    for cadence in {rules.cadence_of(plan, obligation) for obligation in chased(plan)}:
        cycles = _current(plan, rules, calendar, cadence, now)
        for _ in range(_CYCLES_AHEAD):
            cycles.append(next_cycle(cycles[-1], calendar, rules))
        for cycle in cycles:
            if asks(plan, cycle):
                coming += (window for window in windows(cycle, stages, calendar) if window.opens > now)
    if not coming:
        return None
    first = min(window.opens for window in coming)
    return Moment(first, texts.moment_label([window for window in coming if window.opens == first]))


def _current(
    plan: Plan, rules: CadenceRules, calendar: WorkCalendar, cadence: Cadence, now: datetime
) -> list[Cycle]:
    """The newest cycle whose deadline has passed, and the open one; the open one last."""
    here = cycle_of(cadence, now.date(), calendar, rules)
    passed = last_passed(plan, rules, calendar, cadence, now)
    return [here] if passed is None or passed.id == here.id else [passed, here]
