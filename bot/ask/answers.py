"""Answers what a question was understood to ask, with the plan's own sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.ask import counting, stats, texts
from bot.ask.answer import ALL_MEMBERS, Answer, Found
from bot.ask.counted import Count
from bot.ask.finder import Finder, Ranking
from bot.ask.followup import asks_progress
from bot.ask.likely import UnitRanker
from bot.ask.understand import Understood
from bot.patterns import late
from bot.plan.model import Measure, Plan

LISTED = 5
"""Measures that an answer about a topic names, best first."""
NEAREST = 3
"""Measures that are named where there is no answer."""
_ON_TOPIC = 0.6  # of the best score: what still counts as the topic when a unit is asked about
_SAME_TOPIC = 0.5  # the same for the first of a unit's measures, where the best is not the unit's
_BESIDE_SECTION = 0.75  # the same when the topic is a section's, which already tells what belongs
_WORD = 3  # characters of a word that may mean nothing to the plan
_SHORT = 10  # characters of a question that the talk around it may drown
_TAG = late(r"^那么?(?!个|些)|[呢啊呀]+[?？。!！~\s]*$")


class PlanAnswers:
    """Answers about one plan, once it is clear what is asked."""

    def __init__(self, plan: Plan, finder: Finder, ranker: UnitRanker) -> None:
        """``finder`` finds measures by topic, ``ranker`` tells whom to call first."""
        self._plan = plan
        self._finder = finder
        self._ranker = ranker

    def answer(self, question: str, asked: Understood) -> Answer:
        """The answer to a question about the plan."""
        if asked.numbers:
            return self._numbers(question, asked)
        if asked.of_office:
            return self._none(question, self._finder.rank(asked.topic or asked.text))
        together = len(asked.units) > 1 and asked.together
        if asked.counts and not together and self._means_nothing_else(asked):
            return self._stat(question, asked, asked.counts)
        if together and self._means_nothing_else(asked):
            return self._shared(question, replace(asked, topic=""))
        if asked.topic:
            return self._with_topic(question, asked)
        if asked.units:
            return self._units(question, asked)
        if asked.all_members:
            found = [self.found(m) for m in self._plan.measures if m.all_members]
            message = texts.all_members(found)
            return Answer(question, "unit", tuple(found), (ALL_MEMBERS,), confident=True, message=message)
        if asked.sections:
            return self._sections(question, asked)
        return self._topic(question, self._finder.rank(self._untagged(asked.text)), asked.text)

    @staticmethod
    def _untagged(text: str) -> str:
        """A short text without the words of talk around it: 那彩票呢."""
        return _TAG.sub("", text) or text if len(text) <= _SHORT else text

    def _means_nothing_else(self, asked: Understood) -> bool:
        """Whether what is left beside units and counting is no topic: nothing, or a word the plan ignores."""
        topic = asked.topic
        if not topic:
            return True
        return asked.names_tasks and len(topic) <= _WORD and not self._finder.rank(topic).known

    def _with_topic(self, question: str, asked: Understood) -> Answer:
        if asked.units and not asked.either:
            if len(asked.units) > 1 and asked.together:
                return self._shared(question, asked)
            if len(asked.units) == 1 and not asked.asks_who:
                answer = self._unit_topic(question, asked)
                if answer.measures or asked.asks_about_unit:
                    return answer
        text = asked.topic if asked.units and asked.either else self._untagged(asked.text)
        ranking = self._finder.rank(text)
        if asked.sections and len(asked.topic) <= _WORD and not ranking.known:
            return self._sections(question, asked)
        return self._topic(question, ranking, asked.text)

    def _numbers(self, question: str, asked: Understood) -> Answer:
        plan = self._plan
        measures = [plan.by_number[n] for n in asked.numbers if n in plan.by_number]
        missing = [n for n in asked.numbers if n not in plan.by_number]
        if not measures:
            nearest = self._finder.rank(asked.topic).numbers(NEAREST) if asked.topic else ()
            message = texts.no_such_number(plan, missing)
            return Answer(question, "none", nearest=nearest, message=message)
        if not missing and counting.counts_units(asked.text) and not asked.wants_list:
            return self._counted(question, stats.of_measures(measures, plan))
        asks = asks_progress(asked.text)
        topic = "" if asks else asked.topic
        found = tuple(self.found(m, self._finder.quote(m.number, topic)) for m in measures)
        likely = self.likely(found[0], asked.text)
        message = texts.numbers(plan, found, missing, likely)
        units = asked.units or found[0].units
        return Answer(question, "number", found, units, likely, (), True, message, asks_progress=asks)

    def _sections(self, question: str, asked: Understood) -> Answer:
        plan = self._plan
        sections = [section for section in plan.sections if section.number in asked.sections]
        if not sections:
            return Answer(question, "none", message=texts.no_such_section(plan, asked.sections))
        numbers = [section.number for section in sections]
        found = tuple(self.found(m) for m in plan.measures if m.section in numbers)
        units = tuple(unit.name for unit in plan.units if any(unit.name in f.units for f in found))
        message = texts.sections(sections, found)
        return Answer(question, "section", found, units, confident=True, message=message)

    def _units(self, question: str, asked: Understood) -> Answer:
        if len(asked.units) > 1:
            return self._shared(question, asked)
        name = asked.units[0]
        found = self.owned(name)
        if asked.sections:
            found = [f for f in found if f.section in asked.sections]
            return self.unit_measures(question, name, found, self._section_nearest(asked.sections))
        message = texts.unit(name, found)
        return Answer(question, "unit", tuple(found), (name,), (name,), confident=True, message=message)

    def _section_nearest(self, sections: Iterable[int]) -> tuple[Measure, ...]:
        return tuple(m for m in self._plan.measures if m.section in sections)

    def _shared(self, question: str, asked: Understood) -> Answer:
        found = self._owned_by_all(asked.units)
        nearest: tuple[int, ...] = ()
        if asked.topic or asked.sections:
            on_topic = self._on_topic(asked)
            nearest = tuple(m.number for m in on_topic)[:NEAREST]
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
                named.append(self.found(measure))
            else:
                via.append(self.found(measure, via=ALL_MEMBERS))
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
        owned = {found.number: found for found in self.owned(name)}
        found = []
        for measure in on_topic:
            mine = owned.get(measure.number)
            # what binds everybody counts as this unit's only when it is just what was asked for
            if mine is not None and (mine.via is None or measure is on_topic[0]):
                quote = self._finder.quote(measure.number, asked.topic)
                found.append(self.found(measure, quote, via=mine.via))
        if not asked.sections and not self._section_of_topic(asked.topic):
            hits = {hit.measure: hit for hit in self._finder.rank(asked.topic).hits}
            if not any(hits[measure.number].score >= _SAME_TOPIC for measure in found):
                found = []  # what the topic is about first of all is others'
            order = self._finder.rank(asked.text).numbers(len(self._plan.measures))
            found.sort(key=lambda measure: order.index(measure.number))
        return self.unit_measures(question, name, found, on_topic, asked.topic)

    def unit_measures(
        self, question: str, name: str, found: list[Found], nearest: Sequence[Measure], topic: str = ""
    ) -> Answer:
        """What a unit does about something, or that it does nothing and who does."""
        if found:
            message = texts.unit_does(self._plan, name, found)
            return Answer(question, "unit_topic", tuple(found), (name,), (name,), (), True, message)
        near = [self.found(m, self._finder.quote(m.number, topic)) for m in nearest[:NEAREST]]
        likely = self.likely(near[0], question) if near else ()
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
            self.found(self._plan.by_number[hit.measure], hit.quote, hit.score)
            for hit in ranking.hits[:LISTED]
        )
        likely = self.likely(found[0], text)
        close = ranking.close()
        if ranking.clear:
            message = texts.topic(self._plan, found, likely, close)
        else:
            message = texts.unsure(self._plan, found, likely)
        return Answer(question, "measure", found, found[0].units, likely, (), ranking.clear, message, close)

    def _none(self, question: str, ranking: Ranking) -> Answer:
        nearest = ranking.numbers(NEAREST)
        return Answer(question, "none", nearest=nearest, message=texts.unknown(self._plan, nearest))

    def _stat(self, question: str, asked: Understood, wanted: Count) -> Answer:
        plan = self._plan
        if asked.all_members and not asked.units and wanted.rank is None and wanted.of != "claims":
            return self._counted(question, stats.of_everybody([m for m in plan.measures if m.all_members]))
        counted = stats.count(wanted, plan, asked.units, asked.sections, asked.without)
        return self._counted(question, counted)

    def _counted(self, question: str, stat: stats.Stat) -> Answer:
        found = tuple(self.found(self._plan.by_number[n]) for n in stat.measures)
        return Answer(question, "stat", found, stat.units, confident=True, message=stat.message)

    def owned(self, unit: str) -> list[Found]:
        """All measures of a unit: by name in number order, then those through 各成员单位."""
        owned = sorted(self._plan.owned_by(unit), key=lambda pair: not pair[1])
        return [self.found(m, via=None if named else ALL_MEMBERS) for m, named in owned]

    def found(self, measure: Measure, quote: str = "", score: float = 1.0, via: str | None = None) -> Found:
        """A measure with the sentence that proves it, its first for want of one."""
        units = (*measure.units, ALL_MEMBERS) if measure.all_members else measure.units
        quote = quote or self._finder.quote(measure.number)
        return Found(measure.number, measure.title, measure.section, units, quote, score, via)

    def likely(self, found: Found, text: str) -> tuple[str, ...]:
        """The units of a measure, those whose public function fits a text first."""
        named = [unit for unit in found.units if unit != ALL_MEMBERS]
        return self._ranker.rank(named, text, found.quote)
