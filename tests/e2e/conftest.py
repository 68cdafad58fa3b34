"""A whole bot for a test: the real Application against the simulator over HTTP, in its own data folder."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

import pytest

from bot.app import House
from bot.clock import SHANGHAI
from bot.settings import Settings, load_settings
from bot.simulator import Person, Simulator
from bot.simulator.seen import Seen
from bot.store import TinyStore

TOKEN = "42:test-token"
OFFICE = 1001


class TestClock:
    """A clock that stands until it is moved."""

    __test__ = False

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move_to(self, text: str) -> None:
        self.at = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)

    def pass_by(self, **span: float) -> None:
        self.at += timedelta(**span)


class Town:
    """Simulator, bot and people of one test. ``start`` and ``stop`` may be called again: a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = TestClock(datetime(2022, 7, 18, 9, 30, tzinfo=SHANGHAI))
        self.simulator = Simulator(self.clock, token=TOKEN, files_dir=folder / "files")
        self.alerts: list[str] = []
        self.environ: dict[str, str] = {}
        self.house: House
        self.store: TinyStore
        self._stop: asyncio.Event
        self._running: asyncio.Task[None]

    async def open(self) -> None:
        address = await self.simulator.start()
        config = self.folder / "weibao.toml"
        config.write_text("[limits]\nmessages_per_second = 10000.0\nchat_per_second = 10000.0\n")
        self.environ = {
            "WEIBAO_BASE_URL": address,
            "WEIBAO_TOKEN": TOKEN,
            "WEIBAO_DATA_DIR": str(self.folder / "data"),
            "WEIBAO_OFFICE_IDS": str(OFFICE),
            "WEIBAO_CONFIG": str(config),
        }
        await self.start()

    @property
    def settings(self) -> Settings:
        return load_settings(self.environ)

    async def start(self) -> None:
        self.store = TinyStore.open(self.settings.data_dir)
        self.house = House(self.settings, self.store, self.clock, self.alerts.append)
        self._stop = asyncio.Event()
        self._running = asyncio.create_task(self.house.run(self._stop))
        ready = asyncio.create_task(self.house.ready.wait())
        await asyncio.wait({ready, self._running}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            self._running.result()

    async def stop(self) -> None:
        self._stop.set()
        await asyncio.wait_for(self._running, 10)
        await self.store.close()

    async def close(self) -> None:
        await self.stop()
        await self.simulator.stop()

    @cached_property
    def office(self) -> Person:
        """One person for the whole test: a new one would not see what came before they were asked for."""
        return self.simulator.person(OFFICE, "王主任")

    async def settled(self, true: Callable[[], bool], seconds: float = 10) -> None:
        """Wait for something that only looking can tell. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not true():  # noqa: ASYNC110 - the bot tells nobody
                await asyncio.sleep(0.005)

    async def idle(self) -> None:
        """Wait until the bot has handled all it was sent and delivered all it posted."""
        updates, inbox, outbox = self.simulator.context.updates, self.house._inbox, self.house._outbox
        await self.settled(lambda: not (updates.pending() or len(inbox) or outbox.counts[0]), 30)

    async def seat(self, person_id: int, name: str, unit: str, words: str = "") -> Person:
        """Invite someone to a unit and sit them down, all in chat."""
        office = self.office
        answer = await office.ask(f"邀请 {unit}{words}")
        code = answer.text.rsplit("start=", 1)[1].strip()
        person = self.simulator.person(person_id, name)
        await person.start(code)
        assert unit.removeprefix("县") in (await person.next_reply()).text
        await person.send(name)
        assert name in (await person.next_reply()).text
        await person.next_reply()
        return person


def says(words: str) -> Callable[[Seen], bool]:
    """For ``wait_for``: a message with these words in it."""
    return lambda seen: words in seen.text


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """One running bot, no one seated but the office by its setting."""
    town = Town(tmp_path)
    await town.open()
    yield town
    await town.close()
