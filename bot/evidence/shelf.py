"""Where cleaned files lie: ``attachments/`` in the data folder, each under its own SHA-256, mode 600."""

import asyncio
import hashlib
import os
from contextlib import suppress
from pathlib import Path

from bot.disk import sync_folder

FOLDER = "attachments"
_PART = ".part"


class Shelf:
    """Files by content: the same bytes lie there once. All methods block; call them in a thread."""

    def __init__(self, data_dir: Path) -> None:
        """Nothing is made before the first file comes."""
        self._folder = data_dir / FOLDER
        self.changing = asyncio.Lock()
        """Held from putting a file until its row is stored, and while what has no row is taken away."""

    def put(self, content: bytes, suffix: str) -> str:
        """Keep a file durably; returns its digest. Raises OSError, and then nothing of it is there."""
        digest = hashlib.sha256(content).hexdigest()
        place = self.path(digest, suffix)
        if place.exists():
            return digest
        for folder in (self._folder, place.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        part = place.with_name(place.name + _PART)
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(place)
            for folder in (place.parent, self._folder):
                sync_folder(folder)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        return digest

    def read(self, digest: str, suffix: str) -> bytes:
        """A kept file. Raises OSError (FileNotFoundError where it was taken away)."""
        return self.path(digest, suffix).read_bytes()

    def drop(self, digest: str, suffix: str) -> None:
        """Take a file away for good; nothing happens if it is gone. Raises OSError."""
        place = self.path(digest, suffix)
        place.unlink(missing_ok=True)
        if place.parent.is_dir():
            sync_folder(place.parent)

    def names(self) -> set[tuple[str, str]]:
        """Digest and suffix of every file; what a kill left half-written is taken away."""
        found = set()
        for path in self._folder.glob("*/*"):
            if path.name.endswith(_PART):
                path.unlink(missing_ok=True)
            else:
                found.add((path.stem, path.suffix[1:]))
        return found

    def path(self, digest: str, suffix: str) -> Path:
        """Where a file of that digest lies, or would lie."""
        return self._folder / digest[:2] / f"{digest}.{suffix}"
