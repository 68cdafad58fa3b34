"""How the parts of a running bot are: what ``weibao doctor --live`` shows."""

import asyncio
import os
import resource
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from telegram import WebhookInfo
from telegram.error import TelegramError

from bot.chat.services import Services
from bot.delivery.application import JournalApplication
from bot.delivery.budget import Priority
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.pulse import Part
from bot.evidence import keeping
from bot.finding import Finding, calendar_finding
from bot.store import TinyStore
from bot.ticker import Ticker
from bot.watch import Watch

_POLL_SILENCE = 90.0  # a long poll takes 30 s, and a failed one is tried again within 15 s
_LOOK_SILENCE = 180.0
_OLD_UPDATE = 180.0  # a handler is given up after 120 s
_SLOW_DISK = 5.0
_FAILING = 5
_TELEGRAM_SECONDS = 5.0  # of the ten for which the doctor waits for us
_DISK_SECONDS = 2.0


@dataclass(frozen=True)
class Health:
    """The parts, and ``examine`` to look at each."""

    services: Services
    application: JournalApplication
    inbox: Inbox
    outbox: Outbox
    ticker: Ticker
    watch: Watch
    store: TinyStore
    receiving: Part
    sending: Part
    collecting: Part
    watching: Part
    began: float

    async def ask(self) -> list[Finding]:
        """One finding a part; by webhook Telegram is asked how it fares, which may take five seconds."""
        told: WebhookInfo | Exception | None = None
        if self.services.settings.webhook_url and self.application.heard.age is not None:
            try:
                async with asyncio.timeout(_TELEGRAM_SECONDS):
                    told = await self.application.bot.get_webhook_info(rate_limit_args=Priority.GRANTED)
            except (TelegramError, TimeoutError) as error:
                told = error
        return self._examine(told, await self._set_aside())

    async def _set_aside(self) -> int | None:
        """How many updates lie in the file for the operator; None where the disk does not tell."""
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(_DISK_SECONDS):
                return await asyncio.to_thread(_lines, self.inbox.set_aside_file)
        return None

    def _examine(self, webhook: WebhookInfo | Exception | None, aside: int | None) -> list[Finding]:
        today = self.services.clock().date()
        own_calendar = self.services.settings.data_dir / "calendar.toml"
        return [
            _kept_up(self.watching, self._running()),
            _kept_up(self.receiving, self._receiving(webhook)),
            self._inbox(aside),
            _kept_up(self.ticker.part, self._looking()),
            self._writing(),
            _kept_up(self.sending, self._sending()),
            _kept_up(self.collecting, self._collecting()),
            calendar_finding(self.services.calendar, today, own_calendar),
        ]

    def _running(self) -> Finding:
        return Finding("运行", True, f"已运行{_span(time.monotonic() - self.began)}，内存 {_memory()} MB")

    def _receiving(self, webhook: WebhookInfo | Exception | None) -> Finding:
        age = self.application.heard.age
        if age is None:
            return Finding("收取消息", False, "尚未连上 Telegram，正在重试；请检查网络，或设置 WEIBAO_PROXY")
        if self.services.settings.webhook_url:
            heard = f"webhook，在 {self.services.settings.webhook_listen} 等候，最近一次收取在{_span(age)}前"
            trouble = self._webhook_trouble(webhook, age)
            return Finding("收取消息", not trouble, f"{heard}；{trouble}" if trouble else heard)
        if age > _POLL_SILENCE:
            advice = f"最近一次成功收取在{_span(age)}前，正在重试；请检查网络，或查看告警"
            return Finding("收取消息", False, advice)
        return Finding("收取消息", True, f"轮询，最近一次成功收取在{_span(age)}前")

    def _webhook_trouble(self, told: WebhookInfo | Exception | None, age: float) -> str:
        """What is wrong with the webhook by Telegram's account; empty where it is fine, or nobody asked."""
        if told is None:
            return ""
        if isinstance(told, Exception):
            return f"未能向 Telegram 查询 webhook 情况（{type(told).__name__}），请检查网络"
        settings = self.services.settings
        if _place(told.url) != _place(settings.webhook_url):
            return "Telegram 处登记的不是本机器人的地址，请重新启动；如仍如此，请查明何处另有程序使用同一令牌"
        waiting = f"尚有{told.pending_update_count}条消息待投递"
        if told.last_error_date and (self.services.clock() - told.last_error_date).total_seconds() < age:
            reason = told.last_error_message or ""
            for secret in filter(None, (settings.webhook_url, settings.webhook_secret, settings.token)):
                reason = reason.replace(secret, "…")
            return f"Telegram 最近一次向本机投递失败（{reason}），{waiting}，请检查反向代理、证书和端口"
        if told.pending_update_count and age > _POLL_SILENCE:
            return f"Telegram 处{waiting}，请检查反向代理、证书和端口"
        return ""

    def _inbox(self, aside: int | None) -> Finding:
        oldest = self.inbox.oldest_seconds
        counts = f"待处理{len(self.inbox)}条，搁置{'情况未能读取' if aside is None else f'{aside}条'}"
        if aside:
            counts += f"（见 {self.inbox.set_aside_file}，请交技术人员查看，看过可删去）"
        if slow := _slow(self.inbox.disk.seconds):
            return Finding("收件", False, f"{counts}；{slow}")
        if oldest > _OLD_UPDATE:
            return Finding("收件", False, f"{counts}；最早的一条已等了{_span(oldest)}，请查看运行日志")
        return Finding("收件", True, counts)

    def _looking(self) -> Finding:
        if self.ticker.failing:
            advice = f"最近一次未能完成（{self.ticker.failing}），每分钟会再试；请查看运行日志"
            return Finding("定时查看", False, advice)
        if self.ticker.stands_still:
            return Finding("定时查看", False, "已停止，请重新启动机器人")
        age = self.ticker.looked.age
        if age is None:
            began = time.monotonic() - self.began
            return Finding("定时查看", began <= _LOOK_SILENCE, "尚未进行第一次")
        return Finding("定时查看", age <= _LOOK_SILENCE, f"最近一次在{_span(age)}前")

    def _writing(self) -> Finding:
        if not self.store.writer_alive:
            return Finding("存储", False, "写入线程已停止，程序即将退出；请重新启动机器人")
        if self.store.read_only:
            return Finding("存储", False, "已转为只读，请检查磁盘，然后重新启动机器人")
        if self.store.full:
            return Finding("存储", False, "磁盘已满，请清理；腾出空间后自动恢复")
        if self.store.damaged:
            names = "、".join(sorted(self.store.damaged))
            return Finding("存储", False, f"{names} 已损坏，写不进数据；请停止机器人，用 weibao restore 恢复")
        if slow := _slow(self.watch.writing_since):
            return Finding("存储", False, slow)
        return Finding("存储", True, "可正常写入")

    def _sending(self) -> Finding:
        pending, failed = self.outbox.counts
        counts = f"待发{pending}条，未送达{failed}条"
        if slow := _slow(self.outbox.disk.seconds):
            return Finding("发件", False, f"{counts}；{slow}")
        if self.outbox.failures >= _FAILING:
            return Finding("发件", False, f"{counts}；连续{self.outbox.failures}次未能发出，正在重试")
        return Finding("发件", True, counts)

    def _collecting(self) -> Finding:
        waiting = keeping.waiting(self.services.store.read, self.services.plan)
        return Finding("附件", True, f"待取回{len(waiting)}件")


def _place(url: str) -> tuple[str, str]:
    """Where an address leads, however it is written."""
    parts = urlsplit(url)
    return parts.netloc.lower(), parts.path.rstrip("/")


def _kept_up(part: Part, found: Finding) -> Finding:
    """The finding, and that the part has ended or keeps dying, where it does."""
    if part.gone:
        return Finding(found.check, False, f"{found.message}；该任务已停止，请重新启动机器人")
    if deaths := part.deaths:
        last = f"最近一次在{_span(deaths[0])}前"
        told = f"{found.message}；近10分钟内意外停止{len(deaths)}次，{last}，已自动重新启动，请查看运行日志"
        return Finding(found.check, False, told)
    return found


def _slow(seconds: float) -> str:
    """What to say where something has been waiting for the disk for so long; empty where it has not."""
    return f"磁盘已有{_span(seconds)}没有响应，请检查磁盘" if seconds > _SLOW_DISK else ""


def _span(seconds: float) -> str:
    """A time span as people say it, in its largest unit."""
    for unit, name in ((86400, "天"), (3600, "小时"), (60, "分钟")):
        if seconds >= unit:
            return f"{int(seconds // unit)}{name}"
    return f"{int(seconds)}秒"


def _memory() -> int:
    """Resident megabytes now; where the system does not tell, the most there ever were."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def _lines(path: Path) -> int:
    try:
        return path.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0
