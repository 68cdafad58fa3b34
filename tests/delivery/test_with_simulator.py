"""The room against the strict simulator: the same bot, over the wire, as a person meets it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import CallbackQueryHandler, MessageHandler, filters

from bot.clock import system_clock
from bot.delivery.application import JournalApplication, build_application
from bot.delivery.budget import Budget
from bot.delivery.deliveries import Delivery, DeliveryReport, Outcome
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.runner import run_application
from bot.delivery.sender import telegram_sender
from bot.delivery.webhook import WebhookListener
from bot.simulator.server import Simulator
from tests.delivery.bot_api import TOKEN

CONFIRM = InlineKeyboardMarkup.from_button(InlineKeyboardButton("确认", callback_data="ok"))


class _Simulator(Simulator):
    address = ""


@pytest.fixture
async def simulator() -> AsyncIterator[_Simulator]:
    simulator = _Simulator(system_clock, token=TOKEN, enforce_limits=True)
    simulator.address = await simulator.start()
    yield simulator
    await simulator.stop()


@asynccontextmanager
async def _bot(
    simulator: _Simulator,
    inbox: Inbox,
    folder: Path,
    alerts: list[str],
    webhook: WebhookListener | None = None,
) -> AsyncIterator[tuple[JournalApplication, Outbox]]:
    async def answer(update: Update, context: Any) -> None:
        await update.message.reply_text(f"收到：{update.message.text}", reply_markup=CONFIRM)

    async def pressed(update: Update, context: Any) -> None:
        await update.callback_query.answer("好")
        await update.callback_query.edit_message_text("已确认")

    budget = Budget()
    app = build_application(TOKEN, inbox, base_url=simulator.address, budget=budget)
    app.add_handler(MessageHandler(filters.TEXT, answer))
    app.add_handler(CallbackQueryHandler(pressed))
    outbox = Outbox(folder, telegram_sender(app.bot), budget, alert=alerts.append)
    outbox.open()
    stop = asyncio.Event()
    receiving = asyncio.create_task(run_application(app, alert=alerts.append, stop=stop, webhook=webhook))
    sending = asyncio.create_task(outbox.run())
    try:
        yield app, outbox
    finally:
        stop.set()
        sending.cancel()
        await asyncio.wait([receiving, sending])
        await outbox.close()
        receiving.result()


def _refusals(simulator: _Simulator) -> list[str]:
    return [f"{call.method}: {call.error}" for call in simulator.log if not call.ok]


async def test_a_person_writes_presses_and_sees_the_message_change(
    simulator: _Simulator, inbox: Inbox, tmp_path: Path, alerts: list[str]
) -> None:
    person = simulator.person(11, "张三")
    async with _bot(simulator, inbox, tmp_path, alerts):
        assert (await person.ask("第7条")).text == "收到：第7条"
        await person.press("确认")
        assert (await person.next_reply()).text == "已确认"
    assert _refusals(simulator) == []
    assert alerts == []


async def test_by_webhook_the_same(
    simulator: _Simulator, inbox: Inbox, tmp_path: Path, alerts: list[str], unused_tcp_port: int
) -> None:
    listener = WebhookListener(
        f"http://127.0.0.1:{unused_tcp_port}/hook", f"127.0.0.1:{unused_tcp_port}", "secret_1"
    )
    person = simulator.person(11, "张三")
    async with _bot(simulator, inbox, tmp_path, alerts, listener):
        await person.send("早一点写的")
        assert (await person.next_reply()).text == "收到：早一点写的"
        assert (await person.ask("第7条")).text == "收到：第7条"
    assert alerts == []


@pytest.mark.timing
async def test_a_broadcast_under_enforced_limits_is_never_refused_and_nobody_waits(
    simulator: _Simulator, inbox: Inbox, tmp_path: Path, alerts: list[str]
) -> None:
    members = [simulator.person(1000 + n, f"联络员{n}") for n in range(120)]
    for member in members:
        member.open()
    asking = simulator.person(11, "张三")
    async with _bot(simulator, inbox, tmp_path, alerts) as (_, outbox):
        await asking.ask("准备")
        await asyncio.sleep(1.1)
        began = time.monotonic()
        await outbox.post("notice", [Delivery(member.id, "<b>通知</b>") for member in members])
        settled = asyncio.create_task(outbox.settled("notice"))
        waits = []
        while not settled.done():
            asked = time.monotonic()
            await asking.ask("问")
            waits.append(time.monotonic() - asked)
            await asyncio.wait([settled], timeout=1.2)
        seconds = time.monotonic() - began
    assert settled.result() == DeliveryReport(120, (), 0)
    assert _refusals(simulator) == []
    assert max(waits) < 0.5
    assert len(waits) >= 3
    assert seconds < 120 / 24


async def test_a_storm_of_429s_a_spell_of_5xx_and_cut_connections_lose_no_answer(
    simulator: _Simulator, inbox: Inbox, tmp_path: Path, alerts: list[str]
) -> None:
    people = [simulator.person(20 + n, f"人{n}") for n in range(10)]
    async with _bot(simulator, inbox, tmp_path, alerts):
        await people[0].ask("准备")
        simulator.fail_next("sendMessage", status=429, retry_after=1, times=3)
        simulator.fail_next("sendMessage", status=500, times=6)
        simulator.drop_connections(2, method="sendMessage")
        simulator.drop_connections(1, method="getUpdates")
        for person in people:
            await person.send("在吗")
        answers = [await person.wait_for(lambda seen: seen.text == "收到：在吗", 20) for person in people]
    assert len(answers) == 10
    assert alerts == []


async def test_who_blocked_the_bot_or_never_opened_it_is_in_the_delivery_report(
    simulator: _Simulator, inbox: Inbox, tmp_path: Path, alerts: list[str]
) -> None:
    here, gone = simulator.person(11, "在"), simulator.person(12, "已屏蔽")
    here.open()
    gone.open()
    gone.block()
    async with _bot(simulator, inbox, tmp_path, alerts) as (_, outbox):
        await outbox.post("notice", [Delivery(11, "通知"), Delivery(12, "通知"), Delivery(404, "通知")])
        report = await asyncio.wait_for(outbox.settled("notice"), 10)
    assert report == DeliveryReport(1, ((12, Outcome.UNREACHABLE), (404, Outcome.UNREACHABLE)), 0)
