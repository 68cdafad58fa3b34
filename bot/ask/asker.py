"""Answers questions about one plan with the plan's own sentences."""

from collections.abc import Iterable
from copy import copy
from dataclasses import replace

from bot.ask import texts
from bot.ask.answer import Answer, Found, answer_json
from bot.ask.answers import LISTED, NEAREST, PlanAnswers
from bot.ask.bank import NO_BANK, Bank
from bot.ask.emergency import asks_who, bound_to_report, sounds_urgent, tells_danger
from bot.ask.finder import Finder, Judges, judges_for
from bot.ask.followup import Context, Lean, lean
from bot.ask.lessons import Lesson, Lessons
from bot.ask.numbers import measures_named
from bot.ask.script import from_english, simplified
from bot.ask.understand import Understood, understand
from bot.ask.wording import normal
from bot.ask.workings import Workings
from bot.patterns import late
from bot.plan.directory import UnitDirectory
from bot.plan.model import Plan

__all__ = ["Answer", "Asker", "Found", "answer_json"]

_LETTER = late("[a-zü]")
_HAN = late("[\u4e00-\u9fff]")
_NUMBERED = late("[条款号#第]|措施|任务")  # without these no number is a measure's
_CLAUSE = late(r"[\s,，。;；!！?？]+")
_MOSTLY = 0.5  # of a text's letters that are English words
_MENDED = 200  # characters: a slip matters in what is short
_A_WORD = 3  # letters that may be a word of another script
_SOUNDS_FAMILIAR = 0.1
_GREETING = late(
    r"(?:你好|您好|hello|hi|嗨|哈喽|在吗|在不在|早上好|上午好|下午好|晚上好|喂)[呀啊吗哦,，.。!！~ ]*"
)
_THANKS = late(
    r"(?:(?:好的?|行|嗯|哦|知道了|明白了|收到|ok|谢谢|谢了|多谢|感谢|辛苦)[了您你们大家啦呀啊,，.。!！~ ]*)+"
)


class Asker:
    """Answers questions about one plan. Built once; pure, so one instance serves everybody."""

    def __init__(self, plan: Plan, bank: Bank = NO_BANK, lessons: Iterable[Lesson] = ()) -> None:
        """Know the plan; the bank of its questions, if it has one, makes the finding better.

        ``lessons`` are the office's own answers, oldest first.
        """
        self._plan = plan
        self._lessons = Lessons(lessons)
        self.directory = UnitDirectory(plan)
        """Finds the plan's units by the names that people use."""
        self._workings = Workings(plan, bank)
        self._judges = judges_for(plan, bank.judge, bank.told)

    @property
    def judge(self) -> Judges | None:
        """What helps to read reports, if the plan has it: classifiers of its questions and of reports."""
        return self._judges

    def prepare(self) -> None:
        """Build now what the first question of each kind waits for, a second in all."""
        _ = self._workings.reader
        units = (unit.name for unit in self._plan.units[:1])
        for question in ("school", "到", *(f"{unit}管{self._plan.title}吗" for unit in units)):
            self.ask(question)
        self._workings.ready = True

    @property
    def ready(self) -> bool:
        """Whether a question takes no more than its own time, all that answers it being built."""
        return self._workings.ready

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
        if self._sounds_urgent(text):
            return self._emergency(question, text, official or bound_to_report(text))
        return None

    def _sounds_urgent(self, text: str) -> bool:
        """Whether a text sounds like danger.

        Where it asks for measures, or who answers for something (第9条谁负责 有人问我), the asking neither
        makes danger of what else it says nor hides it.
        """
        whole = sounds_urgent(text, self._finder.familiar(text))
        clauses = _CLAUSE.split(text)
        asks = [clause for clause in clauses if self._asks(clause)] if len(clauses) > 1 else []
        rest = " ".join(clause for clause in clauses if clause not in asks)
        if not asks or not rest:
            return whole
        return tells_danger(rest) or (whole and (sounds_urgent(rest) or sounds_urgent(" ".join(asks))))

    def _asks(self, clause: str) -> bool:
        """Whether a clause asks for measures by number, or who answers for something."""
        if asks_who(clause):
            return True
        return _NUMBERED.search(clause) is not None and bool(measures_named(clause, self._plan).numbers)

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
            if known < _MOSTLY and _LETTER.search(read := self._workings.reader.read(text)) is None:
                return read
            return english if known else text
        return text

    def _mended(self, question: str, text: str) -> Answer | None:
        """The answer to what the characters sound like, where that is something people ask."""
        if len(text) > _MENDED:
            return None
        mended = self._workings.reader.mended(text)
        if mended == text or self._finder.familiar(mended) < _SOUNDS_FAMILIAR:
            return None
        answer = self._answers.answer(question, self._understood(mended))
        return answer if answer.measures else None

    @property
    def _finder(self) -> Finder:
        return self._workings.finder

    @property
    def _answers(self) -> PlanAnswers:
        return self._workings.answers

    def _understood(self, text: str) -> Understood:
        return understand(text, self._plan, self.directory, self._workings.framing)

    def _emergency(self, question: str, text: str, duty: bool) -> Answer:
        ranking = self._finder.rank(text)
        hits = ranking.hits[:NEAREST] if ranking.known else ()
        found = tuple(
            self._answers.found(self._plan.by_number[hit.measure], hit.quote, ranking.share) for hit in hits
        )
        message = texts.emergency(duty) + (texts.related(found) if found else "")
        return Answer(question, "emergency", found, confident=True, message=message)
