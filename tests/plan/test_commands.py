import json
from pathlib import Path

import pytest

from bot.plan import commands
from bot.plan.loader import PlanNotFound, load_plan, plan_json
from bot.plan.notice import NoticeError
from tests.plan import kelan


def _find(name: str | None) -> Path:
    if name in {None, "kelan-2022"}:
        return kelan.FOLDER
    raise PlanNotFound(f"没有编号为“{name}”的方案。")


def test_show_as_json_is_one_object_on_one_line() -> None:
    plan = load_plan(kelan.FOLDER)
    shown = commands.show(plan, as_json=True)
    assert "\n" not in shown
    assert json.loads(shown) == plan_json(plan)


def test_show_prints_every_section_and_measure_with_its_units() -> None:
    shown = commands.show(load_plan(kelan.FOLDER), as_json=False)
    assert "岢政办发〔2022〕39号" in shown
    assert "第7部分 加强社会保护" in shown
    assert "第15条 履行兜底监护。" in shown
    assert "（责任单位：县未成年人保护工作委员会办公室、各成员单位）" in shown


def test_check_of_a_plan_and_of_its_file_find_the_same() -> None:
    by_id = commands.check(None, _find, False)
    by_file = commands.check(str(kelan.FOLDER / "notice.txt"), _find, False)
    assert by_id == by_file
    assert by_id.startswith("共")
    assert "第61行·措施13 【文字重复】" in by_id


def test_check_as_json_is_one_object_a_line() -> None:
    rows = [json.loads(line) for line in commands.check("kelan-2022", _find, True).splitlines()]
    assert {"line", "kind", "measure", "excerpt", "message"} == set(rows[0])
    assert any(row["line"] == 45 and row["measure"] == 9 for row in rows)


def test_check_of_an_unknown_plan_is_refused() -> None:
    with pytest.raises(PlanNotFound):
        commands.check("nowhere", _find, False)


def test_import_writes_the_committed_plan_and_keeps_the_notice(tmp_path: Path) -> None:
    out = tmp_path / "plans" / "kelan-2022"
    said = commands.import_notice(kelan.FOLDER / "notice.txt", "kelan-2022", out)
    assert (out / "plan.json").read_bytes() == (kelan.FOLDER / "plan.json").read_bytes()
    assert (out / "notice.txt").read_bytes() == (kelan.FOLDER / "notice.txt").read_bytes()
    assert "7个部分、26条措施、32家责任单位" in said
    assert load_plan(out).by_number[7].title == "加强基础教育保障"


def test_import_in_place_leaves_the_notice_and_the_directory_of_units(tmp_path: Path) -> None:
    for name in ("notice.txt", "units.toml"):
        (tmp_path / name).write_bytes((kelan.FOLDER / name).read_bytes())
    commands.import_notice(tmp_path / "notice.txt", "kelan-2022", tmp_path)
    for name in ("notice.txt", "units.toml", "plan.json"):
        assert (tmp_path / name).read_bytes() == (kelan.FOLDER / name).read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_notice_is_read_in_the_encodings_that_offices_save(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "notice.txt"
    file.write_bytes(kelan.NOTICE.encode(encoding))
    assert commands.read_notice(file) == kelan.NOTICE


def test_a_file_that_is_missing_or_no_text_is_refused_kindly(tmp_path: Path) -> None:
    with pytest.raises(NoticeError, match="读不到文件"):
        commands.read_notice(tmp_path / "none.txt")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x81\xff")
    with pytest.raises(NoticeError, match="不是纯文本"):
        commands.read_notice(tmp_path / "picture.png")


def test_nothing_is_written_when_the_notice_is_no_plan(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天开会。", "utf-8")
    with pytest.raises(NoticeError):
        commands.import_notice(tmp_path / "a.txt", "x", tmp_path / "out")
    assert not (tmp_path / "out").exists()
