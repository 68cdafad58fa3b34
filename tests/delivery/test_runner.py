import asyncio
from pathlib import Path

import pytest
from telegram.error import TelegramError

from bot.delivery import texts
from bot.delivery import trouble as trouble_module
from bot.delivery.application import build_application
from bot.delivery.faults import TokenRefused
from bot.delivery.inbox import Inbox
from bot.delivery.journal import JournalBroken, JournalFull
from bot.delivery.runner import run_application
from bot.delivery.watch import watched
from tests.delivery.bot_api import TOKEN, BotApi, Fault, error_body, text_update
from tests.delivery.test_application import _build, _echo, eventually, running


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trouble_module, "_FIRST_PAUSE", 0.02)


async def test_it_waits_for_the_network_at_start_and_says_so_once(
    inbox: Inbox, alerts: list[str], unused_tcp_port: int
) -> None:
    app = build_application(TOKEN, inbox, base_url=f"http://127.0.0.1:{unused_tcp_port}")
    async with running(app, alerts):
        await asyncio.sleep(0.3)
        assert len(alerts) == 1
    assert "连不上" in alerts[0]
    assert "secret" not in alerts[0]


async def test_when_the_network_comes_back_it_goes_on_by_itself(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    api.faults.extend(Fault("getMe", cut=True) for _ in range(4))
    api.push(text_update(1, 7, "你好"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: api.sent() == ["你好"])
    assert len(alerts) == 2
    assert alerts[1] == texts.NETWORK_BACK


async def test_a_wrong_token_at_start_is_said_plainly(api: BotApi, inbox: Inbox, alerts: list[str]) -> None:
    app = build_application("1:wrong-secret", inbox, base_url=api.url)
    with pytest.raises(TokenRefused) as caught:
        await asyncio.wait_for(run_application(app, alert=alerts.append, stop=asyncio.Event()), 5)
    assert "令牌" in str(caught.value)
    assert "secret" not in str(caught.value)


async def test_a_single_401_while_polling_is_survived(api: BotApi, inbox: Inbox, alerts: list[str]) -> None:
    api.faults.append(Fault("getUpdates", 401, error_body(401, "Unauthorized")))
    api.push(text_update(1, 7, "你好"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: api.sent() == ["你好"])


async def test_a_lasting_401_while_polling_ends_the_run_with_a_plain_word(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    api.faults.extend(Fault("getUpdates", 401, error_body(401, "Unauthorized")) for _ in range(10))
    app = _build(api, inbox, _echo)
    with pytest.raises(TokenRefused):
        await asyncio.wait_for(run_application(app, alert=alerts.append, stop=asyncio.Event()), 5)
    assert not app.running


async def test_a_second_bot_on_the_same_token_is_named_and_polling_goes_on(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    api.faults.extend(Fault("getUpdates", 409, error_body(409, "Conflict: terminated")) for _ in range(3))
    api.push(text_update(1, 7, "你好"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: api.sent() == ["你好"])
    assert alerts == [texts.ANOTHER_BOT, texts.NETWORK_BACK]


async def test_dropped_connections_bad_gateways_and_429s_while_polling_lose_nothing(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    api.push(*(text_update(n, n, "你好") for n in range(1, 31)))
    for fault in (
        Fault("getUpdates", cut=True),
        Fault("getUpdates", 502, b"<html>"),
        Fault("getUpdates", 200, b"<html>log in here</html>"),
        Fault("getUpdates", 500),
        Fault("getUpdates", 429, error_body(429, "Too Many Requests", retry_after=1)),
    ):
        api.faults.append(fault)
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: len(api.sent()) == 30 and not len(inbox))


async def test_a_full_disk_confirms_nothing_and_goes_on_when_there_is_room(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, full = inbox.record, [1, 2, 3]

    async def record(updates: list[object]) -> object:
        if updates and full:
            full.pop()
            raise JournalFull("inbox")
        return await real(updates)

    monkeypatch.setattr(inbox, "record", record)
    api.push(text_update(1, 7, "你好"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: not full)
        await eventually(lambda: api.sent() == ["你好"])
    assert alerts == [texts.DISK_FULL, texts.NETWORK_BACK]


async def test_a_broken_disk_ends_the_run(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def record(updates: object) -> object:
        raise JournalBroken(Path("inbox"))

    monkeypatch.setattr(inbox, "record", record)
    api.push(text_update(1, 7, "你好"))
    with pytest.raises(JournalBroken):
        await asyncio.wait_for(
            run_application(_build(api, inbox, _echo), alert=alerts.append, stop=asyncio.Event()), 5
        )


async def test_a_polling_task_that_dies_is_started_again_with_an_alert(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _build(api, inbox, _echo)
    real, bugs = app.bot.receive, [1]

    async def receive(raws: list[object]) -> object:
        if bugs:
            bugs.pop()
            raise ZeroDivisionError
        return await real(raws)

    monkeypatch.setattr(type(app.bot), "receive", lambda _, raws: receive(raws))
    api.push(text_update(1, 7, "你好"))
    async with running(app, alerts):
        await eventually(lambda: api.sent() == ["你好"])
    assert len(alerts) == 1
    assert "ZeroDivisionError" in alerts[0]


async def test_watched_work_that_ends_by_itself_is_not_started_again(alerts: list[str]) -> None:
    runs = []

    async def work() -> None:
        runs.append(1)

    await watched("x", work, alert=alerts.append)
    assert (runs, alerts) == ([1], [])


async def test_a_failing_start_step_is_told_and_does_not_stop_the_bot(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    app = _build(api, inbox, _echo)

    async def set_commands(_: object) -> None:
        raise TelegramError("no")

    app.post_init = set_commands
    api.push(text_update(1, 7, "你好"))
    async with running(app, alerts):
        await eventually(lambda: api.sent() == ["你好"])
    assert len(alerts) == 1


async def test_pending_messages_are_never_dropped_at_start(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    api.push(text_update(1, 7, "夜里发的"))
    async with running(_build(api, inbox, _echo), alerts):
        await eventually(lambda: api.sent() == ["夜里发的"])
    (call,) = [call for call in api.calls if call.method == "deleteWebhook"]
    assert call.fields.get("drop_pending_updates", "false") == "false"


async def test_the_inbox_is_empty_on_the_disk_after_a_clean_run(
    api: BotApi, tmp_path: Path, alerts: list[str]
) -> None:
    box = Inbox(tmp_path / "box", alert=alerts.append)
    box.open()
    api.push(text_update(1, 7, "不留痕迹"))
    async with running(_build(api, box, _echo), alerts):
        await eventually(api.sent)
    await box.close()
    assert "不留痕迹" not in "".join(path.read_text() for path in (tmp_path / "box").iterdir())
