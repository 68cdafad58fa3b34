"""People as tests and the page play them: they write, press, send pictures, and see what the bot answers."""

import asyncio
import re
import secrets
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.simulator.context import Context, Query
from bot.simulator.entities import units
from bot.simulator.formatting import MAX_CAPTION, MAX_TEXT, detect
from bot.simulator.seen import Seen
from bot.simulator.world import Chat, Json, Message, User

_PATIENCE = 15.0  # seconds; a busy machine is no reason to give up
_INLINE_QUERY = 256  # characters (Bot API, InlineQuery)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a button press brought up: a toast, an alert, or nothing (empty text)."""

    text: str = ""
    alert: bool = False
    url: str = ""


class Press:
    """A pressed button. The bot knows of it at once; await it for the :class:`Answer`."""

    def __init__(self, query: Query | None, patience: float) -> None:
        self._query = query
        self._patience = patience

    def __await__(self) -> Generator[Any, None, Answer]:
        return self._answer().__await__()

    async def _answer(self) -> Answer:
        if self._query is None:
            return Answer()
        try:
            said = await asyncio.wait_for(asyncio.shield(self._query.answer), self._patience)
        except TimeoutError:
            raise TimeoutError("the bot did not answer the button") from None
        return Answer(said["text"], said["show_alert"], said["url"])


class Person:
    """One person in one chat: their private chat with the bot, or a group (see :meth:`Group.member`).

    Every act moves their attention to now: ``next_reply`` gives, in order, what the bot wrote or
    changed in the chat since the person last acted and that was not given before.
    """

    def __init__(self, context: Context, user: User, chat: Chat | None = None) -> None:
        self._context = context
        self._world = context.world
        self.user = user
        private = self._world.person(user)
        self.chat = chat or private
        self._attention = len(self.chat.events)

    @property
    def id(self) -> int:
        """Their Telegram id."""
        return self.user.id

    # acts

    async def send(self, text: str, *, reply_to: Seen | None = None) -> Seen:
        """Write a text; one over 4096 units goes out in parts, as from the apps. Returns the last part."""
        if not text.strip():
            raise ValueError("Telegram's apps send no empty messages")
        parts = list(_parts(text.strip(), MAX_TEXT))
        for part in parts[:-1]:
            self._say(_with_entities("text", part), reply_to)
        return self._say(_with_entities("text", parts[-1]), reply_to)

    async def reply(self, message: Seen, text: str) -> Seen:
        """Answer one message."""
        return await self.send(text, reply_to=message)

    def open(self) -> None:
        """Have the chat open, as with someone who wrote before: the bot may write to them."""
        self.chat.opened = True

    async def start(self, payload: str | None = None) -> Seen:
        """Press 开始, or open a deep link with ``payload``."""
        if payload is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
            raise ValueError("a deep link carries 1-64 of A-Z, a-z, 0-9, _ and -")
        if self.chat.blocked:
            self.unblock()
        return await self.send(f"/start {payload}" if payload else "/start")

    async def send_photo(
        self, content: bytes, caption: str | None = None, *, reply_to: Seen | None = None
    ) -> Seen:
        """Send a picture."""
        return self._say(self._photo(content) | _caption(caption), reply_to)

    async def send_document(
        self,
        name: str,
        content: bytes,
        caption: str | None = None,
        *,
        mime: str = "",
        reply_to: Seen | None = None,
    ) -> Seen:
        """Send a file."""
        return self._say(self._document(name, content, mime) | _caption(caption), reply_to)

    async def send_album(
        self, items: list[bytes] | list[tuple[str, bytes]], caption: str | None = None
    ) -> list[Seen]:
        """Send pictures, or (name, content) files, as one album; the caption is the first's."""
        group = {"media_group_id": str(secrets.randbits(53))}
        contents = [self._photo(item) if isinstance(item, bytes) else self._document(*item) for item in items]
        captions = [_caption(caption), *({} for _ in contents[1:])]
        return [self._say(content | words | group) for content, words in zip(contents, captions, strict=True)]

    async def send_sticker(self, emoji: str = "👍") -> Seen:
        """Send a sticker."""
        stored = self._world.files.add("stickers", b"RIFF\x00\x00\x00\x00WEBP", name="sticker.webp")
        flags = {"type": "regular", "is_animated": False, "is_video": False, "width": 512, "height": 512}
        ids = {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": stored.size}
        return self._say({"sticker": ids | flags | {"emoji": emoji}})

    async def send_voice(self, content: bytes = b"OggS" + bytes(60), seconds: int = 3) -> Seen:
        """Send a voice message."""
        stored = self._world.files.add("voice", content, name="voice.oga", mime="audio/ogg")
        ids = {"file_id": stored.id, "file_unique_id": stored.unique_id, "file_size": stored.size}
        return self._say({"voice": ids | {"duration": seconds, "mime_type": "audio/ogg"}})

    async def send_location(self, latitude: float = 38.7, longitude: float = 111.57) -> Seen:
        """Send a place."""
        return self._say({"location": {"latitude": latitude, "longitude": longitude}})

    async def edit(self, message: Seen, text: str) -> Seen:
        """Change one's own message, its text or its caption."""
        target = message.message
        if target.sender.id != self.id or target.deleted:
            raise ValueError("people edit their own messages only, while they are there")
        field = "text" if "text" in target.content else "caption"
        kept = {k: v for k, v in target.content.items() if k not in {field, "entities", "caption_entities"}}
        self._attention = len(self.chat.events)
        self._world.edit(target, kept | _with_entities(field, text))
        return self._seen(target, self._tell("edited_message", target))

    async def delete(self, message: Seen) -> None:
        """Take a message away for all; the bot is not told."""
        self._world.delete(message.message)

    def press(self, label: str, on: Seen | None = None, *, patience: float = _PATIENCE) -> Press:
        """Press a button by its label: on the message given, else on the newest that has it.

        A reply keyboard's button sends its text; a link to the bot opens it. Raises LookupError when
        there is no such button.
        """
        place = on or next((seen for seen in reversed(self.messages()) if seen.has_button(label)), None)
        if place is None:
            keys = next((seen.keyboard for seen in reversed(self.messages()) if seen.keyboard), [])
            if label not in keys:
                shown = [seen.buttons for seen in self.messages() if seen.buttons]
                raise LookupError(f"no button {label!r}; shown are {shown[-3:]} {keys}")
            self._say(_with_entities("text", label))
            return Press(None, patience)
        button = place.button(label)
        if "callback_data" in button:
            return self.press_data(button["callback_data"], place, patience=patience)
        payload = self._own_link(button.get("url", ""))
        if payload is None:
            raise LookupError(f"button {label!r} leads out of the chat: {button}")
        self._say(_with_entities("text", f"/start {payload}" if payload else "/start"))
        return Press(None, patience)

    def press_data(self, data: str, on: Seen, *, patience: float = _PATIENCE) -> Press:
        """Send callback data that the message may never have shown: a stale or forged button."""
        if on.deleted:
            raise LookupError("the message is gone")
        self._attention = len(self.chat.events)
        query = self._context.ask(self._context.callbacks, self.user, on.message)
        payload: Json = {
            "id": query.id,
            "from": self.user.json(),
            "message": on.message.json(),
            "chat_instance": str(hash(self.chat.id) & 0x7FFFFFFFFFFFFFFF),
            "data": data,
        }
        self._context.updates.push("callback_query", payload, self.chat.id)
        return Press(query, patience)

    async def ask_inline(self, text: str, *, patience: float = _PATIENCE) -> list[Json]:
        """Type ``@bot text`` in some chat; the cards the bot offers."""
        cards: list[Json] = (await self.inline(text, patience=patience))["results"]
        return cards

    async def share(self, card: Json) -> Seen:
        """Send one of the cards to this chat: a message of one's own, sent by way of the bot."""
        content: Json = card["content"]
        return self._say(content | {"via_bot": self._world.bot.json()})

    async def inline(self, text: str, *, patience: float = _PATIENCE) -> Json:
        """The same with all the bot said: ``results``, ``button``, ``cache_time``, ``is_personal``."""
        if units(text) > _INLINE_QUERY:
            raise ValueError("the apps let nobody type a longer inline query")
        query = self._context.ask(self._context.inline, self.user, None)
        asked = {
            "id": query.id,
            "from": self.user.json(),
            "query": text,
            "offset": "",
            "chat_type": "private",
        }
        self._context.updates.push("inline_query", asked, self.id)
        return await asyncio.wait_for(asyncio.shield(query.answer), patience)

    def block(self) -> None:
        """Block the bot: what it sends is refused until the person unblocks or starts it."""
        self._standing(blocked=True)

    def unblock(self) -> None:
        """Let the bot write again."""
        self._standing(blocked=False)

    # sight

    def messages(self) -> list[Seen]:
        """What the chat shows now, oldest first: edits done, deleted messages gone."""
        return [self._seen(message) for message in self.chat.messages.values()]

    @property
    def last(self) -> Seen:
        """The newest message of the bot in the chat. Raises LookupError while there is none."""
        for seen in reversed(self.messages()):
            if seen.from_bot:
                return seen
        raise LookupError("the bot has not written yet")

    async def next_reply(self, timeout: float = _PATIENCE) -> Seen:  # noqa: ASYNC109 - the wait is the point
        """The bot's next new or changed message. Raises TimeoutError when none comes."""
        return await self.wait_for(lambda _: True, timeout)

    async def wait_for(self, wanted: Callable[[Seen], bool], timeout: float = _PATIENCE) -> Seen:  # noqa: ASYNC109
        """The bot's next new or changed message that is ``wanted``; others before it are passed over."""
        deadline = time.monotonic() + timeout
        passed: list[str] = []
        while True:
            while self._attention < len(self.chat.events):
                event = self.chat.events[self._attention]
                self._attention += 1
                if event.by_bot and event.kind in {"message", "edit"} and event.message is not None:
                    seen = Seen(self._world, event.message, event.data, event.kind == "edit")
                    if wanted(seen):
                        return seen
                    passed.append(seen.text[:60])
            left = deadline - time.monotonic()
            if left <= 0 or not await self._world.change(self.chat, left):
                raise TimeoutError(f"the bot did not answer {self.user.first_name}; passed over: {passed}")

    async def replies(self, count: int, timeout: float = _PATIENCE) -> list[Seen]:  # noqa: ASYNC109
        """The bot's next ``count`` new or changed messages."""
        return [await self.next_reply(timeout) for _ in range(count)]

    async def quiet(self, seconds: float = 0.3) -> bool:
        """Whether the bot says nothing for so long."""
        try:
            await self.next_reply(seconds)
        except TimeoutError:
            return True
        return False

    async def ask(self, text: str, timeout: float = _PATIENCE) -> Seen:  # noqa: ASYNC109
        """Write and wait for the first answer."""
        await self.send(text)
        return await self.next_reply(timeout)

    def commands(self) -> list[Json]:
        """The command menu this person sees in the chat."""
        return self._context.profile.commands_for(self.chat, self.user)

    # parts

    def _say(self, content: Json, reply_to: Seen | None = None) -> Seen:
        if self.chat.blocked:
            raise ValueError("who has blocked the bot cannot write to it")
        if not self.chat.private and self.id not in self.chat.members:
            raise ValueError("not a member of the group")
        self.chat.opened = True
        self._attention = len(self.chat.events)
        after_bot = self.chat.last_by_bot
        message = self._world.post(
            self.chat, self.user, content, reply_to=reply_to.message if reply_to else None
        )
        heard = self.chat.private or self._addressed(message, after_bot=after_bot)
        return self._seen(message, self._tell("message", message) if heard else None)

    def _addressed(self, message: Message, *, after_bot: bool) -> bool:
        """Whether a bot in privacy mode gets a group's message: commands, replies, its name, its cards."""
        bot = self._world.bot
        if bot.id in self.chat.admins or (message.reply_to and message.reply_to.sender is bot):
            return True
        if "via_bot" in message.content:
            return True
        text = str(message.content.get("text") or message.content.get("caption") or "")
        name = re.escape(bot.username or "")
        if re.search(rf"@{name}(?!\w)", text, re.IGNORECASE):
            return True
        command = re.match(r"/\w+(@\w+)?", text)
        return bool(command and not command.group(1) and after_bot)

    def _tell(self, kind: str, message: Message) -> int | None:
        return self._context.updates.push(kind, message.json(), self.chat.id)

    def _seen(self, message: Message, update_id: int | None = None) -> Seen:
        return Seen(self._world, message, message.content, update_id=update_id)

    def _photo(self, content: bytes) -> Json:
        return {"photo": self._world.files.photo(content)}

    def _document(self, name: str, content: bytes, mime: str = "") -> Json:
        return {"document": self._world.files.document(content, name=name, mime=mime)}

    def _own_link(self, url: str) -> str | None:
        """The payload of a deep link to the bot, empty without one; None for any other link."""
        parts = urlsplit(url)
        if parts.hostname not in {"t.me", "telegram.me"} or parts.path.strip("/") != self._world.bot.username:
            return None
        return parse_qs(parts.query).get("start", [""])[0]

    def _standing(self, *, blocked: bool) -> None:
        if self.chat.blocked is blocked or not self.chat.private:
            return
        self.chat.blocked = blocked
        words = ("member", "kicked") if blocked else ("kicked", "member")
        bot = self._world.bot.json()
        old, new = (
            {"user": bot, "status": word} | ({"until_date": 0} if word == "kicked" else {}) for word in words
        )
        change: Json = {
            "chat": self.chat.json(),
            "from": self.user.json(),
            "date": int(self._world.clock().timestamp()),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        self._context.updates.push("my_chat_member", change, self.chat.id)


def _with_entities(field: str, text: str) -> Json:
    found = detect(text)
    name = "entities" if field == "text" else "caption_entities"
    return {field: text} | ({name: found} if found else {})


def _caption(text: str | None) -> Json:
    if not text:
        return {}
    if units(text) > MAX_CAPTION:
        raise ValueError("the apps let nobody write a longer caption")
    return _with_entities("caption", text)


def _parts(text: str, most: int) -> Generator[str, None, None]:
    while text:
        size = min(len(text), most)
        while units(text[:size]) > most:
            size -= 1
        yield text[:size]
        text = text[size:]
