"""The whole bot, wired as ``weibao run`` wires it, with a meter on its event loop.

Settings come from the environment. Each line on stdin is answered with the loop's lag since the one before.
"""

import asyncio
import logging
import sys
import time

from bot.app import House
from bot.clock import system_clock
from bot.settings import load_settings
from bot.store import TinyStore
from tests.benchmarks.child import say
from tests.benchmarks.figures import percentile

_EVERY = 0.005


class LagMeter:
    """How much later than wanted the loop comes back to one who sleeps."""

    def __init__(self) -> None:
        self._lags: list[float] = []

    async def run(self) -> None:
        """Measure until cancelled."""
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_EVERY)
            self._lags.append(time.perf_counter() - began - _EVERY)

    def figures(self) -> dict[str, float]:
        """p50, p99 and max in seconds since the last call."""
        lags, self._lags = self._lags, []
        return {"p50": percentile(lags, 50), "p99": percentile(lags, 99), "max": max(lags)}


async def main() -> None:
    logging.basicConfig(level=logging.ERROR)
    settings = load_settings()
    store = TinyStore.open(settings.data_dir)
    house = House(settings, store, system_clock, alert=logging.warning)
    meter = LagMeter()
    tasks = [asyncio.create_task(house.run(asyncio.Event())), asyncio.create_task(meter.run())]
    await house.ready.wait()
    say(ready=True)
    while await asyncio.to_thread(sys.stdin.readline):
        say(**meter.figures())
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main())
