"""When there will next be something to tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI
from bot.progress.acts import Extension
from bot.progress.cadence import cycle_by_id, cycle_of, next_cycle, previous_cycle
from bot.progress.dues import paces
from bot.progress.model import Cadence
from bot.records import Reader
from bot.reminders import texts
from bot.reminders.model import Terms
from bot.reminders.stages import Condition, Stage, windows

_DAY = timedelta(days=1)
_HORIZON = timedelta(days=200)  # a quarter, and the one after it should the first ask nothing


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which something may have to be told, and what, in words for the office."""

    at: datetime
    label: str


def next_moment(reader: Reader, terms: Terms, now: datetime) -> Moment | None:
    """The first instant after ``now`` at which the plan may have something to tell; None if it asks nothing.

    That is where a stage is reached, of a cycle or after an extension, or a choice of cadence or a pause
    begins or ends; in quiet hours, where these end. What falls together shares one moment and its label.
    """
    stages = terms.stages.of_plan(terms.plan.id, (unit.name for unit in terms.plan.units))
    found = list(_stages(terms, stages, now))
    found += [(day, texts.CADENCE_CHANGES) for day in _changes(terms, now.date())]
    found += [(at, texts.EXTENSION_ENDS) for at in _extended(reader, terms, stages, now)]
    coming = [(terms.quiet.ends(at), label) for at, label in found]
    coming = [(at, label) for at, label in coming if at > now]
    if not coming:
        return None
    first = min(at for at, _ in coming)
    return Moment(first, "；".join(sorted({label for at, label in coming if at == first})))


def _stages(terms: Terms, stages: Sequence[Stage], now: datetime) -> Iterable[tuple[datetime, str]]:
    """The coming stages of every cadence: the open cycle's, its neighbours', and on until there are any."""
    plan = terms.plan
    kinds = paces(plan, terms.rules)
    for cadence in Cadence:
        own = [kind for kind in kinds if cadence in terms.rules.cadences_of(plan, kind)]
        here = cycle_of(cadence, now.date(), terms.calendar, terms.rules)
        cycle = previous_cycle(here, terms.calendar, terms.rules)
        later, found = 0, False
        while own and cycle.first <= now.date() + _HORIZON and not (found and later >= 2):
            if any(terms.rules.asks(plan, kind, cycle) for kind in own):
                for window in windows(cycle, stages, terms.calendar):
                    at = terms.quiet.ends(window.opens)
                    if at > now and window.stands(at):
                        found = True
                        yield window.opens, texts.moment_label(window)
            later += cycle.first > here.first
            cycle = next_cycle(cycle, terms.calendar, terms.rules)


def _changes(terms: Terms, today: date) -> Iterable[datetime]:
    """The beginnings of the days on which another cadence, a pause or its end may come into force."""
    days: list[date | None] = []
    for choice in terms.rules.choices:
        days += [choice.first, choice.last + _DAY if choice.last else None]
    for pause in terms.rules.pauses:
        days += [pause.first, pause.ended]
    for day in days:
        if day is not None and today <= day <= today + _HORIZON:
            yield datetime.combine(day, time(), SHANGHAI)


def _extended(reader: Reader, terms: Terms, stages: Sequence[Stage], now: datetime) -> Iterable[datetime]:
    """When the stages are reached that follow the deadlines which the office granted."""
    late = [stage for stage in stages if stage.condition is Condition.OVERDUE]
    for extension in reader.find(Extension, plan=terms.plan.id, granted=True):
        if extension.until > now - _HORIZON:
            cycle = cycle_by_id(extension.cycle, terms.calendar, terms.rules)
            for window in windows(replace(cycle, deadline=extension.until), late, terms.calendar):
                yield window.opens
