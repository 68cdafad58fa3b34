"""Whether what is left of a question beside units, parts and numbers says anything at all.

People wrap a plain wish (what does this unit have to do?) in words that no list ends: who sent them, how
urgent it is, that they are new. Such words are told from a topic by two samples: how people ask for the tasks
of a unit (``frames.txt``), and what they ask about (the plan, its bank, what lies outside). A topic shows in
one place, however much is said around it, so the stretch that speaks most for one decides.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

from bot.ask.wording import STOP, normal
from bot.patterns import late

_RUNS = late(r"[a-z0-9]+|[\u4e00-\u9fff]+")
_SCALE = 8.0  # the sample of frames is so much smaller than that of topics
_LEAST = 0.5  # keeps what was seen once, or never, from weighing too much
_UNSEEN = -0.7
_ANY_TOPIC = 0.3  # what remains of a word that goes with any topic
_FEW = 2  # measures that a telling word goes with
_GRAMMAR = 0.6
_OF_THE_PLAN = 6  # a word of the plan is a topic though nobody has asked about it yet
_ENOUGH = 2.0
_BY_CHANCE = 0.04  # a character: the longer people talk, the more there is that looks like a topic
_AT_MOST = 1.6
_STRANGE = 1  # pairs that are nobody's in what says nothing, at most

Sample = tuple[int, str]
"""A text and the number of the measure that it is about; 0 for none."""


class Framing:
    """Knows the empty words of a question from those that carry a topic."""

    def __init__(self, title: str, words: Iterable[Sample], asked: Iterable[Sample]) -> None:
        """Count the pairs in the words of a plan and in what is asked, beside those of the frames.

        Each text comes with a label, the measure it is about: what is said of any of them is no topic, nor
        is what the plan as a whole is called.
        """
        self._title = title
        self._words = tuple(words)
        self._asked = tuple(asked)
        self._weights: dict[str, float] = {}

    @cached_property
    def _empty(self) -> Counter[str]:
        return _empty() + Counter(_pairs(normal(self._title)) * _OF_THE_PLAN)

    @cached_property
    def _by_label(self) -> tuple[Counter[str], ...]:
        """The pairs of each label; counted when the first question names a unit or a part."""
        counted: dict[int, Counter[str]] = defaultdict(Counter)
        for label, text in self._asked:
            counted[label].update(_pairs(normal(text)))
        for label, text in self._words:
            counted[label].update(_pairs(normal(text)) * _OF_THE_PLAN)
        return tuple(counted.values())

    def topical(self, text: str) -> float:
        """How much the most telling stretch of a normalised text speaks for a topic."""
        best = here = 0.0
        pairs = _pairs(text)
        weights = {pair: self._weight(pair) for pair in set(pairs)}
        for pair in pairs:
            here = max(0.0, here + weights[pair])
            best = max(best, here)
        return best

    def says_nothing(self, text: str, *, surely: bool = False) -> bool:
        """Whether a normalised text holds empty words alone.

        Words that nobody has used yet may be either; they are taken for empty where it is ``surely`` known
        what is asked for.
        """
        if self.topical(text) >= _ENOUGH + min(_AT_MOST, _BY_CHANCE * len(text)):
            return False
        return surely or self._strange(text) <= _STRANGE

    def _strange(self, text: str) -> int:
        """How many pairs of a text are no empty words that are known, nor a word of grammar."""
        return sum(
            not self._empty[pair] and not STOP.intersection(pair) and not pair.isascii()
            for pair in _pairs(text)
        )

    def _weight(self, pair: str) -> float:
        """How much a pair speaks for a topic; less where it goes with any, or holds a word of grammar."""
        known = self._weights.get(pair)
        if known is not None:
            return known
        counts = sorted(counted[pair] for counted in self._by_label)
        total, empty = sum(counts), self._empty[pair]
        if not total and not empty:
            return _UNSEEN  # not kept: there is no end of those
        weight = math.log((total + _LEAST) / (_SCALE * empty + _LEAST))
        if weight > 0:
            telling = sum(counts[-_FEW:]) / total
            weight *= _ANY_TOPIC + (1 - _ANY_TOPIC) * telling
            weight *= _GRAMMAR if STOP.intersection(pair) else 1
        self._weights[pair] = weight
        return weight


@cache
def frames() -> tuple[str, ...]:
    """The sample of empty words, normalised."""
    text = Path(__file__).with_name("frames.txt").read_text("utf-8")
    return tuple(normal(line) for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _empty() -> Counter[str]:
    return Counter(pair for line in frames() for pair in _pairs(line))


def _pairs(text: str) -> list[str]:
    return [a + b for run in _RUNS.findall(text) for a, b in pairwise(run)]
