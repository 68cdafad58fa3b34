"""Backups: the store's files of one moment and the attachments, checked after writing and before restoring.

A backup is a zip with a ``manifest.json`` of sizes and SHA-256 sums. It holds no inbox or outbox, no
socket or lock, and no secret: nothing but the store's own files and ``attachments/``.
"""

import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import Any

from bot.clock import Clock, system_clock
from bot.disk import sync_folder
from bot.records import StoreError
from bot.store import commit, layout, manifest, snapshots, texts
from bot.store.kinds import is_store_file
from bot.store.loading import RESTORING, STAGE, load, load_all, store_files
from bot.store.lock import FolderLock
from bot.store.socket import NAME as SOCKET
from bot.store.socket import request
from bot.store.tables import empty
from bot.store.tiny import TinyStore, make_private

ATTACHMENTS = "attachments"
SNAPSHOT_REQUEST = {"do": "snapshot"}

_FORMAT = 1
_MANIFEST = "manifest.json"
_TRIES = 3


class BackupError(StoreError):
    """The backup could not be written, or is not one that can be trusted; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: when it was made, how many files, and their bytes before compression."""

    created_at: str
    files: int
    size: int


def backup(folder: Path, out_file: Path, *, clock: Clock = system_clock) -> Backup:
    """Back the folder up, beside a running bot or without one, and read the result back.

    A running bot is asked over its socket for a snapshot; otherwise the folder's lock is held meanwhile.
    ``out_file`` is replaced only by a backup that has been verified. Raises BackupError, and what
    :func:`bot.store.socket.request` and ``TinyStore.open`` raise.
    """
    if not folder.is_dir():
        raise BackupError(texts.NO_FOLDER.format(folder=folder))
    with _snapshot(folder) as snapshot:
        partial = out_file.with_name(f".{out_file.name}.partial")
        try:
            _pack(snapshot, folder / ATTACHMENTS, partial, clock().isoformat())
            made = verify(partial)
            partial.replace(out_file)
            sync_folder(out_file.parent)
        except OSError as error:
            raise BackupError(texts.NOT_WRITTEN.format(file=out_file, reason=error.strerror)) from error
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
    return made


async def answer_snapshot(store: TinyStore) -> dict[str, Any]:
    """The running bot's answer to :data:`SNAPSHOT_REQUEST`; whoever asked removes the folder."""
    return {"folder": (await store.snapshot()).name}


def restore(folder: Path, file: Path, *, clock: Clock = system_clock) -> Path:
    """Put a verified backup in the place of the folder's store files and attachments.

    What was there is moved to the folder that is returned, in the data folder. Journals of the inbox and
    outbox stay: what they hold is newer than any backup. A kill on the way leaves a folder that says so at
    start; restoring again finishes it. Raises StoreLocked beside a running bot, BackupError for a file
    that cannot be trusted; in both cases nothing was touched.
    """
    folder = folder.absolute()
    verify(file)
    make_private(folder)
    lock = FolderLock(folder)
    try:
        commit.finish(folder)  # or a later start would put its files over the restored ones
        stage = folder / STAGE
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(mode=0o700)
        _unpack(file, stage)
        load_all(stage)
        aside = _new_folder(folder, f"before-restore-{clock():%Y%m%d-%H%M%S}")
        (folder / RESTORING).touch(mode=0o600)
        sync_folder(folder)
        for old in [*store_files(folder), folder / manifest.NAME, folder / ATTACHMENTS]:
            if old.exists():
                old.replace(aside / old.name)
        for new in stage.iterdir():
            new.replace(folder / new.name)
        manifest.write(folder, [path.name for path in store_files(folder)])
        sync_folder(folder)
        (folder / RESTORING).unlink()
    except OSError as error:
        raise BackupError(texts.NOT_WRITTEN.format(file=folder, reason=error.strerror)) from error
    finally:
        if not (folder / RESTORING).exists():
            shutil.rmtree(folder / STAGE, ignore_errors=True)
        lock.release()
    return aside


def verify(file: Path) -> Backup:
    """Read a whole backup against its manifest, and its store files as the store would.

    Raises BackupError.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            listing = _listing(packed, file)
            tables = empty()
            for name, (size, digest) in listing["files"].items():
                with packed.open(name) as content:
                    if file_digest(content, "sha256").hexdigest() != digest:  # type: ignore[arg-type]  # it reads
                        raise _not_a_backup(file, texts.WRONG_CONTENTS.format(name=name))
                    if packed.getinfo(name).file_size != size:
                        raise _not_a_backup(file, texts.WRONG_CONTENTS.format(name=name))
                if is_store_file(name):
                    with packed.open(name) as content:
                        load(name, content, tables)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, UnicodeDecodeError):
        raise _not_a_backup(file, texts.BAD_ZIP) from None
    except layout.NewerFile:
        raise BackupError(texts.BACKUP_NEWER.format(file=file)) from None
    except layout.UnreadableFile as error:
        raise _not_a_backup(file, str(error)) from None
    except OSError as error:
        raise _not_a_backup(file, error.strerror or str(error)) from error
    sizes = [size for size, _ in listing["files"].values()]
    return Backup(listing["created_at"], len(sizes), sum(sizes))


@contextmanager
def _snapshot(folder: Path) -> Iterator[Path]:
    """A folder with the store's files of one moment, for as long as the context lasts."""
    for _ in range(_TRIES):
        answer = request(folder / SOCKET, SNAPSHOT_REQUEST)
        if answer is None:
            break
        snapshot = folder / answer["folder"]
        with snapshots.hold(snapshot) as held:
            if held:
                yield snapshot
                return
    else:  # each was cleared away before it was held
        raise BackupError(texts.SNAPSHOT_GONE)
    store = TinyStore.open(folder)
    try:
        yield folder
    finally:
        store.close_now()


def _pack(snapshot: Path, attachments: Path, out_file: Path, created_at: str) -> None:
    files: dict[str, tuple[int, str]] = {}
    handle = os.open(out_file, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, path in _sources(snapshot, attachments):
                try:
                    with path.open("rb") as content:
                        digest = file_digest(content, "sha256").hexdigest()
                    packed.write(path, name)
                except FileNotFoundError:
                    if is_store_file(name):
                        raise
                    continue  # an attachment erased by law since it was listed
                files[name] = (packed.getinfo(name).file_size, digest)
            listing = {"format": _FORMAT, "created_at": created_at, "files": files}
            packed.writestr(_MANIFEST, json.dumps(listing, ensure_ascii=False, indent=1))
        raw.flush()
        os.fsync(handle)


def _sources(snapshot: Path, attachments: Path) -> Iterator[tuple[str, Path]]:
    for path in store_files(snapshot):
        yield path.name, path
    for path in sorted(attachments.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"{ATTACHMENTS}/{path.relative_to(attachments).as_posix()}", path


def _unpack(file: Path, stage: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        for name in _listing(packed, file)["files"]:
            target = stage / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with packed.open(name) as content, os.fdopen(handle, "wb") as out:
                shutil.copyfileobj(content, out)
                out.flush()
                os.fsync(handle)
    for place in [stage, *(path for path in stage.rglob("*") if path.is_dir())]:
        sync_folder(place)


def _listing(packed: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    """The manifest, if the zip holds just what it lists under names that stay inside the data folder."""
    try:
        listing: dict[str, Any] = json.loads(packed.read(_MANIFEST))
        newer = listing["format"] > _FORMAT
        files = {name: (int(size), str(digest)) for name, (size, digest) in listing["files"].items()}
        created_at = str(listing["created_at"])
    except (KeyError, ValueError, TypeError, AttributeError):
        raise _not_a_backup(file, texts.NO_MANIFEST) from None
    if newer:
        raise BackupError(texts.BACKUP_NEWER.format(file=file))
    odd = sorted(set(packed.namelist()) ^ {_MANIFEST, *files}) or [
        name for name in files if not _proper(name)
    ]
    if odd:
        raise _not_a_backup(file, texts.WRONG_CONTENTS.format(name=odd[0]))
    return {"created_at": created_at, "files": files}


def _proper(name: str) -> bool:
    parts = PurePosixPath(name).parts
    inside = len(parts) > 1 and parts[0] == ATTACHMENTS and ".." not in parts
    return is_store_file(name) or (inside and "\\" not in name)


def _new_folder(parent: Path, name: str) -> Path:
    """A folder of that name, or with a suffix where there is one already."""
    if (parent / name).exists():
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))
    (parent / name).mkdir(mode=0o700)
    return parent / name


def _not_a_backup(file: Path, reason: str) -> BackupError:
    return BackupError(texts.NOT_A_BACKUP.format(file=file, reason=reason))
