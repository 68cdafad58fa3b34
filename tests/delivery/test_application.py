import asyncio
import errno
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import MessageHandler, TypeHandler, filters

from bot.delivery import application as application_module
from bot.delivery import runner as runner_module
from bot.delivery.application import JournalApplication, build_application
from bot.delivery.budget import Budget, Limits
from bot.delivery.deliveries import Delivery
from bot.delivery.faults import Unable
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.runner import run_application
from bot.delivery.sender import telegram_sender, telegram_tracing
from tests.delivery.bot_api import TOKEN, BotApi, Fault, error_body, text_update

BUTTON = InlineKeyboardButton("确认", callback_data="ok")
UNLIMITED = Limits(inf, inf, 1, inf)


def _build(api: BotApi, inbox: Inbox, handle: Callable[[Update, Any], Awaitable[None]]) -> JournalApplication:
    app = build_application(TOKEN, inbox, base_url=api.url, budget=Budget(UNLIMITED))
    app.add_handler(MessageHandler(filters.TEXT, handle))
    return app


@asynccontextmanager
async def running(app: JournalApplication, alerts: list[str]) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    task = asyncio.create_task(run_application(app, alert=alerts.append, stop=stop))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def eventually(condition: Callable[[], object], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the condition is another program's
            await asyncio.sleep(0.01)


async def _echo(update: Update, context: Any) -> None:
    await update.message.reply_text(update.message.text)


async def test_each_message_is_answered_and_then_forgotten(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    api.push(*(text_update(n, n % 5 + 1, f"第{n}条") for n in range(1, 251)))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: len(api.sent()) == 250 and not len(inbox))
    assert sorted(api.sent()) == sorted(f"第{n}条" for n in range(1, 251))
    assert alerts == []


async def test_one_chat_is_in_order_and_chats_are_side_by_side(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    api.latency = 0.05
    api.push(*(text_update(n, n % 20 + 1, str(n)) for n in range(1, 101)))
    began = asyncio.get_running_loop().time()
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: not len(inbox) and len(api.sent()) == 100)
    assert asyncio.get_running_loop().time() - began < 100 * 0.05 / 2
    for chat in range(1, 21):
        numbers = [int(text) for text in api.sent(chat)]
        assert len(numbers) == 5
        assert numbers == sorted(numbers)


async def test_a_flood_from_one_chat_keeps_nobody_else_waiting(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    async def slow_for_one(update: Update, context: Any) -> None:
        if update.message.chat_id == 1:
            await asyncio.sleep(0.02)
        await _echo(update, context)

    api.push(*(text_update(n, 1, "刷屏") for n in range(1, 501)))
    api.push(*(text_update(1000 + n, 100 + n, "你好") for n in range(20)))
    async with running(_build(api, inbox, slow_for_one), alerts):
        await eventually(lambda: api.sent().count("你好") == 20)
        assert len(inbox) > 300  # the flood is still being worked off


async def test_an_update_is_done_only_when_its_handler_has_returned(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    gate = asyncio.Event()

    async def wait(update: Update, context: Any) -> None:
        await gate.wait()

    api.push(text_update(1, 7, "a"))
    async with running(_build(api, inbox, wait), alerts):
        await eventually(lambda: 1 in inbox)
        await asyncio.sleep(0.05)
        assert 1 in inbox
        gate.set()
        await eventually(lambda: inbox.is_done(1))


async def test_what_was_left_pending_is_handled_first_at_the_next_start(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    await inbox.record([text_update(1, 7, "昨天的"), text_update(2, 7, "也是")])
    api.push(text_update(2, 7, "也是"), text_update(3, 7, "今天的"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: len(api.sent()) >= 3 and not len(inbox))
    assert api.sent() == ["昨天的", "也是", "今天的"]


async def test_a_crashing_handler_runs_three_times_then_its_update_is_set_aside(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    seen, told = [], []

    async def crash(update: Update, context: Any) -> None:
        if update.message.text == "毒":
            seen.append(1)
            raise KeyError("毒")
        await _echo(update, context)

    async def sorry(update: object, context: Any) -> None:
        told.append(type(context.error))

    api.push(text_update(1, 7, "毒"), text_update(2, 7, "同一人的下一条"), text_update(3, 8, "别人"))
    app = _build(api, inbox, crash)
    app.add_error_handler(sorry)
    async with running(app, alerts):
        await eventually(lambda: not len(inbox) and inbox.is_done(1))
    assert len(seen) == 3
    assert told == [KeyError]  # a person hears of it once
    assert sorted(api.sent()) == sorted(["同一人的下一条", "别人"])
    assert len(alerts) == 1
    assert "毒" not in alerts[0]


async def test_an_update_that_ptb_cannot_parse_is_set_aside_and_not_fetched_for_ever(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    poison = {"update_id": 2, "message": {"message_id": "x", "date": "yesterday", "chat": 5}}
    api.push(text_update(1, 7, "a"), poison, text_update(3, 7, "b"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: len(api.sent()) == 2 and not len(inbox))
        await asyncio.sleep(0.05)
        assert api.updates == []  # confirmed to Telegram
    assert len(alerts) == 1
    assert poison["message"]["date"] in inbox.set_aside_file.read_text()


async def test_a_batch_of_nothing_new_is_confirmed_too(api: BotApi, inbox: Inbox, alerts: list[str]) -> None:
    await inbox.record([text_update(1, 7, "a")])
    inbox.done(1)
    api.push(text_update(1, 7, "a"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: not api.updates)
    assert api.sent() == []


async def test_numbering_that_starts_again_lower_is_followed(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "_POLL_SECONDS", 0)
    api.push(text_update(900, 7, "上周"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: not api.updates and not len(inbox))
        await asyncio.sleep(0.05)
        api.push(text_update(5, 7, "本周"))
        await eventually(lambda: "本周" in api.sent())


async def test_a_failed_answer_that_surely_was_not_sent_is_sent_again_once_it_can_be(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(application_module, "_LONGEST_PAUSE", 0.02)
    api.faults.extend(Fault("sendMessage", 500) for _ in range(8))
    api.push(text_update(1, 7, "第一条"), text_update(2, 7, "第二条"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: len(api.sent()) == 2 and not len(inbox))
    assert api.sent() == ["第一条", "第二条"]
    assert alerts == []


async def _impatient(update: Update, context: Any) -> None:
    await update.message.reply_text(
        update.message.text, read_timeout=0.05, reply_markup=InlineKeyboardMarkup.from_button(BUTTON)
    )


async def test_an_answer_that_timed_out_and_arrived_is_not_sent_again(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)
    api.faults.append(Fault("sendMessage", carried_out=True, hang=0.3))
    api.push(text_update(1, 7, "一"), text_update(2, 8, "二"))
    async with running(_build(api, inbox, _impatient), alerts):
        await eventually(lambda: inbox.is_done(1) and inbox.is_done(2))
    assert sorted(api.sent()) == ["一", "二"]
    assert alerts == []


async def test_an_answer_that_timed_out_and_did_not_arrive_is_sent_again(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)
    api.faults.append(Fault("sendMessage", noted=True, hang=0.3))
    api.push(text_update(1, 7, "一"))
    async with running(_build(api, inbox, _impatient), alerts):
        await eventually(lambda: inbox.is_done(1))
    assert api.sent() == ["一", "一"]
    assert [call.fields["text"] for call in api.messages.values()] == ["一"]
    assert alerts == []


async def test_an_answer_that_timed_out_and_is_not_seen_is_sent_once_more_and_never_a_third_time(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)
    api.faults.extend(Fault("sendMessage", carried_out=True, hang=0.3) for _ in range(5))
    hidden = error_body(400, "Bad Request: message to edit not found")
    api.faults.extend(Fault("editMessageReplyMarkup", 400, hidden) for _ in range(100))
    monkeypatch.setattr(application_module, "_LONGEST_DOUBT", 0.5)
    monkeypatch.setattr(application_module, "_LONGEST_PAUSE", 0.1)
    api.push(text_update(1, 7, "一"))
    async with running(_build(api, inbox, _impatient), alerts):
        await eventually(lambda: inbox.is_done(1))
        await asyncio.sleep(0.1)
    assert api.sent() == ["一", "一"]
    assert len(alerts) == 1


async def test_an_answer_whose_connection_was_cut_is_sent_again(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)
    api.faults.extend(Fault("sendMessage", cut=True) for _ in range(2))
    api.push(text_update(1, 7, "一"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: inbox.is_done(1))
    assert api.sent() == ["一"]
    assert alerts == []


async def test_too_many_requests_is_waited_out(api: BotApi, inbox: Inbox, alerts: list[str]) -> None:
    api.faults.append(Fault("sendMessage", 429, error_body(429, "Too Many Requests", retry_after=1)))
    api.push(text_update(1, 7, "一"))
    began = asyncio.get_running_loop().time()
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: api.sent() == ["一"])
    assert asyncio.get_running_loop().time() - began >= 1


async def test_somebody_who_blocked_the_bot_holds_nothing_up(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    api.faults.append(Fault("sendMessage", 403, error_body(403, "Forbidden: bot was blocked by the user")))
    api.push(text_update(1, 7, "一"), text_update(2, 7, "二"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: not len(inbox) and api.sent() == ["二"])
    assert alerts == []


async def test_a_handler_that_hangs_counts_as_failed(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "HANDLER_SECONDS", 0.05)
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)

    async def hang(update: Update, context: Any) -> None:
        await asyncio.Event().wait()

    api.push(text_update(1, 7, "一"))
    async with running(_build(api, inbox, hang), alerts):
        await eventually(lambda: inbox.is_done(1))
    assert len(alerts) == 1


async def test_stopping_finishes_what_is_under_way_and_keeps_the_rest(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    begun = []

    async def slow(update: Update, context: Any) -> None:
        begun.append(update.update_id)
        await asyncio.sleep(0.3)
        await _echo(update, context)

    api.push(*(text_update(n, 7, str(n)) for n in range(1, 31)))
    async with running(_build(api, inbox, slow), alerts) as stop:
        await eventually(lambda: begun)
        stop.set()
    assert api.sent() == ["1"]
    assert [raw["update_id"] for raw in inbox.pending()] == [*range(2, 31)]
    assert len(alerts) == 1


async def test_stopping_takes_under_ten_seconds_even_if_a_handler_will_not_end(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert runner_module._DRAIN_SECONDS + runner_module._CLOSE_SECONDS + 1 < 10
    monkeypatch.setattr(runner_module, "_DRAIN_SECONDS", 0.2)
    begun = asyncio.Event()

    async def hang(update: Update, context: Any) -> None:
        begun.set()
        await asyncio.Event().wait()

    api.push(text_update(1, 7, "一"))
    began = asyncio.get_running_loop().time()
    async with running(_build(api, inbox, hang), alerts):
        await begun.wait()
    assert asyncio.get_running_loop().time() - began < 3
    assert 1 in inbox  # for the next start


async def test_a_handler_that_does_not_block_is_refused(api: BotApi, inbox: Inbox, alerts: list[str]) -> None:
    app = build_application(TOKEN, inbox, base_url=api.url)
    app.add_handler(TypeHandler(Update, _echo, block=False))
    with pytest.raises(ValueError, match="block"):
        await run_application(app, alert=alerts.append, stop=asyncio.Event())


async def test_nothing_prints_the_token(api: BotApi, inbox: Inbox) -> None:
    app = build_application(TOKEN, inbox, base_url=api.url)
    assert "secret" not in repr(app) + repr(app.bot) + str(app.bot)


async def test_a_handler_run_again_does_not_repeat_what_it_has_already_said(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)
    runs, ids = [], []

    async def twice_then_trip(update: Update, context: Any) -> None:
        runs.append(1)
        ids.append([(await update.message.reply_text(text)).message_id for text in ("甲", "甲", "乙")])
        await update.message.reply_document(b"PK-same", filename="周报.docx")
        if len(runs) == 1:
            raise KeyError
        await update.message.reply_text("丙")

    api.push(text_update(1, 7, "一"))
    async with running(_build(api, inbox, twice_then_trip), alerts):
        await eventually(lambda: inbox.is_done(1))
    assert len(runs) == 2
    assert api.sent() == ["甲", "甲", "乙", "丙"]
    assert len([call for call in api.calls if call.method == "sendDocument"]) == 1
    assert ids[0] == ids[1]


async def test_what_was_said_before_a_crash_is_not_said_again_after_it(
    api: BotApi, tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner_module, "_DRAIN_SECONDS", 0.1)
    first = Inbox(tmp_path / "box", alert=alerts.append)
    first.open()
    gate = asyncio.Event()

    async def two_part(update: Update, context: Any) -> None:
        await update.message.reply_text("收悉", reply_markup=InlineKeyboardMarkup.from_button(BUTTON))
        await gate.wait()
        await update.message.reply_text("请补充")

    api.push(text_update(1, 7, "一"))
    app = _build(api, first, two_part)
    crashed = asyncio.create_task(run_application(app, alert=alerts.append, stop=asyncio.Event()))
    await eventually(lambda: api.sent() == ["收悉"])
    await asyncio.sleep(0.05)
    second = Inbox(tmp_path / "box", alert=alerts.append)  # as if the process had died here
    second.open()
    crashed.cancel()
    await asyncio.wait([crashed])
    gate.set()
    async with running(_build(api, second, two_part), alerts):
        await eventually(lambda: second.is_done(1))
    assert api.sent() == ["收悉", "请补充"]
    await second.close()
    await first.close()


async def test_a_notice_posted_by_a_handler_is_no_answer_of_its_update(
    api: BotApi, inbox: Inbox, tmp_path: Path, alerts: list[str]
) -> None:
    app = build_application(TOKEN, inbox, base_url=api.url, budget=Budget(UNLIMITED))
    outbox = Outbox(tmp_path, telegram_sender(app.bot), Budget(UNLIMITED), alert=alerts.append)
    outbox.open()

    async def post(update: Update, context: Any) -> None:
        await outbox.post(f"n:{update.update_id}", [Delivery(99, "同文")])
        await outbox.settled(f"n:{update.update_id}")
        assert inbox.answers(update.update_id) == []
        await update.message.reply_text("已发")

    app.add_handler(MessageHandler(filters.TEXT, post))
    sending = asyncio.create_task(outbox.run())
    api.push(text_update(1, 7, "发"), text_update(2, 7, "发"))
    async with running(app, alerts):
        await eventually(lambda: api.sent(7) == ["已发", "已发"])
    assert api.sent(99) == ["同文", "同文"]
    assert alerts == []
    sending.cancel()
    await asyncio.wait([sending])
    await outbox.close()


HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@pytest.mark.parametrize(
    "fault",
    [
        Fault("sendMessage", 502, HTML),
        Fault("sendMessage", cut=True),
        Fault("sendMessage", 401, error_body(401, "Unauthorized")),
    ],
)
async def test_a_spell_of_trouble_with_telegram_is_no_fault_of_what_people_wrote(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(application_module, "_LONGEST_PAUSE", 0.05)
    api.faults.extend(replace(fault) for _ in range(20))
    api.push(*(text_update(n, n, f"第{n}条") for n in range(1, 4)))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: all(inbox.is_done(n) for n in range(1, 4)))
    assert sorted(call.fields["text"] for call in api.messages.values()) == ["第1条", "第2条", "第3条"]
    assert alerts == []


async def test_while_nobody_can_look_nothing_is_sent_again_and_a_refusal_forgets_no_doubt(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(application_module, "_LONGEST_PAUSE", 0.05)
    api.faults.append(Fault("sendMessage", carried_out=True, hang=0.3))
    api.faults.extend(Fault("editMessageReplyMarkup", 502, HTML) for _ in range(8))
    again = error_body(429, "Too Many Requests: retry after 1", retry_after=1)
    api.faults.append(Fault("editMessageReplyMarkup", 429, again))
    api.push(text_update(1, 7, "一"))
    async with running(_build(api, inbox, _impatient), alerts):
        await eventually(lambda: inbox.is_done(1))
    assert api.sent() == ["一"]
    assert alerts == []


async def test_what_a_handler_asks_telegram_is_asked_again_until_it_is_answered(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)

    async def fetch(update: Update, context: Any) -> None:
        await context.bot.get_file("here.bin", read_timeout=0.05)
        await update.message.reply_text("收到")

    api.faults.extend(Fault("getFile", hang=0.3) for _ in range(4))
    api.push(text_update(1, 7, "一"))
    async with running(_build(api, inbox, fetch), alerts):
        await eventually(lambda: inbox.is_done(1))
    assert api.sent() == ["收到"]
    assert alerts == []


@pytest.mark.parametrize("error", [Unable(), OSError(errno.EMFILE, "too many open files")])
async def test_what_cannot_be_handled_just_now_waits(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(application_module, "_LONGEST_PAUSE", 0.02)
    tries = 0

    async def unlucky(update: Update, context: Any) -> None:
        nonlocal tries
        tries += 1
        if tries < 10:
            raise error
        await update.message.reply_text("收到")

    api.push(text_update(1, 7, "一"))
    async with running(_build(api, inbox, unlucky), alerts):
        await eventually(lambda: inbox.is_done(1))
    assert api.sent() == ["收到"]
    assert alerts == []


async def test_an_answer_and_a_notice_to_one_chat_in_doubt_at_once_both_arrive(
    api: BotApi, inbox: Inbox, alerts: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(application_module, "_FIRST_PAUSE", 0.2)
    budget = Budget(UNLIMITED)
    app = build_application(TOKEN, inbox, base_url=api.url, budget=budget)
    app.add_handler(MessageHandler(filters.TEXT, _echo))
    outbox = Outbox(
        tmp_path / "out",
        telegram_sender(app.bot),
        budget,
        alert=alerts.append,
        tracing=telegram_tracing(app.bot),
    )
    outbox.open()
    sending = asyncio.create_task(outbox.run())
    async with running(app, alerts):
        api.push(text_update(1, 7, "在吗"))
        await eventually(lambda: inbox.is_done(1))
        api.faults.append(Fault("sendMessage", cut=True))  # the answer, before it arrived
        api.faults.append(Fault("sendMessage", cut=True, carried_out=True))  # the notice, after it arrived
        api.push(text_update(50, 7, "第8条谁管"))
        await eventually(lambda: len(api.faults) == 1)
        await outbox.post("k", [Delivery(7, "通知", ((("收到", "nr:1"),),))])
        await outbox.settled("k")
        await eventually(lambda: inbox.is_done(50))
    sending.cancel()
    await asyncio.wait([sending])
    await outbox.close()
    texts = [call.fields["text"] for call in api.messages.values()]
    assert set(texts) == {"在吗", "第8条谁管", "通知"}
    assert {call.fields["text"] for call in api.messages.values() if "reply_markup" in call.fields} == {
        "通知"
    }


async def test_updates_that_cannot_be_confirmed_are_not_fetched_without_a_pause(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    nameless = text_update(1, 7, "一")
    del nameless["update_id"]
    polls = 0

    async def again(fields: dict[str, Any]) -> list[Any]:
        nonlocal polls
        polls += 1
        return [nameless, "?"]

    api._get_updates = again
    async with running(_build(api, inbox, _echo), alerts):
        await asyncio.sleep(1)
    assert polls < 5
