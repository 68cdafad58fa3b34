"""The process is killed for real, at moments nobody chose, and started again."""

import asyncio
import random
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.delivery.budget import Budget
from bot.delivery.deliveries import Delivery, Outcome
from bot.delivery.outbox import Outbox
from tests.delivery.bot_api import BotApi, Fault, text_update
from tests.delivery.test_application import eventually

UPDATES = 300
ROUNDS = 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path


async def _start(api: BotApi, folder: Path) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.delivery.echo_bot", api.url, str(folder), stderr=asyncio.subprocess.PIPE
    )


def _work(folder: Path) -> list[str]:
    return [path.name for path in (folder / "work").iterdir()]


async def _unsure(folder: Path) -> set[str]:
    """The notices of which the outbox does not know whether they arrived."""

    async def send(delivery: Delivery) -> int:
        raise AssertionError(delivery)

    outbox = Outbox(folder, send, Budget(), alert=print)
    outbox.open()
    reports = {number: outbox.report(f"notice:{number}") for number in range(1, UPDATES + 1)}
    await outbox.close()
    return {
        f"通知{number}"
        for number, report in reports.items()
        if report is not None and any(outcome is Outcome.UNSURE for _, outcome in report.failed)
    }


async def test_killed_again_and_again_it_loses_no_update_no_answer_and_no_notice(
    api: BotApi, folder: Path
) -> None:
    chance = random.Random(2022)
    api.latency = 0.01
    api.push(*(text_update(n, n % 40 + 1, f"第{n}条") for n in range(1, UPDATES + 1)))
    answers = {f"收悉{n}" for n in range(1, UPDATES + 1)}
    notices = {f"通知{n}" for n in range(1, UPDATES + 1)}
    for _ in range(ROUNDS):
        before = len(api.sent())
        process = await _start(api, folder)
        await eventually(lambda before=before: len(api.sent()) > before, 20)
        await asyncio.sleep(chance.uniform(0, 0.15))
        process.kill()
        await process.communicate()
    assert len(set(api.sent())) < 2 * UPDATES  # the kills came in the middle of the work
    process = await _start(api, folder)
    await eventually(lambda: answers <= set(api.sent()) and len(notices - set(api.sent())) <= ROUNDS, 30)
    await asyncio.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    _, told = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0
    assert told == b""  # nothing was set aside, nothing was damaged
    assert sorted(map(int, _work(folder))) == [*range(1, UPDATES + 1)]
    # What two kills in a row caught on its way is sent no third time: the report says so.
    assert await _unsure(folder) >= {text for text in notices if text not in api.sent()}
    times = Counter(api.sent())
    assert max(times[text] for text in notices) <= 2
    assert sum(count - 1 for count in times.values()) <= ROUNDS  # at most one repeated message per kill


async def test_told_to_stop_it_ends_in_time_and_the_next_start_finishes_the_work(
    api: BotApi, folder: Path
) -> None:
    api.latency = 0.05
    api.push(*(text_update(n, n % 3 + 1, f"第{n}条") for n in range(1, 101)))
    process = await _start(api, folder)
    await eventually(lambda: len(api.sent()) > 5, 20)
    process.send_signal(signal.SIGTERM)
    began = asyncio.get_running_loop().time()
    await asyncio.wait_for(process.communicate(), 10)
    assert asyncio.get_running_loop().time() - began < 5
    assert process.returncode == 0
    answered = [text for text in api.sent() if text.startswith("收悉")]
    assert len(answered) < 100
    process = await _start(api, folder)
    await eventually(lambda: len([text for text in api.sent() if text.startswith("收悉")]) >= 100, 20)
    process.send_signal(signal.SIGTERM)
    await asyncio.wait_for(process.communicate(), 10)
    assert Counter(text for text in api.sent() if text.startswith("收悉")) == Counter(
        {f"收悉{n}": 1 for n in range(1, 101)}
    )


async def test_a_message_that_kills_the_process_is_set_aside_after_three_deaths_of_its_own(
    api: BotApi, folder: Path
) -> None:
    api.push(*(text_update(n, n, "崩溃" if n == 20 else f"第{n}条") for n in range(1, 41)))
    for _ in range(2 + 3):  # twice among others, who might be to blame; then alone
        process = await _start(api, folder)
        await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 9
    process = await _start(api, folder)
    others = {f"收悉{n}" for n in range(1, 41) if n != 20}
    await eventually(lambda: others <= set(api.sent()), 20)
    process.send_signal(signal.SIGTERM)
    _, told = await asyncio.wait_for(process.communicate(), 10)
    assert process.returncode == 0
    assert "消息 20 已三次" in told.decode()
    assert len((folder / "inbox" / "set-aside.jsonl").read_text().splitlines()) == 1
    process = await _start(api, folder)
    api.push(text_update(41, 1, "第41条"))
    await eventually(lambda: "收悉41" in api.sent(), 20)
    process.kill()
    await process.communicate()


async def test_who_only_waits_for_telegram_when_the_process_is_killed_is_not_blamed(
    api: BotApi, folder: Path
) -> None:
    api.push(*(text_update(n, n, f"第{n}条") for n in range(1, 7)))
    answers = {f"收悉{n}" for n in range(1, 7)}
    for _ in range(4):
        api.calls.clear()
        api.faults = [Fault("sendMessage", hang=30, noted=True) for _ in range(20)]
        process = await _start(api, folder)
        await eventually(lambda: answers <= set(api.sent()), 20)
        process.kill()
        await process.communicate()
    api.calls.clear()
    api.faults.clear()
    process = await _start(api, folder)
    await eventually(lambda: answers <= set(api.sent()), 20)
    process.send_signal(signal.SIGTERM)
    assert (await asyncio.wait_for(process.communicate(), 10))[1] == b""
