"""Updates on their way to the bot: kept until confirmed, by long polling or by webhook."""

import asyncio
import time
from typing import Any

from bot.simulator.errors import ApiError

Json = dict[str, Any]

_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
_CONFLICT = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
MAX_WAIT = 50


class Updates:
    """The queue. Ids go up from a number that is not used again after a restart of the simulator."""

    def __init__(self) -> None:
        self._next = time.time_ns() // 10_000_000 % 2_000_000_000
        self._pending: dict[int, Json] = {}
        self._chats: dict[int, int] = {}
        self._allowed: list[str] = []
        self._arrived = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None

    def push(self, kind: str, payload: Json, chat_id: int) -> int | None:
        """Queue one update; None if the bot did not ask for its kind."""
        wanted = kind in self._allowed if self._allowed else kind not in _NOT_BY_DEFAULT
        if not wanted:
            return None
        update_id = self._next
        self._next += 1
        self._pending[update_id] = {"update_id": update_id, kind: payload}
        self._chats[update_id] = chat_id
        self._arrived.set()
        return update_id

    @property
    def allowed(self) -> list[str]:
        """The kinds the bot asked for; empty means the default."""
        return self._allowed

    def allow(self, kinds: Any) -> None:
        """Remember which kinds the bot wants; None leaves the choice as it was."""
        if isinstance(kinds, list):
            self._allowed = [str(kind) for kind in kinds]

    def pending(self) -> list[tuple[Json, int]]:
        """What is not confirmed, oldest first, each with its chat."""
        return [(update, self._chats[update_id]) for update_id, update in self._pending.items()]

    def confirm(self, update_id: int) -> None:
        """Forget one update."""
        self._pending.pop(update_id, None)
        self._chats.pop(update_id, None)

    def clear(self) -> None:
        """Forget all (drop_pending_updates)."""
        self._pending.clear()
        self._chats.clear()

    async def poll(self, offset: int, limit: int, wait: float) -> list[Json]:
        """``getUpdates``: confirm what lies before ``offset`` and return what follows, waiting for some.

        A second poll ends the first with 409 Conflict, as Telegram does.
        """
        if offset > 0:
            for update_id in [known for known in self._pending if known < offset]:
                self.confirm(update_id)
        elif offset < 0:
            for update_id in list(self._pending)[:offset]:
                self.confirm(update_id)
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(ApiError(409, _CONFLICT))
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        deadline = time.monotonic() + min(wait, MAX_WAIT)
        while not self._pending and (left := deadline - time.monotonic()) > 0:
            self._arrived.clear()
            arrival = asyncio.ensure_future(self._arrived.wait())
            waits: set[asyncio.Future[Any]] = {arrival, mine}
            try:
                await asyncio.wait(waits, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                arrival.cancel()
            if mine.done():
                mine.result()
                break
        if mine.done():
            mine.result()
        mine.cancel()
        return [update for update in self._pending.values() if update["update_id"] >= offset][:limit]

    async def arrival(self) -> None:
        """Wait until something is queued."""
        self._arrived.clear()
        await self._arrived.wait()

    def release(self) -> None:
        """End a waiting poll at once, with nothing."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
