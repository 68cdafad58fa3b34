"""The bots that are measured, each in its own process: ``python -m tests.benchmarks.bots KIND URL FOLDER``.

All echo what they are told. Told "broadcast N", they also send a notice to the chats 1…N; the stock way in
PTB is to start all sends at once and let AIORateLimiter keep to the limits.
"""

import asyncio
import logging
import sys
from math import inf
from pathlib import Path
from typing import Any

TOKEN = "42:bench"
_NOTICE = "请各单位于25日前报送本月进展。"


def stock(url: str, *, concurrent: int = 0, limiter: bool = False) -> None:
    """python-telegram-bot as it comes."""
    from telegram import Update
    from telegram.ext import AIORateLimiter, Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        assert message is not None and message.text is not None
        if message.text.startswith("broadcast"):
            people = range(1, int(message.text.split()[1]) + 1)
            context.application.create_task(
                asyncio.gather(*(context.bot.send_message(chat, _NOTICE) for chat in people))
            )
        else:
            await context.bot.send_message(message.chat_id, message.text)

    builder: Any = Application.builder().token(TOKEN).base_url(f"{url}/bot")
    builder = builder.concurrent_updates(concurrent or False)
    if limiter:
        builder = builder.rate_limiter(AIORateLimiter(max_retries=10))
    application: Any = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


def aiogram(url: str) -> None:
    """aiogram 3 as it comes."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    async def main() -> None:
        bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
        await dispatcher.start_polling(bot)

    asyncio.run(main())


async def ours(url: str, folder: Path, *, limited: bool = False) -> None:
    """Our transport, budget, processor, durable inbox and outbox."""
    from telegram import Update
    from telegram.ext import ContextTypes, MessageHandler, filters

    from bot.delivery.application import build_application
    from bot.delivery.budget import Budget, Limits
    from bot.delivery.deliveries import Delivery
    from bot.delivery.inbox import Inbox
    from bot.delivery.outbox import Outbox
    from bot.delivery.runner import run_application
    from bot.delivery.sender import telegram_sender, telegram_tracing

    budget = Budget(Limits() if limited else Limits(inf, inf, 1, inf))
    inbox = Inbox(folder, alert=logging.warning)
    application = build_application(TOKEN, inbox, base_url=url, budget=budget)
    outbox = Outbox(
        folder,
        telegram_sender(application.bot),
        budget,
        alert=logging.warning,
        tracing=telegram_tracing(application.bot),
    )

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.effective_message
        assert message is not None and message.text is not None
        if message.text.startswith("broadcast"):
            people = range(1, int(message.text.split()[1]) + 1)
            await outbox.post(message.text, [Delivery(chat, _NOTICE) for chat in people])
        else:
            await context.bot.send_message(message.chat_id, message.text)

    application.add_handler(MessageHandler(filters.TEXT, echo))
    inbox.open()
    outbox.open()
    sending = asyncio.create_task(outbox.run())
    await run_application(application, alert=logging.warning, stop=asyncio.Event())
    sending.cancel()


def main(kind: str, url: str, folder: str) -> None:
    logging.basicConfig(level=logging.ERROR)
    match kind:
        case "stock":
            stock(url)
        case "stock-256":
            stock(url, concurrent=256)
        case "stock-limiter":
            stock(url, concurrent=256, limiter=True)
        case "aiogram":
            aiogram(url)
        case "ours":
            asyncio.run(ours(url, Path(folder)))
        case "ours-limited":
            asyncio.run(ours(url, Path(folder), limited=True))
        case _:
            raise ValueError(kind)


if __name__ == "__main__":
    main(*sys.argv[1:])
