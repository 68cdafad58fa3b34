"""A few steps of handlers' code between two looks of the event loop at the network.

When many updates are under way, many handlers can go on at the same moment: each reads a question or writes
a card for a few milliseconds. One after another without a pause they would hold up sending, receiving and
timers for as long as all of them together take.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from types import coroutine as awaitable
from typing import Any, TypeVar

_SHARE = 0.002  # seconds of a round of the loop that handlers' code may take; one step may take longer
_WEIGHT = 0.1  # of the newest step in what a step is expected to take

T = TypeVar("T")


def _nothing() -> bool:
    return False


async def give_way() -> None:
    """Let the loop look at the network, and others go on, before some milliseconds of work."""
    await asyncio.sleep(0)


class Turnstile:
    """Lets coroutines through step by step, first come, first served."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._turned_back: list[asyncio.Future[None]] = []  # let through, and then no share left
        self._let = 0  # through, and not yet gone on
        self._spent = 0.0  # in this round of the loop
        self._usual = 0.0  # seconds that a step takes
        self._round_noted = False

    @awaitable
    def through(
        self,
        work: Coroutine[Any, Any, T],
        *,
        waits: Callable[[], bool] = _nothing,
        goes_on: Callable[[], object] = _nothing,
    ) -> Generator[Any, Any, T]:
        """Await the coroutine, as if directly, but let it go on only when it is its turn.

        ``waits`` is called when it begins to wait for that and says whether ``goes_on`` is to be called when
        it has come.
        """
        thrown: BaseException | None = None
        while True:
            if self._waiting or self._turned_back or self._let or self._spent >= _SHARE:
                interrupted = waits()
                try:
                    yield from self._in_line()
                except asyncio.CancelledError as error:
                    thrown = error
                if interrupted:
                    goes_on()
            began = time.perf_counter()
            try:
                wanted = work.send(None) if thrown is None else work.throw(thrown)
            except StopIteration as end:
                value: T = end.value
                return value
            finally:
                self._took(time.perf_counter() - began)
            thrown = None
            try:
                yield wanted
            except GeneratorExit:
                work.close()
                raise
            except BaseException as error:  # noqa: BLE001 - whatever it is, it is meant for the work
                thrown = error

    def _in_line(self) -> Generator[Any, Any, None]:
        line: deque[asyncio.Future[None]] | list[asyncio.Future[None]] = self._waiting
        while True:
            turn = asyncio.get_running_loop().create_future()
            line.append(turn)
            self._note_round()
            try:
                yield from turn
            finally:
                if turn.done() and not turn.cancelled():
                    self._let -= 1
            if self._spent < _SHARE:
                return
            line = self._turned_back

    def _took(self, seconds: float) -> None:
        self._spent += seconds
        self._usual += (seconds - self._usual) * _WEIGHT
        self._note_round()

    def _note_round(self) -> None:
        if not self._round_noted:
            self._round_noted = True
            asyncio.get_running_loop().call_soon(self._next_round)

    def _next_round(self) -> None:
        """The loop has looked at the network since: let the next ones through."""
        self._spent = 0.0
        self._round_noted = False
        self._waiting.extendleft(reversed(self._turned_back))
        self._turned_back.clear()
        room = _SHARE
        while self._waiting and room > 0:
            turn = self._waiting.popleft()
            if not turn.done():  # or cancelled meanwhile
                turn.set_result(None)
                self._let += 1
                room -= self._usual
        if self._waiting:
            self._note_round()
