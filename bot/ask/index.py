"""BM25 over characters and pairs of characters: tells which of some short texts a question is about."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from bot.ask.synonyms import everyday_grams
from bot.ask.wording import grams, normal

K1 = 1.2
B = 0.5
# Weights of what a clause can be found by, beside its own words at 1.
_TITLE = 0.3
_EVERYDAY = 1.0


def bag(everyday: Iterable[str], weight: float, *parts: tuple[str, float]) -> dict[str, float]:
    """A document: grams of everyday words, each once at one weight, and texts whose weights add up."""
    found = dict.fromkeys(everyday, weight)
    for text, of_text in parts:
        for gram in grams(text):
            found[gram] = found.get(gram, 0.0) + of_text
    return found


def clause_bag(clause: str, title: str) -> dict[str, float]:
    """A clause as it is found: its own words, everyday words for them, and its measure's title."""
    text = normal(clause)
    return bag(everyday_grams(text), _EVERYDAY, (text, 1.0), (normal(title), _TITLE))


class Index:
    """An inverted index over documents, each a weighted bag of grams.

    Built once, read only. Document numbers are positions in the sequence given.
    """

    def __init__(self, bags: Sequence[Mapping[str, float]]) -> None:
        """Index documents given as bags of grams, see :func:`bag`."""
        mean = sum(sum(document.values()) for document in bags) / max(len(bags), 1) or 1.0
        frequency = Counter(chain.from_iterable(bags))
        count = len(bags)
        self._idf = {g: math.log(1 + (count - n + 0.5) / (n + 0.5)) for g, n in frequency.items()}
        self._unknown = math.log(1 + (count + 0.5) / 0.5)
        self._postings: dict[str, list[tuple[int, float]]] = {gram: [] for gram in frequency}
        for number, document in enumerate(bags):
            length = K1 * (1 - B + B * sum(document.values()) / mean)
            for gram, weight in document.items():
                share = weight * (K1 + 1) / (weight + length)
                self._postings[gram].append((number, self._idf[gram] * share))

    def scores(self, text: str) -> dict[int, float]:
        """Score by document for those that share at least one gram with the text."""
        scores: dict[int, float] = {}
        for gram in dict.fromkeys(grams(text)):
            for number, weight in self._postings.get(gram, ()):
                scores[number] = scores.get(number, 0.0) + weight
        return scores

    def weight(self, text: str, unknown: float = 1.0) -> float:
        """How much there is to find in a text: the rarity of its grams, the unknown at a share."""
        rarest = self._unknown * unknown
        return sum(self._idf.get(gram, rarest) for gram in dict.fromkeys(grams(text)))
