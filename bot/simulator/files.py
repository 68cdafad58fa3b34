"""Uploaded files: kept, identified, and handed out again."""

import hashlib
import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.images import image_size

MAX_PHOTO = 10 * 1024 * 1024
MAX_DOCUMENT = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
_THUMBNAIL = 320


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file_id. ``kind`` is the word in its path: photos, documents, voice, stickers."""

    id: str
    unique_id: str
    kind: str
    path: str
    size: int
    mime: str
    name: str


class FileStore:
    """Contents by file_id, in memory or, given a folder, on disk."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._files: dict[str, StoredFile] = {}
        self._paths: dict[str, StoredFile] = {}
        self._contents: dict[str, bytes] = {}
        self._photos: dict[str, list[dict[str, Any]]] = {}

    def add(self, kind: str, content: bytes, *, name: str = "", mime: str = "") -> StoredFile:
        """Keep a file. The same bytes have the same unique id, every upload its own file_id."""
        unique = hashlib.sha256(content).hexdigest()[:16]
        number = len(self._files)
        guessed = mimetypes.guess_type(name)[0] if name else None
        mime = guessed or mime or "application/octet-stream"
        suffix = Path(name).suffix or mimetypes.guess_extension(mime) or ".bin"
        stored = StoredFile(
            id=f"{kind[0].upper()}g{secrets.token_urlsafe(36)}",
            unique_id=f"AQAD{unique}",
            kind=kind,
            path=f"{kind}/file_{number}{suffix}",
            size=len(content),
            mime=mime,
            name=name,
        )
        if self._folder is None:
            self._contents[stored.id] = content
        else:
            place = self._folder / stored.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        self._files[stored.id] = self._paths[stored.path] = stored
        return stored

    def get(self, file_id: str) -> StoredFile | None:
        """The file of that id."""
        return self._files.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file of that download path."""
        return self._paths.get(path)

    def content(self, stored: StoredFile) -> bytes:
        """The bytes, as uploaded."""
        if self._folder is None:
            return self._contents[stored.id]
        return (self._folder / stored.path).read_bytes()

    def photo(self, content: bytes) -> list[dict[str, Any]]:
        """The sizes of a new photo, smallest first.

        Telegram scales and re-encodes photos; this keeps the bytes as they came for every size (so
        metadata that a person's phone wrote is still there), and only says smaller numbers.
        Raises ApiError for what is no picture, or one too big, too long or too thin.
        """
        if not content:
            raise bad_request("file must be non-empty")
        if len(content) > MAX_PHOTO:
            raise bad_request(
                f"file of size {len(content)} bytes is too big for a photo; "
                f"the maximum size is {MAX_PHOTO} bytes"
            )
        size = image_size(content)
        if size is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        width, height = size
        if min(size) < 1 or width + height > 10_000 or max(size) > 20 * min(size):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        scale = min(1.0, _THUMBNAIL / max(size))
        small = (max(1, round(width * scale * 0.5)), max(1, round(height * scale * 0.5)))
        sizes = [self._size(content, small), self._size(content, size)]
        self._photos |= {one["file_id"]: sizes for one in sizes}
        return sizes

    def _size(self, content: bytes, size: tuple[int, int]) -> dict[str, Any]:
        stored = self.add("photos", content, name="photo.jpg", mime="image/jpeg")
        width, height = size
        return {
            "file_id": stored.id,
            "file_unique_id": f"{stored.unique_id}{width}",
            "width": width,
            "height": height,
            "file_size": stored.size,
        }

    def document(self, content: bytes, *, name: str, mime: str) -> dict[str, Any]:
        """A new document. Raises ApiError for an empty or too big one."""
        if not content:
            raise bad_request("file must be non-empty")
        if len(content) > MAX_DOCUMENT:
            raise bad_request("file is too big")
        return document_json(self.add("documents", content, name=Path(name).name, mime=mime))

    def photo_again(self, file_id: str) -> list[dict[str, Any]]:
        """The sizes of a photo sent again by its id."""
        return self._photos[self._again(file_id, "photos").id]

    def document_again(self, file_id: str) -> dict[str, Any]:
        """A document sent again by its id."""
        return document_json(self._again(file_id, "documents"))

    def _again(self, file_id: str, kind: str) -> StoredFile:
        stored = self.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if stored.kind != kind:
            have, want = (word.rstrip("s").title() for word in (stored.kind, kind))
            raise bad_request(f"can't use file of type {have} as {want}")
        return stored


def document_json(stored: StoredFile) -> dict[str, Any]:
    """A Document as messages carry it."""
    return {
        "file_name": stored.name or Path(stored.path).name,
        "mime_type": stored.mime,
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
    }
