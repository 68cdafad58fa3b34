"""A disk that does not answer: told, shown, and at length no reason to go on."""

import time

import pytest

from bot.ending import LATE
from tests.program.server import PATIENCE, Server, until
from tests.program.test_live import health

HANG = """
import os, time
from pathlib import Path
from bot import ending, health, watch
flag, fsync = Path(os.environ["FLAG"]), os.fsync
ending.SECONDS, health._SLOW_DISK, watch._SLOW_DISK, watch._HUNG_DISK = 1.0, 0.2, 0.5, 4.0

def hang(descriptor):
    while flag.exists() and os.environ["HANGS"] in os.readlink(f"/proc/self/fd/{descriptor}"):
        time.sleep(0.05)
    fsync(descriptor)

os.fsync = hang
"""


@pytest.mark.parametrize(("file", "part"), [("inbox-", "收件"), ("outbox", "发件"), ("state.json", "存储")])
async def test_a_disk_that_hangs_is_told_shown_and_ends_the_run(server: Server, file: str, part: str) -> None:
    police = await server.sits("县公安局")
    office = server.simulator.person(1001, "李四")
    office.open()
    flag = server.folder / "flag"
    quick = "900000"  # the watch looks three times a second, not every five seconds
    async with server.run(HANG, FLAG=str(flag), HANGS=file, WATCHDOG_USEC=quick) as program:
        await office.send("通知 全部 明天9时开会，请准时参加")
        shown = await office.wait_for(lambda seen: seen.has_button("确认发送（1人）"), PATIENCE)
        await until(lambda: bool(server.simulator.calls("setMyShortDescription")))
        flag.touch()
        began = time.monotonic()
        office.press("确认发送（1人）", shown)
        await until(lambda: "磁盘已有" in program.said)
        _, rows = await health(server)
        assert not rows[part]["ok"] and "磁盘" in rows[part]["message"], rows
        assert await program.ends() == 1
        took = time.monotonic() - began
        assert program.said.count("请尽快检查磁盘") == 1
        assert "程序退出" in program.said and LATE in program.said
    assert took < 9
    flag.unlink()
    async with server.run():
        await police.wait_for(lambda seen: "明天9时开会" in seen.text, PATIENCE)
