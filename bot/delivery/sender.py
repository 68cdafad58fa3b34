"""How a delivery becomes a Telegram message."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile

from bot.delivery.attempts import Tracing
from bot.delivery.bot import JournalBot
from bot.delivery.budget import Priority
from bot.delivery.deliveries import KEPT, Delivery, Unreadable
from bot.delivery.doubts import Key


def telegram_sender(bot: JournalBot) -> Callable[[Delivery], Awaitable[int]]:
    """The outbox's ``send``: one attempt, returning the message id. Raises TelegramError, or Unreadable."""

    async def send(delivery: Delivery) -> int:
        markup = _markup(delivery)
        if delivery.document.startswith(KEPT["photo"]):
            message = await bot.send_photo(
                delivery.chat,
                delivery.document.removeprefix(KEPT["photo"]),
                caption=delivery.html or None,
                parse_mode="HTML",
                reply_markup=markup,
                rate_limit_args=Priority.GRANTED,
            )
        elif delivery.document:
            file = await _document(delivery.document)
            message = await bot.send_document(
                delivery.chat,
                file,
                caption=delivery.html or None,
                parse_mode="HTML",
                reply_markup=markup,
                rate_limit_args=Priority.GRANTED,
            )
        else:
            message = await bot.send_message(
                delivery.chat,
                delivery.html,
                parse_mode="HTML",
                reply_markup=markup,
                rate_limit_args=Priority.GRANTED,
            )
        return message.message_id

    return send


def telegram_tracing(bot: JournalBot) -> Tracing:
    """How the outbox finds what it sent and nobody confirmed."""

    async def look(key: Key, delivery: Delivery) -> int | None:
        return await bot.look_for(key, delivery.chat, _markup(delivery))

    return Tracing(bot.arrivals, bot.doubts, look)


def _markup(delivery: Delivery) -> InlineKeyboardMarkup | None:
    keyboard = [
        [InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in delivery.rows
    ]
    return InlineKeyboardMarkup(keyboard) if keyboard else None


async def _document(named: str) -> InputFile | str:
    """A file to upload, or the id of one that Telegram keeps. Raises Unreadable."""
    if named.startswith(KEPT["document"]):
        return named.removeprefix(KEPT["document"])
    path = Path(named)
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise Unreadable(error) from error
    return InputFile(content, filename=path.name)


def telegram_editor(bot: JournalBot) -> Callable[[int, int, str], Awaitable[None]]:
    """Puts new HTML into a message that was sent (chat, message id). Raises TelegramError."""

    async def edit(chat: int, message_id: int, html: str) -> None:
        await bot.edit_message_text(html, chat_id=chat, message_id=message_id, parse_mode="HTML")

    return edit
