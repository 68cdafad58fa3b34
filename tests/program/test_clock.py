"""The system clock set forward, back and forward again under a running ``weibao run``."""

import asyncio
import time
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.simulator import Person
from tests.program.server import PATIENCE, Server, until

_LIBRARY = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")
_REMINDER = "县未保办提醒"


class Clock:
    """The system clock as the program sees it; its monotonic clock goes on as ever."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def set(self, moment: str) -> None:
        wanted = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
        written = self._file.with_suffix(".new")
        written.write_text(f"{wanted.timestamp() - time.time():+.0f}\n")
        written.replace(self._file)

    @property
    def environ(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(_LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "WATCHDOG_USEC": "900000",  # so that the watch looks three times a second, not every five seconds
        }


@pytest.fixture
def swept() -> None:
    """No remains of killed processes, over which the library ends a new one that gets the same number."""
    for left in Path("/dev/shm").glob("*faketime_s*_*"):
        if not Path("/proc", left.name.rpartition("_")[2]).exists():
            left.unlink(missing_ok=True)


def _reminded(person: Person) -> int:
    return sum(_REMINDER in seen.text for seen in person.messages())


@pytest.mark.usefixtures("swept")
@pytest.mark.skipif(not _LIBRARY.exists(), reason="libfaketime is not installed")
async def test_a_clock_that_jumps_brings_each_reminder_once_and_stops_nothing(
    server: Server, tmp_path: Path
) -> None:
    clock = Clock(tmp_path / "offset")
    clock.set("2022-07-14T10:00")
    police = await server.sits("县公安局")
    async with server.run(**clock.environ) as program:
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
