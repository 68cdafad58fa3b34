"""Which updates are being handled at this moment: what a process that dies may have died of."""

from pathlib import Path

from bot.delivery.slots import Slots

_WIDTH = 8


class AtWork:
    """The ids of the updates whose handlers' code is running."""

    def __init__(self, path: Path) -> None:
        """Read what an earlier run died of (``left``), and begin anew. Raises OSError."""
        self._slots = Slots(path, _WIDTH)
        self.left = {int.from_bytes(one, "little") for one in self._slots.left}
        self._taken: dict[int, int | None] = {}

    def begin(self, update_id: int) -> None:
        """A handler's code runs on this update."""
        if update_id not in self._taken:
            self._taken[update_id] = self._slots.take(update_id.to_bytes(_WIDTH, "little"))

    def end(self, update_id: int) -> bool:
        """It does not any more; whether it did."""
        if update_id not in self._taken:
            return False
        self._slots.give_back(self._taken.pop(update_id))
        return True

    def close(self) -> None:
        """Let go of the file."""
        self._slots.close()
