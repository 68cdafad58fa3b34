"""How the parts of a running bot are: what ``weibao doctor --live`` shows."""

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from bot.chat.services import Services
from bot.delivery.application import JournalApplication
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.finding import Finding, calendar_finding
from bot.store import TinyStore
from bot.ticker import Ticker
from bot.watch import Watch

_POLL_SILENCE = 90.0  # a long poll takes 30 s, and a failed one is tried again within 15 s
_LOOK_SILENCE = 180.0
_OLD_UPDATE = 180.0  # a handler is given up after 120 s
_SLOW_WRITE = 5.0
_FAILING = 5


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
    began: float

    def examine(self) -> list[Finding]:
        """One finding a part; quick, and asks nobody outside."""
        today = self.services.clock().date()
        own_calendar = self.services.settings.data_dir / "calendar.toml"
        return [
            Finding("运行", True, f"已运行{_span(time.monotonic() - self.began)}，内存 {_memory()} MB"),
            self._receiving(),
            self._inbox(),
            self._looking(),
            self._writing(),
            self._sending(),
            calendar_finding(self.services.calendar, today, own_calendar),
        ]

    def _receiving(self) -> Finding:
        age, webhook = self.application.heard.age, self.services.settings.webhook_listen
        if age is None:
            return Finding("收取消息", False, "尚未连上 Telegram，正在重试；请检查网络，或设置 WEIBAO_PROXY")
        if self.services.settings.webhook_url:
            return Finding("收取消息", True, f"webhook，在 {webhook} 等候，最近一次收取在{_span(age)}前")
        if age > _POLL_SILENCE:
            advice = f"最近一次成功收取在{_span(age)}前，正在重试；请检查网络，或查看告警"
            return Finding("收取消息", False, advice)
        return Finding("收取消息", True, f"轮询，最近一次成功收取在{_span(age)}前")

    def _inbox(self) -> Finding:
        aside, oldest = _lines(self.inbox.set_aside_file), self.inbox.oldest_seconds
        counts = f"待处理{len(self.inbox)}条，搁置{aside}条"
        if aside:
            counts += f"（见 {self.inbox.set_aside_file}，请交技术人员查看，看过可删去）"
        if oldest > _OLD_UPDATE:
            return Finding("收件", False, f"{counts}；最早的一条已等了{_span(oldest)}，请查看运行日志")
        return Finding("收件", True, counts)

    def _looking(self) -> Finding:
        if self.ticker.failing:
            advice = f"最近一次未能完成（{self.ticker.failing}），每分钟会再试；请查看运行日志"
            return Finding("定时查看", False, advice)
        age = self.ticker.looked.age
        if age is None:
            return Finding("定时查看", True, "尚未到第一次")
        return Finding("定时查看", age <= _LOOK_SILENCE, f"最近一次在{_span(age)}前")

    def _writing(self) -> Finding:
        if self.store.read_only:
            return Finding("存储", False, "已转为只读，请检查磁盘，然后重新启动机器人")
        if self.store.full:
            return Finding("存储", False, "磁盘已满，请清理；腾出空间后自动恢复")
        if self.store.damaged:
            names = "、".join(sorted(self.store.damaged))
            return Finding("存储", False, f"{names} 已损坏，写不进数据；请停止机器人，用 weibao restore 恢复")
        waiting = self.watch.writing_since
        if waiting > _SLOW_WRITE:
            return Finding("存储", False, f"已有{_span(waiting)}写不进数据，请检查磁盘")
        return Finding("存储", True, "可正常写入")

    def _sending(self) -> Finding:
        pending, failed = self.outbox.counts
        counts = f"待发{pending}条，未送达{failed}条"
        if self.outbox.failures >= _FAILING:
            return Finding("发件", False, f"{counts}；连续{self.outbox.failures}次未能发出，正在重试")
        return Finding("发件", True, counts)


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
