"""A linear classifier over characters and pairs of characters, read from a small file.

The file is made by :mod:`bot.ask.train`. One byte a weight: a gram's rarity, then its weight for each
label. What reads it needs nothing but the standard library and takes a few hundredths of a second.
"""

import json
import math
import zlib
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_LEVELS = 127  # of a signed byte


@dataclass(frozen=True, slots=True)
class Linear:
    """Scores a text for each label: above 0 it speaks for the label, below against it.

    ``rarity`` is a gram's inverse document frequency in steps of ``rarity_step``; ``weights`` holds
    ``len(labels)`` steps of ``weight_step`` a gram, in the order of ``row``.
    """

    labels: tuple[int, ...]
    about: str
    bias: tuple[float, ...]
    row: Mapping[str, int]
    rarity: "array[int]"
    rarity_step: float
    weights: "array[int]"
    weight_step: float

    def scores(self, grams: Iterable[str]) -> dict[int, float]:
        """The score of each label for a text's grams, each once."""
        size = len(self.labels)
        sums = [0.0] * size
        length = 0.0
        row, rarities, weights = self.row, self.rarity, self.weights
        for gram in grams:
            at = row.get(gram)
            if at is None:
                continue
            rarity = rarities[at] * self.rarity_step
            length += rarity * rarity
            if size == 1:
                sums[0] += weights[at] * rarity
                continue
            for i, weight in enumerate(weights[at * size : (at + 1) * size]):
                if weight:
                    sums[i] += weight * rarity
        step = self.weight_step / (math.sqrt(length) or 1.0)
        return {
            label: value * step + bias
            for label, value, bias in zip(self.labels, sums, self.bias, strict=True)
        }

    @classmethod
    def load(cls, path: Path) -> "Linear":
        """Read a file. Raises OSError where there is none, ValueError where it is damaged."""
        try:
            head, _, body = zlib.decompress(path.read_bytes()).partition(b"\n")
            said = json.loads(head)
            grams: list[str] = said["grams"]
            labels = tuple(said["labels"])
            weights, rarity = array("b"), array("B")
            rarity.frombytes(body[: len(grams)])
            weights.frombytes(body[len(grams) :])
            row = {gram: i for i, gram in enumerate(grams)}
            steps = said["rarity_step"], said["weight_step"]
            found = cls(labels, said["about"], tuple(said["bias"]), row, rarity, steps[0], weights, steps[1])
        except (zlib.error, KeyError, TypeError, UnicodeDecodeError, ValueError) as error:
            raise ValueError(f"{path}: {error}") from error
        if len(found.weights) != len(found.row) * len(found.labels):
            raise ValueError(f"{path}: cut short")
        return found

    def save(self, path: Path) -> None:
        """Write the file; the same classifier always gives the same bytes."""
        said = {
            "about": self.about,
            "labels": self.labels,
            "bias": self.bias,
            "rarity_step": self.rarity_step,
            "weight_step": self.weight_step,
            "grams": list(self.row),
        }
        head = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
        path.write_bytes(zlib.compress(head + b"\n" + self.rarity.tobytes() + self.weights.tobytes(), 9))


def packed(
    about: str,
    labels: Iterable[int],
    bias: Iterable[float],
    rarity: Mapping[str, float],
    weights: Mapping[str, list[float]],
) -> Linear:
    """A classifier from real numbers, each rounded to one of 255 steps; what weighs nothing is dropped."""
    step = max((abs(w) for row in weights.values() for w in row), default=1.0) / _LEVELS
    rarity_step = max(rarity.values(), default=1.0) / 255
    rounded = {gram: [round(w / step) for w in row] for gram, row in weights.items()}
    kept = sorted(gram for gram, row in rounded.items() if any(row))
    return Linear(
        labels=tuple(labels),
        about=about,
        bias=tuple(round(value, 5) for value in bias),
        row={gram: i for i, gram in enumerate(kept)},
        rarity=array("B", [max(1, round(rarity[g] / rarity_step)) for g in kept]),
        rarity_step=rarity_step,
        weights=array("b", [w for gram in kept for w in rounded[gram]]),
        weight_step=step,
    )
