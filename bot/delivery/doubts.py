"""Messages that have left and of which nobody noted yet that Telegram has them.

What a process was saying when it was killed, or when the connection broke, may have been heard or not.
Before the same is said again, somebody looks (``arrivals.py``).
"""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

from bot.delivery.slots import Slots

Key = tuple[int | str, str]
"""Of an answer the update's id and the message's fingerprint, of the outbox's the batch and the number."""

_NUMBERS = Struct("<qqqq")  # the update's id, the chat's, the last message's, and how often it left
_PRINT = 12  # bytes of a fingerprint, which is told in hex
_REACH = 16  # a message's id is at most so far above the last one known when it left


@dataclass(slots=True)
class _Doubt:
    chat: int
    after: int
    times: int
    slot: int | None = None


class Doubts:
    """For each such message its chat, and the id after which Telegram counted it if it arrived.

    Those of answers are noted beside the inbox, so that the next run knows them; the outbox notes its own.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._slots: Slots | None = None
        self._open: dict[Key, _Doubt] = {}
        self._blurred: dict[int, int] = {}  # up to which id a chat may hold a message that was given up

    def open(self, pending: Container[int]) -> None:
        """Take over what an earlier run left of the updates still pending. Raises OSError."""
        if self._path is None:
            return
        self._slots = Slots(self._path, _NUMBERS.size + _PRINT)
        for record in self._slots.left:
            update_id, chat, after, times = _NUMBERS.unpack_from(record)
            if update_id in pending:
                self._put((update_id, record[_NUMBERS.size :].hex()), _Doubt(chat, after, times))

    def begin(self, key: Key, chat: int, after: int) -> None:
        """A message leaves now, perhaps once more; ``after`` is the last id known where it is counted."""
        if doubt := self._open.get(key):
            doubt.times += 1
        else:
            doubt = _Doubt(chat, after, 1)
        self._put(key, doubt)

    def _put(self, key: Key, doubt: _Doubt) -> None:
        owner, mark = key
        if self._slots is not None and isinstance(owner, int):
            record = _NUMBERS.pack(owner, doubt.chat, doubt.after, doubt.times) + bytes.fromhex(mark)
            if key in self._open:
                self._slots.change(doubt.slot, record)
            else:
                doubt.slot = self._slots.take(record)
        self._open[key] = doubt

    def end(self, key: Key) -> None:
        """It is noted as sent, or certainly was not."""
        doubt = self._open.pop(key, None)
        if doubt is not None and doubt.slot is not None and self._slots is not None:
            self._slots.give_back(doubt.slot)

    def give_up(self, key: Key) -> None:
        """Nobody will say it again: for good, it may lie in its chat or not."""
        doubt = self._open.get(key)
        if doubt is not None:
            up_to = doubt.after + _REACH
            self._blurred[doubt.chat] = max(self._blurred.get(doubt.chat, 0), up_to)
            self.end(key)

    def forget(self, update_id: int) -> None:
        """The update is done with: what is still in doubt of it is given up."""
        for key in [key for key in self._open if key[0] == update_id]:
            self.give_up(key)

    def times(self, key: Key) -> int:
        """How often this message left without anybody knowing whether it arrived."""
        doubt = self._open.get(key)
        return doubt.times if doubt is not None else 0

    def after(self, key: Key) -> int:
        """The id after which a message can be looked for; 0 where it could be taken for another.

        It can be told from others only while it is the one message in doubt in its chat.
        """
        doubt = self._open.get(key)
        if doubt is None or doubt.after < self._blurred.get(doubt.chat, 0):
            return 0
        others = (one for other, one in self._open.items() if other != key)
        return 0 if any(one.chat == doubt.chat for one in others) else doubt.after

    def close(self) -> None:
        """Let go of the file."""
        if self._slots is not None:
            self._slots.close()
