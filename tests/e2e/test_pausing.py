"""暂停报送 over the wire: nothing is asked, reports still count, the digest says so, and it goes on."""

from bot.progress.choices import Pause
from bot.progress.model import Report
from tests.e2e.conftest import Town, says
from tests.e2e.test_office_authority import data


async def test_a_pause_stops_what_is_asked_and_ends_by_the_office(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    asked = await office.ask("暂停报送")
    assert "家单位" in asked.text and town.store.read.find(Pause) == []
    await office.press("确认暂停", asked)
    assert "自7月18日起暂停" in (await office.next_reply()).text
    await town.stop()
    town.clock.move_to("2022-07-20 09:00")
    await town.start()
    await town.house.look()
    assert await police.quiet()
    assert "暂停" in (await police.ask("我的任务")).text
    await police.press("确认报送", await police.ask("第11条 已完成60%，检查3次"))
    await police.wait_for(says("收悉"))
    assert len(town.store.read.find(Report)) == 1
    assert "自2022年7月18日起暂停报送" in (await office.ask("周报")).text
    assert "已暂停" in (await office.ask("催办 全部")).text
    await office.press("恢复报送和提醒", await office.ask("恢复提醒"))
    assert "已恢复" in (await office.wait_for(says("已恢复"))).text
    await office.press_data(data(asked)[0], asked)  # an old button begins no new pause
    (kept,) = town.store.read.find(Pause)
    assert kept.ended is not None
    await town.house.look()
    assert "7月25日（周一）10时" in (await police.wait_for(says("提醒】"))).text


async def test_nobody_else_pauses_and_forged_buttons_do_nothing(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    asked = await office.ask("/pause")
    assert "未保办工作人员" in (await police.ask("暂停报送")).text
    for button in ("pz:p:", "pz:x:", "pz:r:42:1"):
        answer = await police.press_data(button, police.last)
        assert answer.alert and "未保办工作人员" in answer.text
    for button in ("pz:r:42:1", "pz:r:", "pz:q:", "pz:", "pz:p:1"):
        assert (await office.press_data(button, asked)).alert, button
    assert town.store.read.find(Pause) == []
    await office.press("不暂停", asked)
    assert "照常" in (await office.next_reply()).text
