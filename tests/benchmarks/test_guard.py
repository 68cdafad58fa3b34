"""The guard of personal data on 10 KB of each kind of text, beside the fixed work of ``tests/quiet.py``."""

import time
from collections.abc import Callable

from bot.privacy import redact
from tests.benchmarks.figures import columns, heading, line, note
from tests.privacy.test_speed import UNITS, of_bytes
from tests.quiet import QUIET, fixed_work

TURNS = 15
ALLOWED = 0.020


def test_ten_kilobytes_of_any_text() -> None:
    heading("10 KB masked, the slowest texts; the yardstick is the fixed work, 8 ms on a quiet machine")
    columns()
    figures = []
    for name, unit in UNITS.items():
        text = of_bytes(unit, 10_240)
        redact(text)
        pairs = [(_seconds(lambda text=text: redact(text)), _seconds(fixed_work)) for _ in range(TURNS)]
        ours, yard = (min(column) for column in zip(*pairs, strict=True))
        figures.append((ours / yard * QUIET, ours, yard, name))
    for _, ours, yard, name in sorted(figures, reverse=True)[:10]:
        line(name, 1000 * ours, 1000 * yard, "ms", less_is_better=True)
    worst = max(figures)[0]
    note(f"the slowest on a quiet machine: {1000 * worst:.1f} ms (20 allowed)")
    assert worst < ALLOWED


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
