"""What people do in the middle of a report: ask, err, tap twice, add, change their mind."""

import pytest
from telegram import Update
from telegram.ext import Application

from bot.progress.model import Draft, Report, Status
from bot.roster.model import Seat
from bot.simulator import Person
from bot.simulator.seen import Seen
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


async def types(person: Person, words: str) -> Seen:
    """Type, and see what comes below; the card before it only loses its buttons."""
    await person.send(words)
    return await person.wait_for(lambda seen: not seen.edit)


async def to_the_text(person: Person) -> None:
    """Open a report on measure 8 up to the question for its words."""
    await types(person, "汇报 8")
    await person.press("推进中", person.last)
    await person.press("50%", await person.next_reply())
    await person.next_reply()


async def test_a_question_in_the_middle_is_answered_and_the_draft_stays(town: Town, police: Person) -> None:
    await to_the_text(police)
    await police.send("第7条由哪些单位负责？")
    answer, card = await police.replies(2)
    assert "第7条 加强基础教育保障" in answer.text
    assert "一两句话" in card.text
    assert "演练6场" in (await types(police, "演练6场")).text


async def test_a_command_in_the_middle_is_carried_out_and_the_draft_stays(town: Town, police: Person) -> None:
    await to_the_text(police)
    for words in ("我的任务", "帮助", "/progress 8", "周报"):
        assert "汇报\n第8条" not in (await types(police, words)).text
    await police.quiet()
    card = await types(police, "进展 顺利，演练6场")
    assert "内容：进展 顺利，演练6场" in card.text


async def test_cancel_leaves_the_report_at_every_step(town: Town, police: Person) -> None:
    async def begin(steps: int) -> None:
        await types(police, "汇报")
        for label in ("第8条", "推进中", "50%", "不再补充")[:steps]:
            await police.press(label, police.last)
            await police.next_reply()

    for steps, word in enumerate(("取消", "算了", "/cancel", "取消。", "取消")):
        await begin(steps)
        assert "已取消" in (await types(police, word)).text
        await police.quiet(0.1)  # the card loses its buttons
        assert town.store.read.find(Draft) == []
    assert "没有进行中" in (await types(police, "取消")).text
    assert stored(town) == []


async def test_the_words_on_the_buttons_may_be_typed(town: Town, police: Person) -> None:
    await types(police, "汇报")
    for words in ("第八条", "推进中", "跳过", "不再补充", "已完成"):
        card = await types(police, words)
        await police.quiet(0.1)
    assert "状态：已完成" in card.text and "内容" not in card.text
    await types(police, "确认报送。")
    (report,) = stored(town)
    assert (report.measure, report.status, report.text) == (8, Status.DONE, "")


async def test_a_sentence_instead_of_a_status_tells_all_at_once(town: Town, police: Person) -> None:
    await types(police, "汇报 8")
    card = await types(police, "已完成60%，检查学校3所")
    assert "推进中（60%）" in card.text and "内容：已完成60%，检查学校3所" in card.text


async def test_a_report_that_names_no_measure_is_asked_for_it_and_keeps_its_words(
    town: Town, police: Person
) -> None:
    asked = await types(police, "已完成60%，检查学校3所")
    assert "已完成60%，检查学校3所" in asked.text
    await police.press("第8条", asked)
    card = await police.next_reply()
    assert "推进中（60%）" in card.text and "检查学校3所" in card.text
    await police.press("确认报送", card)
    await police.wait_for(says("收悉"))
    assert stored(town)[0].percent == 60


async def test_words_typed_at_the_card_are_added_to_it(town: Town, police: Person) -> None:
    await types(police, "第8条 已完成60%，检查学校3所")
    card = await types(police, "另整改隐患9处")
    assert "内容：已完成60%，检查学校3所；另整改隐患9处" in card.text
    card = await types(police, "70%")
    assert "推进中（70%）" in card.text


async def test_the_caption_of_a_picture_is_part_of_the_report(town: Town, police: Person) -> None:
    await to_the_text(police)
    await police.send_photo(PNG, "演练6场")
    card = await police.next_reply()
    assert "内容：演练6场" in card.text and "附件：1个" in card.text


async def test_the_report_command_takes_the_report_with_it(town: Town, police: Person) -> None:
    for words in ("汇报 第11条 已完成60%，检查3次", "/report 第11条 已完成60%，检查3次"):
        card = await types(police, words)
        assert "推进中（60%）" in card.text and "检查3次" in card.text
        await types(police, "取消")


@pytest.mark.parametrize("words", ["汇报8", "汇报 第8条", "汇报　第八条", "/report 8", "汇报：8"])
async def test_a_report_begins_with_the_measure_named_in_any_form(
    town: Town, police: Person, words: str
) -> None:
    assert "第8条 提升校园安全管理\n\n请选择进展状态" in (await types(police, words)).text


async def test_a_button_pressed_twice_opens_one_report(town: Town, police: Person) -> None:
    page = await types(police, "我的任务")
    data = page.button("报第8条")["callback_data"]
    first, second = police.press_data(data, page), police.press_data(data, page)
    await first
    await second
    await police.quiet()
    assert sum(seen.has_button("推进中") for seen in police.messages()) == 1
    assert len(town.store.read.find(Draft)) == 1


async def test_what_is_sent_cannot_be_cancelled_by_an_old_card(town: Town, police: Person) -> None:
    card = await types(police, "第11条 已完成60%，检查3次")
    assert "收悉" in (await types(police, "确认")).text
    shown = await police.press_data(card.button("取消")["callback_data"], card)
    assert shown.alert and "已经报送" in shown.text
    assert len(stored(town)) == 1
    assert "没有正在填写的汇报" in (await types(police, "确认")).text


async def again(town: Town, sent: Seen) -> None:
    """Handle a message's update a second time, as after a kill before it was marked done."""
    raw = {"update_id": sent.update_id, "message": sent.message.json()}
    application = town.house.application
    await Application.process_update(application, Update.de_json(raw, application.bot))


async def test_the_same_update_handled_again_changes_nothing(town: Town, police: Person) -> None:
    await types(police, "汇报 8")
    await police.press("推进中", police.last)
    await police.next_reply()
    for words in ("50", "演练6场", "整改隐患9处"):
        sent = await police.send(words)
        await police.next_reply()
        await police.quiet(0.1)
        (draft,) = town.store.read.find(Draft)
        await again(town, sent)
        (same,) = town.store.read.find(Draft)
        assert (same.step, same.items, same.words) == (draft.step, draft.items, draft.words)
    sent = await police.send_photo(PNG, "照片1张")
    await police.next_reply()
    (draft,) = town.store.read.find(Draft)
    await again(town, sent)
    assert town.store.read.find(Draft)[0].items == draft.items
    sent = await police.send("确认")
    await police.wait_for(says("收悉"))
    await again(town, sent)
    assert "可能已经提交" in police.last.text
    (report,) = stored(town)
    assert (report.percent, report.text) == (50, "演练6场；整改隐患9处；照片1张")
    assert len(report.attachments) == 1


async def test_a_name_handled_again_seats_nobody_twice_and_is_no_question(town: Town) -> None:
    code = (await town.office.ask("邀请 县民政局")).text.rsplit("start=", 1)[1]
    person = town.simulator.person(2009, "甲")
    await person.start(code)
    await person.next_reply()
    sent = await person.send("杨秀英")
    await person.wait_for(says("【汇报】"))
    told = [seen.text for seen in person.messages()]
    assert "您已绑定为县民政局联络员" in told[-2]
    await again(town, sent)  # past the inbox, which says nothing twice
    assert [seen.text for seen in person.messages()] == told + told[-2:]
    assert len(town.store.read.find(Seat, person=2009)) == 1


async def test_someone_in_danger_comes_before_names_and_drafts(town: Town, police: Person) -> None:
    code = (await town.office.ask("邀请 县民政局")).text.rsplit("start=", 1)[1]
    person = town.simulator.person(2009, "甲")
    await person.start(code)
    await person.next_reply()
    assert "110" in (await types(person, "有个孩子正在被打，快来人")).text
    assert "杨秀英" in (await types(person, "杨秀英")).text


async def test_who_has_several_units_says_for_which(town: Town, police: Person) -> None:
    code = (await town.office.ask("邀请 县妇联")).text.rsplit("start=", 1)[1]
    await police.start(code)
    await police.next_reply()
    await police.send("陈海军")
    await police.wait_for(says("【汇报】"))
    asked = await types(police, "本期无新进展")
    assert asked.buttons == ["县公安局", "县妇联", "取消"]
    card = await types(police, "第二个")
    assert card.text.startswith("县妇联 汇报") and "第17条" in card.text and "第11条" not in card.text
    await types(police, "取消")
    card = await types(police, "县妇联本期无新进展")
    assert card.text.startswith("县妇联 汇报") and "第17条" in card.text and "第11条" not in card.text
    await police.press("确认报送", card)
    await police.wait_for(says("收悉"))
    assert {report.unit for report in stored(town)} == {"县妇联"}
    both = await types(police, "第5条 推进中，讲座2场")
    assert both.buttons == ["县公安局", "县妇联", "取消"]
    await police.press("县妇联", both)
    assert "讲座2场" in (await police.next_reply()).text


async def test_the_office_that_is_also_a_liaison_reports_for_that_unit(town: Town) -> None:
    office = await town.seat(1001, "王建平", "县妇联")
    card = await types(office, "本期无新进展")
    assert card.text.startswith("县妇联 汇报")
    await types(office, "取消")
    page = await types(office, "我的任务")
    assert page.text.startswith("县妇联 7月应报3项")


async def test_nothing_new_on_all_that_is_owed_takes_one_tap_from_the_reminder(
    town: Town, police: Person
) -> None:
    town.clock.move_to("2022-07-20 09:00")
    await town.house.look()
    reminder = await police.next_reply()
    await police.press("确认报送", await types(police, "第8条 已完成，演练6场"))
    await police.wait_for(says("收悉"))
    await police.press("以上均无新进展", reminder)
    thanks = await police.wait_for(says("收悉"))
    assert "共8项" in thanks.text
    statuses = {report.measure: report.status for report in stored(town)}
    assert statuses.pop(8) is Status.DONE
    assert statuses == dict.fromkeys((5, 11, 12, 13, 20, 21, 24, 26), Status.NIL)
    again = await police.press("以上均无新进展", reminder)
    assert again.alert and "没有待报事项" in again.text
    assert len(stored(town)) == 9
    await police.press("补充原因", thanks)
    assert "原因" in (await police.next_reply()).text
    card = await types(police, "等上级文件")
    await police.press("确认报送", card)
    assert "补充原因" not in (await police.wait_for(says("收悉"))).buttons
    reasons = {r.measure: r.text for r in stored(town)[9:]}
    assert reasons == dict.fromkeys((5, 11, 12, 13, 20, 21, 24, 26), "等上级文件")
