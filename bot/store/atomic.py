"""TinyDB on files that are replaced whole, or not at all.

TinyDB rewrites its file at every write, in place: a kill, a full disk or a power cut in the middle leaves
half a file. :class:`AtomicStorage` is a TinyDB ``Storage`` that gathers writes in memory, puts them into a
temporary file, fsyncs it, renames it over the old one and fsyncs the folder. It keeps each record's bytes
as last written, so that a flush encodes only what is new. Several files are replaced together by
:func:`flush_together`.
"""

import errno
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from bot import disk
from bot.records import StoreError, StoreFull, StoreReadOnly
from bot.store import commit, layout, texts

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PASSING = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN}


class AtomicStorage(Storage):
    """One file for TinyDB. :meth:`write` gathers, :meth:`flush` makes durable, :meth:`rollback` forgets.

    Raises UnreadableFile or NewerFile when an existing file is not one of ours.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._temporary = commit.beside(self.path)
        self._lines: dict[str, dict[int, bytes]] = {}
        self._waiting: dict[str, dict[int, bytes | None]] = {}
        self._prepared: dict[str, dict[int, bytes]] | None = None
        self.checksum = ""
        """Of what was prepared."""
        self._closed = False
        if self.path.exists():
            with self.path.open("rb") as file:
                for entry in layout.entries(file):
                    table = self._lines.setdefault(entry.kind.table, {})
                    table[entry.doc_id] = layout.line(entry.doc_id, entry.raw)
        self._top = {name: max(lines, default=0) for name, lines in self._lines.items()}

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All tables, with what waits to be flushed; a fresh copy, so that changing it changes nothing."""
        state = self._merged()
        tables: dict[str, dict[str, Any]] = {}
        for name, lines in state.items():
            documents = orjson.loads(b"{" + b",".join(lines.values()) + b"}")
            tables[name] = documents
        return tables or None

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Gather a whole new state, as TinyDB hands it over."""
        self._refuse_when_closed()
        self._waiting = {name: dict.fromkeys(lines) for name, lines in self._lines.items()}
        for name, documents in data.items():
            for doc_id, document in documents.items():
                self.put(name, int(doc_id), document)

    def put(self, table: str, doc_id: int, document: Mapping[str, Any]) -> None:
        """Gather one document, new or changed, without touching the others."""
        self._refuse_when_closed()
        line = layout.line(doc_id, orjson.dumps(document))
        self._waiting.setdefault(table, {})[doc_id] = line
        self._top[table] = max(self._top.get(table, 0), doc_id)

    def remove(self, table: str, doc_id: int) -> None:
        """Gather one document's removal."""
        self._refuse_when_closed()
        self._waiting.setdefault(table, {})[doc_id] = None

    def next_id(self, table: str) -> int:
        """An id that no document of the table has."""
        return self._top.get(table, 0) + 1

    @property
    def changed(self) -> bool:
        """Whether what waits differs from what is on disk."""
        return any(
            self._lines.get(name, {}).get(doc_id) != line
            for name, lines in self._waiting.items()
            for doc_id, line in lines.items()
        )

    def prepare(self) -> None:
        """Put what waits on disk beside the file, fsynced; the file itself is still the old one."""
        merged = self._merged()
        pieces = layout.render({name: list(lines.values()) for name, lines in merged.items()})
        try:
            disk.write(self._temporary, pieces)
        except OSError:
            with suppress(OSError):
                self._temporary.unlink(missing_ok=True)
            raise
        self._prepared, self.checksum = merged, layout.checksum_in(pieces[0])

    def publish(self) -> None:
        """Replace the file by what was prepared; durable once the folder is fsynced."""
        self._temporary.replace(self.path)
        self.settle()

    def settle(self) -> None:
        """Take what was prepared for what is stored; a rollback no longer touches it."""
        if self._prepared is not None:
            self._lines, self._prepared, self._waiting = self._prepared, None, {}

    def flush(self) -> None:
        """Make what waits durable, or raise and leave the file as it was.

        StoreFull: no room, may be tried again. StoreReadOnly: the disk failed; do not try again.
        """
        flush_together([self])

    def rollback(self) -> None:
        """Forget what waits."""
        self._waiting = {}
        if self._prepared is not None:
            self._prepared = None
            with suppress(OSError):
                self._temporary.unlink(missing_ok=True)

    def close(self) -> None:
        """Flush, and take no more writes."""
        if self._waiting:
            self.flush()
        self._closed = True

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise StoreError(texts.CLOSED)

    def _merged(self) -> dict[str, dict[int, bytes]]:
        """All lines with what waits, without touching the lines last written."""
        merged = dict(self._lines)
        for name, waiting in self._waiting.items():
            lines = {**merged.get(name, {}), **{i: line for i, line in waiting.items() if line is not None}}
            for doc_id, line in waiting.items():
                if line is None:
                    lines.pop(doc_id, None)
            merged[name] = lines
        return merged


class RecordTable(Table):
    """TinyDB's table with writes of one document; TinyDB's own rebuild the whole table in memory first."""

    _storage: AtomicStorage

    def put(self, doc_id: int, document: Mapping[str, Any]) -> None:
        """Add the document, or replace the one of that id."""
        self._storage.put(self.name, doc_id, document)
        self._next_id = None
        self.clear_cache()

    def discard(self, doc_id: int) -> None:
        """Remove the document of that id."""
        self._storage.remove(self.name, doc_id)
        self.clear_cache()

    def next_id(self) -> int:
        """An id that is free."""
        return self._storage.next_id(self.name)


class Database(TinyDB):
    """A TinyDB whose file is replaced whole."""

    table_class = RecordTable

    _storage: AtomicStorage

    def __init__(self, path: Path) -> None:
        super().__init__(path, storage=AtomicStorage)

    def records(self, name: str) -> RecordTable:
        """The table of that name."""
        table = self.table(name)
        assert isinstance(table, RecordTable)  # noqa: S101 - table_class says so; this tells mypy
        return table

    @property
    def atomic(self) -> AtomicStorage:
        """The storage underneath."""
        return self._storage


def flush_together(storages: list[AtomicStorage]) -> bool:
    """Make several files of one folder durable: all of them or none, whatever happens on the way.

    Everything is written and fsynced beside the files before the first is replaced, so a full disk is met
    while nothing has changed. Several are durable from the moment :mod:`bot.store.commit` has a list of
    them, which is the caller's to end. False: the disk failed before all were in place; the list must stay
    for the next start, and nothing more be written.
    Raises StoreFull and StoreError (nothing changed; may be tried again) and StoreReadOnly.
    """
    folder, several = storages[0].path.parent, len(storages) > 1
    try:
        for storage in storages:
            storage.prepare()
        if several:
            commit.begin(folder, {storage.path.name: storage.checksum for storage in storages})
            for storage in storages:
                storage.settle()
    except OSError as error:
        for storage in storages:
            storage.rollback()
        raise refusal(error) from error
    try:
        for storage in storages:
            storage.publish()
        if not several:
            disk.sync_folder(folder)
    except OSError as error:
        if not several:
            raise StoreReadOnly(texts.READ_ONLY) from error
        return False
    return True


def refusal(error: OSError) -> StoreError:
    """What the store says of an error met while nothing had changed."""
    if error.errno in _NO_ROOM:
        return StoreFull(texts.FULL)
    if error.errno in _PASSING:
        return StoreError(texts.BUSY.format(reason=error.strerror))
    return StoreReadOnly(texts.READ_ONLY)
