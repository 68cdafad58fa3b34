"""A bot to be killed: it notes each update's work in a folder, answers, and posts one notice per update.

A message 「崩溃」 ends the process at once, as a crash in a C library would.

Run as ``python -m tests.delivery.echo_bot BASE_URL FOLDER``.
"""

import asyncio
import os
import signal
import sys
from math import inf
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.delivery.application import build_application
from bot.delivery.budget import Budget, Limits
from bot.delivery.deliveries import Delivery
from bot.delivery.inbox import Inbox
from bot.delivery.outbox import Outbox
from bot.delivery.runner import run_application
from bot.delivery.sender import telegram_sender, telegram_tracing
from bot.delivery.watch import watched
from tests.delivery.bot_api import TOKEN


async def main(base_url: str, folder: Path) -> None:
    inbox = Inbox(folder / "inbox", alert=_alert)
    inbox.open()
    budget = Budget(Limits(inf, inf, 1, inf))
    app = build_application(TOKEN, inbox, base_url=base_url, budget=budget)
    outbox = Outbox(folder, telegram_sender(app.bot), budget, alert=_alert, tracing=telegram_tracing(app.bot))
    outbox.open()

    async def handle(update: Update, context: Any) -> None:
        number = update.update_id
        if update.message.text == "崩溃":
            os._exit(9)
        (folder / "work" / str(number)).write_text(update.message.text)
        await outbox.post(f"notice:{number}", [Delivery(9_000 + number, f"通知{number}")])
        await update.message.reply_text(f"收悉{number}")

    app.add_handler(MessageHandler(filters.TEXT, handle))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    sending = asyncio.create_task(watched("发送", outbox.run, alert=_alert))
    await run_application(app, alert=_alert, stop=stop)
    sending.cancel()
    await asyncio.wait([sending])
    await outbox.close()
    await inbox.close()


def _alert(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
