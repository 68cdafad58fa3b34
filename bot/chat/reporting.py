"""Reporting in chat: pick, say, look at it, confirm. The draft is a stored row; this only asks and shows."""

from dataclasses import replace
from datetime import timedelta

from bot.chat import report_texts as say
from bot.chat import texts
from bot.chat.asking import is_short
from bot.chat.draft_buttons import change_of
from bot.chat.draft_cards import DraftCards
from bot.chat.draft_ends import DraftEnds
from bot.chat.draft_files import DraftFiles
from bot.chat.draft_words import DraftWords
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
from bot.progress.acts import Awaited
from bot.progress.answers import assents, waits
from bot.progress.asked import figure_in
from bot.progress.corrections import wants_same
from bot.progress.courtesies import courteous, promises
from bot.progress.dictated import flatten
from bot.progress.drafts import draft_of
from bot.progress.mentions import find_mentions
from bot.progress.model import Draft, DraftItem, Status
from bot.progress.purpose import asks
from bot.progress.reports import reports_of
from bot.progress.steps import Step
from bot.progress.targets import named_alone
from bot.progress.values import only_value
from bot.progress.verdict import verdict
from bot.progress.wishes import asks_how_to_change, measures_wished, wants_to_report
from bot.records import Records

_STILL_AT_IT = timedelta(hours=1)


class Reporting:
    """One person's draft, from the first tap to 收悉."""

    def __init__(self, services: Services, albums: Albums) -> None:
        """Keep what is needed to write and send drafts."""
        self._services = services
        self._reading = Reading(services)
        self._pages = ReportPages(services, self._reading)
        self._cards = DraftCards(services, self._pages)
        self._free_text = FreeText(services, self._reading, self._cards)
        self.sent = Sent(services, self._reading)
        self._ends = DraftEnds(services, self._cards, self._free_text, self.sent)
        self._words = DraftWords(services, self._reading, self._pages, self._cards, self._ends)
        self._files = DraftFiles(services, self._reading, self._cards, self._free_text, albums)

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
            await self._ends.cancel(turn, draft.origin)
        elif not await self.sent.typed(turn, f"撤回第{number}条" if number is not None else "撤回"):
            await turn.refuse(say.NO_OBLIGATIONS)

    async def told_own(self, turn: Turn, awaited: Awaited) -> bool:
        """The measure that was meant, where one that is not theirs was told; False for other words."""
        kept = draft_of(self._services.store.read, turn.person)
        return (kept is None or kept.heard == turn.origin) and await self._free_text.told_own(turn, awaited)

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
            await self._ends.confirm(turn, origin)
        elif action == "no":
            await self._ends.cancel(turn, origin)
        elif action == "c":
            await self._choose_change(turn, origin, value)
        elif action == "g":
            await self._ends.anew(turn, origin)
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
        if draft is not None:
            figure = draft.step == Step.PERCENT and figure_in(turn.text)
            if figure or verdict(draft, turn.text, self._reading.ground()) or only_value(turn.text):
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
        wished = measures_wished(words)
        if (wished or wants_to_report(words)) and self._services.actor(turn.person).own_units:
            await self._begin(turn, None, wished)
            return True
        if draft_of(self._services.store.read, turn.person) is None and await self.sent.typed(turn, words):
            await self._cards.show_begun(turn)
            return True
        return await self._free_text.begin(turn, words)

    async def answered(self, turn: Turn) -> bool:
        """Take what was typed as the answer to the open draft's question; False where it is none."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is None:
            if (
                not assents(turn.text)
                or wants_to_report(turn.text)
                or wants_same(turn.text, ()) is not None
                or not self._services.actor(turn.person).own_units
            ):
                return False
            await turn.say(plain(progress_texts.NO_DRAFT))
            return True
        return await self._words.answer(turn, draft)

    async def aside(self, turn: Turn) -> bool:
        """Answer what is about reporting and reports nothing; False where it is a question on the plan."""
        draft, services = draft_of(self._services.store.read, turn.person), self._services
        asker, words = services.asker, turn.text
        if not services.actor(turn.person).own_units:
            return False
        if asks_how_to_change(turn.text):
            await turn.say(plain(say.HOW_TO_CHANGE))
        elif courteous(turn.text):
            await turn.say(plain(say.ANY_TIME))
        elif draft is None and (promises(turn.text) or waits(turn.text)):
            await turn.say(plain(say.WHENEVER_READY))
        elif (
            draft is not None
            and services.clock() - draft.began_at < _STILL_AT_IT
            and not asks(flatten(turn.text))
            and (await services.understand(lambda: asker.ask(words), short=is_short(words))).kind == "none"
        ):
            await turn.say(plain(say.NOT_TAKEN_IN))
        else:
            return False
        return True

    async def named(self, turn: Turn) -> tuple[int, ...]:
        """The measures named and nothing else, where the person owes them: a report is begun on them.

        Nothing that was told before is lost by it, and what the plan says of them is still to be shown.
        """
        s, own = self._services, self._services.actor(turn.person).own_units
        numbers = named_alone(turn.text, s.plan)
        waiting = (
            {number for unit in own for number in self._reading.owed_numbers(unit)} if numbers else set()
        )
        kept = draft_of(s.store.read, turn.person)
        if not numbers or not waiting.issuperset(numbers) or (kept is not None and steps.begun(kept)):
            return ()
        now = s.clock()

        def work(records: Records) -> None:
            by = s.actor(turn.person, records)
            draft = drafts.begin(records, s.plan, by, turn.origin, now, measures=numbers)
            drafts.put(records, replace(draft, named=True))

        await s.store.transact(work)
        return numbers

    async def remind(self, turn: Turn) -> None:
        """Show the open draft again, below the answer to a question that came in between."""
        draft = draft_of(self._services.store.read, turn.person)
        asked = draft is not None and (not draft.named or steps.begun(draft) or draft.step == Step.UNIT)
        if draft is not None and asked and self._services.clock() - draft.began_at < _STILL_AT_IT:
            await self._cards.show(turn, draft)

    async def file(self, turn: Turn) -> None:
        """A photo or document: evidence for the open draft, or for the report in its caption."""
        await self._files.take(turn)

    async def voice(self, turn: Turn) -> None:
        """A voice message: nothing here can understand it, and saying so loses nothing."""
        await turn.say(plain(say.VOICE_WITHOUT_WORDS))

    async def edited(self, turn: Turn) -> None:
        """An edited message: the draft or the reports that came in it follow. Raises Refused."""
        if not self._services.actor(turn.person).own_units or turn.message is None:
            return
        words = await masked(turn, turn.text or (turn.message.caption or "").strip())
        if await self._words.edited(turn, words) or await self.sent.edited(turn, words):
            return
        draft = draft_of(self._services.store.read, turn.person)
        if not ((draft is None or not steps.begun(draft)) and await self._free_text.begin(turn, words)):
            await tell(turn)
            await turn.say(plain(say.EDITED))

    async def cancel(self, turn: Turn) -> bool:
        """Throw the open draft away; False if there is none."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is None:
            return False
        await self._ends.cancel(turn, draft.origin)
        return True

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

    async def _choose_change(self, turn: Turn, origin: str, value: str) -> None:
        """修改: ask what to change; nothing changes yet. Raises Refused."""
        draft = drafts.current(self._services.store.read, turn.person, origin)
        place = steps.place_of(draft, value) if value else None
        await turn.toast()
        await turn.show(self._pages.changes(draft, place))
