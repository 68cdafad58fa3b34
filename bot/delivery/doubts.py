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

_NUMBERS = Struct("<qqqq")  # the update's id, the chat's, and the two ends of the span
_PRINT = 12  # bytes of a fingerprint, which is told in hex
_TOP = 0  # in place of an update's id: the record of the last id that was confirmed to us
_PRIVATE = count_of(1)
_AT_ONCE = 16  # messages that are on their way together, and more


@dataclass(slots=True)
class _Doubt:
    chat: int
    after: int
    before: int = 0  # the id of a message that left after nobody answered for this one, where one is known
    times: int = 0  # that this run sent it
    order: int = 0  # in which messages left
    lost: int | None = None  # the order of the last that had left when nobody answered for this one
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
        self._order = 0
        self._floor = 0  # what an earlier run had on its way at its end has a higher id
        self._top = 0
        self._top_slot: int | None = None

    def open(self, pending: Container[int]) -> None:
        """Take over what an earlier run left of the updates still pending. Raises OSError."""
        if self._path is None:
            return
        self._slots = Slots(self._path, _NUMBERS.size + _PRINT)
        left = [(_NUMBERS.unpack_from(record), record[_NUMBERS.size :]) for record in self._slots.left]
        self._top = max((after for (owner, _, after, _), _ in left if owner == _TOP), default=0)
        self._floor = self._top - _AT_ONCE
        self._top_slot = self._slots.take(self._top_record())
        for (update_id, chat, after, before), mark in left:
            if update_id in pending:
                self._take_over((update_id, mark.hex()), chat, after, before)

    def take_over(self, key: Key, chat: int, after: int) -> None:
        """A message left in an earlier run, by what the outbox noted."""
        self._take_over(key, chat, after, 0)

    def _take_over(self, key: Key, chat: int, after: int, before: int) -> None:
        if not before and count_of(chat) == _PRIVATE:
            after = max(after, self._floor)
        self._put(key, _Doubt(chat, after, before, lost=0))

    def begin(self, key: Key, chat: int, after: int) -> None:
        """A message leaves now, perhaps once more; ``after`` is the last id known where it is counted."""
        self._order += 1
        doubt = self._open.get(key) or _Doubt(chat, after, mixed=chat in self._blurred)
        doubt.after, doubt.before, doubt.lost = after, 0, None
        doubt.order = self._order
        doubt.times += 1
        self._put(key, doubt)

    def lose(self, key: Key) -> None:
        """Nobody answers for it."""
        if doubt := self._open.get(key):
            doubt.lost = self._order

    def arrived(self, key: Key, chat: int, message_id: int) -> None:
        """It is confirmed, under this id, and will be noted as sent."""
        doubt = self._open.get(key)
        count = count_of(chat)
        if count == _PRIVATE and message_id > self._top:
            self._top = message_id
            if self._slots is not None:
                self._slots.change(self._top_slot, self._top_record())
        self._blurred.discard(chat)
        for other, one in self._open.items():
            later = doubt is not None and one.lost is not None and one.lost < doubt.order
            if later and not one.before and count_of(one.chat) == count:
                one.before = message_id
                self._put(other, one)

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

    def __contains__(self, key: Key) -> bool:
        """Whether this message left, and nobody knows whether it arrived."""
        return key in self._open

    def times(self, key: Key) -> int:
        """How often this run sent this message without anybody knowing whether it arrived."""
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
        return Span(doubt.after, doubt.before, doubt.lost == 0)

    def close(self) -> None:
        """Let go of the file."""
        if self._slots is not None:
            self._slots.close()

    def _put(self, key: Key, doubt: _Doubt) -> None:
        owner, mark = key
        if self._slots is not None and isinstance(owner, int):
            numbers = _NUMBERS.pack(owner, doubt.chat, doubt.after, doubt.before)
            if key in self._open:
                self._slots.change(doubt.slot, numbers + bytes.fromhex(mark))
            else:
                doubt.slot = self._slots.take(numbers + bytes.fromhex(mark))
        self._open[key] = doubt

    def _top_record(self) -> bytes:
        return _NUMBERS.pack(_TOP, _PRIVATE, self._top, 0) + bytes(_PRINT)
