"""The durable outbox: what was posted goes out, once, in its chat's order, under the one budget."""

import asyncio
import logging
from collections.abc import Collection, Sequence
from contextvars import Context
from pathlib import Path

from bot.delivery.attempts import Attempts, Send, Tracing, Unreachable
from bot.delivery.budget import Budget, Priority
from bot.delivery.deliveries import Delivery, DeliveryReport, NotNow, Prepare
from bot.delivery.inbox import Alert
from bot.delivery.journal import JournalError
from bot.delivery.outbox_file import Item, OutboxFile
from bot.delivery.pulse import Effort

_DRAIN_SECONDS = 3.0

log = logging.getLogger(__name__)


class Outbox:
    """Messages that the bot sends of itself: reminders, broadcasts, digests.

    ``send`` makes one attempt and returns the message id or raises a TelegramError or Unreadable; the outbox
    has taken its turn in the budget before, so ``send`` must not wait for another. ``unreachable`` hears of
    every chat that refuses us (403); after a crash it may hear of one again. ``prepare`` has the last word on
    what is sent and whether. ``tracing`` finds out whether what may have been sent has arrived.
    """

    def __init__(
        self,
        folder: Path,
        send: Send,
        budget: Budget,
        *,
        alert: Alert,
        unreachable: Unreachable | None = None,
        prepare: Prepare | None = None,
        tracing: Tracing | None = None,
    ) -> None:
        self._path = folder / "outbox.jsonl"
        self._budget = budget
        self._alert = alert
        self._prepare = prepare
        self._attempts = Attempts(send, budget, unreachable, tracing)
        self._held: set[Item] = set()
        self._opened: OutboxFile | None = None
        self._waiting: dict[int, list[Item]] = {}
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._in_flight: set[Item] = set()
        self._died: asyncio.Future[None] | None = None

    def open(self) -> None:
        """Read what the last run left. What it was sending is sent once more; what it had sent twice, never.

        Not even once more where it is found to have arrived. Raises OSError.
        """
        self._opened = OutboxFile(self._path, self._alert)
        self._attempts.open(self._file)
        for item in self._file.due():
            self._queue(item)

    async def close(self) -> None:
        """Finish writing; what is due stays for the next run. End ``run`` before."""
        await self._file.close()
        self._opened = None

    async def post(
        self, key: str, deliveries: Sequence[Delivery], priority: Priority = Priority.BROADCAST
    ) -> bool:
        """Take a batch; it is on the disk when this returns, and goes out whatever happens then.

        The same key posted again changes nothing (False). Raises JournalError: nothing was taken then.
        """
        batch = await self._file.add(key, priority, deliveries)
        if batch is None:
            return False
        for item in batch.due.values():
            self._queue(item)
        return True

    async def cancel(self, key: str) -> int:
        """Take back what has not gone out; returns how many. What is on its way stays."""
        batch = self._file.batches.get(key)
        if batch is None:
            return 0
        items = [item for item in batch.due.values() if item not in self._in_flight and not item.tries]
        for item in items:  # first of all, so that none begins while the disk is written
            self._waiting[item.delivery.chat].remove(item)
        try:
            await self._file.cancel(batch, items)
        except JournalError:
            for item in items:
                self._queue(item)
            raise
        return len(items)

    def resume(self) -> None:
        """Ask again about what ``prepare`` let wait."""
        self._held.clear()
        for chat in list(self._waiting):
            self._start_lane(chat)

    async def forget(self, chats: Collection[int]) -> bool:
        """Forget that messages went to these chats, on the disk too, and cancel what waits for them.

        False while anything is on its way. Raises OSError where the file cannot be written anew.
        """
        if self._in_flight:
            return False
        for chat in chats:
            for item in self._waiting.get(chat, ())[:]:
                self._waiting[chat].remove(item)
                self._held.discard(item)
                self._attempts.cancel(item)
        return await self._file.forget(chats)

    def report(self, key: str) -> DeliveryReport | None:
        """How a batch stands at this moment; None for a key that is not known (any more)."""
        batch = self._file.batches.get(key)
        return batch.report() if batch else None

    def messages(self, key: str) -> dict[int, int]:
        """The message ids of what was sent of a batch, by chat."""
        batch = self._file.batches.get(key)
        settled = batch.outcomes.values() if batch else ()
        return {one.chat: one.message_id for one in settled if one.message_id}

    @property
    def counts(self) -> tuple[int, int]:
        """How many deliveries are due, and how many failed among those remembered."""
        reports = [batch.report() for batch in self._file.batches.values()]
        return sum(report.pending for report in reports), sum(len(report.failed) for report in reports)

    @property
    def disk(self) -> Effort:
        """For how long the disk has been at what is to be written."""
        return self._file.disk

    @property
    def failures(self) -> int:
        """Network failures in a row; 0 while messages go through."""
        return self._attempts.failures

    async def settled(self, key: str) -> DeliveryReport | None:
        """Wait until every delivery of the batch has its outcome."""
        batch = self._file.batches.get(key)
        if batch is None:
            return None
        await batch.settled.wait()
        return batch.report()

    async def run(self) -> None:
        """Send until cancelled; then let what is on its way arrive, for three seconds at most.

        Run it under ``watched``. Raises JournalBroken.
        """
        self._died = asyncio.get_running_loop().create_future()
        for chat in list(self._waiting):
            self._start_lane(chat)
        try:
            await self._died
        finally:
            self._died = None
            await self._drain()

    @property
    def _file(self) -> OutboxFile:
        if self._opened is None:
            raise RuntimeError("the outbox is not open")
        return self._opened

    def _queue(self, item: Item) -> None:
        self._waiting.setdefault(item.delivery.chat, []).append(item)
        self._start_lane(item.delivery.chat)

    def _start_lane(self, chat: int) -> None:
        if self._died is not None and chat not in self._lanes:
            # In a context of its own: a lane begun by a handler's post is no part of that handler.
            task = asyncio.get_running_loop().create_task(self._lane(chat), name="outbox", context=Context())
            self._lanes[chat] = task
            task.add_done_callback(lambda done: self._lane_ended(chat, done))

    def _lane_ended(self, chat: int, task: asyncio.Task[None]) -> None:
        if self._lanes.get(chat) is task:
            del self._lanes[chat]
        error = None if task.cancelled() else task.exception()
        if error is not None and self._died is not None and not self._died.done():
            self._died.set_exception(error)

    async def _drain(self) -> None:
        busy = {item.delivery.chat for item in self._in_flight}
        for chat, task in self._lanes.items():
            if chat not in busy:
                task.cancel()
        for patience in (_DRAIN_SECONDS, None):
            if tasks := [*self._lanes.values()]:
                await asyncio.wait(tasks, timeout=patience)
            for task in tasks:
                task.cancel()

    async def _lane(self, chat: int) -> None:
        """Send what waits for one chat, people's messages first, one after another."""
        while (waiting := self._waiting.get(chat)) and self._died is not None:
            if not (ready := [one for one in waiting if one not in self._held]):
                break
            item = min(ready, key=lambda one: one.batch.priority)
            await asyncio.sleep(self._attempts.pause_left)
            if (wait := item.again_at - asyncio.get_running_loop().time()) > 0:
                await asyncio.sleep(wait)
                continue
            await self._attempts.ready(item)
            async with self._budget.turn(chat, item.batch.priority):
                if item not in waiting or self._died is None or self._attempts.pause_left:
                    continue  # cancelled, stopping, or the network gone while it waited
                if await self._attempts.settled(item):
                    self._drop_settled(item)
                    continue
                if not await self._prepared(item) or item not in waiting or self._died is None:
                    continue
                self._in_flight.add(item)
                try:
                    await self._attempts.make(item)
                finally:
                    self._in_flight.discard(item)
            self._drop_settled(item)
        # No await from here on: a post right after this must find no lane and start one.
        if not self._waiting.get(chat):
            self._waiting.pop(chat, None)
        self._lanes.pop(chat, None)

    def _drop_settled(self, item: Item) -> None:
        waiting = self._waiting.get(item.delivery.chat, [])
        if item.index not in item.batch.due and item in waiting:
            waiting.remove(item)

    async def _prepared(self, item: Item) -> bool:
        """Put what is to be sent now into the item; False where it is cancelled, or held for later."""
        if self._prepare is None:
            return True
        try:
            delivery = await self._prepare(item.batch.key, item.delivery)
        except NotNow:
            self._held.add(item)
            return False
        except Exception as error:  # noqa: BLE001 - one that cannot be judged waits, the rest goes out
            log.warning("a delivery waits, for it could not be prepared: %s", type(error).__name__)
            self._held.add(item)
            return False
        if delivery is not None:
            if delivery.rows != item.delivery.rows:
                item.rows = delivery.rows
            item.delivery = delivery
            return True
        if item in (waiting := self._waiting.get(item.delivery.chat, [])):
            waiting.remove(item)
            self._attempts.cancel(item)
        return False
