"""The store: a month's file of 1,000 and 10,000 reports, with and without 100,000 of history."""

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from tests.benchmarks.child import Child, child
from tests.benchmarks.figures import columns, heading, line, median, note
from tests.benchmarks.stores import fill
from tests.quiet import slowness

Size = tuple[str, int, int]  # kind, reports of this month, reports before

_HISTORY = 100_000
_SHORT, _LONG = ("ours", 1_000, 0), ("ours", 1_000, _HISTORY)
_FULL, _FULL_LONG = ("ours", 10_000, 0), ("ours", 10_000, _HISTORY)
_SIZES = (_SHORT, _LONG, _FULL, _FULL_LONG)
_TINY_1000, _TINY = ("tinydb", 1_000, 0), ("tinydb", 0, _HISTORY)
_SQLITE, _FLOOR = ("sqlite", 1_000, _HISTORY), ("floor", 0, 0)
_YARDSTICKS = (_TINY_1000, _TINY, _SQLITE, _FLOOR)
_ROUNDS = 8
_PEOPLE, _EACH = 100, 20
_DECODED = 8.0  # seconds in which our store has decoded its history


@pytest.mark.timeout(900)
def test_history_costs_a_write_nothing_and_many_share_one_fsync(tmp_path: Path) -> None:
    for size in [*_SIZES, *_YARDSTICKS]:
        fill(size[0], _folder(tmp_path, size), *size[1:])
    _open(tmp_path)
    inserts: dict[Size, list[float]] = defaultdict(list)
    searches: dict[Size, list[float]] = defaultdict(list)
    scans: dict[Size, list[float]] = defaultdict(list)
    together: dict[Size, list[dict[str, float]]] = defaultdict(list)
    with ExitStack() as stack:
        workers = {size: stack.enter_context(_worker(tmp_path, size)) for size in [*_SIZES, *_YARDSTICKS]}
        for worker in workers.values():
            worker.hear()
        time.sleep(_DECODED)
        for round_ in range(_ROUNDS):
            for size, worker in workers.items():
                inserts[size] += worker.ask(insert=1 if size == _TINY else 20)["seconds"]
                if size != _FLOOR and (size != _TINY or round_ < 3):
                    searches[size] += worker.ask(search=3)["seconds"]
                    scans[size] += worker.ask(scan=1)["seconds"]
        for _ in range(3):
            for size in _SIZES:
                together[size].append(workers[size].ask(together=[_PEOPLE, _EACH]))
    _show_inserts(inserts)
    _show_reading(searches, scans)
    _show_together(together, inserts)


def _open(root: Path) -> None:
    heading("Store: open and memory with 101,000 reports, a fresh process each time")
    figures: dict[tuple[Size, str], list[float]] = defaultdict(list)
    for _ in range(3):
        for size in (_LONG, _TINY, _SQLITE):
            with _worker(root, size) as worker:
                opened = worker.hear()
                if size == _LONG:
                    time.sleep(_DECODED)  # it decodes its history in the background
                for name, value in (opened | {"later": worker.ask()["resident"]}).items():
                    figures[size, name].append(value)
    ours, tiny = (
        {name: median(figures[size, name]) for name in ("open", "resident", "later")}
        for size in (_LONG, _TINY)
    )
    columns()
    line("open : stock TinyDB", ours["open"], tiny["open"], "s", less_is_better=True)
    line(
        "open : sqlite3, which reads nothing yet",
        ours["open"],
        median(figures[_SQLITE, "open"]),
        "s",
        less_is_better=True,
    )
    line(
        "resident : stock TinyDB, which keeps nothing",
        ours["resident"],
        tiny["resident"],
        "MB",
        less_is_better=True,
    )
    note(
        f"resident once all is decoded {ours['later']:.0f} MB, "
        f"of which the program {median(figures[_LONG, 'before']):.0f} MB"
    )
    slow = slowness()
    note(
        f"this machine is {slow:.1f} x as slow as when it is quiet: then {ours['open'] / slow:.2f} s to open"
    )
    assert ours["open"] / slow < 1
    assert max(ours["resident"], ours["later"]) < 150


def _show_inserts(inserts: Mapping[Size, Sequence[float]]) -> None:
    heading("Store: one insert, milliseconds (interleaved, one process each)")
    columns()
    cost = {size: median(taken) * 1000 for size, taken in inserts.items()}
    line("month of 1,000 : stock TinyDB of 1,000", cost[_SHORT], cost[_TINY_1000], "ms", less_is_better=True)
    tiny = [
        line(f"{_name(size)} : stock TinyDB of 100,000", cost[size], cost[_TINY], "ms", less_is_better=True)
        for size in (_LONG, _FULL_LONG)
    ]
    line(f"{_name(_LONG)} : sqlite3 WAL FULL", cost[_LONG], cost[_SQLITE], "ms", less_is_better=True)
    line(f"{_name(_LONG)} : append + fsync", cost[_LONG], cost[_FLOOR], "ms", less_is_better=True)
    history = [cost[_LONG] / cost[_SHORT], cost[_FULL_LONG] / cost[_FULL]]
    note(
        f"with 100,000 of history : with none: month of 1,000 {history[0]:.2f} x, "
        f"of 10,000 {history[1]:.2f} x"
    )
    assert min(tiny) >= 100
    assert max(history) <= 1.2


def _show_reading(searches: Mapping[Size, Sequence[float]], scans: Mapping[Size, Sequence[float]]) -> None:
    heading("Store: find among 100,000, milliseconds")
    columns()
    for name, taken in (("one obligation's reports", searches), ("all by a field without index", scans)):
        for yardstick, size in (("stock TinyDB", _TINY), ("sqlite3", _SQLITE)):
            ours, theirs = median(taken[_LONG]) * 1000, median(taken[size]) * 1000
            line(f"{name} : {yardstick}", ours, theirs, "ms", less_is_better=True)


def _show_together(
    together: Mapping[Size, Sequence[Mapping[str, float]]], inserts: Mapping[Size, Sequence[float]]
) -> None:
    heading(f"Store: {_PEOPLE} people reporting at once")
    columns()
    rates = {size: median([run["rate"] for run in runs]) for size, runs in together.items()}
    alone = {size: 1 / median(taken) for size, taken in inserts.items()}
    ratios = [line(f"{_name(size)} : one commit a write", rates[size], alone[size], "/s") for size in _SIZES]
    line(f"{_name(_LONG)} : sqlite3, one commit a write", rates[_LONG], alone[_SQLITE], "/s")
    line(f"{_name(_LONG)} : one append + fsync a write", rates[_LONG], alone[_FLOOR], "/s")
    lags = {
        size: [median([run[of] for run in together[size]]) * 1000 for of in ("p50", "p99")] for size in _SIZES
    }
    for size, (half, most) in lags.items():
        note(f"{_name(size)}: loop lag p50 {half:.2f} ms, p99 {most:.2f} ms")
    assert min(ratios) >= 5
    assert max(most for _, most in lags.values()) < 10


def _name(size: Size) -> str:
    return f"month of {size[1]:,}" + (", 100,000 before" if size[2] else "")


def _worker(root: Path, size: Size) -> AbstractContextManager[Child]:
    return child("tests.benchmarks.stores", size[0], str(_folder(root, size)))


def _folder(root: Path, size: Size) -> Path:
    return root / "-".join(map(str, size))
