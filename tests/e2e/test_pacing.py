"""报送周期 over the wire: previewed, confirmed, in force at once, and only by the office."""

from datetime import date

from bot.progress.choices import CadenceChoice, Scope
from bot.progress.model import Cadence
from tests.e2e.conftest import Town, says
from tests.e2e.test_office_authority import data


async def test_a_campaign_is_previewed_confirmed_and_asked_weekly(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    preview = await office.ask("报送周期 第11条 每周 7月18日至8月14日")
    assert "自2022年7月18日至2022年8月14日，每周报送" in preview.text
    assert "措施11（3家单位3项）：由7月" in preview.text and "项次变为" in preview.text
    assert town.store.read.find(CadenceChoice) == []
    await office.press("确认调整", preview)
    assert "已调整报送周期" in (await office.next_reply()).text
    for _ in range(2):
        await office.press_data(next(d for d in data(preview) if d.startswith("cd:g")), preview)
    (choice,) = town.store.read.find(CadenceChoice)
    assert (choice.scope, choice.number, choice.cadence) == (Scope.MEASURE, 11, Cadence.WEEKLY)
    assert (choice.first, choice.last) == (date(2022, 7, 18), date(2022, 8, 14))
    assert choice.by and choice.by_id == office.id
    await police.send("我的任务")
    # the week of 18 July 2022 ends on Sunday; its last working day is Friday the 22nd
    weekly = await police.wait_for(says("7月18日—24日"))
    assert "7月22日（周五）" in weekly.text and "第11条" in weekly.text
    await town.stop()
    await town.start()
    assert "第11条" in (await office.ask("报送周期")).text


async def test_step_by_step_a_section_from_next_month_and_back(town: Town) -> None:
    office = town.office
    begun = await office.ask("报送周期")
    assert "点名单位：每月；其他成员单位：每季度" in begun.text
    await office.press("第四部分", begun)
    await office.press("每季度", await office.next_reply())
    await office.press("从下月1日起", await office.next_reply())
    preview = await office.next_reply()
    assert "自2022年8月1日起，每季度报送" in preview.text and "措施11、12、13" in preview.text
    await office.press("不调整", preview)
    assert "不变" in (await office.next_reply()).text
    await office.press("确认调整", await office.ask("报送周期 整个方案 每季度 8月1日"))
    await office.next_reply()
    undone = await office.ask("报送周期 整个方案 恢复 10月1日")
    assert "恢复原定周期" in undone.text
    assert [one.cadence for one in town.store.read.find(CadenceChoice)] == [Cadence.QUARTERLY]


async def test_the_past_is_refused_and_nobody_else_chooses(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    for said in ("第8条改为每周报送一次，7月20日至8月14日", "请从8月1日起把第三部分调整为每季度报送"):
        assert "应报由" in (await office.ask(said)).text
    assert "只能从今天或以后" in (await office.ask("报送周期 第8条 每周 2022年7月1日")).text
    assert "早于开始" in (await office.ask("报送周期 第8条 每周 2022年8月14日至2022年8月1日")).text
    begun = await office.ask("报送周期")
    for words in ("报送周期", "/cadence 第8条 每周"):
        assert "未保办工作人员" in (await police.ask(words)).text
    assert "未保办工作人员" not in (await police.ask("第8条排查已改为每周报送一次")).text  # its progress
    for button in (
        "cd:b:",
        "cd:s:m8",
        "cd:c:m8:w",
        "cd:p:m8:w:220718:",
        "cd:g:m8:w:220718:",
        "cd:g:a:q:220718:",
    ):
        answer = await police.press_data(button, police.last)
        assert answer.alert and "未保办工作人员" in answer.text, button
    forged = (
        "cd:g:m99:w:220718:",
        "cd:g:m8:y:220718:",
        "cd:g:m8:w:229999:",
        "cd:g:m8:w::",
        "cd:g:m8:w:220701:",
    )
    for button in (*forged, "cd:g:uabcdefgh:w:220718:", "cd:q:", "cd:"):
        assert (await office.press_data(button, begun)).alert, button
    assert town.store.read.find(CadenceChoice) == []
