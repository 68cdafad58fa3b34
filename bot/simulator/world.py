"""What exists in the simulated Telegram: people, chats, messages, and what happens in them."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.clock import Clock
from bot.simulator.errors import bad_request, forbidden
from bot.simulator.files import FileStore

Json = dict[str, Any]


@dataclass(slots=True)
class User:
    """A person, or the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    def json(self) -> Json:
        """As a User object."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        given = {name: value for name, value in optional.items() if value}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **given}


@dataclass(slots=True, eq=False)
class Message:
    """One message. ``content`` holds the Bot API fields that say what it is (text, photo, markup, …)."""

    id: int
    chat: "Chat"
    sender: User
    date: datetime
    content: Json
    reply_to: "Message | None" = None
    edited: datetime | None = None
    deleted: bool = False
    keyboard: Json | None = None  # a reply keyboard, its removal or a forced reply: shown, not part of it

    def json(self, *, with_reply: bool = True) -> Json:
        """As a Message object."""
        envelope: Json = {
            "message_id": self.id,
            "from": self.sender.json(),
            "chat": self.chat.json(),
            "date": int(self.date.timestamp()),
        }
        if self.edited:
            envelope["edit_date"] = int(self.edited.timestamp())
        if with_reply and self.reply_to is not None and not self.reply_to.deleted:
            envelope["reply_to_message"] = self.reply_to.json(with_reply=False)
        return envelope | self.content


@dataclass(frozen=True, slots=True)
class Event:
    """Something people see: ``kind`` is message, edit, delete, typing, answer or refused.

    ``data`` is the content at that moment (message, edit), the answer, or the refusal.
    """

    kind: str
    chat_id: int
    message: Message | None = None
    user_id: int | None = None
    by_bot: bool = False
    data: Json = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat with the bot (its id is the person's) or a group (negative id)."""

    id: int
    kind: str
    title: str = ""
    user: User | None = None
    members: dict[int, User] = field(default_factory=dict)
    admins: set[int] = field(default_factory=set)
    opened: bool = False  # a bot cannot write first; a person opens a private chat
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    last_by_bot: bool = False

    @property
    def private(self) -> bool:
        """Whether this is one person's chat with the bot."""
        return self.kind == "private"

    def json(self) -> Json:
        """As a Chat object."""
        if self.user is None:
            return {"id": self.id, "type": self.kind, "title": self.title}
        person = self.user.json()
        named: Json = {
            name: person[name] for name in ("username", "first_name", "last_name") if name in person
        }
        return {"id": self.id, "type": self.kind, **named}


class World:
    """All state of one simulator. Everything happens on one event loop, so nothing is locked."""

    def __init__(self, clock: Clock, bot: User, files: FileStore) -> None:
        self.clock = clock
        self.bot = bot
        self.files = files
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self._private_ids = itertools.count(1)
        self._group_ids: dict[int, Iterator[int]] = {}
        self._changed: dict[int, asyncio.Event] = {}
        self._listeners: list[Callable[[Event], None]] = []

    # people and chats

    def person(self, user: User) -> Chat:
        """The person's private chat, made on first sight (not yet opened by them)."""
        known = self.users.setdefault(user.id, user)
        return self.chats.setdefault(user.id, Chat(user.id, "private", user=known))

    def group(self, chat_id: int, title: str, members: list[User]) -> Chat:
        """A group that has the bot as a member; ids from -100… are supergroups, others basic groups."""
        kind = "supergroup" if str(chat_id).startswith("-100") else "group"
        people = {user.id: user for user in (self.bot, *members)}
        chat = Chat(chat_id, kind, title=title, members=people, opened=True)
        self.chats[chat_id] = chat
        return chat

    def reachable(self, chat_id: int) -> Chat:
        """The chat a bot wants to write to. Raises ApiError as Telegram does where it cannot."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if not chat.private:
            if self.bot.id not in chat.members:
                raise forbidden(f"bot was kicked from the {chat.kind} chat")
            return chat
        if not chat.opened:
            met = any(chat_id in other.members for other in self.chats.values())
            if met:
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        return chat

    # messages

    def post(
        self,
        chat: Chat,
        sender: User,
        content: Json,
        *,
        reply_to: Message | None = None,
        keyboard: Json | None = None,
    ) -> Message:
        """Put a message into a chat. Private chats share one count of ids, each supergroup has its own."""
        ids = self._private_ids
        if chat.kind == "supergroup":
            ids = self._group_ids.setdefault(chat.id, itertools.count(1))  # type: ignore[assignment]
        content = self._known_people(content)
        message = Message(next(ids), chat, sender, self.clock(), content, reply_to, keyboard=keyboard)
        chat.messages[message.id] = message
        chat.last_by_bot = sender is self.bot
        self.tell(Event("message", chat.id, message, by_bot=sender is self.bot, data=content))
        return message

    def edit(self, message: Message, content: Json, *, visibly: bool = True) -> None:
        """Give a message new content; a change of buttons alone (``visibly=False``) is no 已编辑."""
        message.content = content = self._known_people(content)
        if visibly:
            message.edited = self.clock()
        by_bot = message.sender is self.bot
        self.tell(Event("edit", message.chat.id, message, by_bot=by_bot, data=content))

    def delete(self, message: Message) -> None:
        """Take a message out of its chat, for all."""
        message.deleted = True
        del message.chat.messages[message.id]
        self.tell(Event("delete", message.chat.id, message))

    def _known_people(self, content: Json) -> Json:
        """The content with whole users in its mentions by id; one of nobody known stays plain words."""
        whole = dict(content)
        for name in content.keys() & {"entities", "caption_entities"}:
            kept = []
            for entity in content[name]:
                if entity["type"] != "text_mention":
                    kept.append(entity)
                elif user := self.users.get(entity["user"].get("id")):
                    kept.append(entity | {"user": user.json()})
            whole |= {name: kept}
            if not kept:
                del whole[name]
        return whole

    # events

    def tell(self, event: Event) -> None:
        """Record an event in its chat and wake whoever waits there."""
        chat = self.chats.get(event.chat_id)
        if chat is None:
            return
        chat.events.append(event)
        if waiting := self._changed.pop(chat.id, None):
            waiting.set()
        for listener in list(self._listeners):
            listener(event)

    async def change(self, chat: Chat, timeout: float) -> bool:  # noqa: ASYNC109 - the wait is the point
        """Wait for the next event in the chat; False after ``timeout`` seconds without one."""
        try:
            await asyncio.wait_for(self._changed.setdefault(chat.id, asyncio.Event()).wait(), timeout)
        except TimeoutError:
            return False
        return True

    def listen(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call ``listener`` with every event from now on; returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)
