"""A linear classifier over characters and pairs of characters, read from a small file.

The file is made by :mod:`bot.ask.train`. A label may have several parts, each with weights of its own: a
measure's clauses are asked about in quite different words. What reads it needs nothing but the standard
library and takes a few hundredths of a second.
"""

import json
import math
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

_LEVELS = 127  # of a signed byte

Part = tuple[int, int]
"""A label and which of its parts."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Scores a text for each label: above 0 it speaks for the label, below against it.

    ``rarity`` is a gram's inverse document frequency in steps of ``rarity_step``. A gram's weights are those
    from its ``start`` to the next one's, in steps of ``weight_step``, each for the part of ``parts`` that
    ``column`` says.
    """

    parts: tuple[Part, ...]
    about: str
    bias: tuple[float, ...]
    row: Mapping[str, int]
    rarity: "array[int]"
    rarity_step: float
    start: Sequence[int]
    column: "array[int]"
    weights: "array[int]"
    weight_step: float

    def scores(self, grams: Iterable[str]) -> dict[int, float]:
        """The score of each label: that of its part which the text speaks for most."""
        sums, step = self._sums(grams)
        best: dict[int, float] = {}
        for (label, _), value, bias in zip(self.parts, sums, self.bias, strict=True):
            score = value * step + bias
            if label not in best or score > best[label]:
                best[label] = score
        return best

    def of_parts(self, grams: Iterable[str]) -> dict[Part, float]:
        """The score of each part for a text's grams, each once."""
        sums, step = self._sums(grams)
        return {
            part: value * step + bias for part, value, bias in zip(self.parts, sums, self.bias, strict=True)
        }

    def _sums(self, grams: Iterable[str]) -> tuple[list[float], float]:
        """What a text's grams weigh for each part, and the step in which that is counted."""
        sums = [0.0] * len(self.parts)
        length = 0.0
        row, rarities, start, columns, weights = self.row, self.rarity, self.start, self.column, self.weights
        for gram in grams:
            at = row.get(gram)
            if at is None:
                continue
            rarity = rarities[at] * self.rarity_step
            length += rarity * rarity
            for i in range(start[at], start[at + 1]):
                sums[columns[i]] += weights[i] * rarity
        return sums, self.weight_step / (math.sqrt(length) or 1.0)

    @classmethod
    def load(cls, path: Path) -> "Linear":
        """Read a file. Raises OSError where there is none, ValueError where it is damaged."""
        try:
            head, _, body = zlib.decompress(path.read_bytes()).partition(b"\n")
            said = json.loads(head)
            grams: list[str] = said["grams"]
            parts = tuple((label, part) for label, part in said["parts"])
            count = len(grams)
            rarity, weights = array("B", body[:count]), array("b")
            start = tuple(accumulate(_shorts(body[count : 3 * count]), initial=0))
            end = 3 * count + 2 * start[-1]
            column = _shorts(body[3 * count : end])
            weights.frombytes(body[end:])
            row = {gram: i for i, gram in enumerate(grams)}
            bias, steps = tuple(said["bias"]), (said["rarity_step"], said["weight_step"])
            found = cls(parts, said["about"], bias, row, rarity, steps[0], start, column, weights, steps[1])
        except (zlib.error, KeyError, TypeError, UnicodeDecodeError, ValueError) as error:
            raise ValueError(f"{path}: {error}") from error
        if len(found.weights) != start[-1] or max(column, default=0) >= len(parts):
            raise ValueError(f"{path}: cut short")
        return found

    def save(self, path: Path) -> None:
        """Write the file; the same classifier always gives the same bytes."""
        said = {
            "about": self.about,
            "parts": self.parts,
            "bias": self.bias,
            "rarity_step": self.rarity_step,
            "weight_step": self.weight_step,
            "grams": list(self.row),
        }
        head = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        each = array("H", [end - first for first, end in pairwise(self.start)])
        body = self.rarity.tobytes() + _bytes(each) + _bytes(self.column) + self.weights.tobytes()
        path.write_bytes(zlib.compress(head + b"\n" + body, 9))


def _bytes(shorts: "array[int]") -> bytes:
    """Numbers of two bytes, the lower one first on every machine."""
    swapped = shorts[:]
    if sys.byteorder == "big":
        swapped.byteswap()
    return swapped.tobytes()


def _shorts(data: bytes) -> "array[int]":
    found = array("H")
    found.frombytes(data)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def best_of_parts(scores: Mapping[Part, float]) -> dict[int, float]:
    """The best score of each label's parts."""
    best: dict[int, float] = {}
    for (label, _), score in scores.items():
        best[label] = max(score, best.get(label, score))
    return best


def packed(
    about: str,
    parts: Iterable[Part],
    bias: Iterable[float],
    rarity: Mapping[str, float],
    weights: Mapping[str, list[float]],
    *,
    faint: int = 0,
) -> Linear:
    """A classifier from real numbers, each rounded to one of 255 steps; those up to ``faint`` are dropped."""
    step = max((abs(w) for row in weights.values() for w in row), default=1.0) / _LEVELS
    rarity_step = max(rarity.values(), default=1.0) / 255
    rounded = {gram: [round(w / step) for w in row] for gram, row in weights.items()}
    seen = {gram: [(i, w) for i, w in enumerate(row) if abs(w) > faint] for gram, row in rounded.items()}
    kept = sorted(gram for gram, row in seen.items() if row)
    return Linear(
        parts=tuple(parts),
        about=about,
        bias=tuple(round(value, 5) for value in bias),
        row={gram: i for i, gram in enumerate(kept)},
        rarity=array("B", [max(1, round(rarity[g] / rarity_step)) for g in kept]),
        rarity_step=rarity_step,
        start=tuple(accumulate((len(seen[gram]) for gram in kept), initial=0)),
        column=array("H", [i for gram in kept for i, _ in seen[gram]]),
        weights=array("b", [w for gram in kept for _, w in seen[gram]]),
        weight_step=step,
    )
