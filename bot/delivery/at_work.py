"""Which updates are being handled at this moment, noted so that the note outlives this process.

One page of memory that is also a file: a mark costs no system call, and the kernel keeps it whatever
becomes of us. A power cut may lose it; that is nobody's fault.
"""

import mmap
import os
from pathlib import Path

_SLOTS = 512  # handlers at work at one moment: more than the processor lets run
_WIDTH = 8


class AtWork:
    """The ids of the updates whose handlers' code is running, in a file of 4 KiB, mode 600."""

    def __init__(self, path: Path) -> None:
        """Read what an earlier run died of (``left``), and begin anew. Raises OSError."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, _SLOTS * _WIDTH)  # or a full disk would kill us at a mark
            self._page = mmap.mmap(descriptor, _SLOTS * _WIDTH)
        finally:
            os.close(descriptor)
        ids = (self._page[at : at + _WIDTH] for at in range(0, _SLOTS * _WIDTH, _WIDTH))
        self.left = {int.from_bytes(one, "little") for one in ids} - {0}
        self._page[:] = bytes(_SLOTS * _WIDTH)
        self._free = list(range(_SLOTS))
        self._taken: dict[int, int] = {}

    def begin(self, update_id: int) -> None:
        """A handler's code runs on this update."""
        if self._free and update_id not in self._taken:
            slot = self._taken[update_id] = self._free.pop()
            self._mark(slot, update_id)

    def end(self, update_id: int) -> None:
        """It does not any more."""
        slot = self._taken.pop(update_id, None)
        if slot is not None:
            self._mark(slot, 0)
            self._free.append(slot)

    def close(self) -> None:
        """Let go of the file."""
        self._page.close()

    def _mark(self, slot: int, update_id: int) -> None:
        self._page[slot * _WIDTH : (slot + 1) * _WIDTH] = update_id.to_bytes(_WIDTH, "little")
