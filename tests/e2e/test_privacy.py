"""Personal data typed by a liaison: nothing of it comes to rest, and the sender is told and helped."""

from pathlib import Path

import pytest

from bot.progress.model import Draft, Report
from bot.simulator import Person
from tests.e2e.conftest import Town, says

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
# Valid by its check digit, and of nobody: 140929 is 岢岚县's code.
ID_NUMBER = "140929201305062613"
SECRETS = (
    *("王小明", "李思雨", "赵梓涵", "孙一诺", "周子轩"),
    *("13834567890", "18635012345", "13503501234", ID_NUMBER),
)


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


def kept(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def found_in(folder: Path) -> list[tuple[str, str]]:
    """Which secret lies in which file, in UTF-8 or in any JSON escaping."""
    spelt = [(secret, (secret.encode(), secret.encode("unicode_escape"))) for secret in SECRETS]
    return [
        (path.name, secret)
        for path, content in kept(folder).items()
        for secret, spellings in spelt
        if any(spelling in content for spelling in spellings)
    ]


async def test_no_personal_data_comes_to_rest_in_the_data_folder(town: Town, police: Person) -> None:
    """Text, caption, file name, edit, a question in vain: none of it is in any file afterwards."""
    sent = await police.send("第8条 推进中，走访王小明（男，9岁）家，电话13834567890")
    card = await police.wait_for(says("请核对"))
    assert "［姓名已隐去］" in card.text and "13834567890" not in card.text
    await police.send("另见学生李思雨，身份证" + ID_NUMBER)
    await police.wait_for(says("请核对"))
    await police.send_document("赵梓涵同学获奖名单.docx", b"PK\x03\x04" + bytes(100), "联系电话18635012345")
    assert "赵梓涵" not in (await police.wait_for(says("附件：1个"))).text
    await police.send("确认")
    await police.wait_for(says("收悉"))
    await police.edit(sent, "第8条 推进中，走访孙一诺（女，10岁）家")
    await police.quiet()
    await police.send("学生周子轩（13岁）的手机13503501234丢了归谁管？")
    await police.wait_for(says("已在保存前隐去"))
    await town.settled(lambda: found_in(town.settings.data_dir) == [])
    await town.stop()
    assert town.store.read.find(Report)
    assert found_in(town.settings.data_dir) == []
    await town.start()


async def test_an_unsent_draft_holds_none_either(town: Town, police: Person) -> None:
    await police.send("完成了，走访王小明（男，9岁）家")
    await police.wait_for(says("请选择要汇报的措施"))
    await police.quiet(0.1)
    assert town.store.read.find(Draft)[0].words
    await town.stop()
    assert found_in(town.settings.data_dir) == []
    await town.start()


async def test_the_sender_is_told_what_was_masked_and_why_and_may_delete_it(
    town: Town, police: Person
) -> None:
    sent = await police.send("第8条 推进中，走访王小明（男，9岁）家，电话13834567890")
    note = await police.wait_for(says("已在保存前隐去"))
    assert "姓名1处" in note.text and "电话1处" in note.text and "第七十二条" in note.text
    assert "副本" in note.text and "48小时" in note.text
    await police.press("从聊天中删除原消息", note)
    told = await police.wait_for(says("已从本聊天中删除"))
    assert "副本" in told.text and not told.buttons
    assert all(seen.message_id != sent.message_id for seen in police.messages())


async def test_the_message_that_is_gone_already_counts_as_deleted(town: Town, police: Person) -> None:
    sent = await police.send("第8条 推进中，走访王小明（男，9岁）家")
    note = await police.wait_for(says("已在保存前隐去"))
    await police.delete(sent)
    await police.press("从聊天中删除原消息", note)
    await police.wait_for(says("已从本聊天中删除"))


async def test_after_48_hours_it_can_no_longer_be_deleted(town: Town, police: Person) -> None:
    await police.send("第8条 推进中，走访王小明（男，9岁）家")
    note = await police.wait_for(says("已在保存前隐去"))
    town.clock.pass_by(hours=49)
    told = await police.press("从聊天中删除原消息", note)
    assert told.alert and "48小时" in told.text


async def test_a_question_with_personal_data_is_answered_and_its_sender_told(
    town: Town, police: Person
) -> None:
    await police.send("学生周子轩（13岁）网络沉迷归谁管？")
    await police.wait_for(says("第12条"))
    await police.wait_for(says("已在保存前隐去"))


async def test_clean_words_bring_no_lecture(town: Town, police: Person) -> None:
    await police.send("第8条 推进中，检查学校12所，拨打12355热线宣传，经办人陈海军")
    await police.wait_for(says("请核对"))
    await police.quiet()
    assert not any("隐去" in seen.text for seen in police.messages())


async def test_ones_own_name_is_kept_as_the_one_who_reports(town: Town, police: Person) -> None:
    await police.send("第8条 推进中，演练6场")
    await police.send("确认")
    await police.wait_for(says("收悉"))
    assert town.store.read.find(Report)[0].author == "陈海军"
