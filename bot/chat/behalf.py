"""代报 in chat: the office records for a unit what came by phone, on paper or in a meeting."""

import re
from dataclasses import replace

from bot.chat import acts_texts as say
from bot.chat import awaiting, guarding, texts
from bot.chat.draft_cards import DraftCards
from bot.chat.message import Button, columns, plain, unit_code
from bot.chat.reading import Reading
from bot.chat.report_pages import ReportPages
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress import drafts
from bot.progress import texts as progress_texts
from bot.progress.acts import Awaited, Wanted
from bot.progress.doubts import read_items
from bot.progress.freetext import parse_report
from bot.progress.model import SOURCE_NAMES, Draft, Source
from bot.records import Records
from bot.roster.authority import Permission, require

_SOURCES = {
    "电话": Source.PHONE,
    "来电": Source.PHONE,
    "书面": Source.PAPER,
    "纸质": Source.PAPER,
    "会议": Source.MEETING,
    "会上": Source.MEETING,
}
_EDGES = " \t\r\n　，,。；;：:、"
_SOURCE = re.compile(
    rf"[（(\[]?(?:以|由|通过|经|在)?({'|'.join(_SOURCES)})(?:方式|材料|汇报|报来|报告|报送|反映|说)*[）)\]]?"
)
_SOURCE_LAST = re.compile(  # 第14条推进中，电话报的
    rf"[，,。；;\s（(]+(?:以|由|通过|经|在)?({'|'.join(_SOURCES)})(?:方式|上)?(?:报来|报告|报送|报|反映|告知|说)?(?:的|来的)?[）)]?$"
)


class Behalf:
    """Which unit, how it came, and the words; then the usual card. Authority is checked in the domain."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to read words and to begin drafts."""
        self._services = services
        self._reading = Reading(services)
        self._cards = DraftCards(services, ReportPages(services, self._reading))

    async def command(self, turn: Turn) -> None:
        """``/behalf``, 代报: 代报 县公安局 电话 第8条已完成; what is missing is asked for."""
        require(self._services.actor(turn.person), Permission.ON_BEHALF)
        words = turn.argument.strip(_EDGES)
        mention = next(iter(self._services.directory.find(words)), None)
        if mention is None or mention.start > 0:
            units = (unit for unit in self._services.plan.units if not unit.office)
            buttons = (Button(u.name.removeprefix("县"), f"bh:u:{unit_code(u.name)}") for u in units)
            await turn.say(plain(say.BEHALF_WHOM, columns(buttons, 3)))
            return
        await self._told(turn, mention.unit.name, None, words[mention.end :])

    async def told(self, turn: Turn, awaited: Awaited) -> None:
        """The report's words, or how it came, as was asked for."""
        require(self._services.actor(turn.person), Permission.ON_BEHALF)
        code, source, words = awaited.subject.split(":", 2)
        unit = self._services.unit_by_code(code)
        if unit is None:
            await turn.say(plain(texts.STALE_BUTTON))
        elif awaited.began == turn.origin:
            await self._go_on(turn, unit.name, Source(source) if source else None, words)
        elif not words:
            await self._told(turn, unit.name, Source(source) if source else None, turn.text)
        else:
            found = _SOURCE.fullmatch(turn.text.strip(_EDGES))
            await self._go_on(turn, unit.name, _SOURCES[found[1]] if found else None, words)

    async def pressed(self, turn: Turn) -> None:
        """``bh:u:UNIT`` chooses the unit, ``bh:s:SOURCE`` tells how the awaited words came."""
        s = self._services
        require(s.actor(turn.person), Permission.ON_BEHALF)
        _, action, value = (*turn.pressed.split(":"), "", "")[:3]
        kept = awaiting.awaited(s, turn)
        if action == "u" and (unit := s.unit_by_code(value)) is not None:
            await self._go_on(turn, unit.name, None, "")
        elif action == "s" and value in set(Source) and kept is not None and kept.wanted is Wanted.BEHALF:
            code, _, words = kept.subject.split(":", 2)
            unit = s.unit_by_code(code)
            if unit is not None and words:
                await self._go_on(turn, unit.name, Source(value), words)
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def _told(self, turn: Turn, unit: str, source: Source | None, words: str) -> None:
        """Take how it came off the front or the end of the words, and mask the rest."""
        words = words.strip(_EDGES)
        if source is None and (found := _SOURCE.match(words)) is not None:
            source, words = _SOURCES[found[1]], words[found.end() :].strip(_EDGES)
        if source is None and (found := _SOURCE_LAST.search(words)) is not None:
            source, words = _SOURCES[found[1]], words[: found.start()].strip(_EDGES)
        await self._go_on(turn, unit, source, await guarding.masked(turn, words) if words else "")

    async def _go_on(self, turn: Turn, unit: str, source: Source | None, words: str) -> None:
        """Ask for the words or for how they came while one is missing; then show the card."""
        if words and source is not None:
            await self._begin(turn, unit, source, words)
            return
        subject = f"{unit_code(unit)}:{source or ''}:{words}"
        await awaiting.begin(self._services, turn, Wanted.BEHALF, subject)
        if not words:
            await turn.say(plain(say.BEHALF_WORDS.format(unit=unit)))
            return
        choices = tuple(Button(name, f"bh:s:{value}") for value, name in SOURCE_NAMES.items())
        await guarding.tell(turn)
        await turn.say(plain(say.BEHALF_SOURCE.format(unit=unit), (choices,)))

    async def _begin(self, turn: Turn, unit: str, source: Source, words: str) -> None:
        s, now = self._services, self._services.clock()
        parsed = parse_report(words, s.plan, unit, s.asker.judge)
        which = parsed.message == progress_texts.WHICH_MEASURE
        items = [] if which else read_items(words, parsed, unit, self._reading.ground(), None)
        if not items and not which:
            await awaiting.begin(s, turn, Wanted.BEHALF, f"{unit_code(unit)}:{source}:")
            await turn.say(plain(parsed.message))
            return

        def work(records: Records) -> Draft:
            by = s.actor(turn.person, records)
            require(by, Permission.ON_BEHALF)
            told = words if which else ""
            draft = drafts.begin(records, s.plan, by, turn.origin, now, unit=unit, items=items, words=told)
            awaiting.heard(records, turn, Wanted.BEHALF)
            return drafts.put(records, replace(draft, source=source))

        await self._cards.apply(turn, work, anew=True)
