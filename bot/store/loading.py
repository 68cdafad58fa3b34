"""From the data folder's files to tables in memory."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from zlib import crc32

from bot.records import Reader, StoreDamaged, StoreError
from bot.store import layout, manifest, texts
from bot.store.kinds import age_order, is_store_file
from bot.store.tables import Snapshot, Table, empty

ASIDE = "damaged"
RESTORING = "restore-unfinished"
STAGE = ".restoring"
_TRIES = 5


def store_files(folder: Path) -> list[Path]:
    """The store's files in the folder, those of the oldest records first."""
    if not folder.is_dir():
        return []
    return sorted((p for p in folder.iterdir() if is_store_file(p.name)), key=lambda p: age_order(p.name))


def load(name: str, file: IO[bytes], tables: dict[type[Any], Table]) -> None:
    """Add the records of an open file of that name to the tables. Raises UnreadableFile and NewerFile."""
    for kind, doc_id, document, raw in layout.entries(file):
        table = tables[kind.record]
        if document["key"] in table:
            raise layout.EditedFile(texts.TWICE.format(table=kind.table))
        table.put(raw, document, name, doc_id, 0)


def load_all(folder: Path) -> dict[type[Any], Table]:
    """Tables of everything in the folder.

    Raises StoreDamaged, by name, for a file that cannot be believed: a copy of it is set aside and the
    file itself stays, so that no later start takes its absence for an empty record. The same for a file
    that was there once and is missing. StoreError when a newer program wrote it, or a restore was cut off.
    """
    if (folder / RESTORING).exists():
        raise StoreError(texts.UNFINISHED_RESTORE)
    paths = store_files(folder)
    if lost := sorted(manifest.listed(folder) - {path.name for path in paths}):
        raise StoreDamaged(texts.MISSING.format(name=lost[0], manifest=manifest.NAME))
    tables = empty()
    with _no_collecting():
        for path in paths:
            _load_file(path, tables)
        spare_the_collector()
    return tables


def spare_the_collector() -> None:
    """Keep what is here, program and record alike, out of the garbage collector's rounds.

    One round through them holds up the event loop for longer than answering somebody takes.
    """
    gc.freeze()


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Everything read is kept: looking for garbage among it again and again takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _load_file(path: Path, tables: dict[type[Any], Table]) -> None:
    """Add a file's records to the tables, or say by name why they cannot be believed."""
    try:
        with path.open("rb") as file:
            load(path.name, file, tables)
    except layout.NewerFile as error:
        raise StoreError(texts.TOO_NEW.format(name=path.name, reason=error)) from None
    except layout.UnreadableFile as error:
        edited = texts.EDITED if isinstance(error, layout.EditedFile) else ""
        message = texts.DAMAGED.format(name=path.name, reason=error, aside=_set_aside(path), edited=edited)
        raise StoreDamaged(message) from None


def _set_aside(path: Path) -> Path:
    """Copy a damaged file into ``damaged/``, once for each content; return the copy's path."""
    aside = path.parent / ASIDE
    copy = aside / f"{path.stem}.{crc32(path.read_bytes()):08x}.json"
    try:
        aside.mkdir(mode=0o700, exist_ok=True)
        if not copy.exists():
            shutil.copy2(path, copy)
            copy.chmod(0o600)
    except OSError:  # a full disk must not hide which file is damaged; the file itself is still there
        return path
    return copy


def open_reader(folder: Path) -> Reader:
    """A Reader of the folder as it is now, beside a running bot or without one; takes no lock.

    The bot replaces files whole, so each is read whole; should one be replaced while others are read, all
    are read again, so that the state is of one moment.
    """
    for last in reversed(range(_TRIES)):
        before = _stamps(folder)
        try:
            tables = load_all(folder)
        except FileNotFoundError:  # listed, then moved away by a restore
            if not last:
                raise
            continue
        if _stamps(folder) == before:
            break
    return Snapshot(tables, 0)


def _stamps(folder: Path) -> list[tuple[str, int, int]]:
    return [(p.name, (stat := p.stat()).st_ino, stat.st_mtime_ns) for p in store_files(folder)]
