"""Receive by webhook: check the secret, journal, and only then say 200."""

import asyncio
import hmac
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import TelegramError

from bot.delivery import wire
from bot.delivery.bot import UPDATES
from bot.delivery.inbox import Alert
from bot.delivery.journal import JournalBroken, JournalFull
from bot.delivery.trouble import Trouble

if TYPE_CHECKING:
    from bot.delivery.application import JournalApplication

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_QUIET = 0.4  # seconds without a push: Telegram has delivered what waited for us
_LARGEST = 1 << 20  # an update is a few kilobytes


class WebhookListener:
    """An aiohttp listener at ``listen`` (``host:port``) for the path of ``url``.

    ``url`` is what Telegram calls, over https, usually by way of a reverse proxy. ``secret`` is required:
    without it anyone who finds the address could speak for anyone (Bot API: 1-256 of A-Z a-z 0-9 _ -).
    """

    def __init__(self, url: str, listen: str, secret: str) -> None:
        """Raises ValueError where an address or the secret is missing or malformed."""
        host, _, port = listen.rpartition(":")
        if not port.isdecimal() or not urlsplit(url).netloc:
            raise ValueError("the webhook needs a url, and an address host:port to listen at")
        if not 1 <= len(secret) <= 256 or not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
            raise ValueError("the webhook secret must be 1-256 characters of A-Z a-z 0-9 _ -")
        self._url = url
        self._path = urlsplit(url).path or "/"
        self._host = host.strip("[]") or "127.0.0.1"
        self._port = int(port)
        self._secret = secret
        self.address: tuple[str, int] | None = None

    async def listen(self, app: "JournalApplication", alert: Alert) -> None:
        """Tell Telegram where we listen, and take updates until cancelled.

        Raises TokenRefused, JournalBroken, and OSError where the address cannot be listened at.
        """
        broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        trouble = Trouble(alert)

        async def handle(request: web.Request) -> web.Response:
            try:
                response = await self._handle(request, app)
            except JournalFull as error:
                await trouble.wait_after(error)
            except JournalBroken as error:
                if not broken.done():
                    broken.set_exception(error)
            else:
                trouble.over()
                if response.status == 200:
                    app.heard.beat()
                return response
            return web.Response(status=503)  # not kept: Telegram tries again

        server = web.Application(client_max_size=_LARGEST)
        server.router.add_post(self._path, handle)
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=2)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._host, self._port)
            await site.start()
            self.address = runner.addresses[0][:2]
            await self._announce(app, Trouble(alert))
            await broken
        finally:
            await runner.cleanup()

    async def _announce(self, app: "JournalApplication", trouble: Trouble) -> None:
        while True:
            try:
                await app.bot.set_webhook(
                    self._url,
                    secret_token=self._secret,
                    allowed_updates=UPDATES,
                    drop_pending_updates=False,
                )
            except TelegramError as error:
                await trouble.wait_after(error)
            else:
                trouble.over()
                app.heard.beat()
                _when_quiet(app)
                return

    async def _handle(self, request: web.Request, app: "JournalApplication") -> web.Response:
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._secret.encode()):
            return web.Response(status=403)
        try:
            raw = wire.loads(await request.read())
        except ValueError:
            raw = None
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return web.Response(status=400)
        for update in await app.bot.receive([raw]):
            await app.update_queue.put(update)
        return web.Response()


def _when_quiet(app: "JournalApplication") -> None:
    """Note once that Telegram has nothing more that was written before the start."""

    def look() -> None:
        if (app.heard.age or 0.0) >= _QUIET:
            app.bot.arrivals.caught_up()
        else:
            loop.call_later(_QUIET / 4, look)

    loop = asyncio.get_running_loop()
    loop.call_later(_QUIET, look)
