"""The 任务分解台账: exported, filled in by whatever hands, compared, and taken over once confirmed."""

import io
from collections.abc import Callable
from datetime import datetime
from functools import cache
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.digest import task_texts
from bot.digest.apart import apart
from bot.digest.compute import compute
from bot.digest.sheets import plain, unescaped
from bot.digest.stored import Task, TaskImport
from bot.digest.tasks import (
    Comparison,
    TaskRefused,
    compare,
    propose,
    read_file,
    take_over,
    tasks_of,
    write_file,
)
from bot.progress.model import Status
from bot.roster.authority import Actor, NotAllowed
from tests.digest.test_digest import said
from tests.kelan import MEASURES
from tests.reminders.world import World, at

CLERK = Actor(900, "王主任", office=True)
POLICE = Actor(2001, "陈海军", units=("县公安局",))


@pytest.fixture
def world() -> World:
    return small_county()


def small_county() -> World:
    world = World()
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.IN_PROGRESS, "=1+1检查3次", percent=60)
    said(world, "县公安局", 20, "2022-07-20 10:00", Status.IN_PROGRESS, "王某某案")
    return world


def exported(world: World) -> bytes:
    digest = compute(
        world.records, world.plan, world.rules, world.calendar, "2022-W29", now=at("2022-07-22 15:00")
    )
    return write_file(digest, tasks_of(world.records, world.plan))


@cache
def blank() -> bytes:
    """The sheet of the small county before anything is filled in."""
    return exported(small_county())


def edited(content: bytes, change: Callable[[Worksheet], None]) -> bytes:
    book = load_workbook(io.BytesIO(content))
    change(book[task_texts.TITLE])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cell(sheet: Worksheet, unit: str, measure: int, column: str) -> tuple[int, int]:
    head = [c.value for c in sheet[1]]
    for row in range(2, sheet.max_row + 1):
        if (sheet.cell(row, head.index("责任单位") + 1).value, sheet.cell(row, 1).value) == (unit, measure):
            return row, head.index(column) + 1
    raise AssertionError((unit, measure))


def fill(unit: str, measure: int, **cells: object) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for column, value in cells.items():
            sheet.cell(*cell(sheet, unit, measure, column)).value = value  # type: ignore[assignment]

    return change


def looked_at(world: World, content: bytes) -> Comparison:
    return compare(world.records, world.plan, read_file(content, world.plan))


def imported(world: World, content: bytes, by: Actor = CLERK) -> int:
    found = looked_at(world, content)
    now = at("2022-07-22 16:00")
    waiting = propose(world.records, world.plan, by=by, changes=found.changes, now=now)
    return take_over(world.records, world.plan, by=by, token=waiting.token, now=now)


def test_every_obligation_is_a_row_with_filters_and_a_head_that_stays(world: World) -> None:
    sheet = load_workbook(io.BytesIO(blank()))[task_texts.TITLE]
    head, *rows = sheet.iter_rows(values_only=True)
    table = {(row[head.index("责任单位")], row[0]): dict(zip(head, row, strict=True)) for row in rows}
    named = {(unit, n) for n, (_, _, bracket) in MEASURES.items() for unit in bracket.split()}
    assert len(rows) == len(table) == 210
    assert {(u, n) for u, n in named if u != "各成员单位"} <= set(table)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    police = table["县公安局", 11]
    assert (police["状态"], police["完成比例"], police["最近汇报"]) == ("推进中", 0.6, "'=1+1检查3次")
    assert "王某某" not in str(table["县公安局", 20])
    assert sheet.auto_filter.ref == "A1:N211" and sheet.freeze_panes == "E2"
    filled = sheet.cell(2, head.index("责任人") + 1).fill.fgColor.rgb
    assert filled != sheet.cell(2, head.index("状态") + 1).fill.fgColor.rgb
    assert exported(world) == blank()


def test_what_comes_back_untouched_changes_nothing(world: World) -> None:
    found = looked_at(world, blank())
    assert found == Comparison((), (), 0)


def test_what_the_office_fills_in_is_shown_and_then_taken_over(world: World) -> None:
    content = edited(
        blank(),
        fill(
            "县公安局",
            11,
            责任人="陈海军（副局长）",
            完成时限=datetime(2022, 9, 30),  # noqa: DTZ001 - a sheet's clock has no zone
            完成标准="检查网吧12家次\n问题全部整改",
            佐证说明="检查台账1册",
        ),
    )
    found = looked_at(world, content)
    assert [(c.field, c.was, c.now) for c in found.changes] == [
        ("responsible", "", "陈海军（副局长）"),
        ("deadline", "", "2022-09-30"),
        ("standard", "", "检查网吧12家次\n问题全部整改"),
        ("evidence", "", "检查台账1册"),
    ]
    assert not world.records.find(Task)
    assert imported(world, content) == 4
    (task,) = world.records.find(Task)
    assert (task.unit, task.measure, task.deadline, task.by) == ("县公安局", 11, "2022-09-30", "王主任")
    assert looked_at(world, exported(world)).changes == ()  # out and in again
    assert looked_at(world, content).changes == ()
    emptied = edited(exported(world), fill("县公安局", 11, 责任人=None))
    assert [(c.was, c.now) for c in looked_at(world, emptied).changes] == [("陈海军（副局长）", "")]


def test_rows_may_be_sorted_filtered_renamed_and_columns_moved(world: World) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["岢岚县未保工作台账"])
    sheet.append(["备注", "责任单位", "措 施", "完成标准"])
    sheet.append(["", "岢岚县公安局", "第11条", "每季度检查一次"])
    sheet.append([])
    sheet.append(["", "公安局", "措施十二", 12])
    out = io.BytesIO()
    book.save(out)
    found = looked_at(world, out.getvalue())
    assert [(c.unit, c.measure, c.field, c.now) for c in found.changes] == [
        ("县公安局", 11, "standard", "每季度检查一次"),
        ("县公安局", 12, "standard", "12"),
    ]


def test_what_is_wrong_is_named_by_row_and_the_rest_is_taken(world: World) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(["措施", "责任单位", "责任人", "完成标准"])
    sheet.append([11, "县公安局", "甲", "=SUM(A1:A9)"])
    sheet.append([11, "县公安局", "乙", ""])
    sheet.append([99, "县公安局", "", ""])
    sheet.append([11, "县外星局", "", ""])
    sheet.append([7, "县公安局", "", ""])
    sheet.append([12, "县公安局", "长" * 61, "好"])
    out = io.BytesIO()
    book.save(out)
    found = looked_at(world, out.getvalue())
    assert [(c.measure, c.field, c.now) for c in found.changes] == [
        (11, "responsible", "甲"),
        (12, "standard", "好"),
    ]
    assert [problem.split("：")[0] for problem in found.problems] == [f"第{n}行" for n in (2, 3, 4, 5, 6, 7)]
    for problem, why in zip(
        found.problems,
        ("是公式", "重复", "没有措施“99”", "没有责任单位", "没有县公安局", "超过60字"),
        strict=True,
    ):
        assert why in problem


def test_personal_data_is_masked_but_the_responsible_officials_name_stays(world: World) -> None:
    content = edited(
        blank(),
        fill("县公安局", 11, 责任人="陈海军", 完成标准="帮扶王小明（男，9岁），电话13812345678"),
    )
    found = looked_at(world, content)
    assert found.masked >= 2
    told = {change.field: change.now for change in found.changes}
    assert told["responsible"] == "陈海军"
    assert "13812345678" not in told["standard"] and "王小明" not in told["standard"]


def test_nothing_is_taken_over_twice_or_stale_or_by_others(world: World) -> None:
    content = edited(blank(), fill("县公安局", 11, 责任人="甲"))
    now = at("2022-07-22 16:00")
    changes = looked_at(world, content).changes
    with pytest.raises(NotAllowed):
        propose(world.records, world.plan, by=POLICE, changes=changes, now=now)
    waiting = propose(world.records, world.plan, by=CLERK, changes=changes, now=now)
    with pytest.raises(TaskRefused, match="已失效"):
        take_over(world.records, world.plan, by=CLERK, token="000000000000", now=now)
    other = Actor(901, "李办", office=True)
    with pytest.raises(TaskRefused, match="已失效"):
        take_over(world.records, world.plan, by=other, token=waiting.token, now=now)
    imported(world, edited(blank(), fill("县公安局", 11, 责任人="乙")), by=other)
    with pytest.raises(TaskRefused, match="又有改动"):
        take_over(world.records, world.plan, by=CLERK, token=waiting.token, now=now)
    assert [task.responsible for task in world.records.find(Task)] == ["乙"]
    assert world.records.get(TaskImport, "900") == waiting


def _zip(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def _without_table() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "打不开"),
        (b"PK\x03\x04 no", "打不开"),
        (_zip("a.txt", b"x"), "打不开"),
        (_zip("xl/workbook.xml", b"\0" * (70 << 20)), "过大"),
        (_without_table(), "没有找到台账"),
    ],
)
def test_a_file_that_is_no_task_list_is_refused_kindly(world: World, content: bytes, why: str) -> None:
    with pytest.raises(TaskRefused, match=why):
        read_file(content, world.plan)


async def test_what_another_process_refuses_is_refused_as_kindly(world: World) -> None:
    with pytest.raises(TaskRefused, match="打不开"):
        await apart(read_file, b"PK\x03\x04 no", world.plan)


@settings(max_examples=200)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(["", "'", "''", "=", "'=", "\t"]),
)
def test_words_survive_the_way_out_and_in(words: str, start: str) -> None:
    text = "".join(c for c in start + words if c >= " " and c not in "\ufffe\uffff")
    assert unescaped(plain(text)) == text


words = st.text("=+-@'的a1 ，", max_size=20).map(str.strip)


@settings(max_examples=3)
@given(st.lists(st.tuples(words, words, words, words), min_size=12, max_size=12))
def test_what_was_taken_over_comes_out_and_goes_in_as_no_change(rows: list[tuple[str, ...]]) -> None:
    world = World()
    book = Workbook()
    (sheet,) = book.worksheets
    sheet.append(["责任单位", "措施", *task_texts.FIELDS.values()])
    owned = [number for number, (_, _, bracket) in MEASURES.items() if "县公安局" in bracket.split()]
    for number, row in zip(owned, rows, strict=False):
        sheet.append(["县公安局", number, *map(plain, row)])
    out = io.BytesIO()
    book.save(out)
    imported(world, out.getvalue())
    kept = {(task.measure, task.responsible, task.standard) for task in world.records.find(Task)}
    assert kept == {(n, row[0], row[2]) for n, row in zip(owned, rows, strict=False) if any(row)}
    assert looked_at(world, exported(world)).changes == ()
