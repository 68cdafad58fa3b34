"""Answers questions about one plan with the plan's own sentences."""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import chain

from bot.ask import counting, stats, texts
from bot.ask.answer import ALL_MEMBERS, Answer, Found, answer_json
from bot.ask.bank import NO_BANK, Bank
from bot.ask.emergency import bound_to_report, sounds_urgent, told
from bot.ask.finder import Finder, Ranking
from bot.ask.followup import Context, Lean, asks_progress, lean
from bot.ask.framing import Framing, frames
from bot.ask.lessons import Lesson, Lessons
from bot.ask.likely import UnitRanker
from bot.ask.linear import Linear
from bot.ask.pinyin import Reader
from bot.ask.remembered import OUTSIDE
from bot.ask.script import from_english, simplified
from bot.ask.synonyms import groups
from bot.ask.understand import Understood, understand
from bot.ask.wording import normal
from bot.plan.directory import UnitDirectory
from bot.plan.model import Measure, Plan
from bot.plan.numerals import chinese_numeral

__all__ = ["Answer", "Asker", "Found", "answer_json"]

_LISTED = 5  # measures that an answer about a topic names, best first
_NEAREST = 3
_ON_TOPIC = 0.6  # of the best score: what still counts as the topic when a unit is asked about
_SAME_TOPIC = 0.5  # the same for the first of a unit's measures, where the best is not the unit's
_BESIDE_SECTION = 0.75  # the same when the topic is a section's, which already tells what belongs
_LETTER = re.compile("[a-zü]")
_HAN = re.compile("[\u4e00-\u9fff]")
_MOSTLY = 0.5  # of a text's letters that are English words
_MENDED = 200  # characters: a slip matters in what is short
_A_WORD = 3  # letters that may be a word of another script
_OF_THE_PLAN = 2  # how often the plan's own words count beside those of people who ask
_SOUNDS_FAMILIAR = 0.1
_EVERYDAY = -1  # the label of words that belong to no one measure
_SHORT = 10
_TAG = re.compile(r"^那么?(?!个|些)|[呢啊呀]+[?？。!！~\s]*$")
_GREETING = re.compile(
    r"(?:你好|您好|hello|hi|嗨|哈喽|在吗|在不在|早上好|上午好|下午好|晚上好|喂)[呀啊吗哦,，.。!！~ ]*"
)
_THANKS = re.compile(
    r"(?:(?:好的?|行|嗯|哦|知道了|明白了|收到|ok|谢谢|谢了|多谢|感谢|辛苦)[了您你们大家啦呀啊,，.。!！~ ]*)+"
)


class Asker:
    """Answers questions about one plan. Built once; pure, so one instance serves everybody."""

    def __init__(self, plan: Plan, bank: Bank = NO_BANK, lessons: Iterable[Lesson] = ()) -> None:
        """Index the plan; the bank of its questions, if it has one, makes the finding better.

        ``lessons`` are the office's own answers, oldest first.
        """
        self._plan = plan
        self._bank = bank
        self._lessons = Lessons(lessons)
        self._directory = UnitDirectory(plan)
        self._finder = Finder(plan, bank)
        self._ranker = UnitRanker(plan, bank.first_call)

    @property
    def judge(self) -> Linear | None:
        """The classifier of the plan's questions, if it has one: it helps to read reports as well."""
        return self._finder.judge

    def with_lessons(self, lessons: Iterable[Lesson]) -> "Asker":
        """The same asker with other lessons, oldest first; costs nothing, so that they count at once."""
        other = copy(self)
        other._lessons = Lessons(lessons)
        return other

    def ask(self, question: str, context: Context | None = None, *, official: bool = False) -> Answer:
        """Answer any text at all; never raises. A message that sounds urgent is answered first.

        ``context`` is :meth:`Context.after` the last answer to the same person, for 那团委呢 and 第二个;
        ``official`` says that the asker is known to work for a state organ or closely with children.
        """
        text = self._plain(normal(question))
        if (first := self._first_of_all(question, text, official)) is not None:
            return first
        if context is not None and (leaning := lean(text, context, self._directory)) is not None:
            return replace(
                self._leaning(question, text, leaning), leans_on=leaning.question or context.question
            )
        if (lesson := self._lessons.nearest(text)) is not None:
            return self._taught(question, text, lesson)
        answer = self._of_plan(question, self._understood(text))
        if answer.kind == "none" and not answer.confident:
            return self._mended(question, text) or answer
        return answer

    def emergency(self, question: str, *, official: bool = False) -> Answer | None:
        """What :meth:`ask` answers to what sounds urgent; None, for little work, where nothing does."""
        answer = self._first_of_all(question, self._plain(normal(question)), official)
        return answer if answer is not None and answer.kind == "emergency" else None

    def _first_of_all(self, question: str, text: str, official: bool) -> Answer | None:
        """The answer to what is no question: nothing at all, a courtesy, a message that sounds urgent."""
        if not any(char.isalnum() for char in text):
            return Answer(question, "none", message=texts.EMPTY)
        if _GREETING.fullmatch(text):
            return Answer(question, "none", message=texts.GREETING.format(title=self._plan.title))
        if _THANKS.fullmatch(text):
            return Answer(question, "none", message=texts.THANKS)
        if sounds_urgent(text, self._finder.familiar(text)):
            return self._emergency(question, text, official or bound_to_report(text))
        return None

    def _taught(self, question: str, text: str, lesson: Lesson) -> Answer:
        """The office's own answer, with the proof of the measures that it named."""
        by_number = self._plan.by_number
        taught = [by_number[n] for n in lesson.measures if n in by_number]
        if not taught:
            return Answer(question, "none", message=lesson.text, lesson=lesson)
        others = [by_number[n] for n in self._finder.rank(text).numbers(_LISTED) if n not in lesson.measures]
        found = tuple(self._found(m, self._finder.quote(m.number, text)) for m in (*taught, *others))
        likely = self._likely(found[0], text)
        message = texts.taught(self._plan, lesson.text, found[: len(taught)], likely)
        return Answer(question, "measure", found, found[0].units, likely, (), True, message, lesson=lesson)

    def _leaning(self, question: str, text: str, leaning: Lean) -> Answer:
        """The answer to a question that leans on the last one."""
        plan = self._plan
        if leaning.question:
            text = self._plain(normal(leaning.question))
            return self._of_plan(question, self._understood(text))
        measures = [plan.by_number[n] for n in leaning.measures if n in plan.by_number]
        if leaning.unit:
            owned = {found.number: found for found in self._owned(leaning.unit)}
            mine = [owned[m.number] for m in measures if m.number in owned]
            answer = self._unit_measures(question, leaning.unit, mine, measures)
            return replace(answer, about=leaning.measures)
        if not measures:
            return Answer(question, "none", message=texts.NO_MORE)
        found = tuple(self._found(m) for m in measures)
        if leaning.asks == "rest":
            return Answer(question, "measure", found, found[0].units, message=texts.rest(plan, found))
        likely = self._likely(found[0], text)
        message = texts.numbers(plan, found, (), likely)
        asks = leaning.asks == "progress"
        return Answer(
            question, "number", found, found[0].units, likely, (), True, message, asks_progress=asks
        )

    def _plain(self, text: str) -> str:
        """A normalised text in simplified characters, whatever it was written in."""
        text = simplified(text)
        letters = len(_LETTER.findall(text))
        if letters >= _A_WORD and letters > len(_HAN.findall(text)):
            english, known = from_english(text)
            if known < _MOSTLY and _LETTER.search(read := self._reader.read(text)) is None:
                return read
            return english if known else text
        return text

    def _mended(self, question: str, text: str) -> Answer | None:
        """The answer to what the characters sound like, where that is something people ask."""
        if len(text) > _MENDED:
            return None
        mended = self._reader.mended(text)
        if mended == text or self._finder.familiar(mended) < _SOUNDS_FAMILIAR:
            return None
        answer = self._of_plan(question, self._understood(mended))
        return answer if answer.measures else None

    def _understood(self, text: str) -> Understood:
        return understand(text, self._plan, self._directory, self._framing)

    @cached_property
    def _framing(self) -> Framing:
        """Tells empty words by what the plan and those who ask about anything speak of."""
        plan, bank = self._plan, self._bank
        own = [(m.number, text) for m in plan.measures for text in (m.title, m.text)]
        everyday = [(_EVERYDAY, word) for _, words in groups() for word in words]
        asked = [(asked.measure, asked.text) for asked in bank.asked]
        return Framing(plan.title, [*own, *everyday], [*asked, *((OUTSIDE, text) for text in bank.outside)])

    @cached_property
    def _reader(self) -> Reader:
        """Reads pinyin by the words of the plan and of those who ask about it."""
        plan, bank = self._plan, self._bank
        return Reader(
            chain(
                (text for m in plan.measures for text in (m.title, m.text) * _OF_THE_PLAN),
                (text for unit in plan.units for text in (unit.name, *unit.aliases)),
                (asked.text for asked in bank.asked),
                bank.outside,
                (word for _, everyday in groups() for word in everyday),
                told("urgent.txt"),
                frames(),
                (f"第{chinese_numeral(m.number)}条" for m in plan.measures),
                (f"第{chinese_numeral(s.number)}部分" for s in plan.sections),
            )
        )

    def _of_plan(self, question: str, asked: Understood) -> Answer:
        if asked.numbers:
            return self._numbers(question, asked)
        together = len(asked.units) > 1 and asked.together
        if asked.counts and not together and self._means_nothing_else(asked.topic):
            return self._stat(question, asked, asked.counts)
        if together and self._means_nothing_else(asked.topic):
            return self._shared(question, replace(asked, topic=""))
        if asked.topic:
            return self._with_topic(question, asked)
        if asked.units:
            return self._units(question, asked)
        if asked.all_members:
            found = [self._found(m) for m in self._plan.measures if m.all_members]
            message = texts.all_members(found)
            return Answer(question, "unit", tuple(found), (ALL_MEMBERS,), confident=True, message=message)
        if asked.sections:
            return self._sections(question, asked)
        return self._topic(question, self._finder.rank(self._untagged(asked.text)), asked.text)

    @staticmethod
    def _untagged(text: str) -> str:
        """A short text without the words of talk around it: 那彩票呢."""
        return _TAG.sub("", text) or text if len(text) <= _SHORT else text

    def _means_nothing_else(self, topic: str) -> bool:
        """Whether what is left beside units and counting is no topic: nothing, or a word the plan ignores."""
        return not topic or (len(topic) <= _A_WORD and not self._finder.rank(topic).known)

    def _with_topic(self, question: str, asked: Understood) -> Answer:
        if asked.units and not asked.either:
            if len(asked.units) > 1 and asked.together:
                return self._shared(question, asked)
            if len(asked.units) == 1 and not asked.asks_who:
                answer = self._unit_topic(question, asked)
                if answer.measures or asked.asks_about_unit:
                    return answer
        text = asked.topic if asked.units and asked.either else self._untagged(asked.text)
        return self._topic(question, self._finder.rank(text), asked.text)

    def _numbers(self, question: str, asked: Understood) -> Answer:
        plan = self._plan
        measures = [plan.by_number[n] for n in asked.numbers if n in plan.by_number]
        missing = [n for n in asked.numbers if n not in plan.by_number]
        if not measures:
            nearest = self._finder.rank(asked.topic).numbers(_NEAREST) if asked.topic else ()
            message = texts.no_such_number(plan, missing)
            return Answer(question, "none", nearest=nearest, message=message)
        if not missing and counting.counts_units(asked.text) and not asked.wants_list:
            return self._counted(question, stats.of_measures(measures, plan))
        asks = asks_progress(asked.text)
        topic = "" if asks else asked.topic
        found = tuple(self._found(m, self._finder.quote(m.number, topic)) for m in measures)
        likely = self._likely(found[0], asked.text)
        message = texts.numbers(plan, found, missing, likely)
        units = asked.units or found[0].units
        return Answer(question, "number", found, units, likely, (), True, message, asks_progress=asks)

    def _sections(self, question: str, asked: Understood) -> Answer:
        plan = self._plan
        sections = [section for section in plan.sections if section.number in asked.sections]
        if not sections:
            return Answer(question, "none", message=texts.no_such_section(plan, asked.sections))
        numbers = [section.number for section in sections]
        found = tuple(self._found(m) for m in plan.measures if m.section in numbers)
        units = tuple(unit.name for unit in plan.units if any(unit.name in f.units for f in found))
        message = texts.sections(sections, found)
        return Answer(question, "section", found, units, confident=True, message=message)

    def _units(self, question: str, asked: Understood) -> Answer:
        if len(asked.units) > 1:
            return self._shared(question, asked)
        name = asked.units[0]
        found = self._owned(name)
        if asked.sections:
            found = [f for f in found if f.section in asked.sections]
            return self._unit_measures(question, name, found, self._section_nearest(asked.sections))
        message = texts.unit(name, found)
        return Answer(question, "unit", tuple(found), (name,), (name,), confident=True, message=message)

    def _section_nearest(self, sections: Iterable[int]) -> tuple[Measure, ...]:
        return tuple(m for m in self._plan.measures if m.section in sections)

    def _shared(self, question: str, asked: Understood) -> Answer:
        found = self._owned_by_all(asked.units)
        nearest: tuple[int, ...] = ()
        if asked.topic or asked.sections:
            on_topic = self._on_topic(asked)
            nearest = tuple(m.number for m in on_topic)[:_NEAREST]
            among = [f for f in found if f.number in {m.number for m in on_topic}]
            # who asks what two share, and says why, is told all of it
            found = among if among or not asked.asks_for_tasks else found
        message = texts.shared(asked.units, found)
        return Answer(
            question, "shared", tuple(found), asked.units, (), () if found else nearest, bool(found), message
        )

    def _owned_by_all(self, units: Sequence[str]) -> list[Found]:
        """Measures that bind every one of the units: those that name all of them first."""
        named, via = [], []
        for measure in self._plan.measures:
            owners = {unit.name: by_name for unit, by_name in self._plan.owners(measure)}
            if not all(unit in owners for unit in units):
                continue
            if all(owners[unit] for unit in units):
                named.append(self._found(measure))
            else:
                via.append(self._found(measure, via=ALL_MEMBERS))
        return named + via

    def _unit_topic(self, question: str, asked: Understood) -> Answer:
        if not asked.sections and not self._section_of_topic(asked.topic):
            ranking = self._finder.rank(asked.topic)
            if not ranking.known and not self._finder.rank(asked.text).known:
                if asked.asks_for_tasks:
                    return self._units(question, asked)
                return self._none(question, ranking)
        on_topic = self._on_topic(asked)
        name = asked.units[0]
        owned = {found.number: found for found in self._owned(name)}
        found = []
        for measure in on_topic:
            mine = owned.get(measure.number)
            # what binds everybody counts as this unit's only when it is just what was asked for
            if mine is not None and (mine.via is None or measure is on_topic[0]):
                quote = self._finder.quote(measure.number, asked.topic)
                found.append(self._found(measure, quote, via=mine.via))
        if not asked.sections and not self._section_of_topic(asked.topic):
            hits = {hit.measure: hit for hit in self._finder.rank(asked.topic).hits}
            if not any(hits[measure.number].score >= _SAME_TOPIC for measure in found):
                found = []  # what the topic is about first of all is others'
            order = self._finder.rank(asked.text).numbers(len(self._plan.measures))
            found.sort(key=lambda measure: order.index(measure.number))
        return self._unit_measures(question, name, found, on_topic, asked.topic)

    def _unit_measures(
        self, question: str, name: str, found: list[Found], nearest: Sequence[Measure], topic: str = ""
    ) -> Answer:
        if found:
            message = texts.unit_does(self._plan, name, found)
            return Answer(question, "unit_topic", tuple(found), (name,), (name,), (), True, message)
        near = [self._found(m, self._finder.quote(m.number, topic)) for m in nearest[:_NEAREST]]
        likely = self._likely(near[0], question) if near else ()
        return Answer(
            question,
            "unit_topic",
            units=(name,),
            likely=likely,
            nearest=tuple(found.number for found in near),
            confident=True,
            message=texts.unit_does_not(self._plan, name, near),
        )

    def _section_of_topic(self, topic: str) -> tuple[int, ...]:
        """The sections whose heading a short topic is a word of (网络: 加强网络保护)."""
        return tuple(s.number for s in self._plan.sections if len(topic) > 1 and topic in s.title)

    def _on_topic(self, asked: Understood) -> list[Measure]:
        """The measures that a topic is about, best first; a section's own come before others."""
        by_number = self._plan.by_number
        sections = asked.sections or self._section_of_topic(asked.topic)
        within = [m for m in self._plan.measures if m.section in sections]
        if not asked.topic:
            return within
        least = _BESIDE_SECTION if sections else _ON_TOPIC
        hits = self._finder.rank(asked.topic).hits
        matched = [by_number[hit.measure] for hit in hits if max(hit.words, hit.score) >= least]
        if asked.sections:
            return [m for m in matched if m.section in sections] or within
        return within + [m for m in matched if m not in within]

    def _topic(self, question: str, ranking: Ranking, text: str) -> Answer:
        if not ranking.known:
            return self._none(question, ranking)
        found = tuple(
            self._found(self._plan.by_number[hit.measure], hit.quote, hit.score)
            for hit in ranking.hits[:_LISTED]
        )
        likely = self._likely(found[0], text)
        close = ranking.close()
        if ranking.clear:
            message = texts.topic(self._plan, found, likely, close)
        else:
            message = texts.unsure(self._plan, found, likely)
        return Answer(question, "measure", found, found[0].units, likely, (), ranking.clear, message, close)

    def _none(self, question: str, ranking: Ranking) -> Answer:
        nearest = ranking.numbers(_NEAREST)
        return Answer(question, "none", nearest=nearest, message=texts.unknown(self._plan, nearest))

    def _emergency(self, question: str, text: str, duty: bool) -> Answer:
        ranking = self._finder.rank(text)
        hits = ranking.hits[:_NEAREST] if ranking.known else ()
        found = tuple(
            self._found(self._plan.by_number[hit.measure], hit.quote, ranking.share) for hit in hits
        )
        message = texts.emergency(duty) + (texts.related(found) if found else "")
        return Answer(question, "emergency", found, confident=True, message=message)

    def _stat(self, question: str, asked: Understood, wanted: counting.Count) -> Answer:
        plan = self._plan
        if asked.all_members and not asked.units and wanted.rank is None:
            return self._counted(question, stats.of_everybody([m for m in plan.measures if m.all_members]))
        counted = stats.count(wanted, plan, asked.units, asked.sections, asked.without)
        return self._counted(question, counted)

    def _counted(self, question: str, stat: stats.Stat) -> Answer:
        found = tuple(self._found(self._plan.by_number[n]) for n in stat.measures)
        return Answer(question, "stat", found, stat.units, confident=True, message=stat.message)

    def _owned(self, unit: str) -> list[Found]:
        """All measures of a unit: by name in number order, then those through 各成员单位."""
        owned = sorted(self._plan.owned_by(unit), key=lambda pair: not pair[1])
        return [self._found(m, via=None if named else ALL_MEMBERS) for m, named in owned]

    def _found(self, measure: Measure, quote: str = "", score: float = 1.0, via: str | None = None) -> Found:
        units = (*measure.units, ALL_MEMBERS) if measure.all_members else measure.units
        quote = quote or self._finder.quote(measure.number)
        return Found(measure.number, measure.title, measure.section, units, quote, score, via)

    def _likely(self, found: Found, text: str) -> tuple[str, ...]:
        named = [unit for unit in found.units if unit != ALL_MEMBERS]
        return self._ranker.rank(named, text, found.quote)
