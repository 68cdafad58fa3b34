"""Telegram's sending limits: 30 a second in all, 1 a second a chat with short bursts, 20 a minute a group."""

import math
import time
from collections import deque
from collections.abc import Callable

from bot.simulator.errors import too_many_requests

OVERALL = 30
BURST = 3  # messages one private chat may get at once before the second-by-second limit bites
GROUP = 20


class Limits:
    """Counts what was let through, on the monotonic clock, and refuses the rest with 429."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._all: deque[float] = deque()
        self._tokens: dict[int, tuple[float, float]] = {}
        self._groups: dict[int, deque[float]] = {}

    def admit(self, chat_id: int, messages: int = 1) -> None:
        """Let ``messages`` to a chat pass, or raise ApiError 429; a refused request counts nothing."""
        now = self._now()
        _forget(self._all, now - 1)
        waits = [_wait(self._all, OVERALL, messages, now, 1)]
        if chat_id < 0:
            group = self._groups.setdefault(chat_id, deque())
            _forget(group, now - 60)
            waits.append(_wait(group, GROUP, messages, now, 60))
        else:
            tokens, since = self._tokens.get(chat_id, (float(BURST), now))
            tokens = min(BURST, tokens + now - since)
            # an album counts once here: it arrives as one thing
            waits.append(0.0 if tokens >= 1 else 1 - tokens)
        if max(waits) > 0:
            raise too_many_requests(max(1, math.ceil(max(waits))))
        self._all.extend([now] * messages)
        if chat_id < 0:
            self._groups[chat_id].extend([now] * messages)
        else:
            self._tokens[chat_id] = (tokens - 1, now)


def _forget(times: deque[float], before: float) -> None:
    while times and times[0] <= before:
        times.popleft()


def _wait(times: deque[float], limit: int, more: int, now: float, span: float) -> float:
    surplus = len(times) + more - limit
    return times[min(surplus, len(times)) - 1] + span - now if surplus > 0 and times else 0.0
