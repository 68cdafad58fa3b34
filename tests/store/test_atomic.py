from pathlib import Path

import pytest
from tinydb import TinyDB, where

from bot.records import StoreError
from bot.store.atomic import AtomicStorage
from bot.store.kinds import by_table
from tests.store.samples import RECORD_FILE, report

CODEC = by_table()["report"].codec


def document(number: int, **fields) -> dict:
    return CODEC.encode(report(number, **fields))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / RECORD_FILE


def on_disk(path: Path) -> list[str]:
    with TinyDB(path) as stock:
        return [row["key"] for row in stock.table("report")]


def test_all_of_tinydb_works_on_it_and_stock_tinydb_reads_what_it_wrote(path: Path) -> None:
    with TinyDB(path, storage=AtomicStorage) as db:
        table = db.table("report")
        table.insert_multiple([document(1), document(2), document(3)])
        table.update({"text": "改"}, where("key") == "77:2:0")
        table.remove(where("key") == "77:1:0")
        assert [row.doc_id for row in table] == [2, 3]
        assert table.insert(document(4)) == 4
        assert table.get(where("key") == "77:2:0")["text"] == "改"
    with TinyDB(path) as stock:
        assert stock.tables() == {"_meta", "report"}
        assert [row["text"] for row in stock.table("report")] == ["改", *[report().text] * 2]
    with TinyDB(path, storage=AtomicStorage) as db:
        assert db.tables() == {"report"}
        assert len(db.table("report")) == 3


def test_nothing_is_on_disk_before_the_flush_and_nothing_is_left_after_a_rollback(path: Path) -> None:
    storage = AtomicStorage(path)
    storage.put("report", 1, document(1))
    assert not path.exists()
    storage.flush()
    assert on_disk(path) == ["77:1:0"]
    storage.put("report", 2, document(2))
    storage.remove("report", 1)
    assert [row["key"] for row in storage.read()["report"].values()] == ["77:2:0"]
    storage.rollback()
    storage.flush()
    assert on_disk(path) == ["77:1:0"]


def test_a_change_to_what_was_read_changes_nothing(path: Path) -> None:
    storage = AtomicStorage(path)
    storage.put("report", 1, document(1))
    storage.read()["report"]["1"]["text"] = "changed"
    storage.flush()
    assert AtomicStorage(path).read()["report"]["1"]["text"] == report().text


def test_a_closed_storage_takes_no_writes(path: Path) -> None:
    storage = AtomicStorage(path)
    storage.put("report", 1, document(1))
    storage.close()
    assert on_disk(path) == ["77:1:0"]
    for write in (
        lambda: storage.put("report", 2, document(2)),
        lambda: storage.remove("report", 1),
        lambda: storage.write({}),
    ):
        with pytest.raises(StoreError, match="已关闭"):
            write()
