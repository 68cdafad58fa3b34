"""Doubts about what the eye sees: brackets, punctuation, width, dashes, spaces, bold marks, broken lines."""

import re
from collections import Counter
from collections.abc import Iterator

from bot.patterns import late
from bot.plan import texts
from bot.plan.lines import BOLD, Line
from bot.plan.owners import ANY_LABEL
from bot.plan.reading import Doubt, Piece, Reading

_HANZI = r"[\u4e00-\u9fff]"
_PAIRS = dict(zip("（(《〈“‘「『【〔[", "）)》〉”’」』】〕]", strict=True))
_CLOSERS = frozenset(_PAIRS.values())
_TYPES = "方案|计划|规划|意见|办法|细则|通知|纲要|条例|规定|决定|制度"
_EARLY_YEAR = late(
    rf"（\d{{4}}\s*[—–\-－~～至]+\s*\d{{4}}\s*年?）(?P<rest>[^《》〈〉（）]{{0,12}}?(?:{_TYPES}))(?P<mark>[〉》])"
)
_STACKED = late(
    rf"(?:方案|计划|规划|意见|办法|细则|纲要)(?:{_TYPES.replace('通知|', '')})(?=[》〉」”）的，。])"
)
_TYPE_OUTSIDE = late(rf"》的?(?P<word>通知|{_TYPES})(?=[（(〔])")
_NESTED = late(r"《[^》]*《")
_NO_PAUSE = late(r"([”》])[^，。；：、“《]{0,2}、([“《])")
_QUOTED = {"”": "标有引号的成分", "》": "书名号"}

_HALF = {"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF_WIDTH = late(rf"(?<={_HANZI})[(),;:?!]|[(),;:?!](?={_HANZI})|(?<={_HANZI})\.(?=$|{_HANZI})")
_FULL_WIDTH = late(r"[０-９Ａ-Ｚａ-ｚ]+")
_YEARS = late(r"\d{4}\s*年?\s*(—+|–|-|－|~|～|至)\s*\d{4}\s*年")
_NEAR = 8
_SPACED = late(
    rf"(?<=[\u4e00-\u9fff，。、；：）”》])[ \u00a0]+(?=[\u4e00-\u9fff（“《0-9A-Za-z])"
    rf"|(?<=[0-9A-Za-z])[ \u00a0]+(?={_HANZI})"
)


def find_layout(reading: Reading) -> Iterator[Doubt]:
    """All doubts about signs and setting."""
    for piece in reading.pieces:
        yield from _brackets(piece)
        yield from _title_marks(piece)
        yield from _widths(piece)
        yield from _spaces(piece, reading)
    yield from _dashes(reading)
    yield from _bold(reading)
    yield from _breaks(reading)


def _brackets(piece: Piece) -> Iterator[Doubt]:
    """Halves without their other half, and pairs that cross or mix their shapes."""
    stack: list[tuple[str, int]] = []
    for position, char in enumerate(piece.text):
        if char in _PAIRS:
            stack.append((char, position))
        elif char in _CLOSERS and not _is_ordinal(piece.text, position):
            if not stack:
                yield piece.doubt("bracket", texts.UNOPENED.format(mark=char), position, position + 1)
            elif _PAIRS[stack[-1][0]] == char:
                stack.pop()
            elif any(_PAIRS[mark] == char for mark, _ in stack):
                while _PAIRS[stack[-1][0]] != char:
                    mark, place = stack.pop()
                    yield piece.doubt("bracket", texts.UNCLOSED.format(mark=mark), place, place + 1)
                stack.pop()
            else:
                mark, place = stack.pop()
                message = texts.CROSSED.format(open=mark, close=char)
                yield piece.doubt("bracket", message, place, position + 1)
    for mark, place in stack:
        yield piece.doubt("bracket", texts.UNCLOSED.format(mark=mark), place, place + 1)


def _is_ordinal(text: str, position: int) -> bool:
    """Whether a closing bracket belongs to a numbering such as 1) at the start of an item."""
    return re.search(r"(?:^|[。；：，、])\s*\d{1,2}$", text[:position]) is not None


def _title_marks(piece: Piece) -> Iterator[Doubt]:
    for match in _EARLY_YEAR.finditer(piece.text):
        message = texts.EARLY_YEAR.format(rest=match["rest"], mark=match["mark"])
        yield piece.doubt("title_mark", message, match.start(), match.end())
    for match in _STACKED.finditer(piece.text):
        message = texts.STACKED.format(words=match.group())
        yield piece.doubt("title_mark", message, match.start(), match.end())
    for match in _TYPE_OUTSIDE.finditer(piece.text):
        message = texts.TYPE_OUTSIDE.format(word=match["word"])
        yield piece.doubt("title_mark", message, match.start(), match.end())
    for match in _NESTED.finditer(piece.text):
        yield piece.doubt("title_mark", texts.NESTED, match.end() - 1, match.end())
    for match in _NO_PAUSE.finditer(piece.text):
        message = texts.NO_PAUSE.format(what=_QUOTED[match[1]])
        yield piece.doubt("punctuation", message, match.start(), match.end())


def _widths(piece: Piece) -> Iterator[Doubt]:
    for match in _HALF_WIDTH.finditer(piece.text):
        mark = match.group()
        message = texts.HALF_WIDTH.format(mark=mark, proper=_HALF.get(mark, "。"))
        yield piece.doubt("width", message, match.start(), match.end())
    for match in _FULL_WIDTH.finditer(piece.text):
        message = texts.FULL_WIDTH.format(found=match.group())
        yield piece.doubt("width", message, match.start(), match.end())


def _spaces(piece: Piece, reading: Reading) -> Iterator[Doubt]:
    last = -_NEAR
    for match in _SPACED.finditer(piece.text):
        if match.start() - last < _NEAR:  # the spaces on both sides of one number are one doubt
            continue
        last = match.end()
        start, end = max(match.start() - 6, 0), match.end() + 6
        tight = piece.text[match.start() - 2 : match.start()] + piece.text[match.end() : match.end() + 2]
        beside = texts.SPACE_BESIDE.format(other=tight) if tight in reading.whole else ""
        message = texts.SPACE.format(found=piece.text[start:end], beside=beside)
        yield piece.doubt("space", message, match.start(), match.end())


def _dashes(reading: Reading) -> Iterator[Doubt]:
    found = [(piece, match) for piece in reading.pieces for match in _YEARS.finditer(piece.text)]
    styles = Counter(match[1] for _, match in found)
    if len(styles) < 2:
        return
    usual = styles.most_common(1)[0][0]
    for piece, match in found:
        if match[1] != usual:
            message = texts.DASH.format(here=match[1], usual=usual)
            yield piece.doubt("dash", message, match.start(), match.end())


def _bold(reading: Reading) -> Iterator[Doubt]:
    for number, line in enumerate(reading.raw, start=1):
        if BOLD in line:
            message = texts.BOLD_TORN if line.count(BOLD) % 2 else texts.BOLD_LEFT
            at = line.index(BOLD)
            yield reading.line_doubt(number, "bold", message, line[max(at - 6, 0) : at + 14].strip())


def _breaks(reading: Reading) -> Iterator[Doubt]:
    """Lines that end inside a sentence, and unit lists set apart from their measure."""
    for piece in reading.pieces:
        owners = {part.line: part.owners for part in reading.measures}.get(piece.passage.lines[0].number)
        for place, line, following in zip(
            piece.passage.starts[1:], piece.passage.lines, piece.passage.lines[1:], strict=False
        ):
            bracket = (
                owners and any(start == place for start, _ in owners.spans) and piece.text[place] in _PAIRS
            )
            if bracket and line.finished:
                yield reading.line_doubt(
                    line.number, "page_break", texts.OWNERS_APART.format(line=following.number)
                )
            elif not line.finished and not ANY_LABEL.match(following.text) and not _is_heading(piece, line):
                yield reading.line_doubt(
                    line.number, "page_break", texts.BROKEN.format(line=following.number)
                )


def _is_heading(piece: Piece, line: Line) -> bool:
    """Whether the line is a measure's or section's heading, set on a line of its own."""
    return (
        line is piece.passage.lines[0] and len(line.text) <= 30 and not re.search(r"[，。；：、]", line.text)
    )
