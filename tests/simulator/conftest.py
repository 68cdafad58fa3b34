"""A simulator, its base URL, and a plain HTTP client that speaks to it as a bot would."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.clock import SHANGHAI
from bot.simulator import Person, Simulator

TOKEN = "4242:simulated-token"


class Wall:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2022, 7, 20, 9, 0, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Bot:
    """Calls methods over HTTP and returns the whole answer."""

    session: aiohttp.ClientSession
    base: str

    async def __call__(self, method: str, **params: Any) -> dict[str, Any]:
        async with self.session.post(f"{self.base}/bot{TOKEN}/{method}", json=params) as answer:
            body: dict[str, Any] = await answer.json()
            assert answer.status == body.get("error_code", 200)
            return body

    async def form(self, method: str, files: dict[str, tuple[str, bytes]], **params: Any) -> dict[str, Any]:
        form = aiohttp.FormData(quote_fields=False)  # Telegram takes names as they are
        for name, value in params.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for name, (filename, content) in files.items():
            form.add_field(name, BytesIO(content), filename=filename, content_type="application/octet-stream")
        async with self.session.post(f"{self.base}/bot{TOKEN}/{method}", data=form) as answer:
            body: dict[str, Any] = await answer.json()
            return body

    async def ok(self, method: str, **params: Any) -> Any:
        body = await self(method, **params)
        assert body["ok"], body
        return body["result"]

    async def refused(self, method: str, **params: Any) -> str:
        body = await self(method, **params)
        assert not body["ok"], body
        return str(body["description"])

    async def updates(self, **params: Any) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = await self.ok("getUpdates", **params)
        return result


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def sim(wall: Wall) -> AsyncIterator[Simulator]:
    simulator = Simulator(wall, token=TOKEN)
    yield simulator
    await simulator.stop()


@pytest.fixture
async def base(sim: Simulator) -> str:
    return await sim.start()


@pytest.fixture
async def bot(base: str) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession() as session:
        yield Bot(session, base)


@pytest.fixture
async def zhang(sim: Simulator, base: str) -> Person:
    """Someone who has started the bot; the update is still pending."""
    person = sim.person(1001, "张三")
    await person.start()
    return person
