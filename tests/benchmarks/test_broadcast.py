"""A broadcast to 600 while a person asks every two seconds, on a server that enforces Telegram's limits."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.child import child
from tests.benchmarks.figures import columns, heading, line, note

_CHATS = 600
_LATENCY = "0.08"


def broadcast(kind: str, folder: Path) -> dict[str, Any]:
    """What the strict simulator and its people saw of it."""
    with child("tests.benchmarks.town", _LATENCY, "limited") as town:
        url = town.hear()["url"]
        with child("tests.benchmarks.bots", kind, url, str(folder)):
            return dict(town.ask(within=300.0, broadcast=_CHATS))


@pytest.mark.timeout(600)
def test_a_broadcast_runs_at_the_limit_and_people_are_answered_meanwhile(tmp_path: Path) -> None:
    # At the same time, each with a server of its own: both mostly wait.
    with ThreadPoolExecutor(2) as both:
        ours, theirs = both.map(
            broadcast, ("ours-limited", "stock-limiter"), (tmp_path / "ours", tmp_path / "theirs")
        )
    heading(
        f"Broadcast to {_CHATS} at 80 ms, limits enforced, one person asking every 2 s (strict simulator)"
    )
    columns()
    line("messages : PTB with AIORateLimiter", ours["rate"], theirs["rate"], "/s")
    for name, key in (("median", "p50"), ("p95", "p95"), ("longest", "max")):
        line(f"the person's wait, {name}", ours[key], theirs[key], "s", less_is_better=True)
    for name, run in (("ours", ours), ("PTB", theirs)):
        note(
            f"{name}: {run['arrived']} arrived in {run['seconds']:.1f} s, {run['refused']} refusals (429), "
            f"{run['asked']} questions"
        )
    assert ours["arrived"] == _CHATS
    assert ours["refused"] == 0
    assert ours["rate"] >= 26
    assert ours["p95"] < 0.5
