"""One ``weibao run`` after another against one simulator, as systemd would start them."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.clock import SHANGHAI, system_clock
from bot.roster.model import Role, Seat
from bot.simulator import Person, Simulator
from bot.store import TinyStore

TOKEN = "42:test-token"

PATIENCE = 40.0
"""Seconds in which a program starts and answers even on a busy machine."""

_RUN = """
import sys
from bot.cli import main
sys.exit(main(["run"]))
"""


async def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something that only looking can tell. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - another process's doing
            await asyncio.sleep(0.05)


class Program:
    """One ``weibao run`` and what it wrote to stderr."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    async def ends(self, within: float = PATIENCE) -> int:
        return await asyncio.wait_for(self.process.wait(), within)


class Server:
    """A data folder, a simulator, and programs started in between."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.simulator = Simulator(system_clock, token=TOKEN)
        self.address = "http://127.0.0.1:9"
        self._programs = 0

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def environ(self, **more: str) -> dict[str, str]:
        # As systemd would start it: without this machine's settings, and with its modules compiled once.
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("WEIBAO_") and name != "PYTHONDONTWRITEBYTECODE"
        }
        own = {
            "WEIBAO_TOKEN": TOKEN,
            "WEIBAO_BASE_URL": self.address,
            "WEIBAO_DATA_DIR": str(self.data),
            "WEIBAO_OFFICE_IDS": "1001",
        }
        return kept | own | more

    @asynccontextmanager
    async def run(self, patch: str = "", **more: str) -> AsyncIterator[Program]:
        """A program under way; ``patch`` is code that runs in it first."""
        self._programs += 1
        log = self.folder / f"log-{self._programs}"
        with log.open("wb") as stderr:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", patch + _RUN), env=self.environ(**more), stderr=stderr
            )
        program = Program(process, log)
        try:
            yield program
        except BaseException as error:
            error.add_note(f"The program said, last of all:\n{program.said[-5_000:]}")
            raise
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def command(self, *arguments: str) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.cli", *arguments),
            env=self.environ(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        out, _ = await asyncio.wait_for(process.communicate(), 30)
        return process.returncode or 0, out.decode()

    async def seated(self, unit: str) -> Person:
        """A liaison invited from the console beside the running bot, once that has connected."""
        await until(lambda: bool(self.simulator.calls("setMyShortDescription")))
        _, printed = await self.command("invite", unit)
        code = printed.strip().rsplit("start=", 1)[1]
        person = self.simulator.person(2001, "陈海军")
        await person.start(code)
        await person.next_reply(10)
        await person.send("陈海军")
        await person.wait_for(lambda seen: "您已绑定" in seen.text, PATIENCE)
        return person

    async def sits(self, unit: str, person_id: int = 2001, name: str = "陈海军") -> Person:
        """A liaison who sat down long ago; while no program runs."""
        at = datetime(2022, 7, 1, 9, tzinfo=SHANGHAI)
        key = f"kelan-2022:liaison:{unit}:{person_id}"
        seat = Seat(key, "kelan-2022", unit, Role.LIAISON, person_id, name, at, "1001")
        store = await asyncio.to_thread(TinyStore.open, self.data)
        await store.transact(lambda records: records.put(seat))
        await store.close()
        person = self.simulator.person(person_id, name)
        person.open()
        return person
