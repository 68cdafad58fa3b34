"""Reply markup is refused where Telegram refuses it, in its words."""

from typing import Any

import pytest

from bot.simulator import Person
from tests.simulator.conftest import Bot

INLINE = "can't parse inline keyboard button: "


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[button]]}


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (inline(text="x", callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (inline(text="x", callback_data="措" * 22), "BUTTON_DATA_INVALID"),
        (inline(text="x", callback_data=""), INLINE + "Text buttons are unallowed in the inline keyboard"),
        (inline(text="x"), INLINE + "Text buttons are unallowed in the inline keyboard"),
        (inline(callback_data="x"), INLINE + 'Can\'t find field "text"'),
        (inline(text=5, callback_data="x"), INLINE + 'Field "text" must be of type String'),
        (
            inline(text="x", url="not-a-url"),
            "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
        ),
        (
            inline(text="x", url="ftp://example.com"),
            "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
        ),
        (inline(text="x", pay=True), "BUTTON_TYPE_INVALID"),
        (inline(text="x", copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        ({"inline_keyboard": "bad"}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": "bad"}, 'field "keyboard" must be of type Array'),
        ({"force_reply": "yes"}, 'field "force_reply" must be of type Boolean'),
        ({"remove_keyboard": "yes"}, 'field "remove_keyboard" must be of type Boolean'),
        (
            {"keyboard": [[{"text": "A"}]], "resize_keyboard": "yes"},
            'field "resize_keyboard" must be of type Boolean',
        ),
        ("{not json", "can't parse reply keyboard markup JSON object"),
        ([1], "object expected as reply markup"),
        ({"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 8] * 13}, "reply markup is too long"),
    ],
)
async def test_a_keyboard_telegram_would_refuse_is_refused(
    bot: Bot, zhang: Person, markup: Any, reason: str
) -> None:
    refusal = await bot.refused("sendMessage", chat_id=zhang.id, text="x", reply_markup=markup)
    assert refusal == f"Bad Request: {reason}"


async def test_64_bytes_of_callback_data_are_allowed(bot: Bot, zhang: Person) -> None:
    await bot.ok(
        "sendMessage",
        chat_id=zhang.id,
        text="x",
        reply_markup=inline(text="x", callback_data="措" * 21 + "x"),
    )


async def test_a_reply_keyboard_is_shown_but_no_part_of_the_message(bot: Bot, zhang: Person) -> None:
    keys = {"keyboard": [[{"text": "我的任务"}, {"text": "周报"}]], "resize_keyboard": True}
    sent = await bot.ok("sendMessage", chat_id=zhang.id, text="请选择", reply_markup=keys)
    assert "reply_markup" not in sent
    assert (await zhang.next_reply()).keyboard == ["我的任务", "周报"]
    await zhang.press("周报")
    update = (await bot.updates())[-1]
    assert update["message"]["text"] == "周报"
    refusal = await bot.refused("editMessageText", chat_id=zhang.id, message_id=sent["message_id"], text="改")
    assert refusal == "Bad Request: message can't be edited"


async def test_an_edit_takes_an_inline_keyboard_only(bot: Bot, zhang: Person) -> None:
    sent = await bot.ok("sendMessage", chat_id=zhang.id, text="x")
    refusal = await bot.refused(
        "editMessageText",
        chat_id=zhang.id,
        message_id=sent["message_id"],
        text="y",
        reply_markup={"keyboard": [[{"text": "A"}]]},
    )
    assert refusal == "Bad Request: inline keyboard expected"
