import asyncio
import errno
import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import inf
from pathlib import Path
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.delivery import attempts as attempts_module
from bot.delivery import outbox as outbox_module
from bot.delivery import outbox_file
from bot.delivery.attempts import Tracing
from bot.delivery.bot import JournalBot
from bot.delivery.budget import Budget, Limits, Priority
from bot.delivery.deliveries import Delivery, DeliveryReport, Outcome, Rows, Unreadable
from bot.delivery.doubts import Doubts, Key
from bot.delivery.faults import NotCarriedOut
from bot.delivery.inbox import Inbox
from bot.delivery.journal import Journal, JournalFull
from bot.delivery.outbox import Outbox
from bot.delivery.sender import telegram_sender
from bot.delivery.watch import watched
from tests.delivery.bot_api import TOKEN, BotApi
from tests.delivery.test_application import eventually


class Post:
    """Stands for Telegram: delivers, or fails as told, and remembers."""

    def __init__(self) -> None:
        self.arrived: list[tuple[int, str]] = []
        self.failures: dict[int, list[TelegramError]] = {}
        self.gate: asyncio.Event | None = None
        self.calls = 0

    async def send(self, delivery: Delivery) -> int:
        self.calls += 1
        if self.gate:
            await self.gate.wait()
        if failures := self.failures.get(delivery.chat):
            error = failures.pop(0)
            if isinstance(error, NetworkError) and not isinstance(error, NotCarriedOut | BadRequest):
                self.arrived.append((delivery.chat, delivery.html))  # its answer is lost
            raise error
        self.arrived.append((delivery.chat, delivery.html))
        return len(self.arrived)


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts_module, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(attempts_module, "_LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(outbox_module, "_DRAIN_SECONDS", 0.3)


def _open(folder: Path, post: Post, alerts: list[str], **options: Any) -> Outbox:
    limits = options.pop("limits", Limits(inf, inf, 1, inf))
    outbox = Outbox(folder, post.send, Budget(limits), alert=alerts.append, **options)
    outbox.open()
    return outbox


@asynccontextmanager
async def _sending(outbox: Outbox) -> AsyncIterator[None]:
    task = asyncio.create_task(outbox.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


def _to(*chats: int, text: str = "请报送") -> list[Delivery]:
    return [Delivery(chat, text) for chat in chats]


async def _settled(outbox: Outbox, key: str) -> DeliveryReport | None:
    return await asyncio.wait_for(outbox.settled(key), 5)


async def test_what_is_posted_is_sent_and_reported(tmp_path: Path, post: Post, alerts: list[str]) -> None:
    outbox = _open(tmp_path, post, alerts)
    assert await outbox.post("remind:2022-07", _to(1, 2, 3))
    assert outbox.report("remind:2022-07") == DeliveryReport(0, (), 3)
    async with _sending(outbox):
        assert await _settled(outbox, "remind:2022-07") == DeliveryReport(3, (), 0)
    assert sorted(post.arrived) == [(1, "请报送"), (2, "请报送"), (3, "请报送")]
    await outbox.close()


async def test_the_same_key_posted_again_changes_nothing_even_after_restarts(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    outbox = _open(tmp_path, post, alerts)
    both = await asyncio.gather(outbox.post("k", _to(1)), outbox.post("k", _to(1)))
    assert sorted(both) == [False, True]
    async with _sending(outbox):
        await _settled(outbox, "k")
    for _ in range(2):
        await outbox.close()
        outbox = _open(tmp_path, post, alerts)
        assert not await outbox.post("k", _to(1))
        async with _sending(outbox):
            assert await _settled(outbox, "k") == DeliveryReport(1, (), 0)
    assert post.arrived == [(1, "请报送")]
    await outbox.close()


async def test_what_was_posted_before_a_crash_goes_out_after_it(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    first = _open(tmp_path, post, alerts)
    await first.post("k", _to(1, 2))
    # the process is gone without closing anything
    second = _open(tmp_path, post, alerts)
    async with _sending(second):
        assert await _settled(second, "k") == DeliveryReport(2, (), 0)
    await second.close()
    await first.close()


async def test_what_was_being_sent_at_a_crash_is_sent_once_more_marked_and_never_a_third_time(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    post.gate = asyncio.Event()
    crashed = []
    for _ in range(2):
        outbox = _open(tmp_path, post, alerts)
        await outbox.post("k", _to(1))
        task = asyncio.create_task(outbox.run())
        calls = post.calls
        await eventually(lambda calls=calls: post.calls > calls)
        crashed.append((outbox, task))  # abandoned in the middle of sending
    assert post.calls == 2
    last = _open(tmp_path, post, alerts)
    async with _sending(last):
        report = await _settled(last, "k")
    assert report == DeliveryReport(0, ((1, Outcome.UNSURE),), 0)
    assert post.calls == 2
    await last.close()
    for outbox, task in crashed:
        task.cancel()
        await asyncio.wait([task])
        await outbox.close()


class Looker:
    """Stands for the one who looks into the chats."""

    def __init__(self, post: Post, path: Path | None = None, known: dict[int, int] | None = None) -> None:
        self.post = post
        self.asked: list[tuple[Rows, int]] = []
        self.tracing = Tracing(doubts=Doubts(path), look=self.look)
        self.tracing.doubts.open({})
        self.tracing.arrivals.caught_up()
        for chat, message_id in (known or {}).items():
            self.tracing.arrivals.counted(chat, message_id)

    async def look(self, key: Key, delivery: Delivery) -> int:
        span = self.tracing.doubts.span(key)
        after = span.after if span is not None else 0
        self.asked.append((delivery.rows, after))
        ids = range(after + 1, len(self.post.arrived) + 1)
        return next((one for one in ids if self.post.arrived[one - 1][0] == delivery.chat), 0)


async def test_what_was_being_sent_at_a_crash_and_arrived_is_not_sent_again(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    crashed = _open(tmp_path, post, alerts, tracing=Looker(post, tmp_path / "doubts", {9: 1}).tracing)
    await crashed.post("before", _to(9))
    async with _sending(crashed):
        await _settled(crashed, "before")
    post.gate = asyncio.Event()
    await crashed.post("k", _to(1, 2))
    task = asyncio.create_task(crashed.run())
    await eventually(lambda: post.calls == 3)  # abandoned in the middle of sending
    post.gate = None
    post.arrived.append((1, "请报送"))  # one of the two got there
    looker = Looker(post, tmp_path / "doubts")
    outbox = _open(tmp_path, post, alerts, tracing=looker.tracing)
    assert looker.tracing.arrivals.last(9) == 1
    async with _sending(outbox):
        assert await _settled(outbox, "k") == DeliveryReport(2, (), 0)
    assert outbox.messages("k") == {1: 2, 2: 3}
    assert [chat for chat, _ in post.arrived] == [9, 1, 2]
    assert looker.asked == [((), 1), ((), 1)]
    await outbox.close()
    task.cancel()
    await asyncio.wait([task])
    await crashed.close()


async def test_what_may_have_been_sent_twice_is_looked_for_before_it_is_given_up(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    post.failures[1] = [TimedOut()]  # got there
    outbox = _open(tmp_path, post, alerts, tracing=Looker(post).tracing)
    await outbox.post("k", _to(1))
    async with _sending(outbox):
        assert await _settled(outbox, "k") == DeliveryReport(1, (), 0)
    assert post.calls == 1
    await outbox.close()


async def test_it_is_looked_for_with_the_buttons_it_was_sent_with(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    buttons = [((("第7条", "a"),),), ((("第8条", "b"),),)]

    async def prepare(key: str, delivery: Delivery) -> Delivery:
        return Delivery(delivery.chat, "现在", buttons[0])

    crashed = _open(
        tmp_path, post, alerts, tracing=Looker(post, tmp_path / "doubts", {9: 1}).tracing, prepare=prepare
    )
    post.gate = asyncio.Event()
    post.arrived.append((9, "先前"))
    await crashed.post("k", [Delivery(1, "当时", ((("旧", "c"),),))])
    task = asyncio.create_task(crashed.run())
    await eventually(lambda: post.calls == 1)
    post.arrived.append((1, "现在"))
    await _open(tmp_path, post, alerts).close()  # the file is written anew at each start
    looker = Looker(post, tmp_path / "doubts")
    outbox = _open(tmp_path, post, alerts, tracing=looker.tracing)
    async with _sending(outbox):
        assert await _settled(outbox, "k") == DeliveryReport(1, (), 0)
    assert looker.asked == [(buttons[0], 1)]
    await outbox.close()
    task.cancel()
    await asyncio.wait([task])
    await crashed.close()


async def test_a_second_try_that_succeeds_is_marked_in_the_report(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    post.failures[1] = [TimedOut()]
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", _to(1))
    async with _sending(outbox):
        assert await _settled(outbox, "k") == DeliveryReport(1, (), 0, repeated=1)
    await outbox.close()
    outbox = _open(tmp_path, post, alerts)
    assert outbox.report("k") == DeliveryReport(1, (), 0, repeated=1)
    await outbox.close()


async def test_two_lost_answers_end_it_since_a_third_copy_would_be_worse(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    post.failures[1] = [TimedOut(), NetworkError("reset"), TimedOut()]
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", _to(1))
    async with _sending(outbox):
        assert await _settled(outbox, "k") == DeliveryReport(0, ((1, Outcome.UNSURE),), 0)
    assert len(post.arrived) == 2
    await outbox.close()


async def test_an_absent_network_is_waited_out_without_counting_tries(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    for chat in (1, 2, 3):
        post.failures[chat] = [NotCarriedOut("no route") for _ in range(6)]
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", _to(1, 2, 3))
    async with _sending(outbox):
        assert await _settled(outbox, "k") == DeliveryReport(3, (), 0)
    assert len(post.arrived) == 3
    await outbox.close()


async def test_somebody_who_blocked_the_bot_is_reported_and_marked_and_the_others_get_theirs(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    marked = []

    async def unreachable(chat: int) -> None:
        marked.append(chat)
        raise RuntimeError("the roster is away")

    post.failures = {
        2: [Forbidden("Forbidden: bot was blocked by the user")],
        3: [BadRequest("Bad Request: chat not found")],
    }
    outbox = _open(tmp_path, post, alerts, unreachable=unreachable)
    await outbox.post("k", _to(1, 2, 3, 4))
    async with _sending(outbox):
        report = await _settled(outbox, "k")
    assert report == DeliveryReport(2, ((2, Outcome.UNREACHABLE), (3, Outcome.UNREACHABLE)), 0)
    assert sorted(marked) == [2, 3]
    assert Outcome.UNREACHABLE.reason
    await outbox.close()


async def test_a_defective_message_fails_alone_and_its_text_is_in_no_log(
    tmp_path: Path, post: Post, alerts: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    private = "学生" + "王小虎"
    post.failures = {
        1: [BadRequest("Bad Request: can't parse entities: unexpected end tag at byte offset 8")],
        2: [ValueError(private)],  # type: ignore[list-item]
    }
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", _to(1, 2, 3, text=private))
    async with _sending(outbox):
        report = await _settled(outbox, "k")
    assert report == DeliveryReport(1, ((1, Outcome.DEFECT), (2, Outcome.DEFECT)), 0)
    assert "parse entities" in caplog.text
    assert "王小虎" not in caplog.text
    await outbox.close()


async def test_a_429_is_waited_out_and_counts_as_no_try(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    post.failures[1] = [RetryAfter(1)]
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", _to(1))
    began = asyncio.get_running_loop().time()
    async with _sending(outbox):
        assert await _settled(outbox, "k") == DeliveryReport(1, (), 0)
    assert asyncio.get_running_loop().time() - began >= 1
    await outbox.close()


async def test_one_chat_gets_its_messages_in_the_order_they_were_posted(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    outbox = _open(tmp_path, post, alerts)
    async with _sending(outbox):
        for n in range(20):
            await outbox.post(f"k{n}", [Delivery(7, str(n))])
        await _settled(outbox, "k19")
    assert post.arrived == [(7, str(n)) for n in range(20)]
    await outbox.close()


async def test_messages_to_people_overtake_a_broadcast(tmp_path: Path, post: Post, alerts: list[str]) -> None:
    outbox = _open(tmp_path, post, alerts, limits=Limits())
    async with _sending(outbox):
        await outbox.post("broadcast", _to(*range(1, 41)))
        await asyncio.sleep(0.2)
        await outbox.post("nudge", [Delivery(5, "催办"), Delivery(99, "催办")], Priority.PEOPLE)
        await _settled(outbox, "nudge")
        progress = outbox.report("broadcast")
        assert progress is not None
        assert progress.pending > 20
        await _settled(outbox, "broadcast")
    assert len(post.arrived) == 42
    await outbox.close()


async def test_what_has_not_gone_out_can_be_taken_back(tmp_path: Path, post: Post, alerts: list[str]) -> None:
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", _to(1, 2))
    assert await outbox.cancel("k") == 2
    assert await outbox.cancel("k") == 0
    assert await outbox.cancel("unknown") == 0
    assert outbox.report("k") == DeliveryReport(0, (), 0, cancelled=2)
    await outbox.close()
    outbox = _open(tmp_path, post, alerts)
    async with _sending(outbox):
        await _settled(outbox, "k")
        assert not await outbox.post("k", _to(1, 2))
        await asyncio.sleep(0.05)
    assert post.arrived == []
    await outbox.close()


async def test_what_is_on_its_way_is_not_taken_back(tmp_path: Path, post: Post, alerts: list[str]) -> None:
    post.gate = asyncio.Event()
    outbox = _open(tmp_path, post, alerts)
    async with _sending(outbox):
        await outbox.post("k", [Delivery(1, "甲"), Delivery(1, "乙")])
        await eventually(lambda: post.calls)
        assert await outbox.cancel("k") == 1
        post.gate.set()
        assert await _settled(outbox, "k") == DeliveryReport(1, (), 0, cancelled=1)
    assert post.arrived == [(1, "甲")]
    await outbox.close()


async def test_stopping_lets_what_is_on_its_way_arrive_and_keeps_the_rest(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    post.gate = asyncio.Event()
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", [Delivery(1, "甲"), Delivery(1, "乙")])
    task = asyncio.create_task(outbox.run())
    await eventually(lambda: post.calls)
    task.cancel()
    await asyncio.sleep(0.02)
    post.gate.set()
    await asyncio.wait([task])
    assert outbox.report("k") == DeliveryReport(1, (), 1)
    await outbox.close()
    outbox = _open(tmp_path, post, alerts)
    async with _sending(outbox):
        assert await _settled(outbox, "k") == DeliveryReport(2, (), 0)
    assert post.arrived == [(1, "甲"), (1, "乙")]
    await outbox.close()


async def test_a_text_is_gone_from_the_disk_once_it_is_sent(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", [Delivery(1, "仅此一份"), Delivery(2, "")])
    file = tmp_path / "outbox.jsonl"
    assert "仅此一份" in file.read_text()
    async with _sending(outbox):
        await _settled(outbox, "k")
    assert "仅此一份" not in file.read_text()
    await outbox.close()


async def test_a_full_disk_refuses_the_post_and_sends_nothing(
    tmp_path: Path, post: Post, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = _open(tmp_path, post, alerts)
    real, full = Journal.append, [1]

    async def append(self: Journal, values: list[object]) -> object:
        if full:
            full.pop()
            raise JournalFull("outbox")
        return await real(self, values)

    monkeypatch.setattr(Journal, "append", append)
    with pytest.raises(JournalFull):
        await outbox.post("k", _to(1))
    full.append(1)
    full.append(1)
    async with _sending(outbox):
        with pytest.raises(JournalFull):
            await outbox.post("k", _to(1))
        full.clear()
        assert await outbox.post("k", _to(1))
        assert await _settled(outbox, "k") == DeliveryReport(1, (), 0)
    assert post.arrived == [(1, "请报送")]
    await outbox.close()


async def test_a_half_written_batch_was_never_posted(tmp_path: Path, post: Post, alerts: list[str]) -> None:
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", _to(1, 2, 3))
    await outbox.close()
    file = tmp_path / "outbox.jsonl"
    data = file.read_bytes()
    file.write_bytes(data[: data.rindex(b'{"b"')])
    outbox = _open(tmp_path, post, alerts)
    assert outbox.report("k") is None
    assert await outbox.post("k", _to(1, 2, 3))
    async with _sending(outbox):
        assert await _settled(outbox, "k") == DeliveryReport(3, (), 0)
    assert len(post.arrived) == 3
    assert alerts == []
    await outbox.close()


async def test_a_damaged_delivery_is_reported_and_the_others_go_out(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    outbox = _open(tmp_path, post, alerts)
    await outbox.post("k", _to(11, 12, 13))
    await outbox.close()
    file = tmp_path / "outbox.jsonl"
    file.write_bytes(file.read_bytes().replace(b'["k",1,12', b'["k",1,92'))
    outbox = _open(tmp_path, post, alerts)
    async with _sending(outbox):
        report = await _settled(outbox, "k")
    assert report == DeliveryReport(2, ((0, Outcome.LOST),), 0)
    assert sorted(chat for chat, _ in post.arrived) == [11, 13]
    assert len(alerts) == 1
    await outbox.close()


async def test_the_file_does_not_grow_for_ever(
    tmp_path: Path, post: Post, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox_file, "_COMPACT_BYTES", 20_000)
    monkeypatch.setattr(outbox_file, "_REMEMBERED", 20)
    outbox = _open(tmp_path, post, alerts)
    async with _sending(outbox):
        for n in range(60):
            await outbox.post(f"k{n}", _to(1, 2, text="通知" * 100))
            await _settled(outbox, f"k{n}")
    assert (tmp_path / "outbox.jsonl").stat().st_size < 30_000
    assert outbox.report("k0") is None
    assert outbox.report("k59") == DeliveryReport(2, (), 0)
    assert len(post.arrived) == 120
    await outbox.close()
    outbox = _open(tmp_path, post, alerts)
    assert not await outbox.post("k59", _to(1))
    await outbox.close()


async def test_when_it_dies_it_is_started_again_and_goes_on(
    tmp_path: Path, post: Post, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = _open(tmp_path, post, alerts)
    attempts, bugs = outbox._attempts, [1]
    real = attempts.make

    async def trip(item: object) -> None:
        if bugs:
            bugs.pop()
            raise ZeroDivisionError
        await real(item)

    monkeypatch.setattr(attempts, "make", trip)
    task = asyncio.create_task(watched("发送消息", outbox.run, alert=alerts.append))
    await outbox.post("k", _to(1, 2))
    assert await _settled(outbox, "k") == DeliveryReport(2, (), 0)
    assert len(alerts) == 1
    task.cancel()
    await asyncio.wait([task])
    await outbox.close()


async def test_a_delivery_becomes_a_message_with_buttons_or_a_document_with_a_caption(
    api: BotApi, inbox: Inbox, tmp_path: Path
) -> None:
    attachment = tmp_path / "工作周报第1期.docx"
    attachment.write_bytes(b"PK\x03\x04docx")
    async with JournalBot(TOKEN, inbox, base_url=api.url) as bot:
        send = telegram_sender(bot)
        first = await send(Delivery(7, "<b>提醒</b>", ((("汇报", "r:7"), ("稍后", "z")), (("查看", "v"),))))
        second = await send(Delivery(8, "附周报", document=str(attachment)))
    assert (first, second) == (1, 2)
    text, document = api.calls[-2:]
    assert text.method == "sendMessage"
    assert (text.fields["text"], text.fields["parse_mode"]) == ("<b>提醒</b>", "HTML")
    assert '"callback_data": "r:7"' in text.fields["reply_markup"]
    assert document.method == "sendDocument"
    assert document.fields["caption"] == "附周报"
    assert [*document.files.values()] == [("工作周报第1期.docx", b"PK\x03\x04docx")]


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENOMEM, errno.EIO])
async def test_a_file_that_cannot_be_read_for_a_moment_is_sent_when_it_can_be_and_holds_up_no_other_chat(
    api: BotApi,
    inbox: Inbox,
    tmp_path: Path,
    alerts: list[str],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    attachment = tmp_path / "工作周报.docx"
    attachment.write_bytes(b"PK\x03\x04docx")
    async with JournalBot(TOKEN, inbox, base_url=api.url) as bot:
        outbox = Outbox(tmp_path, telegram_sender(bot), Budget(Limits(inf, inf, 1, inf)), alert=alerts.append)
        outbox.open()
        async with _sending(outbox):
            with monkeypatch.context() as disk:

                def fail(_path: Path) -> bytes:
                    raise OSError(number, os.strerror(number))

                disk.setattr(Path, "read_bytes", fail)
                await outbox.post("file", [Delivery(8, "附周报", document=str(attachment))])
                await outbox.post("word", [Delivery(7, "请报送")])
                assert await _settled(outbox, "word") == DeliveryReport(1, (), 0)
                await asyncio.sleep(0.1)
                assert outbox.report("file") == DeliveryReport(0, (), 1)
            assert await _settled(outbox, "file") == DeliveryReport(1, (), 0)
        await outbox.close()


async def test_a_file_that_is_missing_or_stays_unreadable_is_told_as_that(
    tmp_path: Path, alerts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts_module, "_MOST_READS", 3)
    failures = [OSError(errno.EIO, "")] * 3 + [FileNotFoundError(errno.ENOENT, "")]

    async def send(_delivery: Delivery) -> int:
        raise Unreadable(failures.pop(0))

    outbox = Outbox(tmp_path, send, Budget(Limits(inf, inf, 1, inf)), alert=alerts.append)
    outbox.open()
    async with _sending(outbox):
        for key in ("stays", "missing"):
            await outbox.post(key, _to(1))
            assert await _settled(outbox, key) == DeliveryReport(0, ((1, Outcome.NO_FILE),), 0)
    await outbox.close()
    outbox.open()
    assert outbox.report("missing") == DeliveryReport(0, ((1, Outcome.NO_FILE),), 0)
    await outbox.close()
    assert "附件" in Outcome.NO_FILE.reason and not failures


def test_every_failure_can_be_told_in_words() -> None:
    assert {outcome for outcome in Outcome if not outcome.reason} == {Outcome.SENT, Outcome.SENT_TWICE}
