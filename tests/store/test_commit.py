"""A commit of several files happens whole or not at all, whatever fails, and whenever it is cut off."""

import errno
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot import disk
from bot.progress.model import Draft, Report
from bot.records import StoreError, StoreFull, StoreReadOnly
from bot.roster.model import Seat
from bot.store import TinyStore, commit, open_reader
from bot.store.backup import backup, restore
from tests.store.samples import RECORD_FILE, draft, report, seat, start

MANY = """
import os, sys
from dataclasses import replace
from pathlib import Path
from bot.store import TinyStore
from tests.store.samples import draft, report, seat

for line in sys.stdin:
    if (child := os.fork()) == 0:
        store = TinyStore.open(Path(line.strip()))
        for number in range(10**6):
            words = f"{os.getpid()} {number}"
            records = [report(text=words), replace(draft(), words=words), replace(seat(), name=words)]
            store.transact_now(lambda tx: [tx.put(record) for record in records[number % 2 :]])
    print(child, flush=True)
    os.waitpid(child, 0)
    print("killed", flush=True)
"""


def put_all(words: str) -> Callable[[Any], None]:
    """Work that writes the same words to three files."""
    return lambda tx: [
        tx.put(each)
        for each in (report(text=words), replace(draft(), words=words), replace(seat(), name=words))
    ]


def put_report(words: str) -> Callable[[Any], None]:
    return lambda tx: tx.put(report(text=words))


def words_in(reader: Any) -> tuple[str, str, str]:
    (told,), (began,), (sits,) = (reader.find(kind) for kind in (Report, Draft, Seat))
    return told.text, began.words, sits.name


def three(words: str) -> tuple[str, str, str]:
    return words, words, words


def owner_finds(folder: Path) -> tuple[str, str, str]:
    store = TinyStore.open(folder)
    try:
        return words_in(store.read)
    finally:
        store.close_now()
        left = {path.name for path in folder.iterdir()}
        assert not [name for name in left if name.endswith(".tmp") or name == commit.NAME]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder of three files that hold the word "old"."""
    folder = tmp_path / "data"
    store = TinyStore.open(folder)
    store.transact_now(put_all("old"))
    store.close_now()
    return folder


class Killed(BaseException):
    """What the process does after this, the disk does not see."""


class Disk:
    """Counts what is asked of the disk, and fails or is killed at the step given."""

    def __init__(self, at: int, failure: OSError | None) -> None:
        self.step = 0
        self.met: list[str] = []
        self._at = at
        self._failure = failure

    def ask(self, what: str) -> None:
        self.step += 1
        self.met.append(what)
        if self.step == self._at and self._failure is not None:
            raise self._failure
        if self.step >= self._at and self._failure is None:
            raise Killed

    @property
    def reached(self) -> bool:
        return self.step >= self._at


class TornFile:
    """A raw file of which a step may reach the disk by half."""

    def __init__(self, file: Any, disk: Disk) -> None:
        self._file, self._disk = file, disk

    def __enter__(self) -> "TornFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: memoryview) -> int:
        half = len(data) // 2
        self._file.write(data[:half])
        self._disk.ask("write")
        return half + self._file.write(data[half:])


@contextmanager
def failing(at: int, failure: OSError | None) -> Iterator[Disk]:
    """Let the disk fail at its ``at``-th step, or with no failure given, kill the process there."""
    disk = Disk(at, failure)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "replace", "unlink", "rmdir"):
            patch.setattr(os, name, _asking(disk, name, getattr(os, name)))
        fdopen = os.fdopen
        patch.setattr(os, "fdopen", lambda *a, **more: TornFile(fdopen(*a, **more), disk))
        patch.setattr("shutil.rmtree", lambda *_, **__: None)
        yield disk


def _asking(disk: Disk, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def ask(*arguments: Any, **more: Any) -> Any:
        disk.ask(name)
        return real(*arguments, **more)

    return ask


def copy(folder: Path, name: str) -> Path:
    return Path(shutil.copytree(folder, folder.with_name(name)))


def killed_at_every_step(folder: Path) -> Iterator[Path]:
    """Copies of the folder, of which each met its end one step later in a commit of three files."""
    for at in range(1, 100):
        left = copy(folder, f"killed-{at}")
        store = TinyStore.open(left)
        with failing(at, None) as disk:
            with suppress(StoreError):
                store.transact_now(put_all("new"))
            store._writer.close()  # the list goes after the caller has been told
        store._lock.release()
        if not disk.reached:
            return
        yield left


def test_a_kill_at_any_step_leaves_all_of_a_commit_or_nothing(folder: Path) -> None:
    found = []
    for left in killed_at_every_step(folder):
        read = words_in(open_reader(left))
        assert owner_finds(left) == words_in(open_reader(left)) == read
        found.append(read)
    happened = found.index(three("new"))
    assert found == [three("old")] * happened + [three("new")] * (len(found) - happened)
    assert happened > 8 and len(found) - happened > 5


def test_a_kill_while_a_commit_is_finished_changes_nothing_about_it(folder: Path) -> None:
    finished = 0
    for left in killed_at_every_step(folder):
        read = words_in(open_reader(left))
        for at in range(1, 20):
            again = copy(left, f"{left.name}-{at}")
            with failing(at, None) as disk, suppress(Killed):
                TinyStore.open(again).close_now()
            if not disk.reached:
                break
            finished += 1
            assert words_in(open_reader(again)) == read
            assert owner_finds(again) == read
    assert finished > 30


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_failure_at_any_step_is_told_as_it_is(folder: Path, number: int) -> None:
    outcomes = []
    for at in range(1, 100):
        left = copy(folder, f"failed-{at}")
        store = TinyStore.open(left)
        with failing(at, OSError(number, os.strerror(number))) as disk:
            told: StoreError | None = None
            try:
                store.transact_now(put_all("new"))
            except StoreError as error:
                told = error
            store.transact_now(lambda _: None)  # the list goes after the caller has been told
        if not disk.reached:
            break
        outcomes.append(type(told))
        stands = three("old") if told else three("new")
        assert words_in(store.read) == words_in(open_reader(left)) == stands, disk.met
        assert not told or {path.name for path in left.iterdir()} == {path.name for path in folder.iterdir()}
        snapshot = store.transact_now(lambda _, store=store: store.link_files())
        assert words_in(open_reader(snapshot)) == stands
        if store.read_only:
            with pytest.raises(StoreReadOnly):
                store.transact_now(put_all("newer"))
        else:
            store.transact_now(put_all("newer"))
            stands = three("newer")
        assert words_in(store.read) == words_in(open_reader(left)) == stands
        store.close_now()
        assert owner_finds(left) == words_in(open_reader(left)) == stands
    kind = StoreFull if number == errno.ENOSPC else StoreReadOnly
    refused = outcomes.index(type(None))
    assert outcomes == [kind] * refused + [type(None)] * (len(outcomes) - refused)
    assert refused > 8 and len(outcomes) - refused >= 5


Event = tuple[str, str, Any]


def recorded(folder: Path, works: list[Callable[[Any], None]]) -> list[Event]:
    """What the store asks of the disk for these commits, one after the other, and when each is told."""
    events: list[Event] = []
    write, sync = disk.write, disk.sync_folder
    rename, unlink = Path.replace, Path.unlink

    def write_too(path: Path, pieces: list[bytes]) -> None:
        content = b"".join(pieces)
        events.append(("torn", path.name, content[: len(content) // 2]))
        events.append(("whole", path.name, content))
        write(path, pieces)

    def rename_too(path: Path, target: Path) -> Path:
        events.append(("replace", path.name, target.name))
        return rename(path, target)

    def unlink_too(path: Path, missing_ok: bool = False) -> None:
        events.append(("unlink", path.name, None))
        unlink(path, missing_ok=missing_ok)

    store = TinyStore.open(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "write", write_too)
        patch.setattr(disk, "sync_folder", lambda path: (sync(path), events.append(("sync", "", None))))
        patch.setattr(Path, "replace", rename_too)
        patch.setattr(Path, "unlink", unlink_too)
        for number, work in enumerate(works):
            store.transact_now(work)
            store.transact_now(lambda _: None)
            events.append(("told", "", number))
        store.close_now()
    return events


def after_a_power_cut(before: dict[str, bytes], events: list[Event]) -> Iterator[dict[str, bytes]]:
    """What may be on the disk: of the names changed since the folder was last synced, any part."""
    names: dict[str, bytes] = dict(before)
    durable, since = dict(before), []
    for what, name, value in events:
        if what == "sync":
            durable, since = dict(names), []
        elif what in ("torn", "whole"):
            if what == "whole":  # its fsync: if the name is there at all, it is the whole file
                since = [change for change in since if change[0] != name or change[1] is None]
            since.append((name, value, ""))
            names[name] = value
        elif what == "replace":
            since.append((value, names[name], name))
            names[value] = names.pop(name)
        elif what == "unlink" and name in names:
            since.append((name, None, ""))
            del names[name]
    for count in range(len(since) + 1):
        for kept in combinations(since, count):
            found = dict(durable)
            for name, content, gone in kept:
                found.pop(gone, None)
                if content is None:
                    found.pop(name, None)
                else:
                    found[name] = content
            yield found


def test_a_power_cut_at_any_step_leaves_whole_commits_even_where_names_change_out_of_order(
    folder: Path, tmp_path: Path
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    works = [put_all("a"), put_report("b"), put_all("c"), put_all("d")]
    states = [three("old"), three("a"), ("b", "a", "a"), three("c"), three("d")]
    events = recorded(folder, works)
    tried, seen = set(), set()
    for cut in range(len(events) + 1):
        told = sum(what == "told" for what, *_ in events[:cut])
        for found in after_a_power_cut(before, events[:cut]):
            mark = (told, *sorted(found.items()))
            if mark in tried:
                continue
            tried.add(mark)
            left = tmp_path / f"cut-{len(tried)}"
            left.mkdir()
            for name, content in found.items():
                (left / name).write_bytes(content)
            read = words_in(open_reader(left))
            assert read in states[told : told + 2], (told, events[:cut])
            assert owner_finds(left) == read
            seen.add(read)
    assert seen == set(states)
    assert len(tried) > 100


def agreed(read: tuple[str, str, str]) -> tuple[str, str, str]:
    """What was read, once seen to be whole commits of MANY: every other one leaves the report as it is."""
    told, began, sits = read
    assert began == sits
    assert told == began or int(began.split()[1]) % 2
    return read


def test_fifty_kills_tear_no_commit_of_several_files_and_nobody_reads_half_of_one(
    folder: Path,
) -> None:
    read = 0
    with start(MANY) as parent:
        for _ in range(50):
            print(folder, file=parent.stdin, flush=True)
            child = int(parent.stdout.readline())
            try:
                began, until = words_in(open_reader(folder)), time.monotonic() + random.uniform(0.02, 0.08)
                while time.monotonic() < until or words_in(open_reader(folder)) == began:
                    agreed(words_in(open_reader(folder)))
                    read += 1
            finally:
                os.kill(child, signal.SIGKILL)
            assert parent.stdout.readline() == "killed\n"
            left = agreed(words_in(open_reader(folder)))
            assert owner_finds(folder) == left
        parent.stdin.close()
    assert read > 50


def unfinished(folder: Path, at: str = "state.json") -> Path:
    """The folder as a kill leaves it just before this file of a commit of three is replaced."""
    real, store = Path.replace, TinyStore.open(folder)

    def killed(path: Path, target: Path) -> Path:
        if target.name == at:
            raise Killed
        return real(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(StoreError):
            store.transact_now(put_all("new"))
    store.close_now()
    assert (folder / commit.NAME).exists()
    return folder


def test_a_list_whose_file_is_not_whole_says_nothing(folder: Path) -> None:
    unfinished(folder, RECORD_FILE)
    whole = (folder / "roster.json.tmp").read_bytes()
    assert words_in(open_reader(folder)) == three("new")
    for number, torn in enumerate(
        (b"", whole[:-1], whole[:-9] + b"?" + whole[-8:], whole.replace(b"new", b"NEW"))
    ):
        (folder / "roster.json.tmp").write_bytes(torn)
        assert words_in(open_reader(folder)) == three("old")
        assert owner_finds(copy(folder, f"torn-{number}")) == three("old")
    (folder / "roster.json.tmp").unlink()
    assert words_in(open_reader(folder)) == three("old")
    (folder / "roster.json.tmp").write_bytes(whole)
    listed = (folder / commit.NAME).read_bytes()
    for part in (b"", listed[:10], b"\0" * len(listed), b"[]", b'{"../evil": "0"}'):
        (folder / commit.NAME).write_bytes(part)
        assert words_in(open_reader(folder)) == three("old")
        assert owner_finds(copy(folder, f"part-{part[:9]!r}".replace("/", ""))) == three("old")


def test_a_backup_and_a_restore_take_an_unfinished_commit_along(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "old.zip")
    left = unfinished(folder)
    backup(copy(left, "again"), tmp_path / "new.zip")
    restore(tmp_path / "there", tmp_path / "new.zip")
    assert words_in(open_reader(tmp_path / "there")) == three("new")
    aside = restore(left, tmp_path / "old.zip")
    assert words_in(open_reader(aside)) == three("new")
    assert words_in(open_reader(left)) == owner_finds(left) == three("old")
