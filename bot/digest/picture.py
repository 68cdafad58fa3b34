"""The digest as one picture for a phone: units by measures, and the measures over the weeks.

Every mark has a letter or a hatch beside its colour (Okabe and Ito's, told apart by the colour-blind), so
that it reads in grey print too. Colours mark measures; units stand in institutional order, unmarked.
``matplotlib`` is imported here and nowhere else. No person's words are drawn.
"""

import io
from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

from bot.digest import texts
from bot.digest.model import Digest
from bot.digest.text import lead
from bot.progress.model import Status

_DPI = 100
_WIDTH = 1080
_ROW, _COLUMN, _NAMES = 31, 33, 190  # pixels
_EDGE = 30
_TOP, _LINE, _LEGEND, _TREND = 108, 42, 70, 400
_PER_LINE = 33
_SHADES = 64  # a quarter of the bytes, and nobody sees it
_WEEKS = 12

_MARKS: Final = {
    # colour, letter, its colour, hatch
    Status.DONE: ("#0072B2", "完", "white", ""),
    Status.IN_PROGRESS: ("#9AD0F0", "推", "black", ""),
    Status.BLOCKED: ("#E69F00", "难", "black", "///"),
    Status.NOT_STARTED: ("#EFEFEF", "未", "#777777", ""),
}
_HATCH = "#B06F00"
_CLOSING = "，。、；：）"


def picture(digest: Digest) -> bytes:
    """A PNG, 1080 pixels wide. The same digest gives the same bytes with the same matplotlib."""
    measures = sum(len(section.items) for section in digest.sections)
    rows = len(digest.units) + 2
    said = _wrapped(lead(digest))
    head = _TOP + _LINE * max(3, len(said))
    height = head + rows * _ROW + _LEGEND + _TREND
    figure = Figure(figsize=(_WIDTH / _DPI, height / _DPI), dpi=_DPI, facecolor="white")
    canvas: Any = FigureCanvasAgg(figure)  # its methods are not typed
    page = figure.add_axes((0, 0, 1, 1))
    page.set_axis_off()
    page.set_xlim(0, _WIDTH)
    page.set_ylim(height, 0)
    _head(page, digest, said)
    column = (_WIDTH - 2 * _EDGE - _NAMES) / measures
    _map(page, digest, head, column)
    below = head + rows * _ROW
    _legend(page, below)
    if digest.trend:
        _trend(page, digest, below + _LEGEND)
    canvas.draw()
    drawn = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    out = io.BytesIO()
    few = drawn.quantize(_SHADES, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, format="png")
    return out.getvalue()


def _font(size: float) -> FontProperties:
    """The font that travels with the program, ``size`` in pixels."""
    return FontProperties(fname=str(sans_path()), size=size * 72 / _DPI)


def _write(page: Axes, x: float, y: float, text: str, size: float, **more: str) -> None:
    page.text(x, y, text, fontproperties=_font(size), **{"va": "center", **more})  # type: ignore[arg-type]


def _head(page: Axes, digest: Digest, said: Sequence[str]) -> None:
    _write(page, _EDGE, 48, texts.title(digest), 44)
    for number, line in enumerate(said):
        _write(page, _EDGE, _TOP + _LINE * number, line, 30)


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


def _map(page: Axes, digest: Digest, top: float, column: float) -> None:
    """Numbers of the measures, their own status, and beneath it every unit's."""
    units = [unit.name for unit in digest.units]
    measures = [item.number for section in digest.sections for item in section.items]
    left = _EDGE + _NAMES
    place = {number: left + column * n for n, number in enumerate(measures)}
    level = {unit: top + _ROW * (n + 2) for n, unit in enumerate(units)}
    _write(page, left - 8, top + _ROW / 2, texts.MEASURE, 22, ha="right")
    _write(page, left - 8, top + _ROW * 1.5, texts.OVERALL, 22, ha="right")
    for number in measures:
        _write(page, place[number] + column / 2, top + _ROW / 2, str(number), 20, ha="center")
    page.plot([_EDGE, _WIDTH - _EDGE], [top + 2 * _ROW + 1] * 2, color="black", linewidth=1.5)
    for unit, y in level.items():
        _write(page, left - 8, y + _ROW / 2, _short(unit), 24, ha="right")
    page.hlines([y + _ROW for y in level.values()], _EDGE, _WIDTH - _EDGE, color="#DDDDDD", linewidth=0.6)
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


def _cells(page: Axes, status: Status, spots: Sequence[tuple[float, float]], width: float) -> None:
    """All cells of one status at once: drawn one by one they would take a second."""
    colour, letter, ink, hatch = _MARKS[status]
    boxes = [Rectangle((x + 1.5, y + 1.5), width - 3, _ROW - 3) for x, y in spots]
    filled = PatchCollection(boxes, facecolor=colour, edgecolor=_HATCH, linewidth=0, hatch=hatch)
    page.add_collection(filled, autolim=False)
    glyph = TextPath((0, 0), letter, prop=_font(20 * _DPI / 72))
    box = glyph.get_extents()
    upright = Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2).scale(1, -1)
    letters = [
        PathPatch(glyph.transformed(upright + Affine2D().translate(x + width / 2, y + _ROW / 2)))
        for x, y in spots
    ]
    page.add_collection(PatchCollection(letters, facecolor=ink, linewidth=0), autolim=False)


def _legend(page: Axes, top: float) -> None:
    x = float(_EDGE)
    for status, word in texts.STATUS_WORDS.items():
        _cells(page, status, [(x, top + 18)], _COLUMN)
        _write(page, x + _COLUMN + 8, top + 18 + _ROW / 2, word, 24)
        x += 175
    _write(page, x, top + 18 + _ROW / 2, texts.NOT_OWNED, 24)


def _trend(page: Axes, digest: Digest, top: float) -> None:
    """Measures by status as stacked bars, one a week; the number of each part stands in it."""
    _write(page, _EDGE, top + 20, texts.TREND, 30)
    floor, tall = top + _TREND - 62, _TREND - 120
    total = digest.measures.total
    points = digest.trend[-_WEEKS:]
    width = min(110.0, (_WIDTH - 2 * _EDGE) / len(points))
    for number, point in enumerate(points):
        x, y = _EDGE + number * width, floor
        for status in texts.STATUS_WORDS:
            count = getattr(point.measures, status.value)
            if not count:
                continue
            high = tall * count / total
            colour, _, ink, hatch = _MARKS[status]
            y -= high
            page.add_patch(
                Rectangle(
                    (x + 4, y), width - 8, high, facecolor=colour, edgecolor=_HATCH, linewidth=0, hatch=hatch
                )
            )
            _write(page, x + width / 2, y + high / 2, str(count), min(24, high - 2), ha="center", color=ink)
        _write(page, x + width / 2, floor + 20, f"{point.last.month}.{point.last.day}", 22, ha="center")
    page.plot([_EDGE, _WIDTH - _EDGE], [floor] * 2, color="black", linewidth=1)
    _write(page, _EDGE, floor + 50, texts.TREND_NOTE, 20, color="#555555")
