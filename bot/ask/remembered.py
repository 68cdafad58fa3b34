"""How near a topic comes to what has been asked before, and whether that speaks for the plan.

The weights are those of a logistic regression on the bank itself (4,709 questions of the plan, 1,991 beside
it), each question judged by what was trained on two thirds without it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.ask.bank import Bank
from bot.ask.index import bag
from bot.ask.linear import Part
from bot.ask.wording import normal

if TYPE_CHECKING:
    from bot.ask.postings import Postings

OUTSIDE = 0
"""The label of what lies outside the plan; no measure has this number."""

_LEAST = -1.0  # from here on a question is the plan's; log odds
_LONG = 20  # characters beyond which length says nothing more
_TELLING = 0.02  # of the bank's questions: a gram that more of them hold tells none apart


class Remembered:
    """The bank's questions, found by their wording."""

    def __init__(self, bank: Bank) -> None:
        """Keep the bank; it is indexed for the first topic."""
        known = [(asked.measure, asked.clause, asked.text) for asked in bank.asked]
        known += [(OUTSIDE, 1, text) for text in bank.outside]
        known.sort(key=lambda one: one[:2])  # those about one clause in a row
        self._begins = [i for i, one in enumerate(known) if not i or known[i - 1][:2] != one[:2]]
        self._clauses = [known[i][:2] for i in self._begins]
        self._texts = [text for _, _, text in known]

    def nearest(self, topic: str) -> dict[Part, float]:
        """By measure (or :data:`OUTSIDE`) and clause, how near its nearest question comes to a topic."""
        if not self._begins:
            return {}
        best = self._postings.best(topic, self._begins)
        return {clause: score for clause, score in zip(self._clauses, best, strict=True) if score}

    @cached_property
    def _postings(self) -> "Postings":
        from bot.ask.postings import Postings

        return Postings((bag((), 0.0, (normal(text), 1.0)) for text in self._texts), _TELLING)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a question being the plan's.

    ``judged`` the classifier's scores, ``nearest`` those of the questions remembered, ``share`` how much of
    the topic the plan's own words account for, ``familiar`` the share of the question's characters and
    pairs that the classifier knows, ``minors`` whether it speaks of them or of schools, ``length`` its
    characters.
    """

    judged: Mapping[int, float]
    nearest: Mapping[int, float]
    share: float
    familiar: float
    minors: bool
    length: int

    @property
    def of_the_plan(self) -> bool:
        """Whether the plan is likely to answer it; doubt counts for the plan."""
        best = max(score for label, score in self.judged.items() if label != OUTSIDE)
        near = max((score for label, score in self.nearest.items() if label != OUTSIDE), default=0.0)
        long = math.log(1 + min(self.length, _LONG))
        return (
            1.92 * best
            - 4.09 * self.judged[OUTSIDE]
            + 0.044 * (near - self.nearest.get(OUTSIDE, 0.0))
            + 4.91 * self.familiar
            + 0.69 * self.minors
            + 3.73 * self.share
            + 2.63 * long
            - 13.42
            > _LEAST
        )
