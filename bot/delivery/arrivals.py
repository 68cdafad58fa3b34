"""Whether a message arrived whose answer was lost: looked for by its id, before it is sent once more.

``sendMessage`` has no idempotency key and a bot cannot read its chats. But Telegram counts: all messages of
an account's private chats and basic groups share one count, each supergroup has its own, and every message
gets the next number (Pyrogram's documentation, "Message identifiers"; Telethon issue 1308). So a message
that left when ``last`` was N has one of the next few ids that nobody told us of. An edit that changes nothing
is refused differently for a message that is there ("message is not modified") and for one that is not
("message to edit not found"), and nobody sees it. Only the former refusal counts as proof; whatever else
happens, the message is sent once more as if nobody had looked. So it is where two messages of one chat are in
doubt (``doubts.py``): a repeat is better than one taken for the other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import Any

_REMEMBERED = 4096  # ids of one count
_BEYOND = 4  # ids above the last known that may have been given: no more are on their way at once
_MOST = 16  # ids looked at for one message
_PATIENCE = 1.0  # seconds in which Telegram tells what people wrote while we were down
_SUPERGROUPS = -1_000_000_000_000  # and below

IsIt = Callable[[int], Awaitable[bool]]
"""Whether the message of this id, in the chat in question, is the one that is looked for."""


class Arrivals:
    """The message ids that the bot has heard of."""

    def __init__(self) -> None:
        self._known: dict[int, dict[int, None]] = {}
        self._last: dict[int, int] = {}
        self._caught_up = asyncio.Event()

    def saw(self, message: Any) -> None:
        """A Message object (Bot API) came, in an update or as a method's result."""
        if not isinstance(message, Mapping) or not isinstance(message.get("chat"), Mapping):
            return
        self.counted(message["chat"].get("id"), message.get("message_id"))

    def saw_update(self, raw: Any) -> None:
        """An Update object (Bot API) came."""
        if not isinstance(raw, Mapping):
            return
        pressed = raw.get("callback_query")
        for message in (raw.get("message"), pressed.get("message") if isinstance(pressed, Mapping) else None):
            self.saw(message)

    def counted(self, chat: object, message_id: object) -> None:
        """A chat's message has this id."""
        if not isinstance(chat, int) or not isinstance(message_id, int):
            return
        count = _count_of(chat)
        known = self._known.setdefault(count, {})
        known[message_id] = None
        if len(known) > _REMEMBERED:
            del known[next(iter(known))]
        self._last[count] = max(self._last.get(count, 0), message_id)

    def last(self, chat: object) -> int:
        """The highest id known where this chat's messages are counted; 0 where none is."""
        return self._last.get(_count_of(chat), 0) if isinstance(chat, int) else 0

    def caught_up(self) -> None:
        """Telegram has told all that people wrote up to now."""
        self._caught_up.set()

    @property
    def told_all(self) -> bool:
        """Whether that has been so since the start."""
        return self._caught_up.is_set()

    async def ready(self) -> None:
        """Wait until it makes sense to look; not for long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._caught_up.wait(), _PATIENCE)

    async def find(self, chat: int, after: int, is_it: IsIt) -> int | None:
        """The id of the message that left for this chat when ``after`` was the last.

        0 where it is not there, None where that is not sure. Raises what ``is_it`` raises. Nothing else may
        be on its way to this chat meanwhile.
        """
        unknown = list(islice(self._unknown(chat, after), _MOST + 1))
        for message_id in unknown[:_MOST]:
            if await is_it(message_id):
                self.counted(chat, message_id)
                return message_id
        return 0 if len(unknown) <= _MOST and self.told_all else None

    def _unknown(self, chat: int, after: int) -> Iterator[int]:
        known = self._known.get(_count_of(chat), {})
        return (one for one in range(after + 1, self.last(chat) + _BEYOND + 1) if one not in known)


def _count_of(chat: int) -> int:
    return chat if chat <= _SUPERGROUPS else 0
