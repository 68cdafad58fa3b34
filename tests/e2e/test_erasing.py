"""依法删除 over the wire: gone from every file, marked where it stood, for the office alone."""

import asyncio
import zipfile
from pathlib import Path

import pytest

from bot.digest.stored import IssuedDigest
from bot.evidence.model import Evidence, FileState
from bot.progress.erased import Erased
from bot.progress.model import Draft, Report, Review
from bot.simulator import Person
from bot.simulator.seen import Seen
from bot.store.backup import backup
from tests.e2e.conftest import Town, says
from tests.evidence import files

WORDS = "赴阳坪村看望那户困境家庭的孩子"


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


def where(town: Town, words: str) -> list[str]:
    """The files of the data folder that hold these words."""
    found = []
    for path in town.settings.data_dir.rglob("*"):
        if path.is_file() and words.encode() in path.read_bytes():
            found.append(path.name)
    return found


async def sent(person: Person, words: str) -> None:
    await person.press("确认报送", await person.ask(words))
    await person.wait_for(says("收悉"))


async def page_of(office: Person, number: str = "1") -> Seen:
    await office.press(number, await office.ask("依法删除 11"))
    return await office.next_reply()


async def test_words_are_erased_from_every_version_that_holds_them_and_from_the_issued_digest(
    town: Town, police: Person, tmp_path: Path
) -> None:
    office = town.office
    await sent(police, f"第11条 推进中，{WORDS}")
    town.clock.pass_by(minutes=5)
    await sent(police, f"第11条 推进中60%，{WORDS}；检查3次")
    town.clock.move_to("2022-07-22T16:00")
    await office.press("签发本期", await office.ask("周报"))
    await office.press("确认签发", await office.wait_for(says("签发为")))
    await town.settled(lambda: bool(town.store.read.find(IssuedDigest)))
    issued = [name for name in where(town, WORDS) if name.startswith("issued-")]
    assert issued and WORDS in (await office.ask("周报")).text
    page = await page_of(office)
    assert "推进中" in page.text
    await office.press("删除文字（同样内容共2处）", page)
    asked = await office.next_reply()
    await town.store.snapshot()  # as a killed backup leaves it
    assert "2个版本" in asked.text and where(town, WORDS)
    await office.press("确认删除", asked)
    done = await office.wait_for(says("已依法删除"))
    assert "此前的备份" in done.text
    await town.settled(lambda: where(town, WORDS) == [])  # the presses themselves are journaled a while
    assert "仍然有效" in (await police.wait_for(says("依法删除"))).text
    first, second = town.store.read.find(Report)
    assert "依法删除：2022年7月22日" in second.text and second.percent == 60 and second.author == "陈海军"
    assert {mark.report for mark in town.store.read.find(Erased)} == {first.key, second.key}
    assert "依法删除" in (await office.ask("历史 11")).text
    digest = await office.ask("周报")
    assert "依法删除" in digest.text and WORDS not in digest.text
    mine = await police.ask("我的任务")
    assert "已报1项" in mine.text, "an erased report still answers for its cycle"
    await asyncio.to_thread(backup, town.settings.data_dir, tmp_path / "after.zip")
    with zipfile.ZipFile(tmp_path / "after.zip") as packed:
        assert not any(WORDS.encode() in packed.read(name) for name in packed.namelist())


async def test_a_file_is_erased_with_its_content_and_not_taken_again(town: Town, police: Person) -> None:
    office = town.office
    await police.ask("第11条 推进中，检查3次")
    await police.send_document("检查记录.docx", files.docx())
    await town.settled(lambda: [row.state for row in town.store.read.find(Evidence)] == [FileState.KEPT])
    await police.send("确认")
    await police.wait_for(says("收悉"))
    folder = town.settings.data_dir / "attachments"
    assert list(folder.rglob("*.docx"))
    await office.press("删除附件 检查记录.docx", await page_of(office))
    await office.press("确认删除", await office.next_reply())
    await office.wait_for(says("已依法删除"))
    assert not [path for path in folder.rglob("*") if path.is_file()]
    await town.settled(lambda: where(town, "检查记录") == [])  # the presses themselves are journaled a while
    shown = await office.ask("佐证 11")
    await office.press("1. 公安局 第11条", shown)
    assert "依法删除" in (await office.next_reply()).text
    await police.ask("第11条 推进中，检查4次")
    await police.send_document("改了名字.docx", files.docx())
    assert "依法删除" in (await police.wait_for(says("未能收下"))).text
    (draft,) = town.store.read.find(Draft)
    assert draft.attachments == ()


async def test_erasing_twice_is_once_and_a_forged_button_erases_nothing(town: Town, police: Person) -> None:
    office = town.office
    await sent(police, f"第11条 推进中，{WORDS}")
    (report,) = town.store.read.find(Report)
    stranger = town.simulator.person(9001, "路人")
    head = await town.seat(2003, "刘局长", "县公安局", " 负责人")
    for person in (police, head, stranger):
        shown = await person.ask("第11条")
        for data in (f"z:l:{report.key}", f"z!t:{report.key}", f"z!a:{report.key}", f"z!0:{report.key}"):
            assert (await person.press_data(data, shown)).alert
        assert "未保办" in (await person.ask("依法删除 11")).text
    assert where(town, WORDS)
    page = await page_of(office)
    for data in ("z!9:" + report.key, "z!x:" + report.key, "z:t:no:such:key", "z!t:", "z!０:" + report.key):
        assert (await office.press_data(data, page)).alert
    assert where(town, WORDS)
    await office.press_data(f"z!t:{report.key}", page)
    await office.wait_for(says("已依法删除"))
    await office.press_data(f"z!t:{report.key}", page)
    await office.wait_for(says("此前已经删除"))
    assert len(town.store.read.find(Erased)) == 1


async def test_words_told_to_the_office_at_once_and_quoted_in_a_remark_go_as_well(
    town: Town, police: Person
) -> None:
    office = town.office
    town.clock.move_to("2022-07-23T21:00")  # a Saturday evening: what may wait for a better moment waits
    await sent(police, f"第11条 有困难，{WORDS}，缺经费")
    (report,) = town.store.read.find(Report)
    await office.send("待审")
    page = await office.wait_for(lambda seen: bool(seen.buttons))
    await office.press_data(f"v:r:{report.key}", page)
    await office.send(f"“{WORDS}”请改写为人数")
    await town.settled(lambda: len(town.store.read.find(Review)) == 1)
    assert where(town, WORDS)
    await office.press_data(f"z!a:{report.key}", page)
    await office.wait_for(says("已依法删除"))
    await town.settled(lambda: where(town, WORDS) == [])
