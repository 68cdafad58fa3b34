"""Answers that have left and of which nobody noted yet that Telegram has them.

What a process was saying when it was killed, or when the connection broke, may have been heard or not. The
next attempt at the same update looks (``arrivals.py``) before it says the same again.
"""

from collections.abc import Container
from pathlib import Path

from bot.delivery.slots import Slots

_ID, _PRINT = 8, 12  # bytes; a fingerprint is 12 bytes in hex


class UnderWay:
    """For each such answer the id after which Telegram counted its message, if it did (``Arrivals.last``)."""

    def __init__(self, path: Path, pending: Container[int]) -> None:
        """Take over what an earlier run left of the updates still pending. Raises OSError."""
        self._slots = Slots(path, 2 * _ID + _PRINT)
        self._after: dict[tuple[int, str], int] = {}
        self._taken: dict[tuple[int, str], int | None] = {}
        for record in self._slots.left:
            update_id = int.from_bytes(record[:_ID], "little")
            if update_id in pending:
                after = int.from_bytes(record[_ID : 2 * _ID], "little")
                self.begin(update_id, record[2 * _ID :].hex(), after)

    def begin(self, update_id: int, fingerprint: str, after: int) -> None:
        """An answer leaves now, perhaps once more."""
        key = update_id, fingerprint
        if key not in self._after:
            self._after[key] = after
            numbers = update_id.to_bytes(_ID, "little") + after.to_bytes(_ID, "little")
            self._taken[key] = self._slots.take(numbers + bytes.fromhex(fingerprint))

    def after(self, update_id: int, fingerprint: str) -> int | None:
        """The id after which the answer is to be looked for; None where it never left."""
        return self._after.get((update_id, fingerprint))

    def end(self, update_id: int, fingerprint: str) -> None:
        """It is noted as sent, or certainly was not."""
        key = update_id, fingerprint
        if self._after.pop(key, None) is not None:
            self._slots.give_back(self._taken.pop(key))

    def forget(self, update_id: int) -> None:
        """The update is done with: nothing of it will be said again."""
        for key in [key for key in self._after if key[0] == update_id]:
            self.end(*key)

    def close(self) -> None:
        """Let go of the file."""
        self._slots.close()
