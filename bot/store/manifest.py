"""The names of the files that must be there: a lost file is told from one that never was."""

from collections.abc import Iterable
from pathlib import Path

from bot import disk
from bot.store.commit import beside

NAME = "files.txt"


def listed(folder: Path) -> set[str]:
    """The names written down; empty for a folder without a list."""
    try:
        return set((folder / NAME).read_text("utf-8", "replace").split())
    except FileNotFoundError:
        return set()


def write(folder: Path, names: Iterable[str]) -> None:
    """Write the names down. A kill leaves the list before or the list after."""
    path = folder / NAME
    disk.write(beside(path), [f"{name}\n".encode() for name in sorted(names)])
    beside(path).replace(path)
