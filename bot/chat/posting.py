"""Takes what was put down to be told through the outbox, and shows the office how it goes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import Context
from dataclasses import replace
from functools import partial

from telegram.error import BadRequest, Forbidden, TelegramError

from bot.chat import delivery_texts as texts
from bot.chat.message import escape
from bot.chat.services import Services
from bot.delivery.budget import Priority
from bot.delivery.deliveries import Delivery, DeliveryReport, Outcome
from bot.delivery.journal import JournalError
from bot.delivery.outbox import Outbox
from bot.outgoing import Letter, Outgoing
from bot.records import Records, StoreError
from bot.roster.model import Seat
from bot.roster.reach import mark_known
from bot.roster.texts import OFFICE_NAME, place

_SOON = 2.0  # a batch that settles so quickly is told of in one message that never changes
_BETWEEN_EDITS = 3.0

Edit = Callable[[int, int, str], Awaitable[None]]
"""Puts HTML into a message that was sent: chat, message id, HTML. Raises TelegramError."""

log = logging.getLogger(__name__)


class Posting:
    """Brings every :class:`Outgoing` into the outbox, once, and follows those that somebody watches.

    ``run`` may be called at any time and picks up whatever an earlier run left. Of what is posted the
    store forgets the text at once, and the rest when its last delivery has settled and been shown.
    """

    def __init__(self, services: Services, outbox: Outbox, edit: Edit) -> None:
        """Keep what is needed to post and to show."""
        self._services = services
        self._outbox = outbox
        self._edit = edit
        self._following: dict[str, asyncio.Task[None]] = {}
        self._posting = asyncio.Lock()

    async def run(self) -> None:
        """Post what waits. Raises StoreError and JournalError; what is left then is posted next time."""
        async with self._posting:
            for outgoing in self._services.store.read.find(Outgoing):
                await self._post(outgoing)
                if outgoing.report_to and outgoing.key not in self._following:
                    # In a context of its own: begun by a handler, its edits are no part of that handler.
                    following = asyncio.get_running_loop().create_task(
                        self._follow(outgoing), name="following a batch", context=Context()
                    )
                    self._following[outgoing.key] = following
                    following.add_done_callback(partial(self._ended, outgoing.key))

    def resume(self) -> None:
        """What was let wait for a better moment is asked about again."""
        self._outbox.resume()

    async def close(self) -> None:
        """Stop showing; the next ``run`` goes on."""
        following = list(self._following.values())
        for task in following:
            task.cancel()
        if following:
            await asyncio.wait(following)

    @property
    def reporting(self) -> bool:
        """Whether somebody is being shown how a batch goes."""
        return bool(self._following)

    async def _post(self, outgoing: Outgoing) -> None:
        if not outgoing.letters:
            return
        priority = Priority.PEOPLE if outgoing.urgent else Priority.BROADCAST
        await self._outbox.post(outgoing.key, [_delivery(letter) for letter in outgoing.letters], priority)
        key, kept = outgoing.key, replace(outgoing, letters=())

        def taken(records: Records) -> None:
            if kept.report_to:
                records.put(kept)
            else:
                records.drop(Outgoing, key)

        await self._services.store.transact(taken)

    async def _follow(self, outgoing: Outgoing) -> None:
        """Show how a batch goes, in one message a watcher that changes, until it has settled."""
        try:
            async with asyncio.timeout(_SOON):
                await self._outbox.settled(outgoing.key)
        except TimeoutError:
            pass
        try:
            shown: dict[int, str] = {}
            while not await self._show(outgoing, shown):  # noqa: ASYNC110 - also tries failed edits again
                await asyncio.sleep(_BETWEEN_EDITS)
            await self._finish(outgoing)
        except (StoreError, JournalError) as error:
            log.warning("a delivery report waits: %s", type(error).__name__)  # the next run takes it up

    def _ended(self, key: str, following: asyncio.Task[None]) -> None:
        del self._following[key]
        if not following.cancelled() and (error := following.exception()) is not None:
            log.error("following a batch failed: %s", type(error).__name__)

    async def _show(self, outgoing: Outgoing, shown: dict[int, str]) -> bool:
        """Bring the watchers' messages up to date; True once they say how it ended."""
        report = self._outbox.report(outgoing.key)
        if report is None:  # a restored record: its outbox was another one
            return True
        html = escape(texts.progress(outgoing.title, outgoing.at, report, self._failed(report)))
        key = f"report:{outgoing.key}"
        watchers = outgoing.report_to
        if await self._outbox.post(key, [Delivery(person, html) for person in watchers], Priority.PEOPLE):
            shown.update(dict.fromkeys(watchers, html))
        await self._correct(self._outbox.messages(key), html, shown)
        messages = self._outbox.report(key)
        if report.pending or messages is None or messages.pending:
            return False
        return all(shown.get(chat) == html for chat in self._outbox.messages(key))

    async def _correct(self, messages: Mapping[int, int], html: str, shown: dict[int, str]) -> None:
        for chat, message_id in messages.items():
            if shown.get(chat) == html:
                continue
            try:
                await self._edit(chat, message_id, html)
            except (BadRequest, Forbidden):  # says so already, was deleted, or nobody reads it any more
                pass
            except TelegramError as error:
                log.warning("a delivery report could not be changed: %s", type(error).__name__)
                continue
            shown[chat] = html

    async def _finish(self, outgoing: Outgoing) -> None:
        report = self._outbox.report(outgoing.key)
        failed = report.failed if report else ()

        def done(records: Records) -> None:
            records.drop(Outgoing, outgoing.key)
            mark_known(records, [chat for chat, outcome in failed if outcome is Outcome.UNREACHABLE])

        await self._services.store.transact(done)

    def _failed(self, report: DeliveryReport) -> list[str]:
        names = self.names([chat for chat, _ in report.failed])
        return [f"{name}：{outcome.reason}" for name, (_, outcome) in zip(names, report.failed, strict=True)]

    def names(self, people: Sequence[int]) -> list[str]:
        """Each person as the office knows them: 县公安局联络员陈海军."""
        services = self._services
        by_person: dict[int, Seat] = {}
        for seat in services.store.read.find(Seat, plan=services.plan.id):
            if seat.removed_at is None or seat.person not in by_person:
                by_person[seat.person] = seat
        known = {one: f"{place(seat.unit, seat.role)}{seat.name}" for one, seat in by_person.items()}
        return [known.get(person, OFFICE_NAME) for person in people]


def _delivery(letter: Letter) -> Delivery:
    return Delivery(letter.person, letter.html, letter.rows, letter.document)
