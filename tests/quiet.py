"""Bounds in seconds on a busy machine: they are held against a fixed piece of work in the same run."""

import re
import time
from collections.abc import Callable

QUIET = 0.008  # seconds that a quiet machine takes for the fixed work
_TURNS = 40
_TEXT = "".join(chr(0x4E00 + place * 7919 % 20_000) for place in range(6_000))
_WORDS = frozenset(_TEXT[place : place + 2] for place in range(0, len(_TEXT), 3))
_PATTERNS = [
    re.compile(
        f"(?<=[{_TEXT[at : at + 40]}]).{{1,3}}(?:[{_TEXT[at + 40 : at + 60]}]|[{_TEXT[at + 60]}]{{2}})"
    )
    for at in range(0, 2_000, 100)
]


def fixed_work() -> int:
    """A fixed piece of work like our own: patterns, looks at words, small calls. A quiet machine: 8 ms."""
    found = sum(place * place for place in range(40_000))
    for pattern in _PATTERNS:
        found += sum(_look(match.start(), match.end()) for match in pattern.finditer(_TEXT))
    return found + sum(_look(place, place + 3) for place in range(len(_TEXT)))


def _look(start: int, end: int) -> bool:
    begin = max(0, start - 8)
    word = _TEXT[start : start + 2]
    if word in _WORDS and _TEXT[start - 1 : start + 1] not in _WORDS:
        return True
    return _PATTERNS[start % len(_PATTERNS)].search(_TEXT, begin, end + 4) is not None


def slowness() -> float:
    """How many times longer the fixed work takes at this moment than on a quiet machine; at least 1."""
    taken = []
    for _ in range(3):
        began = time.perf_counter()
        fixed_work()
        taken.append(time.perf_counter() - began)
    return max(1.0, sorted(taken)[1] / QUIET)


def keeps_within(work: Callable[[], object], seconds: float) -> bool:
    """Whether a piece of work takes so many seconds of a quiet machine's processor, or fewer."""
    return compares(work, fixed_work, lambda yard: seconds * max(1.0, yard / QUIET))


def compares(
    work: Callable[[], object], other: Callable[[], object], allowed: Callable[[float], float]
) -> bool:
    """Whether the one work takes no longer than the other's time allows.

    Others on the machine come and go: the two are taken in turns, the best of each counts, and the first turn
    that shows it ends the wait.
    """
    best = least = float("inf")
    for _ in range(_TURNS):
        best, least = min(best, _seconds(work)), min(least, _seconds(other))
        if best <= allowed(least):
            return True
    return False


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
