"""The digest as a workbook: a summary with a native chart, and every obligation as a row.

``openpyxl`` is imported here and nowhere else: import this module only where a workbook is wanted, and
call :func:`workbook` off the event loop.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.cell import MergedCell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.clock import SHANGHAI
from bot.digest import texts
from bot.digest.model import Digest, MeasureCounts, ObligationCounts, Row
from bot.digest.text import notes, one_line, opening, printable
from bot.progress.cadence import cycle_label
from bot.progress.model import STATUS_NAMES

Value = str | int | float | date | None

_HEAD_FONT, _HEAD_FILL = Font(bold=True), PatternFill("solid", fgColor="DDE7F0")
_EDGE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_TOP = Alignment(vertical="top", wrap_text=True)
_CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
_COLOURS = ("0072B2", "56B4E9", "E69F00", "BFBFBF")  # told apart by the colour-blind, and in print
_SUMMARY_WIDTHS = (32, 10, 10, 10, 10, 10, 10, 12, 13)
_OBLIGATION_WIDTHS = (24, 7, 30, 16, 12, 13, 10, 60, 12, 12, 14, 17, 12, 12, 9, 10)
_MOMENT = {"yyyy-mm-dd hh:mm": (12,), "yyyy-mm-dd": (9, 10), "0%": (7,)}  # formats by column, from 1

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def workbook(digest: Digest) -> bytes:
    """The ``.xlsx`` file. The same digest gives the same bytes."""
    book = Workbook()
    stamp = digest.moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.creator = texts.AUTHOR
    book.properties.title = texts.title(digest)
    book.properties.created = stamp
    summary = book.active
    if not isinstance(summary, Worksheet):
        raise TypeError("a new workbook opens with a worksheet")
    _summary(summary, digest)
    _obligations(book.create_sheet(texts.OBLIGATION_SHEET), digest.rows)
    raw = io.BytesIO()
    book.save(raw)
    return _repacked(raw.getvalue(), stamp)


def plain(text: str) -> str:
    """A person's words as a cell's text: never a formula, and nothing that XML cannot hold.

    What a spreadsheet could take for a formula (=, +, -, @, full-width too, after any white space or a
    tab) gets an apostrophe before it, which also holds when the sheet is saved as CSV.
    """
    text = printable(text)
    return f"'{text}" if _FORMULA.match(text) or text.startswith(("\t", "\r", "\n")) else text


def _summary(sheet: Worksheet, digest: Digest) -> None:
    """Title, first paragraph, the sections with their chart, the units, what is stuck, who is silent."""
    sheet.title = texts.SUMMARY_SHEET
    _widths(sheet, _SUMMARY_WIDTHS)
    _paragraph(sheet, texts.title(digest), Font(bold=True, size=16))
    _paragraph(sheet, digest.plan_title, Font(bold=True))
    for said in (*opening(digest), *notes(digest)):
        _paragraph(sheet, said)
    sections = [
        (section.title, *_by_status(section.measures), section.measures.total) for section in digest.sections
    ]
    total = (texts.ALL, *_by_status(digest.measures), digest.measures.total)
    first = _table(sheet, texts.SECTIONS, texts.MEASURE_COLUMNS, [*sections, total])
    _chart(sheet, first, len(sections))
    _table(
        sheet,
        texts.UNITS,
        texts.UNIT_COLUMNS,
        [
            (
                unit.name,
                *_by_status(unit.obligations),
                unit.due.due,
                unit.due.reported,
                unit.due.overdue,
                unit.last_report,
            )
            for unit in digest.units
        ],
    )
    _paragraph(sheet, texts.COORDINATE, _HEAD_FONT)
    for line in digest.blocked:
        _paragraph(sheet, texts.blocked(line, one_line(line.text)))
    if not digest.blocked:
        _paragraph(sheet, texts.NOTHING_TO_COORDINATE)
    _paragraph(sheet, texts.SILENT, _HEAD_FONT)
    _paragraph(sheet, "、".join(digest.silent_units) or texts.NONE_SILENT)
    _printed_wide(sheet)


def _obligations(sheet: Worksheet, rows: Sequence[Row]) -> None:
    """Every obligation as a row, to filter and sort."""
    _widths(sheet, _OBLIGATION_WIDTHS)
    _head(sheet, 1, texts.OBLIGATION_COLUMNS)
    for number, row in enumerate(rows, start=2):
        _write(sheet, number, _cells(row))
    for form, columns in _MOMENT.items():
        for column in columns:
            for number in range(2, len(rows) + 2):
                sheet.cell(number, column).number_format = form
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(texts.OBLIGATION_COLUMNS))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    _printed_wide(sheet)


def _printed_wide(sheet: Worksheet) -> None:
    """All columns on one landscape page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _cells(row: Row) -> tuple[Value, ...]:
    asked = row.cycle is not None
    state = texts.ANSWERED if row.answered else texts.WAITING if asked else texts.NOT_ASKED
    source = texts.ON_BEHALF if row.on_behalf else texts.BY_UNIT
    return (
        row.unit,
        row.measure,
        row.title,
        row.section,
        texts.NAMED if row.named else texts.THROUGH_ALL_MEMBERS,
        STATUS_NAMES[row.status],
        None if row.percent is None else row.percent / 100,
        row.text,
        _local(row.said_at),
        _local(row.reported_at),
        cycle_label(row.cycle) if row.cycle else "",
        _local(row.cycle.deadline) if row.cycle else None,
        texts.OVERDUE if row.overdue else state,
        source if row.reported_at else "",
        texts.CLOSED if row.closed else texts.ACCEPTED if row.accepted else "",
        row.evidence,
    )


def _local(moment: datetime | None) -> datetime | None:
    """A moment as a spreadsheet holds it: Shanghai's wall clock, without a zone."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None) if moment else None


def _put(sheet: Worksheet, number: int, column: int, value: Value) -> XlsxCell | MergedCell:
    """Set one cell; a text stays a text whatever it looks like."""
    cell = sheet.cell(number, column)
    cell.value = plain(value) if isinstance(value, str) else value
    return cell


def _by_status(counts: MeasureCounts | ObligationCounts) -> tuple[int, int, int, int]:
    return counts.done, counts.in_progress, counts.blocked, counts.not_started


def _widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def _paragraph(sheet: Worksheet, text: str, font: Font | None = None) -> None:
    """One line of words over the whole width, high enough to be read."""
    number = sheet.max_row + 1 if sheet["A1"].value is not None else 1
    _put(sheet, number, 1, text).alignment = _TOP
    sheet.cell(number, 1).font = font or Font()
    sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(_SUMMARY_WIDTHS))
    lines = -(-2 * len(text) // sum(_SUMMARY_WIDTHS))
    sheet.row_dimensions[number].height = max(1, lines) * (24 if font and font.sz == 16 else 18)


def _table(sheet: Worksheet, name: str, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> int:
    """A named table below what is there; returns the row of its head."""
    _paragraph(sheet, name, _HEAD_FONT)
    first = sheet.max_row + 1
    _head(sheet, first, head)
    for number, row in enumerate(rows, start=first + 1):
        _write(sheet, number, row)
    return first


def _head(sheet: Worksheet, number: int, names: Sequence[str]) -> None:
    _write(sheet, number, names)
    for column in range(1, len(names) + 1):
        cell = sheet.cell(number, column)
        cell.font, cell.fill, cell.alignment = _HEAD_FONT, _HEAD_FILL, _CENTER


def _write(sheet: Worksheet, number: int, cells: Sequence[Value]) -> None:
    for column, value in enumerate(cells, start=1):
        cell = _put(sheet, number, column, value)
        cell.alignment, cell.border = _TOP, _GRID


def _chart(sheet: Worksheet, head: int, sections: int) -> None:
    """Measures by section and status as stacked bars, beside the tables."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title = texts.CHART_TITLE
    chart.add_data(
        Reference(sheet, min_col=2, max_col=5, min_row=head, max_row=head + sections), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=head + sections))
    for series, colour in zip(chart.series, _COLOURS, strict=True):
        series.graphicalProperties.solidFill = colour
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorUnit = 1
    chart.legend.position = "b"
    chart.width, chart.height = 20, 11
    sheet.add_chart(chart, f"{get_column_letter(len(_SUMMARY_WIDTHS) + 2)}1")


def _repacked(raw: bytes, stamp: datetime) -> bytes:
    """The same archive without the hour at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + f"{stamp.isoformat()}Z".encode(), content)
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
