"""``weibao archive`` beside a running bot: one year as one zip, complete and checkable."""

import asyncio
import hashlib
import io
import stat
import zipfile
from pathlib import Path

import openpyxl
import pytest

from bot.cli import main
from bot.digest.stored import IssuedDigest
from bot.evidence.model import Evidence
from tests.e2e.conftest import Town, says
from tests.evidence import files


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if "partial" in path.name]


async def test_a_year_is_archived_with_every_file_in_its_catalogue(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    police, office = await town.seat(2001, "陈海军", "县公安局"), town.office
    await police.ask("第11条 推进中，检查3次")
    for name, content in (("检查记录.docx", files.docx()), ("现场/一.png", files.png())):
        await police.send_document(name, content)
    await town.settled(lambda: sum(bool(row.digest) for row in town.store.read.find(Evidence)) == 2)
    await police.send("确认")
    await police.wait_for(says("收悉"))
    town.clock.move_to("2022-07-22T16:00")
    await office.press("签发本期", await office.ask("周报"))
    await office.press("确认签发", await office.wait_for(says("签发为")))
    await town.settled(lambda: bool(town.store.read.find(IssuedDigest)))
    for name, value in town.environ.items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "2022.zip"
    assert await asyncio.to_thread(main, ["archive", "2022", str(out)]) == 0
    assert "佐证2个" in capsys.readouterr().out
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with zipfile.ZipFile(out) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    book = openpyxl.load_workbook(io.BytesIO(held.pop("目录.xlsx")))
    listed = {row[0]: row for row in book.active.iter_rows(min_row=2, values_only=True)}
    assert listed.keys() == held.keys()
    for name, content in held.items():
        assert listed[name][5:7] == (len(content), hashlib.sha256(content).hexdigest()), name
        assert files.holds_secrets(content) == [], name
    evidence = [name for name in held if name.startswith("各单位/县公安局/佐证/")]
    assert [Path(name).suffix for name in evidence] == [".docx", ".png"] and "第11条" in evidence[0]
    numbers = openpyxl.load_workbook(io.BytesIO(held["各单位/县公安局/县公安局2022.xlsx"]))["佐证清单"]
    given = [row[0] for row in numbers.iter_rows(min_row=2, values_only=True)]
    assert [Path(name).name.partition("-第")[0] for name in evidence] == given
    assert len([name for name in held if name.startswith("周报/") and name.endswith(".docx")]) == 2


async def test_a_file_that_is_gone_is_listed_as_missing_and_an_empty_year_refused(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    await police.ask("第11条 推进中，检查3次")
    await police.send_document("检查记录.docx", files.docx())
    await town.settled(lambda: any(row.digest for row in town.store.read.find(Evidence)))
    await police.send("确认")
    await police.wait_for(says("收悉"))
    (kept,) = (town.settings.data_dir / "attachments").rglob("*.docx")
    kept.write_bytes(b"changed behind our back")
    for name, value in town.environ.items():
        monkeypatch.setenv(name, value)
    out = tmp_path / "a.zip"
    assert await asyncio.to_thread(main, ["archive", "2022", str(out)]) == 0
    assert "1个附件未保存" in capsys.readouterr().out
    with zipfile.ZipFile(out) as packed:
        assert not [name for name in packed.namelist() if "佐证" in name]
    before = out.read_bytes()
    assert await asyncio.to_thread(main, ["archive", "2031", str(out)]) == 1
    assert "没有汇报记录" in capsys.readouterr().err
    assert out.read_bytes() == before and not leftovers(tmp_path)
