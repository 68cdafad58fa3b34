"""A page of pixels with boxes, lines and words on it, in the font that travels with the program.

Drawn by matplotlib's Agg renderer itself: a figure with axes makes the same page, but takes twice as long to
import and to draw. ``matplotlib`` is imported here and nowhere else. ``y`` counts from the upper edge.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D
from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

_DPI = 100
_SHADES = 64  # a quarter of the bytes, and nobody sees it
_RENDERER: Any = RendererAgg  # it is not typed
_SQUARE = "国"  # fills its square: its middle is the line's
_ALIGNED = {"left": 0.0, "center": 0.5, "right": 1.0}

Box = tuple[float, float, float, float]
"""Left, top, width and height."""


class Canvas:
    """A white page, ``width`` by ``height`` pixels."""

    def __init__(self, width: int, height: int) -> None:
        """Begin with nothing on it."""
        self._renderer = _RENDERER(width, height, _DPI)
        self._size = width, height
        self._below: dict[float, float] = {}  # from a line's middle to where its letters stand, by size
        self._upright = Affine2D().scale(1, -1).translate(0, height)
        self.boxes([(0, 0, width, height)], "white")

    def boxes(self, boxes: Sequence[Box], colour: str, hatch: str = "", ink: str = "black") -> None:
        """Filled boxes, hatched in another ink where a ``hatch`` is given; many at once are fast."""
        if not boxes:
            return
        pen = self._pen(colour)
        if hatch:
            pen.set_hatch(hatch)
            pen.set_hatch_color(ink)
        pen.set_linewidth(0)
        pen.set_snap(True)
        outlines = Path.make_compound_path(*(_outline(box) for box in boxes))
        self._renderer.draw_path(pen, outlines, self._upright, to_rgb(colour))

    def line(self, left: float, right: float, y: float, colour: str, width: float) -> None:
        """A level line."""
        pen = self._pen(colour)
        pen.set_linewidth(width)
        self._renderer.draw_path(pen, Path([(left, y), (right, y)]), self._upright)

    def write(
        self, x: float, y: float, text: str, size: float, *, align: str = "left", colour: str = "black"
    ) -> None:
        """One line of words, ``size`` pixels high, whose middle is at ``y``."""
        if size not in self._below:
            _, height, descent = self._measured(_SQUARE, size)
            self._below[size] = height / 2 - descent
        share = _ALIGNED[align]
        x -= share * self._measured(text, size)[0] if share else 0
        self._renderer.draw_text(self._pen(colour), x, y + self._below[size], text, _font(size), 0)

    def stamp(self, letter: str, size: float, colour: str, spots: Sequence[tuple[float, float]]) -> None:
        """The same letter with its middle on each of the spots."""
        if not spots:
            return
        glyph = TextPath((0, 0), letter, prop=_font(size * _DPI / 72))
        box = glyph.get_extents()
        centred = Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2)
        pen = self._pen(colour)
        pen.set_linewidth(0)
        self._renderer.draw_markers(pen, glyph, centred, Path(spots), self._upright, to_rgb(colour))

    def png(self) -> bytes:
        """The page as a file."""
        drawn = Image.frombuffer("RGBA", self._size, self._renderer.buffer_rgba()).convert("RGB")
        few = drawn.quantize(_SHADES, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, format="png")
        return out.getvalue()

    def _measured(self, text: str, size: float) -> tuple[float, float, float]:
        """Width, height, and what of that is below the line."""
        found: tuple[float, float, float] = self._renderer.get_text_width_height_descent(
            text, _font(size), ismath=False
        )
        return found

    def _pen(self, colour: str) -> Any:
        pen = self._renderer.new_gc()
        pen.set_foreground(colour)
        return pen


@lru_cache(maxsize=32)
def _font(size: float) -> FontProperties:
    """The font, ``size`` in pixels."""
    return FontProperties(fname=str(sans_path()), size=size * 72 / _DPI)


def _outline(box: Box) -> Path:
    left, top, width, height = box
    right, bottom = left + width, top + height
    return Path([(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], closed=True)
