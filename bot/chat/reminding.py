"""From what the rules say is to be told to messages with buttons, put down once and posted."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import datetime

from bot.chat import delivery_texts
from bot.chat.message import Button, Message, columns, plain, unit_code
from bot.chat.posting import Posting
from bot.chat.report_pages import nothing_new
from bot.chat.services import Services
from bot.digest.offer import Offer, mark_offered, offers
from bot.outgoing import Letter, Outgoing
from bot.records import Records
from bot.reminders.look import look, mark_told
from bot.reminders.model import Reminder
from bot.reminders.stages import Audience
from bot.roster.reach import mark_known, untold

_SHOWN = 24  # buttons in one reminder; more would not fit a phone


class Reminding:
    """Looks whether anybody is to be told something, and has it posted."""

    def __init__(self, services: Services, posting: Posting) -> None:
        """Keep what is needed to look and to post."""
        self._services = services
        self._posting = posting
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """Post what is to be told now; twice is once. Called every minute, at start, after a clock jump.

        The messages and the marks that they were told go into the store together, and from there to the
        outbox: a kill at any point neither loses nor repeats one. Raises StoreError and JournalError;
        the next look makes up for it.
        """
        async with self._looking:
            s = self._services
            now, office, reader = s.clock(), s.settings.office_ids, s.store.read
            reminders = await asyncio.to_thread(
                look, reader, s.plan, s.rules, s.calendar, now, office=office, stages=s.stages
            )
            offer_time = s.settings.digest_time
            ready = offers(reader, s.plan, s.calendar, now, office=office, offer_time=offer_time)
            batches = [*self._reminders(reminders, now), *self._offers(ready, now)]
            unknown = [] if self._posting.reporting or batches else untold(reader)
            batches += self._note(unknown, now)
            if batches:

                def put_down(records: Records) -> None:
                    for batch in batches:
                        records.put(batch)
                    for reminder in reminders:
                        mark_told(records, reminder, now)
                    for offer in ready:
                        mark_offered(records, offer, now)
                    mark_known(records, unknown)

                await s.store.transact(put_down)
            await self._posting.run()

    def _reminders(self, reminders: Sequence[Reminder], now: datetime) -> list[Outgoing]:
        """One batch for the units, which the office watches, and one of the office's own lists."""
        asking: list[Letter] = []
        listing: list[Letter] = []
        for reminder in reminders:
            if reminder.person is not None:
                to_units = any(line.stage.audience is Audience.LIAISON for line in reminder.lines)
                (asking if to_units else listing).append(_letter(reminder.person, _reminder_page(reminder)))
        office = tuple(self._services.office_people())
        return [
            *self._batch("remind", asking, now, delivery_texts.REMINDERS, office),
            *self._batch("list", listing, now),
        ]

    def _offers(self, ready: Sequence[Offer], now: datetime) -> list[Outgoing]:
        return self._batch("offer", [_letter(offer.person, _offer_page(offer)) for offer in ready], now)

    def _note(self, people: Sequence[int], now: datetime) -> list[Outgoing]:
        """Tell the office of people whom something other than a watched batch did not reach."""
        if not people:
            return []
        page = plain(delivery_texts.unreachable_note(self._posting.names(people)))
        readers = [person for person in self._services.office_people() if person not in people]
        return self._batch("unreachable", [_letter(person, page) for person in readers], now)

    def _batch(
        self,
        name: str,
        letters: Sequence[Letter],
        now: datetime,
        title: str = "",
        report_to: tuple[int, ...] = (),
    ) -> list[Outgoing]:
        if not letters:
            return []
        plan = self._services.plan.id
        key = f"{name}:{plan}:{secrets.token_hex(8)}"  # the marks see to it that there is only one
        return [Outgoing(key, plan, now, tuple(letters), title, report_to)]


def _letter(person: int, page: Message) -> Letter:
    rows = tuple(tuple((button.label, button.data) for button in row) for row in page.rows)
    return Letter(person, page.html, rows)


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
    at_once = [
        row
        for unit, numbers in reminder.measures.items()
        for row in nothing_new(unit, [n for n in numbers if (unit, n) in asked], several=several)
    ]
    return plain(reminder.text, (*columns(buttons[:_SHOWN], 2 if several else 3), *at_once))


def _offer_page(offer: Offer) -> Message:
    """The offer with what can be pulled at once."""
    show, sheet = Button("查看周报", f"w:text:{offer.week}"), Button("下载 Excel", f"w:xlsx:{offer.week}")
    return plain(offer.text, ((show, sheet),))
