"""Sending, editing and deleting: who can be written to, and what Telegram says when not."""

from datetime import datetime

import pytest

from bot.simulator import Person, Simulator
from bot.simulator.errors import NOT_MODIFIED
from tests.simulator.conftest import TOKEN, Bot, Wall

KEYS = {"inline_keyboard": [[{"text": "确认", "callback_data": "yes"}]]}


async def test_a_wrong_token_and_an_unknown_method_are_errors(bot: Bot) -> None:
    async with bot.session.get(f"{bot.base}/bot1:wrong/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    async with bot.session.get(f"{bot.base}/botnonsense/getMe") as answer:
        assert answer.status == 404
    assert await bot("sendEverything") == {
        "ok": False,
        "error_code": 404,
        "description": "Not Found: method not found",
    }


async def test_a_method_is_taken_by_get_form_and_json_and_in_any_case(bot: Bot, zhang: Person) -> None:
    base = f"{bot.base}/bot{TOKEN}"
    async with bot.session.get(
        f"{base}/SENDMESSAGE", params={"chat_id": str(zhang.id), "text": "一"}
    ) as answer:
        assert (await answer.json())["result"]["text"] == "一"
    async with bot.session.post(
        f"{base}/sendmessage", data={"chat_id": str(zhang.id), "text": "二"}
    ) as answer:
        assert (await answer.json())["result"]["text"] == "二"
    assert (await bot.ok("sendMessage", chat_id=zhang.id, text="三"))["text"] == "三"


@pytest.mark.parametrize("chat_id", [0, -1, 77, "@nobody", "not_a_chat"])
async def test_an_unknown_chat_is_not_found(bot: Bot, chat_id: object) -> None:
    assert await bot.refused("sendMessage", chat_id=chat_id, text="x") == "Bad Request: chat not found"


async def test_the_text_is_looked_at_before_the_chat(bot: Bot) -> None:
    assert await bot.refused("sendMessage", chat_id=0) == "Bad Request: message text is empty"
    assert await bot.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_a_bot_cannot_write_first(sim: Simulator, bot: Bot) -> None:
    li = sim.person(5, "李四")
    assert await bot.refused("sendMessage", chat_id=5, text="x") == "Bad Request: chat not found"
    sim.group(-1005, "未保工作群", [li])
    refusal = await bot("sendMessage", chat_id=5, text="x")
    assert refusal["error_code"] == 403
    assert refusal["description"] == "Forbidden: bot can't initiate conversation with a user"


async def test_who_blocked_the_bot_is_not_reached_until_they_start_it_again(bot: Bot, zhang: Person) -> None:
    zhang.block()
    assert (
        await bot.refused("sendMessage", chat_id=zhang.id, text="x")
        == "Forbidden: bot was blocked by the user"
    )
    with pytest.raises(ValueError, match="blocked"):
        await zhang.send("您好")
    await zhang.start()
    await bot.ok("sendMessage", chat_id=zhang.id, text="x")
    changes = [
        u["my_chat_member"]["new_chat_member"]["status"] for u in await bot.updates() if "my_chat_member" in u
    ]
    assert changes == ["kicked", "member"]


async def test_a_reply_needs_its_message(bot: Bot, zhang: Person) -> None:
    asked = await zhang.send("第7条谁管")
    sent = await bot.ok(
        "sendMessage", chat_id=zhang.id, text="x", reply_parameters={"message_id": asked.message_id}
    )
    assert sent["reply_to_message"]["text"] == "第7条谁管"
    gone = {"message_id": 999}
    refusal = await bot.refused("sendMessage", chat_id=zhang.id, text="x", reply_parameters=gone)
    assert refusal == "Bad Request: message to be replied not found"
    await bot.ok(
        "sendMessage",
        chat_id=zhang.id,
        text="x",
        reply_parameters=gone | {"allow_sending_without_reply": True},
    )


async def test_messages_are_dated_by_the_clock_that_was_handed_in(
    bot: Bot, zhang: Person, wall: Wall
) -> None:
    wall.forward(days=3)
    sent = await bot.ok("sendMessage", chat_id=zhang.id, text="x")
    assert datetime.fromtimestamp(sent["date"], wall.now.tzinfo) == wall.now


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, zhang: Person) -> None:
    sent = await bot.ok(
        "sendMessage", chat_id=zhang.id, text="<b>甲</b>", parse_mode="HTML", reply_markup=KEYS
    )
    where = {"chat_id": zhang.id, "message_id": sent["message_id"]}
    same = {"text": " <b>甲</b>", "parse_mode": "HTML", "reply_markup": KEYS}
    assert await bot.refused("editMessageText", **where, **same) == f"Bad Request: {NOT_MODIFIED}"
    edited = await bot.ok("editMessageText", **where, text="甲", reply_markup=KEYS)  # no longer bold
    assert "edit_date" in edited
    edited = await bot.ok("editMessageText", **where, text="甲")
    assert "reply_markup" not in edited
    assert await bot.refused("editMessageReplyMarkup", **where) == f"Bad Request: {NOT_MODIFIED}"


async def test_new_buttons_alone_do_not_mark_a_message_as_edited(bot: Bot, zhang: Person) -> None:
    sent = await bot.ok("sendMessage", chat_id=zhang.id, text="甲")
    edited = await bot.ok(
        "editMessageReplyMarkup", chat_id=zhang.id, message_id=sent["message_id"], reply_markup=KEYS
    )
    assert "edit_date" not in edited
    shown = await zhang.wait_for(lambda seen: seen.edit)
    assert (shown.text, shown.buttons) == ("甲", ["确认"])


@pytest.mark.parametrize(
    ("method", "extra", "reason"),
    [
        ("editMessageText", {"text": "x", "message_id": 999}, "message to edit not found"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"text": "x", "message_id": 1}, "message can't be edited"),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
    ],
)
async def test_what_is_not_there_or_not_its_own_cannot_be_changed(
    bot: Bot, zhang: Person, method: str, extra: dict[str, object], reason: str
) -> None:
    assert await bot.refused(method, chat_id=zhang.id, **extra) == f"Bad Request: {reason}"


async def test_a_text_has_no_caption_and_a_picture_no_text(bot: Bot, zhang: Person) -> None:
    sent = await bot.ok("sendMessage", chat_id=zhang.id, text="x")
    where = {"chat_id": zhang.id, "message_id": sent["message_id"]}
    refusal = await bot.refused("editMessageCaption", **where, caption="y")
    assert refusal == "Bad Request: there is no caption in the message to edit"


async def test_messages_of_both_sides_can_be_deleted_within_48_hours(
    bot: Bot, zhang: Person, wall: Wall
) -> None:
    theirs = await zhang.send("身份证号在此")
    wall.forward(hours=47, minutes=59)
    await bot.ok("deleteMessage", chat_id=zhang.id, message_id=theirs.message_id)
    assert theirs.message_id not in [seen.message_id for seen in zhang.messages()]
    late = await zhang.send("又一条")
    wall.forward(hours=48)
    refusal = await bot.refused("deleteMessage", chat_id=zhang.id, message_id=late.message_id)
    assert refusal == "Bad Request: message can't be deleted for everyone"


async def test_deleting_many_skips_those_that_are_gone(bot: Bot, zhang: Person) -> None:
    one, two = await zhang.send("一"), await zhang.send("二")
    await bot.ok("deleteMessages", chat_id=zhang.id, message_ids=[one.message_id, 999, two.message_id])
    assert [seen.text for seen in zhang.messages()] == ["/start"]
    refusal = await bot.refused("deleteMessages", chat_id=zhang.id, message_ids=list(range(1, 102)))
    assert refusal == "Bad Request: too many message identifiers specified"


async def test_copying_and_forwarding_keep_the_content(bot: Bot, zhang: Person) -> None:
    said = await zhang.send("排查学校12所")
    where = {"chat_id": zhang.id, "from_chat_id": zhang.id, "message_id": said.message_id}
    forwarded = await bot.ok("forwardMessage", **where)
    assert forwarded["forward_origin"]["sender_user"]["first_name"] == "张三"
    copied = await bot.ok("copyMessage", **where)
    assert set(copied) == {"message_id"}
    assert zhang.last.text == "排查学校12所"


async def test_options_of_a_link_preview_are_checked(bot: Bot, zhang: Person) -> None:
    refusal = await bot.refused(
        "sendMessage", chat_id=zhang.id, text="x", link_preview_options={"is_disabled": "yes"}
    )
    assert refusal == 'Bad Request: field "is_disabled" must be of type Boolean'
    await bot.ok("sendMessage", chat_id=zhang.id, text="x", link_preview_options={"is_disabled": True})


async def test_the_page_and_the_api_answer_this_machine_only(sim: Simulator, bot: Bot) -> None:
    for host in ("0.0.0.0", "192.168.1.5"):
        with pytest.raises(ValueError, match="loopback"):
            await Simulator(lambda: datetime.now().astimezone(), token=TOKEN).start(host)
    async with bot.session.get(f"{bot.base}/bot{TOKEN}/getMe", headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403
