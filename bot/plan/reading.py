"""A notice laid open for checking: its passages with their lines, and the measures they belong to."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from bot.plan.header import Header, read_header
from bot.plan.lines import Line, Passage, read_lines
from bot.plan.naming import derive_place
from bot.plan.outline import CLOSING, Outline, Part, read_outline

_AROUND = 8


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in a notice that its author may want to look at; nothing is ever changed for it.

    ``line`` counts the file's lines from 1; ``kind`` is a key of ``texts.KIND_NAMES``; ``measure`` is the
    measure that the line belongs to, None outside of all; ``excerpt`` the words in question with a little
    around them; ``message`` says in Chinese what is doubted.
    """

    line: int
    kind: str
    measure: int | None
    excerpt: str
    message: str


@dataclass(frozen=True)
class Piece:
    """A passage and the number of the measure it is the text of, None for all else."""

    passage: Passage
    measure: int | None

    @property
    def text(self) -> str:
        """The passage's running text."""
        return self.passage.text

    def doubt(self, kind: str, message: str, start: int, end: int) -> Doubt:
        """A doubt about the characters from ``start`` to ``end``."""
        excerpt = self.text[max(start - _AROUND, 0) : end + _AROUND]
        return Doubt(self.passage.line_at(start), kind, self.measure, excerpt, message)


class Reading:
    """What the checks look at. Built once a notice; holds no opinion."""

    def __init__(self, text: str) -> None:
        self.raw = re.split(r"\r\n|\r|\n|\f|\v|\u2028|\u2029", text)
        self.lines: list[Line] = read_lines(text)
        self.outline: Outline = read_outline(self.lines)
        self.header: Header = read_header(self.outline)
        self.place = derive_place(self.header.issuer, self.header.title)

    @cached_property
    def measures(self) -> list[Part]:
        """The measures, under their printed numbers."""
        return self.outline.measures

    @cached_property
    def pieces(self) -> list[Piece]:
        """All the text there is, in order: head, headings, measures, tail; broken sentences joined."""
        pieces = [Piece(passage, None) for passage in _paragraphs(self.outline.head)]
        pieces += [Piece(part.passage, None) for part in self.outline.sections]
        pieces += [Piece(part.passage, part.number) for part in self.measures]
        pieces += [Piece(passage, None) for passage in _paragraphs(self.outline.tail)]
        return sorted(
            (piece for piece in pieces if piece.passage.lines),
            key=lambda piece: piece.passage.lines[0].number,
        )

    @cached_property
    def measure_of_line(self) -> dict[int, int]:
        """Line number to measure number."""
        return {line.number: part.number for part in self.measures for line in part.lines}

    @cached_property
    def whole(self) -> str:
        """All text, a line feed between the pieces."""
        return "\n".join(piece.text for piece in self.pieces)

    @cached_property
    def year(self) -> int | None:
        """The year that the plan is for: in its title, else the year of issue."""
        for source in (self.header.title, self.header.issued_on):
            if match := re.search(r"(?<!\d)(20\d{2})(?!\d)", source):
                return int(match[1])
        return None

    @cached_property
    def unit_counts(self) -> Counter[str]:
        """How many measures name each unit."""
        return Counter(name for part in self.measures for name in part.owners.units)

    def line_doubt(self, line: int, kind: str, message: str, excerpt: str = "") -> Doubt:
        """A doubt about a line as a whole."""
        shown = excerpt or self.raw[line - 1].strip()[-2 * _AROUND :]
        return Doubt(line, kind, self.measure_of_line.get(line), shown, message)


def _paragraphs(lines: list[Line]) -> list[Passage]:
    """Lines joined where a sentence runs on; titles, dates and signatures stay by themselves."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        previous = paragraphs[-1][-1] if paragraphs else None
        joins = previous and not previous.finished and not CLOSING.match(line.text)
        if joins and re.search(r"[，。；：、]", paragraphs[-1][0].text):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [Passage(tuple(paragraph)) for paragraph in paragraphs]
