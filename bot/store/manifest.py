"""The names of the files that must be there: a lost file is told from one that never was."""

import os
from collections.abc import Iterable
from pathlib import Path

NAME = "files.txt"


def listed(folder: Path) -> set[str]:
    """The names written down; empty for a folder without a list."""
    try:
        return set((folder / NAME).read_text("utf-8", "replace").split())
    except FileNotFoundError:
        return set()


def write(folder: Path, names: Iterable[str]) -> None:
    """Write the names down. A kill leaves the list before or the list after."""
    temporary = folder / (NAME + ".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write("".join(f"{name}\n" for name in sorted(names)))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / NAME)
