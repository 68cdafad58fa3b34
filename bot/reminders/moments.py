"""Which stages are reached at a moment, and when the next one is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules, asked_between
from bot.progress.calendar import WorkCalendar
from bot.progress.dues import chased, dues_at, last_dues
from bot.progress.model import Cadence, Obligation
from bot.reminders import texts
from bot.reminders.stages import DEFAULT_STAGES, Audience, Stage, Window, windows

_AHEAD = timedelta(days=200)  # a quarter, and the one after it should the first ask nothing


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
    asked = {
        due.cycle for due in (*last_dues(plan, rules, calendar, now), *dues_at(plan, rules, calendar, now))
    }
    for cadence in Cadence:
        past = [
            window
            for cycle in asked
            if cycle.cadence is cadence
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
    today = now.date()
    cycles = {
        cycle
        for obligation in {Obligation(o.measure, "", o.named) for o in chased(plan)}
        for cycle in asked_between(
            plan, rules, calendar, obligation, first=today - _AHEAD, last=today + _AHEAD
        )
    }
    coming = [w for cycle in cycles for w in windows(cycle, stages, calendar) if w.opens > now]
    if not coming:
        return None
    first = min(window.opens for window in coming)
    return Moment(first, texts.moment_label([window for window in coming if window.opens == first]))
