"""From what the rules say is to be told to messages with buttons, posted once."""

import asyncio
from collections.abc import Sequence

from bot.chat.message import Button, Message, columns, plain, unit_code
from bot.chat.services import Services
from bot.delivery.deliveries import Delivery
from bot.delivery.outbox import Outbox
from bot.digest.offer import Offer, mark_offered, offers
from bot.records import Records
from bot.reminders.look import look, mark_told
from bot.reminders.model import Reminder
from bot.reminders.stages import Audience

_SHOWN = 24  # buttons in one reminder; more would not fit a phone


class Reminding:
    """Looks whether anybody is to be told something, and posts it."""

    def __init__(self, services: Services, outbox: Outbox) -> None:
        """Keep what is needed to look and to post."""
        self._services = services
        self._outbox = outbox
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """Post what is to be told now; twice is once. Called every minute, at start, after a clock jump.

        The message is posted under its key before it is marked told: a kill in between posts it again
        under the same key, which the outbox knows.
        """
        async with self._looking:
            s = self._services
            now, office = s.clock(), s.settings.office_ids
            reader = s.store.read
            reminders = await asyncio.to_thread(
                look, reader, s.plan, s.rules, s.calendar, now, office=office, stages=s.stages
            )
            offer_time = s.settings.digest_time
            ready = offers(reader, s.plan, s.calendar, now, office=office, offer_time=offer_time)
            for reminder in reminders:
                if reminder.person is not None:
                    await self._post(reminder.key, reminder.person, _reminder_page(reminder))
            for offer in ready:
                await self._post(f"offer:{offer.key}", offer.person, _offer_page(offer))
            if reminders or ready:
                await s.store.transact(lambda records: self._mark(records, reminders, ready))

    async def _post(self, key: str, person: int, page: Message) -> None:
        rows = tuple(tuple((button.label, button.data) for button in row) for row in page.rows)
        await self._outbox.post(key, [Delivery(person, page.html, rows)])

    def _mark(self, records: Records, reminders: Sequence[Reminder], ready: Sequence[Offer]) -> None:
        now = self._services.clock()
        for reminder in reminders:
            mark_told(records, reminder, now)
        for offer in ready:
            mark_offered(records, offer, now)


def _reminder_page(reminder: Reminder) -> Message:
    """The reminder with a button for each report it asks of the reader's own units."""
    asked = {
        (line.unit, number)
        for line in reminder.lines
        if line.stage.audience is Audience.LIAISON
        for number in line.measures
    }
    several = len({unit for unit, _ in asked}) > 1
    buttons = [
        Button(f"{unit.removeprefix('县') if several else ''}报第{number}条", f"r:{unit_code(unit)}:{number}")
        for unit, numbers in reminder.measures.items()
        for number in numbers
        if (unit, number) in asked
    ]
    return plain(reminder.text, columns(buttons[:_SHOWN], 2 if several else 3))


def _offer_page(offer: Offer) -> Message:
    """The offer with what can be pulled at once."""
    show, sheet = Button("查看周报", f"w:text:{offer.week}"), Button("下载 Excel", f"w:xlsx:{offer.week}")
    return plain(offer.text, ((show, sheet),))
