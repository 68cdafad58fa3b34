"""Looking for a pattern only where one can begin, so that ordinary text costs next to nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from bot.patterns import late

_ISLAND = late(r"[0-9](?:[ .,、\-_/()#*·\t]{0,4}[0-9A-Za-z*]){3,}")
_LEFT, _RIGHT = 14, 6
Stretch = tuple[int, int]


class Scanner:
    """A pattern, and a quick one for the few places where it is worth trying.

    ``re`` runs fast to where a plain set of characters begins a pattern, and tries slowly at every place
    otherwise; so ``head`` begins with such a set, takes one character and looks at the next one. With
    ``touching``, matches may overlap.
    """

    def __init__(self, head: str, pattern: str, *, touching: bool = False) -> None:
        self._head, self._pattern = late(head), late(pattern)
        self._touching = touching

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, in order."""
        starts = [head.start() for head in self._head.finditer(text)]
        matches = filter(None, map(self._pattern.match, repeat(text), starts))
        return matches if self._touching else _apart(matches)


def _apart(matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Those that do not begin within the one before."""
    end = 0
    for match in matches:
        if match.start() >= end:
            yield match
            end = match.end()


def headed(head: str, pattern: str) -> re.Pattern[str]:
    """The like as one pattern: better where the head tells many places."""
    return late(f"(?={head})(?:{pattern})")


def overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Every match of a pattern, also those that overlap."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)


def heads(*words: str) -> str:
    """The first characters of words written between bars."""
    return "".join(sorted({word[0] for each in words for word in each.split("|")}))


def seconds(*words: str) -> str:
    """Their second characters."""
    return heads(*(word[1:] for each in words for word in each.split("|") if len(word) > 1))


def islands(text: str) -> list[Stretch]:
    """Where at least four figures stand close together; no number of any kind reaches beyond."""
    return [match.span() for match in _ISLAND.finditer(text)]


def with_room(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The stretches with some room to both sides, as one where they meet."""
    roomy: list[Stretch] = []
    for start, end in stretches:
        if roomy and start - _LEFT <= roomy[-1][1]:
            roomy[-1] = (roomy[-1][0], end + _RIGHT)
        else:
            roomy.append((max(0, start - _LEFT), end + _RIGHT))
    return roomy


def within(
    pattern: re.Pattern[str], text: str, stretches: Sequence[Stretch], least: int, lead: int = 0
) -> Iterator[re.Match[str]]:
    """Every match inside islands of at least so many characters, or that begins up to ``lead`` before one."""
    last = 0
    for start, end in stretches:
        if end - start >= least:
            for match in pattern.finditer(text, max(last, start - lead), end + _RIGHT):
                if match.start() < end:
                    yield match
        last = end
