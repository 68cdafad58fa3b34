"""Bad input: each gets one clear, kind sentence and loses nothing."""

import pytest

from bot.progress.model import Draft, Report
from bot.roster.model import Seat
from bot.simulator import Person
from tests.e2e.conftest import OFFICE, Town, says
from tests.evidence.files import docx

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
FORGED = (
    *("", ":", "d", "d:", "d:x", "d:ok", "d:ok:", "d:s:1:done", "d:s:1:no", "d:p:1:²", "d:m:1:99999"),
    *(
        "d:e:1:unit",
        "d:e:1:ready",
        "d:u:1:zz",
        "m:",
        "m:²",
        "m:0",
        "m:7 OR 1",
        "p:",
        "p:²",
        "p:27",
        "r:",
        "r:²",
    ),
    *(
        "r:99",
        "r:a:b",
        "r:a:8",
        "r:8:8:8",
        "n:",
        "n",
        "n:zz:1",
        "n::²",
        "w:",
        "w:text",
        "w:text:",
        "w:text:2022-13",
    ),
    *(
        "w:text:2022-W99",
        "w:text:9999-W53",
        "w:xlsx:zz",
        "w:zz:2022-W29",
        "i:",
        "i:zz",
        "u:",
        "u:zz",
        "x?",
        "x!",
    ),
    *("x?a:b:c", "x!zz:liaison:²", "x!zz:office:99999999999999999", "zz"),
)


def stored(town: Town) -> list[Report]:
    return town.store.read.find(Report, plan="kelan-2022")


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


async def test_no_forged_button_does_anything_or_breaks_anything(town: Town, police: Person) -> None:
    stranger = town.simulator.person(9001, "路人")
    for person in (town.office, police, stranger):
        answer = await person.ask("第8条讲什么")
        for data in FORGED:
            if data:
                shown = await person.press_data(data, answer)
                assert shown.alert and shown.text, data
                assert "没能处理" not in shown.text, data
    assert town.alerts == []
    assert stored(town) == [] and town.store.read.find(Draft) == []


async def test_a_text_that_the_app_cut_in_two_is_answered_once(town: Town, police: Person) -> None:
    await police.send("学校" * 2500)
    assert "2000字" in (await police.next_reply()).text
    assert await police.quiet()
    await police.ask("汇报 8")
    await police.press("已完成", police.last)
    await police.next_reply()
    await police.send("学校" * 2500)
    assert "2000字" in (await police.next_reply()).text
    assert await police.quiet()
    assert "演练6场" in (await police.ask("演练6场")).text


async def test_an_album_that_belongs_nowhere_gets_one_sentence(town: Town, police: Person) -> None:
    pictures = [PNG, PNG[:-1] + b"\x83", PNG[:-1] + b"\x84"]
    await police.send_album(pictures)
    assert "先发送“汇报”" in (await police.next_reply()).text
    assert await police.quiet()
    await police.ask("第20条 推进中，专项行动按计划开展")
    await police.send_album(pictures)
    assert "司法" in (await police.next_reply()).text
    assert await police.quiet()


async def test_a_picture_sent_as_a_file_is_a_picture_all_the_same(town: Town, police: Person) -> None:
    await police.ask("第20条 推进中，专项行动按计划开展")
    await police.send_document("现场.png", PNG, mime="image/png")
    assert "司法" in (await police.next_reply()).text
    assert town.store.read.find(Draft)[0].attachments == ()


async def test_a_file_over_twenty_megabytes_is_refused_and_the_draft_kept(town: Town, police: Person) -> None:
    await police.ask("第11条 已完成60%，检查3次")
    await police.send_document("录像.zip", bytes(20 * 2**20 + 1))
    assert "20MB" in (await police.next_reply()).text
    await police.press("确认报送", police.messages()[-3])
    await police.wait_for(says("收悉"))


async def test_html_in_a_report_is_kept_and_shown_as_typed(town: Town, police: Person) -> None:
    said = "第11条 已完成60%，<b>检查</i> & <script>3次</script> &lt; 等"
    card = await police.ask(said)
    assert "<b>检查</i> & <script>3次</script> &lt; 等" in card.text
    await police.press("确认报送", card)
    await police.next_reply()
    assert "<b>检查</i> & <script>3次</script> &lt; 等" in (await police.ask("历史")).text
    assert "<b>检查</i>" in (await town.office.ask("周报")).text


async def test_the_longest_report_shows_its_button_and_is_kept_whole(town: Town, police: Person) -> None:
    said = "检查🙂<&>" * 300
    await police.ask("汇报 11")
    await police.press("已完成", police.last)
    await police.next_reply()
    card = await police.ask(said)
    assert "确认报送" in card.buttons and "请核对" in card.text
    for number in range(10):
        paper = docx({"word/extra.xml": f"<x>{number}</x>"})
        await police.send_document(f"{number}{'附件' * 60}.docx", paper)
        card = await police.wait_for(says(f"附件：{number + 1}个"))
    assert "请核对" in card.text
    await police.press("确认报送", card)
    await police.wait_for(says("收悉"))
    assert stored(town)[0].text == said
    assert (await police.ask("历史")).text
    assert all(call.ok for call in town.simulator.log if call.method == "sendMessage")


async def test_a_number_that_the_plan_does_not_have_is_named_beside_what_was_understood(
    town: Town, police: Person
) -> None:
    await police.send("第11条已完成，第27条已完成")
    told = await police.replies(2)
    assert "没有第27条" in told[0].text
    assert "第11条" in told[1].text and "第27条" not in told[1].text


async def test_a_greeting_is_nobodys_name(town: Town) -> None:
    code = (await town.office.ask("邀请 县民政局")).text.rsplit("start=", 1)[1]
    person = town.simulator.person(2001, "<b>")
    await person.start(code)
    await person.next_reply()
    for words in ("你好", "收到", "县民政局", "<b>", "谁负责校园安全", "123"):
        assert "姓名" in (await person.ask(words)).text
    assert town.store.read.find(Seat, person=2001) == []
    assert "杨秀英，您好" in (await person.ask("我是杨秀英")).text


async def test_a_pasted_link_opens_the_invitation_and_is_kept_nowhere(town: Town) -> None:
    link = (await town.office.ask("邀请 县民政局")).text.rsplit("\n", 1)[1]
    person = town.simulator.person(2001, "甲")
    assert "县民政局" in (await person.ask(link)).text
    code = link.rsplit("=", 1)[1]
    for file in town.settings.data_dir.rglob("*"):
        if file.is_file():
            assert code.encode() not in file.read_bytes(), file


async def test_a_made_up_mark_of_a_spent_code_opens_nothing(town: Town) -> None:
    person = town.simulator.person(2001, "甲")
    for mark in ("=welcome:", "=seated:", "=already_seated:x", "=no_arrival:", "=x"):
        assert "未找到" in (await person.ask(f"/start {mark}")).text
    assert town.alerts == []


async def test_buttons_with_names_or_reports_do_nothing_in_a_group(town: Town, police: Person) -> None:
    group = town.simulator.group(-100123, "工作群", [police, town.office])
    for member in (group.member(police), group.member(town.office)):
        answer = await member.ask("/ask@weibao_bot 第8条")
        for data in ("p:8", "r:8", "d:ok:1:", "w:text:2022-W29", "w:xlsx:2022-W29", "u:zz", "i:zz", "n:zz:8"):
            shown = await member.press_data(data, answer)
            assert shown.alert and "私聊" in shown.text
        assert await member.quiet()


async def test_the_draft_follows_the_edit_of_its_message(town: Town, police: Person) -> None:
    sent = await police.send("第11条 已完成60%，检查3次")
    card = await police.next_reply()
    await police.edit(sent, "第11条 已完成90%，检查3次")
    assert "推进中（90%）" in (await police.next_reply()).text
    await police.press("确认报送", card)
    await police.wait_for(says("收悉"))
    assert stored(town)[0].percent == 90


async def test_who_is_removed_loses_the_menu_at_once(town: Town, police: Person) -> None:
    office = town.office
    await police.quiet()
    assert "report" in {command["command"] for command in police.commands()}
    await office.press("公安局", await office.ask("成员"))
    await office.press("移除 陈海军", await office.next_reply())
    question = await office.next_reply()
    await office.press("确认移除", question)
    await office.wait_for(says("已移除"))
    again = await office.press_data(question.button("确认移除")["callback_data"], question)
    assert not again.alert
    await office.quiet()
    assert "report" not in {command["command"] for command in police.commands()}


async def test_the_offices_help_and_standing_name_it_once(town: Town) -> None:
    office = town.office
    assert (await office.ask("帮助")).text.count("【进展】") == 1
    assert "办公室联络员" not in (await office.ask("我是谁")).text
    assert town.settings.office_ids == {OFFICE}


async def test_a_head_is_told_how_to_report(town: Town) -> None:
    head = await town.seat(2005, "李局长", "县民政局", " 负责人")
    assert "【汇报】" in (await head.ask("帮助")).text
    assert "县民政局负责人" in (await head.ask("我是谁")).text
