"""Who left is forgotten in the outbox and the inbox; others get their messages all the same."""

import asyncio
from pathlib import Path

from bot.delivery.deliveries import Delivery
from bot.delivery.inbox import Inbox
from tests.delivery.test_application import eventually
from tests.delivery.test_outbox import Post, _open, _sending

LEAVER, OTHER = 7_300_012_345, 7_300_067_890


def _inbox_files(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.glob("inbox-*.jsonl"))


async def test_what_was_sent_is_forgotten_and_what_waits_for_others_goes_out_once(tmp_path: Path) -> None:
    post = Post()
    outbox = _open(tmp_path, post, [])
    await outbox.post("sent", [Delivery(LEAVER, "a"), Delivery(OTHER, "b")])
    async with _sending(outbox):
        await outbox.settled("sent")
    await outbox.post("waits", [Delivery(LEAVER, "c"), Delivery(OTHER, "d")])
    assert await outbox.forget({LEAVER})
    await asyncio.sleep(0)
    text = (tmp_path / "outbox.jsonl").read_text()
    assert str(LEAVER) not in text and str(OTHER) in text
    async with _sending(outbox):
        await outbox.settled("waits")
    assert [html for _, html in post.arrived] == ["a", "b", "d"]
    await outbox.close()
    again = _open(tmp_path, post, [])
    assert str(LEAVER) not in (tmp_path / "outbox.jsonl").read_text()
    report = again.report("waits")
    assert report is not None and (report.sent, report.cancelled, report.pending) == (1, 1, 0)
    assert not await again.post("sent", [Delivery(OTHER, "b")]), "the key is still known"
    await again.close()


async def test_nothing_is_forgotten_while_a_message_is_on_its_way(tmp_path: Path) -> None:
    post = Post()
    post.gate = asyncio.Event()
    outbox = _open(tmp_path, post, [])
    await outbox.post("sent", [Delivery(OTHER, "b")])
    async with _sending(outbox):
        await eventually(lambda: post.calls > 0)
        assert not await outbox.forget({LEAVER})
        post.gate.set()
        await outbox.settled("sent")
        await eventually(lambda: not outbox._in_flight)
        assert await outbox.forget({OTHER})
    await outbox.close()
    assert str(OTHER) not in (tmp_path / "outbox.jsonl").read_text()


async def test_the_inbox_begins_a_new_file_and_keeps_what_is_pending(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path, alert=lambda _: None)
    inbox.open()
    await inbox.record([{"update_id": n, "message": {"chat": {"id": LEAVER}}} for n in (1, 2)])
    await inbox.keep_answer(1, "f", {"chat": {"id": LEAVER}})
    inbox.done(1)
    await inbox.written()
    await inbox.renew()
    assert [raw["update_id"] for raw in inbox.pending()] == [2]
    inbox.done(2)
    await inbox.close()
    assert str(LEAVER) not in _inbox_files(tmp_path)
    again = Inbox(tmp_path, alert=lambda _: None)
    again.open()
    assert again.pending() == [] and again.is_done(1) and again.is_done(2)
    await again.close()
