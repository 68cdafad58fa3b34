"""Finds the measures that a topic is about, the clause that proves each, and whether the plan knows it.

Judges whose standardised scores are added: the plan's own words (BM25 over its clauses, each expanded by
everyday words), and, where the plan has a question bank, a classifier of clauses trained on how people
ask and the question of the bank that comes nearest.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from bot.ask.bank import NO_BANK, Bank
from bot.ask.clauses import Clause, all_clauses, twins
from bot.ask.index import Index, bag, clause_bag
from bot.ask.linear import Linear, Part, best_of_parts
from bot.ask.outside import themes
from bot.ask.remembered import Evidence, Remembered
from bot.ask.wording import normal, pairs, topic_words
from bot.patterns import late
from bot.plan.model import Plan

_OUTSIDE = 0.7  # what a theme outside weighs beside a clause's own words at 1
# A topic is the plan's when its best clause holds enough of it, and more than any theme outside the plan.
# Where minors or schools are spoken of, the plan is the likelier place, and being even is enough.
_LEAST_SCORE = 8.0
_LEAST_SHARE = 0.1
_WHOLE = 0.5  # of a topic as short as a word or a telephone number
_LEAST_LEAD = 1.2
_ABOUT_MINORS = late(r"孩|娃|学生|未成年|青少年|儿童|婴|幼|小学|中学|初中|高中|学校|校园|老师|家长|少年")
# The bank's classifier and its nearest question beside the plan's own words at 1, in standard deviations.
_JUDGE = 1.2
_NEAREST = 0.3
# Beside a clause's own words at 1: the nearest question about it, and what the classifier says of it.
_NEAR_CLAUSE = 0.9
_JUDGED_CLAUSE = 10.0
_SPREAD = 1.2  # standard deviations by which a score falls to a third
_HEADING = 20.0
# The first stands alone when the second is this far behind; those nearer are offered as well.
_CLEAR = 0.3
_CLOSE = 0.25


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure with its best clause; ``score`` is comparable within one ranking, from 1 for the best;
    ``words`` is how far the plan's own words account for it, as a part of the best such account.
    """

    measure: int
    quote: str
    score: float
    words: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All measures, best first. ``known``: the plan speaks of the topic at all; ``share``: how much of
    the topic the best clause accounts for, from 0 to 1; ``twins``: clauses of other measures that
    promise the same as the first one's.
    """

    hits: tuple[Hit, ...]
    known: bool
    share: float
    twins: frozenset[str] = frozenset()

    @property
    def clear(self) -> bool:
        """Whether the first may stand alone."""
        if not self.known:
            return False
        return len(self.hits) < 2 or self.hits[1].score <= _CLEAR

    def close(self) -> tuple[int, ...]:
        """Up to two runners-up that may be meant instead."""
        if not self.known:
            return ()
        runners_up = self.hits[1:3]
        return tuple(h.measure for h in runners_up if h.score >= _CLOSE or h.quote in self.twins)

    def numbers(self, count: int) -> tuple[int, ...]:
        """The first so many measures."""
        return tuple(hit.measure for hit in self.hits[:count])


def plan_mark(plan: Plan) -> str:
    """A short mark of a plan's words, so that a classifier is never used on a plan it was not made for."""
    return sha256("\n".join(clause.text for clause in all_clauses(plan)).encode()).hexdigest()[:16]


def judge_for(plan: Plan, judge: Linear | None) -> Linear | None:
    """The classifier, where it was made for this plan's words."""
    return judge if judge and judge.about.split()[0] == plan_mark(plan) else None


@dataclass(frozen=True, slots=True)
class Judges:
    """What tells which measure words are about.

    ``asked`` was trained on how people ask about the plan, ``told`` on how liaisons write of their work.
    """

    asked: Linear
    told: Linear | None = None


def judges_for(plan: Plan, asked: Linear | None, told: Linear | None) -> Judges | None:
    """The classifiers that read reports, those of them that were made for this plan's words."""
    known = judge_for(plan, asked)
    return Judges(known, judge_for(plan, told)) if known else None


class Finder:
    """Ranks the measures of one plan for a topic."""

    def __init__(self, plan: Plan, bank: Bank = NO_BANK) -> None:
        """Index the plan's clauses beside the themes that lie outside any plan.

        A classifier of the bank that was made for other words than the plan's is not used.
        """
        self._plan = plan
        self._clauses = all_clauses(plan)
        self._twins = twins(self._clauses)
        self._titles = {normal(m.title): m.number for m in plan.measures}
        self._places: dict[int, list[int]] = {}
        for place, clause in enumerate(self._clauses):
            self._places.setdefault(clause.measure, []).append(place)
        documents = [clause_bag(c.text, plan.by_number[c.measure].title) for c in self._clauses]
        self._index = Index([*documents, *(bag((), 0.0, (theme, _OUTSIDE)) for theme in themes())])
        self._remembered = Remembered(bank)
        self.judge = judge_for(plan, bank.judge)
        # one question is judged and ranked more than once on its way to an answer
        self._judged_last: tuple[str, dict[Part, float]] = ("", {})
        self._ranked_last: tuple[str, Ranking] | None = None

    def rank(self, text: str) -> Ranking:
        """Rank all measures for a normalised question or topic."""
        last = self._ranked_last
        if last is None or last[0] != text:
            last = self._ranked_last = (text, self._rank(text))
        return last[1]

    def _rank(self, text: str) -> Ranking:
        topic = topic_words(text) or text
        scores = self._index.scores(topic)
        outside = max((s for d, s in scores.items() if d >= len(self._clauses)), default=0.0)
        words = {number: max(scores.get(p, 0.0) for p in places) for number, places in self._places.items()}
        ceiling = self._index.weight(topic)
        top = max(words.values(), default=0.0)
        share = min(1.0, top / ceiling) if ceiling else 0.0
        near_clauses = self._remembered.nearest(topic) if self.judge else {}
        evidence = self._evidence(text, near_clauses, share)
        fused = _standard(words)
        if evidence is not None:
            learned = _standard({number: evidence.judged[number] for number in words})
            near = _standard({number: evidence.nearest.get(number, 0.0) for number in words})
            fused = {n: fused[n] + _JUDGE * learned[n] + _NEAREST * near[n] for n in words}
        for title, number in self._titles.items():
            if title in text:  # the heading itself was typed: nothing beats it
                fused[number] += _HEADING
        ordered = sorted(fused, key=lambda number: (-fused[number], number))
        hits = tuple(
            Hit(
                n,
                self._proof(n, text, scores, near_clauses).text,
                math.exp((fused[n] - fused[ordered[0]]) / _SPREAD),
                words[n] / top if top else 0.0,
            )
            for n in ordered
        )
        known = evidence.of_the_plan if evidence else self._known(text, top, share, outside)
        same = self._twins.get(hits[0].quote, frozenset()) if hits else frozenset()
        return Ranking(hits, known, share, same)

    def familiar(self, text: str) -> float:
        """How surely a normalised text is a question as the bank holds them; 0 without a bank."""
        return max(self._judged(self.judge, text).values()) if self.judge else 0.0

    def _judged(self, judge: Linear, text: str) -> dict[Part, float]:
        last = self._judged_last
        if last[0] != text or not last[1]:
            last = self._judged_last = (text, judge.of_parts(pairs(text)))
        return last[1]

    def _proof(
        self, number: int, text: str, words: Mapping[int, float], near: Mapping[Part, float]
    ) -> Clause:
        """The clause of a measure that its own words, and the questions asked about it, speak for most."""
        judged = self._judged(self.judge, text) if self.judge else {}

        def score(place: int) -> float:
            part = number, self._clauses[place].place
            asked = _NEAR_CLAUSE * near.get(part, 0.0) + _JUDGED_CLAUSE * judged.get(part, 0.0)
            return words.get(place, 0.0) + asked

        return self._clauses[max(self._places[number], key=score)]

    def _evidence(self, text: str, near: Mapping[Part, float], share: float) -> Evidence | None:
        if self.judge is None:
            return None
        seen = pairs(text)
        familiar = sum(gram in self.judge.row for gram in seen) / max(len(seen), 1)
        minors = _ABOUT_MINORS.search(text) is not None
        judged = best_of_parts(self._judged(self.judge, text))
        return Evidence(judged, best_of_parts(near), share, familiar, minors, len(text))

    def _known(self, text: str, top: float, share: float, outside: float) -> bool:
        """Without a bank: whether the plan's words account for the topic better than any theme outside."""
        lead = 1.0 if _ABOUT_MINORS.search(text) else _LEAST_LEAD
        enough = top >= _LEAST_SCORE or share >= _WHOLE
        return enough and share >= _LEAST_SHARE and top >= outside * lead

    def quote(self, number: int, text: str = "") -> str:
        """The measure's sentence nearest to a text; its first when none is near."""
        if text:
            return next(hit.quote for hit in self.rank(text).hits if hit.measure == number)
        return self._clauses[self._places[number][0]].text


def _standard(scores: Mapping[int, float]) -> dict[int, float]:
    """Scores with mean 0 and deviation 1, so that those of different judges can be added."""
    if not scores:
        return {}
    mean = sum(scores.values()) / len(scores)
    deviation = math.sqrt(sum((score - mean) ** 2 for score in scores.values()) / len(scores))
    return {number: (score - mean) / (deviation or 1.0) for number, score in scores.items()}
