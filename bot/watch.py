"""The watch over the parts of a running bot; and systemd's watch over the watch."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress

from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.texts import DISK_SLOW
from bot.delivery.watch import DiskHung, PartDied
from bot.store import TinyStore
from bot.systemd import notify, watchdog_seconds
from bot.ticker import Ticker

_EVERY = 5.0
_SLOW_DISK = 30.0
_HUNG_DISK = 60.0

READ_ONLY = "存储已转为只读，暂不能保存任何汇报：请检查磁盘，然后重新启动机器人。查询不受影响。"
FULL = "磁盘已满，汇报暂不能保存，已请报送人稍后再试：请清理磁盘，腾出空间后自动恢复。"
DAMAGED = (
    "数据文件 {name} 已损坏，其中的内容暂不能更改，查询不受影响："
    "请检查磁盘，停止机器人，用 weibao restore 备份文件 恢复后再启动。"
)


class Watch:
    """Looks every few seconds at the scheduler, the store's writer and all that waits for the disk.

    And tells systemd that it does. The tasks that receive and send are watched where they run
    (``bot.delivery.watch``). Should this watch itself stop, or something block the event loop, systemd hears
    nothing more and starts the bot anew. A disk that does not answer is told, and at length ends the process:
    with a new one it may be found in order, or at least somebody sees that it is not.
    """

    def __init__(
        self, ticker: Ticker, store: TinyStore, inbox: Inbox, outbox: Outbox, alert: Callable[[str], None]
    ) -> None:
        """Watch these."""
        self._ticker = ticker
        self._store = store
        self._inbox = inbox
        self._outbox = outbox
        self._alert = alert
        self._probe: asyncio.Future[None] | None = None
        self._asked_at = 0.0
        self._told: set[str] = set()
        self._hung = False

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until ``stop``. Raises PartDied when the process must be started anew."""
        patience = watchdog_seconds()
        every = min(_EVERY, patience / 3) if patience else _EVERY
        try:
            while not stop.is_set():
                self._ticker.check()
                self._check_store()
                self._tell()
                self._check_disk()
                notify("WATCHDOG=1")
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), every)
        finally:
            notify("STOPPING=1")
            if self._probe is not None:
                self._probe.cancel()

    @property
    def writing_since(self) -> float:
        """For how many seconds the writer has owed an answer; 0 while it keeps up."""
        if self._probe is None or self._probe.done():
            return 0.0
        return asyncio.get_running_loop().time() - self._asked_at

    def _check_store(self) -> None:
        if not self._store.writer_alive:
            raise PartDied("写入存储")
        if self._probe is None or self._probe.done():
            self._asked_at = asyncio.get_running_loop().time()
            self._probe = asyncio.ensure_future(self._store.transact(lambda _: None))
            self._probe.add_done_callback(lambda done: done.cancelled() or done.exception())

    def _tell(self) -> None:
        """Alert of each trouble when it begins."""
        troubles = dict(self._troubles())
        for trouble, text in troubles.items():
            if trouble not in self._told:
                self._alert(text)
        self._told = set(troubles)

    def _troubles(self) -> Iterator[tuple[str, str]]:
        """What there is to tell, each with a name that stays while the trouble does."""
        if self._store.read_only:
            yield READ_ONLY, READ_ONLY
        elif self._store.full:
            yield FULL, FULL
        for name in sorted(self._store.damaged):
            yield name, DAMAGED.format(name=name)
        what, seconds = self._slowest_disk()
        if seconds > _SLOW_DISK:
            yield DISK_SLOW, DISK_SLOW.format(seconds=round(seconds), what=what)

    def _slowest_disk(self) -> tuple[str, float]:
        waiting = {
            "存储": self.writing_since,
            "收件记录": self._inbox.disk.seconds,
            "发件记录": self._outbox.disk.seconds,
        }
        return max(waiting.items(), key=lambda one: one[1])

    def _check_disk(self) -> None:
        _, seconds = self._slowest_disk()
        # Seen twice: after a pause of the whole machine the time is up before the disk could answer.
        if seconds > _HUNG_DISK and self._hung:
            hung = DiskHung(seconds)
            self._alert(str(hung))  # now: what else is to end may wait for the disk until the very last
            raise hung
        self._hung = seconds > _HUNG_DISK
