"""Says "look now" every minute, whatever the look does and wherever somebody sets the clock."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import SHANGHAI
from bot.delivery.pulse import Part, Pulse

LOOK_SECONDS = 60
_LONGEST_LOOK = 120.0
_SILENCE = 200.0  # a minute's wait, the longest look, and some
_JUMP = 30.0  # the wall clock moved against the monotonic one

LOOK_FAILED = "定时查看未能完成（{error}），每分钟会再试；期间提醒可能推迟。"
LOOKS_AGAIN = "定时查看恢复正常。"
CLOCK_MOVED = "系统时钟被调整了约 {seconds} 秒，已按新的时间重新查看应发的提醒。"
STOPPED = "定时查看已有 {seconds} 秒没有动静，已重新启动。"

log = logging.getLogger(__name__)


class Ticker:
    """One APScheduler job that looks, under watch.

    APScheduler counts on the wall clock: set back by an hour, it would be silent for an hour. So ``check``,
    called every few seconds, compares that clock with the monotonic one, and begins anew after a jump or a
    silence. A look that fails or hangs is told once, and the next one is due in a minute all the same.
    """

    def __init__(
        self,
        look: Callable[[], Awaitable[None]],
        alert: Callable[[str], None],
        *,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Look with ``look``; nothing happens before ``start``. The clocks are in seconds."""
        self._look = look
        self._alert = alert
        self._wall = wall
        self._monotonic = monotonic
        self._scheduler: Any = None
        self._ahead = 0.0
        self._stirred = 0.0
        self.failing = ""
        self.looked = Pulse(monotonic)
        self.part = Part(monotonic)

    def start(self, *, at_once: bool = False) -> None:
        """Begin; the first look is in a minute unless ``at_once``."""
        self._ahead = self._wall() - self._monotonic()
        self._stirred = self._monotonic()
        self._scheduler = AsyncIOScheduler(timezone=SHANGHAI)
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=LOOK_SECONDS,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
            **({"next_run_time": datetime.now(SHANGHAI)} if at_once else {}),
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Look no more."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    @property
    def stands_still(self) -> bool:
        """Whether it was stopped, or never began."""
        return self._scheduler is None or not self._scheduler.running

    def check(self) -> None:
        """Begin anew, with a look at once, if the clock was moved or the scheduler has fallen silent."""
        ahead = self._wall() - self._monotonic()
        moved, silent = ahead - self._ahead, self._monotonic() - self._stirred
        self._ahead = ahead
        if abs(moved) >= _JUMP:
            self._alert(CLOCK_MOVED.format(seconds=round(moved)))
        elif silent > _SILENCE:
            self.part.died()
            self._alert(STOPPED.format(seconds=round(silent)))
        else:
            return
        self.stop()
        self.start(at_once=True)

    async def tick(self) -> None:
        """Look now. Raises nothing: a failure is told."""
        self._stirred = self._monotonic()
        try:
            async with asyncio.timeout(_LONGEST_LOOK):
                await self._look()
        except Exception as error:  # noqa: BLE001 - the next look is due whatever befell this one
            failing = type(error).__name__
            log.warning("a look failed: %s", failing)
            if failing != self.failing:
                self._alert(LOOK_FAILED.format(error=failing))
            self.failing = failing
            return
        finally:
            self._stirred = self._monotonic()
        if self.failing:
            self._alert(LOOKS_AGAIN)
        self.failing = ""
        self.looked.beat()
