"""BM25 over characters and pairs of characters: tells which of some short texts a question is about."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.ask.wording import grams

_K1 = 1.2
_B = 0.5


class Index:
    """An inverted index over documents, each a weighted bag of grams.

    Built once, read only. Document numbers are positions in the sequence given.
    """

    def __init__(self, documents: Sequence[Iterable[tuple[str, float]]]) -> None:
        """Index documents given as parts of (text, weight); a gram's weights in a document add up."""
        known: dict[str, tuple[str, ...]] = {}  # titles come again with each of their clauses
        bags = [self._bag(parts, known) for parts in documents]
        mean = sum(sum(bag.values()) for bag in bags) / max(len(bags), 1) or 1.0
        frequency = Counter(gram for bag in bags for gram in bag)
        count = len(bags)
        self._idf = {g: math.log(1 + (count - n + 0.5) / (n + 0.5)) for g, n in frequency.items()}
        self._unknown = math.log(1 + (count + 0.5) / 0.5)
        self._postings: dict[str, list[tuple[int, float]]] = {gram: [] for gram in frequency}
        for number, bag in enumerate(bags):
            length = _K1 * (1 - _B + _B * sum(bag.values()) / mean)
            for gram, weight in bag.items():
                self._postings[gram].append(
                    (number, self._idf[gram] * weight * (_K1 + 1) / (weight + length))
                )

    @staticmethod
    def _bag(parts: Iterable[tuple[str, float]], known: dict[str, tuple[str, ...]]) -> dict[str, float]:
        bag: dict[str, float] = {}
        for text, weight in parts:
            if text not in known:
                known[text] = tuple(grams(text))
            for gram in known[text]:
                bag[gram] = bag.get(gram, 0.0) + weight
        return bag

    def scores(self, text: str) -> dict[int, float]:
        """Score by document for those that share at least one gram with the text."""
        scores: dict[int, float] = {}
        for gram in dict.fromkeys(grams(text)):
            for number, weight in self._postings.get(gram, ()):
                scores[number] = scores.get(number, 0.0) + weight
        return scores

    def weight(self, text: str) -> float:
        """How much there is to find in a text: the summed rarity of its grams, known or not."""
        return sum(self._idf.get(gram, self._unknown) for gram in dict.fromkeys(grams(text)))
