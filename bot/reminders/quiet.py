"""When nobody is told anything: the midday rest, the evening and the night, and days off."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clock import SHANGHAI
from bot.progress.calendar import WorkCalendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day that are left in peace, and all of every day off.

    A span (from, until) holds its first instant and not its last; one that ends before it begins runs over
    midnight. Together the spans must leave some of the day.
    """

    calendar: WorkCalendar
    hours: tuple[tuple[time, time], ...] = ()

    def at(self, moment: datetime) -> bool:
        """Whether that moment is quiet."""
        return self.ends(moment) > moment

    def ends(self, moment: datetime) -> datetime:
        """The moment itself, or the first after it that is not quiet."""
        while True:
            later = self._step(moment)
            if later == moment:
                return moment
            moment = later

    def _step(self, moment: datetime) -> datetime:
        """The end of what makes the moment quiet; the moment itself where nothing does."""
        day, now = moment.date(), moment.timetz().replace(tzinfo=None)
        if not self.calendar.is_workday(day):
            return _at(self.calendar.next_workday(day), time())
        for begins, until in self.hours:
            if begins <= until and begins <= now < until:
                return _at(day, until)
            if begins > until and now >= begins:
                return _at(day + _DAY, time())
            if begins > until and now < until:
                return _at(day, until)
        return moment


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, SHANGHAI)
