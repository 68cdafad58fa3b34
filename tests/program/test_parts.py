"""What watches the running bot: the ticker, the operator's alerts, systemd's socket."""

import asyncio
import os
import resource
import socket
import stat
import threading
import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot import alerts as alerts_module
from bot import ticker as ticker_module
from bot.alerts import NAME, Alerts, past_alerts
from bot.clock import SHANGHAI
from bot.systemd import notify, watchdog_seconds
from bot.ticker import Ticker
from tests.program.server import until


class Clocks:
    """A wall clock that somebody sets, and one that nobody can."""

    def __init__(self) -> None:
        self.wall, self.monotonic = 1_657_500_000.0, 1_000.0

    def pass_by(self, seconds: float) -> None:
        self.wall += seconds
        self.monotonic += seconds


class Looks:
    def __init__(self) -> None:
        self.count = 0
        self.error: Exception | None = None
        self.hangs = False

    async def __call__(self) -> None:
        self.count += 1
        if self.hangs:
            await asyncio.sleep(60)
        if self.error:
            raise self.error


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def look() -> Looks:
    return Looks()


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
async def ticker(clocks: Clocks, look: Looks, told: list[str]) -> AsyncIterator[Ticker]:
    ticker = Ticker(look, told.append, wall=lambda: clocks.wall, monotonic=lambda: clocks.monotonic)
    ticker.start()
    yield ticker
    ticker.stop()
    await asyncio.sleep(0)


@pytest.mark.parametrize("jump", [-3600, 3600, 9 * 86400])
async def test_a_clock_that_is_set_is_looked_after_at_once(
    ticker: Ticker, clocks: Clocks, look: Looks, told: list[str], jump: int
) -> None:
    clocks.pass_by(5)
    ticker.check()
    assert told == []
    clocks.wall += jump
    ticker.check()
    await until(lambda: look.count == 1)
    assert len(told) == 1 and str(jump) in told[0]
    clocks.pass_by(5)
    ticker.check()
    await asyncio.sleep(0.1)
    assert look.count == 1 and len(told) == 1


async def test_a_clock_that_is_slewed_alarms_nobody(
    ticker: Ticker, clocks: Clocks, look: Looks, told: list[str]
) -> None:
    for _ in range(100):  # 50 s in all, half a second at a time
        clocks.wall += 0.5
        ticker.check()
    await asyncio.sleep(0.05)
    assert (look.count, told) == (0, [])


async def test_a_scheduler_that_has_died_is_started_again_with_an_alert(
    ticker: Ticker, clocks: Clocks, look: Looks, told: list[str]
) -> None:
    ticker._scheduler.remove_all_jobs()
    clocks.pass_by(190)
    ticker.check()
    assert told == []
    clocks.pass_by(60)
    ticker.check()
    await until(lambda: look.count == 1)
    assert len(told) == 1 and "重新启动" in told[0]


async def test_a_look_that_fails_is_told_once_and_its_recovery_too(
    ticker: Ticker, look: Looks, told: list[str]
) -> None:
    look.error = OSError("disk")
    for _ in range(3):
        await ticker.tick()
    assert ticker.failing == "OSError" and len(told) == 1 and ticker.looked.age is None
    look.error = None
    await ticker.tick()
    assert ticker.failing == "" and len(told) == 2 and ticker.looked.age == 0


async def test_a_look_that_hangs_is_given_up(
    ticker: Ticker, look: Looks, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticker_module, "_LONGEST_LOOK", 0.05)
    look.hangs = True
    await ticker.tick()
    assert ticker.failing == "TimeoutError" and len(told) == 1


def _now() -> datetime:
    return datetime(2022, 7, 20, 9, 0, tzinfo=SHANGHAI)


def test_alerts_are_kept_for_the_operator_alone(tmp_path: Path) -> None:
    alert = Alerts(tmp_path, _now)
    for text in ("磁盘已满", "磁盘已满", "已连上"):
        alert(text)
    file = tmp_path / NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept = past_alerts(tmp_path, 10)
    assert [one.text for one in kept] == ["磁盘已满", "已连上"]  # the same words at once are one alert
    assert kept[0].at == _now()
    assert [one.text for one in past_alerts(tmp_path, 1)] == ["已连上"]


def test_alerts_never_grow_beyond_their_bound_and_a_cut_line_hides_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts_module, "_LARGEST", 4000)
    alert = Alerts(tmp_path, _now)
    for number in range(200):
        alert(f"第{number}件事")
    file = tmp_path / NAME
    assert file.stat().st_size < 4500
    texts = [one.text for one in past_alerts(tmp_path, 1000)]
    assert texts == [f"第{number}件事" for number in range(200 - len(texts), 200)]
    assert len(texts) > 20
    file.write_bytes(file.read_bytes()[:-10] + b'\n{"at": 3}\n[]\n')
    assert [one.text for one in past_alerts(tmp_path, 1000)] == texts[:-1]


def test_an_alert_on_a_full_disk_is_logged_and_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / NAME).mkdir()
    Alerts(tmp_path, _now)("磁盘已满")
    assert "磁盘已满" in caplog.text
    assert past_alerts(tmp_path / "nowhere", 5) == []


@pytest.mark.parametrize("name", ["{folder}/notify.sock", "@weibao-test-{pid}"])
def test_systemd_hears_what_it_is_told(tmp_path: Path, name: str) -> None:
    address = name.format(folder=tmp_path, pid=os.getpid())
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + address[1:] if address.startswith("@") else address)
        systemd.settimeout(2)
        notify("READY=1", {"NOTIFY_SOCKET": address})
        assert systemd.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", ["", "/nowhere/at.all", "vsock:2:1"])
def test_without_systemd_nothing_happens(address: str) -> None:
    notify("READY=1", {"NOTIFY_SOCKET": address})


@pytest.mark.parametrize(
    ("environ", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_how_long_systemd_waits(environ: dict[str, str], seconds: float | None) -> None:
    assert watchdog_seconds(environ) == seconds


def test_an_alert_waits_for_no_disk_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, write = threading.Event(), Alerts._write

    def hang(alerts: Alerts, lines: bytes) -> None:
        answers.wait(10)
        write(alerts, lines)

    monkeypatch.setattr(Alerts, "_write", hang)
    monkeypatch.setattr(alerts_module, "_PATIENCE", 0.05)
    alert = Alerts(tmp_path, _now)
    began = time.monotonic()
    many = [f"第{number}件事" for number in range(60)]
    for text in many:
        alert(text)
    assert time.monotonic() - began < 2
    answers.set()
    alert._writer.join(10)  # type: ignore[union-attr]  # it hangs still, so it is there
    assert [one.text for one in past_alerts(tmp_path, 99)] == [many[0], *many[10:]]


def test_an_alert_of_which_there_was_room_for_a_part_is_written_whole_later(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    alert = Alerts(tmp_path, _now)
    alert("第一件事")
    resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / NAME).stat().st_size + 5, limits[1]))
    try:
        alert("磁盘已满")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    alert("已连上")
    assert [one.text for one in past_alerts(tmp_path, 9)] == ["第一件事", "磁盘已满", "已连上"]
