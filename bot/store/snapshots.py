"""Snapshots for backups: folders of second names for the store's files, each in use for as long as a lock.

What a killed backup leaves holds words that may have been erased by law since, so it is cleared away at
every occasion: only the lock tells whether a snapshot still serves.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".snapshot-"


def make(folder: Path, files: Mapping[str, Path]) -> Path:
    """A snapshot, inside the folder, with these files under the names given; the caller removes it.

    Files are replaced and never changed, so a second name for each is as good as a copy.
    """
    snapshot = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder))
    for name, path in files.items():
        try:
            os.link(path, snapshot / name)
        except OSError:  # a file system without second names
            shutil.copy2(path, snapshot / name)
    return snapshot


@contextmanager
def hold(snapshot: Path) -> Iterator[bool]:
    """Keep the snapshot for as long as the context lasts, and remove it then; False: it is gone already."""
    try:
        handle = os.open(snapshot, os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield snapshot.exists()
    finally:
        shutil.rmtree(snapshot, ignore_errors=True)
        os.close(handle)


def clear(folder: Path) -> None:
    """Remove the snapshots that nobody holds; one that cannot be had now goes the next time."""
    for snapshot in folder.glob(f"{_PREFIX}*"):
        try:
            handle = os.open(snapshot, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:  # most likely removed meanwhile by whoever held it
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(snapshot, ignore_errors=True)
        finally:
            os.close(handle)
