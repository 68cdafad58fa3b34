"""Webhook delivery: each update POSTed until the bot answers 200, one chat's updates in order."""

import asyncio
import ipaddress
import re
import time
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.simulator.errors import bad_request
from bot.simulator.updates import Json, Updates

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 30.0
_TIMEOUT = aiohttp.ClientTimeout(total=60)


class Webhook:
    """Where updates go when they are not polled for. Loopback addresses only."""

    def __init__(self, updates: Updates) -> None:
        self.url = ""
        self._updates = updates
        self._secret = ""
        self._connections = 40
        self._error: tuple[int, str] | None = None
        self._runner: asyncio.Task[None] | None = None
        self._sending: dict[int, asyncio.Task[None]] = {}

    async def set(self, url: str, secret: str, connections: int) -> None:
        """Deliver to ``url`` from now on; an empty one stops delivery. Raises ApiError for a bad one."""
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        if url:
            _check_loopback(url)
        await self.stop()
        self.url, self._secret, self._error = url, secret, None
        self._connections = min(max(connections, 1), 100)
        if url:
            self._runner = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop delivering; what is not delivered stays pending."""
        tasks = [task for task in (self._runner, *self._sending.values()) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._runner = None
        self._sending.clear()

    def info(self) -> Json:
        """As ``getWebhookInfo`` has it."""
        answer: Json = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending()),
        }
        if self.url:
            answer["max_connections"] = self._connections
        if self._error:
            answer["last_error_date"], answer["last_error_message"] = self._error
        if self._updates.allowed:
            answer["allowed_updates"] = self._updates.allowed
        return answer

    async def _run(self) -> None:
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
            while True:
                self._start_deliveries(session)
                arrival = asyncio.ensure_future(self._updates.arrival())
                try:
                    await asyncio.wait(
                        {arrival, *self._sending.values()}, return_when=asyncio.FIRST_COMPLETED
                    )
                finally:
                    arrival.cancel()
                self._sending = {chat: task for chat, task in self._sending.items() if not task.done()}

    def _start_deliveries(self, session: aiohttp.ClientSession) -> None:
        for update, chat_id in self._updates.pending():
            if len(self._sending) >= self._connections:
                return
            if chat_id not in self._sending:
                self._sending[chat_id] = asyncio.create_task(self._deliver(session, update))

    async def _deliver(self, session: aiohttp.ClientSession, update: Json) -> None:
        """Try one update until it is taken."""
        pause = _FIRST_PAUSE
        while (reason := await self._attempt(session, update)) is not None:
            self._error = (int(time.time()), reason)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        self._updates.confirm(update["update_id"])

    async def _attempt(self, session: aiohttp.ClientSession, update: Json) -> str | None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers, allow_redirects=False) as answer:
                if answer.status // 100 == 2:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except TimeoutError:
            return "Read timeout expired"
        except aiohttp.ClientError as error:
            return f"Connection failed: {type(error).__name__}"


def _check_loopback(url: str) -> None:
    reason = "bad webhook: the simulator delivers to loopback addresses only"
    parts: Any = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"}:
        raise bad_request("bad webhook: HTTPS url must be provided for webhook")
    if host == "localhost":
        return
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        raise bad_request(reason) from None
    if not loopback:
        raise bad_request(reason)
