"""Words typed while a report is written: the draft's question answered, something put right, or no answer."""

import re
from dataclasses import replace

from bot.chat import report_texts as say
from bot.chat.draft_cards import DraftCards
from bot.chat.draft_ends import DraftEnds
from bot.chat.guarding import masked, tell
from bot.chat.message import plain
from bot.chat.reading import Reading
from bot.chat.report_pages import ReportPages
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress import drafts, steps
from bot.progress.answers import assents, clauses, idle, is_filling, trimmed
from bot.progress.corrections import place_in
from bot.progress.doubts import items_in
from bot.progress.drafts import draft_of
from bot.progress.following import follow
from bot.progress.ledger import Ledger
from bot.progress.model import Draft, Part
from bot.progress.replies import join_held, reply, unit_told
from bot.progress.sent import with_earlier_words
from bot.progress.steps import Step
from bot.progress.verdict import Verdict, verdict
from bot.refusal import Refused

_JOIN = frozenset({"接着填", "接着填那份", "接着", "继续", "那份", "是那份", "接着那份"})
_ANEW = frozenset({"另报", "另报一份", "新的", "另一份", "不是那份", "新报一份", "另起一份"})
# What stands around a unit's name where only that is told.
_AS = re.compile(  # what stands around a unit's name where nothing else is told
    r"[以用按替帮给](?=\s)|(?<=\s)[报填写](?=的|$)|[报填写](?=\s)|代表|名义|身份|[这那][边头面]|方面|不是"
)
_QUICK = 200  # characters that are read in a few milliseconds; longer words leave the loop free


class DraftWords:
    """Hands what was typed to the draft that is open."""

    def __init__(
        self, services: Services, reading: Reading, pages: ReportPages, cards: DraftCards, ends: DraftEnds
    ) -> None:
        """Keep what is needed to read words and to change or end the draft."""
        self._services = services
        self._reading = reading
        self._pages = pages
        self._cards = cards
        self._ends = ends

    async def answer(self, turn: Turn, draft: Draft) -> bool:
        """Take what was typed as the answer to the draft's question; False where it is none."""
        if draft.heard == turn.origin:
            await self._cards.show(turn, draft)
            return True
        match verdict(draft, turn.text, self._reading.ground()):
            case Verdict.CONFIRM:
                await self._ends.confirm(turn, draft.origin)
            case Verdict.LEAVE:
                await self._ends.cancel(turn, draft.origin)
            case Verdict.CHANGE:
                await turn.say(self._pages.changes(draft, None))
            case Verdict.WAIT:
                await turn.say(plain(say.KEPT_FOR_YOU))
            case None if draft.held and trimmed(turn.text) in _ANEW:
                await self._ends.anew(turn, draft.origin)
            case None:
                return await self._replied(turn, draft, await masked(turn, turn.text))
        return True

    async def edited(self, turn: Turn, words: str) -> bool:
        """Let the open draft follow the edit of a message; False where none of its words came in that."""
        draft = draft_of(self._services.store.read, turn.person)
        message = turn.message.message_id if turn.message else None
        if draft is None or message is None or all(part.message != message for part in _parts(draft)):
            return False
        ground = self._reading.ground()

        def change(kept: Draft) -> Draft:
            if kept.items:
                items = follow(kept.items, message, words, kept.unit, ground)
                return steps.merge(replace(kept, items=()), ground.plan, items) if items else kept
            if kept.unit and (items := items_in(words, kept.unit, ground, message)):
                return steps.merge(replace(kept, words="", parts=(), listed=()), ground.plan, items)
            return replace(
                kept, words=words, parts=tuple(replace(part, end=len(words)) for part in kept.parts)
            )

        await self._cards.apply(turn, lambda r: drafts.change(r, turn.person, change, origin=draft.origin))
        return True

    async def _replied(self, turn: Turn, draft: Draft, words: str) -> bool:
        """Take typed words in as the draft's; False where they are not meant for it."""
        now, ground = self._services.clock(), self._reading.ground()
        message = turn.message.message_id if turn.message else None
        try:
            if draft.held and (trimmed(words) in _JOIN or assents(words)):
                taken: Draft | None = join_held(draft, ground, now)
            elif draft.step == Step.UNIT:
                taken = self._unit_named(turn, draft, words)
            else:
                taken = await self._services.understand(
                    lambda: reply(draft, words, ground, message=message, now=now), short=len(words) <= _QUICK
                )
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
        unit = units[place] if place is not None else self._named(words, units)
        return unit_told(draft, s.actor(turn.person), unit, ground) if unit else None

    def _named(self, words: str, units: list[str]) -> str | None:
        """The unit that the words name and say no more (司法局那边的); of several the one not denied."""
        if (whole := self._services.directory.resolve(trimmed(words))) is not None:
            return whole.name
        meant: set[str] = set()
        for clause in clauses(words):
            found, rest = self._units_in(clause, units), clause
            for start, end, _ in reversed(found):
                rest = f"{rest[:start]} {rest[end:]}"
            if not (is_filling(_AS.sub(" ", rest)) if found else idle(clause)):
                return None
            meant |= {name for start, _, name in found if not clause[:start].endswith("不是")} & set(units)
        return meant.pop() if len(meant) == 1 else None

    def _units_in(self, clause: str, units: list[str]) -> list[tuple[int, int, str]]:
        """Where a clause names units; of the person's own also by a word that is an everyday one (工会)."""
        if found := self._services.directory.find(clause):
            return [(mention.start, mention.end, mention.unit.name) for mention in found]
        known = self._services.plan.by_unit
        names = ((max((n for n in known[u].aliases if n in clause), key=len, default=""), u) for u in units)
        return sorted((at := clause.index(name), at + len(name), unit) for name, unit in names if name)


def _parts(draft: Draft) -> list[Part]:
    return [*draft.parts, *(part for item in draft.items for part in item.parts)]
