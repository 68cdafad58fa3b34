"""Messages that have left and of which nobody noted yet that Telegram has them.

What a process was saying when it was killed, or when the connection broke, may have been heard or not.
Before the same is said again, somebody looks (``arrivals.py``).
"""

import time
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from hashlib import blake2b
from math import inf
from pathlib import Path
from struct import Struct

from bot.delivery.arrivals import Span, count_of
from bot.delivery.slots import Slots

Key = tuple[int | str, str]
"""Of an answer the update's id and the message's fingerprint, of the outbox's the batch and the number."""

_NUMBERS = Struct("<qqqq")  # the update's id, the chat's, and the two ends of the span
_PRINT = 12  # bytes of a fingerprint, which is told in hex
_TOP, _OUTBOX = 0, -1  # in place of an update's id: the last id confirmed to us, and what the outbox sends
_PRIVATE = count_of(1)
_AT_ONCE = 16  # messages that are on their way together, and more
_LATE = 30.0  # seconds after which nothing arrives any more


@dataclass(slots=True)
class _Doubt:
    chat: int
    after: int
    before: int = 0  # the id of a message that left after nobody answered for this one, where one is known
    times: int = 0  # that this run sent it
    order: int = 0  # in which messages left
    lost: int | None = None  # the order of the last that had left when nobody answered for this one
    late_until: float = -inf  # monotonic seconds
    earlier: bool = False  # sent by an earlier run only
    mixed: bool = False  # with one of the same chat that was given up
    slot: int | None = None


Before = _Doubt | None
"""How a message stood before it left."""


class Doubts:
    """For each such message its chat, and between which ids Telegram counted it if it arrived.

    They are noted beside the inbox, so that the next run knows them; whether those of the outbox are to be
    sent at all, that notes itself.
    """

    def __init__(self, path: Path | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._slots: Slots | None = None
        self._open: dict[Key, _Doubt] = {}
        self._lost: dict[Key, _Doubt] = {}  # those of them that nobody answers for
        self._marks: dict[int | str, set[Key]] = {}  # their keys, by who sends them
        # Chats that may hold a message that was given up, and nothing after it.
        self._blurred: set[int] = set()
        self._order = 0
        self._top = 0
        self._top_slot: int | None = None
        self._outbox_left: dict[str, tuple[int, int]] = {}  # what was on its way at the end of an earlier run

    def open(self, pending: Container[int]) -> None:
        """Take over what an earlier run left of the updates still pending. Raises OSError."""
        if self._path is None:
            return
        self._slots = Slots(self._path, _NUMBERS.size + _PRINT)
        left = [(_NUMBERS.unpack_from(record), record[_NUMBERS.size :].hex()) for record in self._slots.left]
        self._top = max((after for (owner, _, after, _), _ in left if owner == _TOP), default=0)
        self._top_slot = self._slots.take(self._top_record())
        for (owner, chat, after, before), mark in left:
            if not before and count_of(chat) == _PRIVATE:
                after = max(after, self._top - _AT_ONCE)  # noqa: PLW2901 - it was under way at the very end
            if owner == _OUTBOX:
                self._outbox_left[mark] = after, before
            elif owner in pending:
                self._put((owner, mark), _Doubt(chat, after, before, lost=0, earlier=True))

    @property
    def top(self) -> int:
        """The highest id in private chats that was confirmed to this run or an earlier one."""
        return self._top

    def take_over(self, key: Key, chat: int) -> None:
        """A message of the outbox left in an earlier run.

        Unless it was on its way when that ended, others may have gone to its chat since.
        """
        after, before = self._outbox_left.get(_mark(key), (0, 0))
        self._put(key, _Doubt(chat, after, before, lost=0, earlier=True, mixed=not after))

    def begin(self, key: Key, chat: int, after: int) -> Before:
        """A message leaves now, perhaps once more; ``after`` is the last id known where it is counted.

        Returns what is to be told to :meth:`take_back` should it certainly not have been carried out.
        """
        self._order += 1
        known = self._open.get(key)
        earlier = None if known is None else replace(known)
        if known is not None:  # the first copy may lie there too, whatever becomes of this one
            self._blur(chat, but=key)
        doubt = known or _Doubt(chat, after, mixed=chat in self._blurred)
        doubt.before, doubt.lost, doubt.earlier = 0, None, False
        self._lost.pop(key, None)
        doubt.order = self._order
        doubt.times += 1
        self._put(key, doubt)
        return earlier

    def take_back(self, key: Key, before: Before) -> None:
        """What began had no effect: all is as it was ``before``."""
        if before is None:
            self.end(key)
        elif (doubt := self._open.get(key)) is not None:
            before.slot = doubt.slot
            self._put(key, before)

    def lose(self, key: Key, *, late: bool = False) -> None:
        """Nobody answers for it; ``late`` where it may be under way still."""
        if doubt := self._open.get(key):
            doubt.lost = self._order
            self._lost[key] = doubt
            doubt.late_until = self._clock() + (_LATE if late else 0)
            if not isinstance(key[0], int):  # it is not what is on its way when this run ends
                self._release(doubt)

    def arrived(self, key: Key, chat: int, message_id: int) -> None:
        """It is confirmed, under this id, and will be noted as sent."""
        doubt = self._open.get(key)
        count = count_of(chat)
        if count == _PRIVATE and message_id > self._top:
            self._top = message_id
            if self._slots is not None:
                self._slots.change(self._top_slot, self._top_record())
        self._blurred.discard(chat)
        order = doubt.order if doubt is not None else 0
        for other, one in self._lost.items():
            if (one.lost or 0) < order and not one.before and count_of(one.chat) == count:
                one.before = message_id
                self._put(other, one)

    def end(self, key: Key) -> None:
        """It is noted as sent, or certainly was not."""
        if (doubt := self._open.pop(key, None)) is not None:
            self._lost.pop(key, None)
            marks = self._marks[key[0]]
            marks.discard(key)
            if not marks:
                del self._marks[key[0]]
            self._release(doubt)

    def give_up(self, key: Key) -> None:
        """Nobody will say it again: for good, it may lie in its chat or not."""
        if (given_up := self._open.get(key)) is not None:
            self.end(key)
            self._blur(given_up.chat)

    def forget(self, update_id: int) -> None:
        """The update is done with: what is still in doubt of it is given up."""
        for key in list(self._marks.get(update_id, ())):
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
        late = self._clock() < doubt.late_until
        return Span(doubt.after, doubt.before, len(self._open), doubt.earlier, late)

    def close(self) -> None:
        """Let go of the file."""
        if self._slots is not None:
            self._slots.close()

    def _blur(self, chat: int, but: Key | None = None) -> None:
        self._blurred.add(chat)
        for key, doubt in self._open.items():
            doubt.mixed = doubt.mixed or (doubt.chat == chat and key != but)

    def _put(self, key: Key, doubt: _Doubt) -> None:
        owner = key[0] if isinstance(key[0], int) else _OUTBOX
        if self._slots is not None:
            numbers = _NUMBERS.pack(owner, doubt.chat, doubt.after, doubt.before)
            record = numbers + bytes.fromhex(_mark(key))
            if doubt.slot is not None:
                self._slots.change(doubt.slot, record)
            elif doubt.lost is None or owner != _OUTBOX or doubt.earlier:
                doubt.slot = self._slots.take(record)
        self._open[key] = doubt
        self._marks.setdefault(key[0], set()).add(key)
        if doubt.lost is not None:
            self._lost[key] = doubt

    def _release(self, doubt: _Doubt) -> None:
        if doubt.slot is not None and self._slots is not None:
            self._slots.give_back(doubt.slot)
            doubt.slot = None

    def _top_record(self) -> bytes:
        return _NUMBERS.pack(_TOP, _PRIVATE, self._top, 0) + bytes(_PRINT)


def _mark(key: Key) -> str:
    """Twelve bytes in hex: a fingerprint, or what stands for an item of the outbox."""
    owner, mark = key
    return (
        mark
        if isinstance(owner, int)
        else blake2b(f"{owner}:{mark}".encode(), digest_size=_PRINT).hexdigest()
    )
