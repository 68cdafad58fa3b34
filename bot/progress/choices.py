"""What the office has chosen about cadence and pauses, as stored."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.progress.model import Cadence


class Scope(StrEnum):
    """What a choice of cadence is about."""

    PLAN = "plan"
    SECTION = "section"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class CadenceChoice:
    """The office's decision how often something is asked, from ``first`` on, or to ``last`` for a campaign.

    ``key`` names the act, so that the same act twice is one. ``number`` is the section's or measure's, 0
    for the whole plan; ``cadence`` None goes back to what would hold without a choice of that reach.
    """

    key: str
    plan: str
    scope: Scope
    number: int
    cadence: Cadence | None
    first: date
    last: date | None
    by: str
    by_id: int
    at: datetime

    def covers(self, day: date) -> bool:
        """Whether the choice is in force on a day."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Pause:
    """The office's decision to ask for nothing from ``first`` on, until ``ended``: the first day after it.

    ``key`` names the act.
    """

    key: str
    plan: str
    first: date
    by: str
    by_id: int
    at: datetime
    ended: date | None = None
    ended_by: str = ""
    ended_by_id: int | None = None
    ended_at: datetime | None = None

    def covers(self, day: date) -> bool:
        """Whether nothing is asked on that day."""
        return self.first <= day and (self.ended is None or day < self.ended)
