import asyncio
import time

import pytest

from bot.delivery.turnstile import Turnstile


async def _reads(name: str, order: list[str], steps: int = 3, seconds: float = 0.005) -> str:
    for step in range(steps):
        time.sleep(seconds)  # noqa: ASYNC251 - as reading a question takes the processor
        order.append(f"{name}{step}")
        await asyncio.sleep(0)
    return name


async def test_the_loop_comes_round_between_the_steps_of_many() -> None:
    turnstile, order = Turnstile(), []
    work = [asyncio.create_task(turnstile.through(_reads(str(n), order))) for n in range(30)]
    longest, last = 0.0, time.perf_counter()
    while not all(task.done() for task in work):
        await asyncio.sleep(0)
        longest, last = max(longest, time.perf_counter() - last), time.perf_counter()
    assert [task.result() for task in work] == [str(n) for n in range(30)]
    assert longest < 0.06  # all at once would take 0.15 s
    assert [one for one in order if one.endswith("0")] == [
        f"{n}0" for n in range(30)
    ]  # first come, first served


async def test_long_steps_do_not_meet_in_a_round_though_most_are_short() -> None:
    turnstile, order = Turnstile(), []
    await asyncio.gather(*(turnstile.through(_reads("s", [], 2, 0.0)) for _ in range(100)))
    work = [asyncio.create_task(turnstile.through(_reads(str(n), order, 1, 0.01))) for n in range(9)]
    rounds = 0
    while not all(task.done() for task in work):
        rounds += 1
        await asyncio.sleep(0)
        assert len(order) <= rounds
    assert order == [f"{n}0" for n in range(9)]  # first come, first served


async def test_who_comes_again_and_again_with_long_steps_overtakes_nobody() -> None:
    turnstile, order = Turnstile(), []
    long = [asyncio.create_task(turnstile.through(_reads(name, order, 40, 0.003))) for name in "ab"]
    await asyncio.sleep(0)
    short = asyncio.create_task(turnstile.through(_reads("s", order, 3, 0.0)))
    await asyncio.wait([*long, short])
    assert order.index("s2") <= 12


async def test_short_steps_go_many_in_a_round() -> None:
    turnstile, order = Turnstile(), []
    work = [asyncio.create_task(turnstile.through(_reads(str(n), order, 2, 0.0))) for n in range(300)]
    rounds = 0
    while not all(task.done() for task in work):
        rounds += 1
        await asyncio.sleep(0)
    assert len(order) == 600
    assert rounds < 300


async def test_results_errors_time_outs_and_cancelling_pass_through() -> None:
    turnstile = Turnstile()
    told: list[str] = []

    async def fails() -> None:
        await asyncio.sleep(0)
        raise ValueError("x")

    async def hangs() -> None:
        try:
            async with asyncio.timeout(0.01):
                await asyncio.sleep(9)
        except TimeoutError:
            told.append("timed out")
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            told.append("cancelled")
            raise

    with pytest.raises(ValueError, match="x"):
        await turnstile.through(fails())
    hanging = asyncio.create_task(turnstile.through(hangs()))
    await asyncio.sleep(0.05)
    hanging.cancel()
    await asyncio.wait([hanging])
    assert hanging.cancelled()
    assert told == ["timed out", "cancelled"]


async def test_who_is_cancelled_while_waiting_for_a_turn_is_told_and_holds_up_nobody() -> None:
    turnstile, order = Turnstile(), []
    first = asyncio.create_task(turnstile.through(_reads("a", order, 1, 0.01)))
    second = asyncio.create_task(turnstile.through(_reads("b", order, 2)))
    third = asyncio.create_task(turnstile.through(_reads("c", order, 1)))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.wait([first, second, third])
    assert second.cancelled()
    assert third.result() == "c"
