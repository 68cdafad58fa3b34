"""Finds measures among those of many plans at once, where nobody has said which plan is meant.

The same BM25 over clauses and everyday words as within one plan, with its postings in flat arrays, so that a
province's plans are searched in milliseconds.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bot.ask.clauses import clauses_of
from bot.ask.index import clause_bag
from bot.ask.postings import Postings, Scores
from bot.ask.wording import normal, topic_words
from bot.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Place:
    """A measure of one of many plans with the sentence that was found; ``score`` is BM25's own."""

    plan: str
    measure: int
    quote: str
    score: float


class Library:
    """The measures of many plans in one index. Built once, read only."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        """Index every clause of every plan."""
        self._measures: list[tuple[str, int]] = []
        self._quotes: list[str] = []
        self._begins = array("q")
        self._postings = Postings(self._documents(plans))

    def _documents(self, plans: Iterable[Plan]) -> Iterator[Mapping[str, float]]:
        for plan in plans:
            for measure in plan.measures:
                self._begins.append(len(self._quotes))
                self._measures.append((plan.id, measure.number))
                for clause in clauses_of(measure):
                    self._quotes.append(clause.text)
                    yield clause_bag(clause.text, measure.title)

    @property
    def size(self) -> int:
        """Bytes that the postings take."""
        return self._postings.size

    def find(self, question: str, count: int = 5) -> list[Place]:
        """The measures whose best clause fits a question best, best first; none where no word is shared."""
        text = normal(question)
        scores = self._postings.scores(topic_words(text) or text)
        if not scores.any():
            return []
        best = np.maximum.reduceat(scores, self._begins)
        first = np.argpartition(-best, min(count, len(best) - 1))[:count]
        return [
            self._place(int(i), scores) for i in sorted(first, key=lambda i: (-best[i], i)) if best[i] > 0
        ]

    def _place(self, at: int, scores: Scores) -> Place:
        begin = int(self._begins[at])
        end = int(self._begins[at + 1]) if at + 1 < len(self._begins) else len(self._quotes)
        clause = begin + int(np.argmax(scores[begin:end]))
        plan, measure = self._measures[at]
        return Place(plan, measure, self._quotes[clause], float(scores[clause]))
