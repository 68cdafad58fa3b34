"""Whether a message arrived whose answer was lost: looked for by its id, before it is sent once more.

``sendMessage`` has no idempotency key and a bot cannot read its chats. But Telegram counts: all messages of
an account's private chats and basic groups share one count, each supergroup has its own, and every message
gets the next number (Pyrogram's documentation, "Message identifiers"; Telethon issue 1308). So a message
that left when ``last`` was N has one of the next few ids that nobody told us of. An edit that changes nothing
is refused differently for a message that is there ("message is not modified") and for one that is not
("message to edit not found"). Only the former refusal counts as proof; where nobody can tell, the message is
sent once more as if nobody had looked. So it is where two messages of one chat are in doubt (``doubts.py``):
a repeat is better than one taken for the other.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple

_REMEMBERED = 4096  # ids of one count
_BEYOND = 4  # ids above the last known that may have been given to what people write, and to those others
_MOST = 16  # ids looked at for one message
_PATIENCE = 3.0  # seconds in which Telegram tells what people wrote while we were down
_SUPERGROUPS = -1_000_000_000_000  # and below

IsIt = Callable[[int], Awaitable[bool | None]]
"""Whether the message of this id, in the chat in question, is the one that is looked for; None: who knows."""


class Span(NamedTuple):
    """Between which ids a message lies if it arrived; ``before`` is 0 where nobody knows.

    ``others`` may have been on their way beside it. What an ``earlier`` run left lies near one of the ends;
    of the ids between nobody remembers all. One that left a moment ago may still come: it is ``late``.
    """

    after: int
    before: int = 0
    others: int = 0
    earlier: bool = False
    late: bool = False


def count_of(chat: int) -> int:
    """In which count a chat's messages have their ids."""
    return chat if chat <= _SUPERGROUPS else 0


class Arrivals:
    """The message ids that the bot has heard of."""

    def __init__(self, *, told_all: bool = False) -> None:
        self._counts: dict[int, _Count] = {}
        self._caught_up = asyncio.Event()
        if told_all:
            self._caught_up.set()

    def saw_update(self, raw: Any) -> None:
        """An Update object (Bot API) came."""
        if not isinstance(raw, Mapping):
            return
        self._saw(raw.get("message"), _mark)
        if isinstance(pressed := raw.get("callback_query"), Mapping):
            # One of ours, and perhaps the very one that is looked for: nobody confirmed it by this.
            self._saw(pressed.get("message"), _pass_by)

    def counted(self, chat: int, message_id: int) -> None:
        """A chat's message has this id, and is not looked for."""
        _mark(self._count(chat), message_id)

    def _saw(self, message: Any, note: Callable[["_Count", int], None]) -> None:
        if isinstance(message, Mapping) and isinstance(message.get("chat"), Mapping):
            chat, message_id = message["chat"].get("id"), message.get("message_id")
            if isinstance(chat, int) and isinstance(message_id, int):
                note(self._count(chat), message_id)

    def _count(self, chat: int) -> "_Count":
        return self._counts.setdefault(count_of(chat), _Count())

    def reached(self, message_id: int) -> None:
        """Private chats are known to have come to this id."""
        _pass_by(self._count(1), message_id)

    def last(self, chat: object) -> int:
        """The highest id known where this chat's messages are counted; 0 where none is."""
        return self._count(chat).last if isinstance(chat, int) else 0

    def caught_up(self) -> None:
        """Telegram has told all that people wrote up to now."""
        self._caught_up.set()

    def behind(self) -> None:
        """Telegram is not heard: people may have written since."""
        self._caught_up.clear()

    @property
    def told_all(self) -> bool:
        """Whether that has been so since it was last not heard."""
        return self._caught_up.is_set()

    async def ready(self) -> None:
        """Wait until it makes sense to look; not for long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._caught_up.wait(), _PATIENCE)

    async def find(self, chat: int, span: Span, is_it: IsIt) -> int | None:
        """The id of the message that left for this chat, within the span.

        0 where it is not there, None where that is not sure: a bot does not see all that is written in a
        supergroup. Raises what ``is_it`` raises. Nothing else may be on its way to this chat meanwhile.
        """
        count = self._count(chat)
        up_to = span.before or max(count.last, span.after) + span.others + _BEYOND + 1
        unknown = [one for one in range(span.after + 1, up_to) if one not in count.known]
        sure = len(unknown) <= _MOST and self.told_all and not span.late and count_of(chat) == count_of(1)
        if span.earlier:
            unknown = [one for pair in zip(reversed(unknown), unknown, strict=True) for one in pair]
        for message_id in dict.fromkeys(unknown[:_MOST]):
            if (found := await is_it(message_id)) is None:
                return None
            if found:
                self.counted(chat, message_id)
                return message_id
        return 0 if sure else None


@dataclass(slots=True)
class _Count:
    """One sequence of message ids, as far as this run has heard of it."""

    last: int = 0
    known: dict[int, None] = field(default_factory=dict)


def _pass_by(count: _Count, message_id: int) -> None:
    count.last = max(count.last, message_id)


def _mark(count: _Count, message_id: int) -> None:
    _pass_by(count, message_id)
    count.known[message_id] = None
    if len(count.known) > _REMEMBERED:
        del count.known[next(iter(count.known))]
