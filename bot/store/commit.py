"""The list that makes a commit of several files one: all of them are replaced, or none.

Every new file lies whole beside the old one before the list names them all, with their checksums; once the
list is on disk, the commit has happened. A kill while the old files are being replaced leaves the list.
Then the folder's next owner goes on where it stopped, and who only reads takes the new files from where
they lie. A list that names anything not to be found says nothing: it was not on disk when the power went,
or is of a commit that later ones have overtaken.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from bot import disk
from bot.store import layout
from bot.store.kinds import is_store_file

NAME = "commit-unfinished"
TEMPORARY = ".tmp"


def beside(path: Path) -> Path:
    """Where a file's new content lies until it takes the file's place."""
    return path.with_name(path.name + TEMPORARY)


def begin(folder: Path, checksums: Mapping[str, str]) -> None:
    """Commit what lies beside the files of these names. Raises OSError, and then it is not committed."""
    path = folder / NAME
    try:
        disk.write(path, [json.dumps(checksums).encode()])
        disk.sync_folder(folder)
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def end(folder: Path) -> None:
    """Take the list away, once all new files have taken their places. Raises OSError."""
    # Before the list goes: a power cut may otherwise keep that and lose a replacement.
    disk.sync_folder(folder)
    (folder / NAME).unlink()


def pending(folder: Path) -> dict[str, IO[bytes]]:
    """The new files of a commit under way that still lie beside their old ones, opened, by name."""
    opened: dict[str, IO[bytes]] = {}
    for name, checksum in _listed(folder).items():
        file = _opened(beside(folder / name), checksum)
        if file is None:
            file = _opened(folder / name, checksum)
            if file is None:
                close(opened)
                return {}
            file.close()
        else:
            opened[name] = file
    return opened


def finish(folder: Path) -> None:
    """Finish a commit that was cut off; only for who holds the folder's lock. Raises OSError."""
    if not (folder / NAME).exists():
        return
    names = pending(folder)
    close(names)
    for name in names:
        beside(folder / name).replace(folder / name)
    end(folder)


def close(files: Mapping[str, IO[bytes]]) -> None:
    """Close them all."""
    for file in files.values():
        file.close()


def _listed(folder: Path) -> dict[str, str]:
    """The list's names and checksums; empty without a list, and for one that is not whole."""
    try:
        listed = json.loads((folder / NAME).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    whole = isinstance(listed, dict) and all(map(is_store_file, listed))
    return listed if whole else {}


def _opened(path: Path, checksum: str) -> IO[bytes] | None:
    """The file, if all of it is what the checksum says."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    if layout.checksum(file) == checksum:
        file.seek(0)
        return file
    file.close()
    return None
