"""One writing process to a data folder."""

import fcntl
import os
from pathlib import Path

from bot.records import StoreLocked
from bot.store import texts

NAME = "weibao.lock"


class FolderLock:
    """An exclusive lock on the folder, held until :meth:`release` or the death of the process."""

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises StoreLocked, with the other's process number where it is known."""
        self._file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = os.pread(self._file, 32, 0).decode("ascii", "replace").strip()
            os.close(self._file)
            pid = texts.BOT_RUNS_PID.format(pid=other) if other.isdigit() else ""
            raise StoreLocked(texts.BOT_RUNS.format(folder=folder, pid=pid)) from None
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let the next process in. The file stays: removing it would let two in at once."""
        os.ftruncate(self._file, 0)
        os.close(self._file)
