"""The last word before a delivery leaves: other words, none at all, or not now."""

import asyncio
from pathlib import Path

import pytest

from bot.delivery.budget import Priority
from bot.delivery.deliveries import Delivery, DeliveryReport, NotNow
from tests.delivery.test_outbox import Post, _open, _sending, _settled, _to


class Word:
    """Answers for each chat: words to send, None to cancel, or an error to raise."""

    def __init__(self, answers: dict[int, str | Exception | None]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, key: str, delivery: Delivery) -> Delivery | None:
        self.asked.append((key, delivery.chat))
        answer = self.answers.get(delivery.chat, delivery.html)
        if isinstance(answer, Exception):
            raise answer
        return None if answer is None else Delivery(delivery.chat, answer)


@pytest.fixture
def post() -> Post:
    return Post()


async def _idle(word: Word, times: int) -> None:
    async with asyncio.timeout(5):
        while len(word.asked) < times:  # noqa: ASYNC110 - the outbox tells nobody
            await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


async def test_newer_words_are_sent_and_what_no_longer_holds_is_cancelled(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    word = Word({1: "还欠一项", 2: None})
    outbox = _open(tmp_path, post, alerts, prepare=word)
    await outbox.post("k", _to(1, 2, 3))
    async with _sending(outbox):
        report = await _settled(outbox, "k")
    assert report == DeliveryReport(2, (), 0, cancelled=1)
    assert sorted(post.arrived) == [(1, "还欠一项"), (3, "请报送")]
    await outbox.close()
    again = _open(tmp_path, post, alerts, prepare=word)  # cancelled stays cancelled over a restart
    async with _sending(again):
        await asyncio.sleep(0.05)
    assert len(post.arrived) == 2
    await again.close()


async def test_what_is_to_wait_waits_until_it_is_asked_about_again_and_holds_up_nothing_else(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    word = Word({1: NotNow()})
    outbox = _open(tmp_path, post, alerts, prepare=word)
    await outbox.post("night", _to(1))
    async with _sending(outbox):
        await _idle(word, 1)
        assert post.arrived == []
        word.answers = {}
        await outbox.post("answer", _to(1, text="回答"), Priority.PEOPLE)
        await _settled(outbox, "answer")
        assert post.arrived == [(1, "回答")]
        outbox.resume()
        assert await _settled(outbox, "night") == DeliveryReport(1, (), 0)
    assert post.arrived == [(1, "回答"), (1, "请报送")]
    await outbox.close()


async def test_what_waits_is_asked_about_after_a_restart(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    word = Word({1: NotNow()})
    outbox = _open(tmp_path, post, alerts, prepare=word)
    await outbox.post("night", _to(1))
    async with _sending(outbox):
        await _idle(word, 1)
    await outbox.close()
    word.answers = {}
    outbox = _open(tmp_path, post, alerts, prepare=word)
    async with _sending(outbox):
        assert await _settled(outbox, "night") == DeliveryReport(1, (), 0)
    assert post.arrived == [(1, "请报送")]
    await outbox.close()


async def test_what_cannot_be_judged_waits_and_the_rest_goes_out(
    tmp_path: Path, post: Post, alerts: list[str]
) -> None:
    word = Word({1: RuntimeError("unreadable")})
    outbox = _open(tmp_path, post, alerts, prepare=word)
    await outbox.post("k", _to(1, 2))
    async with _sending(outbox):
        await _idle(word, 2)
        assert post.arrived == [(2, "请报送")]
        word.answers = {}
        outbox.resume()
        assert await _settled(outbox, "k") == DeliveryReport(2, (), 0)
    await outbox.close()


async def test_what_waits_can_be_taken_back(tmp_path: Path, post: Post, alerts: list[str]) -> None:
    word = Word({1: NotNow()})
    outbox = _open(tmp_path, post, alerts, prepare=word)
    await outbox.post("k", _to(1))
    async with _sending(outbox):
        await _idle(word, 1)
        assert await outbox.cancel("k") == 1
        outbox.resume()
        await asyncio.sleep(0.05)
    assert post.arrived == []
    assert outbox.report("k") == DeliveryReport(0, (), 0, cancelled=1)
    await outbox.close()
