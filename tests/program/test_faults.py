"""Misfortune, for real: a refused token, a full disk, damaged files, a stop in the thick of it."""

import asyncio
import resource
import signal
import time
from collections import Counter

import pytest

from bot.alerts import past_alerts
from bot.notices.model import Notice
from bot.outgoing import Outgoing
from bot.progress.model import Report, Review
from bot.simulator import Person, Seen
from bot.store import commit, open_reader
from tests.program.server import PATIENCE, Server, until

LONG = "检查网吧、营业性娱乐场所，逐一登记并督促整改，" * 60

KILLED_HALFWAY = """
import os, signal
from bot.store import atomic, commit
real = atomic.AtomicStorage.publish
def publish(self):
    real(self)
    if os.path.exists(os.environ["KILL"]) and (self.path.parent / commit.NAME).exists():
        os.kill(os.getpid(), signal.SIGKILL)
atomic.AtomicStorage.publish = publish
"""


def confirmable(seen: Seen) -> bool:
    return seen.has_button("确认报送")


async def card(person: Person, text: str) -> Seen:
    await person.send(text)
    return await person.wait_for(confirmable, PATIENCE)


async def test_a_token_that_is_revoked_while_it_runs_ends_it_with_a_plain_word(server: Server) -> None:
    person = server.simulator.person(9001, "家长")
    async with server.run() as program:
        await person.ask("第7条", PATIENCE)
        server.simulator.fail_next("getUpdates", status=401, times=3)
        await person.send("第8条")
        assert await program.ends() == 1
        assert "@BotFather" in program.said and "Traceback" not in program.said
    async with server.run():  # and with a good token nothing is lost
        await person.wait_for(lambda seen: seen.text.startswith("第8条"), PATIENCE)


async def test_a_storm_of_refusals_delays_answers_and_loses_none(server: Server) -> None:
    people = [server.simulator.person(3000 + n, f"家长{n}") for n in range(12)]
    async with server.run() as program:
        await people[0].ask("第7条", PATIENCE)
        simulator = server.simulator
        simulator.fail_next("sendMessage", status=429, retry_after=1, times=4)
        simulator.fail_next("sendMessage", status=502, times=6)
        simulator.drop_connections(3, method="sendMessage")
        simulator.drop_connections(2, method="getUpdates")
        simulator.fail_next("getUpdates", status=500, times=2)
        simulator.fail_next("getUpdates", status=409, times=1)
        for person in people:
            await person.send("校园欺凌谁管")
        for person in people:
            await person.wait_for(lambda seen: seen.text.startswith("第8条"), 40)
        assert program.process.returncode is None
    # what was refused or cut off before its work was done is not sent twice
    given = Counter(person.id for person in people for seen in person.messages() if "第8条" in seen.text[:5])
    assert set(given.values()) == {1}


async def test_a_damaged_file_is_named_and_never_started_over(server: Server) -> None:
    police = await server.sits("县公安局")
    file = server.data / "roster.json"
    whole = file.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 4]) + whole[middle + 1 :]
    for damaged in (whole[:middle], flipped, flipped, b""):  # nor at a second try
        file.write_bytes(damaged)
        async with server.run() as program:
            assert await program.ends() == 1
            assert "roster.json" in program.said and "restore" in program.said
            assert "Traceback" not in program.said
        assert file.read_bytes() == damaged
    file.write_bytes(whole)
    async with server.run():
        await police.send("我的任务")
        await police.wait_for(lambda seen: "县公安局" in seen.text, PATIENCE)


async def test_told_to_stop_under_load_it_ends_in_time_and_everybody_is_answered_once(server: Server) -> None:
    people = [server.simulator.person(3000 + n, f"家长{n}") for n in range(40)]
    server.simulator.latency = 0.25
    for person in people:
        for number in (7, 8, 9):
            await person.send(f"第{number}条")
    async with server.run() as program:
        await until(lambda: len(server.simulator.calls("sendMessage")) > 10)
        began = time.monotonic()
        program.process.terminate()
        assert await program.ends() == 0
        took = time.monotonic() - began
    assert took < 10
    done = len(server.simulator.calls("sendMessage"))
    assert done < 120
    server.simulator.latency = 0.0
    async with server.run():
        await until(lambda: len(server.simulator.calls("sendMessage")) >= 120, 30)
        await asyncio.sleep(0.3)
    for person in people:
        answers = [seen.text.split(maxsplit=1)[0] for seen in person.messages() if seen.text[3:4] == " "]
        assert answers == ["第7条", "第8条", "第9条"], (person.id, answers)


async def test_on_a_full_disk_nobody_is_lied_to_and_it_goes_on_when_there_is_room(server: Server) -> None:
    police = await server.sits("县公安局")
    config = server.folder / "weibao.toml"
    # No reminders: whether there is one at start depends on the day on which this runs.
    config.write_text("stages_for = [{ stages = [] }]\n[limits]\nchat_per_second = 1000.0\n")
    async with server.run(WEIBAO_CONFIG=str(config)) as program:
        for number in (5, 8, 11, 12, 13, 20, 21, 24):  # so that the record outgrows the inbox's journal
            police.press("确认报送", await card(police, f"第{number}条 推进中，{LONG}"))
            await police.wait_for(lambda seen: "收悉" in seen.text, PATIENCE)
        program.process.terminate()
        assert await program.ends() == 0
    (record,) = server.data.glob("record-*.json")
    size = record.stat().st_size
    async with server.run(WEIBAO_CONFIG=str(config), WATCHDOG_USEC="900000") as program:
        shown = await card(police, "第26条 推进中，走访5户")
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        pid = program.process.pid

        # The store has no room, the journals have: the person is told at once.
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        answer = await police.press("确认报送", shown)
        assert "请稍后再试" in answer.text
        assert len(open_reader(server.data).find(Report)) == 8
        await until(lambda: "汇报暂不能保存" in program.said)

        # Nothing has room: Telegram keeps the message, and nobody is answered as if it were kept.
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        stranger = server.simulator.person(9001, "家长")
        await stranger.send("校园欺凌谁管")
        await asyncio.sleep(2)
        assert not [seen for seen in stranger.messages() if seen.text.startswith("第8条")]

        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
        await stranger.wait_for(lambda seen: seen.text.startswith("第8条"), 40)
        police.press("确认报送", shown)
        await police.wait_for(lambda seen: "措施26进展情况收悉" in seen.text, PATIENCE)
        assert program.process.returncode is None
    assert len(open_reader(server.data).find(Report)) == 9
    # The alerts waited for room too.
    told = [alert.text for alert in past_alerts(server.data, 99)]
    assert any("汇报暂不能保存" in text for text in told)
    assert any("暂不能收取新消息" in text for text in told)


@pytest.mark.parametrize("act", ["return", "notice"])
async def test_killed_between_two_files_of_an_act_it_tells_the_liaison_after_all(
    server: Server, act: str
) -> None:
    police, kill = await server.sits("县公安局"), server.folder / "kill"
    office = server.simulator.person(1001, "李四")
    office.open()
    async with server.run(KILLED_HALFWAY, KILL=str(kill)) as program:
        if act == "return":
            police.press("确认报送", await card(police, "第11条 推进中，检查3次"))
            await police.wait_for(lambda seen: "收悉" in seen.text, PATIENCE)
            await until(lambda: not open_reader(server.data).find(Outgoing))
            kill.touch()
            await office.send("退回 县公安局 11 请补充排查学校数")
        else:
            await office.send("通知 全部 明天9时开会，请准时参加")
            preview = await office.wait_for(lambda seen: seen.has_button("确认发送（1人）"), PATIENCE)
            kill.touch()
            office.press("确认发送（1人）", preview)
        assert await program.ends() == -signal.SIGKILL
    assert (server.data / commit.NAME).exists()
    assert open_reader(server.data).find(Review if act == "return" else Notice)
    kill.unlink()
    async with server.run():
        words = "请补充排查学校数" if act == "return" else "明天9时开会"
        await police.wait_for(lambda seen: words in seen.text, PATIENCE)
        await until(lambda: not open_reader(server.data).find(Outgoing))
        assert sum(words in seen.text for seen in police.messages()) == 1
