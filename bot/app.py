"""The one place that wires everything: rooms below, Telegram above, and one look a minute in between."""

import asyncio
import logging
import signal
import sys
from collections.abc import Callable
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ask.asker import Asker
from bot.chat.handlers import Chat
from bot.chat.menu import set_commands
from bot.chat.posting import Posting
from bot.chat.reminding import Reminding
from bot.chat.services import Services
from bot.clock import SHANGHAI, Clock, system_clock
from bot.console import answer_console, load_rules
from bot.delivery.application import JournalApplication, build_application
from bot.delivery.budget import Budget, Limits
from bot.delivery.faults import TokenRefused
from bot.delivery.inbox import Inbox
from bot.delivery.journal import JournalBroken
from bot.delivery.outbox import Outbox
from bot.delivery.runner import run_application
from bot.delivery.sender import telegram_editor, telegram_sender
from bot.delivery.watch import watched
from bot.delivery.webhook import WebhookListener
from bot.plan.directory import UnitDirectory
from bot.plan.loader import find_plan, load_plan
from bot.settings import Settings, SettingsError
from bot.store import TinyStore
from bot.store.socket import NAME as CONSOLE_SOCKET
from bot.store.socket import serve

log = logging.getLogger(__name__)

_LOOK_SECONDS = 60
Alert = Callable[[str], None]


def build_services(settings: Settings, store: TinyStore, clock: Clock) -> Services:
    """The plan in force and the rules that the settings choose, around an open store."""
    plan = load_plan(find_plan(settings.plan, settings.plan_roots))
    rules, calendar, stages = load_rules(settings)
    return Services(
        settings=settings,
        plan=plan,
        directory=UnitDirectory(plan),
        asker=Asker(plan),
        store=store,
        clock=clock,
        calendar=calendar,
        rules=rules,
        stages=stages,
    )


class House:
    """One running bot. ``look`` may be called at any time by whoever moves the clock."""

    def __init__(self, settings: Settings, store: TinyStore, clock: Clock, alert: Alert) -> None:
        """Wire the rooms; nothing is opened or sent before :meth:`run`."""
        self.services = build_services(settings, store, clock)
        self._settings = settings
        self._alert = alert
        self._chat = Chat(self.services)
        folder = settings.data_dir / "delivery"
        self._inbox = Inbox(folder, alert=alert, scrub=self._chat.seats.spend)
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
            folder, telegram_sender(bot), budget, alert=alert, unreachable=self._chat.reach.lost
        )
        self._posting = Posting(self.services, self._outbox, telegram_editor(bot))
        self._reminding = Reminding(self.services, self._posting)
        self._online = asyncio.Event()
        self.ready = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until ``stop`` is set. Raises TokenRefused or JournalBroken, which need a person."""
        scheduler = AsyncIOScheduler(timezone=SHANGHAI)
        scheduler.add_job(
            self.look,
            "interval",
            seconds=_LOOK_SECONDS,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        await asyncio.to_thread(self._inbox.open)
        await asyncio.to_thread(self._outbox.open)
        sending = asyncio.create_task(self._send(stop), name="sending")
        scheduler.start()
        try:
            async with serve(self._settings.data_dir / CONSOLE_SOCKET, self._console):
                await run_application(
                    self.application, alert=self._alert, stop=stop, webhook=webhook_listener(self._settings)
                )
        finally:
            scheduler.shutdown(wait=False)
            await self._posting.close()
            sending.cancel()
            await asyncio.wait({sending})
            await self._outbox.close()
            await self._inbox.close()
        if not sending.cancelled():
            sending.result()  # JournalBroken

    async def look(self) -> None:
        """Send what is due at this moment, each thing once."""
        await self._reminding.look()

    async def _send(self, stop: asyncio.Event) -> None:
        """Let the outbox run once Telegram answers; when its journal's disk fails, stop all."""
        await self._online.wait()
        try:
            await watched("发送消息", self._outbox.run, alert=self._alert, fatal=(JournalBroken,))
        except JournalBroken:
            stop.set()
            raise

    async def _connected(self, _application: Any) -> None:
        """Once Telegram answers: what waits goes out, menus are set, and what fell due meanwhile is told."""
        self._online.set()
        await set_commands(self.application.bot, self.services)
        await self.look()
        self.ready.set()

    async def _console(self, request: dict[str, Any]) -> dict[str, Any]:
        username = self.application.bot.username if self._online.is_set() else ""
        return await answer_console(self.services, username, request)


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
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    house = House(settings, store, system_clock, alert=log.warning)
    try:
        await house.run(stop)
    except (TokenRefused, JournalBroken) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def configure_logging() -> None:
    """Log to stderr, without the libraries' request lines: those hold the token."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for noisy in ("httpx", "httpcore", "aiohttp.access", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
