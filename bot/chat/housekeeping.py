"""Once a day and at every start: what was kept long enough goes (保存期限)."""

import asyncio
import logging
import shutil
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.chat.services import Services
from bot.delivery.aside import forget_aside
from bot.delivery.journal import JournalError
from bot.evidence import keeping
from bot.evidence.shelf import Shelf
from bot.progress.model import Draft
from bot.records import Records, StoreError
from bot.roster.leaving import forget_arrivals, forget_seats, leavers
from bot.store import snapshots
from bot.store.forgetting import forget_people

_ASIDE = ("damaged/*", "delivery/damaged-*", "before-restore-*")

Forget = Callable[[set[int]], Awaitable[bool]]
"""Forgets chats wherever messages went; False where that must wait."""

log = logging.getLogger(__name__)


class Housekeeping:
    """Drafts, files that nothing refers to, what was set aside, and the ids of those who left."""

    def __init__(
        self,
        services: Services,
        shelf: Shelf,
        *,
        forget: Forget,
        aside: Path,
    ) -> None:
        """Keep what is needed to look; ``aside`` is where the inbox puts what it cannot handle."""
        self._services = services
        self._shelf = shelf
        self._forget = forget
        self._aside = aside
        self._done_on: date | None = None

    async def look(self) -> None:
        """Clean up, unless it was done today. What fails is tried again by the next look."""
        now = self._services.clock()
        if self._done_on == now.date():
            return
        try:
            if await self._clean_up(now):
                self._done_on = now.date()
        except (StoreError, JournalError, OSError) as error:
            log.warning("cleaning up failed: %s", type(error).__name__)

    async def _clean_up(self, now: datetime) -> bool:
        """One round; False where somebody who left could not be forgotten yet."""
        await self._services.store.transact(lambda records: self._forget_old(records, now))
        async with self._shelf.changing:
            await asyncio.to_thread(self._clear_shelf)
        await asyncio.to_thread(snapshots.clear, self._services.settings.data_dir)
        limit = now - timedelta(days=self._services.settings.retention.aside_days)
        await asyncio.to_thread(forget_aside, self._aside, limit)
        await asyncio.to_thread(clear_aside, self._services.settings.data_dir, limit)
        return await self._forget_leavers(now)

    def _forget_old(self, records: Records, now: datetime) -> None:
        plan, kept = self._services.plan, timedelta(days=self._services.settings.retention.draft_days)
        for draft in records.find(Draft):
            if now - draft.began_at >= kept:
                records.drop(Draft, draft.key)
        keeping.let_go(records, plan, now)
        forget_arrivals(records, now)

    def _clear_shelf(self) -> None:
        """Take away the files that no row knows: let go, erased, or left by a kill."""
        for place in keeping.unused(self._services.store.read, self._shelf.names()):
            self._shelf.drop(*place)

    async def _forget_leavers(self, now: datetime) -> bool:
        """The messages first: once the roster has forgotten an id, nobody knows what to look for."""
        services = self._services
        kept = timedelta(days=services.settings.retention.leaver_days)
        people = leavers(services.store.read, now, kept, services.settings.office_ids)
        if not people:
            return True
        if not await self._forget(people):
            return False

        def work(records: Records) -> None:
            forget_people(records, people)
            forget_seats(records, people)

        await services.store.transact(work)
        log.info("forgot %d who left", len(people))
        return True


def clear_aside(data_dir: Path, limit: datetime) -> None:
    """Remove copies of damaged files, and what a restore put aside, from before ``limit``. Raises OSError."""
    for pattern in _ASIDE:
        for path in data_dir.glob(pattern):
            if path.stat().st_mtime >= limit.timestamp():
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
