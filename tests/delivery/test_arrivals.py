import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import NetworkError, RetryAfter

from bot.clock import system_clock
from bot.delivery import arrivals as arrivals_module
from bot.delivery.arrivals import Arrivals, Span
from bot.delivery.bot import JournalBot
from bot.delivery.doubts import Doubts
from bot.delivery.inbox import Inbox
from bot.simulator.server import Simulator
from tests.delivery.bot_api import TOKEN, text_update

LI, CHEN, OFFICE = 11, 12, -1_001_234_567_890
YES = InlineKeyboardMarkup.from_button(InlineKeyboardButton("确认", callback_data="yes"))
NO = InlineKeyboardMarkup.from_button(InlineKeyboardButton("撤回", callback_data="no"))


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    simulator = Simulator(system_clock, token=TOKEN)
    yield simulator
    await simulator.stop()


@pytest.fixture
async def bot(simulator: Simulator, inbox: Inbox) -> AsyncIterator[JournalBot]:
    address = await simulator.start()
    for person, name in ((LI, "李"), (CHEN, "陈")):
        simulator.person(person, name).open()
    async with JournalBot(TOKEN, inbox, base_url=address) as bot:
        await bot.fetch()  # so all that was written is known
        yield bot


def _shown(simulator: Simulator, chat: int) -> list[str]:
    return [message.content.get("text", "") for message in simulator.world.chats[chat].messages.values()]


def _unheard(simulator: Simulator, chat: int, markup: InlineKeyboardMarkup | None) -> int:
    """The bot's message arrives, and its answer is lost; returns its id."""
    world = simulator.world
    content = {"text": "请报送"} | ({"reply_markup": markup.to_dict()} if markup else {})
    return world.post(world.chats[chat], world.bot, content).id


async def _look(bot: JournalBot, chat: int, markup: InlineKeyboardMarkup | None, after: int) -> int:
    bot.doubts.begin(("notice", "0"), chat, after)
    try:
        return await bot.look_for(("notice", "0"), chat, markup)
    finally:
        bot.doubts.end(("notice", "0"))


@pytest.mark.parametrize("markup", [YES, None])
async def test_a_message_that_arrived_is_found_and_stays_as_it_is(
    simulator: Simulator, bot: JournalBot, markup: InlineKeyboardMarkup | None
) -> None:
    sent = await bot.send_message(LI, "你好", reply_markup=NO)
    await simulator.person(CHEN).send("在吗")  # nobody has fetched this one yet
    arrived = _unheard(simulator, LI, markup)
    before = _shown(simulator, LI)
    assert await _look(bot, LI, markup, sent.message_id) == arrived == sent.message_id + 2
    assert _shown(simulator, LI) == before
    assert not [event for event in simulator.world.chats[LI].events if event.kind == "edit"]
    assert await _look(bot, LI, markup, sent.message_id) == 0  # it is known now, and no other is there


async def test_a_message_that_did_not_arrive_is_not_taken_for_another(
    simulator: Simulator, bot: JournalBot
) -> None:
    sent = await bot.send_message(LI, "你好", reply_markup=YES)
    _unheard(simulator, CHEN, YES)  # to somebody else
    await simulator.person(LI).send("在吗")  # by somebody else
    await bot.send_message(LI, "之后", reply_markup=YES)  # known
    assert await _look(bot, LI, YES, sent.message_id) == 0


async def test_each_supergroup_has_its_own_count(simulator: Simulator, bot: JournalBot) -> None:
    group = simulator.group(OFFICE, "未保办", [simulator.person(LI)])
    for _ in range(3):
        await bot.send_message(LI, "你好")
    known = await bot.send_message(group.id, "周报")
    arrived = _unheard(simulator, group.id, None)
    assert (known.message_id, arrived) == (1, 2)
    assert bot.arrivals.last(group.id) == 1
    assert await _look(bot, group.id, None, 1) == arrived


async def test_whoever_cannot_look_says_so(simulator: Simulator, bot: JournalBot) -> None:
    sent = await bot.send_message(LI, "你好")
    _unheard(simulator, LI, YES)
    simulator.fail_next("editMessageReplyMarkup", status=429, retry_after=1)
    with pytest.raises(RetryAfter):
        await _look(bot, LI, YES, sent.message_id)
    simulator.drop_connections(1, method="editMessageReplyMarkup")
    with pytest.raises(NetworkError):
        await _look(bot, LI, YES, sent.message_id)
    assert await _look(bot, LI, YES, 0) is None  # where nothing was known, nothing can be found


async def test_it_waits_until_telegram_has_told_what_people_wrote_but_not_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrivals_module, "_PATIENCE", 0.2)
    arrivals = Arrivals()
    arrivals.saw_update(text_update(1, LI, "一") | {"message": {"chat": {"id": LI}, "message_id": 5}})
    looked: list[int] = []

    async def is_it(message_id: int) -> bool:
        looked.append(message_id)
        return False

    waiting = asyncio.create_task(arrivals.ready())
    await asyncio.sleep(0.05)
    assert not waiting.done()
    for message_id in (6, 8):  # they are told of now
        arrivals.counted(CHEN, message_id)
    arrivals.caught_up()
    await waiting
    assert await arrivals.find(LI, Span(5), is_it) == 0
    assert looked == [7, 9, 10, 11, 12]
    began = asyncio.get_running_loop().time()
    await Arrivals().ready()
    assert asyncio.get_running_loop().time() - began < 0.5


@given(st.sets(st.integers(2, 40)), st.integers(2, 60))
async def test_what_left_last_is_found_wherever_it_is_among_a_few(known: set[int], arrived: int) -> None:
    arrivals = Arrivals()
    arrivals.caught_up()
    for message_id in (1, *known):
        arrivals.counted(LI, message_id)
    unknown = [one for one in range(2, max(known, default=1) + 5) if one not in known]

    async def is_it(message_id: int) -> bool:
        return message_id == arrived

    there = arrived in unknown[:16]
    assert await arrivals.find(LI, Span(1), is_it) == (
        arrived if there else 0 if len(unknown) <= 16 else None
    )


async def test_where_two_messages_of_a_chat_are_in_doubt_neither_is_taken_for_the_other(
    simulator: Simulator, bot: JournalBot
) -> None:
    sent = await bot.send_message(LI, "你好")
    _unheard(simulator, LI, YES)
    bot.doubts.begin((7, "ab" * 12), LI, sent.message_id)
    assert await _look(bot, LI, YES, sent.message_id) is None
    bot.doubts.end((7, "ab" * 12))
    assert await _look(bot, LI, YES, sent.message_id) == sent.message_id + 1


def _sends(doubts: Doubts, chat: int, message_id: int) -> None:
    doubts.begin(("notice", "9"), chat, message_id - 1)
    doubts.arrived(("notice", "9"), chat, message_id)
    doubts.end(("notice", "9"))


def test_what_was_in_doubt_at_a_kill_is_known_to_the_next_run_and_to_the_one_after(tmp_path: Path) -> None:
    one, two, done, ended = ((n, mark * 12) for n, mark in ((7, "ab"), (8, "cd"), (9, "ef"), (7, "01")))
    first = Doubts(tmp_path / "doubts")
    first.open({})
    first.begin(one, LI, 100)
    first.begin(two, OFFICE, 200)
    first.begin(done, CHEN, 300)
    first.begin(ended, CHEN, 300)
    first.end(ended)
    for _ in range(2):  # nothing was closed
        later = Doubts(tmp_path / "doubts")
        later.open({7, 8})
        assert later.span(one) == Span(100, 0, 2, earlier=True)
        assert later.span(two) == Span(200, 0, 2, earlier=True)
        assert done not in later  # its update is not pending any more
        assert ended not in later


def test_of_the_outbox_only_what_was_on_its_way_at_the_kill_can_be_looked_for(tmp_path: Path) -> None:
    going, waiting = ("notice", "0"), ("notice", "1")
    first = Doubts(tmp_path / "doubts")
    first.open({})
    first.begin(going, LI, 100)
    first.begin(waiting, CHEN, 100)
    first.lose(waiting)  # since then, answers may have gone to its chat
    for _ in range(2):
        later = Doubts(tmp_path / "doubts")
        later.open({})
        later.take_over(going, LI)
        later.take_over(waiting, CHEN)
        assert later.span(going) == Span(100, 0, 2, earlier=True)
        assert later.span(waiting) is None


def test_what_is_given_up_blurs_its_chat_until_something_else_has_arrived_there() -> None:
    doubts = Doubts()
    one, two, other, late, later = (7, "ab" * 12), ("k", "0"), ("k", "1"), ("k", "2"), ("k", "3")
    doubts.begin(one, LI, 100)
    doubts.begin(two, LI, 101)
    doubts.begin(other, CHEN, 101)
    assert doubts.span(two) is None  # two in one chat
    doubts.forget(7)
    assert doubts.span(two) is None  # the other may lie there all the same
    assert doubts.span(other) == Span(101, 0, 2)
    doubts.end(two)
    doubts.begin(late, LI, 101)
    assert doubts.span(late) is None
    doubts.end(late)
    _sends(doubts, LI, 110)
    doubts.begin(later, LI, 110)
    assert doubts.span(later) == Span(110, 0, 2)


def test_what_is_sent_once_more_blurs_its_chat_for_others_and_a_refusal_of_that_changes_nothing() -> None:
    now = 0.0
    doubts = Doubts(clock=lambda: now)
    notice, answer = ("k", "0"), (7, "ab" * 12)
    assert doubts.begin(notice, LI, 100) is None
    doubts.lose(notice, late=True)
    assert doubts.span(notice) == Span(100, 0, 1, late=True)
    now = 40.0
    lost = doubts.span(notice)
    assert lost == Span(100, 0, 1)
    doubts.take_back(notice, doubts.begin(notice, LI, 120))
    assert (doubts.span(notice), doubts.times(notice)) == (lost, 1)
    doubts.begin(notice, LI, 120)
    doubts.begin(answer, LI, 120)
    doubts.end(notice)
    assert doubts.span(answer) is None  # the first copy may lie there
    assert doubts.take_back(answer, None) is None
    assert answer not in doubts


def test_what_an_earlier_run_left_lies_about_its_last_and_before_all_that_the_next_sent(
    tmp_path: Path,
) -> None:
    key = (7, "ab" * 12)
    first = Doubts(tmp_path / "doubts")
    first.open({})
    first.begin(key, LI, 100)
    _sends(first, CHEN, 130)  # beside it
    second = Doubts(tmp_path / "doubts")
    second.open({7})
    assert second.top == 130
    assert second.span(key) == Span(114, 0, 1, earlier=True)
    _sends(second, OFFICE, 3)  # counted elsewhere
    _sends(second, CHEN, 140)
    _sends(second, CHEN, 150)
    third = Doubts(tmp_path / "doubts")
    third.open({7})
    _sends(third, CHEN, 160)
    assert third.span(key) == Span(114, 140, 1, earlier=True)


def test_what_was_lost_lies_before_what_left_after_that() -> None:
    doubts = Doubts(clock=lambda: 0.0)
    lost, beside, later = (("k", str(n)) for n in range(3))
    doubts.begin(lost, LI, 100)
    doubts.begin(beside, CHEN, 100)
    doubts.lose(lost)
    doubts.arrived(beside, CHEN, 101)  # it may have left before or after
    doubts.end(beside)
    assert doubts.span(lost) == Span(100, 0, 1)
    doubts.begin(later, CHEN, 102)
    doubts.arrived(later, CHEN, 104)
    assert doubts.span(lost) == Span(100, 104, 2)


async def test_what_an_earlier_run_left_is_looked_for_from_both_ends() -> None:
    arrivals = Arrivals()
    arrivals.caught_up()
    arrivals.counted(CHEN, 141)
    looked: list[int] = []

    async def is_it(message_id: int) -> bool:
        looked.append(message_id)
        return message_id == 137

    assert await arrivals.find(LI, Span(100, 140, earlier=True), is_it) == 137
    assert looked == [139, 101, 138, 102, 137]
    assert await arrivals.find(LI, Span(100, 130, earlier=True), is_it) is None  # too many to be sure
    assert len(looked) == 5 + 16


async def test_another_keyboard_found_in_place_proves_nothing(simulator: Simulator, bot: JournalBot) -> None:
    sent = await bot.send_message(LI, "你好")
    _unheard(simulator, LI, NO)
    assert await _look(bot, LI, YES, sent.message_id) is None


async def test_what_may_still_come_or_is_hidden_from_a_bot_is_never_surely_not_there(
    simulator: Simulator, bot: JournalBot
) -> None:
    sent = await bot.send_message(LI, "你好")
    group = simulator.group(OFFICE, "未保办", [simulator.person(LI)])
    known = await bot.send_message(group.id, "周报")
    assert await _look(bot, LI, YES, sent.message_id) == 0
    assert await _look(bot, group.id, YES, known.message_id) is None
    bot.doubts.begin(("notice", "0"), LI, sent.message_id)
    bot.doubts.lose(("notice", "0"), late=True)
    assert await bot.look_for(("notice", "0"), LI, YES) is None
    bot.doubts.end(("notice", "0"))
    bot.arrivals.behind()
    assert await _look(bot, LI, YES, sent.message_id) is None


async def test_ids_right_above_are_looked_at_however_low_the_last_known_is() -> None:
    arrivals = Arrivals(told_all=True)
    arrivals.counted(LI, 100)
    looked: list[int] = []

    async def is_it(message_id: int) -> bool:
        looked.append(message_id)
        return False

    assert await arrivals.find(LI, Span(5000, 0, 2), is_it) == 0
    assert looked == [*range(5001, 5007)]


def test_a_press_on_a_message_confirms_nothing_of_it() -> None:
    arrivals = Arrivals()
    message = {"chat": {"id": LI}, "message_id": 7}
    arrivals.saw_update({"update_id": 1, "callback_query": {"id": "1", "message": message}})
    assert arrivals.last(LI) == 7
    assert arrivals.last(OFFICE) == 0


def test_more_in_doubt_than_there_is_room_for_is_no_fault(tmp_path: Path) -> None:
    doubts = Doubts(tmp_path / "doubts")
    doubts.open({})
    for number in range(2000):
        doubts.begin((number, f"{number:024x}"), number, 1)
    assert doubts.span((1999, f"{1999:024x}")) == Span(1, 0, 2000)
    for number in range(2000):
        doubts.forget(number)
    doubts.begin((5, "00" * 12), LI, 1)
    doubts.close()
    later = Doubts(tmp_path / "doubts")
    later.open({5})
    assert later.span((5, "00" * 12)) == Span(1, 0, 1, earlier=True)
