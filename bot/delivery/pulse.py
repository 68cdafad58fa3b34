"""Signs of life: what a watch looks at. All count on the monotonic clock, which nobody sets."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_LATELY = 600.0
_REMEMBERED = 1000


class Pulse:
    """When a part last did its work."""

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


class Effort:
    """For how long what is under way has been so; several things may be at once, in any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began: dict[object, float] = {}

    def run(self, work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        """Do this work; it counts as under way until it returns or raises."""
        key = object()
        self._began[key] = self._clock()
        try:
            return work(*given, **named)
        finally:
            del self._began[key]

    @property
    def seconds(self) -> float:
        """How long the longest has been under way; 0 where nothing is."""
        return max((self._clock() - began for began in list(self._began.values())), default=0.0)


class Part:
    """How a part fares that is started again whenever it dies."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deaths: deque[float] = deque(maxlen=_REMEMBERED)
        self.task: asyncio.Task[Any] | None = None

    def died(self) -> None:
        """It has, and is started again."""
        self._deaths.append(self._clock())

    @property
    def deaths(self) -> list[float]:
        """How many seconds ago it died, within ten minutes, the last time first."""
        ages = (self._clock() - at for at in reversed(self._deaths))
        return [age for age in ages if age < _LATELY]

    @property
    def gone(self) -> bool:
        """Whether its task has ended: nobody starts it again."""
        return self.task is not None and self.task.done()
