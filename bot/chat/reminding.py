"""From what the rules say is to be told to messages with buttons, put down once and posted."""

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.chat import delivery_texts, freshness
from bot.chat.escalating import OPEN_LIST
from bot.chat.message import Button, Message, plain
from bot.chat.posting import Posting
from bot.chat.reminder_pages import later_page, letter, reminder_page
from bot.chat.services import Services
from bot.chat.texts import STALE_BUTTON
from bot.chat.turn import Turn
from bot.digest.offer import Offer, mark_offered, offers
from bot.outgoing import Letter, Outgoing
from bot.progress.model import Cycle, Report
from bot.records import Reader, Records
from bot.reminders import later, texts
from bot.reminders.escalation import new_escalations
from bot.reminders.explain import explain
from bot.reminders.late import late_reports, mark_noted
from bot.reminders.look import Looked, look, mark_told, marks_of
from bot.reminders.model import Escalation, Later, Reminder
from bot.roster.reach import mark_known, untold


@dataclass(frozen=True, slots=True)
class _News:
    """What one look found: reminders, copies that were wished for, late reports, escalations, digests."""

    looked: Looked
    copies: list[tuple[Later, Reminder | None]]
    late: list[tuple[Cycle, list[Report]]]
    rising: list[Escalation]
    offers: list[Offer]


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
        outbox: a kill at any point neither loses nor repeats one. Raises StoreError and JournalError, which
        the next look makes up for, and what was wrong with a plan once the others have been told.
        """
        async with self._looking:
            s = self._services
            now = s.clock()
            news = await asyncio.to_thread(self._news, s.store.read, now)
            asking, listing = self._sorted(news.looked.reminders)
            groups = [(self._key(freshness.REMIND), asking), (self._key(freshness.LIST), listing)]
            watched = delivery_texts.REMINDERS, tuple(s.office_people())
            late, rising = texts.late_note(news.late), texts.escalation_list(news.rising)
            offered = [letter(offer.person, _offer_page(offer)) for offer in news.offers]
            asked = await asyncio.to_thread(self._pages, asking, now)
            batches = [
                *self._batch(groups[0][0], asked, now, *watched),
                *self._batch(groups[1][0], self._pages(listing, now), now),
                *(self._copy(wish, copy, now) for wish, copy in news.copies if copy is not None),
                *self._batch(self._key(freshness.OFFER), offered, now),
                *self._to_office(freshness.LATE, late if news.late else "", now),
                *self._to_office(freshness.RISING, rising if news.rising else "", now, button=OPEN_LIST),
            ]
            unknown = [] if self._posting.reporting or batches else untold(s.store.read)
            batches += self._note(unknown, now)
            if batches or news.copies:

                def put_down(records: Records) -> None:
                    for batch in batches:
                        records.put(batch)
                    for key, group in groups:
                        for reminder in group:
                            mark_told(records, reminder, key, now)
                    for wish, _ in news.copies:
                        records.drop(Later, wish.key)
                    for escalation in news.rising:
                        records.put(escalation)
                    for _, reports in news.late:
                        mark_noted(records, reports, now)
                    for offer in news.offers:
                        mark_offered(records, offer, now)
                    mark_known(records, unknown)

                await s.store.transact(put_down)
            await self._posting.run()
            if not s.terms.quiet.at(now):  # else they would all ask in vain, and take others' turns
                self._posting.resume()
        for _, failure in news.looked.failures:
            raise failure

    def _news(self, reader: Reader, now: datetime) -> _News:
        """Everything that is to be told now, from one state of the record."""
        s, office = self._services, self._services.settings.office_ids
        terms = s.terms
        looked = look(reader, [terms], now, office=office)
        told = {reminder.person for reminder in looked.reminders if reminder.person is not None}
        listing = any(reminder.lists for reminder in looked.reminders)
        return _News(
            looked=looked,
            copies=later.copies(reader, [terms], now, told=told),
            late=[] if terms.quiet.at(now) else late_reports(reader, terms, now, office=s.office_people()),
            # Who missed two in a row shows with the list of the second: the office hears of both at once.
            rising=new_escalations(reader, terms, now) if listing else [],
            offers=offers(reader, s.plan, s.calendar, now, office=office, offer_time=s.settings.digest_time),
        )

    def _sorted(self, reminders: Sequence[Reminder]) -> tuple[list[Reminder], list[Reminder]]:
        """Those that ask the units, which the office watches, and the office's own lists."""
        return [one for one in reminders if one.asks], [one for one in reminders if not one.asks]

    def _pages(self, reminders: Sequence[Reminder], now: datetime) -> list[Letter]:
        return [
            letter(reminder.person, reminder_page(reminder, now, self._services))
            for reminder in reminders
            if reminder.person is not None
        ]

    def _copy(self, wish: Later, copy: Reminder, now: datetime) -> Outgoing:
        told_at = marks_of(self._services.store.read, wish.person, wish.message)[0].at
        page = reminder_page(copy, told_at, self._services)
        key = freshness.copy_key(wish.message, int(wish.due.timestamp()))
        return Outgoing(key, wish.plan, now, (letter(wish.person, page),))

    def _note(self, people: Sequence[int], now: datetime) -> list[Outgoing]:
        """Tell the office of people whom something other than a watched batch did not reach."""
        if not people:
            return []
        text = delivery_texts.unreachable_note(self._posting.names(people))
        return self._to_office(freshness.UNREACHABLE, text, now, without=people)

    def _to_office(
        self,
        kind: str,
        text: str,
        now: datetime,
        *,
        without: Sequence[int] = (),
        button: Button | None = None,
    ) -> list[Outgoing]:
        readers = [person for person in self._services.office_people() if person not in without]
        page = plain(text, ((button,),) if button else ())
        letters = [letter(person, page) for person in readers] if text else []
        return self._batch(self._key(kind), letters, now)

    def _key(self, kind: str) -> str:
        """A new batch's key; the marks see to it that there is only one for each thing told."""
        return f"{kind}:{self._services.plan.id}:{secrets.token_hex(8)}"

    def _batch(
        self,
        key: str,
        letters: Sequence[Letter],
        now: datetime,
        title: str = "",
        report_to: tuple[int, ...] = (),
    ) -> list[Outgoing]:
        return (
            [Outgoing(key, self._services.plan.id, now, tuple(letters), title, report_to)] if letters else []
        )


class ReminderButtons:
    """稍后提醒 and 为何收到 under a reminder."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look things up."""
        self._services = services

    async def later(self, turn: Turn) -> None:
        """``rl:STAMP`` asks when; ``rl:STAMP:NAME`` stores the wish for a copy."""
        _, stamp, name, *_ = (*turn.pressed.split(":"), "", "")
        s, now = self._services, self._services.clock()
        if not stamp.isdigit():
            await turn.toast(STALE_BUTTON, alert=True)
            return
        message = later.message_told_at(s.store.read, turn.person, int(stamp))
        if not name:
            await turn.toast()
            await turn.say(later_page(later.choices(s.terms, now), int(stamp)))
            return
        terms = s.terms
        chosen = await s.store.transact(
            lambda records: later.postpone(
                records, [terms], now, person=turn.person, message=message, name=name
            )
        )
        await turn.toast()
        await turn.show(plain(texts.postponed(chosen.due, now)))

    async def why(self, turn: Turn) -> None:
        """``ry:STAMP``: the rule, what was last heard, what comes next, who else was told."""
        stamp = turn.pressed.removeprefix("ry:")
        if not stamp.isdigit():
            await turn.toast(STALE_BUTTON, alert=True)
            return
        s = self._services
        message = later.message_told_at(s.store.read, turn.person, int(stamp))
        await turn.toast()
        text = await asyncio.to_thread(
            explain, s.store.read, s.terms, s.clock(), person=turn.person, message=message
        )
        await turn.say(plain(text))


def _offer_page(offer: Offer) -> Message:
    """The offer with what can be pulled at once."""
    show, sheet = Button("查看周报", f"w:text:{offer.week}"), Button("下载 Excel", f"w:xlsx:{offer.week}")
    return plain(offer.text, ((show, sheet),))
