"""In a group: answered when named or replied to, with the plan's words only; silent otherwise."""

import asyncio

import pytest
from telegram import Message

from bot.chat.groups import addressed
from bot.chat.message import length
from bot.learning.model import Unanswered
from bot.simulator import Person
from tests.e2e.conftest import Town
from tests.e2e.test_learning import ODD
from tests.simulator.pictures import png


def together(town: Town, *people: Person) -> list[Person]:
    """The same people, writing in one group with the bot."""
    group = town.simulator.group(-100123, "未保工作群", list(people))
    return [group.member(person) for person in people]


@pytest.mark.parametrize(
    "asked",
    [
        "@weibao_bot 校园欺凌谁管",
        "校园欺凌谁管 @Weibao_Bot",
        "请问 @weibao_bot 校园欺凌谁管？",
        "/ask 校园欺凌谁管",
    ],
)
async def test_who_names_the_bot_is_answered_with_a_reply(town: Town, asked: str) -> None:
    (teacher,) = together(town, town.simulator.person(9001, "王老师"))
    if asked.startswith("/ask"):
        await teacher.ask("@weibao_bot 第1条")  # a bare command reaches the bot that spoke last
    question = await teacher.send(asked)
    answer = await teacher.next_reply()
    assert answer.text.startswith("第8条 提升校园安全管理")
    assert answer.reply_to is not None and answer.reply_to.message_id == question.message_id


async def test_who_replies_to_the_bot_is_answered_and_may_lean_on_that_answer(town: Town) -> None:
    wang, li = together(town, town.simulator.person(9001, "王老师"), town.simulator.person(9002, "李老师"))
    first = await wang.ask("@weibao_bot 公安和民政一起管的有哪些")
    await wang.ask("@weibao_bot 校园欺凌谁管")
    await li.reply(first, "第二个")
    # named together in measures 5, 24 and 26
    assert (await li.next_reply()).text.startswith("第24条")


async def test_naming_the_bot_under_somebodys_question_answers_that_question(town: Town) -> None:
    wang, li = together(town, town.simulator.person(9001, "王老师"), town.simulator.person(9002, "李老师"))
    question = await wang.send("校园欺凌谁管")
    assert await wang.quiet()
    await li.reply(question, "@weibao_bot")
    assert (await li.next_reply()).text.startswith("第8条")


async def test_ask_under_somebodys_question_answers_that_question(town: Town) -> None:
    wang, li = together(town, town.simulator.person(9001, "王老师"), town.simulator.person(9002, "李老师"))
    question = await wang.send("校园欺凌谁管")
    wang.chat.admins.add(42)
    await li.reply(question, "/ask@weibao_bot")
    assert (await li.next_reply()).text.startswith("第8条")


async def test_a_pictures_caption_may_name_the_bot(town: Town) -> None:
    (wang,) = together(town, town.simulator.person(9001, "王老师"))
    await wang.send_photo(png(4, 4), "校园欺凌谁管 @weibao_bot")
    assert (await wang.next_reply()).text.startswith("第8条")
    await wang.send_photo(png(4, 4), "校园欺凌谁管")
    assert await wang.quiet()


async def test_only_the_name_gets_examples(town: Town) -> None:
    (wang,) = together(town, town.simulator.person(9001, "王老师"))
    assert "校园欺凌谁管" in (await wang.ask("@weibao_bot")).text


async def test_what_is_not_meant_for_the_bot_is_left_alone_even_where_it_hears_all(town: Town) -> None:
    people = together(town, town.simulator.person(9001, "王老师"), town.simulator.person(9002, "李老师"))
    wang, li = people
    wang.chat.admins.add(42)  # as an administrator the bot hears every message
    mine = await wang.send("校园欺凌谁管")
    await li.reply(mine, "第8条吧")
    for words in (
        "@weibao_bot2 第7条",
        "见 https://t.me/weibao_bot",
        "a@weibao_bot.example",
        "/mine",
        "周报",
    ):
        await wang.send(words)
    await wang.send_sticker()
    assert await wang.quiet()


async def test_a_group_learns_nothing_of_progress_or_names_whoever_asks(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    card = await police.ask("第8条 已完成60%，排查学校12所")
    await police.press("确认报送", card)
    await police.next_reply()
    here, office = together(town, police, town.office)
    for person in (here, office):
        for words in ("第8条进展怎么样", "第8条", "校园欺凌谁管", "公安局有哪些任务", "公安局联络员是谁"):
            answer = await person.ask(f"@weibao_bot {words}")
            for secret in ("60%", "排查学校12所", "陈海军", "推进中"):
                assert secret not in answer.text
            labels = {"最新进展", "汇报", "没帮上", "请未保办联系我", "转发本条"}
            assert not labels & set(answer.buttons)
    answer = await here.ask("@weibao_bot 第8条进展怎么样")
    assert "私聊" in answer.text
    for data in ("p:8", "r:8", "contact:ask", "h"):
        assert (await here.press_data(data, answer)).alert
    await here.press("全文", answer)
    whole = await here.next_reply()
    assert "推动学校常态化开展应急疏散演练活动" in whole.text and whole.buttons == ["私聊查看"]


async def test_the_link_in_a_group_opens_the_measure_in_private(town: Town) -> None:
    parent = town.simulator.person(9001, "家长")
    (here,) = together(town, parent)
    link = (await here.ask("@weibao_bot 校园欺凌谁管")).button("私聊查看")["url"]
    assert link == "https://t.me/weibao_bot?start=m8"
    await parent.start(link.rpartition("=")[2])
    assert (await parent.next_reply()).text.startswith("第8条 提升校园安全管理")


async def test_danger_is_answered_in_a_group_too(town: Town) -> None:
    (here,) = together(town, town.simulator.person(9001, "家长"))
    answer = await here.ask("@weibao_bot 楼下有人在打孩子，快来人")
    assert "110" in answer.text and "请未保办联系我" not in answer.buttons


async def test_a_long_answer_takes_one_message_in_a_group(town: Town) -> None:
    (here,) = together(town, town.simulator.person(9001, "家长"))
    everything = "、".join(f"第{n}条" for n in range(1, 27)) + "的全部内容，" * 3
    await here.send(f"@weibao_bot {everything}")
    answer = await here.next_reply()
    assert length(answer.text) <= 4096
    assert await here.quiet()


async def test_what_a_group_asks_in_vain_is_not_kept_nor_answered_by_the_offices_words(town: Town) -> None:
    parent, office = town.simulator.person(9001, "家长"), town.office
    (here,) = together(town, parent)
    await here.ask(f"@weibao_bot {ODD}")
    assert town.store.read.find(Unanswered) == []
    await parent.ask(ODD)
    await office.press("答复第1个", await office.ask("待答"))
    await office.next_reply()
    await office.ask("请致电县教育科技局办公室。")
    assert "请致电" in (await parent.ask(ODD)).text
    assert "请致电" not in (await here.ask(f"@weibao_bot {ODD}")).text


async def test_a_lively_group_gets_no_more_than_telegram_allows_and_holds_up_nobody(town: Town) -> None:
    wang, li = town.simulator.person(9001, "王老师"), town.simulator.person(9002, "李老师")
    (here,) = together(town, wang)
    for number in range(24):
        await here.send(f"@weibao_bot 第{number + 1}条")

    def told() -> int:
        return sum(seen.from_bot for seen in here.messages())

    await town.settled(lambda: told() == 20)  # a minute's worth for a group (Bot API FAQ)
    assert (await li.ask("第8条")).text.startswith("第8条")
    await asyncio.sleep(0.5)
    assert told() == 20
    assert all(call.ok for call in town.simulator.log if call.method == "sendMessage")


async def test_where_the_bot_may_not_speak_it_is_silent_and_troubles_nobody(town: Town) -> None:
    (here,) = together(town, town.simulator.person(9001, "王老师"))
    muted = "Bad Request: not enough rights to send text messages to the chat"
    town.simulator.fail_next("sendMessage", status=400, description=muted)
    await here.send("@weibao_bot 第8条")
    assert await here.quiet()
    assert (await here.ask("@weibao_bot 第7条")).text.startswith("第7条")
    assert town.alerts == []


async def test_a_shared_card_asks_nothing(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    (here,) = together(town, police)
    (card, *_) = await police.ask_inline("第8条")
    shared = await here.share(card)
    assert shared.text.startswith("第8条 提升校园安全管理")
    assert await here.quiet()
    await police.share(card)
    assert await police.quiet()


@pytest.mark.parametrize(
    ("text", "offset", "user", "asked"),
    [
        ("未保助手 校园欺凌谁管", 0, 42, "校园欺凌谁管"),
        ("😀未保助手，第8条", 2, 42, "😀 ，第8条"),
        ("未保助手 第8条", 0, 7, None),
    ],
)
def test_who_names_the_bot_by_a_link_to_it_means_it(
    text: str, offset: int, user: int, asked: str | None
) -> None:
    named = {"id": user, "is_bot": True, "first_name": "未保助手"}
    entity = {"type": "text_mention", "offset": offset, "length": 4, "user": named}
    chat = {"id": -100123, "type": "supergroup", "title": "群"}
    message = Message.de_json(
        {"message_id": 1, "date": 0, "chat": chat, "text": text, "entities": [entity]}, None
    )
    assert addressed(message, "weibao_bot", 42) == asked
