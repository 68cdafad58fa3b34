"""Run the application: connect, replay, receive under watch, and stop in time without losing anything."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from itertools import chain

from telegram.error import Conflict, TelegramError

from bot.collector import spare_the_collector
from bot.delivery import texts
from bot.delivery.application import JournalApplication
from bot.delivery.faults import TokenRefused
from bot.delivery.inbox import Alert
from bot.delivery.inbox_file import Raw
from bot.delivery.journal import JournalBroken, JournalFull
from bot.delivery.processor import ChatOrderProcessor
from bot.delivery.pulse import Part
from bot.delivery.trouble import Trouble
from bot.delivery.watch import PartDied, watched
from bot.delivery.webhook import WebhookListener

_POLL_SECONDS = 30
_DRAIN_SECONDS = 6.0  # for what is received and handled when told to stop; the rest waits in the inbox
_CLOSE_SECONDS = 1.0
_BACKLOG = 20_000  # with so many updates waiting here, let Telegram keep the others
_AT_A_TIME = 25  # updates handed to their handlers before the loop turns to the network again
_ALONE_SECONDS = 5.0  # for an update that the process may have died of

log = logging.getLogger(__name__)


async def run_application(
    app: JournalApplication,
    *,
    alert: Alert,
    stop: asyncio.Event,
    webhook: WebhookListener | None = None,
    receiving: Part | None = None,
) -> None:
    """Receive and handle updates until ``stop`` is set; returns within 10 s of it.

    The application's inbox is opened before and closed after, by whoever owns it. Survives an absent
    network, and says so. ``app.post_init`` runs once connected, before the first update is handled, and
    ``app.post_stop`` after the last, while there is still a connection. ``receiving`` is told when that part
    dies and is started again.

    Raises TokenRefused when Telegram does not know the token and JournalBroken when the disk fails: both
    after a clean stop, both need a person. Raises PartDied when updates are no longer taken up. Raises
    ValueError for handlers that do not block, since their success could not be told.
    """
    for handler in chain.from_iterable(app.handlers.values()):
        if not handler.block:
            raise ValueError("handlers must block: an update is done when its handler has returned")
    work = asyncio.create_task(_live(app, alert, webhook, receiving), name="living")
    stopped = asyncio.create_task(stop.wait(), name="stop")
    try:
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        drained_by = asyncio.get_running_loop().time() + _DRAIN_SECONDS
        for task in (work, stopped):
            task.cancel()
        await asyncio.wait({work, stopped})
        await _shut_down(app, alert, drained_by)
    if not work.cancelled():
        work.result()  # raises what ended it


async def _live(
    app: JournalApplication, alert: Alert, webhook: WebhookListener | None, part: Part | None
) -> None:
    await _connect(app, alert)
    if app.post_init is not None:
        try:
            await app.post_init(app)
        except TelegramError as error:
            alert(texts.START_STEP_FAILED.format(error=type(error).__name__))
    spare_the_collector()
    suspected = await _take_up(app)

    async def receive() -> None:
        if webhook is None:
            await _poll(app, alert)
        else:
            await webhook.listen(app, alert)

    receiving = asyncio.create_task(
        watched("收取消息", receive, alert=alert, fatal=(TokenRefused, JournalBroken), part=part),
        name="receiving",
    )
    alone = asyncio.create_task(_handle_alone(app, suspected), name="handling alone")
    try:
        await asyncio.wait({receiving, alone}, return_when=asyncio.FIRST_COMPLETED)
        if not receiving.done():
            alone.result()
            await app.start()
            await asyncio.wait({receiving, app.fetching}, return_when=asyncio.FIRST_COMPLETED)
        if not receiving.done():
            raise PartDied("处理消息")
    finally:
        for task in (receiving, alone):
            task.cancel()
        await asyncio.wait({receiving, alone})
    receiving.result()


async def _take_up(app: JournalApplication) -> list[Raw]:
    """Queue what an earlier run left undone, before anything new; what it may have died of is returned."""
    suspected: list[Raw] = []
    waiting: list[Raw] = []
    for raw in app.inbox.pending():
        (suspected if app.inbox.suspected(raw["update_id"]) else waiting).append(raw)
    await _hand_over(app, waiting)
    return suspected


async def _handle_alone(app: JournalApplication, suspected: Sequence[Raw]) -> None:
    """Handle these one by one, while others are received but wait: should it die again, it is known of what.

    One that takes its time does not hold up the rest.
    """
    under_way: set[asyncio.Task[None]] = set()
    for update in suspected:
        handling = app.update_processor.process_update(update, app.process_update(update))
        task = asyncio.create_task(handling, name="alone")
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        await asyncio.wait({task}, timeout=_ALONE_SECONDS)


async def _hand_over(app: JournalApplication, updates: Sequence[Raw]) -> None:
    """Queue updates to be handled, few enough at a time for the loop to send and receive in between."""
    for number, update in enumerate(updates, 1):
        await app.update_queue.put(update)
        if not number % _AT_A_TIME:
            await asyncio.sleep(0)


async def _connect(app: JournalApplication, alert: Alert) -> None:
    """Keep trying until Telegram answers. Raises TokenRefused."""
    trouble = Trouble(alert, news_after=1)
    while True:
        try:
            await app.initialize()
        except TokenRefused:
            raise
        except TelegramError as error:
            await trouble.wait_after(error)
        else:
            trouble.over()
            return


async def _poll(app: JournalApplication, alert: Alert) -> None:
    """Fetch for ever; ends only by raising."""
    trouble = Trouble(alert)
    cleared = False
    while True:
        if len(app.inbox) >= _BACKLOG:
            await asyncio.sleep(0.2)
            continue
        try:
            if not cleared:  # polling is refused while a webhook is set
                await app.bot.delete_webhook(drop_pending_updates=False)
                cleared = True
            updates = await app.bot.fetch(_POLL_SECONDS if app.bot.arrivals.told_all else 0)
        except (TelegramError, JournalFull) as error:
            app.bot.arrivals.behind()
            cleared = cleared and not isinstance(error, Conflict)
            await trouble.wait_after(error)
            continue
        trouble.over()
        app.heard.beat()
        await _hand_over(app, updates)


async def _shut_down(app: JournalApplication, alert: Alert, drained_by: float) -> None:
    processor = app.update_processor
    if isinstance(processor, ChatOrderProcessor):
        processor.stop()
    if app.running:
        try:
            async with asyncio.timeout_at(drained_by):
                await app.stop()
        except TimeoutError:
            log.warning("what is being handled is given up")
    if isinstance(processor, ChatOrderProcessor):
        await processor.abort()  # also what was handled alone, of which the application does not know
    if app.post_stop is not None:
        await app.post_stop(app)
    if len(app.inbox):
        alert(texts.STOPPED_EARLY.format(count=len(app.inbox)))
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await app.shutdown()
            await app.bot.shutdown()  # where initialize never came to its end
