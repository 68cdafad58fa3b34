"""The one place that wires everything: rooms below, Telegram above, and one look a minute in between."""

import asyncio
import logging
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from telegram.error import TelegramError

from bot.alerts import Alerts
from bot.ask.asker import Asker
from bot.ask.bank import load_bank
from bot.chat.codes import Codes
from bot.chat.collecting import Collector
from bot.chat.freshness import Freshness
from bot.chat.handlers import Chat
from bot.chat.housekeeping import Housekeeping
from bot.chat.menu import set_commands
from bot.chat.posting import Posting
from bot.chat.reminding import Reminding
from bot.chat.services import Services
from bot.clock import Clock, system_clock
from bot.console import answer_console, load_terms
from bot.delivery.application import JournalApplication, build_application
from bot.delivery.budget import Budget, Limits
from bot.delivery.faults import TokenRefused
from bot.delivery.inbox import Inbox
from bot.delivery.journal import JournalBroken
from bot.delivery.outbox import Outbox
from bot.delivery.pulse import Part
from bot.delivery.runner import run_application
from bot.delivery.sender import telegram_editor, telegram_sender, telegram_tracing
from bot.delivery.texts import START_STEP_FAILED
from bot.delivery.watch import PartDied, watched
from bot.delivery.webhook import WebhookListener
from bot.ending import LastResort
from bot.health import Health
from bot.plan.loader import find_plan, load_plan
from bot.plan.model import Plan
from bot.progress.freetext import parse_report
from bot.settings import Settings, SettingsError
from bot.store import TinyStore
from bot.store.socket import NAME as CONSOLE_SOCKET
from bot.store.socket import serve
from bot.systemd import notify
from bot.ticker import Ticker
from bot.watch import Watch

log = logging.getLogger(__name__)

_FIRST_LOOK = 10.0  # seconds for which what was posted waits for what fell due
_FIRST_THINGS = 1.0  # seconds after connecting that belong to who has been waiting

Alert = Callable[[str], None]


def build_services(settings: Settings, store: TinyStore, clock: Clock) -> Services:
    """The plan in force and the rules that the settings choose, around an open store."""
    folder = find_plan(settings.plan, settings.plan_roots)
    plan = load_plan(folder)
    asker = _asker(plan, folder)
    return Services(
        settings=settings,
        plan=plan,
        directory=asker.directory,
        asker=asker,
        store=store,
        clock=clock,
        defaults=load_terms(settings, plan),
    )


@lru_cache(maxsize=2)
def _asker(plan: Plan, folder: Path) -> Asker:
    """Answers for all houses of a process: it takes a third of a second to build, and keeps no state."""
    return Asker(plan, load_bank(folder))


class House:
    """One running bot. ``look`` may be called at any time by whoever moves the clock."""

    def __init__(self, settings: Settings, store: TinyStore, clock: Clock, alert: Alert) -> None:
        """Wire the rooms; nothing is opened or sent before :meth:`run`."""
        self.services = build_services(settings, store, clock)
        self._settings = settings
        self._alert = alert
        self._chat = Chat(self.services)
        folder = settings.data_dir / "delivery"
        self._inbox = Inbox(folder, alert=alert, scrub=Codes(self.services).take)
        limits = Limits(
            overall=settings.messages_per_second,
            per_chat=settings.chat_per_second,
            per_group_minute=settings.group_per_minute,
        )
        budget = Budget(limits)
        self.application: JournalApplication = build_application(
            settings.token, self._inbox, base_url=settings.base_url, proxy=settings.proxy, budget=budget
        )
        self._chat.register(self.application)
        self.application.post_init = self._connected
        bot = self.application.bot
        self._outbox = Outbox(
            folder,
            telegram_sender(bot),
            budget,
            alert=alert,
            unreachable=self._chat.reach.lost,
            prepare=Freshness(self.services),
            tracing=telegram_tracing(bot),
        )
        self._posting = Posting(self.services, self._outbox, telegram_editor(bot))
        self._chat.post = self._posting.run
        self._reminding = Reminding(self.services, self._posting)
        self._collector = Collector(self.services, self._chat.shelf, bot, post=self._posting.run, alert=alert)
        self._chat.evidence.collector = self._collector
        self._housekeeping = Housekeeping(
            self.services,
            self._chat.shelf,
            forget=self._forget,
            aside=self._inbox.set_aside_file,
        )
        self._ticker = Ticker(self.look, alert)
        self._watch = Watch(self._ticker, store, self._inbox, self._outbox, alert)
        self._receiving, self._sending, self._collecting, self._watching = (Part() for _ in range(4))
        self._health = Health(
            services=self.services,
            application=self.application,
            inbox=self._inbox,
            outbox=self._outbox,
            ticker=self._ticker,
            watch=self._watch,
            store=store,
            receiving=self._receiving,
            sending=self._sending,
            collecting=self._collecting,
            watching=self._watching,
            began=time.monotonic(),
        )
        self._settling: asyncio.Task[None] | None = None
        self._online = asyncio.Event()
        self._looked = asyncio.Event()
        self.ready = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until ``stop`` is set.

        Raises TokenRefused and JournalBroken, which need a person, PartDied, which needs a new process, and
        OSError where the journals cannot be opened.
        """
        await asyncio.to_thread(self._inbox.open)
        await asyncio.to_thread(self._outbox.open)
        sending = asyncio.create_task(self._until_dead(_until(stop, self._send()), stop), name="sending")
        watching = asyncio.create_task(self._until_dead(self._watch.run(stop), stop), name="watching")
        collecting = asyncio.create_task(_until(stop, self._collect()), name="collecting")
        parts = {sending, watching, collecting}
        self._sending.task, self._watching.task, self._collecting.task = sending, watching, collecting

        async def sent(_application: Any) -> None:
            stop.set()  # where something else ended the run
            await asyncio.wait({sending})  # what is on its way needs the connection to arrive

        self.application.post_stop = sent
        self._ticker.start()
        try:
            async with self._console_until(stop):
                notify("READY=1")  # an absent network is no reason to be restarted
                await run_application(
                    self.application,
                    alert=self._alert,
                    stop=stop,
                    webhook=webhook_listener(self._settings),
                    receiving=self._receiving,
                )
        finally:
            stop.set()  # where it was an error that ended the run
            self._ticker.stop()
            await self._posting.close()
            if self._settling is not None:
                parts.add(self._settling)
            for part in parts:
                part.cancel()
            await asyncio.wait(parts)
            await self._outbox.close()
            await self._inbox.close()
        for part in parts:
            if not part.cancelled():
                part.result()

    async def look(self) -> None:
        """Send what is due at this moment, each thing once; forget what was kept long enough."""
        await self._chat.learning.forget_old()
        await self._chat.contact.forget_old()
        self._collector.look()
        await self._chat.handing.clear_ended()
        await self._reminding.look()
        await self._housekeeping.look()

    async def _forget(self, people: set[int]) -> bool:
        """Take people's ids out of what was sent and received."""
        await self._inbox.renew()
        return await self._outbox.forget(people)

    async def _collect(self) -> None:
        """Fetch evidence from when Telegram answers."""
        await self._online.wait()
        await watched("取回附件", self._collector.run, alert=self._alert, part=self._collecting)

    @staticmethod
    async def _until_dead(part: Coroutine[Any, Any, None], stop: asyncio.Event) -> None:
        """Run a part; should it die, stop all."""
        try:
            await part
        except Exception:
            stop.set()
            raise

    async def _send(self) -> None:
        """Let the outbox run from the first look on. Raises JournalBroken.

        Not before: what fell due while the bot was down takes the place of what had been posted.
        """
        await self._looked.wait()
        await watched(
            "发送消息", self._outbox.run, alert=self._alert, fatal=(JournalBroken,), part=self._sending
        )

    async def _connected(self, _application: Any) -> None:
        """Once Telegram answers: what waits goes out, and who has been waiting is heard at once."""
        self._online.set()
        self._settling = asyncio.create_task(self._settle_in(), name="settling in")

    async def _settle_in(self) -> None:
        """Tell what fell due meanwhile; set the menus; build what the first message of each kind waits for.

        The last of these beside the event loop, and not before a moment has passed: who has been waiting
        since the last run comes first.
        """
        looking = asyncio.create_task(self._ticker.tick(), name="first look")
        try:
            await asyncio.wait({looking}, timeout=_FIRST_LOOK)
            self._looked.set()
            await looking
        finally:
            looking.cancel()
        try:
            await set_commands(self.application.bot, self.services)
        except TelegramError as error:
            self._alert(START_STEP_FAILED.format(error=type(error).__name__))
        finally:
            self.ready.set()
        await asyncio.sleep(_FIRST_THINGS)
        plan, asker = self.services.plan, self.services.asker
        await asyncio.to_thread(asker.prepare)
        unit = plan.units[0].name if plan.units else ""
        await asyncio.to_thread(parse_report, plan.title, plan, unit, asker.judge)

    @asynccontextmanager
    async def _console_until(self, stop: asyncio.Event) -> AsyncIterator[None]:
        """Serve the console, but only until ``stop``: nobody there holds up how the rest ends."""
        async with AsyncExitStack() as line:
            await line.enter_async_context(serve(self._settings.data_dir / CONSOLE_SOCKET, self._console))

            async def close() -> None:
                await stop.wait()
                await line.aclose()

            closing = asyncio.create_task(close(), name="closing the console")
            try:
                yield
            finally:
                stop.set()
                await closing

    async def _console(self, request: dict[str, Any]) -> dict[str, Any]:
        username = self.application.bot.username if self._online.is_set() else ""
        return await answer_console(self.services, username, self._health.ask, request)


async def _until(stop: asyncio.Event, part: Coroutine[Any, Any, None]) -> None:
    """Run a part until it ends, raising what it raises, or until all are to stop."""
    work, stopped = asyncio.create_task(part), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (work, stopped):
            task.cancel()
        await asyncio.wait({work, stopped})
    if not work.cancelled():
        work.result()


def webhook_listener(settings: Settings) -> WebhookListener | None:
    """The webhook's listener if the settings ask for one; raises SettingsError where a part is missing."""
    if not settings.webhook_url:
        return None
    try:
        return WebhookListener(settings.webhook_url, settings.webhook_listen, settings.webhook_secret)
    except ValueError as error:
        raise SettingsError(
            "使用 webhook 需要同时设置 WEIBAO_WEBHOOK_URL、WEIBAO_WEBHOOK_LISTEN（主机:端口）"
            "和 WEIBAO_WEBHOOK_SECRET（1到256位字母、数字、下划线或短横线）。"
        ) from error


def run(settings: Settings) -> int:
    """``weibao run``: serve until told to stop; exit status 1 when a person has to look."""
    if not settings.token:
        raise SettingsError("请先设置令牌：环境变量 WEIBAO_TOKEN，或 WEIBAO_TOKEN_FILE 指向权限 600 的文件。")
    configure_logging()
    store = TinyStore.open(settings.data_dir)
    try:
        return asyncio.run(_serve(settings, store))
    finally:
        store.close_now()


async def _serve(settings: Settings, store: TinyStore) -> int:
    stop, last_resort = asyncio.Event(), LastResort()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
        signal.signal(number, last_resort.arm)  # beside the loop, which may be held up itself
    ending = asyncio.create_task(_arm_at(stop, last_resort))  # whatever it was that stopped it
    alerts = Alerts(settings.data_dir, system_clock)
    house = House(settings, store, system_clock, alert=alerts)
    try:
        await house.run(stop)
    except (TokenRefused, JournalBroken, PartDied) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"数据目录 {settings.data_dir} 无法读写（{error.strerror}）。", file=sys.stderr)
        return 1
    finally:
        stop.set()
        await ending
        await asyncio.to_thread(alerts.close)
    return 0


async def _arm_at(stop: asyncio.Event, last_resort: LastResort) -> None:
    await stop.wait()
    last_resort.arm()


def configure_logging() -> None:
    """Log to stderr, without the libraries' request lines: those hold the token."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("httpx", "httpcore", "aiohttp.access", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
