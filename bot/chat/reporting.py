"""Reporting in chat: pick, say, look at it, confirm. The draft is a stored row; this only asks and shows."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.chat import report_texts as say
from bot.chat import texts
from bot.chat.attachments import attachment_of
from bot.chat.draft_buttons import change_of
from bot.chat.draft_cards import DraftCards
from bot.chat.free_text import FreeText
from bot.chat.guarding import masked, tell
from bot.chat.message import plain
from bot.chat.reading import Reading
from bot.chat.report_pages import ReportPages
from bot.chat.sent import Sent
from bot.chat.services import Services
from bot.chat.turn import Albums, Turn
from bot.chat.wording import digits, number_in
from bot.progress import drafts, steps
from bot.progress import texts as progress_texts
from bot.progress.answers import assents, trimmed
from bot.progress.corrections import asks_how_to_change, place_in, wants_to_report
from bot.progress.dictated import flatten
from bot.progress.drafts import draft_of
from bot.progress.following import follow
from bot.progress.ledger import Ledger
from bot.progress.mentions import find_mentions
from bot.progress.model import Attachment, Draft, DraftItem, Part, Status
from bot.progress.purpose import asks
from bot.progress.replies import join_held, only_value, reply, unit_told
from bot.progress.reports import reports_of
from bot.progress.sent import with_earlier_words
from bot.progress.steps import Step
from bot.progress.verdict import Verdict, verdict
from bot.records import Records
from bot.refusal import Refused

_JOIN = frozenset({"接着填", "接着填那份", "接着", "继续", "那份", "是那份", "接着那份"})
_ANEW = frozenset({"另报", "另报一份", "新的", "另一份", "不是那份", "新报一份", "另起一份"})
_QUICK = 200  # characters that are read in a few milliseconds; longer words leave the loop free
_STILL_AT_IT = timedelta(hours=1)


class Reporting:
    """One person's draft, from the first tap to 收悉."""

    def __init__(self, services: Services, albums: Albums) -> None:
        """Keep what is needed to write and send drafts."""
        self._services = services
        self._albums = albums
        self._reading = Reading(services)
        self._pages = ReportPages(services, self._reading)
        self._cards = DraftCards(services, self._pages)
        self._free_text = FreeText(services, self._reading, self._cards)
        self.sent = Sent(services, self._reading)

    async def command(self, turn: Turn) -> None:
        """``/report``, 汇报: begin, or show the draft that is open already; 汇报 7 begins with measure 7.

        ``/report 第11条 已完成`` is the report itself.
        """
        number = number_in(turn.argument)
        if turn.argument and number is None:
            words = await masked(turn, turn.argument)
            if await self._free_text.begin(turn, words):
                return
        await self._begin(turn, None, (number,) if number is not None else ())

    async def withdraw(self, turn: Turn) -> None:
        """``/withdraw``, 撤回: throw the open draft away, or take back what was sent last; 撤回 8 for one."""
        number = number_in(turn.argument)
        draft = draft_of(self._services.store.read, turn.person)
        if draft is not None and (number is None or any(item.measure == number for item in draft.items)):
            await self._cancel(turn, draft.origin)
        elif not await self.sent.typed(turn, f"撤回第{number}条" if number is not None else "撤回"):
            await turn.refuse(say.NO_OBLIGATIONS)

    async def pressed(self, turn: Turn) -> None:
        """``r:7`` or ``r:UNIT:7``: begin a report on that measure."""
        _, *parts = turn.pressed.split(":")
        unit = self._services.unit_by_code(parts[0]) if len(parts) == 2 else None
        number = digits(parts[-1])
        if number is None or len(parts) > 2 or (len(parts) == 2 and unit is None):
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await self._begin(turn, unit.name if unit else None, (number,))

    async def nothing_new(self, turn: Turn) -> None:
        """``n:UNIT:5,12``: the unit has nothing new on these measures; those answered since are left out.

        The tap is the report: it names what it is about, and can be taken back. Raises Refused.
        """
        s, now = self._services, self._services.clock()
        _, code, listed, *_ = (*turn.pressed.split(":"), "", "")
        unit = s.unit_by_code(code)
        asked = [digits(number) for number in listed.split(",")]
        if unit is None or None in asked:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        name, origin = unit.name, turn.origin
        waiting = [number for number in self._reading.owed_numbers(name) if number in asked]
        if not waiting and not reports_of(s.store.read, origin):
            await turn.refuse(say.NOTHING_OWED)
            return
        items = tuple(DraftItem(number, Status.NIL) for number in waiting)
        person = turn.person
        draft = Draft(str(person), s.plan.id, person, name, Step.READY, origin, now, items)
        reports = await s.store.transact(lambda r: self.sent.nothing_new(r, draft))
        await turn.toast()
        await turn.say(self.sent.thanks(reports))

    async def sent_pressed(self, turn: Turn) -> None:
        """``rs:…``: a button under a receipt. Raises Refused."""
        await self.sent.pressed(turn)
        await self._cards.show_begun(turn)

    async def step(self, turn: Turn) -> None:
        """``d:ACTION:UPDATE[:VALUE]``: an answer on the card of the draft that UPDATE began."""
        _, action, update, value = (*turn.pressed.split(":", 3), "", "", "")[:4]
        origin = f"{turn.bot.id}:{update}"
        if action == "ok":
            await self._confirm(turn, origin)
        elif action == "no":
            await self._cancel(turn, origin)
        elif action == "c":
            await self._choose_change(turn, origin, value)
        elif action == "g":
            await self._anew(turn, origin)
        else:
            services, now = self._services, self._services.clock()
            change = change_of(services, self._reading, turn.person, (action, value), now)
            if change is None:
                await turn.toast(texts.STALE_BUTTON, alert=True)
                return
            await self._cards.apply(
                turn, lambda r: drafts.change(r, turn.person, change, origin=origin, heard=turn.origin)
            )

    async def plainly(self, turn: Turn) -> bool:
        """Whether the words are a report beyond doubt: of a measure of the person's own, by its number.

        Or an answer to the card that is open, which says how it stands and nothing else (打反了 52%).
        """
        draft = draft_of(self._services.store.read, turn.person)
        if draft is not None and (verdict(draft, turn.text) or only_value(turn.text)):
            return True
        actor, plan = self._services.actor(turn.person), self._services.plan
        bound = {measure.number for unit in actor.own_units for measure, _ in plan.owned_by(unit)}
        words = await masked(turn, turn.text) if bound else ""
        if not find_mentions(flatten(words), bound):
            return False
        return bool((await self._reading.read(turn, words)).by_unit)

    async def typed(self, turn: Turn) -> bool:
        """What was typed answers the draft's question, is about a report that was sent, or reads like one."""
        if await self.answered(turn):
            return True
        words = await masked(turn, turn.text)
        if wants_to_report(words) and self._services.actor(turn.person).own_units:
            await self._begin(turn, None, ())
            return True
        if draft_of(self._services.store.read, turn.person) is None and await self.sent.typed(turn, words):
            await self._cards.show_begun(turn)
            return True
        return await self._free_text.begin(turn, words)

    async def answered(self, turn: Turn) -> bool:
        """Take what was typed as the answer to the open draft's question; False where it is none."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is None:
            if not assents(turn.text) or not self._services.actor(turn.person).own_units:
                return False
            await turn.say(plain(progress_texts.NO_DRAFT))
            return True
        if draft.heard == turn.origin:
            await self._cards.show(turn, draft)
            return True
        match verdict(draft, turn.text):
            case Verdict.CONFIRM:
                await self._confirm(turn, draft.origin)
            case Verdict.LEAVE:
                await self._cancel(turn, draft.origin)
            case Verdict.CHANGE:
                await turn.say(self._pages.changes(draft, None))
            case Verdict.WAIT:
                await turn.say(plain(say.KEPT_FOR_YOU))
            case None if draft.held and trimmed(turn.text) in _ANEW:
                await self._anew(turn, draft.origin)
            case None:
                return await self._replied(turn, draft, await masked(turn, turn.text))
        return True

    async def aside(self, turn: Turn) -> bool:
        """Answer what is about reporting and reports nothing; False where it is a question on the plan."""
        draft, services = draft_of(self._services.store.read, turn.person), self._services
        if not services.actor(turn.person).own_units:
            return False
        if asks_how_to_change(turn.text):
            await turn.say(plain(say.HOW_TO_CHANGE))
        elif (
            draft is not None
            and services.clock() - draft.began_at < _STILL_AT_IT
            and not asks(flatten(turn.text))
            and services.asker.ask(turn.text).kind == "none"
        ):
            await turn.say(plain(say.NOT_TAKEN_IN))
        else:
            return False
        return True

    async def remind(self, turn: Turn) -> None:
        """Show the open draft again, below the answer to a question that came in between."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is not None and self._services.clock() - draft.began_at < _STILL_AT_IT:
            await self._cards.show(turn, draft)

    async def file(self, turn: Turn) -> None:
        """A photo or document: evidence for the open draft, or for the report in its caption."""
        message = turn.message
        attachment = attachment_of(message) if message else None
        if message is None or attachment is None:
            return
        attachment = replace(attachment, name=await masked(turn, attachment.name))
        caption = await masked(turn, (message.caption or "").strip())
        try:
            await self._file(turn, attachment, caption)
        except Refused as refusal:
            await tell(turn)
            if not self._albums.told(turn):
                await turn.refuse(str(refusal))

    async def voice(self, turn: Turn) -> None:
        """A voice message: nothing here can understand it, and saying so loses nothing."""
        await turn.say(plain(say.VOICE_WITHOUT_WORDS))

    async def edited(self, turn: Turn) -> None:
        """An edited message: the draft or the reports that came in it follow. Raises Refused."""
        if not self._services.actor(turn.person).own_units or turn.message is None:
            return
        words = await masked(turn, turn.text or (turn.message.caption or "").strip())
        draft = draft_of(self._services.store.read, turn.person)
        if draft is not None and any(part.message == turn.message.message_id for part in _parts(draft)):
            await self._follow(turn, draft, turn.message.message_id, words)
        elif not await self.sent.edited(turn, words) and not (
            draft is None and await self._free_text.begin(turn, words)
        ):
            await tell(turn)
            await turn.say(plain(say.EDITED))

    async def cancel(self, turn: Turn) -> bool:
        """Throw the open draft away; False if there is none."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is None:
            return False
        await self._cancel(turn, draft.origin)
        return True

    async def _file(self, turn: Turn, attachment: Attachment, caption: str) -> None:
        """Raises Refused with what the sender is to be told, once an album."""
        services, person = self._services, turn.person
        if not services.actor(person).own_units:
            raise Refused(texts.UNREADABLE)
        limit = services.settings.attachment_megabytes
        if attachment.size > limit * 2**20:
            raise Refused(say.FILE_TOO_BIG.format(limit=limit))
        kept = draft_of(services.store.read, person)
        if kept is None:
            if not (caption and await self._free_text.begin(turn, caption, attachment)):
                raise Refused(say.FILE_WITHOUT_REPORT)
            return
        message = turn.message.message_id if turn.message else None
        ground, now = self._reading.ground(), services.clock()

        def take(records: Records) -> Draft:
            draft = drafts.attach(records, services.plan, person, attachment)
            if caption and draft.heard != turn.origin:
                taken = reply(draft, caption, ground, message=message, now=now)
                draft = taken or steps.add_words(draft, caption, message)
            return drafts.put(records, replace(draft, heard=turn.origin))

        draft = await services.store.transact(take)
        await tell(turn)
        await self._cards.show(turn, draft)

    async def _begin(self, turn: Turn, unit: str | None, measures: tuple[int, ...]) -> None:
        actor = self._services.actor(turn.person)
        if not actor.own_units:
            await turn.refuse(say.NO_OBLIGATIONS)
            return
        kept = draft_of(self._services.store.read, turn.person)
        if kept is not None and not measures:
            await self._cards.show(turn, kept)
            return
        await self._cards.begin(turn, unit, measures=measures)

    async def _replied(self, turn: Turn, draft: Draft, words: str) -> bool:
        """Take typed words in as the draft's; False where they are not meant for it."""
        now, ground = self._services.clock(), self._reading.ground()
        message = turn.message.message_id if turn.message else None
        try:
            if draft.held and (trimmed(words) in _JOIN or assents(words)):
                taken: Draft | None = join_held(draft, ground, now)
            elif draft.step == Step.UNIT:
                taken = self._unit_named(turn, draft, words)
            elif len(words) <= _QUICK:
                taken = reply(draft, words, ground, message=message, now=now)
            else:
                taken = await asyncio.to_thread(reply, draft, words, ground, message=message, now=now)
        except Refused as refusal:
            await tell(turn)
            await turn.refuse(str(refusal))
            return True
        if taken is None:
            return False
        ledger = Ledger(self._services.store.read, self._services.plan, units=[taken.unit])
        items = with_earlier_words(taken.items, ledger, taken.unit)
        put = replace(taken, items=tuple(items), heard=turn.origin)
        await self._cards.apply(turn, lambda r: drafts.put(r, put))
        return True

    def _unit_named(self, turn: Turn, draft: Draft, words: str) -> Draft | None:
        """The draft for the unit that was typed; None where the words name none. Raises Refused."""
        s, ground, units = self._services, self._reading.ground(), self._pages.units(draft)
        place = place_in(words, len(units))
        unit = units[place] if place is not None else ground.unit(trimmed(words))
        return unit_told(draft, s.actor(turn.person), unit, ground) if unit else None

    async def _follow(self, turn: Turn, draft: Draft, message: int, words: str) -> None:
        """Let the open draft follow the edit of a message that its words came in."""
        ground = self._reading.ground()

        def change(kept: Draft) -> Draft:
            if kept.items:
                items = follow(kept.items, message, words, kept.unit, ground)
                return steps.merge(replace(kept, items=()), ground.plan, items) if items else kept
            return replace(
                kept, words=words, parts=tuple(replace(part, end=len(words)) for part in kept.parts)
            )

        await self._cards.apply(turn, lambda r: drafts.change(r, turn.person, change, origin=draft.origin))

    async def _choose_change(self, turn: Turn, origin: str, value: str) -> None:
        """修改: ask what to change; nothing changes yet. Raises Refused."""
        draft = drafts.current(self._services.store.read, turn.person, origin)
        place = steps.place_of(draft, value) if value else None
        await turn.toast()
        await turn.show(self._pages.changes(draft, place))

    async def _anew(self, turn: Turn, origin: str) -> None:
        """The words that were held back are a report of their own: the old draft goes. Raises Refused."""
        held = drafts.current(self._services.store.read, turn.person, origin)
        await self._services.store.transact(lambda r: drafts.cancel(r, turn.person, origin=origin))
        await turn.toast()
        if held.card is not None:
            await turn.unbutton(held.card)
        if not await self._free_text.begin(turn, held.held):
            await self._cards.begin(turn, None, words=held.held)

    async def _confirm(self, turn: Turn, origin: str) -> None:
        services = self._services
        now = services.clock()
        draft = draft_of(services.store.read, turn.person)
        try:
            reports = await services.store.transact(
                lambda r: self.sent.confirmed(r, turn.person, origin, now)
            )
        except Refused as refusal:
            await turn.refuse(str(refusal))
            return
        await turn.toast()
        await turn.show(self.sent.thanks(reports))
        await self._cards.close(turn, draft)

    async def _cancel(self, turn: Turn, origin: str) -> None:
        if reports_of(self._services.store.read, origin):
            await turn.refuse(say.SENT_ALREADY)
            return
        draft = await self._services.store.transact(lambda r: drafts.cancel(r, turn.person, origin=origin))
        if draft is None:
            await turn.refuse(progress_texts.NO_DRAFT)
            return
        await turn.toast()
        await turn.show(plain(texts.CANCELLED))
        await self._cards.close(turn, draft)


def _parts(draft: Draft) -> list[Part]:
    return [*draft.parts, *(part for item in draft.items for part in item.parts)]
