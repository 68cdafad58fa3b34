"""What was set aside for the operator does not lie there for ever: it holds what people wrote."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.delivery import wire
from bot.delivery.journal import add_line
from bot.disk import sync_folder


def forget_aside(path: Path, limit: datetime) -> None:
    """Drop the lines of updates sent before ``limit``. Raises OSError.

    The inbox may add lines meanwhile: the file is moved away first, and what stays is added again. A kill
    in between leaves the moved file, and the next call goes on with it.
    """
    moved = path.with_suffix(".old")
    if not moved.exists():
        if not any(_sent(entry, path) < limit for entry in _entries(path)):
            return
        path.rename(moved)
    for entry in _entries(moved):
        if _sent(entry, moved) >= limit:
            add_line(path, entry)
    moved.unlink()
    sync_folder(path.parent)


def _entries(path: Path) -> list[Any]:
    return [wire.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def _sent(entry: Any, path: Path) -> datetime:
    """When the update was sent; where it does not say, when the file was last written."""
    update = entry.get("update") if isinstance(entry, dict) else None
    for part in update.values() if isinstance(update, dict) else ():
        for holder in (part, part.get("message") if isinstance(part, dict) else None):
            if isinstance(holder, dict) and isinstance(holder.get("date"), int):
                return datetime.fromtimestamp(holder["date"], UTC)
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
