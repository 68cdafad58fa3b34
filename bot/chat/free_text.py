"""A report in one message: what the words, or the message they reply to, tell becomes a draft."""

from collections.abc import Sequence
from dataclasses import replace

from bot.chat import awaiting
from bot.chat import report_texts as say
from bot.chat.draft_cards import DraftCards
from bot.chat.guarding import masked
from bot.chat.message import plain
from bot.chat.reading import Read, Reading
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress import texts as progress_texts
from bot.progress.acts import Awaited, Wanted
from bot.progress.answers import after_preface, clauses, essence
from bot.progress.between import either_of
from bot.progress.corrections import after_measure, all_of, besides_measures, measures_named, numbers_in
from bot.progress.courtesies import puts_off
from bot.progress.dictated import flatten
from bot.progress.items import told as told_item
from bot.progress.mentions import find_mentions
from bot.progress.model import Attachment, DraftItem, Period
from bot.progress.purpose import asks
from bot.progress.recounting import pointed_at, recounts
from bot.progress.wishes import wants_earlier
from bot.progress.wording import facts
from bot.progress.wording import read as read_words


class FreeText:
    """Begins drafts from words alone."""

    def __init__(self, services: Services, reading: Reading, cards: DraftCards) -> None:
        """Keep what is needed to read words and to begin drafts."""
        self._services = services
        self._reading = reading
        self._cards = cards

    async def begin(self, turn: Turn, words: str, attachment: Attachment | None = None) -> bool:
        """Begin with what the words report; False where they report nothing."""
        own = self._services.actor(turn.person).own_units
        if not own:
            return False
        if wants_earlier(words):
            await self._begin_earlier(turn, own, attachment)
            return True
        if (either := either_of(words)) and set(either[0]) <= self._bound(own) and either[1]:
            await self._cards.begin(turn, None, words=either[1], attachment=attachment, listed=either[0])
            return True
        found = await self._reading.read(turn, words)
        if not found.by_unit and not found.which_measure and (rest := after_preface(words)) != words:
            found = await self._reading.read(turn, rest)
        if found.missing and not found.by_unit:
            await turn.say(plain(say.NOTHING_TO_REPEAT))
            return True
        if await self._about_reply(turn, words, own, found, attachment):
            return True
        named = measures_named(words) if found.which_measure else ()
        if named and set(named) <= self._bound(own):
            message = turn.message.message_id if turn.message else None
            said = after_measure(after_preface(words))
            told = [told_item(DraftItem(number), said, message) for number in named]
            await self._cards.begin(turn, None, told, attachment=attachment)
            return True
        if found.which_measure and puts_off(words):
            return False
        if found.which_measure:
            await self._cards.begin(turn, None, words=words, attachment=attachment)
            return True
        if not found.by_unit and len(found.unknown) == 1 and read_words(flatten(words)).said:
            await turn.say(
                plain(progress_texts.measure_unknown(found.unknown[0], len(self._services.plan.measures)))
            )
            rest = besides_measures(words).strip()
            await awaiting.begin(self._services, turn, Wanted.OWN_MEASURE, rest)
            return True
        if not found.by_unit:
            return await self._recounted(turn, words, own, attachment)
        if found.everything and len(found.by_unit) > 1:
            await self._cards.begin(turn, None, words=words, attachment=attachment)
            return True
        unit, items = next(iter(found.by_unit.items()))
        items = self._only_pointed_at(words, unit, items, turn)
        if not items:
            await turn.say(plain(say.NOTHING_OWED))
            return True
        for number in found.unknown:
            await turn.say(plain(progress_texts.measure_unknown(number, len(self._services.plan.measures))))
        if found.missing:
            await turn.say(plain(say.nothing_before(found.missing)))
        if len(items) == 1 and items[0].measure not in self._bound(own):
            await awaiting.begin(self._services, turn, Wanted.OWN_MEASURE, items[0].text)
        only = unit if len(found.by_unit) == 1 else None
        await self._cards.begin(turn, only, items, attachment=attachment)
        return True

    def _only_pointed_at(self, words: str, unit: str, items: list[DraftItem], turn: Turn) -> list[DraftItem]:
        """Of items read from several topics the one that the words point at, if they do."""
        if len(items) < 2 or find_mentions(flatten(words), self._bound([unit])):
            return items
        message = turn.message.message_id if turn.message else None
        one = pointed_at(words, unit, self._reading.ground(), message)
        return [replace(one, rivals=())] if one and one.measure in {i.measure for i in items} else items

    async def _recounted(
        self, turn: Turn, words: str, own: Sequence[str], attachment: Attachment | None
    ) -> bool:
        """Work told of at length: of the measure that is pointed at, or of one that is asked; else False."""
        ground, message = self._reading.ground(), turn.message.message_id if turn.message else None
        named = [n for n in measures_named(words) if n in self._bound(own)]
        if named and facts(besides_measures(words)) and not asks(flatten(words)):
            items = [DraftItem(number, text=besides_measures(words).strip()) for number in named]
            await self._cards.begin(turn, None, items, attachment=attachment)
            return True
        if named or not recounts(words):
            return False
        found = {unit: item for unit in own if (item := pointed_at(words, unit, ground, message))}
        unit, items = next(((unit, [item]) for unit, item in found.items()), (None, []))
        told = "" if items else words
        only = unit if len(found) == 1 else None
        await self._cards.begin(turn, only, items, words=told, attachment=attachment)
        return True

    async def told_own(self, turn: Turn, awaited: Awaited) -> bool:
        """The measure that was meant, told after one not theirs (哦，是9条); False for other words."""
        own = self._services.actor(turn.person).own_units
        words = await masked(turn, turn.text)
        numbers = numbers_in(words) or numbers_in(essence(words)) or numbers_in((clauses(words) or [""])[-1])
        if not numbers and not read_words(flatten(words)).said:
            numbers = measures_named(words)
        if awaited.began == turn.origin or len(numbers) != 1 or numbers[0] not in self._bound(own):
            return False
        await self._services.store.transact(lambda r: awaiting.heard(r, turn, Wanted.OWN_MEASURE))
        await self._cards.begin(turn, None, [told_item(DraftItem(numbers[0]), awaited.subject)])
        return True

    def _bound(self, own: Sequence[str]) -> set[int]:
        """The measures of any of the units."""
        return {measure.number for unit in own for measure, _ in self._services.plan.owned_by(unit)}

    async def _begin_earlier(self, turn: Turn, own: Sequence[str], attachment: Attachment | None) -> None:
        """补报上月 alone: choose from what the cycle before still waits for."""
        if not any(self._reading.missed_numbers(unit) for unit in own):
            await turn.say(plain(say.NOTHING_MISSED))
            return
        await self._cards.begin(turn, None, period=Period.PREVIOUS, attachment=attachment)

    async def _about_reply(
        self, turn: Turn, words: str, own: tuple[str, ...], found: Read, attachment: Attachment | None
    ) -> bool:
        """完成了 as a reply to a reminder is about what the reminder names; False where it is not."""
        measures = self._reading.replied(turn, own)
        if (
            not measures
            or find_mentions(flatten(words), self._bound(own))
            or read_words(flatten(words)).status is None
        ):
            return False
        if found.by_unit and not found.everything and not found.which_measure:
            return False  # its own words tell the measure
        message = turn.message.message_id if turn.message else None
        if len(measures) == 1 or all_of(words) or found.everything:
            items = [told_item(DraftItem(number), words, message) for number in measures]
            await self._cards.begin(turn, None, items, attachment=attachment)
        else:
            await self._cards.begin(turn, None, words=words, attachment=attachment, listed=measures)
        return True
