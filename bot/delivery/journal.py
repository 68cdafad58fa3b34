"""An append-only file of JSON entries: one fsync for all who wait, erasure in place, tolerant reading.

Each entry is a line ``<crc32> <json>`` between two newlines, so that a write that was cut off cannot swallow
its neighbour. ``append`` returns once the entry is on the disk. ``note`` and ``erase`` return at once; after
``written`` the kernel has it, which outlives this process but not a power cut: use them for what may be done
twice. All writing is off the event loop.
"""

import asyncio
import errno
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from bot.delivery import texts, wire
from bot.delivery.pulse import Effort
from bot.disk import sync_folder

_SPARE = b" " * 24  # so that the mark that replaces even the shortest entry fits
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class JournalError(Exception):
    """An entry could not be made durable."""


class JournalFull(JournalError):
    """No room on the disk. Nothing was kept; trying again later is safe."""


class JournalBroken(JournalError):
    """The disk failed. What the file now holds is uncertain, so it takes no more entries."""

    def __init__(self, path: Path) -> None:
        super().__init__(texts.DISK_BROKEN.format(file=path.name))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry lies in its file, in bytes."""

    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Replay:
    """What a file held: readable entries in order, and complete lines that are damaged."""

    entries: tuple[tuple[Place, Any], ...]
    damaged: tuple[bytes, ...]


def read(path: Path) -> Replay:
    """Read a journal. A last line without its newline was never acknowledged and is left out."""
    data = path.read_bytes()
    entries: list[tuple[Place, Any]] = []
    damaged: list[bytes] = []
    offset = 0
    for line in data.split(b"\n")[:-1]:
        text = line.strip(b" \0")
        if text:
            try:
                entries.append((Place(offset - 1, len(line) + 2), _unframe(text)))
            except ValueError:
                damaged.append(line)
        offset += len(line) + 1
    return Replay(tuple(entries), tuple(damaged))


def recover(path: Path, alert: Callable[[str], None]) -> list[tuple[Place, Any]]:
    """The entries of a journal that an earlier run left; damaged lines are moved beside it, with an alert."""
    replay = read(path)
    if replay.damaged:
        aside = path.with_name(f"damaged-{path.name}")
        for line in replay.damaged:
            add_line(aside, {"line": line.decode("utf-8", "replace")})
        alert(texts.DAMAGED.format(file=path.name, count=len(replay.damaged), aside=aside.name))
    return list(replay.entries)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Bytes to be written at a place; ``lasting`` ones are tried again where there is no room."""

    offset: int
    data: bytes
    lasting: bool


class Journal:
    """A journal open for writing, by one process, from one event loop."""

    def __init__(self, path: Path, values: Sequence[object] = (), *, disk: Effort | None = None) -> None:
        """Write a new file holding ``values``, durably, in place of any of that name. Raises OSError.

        ``disk`` tells at any moment for how long the disk has been at it.
        """
        self.path = path
        self._disk = disk or Effort()
        self._end = 0
        self._broken = False
        self._waiting: list[tuple[int, bytes, asyncio.Future[None]]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._notes: list[_Piece] = []
        self._noting: asyncio.Task[None] | None = None
        self._round: asyncio.Future[None]  # of writing what is noted now; the one before may be under way
        self._round_before: asyncio.Future[None]
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="journal")  # one syncs while one notes
        frames, self.places = self._reserve(values)
        self._descriptor = self._disk.run(_create, path, frames)

    @property
    def size(self) -> int:
        """Bytes in the file."""
        return self._end

    async def append(self, values: Sequence[object]) -> list[Place]:
        """Make the values durable; all who wait share one fsync. Raises JournalFull or JournalBroken."""
        if self._broken:
            raise JournalBroken(self.path)
        loop = asyncio.get_running_loop()
        offset = self._end
        data, places = self._reserve(values)
        future: asyncio.Future[None] = loop.create_future()
        self._waiting.append((offset, data, future))
        if self._flushing is None:
            self._flushing = loop.create_task(self._flush(), name="journal")
        await future
        return places

    def note(self, value: object) -> None:
        """Add an entry that may be lost in a power cut. A full disk loses it too."""
        offset = self._end
        data, _ = self._reserve([value])
        self._soon(_Piece(offset, data, lasting=False))

    def erase(self, place: Place, value: object) -> None:
        """Overwrite an entry by a shorter one, in place.

        That needs no room, but for file systems that copy on write: there it is made up for once there is
        some. Raises ValueError where the new entry is longer by more than a few bytes.
        """
        body = _frame(value).ljust(place.length - 2)
        if len(body) != place.length - 2:
            raise ValueError("the new entry is longer than the old one")
        self._soon(_Piece(place.offset, b"\n" + body + b"\n", lasting=True))

    async def written(self) -> None:
        """Wait until the kernel has all that was noted and erased so far, but for what finds no room."""
        if self._noting is not None:
            await asyncio.shield(self._round if self._notes else self._round_before)

    def _soon(self, piece: _Piece) -> None:
        self._notes.append(piece)
        if self._noting is None:
            self._start_noting()

    def _start_noting(self) -> None:
        loop = asyncio.get_running_loop()
        self._round = loop.create_future()
        self._noting = loop.create_task(self._write_notes(), name="journal notes")

    async def _write_notes(self) -> None:
        loop = asyncio.get_running_loop()
        stuck: list[_Piece] = []
        try:
            while self._notes:
                batch, self._notes = self._notes, []
                self._round_before, self._round = self._round, loop.create_future()
                failed = await loop.run_in_executor(
                    self._threads, self._disk.run, _write_each, self._descriptor, batch
                )
                for piece, error in failed:
                    if not piece.lasting:
                        self._give_back(piece.offset, len(piece.data))
                        continue
                    stuck.append(piece)
                    # Broken: what is done stays done in memory; the next append says it aloud.
                    self._broken = self._broken or error.errno not in _NO_ROOM
                self._round_before.set_result(None)
        finally:
            self._noting = None
            self._notes = stuck + self._notes

    async def close(self) -> None:
        """Finish what waits, and close the file."""
        while self._flushing is not None:
            await asyncio.wait([self._flushing])
        while self._noting is not None:
            await asyncio.wait([self._noting])
        self._threads.shutdown()
        os.close(self._descriptor)

    def _reserve(self, values: Sequence[object]) -> tuple[bytes, list[Place]]:
        parts, places = [], []
        for value in values:
            part = b"\n" + _frame(value) + _SPARE + b"\n"
            places.append(Place(self._end, len(part)))
            parts.append(part)
            self._end += len(part)
        return b"".join(parts), places

    def _give_back(self, offset: int, length: int) -> None:
        """After a failed write: cut the remains off if nothing follows, else leave them to the reader."""
        if self._end == offset + length:
            try:
                os.ftruncate(self._descriptor, offset)
            except OSError:
                return
            self._end = offset

    async def _flush(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                failure = await loop.run_in_executor(self._threads, self._disk.run, self._commit, batch)
                if failure is None and self._notes and self._noting is None:
                    self._start_noting()
                if isinstance(failure, JournalFull):
                    for offset, data, _ in reversed(batch):
                        self._give_back(offset, len(data))
                for _, _, future in batch:
                    if future.done():  # its caller was cancelled
                        continue
                    if failure is None:
                        future.set_result(None)
                    else:
                        future.set_exception(failure)
        finally:
            self._flushing = None

    def _commit(self, batch: list[tuple[int, bytes, asyncio.Future[None]]]) -> JournalError | None:
        try:
            for offset, data, _ in batch:
                _write(self._descriptor, data, offset)
        except OSError as error:
            if error.errno in _NO_ROOM:
                return JournalFull(self.path.name)
            self._broken = True
            return JournalBroken(self.path)
        try:
            os.fsync(self._descriptor)
        except OSError:
            self._broken = True  # the kernel may have dropped the pages: a second fsync would lie
            return JournalBroken(self.path)
        return None


def add_line(path: Path, value: object) -> None:
    """Add one JSON line to a mode-600 file for people to read, durably. Raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "ab") as file:
        file.write(wire.dumps(value) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _write_each(descriptor: int, pieces: Sequence[_Piece]) -> list[tuple[_Piece, OSError]]:
    """Write what can be written; returns the rest."""
    failed: list[tuple[_Piece, OSError]] = []
    for piece in pieces:
        try:
            _write(descriptor, piece.data, piece.offset)
        except OSError as error:
            failed.append((piece, error))
    return failed


def _create(path: Path, content: bytes) -> int:
    temporary = path.with_suffix(".tmp")
    descriptor = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    try:
        _write(descriptor, content, 0)
        os.fsync(descriptor)
        temporary.rename(path)
        sync_folder(path.parent)
    except OSError:
        os.close(descriptor)
        temporary.unlink(missing_ok=True)
        raise
    return descriptor


def _write(descriptor: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written


def _frame(value: object) -> bytes:
    body = wire.dumps(value)
    return b"%08x %s" % (crc32(body), body)


def _unframe(text: bytes) -> Any:
    if len(text) < 10 or text[8:9] != b" " or b"%08x" % crc32(text[9:]) != text[:8]:
        raise ValueError("damaged entry")
    return wire.loads(text[9:])
