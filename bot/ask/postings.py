"""BM25 over thousands of short documents, with its postings in flat arrays.

The same scores as :mod:`bot.ask.index`, for where there are so many documents that adding them one by one
takes longer than a question may.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.ask.index import K1, B
from bot.ask.wording import grams

_FEW = 10  # documents that a gram always tells from the rest

Scores = npt.NDArray[np.float32]


class Postings:
    """An inverted index over documents, each a weighted bag of grams. Built once, read only."""

    def __init__(self, documents: Iterable[Mapping[str, float]], telling: float = 1.0) -> None:
        """Index documents given as bags of grams, see :func:`bot.ask.index.bag`.

        A gram that more than the share ``telling`` of many hold is not looked for.
        """
        self._number: dict[str, int] = {}
        grams_seen, places, weights, lengths = array("I"), array("I"), array("f"), array("f")
        for place, document in enumerate(documents):
            lengths.append(sum(document.values()))
            for gram, weight in document.items():
                grams_seen.append(self._number.setdefault(gram, len(self._number)))
                places.append(place)
                weights.append(weight)
        self._count = len(lengths)
        gram_of = np.asarray(grams_seen, dtype=np.int64)
        order = np.argsort(gram_of, kind="stable")
        gram_of, place_of = gram_of[order], np.asarray(places, dtype=np.uint32)[order]
        weight_of, length_of = np.asarray(weights, dtype=np.float32)[order], np.asarray(lengths)
        held_by = np.bincount(gram_of, minlength=len(self._number))
        rarity = np.log(1 + (self._count - held_by + 0.5) / (held_by + 0.5)).astype(np.float32)
        length = (K1 * (1 - B + B * length_of / (length_of.mean() if self._count else 1))).astype(np.float32)
        self._places = place_of
        self._weights: Scores = weight_of * (K1 + 1) / (weight_of + length[place_of]) * rarity[gram_of]
        self._ends: list[int] = np.cumsum(held_by).tolist()
        common = held_by > max(_FEW, telling * self._count)
        self._number = {gram: number for gram, number in self._number.items() if not common[number]}

    @property
    def size(self) -> int:
        """Bytes that the postings take."""
        return self._places.nbytes + self._weights.nbytes

    def scores(self, text: str) -> Scores:
        """The score of every document; 0 for those that share no gram with the text."""
        scores = np.zeros(self._count, dtype=np.float32)
        for gram in dict.fromkeys(grams(text)):
            if (number := self._number.get(gram)) is not None:
                held = slice(self._ends[number - 1] if number else 0, self._ends[number])
                scores[self._places[held]] += self._weights[held]
        return scores

    def best(self, text: str, begins: Sequence[int]) -> list[float]:
        """The best score in each row of documents, the rows beginning at these."""
        found: list[float] = np.maximum.reduceat(self.scores(text), begins).tolist()
        return found
