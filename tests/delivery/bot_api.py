"""A Bot API server in miniature: offsets and redelivery, sendMessage, files, faults on order."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "4242:secret-Token"


@dataclass
class Call:
    method: str
    fields: dict[str, Any]
    files: dict[str, tuple[str, bytes]]
    at: float


@dataclass
class Fault:
    """Answer so, once, to the next call of a method (or of any, with an empty name)."""

    method: str
    status: int = 500
    body: bytes = b'{"ok":false,"error_code":500,"description":"Internal Server Error"}'
    carried_out: bool = False
    noted: bool = False  # among the calls, though nothing comes of it
    hang: float = 0.0
    cut: bool = False


@dataclass
class BotApi:
    updates: list[dict[str, Any]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    latency: float = 0.0
    on_send: Callable[[Call], None] | None = None
    url: str = ""
    messages: dict[int, Call] = field(default_factory=dict)  # ours, by id: one count with what people write
    _last_id: int = 0
    _runner: web.AppRunner | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        app = web.Application(client_max_size=50 << 20)
        app.router.add_route("*", "/bot{token}/{method}", self._method)
        app.router.add_get("/file/bot{token}/{path}", self._file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    def push(self, *updates: dict[str, Any]) -> None:
        self.updates.extend(updates)
        ids = (update.get("message", {}).get("message_id") for update in updates)
        self._last_id = max(self._last_id, *(one for one in ids if isinstance(one, int)), 0)
        self._news.set()

    def sent(self, chat: int | None = None) -> list[str]:
        return [
            call.fields["text"]
            for call in self.calls
            if call.method == "sendMessage" and chat in (None, int(call.fields["chat_id"]))
        ]

    async def _file(self, request: web.Request) -> web.Response:
        if request.match_info["path"] != "here.bin":
            return web.json_response(_error(404, "Not Found"), status=404)
        return web.Response(body=b"\x00file\xff" * 1000)

    async def _method(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        call = await _call(request, method)
        fault = next((fault for fault in self.faults if fault.method in ("", method)), None)
        if fault is not None:
            self.faults.remove(fault)
            if fault.carried_out or fault.noted:
                self.calls.append(call)
            if fault.carried_out:
                await self._result(method, call)
            if fault.hang:
                await asyncio.sleep(fault.hang)
            if fault.cut:
                request.transport.close()
            return web.Response(status=fault.status, body=fault.body)
        if request.match_info["token"] != TOKEN:
            return web.json_response(_error(401, "Unauthorized"), status=401)
        if method != "getUpdates":
            self.calls.append(call)
            if self.latency:
                await asyncio.sleep(self.latency)
        if method == "editMessageReplyMarkup" and (refused := self._refused_edit(call.fields)):
            return web.json_response(_error(400, f"Bad Request: {refused}"), status=400)
        return web.json_response({"ok": True, "result": await self._result(method, call)})

    def _refused_edit(self, fields: dict[str, Any]) -> str:
        message = self.messages.get(int(fields["message_id"]))
        if message is None or message.fields["chat_id"] != fields["chat_id"]:
            return "message to edit not found"
        same = message.fields.get("reply_markup") == fields.get("reply_markup")
        return "message is not modified: specified new message content and so on" if same else ""

    async def _result(self, method: str, call: Call) -> Any:
        if method == "getMe":
            return {"id": 4242, "is_bot": True, "first_name": "未保助手", "username": "weibao_bot"}
        if method == "getUpdates":
            return await self._get_updates(call.fields)
        if method.startswith("send"):
            if self.on_send:
                self.on_send(call)
            chat = {"id": int(call.fields["chat_id"]), "type": "private"}
            self._last_id += 1
            self.messages[self._last_id] = call
            message = {"message_id": self._last_id, "date": 1657500000, "chat": chat, "text": "…"}
            return [message] if method == "sendMediaGroup" else message
        if method == "getFile":
            return {"file_id": "f", "file_unique_id": "u", "file_path": call.fields["file_id"]}
        return True

    async def _get_updates(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        if offset := int(fields.get("offset", 0)):
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates and (seconds := float(fields.get("timeout", 0))):
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), seconds)
            except TimeoutError:
                return []
        return self.updates[:100]


async def _call(request: web.Request, method: str) -> Call:
    fields: dict[str, Any] = {}
    files: dict[str, tuple[str, bytes]] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = (value.filename, value.file.read())
        else:
            fields[name] = value
    return Call(method, fields, files, asyncio.get_running_loop().time())


def _error(code: int, description: str, **parameters: Any) -> dict[str, Any]:
    return {"ok": False, "error_code": code, "description": description, **parameters}


def error_body(code: int, description: str, **parameters: Any) -> bytes:
    return json.dumps(
        _error(code, description, **({"parameters": parameters} if parameters else {}))
    ).encode()


def text_update(update_id: int, chat: int, text: str) -> dict[str, Any]:
    """A private text message as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "李"}
    message = {
        "message_id": update_id,
        "date": 1657500000,
        "chat": {"id": chat, "type": "private", "first_name": "李"},
        "from": person,
        "text": text,
    }
    return {"update_id": update_id, "message": message}
