"""Answers questions about one plan with the plan's own sentences."""

import re
from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from functools import cached_property
from itertools import chain

from bot.ask import texts
from bot.ask.answer import Answer, Found, answer_json
from bot.ask.answers import LISTED, NEAREST, PlanAnswers
from bot.ask.bank import NO_BANK, Bank
from bot.ask.emergency import bound_to_report, sounds_urgent, told
from bot.ask.finder import Finder, Judges, judges_for
from bot.ask.followup import Context, Lean, lean
from bot.ask.framing import Framing, frames
from bot.ask.lessons import Lesson, Lessons
from bot.ask.likely import UnitRanker
from bot.ask.pinyin import Reader
from bot.ask.remembered import OUTSIDE
from bot.ask.script import from_english, simplified
from bot.ask.synonyms import groups
from bot.ask.understand import Understood, understand
from bot.ask.wording import normal
from bot.plan.directory import UnitDirectory
from bot.plan.model import Plan
from bot.plan.numerals import chinese_numeral

__all__ = ["Answer", "Asker", "Found", "answer_json"]

_LETTER = re.compile("[a-zü]")
_HAN = re.compile("[\u4e00-\u9fff]")
_MOSTLY = 0.5  # of a text's letters that are English words
_MENDED = 200  # characters: a slip matters in what is short
_A_WORD = 3  # letters that may be a word of another script
_OF_THE_PLAN = 2  # how often the plan's own words count beside those of people who ask
_SOUNDS_FAMILIAR = 0.1
_EVERYDAY = -1  # the label of words that belong to no one measure
_GREETING = re.compile(
    r"(?:你好|您好|hello|hi|嗨|哈喽|在吗|在不在|早上好|上午好|下午好|晚上好|喂)[呀啊吗哦,，.。!！~ ]*"
)
# Who names a measure by its number speaks of the plan.
_OF_THE_PLAN_BY_NUMBER = re.compile(
    r"(?:第|措施)\s?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?条(?![街路巷沟河狗腿命船])"
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
        self.directory = UnitDirectory(plan)
        """Finds the plan's units by the names that people use."""
        self._finder = Finder(plan, bank)
        self._answers = PlanAnswers(plan, self._finder, UnitRanker(plan, bank.first_call))
        self._framing = _framing(plan, bank)
        self._judges = judges_for(plan, bank.judge, bank.told)

    @property
    def judge(self) -> Judges | None:
        """What helps to read reports, if the plan has it: classifiers of its questions and of reports."""
        return self._judges

    def prepare(self) -> None:
        """Build now what the first question of each kind waits for, half a second in all."""
        _ = self._reader
        for unit in self._plan.units[:1]:
            self.ask(f"{unit.name}管{self._plan.title}吗")

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
        if context is not None and (leaning := lean(text, context, self.directory)) is not None:
            return replace(
                self._leaning(question, text, leaning), leans_on=leaning.question or context.question
            )
        if (lesson := self._lessons.nearest(text)) is not None:
            return self._taught(question, text, lesson)
        answer = self._answers.answer(question, self._understood(text))
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
        familiar = 1.0 if _OF_THE_PLAN_BY_NUMBER.search(text) else self._finder.familiar(text)
        if sounds_urgent(text, familiar):
            return self._emergency(question, text, official or bound_to_report(text))
        return None

    def _taught(self, question: str, text: str, lesson: Lesson) -> Answer:
        """The office's own answer, with the proof of the measures that it named."""
        by_number = self._plan.by_number
        taught = [by_number[n] for n in lesson.measures if n in by_number]
        if not taught:
            return Answer(question, "none", message=lesson.text, lesson=lesson)
        others = [by_number[n] for n in self._finder.rank(text).numbers(LISTED) if n not in lesson.measures]
        found = tuple(self._answers.found(m, self._finder.quote(m.number, text)) for m in (*taught, *others))
        likely = self._answers.likely(found[0], text)
        message = texts.taught(self._plan, lesson.text, found[: len(taught)], likely)
        return Answer(question, "measure", found, found[0].units, likely, (), True, message, lesson=lesson)

    def _leaning(self, question: str, text: str, leaning: Lean) -> Answer:
        """The answer to a question that leans on the last one."""
        plan = self._plan
        if leaning.question:
            text = self._plain(normal(leaning.question))
            return self._answers.answer(question, self._understood(text))
        measures = [plan.by_number[n] for n in leaning.measures if n in plan.by_number]
        if leaning.unit:
            owned = {found.number: found for found in self._answers.owned(leaning.unit)}
            mine = [owned[m.number] for m in measures if m.number in owned]
            answer = self._answers.unit_measures(question, leaning.unit, mine, measures)
            return replace(answer, about=leaning.measures)
        if not measures:
            return Answer(question, "none", message=texts.NO_MORE)
        found = tuple(self._answers.found(m) for m in measures)
        if leaning.asks == "rest":
            return Answer(question, "measure", found, found[0].units, message=texts.rest(plan, found))
        likely = self._answers.likely(found[0], text)
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
        answer = self._answers.answer(question, self._understood(mended))
        return answer if answer.measures else None

    def _understood(self, text: str) -> Understood:
        return understand(text, self._plan, self.directory, self._framing)

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

    def _emergency(self, question: str, text: str, duty: bool) -> Answer:
        ranking = self._finder.rank(text)
        hits = ranking.hits[:NEAREST] if ranking.known else ()
        found = tuple(
            self._answers.found(self._plan.by_number[hit.measure], hit.quote, ranking.share) for hit in hits
        )
        message = texts.emergency(duty) + (texts.related(found) if found else "")
        return Answer(question, "emergency", found, confident=True, message=message)


def _framing(plan: Plan, bank: Bank) -> Framing:
    """Tells empty words by what the plan and those who ask about anything speak of."""
    own = [(m.number, text) for m in plan.measures for text in (m.title, m.text)]
    everyday = [(_EVERYDAY, word) for _, words in groups() for word in words]
    asked = [(asked.measure, asked.text) for asked in bank.asked]
    return Framing(plan.title, [*own, *everyday], [*asked, *((OUTSIDE, text) for text in bank.outside)])
