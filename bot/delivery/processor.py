"""Which update is handled when: one chat in order, chats side by side."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from inspect import iscoroutine
from typing import Any

from telegram.ext import BaseUpdateProcessor

_UNBOUNDED = 1 << 30


@dataclass(slots=True)
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class ChatOrderProcessor(BaseUpdateProcessor):
    """Handles the updates of one chat in the order they came, and up to ``slots`` chats at a time.

    PTB takes its own slot before it asks us, so that one chat's backlog would hold all of them; here an
    update waits for its chat first and takes a slot only when it is its chat's turn.
    """

    __slots__ = ("_lanes", "_running", "_slots", "_stopping")

    def __init__(self, slots: int = 256) -> None:
        super().__init__(_UNBOUNDED)
        self._slots = asyncio.Semaphore(slots)
        self._lanes: dict[int, _Lane] = {}
        self._running: set[asyncio.Task[Any]] = set()
        self._stopping = False

    @property
    def stopping(self) -> bool:
        """Whether no more updates are begun; what is left stays in the inbox."""
        return self._stopping

    async def initialize(self) -> None:
        """Begin to take updates."""
        self._stopping = False

    async def shutdown(self) -> None:
        """Begin no more updates."""
        self.stop()

    def stop(self) -> None:
        """Finish what is being handled and begin nothing more."""
        self._stopping = True

    async def abort(self) -> None:
        """Cancel what is still being handled, and wait until it is gone."""
        self.stop()
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running, timeout=1)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the coroutine when it is the chat's turn and a slot is free."""
        try:
            async with self._turn_of(_chat_of(update)), self._slots:
                if not self._stopping:
                    await self._run(coroutine)
        finally:
            if iscoroutine(coroutine):
                coroutine.close()  # where it was never begun

    async def _run(self, coroutine: Awaitable[Any]) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("updates are processed in tasks")
        self._running.add(task)
        try:
            await coroutine
        finally:
            self._running.discard(task)

    @asynccontextmanager
    async def _turn_of(self, chat: int | None) -> AsyncIterator[None]:
        if chat is None:
            yield
            return
        lane = self._lanes.setdefault(chat, _Lane())
        lane.users += 1
        try:
            async with lane.lock:  # first come, first served
                yield
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[chat]


def _chat_of(update: object) -> int | None:
    """The chat of an Update object (Bot API); where it has none the person, as with an inline query."""
    for content in update.values() if isinstance(update, dict) else ():
        if isinstance(content, dict):
            pressed = content.get("message")  # the one whose button it was
            in_chat = content.get("chat") or (pressed.get("chat") if isinstance(pressed, dict) else None)
            place = in_chat or content.get("from")
            chat = place.get("id") if isinstance(place, dict) else None
            if isinstance(chat, int):
                return chat
    return None
