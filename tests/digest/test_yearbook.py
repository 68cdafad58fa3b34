"""A unit's own year as a workbook: what is in it, nothing executable, the same bytes for the same record."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from bot.digest.year_model import OwnYear, own_year
from bot.digest.yearbook import yearbook
from bot.progress.closing import close
from bot.progress.model import Attachment, DraftItem, Report, Status, Verdict
from bot.progress.reports import submit
from bot.progress.review import decide
from tests.memory import MemoryRecords
from tests.progress.helpers import BOSS, PLAN, POLICE, RULES, WANG, ZHANG, at, draft, report

PAPER = Attachment("f1", "u1", "document", "=HYPERLINK(1).pdf", 2000)
PHOTO = Attachment("f2", "u2", "photo", "照片", 5000)


def send(records: MemoryRecords, when: str, item: DraftItem, *files: Attachment) -> Report:
    sent = replace(draft(ZHANG, POLICE, f"5:{len(records.find(Report))}", item), attachments=files)
    return submit(records, PLAN, RULES, by=ZHANG, draft=sent, now=at(when))[0]


@pytest.fixture
def records() -> MemoryRecords:
    records = MemoryRecords()
    first = send(records, "2022-07-18T10:00", DraftItem(11, Status.IN_PROGRESS, 60, "=1+1 检查"), PAPER)
    decide(
        records,
        PLAN,
        by=BOSS,
        reports=[first.key],
        verdict=Verdict.RETURNED,
        now=at("2022-07-19T10:00"),
        act="9:1",
        remark="@请补数据",
    )
    done = send(records, "2022-07-20T10:00", DraftItem(11, Status.DONE, None, "检查12家"), PAPER, PHOTO)
    decide(
        records,
        PLAN,
        by=BOSS,
        reports=[done.key],
        verdict=Verdict.ACCEPTED,
        now=at("2022-07-21T10:00"),
        act="9:2",
    )
    close(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=at("2022-07-22T10:00"), key="9:3")
    report(records, "2022-07-18T10:00", 7, by=WANG)
    send(records, "2023-01-05T10:00", DraftItem(12, Status.NIL))
    return records


def year(records: MemoryRecords, number: int = 2022) -> OwnYear:
    return own_year(records, PLAN, POLICE, number, begin=at(f"{number}-01-01T00:00"))


def rows(book: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return [tuple(cell.value for cell in row) for row in book[sheet].iter_rows(min_row=2)]


def opened(found: OwnYear) -> Workbook:
    return load_workbook(io.BytesIO(yearbook(found)))


def test_it_holds_the_units_own_year_and_nothing_else(records: MemoryRecords) -> None:
    book = opened(year(records))
    assert book.sheetnames == ["措施现状", "汇报记录", "佐证清单", "办理过程"]
    standings = {row[0]: row for row in rows(book, "措施现状")}
    assert sorted(standings) == [1, 2, 4, 5, 8, 11, 12, 13, 20, 21, 24, 26]
    assert standings[11][3] == "已完成" and standings[11][6] is not None and standings[8][6] is None
    reports = rows(book, "汇报记录")
    assert [(row[1], row[2], row[9]) for row in reports] == [
        ("2022年7月", 11, "已退回"),
        ("2022年7月", 11, "审核通过"),
    ]
    assert reports[0][5] == 0.6 and reports[0][7] == "张三" and reports[0][8] == "单位报送"
    assert [row[2] for row in rows(book, "办理过程")] == ["退回", "审核通过", "销号"]
    assert [row[2] for row in rows(opened(year(records, 2023)), "汇报记录")] == [12]


def test_the_evidence_is_numbered_and_each_file_once(records: MemoryRecords) -> None:
    book = opened(year(records))
    evidence = rows(book, "佐证清单")
    assert [(row[0], row[1], row[5], row[6]) for row in evidence] == [
        ("佐证1", 11, "文件", 2),
        ("佐证2", 11, "照片", 5),
    ]
    assert [row[11] for row in rows(book, "汇报记录")] == ["佐证1", "佐证1、佐证2"]


def test_no_cell_is_a_formula_whatever_was_typed(records: MemoryRecords) -> None:
    book = opened(year(records))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert not str(cell.value or "").startswith(("=", "+", "@", "-"))
    assert rows(book, "汇报记录")[0][6] == "'=1+1 检查"
    assert rows(book, "佐证清单")[0][4] == "'=HYPERLINK(1).pdf"


def test_the_same_record_gives_the_same_bytes_and_another_record_others(records: MemoryRecords) -> None:
    before = yearbook(year(records))
    assert yearbook(year(records)) == before
    send(records, "2022-07-23T10:00", DraftItem(8, Status.DONE))
    assert yearbook(year(records)) != before


def test_readers_from_outside_the_unit_see_no_small_counts_of_childrens_cases(
    records: MemoryRecords,
) -> None:
    send(records, "2022-07-23T10:00", DraftItem(21, Status.DONE, None, "办理案件3件"))
    begin = at("2022-01-01T00:00")
    for own, told in ((True, "办理案件3件"), (False, "办理案件少于5件")):
        found = own_year(records, PLAN, POLICE, 2022, begin=begin, own=own)
        assert rows(opened(found), "汇报记录")[-1][6] == told


def test_a_year_without_reports_is_a_workbook_all_the_same() -> None:
    book = opened(year(MemoryRecords()))
    assert len(rows(book, "措施现状")) == 12
    assert rows(book, "汇报记录") == []
