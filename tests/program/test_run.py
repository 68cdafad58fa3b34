"""``weibao run`` as systemd runs it: an absent network, a wrong token, a second process, stops and kills."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import SHANGHAI, system_clock
from bot.progress.model import Report
from bot.simulator import Person, Seen, Simulator
from bot.store import open_reader

TOKEN = "42:test-token"


async def until(true: Callable[[], bool], seconds: float = 15) -> None:
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

    async def ends(self, within: float = 12) -> int:
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
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WEIBAO_")}
        own = {
            "WEIBAO_TOKEN": TOKEN,
            "WEIBAO_BASE_URL": self.address,
            "WEIBAO_DATA_DIR": str(self.data),
            "WEIBAO_OFFICE_IDS": "1001",
        }
        return kept | own | more

    @asynccontextmanager
    async def run(self, **more: str) -> AsyncIterator[Program]:
        self._programs += 1
        log = self.folder / f"log-{self._programs}"
        with log.open("wb") as stderr:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.cli", "run"), env=self.environ(**more), stderr=stderr
            )
        try:
            yield Program(process, log)
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
        await person.wait_for(lambda seen: "您已绑定" in seen.text, 10)
        return person


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(tmp_path)
    server.address = await server.simulator.start()
    yield server
    await server.simulator.stop()


async def test_it_answers_obeys_the_console_and_stops_within_ten_seconds(server: Server) -> None:
    async with server.run() as program:
        police = await server.seated("公安局")
        await police.send("第11条 已完成60%，检查3次")
        await police.wait_for(lambda seen: "请核对" in seen.text)
        status, printed = await server.command("backup", str(server.folder / "kept.zip"))
        assert status == 0, printed
        status, printed = await server.command("restore", str(server.folder / "kept.zip"))
        assert status == 1 and "Traceback" not in printed
        began = time.monotonic()
        program.process.send_signal(signal.SIGTERM)
        assert await program.ends() == 0
        assert time.monotonic() - began < 10
        assert TOKEN not in program.said and "test-token" not in program.said


async def test_it_waits_for_an_absent_network_and_says_so(tmp_path: Path) -> None:
    server = Server(tmp_path)
    held = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = held.sockets[0].getsockname()[1]
    held.close()
    await held.wait_closed()
    server.address = f"http://127.0.0.1:{port}"
    async with server.run() as program:
        await until(lambda: "连" in program.said)
        assert program.process.returncode is None
        await server.simulator.start(port=port)
        try:
            person = server.simulator.person(9001, "家长")
            assert (await person.ask("校园欺凌谁管", 20)).text.startswith("第8条")
            program.process.send_signal(signal.SIGTERM)
            assert await program.ends() == 0
        finally:
            await server.simulator.stop()


async def test_a_wrong_token_is_told_plainly_and_ends_it(server: Server) -> None:
    async with server.run(WEIBAO_TOKEN="43:another") as program:
        assert await program.ends() == 1
        assert "令牌" in program.said and "43:another" not in program.said and "Traceback" not in program.said


async def test_a_second_bot_on_the_same_folder_stops_with_a_clear_message(server: Server) -> None:
    async with server.run() as first:
        await server.simulator.person(9001, "家长").ask("第7条", 10)
        async with server.run() as second:
            assert await second.ends() == 1
            assert str(first.process.pid) in second.said and "Traceback" not in second.said
        assert (await server.simulator.person(9001, "家长").ask("第8条", 10)).text.startswith("第8条")


async def test_kills_in_the_middle_of_reports_lose_and_double_nothing(server: Server) -> None:
    async with server.run():
        police = await server.seated("公安局")
    measures = (5, 8, 11, 12, 13, 20, 21, 24, 26)
    for round_, number in enumerate(measures):
        async with server.run() as program:
            await police.send(f"第{number}条 推进中，检查{round_ + 1}次")
            await asyncio.sleep(0.35 + 0.1 * round_)
            program.process.kill()
            await program.ends()
        async with server.run() as program:
            card = await _card(police, number)
            police.press("确认报送", card)
            await asyncio.sleep(0.002 * round_)
            program.process.kill()
            await program.ends()
        async with server.run():
            await _thanked(police, number)
    reports = open_reader(server.data).find(Report)
    assert sorted(report.measure for report in reports) == sorted(measures)
    assert datetime.now(SHANGHAI) >= max(report.at for report in reports)


async def _card(person: Person, number: int) -> Seen:
    """The newest card for the measure that can be confirmed, awaited."""

    def found() -> list[Seen]:
        shown = [seen for seen in person.messages() if f"第{number}条" in seen.text]
        return [seen for seen in shown if seen.has_button("确认报送")]

    await until(lambda: bool(found()))
    return found()[-1]


async def _thanked(person: Person, number: int) -> None:
    await until(lambda: any(f"措施{number}进展情况收悉" in seen.text for seen in person.messages()))
