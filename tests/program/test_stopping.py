"""Told to stop, it ends in time whatever holds it up: a silent console, a file being cleaned, a hung disk."""

import asyncio
import os
import signal
import socket
import time
from pathlib import Path

import pytest

from bot.ending import LATE
from tests.evidence.files import jpeg
from tests.program.server import PATIENCE, Program, Server, until

QUICK = """
from bot import ending
from bot.delivery import runner
ending.SECONDS, runner._DRAIN_SECONDS = 4.0, 1.5
"""
SLOW_CLEANING = """
import os
import bot.chat.collecting
from bot.helper import helped

async def clean_apart(_content):
    await helped("tests.program.slow_helper", os.environb[b"NUMBER"], 60)

bot.chat.collecting.clean_apart = clean_apart
"""
HELD_UP = {
    "a disk that does not answer": """
import os, time
from pathlib import Path
flag, fsync = Path(os.environ["FLAG"]), os.fsync

def hang(descriptor):
    while flag.exists():
        time.sleep(0.05)
    fsync(descriptor)

os.fsync = hang
""",
    "a loop that is blocked": """
import os, time
from pathlib import Path
import bot.watch
flag = Path(os.environ["FLAG"])

def hang(_watch):
    while flag.exists():
        time.sleep(0.05)

bot.watch.Watch._check_store = hang
""",
}


async def stopped(program: Program) -> tuple[int, float]:
    """Exit status and seconds that it took, told twice as by somebody impatient."""
    began = time.monotonic()
    program.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.1)
    if program.process.returncode is None:
        program.process.send_signal(signal.SIGTERM)
    return await program.ends(), time.monotonic() - began


async def test_who_is_silent_at_the_console_holds_nothing_up(server: Server) -> None:
    async with server.run(QUICK) as program:
        await server.simulator.person(9001, "家长").ask("第7条", PATIENCE)
        server.simulator.latency = 60  # an answer on its way, so that it drains for as long as it may
        await server.simulator.person(9002, "家长").send("第7条")
        with socket.socket(socket.AF_UNIX) as silent, socket.socket(socket.AF_UNIX) as late:
            silent.connect(str(server.data / "weibao.sock"))
            await asyncio.sleep(0.3)
            ending = asyncio.create_task(stopped(program))
            await asyncio.sleep(0.8)
            with pytest.raises(OSError):
                late.connect(str(server.data / "weibao.sock"))
            status, took = await ending
    assert (status, took < 3.5) == (0, True), took
    server.simulator.latency = 0


async def test_a_file_being_cleaned_waits_for_the_next_run(server: Server, tmp_path: Path) -> None:
    police = await server.sits("县公安局")
    number = tmp_path / "number"
    async with server.run(QUICK + SLOW_CLEANING, NUMBER=str(number)) as program:
        await police.send("第11条 推进中，检查3次")
        await police.wait_for(lambda seen: seen.has_button("确认报送"), PATIENCE)
        await police.send_photo(jpeg())
        await until(lambda: number.exists() and number.read_text().endswith("\n"))
        status, took = await stopped(program)
    assert (status, took < 3.5) == (0, True), took
    with pytest.raises(ProcessLookupError):
        os.kill(int(number.read_text()), 0)


@pytest.mark.parametrize("what", HELD_UP)
async def test_what_never_ends_is_left_in_time_and_nothing_is_lost(server: Server, what: str) -> None:
    person, flag = server.simulator.person(9001, "家长"), server.folder / "flag"
    async with server.run(QUICK + HELD_UP[what], FLAG=str(flag), WATCHDOG_USEC="600000") as program:
        await person.ask("第7条", PATIENCE)
        flag.touch()
        await person.send("第8条")
        await asyncio.sleep(0.5)
        status, took = await stopped(program)
        assert LATE in program.said and "Traceback" not in program.said
    assert (status, took < 6) == (1, True), took
    flag.unlink()
    async with server.run():
        await person.wait_for(lambda seen: seen.text.startswith("第8条"), PATIENCE)
