"""Working days as China works them: the State Council's calendar, the operator's changes, weekends."""

import logging
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

log = logging.getLogger(__name__)

_DAY = timedelta(days=1)


class WorkCalendar:
    """Which days are worked.

    An override wins; else the published calendar (make-up days, 调休, included); else, for a year that
    is in neither, Monday to Friday, and that year is called provisional. No date raises.
    """

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = dict(overrides or {})
        self._known: dict[date, bool] = {}

    def is_workday(self, day: date) -> bool:
        """Whether people are at their desks that day."""
        worked = self._known.get(day)
        if worked is None:
            worked = self._overrides.get(day)
            if worked is None:
                worked = _published(day)
            if worked is None:
                worked = day.weekday() < 5
            self._known[day] = worked
        return worked

    def provisional(self, year: int) -> bool:
        """Whether the year's days off are not known yet, neither published nor entered by the operator."""
        return _published(date(year, 1, 1)) is None and not any(day.year == year for day in self._overrides)

    def previous_workday(self, day: date) -> date:
        """The last working day strictly before that day."""
        return self.workdays_before(day, 1)

    def next_workday(self, day: date) -> date:
        """The first working day strictly after that day."""
        day += _DAY
        while not self.is_workday(day):
            day += _DAY
        return day

    def workdays_before(self, day: date, count: int) -> date:
        """The day that lies ``count`` working days before that day, which itself is not counted."""
        while count > 0:
            day -= _DAY
            count -= self.is_workday(day)
        return day

    def last_workday_of_week(self, day: date) -> date | None:
        """The last working day of the week (Monday to Sunday) that holds the day; None if it has none."""
        monday = day - timedelta(days=day.weekday())
        return max(self.workdays(monday, monday + timedelta(days=6)), default=None)

    def workdays(self, first: date, last: date) -> Iterator[date]:
        """The working days from ``first`` to ``last``, both included."""
        while first <= last:
            if self.is_workday(first):
                yield first
            first += _DAY


def load_overrides(path: Path) -> dict[date, bool]:
    """The operator's days from ``calendar.toml``: True is worked, False is off; none if there is no file.

    What cannot be read is left out with a warning in the log: a slip in this file must not stop the bot.
    """
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("calendar overrides in %s are not used: %s", path.name, error)
        return {}
    overrides: dict[date, bool] = {}
    for name, worked in (("workdays", True), ("days_off", False)):
        entries = listed.get(name, [])
        for entry in entries if isinstance(entries, list) else [entries]:
            day = _as_date(entry)
            if day is None:
                log.warning("calendar override %r under %s in %s is not a date", entry, name, path.name)
            else:
                overrides[day] = worked
    return overrides


def _as_date(entry: object) -> date | None:
    """A date as TOML gives it (bare, or as text)."""
    if isinstance(entry, datetime):
        return entry.date()
    if isinstance(entry, date):
        return entry
    try:
        return date.fromisoformat(str(entry))
    except ValueError:
        return None


def _published(day: date) -> bool | None:
    """The State Council's word on a day; None outside the years the package knows."""
    # Imported here: its tables take longer to load than most commands take to run.
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return None
