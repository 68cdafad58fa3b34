"""One delivery's tries: what each of them comes to, and when the next may be."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.delivery.arrivals import Arrivals
from bot.delivery.budget import Budget
from bot.delivery.deliveries import Delivery, Outcome, Unreadable
from bot.delivery.doubts import Before, Doubts, Key
from bot.delivery.faults import may_be_late, may_have_had_effect, seconds_to_wait
from bot.delivery.journal import JournalFull
from bot.delivery.outbox_file import Item, OutboxFile

_MOST_TRIES = 2  # that may have had their effect; never a third
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
_MOST_READS = 20  # of a file to be attached: a quarter of an hour
_NO_SUCH_CHAT = ("chat not found", "user not found", "peer_id_invalid")

Send = Callable[[Delivery], Awaitable[int]]
Unreachable = Callable[[int], Awaitable[None]]

log = logging.getLogger(__name__)


async def _nowhere(_key: Key, _delivery: Delivery) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Tracing:
    """How to find out whether a delivery arrived whose answer was lost. Without a ``look`` none is found."""

    arrivals: Arrivals = field(default_factory=lambda: Arrivals(told_all=True))
    doubts: Doubts = field(default_factory=Doubts)
    look: Callable[[Key, Delivery], Awaitable[int | None]] = _nowhere


class Attempts:
    """Makes them for the outbox, which says whose turn it is; see there for what is given."""

    def __init__(
        self, send: Send, budget: Budget, unreachable: Unreachable | None, tracing: Tracing | None
    ) -> None:
        self._send = send
        self._budget = budget
        self._unreachable = unreachable
        self._tracing = tracing or Tracing()
        self._file: OutboxFile
        self._calm_at = 0.0
        self.failures = 0
        """Network failures in a row; 0 while messages go through."""

    def open(self, file: OutboxFile) -> None:
        """Begin with what the file knows: ids that were given, and what may have been sent."""
        self._file = file
        for batch in file.batches.values():
            for settled in batch.outcomes.values():
                if settled.message_id:
                    self._tracing.arrivals.counted(settled.chat, settled.message_id)
        for item in file.due():
            if item.tries:
                self._tracing.doubts.take_over(item.key, item.delivery.chat)

    @property
    def pause_left(self) -> float:
        """Seconds for which the way to Telegram is left alone, for everyone."""
        return max(0.0, self._calm_at - asyncio.get_running_loop().time())

    async def ready(self, item: Item) -> None:
        """Before its turn: wait until it makes sense to look for one that may have been sent."""
        if item.tries:
            await self._tracing.arrivals.ready()

    def cancel(self, item: Item) -> None:
        """It is not to be sent any more."""
        self._tracing.doubts.give_up(item.key)
        self._file.finish(item, Outcome.CANCELLED)

    async def settled(self, item: Item) -> bool:
        """Whether a try is not to be made: it is there already, or nobody can look for it just now."""
        if not item.tries:
            return False
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
        return True

    async def make(self, item: Item) -> None:
        """Send it in its turn; what comes of that is noted when this returns. Raises JournalBroken."""
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
            self.failures = 0
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
            pause = _pause(self.failures)
            self.failures += 1
            self._calm_at = loop.time() + pause


def _pause(failures: int) -> float:
    """Longer after each failure in a row."""
    return min(_FIRST_PAUSE * 2.0 ** min(failures, 10), _LONGEST_PAUSE)
