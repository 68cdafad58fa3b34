"""Reporting in chat, tap by tap and in one sentence."""

import pytest

from bot.progress.model import Draft, Report, Status
from bot.simulator import Person
from tests.e2e.conftest import Town, says

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def stored(town: Town) -> list[Report]:
    return town.store.read.find(Report, plan="kelan-2022")


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


async def test_a_report_tap_by_tap(town: Town, police: Person) -> None:
    choice = await police.ask("汇报")
    assert any("第8条" in label for label in choice.buttons)
    assert not any("第7条" in label for label in choice.buttons)
    await police.press("第8条")
    await police.press("推进中", await police.next_reply())
    await police.press("75%", await police.next_reply())
    asked = await police.next_reply()
    assert "未成年人姓名" in asked.text
    await police.send("检查学校<12>所 & 整改9处")
    card = await police.wait_for(says("检查学校<12>所 & 整改9处"))
    assert "推进中（75%）" in card.text
    assert stored(town) == []
    await police.press("确认报送", card)
    assert (await police.wait_for(says("收悉"))).edit
    (report,) = stored(town)
    assert (report.unit, report.measure, report.cycle) == ("县公安局", 8, "2022-07")
    assert (report.status, report.percent) == (Status.IN_PROGRESS, 75)
    assert report.text == "检查学校<12>所 & 整改9处" and report.author == "陈海军"
    assert town.store.read.find(Draft) == []


async def test_one_sentence_is_a_report_once_it_is_confirmed(town: Town, police: Person) -> None:
    card = await police.ask("第11条 已完成60%，检查3次")
    assert "第11条 加强网络环境治理" in card.text and "60%" in card.text and "检查3次" in card.text
    assert stored(town) == []
    await police.press("确认报送", card)
    await police.next_reply()
    (report,) = stored(town)
    assert (report.measure, report.status, report.percent) == (11, Status.IN_PROGRESS, 60)
    again = await police.press_data(card.button("确认报送")["callback_data"], card)
    assert not again.alert
    assert len(stored(town)) == 1


async def test_typing_confirm_confirms(town: Town, police: Person) -> None:
    await police.ask("第11条 已完成60%，检查3次")
    assert "收悉" in (await police.ask("确认")).text
    assert len(stored(town)) == 1


async def test_nothing_new_takes_two_taps(town: Town, police: Person) -> None:
    await police.ask("汇报")
    await police.press("第12条")
    await police.press("本期无新进展", await police.next_reply())
    await police.press("确认报送", await police.next_reply())
    await police.wait_for(says("收悉"))
    assert stored(town)[0].status is Status.NIL


async def test_files_come_with_it_also_as_an_album(town: Town, police: Person) -> None:
    await police.ask("第11条 已完成60%，检查3次")
    await police.send_document("检查记录.docx", b"PK\x03\x04" + bytes(100))
    card = await police.next_reply()
    assert "附件：1个（检查记录.docx）" in card.text
    await police.send_album([PNG, PNG[:-1] + b"\x83"])
    card = await police.wait_for(lambda seen: "附件：3个" in seen.text)
    assert sum(seen.has_button("确认报送") for seen in police.messages()) == 1
    await police.press("确认报送", card)
    await police.next_reply()
    assert [a.kind for a in stored(town)[0].attachments] == ["document", "photo", "photo"]


async def test_a_photo_with_a_caption_that_reads_like_a_report(town: Town, police: Person) -> None:
    await police.send_photo(PNG, "第11条 推进中，检查3次")
    card = await police.next_reply()
    assert "第11条" in card.text and "附件：1个" in card.text


async def test_a_file_without_a_report_says_what_to_do(town: Town, police: Person) -> None:
    await police.send_photo(PNG)
    assert "先发送“汇报”" in (await police.next_reply()).text
    stranger = town.simulator.person(9001, "路人")
    await stranger.send_photo(PNG)
    assert "文字" in (await stranger.next_reply()).text


async def test_another_units_measure_is_refused_with_ones_own_list(town: Town, police: Person) -> None:
    refused = await police.ask("第7条 已完成")
    assert "第7条" in refused.text and "县公安局" in refused.text and "第1、2、4、5、8、11" in refused.text
    assert town.store.read.find(Draft) == []
    shown = await police.ask("第7条")
    forged = await police.press_data("r:7", shown)
    assert forged.alert
    assert stored(town) == []


async def test_a_restart_in_the_middle_loses_nothing(town: Town, police: Person) -> None:
    await police.ask("汇报")
    await police.press("第8条")
    await police.press("推进中", await police.next_reply())
    await police.next_reply()
    await town.stop()
    await police.send("50")
    await town.start()
    assert "一两句话" in (await police.next_reply(10)).text
    await police.send("演练6场")
    card = await police.wait_for(says("推进中（50%）"))
    await police.press("确认报送", card)
    await police.wait_for(says("收悉"))
    assert len(stored(town)) == 1


async def test_the_newest_version_counts_and_all_are_kept(town: Town, police: Person) -> None:
    for said in ("第11条 已完成60%，检查3次", "第11条 已完成80%，检查4次"):
        await police.press("确认报送", await police.ask(said))
        await police.wait_for(says("收悉"))
        town.clock.pass_by(minutes=5)
    first, second = stored(town)
    assert second.replaces == first.key
    await police.send("我的任务")
    await police.wait_for(says("第11条 加强网络环境治理：推进中（80%）"))
    await police.send("历史")
    assert "60%" in (await police.wait_for(says("已更新"))).text


async def test_mine_lists_what_is_owed_and_by_when_and_reports_from_there(town: Town, police: Person) -> None:
    await police.press("确认报送", await police.ask("第11条 已完成60%，检查3次"))
    await police.next_reply()
    await police.send("我的任务")
    pages = [await police.next_reply(), await police.next_reply()]
    monthly = next(p for p in pages if "7月应报" in p.text)
    # 县公安局 is named in measures 5, 8, 11, 12, 13, 20, 21, 24 and 26: nine, one reported.
    assert "应报9项，已报1项" in monthly.text and "7月25日（周一）10时" in monthly.text
    assert any("三季度应报3项，已报0项" in p.text for p in pages)
    await police.press("报第12条", monthly)
    assert "第12条" in (await police.next_reply()).text


async def test_a_stale_card_changes_nothing_in_a_new_draft(town: Town, police: Person) -> None:
    old = await police.ask("第11条 已完成60%，检查3次")
    await police.press("取消", old)
    assert "已取消" in (await police.next_reply()).text
    await police.ask("第12条 已完成")
    shown = await police.press_data(old.button("确认报送")["callback_data"], old)
    assert shown.alert and "最新" in shown.text
    assert stored(town) == []


async def test_a_second_report_joins_the_first_on_one_card(town: Town, police: Person) -> None:
    await police.ask("第11条 已完成60%，检查3次")
    card = await police.ask("第12条 已完成")
    assert "推进中（60%）" in card.text and "第12条 强化网络安全保护" in card.text
    await police.press("确认报送", card)
    await police.wait_for(says("收悉"))
    assert {(r.measure, r.status) for r in stored(town)} == {(11, Status.IN_PROGRESS), (12, Status.DONE)}


async def test_nobody_reports_without_a_seat_or_after_losing_it(town: Town, police: Person) -> None:
    stranger = town.simulator.person(9001, "路人")
    assert "邀请链接" in (await stranger.ask("汇报")).text
    card = await police.ask("第11条 已完成60%，检查3次")
    office = town.office
    await office.press("公安局", await office.ask("成员"))
    await office.press("移除 陈海军", await office.next_reply())
    await office.press("确认移除", await office.next_reply())
    await office.next_reply()
    refused = await police.press("确认报送", card)
    assert refused.alert
    assert stored(town) == []


async def test_no_photographs_with_judicial_measures(town: Town, police: Person) -> None:
    await police.ask("第20条 推进中，专项行动按计划开展")
    await police.send_photo(PNG)
    assert "司法" in (await police.next_reply()).text


async def test_too_long_a_text_is_sent_back_and_the_draft_kept(town: Town, police: Person) -> None:
    await police.ask("汇报")
    await police.press("第8条")
    await police.press("已完成", await police.next_reply())
    await police.next_reply()
    assert "2000字" in (await police.ask("演练" * 1500)).text
    await police.send("演练6场")
    await police.wait_for(says("请核对"))


async def test_progress_shows_status_to_all_seats_and_words_to_ones_own(town: Town, police: Person) -> None:
    await police.press("确认报送", await police.ask("第11条 已完成60%，检查3次"))
    await police.next_reply()
    teacher = await town.seat(2002, "张丽娟", "县教育科技局")
    seen = await teacher.ask("进展 11")
    assert "县公安局：推进中（60%）" in seen.text and "检查3次" not in seen.text
    assert "检查3次" in (await police.ask("进展 11")).text
    assert "检查3次" in (await town.office.ask("进展 第十一条")).text
