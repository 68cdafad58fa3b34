"""催办 over the wire: preview, remark, confirmation, delivery report, the limit, and who may."""

import pytest

from bot.notices.model import Nudge, Prepared
from tests.e2e.conftest import Town, says
from tests.e2e.test_office_authority import data


async def test_the_office_nudges_a_unit_with_a_remark_and_sees_it_arrive(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    statistics = await town.seat(2002, "段小丽", "县统计局")
    office = town.office
    preview = await office.ask("催办 县公安局 请今天下班前报送，联系人13812345678")
    assert "县公安局（陈海军）：措施" in preview.text and "将发给1人" in preview.text
    assert "13812345678" not in preview.text and "请今天下班前报送" in preview.text
    assert await police.quiet()
    await office.press("确认催办（1人）", preview)
    told = await police.wait_for(says("尚未收到"))
    assert "县未保办附言：请今天下班前报送" in told.text and "13812345678" not in told.text
    assert told.has_button("报第8条")
    assert "已送达1人" in (await office.wait_for(says("催办发送情况"))).text
    assert await statistics.quiet()

    await police.press("报第8条", told)
    await police.press("推进中", await police.next_reply())
    again = await office.ask("催办 县公安局")
    assert "今天已催办过，本次不再打扰：陈海军" in again.text
    assert not again.has_button("确认催办（1人）")
    await office.press("仍要再催", again)
    aloud = await office.next_reply()
    assert "将再次收到催办" in aloud.text
    await office.press("仍要再催（1人）", aloud)
    await police.wait_for(says("尚未收到"))
    assert [nudge.forced for nudge in town.store.read.find(Nudge)] == [False, True]


async def test_a_remark_is_asked_for_and_a_nudge_left(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    await office.press("第四部分", await office.ask("催办"))
    assert "第四部分" in (await office.next_reply()).text
    preview = await office.ask("催办 网络保护")
    assert "第四部分" in preview.text and "措施11、12、13" in preview.text
    await office.press("加附言", preview)
    await office.next_reply()
    reworded = await office.ask("请抓紧，家长王小明已来电")
    assert "请抓紧" in reworded.text and "王小明" not in reworded.text
    await office.press("不催了", reworded)
    await office.wait_for(says("本次不催办"))
    assert await police.quiet()
    pressed = await office.press_data(next(d for d in data(reworded) if d.startswith("nu:g")), reworded)
    assert pressed.alert and "失效" in pressed.text
    assert await police.quiet() and town.store.read.find(Nudge) == []


async def test_who_reports_while_a_nudge_waits_for_the_rest_to_end_gets_none(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    statistics = await town.seat(2002, "段小丽", "县统计局")
    office = town.office
    town.clock.move_to("2022-07-18 12:40")
    preview = await office.ask("催办 全部")
    assert "休息时间" in preview.text and "14时30分" in preview.text
    await office.press("确认催办（2人）", preview)
    for words in ("第1条", "第2条", "第4条", "第14条"):
        await statistics.ask(f"{words} 推进中，已开展2次")
        await statistics.send("确认")
        await statistics.wait_for(says("收悉"))
    town.clock.move_to("2022-07-18 14:31")
    await town.house.look()
    assert "报送于7月25日" in (await police.wait_for(says("尚未收到"))).text
    report = await office.wait_for(says("已取消1人"))
    assert "已送达1人" in report.text
    assert not any("尚未收到" in one.text for one in statistics.messages())


async def test_nobody_else_nudges_and_a_replayed_button_nudges_once(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    preview = await office.ask("催办公安局")
    for words in ("催办", "/nudge", "催办 县公安局"):
        assert "未保办工作人员" in (await police.ask(words)).text
    for button in (*data(preview), "nu:s:a", "nu:u:", "nu:r:1-1"):
        answer = await police.press_data(button, police.last)
        assert answer.alert and "未保办工作人员" in answer.text, button
    assert town.store.read.find(Nudge) == []
    go = next(button for button in data(preview) if button.startswith("nu:g"))
    for _ in range(3):
        await office.press_data(go, preview)
    assert "由县未保办工作人员发出" in (await police.wait_for(says("尚未收到"))).text
    assert await police.quiet() and len(town.store.read.find(Nudge)) == 1
    for forged in ("nu:s:m99", "nu:s:uzzzzzzzz", "nu:s:", "nu:g:", "nu:g:9-9", "nu:q:1", "nu:", "nu:F:x" * 5):
        assert (await office.press_data(forged, preview)).alert, forged
    assert len(town.store.read.find(Nudge)) == len(town.store.read.find(Prepared)) == 1


async def test_from_the_offices_list_one_press_leads_to_the_preview(town: Town) -> None:
    await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    town.clock.move_to("2022-07-26 09:00")
    await town.house.look()
    listed = await office.wait_for(says("尚未收到"))
    await office.press("催办", listed)
    preview = await office.wait_for(says("催办预览：全部单位"))
    assert "县公安局（陈海军）" in preview.text and preview.has_button("确认催办（1人）")
    assert any("尚未收到" in one.text and one.has_button("为何收到") for one in office.messages())


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("还有谁没报？", "催办预览：全部单位"),
        ("这个月哪些单位还没交", "催办预览：全部单位"),
        ("公安局还有哪些没报", "催办预览：县公安局"),
        ("第8条谁没报", "第8条"),
    ],
)
async def test_who_has_not_reported_is_shown_to_the_office(town: Town, asked: str, shown: str) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    assert shown in (await town.office.ask(asked)).text
    assert "催办预览" not in (await police.ask(asked)).text
