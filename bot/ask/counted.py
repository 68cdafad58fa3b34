"""What a counting question wants, as a small query."""

from dataclasses import dataclass
from typing import Literal

Of = Literal["units", "measures", "sections", "claims"]
Rank = Literal["most", "fewest"]
Without = Literal["", "them", "ahead"]
"""Whether the units named are left out of a count: they alone, or all that are ahead of them as well."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a question counts: ``of`` units, measures, sections, or claims (a measure on a unit).

    ``rank`` with ``place`` (the second most) or ``first`` (the three with most; 0: all of them in order);
    ``low`` and ``high`` limit by number, or ``part`` of all measures as a share; ``percent``, ``average``
    and ``placed`` say in what form the number is wanted; ``letters`` that measures are ranked by how long
    they are, and not by how many units they name.
    """

    of: Of
    rank: Rank | None = None
    place: int = 1
    first: int = 1
    low: int | None = None
    high: int | None = None
    part: float | None = None
    percent: bool = False
    average: bool = False
    placed: bool = False
    asks_units: bool = False
    letters: bool = False

    @property
    def several(self) -> bool:
        """Whether a part of the order is wanted, not only its end."""
        return self.place > 1 or self.first != 1

    @property
    def limited(self) -> bool:
        """Whether a number is given that things are picked by."""
        return self.low is not None or self.high is not None or self.part is not None


JUST_COUNT = Count("measures")
"""How many measures there are, and nothing more."""
