"""The workbook: a real .xlsx that an office can open, filter and print."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.digest import texts
from bot.digest.compute import compute
from bot.digest.model import Digest, TrendPoint
from bot.digest.sheets import plain
from bot.digest.text import lead
from bot.digest.xlsx import workbook
from bot.progress.model import Status
from tests.digest.test_digest import said
from tests.reminders.world import World, at


@pytest.fixture
def digest() -> Digest:
    world = World()
    said(world, "县公安局", 11, "2022-07-20 10:00", Status.IN_PROGRESS, "=HYPERLINK(1)\n检查3次", percent=60)
    said(world, "县公安局", 20, "2022-07-20 10:00", Status.IN_PROGRESS, "王某某案")
    said(world, "县文旅局", 24, "2022-07-21 10:00", Status.BLOCKED, "-缺经费\x0b", on_behalf=True)
    said(world, "县民政局", 16, "2022-07-21 11:00", Status.NIL)
    return compute(
        world.records, world.plan, world.rules, world.calendar, "2022-W29", now=at("2022-07-22 15:00")
    )


def test_every_obligation_is_a_row(digest: Digest) -> None:
    sheet = load_workbook(io.BytesIO(workbook(digest)))[texts.OBLIGATION_SHEET]
    head, *rows = sheet.iter_rows(values_only=True)
    table = {(row[0], row[1]): dict(zip(head, row, strict=True)) for row in rows}
    assert len(rows) == len(table) == 210
    assert table["县公安局", 11] == {
        "单位": "县公安局",
        "措施": 11,
        "措施标题": "加强网络环境治理",
        "部分": "加强网络保护",
        "责任来源": "原文列名",
        "状态": "推进中",
        "完成比例": 0.6,
        "最近汇报内容": "'=HYPERLINK(1)\n检查3次",
        "汇报时间": datetime(2022, 7, 20, 10),  # noqa: DTZ001 - a sheet's clock has no zone
        "最近报送": datetime(2022, 7, 20, 10),  # noqa: DTZ001
        "报送周期": "7月",
        "报送截止": datetime(2022, 7, 25, 10),  # noqa: DTZ001
        "本期报送": "已报",
        "报送方式": "本单位报送",
        "审核": None,
        "佐证材料（件）": 0,
    }
    assert table["县公安局", 20]["佐证材料（件）"] is None
    assert table["县文旅局", 24]["最近汇报内容"] == "'-缺经费"
    assert table["县文旅局", 24]["报送方式"] == "未保办代报"
    assert table["县民政局", 16]["状态"] == "未启动"
    assert table["县民政局", 16]["本期报送"] == "已报"
    assert (table["县民政局", 1]["责任来源"], table["县民政局", 1]["报送周期"]) == ("各成员单位", "三季度")
    assert table["县未成年人保护工作委员会办公室", 1]["本期报送"] == "不需报送"


def test_rows_can_be_filtered_and_the_head_stays_in_sight(digest: Digest) -> None:
    sheet = load_workbook(io.BytesIO(workbook(digest)))[texts.OBLIGATION_SHEET]
    assert sheet.auto_filter.ref == "A1:P211"
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["H"].width > sheet.column_dimensions["B"].width


def test_the_summary_opens_with_the_first_paragraph_and_has_a_chart(digest: Digest) -> None:
    book = load_workbook(io.BytesIO(workbook(digest)))
    assert book.sheetnames == [texts.SUMMARY_SHEET, texts.OBLIGATION_SHEET]
    sheet = book[texts.SUMMARY_SHEET]
    assert sheet["A1"].value == "工作周报（7月18日—7月24日）"
    assert sheet["A3"].value == lead(digest)
    (chart,) = sheet._charts
    assert len(chart.series) == 4
    cells = re.fullmatch(r"'汇总'!\$A\$(\d+):\$A\$(\d+)", chart.series[0].cat.numRef.f)
    assert cells is not None
    first, last = map(int, cells.groups())
    assert [sheet.cell(row, 1).value for row in range(first, last + 1)] == [
        section.title for section in digest.sections
    ]


def test_it_prints_on_paper_that_the_office_has_with_no_words_cut(digest: Digest) -> None:
    said = "检查网吧12家次，发现问题5处，已整改4处。" * 4
    rows = tuple(replace(row, text=said) if row.measure == 11 else row for row in digest.rows)
    book = load_workbook(io.BytesIO(workbook(replace(digest, rows=rows))))
    summary, sheet = book[texts.SUMMARY_SHEET], book[texts.OBLIGATION_SHEET]
    assert (summary.page_setup.paperSize, sheet.page_setup.paperSize) == (9, 8)  # A4, A3
    for number, row in enumerate(rows, start=2):
        high = sheet.row_dimensions[number].height or 15
        assert high >= 15 * 3 if row.text == said else high <= 30  # 84 wide characters, 30 in a line


def test_the_charts_bear_their_numbers_and_a_hatch_so_that_grey_print_reads(digest: Digest) -> None:
    point = TrendPoint(digest.first, digest.last, digest.measures)
    with zipfile.ZipFile(io.BytesIO(workbook(replace(digest, trend=(point,))))) as archive:
        charts = [archive.read(name).decode() for name in archive.namelist() if "charts/chart" in name]
    assert len(charts) == 2
    for chart in charts:
        assert '<numFmt formatCode="0;;;" sourceLinked="0"/>' in chart and '<showVal val="1"/>' in chart
        assert chart.count("pattFill ") == 1


def test_nothing_judicial_is_told_in_the_workbook(digest: Digest) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(digest))) as archive:
        parts = [archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()]
    text = unescape("".join(parts))  # a workbook writes its characters as numbers
    assert "王某某" not in text and "缺经费" in text


def test_no_cell_is_a_formula(digest: Digest) -> None:
    for sheet in load_workbook(io.BytesIO(workbook(digest))):
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@given(st.text(), st.sampled_from(["", " ", "\t", "\n", "\r", "\u3000"]), st.sampled_from("=+-@＝＋－＠"))
def test_words_never_begin_like_a_formula(text: str, space: str, sign: str) -> None:
    assert plain(space + sign + text).startswith("'")
    assert not plain(text).lstrip().startswith(tuple("=+-@＝＋－＠"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_words_come_back_as_they_were_but_for_what_xml_cannot_hold(text: str) -> None:
    printable = "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    assert plain(text) in (printable, f"'{printable}")


def test_the_same_digest_gives_the_same_bytes(digest: Digest) -> None:
    content = workbook(digest)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert re.findall(r">(\d{4}-[^<]*)<", core) == ["2022-07-22T07:00:00Z"] * 2  # 15:00 in Shanghai
    assert workbook(digest) == content


@pytest.mark.office
def test_libreoffice_opens_it(digest: Digest, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    path = tmp_path / "周报.xlsx"
    path.write_bytes(workbook(digest))
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"  # all sheets
    subprocess.run(
        [
            soffice,
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--convert-to", form, "--outdir", str(tmp_path), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=100,
    )
    rows = list(csv.reader((tmp_path / "周报-责任事项.csv").read_text("utf-8").splitlines(keepends=True)))
    assert len(rows) == 211
    assert ["县公安局", "11"] in [row[:2] for row in rows]
    assert lead(digest) in (tmp_path / "周报-汇总.csv").read_text("utf-8")
