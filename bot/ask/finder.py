"""Finds the measures that a topic is about, the clause that proves each, and whether the plan knows it."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.ask.clauses import Clause, all_clauses
from bot.ask.index import Index, bag
from bot.ask.synonyms import everyday_grams
from bot.ask.wording import normal, topic_words
from bot.plan.model import Plan

# Weights of what a clause can be found by, beside its own words at 1.
_TITLE = 0.3
_EVERYDAY = 1.0
_OUTSIDE = 0.7
# A topic is the plan's when its best clause holds enough of it, and more than any theme outside the plan.
# Where minors or schools are spoken of, the plan is the likelier place, and being even is enough.
_LEAST_SCORE = 8.0
_LEAST_SHARE = 0.1
_WHOLE = 0.5  # of a topic as short as a word or a telephone number
_LEAST_LEAD = 1.2
_ABOUT_MINORS = re.compile(
    r"孩|娃|学生|未成年|青少年|儿童|婴|幼|小学|中学|初中|高中|学校|校园|老师|家长|少年"
)
# The first stands alone when it is this far ahead of the second; those nearer are offered as well.
_CLEAR_LEAD = 0.12
_CLOSE = 0.8


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure with its best clause; ``score`` is comparable within one ranking."""

    measure: int
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """All measures, best first. ``known``: the plan speaks of the topic at all; ``share``: how much of
    the topic the best clause accounts for, from 0 to 1.
    """

    hits: tuple[Hit, ...]
    known: bool
    share: float

    @property
    def clear(self) -> bool:
        """Whether the first may stand alone."""
        if not self.known:
            return False
        return len(self.hits) < 2 or self.hits[1].score <= self.hits[0].score * (1 - _CLEAR_LEAD)

    def close(self) -> tuple[int, ...]:
        """Up to two runners-up that may be meant instead."""
        if not self.known:
            return ()
        return tuple(hit.measure for hit in self.hits[1:3] if hit.score >= self.hits[0].score * _CLOSE)

    def numbers(self, count: int) -> tuple[int, ...]:
        """The first so many measures."""
        return tuple(hit.measure for hit in self.hits[:count])


@cache
def _outside() -> tuple[str, ...]:
    lines = Path(__file__).with_name("outside.txt").read_text("utf-8").splitlines()
    return tuple(normal(line) for line in lines if line.strip() and not line.startswith("#"))


class Finder:
    """Character BM25 over the clauses of one plan, each expanded by everyday words, best clause counts."""

    def __init__(self, plan: Plan) -> None:
        """Index the plan's clauses beside the themes that lie outside any plan."""
        self._plan = plan
        self._clauses = all_clauses(plan)
        titles = {m.number: normal(m.title) for m in plan.measures}
        self._titles = {title: number for number, title in titles.items()}
        self._first = {clause.measure: clause for clause in reversed(self._clauses)}
        documents = [self._document(clause, titles[clause.measure]) for clause in self._clauses]
        self._index = Index([*documents, *(bag((), 0.0, (theme, _OUTSIDE)) for theme in _outside())])

    @staticmethod
    def _document(clause: Clause, title: str) -> dict[str, float]:
        text = normal(clause.text)
        return bag(everyday_grams(text), _EVERYDAY, (text, 1.0), (title, _TITLE))

    def rank(self, text: str) -> Ranking:
        """Rank all measures for a normalised question or topic."""
        topic = topic_words(text) or text
        scores = self._index.scores(topic)
        outside = max((s for d, s in scores.items() if d >= len(self._clauses)), default=0.0)
        best: dict[int, tuple[float, Clause]] = {m: (0.0, c) for m, c in self._first.items()}
        for document, score in scores.items():
            if document < len(self._clauses):
                clause = self._clauses[document]
                if score > best[clause.measure][0]:
                    best[clause.measure] = (score, clause)
        ceiling = self._index.weight(topic)
        for title, number in self._titles.items():
            if title in text:  # the heading itself was typed: nothing beats it
                best[number] = (max(ceiling, best[number][0]) + ceiling, best[number][1])
        ordered = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))
        hits = tuple(Hit(number, clause.text, score) for number, (score, clause) in ordered)
        top = hits[0].score if hits else 0.0
        share = min(1.0, top / ceiling) if ceiling else 0.0
        lead = 1.0 if _ABOUT_MINORS.search(text) else _LEAST_LEAD
        enough = top >= _LEAST_SCORE or share >= _WHOLE
        known = enough and share >= _LEAST_SHARE and top >= outside * lead
        return Ranking(hits, known, share)

    def quote(self, number: int, text: str = "") -> str:
        """The measure's sentence nearest to a text; its first when none is near."""
        if text:
            return next(hit.quote for hit in self.rank(text).hits if hit.measure == number)
        return self._first[number].text
