"""Helper processes: they answer, and end when nobody waits for them any more."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.helper import HelperStopped, helped
from tests.program.server import until

SLOW = "tests.program.slow_helper"


async def _started(file: Path) -> int:
    await until(lambda: file.exists() and file.read_text().endswith("\n"))
    return _number(file)


def _number(file: Path) -> int:
    return int(file.read_text())


async def test_a_helper_ends_with_who_waits_for_it(tmp_path: Path) -> None:
    asking = asyncio.create_task(helped(SLOW, bytes(tmp_path / "pid"), 60))
    number = await _started(tmp_path / "pid")
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


async def test_a_helper_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(TimeoutError):
        await helped(SLOW, bytes(tmp_path / "pid"), 1)
    with pytest.raises(ProcessLookupError):
        os.kill(await _started(tmp_path / "pid"), 0)


async def test_one_that_is_told_to_stop_with_all_of_us_has_not_judged_its_work(tmp_path: Path) -> None:
    asking = asyncio.create_task(helped(SLOW, bytes(tmp_path / "pid"), 60))
    os.kill(await _started(tmp_path / "pid"), signal.SIGTERM)
    with pytest.raises(HelperStopped):
        await asking
