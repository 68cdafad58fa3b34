import asyncio
import os
import stat
from pathlib import Path

import pytest
from tinydb import TinyDB

from bot.progress.model import Draft, Report, Status
from bot.records import Records, StoreError
from bot.roster.model import Seat
from bot.store import TinyStore, open_reader
from tests.store.samples import RECORD_FILE, draft, later, report, seat


@pytest.fixture
async def store(tmp_path: Path):
    store = TinyStore.open(tmp_path / "data")
    yield store
    await store.close()


async def put(store: TinyStore, *records) -> None:
    await store.transact(lambda tx: [tx.put(record) for record in records])


async def test_what_was_put_is_read_back_now_and_after_the_store_was_opened_again(store: TinyStore) -> None:
    records = [report(1), report(2, at=later(days=40)), seat(), draft()]
    await put(store, *records)
    for reader in (store.read, open_reader(store.folder)):
        assert [reader.get(type(record), record.key) for record in records] == records
        assert reader.get(Report, "nothing") is None
    await store.close()
    again = TinyStore.open(store.folder)
    assert again.read.find(Report) == records[:2]
    again.close_now()


async def test_reports_lie_in_a_file_for_each_month_of_recording_by_shanghai_time(store: TinyStore) -> None:
    new_years_eve = later().replace(month=12, day=31, hour=23)
    await put(store, report(1), report(2, at=new_years_eve), report(3, at=new_years_eve.replace(month=8)))
    await put(store, report(4, plan="lan-2023"), seat(), draft())
    assert {path.name for path in store.folder.glob("*.json")} == {
        RECORD_FILE,
        "record-kelan-2022-2022-12.json",
        "record-kelan-2022-2022-08.json",
        "record-lan-2023-2022-07.json",
        "roster.json",
        "state.json",
    }


async def test_the_files_are_tinydb_databases_with_a_schema_version(store: TinyStore) -> None:
    await put(store, report(1), report(2))
    with TinyDB(store.folder / RECORD_FILE) as stock:
        assert stock.tables() == {"_meta", "report"}
        assert stock.table("_meta").all()[0]["schema"] == 1
        assert [row["key"] for row in stock.table("report")] == ["77:1:0", "77:2:0"]
        assert stock.table("report").get(doc_id=2)["text"] == "开展专项检查，整改隐患3处"


async def test_files_are_for_the_owner_only(store: TinyStore) -> None:
    await put(store, report(), seat(), draft())
    await put(store)  # by now nothing of the first is under way
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
    for path in store.folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


async def test_find_gives_those_equal_in_every_field_oldest_first(store: TinyStore) -> None:
    second = report(2, unit="县妇联", status=Status.DONE)
    third = report(3, measure=11, at=later(days=40))
    await put(store, third)
    await put(store, second, report(4, replaces="77:1:0"))
    await put(store, report(1))
    find = store.read.find
    assert [r.key for r in find(Report)] == ["77:2:0", "77:4:0", "77:1:0", "77:3:0"]
    assert find(Report, status=Status.DONE) == [second]
    assert find(Report, plan="kelan-2022", unit="县妇联") == [second]
    assert find(Report, plan="kelan-2022", measure=8, unit="县公安局", replaces="77:1:0") == [
        report(4, replaces="77:1:0")
    ]
    assert find(Report, plan="lan-2023") == []
    assert find(Report, measure="8") == []
    assert find(Report, plan=None) == []
    assert find(Report, at=later()) == [second, report(4, replaces="77:1:0"), report(1)]
    before = [r.key for r in find(Report)]
    assert [r.key for r in open_reader(store.folder).find(Report)] == before


async def test_asking_for_a_field_that_does_not_exist_is_a_defect(store: TinyStore) -> None:
    with pytest.raises(TypeError, match="colour"):
        store.read.find(Report, colour="red")
    with pytest.raises(TypeError, match="colour"):
        await store.transact(lambda tx: [tx.put(report()), tx.find(Report, colour="red")])


async def test_a_record_put_again_under_its_key_is_replaced_in_its_place(store: TinyStore) -> None:
    await put(store, report(1), report(2))
    await put(store, report(1, text="更正", unit="县妇联", at=later(days=60)))
    assert [(r.key, r.text) for r in store.read.find(Report)] == [
        ("77:1:0", "更正"),
        ("77:2:0", "开展专项检查，整改隐患3处"),
    ]
    assert [r.key for r in store.read.find(Report, plan="kelan-2022", unit="县公安局")] == ["77:2:0"]
    assert [r.key for r in store.read.find(Report, plan="kelan-2022", unit="县妇联")] == ["77:1:0"]
    assert open_reader(store.folder).find(Report)[0].text == "更正"
    assert [path.name for path in store.folder.glob("record-*")] == [RECORD_FILE]


async def test_putting_what_is_already_there_writes_nothing(store: TinyStore) -> None:
    await put(store, report(1), seat())
    await put(store)  # by now nothing of the first is under way
    before = {path: path.stat().st_ino for path in store.folder.iterdir()}
    await put(store, report(1), seat())
    assert {path: path.stat().st_ino for path in store.folder.iterdir()} == before
    assert store.read.find(Report) == [report(1)]


async def test_a_dropped_record_is_gone_and_dropping_nothing_is_no_fault(store: TinyStore) -> None:
    await put(store, draft(1), draft(2))
    await store.transact(lambda tx: tx.drop(Draft, "1"))
    await store.transact(lambda tx: tx.drop(Draft, "1"))
    await store.transact(lambda tx: tx.drop(Draft, "99"))
    for reader in (store.read, open_reader(store.folder)):
        assert [d.key for d in reader.find(Draft)] == ["2"]
        assert reader.get(Draft, "1") is None
    await put(store, draft(1))
    assert store.read.get(Draft, "1") == draft(1)


async def test_a_transaction_sees_what_it_has_put_and_dropped(store: TinyStore) -> None:
    await put(store, report(1), report(2), report(3, unit="县妇联"))

    def work(tx: Records) -> None:
        tx.put(report(4))
        tx.put(report(1, text="改"))
        tx.put(report(3))
        tx.drop(Report, "77:2:0")
        assert [(r.key, r.text[:1]) for r in tx.find(Report, plan="kelan-2022", unit="县公安局")] == [
            ("77:1:0", "改"),
            ("77:4:0", "开"),
            ("77:3:0", "开"),
        ]
        assert tx.find(Report, unit="县妇联") == []
        assert tx.get(Report, "77:2:0") is None
        tx.put(report(2, text="又"))
        assert tx.get(Report, "77:2:0").text == "又"
        tx.drop(Report, "77:4:0")
        assert tx.get(Report, "77:4:0") is None

    await store.transact(work)
    assert [r.key for r in store.read.find(Report, plan="kelan-2022", unit="县公安局")] == [
        "77:1:0",
        "77:2:0",
        "77:3:0",
    ]


async def test_a_work_that_raises_leaves_nothing_and_spares_its_neighbours(store: TinyStore) -> None:
    def broken(tx: Records) -> None:
        tx.put(report(2))
        tx.drop(Report, "77:1:0")
        raise ZeroDivisionError

    outcomes = await asyncio.gather(
        put(store, report(1)), store.transact(broken), put(store, report(3)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [type(None), ZeroDivisionError, type(None)]
    for reader in (store.read, open_reader(store.folder)):
        assert [r.key for r in reader.find(Report)] == ["77:1:0", "77:3:0"]


async def test_a_record_that_cannot_be_written_fails_its_own_work_only(store: TinyStore) -> None:
    works = [
        report(1),
        report(2, text="\ud800"),
        report(3, percent="60"),
        report(4, plan="../etc"),
        report(5),
    ]
    outcomes = await asyncio.gather(*(put(store, record) for record in works), return_exceptions=True)
    assert [isinstance(outcome, Exception) for outcome in outcomes] == [False, True, True, True, False]
    assert [r.key for r in open_reader(store.folder).find(Report)] == ["77:1:0", "77:5:0"]
    assert not store.read_only


async def test_a_coroutine_function_is_refused_as_work_and_its_transaction_does_not_outlive_it(
    store: TinyStore,
) -> None:
    async def wrong(tx: Records) -> None:
        tx.put(report())

    with pytest.raises(TypeError, match="coroutine"):
        await store.transact(wrong)
    leaked = await store.transact(lambda tx: tx)
    with pytest.raises(StoreError, match="事务"):
        leaked.put(report())
    assert store.read.find(Report) == []


async def test_a_hundred_people_reading_and_writing_at_once_lose_no_update(store: TinyStore) -> None:
    await put(store, report(1, percent=0))

    def add_one(tx: Records) -> int:
        found = tx.get(Report, "77:1:0")
        tx.put(report(1, percent=found.percent + 1))
        return found.percent

    seen = await asyncio.gather(*(store.transact(add_one) for _ in range(100)))
    assert sorted(seen) == list(range(100))
    assert open_reader(store.folder).get(Report, "77:1:0").percent == 100


async def test_a_hundred_people_at_once_share_a_few_fsyncs(store: TinyStore, monkeypatch) -> None:
    synced = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(handle), fsync(handle)))
    await asyncio.gather(*(put(store, report(n)) for n in range(100)))
    assert 2 <= len(synced) <= 20
    assert len(open_reader(store.folder).find(Report)) == 100


async def test_the_caller_hears_only_after_file_and_folder_are_synced(store: TinyStore, monkeypatch) -> None:
    await put(store, report(1))
    order = []
    fsync, rename = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda handle: (order.append("fsync"), fsync(handle)))
    monkeypatch.setattr(Path, "replace", lambda path, to: (order.append("rename"), rename(path, to)))
    await put(store, report(2))
    order.append("told")
    assert order == ["fsync", "rename", "fsync", "told"]


async def test_whoever_holds_a_reading_keeps_one_consistent_state(store: TinyStore) -> None:
    await put(store, report(1), draft(1))
    held = store.read
    await store.transact(
        lambda tx: [tx.put(report(1, text="改")), tx.put(report(2)), tx.drop(Draft, "1"), tx.put(draft(2))]
    )
    assert held.find(Report) == [report(1)]
    assert held.get(Report, "77:1:0") == report(1)
    assert held.get(Report, "77:2:0") is None
    assert held.find(Draft) == [draft(1)]
    assert [d.key for d in store.read.find(Draft)] == ["2"]


async def test_a_record_replaced_thousands_of_times_does_not_grow_in_memory(store: TinyStore) -> None:
    held = store.read
    for n in range(40):
        await asyncio.gather(*(put(store, report(1, percent=n % 101, text=str(k))) for k in range(25)))
        await put(store, report(2, text=str(n)), draft(n))
    assert held.find(Report) == []
    assert len(store.read.tables[Report]._rows) < 600
    assert [r.key for r in store.read.find(Report)] == ["77:1:0", "77:2:0"]
    assert store.read.get(Report, "77:2:0").text == "39"


def _written(path: Path) -> tuple[int, ...]:
    """What every write changes and no reading does: the file, its size, and its times in nanoseconds."""
    now = path.stat()
    return now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns


async def test_a_month_that_is_over_is_not_touched_by_a_write(store: TinyStore) -> None:
    await put(store, report(1))
    past = store.folder / RECORD_FILE
    before = _written(past)
    await store.close()
    again = TinyStore.open(store.folder)
    opened = []
    original = Path.open
    Path.open = lambda path, *args, **kw: (opened.append(path.name), original(path, *args, **kw))[1]
    try:
        await put(again, report(2, at=later(days=40)))
    finally:
        Path.open = original
    assert RECORD_FILE not in opened
    assert _written(past) == before
    assert len(again.read.find(Report)) == 2
    await again.close()


async def test_a_closed_store_refuses_and_what_was_handed_in_before_is_kept(store: TinyStore) -> None:
    waiting = [asyncio.ensure_future(put(store, report(n))) for n in range(20)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*waiting)
    with pytest.raises(StoreError, match="已关闭"):
        await put(store, report(99))
    assert len(open_reader(store.folder).find(Report)) == 20
    await store.close()


async def test_a_command_without_a_loop_writes_too(store: TinyStore) -> None:
    assert await asyncio.to_thread(store.transact_now, lambda tx: tx.put(seat()) or "done") == "done"
    with pytest.raises(ZeroDivisionError):
        await asyncio.to_thread(store.transact_now, lambda tx: 1 / 0)
    assert open_reader(store.folder).find(Seat) == [seat()]


def test_a_reader_of_a_folder_that_is_not_there_is_empty_and_makes_nothing(tmp_path: Path) -> None:
    assert open_reader(tmp_path / "none").find(Report) == []
    assert not (tmp_path / "none").exists()


def test_an_existing_folder_with_other_things_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    tmp_path.chmod(0o755)
    store = TinyStore.open(tmp_path)
    store.transact_now(lambda tx: tx.put(report()))
    store.close_now()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / RECORD_FILE).stat().st_mode) == 0o600
