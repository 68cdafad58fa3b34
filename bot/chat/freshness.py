"""The last word on what the bot sends of itself: not in quiet hours, and not what no longer holds."""

import asyncio
from datetime import datetime

from bot.chat.noticing import RECEIPT_AGAIN
from bot.chat.nudging import NUDGE, nudge_page
from bot.chat.reminder_pages import page_rows, reminder_page
from bot.chat.services import Services
from bot.delivery.deliveries import Delivery, NotNow
from bot.notices.model import Receipt
from bot.notices.nudging import still_asked
from bot.reminders.look import fresh, marks_of

REMIND, LIST, COPY, OFFER = "remind", "list", "copy", "offer"
UNREACHABLE, LATE, RISING = "unreachable", "late", "rising"

_WAITS = frozenset({REMIND, LIST, COPY, OFFER, UNREACHABLE, LATE, RISING, NUDGE})
_FRESH = frozenset({REMIND, LIST, COPY})


class Freshness:
    """Asked by the outbox right before it sends (bot.delivery.deliveries.Prepare).

    The key of a batch begins with what it is; a notice, and what people asked for, is none of these and goes
    out as it is. A nudge waits for the rest to end, and asks only for what is still owed then.
    """

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look again."""
        self._services = services

    async def __call__(self, key: str, delivery: Delivery) -> Delivery | None:
        """The delivery in words for this moment; None where nothing of it holds. Raises NotNow."""
        kind, _, rest = key.partition(":")
        services = self._services
        now, terms = services.clock(), services.terms
        if kind == RECEIPT_AGAIN:
            receipt = services.store.read.get(Receipt, f"{rest.partition(':')[0]}:{delivery.chat}")
            return delivery if receipt is not None and receipt.confirmed_at is None else None
        if kind not in _WAITS:
            return delivery
        if terms.quiet.at(now):
            raise NotNow
        if kind == NUDGE:
            return await asyncio.to_thread(self._nudge, rest, delivery, now)
        if kind not in _FRESH:
            return delivery
        message = key if kind != COPY else rest.rpartition("@")[0]
        reader, office, person = services.store.read, services.settings.office_ids, delivery.chat
        told_at = min((mark.at for mark in marks_of(reader, person, message)), default=now)

        def look_again() -> Delivery | None:
            reminder = fresh(reader, [terms], now, office=office, person=person, message=message)
            if reminder is None:
                if told_at > now:  # the clock was set back: its stage comes again
                    raise NotNow
                return None
            page = reminder_page(reminder, told_at, services)
            return Delivery(person, page.html, page_rows(page))

        return await asyncio.to_thread(look_again)

    def _nudge(self, id_: str, delivery: Delivery, now: datetime) -> Delivery | None:
        """What a nudge still asks; None where all of it was answered since."""
        services = self._services
        found = still_asked(services.store.read, services.terms, id_, delivery.chat, now)
        if found is None:
            return None
        nudge, lines = found
        page = nudge_page(lines, nudge, services, now)
        return Delivery(delivery.chat, page.html, page_rows(page))


def copy_key(message: str, due: int) -> str:
    """The key of the batch that carries a message again at a time: the same however often it is posted."""
    return f"{COPY}:{message}@{due}"
