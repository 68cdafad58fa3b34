"""A unit's own year as a workbook. ``openpyxl`` is slow to import: call it through bot.digest.apart."""

from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.digest import year_texts as texts
from bot.digest.sheets import (
    Value,
    fit_rows,
    local,
    new_book,
    print_wide,
    saved,
    set_widths,
    write_head,
    write_row,
)
from bot.digest.year_model import EvidenceRow, OwnYear, ReportRow, StandingRow
from bot.progress.model import STATUS_NAMES

_PERCENT, _MOMENT = "0%", "yyyy-mm-dd hh:mm"


def yearbook(year: OwnYear) -> bytes:
    """The ``.xlsx`` file: standings, reports, numbered evidence, acts. The same year gives the same bytes."""
    book, first = new_book(texts.title(year.unit, year.year), year.moment)
    _fill(first, texts.STANDINGS, texts.STANDING_COLUMNS, map(_standing, year.standings))
    _formats(first, {5: _PERCENT, 6: _MOMENT, 7: _MOMENT})
    reports = _sheet(book, texts.REPORTS, texts.REPORT_COLUMNS, map(_report, year.reports))
    _formats(reports, {1: _MOMENT, 6: _PERCENT})
    evidence = _sheet(book, texts.EVIDENCE, texts.EVIDENCE_COLUMNS, map(_evidence, year.evidence))
    _formats(evidence, {4: _MOMENT})
    acts = [(local(act.at), act.measure, act.what, act.by, act.words) for act in year.acts]
    _formats(_sheet(book, texts.ACTS, texts.ACT_COLUMNS, acts), {1: _MOMENT})
    return saved(book, year.moment)


def _sheet(
    book: Workbook, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]
) -> Worksheet:
    sheet: Worksheet = book.create_sheet()
    _fill(sheet, name, columns, rows)
    return sheet


def _fill(
    sheet: Worksheet, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[Sequence[Value]]
) -> None:
    """Head and rows, to filter and to print."""
    sheet.title = name
    set_widths(sheet, (width for _, width in columns))
    write_head(sheet, 1, [label for label, _ in columns])
    for number, row in enumerate(rows, start=2):
        write_row(sheet, number, row)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{sheet.max_row}"
    sheet.print_title_rows = "1:1"
    fit_rows(sheet, [width for _, width in columns])
    print_wide(sheet)


def _formats(sheet: Worksheet, formats: dict[int, str]) -> None:
    for column, form in formats.items():
        for number in range(2, sheet.max_row + 1):
            sheet.cell(number, column).number_format = form


def _standing(row: StandingRow) -> Sequence[Value]:
    named = texts.NAMED if row.named else texts.THROUGH_ALL_MEMBERS
    percent = None if row.percent is None else row.percent / 100
    return (
        row.measure,
        row.title,
        named,
        STATUS_NAMES[row.status],
        percent,
        local(row.said),
        local(row.closed),
    )


def _report(row: ReportRow) -> Sequence[Value]:
    return (
        local(row.at),
        texts.cycle(row.cycle),
        row.measure,
        row.title,
        STATUS_NAMES[row.status],
        None if row.percent is None else row.percent / 100,
        row.text,
        row.author,
        texts.came(row),
        texts.STATES[row.state],
        row.remark,
        "、".join(map(texts.evidence_number, row.evidence)),
    )


def _evidence(row: EvidenceRow) -> Sequence[Value]:
    return (
        texts.evidence_number(row.number),
        row.measure,
        texts.cycle(row.cycle),
        local(row.at),
        row.name,
        texts.PHOTO if row.photo else texts.FILE,
        -(-row.size // 1024),
    )
