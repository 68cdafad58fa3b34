"""The real python-telegram-bot runs against the simulator unchanged."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Update,
)
from telegram.error import BadRequest, Forbidden, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.simulator import Person, Simulator
from tests.simulator.conftest import TOKEN
from tests.simulator.pictures import png

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("确认", callback_data="yes")]])


async def _start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_html(f"<b>您好</b> {' '.join(context.args or [])}", reply_markup=KEYS)


async def _echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.chat.send_action("typing")
    if update.message.document:
        file = await update.message.document.get_file()
        content = bytes(await file.download_as_bytearray())
        await update.message.reply_document(BytesIO(content), filename="回执.txt", caption="收悉")
    elif update.message.photo:
        await update.message.reply_media_group([InputMediaPhoto(p.file_id) for p in update.message.photo])
    else:
        await update.message.reply_text(update.message.text or "?", reply_markup=ForceReply())


async def _edited(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.edited_message
    await update.edited_message.reply_text(f"已改为{update.edited_message.text}")


async def _press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    await query.answer("已确认", show_alert=True)
    await query.edit_message_text("完成")


@pytest.fixture
async def application(sim: Simulator, base: str) -> AsyncIterator[Application]:  # type: ignore[type-arg]
    builder = ApplicationBuilder().token(TOKEN)
    app = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").build()
    app.add_handler(CommandHandler("start", _start))
    app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, _edited))
    app.add_handler(MessageHandler(filters.ALL, _echo))
    app.add_handler(CallbackQueryHandler(_press))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(timeout=1)
        yield app
        await app.updater.stop()
        await app.stop()


async def test_a_polling_bot_answers_commands_presses_edits_files_and_albums(
    sim: Simulator,
    application: Application,  # type: ignore[type-arg]
) -> None:
    zhang = sim.person(1001, "张三")
    await zhang.start("CODE-1")
    greeting = await zhang.next_reply()
    assert greeting.html == "<b>您好</b> CODE-1"
    assert greeting.buttons == ["确认"]

    answer = await zhang.press("确认")
    assert (answer.text, answer.alert) == ("已确认", True)
    changed = await zhang.next_reply()
    assert (changed.text, changed.edit, changed.buttons) == ("完成", True, [])

    said = await zhang.send("校园欺凌谁管")
    assert (await zhang.next_reply()).text == "校园欺凌谁管"
    await zhang.edit(said, "网吧谁管")
    assert (await zhang.next_reply()).text == "已改为网吧谁管"

    await zhang.send_document("台账.txt", "检查3次".encode())
    receipt = (await zhang.next_reply()).document
    assert receipt is not None
    assert (receipt.name, receipt.data.decode()) == ("回执.txt", "检查3次")

    await zhang.send_photo(png(640, 480))
    first, second = await zhang.replies(2)
    assert first.content["media_group_id"] == second.content["media_group_id"]


async def test_refusals_arrive_as_the_library_s_own_errors(
    monkeypatch: pytest.MonkeyPatch,
    sim: Simulator,
    application: Application,  # type: ignore[type-arg]
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # the future type of retry_after, without the warning
    zhang: Person = sim.person(1001, "张三")
    with pytest.raises(BadRequest, match="Chat not found"):
        await application.bot.send_message(zhang.id, "您好")
    await zhang.ask("您好")
    sim.fail_next("sendMessage", status=429, retry_after=3)
    with pytest.raises(RetryAfter):
        await application.bot.send_message(zhang.id, "您好")
    zhang.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await application.bot.send_message(zhang.id, "您好")
