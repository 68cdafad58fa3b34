"""Evidence over the wire: taken, cleaned, kept, handed out again; refused where it must be."""

import asyncio
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.evidence import keeping
from bot.evidence.model import Evidence, FileState
from bot.evidence.shelf import Shelf
from bot.progress.model import Draft, Report
from bot.records import StoreFull
from bot.simulator import Person
from tests.e2e.conftest import Town, says
from tests.evidence import files


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


def rows(town: Town) -> list[Evidence]:
    return town.store.read.find(Evidence)


def states(town: Town) -> list[FileState]:
    return [row.state for row in rows(town)]


def shelf(town: Town) -> list[Path]:
    return sorted(path for path in (town.settings.data_dir / "attachments").rglob("*") if path.is_file())


def data(town: Town) -> Iterator[tuple[Path, bytes]]:
    for path in town.settings.data_dir.rglob("*"):
        if path.is_file():
            yield path, path.read_bytes()


async def settled(town: Town, count: int) -> None:
    await town.settled(lambda: len(rows(town)) == count and FileState.WAITING not in states(town))


async def report_with(town: Town, person: Person, *documents: tuple[str, bytes], measure: int = 11) -> None:
    await person.ask(f"第{measure}条 推进中，检查3次")
    for name, content in documents:
        await person.send_document(name, content)
        await person.wait_for(says("附件："))
    (draft,) = town.store.read.find(Draft, person=person.id)
    sent = {attachment.file_unique_id for attachment in draft.attachments}
    await town.settled(lambda: sent <= {row.key for row in rows(town) if row.state is FileState.KEPT})
    await person.send("确认")
    await person.wait_for(says("收悉"))


async def test_files_of_every_kind_are_kept_without_who_made_them_and_where(
    town: Town, police: Person
) -> None:
    await police.ask("第11条 推进中，检查3次")
    await police.send_photo(files.jpeg(6))
    await police.wait_for(says("附件：1个"))
    samples = [
        ("检查记录.docx", files.docx()),
        ("台账.xlsx", files.xlsx()),
        ("通知.pdf", files.pdf()),
        ("现场.png", files.png()),
        ("录音.mp3", files.mp3()),
    ]
    for number, (name, content) in enumerate(samples, 2):
        await police.send_document(name, content)
        await police.wait_for(says(f"附件：{number}个"))
    await police.send_voice(files.ogg())
    await police.wait_for(says("附件：7个"))
    await settled(town, 7)
    assert set(states(town)) == {FileState.KEPT}
    assert [row.suffix for row in rows(town)] == ["jpg", "docx", "xlsx", "pdf", "png", "mp3", "ogg"]
    assert len(shelf(town)) == 7
    for path in shelf(town):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    for path, content in data(town):
        assert files.holds_secrets(content) == [], path
    await police.send("确认")
    await police.wait_for(says("收悉"))
    (report,) = town.store.read.find(Report)
    assert len(report.attachments) == 7


async def test_a_name_in_a_files_name_is_masked_everywhere(town: Town, police: Person) -> None:
    await police.ask("第11条 推进中，检查3次")
    await police.send_document("王小明（女，9岁）13812345678走访.pdf", files.pdf())
    await settled(town, 1)
    assert "13812345678" not in rows(town)[0].name and "王小明" not in rows(town)[0].name
    for path, content in data(town):
        assert b"13812345678" not in content and "王小明".encode() not in content, path


async def test_the_office_pulls_the_evidence_of_a_report_from_where_it_is_kept(
    town: Town, police: Person
) -> None:
    await report_with(town, police, ("检查记录.docx", files.docx()), ("现场.png", files.png()))
    town.simulator.fail_next("getfile", status=400, times=9)  # Telegram is not asked again
    office = town.office
    shown = await office.ask("佐证 11")
    assert "县公安局 第11条" in shown.text and "2个文件" in shown.text
    await office.press("1. 公安局 第11条", shown)
    first, second = await office.replies(2)
    assert first.document.name == "1-检查记录.docx" and "陈海军" in first.text
    assert second.document.data.startswith(b"\x89PNG") and files.holds_secrets(second.document.data) == []


async def test_evidence_is_for_ones_own_unit_and_the_office_alone(town: Town, police: Person) -> None:
    await report_with(town, police, ("检查记录.docx", files.docx()))
    (report,) = town.store.read.find(Report)
    teacher = await town.seat(2002, "张丽娟", "县教育科技局")
    stranger = town.simulator.person(9001, "路人")
    assert "没有找到" in (await teacher.ask("佐证 11")).text
    assert "仅向" in (await stranger.ask("佐证")).text
    shown = await stranger.ask("第11条")
    for person, on in ((stranger, shown), (teacher, await teacher.ask("第11条"))):
        forged = await person.press_data(f"e:{report.key}", on)
        assert forged.alert and "仅向本单位" in forged.text
    own = await police.ask("佐证")
    await police.press("1. 公安局 第11条", own)
    assert (await police.next_reply()).document


async def test_a_program_under_a_pictures_name_is_refused_kindly_and_leaves_the_draft(
    town: Town, police: Person
) -> None:
    await police.ask("第11条 推进中，检查3次")
    await police.send_document("现场照片.jpg", b"MZ\x90\x00" + bytes(500))
    await police.wait_for(says("附件：1个"))
    told = await police.wait_for(says("未能收下"))
    assert "现场照片.jpg" in told.text and "JPG" in told.text
    (draft,) = town.store.read.find(Draft)
    assert draft.attachments == () and shelf(town) == []
    assert states(town) == [FileState.REFUSED]
    await police.send_document("现场照片.jpg", files.jpeg())
    await settled(town, 2)
    assert len(shelf(town)) == 1


async def test_no_picture_comes_with_a_judicial_measure_under_any_name(town: Town, police: Person) -> None:
    await police.ask("第20条 推进中，专项行动按计划开展")
    await police.send_document("情况说明.docx", files.jpeg())
    told = await police.wait_for(says("未能收下"))
    assert "司法" in told.text
    await police.send_document("专项行动.mp4", files.mp4())
    assert "司法" in (await police.next_reply()).text
    await police.send_document("情况说明.docx", files.docx())
    await settled(town, 2)
    assert [path.suffix for path in shelf(town)] == [".docx"]


async def test_a_failed_download_is_tried_again_and_survives_a_restart(town: Town, police: Person) -> None:
    await police.ask("第11条 推进中，检查3次")
    town.simulator.fail_next("getfile", status=500, times=2)
    await police.send_document("检查记录.docx", files.docx())
    await police.wait_for(says("附件：1个"))
    await town.settled(lambda: bool(rows(town)) and rows(town)[0].tries == 1)
    await town.stop()
    await town.start()
    assert states(town) == [FileState.WAITING]
    town.clock.pass_by(minutes=2)
    await town.house.look()
    await town.settled(lambda: rows(town)[0].tries == 2)
    town.clock.pass_by(minutes=6)
    await town.house.look()
    await settled(town, 1)
    assert states(town) == [FileState.KEPT] and len(shelf(town)) == 1


async def test_a_file_that_telegram_no_longer_has_is_asked_for_again(town: Town, police: Person) -> None:
    await police.ask("第11条 推进中，检查3次")
    town.simulator.fail_next("getfile", status=400, description="Bad Request: wrong file_id")
    await police.send_document("检查记录.docx", files.docx())
    assert "重新发送" in (await police.wait_for(says("未能收下"))).text
    assert states(town) == [FileState.LOST]
    await police.send_document("检查记录.docx", files.docx())
    await town.settled(lambda: states(town) == [FileState.KEPT])


async def test_a_full_disk_is_told_kindly_keeps_nothing_half_and_makes_up_for_it_later(
    town: Town, police: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def full(handle: int) -> None:
        if "attachments" in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(28, "No space left on device")
        real(handle)

    await police.ask("第11条 推进中，检查3次")
    monkeypatch.setattr(os, "fsync", full)
    await police.send_document("检查记录.docx", files.docx())
    told = await police.wait_for(says("暂时已满"))
    assert "不需要重新发送" in told.text
    assert shelf(town) == [] and any("磁盘" in alert for alert in town.alerts)
    monkeypatch.setattr(os, "fsync", real)
    await town.settled(lambda: rows(town)[0].tries == 1)
    town.clock.pass_by(minutes=2)
    await town.house.look()
    await settled(town, 1)
    assert states(town) == [FileState.KEPT]


async def test_a_cancelled_drafts_files_leave_the_shelf(town: Town, police: Person) -> None:
    await police.ask("第11条 推进中，检查3次")
    await police.send_document("检查记录.docx", files.docx())
    await settled(town, 1)
    assert len(shelf(town)) == 1
    await police.send("取消")
    await police.wait_for(says("已取消"))
    town.clock.pass_by(days=2)
    await town.house.look()
    await town.settled(lambda: not shelf(town))
    assert rows(town) == []


async def test_the_same_file_sent_by_two_lies_there_once(town: Town, police: Person) -> None:
    teacher = await town.seat(2002, "张丽娟", "县教育科技局")
    for person in (police, teacher):
        await report_with(town, person, ("检查记录.docx", files.docx()))
    assert len(shelf(town)) == 1
    shown = await town.office.ask("佐证 11")
    assert "县公安局" in shown.text and "县教育科技局" in shown.text


async def test_a_backup_takes_the_evidence_along(town: Town, police: Person, tmp_path: Path) -> None:
    from bot.store.backup import backup

    await report_with(town, police, ("检查记录.docx", files.docx()))
    made = await asyncio.to_thread(backup, town.settings.data_dir, tmp_path / "a.zip")
    (kept,) = rows(town)
    assert made.files >= 2
    assert Shelf(town.settings.data_dir).read(kept.digest, kept.suffix)[:2] == b"PK"


async def test_a_store_that_is_full_leaves_no_file_without_its_row(
    town: Town, police: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tried = keeping.keep, asyncio.Event()

    def full(*_: object, **__: object) -> None:
        tried.set()
        raise StoreFull

    await police.ask("第11条 推进中，检查3次")
    monkeypatch.setattr(keeping, "keep", full)
    await police.send_document("检查记录.docx", files.docx())
    await asyncio.wait_for(tried.wait(), 10)
    await town.settled(lambda: shelf(town) == [])
    assert states(town) == [FileState.WAITING]
    monkeypatch.setattr(keeping, "keep", real)
    await town.house.look()
    await settled(town, 1)
    assert states(town) == [FileState.KEPT] and len(shelf(town)) == 1


async def test_what_a_kill_left_on_the_shelf_goes_at_the_next_start(town: Town, police: Person) -> None:
    await report_with(town, police, ("检查记录.docx", files.docx()))
    await town.stop()
    orphan = Shelf(town.settings.data_dir).path("ab" * 32, "pdf")
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"%PDF")
    orphan.with_name(orphan.name + ".part").write_bytes(b"%P")
    await town.start()
    await town.settled(lambda: len(shelf(town)) == 1)
    assert shelf(town)[0].suffix == ".docx"
