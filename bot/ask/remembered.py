"""How near a topic comes to what has been asked before, and whether that speaks for the plan.

The weights are those of a logistic regression on the bank itself (2,812 questions of the plan, 1,273 beside
it), each question judged by what was trained on two thirds without it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bot.ask.bank import Bank
from bot.ask.index import bag
from bot.ask.postings import Postings
from bot.ask.wording import normal

OUTSIDE = 0
"""The label of what lies outside the plan; no measure has this number."""

_LEAST = -0.8  # from here on a question is the plan's; log odds


class Remembered:
    """The bank's questions, found by their wording."""

    def __init__(self, bank: Bank) -> None:
        """Index the bank."""
        known = [(asked.measure, asked.clause, asked.text) for asked in bank.asked]
        known += [(OUTSIDE, 1, text) for text in bank.outside]
        known.sort(key=lambda one: one[:2])  # those about one clause in a row
        self._begins = [i for i, one in enumerate(known) if not i or known[i - 1][:2] != one[:2]]
        self._clauses = [known[i][:2] for i in self._begins]
        self._postings = Postings(bag((), 0.0, (normal(text), 1.0)) for _, _, text in known)

    def nearest(self, topic: str) -> dict[tuple[int, int], float]:
        """By measure (or :data:`OUTSIDE`) and clause, how near its nearest question comes to a topic."""
        if not self._begins:
            return {}
        best = np.maximum.reduceat(self._postings.scores(topic), self._begins).tolist()
        return {clause: score for clause, score in zip(self._clauses, best, strict=True) if score}


def by_measure(nearest: Mapping[tuple[int, int], float]) -> dict[int, float]:
    """The best score of each measure's clauses."""
    best: dict[int, float] = {}
    for (label, _), score in nearest.items():
        best[label] = max(score, best.get(label, 0.0))
    return best


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a question being the plan's.

    ``judged`` the classifier's scores, ``nearest`` those of the questions remembered, ``words`` the best
    score of the plan's own words, ``familiar`` the share of the question's characters and pairs that the
    classifier knows, ``minors`` whether it speaks of them or of schools.
    """

    judged: Mapping[int, float]
    nearest: Mapping[int, float]
    words: float
    familiar: float
    minors: bool

    @property
    def of_the_plan(self) -> bool:
        """Whether the plan is likely to answer it; doubt counts for the plan."""
        best = max(score for label, score in self.judged.items() if label != OUTSIDE)
        near = max((score for label, score in self.nearest.items() if label != OUTSIDE), default=0.0)
        return (
            3.43 * (best - self.judged[OUTSIDE])
            - 3.19 * best
            + 0.102 * self.words
            + 0.063 * (near - self.nearest.get(OUTSIDE, 0.0))
            + 4.78 * self.familiar
            + 1.33 * self.minors
            - 7.77
            > _LEAST
        )
