"""A part of the running bot dies or its disk fails: it is noticed, told, and made up for or given up."""

import asyncio
import errno
from collections.abc import Iterator

import pytest

from bot import watch as watch_module
from bot.chat.collecting import Collector
from bot.delivery import pulse as pulse_module
from bot.delivery import watch as watching_module
from bot.delivery.attempts import Attempts
from bot.delivery.bot import JournalBot
from bot.delivery.outbox import Outbox
from bot.delivery.watch import PartDied
from bot.finding import HEALTH_REQUEST
from bot.progress.model import Draft
from bot.records import StoreError
from bot.roster.model import Unreachable
from bot.store.atomic import AtomicStorage
from bot.store.socket import NAME, request
from tests.e2e.conftest import Town, says

EARLY = "2022-07-20 09:00"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(watch_module, "_EVERY", 0.05)
    yield


async def health(town: Town) -> dict[str, bool]:
    """Each part and whether it is well, as the local socket tells."""
    return {check: not said for check, said in (await troubles(town)).items()}


async def troubles(town: Town) -> dict[str, str]:
    """What is said of each part; nothing where it is well."""
    answer = await asyncio.to_thread(request, town.settings.data_dir / NAME, HEALTH_REQUEST)
    assert answer is not None
    return {one["check"]: "" if one["ok"] else one["message"] for one in answer["findings"]}


async def started_anew(town: Town) -> None:
    """As systemd does after the process has ended."""
    await town.store.close()
    await town.start()


async def test_a_store_whose_writer_died_ends_the_run_and_a_new_start_is_well(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_jobs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(town.store._writer, "_commit", die)
    with pytest.raises(StoreError):
        await town.store.transact(lambda records: records.drop(Unreachable, "nobody"))
    with pytest.raises(PartDied):
        await asyncio.wait_for(town._running, 10)
    await started_anew(town)
    assert (await town.simulator.person(9001, "家长").ask("第7条", 10)).text.startswith("第7条")
    assert (await health(town))["存储"]


async def test_when_updates_are_no_longer_taken_up_the_run_ends_and_the_next_answers_them(
    town: Town,
) -> None:
    town.house.application.fetching.cancel()
    person = town.simulator.person(9001, "家长")
    await person.send("第7条")
    with pytest.raises(PartDied):
        await asyncio.wait_for(town._running, 10)
    await started_anew(town)
    assert (await person.next_reply(10)).text.startswith("第7条")


async def test_an_outbox_that_dies_is_started_again_and_sends_what_it_had(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    real, deaths = Attempts.make, [1]

    async def once(self: Attempts, item: object) -> None:
        if deaths:
            deaths.pop()
            raise ZeroDivisionError
        await real(self, item)  # type: ignore[arg-type]

    monkeypatch.setattr(Attempts, "make", once)
    town.clock.move_to(EARLY)
    await town.house.look()
    assert "【县未保办提醒】" in (await police.next_reply(10)).text
    assert any("发送消息" in alert and "ZeroDivisionError" in alert for alert in town.alerts)
    assert "意外停止1次" in (await troubles(town))["发件"]
    monkeypatch.setattr(pulse_module, "_LATELY", 0.0)
    assert (await health(town))["发件"]


@pytest.mark.parametrize(
    ("part", "task"), [("运行", "_watching"), ("发件", "_sending"), ("附件", "_collecting")]
)
async def test_a_part_whose_task_is_gone_is_not_well(town: Town, part: str, task: str) -> None:
    assert (await health(town))[part]
    running = getattr(town.house, task).task
    running.cancel()
    await asyncio.wait({running})
    assert "该任务已停止" in (await troubles(town))[part]


async def test_parts_that_die_again_and_again_are_not_well(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching_module, "_FIRST_PAUSE", 0.01)

    async def die(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(JournalBot, "fetch", die)
    monkeypatch.setattr(Outbox, "run", die)
    monkeypatch.setattr(Collector, "run", die)
    await town.stop()
    await town.start()
    await town.settled(lambda: len(town.house._collecting.deaths) >= 2)
    said = await troubles(town)
    for part in ("收取消息", "发件", "附件"):
        assert "意外停止" in said[part] and "最近一次在0秒前" in said[part], said


async def test_a_scheduler_that_stands_still_is_not_well(town: Town) -> None:
    town.house._ticker.part.died()
    assert "意外停止1次" in (await troubles(town))["定时查看"]
    town.house._ticker.stop()
    assert "已停止" in (await troubles(town))["定时查看"]


async def test_a_failing_disk_turns_the_store_read_only_and_answers_go_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    card = await police.ask("第11条 已完成60%，检查3次")
    await town.settled(lambda: any(draft.card for draft in town.store.read.find(Draft)))
    with monkeypatch.context() as disk:

        def fail(_storage: AtomicStorage) -> None:
            raise OSError(errno.EIO, "a bad sector")

        disk.setattr(AtomicStorage, "prepare", fail)
        answer = await police.press("确认报送", card)
        assert "请稍后再试" in answer.text
    await town.settled(lambda: watch_module.READ_ONLY in town.alerts)
    assert town.alerts.count(watch_module.READ_ONLY) == 1
    assert not (await health(town))["存储"]
    assert (await town.simulator.person(9001, "家长").ask("第7条")).text.startswith("第7条")
    await town.stop()
    await town.start()
    await police.press("确认报送", card)
    await police.wait_for(says("收悉"))
    assert (await health(town))["存储"]


async def test_a_file_damaged_under_the_running_bot_is_told_once_and_doctor_names_it(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    card = await police.ask("第11条 已完成60%，检查3次")
    await town.settled(lambda: any(draft.card for draft in town.store.read.find(Draft)))
    file = town.settings.data_dir / "state.json"
    whole = file.read_bytes()
    town.store._databases.clear()  # as if other files had been written since
    file.write_bytes(whole[:-9])
    for _ in range(2):
        assert "收悉" not in (await police.press("确认报送", card)).text
    alert = watch_module.DAMAGED.format(name="state.json")
    await town.settled(lambda: alert in town.alerts)
    await asyncio.sleep(0.3)
    assert town.alerts.count(alert) == 1
    assert not (await health(town))["存储"]
    file.write_bytes(whole)
    await police.press("确认报送", card)
    await police.wait_for(says("收悉"))
    assert (await health(town))["存储"]


async def test_a_clock_turned_back_and_forward_repeats_no_reminder(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    town.clock.move_to(EARLY)
    await town.house.look()
    assert "【县未保办提醒】" in (await police.next_reply()).text
    for moment in ("2022-07-19 08:00", "2022-07-20 09:30", "2022-06-30 12:00", "2022-07-20 10:00"):
        town.clock.move_to(moment)
        await town.house.look()
    assert await police.quiet()


async def test_a_storm_while_reminders_go_out_repeats_and_loses_none(town: Town) -> None:
    people = [
        await town.seat(2001 + n, name, unit)
        for n, (name, unit) in enumerate(
            (("陈海军", "县公安局"), ("段小丽", "县统计局"), ("杨秀英", "县民政局"))
        )
    ]
    town.simulator.fail_next("sendMessage", status=429, retry_after=1, times=2)
    town.simulator.fail_next("sendMessage", status=500, times=3)
    town.simulator.drop_connections(2, method="sendMessage")
    town.clock.move_to(EARLY)
    await town.house.look()
    for person in people:
        assert "【县未保办提醒】" in (await person.next_reply(20)).text
    await town.settled(lambda: not town.house._outbox.counts[0], 20)
    for person in people:
        assert sum("【县未保办提醒】" in seen.text for seen in person.messages()) == 1
    assert "已送达3人" in (await town.office.wait_for(lambda seen: "待送达" not in seen.text, 10)).text
