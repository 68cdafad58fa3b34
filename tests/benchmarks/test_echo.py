"""Echo to echo: what the ways to Telegram themselves are worth, with nothing to do but answer."""

from collections import defaultdict
from pathlib import Path

import pytest

from tests.benchmarks.child import child
from tests.benchmarks.figures import columns, heading, line, median, note

_YARDSTICKS = {
    "stock": "PTB, sequential",
    "stock-256": "PTB, concurrent_updates(256)",
    "aiogram": "aiogram 3",
}
_ROUNDS = 3
_COUNTS = {"stock": 300, "stock-256": 400, "aiogram": 1500, "ours": 1500}  # a few seconds each
_FEW = 30  # for the one that answers twelve a second


def echoes(kind: str, latency: float, folder: Path) -> tuple[float, float]:
    """Echoes a second, and how busy the server was (1 is a whole core)."""
    count = _FEW if kind == "stock" and latency else _COUNTS[kind]
    with (
        child("tests.benchmarks.stub", str(latency), str(count)) as server,
        child("tests.benchmarks.bots", kind, server.hear()["url"], str(folder)),
    ):
        result = server.hear()
        return result["rate"], result["busy"] / result["seconds"]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("latency", [0.0, 0.08])
def test_echo_to_echo_ours_is_ahead(latency: float, tmp_path: Path) -> None:
    rates: dict[str, list[float]] = defaultdict(list)
    busiest = 0.0
    for round_ in range(_ROUNDS):
        for kind in (*_YARDSTICKS, "ours"):
            rate, busy = echoes(kind, latency, tmp_path / f"{kind}-{round_}")
            rates[kind].append(rate)
            busiest = max(busiest, busy)
    heading(f"Echo to echo at {latency * 1000:.0f} ms (lean stub, {_ROUNDS} interleaved rounds)")
    columns()
    ratios = {
        kind: line(f"ours : {name}", median(rates["ours"]), median(rates[kind]), "/s")
        for kind, name in _YARDSTICKS.items()
    }
    note(f"the stub was busy {busiest:.0%} of a core at most")
    assert ratios["stock-256"] > 1
    if latency:  # as it is in life
        assert ratios["aiogram"] > 1
        assert ratios["stock"] > 10
