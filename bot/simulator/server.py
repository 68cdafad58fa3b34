"""A Bot API server on this machine alone, strict where Telegram is strict. Demo and chat tests use it."""

import asyncio
import inspect
import ipaddress
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.simulator.context import Context
from bot.simulator.errors import ApiError
from bot.simulator.faults import Faults
from bot.simulator.files import FileStore
from bot.simulator.group import Group
from bot.simulator.limits import Limits
from bot.simulator.methods import METHODS
from bot.simulator.page_api import PageApi
from bot.simulator.params import Params, read_params
from bot.simulator.person import Person
from bot.simulator.profile import Profile
from bot.simulator.stage import Stage
from bot.simulator.updates import Updates
from bot.simulator.webhook import Webhook
from bot.simulator.world import Event, User, World

_LARGEST_BODY = 64 * 1024 * 1024
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the Bot API, for assertions: what was asked and what came of it."""

    method: str
    params: dict[str, Any]
    result: Any
    error: str | None

    @property
    def ok(self) -> bool:
        """Whether it was granted."""
        return self.error is None


class Simulator(Faults, Stage):
    """The server, its people and its faults; the page is at ``/`` and shows what :class:`Stage` holds.

    ``clock`` dates the messages; long polls and limits run on the monotonic clock. ``latency`` is in
    seconds and may be changed at any time. ``log`` has every Bot API call but getUpdates.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        token: str,
        bot_username: str = "weibao_bot",
        bot_name: str = "未保助手",
        enforce_limits: bool = False,
        latency: float = 0.0,
        files_dir: Path | None = None,
    ) -> None:
        Faults.__init__(self)
        Stage.__init__(self)
        self.token = token
        self.latency = latency
        self.log: list[Call] = []
        bot = User(int(token.partition(":")[0]), bot_name, username=bot_username, is_bot=True)
        self.world = World(clock, bot, FileStore(files_dir))
        updates = Updates()
        limits = Limits() if enforce_limits else None
        self.context = Context(self.world, updates, Webhook(updates), Profile(), limits)
        self.app = web.Application(client_max_size=_LARGEST_BODY, middlewares=[_loopback_only])
        self.app.router.add_route("*", "/bot{token}/{method}", self._method)
        self.app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        PageApi(self.context, self).register(self.app)
        self._runner: web.AppRunner | None = None

    # life

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen and return the base URL. Raises ValueError for any host but this machine itself."""
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise ValueError(f"the simulator listens on loopback addresses only, not {host}")
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        bound = self._runner.addresses[0][1]
        return f"http://[{host}]:{bound}" if ":" in host else f"http://{host}:{bound}"

    async def stop(self) -> None:
        """Stop listening and delivering."""
        self.context.updates.release()
        await self.context.webhook.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # people

    def person(
        self, user_id: int, name: str = "", *, username: str | None = None, language_code: str = "zh-hans"
    ) -> Person:
        """The person of that id, who has not spoken to the bot before their first act."""
        user = User(user_id, name or f"用户{user_id}", username=username, language_code=language_code)
        return Person(self.context, self.world.users.get(user_id) or user)

    def group(self, chat_id: int, title: str, members: list[Person]) -> Group:
        """A group with the bot in it; ids below zero, from -100… for supergroups."""
        return Group(self.context, self.world.group(chat_id, title, [member.user for member in members]))

    def block(self, user_id: int) -> None:
        """The person blocks the bot."""
        self.person(user_id).block()

    def unblock(self, user_id: int) -> None:
        """The person lets the bot write again."""
        self.person(user_id).unblock()

    def calls(self, method: str) -> list[Call]:
        """The granted calls of one method, oldest first."""
        return [call for call in self.log if call.method.lower() == method.lower() and call.ok]

    # the wire

    async def _method(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        short = name.lower()
        params = Params()
        result: Any = None
        refusal: ApiError | None = None
        try:
            self._check_token(request.match_info["token"])
            params = await read_params(request)
            if self.latency:  # on the way to us: what has left the bot is carried out even if the bot dies
                await asyncio.sleep(self.latency)
            if self.drop(short, after=False):
                return _cut(request)
            result = await self._call(short, params)
        except ApiError as error:
            refusal = error
        if short != "getupdates" or refusal:
            self._note(name, params, result, refusal)
        if self.drop(short, after=True):
            return _cut(request)
        if refusal is not None:
            return _json(refusal.json(), refusal.code)
        return _json({"ok": True, "result": result})

    def _check_token(self, token: str) -> None:
        if not re.fullmatch(r"\d+:[\w-]+", token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    async def _call(self, short: str, params: Params) -> Any:
        method = METHODS.get(short)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        if self.context.logged_out:
            raise ApiError(400, "Logged out")
        if failure := self.failure(short, params.text("chat_id")):
            raise failure
        result = method(self.context, params)
        return await result if inspect.isawaitable(result) else result

    def _note(self, name: str, params: Params, result: Any, refusal: ApiError | None) -> None:
        reason = refusal.description if refusal else None
        self.log.append(Call(name, params.values | params.uploads, result, reason))
        chat_id = params.text("chat_id")
        if refusal and re.fullmatch(r"-?\d+", chat_id):
            data = {"method": name, "error_code": refusal.code, "description": refusal.description}
            self.world.tell(Event("refused", int(chat_id), by_bot=True, data=data))

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
        except ApiError as error:
            return _json(error.json(), error.code)
        stored = self.world.files.at(request.match_info["path"])
        if stored is None:
            return _json(ApiError(404, "Not Found").json(), 404)
        return web.Response(body=self.world.files.content(stored), content_type="application/octet-stream")


@web.middleware
async def _loopback_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse requests that reached this machine under another name (DNS rebinding)."""
    if request.url.host not in _LOOPBACK:
        return _json(ApiError(403, "Forbidden: the simulator answers this machine only").json(), 403)
    return await handler(request)


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type="application/json")


def _cut(request: web.Request) -> web.StreamResponse:
    """Break the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
