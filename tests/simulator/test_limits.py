"""Telegram's sending limits, on a clock that the test moves, and once over the wire."""

import pytest

from bot.simulator import Simulator
from bot.simulator.errors import ApiError
from bot.simulator.limits import BURST, Limits
from tests.simulator.conftest import TOKEN, Wall


class Ticks:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_thirty_a_second_pass_and_the_next_waits() -> None:
    ticks = Ticks()
    limits = Limits(ticks)
    for chat in range(30):
        limits.admit(chat + 1)
    with pytest.raises(ApiError) as refusal:
        limits.admit(99)
    assert refusal.value.description == "Too Many Requests: retry after 1"
    assert refusal.value.retry_after == 1
    ticks.now += 1.0
    limits.admit(99)


def test_one_chat_takes_a_short_burst_then_one_a_second() -> None:
    ticks = Ticks()
    limits = Limits(ticks)
    for _ in range(BURST):
        limits.admit(7)
    with pytest.raises(ApiError):
        limits.admit(7)
    limits.admit(8)
    for _ in range(10):
        ticks.now += 1.0
        limits.admit(7)


def test_a_group_takes_twenty_a_minute_and_says_how_long_to_wait() -> None:
    ticks = Ticks()
    limits = Limits(ticks)
    for _ in range(20):
        limits.admit(-100)
        ticks.now += 1.0
    with pytest.raises(ApiError) as refusal:
        limits.admit(-100)
    assert refusal.value.retry_after == 40
    ticks.now += 40.0
    limits.admit(-100)


async def test_over_the_wire_a_flood_is_refused_with_429(wall: Wall) -> None:
    sim = Simulator(wall, token=TOKEN, enforce_limits=True)
    zhang = sim.person(1, "张三")
    await zhang.start()
    from aiohttp import ClientSession

    base = await sim.start()
    try:
        async with ClientSession() as session:
            statuses = []
            for number in range(BURST + 2):
                body = {"chat_id": 1, "text": str(number)}
                async with session.post(f"{base}/bot{TOKEN}/sendMessage", json=body) as answer:
                    statuses.append(answer.status)
    finally:
        await sim.stop()
    assert statuses == [200] * BURST + [429, 429]
    assert len(zhang.messages()) == 1 + BURST
