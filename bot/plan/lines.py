"""The notice's text as clean lines that still know where they stood in the file."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from bot.patterns import late

SPACES = " \t\u3000\u00a0\u2002\u2003\u2009\u200b\ufeff"
BOLD = "**"

_PAGE_NUMBER = late(
    r"[—–\-－‐·\s]*[—–\-－‐·][—–\-－‐·\s]*\d{1,4}[—–\-－‐·\s]*|第?\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
)
_BARE_NUMBER = late(r"\d{1,3}")
_SENTENCE_END = late(r"[。！？!?；;：:…）)】\]〕」』”’]$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the spaces at its edges and without bold marks. ``number`` counts from 1.

    ``bold`` is what the line's opening bold mark encloses, if it opens with one (a heading, usually).
    """

    number: int
    text: str
    bold: str = ""

    @property
    def finished(self) -> bool:
        """Whether a sentence or a bracket ends with this line."""
        return bool(_SENTENCE_END.search(self.text))


@dataclass(frozen=True)
class Passage:
    """Lines joined to one running text; any place in it can be traced back to its line."""

    lines: tuple[Line, ...]

    @cached_property
    def text(self) -> str:
        """The lines joined without anything between them: a page break is not a character."""
        return "".join(line.text for line in self.lines)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where in the text each line begins."""
        return tuple(accumulate((len(line.text) for line in self.lines[:-1]), initial=0))

    def line_at(self, position: int) -> int:
        """The number of the line that holds the character at ``position``."""
        return self.lines[max(bisect_right(self.starts, position) - 1, 0)].number


def read_lines(text: str) -> list[Line]:
    """The lines that carry text: byte-order mark, page numbers, form feeds and blank lines left out."""
    raw = re.split(r"\r\n|\r|\n|\f|\v|\u2028|\u2029", text)
    stripped = [line.strip(SPACES) for line in raw]
    return [
        _clean(number, line)
        for number, line in enumerate(stripped, start=1)
        if line.replace(BOLD, "").strip(SPACES) and not _is_page_number(stripped, number - 1)
    ]


def _is_page_number(lines: list[str], index: int) -> bool:
    if _PAGE_NUMBER.fullmatch(lines[index]):
        return True
    blank_around = not any(lines[max(index - 1, 0) : index] + lines[index + 1 : index + 2])
    return blank_around and _BARE_NUMBER.fullmatch(lines[index]) is not None


def _clean(number: int, line: str) -> Line:
    line = re.sub(r"^(?:#+|>+|[-*+•●])[ \t]+", "", line)  # markdown headings, quotations and bullets
    bold = re.match(r"(?:[^*]{0,12})?\*\*(.+?)\*\*", line)
    text = line.replace(BOLD, "").strip(SPACES)
    return Line(number, text, bold.group(1).strip(SPACES) if bold else "")


def squeeze(text: str) -> str:
    """The text without any white space: for titles, names and numbers, where a space means nothing."""
    return re.sub(rf"[\s{SPACES}]+", "", text)
