"""Updates reach the bot until it confirms them: long polling, and webhooks with the secret header."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.simulator import Person, Simulator
from bot.simulator.errors import UNKNOWN_QUERY
from tests.simulator.conftest import TOKEN, Bot

KEYS = {"inline_keyboard": [[{"text": "确认", "callback_data": "yes"}]]}


async def test_updates_come_again_until_an_offset_confirms_them(bot: Bot, zhang: Person) -> None:
    first = await zhang.send("一")
    second = await zhang.send("二")
    ids = [update["update_id"] for update in await bot.updates()]
    assert ids[1:] == [first.update_id, second.update_id]
    assert ids == list(range(ids[0], ids[0] + 3))
    assert [u["update_id"] for u in await bot.updates(offset=ids[2])] == ids[2:]
    assert [u["update_id"] for u in await bot.updates()] == ids[2:]
    assert await bot.updates(offset=ids[2] + 1) == []
    assert await bot.updates() == []


async def test_a_negative_offset_keeps_only_the_last(bot: Bot, zhang: Person) -> None:
    last = await zhang.send("二")
    assert [u["update_id"] for u in await bot.updates(offset=-1)] == [last.update_id]
    assert len(await bot.updates()) == 1


async def test_limit_bounds_a_batch(bot: Bot, zhang: Person) -> None:
    for number in range(5):
        await zhang.send(str(number))
    assert len(await bot.updates(limit=2)) == 2


async def test_a_long_poll_waits_and_wakes_at_once(bot: Bot, zhang: Person) -> None:
    start = (await bot.updates())[-1]["update_id"] + 1
    began = time.monotonic()
    assert await bot.updates(offset=start, timeout=1) == []
    assert time.monotonic() - began >= 0.95
    poll = asyncio.create_task(bot.updates(offset=start, timeout=20))
    await asyncio.sleep(0.1)
    began = time.monotonic()
    await zhang.send("到了")
    assert (await poll)[0]["message"]["text"] == "到了"
    assert time.monotonic() - began < 1


async def test_a_second_poll_ends_the_first_with_a_conflict(bot: Bot) -> None:
    poll = asyncio.create_task(bot("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    assert await bot.updates() == []
    refusal = await poll
    assert refusal["error_code"] == 409
    assert refusal["description"] == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def test_only_allowed_kinds_are_queued_and_the_choice_is_kept(bot: Bot, zhang: Person) -> None:
    await bot.updates(allowed_updates=["callback_query"])
    assert (await zhang.send("听不见")).update_id is None
    await bot.updates(allowed_updates=[])
    assert (await zhang.send("听见了")).update_id is not None


async def test_an_edit_is_an_update_of_its_own(bot: Bot, zhang: Person) -> None:
    said = await zhang.send("完成60%")
    await zhang.edit(said, "完成80%")
    edited = (await bot.updates())[-1]["edited_message"]
    assert (edited["text"], edited["message_id"]) == ("完成80%", said.message_id)
    assert "edit_date" in edited


async def test_a_press_is_answered_once(bot: Bot, zhang: Person) -> None:
    await bot.ok("sendMessage", chat_id=zhang.id, text="请确认", reply_markup=KEYS)
    press = zhang.press("确认")
    query = (await bot.updates())[-1]["callback_query"]
    assert (query["data"], query["message"]["text"]) == ("yes", "请确认")
    await bot.ok("answerCallbackQuery", callback_query_id=query["id"], text="已收悉", show_alert=True)
    answer = await press
    assert (answer.text, answer.alert) == ("已收悉", True)
    for number in (query["id"], "12345"):
        refusal = await bot.refused("answerCallbackQuery", callback_query_id=number)
        assert refusal == f"Bad Request: {UNKNOWN_QUERY}"


async def test_a_press_that_the_bot_ignores_or_answers_at_too_great_length(bot: Bot, zhang: Person) -> None:
    await bot.ok("sendMessage", chat_id=zhang.id, text="请确认", reply_markup=KEYS)
    with pytest.raises(TimeoutError):
        await zhang.press("确认", patience=0.05)
    query = (await bot.updates())[-1]["callback_query"]
    refusal = await bot.refused("answerCallbackQuery", callback_query_id=query["id"], text="字" * 201)
    assert refusal == "Bad Request: MESSAGE_TOO_LONG"


async def test_a_group_bot_hears_what_is_meant_for_it(sim: Simulator, bot: Bot) -> None:
    zhang = sim.person(1001, "张三")
    member = sim.group(-1009, "未保工作群", [zhang]).member(zhang)
    assert (await member.send("大家好")).update_id is None
    assert (await member.send("@weibao_bot 网吧谁管")).update_id is not None
    assert (await member.send("/help")).update_id is None
    assert (await member.send("/help@weibao_bot")).update_id is not None
    await bot.ok("sendMessage", chat_id=-1009, text="您好")
    reply = await member.reply(member.last, "谢谢")
    assert reply.update_id is not None
    await bot.ok("sendMessage", chat_id=-1009, text="请说")
    assert (await member.send("/help")).update_id is not None


async def test_an_inline_question_gets_cards(sim: Simulator, bot: Bot) -> None:
    zhang = sim.person(1001, "张三")
    asked = asyncio.create_task(zhang.ask_inline("网吧"))
    await asyncio.sleep(0)
    query = (await bot.updates())[-1]["inline_query"]
    card = {
        "type": "article",
        "id": "7",
        "title": "第7条",
        "input_message_content": {"message_text": "<b>第7条</b>", "parse_mode": "HTML"},
    }
    broken = card | {"input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}
    for results, reason in (([broken], "can't parse entities"), ([card, card], "RESULT_ID_DUPLICATE")):
        refusal = await bot.refused("answerInlineQuery", inline_query_id=query["id"], results=results)
        assert reason in refusal
    await bot.ok("answerInlineQuery", inline_query_id=query["id"], results=[card])
    assert [found["content"]["text"] for found in await asked] == ["第7条"]


class Listener:
    """A webhook that notes what it gets and answers as told."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, Any], str | None]] = []
        self.answers: list[int] = []
        self.url = ""
        self.arrived = asyncio.Event()

    async def handle(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.got.append((await request.json(), secret))
        self.arrived.set()
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    async def count(self, number: int) -> None:
        async with asyncio.timeout(5):
            while len(self.got) < number:
                self.arrived.clear()
                await self.arrived.wait()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    heard = Listener()
    app = web.Application()
    app.router.add_post("/hook", heard.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    heard.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield heard
    await runner.cleanup()


async def test_a_webhook_gets_each_update_with_the_secret_until_it_answers_200(
    bot: Bot, zhang: Person, listener: Listener
) -> None:
    listener.answers = [500]
    await bot.ok("setWebhook", url=listener.url, secret_token="s3cret")
    await zhang.send("一")
    await zhang.send("二")
    await listener.count(4)
    texts = [update["message"]["text"] for update, _ in listener.got]
    assert texts == ["/start", "/start", "一", "二"]
    assert {secret for _, secret in listener.got} == {"s3cret"}
    info = await bot.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_while_a_webhook_is_set_polling_is_refused(bot: Bot, zhang: Person, listener: Listener) -> None:
    await bot.ok("setWebhook", url=listener.url)
    refusal = await bot("getUpdates")
    assert refusal["error_code"] == 409
    assert refusal["description"].startswith("Conflict: can't use getUpdates method while webhook is active")
    await listener.count(1)
    await bot.ok("deleteWebhook")
    await zhang.send("再见")
    assert [update["message"]["text"] for update in await bot.updates()] == ["再见"]


async def test_a_webhook_that_is_down_loses_nothing(bot: Bot, zhang: Person, listener: Listener) -> None:
    await bot.ok("setWebhook", url="http://127.0.0.1:1/hook")
    await zhang.send("还在吗")
    await asyncio.sleep(0.1)
    info = await bot.ok("getWebhookInfo")
    assert info["pending_update_count"] == 2
    assert "Connection failed" in info["last_error_message"]
    await bot.ok("setWebhook", url=listener.url)
    await listener.count(2)


@pytest.mark.parametrize("url", ["https://example.com/hook", "http://10.0.0.1/hook", "ftp://127.0.0.1/"])
async def test_a_webhook_elsewhere_is_refused(bot: Bot, url: str) -> None:
    assert (await bot.refused("setWebhook", url=url)).startswith("Bad Request: bad webhook")


async def test_dropping_connections_loses_the_answer_but_not_the_update(
    sim: Simulator, bot: Bot, zhang: Person
) -> None:
    sim.drop_connections(1, method="sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=zhang.id, text="未达")
    sim.drop_connections(1, method="sendMessage", after=True)
    with pytest.raises(aiohttp.ClientError):
        await bot("sendMessage", chat_id=zhang.id, text="已达")
    assert [seen.text for seen in zhang.messages()] == ["/start", "已达"]


async def test_failures_on_demand_hit_their_method_and_chat_only(
    sim: Simulator, bot: Bot, zhang: Person
) -> None:
    sim.fail_next("sendMessage", status=429, retry_after=7, chat_id=zhang.id, times=2)
    await bot.ok("getMe")
    body = await bot("sendMessage", chat_id=zhang.id, text="x")
    assert body["description"] == "Too Many Requests: retry after 7"
    assert body["parameters"] == {"retry_after": 7}
    assert not (await bot("sendMessage", chat_id=zhang.id, text="x"))["ok"]
    await bot.ok("sendMessage", chat_id=zhang.id, text="x")
    assert [call.ok for call in sim.log if call.method == "sendMessage"] == [False, False, True]


async def test_latency_delays_every_answer(sim: Simulator, bot: Bot) -> None:
    sim.latency = 0.08
    began = time.monotonic()
    await asyncio.gather(*(bot.ok("getMe") for _ in range(10)))
    assert 0.08 <= time.monotonic() - began < 0.6


async def test_two_simulators_do_not_share_update_ids(sim: Simulator, zhang: Person) -> None:
    await asyncio.sleep(0.02)
    later = Simulator(sim.world.clock, token=TOKEN)
    said = await later.person(1, "李四").send("您好")
    old = await zhang.send("您好")
    assert said.update_id is not None
    assert old.update_id is not None
    assert said.update_id > old.update_id
