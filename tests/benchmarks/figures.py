"""How the benchmarks work out and print their figures."""

import statistics
from collections.abc import Sequence


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which so many percent of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def heading(text: str) -> None:
    print(f"\n\n  {text}")  # noqa: T201 - printing is what a benchmark is for


def line(name: str, ours: float, theirs: float, unit: str, *, less_is_better: bool = False) -> float:
    """Print ours beside the yardstick's and return how many times better ours is."""
    ratio = theirs / ours if less_is_better else ours / theirs
    print(f"  {name:<58} {ours:>10.4g} {theirs:>10.4g} {unit:<6} {ratio:>7.2f} x")  # noqa: T201
    return ratio


def columns() -> None:
    print(f"  {'':<58} {'ours':>10} {'yardstick':>10} {'':<6} {'better':>7}")  # noqa: T201


def note(text: str) -> None:
    print(f"  {text}")  # noqa: T201
