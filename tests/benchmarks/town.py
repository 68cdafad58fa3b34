"""The strict simulator and its people, in a process of their own.

Each line on stdin is a scene, answered with what was seen in it: see ``scene`` and ``broadcast``.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from json import loads
from typing import Any

from bot.clock import system_clock
from bot.simulator import Seen, Simulator
from bot.simulator.world import Event
from tests.benchmarks.bots import TOKEN
from tests.benchmarks.child import say
from tests.benchmarks.figures import percentile
from tests.soak.crowd import REMINDER, kelan, liaisons

PEOPLE, REPORTING = 300, 90
_QUESTIONS = (
    "校园欺凌谁管", "孩子沉迷网络怎么办", "学校门口有人卖烟给学生", "留守儿童由谁关爱", "困境儿童怎么帮",
    "第11条", "公安局有哪些任务", "哪些单位负责心理健康", "孩子辍学了找谁", "网吧让未成年人进去归谁管",
    "教育局和公安局共同负责哪些", "今天天气怎么样", "一共有多少条措施", "谁来管校车", "未成年人文身有人管吗",
)  # fmt: skip


class Town:
    """People who act again as soon as they are answered, or after thinking for a while."""

    def __init__(self, simulator: Simulator, reporting: bool) -> None:
        self._simulator = simulator
        plan = kelan()
        seats = liaisons(plan, REPORTING) if reporting else []
        self._owed = {person: measure for person, _, measure in seats}
        ids = [*self._owed, *range(10_000, 10_000 + PEOPLE - len(seats))]
        self._persons = {one: simulator.person(one) for one in ids}
        self._since: dict[int, float] = {}
        self._count: Counter[int] = Counter()
        self._think = 0.0
        self._waits: list[float] = []
        self._chance = random.Random(1)
        simulator.world.listen(self._sees)

    async def scene(self, seconds: float, rate: float) -> dict[str, Any]:
        """Let them act for so long, ``rate`` acts a second in all; 0 is as fast as they are answered."""
        self._think = len(self._persons) / rate if rate else 0.0
        for person in [] if self._count else self._persons:
            self._later(person)
        await asyncio.sleep(2.0 + self._think)  # until all are at it, and at this pace
        self._simulator.log.clear()
        self._waits, began, busy = [], time.perf_counter(), time.process_time()
        await asyncio.sleep(seconds)
        waits, elapsed = self._waits, time.perf_counter() - began
        refused = Counter(f"{call.method}: {call.error}" for call in self._simulator.log if not call.ok)
        return {
            "rate": len(waits) / elapsed,
            "p50": percentile(waits, 50),
            "p95": percentile(waits, 95),
            "max": max(waits),
            "refused": refused,
            "busy": (time.process_time() - busy) / elapsed,
        }

    def _later(self, person: int) -> None:
        pause = self._chance.uniform(0, 2 * self._think)
        asyncio.get_running_loop().call_later(pause, lambda: asyncio.ensure_future(self._act(person)))

    async def _act(self, person: int) -> None:
        self._since[person] = time.perf_counter()
        self._count[person] += 1
        number = self._count[person]
        if measure := self._owed.get(person):
            await self._persons[person].send(f"第{measure}条 推进中，已检查{number}次")
        else:
            await self._persons[person].send(_QUESTIONS[(person + number) % len(_QUESTIONS)])

    def _sees(self, event: Event) -> None:
        person = event.chat_id
        if not event.by_bot or event.message is None or person not in self._since:
            return
        if event.kind not in {"message", "edit"}:
            return
        seen = Seen(self._simulator.world, event.message, event.data, event.kind == "edit")
        if REMINDER in seen.text:
            return
        now = time.perf_counter()
        self._waits.append(now - self._since.pop(person))
        if person in self._owed and seen.has_button("确认报送"):
            self._since[person] = now
            data = seen.button("确认报送")["callback_data"]
            self._persons[person].press_data(data, seen)
        else:
            self._later(person)


async def broadcast(simulator: Simulator, count: int, every: float) -> dict[str, Any]:
    """Have the bot tell ``count`` people something, while one person asks every so many seconds."""
    for chat in range(1, count + 1):
        simulator.person(chat).open()
    office, person = simulator.person(9001), simulator.person(9002)
    arrived: set[int] = set()
    ended = asyncio.Event()

    def sees(event: Event) -> None:
        if event.by_bot and event.kind == "message" and event.chat_id <= count:
            arrived.add(event.chat_id)
            if len(arrived) == count:
                ended.set()

    simulator.world.listen(sees)
    await office.send("hello")
    await office.next_reply(30)
    simulator.log.clear()
    began = time.perf_counter()
    await office.send(f"broadcast {count}")
    asking: list[asyncio.Task[float]] = []
    while not ended.is_set() and time.perf_counter() - began < 120:
        asking.append(asyncio.create_task(_ask(person, len(asking))))
        try:
            await asyncio.wait_for(ended.wait(), every)
        except TimeoutError:
            continue
    elapsed = time.perf_counter() - began
    waits = await asyncio.gather(*asking)
    return {
        "rate": len(arrived) / elapsed,
        "seconds": elapsed,
        "arrived": len(arrived),
        "refused": sum("Too Many Requests" in str(call.error) for call in simulator.log),
        "asked": len(waits),
        "p50": percentile(waits, 50),
        "p95": percentile(waits, 95),
        "max": max(waits),
    }


async def _ask(person: Any, number: int) -> float:
    began = time.perf_counter()
    await person.send(f"question {number}.")
    while not any(
        seen.text == f"question {number}." and seen.message.sender.is_bot for seen in person.messages()
    ):
        await person._world.change(person.chat, 60)
    return time.perf_counter() - began


async def main(latency: float, limited: bool, reporting: bool) -> None:
    simulator = Simulator(system_clock, token=TOKEN, enforce_limits=limited, latency=latency)
    say(url=await simulator.start())
    town: Town | None = None
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = loads(line)
        if "broadcast" in asked:
            say(**await broadcast(simulator, asked["broadcast"], 2.0))
        else:
            town = town or Town(simulator, reporting)
            say(**await town.scene(**asked))


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), "limited" in sys.argv, "reporting" in sys.argv))
