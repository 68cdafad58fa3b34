"""Inline mode as the Bot API describes it: queries, cards, and the message that a chosen card becomes."""

import asyncio
from typing import Any

import pytest

from bot.simulator import Person, Simulator
from bot.simulator.world import Json
from tests.simulator.conftest import Bot

CARD: dict[str, Any] = {
    "type": "article",
    "id": "m8",
    "title": "第8条",
    "input_message_content": {"message_text": "<b>第8条</b> 原文", "parse_mode": "HTML"},
}


async def asked(bot: Bot, zhang: Person, text: str = "网吧") -> tuple[str, asyncio.Task[Json]]:
    """Type after the bot's name; the query's id, and what the person will see."""
    await bot.updates(offset=-1)
    waiting = asyncio.create_task(zhang.inline(text))
    await asyncio.sleep(0)
    query = (await bot.updates(allowed_updates=["message", "inline_query"]))[-1]["inline_query"]
    assert query["query"] == text and query["from"]["id"] == zhang.id and query["offset"] == ""
    return query["id"], waiting


async def test_a_card_that_is_chosen_becomes_a_message_of_the_person_by_way_of_the_bot(
    bot: Bot, zhang: Person, sim: Simulator
) -> None:
    number, waiting = await asked(bot, zhang)
    button = {"text": "打开", "start_parameter": "ask"}
    await bot.ok("answerInlineQuery", inline_query_id=number, results=[CARD], cache_time=60, button=button)
    said = await waiting
    assert (said["cache_time"], said["is_personal"], said["button"]) == (60, False, button)
    group = sim.group(-100123, "群", [zhang])
    shown = await group.member(zhang).share(said["results"][0])
    assert shown.html == "<b>第8条</b> 原文" and not shown.from_bot
    message = (await bot.updates())[-1]["message"]
    assert message["via_bot"]["id"] == 4242 and message["chat"]["id"] == -100123


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"results": [CARD, CARD]}, "RESULT_ID_DUPLICATE"),
        ({"results": [CARD | {"id": str(n)} for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [CARD | {"id": "x" * 65}]}, "RESULT_ID_INVALID"),
        ({"results": [CARD | {"title": ""}]}, 'Can\'t find field "title"'),
        ({"results": [CARD | {"description": 7}]}, 'Field "description" must be of type String'),
        ({"results": [CARD | {"input_message_content": {}}]}, "message_text"),
        (
            {"results": [CARD | {"input_message_content": {"message_text": "字" * 4097}}]},
            "message is too long",
        ),
        (
            {"results": [CARD | {"reply_markup": {"inline_keyboard": [[{"text": "x", "url": "no url"}]]}}]},
            "inline keyboard button URL 'no url' is invalid",
        ),
        ({"results": [], "button": {"start_parameter": "ask"}}, "InlineQueryResultsButton"),
        ({"results": [], "button": {"text": "打开"}}, "exactly one action"),
        ({"results": [], "button": {"text": "打开", "start_parameter": "有空 格"}}, "START_PARAM_INVALID"),
        ({"results": [], "inline_query_id": "1"}, "query is too old"),
    ],
)
async def test_what_telegram_refuses_is_refused(
    bot: Bot, zhang: Person, change: dict[str, Any], refusal: str
) -> None:
    number, waiting = await asked(bot, zhang)
    assert refusal in await bot.refused("answerInlineQuery", **{"inline_query_id": number} | change)
    await bot.ok("answerInlineQuery", inline_query_id=number, results=[])
    assert (await waiting)["results"] == []
    assert "query is too old" in await bot.refused("answerInlineQuery", inline_query_id=number, results=[])


async def test_nobody_types_a_longer_query_than_the_apps_allow(zhang: Person) -> None:
    with pytest.raises(ValueError, match="longer"):
        await zhang.inline("字" * 257)


async def test_a_mention_by_id_shows_the_whole_person_and_of_nobody_known_only_the_words(
    bot: Bot, zhang: Person
) -> None:
    text = '<a href="tg://user?id=1001">他</a>和<a href="tg://user?id=77">谁</a>'
    sent = await bot.ok("sendMessage", chat_id=zhang.id, text=text, parse_mode="HTML")
    (entity,) = sent["entities"]
    assert entity["type"] == "text_mention" and entity["user"]["first_name"] == "张三"
    assert sent["text"] == "他和谁"
