import asyncio
import io
import logging
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from telegram import Bot, InputMediaPhoto
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.faults import ConnectTimedOut, NotCarriedOut, seconds_to_wait
from bot.delivery.transport import AiohttpRequest
from tests.delivery.bot_api import TOKEN, BotApi, Fault, error_body


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with _bot(api.url) as bot:
        yield bot


def _bot(url: str, token: str = TOKEN, **options: float | str) -> Bot:
    return Bot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=AiohttpRequest(**options),
        get_updates_request=AiohttpRequest(),
    )


async def test_a_message_reaches_the_server_as_typed(bot: Bot, api: BotApi) -> None:
    text = "第7条 & 50% = “半” + 换行\n<b>粗</b>"
    message = await bot.send_message(7, text, parse_mode="HTML")
    assert message.message_id == 1
    assert api.calls[-1].fields == {"chat_id": "7", "text": text, "parse_mode": "HTML"}


async def test_a_document_with_a_chinese_name_and_caption_arrives_byte_for_byte(
    bot: Bot, api: BotApi
) -> None:
    content = bytes(range(256)) * 4096
    await bot.send_document(7, io.BytesIO(content), caption="附“表”", filename='2022年"周报"第1期.xlsx')
    call = api.calls[-1]
    assert call.fields["caption"] == "附“表”"
    assert [*call.files.values()] == [('2022年"周报"第1期.xlsx', content)]


async def test_an_album_uploads_every_picture(bot: Bot, api: BotApi) -> None:
    await bot.send_media_group(7, [InputMediaPhoto(b"one"), InputMediaPhoto(b"two")])
    assert sorted(content for _, content in api.calls[-1].files.values()) == [b"one", b"two"]


async def test_a_file_is_downloaded_whole(bot: Bot) -> None:
    file = await bot.get_file("here.bin")
    assert bytes(await file.download_as_bytearray()) == b"\x00file\xff" * 1000


async def test_a_file_that_is_gone_does_not_look_like_a_wrong_token(bot: Bot) -> None:
    file = await bot.get_file("gone.bin")
    with pytest.raises(BadRequest):
        await file.download_as_bytearray()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, error_body(400, "Bad Request: chat not found"), BadRequest),
        (401, error_body(401, "Unauthorized"), InvalidToken),
        (403, error_body(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (404, error_body(404, "Not Found"), InvalidToken),
        (409, error_body(409, "Conflict: terminated by other getUpdates request"), Conflict),
        (413, error_body(413, "Request Entity Too Large"), BadRequest),
        (500, error_body(500, "Internal Server Error"), NotCarriedOut),
        (502, b"<html>bad gateway</html>", NetworkError),
        (503, b"busy", NotCarriedOut),
        (407, b"proxy wants a password", NotCarriedOut),
        (302, b"", NotCarriedOut),
        (200, b"<html>please log in to the hotel network</html>", NetworkError),
        (200, b'{"ok": true}', NetworkError),
        (200, b"[]", NetworkError),
        (200, b"", NetworkError),
    ],
)
async def test_each_refusal_is_the_error_that_ptb_would_raise(
    bot: Bot, api: BotApi, status: int, body: bytes, expected: type[TelegramError]
) -> None:
    api.faults.append(Fault("sendMessage", status, body))
    with pytest.raises(expected) as caught:
        await bot.send_message(7, "x")
    assert type(caught.value) is expected


async def test_a_gateway_failure_is_not_taken_for_one_that_had_no_effect(bot: Bot, api: BotApi) -> None:
    api.faults.append(Fault("sendMessage", 504, b"gateway timeout"))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(7, "x")
    assert not isinstance(caught.value, NotCarriedOut)


async def test_too_many_requests_says_how_long_to_wait(bot: Bot, api: BotApi) -> None:
    api.faults.append(Fault("sendMessage", 429, error_body(429, "Too Many Requests", retry_after=7)))
    api.faults.append(Fault("sendMessage", 429, b"slow down"))
    with pytest.raises(RetryAfter) as told:
        await bot.send_message(7, "x")
    with pytest.raises(RetryAfter) as untold:
        await bot.send_message(7, "x")
    assert (seconds_to_wait(told.value), seconds_to_wait(untold.value)) == (7, 1)


async def test_no_connection_means_that_nothing_was_sent(unused_tcp_port: int) -> None:
    request = AiohttpRequest()
    await request.initialize()
    with pytest.raises(NotCarriedOut):
        await request.post(f"http://127.0.0.1:{unused_tcp_port}/bot{TOKEN}/getMe")
    await request.shutdown()


async def test_a_connection_that_is_never_made_times_out_as_not_sent() -> None:
    async def never_answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.close()

    server = await asyncio.start_server(never_answer, "127.0.0.1", 0)
    request = AiohttpRequest(pool_size=1, pool_timeout=0.05, connect_timeout=0.05, read_timeout=0.2)
    await request.initialize()
    address = "http://{}:{}/".format(*server.sockets[0].getsockname())
    holding = asyncio.create_task(request.do_request(address, "POST"))
    await asyncio.sleep(0.05)
    with pytest.raises(ConnectTimedOut):  # the one connection of the pool is taken
        await request.do_request(address, "POST")
    with pytest.raises(TimedOut):
        await holding
    await request.shutdown()
    await asyncio.sleep(0.2)
    server.close()
    await server.wait_closed()


async def test_silence_after_sending_times_out_as_perhaps_carried_out(api: BotApi) -> None:
    api.faults.append(Fault("sendMessage", hang=1.0))
    async with _bot(api.url, read_timeout=0.1) as bot:
        with pytest.raises(TimedOut) as caught:
            await bot.send_message(7, "x")
    assert not isinstance(caught.value, NotCarriedOut)


async def test_a_connection_cut_after_sending_may_have_been_carried_out(bot: Bot, api: BotApi) -> None:
    api.faults.append(Fault("sendMessage", cut=True, hang=0.01))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(7, "x")
    assert not isinstance(caught.value, NotCarriedOut)


async def test_neither_errors_nor_logs_ever_hold_the_token_or_the_text(
    api: BotApi, caplog: pytest.LogCaptureFixture, unused_tcp_port: int
) -> None:
    caplog.set_level(logging.INFO)
    page = f"<html>cannot reach /bot{TOKEN}/sendMessage</html>".encode()
    told = []
    private = "家长电话" + "13800000000"
    async with _bot(api.url, read_timeout=0.1) as bot:
        for fault in (
            Fault("sendMessage", 502, page),
            Fault("sendMessage", 403, page),
            Fault("sendMessage", 200, page),
            Fault("sendMessage", hang=0.5),
            Fault("sendMessage", cut=True),
        ):
            api.faults.append(fault)
            with pytest.raises(TelegramError) as caught:
                await bot.send_message(7, private)
            told.append(_whole(caught.value))
    nobody = _bot(f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(TelegramError) as caught:
        await nobody.initialize()
    told.append(_whole(caught.value))
    await nobody.shutdown()
    assert len(told) == 6
    for text in (*told, caplog.text):
        assert "secret-Token" not in text
        assert "13800000000" not in text


def _whole(error: BaseException) -> str:
    """What logging.exception would print."""
    return logging.Formatter().formatException((type(error), error, error.__traceback__)) + repr(error)


async def test_redirects_are_not_followed_since_the_address_holds_the_token(bot: Bot, api: BotApi) -> None:
    followed: list[str] = []

    async def elsewhere(request: web.Request) -> web.Response:
        followed.append(request.path)
        return web.Response()

    server = web.Server(elsewhere, access_log=None)
    runner = web.ServerRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]

    async def redirect(request: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": f"http://{host}:{port}{request.path}"})

    first = web.ServerRunner(web.Server(redirect, access_log=None))
    await first.setup()
    await web.TCPSite(first, "127.0.0.1", 0).start()
    async with AiohttpRequest() as request:
        with pytest.raises(NotCarriedOut):
            await request.post("http://{}:{}/x".format(*first.addresses[0][:2]))
    assert followed == []
    await runner.cleanup()
    await first.cleanup()


async def test_requests_go_through_the_proxy_that_was_named(api: BotApi) -> None:
    async with _Proxy() as (address, seen), _bot(api.url, proxy=address) as bot:
        await bot.send_message(7, "经代理")
    assert api.sent() == ["经代理"]
    assert len(seen) == 2  # getMe, sendMessage


async def test_the_environments_proxy_counts_but_never_for_loopback(
    api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _Proxy() as (address, seen):
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, address)
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        async with _bot(api.url) as bot:
            await bot.send_message(7, "直连")
        assert seen == []
        async with AiohttpRequest() as request:
            status, _ = await request.do_request("http://bot-api.invalid/botX/getMe", "POST")
        assert status == 200
        assert seen == ["http://bot-api.invalid/botX/getMe"]
    assert api.sent() == ["直连"]


def test_a_proxy_that_is_not_http_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="http://"):
        AiohttpRequest(proxy="socks5://127.0.0.1:1080")


async def test_half_an_emoji_in_an_update_does_not_poison_the_batch(bot: Bot, api: BotApi) -> None:
    body = b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"a\\ud83d!"}}'
    api.faults.append(Fault("getMe", 200, body))
    assert (await bot.get_me()).first_name == "a\ufffd!"


class _Proxy:
    """A forwarding http proxy; answers unknown hosts itself."""

    async def __aenter__(self) -> tuple[str, list[str]]:
        self.seen: list[str] = []
        self.client = AiohttpRequest()
        await self.client.initialize()
        self.runner = web.ServerRunner(web.Server(self._forward, access_log=None))
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        return "http://{}:{}".format(*self.runner.addresses[0][:2]), self.seen

    async def __aexit__(self, *_: object) -> None:
        await self.client.shutdown()
        await self.runner.cleanup()

    async def _forward(self, request: web.BaseRequest) -> web.Response:
        self.seen.append(str(request.url))
        if request.url.host == "bot-api.invalid":
            return web.Response(body=b"{}")
        session = self.client._session
        async with session.post(request.url, data=await request.read(), headers=request.headers) as answer:
            return web.Response(status=answer.status, body=await answer.read())
