"""What every sheet of ours has in common: cells that are never formulas, heads, widths, the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import UTC, date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.clock import SHANGHAI
from bot.digest import texts
from bot.digest.text import printable

Value = str | int | float | date | None

HEAD_FONT, HEAD_FILL = Font(bold=True), PatternFill("solid", fgColor="DDE7F0")
TOP = Alignment(vertical="top", wrap_text=True)

_EDGE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LINE, _HIGHEST = 15, 409  # points; no program makes a row higher
_WIDE = "\u2e7f"
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
_LABEL_FORMAT = re.compile(rb'(<(?:c:)?numFmt formatCode="[^"]*")\s*/>')  # openpyxl cannot say it
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def new_book(title: str, moment: datetime) -> tuple[Workbook, Worksheet]:
    """An empty workbook of that title, made at that moment, and its first sheet."""
    book = Workbook()
    book.properties.creator = texts.AUTHOR
    book.properties.title = title
    book.properties.created = _stamp(moment)
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook opens with a worksheet")
    return book, first


def saved(book: Workbook, moment: datetime) -> bytes:
    """The ``.xlsx`` file. The same sheets and moment give the same bytes."""
    raw = io.BytesIO()
    book.save(raw)
    return _repacked(raw.getvalue(), _stamp(moment))


def plain(text: str) -> str:
    """A person's words as a cell's text: never a formula, and nothing that XML cannot hold.

    What a spreadsheet could take for a formula (=, +, -, @, full-width too, after any white space or a
    tab) gets an apostrophe before it, which also holds when the sheet is saved as CSV. Those that bear
    apostrophes already get one more, so that :func:`unescaped` gives back what was there.
    """
    text = printable(text)
    return f"'{text}" if _FORMULA.match(text) else text


def unescaped(text: str) -> str:
    """The words that :func:`plain` made a cell of."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def put(sheet: Worksheet, number: int, column: int, value: Value) -> XlsxCell | MergedCell:
    """Set one cell; a text stays a text whatever it looks like."""
    cell = sheet.cell(number, column)
    cell.value = plain(value) if isinstance(value, str) else value
    return cell


def set_widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    """The columns' widths in characters."""
    for column, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def write_head(sheet: Worksheet, number: int, names: Sequence[str]) -> None:
    """A row of column heads."""
    write_row(sheet, number, names)
    for column in range(1, len(names) + 1):
        cell = sheet.cell(number, column)
        cell.font, cell.fill, cell.alignment = HEAD_FONT, HEAD_FILL, _CENTER


def write_row(sheet: Worksheet, number: int, cells: Sequence[Value]) -> None:
    """A row of cells. The first is given its looks, which takes long, and the others copy them."""
    looks: Any = None
    for column, value in enumerate(cells, start=1):
        cell: Any = put(sheet, number, column, value)  # its looks as a whole are not typed
        if looks is None:
            cell.alignment, cell.border = TOP, _GRID
            looks = cell._style
        else:
            form = cell._style.numFmtId if cell._style is not None else 0  # a date has its own
            cell._style = copy(looks)
            cell._style.numFmtId = form


def fit_rows(sheet: Worksheet, widths: Sequence[int], first: int = 2) -> None:
    """Rows from the first on as high as their words need: not every program sees to that itself."""
    for number, cells in enumerate(sheet.iter_rows(min_row=first), start=first):
        lines = max(_lines(cell.value, width) for cell, width in zip(cells, widths, strict=False))
        if lines > 1:
            sheet.row_dimensions[number].height = min(_HIGHEST, lines * _LINE)


def print_wide(sheet: Worksheet, *, large: bool = False) -> None:
    """All columns on one landscape page, numbered: A4, or A3 for what would be too small on it."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A3 if large else Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    if (foot := sheet.oddFooter) is not None:
        foot.center.text = texts.PAGE


def _lines(value: object, width: int) -> int:
    """In how many lines a cell of that width shows its words; a wide character takes two places."""
    if not isinstance(value, str):
        return 1
    room = max(1, width - 1)
    return sum(max(1, -(-sum(1 + (c > _WIDE) for c in line) // room)) for line in value.split("\n"))


def local(moment: datetime | None) -> datetime | None:
    """A moment as a spreadsheet holds it: Shanghai's wall clock, without a zone."""
    return moment.astimezone(SHANGHAI).replace(tzinfo=None) if moment else None


def _stamp(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _repacked(raw: bytes, stamp: datetime) -> bytes:
    """The same archive without the hour at which it was made, and labels in the format given to them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>" + f"{stamp.isoformat()}Z".encode(), content)
            elif name.startswith("xl/charts/"):
                content = _LABEL_FORMAT.sub(rb'\g<1> sourceLinked="0"/>', content)
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
