"""Reporting in chat: pick, say, look at it, confirm. The draft is a stored row; this only asks and shows."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.chat import report_texts as say
from bot.chat import texts
from bot.chat.attachments import attachment_of
from bot.chat.guarding import masked, tell
from bot.chat.message import plain
from bot.chat.report_pages import ReportPages
from bot.chat.services import Services
from bot.chat.turn import Albums, Turn
from bot.chat.wording import digits, number_in
from bot.progress import drafts
from bot.progress import texts as progress_texts
from bot.progress.drafts import Step, draft_of
from bot.progress.freetext import ParsedReport, draft_items, parse_report
from bot.progress.mentions import find_mentions, flatten
from bot.progress.model import STATUS_NAMES, Attachment, Draft, DraftItem, Status
from bot.progress.reports import reports_of
from bot.records import Records
from bot.refusal import Refused

_PERCENT = re.compile(r"(?:百分之)?\s*(\d{1,3})\s*[%％]?")
_ENDS = " 。.！!～~"
_YES = frozenset({"确认", "确认报送", "确认提交", "提交", "是", "是的", "对", "好", "好的", "可以", "没问题"})
_NO_MORE = frozenset({"不再补充", "没有补充", "无补充", "没有", "无", "没有了", "跳过", "不填"})
_QUESTION = re.compile(
    r"(?:[?？]|吗|呢|谁管|谁负责|归谁|哪些|哪个|哪几条|什么|啥|怎么办|怎么填|多少|几条)[?？。\s]*$"
)
_STILL_AT_IT = timedelta(hours=1)


class Reporting:
    """One person's draft, from the first tap to 收悉."""

    def __init__(self, services: Services, albums: Albums) -> None:
        """Keep what is needed to write and send drafts."""
        self._services = services
        self._albums = albums
        self._pages = ReportPages(services)

    async def command(self, turn: Turn) -> None:
        """``/report``, 汇报: begin, or show the draft that is open already; 汇报 7 begins with measure 7.

        ``/report 第11条 已完成`` is the report itself.
        """
        number = number_in(turn.argument)
        if turn.argument and number is None:
            words = await masked(turn, turn.argument)
            if await self._free_text(turn, words, None):
                return
        await self._begin(turn, None, (number,) if number is not None else ())

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
        """``n:UNIT:5,12``: the unit has nothing new on these measures; those answered since are left out."""
        _, code, listed, *_ = (*turn.pressed.split(":"), "", "")
        unit = self._services.unit_by_code(code)
        asked = [digits(number) for number in listed.split(",")]
        if unit is None or None in asked:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        waiting = [number for number in self._pages.owed_numbers(unit.name) if number in asked]
        if not waiting:
            await turn.refuse(say.NOTHING_OWED)
            return
        await self._begin_with(turn, unit.name, [DraftItem(number, Status.NIL) for number in waiting])

    async def step(self, turn: Turn) -> None:
        """``d:ACTION:UPDATE[:VALUE]``: an answer on the card of the draft that UPDATE began."""
        _, action, update, value = (*turn.pressed.split(":", 3), "", "", "")[:4]
        origin = f"{turn.bot.id}:{update}"
        if action == "ok":
            await self._confirm(turn, origin)
            return
        if action == "no":
            await self._cancel(turn, origin)
            return
        change = self._change(turn, action, value, origin)
        if change is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await self._apply(turn, change)

    async def typed(self, turn: Turn) -> bool:
        """What was typed answers the draft's question, or reads like a report; else False."""
        if await self.answered(turn):
            return True
        return await self._free_text(turn, await masked(turn, turn.text), None)

    async def answered(self, turn: Turn) -> bool:
        """Take what was typed as the answer to the open draft's question; False where it is none."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is None:
            if turn.text.strip(_ENDS) not in _YES or not self._services.actor(turn.person).own_units:
                return False
            await turn.say(plain(progress_texts.NO_DRAFT))
            return True
        if draft.heard == turn.origin:
            await self._show(turn, draft)
            return True
        return await self._answered(turn, draft, await masked(turn, turn.text))

    async def remind(self, turn: Turn) -> None:
        """Show the open draft again, below the answer to a question that came in between."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is not None and self._services.clock() - draft.began_at < _STILL_AT_IT:
            await self._show(turn, draft)

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
            if not self._albums.told(turn):
                await turn.refuse(str(refusal))

    async def voice(self, turn: Turn) -> None:
        """A voice message: nothing here can understand it, and saying so loses nothing."""
        await turn.say(plain(say.VOICE_WITHOUT_WORDS))

    async def edited(self, turn: Turn) -> None:
        """An edited message changes nothing that was reported, and says so to those who report."""
        if self._services.actor(turn.person).own_units:
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
        if draft_of(services.store.read, person) is None:
            if not (caption and await self._free_text(turn, caption, attachment)):
                raise Refused(say.FILE_WITHOUT_REPORT)
            return

        def take(records: Records) -> Draft:
            draft = drafts.attach(records, services.plan, person, attachment)
            if caption and draft.heard != turn.origin:
                draft = drafts.hear(records, person, caption)
            return drafts.mark_heard(records, draft, turn.origin)

        draft = await services.store.transact(take)
        await tell(turn)
        await self._show(turn, draft)

    async def _begin(self, turn: Turn, unit: str | None, measures: tuple[int, ...]) -> None:
        actor = self._services.actor(turn.person)
        if not actor.own_units:
            await turn.refuse(say.NO_OBLIGATIONS)
            return
        kept = draft_of(self._services.store.read, turn.person)
        if kept is not None and not measures:
            await self._show(turn, kept)
            return
        now = self._services.clock()
        plan, services = self._services.plan, self._services
        await self._apply(
            turn,
            lambda r: drafts.begin(
                r, plan, services.actor(turn.person, r), turn.origin, now, unit=unit, measures=measures
            ),
            anew=True,
        )

    async def _begin_with(
        self,
        turn: Turn,
        unit: str | None,
        items: Sequence[DraftItem],
        *,
        words: str = "",
        attachment: Attachment | None = None,
    ) -> None:
        services = self._services
        now, plan = services.clock(), services.plan

        def work(records: Records) -> Draft:
            by = services.actor(turn.person, records)
            draft = drafts.begin(records, plan, by, turn.origin, now, unit=unit, items=items, words=words)
            return drafts.attach(records, plan, turn.person, attachment) if attachment else draft

        await self._apply(turn, work, anew=True)

    async def _apply(self, turn: Turn, change: Callable[[Records], Draft], *, anew: bool = False) -> None:
        """Make one change to the draft, on disk, and show what it asks next."""
        try:
            draft = await self._services.store.transact(change)
        except Refused as refusal:
            await turn.refuse(str(refusal))
            if anew and (kept := draft_of(self._services.store.read, turn.person)):
                await self._show(turn, kept, anew=True)
            return
        await turn.toast()
        await tell(turn)
        await self._show(turn, draft, anew=anew)

    async def _show(self, turn: Turn, draft: Draft, *, anew: bool = False) -> None:
        """Show the draft's card where the person is looking: in place if it is the newest, else below."""
        page = self._pages.draft(draft)
        if turn.pressed and not anew:
            card = await turn.show(page)
        elif draft.card is not None and turn.message and draft.card > turn.message.message_id:
            card = await turn.replace(draft.card, page)
        else:
            card = await turn.say(page)
        if draft.card not in (None, card):
            await turn.unbutton(draft.card)
        if draft.card != card:
            await self._services.store.transact(lambda r: _show_on(r, turn.person, card, draft.origin))

    def _change(self, turn: Turn, action: str, value: str, origin: str) -> Callable[[Records], Draft] | None:
        plan, person, services = self._services.plan, turn.person, self._services
        number = digits(value)
        match action:
            case "u" if unit := services.unit_by_code(value):
                return lambda r: drafts.choose_unit(
                    r, plan, services.actor(person, r), unit.name, origin=origin
                )
            case "m" if number is not None:
                return lambda r: drafts.choose_measure(r, plan, person, number, origin=origin)
            case "s" if value in set(Status):
                return lambda r: _choose_status(r, person, Status(value), origin)
            case "p" if number is not None:
                return lambda r: drafts.set_percent(r, person, number, origin=origin)
            case "p" if not value:
                return lambda r: drafts.skip_percent(r, person, origin=origin)
            case "t":
                return lambda r: drafts.set_text(r, person, "", origin=origin)
            case "e" if value in (Step.STATUS, Step.TEXT):
                return lambda r: drafts.revise(r, person, Step(value), origin=origin)
        return None

    async def _answered(self, turn: Turn, draft: Draft, words: str) -> bool:
        """Take typed words as the answer to the draft's question; False where they are not one."""
        person, step = turn.person, Step(draft.step)
        if step is Step.READY and words.strip(_ENDS) in _YES:
            await self._confirm(turn, draft.origin)
            return True
        change = self._typed_change(turn, draft, step, words)
        if change is None:
            free = step in (Step.PERCENT, Step.TEXT)
            if _QUESTION.search(words) or not drafts.tells(draft, words):
                return False
            if not free and self._parsed(words, person)[1].items:
                return False  # a report of its own, which says what to do with the open one
            change = lambda records: drafts.hear(records, person, words)  # noqa: E731
        answer = change
        await self._apply(turn, lambda r: drafts.mark_heard(r, answer(r), turn.origin))
        return True

    def _typed_change(
        self, turn: Turn, draft: Draft, step: Step, words: str
    ) -> Callable[[Records], Draft] | None:
        """What was typed instead of a button that the draft offers; None where it names no button."""
        person, text = turn.person, words.strip(_ENDS)
        normal = unicodedata.normalize("NFKC", text)
        plan, services = self._services.plan, self._services
        percent = _PERCENT.fullmatch(normal)
        status = next((status for status, name in STATUS_NAMES.items() if text == name), None)
        match step:
            case Step.UNIT if unit := services.directory.resolve(text):
                return lambda r: drafts.choose_unit(r, plan, services.actor(person, r), unit.name)
            case Step.MEASURE if (number := number_in(text)) is not None:
                return lambda r: drafts.choose_measure(r, plan, person, number)
            case Step.STATUS | Step.READY if status is not None:
                return lambda r: _choose_status(r, person, status, draft.origin)
            case Step.PERCENT | Step.READY if percent and _asks_percent(draft):
                return lambda r: drafts.set_percent(r, person, int(percent[1]))
            case Step.PERCENT if text in _NO_MORE:
                return lambda r: drafts.skip_percent(r, person)
            case Step.TEXT if text in _NO_MORE:
                return lambda r: drafts.set_text(r, person, "")
        return None

    async def _free_text(self, turn: Turn, text: str, attachment: Attachment | None) -> bool:
        """Begin with what the words report; False where they report nothing."""
        units, parsed = self._parsed(text, turn.person)
        if parsed.message == progress_texts.WHICH_MEASURE:
            await self._begin_with(turn, None, (), words=text, attachment=attachment)
            return True
        if not parsed.items:
            return False
        if any(item.measure is None for item in parsed.items):
            units = [unit for unit in units if self._pages.owed_numbers(unit)] or units[:1]
            if len(units) > 1:
                await turn.say(plain(say.which_unit(units)))
                return True
        unit = units[0] if len(units) == 1 else None
        items = draft_items(parsed, self._pages.owed_numbers(units[0]))
        if not items:
            await turn.say(plain(say.NOTHING_OWED))
            return True
        for number in self._unknown(text):
            await turn.say(plain(progress_texts.measure_unknown(number, len(self._services.plan.measures))))
        await self._begin_with(turn, unit, items, attachment=attachment)
        return True

    def _parsed(self, text: str, person: int) -> tuple[list[str], ParsedReport]:
        """What the words report, and for which of the person's units: those they name, else all."""
        plan, own = self._services.plan, self._services.actor(person).own_units
        named = {mention.unit.name for mention in self._services.directory.find(text)}
        read = {unit: parse_report(text, plan, unit) for unit in own if unit in named or not named & set(own)}
        telling = {unit: parsed for unit, parsed in read.items() if parsed.items}
        if telling:
            return list(telling), next(iter(telling.values()))
        asking = [parsed for parsed in read.values() if parsed.message == progress_texts.WHICH_MEASURE]
        return list(read), (asking or [*read.values(), ParsedReport((), "")])[0]

    def _unknown(self, text: str) -> list[int]:
        """Numbers that the words name as measures and the plan does not have."""
        named = (number for mention in find_mentions(flatten(text), ()) for number in mention.numbers)
        return [number for number in dict.fromkeys(named) if number not in self._services.plan.by_number]

    async def _confirm(self, turn: Turn, origin: str) -> None:
        services = self._services
        now, plan = services.clock(), services.plan
        draft = draft_of(services.store.read, turn.person)
        try:
            reports = await services.store.transact(
                lambda r: drafts.confirm(
                    r, plan, services.rules, services.actor(turn.person, r), now, origin=origin
                )
            )
        except Refused as refusal:
            await turn.refuse(str(refusal))
            return
        await turn.toast()
        await turn.show(self._pages.thanks(reports))
        await self._close(turn, draft)

    async def _cancel(self, turn: Turn, origin: str) -> None:
        if reports_of(self._services.store.read, origin):
            await turn.refuse(say.SENT_ALREADY)
            return
        draft = await self._services.store.transact(lambda r: drafts.cancel(r, turn.person, origin=origin))
        await turn.toast()
        await turn.show(plain(texts.CANCELLED))
        await self._close(turn, draft)

    async def _close(self, turn: Turn, draft: Draft | None) -> None:
        """Take the buttons off the card of a draft that was ended by typing."""
        if draft is not None and draft.card is not None and not turn.pressed:
            await turn.unbutton(draft.card)


def _choose_status(records: Records, person: int, status: Status, origin: str) -> Draft:
    """Choose a status; 本期无新进展 needs no words, so the card follows at once."""
    draft = drafts.choose_status(records, person, status, origin=origin)
    if status is Status.NIL and draft.step == Step.TEXT:
        return drafts.set_text(records, person, "", origin=origin)
    return draft


def _show_on(records: Records, person: int, card: int, origin: str) -> None:
    """Remember the card, unless the draft was sent or replaced in the meantime."""
    draft = draft_of(records, person)
    if draft is not None and draft.origin == origin:
        drafts.show_on(records, person, card)


def _asks_percent(draft: Draft) -> bool:
    return draft.step == Step.PERCENT or all(item.percent is not None for item in draft.items)
