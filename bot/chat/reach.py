"""Whom the bot's messages do not reach: noticed by the outbox, undone by a word of theirs."""

import logging

from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.records import StoreError
from bot.roster.reach import is_unreachable, mark_reached, mark_unreachable

log = logging.getLogger(__name__)


class Reach:
    """Marks people unreachable and reachable again."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to mark."""
        self._services = services

    async def lost(self, person: int) -> None:
        """Telegram refused a message to this person for good. Raises StoreError."""
        if is_unreachable(self._services.store.read, person):
            return
        now = self._services.clock()
        await self._services.store.transact(lambda records: mark_unreachable(records, person, now))

    async def found(self, turn: Turn) -> None:
        """An update came from this person: unless it says that they blocked the bot, they are there again."""
        member = turn.update.my_chat_member
        if member is not None and member.new_chat_member.status != member.new_chat_member.MEMBER:
            return
        if not turn.private or not is_unreachable(self._services.store.read, turn.person):
            return
        try:
            await self._services.store.transact(lambda records: mark_reached(records, turn.person))
        except StoreError as error:  # their next word will do; this one is answered first
            log.warning("a reachable person stays marked: %s", type(error).__name__)
