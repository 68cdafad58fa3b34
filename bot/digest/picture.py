"""The digest as one picture for a phone: units by measures, and the measures over the weeks.

Every mark has a letter or a hatch beside its colour (Okabe and Ito's, told apart by the colour-blind), so
that it reads in grey print too. Colours mark measures; units stand in institutional order, unmarked.
No person's words are drawn.
"""

from collections.abc import Sequence
from typing import Final

from bot.digest import texts
from bot.digest.canvas import Canvas
from bot.digest.model import Digest
from bot.digest.text import lead
from bot.progress.model import Status

_WIDTH = 1080
_ROW, _NAMES = 31, 190  # pixels
_EDGE = 30
_TOP, _LINE, _LEGEND, _TREND, _BARS = 108, 42, 70, 520, 400
_PER_LINE = 33
_WEEKS = 12

_MARKS: Final = {
    # colour, letter, its colour, hatch
    Status.DONE: ("#0072B2", "完", "white", ""),
    Status.IN_PROGRESS: ("#9AD0F0", "推", "black", ""),
    Status.BLOCKED: ("#E69F00", "难", "black", "///"),
    Status.NOT_STARTED: ("#EFEFEF", "未", "#666666", ""),
}
_HATCH = "#B06F00"
_CLOSING = "，。、；：）”》"


def picture(digest: Digest) -> bytes:
    """A PNG, 1080 pixels wide. The same digest gives the same bytes with the same matplotlib."""
    measures = sum(len(section.items) for section in digest.sections)
    rows = len(digest.units) + 2
    said = _wrapped(lead(digest))
    head = _TOP + _LINE * len(said)
    below = head + rows * _ROW
    page = Canvas(_WIDTH, below + _LEGEND + (_TREND if digest.trend else 0))
    _head(page, digest, said)
    _map(page, digest, head, (_WIDTH - 2 * _EDGE - _NAMES) / measures)
    _legend(page, below)
    if digest.trend:
        _trend(page, digest, below + _LEGEND)
    return page.png()


def _head(page: Canvas, digest: Digest, said: Sequence[str]) -> None:
    page.write(_EDGE, 48, texts.title(digest), 44)
    for number, line in enumerate(said):
        page.write(_EDGE, _TOP + _LINE * number, line, 30)


def _wrapped(text: str) -> list[str]:
    """Lines of at most 33 wide characters; a figure counts half, and no line begins with a stop."""
    lines, width = [""], 0.0
    for character in text:
        own = 0.56 if character.isascii() else 1.0
        if width + own > _PER_LINE and character not in _CLOSING:
            lines.append("")
            width = 0.0
        lines[-1] += character
        width += own
    return lines


def _map(page: Canvas, digest: Digest, top: float, column: float) -> None:
    """Numbers of the measures, their own status, and beneath it every unit's."""
    units = [unit.name for unit in digest.units]
    measures = [item.number for section in digest.sections for item in section.items]
    left = _EDGE + _NAMES
    place = {number: left + column * n for n, number in enumerate(measures)}
    level = {unit: top + _ROW * (n + 2) for n, unit in enumerate(units)}
    page.write(left - 8, top + _ROW / 2, texts.MEASURE, 22, align="right")
    page.write(left - 8, top + _ROW * 1.5, texts.OVERALL, 22, align="right")
    for number in measures:
        page.write(place[number] + column / 2, top + _ROW / 2, str(number), 20, align="center")
    page.line(_EDGE, _WIDTH - _EDGE, top + 2 * _ROW + 1, "black", 2)
    for unit, y in level.items():
        page.write(left - 8, y + _ROW / 2, _short(unit), 24, align="right")
        page.line(_EDGE, _WIDTH - _EDGE, y + _ROW, "#DDDDDD", 1)
    spots: dict[Status, list[tuple[float, float]]] = {status: [] for status in _MARKS}
    for section in digest.sections:
        for item in section.items:
            spots[item.status].append((place[item.number], top + _ROW))
    for row in digest.rows:
        spots[row.status].append((place[row.measure], level[row.unit]))
    for status, found in spots.items():
        _cells(page, status, found, column)


def _short(unit: str) -> str:
    return unit if len(unit) <= 7 else texts.OFFICE if unit.endswith("委员会办公室") else f"{unit[:6]}…"


def _cells(page: Canvas, status: Status, spots: Sequence[tuple[float, float]], width: float) -> None:
    """All cells of one status."""
    colour, letter, ink, hatch = _MARKS[status]
    page.boxes([(x + 1.5, y + 1.5, width - 3, _ROW - 3) for x, y in spots], colour, hatch, _HATCH)
    page.stamp(letter, 20, ink, [(x + width / 2, y + _ROW / 2) for x, y in spots])


def _legend(page: Canvas, top: float) -> None:
    x, own = float(_EDGE), 32
    for status, word in texts.STATUS_WORDS.items():
        _cells(page, status, [(x, top + 18)], own)
        page.write(x + own + 9, top + 18 + _ROW / 2, word, 24)
        x += 175
    page.write(x, top + 18 + _ROW / 2, texts.NOT_OWNED, 24)


def _trend(page: Canvas, digest: Digest, top: float) -> None:
    """Measures by status as stacked bars, one a week; the number of each part stands in it."""
    page.write(_EDGE, top + 20, texts.TREND, 30)
    floor = top + _TREND - 62
    points = digest.trend[-_WEEKS:]
    width = min(110.0, (_WIDTH - 2 * _EDGE) / len(points))
    for number, point in enumerate(points):
        x, y = _EDGE + number * width, floor
        for status in texts.STATUS_WORDS:
            count = getattr(point.measures, status.value)
            if not count:
                continue
            colour, _, ink, hatch = _MARKS[status]
            high = _BARS * count / digest.measures.total
            y -= high
            page.boxes([(x + 4, y, width - 8, high)], colour, hatch, _HATCH)
            page.write(x + width / 2, y + high / 2, str(count), min(24, high + 3), align="center", colour=ink)
        page.write(x + width / 2, floor + 20, f"{point.last.month}.{point.last.day}", 22, align="center")
    page.line(_EDGE, _WIDTH - _EDGE, floor, "black", 1.5)
    page.write(_EDGE, floor + 48, texts.TREND_NOTE, 20, colour="#555555")
