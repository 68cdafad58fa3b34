"""Whether what is left of a question beside units, parts and numbers says anything at all.

People wrap a plain wish (what does this unit have to do?) in words that no list ends: who sent them, how
urgent it is, that they are new. Such words are told from a topic by two samples: how people ask for the tasks
of a unit (``frames.txt``), and what they ask about (the plan, its bank, what lies outside). A topic shows in
one place, however much is said around it, so the stretch that speaks most for one decides.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from bot.ask.wording import STOP, normal, topic_words

_RUNS = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]+")
_SCALE = 8.0  # the sample of frames is so much smaller than that of topics
_LEAST = 0.5  # keeps what was seen once, or never, from weighing too much
_UNSEEN = -0.7
_ANY_TOPIC = 0.3  # what remains of a word that goes with any topic
_FEW = 2  # measures that a telling word goes with
_GRAMMAR = 0.6
_OF_THE_PLAN = 6  # a word of the plan is a topic though nobody has asked about it yet
_ENOUGH = 1.8
_BY_CHANCE = 0.04  # a character: the longer people talk, the more there is that looks like a topic
_AT_MOST = 1.6

Sample = tuple[int, str]
"""A text and the number of the measure that it is about; 0 for none."""


class Framing:
    """Knows the empty words of a question from those that carry a topic."""

    def __init__(self, words: Iterable[Sample], asked: Iterable[Sample]) -> None:
        """Count the pairs in the words of a plan and in what is asked, beside those of the frames.

        Each text comes with a label, the measure it is about: what is said of any of them is no topic.
        """
        counts: Counter[tuple[str, int]] = Counter()
        for samples, times in ((words, _OF_THE_PLAN), (asked, 1)):
            for label, text in samples:
                for pair in _pairs(topic_words(normal(text))):
                    counts[pair, label] += times
        of_pair: dict[str, list[int]] = defaultdict(list)
        for (pair, _), count in counts.items():
            of_pair[pair].append(count)
        empty = _frames()
        self._weight = {
            pair: _weight(of_pair.get(pair, [0]), empty[pair], pair) for pair in of_pair.keys() | empty.keys()
        }

    def topical(self, text: str) -> float:
        """How much the most telling stretch of a normalised text speaks for a topic."""
        best = here = 0.0
        for pair in _pairs(text):
            here = max(0.0, here + self._weight.get(pair, _UNSEEN))
            best = max(best, here)
        return best

    def says_nothing(self, text: str) -> bool:
        """Whether a normalised text holds empty words alone."""
        return self.topical(text) < _ENOUGH + min(_AT_MOST, _BY_CHANCE * len(text))


@cache
def _frames() -> Counter[str]:
    text = Path(__file__).with_name("frames.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return Counter(pair for line in lines for pair in _pairs(normal(line)))


def _weight(by_label: list[int], empty: int, pair: str) -> float:
    """How much a pair speaks for a topic; less where it goes with any topic, or holds a word of grammar."""
    total = sum(by_label)
    weight = math.log((total + _LEAST) / (_SCALE * empty + _LEAST))
    if weight <= 0:
        return weight
    telling = sum(sorted(by_label)[-_FEW:]) / total
    return weight * (_ANY_TOPIC + (1 - _ANY_TOPIC) * telling) * (_GRAMMAR if STOP.intersection(pair) else 1)


def _pairs(text: str) -> list[str]:
    return [a + b for run in _RUNS.findall(text) for a, b in pairwise(run)]
