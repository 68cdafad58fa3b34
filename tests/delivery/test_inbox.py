import asyncio
import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from bot.delivery import inbox, inbox_file
from bot.delivery.inbox import Inbox
from tests.delivery.bot_api import text_update


def _reopened(folder: Path, alerts: list[str], **options: Any) -> Inbox:
    box = Inbox(folder, alert=alerts.append, **options)
    box.open()
    return box


def _ids(raws: list[dict[str, Any]]) -> list[int]:
    return [raw["update_id"] for raw in raws]


def _bytes(folder: Path) -> str:
    return "".join(path.read_text("utf-8", "replace") for path in folder.iterdir())


def _named(folder: Path, pattern: str) -> list[Path]:
    return [*folder.glob(pattern)]


def _journals(folder: Path) -> list[Path]:
    return _named(folder, "inbox-*.jsonl")


async def test_a_recorded_update_is_pending_after_a_restart(tmp_path: Path, alerts: list[str]) -> None:
    box = _reopened(tmp_path, alerts)
    updates = [text_update(n, 7, f"第{n}条") for n in (11, 12, 13)]
    assert await box.record(updates) == updates
    box.done(12)
    await box.written()
    # no close: the process is gone
    again = _reopened(tmp_path, alerts)
    assert again.pending() == [updates[0], updates[2]]
    await again.close()
    await box.close()
    assert alerts == []


async def test_an_update_seen_before_is_ignored_whether_done_or_not(inbox: Inbox) -> None:
    first, second = text_update(1, 7, "a"), text_update(2, 7, "b")
    await inbox.record([first, second])
    inbox.done(1)
    assert await inbox.record([first, second, text_update(3, 7, "c")]) == [text_update(3, 7, "c")]
    assert _ids(inbox.pending()) == [2, 3]


async def test_an_update_twice_in_one_batch_counts_once(inbox: Inbox) -> None:
    assert _ids(await inbox.record([text_update(1, 7, "a"), text_update(1, 7, "a")])) == [1]


async def test_done_is_remembered_over_many_restarts(tmp_path: Path, alerts: list[str]) -> None:
    update = text_update(5, 7, "a")
    box = _reopened(tmp_path, alerts)
    await box.record([update])
    box.done(5)
    for _ in range(3):
        await box.close()
        box = _reopened(tmp_path, alerts)
        assert await box.record([update]) == []
    await box.close()


async def test_raw_content_is_gone_from_the_disk_as_soon_as_the_work_is_done(
    tmp_path: Path, alerts: list[str]
) -> None:
    box = _reopened(tmp_path, alerts)
    await box.record([text_update(1, 7, "孩子张小明13800000000"), text_update(2, 8, "仍在处理")])
    assert "张小明" in _bytes(tmp_path)
    box.done(1)
    await box.written()
    assert "张小明" not in _bytes(tmp_path)
    assert "13800000000" not in _bytes(tmp_path)
    assert "仍在处理" in _bytes(tmp_path)
    await box.close()


async def test_all_files_are_the_owners_alone(tmp_path: Path, alerts: list[str]) -> None:
    folder = tmp_path / "inbox"
    box = _reopened(folder, alerts)
    await box.record([text_update(1, 7, "x")])
    await box.set_aside(1, ValueError("x"))
    await box.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert len([*folder.iterdir()]) == 4


async def test_a_secret_is_spent_before_anything_is_written(tmp_path: Path, alerts: list[str]) -> None:
    spent = []

    async def scrub(raw: dict[str, Any]) -> dict[str, Any]:
        text = raw["message"]["text"]
        if text.startswith("/start "):
            spent.append(text.removeprefix("/start "))
            assert "CODE" not in _bytes(tmp_path)
            return {**raw, "message": {**raw["message"], "text": "/start"}}
        return raw

    box = _reopened(tmp_path, alerts, scrub=scrub)
    new = await box.record([text_update(1, 7, "/start CODE"), text_update(2, 7, "你好")])
    assert spent == ["CODE"]
    assert [raw["message"]["text"] for raw in new] == ["/start", "你好"]
    assert "CODE" not in _bytes(tmp_path)
    await box.close()


async def test_where_a_secret_cannot_be_spent_it_is_withheld_and_the_rest_goes_on(
    tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "_SCRUB_PAUSES", (0.0, 0.0))
    tried = []

    async def scrub(raw: dict[str, Any]) -> dict[str, Any]:
        if "CODE" in raw["message"]["text"]:
            tried.append(1)
            raise RuntimeError("store full, CODE")
        return raw

    box = _reopened(tmp_path, alerts, scrub=scrub)
    new = await box.record([text_update(1, 7, "/start CODE"), text_update(2, 7, "你好")])
    assert _ids(new) == [2]
    assert len(tried) == 3
    assert len(alerts) == 1
    assert "CODE" not in _bytes(tmp_path) + alerts[0]
    assert await box.record([text_update(1, 7, "/start CODE")]) == []
    await box.close()


async def test_the_third_failure_sets_an_update_aside_with_an_alert(
    tmp_path: Path, alerts: list[str]
) -> None:
    box = _reopened(tmp_path, alerts)
    await box.record([text_update(1, 7, "毒"), text_update(2, 7, "好")])
    assert not await box.failed(1, ValueError("内容"))
    await box.close()
    box = _reopened(tmp_path, alerts)  # failures are counted over restarts
    assert box.tries(1) == 1
    assert not await box.failed(1, ValueError())
    assert alerts == []
    assert await box.failed(1, ValueError("内容"))
    assert _ids(box.pending()) == [2]
    (alert,) = alerts
    assert "1" in alert
    assert "毒" not in alert
    aside = [json.loads(line) for line in box.set_aside_file.read_text().splitlines()]
    assert aside == [{"error": "ValueError", "update": text_update(1, 7, "毒")}]
    assert await box.record([text_update(1, 7, "毒")]) == []
    await box.close()


async def test_an_update_without_an_id_is_set_aside_and_never_blocks_the_batch(
    inbox: Inbox, alerts: list[str]
) -> None:
    new = await inbox.record([{"nonsense": 1}, text_update(4, 7, "x")])  # type: ignore[list-item]
    assert _ids(new) == [4]
    assert len(alerts) == 1


async def test_a_damaged_line_is_set_aside_and_the_others_are_replayed(
    tmp_path: Path, alerts: list[str]
) -> None:
    box = _reopened(tmp_path, alerts)
    await box.record([text_update(n, 7, "内容") for n in (1, 2, 3)])
    await box.close()
    path = _journals(tmp_path)[0]
    path.write_bytes(path.read_bytes().replace(b'"update_id":2', b'"update_id":9'))
    box = _reopened(tmp_path, alerts)
    assert _ids(box.pending()) == [1, 3]
    assert len(alerts) == 1
    assert len(_named(tmp_path, "damaged-*")) == 1
    await box.close()
    box = _reopened(tmp_path, alerts)  # told once
    assert len(alerts) == 1
    await box.close()


async def test_a_line_cut_off_by_a_crash_is_no_damage(tmp_path: Path, alerts: list[str]) -> None:
    box = _reopened(tmp_path, alerts)
    await box.record([text_update(1, 7, "a")])
    await box.close()
    path = _journals(tmp_path)[0]
    with path.open("ab") as file:
        file.write(b'\n12345678 {"u":{"update_id":2,"mess')
    box = _reopened(tmp_path, alerts)
    assert _ids(box.pending()) == [1]
    assert alerts == []
    await box.close()


async def test_a_redelivery_is_answered_only_when_the_first_one_is_on_the_disk(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()
    loop = asyncio.get_running_loop()
    real = os.fsync
    written = []

    def slow(descriptor: int) -> None:
        asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
        real(descriptor)
        written.append(descriptor)

    monkeypatch.setattr(os, "fsync", slow)
    first = asyncio.create_task(inbox.record([text_update(1, 7, "a")]))
    await asyncio.sleep(0.01)
    second = asyncio.create_task(inbox.record([text_update(1, 7, "a")]))
    await asyncio.sleep(0.05)
    assert not second.done()
    gate.set()
    assert (_ids(await first), await second) == ([1], [])
    assert written


async def test_the_journal_stays_small_however_much_passes_through(
    tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "_ROTATE_BYTES", 20_000)
    box = _reopened(tmp_path, alerts)
    await box.record([text_update(1, 7, "久拖不决")])
    for start in range(2, 2002, 50):
        batch = [text_update(n, 7, "内容" * 20) for n in range(start, start + 50)]
        assert len(await box.record(batch)) == 50
        for raw in batch:
            box.done(raw["update_id"])
    await asyncio.sleep(0.1)
    assert len(_journals(tmp_path)) <= 3
    assert len(_bytes(tmp_path)) < 250_000  # of the 700,000 that passed
    box.done(1)
    await box.close()
    again = _reopened(tmp_path, alerts)
    assert again.pending() == []
    assert all(again.is_done(n) for n in range(1, 2002))
    await again.close()
    assert alerts == []


async def test_only_the_newest_ids_are_remembered(
    tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_file, "_REMEMBERED", 10)
    box = _reopened(tmp_path, alerts)
    for n in range(1, 31):
        await box.record([text_update(n, 7, "x")])
        box.done(n)
    assert [n for n in range(1, 31) if box.is_done(n)] == list(range(21, 31))
    await box.close()
