"""The system clock set forward, back and forward again under a running ``weibao run``."""

import asyncio
from datetime import datetime
from pathlib import Path

from bot.clock import SHANGHAI
from bot.simulator import Person
from tests.program.server import PATIENCE, Server, until

_REMINDER = "县未保办提醒"
_JUMPING = """
import os, threading, time
from datetime import datetime
from pathlib import Path
import time_machine

def follow(file=Path(os.environ["CLOCK_FILE"])):
    told = file.read_text()
    clock = time_machine.travel(datetime.fromisoformat(told)).start()
    known.set()
    while True:
        time.sleep(0.02)
        if (now := file.read_text()) != told:
            told = now
            clock.move_to(datetime.fromisoformat(told))

known = threading.Event()
threading.Thread(target=follow, daemon=True).start()
known.wait()
"""
"""Run in the program first: its system clock jumps to what a file says, and goes on from there; its
monotonic clock goes on as ever, as when somebody sets a machine's clock."""


class Clock:
    """The system clock as the program sees it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.environ = {
            "CLOCK_FILE": str(file),
            "WATCHDOG_USEC": "900000",  # so that the watch looks three times a second, not every five seconds
        }

    def set(self, moment: str) -> None:
        written = self._file.with_suffix(".new")
        written.write_text(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI).isoformat())
        written.replace(self._file)


def _reminded(person: Person) -> int:
    return sum(_REMINDER in seen.text for seen in person.messages())


async def test_a_clock_that_jumps_brings_each_reminder_once_and_stops_nothing(
    server: Server, tmp_path: Path
) -> None:
    clock = Clock(tmp_path / "clock")
    clock.set("2022-07-14T10:00")
    police = await server.sits("县公安局")
    async with server.run(_JUMPING, **clock.environ) as program:
        assert (await police.ask("第7条", PATIENCE)).text.startswith("第7条")
        begun = _reminded(police)
        clock.set("2022-07-22T11:00")  # a Friday; the deadline is Monday at ten
        await until(lambda: "系统时钟" in program.said)
        await until(lambda: _reminded(police) == begun + 1)
        clock.set("2022-07-12T11:00")
        await until(lambda: program.said.count("系统时钟") == 2)
        assert (await police.ask("第8条", PATIENCE)).text.startswith("第8条")
        clock.set("2022-07-22T11:05")
        await until(lambda: program.said.count("系统时钟") == 3)
        await asyncio.sleep(1)
        assert (await police.ask("第9条", PATIENCE)).text.startswith("第9条")
        assert _reminded(police) == begun + 1
        assert program.process.returncode is None
