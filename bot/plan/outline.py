"""The skeleton of a notice: which lines open a section or a measure, and what belongs to each.

Knows no county and no wording of its own: it looks at numbering alone, and at which level of it names
responsible units. That level is the measures; what encloses it are the sections.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property

from bot.patterns import late
from bot.plan.lines import Line, Passage
from bot.plan.numerals import CHINESE_NUMERAL, parse_numeral
from bot.plan.owners import Owners, read_owners


class Level(IntEnum):
    """Numbering styles from the outermost inward, as official papers nest them (GB/T 9704)."""

    CHAPTER = 0
    CHINESE = 1
    ARTICLE = 2
    CHINESE_BRACKET = 3
    ARABIC = 4
    ARABIC_BRACKET = 5
    CIRCLED = 6


_C = CHINESE_NUMERAL
_MARKERS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    (Level.CHAPTER, re.compile(rf"第\s*(\d+|{_C})\s*(?:章|编|篇|部分)[、：:.．\s]*")),
    (Level.ARTICLE, re.compile(rf"第\s*(\d+|{_C})\s*[条项][、：:.．\s]+")),
    (Level.ARTICLE, re.compile(rf"(?:措施|任务|举措)\s*(\d{{1,3}}|{_C})[、：:.．\s]+")),
    (Level.ARTICLE, re.compile(rf"第\s*(\d+|{_C})\s*条(?![例款第规定、和至到之的中所])")),
    (Level.CHINESE, re.compile(rf"({_C})\s*[、.．]\s*")),
    (Level.CHINESE_BRACKET, re.compile(rf"[（(]\s*({_C})\s*[）)][、.．]?\s*")),
    (Level.ARABIC, re.compile(r"([0-9０-９]{1,3})\s*(?:[.．](?![0-9０-９])|、)\s*")),
    (Level.ARABIC_BRACKET, re.compile(r"[（(]?\s*([0-9０-９]{1,3})\s*[）)]\s*")),
    (Level.CIRCLED, re.compile(r"([①-⑳㉑-㉟])[、.．]?\s*")),
)

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DATE = rf"(?:\d{{4}}|[〇零○Oo一二三四五六七八九]{{4}})\s*年\s*{_N}\s*月\s*{_N}\s*日"
"""Regex fragment (no groups) for a printed date."""

ORGAN_LINE = late(
    r"[一-龥\s、（）()]{3,60}(?:办公室|人民政府|委员会|领导小组|联席会议|[局部院会委办])(?:\s*[（(]章[）)])?"
)
_ORGAN_AND_DATE = late(rf"(?:[一-龥\s、]{{0,40}}?)({DATE})\s*(?:印发|发布|印)?\s*(?:（此件[^）]*）)?")
CLOSING = late(
    r"(?:抄送|抄报|主送|报送|分送|发送|报|送|主题词|联系人|联系电话|附件\s*\d*|附)\s*[：:]"
    r"|[（(]?(?:此件|本方案自|联系人)|共印\s*\d+\s*份|附件\s*\d*$"
)
"""What opens the lines after the measures: copies, annexes, contacts."""


@dataclass(frozen=True, slots=True)
class Marker:
    """A numbered opening: its level, printed number, the line, and the line without the number."""

    level: Level
    number: int
    line: Line
    rest: Line


@dataclass
class Part:
    """A section or measure with the lines that follow its opening, until the next one."""

    level: Level
    number: int
    lines: list[Line]
    section: "Part | None" = None

    @property
    def line(self) -> int:
        """Where it opens in the file."""
        return self.lines[0].number

    @cached_property
    def passage(self) -> Passage:
        """Its text, the number left out."""
        return Passage(tuple(line for line in self.lines if line.text))

    @cached_property
    def owners(self) -> Owners:
        """The responsible units that its text names."""
        return read_owners(self.passage.text, self.passage.starts)


@dataclass
class Outline:
    """``head`` is all before the first section or measure, ``tail`` all after the last one."""

    head: list[Line] = field(default_factory=list)
    sections: list[Part] = field(default_factory=list)
    measures: list[Part] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)


def read_outline(lines: list[Line]) -> Outline:
    """Sections and measures of the notice; both lists are empty when nothing names responsible units."""
    blocks = _blocks(lines)
    levels = [_measure_level(read_markers(block)) for block in blocks]
    best = max(range(len(blocks)), key=lambda i: (levels[i][1], -i), default=0)
    level = levels[best][0] if blocks else None
    if level is None:
        return Outline(head=list(lines))
    outline = _nest(read_markers(blocks[best]), level)
    outline.head = [line for block in blocks[:best] for line in block] + outline.head
    outline.tail = [line for block in blocks[best + 1 :] for line in block]
    return outline


def read_markers(lines: Iterable[Line]) -> list[Marker | Line]:
    """Each line as the marker it opens with, or as plain text.

    A number in the middle of a broken sentence (第7、 | 8、9条) opens nothing: after an unfinished line
    only the number that is expected next, or 1, counts.
    """
    entries: list[Marker | Line] = []
    last: dict[Level, int] = {}
    previous: Line | None = None
    for line in lines:
        marker = _marker(line)
        if marker and previous is not None and not previous.finished and not _under_heading(entries, marker):
            expected = {last.get(marker.level, 0) + 1, 1}
            marker = marker if marker.number in expected else None
        if marker:
            last[marker.level] = marker.number
        entries.append(marker or line)
        previous = line
    return entries


def _under_heading(entries: list[Marker | Line], marker: Marker) -> bool:
    """Whether the line before is a heading one or more levels up, which ends without a full stop."""
    above = entries[-1]
    if not isinstance(above, Marker) or above.level >= marker.level:
        return False
    return re.search(r"[，。；、]", above.rest.text) is None


def _marker(line: Line) -> Marker | None:
    for level, pattern in _MARKERS:
        match = pattern.match(line.text)
        if match:
            number = parse_numeral(next(group for group in match.groups() if group))
            if number:
                return Marker(level, number, line, Line(line.number, line.text[match.end() :], line.bold))
    return None


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """Cut the notice where a letter ends (signature and date) and where copies and annexes begin."""
    blocks: list[list[Line]] = [[]]
    for line in lines:
        block = blocks[-1]
        finished = not block or block[-1].finished or _is_signature(block[-1])
        if CLOSING.match(line.text) and finished:
            blocks.append([line])
        elif finished and _ORGAN_AND_DATE.fullmatch(line.text):
            signature: list[Line] = []
            while block and _is_signature(block[-1]):
                signature.insert(0, block.pop())
            blocks += [[*signature, line], []]
        else:
            block.append(line)
    return [block for block in blocks if block]


def _is_signature(line: Line) -> bool:
    return ORGAN_LINE.fullmatch(line.text) is not None


def _measure_level(marked: list[Marker | Line]) -> tuple[Level | None, int]:
    """The numbering level that names units, and how many of its parts do.

    The innermost level counts whose parts nearly all end with units, where any of their section do (three
    sub-items that share one bracket are not measures, the item above them is), and that together hold
    most of what names units (one measure's own list is not the level of all).
    """
    scores: dict[Level, tuple[float, int, int]] = {}
    for level in {entry.level for entry in marked if isinstance(entry, Marker)}:
        measures = _nest(marked, level).measures
        owned = [part for part in measures if part.owners.found]
        sections = {id(part.section) for part in owned}
        among = sum(1 for part in measures if id(part.section) in sections)
        if owned:
            namings = sum(len(part.owners.spans) for part in owned)
            scores[level] = (len(owned) / among, namings, len(owned))
    if not scores:
        return None, 0
    most = max(namings for _, namings, _ in scores.values())
    whole = [level for level, (_, namings, _) in scores.items() if namings >= 0.6 * most]
    dense = [level for level in whole if scores[level][0] >= 0.6]
    best = max(dense) if dense else max(whole, key=lambda level: scores[level][0])
    return best, scores[best][2]


def _nest(marked: list[Marker | Line], level: Level) -> Outline:
    """Measures opened by ``level``, sections by what lies above it; deeper numbers are text, as printed.

    With several levels above, sections are those headings that measures stand directly under.
    """
    outline = Outline()
    sections: list[Part] = []
    current: list[Line] = outline.head
    for entry in marked:
        if isinstance(entry, Marker) and entry.level <= level:
            part = Part(entry.level, entry.number, [entry.rest])
            current = part.lines
            if entry.level == level:
                part.section = sections[-1] if sections else None
                outline.measures.append(part)
            else:
                sections.append(part)
        else:
            current.append(entry.line if isinstance(entry, Marker) else entry)
    if len({section.level for section in sections}) > 1:
        holding = {id(part.section) for part in outline.measures}
        sections = [section for section in sections if id(section) in holding]
    outline.sections = sections
    return outline
