"""From the data folder's files to tables in memory."""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, Any
from zlib import crc32

from bot.collector import not_collecting, spare_the_collector
from bot.records import Reader, StoreDamaged, StoreError
from bot.store import commit, layout, manifest, texts
from bot.store.kinds import age_order, is_store_file
from bot.store.tables import Snapshot, Table, empty

ASIDE = "damaged"
RESTORING = "restore-unfinished"
STAGE = ".restoring"
_TRIES = 1000


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
    """Tables of everything in a folder to which nobody writes.

    Raises StoreDamaged, by name, for a file that cannot be believed: a copy of it is set aside and the
    file itself stays, so that no later start takes its absence for an empty record. The same for a file
    that was there once and is missing. StoreError when a newer program wrote it, or a restore was cut off.
    """
    _refuse_unfinished_restore(folder)
    listed = manifest.listed(folder)
    paths = store_files(folder)
    _refuse_missing(listed, {path.name for path in paths})
    return _tables(folder, _one_after_another(paths))


def _refuse_unfinished_restore(folder: Path) -> None:
    if (folder / RESTORING).exists():
        raise StoreError(texts.UNFINISHED_RESTORE)


def _refuse_missing(listed: set[str], names: Collection[str]) -> None:
    if lost := sorted(listed.difference(names)):
        raise StoreDamaged(texts.MISSING.format(name=lost[0], manifest=manifest.NAME))


def _one_after_another(paths: Iterable[Path]) -> Iterator[tuple[str, IO[bytes]]]:
    for path in paths:
        with path.open("rb") as file:
            yield path.name, file


def _tables(folder: Path, files: Iterable[tuple[str, IO[bytes]]]) -> dict[type[Any], Table]:
    """Tables of these files of the folder, by name and opened."""
    tables = empty()
    with not_collecting():
        for name, file in files:
            _load_file(folder / name, file, tables)
        spare_the_collector()
    return tables


def _load_file(path: Path, file: IO[bytes], tables: dict[type[Any], Table]) -> None:
    """Add a file's records to the tables, or say by name why they cannot be believed."""
    try:
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

    What it reads is of one moment: whole commits and no part of one. Raises what ``load_all`` does, and
    StoreError where the bot writes without a pause.
    """
    listed = manifest.listed(folder)  # before the files: it names no file that is not there yet
    held: dict[str, IO[bytes]] = {}
    new: dict[str, IO[bytes]] = {}
    try:
        _hold(folder, held)
        for _ in range(_TRIES):
            # Between two looks that find the same files: this is the moment. A held file's number is not
            # given to another, so "the same" is certain.
            _refuse_unfinished_restore(folder)
            new = commit.pending(folder)
            if not _hold(folder, held):
                break
            commit.close(new)
        else:
            raise StoreError(texts.NEVER_STILL)
        files = held | new
        _refuse_missing(listed, files)
        by_age = sorted(files.items(), key=lambda named: age_order(named[0]))
        return Snapshot(_tables(folder, by_age), 0)
    finally:
        commit.close(held)
        commit.close(new)


def _hold(folder: Path, held: dict[str, IO[bytes]]) -> bool:
    """Have all of the folder's files open, by name; True where one had to be opened or closed for it."""
    changed = False
    names = set()
    for path in store_files(folder):
        file = held.get(path.name)
        try:
            if file is None or not os.path.samestat(path.stat(), os.fstat(file.fileno())):
                held[path.name] = path.open("rb")
                changed = True
                if file is not None:
                    file.close()
        except FileNotFoundError:  # listed, then moved away by a restore
            continue
        names.add(path.name)
    for gone in held.keys() - names:
        held.pop(gone).close()
        changed = True
    return changed
