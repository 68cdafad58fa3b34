"""The guard itself: find, mask, and look again until nothing is left to find.

Measured beside ours on the messages in tests/privacy (README there): the recognisers that maintained
libraries offer for Chinese text. None earned its place as a dependency.
"""

import json
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import Any

from bot.privacy.contacts import contacts
from bot.privacy.context import Surroundings
from bot.privacy.folding import MARKS, fold
from bot.privacy.model import Found, Kind, Redacted
from bot.privacy.names import Names, again
from bot.privacy.numbers import in_digits, numbers
from bot.privacy.places import births, classes, homes
from bot.privacy.scanner import islands
from bot.privacy.tables import GAP
from bot.privacy.texts import MASKS, NOT_JSON

_Span = tuple[Kind, int, int]
_ROUNDS = 8  # two are enough for all but a few messages
_TOLD_LAST = (Kind.NAME, Kind.SCHOOL_CLASS)
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


def redact(text: str) -> Redacted:
    """Mask the personal data in a text.

    ``found`` holds code-point offsets into ``text``, in order and disjoint; outside of them the text is
    unchanged, and each span becomes its kind's mask, as ［电话已隐去］. Masking a masked text changes
    nothing. Raises nothing, takes time linear in the text.
    """
    folded = fold(text)
    known = Names(folded.text)
    merged: list[_Span] = []
    lines = [(0, len(folded.text))]
    for _ in range(_ROUNDS):
        new = _merge(_scan(folded.text, lines, known) or _judge(folded.text, known))
        if not new:
            break
        placed = [(kind, *folded.place(start, end)) for kind, start, end in new]
        merged = _merge(merged + placed) if merged else placed
        folded, lines = folded.masked(new), _lines_of(new, folded.text)
    return Redacted("".join(_pieces(text, merged)), tuple(Found(*span) for span in merged))


def redact_json(line: str) -> dict[str, Any]:
    """One ``{"text"}`` line to ``{"text","found"}``; any other line comes back empty, with a message."""
    try:
        text = str(json.loads(line)["text"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return {"text": "", "found": [], "message": NOT_JSON}
    result = redact(text)
    found = [{"type": each.type.value, "start": each.start, "end": each.end} for each in result.found]
    return {"text": result.text, "found": found}


def _scan(text: str, lines: list[tuple[int, int]], known: Names) -> set[_Span]:
    """One look at some lines of a folded text; who is named there is looked for in all of them."""
    spans, called = _read(GAP.join([text[begin:end] for begin, end in lines]), known)
    found = _placed(spans, lines) if lines != [(0, len(text))] else spans
    found.update((Kind.NAME, start, end) for start, end in again(text, called))
    return found


def _placed(spans: Iterable[_Span], lines: list[tuple[int, int]]) -> set[_Span]:
    """Spans found in lines that were joined by gaps, placed where they stand in the text."""
    lengths = [end - begin + len(GAP) for begin, end in lines]
    ends = list(accumulate(lengths))
    shifts = [begin - joined for (begin, _), joined in zip(lines, [0, *ends], strict=False)]
    found: set[_Span] = set()
    for kind, start, end in spans:
        shift = shifts[bisect(ends, start)]
        found.add((kind, start + shift, end + shift))
    return found


def _judge(text: str, known: Names) -> set[_Span]:
    """The names in a folded text that only a trained judgement tells."""
    spans, called = known.judge(text)
    return {(Kind.NAME, start, end) for start, end in (*spans, *again(text, called))}


def _read(plain: str, known: Names) -> tuple[set[_Span], set[str]]:
    """Numbers first, since what they are tells the names beside them; then names, which tell a class."""
    digits = in_digits(plain)
    stretches, around = islands(digits), Surroundings(digits)
    spans: set[_Span] = {
        *numbers(digits, stretches),
        *contacts(digits, stretches, around),
        *homes(digits, stretches, around),
        *births(digits),
    }
    children, called = known.find(_with_marks(plain, spans))
    spans.update((Kind.NAME, start, end) for start, end in children)
    spans.update(classes(plain, children))
    return spans, called


def _lines_of(spans: Iterable[_Span], text: str) -> list[tuple[int, int]]:
    """The lines that hold names or classes, placed where they stand once all spans are single marks.

    No recogniser looks beyond a line, and that for names saw the other kinds as marks already, so that
    masking can tell something new only there. Lines that follow one another are taken together.
    """
    lines: list[tuple[int, int]] = []
    gone, begin, last_end = 0, 0, -1
    for kind, start, end in spans:
        if end > last_end:
            begin = text.rfind("\n", 0, start) + 1 - gone
            last_end = text.find("\n", end)
            last_end = len(text) if last_end < 0 else last_end
        gone += end - start - 1
        if lines and lines[-1][0] == begin:
            lines.pop()
        elif kind not in _TOLD_LAST:
            continue
        lines.append((begin, last_end - gone))
    joined: list[tuple[int, int]] = []
    for begin, end in lines:
        if joined and begin <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return joined


def _with_marks(text: str, spans: Iterable[_Span]) -> str:
    """The text with each span's characters written as its kind's mark, length kept."""
    characters = list(text)
    for kind, start, end in spans:
        characters[start:end] = MARKS[kind] * (end - start)
    return "".join(characters)


def _merge(spans: Iterable[_Span]) -> list[_Span]:
    """In order; those that overlap become one, named after the longest, the weightier kind on a tie."""
    ordered = sorted(spans, key=itemgetter(1))
    if all(one[2] <= next_[1] for one, next_ in pairwise(ordered)):
        return ordered  # as nearly always
    merged: list[_Span] = []
    for span in sorted(ordered, key=lambda each: (each[1], -each[2], _RANK[each[0]])):
        if merged and span[1] < merged[-1][2]:
            last = merged[-1]
            if span[2] > last[2]:
                kind = last[0] if last[2] - last[1] >= span[2] - span[1] else span[0]
                merged[-1] = (kind, last[1], span[2])
        else:
            merged.append(span)
    return merged


def _pieces(text: str, found: Iterable[_Span]) -> Iterator[str]:
    at = 0
    for kind, start, end in found:
        yield text[at:start]
        yield MASKS[kind]
        at = end
    yield text[at:]
