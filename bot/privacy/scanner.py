"""Looking for a pattern only where one can begin, so that ordinary text costs next to nothing."""

import re
from collections.abc import Iterator, Sequence

from bot.patterns import late

_ISLAND = late(r"[0-9](?:[ .,、\-_/()#*·\t]{0,3}[0-9A-Za-z*]){3,}")
_LEFT, _RIGHT = 14, 6


class Scanner:
    """A pattern, and a quick one for the characters that any match of it begins with.

    ``re`` finds such characters fast by itself only for the simplest patterns, so they are told to it in
    front. With ``touching``, matches may overlap: the search goes on one character after the last begin.
    """

    def __init__(self, head: str, pattern: str, *, touching: bool = False) -> None:
        self.pattern = late(f"(?={head})(?:{pattern})")
        self._touching = touching

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, in order."""
        return self._overlapping(text) if self._touching else self.pattern.finditer(text)

    def _overlapping(self, text: str) -> Iterator[re.Match[str]]:
        match = self.pattern.search(text)
        while match:
            yield match
            match = self.pattern.search(text, match.start() + 1)


def heads(*words: str) -> str:
    """The first characters of words written between bars."""
    return "".join(sorted({word[0] for each in words for word in each.split("|")}))


def islands(text: str) -> list[tuple[int, int]]:
    """Stretches that hold at least four figures close together, with some room to both sides."""
    stretches: list[tuple[int, int]] = []
    for match in _ISLAND.finditer(text):
        start, end = max(0, match.start() - _LEFT), match.end() + _RIGHT
        if stretches and start <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def long_ones(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those stretches that can hold eleven figures or more: a date is no place to look for a card."""
    return [(start, end) for start, end in stretches if not start or end - start >= _LEFT + 11 + _RIGHT]


def within(
    pattern: re.Pattern[str], text: str, stretches: Sequence[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    """Every match of a pattern inside the stretches."""
    for start, end in stretches:
        yield from pattern.finditer(text, start, end)
