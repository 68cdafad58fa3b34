"""What follows a report: the office hears of difficulties, the unit may repeat, explain and put right."""

from datetime import datetime

import pytest

from bot.digest.model import Letterhead, MeasureCounts
from bot.digest.stored import Issued
from bot.outgoing import Outgoing
from bot.progress.model import Draft, Report, ReportState, Status
from bot.simulator import Person
from tests.e2e.conftest import OFFICE, Town, says

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
# 县教育科技局 by the notice's brackets: named in sixteen measures, and bound by 各成员单位 in 1, 2 and 4.
SIXTEEN = (5, 7, 8, 9, 10, 11, 12, 17, 18, 21, 22, 24, 26)


def stored(town: Town) -> list[Report]:
    return town.store.read.find(Report, plan="kelan-2022")


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


async def reports(person: Person, words: str) -> None:
    await person.send(words)
    await person.wait_for(says("请核对"))
    await person.send("确认")
    await person.wait_for(says("收悉"))


async def test_a_difficulty_reaches_the_office_at_once_and_once(town: Town, police: Person) -> None:
    town.office.open()
    office = town.office
    await police.send("第8条有困难，缺少场地")
    card = await police.wait_for(says("请核对"))
    data = card.button("确认报送")["callback_data"]
    await police.press_data(data, card)
    thanks = await police.wait_for(says("收悉"))
    assert "已同时告知县未保办" in thanks.text
    told = await office.wait_for(says("【有困难】"))
    assert (
        "县公安局" in told.text and "第8条" in told.text and "缺少场地" in told.text and "陈海军" in told.text
    )
    await police.press_data(data, card)
    await police.quiet(0.2)
    assert await office.quiet(0.2)
    assert sum("【有困难】" in seen.text for seen in office.messages()) == 1
    assert town.store.read.find(Outgoing) == []
    await office.press("最新进展", told)
    assert "有困难" in (await office.next_reply()).text


async def test_the_same_difficulty_said_again_is_not_told_again(town: Town, police: Person) -> None:
    town.office.open()
    await reports(police, "第8条有困难，缺少场地")
    town.clock.pass_by(minutes=5)
    await reports(police, "第8条有困难，缺少场地")
    await town.office.quiet(0.2)
    assert sum("【有困难】" in seen.text for seen in town.office.messages()) == 1


async def test_of_childrens_cases_the_office_is_told_no_small_counts(town: Town, police: Person) -> None:
    town.office.open()
    await reports(police, "第20条有困难，立案3起，救助12人，缺少人手")
    told = await town.office.wait_for(says("【有困难】"))
    assert "立案少于5起" in told.text and "救助12人" in told.text
    assert "立案3起" in stored(town)[0].text


async def test_the_office_that_reports_a_difficulty_itself_is_not_told(town: Town) -> None:
    office = await town.seat(OFFICE, "王建平", "县妇联")
    await reports(office, "第5条有困难，缺经费")
    await office.quiet(0.2)
    assert not any("【有困难】" in seen.text for seen in office.messages())


async def test_sixteen_measures_take_one_message_and_one_tap(town: Town) -> None:
    teacher = await town.seat(2002, "张丽娟", "县教育科技局")
    await teacher.send("本期无新进展")
    card = await teacher.wait_for(says("请核对"))
    await teacher.press("确认报送", card)
    await teacher.wait_for(says("收悉"))
    measures = {report.measure for report in stored(town)}
    assert set(SIXTEEN) <= measures and {1, 2, 4} <= measures and len(measures) == len(stored(town)) == 16
    assert {report.status for report in stored(town)} == {Status.NIL}


async def test_the_reason_of_nothing_new_can_be_typed_after_the_tap(town: Town, police: Person) -> None:
    await reports(police, "第8条本期无新进展")
    await police.send("原因：等上级文件")
    await police.wait_for(says("请核对"))
    await police.send("确认")
    await police.wait_for(says("收悉"))
    assert [(r.status, r.text) for r in stored(town)][-1] == (Status.NIL, "等上级文件")


async def test_same_as_last_time_from_the_button(town: Town, police: Person) -> None:
    await reports(police, "第8条推进中60%，演练6场")
    town.clock.move_to("2022-08-20 10:00")
    await police.send("汇报 8")
    page = await police.wait_for(says("请选择进展状态"))
    await police.press("同上期", page)
    card = await police.wait_for(says("请核对"))
    await police.press("确认报送", card)
    await police.wait_for(says("收悉"))
    again = stored(town)[-1]
    assert (again.cycle, again.status, again.percent) == ("2022-08", Status.IN_PROGRESS, 60)
    assert again.text == "推进中60%，演练6场"


async def test_a_correction_keeps_evidence_and_cycle(town: Town, police: Person) -> None:
    await police.send("第8条推进中60%，演练6场")
    await police.wait_for(says("请核对"))
    await police.send_photo(PNG)
    await police.wait_for(says("附件：1个"))
    await police.send("确认")
    await police.wait_for(says("收悉"))
    town.clock.move_to("2022-08-01 09:00")
    town.clock.move_to("2022-07-24 09:00")
    await police.send("不对，是17%")
    await police.wait_for(says("推进中（17%）"))
    town.clock.move_to("2022-08-01 09:00")
    await police.send("确认")
    await police.wait_for(says("收悉"))
    first, second = stored(town)
    assert (second.cycle, second.percent, second.replaces) == ("2022-07", 17, first.key)
    assert second.attachments == first.attachments != ()


async def test_an_old_report_is_taken_back_only_after_a_second_word(town: Town, police: Person) -> None:
    await reports(police, "第8条已完成")
    town.clock.pass_by(days=3)
    await police.send("撤回")
    asked = await police.wait_for(says("7月18日"))
    ledger = town.house.services.ledger()
    assert ledger.state_of(stored(town)[0]) is ReportState.SUBMITTED
    await police.press("撤回", asked)
    await police.wait_for(says("已撤回"))
    ledger = town.house.services.ledger()
    assert ledger.state_of(stored(town)[0]) is ReportState.WITHDRAWN


async def test_what_is_in_an_issued_digest_stays_as_it_is(town: Town, police: Person) -> None:
    sent = await police.send("第8条推进中60%")
    await police.wait_for(says("请核对"))
    await police.send("确认")
    receipt = await police.wait_for(says("收悉"))
    town.clock.pass_by(hours=1)
    await issue(town, town.clock())
    await police.edit(sent, "第8条已完成")
    await police.wait_for(says("已编入工作周报"))
    assert "已编入工作周报" in (await police.press("撤回", receipt)).text
    assert len(stored(town)) == 1
    await reports(police, "第8条推进中70%")
    assert stored(town)[-1].percent == 70


async def issue(town: Town, at: datetime) -> None:
    issued = Issued(
        key="kelan-2022:2022-W29",
        plan="kelan-2022",
        week="2022-W29",
        year=2022,
        number=1,
        serial=1,
        by="王主任",
        by_id=OFFICE,
        at=at,
        moment=at,
        measures=MeasureCounts(0, 0, 0, 26),
        letterhead=Letterhead("工作周报", "", "", "", 20),
        checksum="",
    )
    await town.store.transact(lambda records: records.put(issued))


async def test_an_edit_of_a_message_that_was_no_report_begins_one(town: Town, police: Person) -> None:
    sent = await police.send("第8条")
    await police.wait_for(says("提升校园安全管理"))
    await police.edit(sent, "第8条 已完成，演练6场")
    card = await police.wait_for(says("请核对"))
    assert "演练6场" in card.text
    assert town.store.read.find(Draft)[0].items[0].measure == 8


async def test_the_same_edit_handled_again_changes_nothing(town: Town, police: Person) -> None:
    sent = await police.send("第8条推进中60%")
    await police.wait_for(says("请核对"))
    await police.send("确认")
    await police.wait_for(says("收悉"))
    for _ in range(2):
        await police.edit(sent, "第8条推进中70%")
        await police.quiet(0.3)
    assert [report.percent for report in stored(town)] == [60, 70]
