import asyncio
import errno
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.journal import Journal, JournalBroken, read

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=12,
)


def _values(path: Path) -> list[object]:
    return [value for _, value in read(path).entries]


@given(values=st.lists(_JSON, max_size=6))
def test_what_is_written_is_read_back_whole_and_in_order(values: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        asyncio.run(_appended(path, values))
        assert _values(path) == values


async def _appended(path: Path, values: list[object]) -> None:
    journal = Journal(path)
    if values:
        await journal.append(values)
    await journal.close()


@given(cut=st.integers(min_value=0))
def test_a_file_cut_off_anywhere_keeps_every_entry_before_the_cut(cut: int) -> None:
    values = [{"n": n, "text": "措施" * n} for n in range(6)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        asyncio.run(_appended(path, values))
        data = path.read_bytes()
        path.write_bytes(data[: cut % len(data)])
        replay = read(path)
        assert not replay.damaged
        kept = [value for _, value in replay.entries]
        assert kept == values[: len(kept)]
        assert len(kept) == sum(1 for place in _ends(data) if place <= cut % len(data))


def _ends(data: bytes) -> list[int]:
    """Where each entry's line is complete, found without our own reader."""
    ends, position = [], 0
    for line in data.split(b"\n"):
        position += len(line) + 1
        if line:
            ends.append(position)
    return ends


@given(at=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_flipped_bit_damages_one_entry_and_is_noticed(at: int, bit: int) -> None:
    values = [{"n": n, "text": "学校" * 5} for n in range(5)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        asyncio.run(_appended(path, values))
        data = bytearray(path.read_bytes())
        data[at % len(data)] ^= 1 << bit
        path.write_bytes(bytes(data))
        kept = _values(path)
        assert all(value in values for value in kept)
        assert len(kept) >= 4


async def test_a_hundred_who_wait_share_a_few_fsyncs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "a.jsonl")
    calls = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda descriptor: (calls.append(descriptor), real(descriptor)))
    await asyncio.gather(*(journal.append([n]) for n in range(100)))
    assert 1 <= len(calls) <= 3
    assert sorted(_values(tmp_path / "a.jsonl")) == list(range(100))
    await journal.close()


async def test_an_erased_entry_leaves_no_byte_of_itself(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.jsonl")
    places = await journal.append([{"u": "家长电话13800000000"}, {"u": "第二条"}])
    journal.erase(places[0], {"d": 1})
    await journal.written()
    assert _values(tmp_path / "a.jsonl") == [{"d": 1}, {"u": "第二条"}]
    data = (tmp_path / "a.jsonl").read_bytes()
    assert "13800000000" not in data.decode()
    assert "家长" not in data.decode()
    await journal.close()


async def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.jsonl")
    assert stat.S_IMODE((tmp_path / "a.jsonl").stat().st_mode) == 0o600
    await journal.close()


async def test_after_a_failed_fsync_nothing_more_is_promised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "a.jsonl")

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(JournalBroken):
            await journal.append(["lost?"])
    with pytest.raises(JournalBroken):  # although the disk would now say that all is well
        await journal.append(["more"])
    await journal.close()


def test_a_full_disk_keeps_nothing_of_the_batch_and_recovers(tmp_path: Path) -> None:
    code = f"""
import asyncio, resource
from pathlib import Path
from bot.delivery.journal import Journal, JournalFull
async def main():
    journal = Journal(Path({str(tmp_path / "a.jsonl")!r}))
    await journal.append(["before"])
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, hard))
    try:
        await journal.append(["x" * 5000])
    except JournalFull:
        print("full")
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await journal.append(["after"])
    await journal.close()
asyncio.run(main())
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert run.stdout == "full\n"
    replay = read(tmp_path / "a.jsonl")
    assert [value for _, value in replay.entries] == ["before", "after"]
    assert replay.damaged == ()


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    code = f"""
import asyncio, sys
from pathlib import Path
from bot.delivery.journal import Journal
async def main():
    journal = Journal(Path({str(tmp_path / "a.jsonl")!r}))
    for n in range(10**6):
        await journal.append([n])
        print(n, flush=True)
asyncio.run(main())
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    acknowledged = [int(process.stdout.readline()) for _ in range(50)]
    process.kill()
    rest = process.stdout.read()
    process.wait()
    process.stdout.close()
    complete = rest[: rest.rfind("\n") + 1].split()
    told = acknowledged + [int(line) for line in complete]
    kept = _values(tmp_path / "a.jsonl")
    assert kept[: len(told)] == told


async def test_an_erasure_that_finds_no_room_is_made_up_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = Journal(tmp_path / "j", [])
    (place,) = await journal.append([{"u": "汇报全文"}])
    real = os.pwrite

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "no room to copy on write")

    monkeypatch.setattr(os, "pwrite", full)
    journal.erase(place, {"d": 1})
    monkeypatch.setattr(os, "pwrite", real)
    assert _values(tmp_path / "j") == [{"u": "汇报全文"}]
    await journal.append([{"u": 2}])
    assert _values(tmp_path / "j") == [{"d": 1}, {"u": 2}]
    await journal.close()
