"""Small records of what is under way at this moment, noted so that the note outlives this process.

A few pages of memory that are also a file: a mark costs no system call, and the kernel keeps it whatever
becomes of us. A power cut may lose it; that is nobody's fault.
"""

import mmap
import os
from pathlib import Path

_COUNT = 512  # things under way at one moment: more than the processor lets run


class Slots:
    """A file of records of ``width`` bytes each, mode 600, for one process."""

    def __init__(self, path: Path, width: int) -> None:
        """Read what an earlier run was about (``left``), and begin anew. Raises OSError."""
        self._width = width
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.posix_fallocate(descriptor, 0, _COUNT * width)  # or a full disk would kill us at a mark
            self._pages = mmap.mmap(descriptor, _COUNT * width)
        finally:
            os.close(descriptor)
        records = (self._pages[at : at + width] for at in range(0, _COUNT * width, width))
        self.left = [record for record in records if any(record)]
        self._pages[:] = bytes(_COUNT * width)
        self._free = list(range(_COUNT))

    def take(self, record: bytes) -> int | None:
        """Note a record; returns its slot, or None where all are taken."""
        if not self._free:
            return None
        slot = self._free.pop()
        self._put(slot, record)
        return slot

    def change(self, slot: int | None, record: bytes) -> None:
        """Note another record in its place."""
        if slot is not None:
            self._put(slot, record)

    def give_back(self, slot: int | None) -> None:
        """What was noted there is over."""
        if slot is not None:
            self._put(slot, bytes(self._width))
            self._free.append(slot)

    def close(self) -> None:
        """Let go of the file."""
        self._pages.close()

    def _put(self, slot: int, record: bytes) -> None:
        if self._pages.closed:  # a straggler after the end of all
            return
        self._pages[slot * self._width : (slot + 1) * self._width] = record
