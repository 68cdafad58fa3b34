"""The command menu under "/", per role, and what the bot says of itself before anyone has spoken."""

import asyncio
import logging

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.chat import texts
from bot.chat.services import Services

_AT_ONCE = 20

log = logging.getLogger(__name__)


async def set_commands(bot: Bot, services: Services) -> None:
    """Tell Telegram what to offer under "/": little to strangers, more to each who has a seat."""
    few = asyncio.Semaphore(_AT_ONCE)

    async def offer(person: int) -> None:
        async with few:
            await set_commands_for(bot, services, person)

    # Side by side: one after another, a county's seats would take longer than all else at a start.
    await asyncio.gather(
        bot.set_my_commands(_menu(texts.ANYONE), scope=BotCommandScopeDefault()),
        bot.set_my_commands(_menu(texts.ANYONE), scope=BotCommandScopeAllPrivateChats()),
        bot.set_my_description(texts.description(services.plan)),
        bot.set_my_short_description(texts.SHORT_DESCRIPTION),
        *(offer(person) for person in sorted(services.seated_people())),
    )


async def set_commands_for(bot: Bot, services: Services, person: int) -> None:
    """Offer one person the commands of their roles; one who never pressed Start is left for later."""
    actor = services.actor(person)
    menu = texts.OFFICE if actor.office else texts.LIAISON if actor.own_units else texts.ANYONE
    try:
        await bot.set_my_commands(_menu(menu), scope=BotCommandScopeChat(person))
    except TelegramError as error:
        log.info("commands not set for one person: %s", type(error).__name__)


def _menu(entries: tuple[tuple[str, str], ...]) -> list[BotCommand]:
    return [BotCommand(name, label) for name, label in entries]
