"""A small bot on python-telegram-bot, scripted for the page's tests."""

import contextlib
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from urllib.parse import quote

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.simulator.conftest import TOKEN

LINK = "https://t.me/weibao_bot?start=CODE-1"
SHARE = f"https://t.me/share/url?url={quote(LINK, safe='')}"
KEYS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("展开", callback_data="edit"),
            InlineKeyboardButton("提示", callback_data="alert"),
        ],
        [InlineKeyboardButton("转发", url=SHARE)],
        [InlineKeyboardButton("删除", callback_data="delete")],
    ]
)


async def _start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_html(f"<b>您好</b> {' '.join(context.args or [])} {LINK}", reply_markup=KEYS)


async def _echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.chat.send_action("typing")
    if update.message.photo:
        await update.message.reply_document(BytesIO(b"PK"), filename="回执.xlsx", caption="照片收悉")
    else:
        await update.message.reply_text(f"收悉：{update.message.text}")


async def _press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    assert query.message
    if query.data == "alert":
        await query.answer("仅供本单位查看", show_alert=True)
        return
    await query.answer("好的")
    if query.data == "edit":
        await query.edit_message_text("已展开 <script>alert(1)</script>")
    else:
        await query.delete_message()


@contextlib.asynccontextmanager
async def echo_bot(base: str) -> AsyncIterator[Any]:
    """The bot, polling, until the block ends."""
    builder = ApplicationBuilder().token(TOKEN)
    app: Application[Any, Any, Any, Any, Any, Any] = (
        builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot").build()
    )
    app.add_handler(CommandHandler("start", _start))
    app.add_handler(MessageHandler(filters.ALL, _echo))
    app.add_handler(CallbackQueryHandler(_press))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(timeout=1)
        await app.bot.set_my_commands([("ask", "提问"), ("mine", "我的任务")])
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()
