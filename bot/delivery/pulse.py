"""When a part last did its work: what a watch looks at."""

import time
from collections.abc import Callable


class Pulse:
    """One part's sign of life. Counts on the monotonic clock, which nobody sets."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at: float | None = None

    def beat(self) -> None:
        """The part has just done its work."""
        self._at = self._clock()

    @property
    def age(self) -> float | None:
        """Seconds since the last beat; None before the first."""
        return None if self._at is None else self._clock() - self._at
