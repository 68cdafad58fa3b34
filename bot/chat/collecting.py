"""Fetches what people sent as evidence: from Telegram, through cleaning, onto the shelf.

The store says what is still to be fetched, so a restart goes on where the last run ended. Nobody waits for
this: the answer to the message was given before.
"""

import asyncio
import errno
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.chat.services import Services
from bot.delivery.journal import JournalError
from bot.evidence import keeping, texts
from bot.evidence.cleaning import Cleaned, clean_apart
from bot.evidence.kinds import Unfit
from bot.evidence.model import Evidence
from bot.evidence.shelf import Shelf
from bot.progress.model import Attachment
from bot.records import Records, StoreError

_AT_ONCE = 2
_LONGEST_WAIT = 60.0
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

log = logging.getLogger(__name__)


class Collector:
    """Brings every file that the store expects onto the shelf. ``post`` sends what is put down to be told."""

    def __init__(
        self,
        services: Services,
        shelf: Shelf,
        bot: Bot,
        *,
        post: Callable[[], Awaitable[None]],
        alert: Callable[[str], None],
    ) -> None:
        """Keep what is needed to fetch; nothing happens before :meth:`run`."""
        self._services = services
        self._shelf = shelf
        self._bot = bot
        self._post = post
        self._alert = alert
        self._news = asyncio.Event()
        self._full = False

    async def expect(self, attachments: list[Attachment], sender: int) -> None:
        """Put down that these files are to be fetched, and begin. Raises StoreError."""
        services, now = self._services, self._services.clock()
        await services.store.transact(
            lambda records: keeping.expect(records, services.plan, attachments, sender, now)
        )
        self._news.set()

    def look(self) -> None:
        """Look now whether anything waits; called every minute and after a clock jump."""
        self._news.set()

    async def run(self) -> None:
        """Fetch until cancelled. Run it under ``watched``, once Telegram answers."""
        while True:
            self._news.clear()
            services = self._services
            rows = keeping.due(services.store.read, services.plan, services.clock())
            few = asyncio.Semaphore(_AT_ONCE)
            await asyncio.gather(*(self._bring(row, few) for row in rows))
            if rows:
                await self._tell()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), _LONGEST_WAIT)

    async def _tell(self) -> None:
        """Send what was put down to be told; where that cannot be, the next look makes up for it."""
        try:
            await self._post()
        except (StoreError, JournalError) as error:
            log.warning("what is to be told of evidence waits: %s", type(error).__name__)

    async def _bring(self, row: Evidence, few: asyncio.Semaphore) -> None:
        """One file's turn: fetch, clean, shelve, and put down what became of it."""
        plan, now, key = self._services.plan, self._services.clock(), row.key
        change: Change
        async with few:
            try:
                await self._keep(row, await self._fetched(row))
            except Unfit as unfit:
                reason = str(unfit)
                change = lambda records: keeping.refuse(records, plan, key, now, reason)  # noqa: E731
            except BadRequest as error:  # Telegram does not have it, or it is too big for a bot
                log.warning("a file cannot be fetched: %s", error.message)
                change = lambda records: keeping.lose(records, plan, key, now)  # noqa: E731
            except Exception as error:  # noqa: BLE001 - one bad file must not hold up the others
                log.warning("a file could not be fetched: %s", type(error).__name__)
                if isinstance(error, OSError) and not isinstance(error, TelegramError):
                    await self._no_room(row, error)
                change = lambda records: keeping.put_off(records, plan, key, now)  # noqa: E731
            else:
                return
            await self._stored(change)

    async def _fetched(self, row: Evidence) -> Cleaned:
        """Fetch one file and clean it. Raises what goes wrong."""
        file = await self._bot.get_file(row.file_id)
        content = bytes(await file.download_as_bytearray())
        return await clean_apart(content)

    async def _keep(self, row: Evidence, cleaned: Cleaned) -> None:
        """Put the file on the shelf and store its row; where it is not kept after all, it leaves again.

        Raises OSError where there is no room for it.
        """
        services, now, size = self._services, self._services.clock(), len(cleaned.content)
        async with self._shelf.changing:
            digest = await asyncio.to_thread(self._shelf.put, cleaned.content, cleaned.kind.value)
            self._full = False
            await self._stored(
                lambda records: keeping.keep(
                    records, services.plan, row.key, now, digest=digest, kind=cleaned.kind, size=size
                )
            )
            shelved = (digest, cleaned.kind.value)
            if keeping.unused(services.store.read, [shelved]):
                await asyncio.to_thread(self._shelf.drop, *shelved)

    async def _stored(self, change: "Change") -> Evidence | None:
        try:
            return await self._services.store.transact(change)
        except StoreError as error:  # full or read-only: the row waits on, and the next look sees it
            log.warning("evidence waits for the store: %s", type(error).__name__)
            return None

    async def _no_room(self, row: Evidence, error: OSError) -> None:
        """Tell the operator, and at the first failure the sender, directly: a full disk stores no message."""
        log.warning("a file could not be kept: %s", error.strerror)
        if not self._full:
            self._full = True
            self._alert(texts.NO_ROOM_ALERT)
        if not row.tries and error.errno in _NO_ROOM:
            try:
                await self._bot.send_message(row.sender, texts.NO_ROOM)
            except TelegramError as failure:
                log.warning("a sender could not be told: %s", type(failure).__name__)


Change = Callable[[Records], Evidence | None]
