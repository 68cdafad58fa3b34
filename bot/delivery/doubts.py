"""Messages that have left and of which nobody noted yet that Telegram has them.

What a process was saying when it was killed, or when the connection broke, may have been heard or not.
Before the same is said again, somebody looks (``arrivals.py``).
"""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

from bot.delivery.arrivals import Span, count_of
from bot.delivery.slots import Slots

Key = tuple[int | str, str]
"""Of an answer the update's id and the message's fingerprint, of the outbox's the batch and the number."""

_NUMBERS = Struct("<qqqqq")  # the update's id, the chat's, the span's two ends, and how often it left
_PRINT = 12  # bytes of a fingerprint, which is told in hex


@dataclass(slots=True)
class _Doubt:
    chat: int
    after: int
    before: int  # the first id that this run was given, if the message left in an earlier one; or 0
    times: int
    earlier: bool = False
    mixed: bool = False  # with one of the same chat that was given up
    slot: int | None = None


class Doubts:
    """For each such message its chat, and between which ids Telegram counted it if it arrived.

    Those of answers are noted beside the inbox, so that the next run knows them; the outbox notes its own.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._slots: Slots | None = None
        self._open: dict[Key, _Doubt] = {}
        self._blurred: set[int] = (
            set()
        )  # chats that may hold a message that was given up, and nothing after it

    def open(self, pending: Container[int]) -> None:
        """Take over what an earlier run left of the updates still pending. Raises OSError."""
        if self._path is None:
            return
        self._slots = Slots(self._path, _NUMBERS.size + _PRINT)
        for record in self._slots.left:
            update_id, chat, after, before, times = _NUMBERS.unpack_from(record)
            if update_id in pending:
                key = update_id, record[_NUMBERS.size :].hex()
                self._put(key, _Doubt(chat, after, before, times, earlier=True))

    def begin(self, key: Key, chat: int, after: int) -> None:
        """A message leaves now, perhaps once more; ``after`` is the last id known where it is counted."""
        if doubt := self._open.get(key):
            doubt.times += 1
            doubt.earlier = False
        else:
            doubt = _Doubt(chat, after, 0, 1, mixed=chat in self._blurred)
        self._put(key, doubt)

    def take_over(self, key: Key, chat: int, after: int, times: int) -> None:
        """A message left in an earlier run, by what the outbox noted."""
        self._put(key, _Doubt(chat, after, 0, times, earlier=True))

    def end(self, key: Key) -> None:
        """It is noted as sent, or certainly was not."""
        doubt = self._open.pop(key, None)
        if doubt is not None and doubt.slot is not None and self._slots is not None:
            self._slots.give_back(doubt.slot)

    def give_up(self, key: Key) -> None:
        """Nobody will say it again: for good, it may lie in its chat or not."""
        if (given_up := self._open.get(key)) is None:
            return
        self.end(key)
        self._blurred.add(given_up.chat)
        for doubt in self._open.values():
            doubt.mixed = doubt.mixed or doubt.chat == given_up.chat

    def forget(self, update_id: int) -> None:
        """The update is done with: what is still in doubt of it is given up."""
        for key in [key for key in self._open if key[0] == update_id]:
            self.give_up(key)

    def sent(self, chat: int, message_id: int) -> None:
        """Another message has arrived in its chat, under this id."""
        self._blurred.discard(chat)
        for key, doubt in self._open.items():
            if doubt.earlier and not doubt.before and count_of(doubt.chat) == count_of(chat):
                doubt.before = message_id
                self._put(key, doubt)

    def times(self, key: Key) -> int:
        """How often this message left without anybody knowing whether it arrived."""
        doubt = self._open.get(key)
        return doubt.times if doubt is not None else 0

    def span(self, key: Key) -> Span | None:
        """Where to look for a message; None where nobody can, or it could be taken for another.

        It can be told from others only while it is the one message in doubt in its chat.
        """
        doubt = self._open.get(key)
        if doubt is None or doubt.mixed or not doubt.after:
            return None
        if any(one.chat == doubt.chat for other, one in self._open.items() if other != key):
            return None
        return Span(doubt.after, doubt.before, doubt.earlier)

    def close(self) -> None:
        """Let go of the file."""
        if self._slots is not None:
            self._slots.close()

    def _put(self, key: Key, doubt: _Doubt) -> None:
        owner, mark = key
        if self._slots is not None and isinstance(owner, int):
            numbers = _NUMBERS.pack(owner, doubt.chat, doubt.after, doubt.before, doubt.times)
            if key in self._open:
                self._slots.change(doubt.slot, numbers + bytes.fromhex(mark))
            else:
                doubt.slot = self._slots.take(numbers + bytes.fromhex(mark))
        self._open[key] = doubt
