"""One Telegram budget for everything that is sent: people first, broadcasts fill the rest.

Telegram allows about 30 messages a second overall, one a second to a chat (short bursts pass) and 20 a
minute to a group, and answers 429 beyond. Its clock starts when a request arrives, ours when it leaves, so
each limit is kept with a small margin. Nor is more on its way at once than that pace needs (``window``), and
never two messages to one chat: so they arrive in order, and one whose answer is lost can be told from others.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from math import ceil, inf
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery.faults import seconds_to_wait
from bot.delivery.window import Flight, Window

_SLACK = 1.02  # windows are watched this much longer than Telegram says
_PATIENCE = 60.0  # seconds that one request waits for 429s before its caller is told
_UNMETERED_SENDS = {"sendChatAction"}
_IDLE_CHATS = 4096  # forget chats that owe nothing once so many are remembered


class Priority(IntEnum):
    """Whose turn comes first; passed to PTB's methods as ``rate_limit_args``."""

    PEOPLE = 0
    BROADCAST = 1
    GRANTED = 2  # the caller has waited for its turn, and minds a 429 itself


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server allows. ``inf`` lifts a limit (an own Bot API server, benchmarks)."""

    overall: float = 30.0
    per_chat: float = 1.0
    chat_burst: int = 3
    per_group_minute: float = 20


@dataclass(slots=True)
class _Chat:
    full_at: float = -inf  # when the chat's bucket will be full again
    held_until: float = -inf
    minute: deque[float] = field(default_factory=deque)  # sends of the last minute, groups only


@dataclass(slots=True, eq=False)
class _Waiter:
    chat: int | str | None
    cost: int
    future: asyncio.Future[Flight]


class Budget(BaseRateLimiter[Priority]):
    """PTB's rate limiter and the outbox's: who may send when.

    ``clock`` is monotonic seconds. A 429 stops its chat for as long as told; a second chat refused within
    that time shows that the whole bot is meant, and then everything waits.
    """

    def __init__(self, limits: Limits = Limits(), clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._chats: dict[int | str, _Chat] = {}
        self._recent: deque[float] = deque()
        self._people_cap = max(1.0, limits.overall - 1)
        self._broadcast_cap = max(1.0, limits.overall - 2)
        self._broadcast_gap = 1 / (0.92 * limits.overall)
        self._next_broadcast = -inf
        self._held_until = -inf
        self._window = Window(limits.overall)
        self._busy: set[int | str] = set()  # chats that a message is on its way to
        self._queues: tuple[dict[_Waiter, None], dict[_Waiter, None]] = ({}, {})
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None:
        """Nothing to open: the budget follows whatever loop its callers run on."""

    async def shutdown(self) -> None:
        """Stop granting turns; who still waits is cancelled with its own task."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def process_request(  # noqa: PLR0917 - PTB's signature
        self,
        callback: Callable[..., Coroutine[Any, Any, bool | dict[str, Any] | list[dict[str, Any]]]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Priority | None,
    ) -> bool | dict[str, Any] | list[dict[str, Any]]:
        """Call PTB's callback in its turn, and again after a 429; RetryAfter if that lasts over a minute."""
        if rate_limit_args is Priority.GRANTED:
            return await callback(*args, **kwargs)
        chat: int | str | None = data.get("chat_id")
        metered = _metered(endpoint)
        cost = len(data["media"]) if endpoint == "sendMediaGroup" else 1
        deadline = self._clock() + _PATIENCE
        while True:
            if metered and (held := self._held_for(chat)) > _PATIENCE:
                raise RetryAfter(ceil(held))
            try:
                if not metered:
                    return await callback(*args, **kwargs)
                async with self.turn(chat, rate_limit_args or Priority.PEOPLE, cost):
                    return await callback(*args, **kwargs)
            except RetryAfter as error:
                seconds = seconds_to_wait(error)
                if metered:
                    self.hold(chat, seconds)
                if self._clock() + seconds > deadline:
                    raise
                if not metered:
                    await asyncio.sleep(seconds)

    @asynccontextmanager
    async def turn(self, chat: int | str | None, priority: Priority, cost: int = 1) -> AsyncIterator[None]:
        """Wait until ``cost`` messages may go to ``chat``; inside they are on their way."""
        waiter = _Waiter(chat, cost, asyncio.get_running_loop().create_future())
        queue = self._queues[priority]
        queue[waiter] = None
        self._grant()
        try:
            flight = await waiter.future
        except asyncio.CancelledError:
            if waiter.future.done() and not waiter.future.cancelled():
                self._land(waiter.future.result(), chat)
            raise
        finally:
            queue.pop(waiter, None)
        try:
            yield
        finally:
            self._land(flight, chat)

    def _land(self, flight: Flight, chat: int | str | None) -> None:
        if chat is not None:
            self._busy.discard(chat)
        self._window.land(flight, self._clock())
        self._grant()

    def hold(self, chat: int | str | None, seconds: float) -> None:
        """Telegram said 429: send nothing to this chat, or to nobody, for so long."""
        now = self._clock()
        until = now + seconds * _SLACK
        others = any(state.held_until > now for key, state in self._chats.items() if key != chat)
        if chat is None or others:
            self._held_until = max(self._held_until, until)
        if chat is not None:
            state = self._chats.setdefault(chat, _Chat())
            state.held_until = max(state.held_until, until)

    def _held_for(self, chat: int | str | None) -> float:
        """For how many seconds a 429 still forbids this chat, or all."""
        state = None if chat is None else self._chats.get(chat)
        until = max(self._held_until, -inf if state is None else state.held_until)
        return until - self._clock()

    def _grant(self) -> None:
        """Let go everyone whose turn it is, and wake again when the next one's comes."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._clock()
        wake = inf
        for priority in (Priority.PEOPLE, Priority.BROADCAST):
            queue = self._queues[priority]
            if not queue:
                continue
            if (free := self._overall_free(now, priority, 1)) > now:
                wake = min(wake, free)
                continue
            for waiter in list(queue):
                if waiter.future.done() or waiter.chat in self._busy:  # cancelled while it waited, or later
                    continue
                if (ready := self._chat_ready(now, waiter)) > now:
                    wake = min(wake, ready)
                    continue
                if (free := self._overall_free(now, priority, waiter.cost)) > now:
                    wake = min(wake, free)
                    break
                self._spend(now, waiter, priority)
                del queue[waiter]
                waiter.future.set_result(self._window.depart(now))
        if wake < inf:
            delay = max(wake - now, 0.001)
            self._timer = asyncio.get_running_loop().call_later(delay, self._grant)

    def _overall_free(self, now: float, priority: Priority, cost: int) -> float:
        cap = self._people_cap if priority is Priority.PEOPLE else self._broadcast_cap
        room = _room(self._recent, cap, cost, now, _SLACK)
        free = max(self._held_until, self._window.free_at(now), room)
        if priority is Priority.BROADCAST:
            free = max(free, self._next_broadcast)
        return free

    def _chat_ready(self, now: float, waiter: _Waiter) -> float:
        state = None if waiter.chat is None else self._chats.get(waiter.chat)
        if state is None:
            return now
        burst = state.full_at - (self._limits.chat_burst - 1) * self._chat_gap
        return max(
            state.held_until,
            burst,
            _room(state.minute, self._limits.per_group_minute, waiter.cost, now, 60 * _SLACK),
        )

    def _spend(self, now: float, waiter: _Waiter, priority: Priority) -> None:
        self._recent.extend([now] * waiter.cost)
        if waiter.chat is not None:
            self._busy.add(waiter.chat)
        if priority is Priority.BROADCAST:
            # Timers fire a little late: keep to the timetable, but never make up for more than one.
            self._next_broadcast = max(self._next_broadcast, now - self._broadcast_gap) + self._broadcast_gap
        if waiter.chat is None:
            return
        if len(self._chats) >= _IDLE_CHATS:
            self._forget_idle(now)
        state = self._chats.setdefault(waiter.chat, _Chat())
        state.full_at = max(state.full_at, now) + waiter.cost * self._chat_gap
        if _is_group(waiter.chat):
            state.minute.extend([now] * waiter.cost)

    @property
    def _chat_gap(self) -> float:
        return _SLACK / self._limits.per_chat

    def _forget_idle(self, now: float) -> None:
        self._chats = {
            key: state
            for key, state in self._chats.items()
            if max(state.full_at, state.held_until, state.minute[-1] + 61 if state.minute else -inf) > now
        }


def _room(times: deque[float], cap: float, cost: int, now: float, span: float) -> float:
    """When ``cost`` more fit among the ``times`` of the last ``span`` seconds; in the past if they do now."""
    while times and times[0] <= now - span:
        times.popleft()
    surplus = len(times) + cost - cap
    if surplus <= 0 or not times:
        return -inf
    return times[min(ceil(surplus), len(times)) - 1] + span


def _metered(endpoint: str) -> bool:
    return endpoint.startswith(("send", "copy", "forward", "edit")) and endpoint not in _UNMETERED_SENDS


def _is_group(chat: int | str) -> bool:
    return isinstance(chat, str) or chat < 0
