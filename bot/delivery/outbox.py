"""The durable outbox: what was posted goes out, once, in its chat's order, under the one budget."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextvars import Context
from dataclasses import dataclass, field, replace
from pathlib import Path

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.delivery.arrivals import Arrivals
from bot.delivery.budget import Budget, Priority
from bot.delivery.deliveries import Delivery, DeliveryReport, NotNow, Outcome, Prepare, Unreadable
from bot.delivery.doubts import Before, Doubts, Key
from bot.delivery.faults import may_be_late, may_have_had_effect, seconds_to_wait
from bot.delivery.inbox import Alert
from bot.delivery.journal import JournalError, JournalFull
from bot.delivery.outbox_file import Item, OutboxFile
from bot.delivery.pulse import Effort

_MOST_TRIES = 2  # that may have had their effect; never a third
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
_MOST_READS = 20  # of a file to be attached: a quarter of an hour
_DRAIN_SECONDS = 3.0
_NO_SUCH_CHAT = ("chat not found", "user not found", "peer_id_invalid")

Send = Callable[[Delivery], Awaitable[int]]

log = logging.getLogger(__name__)


async def _nowhere(_key: Key, _delivery: Delivery) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Tracing:
    """How to find out whether a delivery arrived whose answer was lost. Without a ``look`` none is found."""

    arrivals: Arrivals = field(default_factory=lambda: Arrivals(told_all=True))
    doubts: Doubts = field(default_factory=Doubts)
    look: Callable[[Key, Delivery], Awaitable[int | None]] = _nowhere


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
        unreachable: Callable[[int], Awaitable[None]] | None = None,
        prepare: Prepare | None = None,
        tracing: Tracing | None = None,
    ) -> None:
        self._path = folder / "outbox.jsonl"
        self._send = send
        self._budget = budget
        self._alert = alert
        self._unreachable = unreachable
        self._prepare = prepare
        self._tracing = tracing or Tracing()
        self._held: set[Item] = set()
        self._opened: OutboxFile | None = None
        self._waiting: dict[int, list[Item]] = {}
        self._lanes: dict[int, asyncio.Task[None]] = {}
        self._in_flight: set[Item] = set()
        self._died: asyncio.Future[None] | None = None
        self._failures = 0
        self._calm_at = 0.0

    def open(self) -> None:
        """Read what the last run left. What it was sending is sent once more; what it had sent twice, never.

        Not even once more where it is found to have arrived. Raises OSError.
        """
        self._opened = OutboxFile(self._path, self._alert)
        for batch in self._file.batches.values():
            for settled in batch.outcomes.values():
                if settled.message_id:
                    self._tracing.arrivals.counted(settled.chat, settled.message_id)
        for item in self._file.due():
            if item.tries:
                self._tracing.doubts.take_over(item.key, item.delivery.chat)
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
                self._cancelled(item)
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
        return self._failures

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
            await asyncio.sleep(self._pause_left())
            if (wait := item.again_at - asyncio.get_running_loop().time()) > 0:
                await asyncio.sleep(wait)
                continue
            if item.tries:
                await self._tracing.arrivals.ready()
            async with self._budget.turn(chat, item.batch.priority):
                if item not in waiting or self._died is None or self._pause_left():
                    continue  # cancelled, stopping, or the network gone while it waited
                if item.tries and await self._settled(item):
                    continue
                if not await self._prepared(item) or item not in waiting or self._died is None:
                    continue
                self._in_flight.add(item)
                try:
                    await self._try(item)
                finally:
                    self._in_flight.discard(item)
            if item.index not in item.batch.due:
                waiting.remove(item)
        # No await from here on: a post right after this must find no lane and start one.
        if not self._waiting.get(chat):
            self._waiting.pop(chat, None)
        self._lanes.pop(chat, None)

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
            self._cancelled(item)
        return False

    def _cancelled(self, item: Item) -> None:
        self._tracing.doubts.give_up(item.key)
        self._file.finish(item, Outcome.CANCELLED)

    async def _settled(self, item: Item) -> bool:
        """See :meth:`_arrived`; True also where nobody can look just now."""
        try:
            return await self._arrived(item)
        except RetryAfter as error:
            self._budget.hold(item.delivery.chat, seconds_to_wait(error))
        except Forbidden:
            return False  # sending tells the same
        except (NetworkError, InvalidToken):
            self._back_off()
        return True

    async def _arrived(self, item: Item) -> bool:
        """Look for an item that may have been sent; True where it is there, or may not be sent once more.

        Where it surely is not there, its tries count for nothing.
        """
        sent = item.delivery if item.rows is None else replace(item.delivery, rows=item.rows)
        message_id = await self._tracing.look(item.key, sent)
        if message_id:
            self._tracing.doubts.end(item.key)
            self._file.finish(item, Outcome.SENT, message_id)
        elif message_id == 0:
            self._tracing.doubts.end(item.key)
            while item.tries:
                self._file.take_back(item)
            return False
        elif item.tries >= _MOST_TRIES:
            self._tracing.doubts.give_up(item.key)
            self._file.finish(item, Outcome.UNSURE)
        else:
            return False
        if item in (waiting := self._waiting.get(item.delivery.chat, [])):
            waiting.remove(item)
        return True

    async def _try(self, item: Item) -> None:
        chat = item.delivery.chat
        try:
            await self._file.begin(item, self._tracing.arrivals.last(chat))
        except JournalFull:
            self._back_off()
            return
        before = self._tracing.doubts.begin(item.key, chat, item.after)
        try:
            message_id = await self._send(item.delivery)
        except RetryAfter as error:
            self._take_back(item, before)
            self._budget.hold(chat, seconds_to_wait(error))
        except Forbidden:
            await self._tell_unreachable(chat)
            self._file.finish(item, Outcome.UNREACHABLE)
        except BadRequest as error:
            if any(words in error.message.lower() for words in _NO_SUCH_CHAT):
                await self._tell_unreachable(chat)
                self._file.finish(item, Outcome.UNREACHABLE)
            else:
                self._defect(item, error)
        except (NetworkError, InvalidToken) as error:
            self._back_off()
            if may_have_had_effect(error):
                self._tracing.doubts.lose(item.key, late=may_be_late(error))
            else:
                self._take_back(item, before)
        except Unreadable as error:
            self._take_back(item, before)
            self._unread(item, error)
        except Exception as error:  # noqa: BLE001 - one delivery that cannot be made must not stop the rest
            self._defect(item, error)
        else:
            self._failures = 0
            self._tracing.doubts.arrived(item.key, chat, message_id)
            self._file.finish(item, Outcome.SENT if item.tries == 1 else Outcome.SENT_TWICE, message_id)
        if item.index not in item.batch.due:
            self._tracing.doubts.end(item.key)
        await self._file.written()  # before the next leaves: a kill shall find as little untold as can be

    def _take_back(self, item: Item, before: Before) -> None:
        """What began had no effect."""
        self._file.take_back(item)
        self._tracing.doubts.take_back(item.key, before)

    def _unread(self, item: Item, error: Unreadable) -> None:
        """Try this one later, or give it up; other chats' messages go out meanwhile."""
        log.warning("the file of delivery %d of a batch cannot be read: %s", item.index, error)
        item.unread += 1
        if not error.passing or item.unread >= _MOST_READS:
            self._file.finish(item, Outcome.NO_FILE)
        else:
            item.again_at = asyncio.get_running_loop().time() + _pause(item.unread - 1)

    def _defect(self, item: Item, error: Exception) -> None:
        # Telegram's own words describe the markup; other errors' texts may quote the message.
        told = error.message if isinstance(error, TelegramError) else type(error).__name__
        log.error("delivery %d of a batch is defective: %s", item.index, told)
        self._file.finish(item, Outcome.DEFECT)

    async def _tell_unreachable(self, chat: int) -> None:
        if self._unreachable is None:
            return
        try:
            await self._unreachable(chat)
        except Exception as error:  # noqa: BLE001 - the seat's mark is not worth the outbox
            log.warning("an unreachable chat could not be marked: %s", type(error).__name__)

    def _back_off(self) -> None:
        """The way to Telegram is shut for everyone: pause all, longer each time."""
        loop = asyncio.get_running_loop()
        if loop.time() >= self._calm_at:
            pause = _pause(self._failures)
            self._failures += 1
            self._calm_at = loop.time() + pause

    def _pause_left(self) -> float:
        return max(0.0, self._calm_at - asyncio.get_running_loop().time())


def _pause(failures: int) -> float:
    """Longer after each failure in a row."""
    return min(_FIRST_PAUSE * 2.0 ** min(failures, 10), _LONGEST_PAUSE)
