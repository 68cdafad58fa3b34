"""The first typed words of a run wait for what reads them, once, and hold up nobody meanwhile."""

import asyncio
import time

import pytest

from bot.chat import services
from bot.plan.model import Plan
from tests.e2e.conftest import Town


async def test_it_is_read_once_beside_the_loop_and_everybody_is_answered(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def slow(plan: Plan) -> None:
        time.sleep(0.4)
        read.append(plan.id)

    monkeypatch.setattr(services, "read_once", slow)
    town.house.services._begun.clear()
    police, visitor = await town.seat(2001, "陈海军", "县公安局"), town.simulator.person(3001, "家长")
    town.house.services._begun.clear()
    read.clear()
    first, second = (asyncio.create_task(one.ask("第8条谁负责", 10)) for one in (police, visitor))
    turns = 0
    while not (first.done() and second.done()):
        await asyncio.sleep(0.01)
        turns += 1
    assert "第8条" in first.result().text and "第8条" in second.result().text
    assert len(read) == 1
    assert turns > 20  # the loop went on
