"""``weibao demo``: the real bot, unchanged, against the simulator, with sample data and a clock to turn."""

import asyncio
import contextlib
import logging
import signal
import tempfile
import time
import tomllib
import webbrowser
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import House
from bot.chat.services import Services
from bot.clock import SHANGHAI
from bot.plan.loader import find_plan
from bot.plan.model import Plan
from bot.progress.model import Draft, DraftItem, Status
from bot.progress.reports import submit
from bot.records import Records
from bot.refusal import Refused
from bot.reminders.moments import next_moment
from bot.roster.authority import actor_of
from bot.roster.model import Role
from bot.roster.seats import issue_invite, open_invite, sit_down
from bot.settings import Settings, load_settings
from bot.simulator import Persona, Simulator, TourStep
from bot.store import TinyStore

_TOKEN = "8022:demo-token-of-the-simulator"  # noqa: S105 - opens nothing but the simulator
_OFFICE, _STRANGER, _NEWCOMER = 1001, 9001, 9002
_FIRST_LIAISON = 2001
_SAMPLE = "（示例）"


class DemoClock:
    """A clock that runs as fast as ours and can be set forward, never back."""

    def __init__(self, start: datetime) -> None:
        """Begin at ``start``."""
        self._start = start
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        """The demo's now, to the second."""
        elapsed = int(time.monotonic() - self._began)
        return self._start + timedelta(seconds=elapsed)

    def jump_to(self, moment: datetime) -> None:
        """Set the clock forward to ``moment``; an earlier one changes nothing."""
        if moment > self():
            self._start, self._began = moment, time.monotonic()


class DemoControls:
    """The page's clock: what time the bot has, and when it will next have something to tell."""

    def __init__(self, clock: DemoClock, house: House) -> None:
        """Turn this clock for this house."""
        self._clock = clock
        self._house = house

    def now(self) -> datetime:
        """The bot's time."""
        return self._clock()

    def next_stop(self) -> tuple[datetime, str] | None:
        """When the next reminder stage is reached, and what it is."""
        s = self._house.services
        moment = next_moment(s.store.read, s.terms, self._clock())
        return (moment.at, moment.label) if moment else None

    async def jump_to(self, moment: datetime) -> None:
        """Set the clock forward and let the bot look, as its scheduler would."""
        self._clock.jump_to(moment)
        await self._house.look()


def run(*, port: int, browser: bool) -> int:
    """Serve the demo until interrupted; prints its address."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    with tempfile.TemporaryDirectory(prefix="weibao-demo-") as folder:
        asyncio.run(_serve(Path(folder), port, browser=browser))
    return 0


async def _serve(folder: Path, port: int, *, browser: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with demo(folder, port) as (house, address):
        serving = asyncio.create_task(house.run(stop))
        await asyncio.wait(
            {serving, ready := asyncio.create_task(house.ready.wait())}, return_when="FIRST_COMPLETED"
        )
        ready.cancel()
        if not serving.done():
            print(f"未保助手演示已启动：{address}\n按 Ctrl+C 结束。", flush=True)
            if browser:
                await asyncio.to_thread(webbrowser.open, address)
        await serving


@contextlib.asynccontextmanager
async def demo(folder: Path, port: int) -> Any:
    """Simulator, seeded store and a house that is ready to run; and the page's address."""
    environ = {"WEIBAO_DATA_DIR": str(folder), "WEIBAO_TOKEN": _TOKEN}
    settings = load_settings(environ)
    sample = _read_sample(settings)
    clock = DemoClock(sample["starts_at"].astimezone(SHANGHAI))
    simulator = Simulator(clock, token=_TOKEN, files_dir=folder / "simulator")
    try:
        address = await simulator.start(port=port)
    except OSError as error:
        raise Refused(f"端口{port}用不了（{error.strerror}），请换一个：weibao demo --port 0") from error
    store = TinyStore.open(folder)
    try:
        house = House(
            replace(settings, base_url=address), store, clock, alert=logging.getLogger(__name__).warning
        )
        people, units = await seed(house.services, sample)
        for person, name in people.items():
            simulator.person(person, name).open()

        simulator.cast = _cast(house.services.plan, people, units)
        simulator.tour = _tour(next(person for person, unit in units.items() if unit == sample["tour"]))
        simulator.ribbon = "示例数据，非真实填报"
        simulator.controls = DemoControls(clock, house)
        yield house, address
    finally:
        await simulator.stop()
        await store.close()


def _read_sample(settings: Settings) -> dict[str, Any]:
    folder = find_plan(settings.plan, settings.plan_roots)
    return tomllib.loads((folder / "sample.toml").read_text(encoding="utf-8"))


async def seed(services: Services, sample: dict[str, Any]) -> tuple[dict[int, str], dict[int, str]]:
    """Seat the sample's people and store its reports, by the rules themselves.

    Returns everybody's name, and the liaisons' units, by Telegram id.
    """
    plan = services.plan
    seated_at = datetime.fromisoformat(plan.issued_on).replace(hour=15, tzinfo=SHANGHAI)
    people: dict[int, str] = {}
    units: dict[int, str] = {}

    def seat(records: Records, person: int, name: str, unit: str, role: Role) -> None:
        code = f"sample-{person}"
        issue_invite(records, plan, unit=unit, role=role, by=None, now=seated_at, code=code)
        open_invite(records, plan, code, person, seated_at)
        sit_down(records, plan, person, name, seated_at)
        people[person] = name

    def work(records: Records) -> None:
        for offset, name in enumerate(sample["office"]):
            seat(records, _OFFICE + offset, f"{name}{_SAMPLE}", "", Role.OFFICE)
        person = _FIRST_LIAISON
        for unit, names in sample["liaisons"].items():
            for name in names:
                seat(records, person, f"{name}{_SAMPLE}", unit, Role.LIAISON)
                units[person] = unit
                person += 1
        spokesman = {unit: person for person, unit in reversed(units.items())}
        for number, told in enumerate(sorted(sample["reports"], key=lambda row: row["at"])):
            _report(services, records, spokesman[told["unit"]], number, told)

    await services.store.transact(work)
    return people, units


def _report(services: Services, records: Records, person: int, number: int, told: dict[str, Any]) -> None:
    plan, at = services.plan, told["at"].astimezone(SHANGHAI)
    item = DraftItem(told["measure"], Status(told["status"]), told.get("percent"), told["text"])
    draft = Draft(
        key=str(person),
        plan=plan.id,
        person=person,
        unit=told["unit"],
        step="ready",
        origin=f"sample:{number}",
        began_at=at,
        items=(item,),
    )
    actor = actor_of(records, plan, person, services.settings.office_ids)
    submit(records, plan, services.rules, by=actor, draft=draft, now=at)


def _cast(plan: Plan, people: dict[int, str], units: dict[int, str]) -> list[Persona]:
    """Whom the page lets you be: the office, two strangers, every liaison in institutional order."""
    order = {unit.name: unit.order for unit in plan.units}
    liaisons = sorted((p for p in people if p in units), key=lambda p: (order[units[p]], p))
    office = [
        Persona(p, people[p], "县未保办", "可邀请、查看进展、下载周报") for p in people if p not in units
    ]
    seated = [Persona(p, people[p], units[p], "联络员，可汇报本单位进展") for p in liaisons]
    strangers = [
        Persona(_STRANGER, "一位家长", "访客", "可查询方案，看不到进展"),
        Persona(_NEWCOMER, "新来的同志", "访客", "用未保办给的邀请链接绑定单位"),
    ]
    return [*office, *strangers, *seated]


def _tour(liaison: int) -> list[TourStep]:
    """Two minutes: ask, report, be reminded, pull the digest."""
    return [
        TourStep("提问", "先当一位家长：用平常话问谁负责。答案带方案原文。", _STRANGER, "校园欺凌谁管"),
        TourStep(
            "汇报",
            "换成县公安局联络员：一句话报送，看卡片，点“确认报送”才计入。",
            liaison,
            "第13条 已完成60%，检查网站3家",
        ),
        TourStep("我的任务", "看看本期还欠哪几条、何时截止。按钮可直接汇报。", liaison, "我的任务"),
        TourStep(
            "提醒",
            "点上方“跳到下一次提醒”，时钟走到截止前三个工作日9时。只有还没报齐的单位收到提醒，一人一条。",
            liaison,
            "",
        ),
        TourStep("周报", "最后换成未保办：取一份可以直接转发的周报，点按钮下载 Excel。", _OFFICE, "周报"),
    ]
