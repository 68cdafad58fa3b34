"""The digest: a year of weeks, each face of one week, the event loop meanwhile; beside bare yardsticks."""

import asyncio
import json
import random
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace

import pytest

from bot.digest.compute import compute
from bot.digest.faces import render_apart
from bot.digest.model import Digest, Letterhead
from bot.digest.trend import with_trend
from bot.progress.dues import obligations
from bot.progress.model import Report, Status
from tests.benchmarks.figures import columns, heading, line, percentile
from tests.kelan import kelan_plan
from tests.reminders.world import World, at

HEAD = Letterhead("未成年人保护工作简报", "县委、县政府", "市未保办", "各成员单位", 40)
NOW = at("2027-01-10 10:00")
WEEKS = [f"2026-W{number:02}" for number in range(1, 54)]
TEXT = "组织开展安全隐患排查整治专项行动，检查学校12所，发现隐患26处，已整改21处，其余限期整改。"

# The least that any program needs which does the same by the same libraries.
BARE = {
    "upward": "import zipfile, io; z = zipfile.ZipFile(io.BytesIO(), 'w'); z.writestr('a', 'x' * 40000)",
    "bulletin": "import zipfile, io; z = zipfile.ZipFile(io.BytesIO(), 'w'); z.writestr('a', 'x' * 40000)",
    "xlsx": (
        "import io, openpyxl; b = openpyxl.Workbook(); s = b.active\n"
        "for _ in range(260): s.append(['字' * 20] * 16)\nb.save(io.BytesIO())"
    ),
    "png": (
        "import io; from matplotlib.figure import Figure; f = Figure(figsize=(10.8, 17.6), dpi=100)\n"
        "f.savefig(io.BytesIO(), format='png')"
    ),
}


@pytest.fixture(scope="module")
def year() -> World:
    """All of 2026: each of the 210 obligations answers four times in five, every month or quarter."""
    world = World(plan=replace(kelan_plan(), issued_on="2026-01-01"))
    dice, number = random.Random(7), 0
    for month in range(1, 13):
        for owed in obligations(world.plan):
            if dice.random() > 0.8 or not (owed.named or month % 3 == 0):
                continue
            cycle = f"2026-{month:02}" if owed.named else f"2026-Q{month // 3}"
            when = at(f"2026-{month:02}-{dice.randint(1, 25):02} {dice.randint(8, 17):02}:00")
            status = dice.choice(list(Status))
            text = f"{TEXT}{number}"
            world.records.put(
                Report(
                    f"b:{number}:0",
                    world.plan.id,
                    owed.measure,
                    owed.unit,
                    cycle,
                    status,
                    None,
                    text,
                    "某",
                    1,
                    when,
                )
            )
            number += 1
    return world


def week(year: World, name: str) -> Digest:
    return compute(year.records, year.plan, year.rules, year.calendar, name, now=NOW)


def timed(
    work: Callable[[], object], times: int = 5, clock: Callable[[], float] = time.perf_counter
) -> float:
    took = []
    for _ in range(times):
        began = clock()
        work()
        took.append(clock() - began)
    return min(took)  # what the machine can do when others leave it alone


def test_a_year_of_weeks_is_digested_in_a_second(year: World) -> None:
    reports = year.records.find(Report)
    heading(f"53 weeks of 2026, 210 obligations, {len(reports)} reports")
    columns()
    cpu = time.process_time  # one thread that only counts: others on the machine are not its fault
    ours = timed(lambda: [week(year, name) for name in WEEKS], clock=cpu)
    theirs = timed(lambda: [json.dumps(asdict(report), default=str) for report in reports], clock=cpu)
    line("53 digests beside all reports written as JSON once", ours, theirs, "s", less_is_better=True)
    whole = timed(
        lambda: compute(year.records, year.plan, year.rules, year.calendar, "plan", now=NOW), clock=cpu
    )
    line("the whole plan, with how every due was answered", whole, theirs, "s", less_is_better=True)
    last = week(year, "2026-W53")
    trend = timed(lambda: with_trend(last, year.records, year.plan), clock=cpu)
    line("the history of 53 weeks", trend, theirs, "s", less_is_better=True)
    assert ours <= 1.0
    assert whole <= 1.0


def test_each_face_is_made_in_time_in_a_process_of_its_own(year: World) -> None:
    digest = with_trend(week(year, "2026-W53"), year.records, year.plan)
    heading("one face, in a process of its own, best of 5; beside its library doing the least it can")
    columns()
    for face, bare in BARE.items():
        ours = timed(lambda face=face: asyncio.run(render_apart(face, digest, year.plan, HEAD)))
        theirs = timed(lambda bare=bare: subprocess.run([sys.executable, "-c", bare], check=True))
        line(f"{face}, s", ours, theirs, "s", less_is_better=True)
        assert ours <= max(1.5, 3 * theirs)  # a machine that others use as well is held to the ratio


async def test_the_loop_goes_on_while_a_digest_is_made(year: World) -> None:
    digest = with_trend(week(year, "2026-W53"), year.records, year.plan)

    async def making() -> None:
        for face in BARE:
            made = await asyncio.to_thread(week, year, "2026-W53")
            assert made.rows
            await render_apart(face, digest, year.plan, HEAD)

    async def counting() -> None:
        await asyncio.to_thread(sum, (number for number in range(20_000_000)))

    heading("lag of the event loop, ms; beside a thread that only counts")
    columns()
    ours, theirs = await lags(making), await lags(counting)
    for percent in (50, 99):
        mine, other = percentile(ours, percent), percentile(theirs, percent)
        line(
            f"p{percent} while a week is computed and drawn four times",
            mine,
            other,
            "ms",
            less_is_better=True,
        )
    assert percentile(ours, 99) < max(10, percentile(theirs, 99))


async def lags(work: Callable[[], Awaitable[None]]) -> list[float]:
    """By how many milliseconds a loop that wakes every five came late while the work went on."""
    found: list[float] = []
    task = asyncio.ensure_future(work())
    while not task.done():
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        found.append((time.perf_counter() - began - 0.005) * 1000)
    await task
    return found
