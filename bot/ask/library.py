"""Finds measures among those of many plans at once, where nobody has said which plan is meant.

The same BM25 over clauses and everyday words as within one plan, with its postings in flat arrays, so that a
province's plans are searched in milliseconds.
"""

import math
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.ask.clauses import clauses_of
from bot.ask.index import K1, B, clause_bag
from bot.ask.wording import grams, normal, topic_words
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
        begins = array("q")
        found: dict[str, tuple[array[int], array[float]]] = {}
        lengths = array("f")
        for plan in plans:
            for measure in plan.measures:
                begins.append(len(self._quotes))
                self._measures.append((plan.id, measure.number))
                for clause in clauses_of(measure):
                    document = clause_bag(clause.text, measure.title)
                    _enter(document, len(self._quotes), found)
                    self._quotes.append(clause.text)
                    lengths.append(sum(document.values()))
        self._begins = np.asarray(begins, dtype=np.int64)
        mean = float(np.mean(lengths)) if lengths else 1.0
        length = K1 * (1 - B + B * np.asarray(lengths, dtype=np.float32) / mean)
        self._postings = {
            gram: (np.asarray(places, dtype=np.uint32), self._weights(places, weights, length))
            for gram, (places, weights) in found.items()
        }

    def _weights(
        self, places: "array[int]", weights: "array[float]", length: npt.NDArray[np.float32]
    ) -> npt.NDArray[np.float32]:
        """What each document of a gram scores by it."""
        count = len(self._quotes)
        rarity = math.log(1 + (count - len(places) + 0.5) / (len(places) + 0.5))
        weight = np.asarray(weights, dtype=np.float32)
        share: npt.NDArray[np.float32] = weight * (K1 + 1) / (weight + length[np.asarray(places)])
        return np.multiply(share, rarity, dtype=np.float32)

    @property
    def size(self) -> int:
        """Bytes that the postings take."""
        return sum(places.nbytes + weights.nbytes for places, weights in self._postings.values())

    def find(self, question: str, count: int = 5) -> list[Place]:
        """The measures whose best clause fits a question best, best first; none where no word is shared."""
        text = normal(question)
        scores = np.zeros(len(self._quotes), dtype=np.float32)
        for gram in dict.fromkeys(grams(topic_words(text) or text)):
            if (posting := self._postings.get(gram)) is not None:
                scores[posting[0]] += posting[1]
        if not scores.any():
            return []
        best = np.maximum.reduceat(scores, self._begins)
        first = np.argpartition(-best, min(count, len(best) - 1))[:count]
        return [
            self._place(int(i), scores) for i in sorted(first, key=lambda i: (-best[i], i)) if best[i] > 0
        ]

    def _place(self, at: int, scores: npt.NDArray[np.float32]) -> Place:
        begin = int(self._begins[at])
        end = int(self._begins[at + 1]) if at + 1 < len(self._begins) else len(self._quotes)
        clause = begin + int(np.argmax(scores[begin:end]))
        plan, measure = self._measures[at]
        return Place(plan, measure, self._quotes[clause], float(scores[clause]))


def _enter(
    document: Mapping[str, float], place: int, found: dict[str, tuple["array[int]", "array[float]"]]
) -> None:
    for gram, weight in document.items():
        if gram not in found:
            found[gram] = (array("I"), array("f"))
        places, weights = found[gram]
        places.append(place)
        weights.append(weight)
