"""The watch over the parts of a running bot; and systemd's watch over the watch."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress

from bot.delivery.watch import PartDied
from bot.store import TinyStore
from bot.systemd import notify, watchdog_seconds
from bot.ticker import Ticker

_EVERY = 5.0
_SLOW_WRITE = 30.0

READ_ONLY = "存储已转为只读，暂不能保存任何汇报：请检查磁盘，然后重新启动机器人。查询不受影响。"
FULL = "磁盘已满，汇报暂不能保存，已请报送人稍后再试：请清理磁盘，腾出空间后自动恢复。"
DAMAGED = (
    "数据文件 {name} 已损坏，其中的内容暂不能更改，查询不受影响："
    "请检查磁盘，停止机器人，用 weibao restore 备份文件 恢复后再启动。"
)
WRITER_SLOW = "存储已有 {seconds} 秒写不进数据，请检查磁盘。"


class Watch:
    """Looks at the scheduler and the store's writer every few seconds, and tells systemd that it does.

    The tasks that receive and send are watched where they run (``bot.delivery.watch``). Should this watch
    itself stop, or something block the event loop, systemd hears nothing more and starts the bot anew.
    """

    def __init__(self, ticker: Ticker, store: TinyStore, alert: Callable[[str], None]) -> None:
        """Watch these two."""
        self._ticker = ticker
        self._store = store
        self._alert = alert
        self._probe: asyncio.Future[None] | None = None
        self._asked_at = 0.0
        self._told: set[str] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Watch until ``stop``. Raises PartDied when the process must be started anew."""
        patience = watchdog_seconds()
        every = min(_EVERY, patience / 3) if patience else _EVERY
        try:
            while not stop.is_set():
                self._ticker.check()
                self._check_store()
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
        troubles = dict(self._troubles())
        for trouble, text in troubles.items():
            if trouble not in self._told:
                self._alert(text)
        self._told = set(troubles)

    def _troubles(self) -> Iterator[tuple[str, str]]:
        """What there is to tell of the store, each with a name that stays while the trouble does."""
        if self._store.read_only:
            yield READ_ONLY, READ_ONLY
        elif self._store.full:
            yield FULL, FULL
        for name in sorted(self._store.damaged):
            yield name, DAMAGED.format(name=name)
        if self.writing_since > _SLOW_WRITE:
            yield WRITER_SLOW, WRITER_SLOW.format(seconds=round(self.writing_since))
