"""The 任务分解台账 as a workbook: written for the office to fill in, and read again whatever they did to it.

``openpyxl`` is slow to import, and a file from somebody else may be anything: call both functions through
bot.digest.apart.
"""

import io
import unicodedata
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.digest import task_texts as texts
from bot.digest import texts as digest_texts
from bot.digest.model import Digest, Row
from bot.digest.sheets import (
    Value,
    fit_rows,
    local,
    new_book,
    print_wide,
    saved,
    set_widths,
    unescaped,
    write_head,
    write_row,
)
from bot.digest.stored import Task
from bot.digest.tasks import LIMITS, Entries, Filled, TaskRefused
from bot.patterns import late
from bot.plan.directory import UnitDirectory
from bot.plan.model import Plan
from bot.plan.numerals import parse_numeral
from bot.progress.model import STATUS_NAMES

_WIDTHS = (7, 28, 16, 24, 12, 16, 16, 40, 13, 10, 48, 12, 15, 40)
_TO_FILL = PatternFill("solid", fgColor="FFF7D6")
_FILLED = tuple(texts.COLUMNS.index(name) + 1 for name in texts.FIELDS.values())
_FORMATS = {"0%": 10, "yyyy-mm-dd": 12}
_UNPACKED, _ROWS, _COLUMNS, _HEAD_WITHIN = 64 << 20, 5000, 60, 10
_ISO = late(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_MEASURE = late(r"(?:措施|第)*(.+?)(?:条|项|号)?(?:措施)?")


def taskbook(digest: Digest, tasks: Mapping[tuple[int, str], Task]) -> bytes:
    """The ``.xlsx`` file: every obligation as a row by measure, and a sheet that says how to fill it in."""
    book, sheet = new_book(texts.TITLE, digest.moment)
    sheet.title = texts.TITLE
    set_widths(sheet, _WIDTHS)
    write_head(sheet, 1, texts.COLUMNS)
    rows = sorted(digest.rows, key=lambda row: row.measure)
    for number, row in enumerate(rows, start=2):
        write_row(sheet, number, _cells(row, tasks[row.measure, row.unit]))
        for column in _FILLED:
            cell = sheet.cell(number, column)
            cell.fill = _TO_FILL
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
        for form, column in _FORMATS.items():
            sheet.cell(number, column).number_format = form
    for column in _FILLED:
        sheet.cell(1, column).comment = Comment(
            texts.GUIDE_LINES[0], digest_texts.AUTHOR, height=120, width=260
        )
    sheet.freeze_panes = f"{get_column_letter(texts.COLUMNS.index(texts.UNIT) + 2)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(texts.COLUMNS))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    fit_rows(sheet, _WIDTHS)
    print_wide(sheet, large=True)
    guide = book.create_sheet(texts.GUIDE)
    set_widths(guide, (100,))
    for number, line in enumerate(texts.GUIDE_LINES, start=1):
        write_row(guide, number, (f"{number}．{line}",))
    print_wide(guide)
    return saved(book, digest.moment)


def read_taskbook(content: bytes, plan: Plan) -> Filled:
    """What a filled-in workbook says. Raises TaskRefused for a file that is no 台账."""
    try:
        _bounded(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = sorted(book.worksheets, key=lambda sheet: sheet.title.strip() != texts.TITLE)
        for sheet in sheets:
            rows = _grid(sheet)
            if (head := _head(rows)) is not None:
                return _filled(rows[head[0] + 1 :], head[1], head[0] + 2, plan)
    except (TaskRefused, MemoryError):
        raise
    except Exception as error:
        raise TaskRefused(texts.NOT_A_WORKBOOK) from error
    raise TaskRefused(texts.NO_TABLE)


def _cells(row: Row, task: Task) -> tuple[Value, ...]:
    named = digest_texts.NAMED if row.named else digest_texts.THROUGH_ALL_MEMBERS
    return (
        row.measure,
        row.title,
        row.section,
        row.unit,
        named,
        task.responsible,
        _as_date(task.deadline) or task.deadline,
        task.standard,
        STATUS_NAMES[row.status],
        None if row.percent is None else row.percent / 100,
        row.text,
        local(row.said_at),
        row.evidence,
        task.evidence,
    )


def _bounded(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED:
            raise TaskRefused(texts.TOO_BIG)


def _grid(sheet: Worksheet) -> list[list[Any]]:
    """The sheet's cells; what a file claims of its own size is not believed."""
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()
    rows = [list(islice(row, _COLUMNS)) for row in islice(sheet.iter_rows(), _ROWS + 1)]
    if len(rows) > _ROWS:
        raise TaskRefused(texts.TOO_BIG)
    return rows


def _head(rows: Iterable[list[Any]]) -> tuple[int, dict[str, int]] | None:
    """The place of the head and of its columns by name, if there is one near the top."""
    for number, row in enumerate(islice(rows, _HEAD_WITHIN)):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            found.setdefault("".join(str(cell.value or "").split()), place)
        if texts.MEASURE in found and texts.UNIT in found and found.keys() & set(texts.FIELDS.values()):
            return number, found
    return None


def _filled(rows: Iterable[list[Any]], columns: Mapping[str, int], first: int, plan: Plan) -> Filled:
    directory = UnitDirectory(plan)
    entries: Entries = {}
    statuses: dict[tuple[int, str], str] = {}
    problems: list[str] = []
    for number, row in enumerate(rows, start=first):
        if not any(cell.value not in (None, "") for cell in row):
            continue
        place = _obligation(row, columns, plan, directory)
        if isinstance(place, str):
            problems.append(texts.row_problem(number, place))
            continue
        if place in entries:
            problems.append(texts.row_problem(number, texts.twice(place[1], place[0])))
            continue
        entries[place] = {}
        for field, name in texts.FIELDS.items():
            if name not in columns:
                continue
            cell = _cell(row, columns[name])
            if cell is not None and cell.data_type == "f":
                problems.append(texts.row_problem(number, texts.formula(name)))
                continue
            text = _text(cell, field)
            if len(text) > LIMITS[field]:
                problems.append(texts.row_problem(number, texts.too_long(name, LIMITS[field])))
                continue
            entries[place][field] = text
        if texts.STATUS in columns:
            statuses[place] = _text(_cell(row, columns[texts.STATUS]), texts.STATUS)
    return Filled(len(entries), entries, tuple(problems), statuses)


def _obligation(
    row: list[Any], columns: Mapping[str, int], plan: Plan, directory: UnitDirectory
) -> tuple[int, str] | str:
    """The measure and unit that a row is about, or what is wrong with it."""
    said = _text(_cell(row, columns[texts.MEASURE]), texts.MEASURE)
    found = _MEASURE.fullmatch("".join(said.split()))
    measure = parse_numeral(found[1]) if found else None
    if measure is None or measure not in plan.by_number:
        return texts.unknown_measure(said)
    name = _text(_cell(row, columns[texts.UNIT]), texts.UNIT)
    unit = directory.resolve(name)
    if unit is None:
        return texts.unknown_unit(name)
    if unit.name not in {owner.name for owner, _ in plan.owners(plan.by_number[measure])}:
        return texts.not_owned(unit.name, measure)
    return measure, unit.name


def _cell(row: list[Any], place: int) -> Any:
    return row[place] if place < len(row) else None


def _text(cell: Any, field: str) -> str:
    """A cell as text: a date as ISO, a whole number without its point, words without our apostrophe."""
    value = None if cell is None else cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unescaped(str(value)).strip()
    if field == "deadline" and (day := _as_date(text)) is not None:
        return day.isoformat()
    return text


def _as_date(text: str) -> date | None:
    found = _ISO.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
