import asyncio
import os
import random
import shutil
import stat
import zipfile
from functools import partial
from pathlib import Path

import pytest

from bot.progress.model import Draft, Report
from bot.records import Records, StoreDamaged, StoreError, StoreLocked
from bot.roster.model import Seat
from bot.store import TinyStore, open_reader, snapshots
from bot.store.backup import BackupError, answer_snapshot, backup, restore, verify
from bot.store.socket import NAME, serve
from tests.store.samples import JULY, RECORD_FILE, draft, later, report, seat


def clock():
    return JULY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with records, an attachment, and what must not get into a backup."""
    folder = tmp_path / "data"
    store = TinyStore.open(folder)
    store.transact_now(
        lambda tx: [tx.put(r) for r in (report(1), report(2, at=later(days=40)), seat(), draft())]
    )
    store.close_now()
    (folder / "attachments" / "77").mkdir(parents=True)
    (folder / "attachments" / "77" / "佐证.jpg").write_bytes(bytes(range(256)) * 40)
    (folder / "inbox-000001.jsonl").write_text('{"text":"raw"}')
    (folder / "token").write_text("1:secret")
    return folder


def state(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_backup_holds_the_store_and_the_attachments_and_nothing_else(folder: Path, tmp_path: Path) -> None:
    made = backup(folder, tmp_path / "b.zip", clock=clock)
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        assert set(packed.namelist()) == {
            "manifest.json",
            RECORD_FILE,
            "record-kelan-2022-2022-08.json",
            "roster.json",
            "state.json",
            "attachments/77/佐证.jpg",
        }
    assert (made.files, made.created_at) == (5, "2022-07-18T09:00:00+08:00")
    assert verify(tmp_path / "b.zip") == made
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept_aside(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "b.zip")
    store = TinyStore.open(folder)
    store.transact_now(lambda tx: [tx.put(report(3, at=later(days=80))), tx.drop(Seat, seat().key)])
    store.close_now()
    (folder / "attachments" / "new.jpg").write_bytes(b"new")
    before = state(folder)

    aside = restore(folder, tmp_path / "b.zip", clock=clock)

    store = TinyStore.open(folder)
    assert store.read.find(Report) == [report(1), report(2, at=later(days=40))]
    assert store.read.find(Seat) == [seat()]
    store.close_now()
    assert (folder / "attachments" / "77" / "佐证.jpg").read_bytes() == before["attachments/77/佐证.jpg"]
    assert not (folder / "attachments" / "new.jpg").exists()
    assert (folder / "inbox-000001.jsonl").exists()
    assert aside == folder / "before-restore-20220718-090000"
    kept = {
        f"{name}": content for name, content in before.items() if name not in ("inbox-000001.jsonl", "token")
    }
    del kept["weibao.lock"]
    assert state(aside) == kept
    assert restore(folder, tmp_path / "b.zip", clock=clock) != aside


def test_a_backup_moves_to_an_empty_machine(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "b.zip")
    restore(tmp_path / "new", tmp_path / "b.zip")
    assert open_reader(tmp_path / "new").find(Report) == open_reader(folder).find(Report)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
    assert {stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "new").rglob("*") if p.is_file()} == {0o600}


async def test_a_backup_beside_a_busy_bot_is_of_one_moment(folder: Path, tmp_path: Path) -> None:
    store = TinyStore.open(folder)
    busy = True

    def all_three(number: int, tx: Records) -> None:
        tx.put(report(number))
        tx.put(draft(number))
        tx.put(seat(number))

    async def person() -> None:
        # in one transaction over three files: a backup must never hold the one without the others
        while busy:
            await store.transact(partial(all_three, random.randrange(10**9)))

    async def answer(payload: dict) -> dict:
        assert payload == {"do": "snapshot"}
        return await answer_snapshot(store)

    async with serve(folder / NAME, answer):
        people = [asyncio.create_task(person()) for _ in range(5)]
        for attempt in range(5):
            await asyncio.to_thread(backup, folder, tmp_path / f"{attempt}.zip")
        busy = False
        await asyncio.gather(*people)
        with pytest.raises(StoreLocked):
            await asyncio.to_thread(restore, folder, tmp_path / "0.zip")
    await store.close()
    assert not [name for name in os.listdir(folder) if name.startswith(".snapshot")]  # noqa: PTH208 - in async
    sizes = []
    for attempt in range(5):
        restore(tmp_path / str(attempt), tmp_path / f"{attempt}.zip")
        reader = open_reader(tmp_path / str(attempt))
        numbers = {r.key.split(":")[1] for r in reader.find(Report)} - {"1", "2"}
        assert numbers == {d.key for d in reader.find(Draft)} - {"4001"}
        assert numbers == {str(s.person) for s in reader.find(Seat)} - {"4001"}
        sizes.append(len(numbers))
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


async def test_what_a_killed_backup_leaves_goes_at_the_next_occasion_and_what_is_in_use_stays(
    folder: Path, tmp_path: Path
) -> None:
    store = TinyStore.open(folder)
    left, used = await store.snapshot(), await store.snapshot()
    assert not left.exists(), "nobody held it"
    with snapshots.hold(used) as held:
        assert held
        left = await store.snapshot()
        async with serve(folder / NAME, lambda _: answer_snapshot(store)):
            await asyncio.to_thread(backup, folder, tmp_path / "b.zip")
        assert used.exists() and not left.exists()
        left = await store.snapshot()
        await store.close()
        TinyStore.open(folder).close_now()
        assert used.exists() and not left.exists()
    assert not used.exists()
    with snapshots.hold(used) as held:
        assert not held


async def test_a_backup_whose_snapshot_was_cleared_away_asks_again(folder: Path, tmp_path: Path) -> None:
    store = TinyStore.open(folder)
    asked = 0

    async def answer(_: dict) -> dict:
        nonlocal asked
        asked += 1
        answer = await answer_snapshot(store)
        if asked in (1, 3, 4, 5):
            snapshots.clear(folder)
        return answer

    async with serve(folder / NAME, answer):
        await asyncio.to_thread(backup, folder, tmp_path / "b.zip")
        assert asked == 2
        with pytest.raises(BackupError, match="快照"):
            await asyncio.to_thread(backup, folder, tmp_path / "c.zip")
    await store.close()
    assert verify(tmp_path / "b.zip").files == 5 and not (tmp_path / "c.zip").exists()


def test_a_restore_killed_before_it_began_leaves_nothing_behind(folder: Path) -> None:
    (folder / ".restoring").mkdir()
    (folder / ".restoring" / RECORD_FILE).write_text("{}")
    TinyStore.open(folder).close_now()
    assert not (folder / ".restoring").exists()


def test_a_running_bot_without_a_line_is_not_backed_up_behind_its_back(folder: Path, tmp_path: Path) -> None:
    store = TinyStore.open(folder)
    with pytest.raises(StoreLocked):
        backup(folder, tmp_path / "b.zip")
    store.close_now()
    assert not (tmp_path / "b.zip").exists()


def test_a_damaged_backup_is_refused_before_anything_is_touched(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "b.zip")
    good = (tmp_path / "b.zip").read_bytes()
    before = state(folder)
    bad = tmp_path / "bad.zip"
    damaged = [good[:-1], good[: len(good) // 2], b"", b"not a zip"]
    for place in range(0, len(good), 7):
        damaged.append(good[:place] + bytes([good[place] ^ 0x10]) + good[place + 1 :])
    refused = 0
    for content in damaged:
        bad.write_bytes(content)
        try:
            verify(bad)
        except BackupError:
            refused += 1
            with pytest.raises(BackupError):
                restore(folder, bad)
        # else: a bit of the zip's own that changes no content (a time stamp)
    assert refused > len(damaged) * 0.8
    assert state(folder) == before | {"weibao.lock": b""}


@pytest.mark.parametrize(
    "name", ["../evil.json", "attachments/../../evil", "/evil", "config.json", "attachments"]
)
def test_a_backup_with_names_that_lead_elsewhere_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    backup(folder, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as packed, zipfile.ZipFile(tmp_path / "evil.zip", "w") as evil:
        content = packed.read("manifest.json").decode()
        evil.writestr("manifest.json", content.replace('"roster.json"', f'"{name}"'))
        for item in packed.namelist():
            if item != "manifest.json":
                evil.writestr(name if item == "roster.json" else item, packed.read(item))
    with pytest.raises(BackupError):
        restore(tmp_path / "new", tmp_path / "evil.zip")
    assert not (tmp_path / "new").exists()


def test_a_restore_that_was_cut_off_is_told_at_start_and_finished_by_restoring_again(
    folder: Path, tmp_path: Path, monkeypatch
) -> None:
    backup(folder, tmp_path / "b.zip")
    moves = []
    replace = Path.replace

    def killed(path: Path, target: Path) -> Path:
        moves.append(path.name)
        if len(moves) == killed_at:
            raise KeyboardInterrupt
        return replace(path, target)

    for killed_at in range(1, 11):
        moves.clear()
        copy = tmp_path / f"copy{killed_at}"
        shutil.copytree(folder, copy)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "replace", killed)
            with pytest.raises(KeyboardInterrupt):
                restore(copy, tmp_path / "b.zip")
        with pytest.raises(StoreError, match="恢复没有完成"):
            TinyStore.open(copy)
        restore(copy, tmp_path / "b.zip")
        assert open_reader(copy).find(Report) == [report(1), report(2, at=later(days=40))]
        assert (copy / "attachments" / "77" / "佐证.jpg").exists()


def test_a_damaged_store_is_not_backed_up_but_can_be_restored(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "b.zip")
    (folder / RECORD_FILE).write_bytes(b"{")
    good = (tmp_path / "b.zip").read_bytes()
    with pytest.raises(StoreDamaged):
        backup(folder, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == good
    restore(folder, tmp_path / "b.zip")
    assert len(open_reader(folder).find(Report)) == 2


def test_a_backup_that_cannot_be_written_or_found_is_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="不存在"):
        backup(tmp_path / "nowhere", tmp_path / "b.zip")
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(BackupError, match=r"b\.zip"):
        backup(folder, tmp_path / "no folder" / "b.zip")
    with pytest.raises(BackupError, match=r"none\.zip"):
        restore(folder, tmp_path / "none.zip")
