import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.delivery import texts
from bot.delivery.inbox import Inbox
from bot.delivery.journal import JournalFull
from bot.delivery.runner import run_application
from bot.delivery.webhook import WebhookListener
from tests.delivery.bot_api import BotApi, text_update
from tests.delivery.test_application import _build, _echo, eventually

SECRET = "s3cret_Header-value"


@asynccontextmanager
async def _listening(api: BotApi, inbox: Inbox, alerts: list[str]) -> AsyncIterator[str]:
    webhook = WebhookListener("https://weibao.example.cn/hook/tg", "127.0.0.1:0", SECRET)
    stop = asyncio.Event()
    task = asyncio.create_task(
        run_application(_build(api, inbox, _echo), alert=alerts.append, stop=stop, webhook=webhook)
    )
    await eventually(lambda: webhook.address and any(call.method == "setWebhook" for call in api.calls))
    try:
        yield "http://{}:{}/hook/tg".format(*webhook.address)
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def _post(url: str, update: object, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {"X-Telegram-Bot-Api-Secret-Token": secret}
    async with aiohttp.ClientSession() as session, session.post(url, json=update, headers=headers) as answer:
        return answer.status


async def test_an_update_is_journaled_acknowledged_and_answered(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    async with _listening(api, inbox, alerts) as url:
        assert await _post(url, text_update(1, 7, "你好")) == 200
        assert 1 in inbox or inbox.is_done(1)
        await eventually(lambda: api.sent() == ["你好"])
        assert await _post(url, text_update(1, 7, "你好")) == 200  # Telegram repeats itself
        await asyncio.sleep(0.05)
    assert api.sent() == ["你好"]
    (call,) = [call for call in api.calls if call.method == "setWebhook"]
    assert call.fields["url"] == "https://weibao.example.cn/hook/tg"
    assert call.fields["secret_token"] == SECRET
    assert call.fields.get("drop_pending_updates", "false") == "false"


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", "密"])
async def test_without_the_secret_nothing_gets_in(
    api: BotApi, inbox: Inbox, alerts: list[str], secret: str | None
) -> None:
    async with _listening(api, inbox, alerts) as url:
        assert await _post(url, text_update(1, 7, "冒名"), secret) == 403
    assert not inbox.is_done(1)
    assert 1 not in inbox
    assert api.sent() == []


async def test_what_is_no_update_is_refused(api: BotApi, inbox: Inbox, alerts: list[str]) -> None:
    async with _listening(api, inbox, alerts) as url:
        assert await _post(url, ["x"]) == 400
        assert await _post(url, {"update_id": "1"}) == 400


async def test_with_a_full_disk_telegram_is_asked_to_come_again(
    api: BotApi, inbox: Inbox, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, full = inbox.record, [1]

    async def record(updates: list[object]) -> object:
        if full:
            full.pop()
            raise JournalFull("inbox")
        return await real(updates)

    monkeypatch.setattr(inbox, "record", record)
    async with _listening(api, inbox, alerts) as url:
        assert await _post(url, text_update(1, 7, "你好")) == 503
        assert await _post(url, text_update(1, 7, "你好")) == 200
        await eventually(lambda: api.sent() == ["你好"])
    assert alerts == [texts.DISK_FULL, texts.NETWORK_BACK]


async def test_a_burst_by_webhook_shares_its_fsyncs_and_loses_nothing(
    api: BotApi, inbox: Inbox, alerts: list[str]
) -> None:
    async with _listening(api, inbox, alerts) as url:
        statuses = await asyncio.gather(*(_post(url, text_update(n, n, "你好")) for n in range(1, 61)))
        await eventually(lambda: len(api.sent()) == 60)
    assert set(statuses) == {200}


@pytest.mark.parametrize(
    ("url", "listen", "secret"),
    [
        ("https://a.cn/x", "127.0.0.1:8080", ""),
        ("https://a.cn/x", "127.0.0.1:8080", "有空 格"),
        ("https://a.cn/x", "127.0.0.1", SECRET),
        ("", "127.0.0.1:8080", SECRET),
    ],
)
def test_a_webhook_that_would_be_unsafe_or_deaf_is_refused(url: str, listen: str, secret: str) -> None:
    with pytest.raises(ValueError, match="webhook"):
        WebhookListener(url, listen, secret)
