"""The page and what it asks for: people's chats as JSON, their acts, and a stream of events."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.simulator import texts
from bot.simulator.context import Context
from bot.simulator.errors import ApiError
from bot.simulator.files import FileStore
from bot.simulator.person import Person
from bot.simulator.seen import Seen
from bot.simulator.stage import Persona, Stage
from bot.simulator.world import Event, Json, Message, User

_FOLDER = Path(__file__).with_name("page")
_PATIENCE = 15.0  # seconds the page shows a button as working
_INLINE_PICTURES = {"image/jpeg", "image/png", "image/gif", "image/webp"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob:; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageApi:
    """Routes under ``/`` (the page) and ``/demo/api`` (for the page alone, never for bots)."""

    def __init__(self, context: Context, stage: Stage) -> None:
        self._context = context
        self._world = context.world
        self._stage = stage
        self._read: dict[int, int] = {}
        self._streams: set[asyncio.Queue[Json | None]] = set()

    def register(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/", self._index)
        app.router.add_get("/page/{name}", self._asset)
        app.router.add_get("/demo/api/state", _guard(self._state))
        app.router.add_get("/demo/api/events", _guard(self._events))
        app.router.add_get("/demo/api/files/{id}", _guard(self._file))
        app.router.add_get("/demo/api/clock", _guard(self._now))
        app.router.add_post("/demo/api/clock", _guard(self._clock))
        app.router.add_get("/demo/api/people/{person}", _guard(self._chat))
        acts = {"send": self._send, "start": self._start, "press": self._press, "edit": self._edit}
        for name, act in (acts | {"upload": self._upload, "read": self._mark_read}).items():
            app.router.add_post(f"/demo/api/people/{{person}}/{name}", _guard(act))
        app.on_shutdown.append(self._close)

    async def _close(self, _: web.Application) -> None:
        for stream in self._streams:
            stream.put_nowait(None)

    # the page itself

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(_FOLDER / "index.html", headers=_HEADERS)

    async def _asset(self, request: web.Request) -> web.StreamResponse:
        names = {path.name for path in _FOLDER.iterdir()}
        name = request.match_info["name"]
        if name not in names:
            raise web.HTTPNotFound
        return web.FileResponse(_FOLDER / name, headers=_HEADERS)

    # reading

    async def _state(self, _: web.Request) -> web.StreamResponse:
        bot = self._world.bot
        return web.json_response(
            {
                "bot": {"name": bot.first_name, "username": bot.username},
                "cast": [self._persona(persona) for persona in self._stage.cast],
                "ribbon": self._stage.ribbon,
                "tour": [
                    {"title": s.title, "text": s.text, "persona": s.persona, "suggestion": s.suggestion}
                    for s in self._stage.tour
                ],
                "clock": self._time(),
            },
            headers=_HEADERS,
        )

    def _persona(self, persona: Persona) -> Json:
        chat = self._player(persona).chat
        read = self._read.get(chat.id, 0)
        waiting = [m for m in chat.messages.values() if m.sender is self._world.bot and m.id > read]
        last = next(reversed(chat.messages.values()), None)
        return {
            "id": persona.user_id,
            "name": persona.name,
            "title": persona.title,
            "note": persona.note,
            "unread": len(waiting),
            "last": self._message(last) if last else None,
        }

    def _time(self) -> Json | None:
        controls = self._stage.controls
        if controls is None:
            return None
        stop = controls.next_stop()
        following = {"at": stop[0].isoformat(), "label": stop[1]} if stop else None
        return {"now": controls.now().isoformat(), "next": following}

    async def _now(self, _: web.Request) -> web.StreamResponse:
        return web.json_response(self._time(), headers=_HEADERS)

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        person = self._of(request)
        profile = self._context.profile
        return web.json_response(
            {
                "messages": [self._message(seen.message) for seen in person.messages()],
                "commands": person.commands(),
                "description": profile.text("description", "zh"),
                "opened": person.chat.opened,
            },
            headers=_HEADERS,
        )

    def _message(self, message: Message) -> Json:
        """A Message object, and what the page cannot tell from it."""
        return message.json() | {"mine": message.sender is not self._world.bot, "keyboard": message.keyboard}

    async def _file(self, request: web.Request) -> web.StreamResponse:
        files: FileStore = self._world.files
        stored = files.get(request.match_info["id"])
        if stored is None:
            raise web.HTTPNotFound
        picture = stored.kind == "photos" and stored.mime in _INLINE_PICTURES
        how = "inline" if picture else f"attachment; filename*=UTF-8''{quote(stored.name or stored.path)}"
        return web.Response(
            body=files.content(stored),
            content_type=stored.mime if picture else "application/octet-stream",
            headers=_HEADERS | {"Content-Disposition": how},
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=_HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        async with self._stream() as stream:
            with contextlib.suppress(ConnectionResetError):
                await response.write(b": here\n\n")
                while (event := await stream.get()) is not None:
                    await response.write(f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode())
        return response

    @contextlib.asynccontextmanager
    async def _stream(self) -> AsyncIterator[asyncio.Queue[Json | None]]:
        stream: asyncio.Queue[Json | None] = asyncio.Queue()
        self._streams.add(stream)

        def forward(event: Event) -> None:
            if any(persona.user_id == event.chat_id for persona in self._stage.cast):
                stream.put_nowait(self._event(event))

        stop = self._world.listen(forward)
        try:
            yield stream
        finally:
            stop()
            self._streams.discard(stream)

    def _event(self, event: Event) -> Json:
        told: Json = {"kind": event.kind, "chat": event.chat_id, "by_bot": event.by_bot}
        if event.kind in {"message", "edit"} and event.message is not None:
            told["message"] = self._message(event.message)
        elif event.kind == "delete" and event.message is not None:
            told["message_id"] = event.message.id
        else:
            told["data"] = event.data
        return told

    # acting

    async def _send(self, request: web.Request) -> web.StreamResponse:
        person, body = self._of(request), await request.json()
        await person.send(str(body["text"]), reply_to=self._shown(person, body.get("reply_to")))
        return _done()

    async def _start(self, request: web.Request) -> web.StreamResponse:
        person, body = self._of(request), await request.json()
        persona = self._persona_of(request)
        await person.start(body.get("payload") or persona.start_payload)
        return _done()

    async def _press(self, request: web.Request) -> web.StreamResponse:
        person, body = self._of(request), await request.json()
        seen = self._shown(person, body["message_id"])
        if seen is None:
            raise LookupError(texts.GONE)
        rows = seen.content.get("reply_markup", {}).get("inline_keyboard", [])
        button = rows[int(body["row"])][int(body["column"])]
        try:
            answer = await person.press_data(button["callback_data"], seen, patience=_PATIENCE)
        except TimeoutError:
            return _done(text=texts.NO_ANSWER, alert=False)
        return _done(text=answer.text, alert=answer.alert)

    async def _edit(self, request: web.Request) -> web.StreamResponse:
        person, body = self._of(request), await request.json()
        seen = self._shown(person, body["message_id"])
        if seen is None or not str(body["text"]).strip():
            raise LookupError(texts.GONE)
        await person.edit(seen, str(body["text"]).strip())
        return _done()

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        person, form = self._of(request), await request.post()
        fields = [field for field in form.getall("file") if isinstance(field, web.FileField)]
        files = [(field.filename, field.file.read()) for field in fields]
        caption = str(form.get("caption") or "").strip() or None
        pictures = form.get("kind") == "photo"
        if len(files) > 1:
            await person.send_album([content for _, content in files] if pictures else files, caption)
        elif pictures:
            await person.send_photo(files[0][1], caption)
        else:
            await person.send_document(*files[0], caption)
        return _done()

    async def _mark_read(self, request: web.Request) -> web.StreamResponse:
        chat = self._of(request).chat
        self._read[chat.id] = max(chat.messages, default=0)
        return _done()

    async def _clock(self, request: web.Request) -> web.StreamResponse:
        controls = self._stage.controls
        if controls is None:
            raise LookupError(texts.NO_CLOCK)
        to = (await request.json()).get("to")
        moment: datetime | None = None
        if to == "next":
            stop = controls.next_stop()
            moment = stop[0] if stop else None
        elif to in {"hour", "day"}:
            moment = controls.now() + (timedelta(hours=1) if to == "hour" else timedelta(days=1))
        if moment is None:
            raise LookupError(texts.NOTHING_AHEAD)
        await controls.jump_to(moment)
        return web.json_response(self._time(), headers=_HEADERS)

    # whom and what a request means

    def _persona_of(self, request: web.Request) -> Persona:
        wanted = request.match_info["person"]
        for persona in self._stage.cast:
            if str(persona.user_id) == wanted:
                return persona
        raise web.HTTPNotFound

    def _of(self, request: web.Request) -> Person:
        return self._player(self._persona_of(request))

    def _player(self, persona: Persona) -> Person:
        known = self._world.users.get(persona.user_id)
        return Person(self._context, known or User(persona.user_id, persona.name, language_code="zh-hans"))

    @staticmethod
    def _shown(person: Person, message_id: Any) -> Seen | None:
        return next((seen for seen in person.messages() if seen.message_id == message_id), None)


def _done(**answer: Any) -> web.Response:
    return web.json_response({"ok": True, **answer}, headers=_HEADERS)


def _guard(handler: Handler) -> Handler:
    """Refuse other sites' pages; turn refusals into one sentence for the page."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        if foreign or request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
            return web.json_response({"error": texts.FOREIGN}, status=403)
        try:
            return await handler(request)
        except ApiError as refusal:
            return web.json_response({"error": texts.refused(refusal.description)}, status=400)
        except (ValueError, LookupError, TypeError) as reason:
            said = reason.args[0] if reason.args and reason.args[0] in texts.KNOWN else texts.FAILED
            return web.json_response({"error": said}, status=400)

    return guarded
