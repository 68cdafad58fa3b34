"""How messages go out: whom they do not reach, what the office sees of it, and a kill at every point."""

import pytest

from bot.chat.posting import Posting
from bot.outgoing import Outgoing
from bot.roster.model import Unreachable
from tests.e2e.conftest import Town, says

EARLY = "2022-07-20 09:00"
LAST_DAY = "2022-07-22 15:00"


async def test_who_blocked_the_bot_is_told_to_the_office_and_shown_until_they_write_again(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    await town.seat(2002, "段小丽", "县统计局")
    police.block()
    office = town.office
    town.clock.move_to(EARLY)
    await town.house.look()
    told = await office.wait_for(says("未送达1人"))
    assert "已送达1人" in told.text and "县公安局联络员陈海军" in told.text
    assert town.store.read.find(Unreachable, person=2001)
    assert "陈海军（消息未能送达）" in (await office.ask("成员")).text
    await town.house.look()
    assert await office.quiet()

    police.unblock()
    await police.send("你好")
    await police.next_reply()
    assert not town.store.read.find(Unreachable)
    shown = (await office.ask("成员")).text
    assert "陈海军" in shown and "未能送达" not in shown


async def test_letting_the_bot_write_again_is_enough(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    police.block()
    town.clock.move_to(EARLY)
    await town.house.look()
    await town.office.wait_for(says("未送达1人"))
    police.unblock()
    await town.settled(lambda: not town.store.read.find(Unreachable))
    town.clock.move_to(LAST_DAY)
    await town.house.look()
    assert "【县未保办提醒】" in (await police.next_reply()).text


async def test_what_no_batch_reports_is_told_to_the_rest_of_the_office_once(town: Town) -> None:
    code = (await town.office.ask("邀请 未保办")).text.rsplit("start=", 1)[1].strip()
    second = town.simulator.person(1002, "李干事")
    await second.start(code)
    await second.next_reply()
    await second.send("李干事")
    await second.wait_for(says("您已绑定"))
    await second.next_reply()
    second.block()
    office = town.office
    town.clock.move_to(LAST_DAY)  # nobody is seated but the office: the digest is offered, and that is all
    await town.house.look()
    assert "周报" in (await office.next_reply()).text
    await town.settled(lambda: bool(town.store.read.find(Unreachable, person=1002)))
    await town.house.look()
    assert "李干事" in (await office.next_reply()).text
    await town.house.look()
    assert await office.quiet()


async def test_the_office_sees_one_message_a_look_that_changes_as_deliveries_settle(town: Town) -> None:
    await town.seat(2001, "陈海军", "县公安局")
    slow = await town.seat(2002, "段小丽", "县统计局")
    town.simulator.fail_next("sendMessage", status=429, retry_after=4, chat_id=2002)
    office = town.office
    town.clock.move_to(EARLY)
    await town.house.look()
    first = await office.next_reply(6)
    assert "7月20日09:00" in first.text and "已送达1人，待送达1人" in first.text
    assert "14" in (await slow.next_reply(8)).text
    last = await office.next_reply(8)
    assert last.edit and last.message_id == first.message_id
    assert "共2人：已送达2人。" in last.text
    await town.settled(lambda: not town.store.read.find(Outgoing))
    assert await office.quiet()


async def test_a_restart_goes_on_showing_how_it_went(town: Town) -> None:
    await town.seat(2001, "陈海军", "县公安局")
    await town.seat(2002, "段小丽", "县统计局")
    town.simulator.fail_next("sendMessage", status=429, retry_after=30, chat_id=2002)
    office = town.office
    town.clock.move_to(EARLY)
    await town.house.look()
    first = await office.next_reply(6)
    assert "待送达1人" in first.text
    await town.stop()
    (kept,) = town.store.read.find(Outgoing)
    assert not kept.letters  # the outbox has them; no backup needs to
    await town.start()
    last = await office.next_reply(10)
    assert last.message_id == first.message_id and "已送达2人" in last.text


@pytest.mark.parametrize("posted", [False, True])
async def test_a_kill_between_deciding_and_posting_neither_loses_nor_repeats_a_reminder(
    town: Town, monkeypatch: pytest.MonkeyPatch, posted: bool
) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    real = Posting._post

    async def die(self: Posting, outgoing: Outgoing) -> None:
        if posted:  # the outbox has it, the store has not heard of that yet
            with monkeypatch.context() as patch:
                patch.setattr(type(town.store), "transact", _killed)
                await real(self, outgoing)
        raise RuntimeError("killed")

    monkeypatch.setattr(Posting, "_post", die)
    town.clock.move_to(EARLY)
    with pytest.raises(RuntimeError):
        await town.house.look()
    await town.stop()
    monkeypatch.undo()
    town.clock.move_to(LAST_DAY)  # another stage has opened meanwhile, and speaks for the one before
    await town.start()
    await police.wait_for(says("【县未保办提醒】"))
    await town.house.look()
    assert await police.quiet()


async def _killed(*_: object) -> None:
    raise RuntimeError("killed")
