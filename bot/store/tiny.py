"""The store behind :class:`bot.records.Store`: TinyDB files, one writer, snapshots to read from.

Writing. ``transact`` queues its work for the writer's thread, which takes all that waits as one batch:
each work in order on top of the ones before it, one that raises left out, then every touched file
replaced whole (:mod:`bot.store.atomic`), then the new state published to readers, and only then the
callers told. Files of past months are neither opened nor rewritten, so years of history cost a write
nothing. A batch that touches several files replaces all of them or none (:mod:`bot.store.commit`).

Reading. ``read`` is the state of the latest commit, held in memory, and stays as it is for whoever holds
it while later commits come; take it anew for news.
"""

import asyncio
import inspect
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self, TypeVar

from bot.collector import spare_the_collector
from bot.disk import sync_folder
from bot.records import Reader, Records, StoreDamaged, StoreError, StoreFull, StoreReadOnly
from bot.store import commit, manifest, snapshots, texts
from bot.store.atomic import Database, flush_together, refusal
from bot.store.kinds import by_record, is_store_file
from bot.store.layout import NewerFile, UnreadableFile
from bot.store.loading import RESTORING, STAGE, load_all, store_files
from bot.store.lock import FolderLock
from bot.store.tables import Row, Snapshot, Table
from bot.store.transaction import Changes, Put, Transaction
from bot.store.writer import Job, Writer

T = TypeVar("T")

_OPEN_FILES = 6
_PAUSE = 0.001


class TinyStore:
    """The store of one data folder; use :meth:`open`."""

    def __init__(self, folder: Path, lock: FolderLock, tables: dict[type[Any], Table]) -> None:
        self.folder = folder
        self._lock = lock
        self._published = Snapshot(tables, 0)
        self._databases: dict[str, Database] = {}
        self._failed = False
        self._ending = False  # whether the last commit's list has still to be taken away
        self.full = False  # the last write found no room; the next that succeeds says otherwise
        self.damaged: frozenset[str] = frozenset()  # files that a write could not read, until one can
        self._listed = manifest.listed(folder)
        self._closed = False
        self._writer = Writer(self._commit)
        threading.Thread(target=self._warm_up, name="weibao-store-warm-up", daemon=True).start()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Lock the folder and read it; an absent one is made, for this user only.

        Raises StoreLocked when another process has it, StoreDamaged for a file that cannot be believed,
        StoreError when a newer program wrote it or the folder cannot be used.
        """
        folder = folder.absolute()
        try:
            make_private(folder)
            lock = FolderLock(folder)
        except OSError as error:
            raise StoreError(texts.FOLDER_FAILED.format(folder=folder, reason=error.strerror)) from error
        try:
            commit.finish(folder)
            _clear_leftovers(folder)
            tables = load_all(folder)
        except OSError as error:
            lock.release()
            raise StoreError(texts.FOLDER_FAILED.format(folder=folder, reason=error.strerror)) from error
        except BaseException:
            lock.release()
            raise
        store = cls(folder, lock, tables)
        store._write_down({path.name for path in store_files(folder)})
        return store

    @property
    def read(self) -> Reader:
        """The state as last written to disk; unchanged for whoever holds it."""
        return self._published

    @property
    def read_only(self) -> bool:
        """Whether the disk failed, or the writer, so that nothing can be written before a restart."""
        return self._failed or self._writer.failed

    @property
    def writer_alive(self) -> bool:
        """Whether somebody still takes what is handed in; if not, only a new process will."""
        return self._writer.alive

    async def transact(self, work: Callable[[Records], T]) -> T:
        """Run ``work`` alone and off the event loop; return its result once it is on disk.

        Raises what ``work`` raises (and keeps nothing of it), StoreFull, StoreReadOnly, or StoreError
        once closed.
        """
        return await asyncio.wrap_future(self._writer.hand_in(work))

    def transact_now(self, work: Callable[[Records], T]) -> T:
        """The same for a caller without an event loop."""
        return self._writer.hand_in(work).result()

    async def snapshot(self) -> Path:
        """A folder, inside the data folder, with all files as of one commit; the caller removes it."""
        return await self.transact(lambda _: self.link_files())

    def link_files(self) -> Path:
        """The same, for work in the writer's thread: nothing is replaced while it runs."""
        snapshots.clear(self.folder)
        files = {path.name: path for path in store_files(self.folder)}
        new = commit.pending(self.folder)  # of a commit that the failing disk did not let finish
        commit.close(new)
        return snapshots.make(self.folder, files | {n: commit.beside(self.folder / n) for n in new})

    async def close(self) -> None:
        """Finish what was handed in and let the folder go; nothing happens the second time."""
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        """The same for a caller without an event loop."""
        self._writer.close()
        if not self._closed:
            self._closed = True
            self._lock.release()

    def _warm_up(self) -> None:
        """Decode history in small bites, so that the first question about all of it finds it decoded."""
        tables = self._published.tables

        def pause() -> None:
            spare_the_collector()
            time.sleep(_PAUSE)

        with suppress(StoreError):  # a record that cannot be decoded is told to whoever asks for it
            for table in tables.values():
                table.decode_all(pause)

    def _commit(self, jobs: list[Job[Any]]) -> None:
        """Take a batch through: work, disk, readers, callers."""
        batch = Transaction(self._published)
        outcomes = [(job, *_attempt(job.work, batch)) for job in jobs]
        try:
            if batch.changes:
                self._write(batch.changes)
        except StoreError as error:
            self.full = isinstance(error, StoreFull)
            # even a work that failed may have failed over something that now never happened
            for job in jobs:
                job.future.set_exception(error)
            return
        for job, result, failure in outcomes:
            if failure is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(failure)
        if self._ending:
            self._end()

    def _end(self) -> None:
        """Take the list of the last commit away; nobody has to wait for that."""
        self._ending = False
        try:
            commit.end(self.folder)
        except OSError:
            self._failed = True

    def _write(self, changes: Changes) -> None:
        """Put the changes on disk, then before the readers."""
        if self._failed:
            raise StoreReadOnly(texts.READ_ONLY)
        try:
            placed = self._place(changes)
            files = {name: database.atomic for name, database in self._databases.items()}
            dirty = [file for file in files.values() if file.changed]
            if dirty:
                self._failed = not flush_together(dirty)
                self._ending = len(dirty) > 1 and not self._failed
        except StoreReadOnly:
            self._failed = True
            raise
        finally:
            for database in self._databases.values():
                database.atomic.rollback()
        self.full = False
        self._publish(placed)
        self._write_down({file.path.name for file in dirty})
        for name in list(self._databases)[:-_OPEN_FILES]:
            del self._databases[name]

    def _write_down(self, names: set[str]) -> None:
        """List files that are new. The record is safe already: failing here only waits for a next time."""
        if names - self._listed:
            with suppress(OSError):
                manifest.write(self.folder, self._listed | names)
                self._listed |= names

    def _place(self, changes: Changes) -> list[tuple[type[Any], str, Put | None, Row]]:
        """Hand every change to its TinyDB file; return each with the place it has or had there."""
        tables = self._published.tables
        placed = []
        for record, by_key in changes.items():
            name = by_record()[record].table
            for key, put in by_key.items():
                row = tables[record].newest(key)
                if row is None and put is None:
                    continue
                home = row.home if row else put.home  # type: ignore[union-attr]  # one of the two is there
                table = self._database(home).records(name)
                place = row or Row(None, home, table.next_id(), 0, None)
                if put is None:
                    table.discard(place.doc_id)
                else:
                    table.put(place.doc_id, put.document)
                placed.append((record, key, put, place))
        return placed

    def _publish(self, placed: list[tuple[type[Any], str, Put | None, Row]]) -> None:
        number = self._published.number + 1
        tables = dict(self._published.tables)
        for record, key, put, place in placed:
            if put is None:
                tables[record].drop(key, number)
            else:
                tables[record].put(put.record, put.document, place.home, place.doc_id, number)
        self._published = Snapshot({record: table.tidied() for record, table in tables.items()}, number)

    def _database(self, name: str) -> Database:
        """The TinyDB of a file, the most recently used last."""
        database = self._databases.pop(name, None)
        if database is None:
            try:
                database = self._opened(name)
            except (UnreadableFile, NewerFile) as error:
                self.damaged |= {name}
                raise StoreDamaged(texts.DAMAGED_IN_USE.format(name=name, reason=error)) from None
            except OSError as error:
                raise refusal(error) from error
            self.damaged -= {name}
        self._databases[name] = database
        return database

    def _opened(self, name: str) -> Database:
        path = self.folder / name
        if name in self._listed and not path.exists():
            raise UnreadableFile(texts.GONE)  # TinyDB would begin it anew, without what it held
        return Database(path)


def _attempt(work: Callable[[Records], T], batch: Transaction) -> tuple[T | None, BaseException | None]:
    """Run one work on top of its batch; keep what it leaves unless it raises."""
    part = Transaction(batch)
    try:
        result = work(part)
    except BaseException as error:  # noqa: BLE001 - whatever it is belongs to the one who handed the work in
        return None, error
    finally:
        part.finish()
    if inspect.iscoroutine(result):
        result.close()
        return None, TypeError("transact takes a plain function, not a coroutine function")
    batch.take(part)
    return result, None


def _clear_leftovers(folder: Path) -> None:
    """Remove what a kill left of a write, a backup or a restore that never began. Raises OSError."""
    for left_over in folder.glob(f"*{commit.TEMPORARY}"):
        if left_over.stem == manifest.NAME or is_store_file(left_over.stem):
            left_over.unlink()
    snapshots.clear(folder)
    if not (folder / RESTORING).exists():
        shutil.rmtree(folder / STAGE, ignore_errors=True)


def make_private(folder: Path) -> None:
    """Make the folder mode 700. One that others already use for other things is left as it is."""
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
        sync_folder(folder.parent)
    elif not any(folder.iterdir()):
        folder.chmod(0o700)
