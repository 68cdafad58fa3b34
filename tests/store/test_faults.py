"""What the disk, the operator and a kill can do to the store, done for real wherever the machine allows."""

import asyncio
import errno
import os
import random
import resource
import signal
import time
from pathlib import Path

import pytest
from tinydb import TinyDB

from bot.progress.model import Draft, Report
from bot.records import StoreDamaged, StoreError, StoreFull, StoreLocked, StoreReadOnly
from bot.roster.model import Seat
from bot.store import TinyStore, open_reader
from tests.store.samples import RECORD_FILE, draft, later, report, seat, start

REPORTER = """
import asyncio, sys
from pathlib import Path
from bot.store import TinyStore
from tests.store.samples import draft, later, report

async def person(store, name):
    for n in range(10_000):
        number = name * 10_000 + n
        told = report(number, at=later(days=n % 40))
        await store.transact(lambda tx: (tx.put(draft(number)), tx.put(told)))
        await store.transact(lambda tx: tx.drop(type(draft()), str(number)))
        print(number, flush=True)

async def main():
    store = TinyStore.open(Path(sys.argv[1]))
    await asyncio.gather(*(person(store, int(sys.argv[2]) * 10 + name) for name in range(5)))

asyncio.run(main())
"""

HOLDER = """
import sys
from pathlib import Path
from bot.store import TinyStore
store = TinyStore.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""

FILLER = """
import resource, sys
from pathlib import Path
from bot.records import StoreFull
from bot.store import TinyStore
from tests.store.samples import draft, report

store = TinyStore.open(Path(sys.argv[1]))
kept = 0
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
refused = 0
for number in range(200):
    try:
        store.transact_now(lambda tx: (tx.put(draft(number)), tx.put(report(number))))
        kept += 1
    except StoreFull:
        refused += 1
        if refused == 3:
            break
from bot.progress.model import Draft, Report
assert len(store.read.find(Report)) == len(store.read.find(Draft)) == kept, "memory changed"
assert not list(Path(sys.argv[1]).glob("*.tmp")), "left a temporary file"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.transact_now(lambda tx: tx.put(report(1000)))
store.close_now()
print(kept, refused)
"""


def filled(folder: Path, *records) -> Path:
    """A closed store holding the records."""
    store = TinyStore.open(folder)
    store.transact_now(lambda tx: [tx.put(record) for record in records])
    store.close_now()
    return folder


def test_what_was_acknowledged_survives_kills_at_any_moment_and_no_file_is_torn(tmp_path: Path) -> None:
    acknowledged: set[int] = set()
    for kill in range(6):
        with start(REPORTER, tmp_path, kill) as child:
            acknowledged.add(int(child.stdout.readline()))  # it is under way
            time.sleep(random.uniform(0.0, 0.3))
            child.send_signal(signal.SIGKILL)
            acknowledged |= {int(line) for line in child.stdout.read().splitlines() if line.isdigit()}
        for path in tmp_path.glob("*.json"):
            with TinyDB(path) as stock:
                assert "_meta" in stock.tables()
        store = TinyStore.open(tmp_path)
        kept = [record.key for record in store.read.find(Report)]
        drafts = {record.key for record in store.read.find(Draft)}
        store.close_now()
        assert len(kept) == len(set(kept))
        assert {f"77:{number}:0" for number in acknowledged} <= set(kept)
        # written in one transaction with their drafts
        assert {f"77:{number}:0" for number in drafts} <= set(kept)
        assert not list(tmp_path.glob("*.tmp"))
    assert len(acknowledged) > 20


def test_a_second_process_on_the_folder_stops_with_a_message_that_names_the_first(tmp_path: Path) -> None:
    with start(HOLDER, tmp_path) as child:
        assert child.stdout.readline() == "open\n"
        with pytest.raises(StoreLocked, match=f"{tmp_path}.*进程号 {child.pid}"):
            TinyStore.open(tmp_path)
        assert open_reader(tmp_path).find(Report) == []
        child.send_signal(signal.SIGKILL)
        child.wait()
    TinyStore.open(tmp_path).close_now()


def test_a_folder_open_in_this_process_cannot_be_opened_twice(tmp_path: Path) -> None:
    store = TinyStore.open(tmp_path)
    with pytest.raises(StoreLocked):
        TinyStore.open(tmp_path)
    store.close_now()
    TinyStore.open(tmp_path).close_now()


def test_a_full_disk_changes_nothing_and_writing_goes_on_once_there_is_room(tmp_path: Path) -> None:
    with start(FILLER, tmp_path) as child:
        output, errors = child.communicate(timeout=60)
    assert child.returncode == 0, errors
    kept, refused = map(int, output.split())
    assert kept > 10
    assert refused == 3
    reader = open_reader(tmp_path)
    assert {record.key for record in reader.find(Report)} == {f"77:{n}:0" for n in [*range(kept), 1000]}
    assert len(reader.find(Draft)) == kept


async def test_everyone_in_a_batch_that_found_no_room_is_told_so_and_may_try_again(
    tmp_path, monkeypatch
) -> None:
    store = TinyStore.open(tmp_path)
    await store.transact(lambda tx: tx.put(report(1)))
    before = (tmp_path / RECORD_FILE).read_bytes()

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", no_room)
        works = [store.transact(lambda tx, n=n: tx.put(report(n))) for n in range(2, 22)]
        outcomes = await asyncio.gather(*works, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {StoreFull}
    assert (tmp_path / RECORD_FILE).read_bytes() == before
    assert store.read.find(Report) == [report(1)]
    await store.transact(lambda tx: tx.put(report(2)))
    await store.close()
    assert [record.key for record in open_reader(tmp_path).find(Report)] == ["77:1:0", "77:2:0"]


async def test_no_room_for_the_second_file_leaves_the_first_as_it_was(tmp_path, monkeypatch) -> None:
    store = TinyStore.open(tmp_path)
    await store.transact(lambda tx: [tx.put(report(1)), tx.put(draft(1))])
    syncs = iter([None, OSError(errno.ENOSPC, "")])
    fsync = os.fsync

    def second_fails(handle: int) -> None:
        if error := next(syncs):
            raise error
        fsync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", second_fails)
        with pytest.raises(StoreFull, match="空间不足"):
            await store.transact(lambda tx: [tx.put(report(2)), tx.drop(Draft, "1")])
    assert open_reader(tmp_path).find(Report) == store.read.find(Report) == [report(1)]
    assert open_reader(tmp_path).find(Draft) == [draft(1)]
    # what was given up must not come along with the next change
    await store.transact(lambda tx: tx.put(draft(5)))
    assert open_reader(tmp_path).find(Report) == [report(1)]
    assert {record.key for record in open_reader(tmp_path).find(Draft)} == {"1", "5"}
    await store.close()


async def test_after_a_failing_disk_the_store_only_reads_and_never_syncs_again(tmp_path, monkeypatch) -> None:
    store = TinyStore.open(tmp_path)
    await store.transact(lambda tx: tx.put(report(1)))
    calls = []

    def broken(handle: int) -> None:
        calls.append(handle)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        for _ in range(3):
            with pytest.raises(StoreReadOnly, match="只读"):
                await store.transact(lambda tx: tx.put(report(2)))
    assert len(calls) == 1
    assert store.read_only
    with pytest.raises(StoreReadOnly):
        await store.transact(lambda tx: tx.put(report(2)))
    assert await store.transact(lambda tx: len(tx.find(Report))) == 1
    assert store.read.find(Report) == open_reader(tmp_path).find(Report) == [report(1)]
    await store.close()


async def test_a_defect_in_the_writer_leaves_nobody_waiting(tmp_path, monkeypatch) -> None:
    store = TinyStore.open(tmp_path)
    monkeypatch.setattr(store, "_publish", lambda _: 1 / 0)
    works = [store.transact(lambda tx, n=n: tx.put(report(n))) for n in range(20)]
    outcomes = await asyncio.wait_for(asyncio.gather(*works, return_exceptions=True), 10)
    assert all(isinstance(outcome, StoreError) for outcome in outcomes)
    assert store.read_only
    await store.close()


def test_a_cut_file_is_refused_by_name_at_every_start_and_a_copy_is_set_aside(tmp_path: Path) -> None:
    filled(tmp_path, report(1), report(2), seat())
    whole = (tmp_path / RECORD_FILE).read_bytes()
    for length in (0, 1, 60, len(whole) // 2, len(whole) - 3):
        cut = whole[:length]
        (tmp_path / RECORD_FILE).write_bytes(cut)
        for _ in range(2):
            with pytest.raises(StoreDamaged, match=rf"{RECORD_FILE}.*weibao restore"):
                TinyStore.open(tmp_path)
        assert (tmp_path / RECORD_FILE).read_bytes() == cut
        assert cut in [copy.read_bytes() for copy in (tmp_path / "damaged").iterdir()]
    (tmp_path / RECORD_FILE).write_bytes(whole)
    store = TinyStore.open(tmp_path)
    assert store.read.find(Report) == [report(1), report(2)]
    store.close_now()


@pytest.mark.parametrize("name", [RECORD_FILE, "roster.json", "state.json"])
def test_a_flipped_bit_anywhere_in_a_file_is_found(tmp_path: Path, name: str) -> None:
    filled(tmp_path, report(1), report(2), seat(), draft())
    whole = (tmp_path / name).read_bytes()
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << (place % 8)
        (tmp_path / name).write_bytes(flipped)
        with pytest.raises(StoreError, match=name.replace(".", r"\.")):
            open_reader(tmp_path)


def test_a_file_that_has_gone_is_missed(tmp_path: Path) -> None:
    filled(tmp_path, report(1), seat())
    (tmp_path / "roster.json").unlink()
    with pytest.raises(StoreDamaged, match=r"缺少数据文件 roster\.json"):
        TinyStore.open(tmp_path)
    (tmp_path / "files.txt").write_text(RECORD_FILE + "\n")
    store = TinyStore.open(tmp_path)
    assert store.read.find(Seat) == []
    assert store.read.find(Report) == [report(1)]
    store.close_now()


def test_a_file_edited_by_hand_is_believed_once_its_checksum_is_taken_out(tmp_path: Path) -> None:
    filled(tmp_path, report(1), report(2))
    with TinyDB(tmp_path / RECORD_FILE) as stock:
        stock.table("report").update({"text": "人工更正"}, doc_ids=[2])
    with pytest.raises(StoreDamaged, match="checksum"):
        TinyStore.open(tmp_path)
    with TinyDB(tmp_path / RECORD_FILE) as stock:
        stock.table("_meta").update(lambda row: row.pop("checksum"))
    store = TinyStore.open(tmp_path)
    assert store.read.find(Report) == [report(1), report(2, text="人工更正")]
    store.transact_now(lambda tx: tx.put(report(3)))
    store.close_now()
    assert "checksum" in (tmp_path / RECORD_FILE).read_text("utf-8").splitlines()[0]
    assert [record.text[:2] for record in open_reader(tmp_path).find(Report)] == ["开展", "人工", "开展"]


def test_a_slip_of_the_hand_in_an_edited_file_is_refused_by_field(tmp_path: Path) -> None:
    filled(tmp_path, report(1))
    with TinyDB(tmp_path / RECORD_FILE) as stock:
        stock.table("_meta").update(lambda row: row.pop("checksum"))
        stock.table("report").update({"percent": "60%"})
    with pytest.raises(StoreDamaged, match=r"Report\.percent"):
        TinyStore.open(tmp_path)


@pytest.mark.parametrize("change", ["schema", "table", "field"])
def test_a_file_of_a_newer_program_is_refused_without_calling_it_damaged(tmp_path: Path, change: str) -> None:
    filled(tmp_path, report(1))
    with TinyDB(tmp_path / RECORD_FILE) as stock:
        stock.table("_meta").update(lambda row: row.pop("checksum"))
        if change == "schema":
            stock.table("_meta").update({"schema": 2})
        elif change == "table":
            stock.table("wish").insert({"key": "1"})
        else:
            stock.table("report").update({"mood": "good"})
    with pytest.raises(StoreError, match="较新版本") as refusal:
        TinyStore.open(tmp_path)
    assert not isinstance(refusal.value, StoreDamaged)
    assert not (tmp_path / "damaged").exists()


def test_two_records_of_one_key_are_not_silently_made_one(tmp_path: Path) -> None:
    filled(tmp_path, report(1), report(2, at=later(days=40)))
    with TinyDB(tmp_path / "record-kelan-2022-2022-08.json") as stock:
        stock.table("_meta").update(lambda row: row.pop("checksum"))
        stock.table("report").update({"key": "77:1:0"})
    with pytest.raises(StoreDamaged, match="重复"):
        TinyStore.open(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="数据目录"):
        TinyStore.open(tmp_path / "file" / "data")


def test_file_handles_running_out_is_a_passing_trouble(tmp_path: Path) -> None:
    store = TinyStore.open(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    spare = os.dup(0)
    os.close(spare)
    resource.setrlimit(resource.RLIMIT_NOFILE, (spare, limits[1]))
    try:
        with pytest.raises(StoreError) as refusal:
            store.transact_now(lambda tx: tx.put(report()))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert not isinstance(refusal.value, StoreReadOnly)
    store.transact_now(lambda tx: tx.put(report()))
    store.close_now()
    assert open_reader(tmp_path).find(Report) == [report()]


def test_a_file_damaged_under_a_running_bot_is_not_written_over(tmp_path: Path) -> None:
    store = TinyStore.open(filled(tmp_path, report(1), seat()))
    whole = (tmp_path / RECORD_FILE).read_bytes()
    for damage in (b"{", whole.replace(b'"schema":1', b'"schema":2'), whole[:-1], None):
        (tmp_path / RECORD_FILE).unlink()
        if damage is not None:
            (tmp_path / RECORD_FILE).write_bytes(damage)
        with pytest.raises(StoreDamaged, match=RECORD_FILE):
            store.transact_now(lambda tx: tx.put(report(2)))
        assert damage is None or (tmp_path / RECORD_FILE).read_bytes() == damage
        assert store.read.find(Report) == [report(1)]
        store.transact_now(lambda tx: tx.put(seat(5)))
        assert store.damaged == {RECORD_FILE}
    (tmp_path / RECORD_FILE).write_bytes(whole)
    store.transact_now(lambda tx: tx.put(report(2)))
    assert not store.damaged
    store.close_now()
