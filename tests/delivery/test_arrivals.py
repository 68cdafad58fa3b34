import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.clock import system_clock
from bot.delivery.arrivals import Arrivals
from bot.delivery.bot import JournalBot
from bot.delivery.inbox import Inbox
from bot.delivery.under_way import UnderWay
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
        await bot.get_updates()  # so all that was written is known
        yield bot


def _shown(simulator: Simulator, chat: int) -> list[str]:
    return [message.content.get("text", "") for message in simulator.world.chats[chat].messages.values()]


def _unheard(simulator: Simulator, chat: int, markup: InlineKeyboardMarkup | None) -> int:
    """The bot's message arrives, and its answer is lost; returns its id."""
    world = simulator.world
    content = {"text": "请报送"} | ({"reply_markup": markup.to_dict()} if markup else {})
    return world.post(world.chats[chat], world.bot, content).id


@pytest.mark.parametrize("markup", [YES, None])
async def test_a_message_that_arrived_is_found_and_stays_as_it_is(
    simulator: Simulator, bot: JournalBot, markup: InlineKeyboardMarkup | None
) -> None:
    sent = await bot.send_message(LI, "你好", reply_markup=NO)
    await simulator.person(CHEN).send("在吗")  # nobody has fetched this one yet
    arrived = _unheard(simulator, LI, markup)
    before = _shown(simulator, LI)
    assert await bot.look_for(LI, markup, sent.message_id) == arrived == sent.message_id + 2
    assert _shown(simulator, LI) == before
    assert not [event for event in simulator.world.chats[LI].events if event.kind == "edit"]
    assert await bot.look_for(LI, markup, sent.message_id) == 0  # it is known now, and no other is there


async def test_a_message_that_did_not_arrive_is_not_taken_for_another(
    simulator: Simulator, bot: JournalBot
) -> None:
    sent = await bot.send_message(LI, "你好", reply_markup=YES)
    _unheard(simulator, CHEN, YES)  # to somebody else
    await simulator.person(LI).send("在吗")  # by somebody else
    await bot.send_message(LI, "之后", reply_markup=YES)  # known
    assert await bot.look_for(LI, YES, sent.message_id) == 0


async def test_each_supergroup_has_its_own_count(simulator: Simulator, bot: JournalBot) -> None:
    group = simulator.group(OFFICE, "未保办", [simulator.person(LI)])
    for _ in range(3):
        await bot.send_message(LI, "你好")
    known = await bot.send_message(group.id, "周报")
    arrived = _unheard(simulator, group.id, None)
    assert (known.message_id, arrived) == (1, 2)
    assert bot.arrivals.last(group.id) == 1
    assert await bot.look_for(group.id, None, 1) == arrived


async def test_whoever_cannot_look_says_so_by_nothing(simulator: Simulator, bot: JournalBot) -> None:
    sent = await bot.send_message(LI, "你好")
    _unheard(simulator, LI, YES)
    simulator.fail_next("editMessageReplyMarkup", status=429, retry_after=1)
    assert await bot.look_for(LI, YES, sent.message_id) == 0
    simulator.drop_connections(1, method="editMessageReplyMarkup")
    assert await bot.look_for(LI, YES, sent.message_id) == 0
    assert await bot.look_for(LI, YES, 0) == 0  # where nothing was known, nothing can be found


async def test_it_waits_until_telegram_has_told_what_people_wrote_but_not_for_long() -> None:
    arrivals = Arrivals()
    arrivals.saw_update(text_update(1, LI, "一") | {"message": {"chat": {"id": LI}, "message_id": 5}})
    looked: list[int] = []

    async def is_it(message_id: int) -> bool:
        looked.append(message_id)
        return False

    looking = asyncio.create_task(arrivals.find(LI, 5, is_it))
    await asyncio.sleep(0.05)
    assert looked == []
    for message_id in (6, 8):  # they are told of now
        arrivals.counted(CHEN, message_id)
    arrivals.caught_up()
    assert await looking == 0
    assert looked == [7, 9, 10, 11, 12]
    began = asyncio.get_running_loop().time()
    assert await Arrivals().find(LI, 1, is_it) == 0
    assert asyncio.get_running_loop().time() - began < 1.5


@given(st.sets(st.integers(2, 40)), st.integers(2, 60))
async def test_what_left_last_is_found_wherever_it_is_among_a_few(known: set[int], arrived: int) -> None:
    arrivals = Arrivals()
    arrivals.caught_up()
    for message_id in (1, *known):
        arrivals.counted(LI, message_id)
    unknown = [one for one in range(2, max(known, default=1) + 5) if one not in known][:16]

    async def is_it(message_id: int) -> bool:
        return message_id == arrived

    assert await arrivals.find(LI, 1, is_it) == (arrived if arrived in unknown else 0)


def test_what_was_under_way_at_a_kill_is_known_to_the_next_run_and_to_the_one_after(tmp_path: Path) -> None:
    one, two, done = "ab" * 12, "cd" * 12, "ef" * 12
    first = UnderWay(tmp_path / "under-way", {})
    first.begin(7, one, 100)
    first.begin(7, one, 250)  # once more: the first may have arrived
    first.begin(7, two, 200)
    first.begin(8, done, 300)
    first.begin(9, one, 0)
    first.end(7, two)
    first.forget(8)
    for _ in range(2):  # nothing was closed
        later = UnderWay(tmp_path / "under-way", {7, 8})
        assert later.after(7, one) == 100
        assert later.after(7, two) is None
        assert later.after(8, done) is None
        assert later.after(9, one) is None  # its update is not pending any more


def test_more_under_way_than_there_is_room_for_is_no_fault(tmp_path: Path) -> None:
    page = UnderWay(tmp_path / "under-way", {})
    for number in range(2000):
        page.begin(number, f"{number:024x}", 1)
    assert page.after(1999, f"{1999:024x}") == 1
    for number in range(2000):
        page.forget(number)
    page.begin(5, "00" * 12, 1)
    page.close()
    assert UnderWay(tmp_path / "under-way", {5}).after(5, "00" * 12) == 1
