"""How many messages may be on their way at once: no more than the pace needs.

A message that Telegram has taken and whose answer we have not read is sent again after a kill, for nobody can
tell it from one that was lost. So the number of such messages is kept as small as the round trip allows: at
30 a second one for a round trip of up to 38 ms, three for 80 ms and more.
"""

from collections import deque
from itertools import islice
from math import ceil

_MOST = 96  # on their way at once, where limits are lifted: 1,200 a second at 80 ms
_FASTEST = 1500.0  # messages a second that are aimed at, where limits are lifted
_SPARE = 0.15  # rather a little slower than the pace than one more on its way
_LONGEST_TRIP = 0.1  # seconds; a slower way is not made up for by more that are on it, but for `_LONG` ones
_LONG = 0.3  # seconds after which a message on its way holds up nobody else
_SAMPLES = 32
_NO_TRIP = 0.0005  # seconds; whoever came back sooner did not leave


class Flight:
    """One message on its way since ``began`` (monotonic seconds)."""

    __slots__ = ("began",)

    def __init__(self, began: float) -> None:
        self.began = began


class Window:
    """The messages on their way, for a server that takes ``rate`` of them a second (``inf``: no limit)."""

    def __init__(self, rate: float) -> None:
        self._rate = min(rate, _FASTEST)
        self._trips: deque[float] = deque(maxlen=_SAMPLES)
        self._flights: dict[Flight, None] = {}  # oldest first

    @property
    def size(self) -> int:
        """How many may be on their way: the pace, times the quickest of the last round trips; first, one."""
        trip = min(min(self._trips, default=0.0), _LONGEST_TRIP)
        return max(1, min(_MOST, ceil(self._rate * trip - _SPARE)))

    def free_at(self, now: float) -> float:
        """When the next may leave if none comes back before; in the past if it may now."""
        surplus = len(self._flights) - self.size
        if surplus < 0:
            return now
        return next(islice(self._flights, surplus, None)).began + _LONG

    def depart(self, now: float) -> Flight:
        """A message leaves."""
        flight = Flight(now)
        self._flights[flight] = None
        return flight

    def land(self, flight: Flight, now: float) -> None:
        """Its answer has come, or it has failed."""
        del self._flights[flight]
        if (trip := now - flight.began) > _NO_TRIP:
            self._trips.append(trip)
