"""The digest as a workbook: a summary with native charts, every obligation as a row, the weeks before.

``openpyxl`` is slow to import: import this module only where a workbook is wanted, and call
:func:`workbook` off the event loop.
"""

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.digest import texts
from bot.digest.model import Digest, MeasureCounts, ObligationCounts, ReceivedCounts, Row, Tally, TrendPoint
from bot.digest.sheets import (
    HEAD_FONT,
    TOP,
    Value,
    fit_rows,
    local,
    new_book,
    print_wide,
    put,
    saved,
    set_widths,
    write_head,
    write_row,
)
from bot.digest.text import notes, one_line, opening
from bot.progress.cadence import cycle_label
from bot.progress.model import STATUS_NAMES

_COLOURS = ("0072B2", "9AD0F0", "E69F00", "DDDDDD")  # the picture's
_HATCHED, _HATCH = 2, "B06F00"  # 存在困难, for grey print
_LABELLED = "0;;;"  # no nought on a part that is none
_SUMMARY_WIDTHS = (32, 10, 10, 10, 10, 10, 10, 12, 13, 10, 10, 10, 10, 10)
_OBLIGATION_WIDTHS = (24, 7, 30, 16, 12, 13, 10, 60, 12, 12, 14, 17, 12, 12, 9, 15)
_CHART_ROWS = 22  # of 15 pt under a chart of 11 cm
_TALLY_WIDTHS = (36, *(11,) * len(texts.TALLY_COLUMNS))
_MOMENT = {"yyyy-mm-dd hh:mm": (12,), "yyyy-mm-dd": (9, 10), "0%": (7,)}  # formats by column, from 1


def workbook(digest: Digest) -> bytes:
    """The ``.xlsx`` file. The same digest gives the same bytes."""
    return saved(written(digest), digest.moment)


def written(digest: Digest) -> Workbook:
    """The workbook before it is saved."""
    book, summary = new_book(texts.title(digest), digest.moment)
    _summary(summary, digest)
    if digest.unit_tallies:
        _tallies(book.create_sheet(texts.SECTION_TALLIES), texts.MEASURE_COLUMNS[0], digest.section_tallies)
        _tallies(book.create_sheet(texts.UNIT_TALLIES), texts.UNIT_COLUMNS[0], digest.unit_tallies)
    _obligations(book.create_sheet(texts.OBLIGATION_SHEET), digest.rows)
    if digest.trend:
        _history(book.create_sheet(texts.HISTORY_SHEET), digest.trend)
    return book


def _summary(sheet: Worksheet, digest: Digest) -> None:
    """Title, first paragraph, the sections with their chart, the units, what is stuck, who is silent."""
    sheet.title = texts.SUMMARY_SHEET
    set_widths(sheet, _SUMMARY_WIDTHS)
    _paragraph(sheet, texts.title(digest), Font(bold=True, size=16))
    _paragraph(sheet, digest.plan_title, Font(bold=True))
    for said in (*opening(digest), *notes(digest)):
        _paragraph(sheet, said)
    sections = [
        (section.title, *_by_status(section.measures), section.measures.total) for section in digest.sections
    ]
    total = (texts.ALL, *_by_status(digest.measures), digest.measures.total)
    first = _table(sheet, texts.SECTIONS, texts.MEASURE_COLUMNS, [*sections, total])
    below = sheet.max_row + 1
    _chart(sheet, first, len(sections), texts.CHART_TITLE, f"A{below}")
    sheet.cell(below + _CHART_ROWS, 1)  # what follows stands under the chart
    _table(
        sheet,
        texts.UNITS,
        (*texts.UNIT_COLUMNS, *texts.RECEIVED_COLUMNS),
        [
            (
                unit.name,
                *_by_status(unit.obligations),
                unit.due.due,
                unit.due.reported,
                unit.due.overdue,
                unit.last_report,
                *_came(unit.received),
            )
            for unit in digest.units
        ],
    )
    for heading, told in (
        (texts.COORDINATE, [texts.blocked(line, one_line(line.text)) for line in digest.blocked]),
        (texts.SILENT, ["、".join(digest.silent_units)]),
        (texts.WAITING_UNITS, ["、".join(digest.waiting_units)]),
    ):
        if any(told):
            _paragraph(sheet, heading, HEAD_FONT)
        for said in filter(None, told):
            _paragraph(sheet, said)
    print_wide(sheet)


def _obligations(sheet: Worksheet, rows: Sequence[Row]) -> None:
    """Every obligation as a row, to filter and sort."""
    set_widths(sheet, _OBLIGATION_WIDTHS)
    write_head(sheet, 1, texts.OBLIGATION_COLUMNS)
    for number, row in enumerate(rows, start=2):
        write_row(sheet, number, _cells(row))
    for form, columns in _MOMENT.items():
        for column in columns:
            for number in range(2, len(rows) + 2):
                sheet.cell(number, column).number_format = form
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(texts.OBLIGATION_COLUMNS))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    fit_rows(sheet, _OBLIGATION_WIDTHS)
    print_wide(sheet, large=True)


def _cells(row: Row) -> tuple[Value, ...]:
    asked = row.cycle is not None
    state = texts.ANSWERED if row.answered else texts.WAITING if asked else texts.NOT_ASKED
    source = texts.on_behalf(row.came) if row.on_behalf else texts.BY_UNIT
    return (
        row.unit,
        row.measure,
        row.title,
        row.section,
        texts.NAMED if row.named else texts.THROUGH_ALL_MEMBERS,
        STATUS_NAMES[row.status],
        None if row.percent is None else row.percent / 100,
        row.text,
        local(row.said_at),
        local(row.reported_at),
        cycle_label(row.cycle) if row.cycle else "",
        local(row.cycle.deadline) if row.cycle else None,
        texts.OVERDUE if row.overdue else state,
        source if row.reported_at else "",
        texts.CLOSED if row.closed else texts.ACCEPTED if row.accepted else "",
        row.evidence,
    )


def _came(counts: ReceivedCounts) -> tuple[int, ...]:
    return counts.reports, counts.on_behalf, counts.evidence, counts.accepted, counts.returned


def _by_status(counts: MeasureCounts | ObligationCounts) -> tuple[int, int, int, int]:
    return counts.done, counts.in_progress, counts.blocked, counts.not_started


def _paragraph(sheet: Worksheet, text: str, font: Font | None = None) -> None:
    """One line of words over the whole width, high enough to be read."""
    number = sheet.max_row + 1 if sheet["A1"].value is not None else 1
    put(sheet, number, 1, text).alignment = TOP
    sheet.cell(number, 1).font = font or Font()
    sheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=len(_SUMMARY_WIDTHS))
    lines = -(-2 * len(text) // sum(_SUMMARY_WIDTHS))
    sheet.row_dimensions[number].height = max(1, lines) * (24 if font and font.sz == 16 else 18)


def _table(sheet: Worksheet, name: str, head: Sequence[str], rows: Sequence[Sequence[Value]]) -> int:
    """A named table below what is there; returns the row of its head."""
    _paragraph(sheet, name, HEAD_FONT)
    first = sheet.max_row + 1
    write_head(sheet, first, head)
    for number, row in enumerate(rows, start=first + 1):
        write_row(sheet, number, row)
    return first


def _tallies(sheet: Worksheet, name: str, lines: Sequence[Tally]) -> None:
    """How units or sections answered over a longer stretch, with their sums where all is counted."""
    set_widths(sheet, _TALLY_WIDTHS)
    write_head(sheet, 1, (name, *texts.TALLY_COLUMNS))
    for number, line in enumerate(lines, start=2):
        write_row(sheet, number, (line.name, *texts.tally(line)))
    write_row(sheet, len(lines) + 2, (texts.ALL, *texts.tally_sums(lines)))
    put(sheet, len(lines) + 3, 1, texts.TALLY_NOTE)
    sheet.freeze_panes = "B2"
    print_wide(sheet)


def _history(sheet: Worksheet, points: Sequence[TrendPoint]) -> None:
    """The measures week by week, and as stacked columns."""
    set_widths(sheet, (14, 14, 10, 10, 10, 10, 10))
    write_head(sheet, 1, texts.HISTORY_COLUMNS)
    for number, point in enumerate(points, start=2):
        write_row(sheet, number, (point.first, point.last, *_by_status(point.measures), point.measures.total))
        for column in (1, 2):
            sheet.cell(number, column).number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:G{len(points) + 1}"
    chart = _stacked(Reference(sheet, min_col=3, max_col=6, min_row=1, max_row=len(points) + 1))
    chart.type = "col"
    chart.title = texts.TREND
    chart.set_categories(Reference(sheet, min_col=2, min_row=2, max_row=len(points) + 1))
    chart.x_axis.number_format = "m-d"
    sheet.add_chart(chart, "I1")
    print_wide(sheet)


def _chart(sheet: Worksheet, head: int, count: int, title: str, place: str) -> None:
    """Measures by status as stacked bars, beside the tables."""
    chart = _stacked(Reference(sheet, min_col=2, max_col=5, min_row=head, max_row=head + count))
    chart.type = "bar"
    chart.title = title
    chart.set_categories(Reference(sheet, min_col=1, min_row=head + 1, max_row=head + count))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    chart.y_axis.majorUnit = 1
    sheet.add_chart(chart, place)


def _stacked(data: Reference) -> BarChart:
    """A chart of one series a status, in the colours of every face."""
    chart = BarChart()
    chart.grouping, chart.overlap = "stacked", 100
    chart.add_data(data, titles_from_data=True)
    for place, (series, colour) in enumerate(zip(chart.series, _COLOURS, strict=True)):
        look = series.graphicalProperties
        look.line.solidFill = "FFFFFF"
        if place == _HATCHED:
            look.pattFill = PatternFillProperties("wdUpDiag", fgClr=_colour(_HATCH), bgClr=_colour(colour))
        else:
            look.solidFill = colour
    chart.dataLabels = DataLabelList(
        numFmt=_LABELLED,
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        showBubbleSize=False,
    )
    chart.gapWidth = 50
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    chart.width, chart.height = 20, 11
    return chart


def _colour(code: str) -> ColorChoice:
    return ColorChoice(srgbClr=code)  # type: ignore[arg-type]  # the stubs want what it makes of the text
