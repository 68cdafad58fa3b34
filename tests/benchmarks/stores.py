"""The stores that are measured, each in its own process: ``python -m tests.benchmarks.stores KIND FOLDER``.

``fill`` writes the files that a worker then opens. Each line on stdin is one thing to do; the answer says
how many seconds each took.
"""

import asyncio
import gc
import itertools
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from json import loads
from pathlib import Path
from typing import Any

from bot.clock import SHANGHAI
from bot.progress.model import Report, Status
from bot.records import Records
from bot.store import TinyStore
from bot.store.codec import Codec
from tests.benchmarks.child import say
from tests.benchmarks.real_bot import LagMeter

NOW = datetime(2026, 7, 18, 9, 30, tzinfo=SHANGHAI)
_CODEC: Codec[Any] = Codec(Report)
_TEXT = "已会同教育部门对辖区内中小学校开展排查，发现隐患{}处，均已督促整改，下一步将加强巡查。"


def report(number: int, at: datetime) -> Report:
    """A report as liaisons write them: one of 210 obligations, 60 characters."""
    obligation = number % 210
    return Report(
        key=f"42:{number}:0",
        plan="kelan-2022",
        measure=obligation % 26 + 1,
        unit=f"单位{obligation // 7}",
        cycle=f"{at:%Y-%m}",
        status=Status.IN_PROGRESS,
        percent=number % 101,
        text=_TEXT.format(number),
        author=f"联络员{obligation}",
        author_id=5000 + obligation,
        at=at,
    )


def reports(month: int, history: int) -> Iterator[Report]:
    """``history`` reports over the ten years before this month, then ``month`` in it."""
    step = timedelta(days=3600) / max(history, 1)
    first = NOW.replace(day=1) - timedelta(days=3601)
    for number in range(history):
        yield report(number, first + number * step)
    for number in range(month):
        yield report(history + number, NOW.replace(day=1) + timedelta(minutes=number))


def fill(kind: str, folder: Path, month: int, history: int) -> None:
    """Write the files of a store that has so many reports."""
    folder.mkdir(parents=True)
    if kind == "ours":

        def put(records: Records) -> None:
            for one in reports(month, history):
                records.put(one)

        store = TinyStore.open(folder)
        store.transact_now(put)
        store.close_now()
    elif kind == "tinydb":
        from tinydb import TinyDB

        with TinyDB(folder / "db.json") as database:
            database.insert_multiple(dict(_CODEC.encode(one)) for one in reports(month, history))
    elif kind == "sqlite":
        database = _sqlite(folder)
        database.executemany(_INSERT, (_row(one) for one in reports(month, history)))
        database.commit()
        database.close()


class Ours:
    """TinyStore."""

    def __init__(self, folder: Path) -> None:
        self._store = TinyStore.open(folder)
        self._numbers = itertools.count(50_000_000)

    def insert(self, one: Report) -> None:
        self._store.transact_now(lambda records: records.put(one))

    def search(self, measure: int, unit: str) -> int:
        return len(self._store.read.find(Report, plan="kelan-2022", measure=measure, unit=unit))

    def scan(self, percent: int) -> int:
        return len(self._store.read.find(Report, percent=percent))

    async def together(self, people: int, each: int) -> dict[str, float]:
        """``people`` who report at once, ``each`` time waiting for the disk; and the loop's lag meanwhile."""
        meter = LagMeter()
        measuring = asyncio.create_task(meter.run())
        await asyncio.sleep(0.1)
        meter.figures()

        async def person() -> None:
            for _ in range(each):
                one = report(next(self._numbers), NOW)
                await self._store.transact(lambda records, one=one: records.put(one))  # type: ignore[misc]

        began = time.perf_counter()
        await asyncio.gather(*(person() for _ in range(people)))
        elapsed = time.perf_counter() - began
        measuring.cancel()
        return {"rate": people * each / elapsed, **meter.figures()}


class Stock:
    """TinyDB as it comes."""

    def __init__(self, folder: Path) -> None:
        from tinydb import TinyDB, where

        self._database = TinyDB(folder / "db.json")
        self._where = where
        len(self._database)

    def insert(self, one: Report) -> None:
        self._database.insert(dict(_CODEC.encode(one)))

    def search(self, measure: int, unit: str) -> int:
        where = self._where
        self._database.clear_cache()
        return len(self._database.search((where("measure") == measure) & (where("unit") == unit)))

    def scan(self, percent: int) -> int:
        self._database.clear_cache()
        return len(self._database.search(self._where("percent") == percent))


_INSERT = "INSERT INTO report VALUES (?, ?, ?, ?, ?)"


def _sqlite(folder: Path) -> sqlite3.Connection:
    database = sqlite3.connect(folder / "db.sqlite")
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute(
        "CREATE TABLE IF NOT EXISTS report"
        " (key TEXT PRIMARY KEY, measure INT, unit TEXT, percent INT, body TEXT)"
    )
    database.execute("CREATE INDEX IF NOT EXISTS by_obligation ON report (measure, unit)")
    return database


def _row(one: Report) -> tuple[object, ...]:
    import orjson

    body = orjson.dumps(dict(_CODEC.encode(one))).decode()
    return one.key, one.measure, one.unit, one.percent, body


class Sqlite:
    """sqlite3, WAL, synchronous=FULL; one commit a report. Rows found are decoded to reports."""

    def __init__(self, folder: Path) -> None:
        self._database = _sqlite(folder)

    def insert(self, one: Report) -> None:
        self._database.execute(_INSERT, _row(one))
        self._database.commit()

    def search(self, measure: int, unit: str) -> int:
        return self._found("measure = ? AND unit = ?", measure, unit)

    def scan(self, percent: int) -> int:
        return self._found("percent = ?", percent)

    def _found(self, condition: str, *values: object) -> int:
        rows = self._database.execute(f"SELECT body FROM report WHERE {condition}", values)
        return len([_CODEC.decode(loads(row[0])) for row in rows])


class Floor:
    """An append and an fsync: what being durable costs at the least."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def insert(self, one: Report) -> None:
        os.write(self._file, _row(one)[-1].encode() + b"\n")  # type: ignore[attr-defined]
        os.fsync(self._file)


_KINDS: dict[str, Callable[[Path], Any]] = {"ours": Ours, "tinydb": Stock, "sqlite": Sqlite, "floor": Floor}


def resident() -> float:
    """This process's memory in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main(kind: str, folder: str) -> None:
    before = resident()
    began = time.perf_counter()
    store = _KINDS[kind](Path(folder))
    opened = time.perf_counter() - began
    say(open=opened, before=before, resident=resident())
    number = 10_000_000
    for line in sys.stdin:
        asked = loads(line)
        seconds: list[float] = []
        if "insert" in asked:
            for number in range(number + 1, number + 1 + asked["insert"]):  # noqa: B020 - goes on counting
                one = report(number, NOW)
                seconds.append(_timed(lambda: store.insert(one)))  # noqa: B023 - called at once
            say(seconds=seconds)
        elif "search" in asked:
            seconds = [_timed(lambda: store.search(3 + n, f"单位{n}")) for n in range(asked["search"])]  # noqa: B023
            say(seconds=seconds, found=store.search(1, "单位0"))
        elif "scan" in asked:
            seconds = [_timed(lambda: store.scan(n)) for n in range(asked["scan"])]  # noqa: B023
            say(seconds=seconds, found=store.scan(1))
        elif "together" in asked:
            say(**asyncio.run(store.together(*asked["together"])))
        else:
            gc.collect()
            say(resident=resident())


if __name__ == "__main__":
    main(*sys.argv[1:])
