"""What the page asks of the server, and what other sites are refused."""

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import pytest

from bot.simulator import Persona, Simulator, TourStep
from tests.simulator.conftest import Bot, Wall
from tests.simulator.pictures import png

ZHANG, LI = 1001, 1002


class Turned:
    """Controls over the test's clock, with one stop ahead."""

    def __init__(self, wall: Wall) -> None:
        self.wall = wall
        self.jumps: list[datetime] = []

    def now(self) -> datetime:
        return self.wall.now

    def next_stop(self) -> tuple[datetime, str] | None:
        return None if self.jumps else (self.wall.now + timedelta(days=2), "催报")

    async def jump_to(self, moment: datetime) -> None:
        self.jumps.append(moment)
        self.wall.now = moment


@pytest.fixture
def staged(sim: Simulator, wall: Wall) -> Simulator:
    sim.cast = [Persona(ZHANG, "张三", "县公安局", "联络员"), Persona(LI, "李四", "访客", "", "CODE")]
    sim.tour = [TourStep("提问", "请试", ZHANG, "校园欺凌谁管")]
    sim.ribbon = "示例数据"
    sim.controls = Turned(wall)
    return sim


class Page:
    def __init__(self, bot: Bot) -> None:
        self.session, self.base = bot.session, f"{bot.base}/demo/api"

    async def get(self, path: str) -> Any:
        async with self.session.get(f"{self.base}/{path}") as answer:
            assert answer.status == 200
            return await answer.json()

    async def post(self, path: str, status: int = 200, **body: Any) -> Any:
        async with self.session.post(f"{self.base}/{path}", json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()


@pytest.fixture
def page(staged: Simulator, bot: Bot) -> Page:
    return Page(bot)


async def test_the_page_and_its_parts_are_served_without_outside_resources(bot: Bot) -> None:
    async with bot.session.get(bot.base) as answer:
        html = await answer.text()
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "http" not in html.replace("http-equiv", "")
    for name in ("app.js", "chat.js", "format.js", "style.css", "icon.svg"):
        async with bot.session.get(f"{bot.base}/page/{name}") as answer:
            assert answer.status == 200
            text = (await answer.text()).replace("http://www.w3.org/2000/svg", "")
            assert "//cdn" not in text
            assert "url(http" not in text
            assert ".innerHTML" not in text
    for path in ("/page/nothing.js", "/page/..%2fserver.py"):
        async with bot.session.get(f"{bot.base}{path}") as answer:
            assert answer.status == 404


async def test_the_state_has_cast_ribbon_tour_and_clock(page: Page) -> None:
    state = await page.get("state")
    assert [(p["name"], p["title"], p["unread"]) for p in state["cast"]] == [
        ("张三", "县公安局", 0),
        ("李四", "访客", 0),
    ]
    assert state["ribbon"] == "示例数据"
    assert state["tour"][0]["suggestion"] == "校园欺凌谁管"
    assert state["clock"]["next"]["label"] == "催报"


async def test_acts_on_the_page_reach_the_bot_and_its_answers_the_page(page: Page, bot: Bot) -> None:
    await page.post(f"people/{LI}/start")
    await page.post(f"people/{ZHANG}/send", text="第7条谁管")
    texts = [update["message"]["text"] for update in await bot.updates()]
    assert texts == ["/start CODE", "第7条谁管"]
    keys = {"inline_keyboard": [[{"text": "确认", "callback_data": "yes"}]]}
    sent = await bot.ok("sendMessage", chat_id=ZHANG, text="请确认", reply_markup=keys)
    assert (await page.get("state"))["cast"][0]["unread"] == 1
    await page.post(f"people/{ZHANG}/read")
    assert (await page.get("state"))["cast"][0]["unread"] == 0

    press = asyncio.create_task(
        page.post(f"people/{ZHANG}/press", message_id=sent["message_id"], row=0, column=0)
    )
    query = (await bot.updates(offset=-1, timeout=2))[-1]
    while "callback_query" not in query:
        query = (await bot.updates(offset=query["update_id"] + 1, timeout=2))[-1]
    await bot.ok("answerCallbackQuery", callback_query_id=query["callback_query"]["id"], text="收悉")
    assert await press == {"ok": True, "text": "收悉", "alert": False}

    first = (await page.get(f"people/{ZHANG}"))["messages"][0]
    await page.post(f"people/{ZHANG}/edit", message_id=first["message_id"], text="第8条谁管")
    shown = (await page.get(f"people/{ZHANG}"))["messages"]
    assert [(m["text"], m["mine"]) for m in shown] == [("第8条谁管", True), ("请确认", False)]


async def test_files_go_up_and_come_down_again(page: Page, bot: Bot) -> None:
    for kind, names, count in (("photo", ["a.png"], 1), ("document", ["台账.txt", "b.txt"], 2)):
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("kind", kind)
        form.add_field("caption", "佐证")
        for name in names:
            form.add_field("file", png(30, 20), filename=name)
        async with page.session.post(f"{page.base}/people/{ZHANG}/upload", data=form) as answer:
            assert answer.status == 200
        got = [update["message"] for update in await bot.updates()][-count:]
        assert got[0]["caption"] == "佐证"
    assert got[0]["document"]["file_name"] == "台账.txt"
    async with page.session.get(f"{page.base}/files/{got[0]['document']['file_id']}") as answer:
        assert await answer.read() == png(30, 20)
        assert answer.headers["Content-Disposition"].startswith("attachment")


async def test_what_cannot_be_done_is_said_in_one_chinese_sentence(page: Page) -> None:
    form = aiohttp.FormData()
    form.add_field("kind", "photo")
    form.add_field("file", b"no picture", filename="a.png")
    async with page.session.post(f"{page.base}/people/{ZHANG}/upload", data=form) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"] == "这不是可用的图片，请改用文件发送。"
    said = await page.post(f"people/{ZHANG}/press", 400, message_id=99, row=0, column=0)
    assert said["error"] == "这条消息已不在会话中。"
    assert "未能完成" in (await page.post(f"people/{ZHANG}/send", 400, text="  "))["error"]
    assert "未能完成" in (await page.post(f"people/{ZHANG}/send", 400))["error"]


async def test_the_clock_is_turned_by_its_hooks_alone(page: Page, staged: Simulator, wall: Wall) -> None:
    start = wall.now
    assert datetime.fromisoformat((await page.post("clock", to="next"))["now"]) == start + timedelta(days=2)
    await page.post("clock", to="hour")
    await page.post("clock", to="day")
    assert wall.now == start + timedelta(days=3, hours=1)
    assert (await page.post("clock", 400, to="next"))["error"] == "近期没有待发的提醒。"
    await page.post("clock", 400, to="yesterday")
    staged.controls = None
    assert await page.get("clock") is None


async def test_events_stream_messages_edits_deletions_typing_and_refusals(page: Page, bot: Bot) -> None:
    await page.post(f"people/{ZHANG}/start")
    async with page.session.get(f"{page.base}/events") as stream:
        await stream.content.readuntil(b"\n\n")
        sent = await bot.ok("sendMessage", chat_id=ZHANG, text="一")
        where = {"chat_id": ZHANG, "message_id": sent["message_id"]}
        await bot.ok("sendChatAction", chat_id=ZHANG, action="typing")
        await bot.ok("editMessageText", **where, text="二")
        await bot.refused("editMessageText", **where, text="二")
        await bot.ok("deleteMessage", **where)
        events = []
        while len(events) < 5:
            line = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 5)
            events.append(json.loads(line.removeprefix(b"data: ")))
    assert [event["kind"] for event in events] == ["message", "typing", "edit", "refused", "delete"]
    assert events[2]["message"]["text"] == "二"
    assert events[3]["data"]["method"] == "editMessageText"


async def test_a_stopping_simulator_does_not_wait_for_open_streams(page: Page, staged: Simulator) -> None:
    async with page.session.get(f"{page.base}/events") as stream:
        await stream.content.readuntil(b"\n\n")
        await asyncio.wait_for(staged.stop(), 3)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "evil.example"},
    ],
)
async def test_other_sites_can_neither_act_nor_read(page: Page, bot: Bot, headers: dict[str, str]) -> None:
    url = f"{page.base}/people/{ZHANG}/send"
    async with page.session.post(url, json={"text": "x"}, headers=headers) as answer:
        assert answer.status == 403
    async with page.session.get(f"{page.base}/state", headers=headers) as answer:
        assert answer.status == 403
    assert await bot.updates() == []


async def test_the_page_s_own_origin_is_welcome_and_strangers_to_the_cast_are_not(
    page: Page, bot: Bot
) -> None:
    url = f"{page.base}/people/{ZHANG}/send"
    async with page.session.post(url, json={"text": "x"}, headers={"Origin": bot.base}) as answer:
        assert answer.status == 200
    async with page.session.post(f"{page.base}/people/5/send", json={"text": "x"}) as answer:
        assert answer.status == 404
