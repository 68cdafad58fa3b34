"""Commands by scope and language, descriptions, menu button, chats and members."""

from typing import Any

import pytest

from bot.simulator import Person, Simulator
from tests.simulator.conftest import Bot

ASK = {"command": "ask", "description": "提问"}
INVITE = {"command": "invite", "description": "邀请"}


async def test_a_person_sees_the_commands_of_the_narrowest_scope(
    sim: Simulator, bot: Bot, zhang: Person
) -> None:
    await bot.ok("setMyCommands", commands=[ASK])
    await bot.ok("setMyCommands", commands=[ASK, INVITE], scope={"type": "chat", "chat_id": zhang.id})
    assert [command["command"] for command in zhang.commands()] == ["ask", "invite"]
    assert [command["command"] for command in sim.person(2, "李四").commands()] == ["ask"]
    await bot.ok("setMyCommands", commands=[INVITE], language_code="zh")
    assert sim.person(2, "李四").commands() == [INVITE]
    assert await bot.ok("getMyCommands") == [ASK]
    await bot.ok("deleteMyCommands", scope={"type": "chat", "chat_id": zhang.id})
    assert zhang.commands() == [INVITE]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"commands": [{"command": "帮助", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "ask", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [ASK], "scope": {"type": "chat", "chat_id": 404}}, "chat not found"),
        (
            {"commands": [ASK], "scope": {"type": "moon"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ({"commands": [ASK] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_bad_commands_are_refused(bot: Bot, params: dict[str, Any], reason: str) -> None:
    assert await bot.refused("setMyCommands", **params) == f"Bad Request: {reason}"


async def test_descriptions_have_their_limits(bot: Bot) -> None:
    await bot.ok("setMyDescription", description="说" * 512)
    await bot.refused("setMyDescription", description="说" * 513)
    await bot.ok("setMyShortDescription", short_description="短")
    await bot.refused("setMyShortDescription", short_description="短" * 121)
    assert (await bot.ok("getMyShortDescription"))["short_description"] == "短"
    assert (await bot.ok("getMyName"))["name"] == "未保助手"


async def test_the_menu_button_is_of_a_known_kind(bot: Bot, zhang: Person) -> None:
    await bot.ok("setChatMenuButton", chat_id=zhang.id, menu_button={"type": "commands"})
    assert (await bot.ok("getChatMenuButton", chat_id=zhang.id)) == {"type": "commands"}
    await bot.refused("setChatMenuButton", menu_button={"type": "moon"})


async def test_chats_and_members_are_described(sim: Simulator, bot: Bot, zhang: Person) -> None:
    chat = await bot.ok("getChat", chat_id=zhang.id)
    assert (chat["first_name"], chat["type"]) == ("张三", "private")
    group = sim.group(-1003, "未保工作群", [zhang])
    li = sim.person(2, "李四")
    status = [
        (await bot.ok("getChatMember", chat_id=group.id, user_id=number))["status"]
        for number in (zhang.id, li.id)
    ]
    assert status == ["member", "left"]
    group.expel_bot()
    refusal = await bot("sendMessage", chat_id=group.id, text="x")
    assert refusal["description"] == "Forbidden: bot was kicked from the supergroup chat"


async def test_a_deep_link_button_to_the_bot_starts_it(sim: Simulator, bot: Bot, zhang: Person) -> None:
    link = "https://t.me/weibao_bot?start=CODE-9"
    keys = {"inline_keyboard": [[{"text": "打开", "url": link}]]}
    await bot.ok("sendMessage", chat_id=zhang.id, text="请点", reply_markup=keys)
    await zhang.press("打开")
    assert (await bot.updates())[-1]["message"]["text"] == "/start CODE-9"
    with pytest.raises(ValueError, match="deep link"):
        await zhang.start("有汉字")


async def test_after_logging_out_nothing_is_answered(bot: Bot) -> None:
    await bot.ok("logOut")
    assert await bot.refused("getMe") == "Logged out"


async def test_5000_characters_go_out_in_parts_as_from_the_apps(bot: Bot, zhang: Person) -> None:
    await zhang.send("字" * 5000)
    texts = [update["message"]["text"] for update in (await bot.updates())[1:]]
    assert [len(text) for text in texts] == [4096, 904]
    with pytest.raises(ValueError, match="empty"):
        await zhang.send("  ")
