"""A trained judge of names: where one could stand, the traits of the place are weighed.

The weights stand in ``names.model`` beside this module, made by :mod:`bot.privacy.train`. What reads them
needs nothing but the standard library. The judge is asked for what no rule has found, and only speaks up when
sure.
"""

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from math import inf
from pathlib import Path

from bot.privacy.candidates import Span, places
from bot.privacy.traits import EDGE, around, formed, near, padded, touching

PATH = Path(__file__).with_name("names.model")
SURE = 0.25
"""What a span must weigh to be taken for a name."""
AROUND = 0.5
"""What a trait of the clause counts beside one close to the span."""
_TOO_LITTLE, _NO_HOPE = -0.5, -1.2
"""What the characters that touch a span weigh at least, and what they do together with how it is made: of
names that weigh enough in the end, one in a hundred has less."""

_FAINT = 1
"""Up to how many of 127 steps a weight is not kept."""

OfChild = Callable[[int, int], bool]


class Judge:
    """Judges one message, whatever stage of masking it is at; remembers the surroundings it has weighed."""

    def __init__(self) -> None:
        self._weighed: dict[str, float] = {}

    def names(self, text: str, of_child: OfChild) -> Iterator[Span]:
        """Names in a folded text where what is known stands as marks; the surest first, none overlapping.

        ``of_child`` tells whether the sentence around a span talks of a child.
        """
        weights, plain = _model()[1], padded(text)
        found: list[tuple[float, Span]] = []
        for start, end in places(text):
            at = start + EDGE, end + EDGE
            window = plain[start : end + 2 * EDGE]
            weight = self._weighed.get(window)
            if weight is None:
                weight = weigh(weights, touching(plain, *at))
                weight = weight + weigh(weights, formed(plain, *at)) if weight >= _TOO_LITTLE else -inf
                self._weighed[window] = weight
            if weight >= _NO_HOPE:
                weight += weigh(weights, near(plain, *at, of_child(start, end)))
                weight += AROUND * weigh(weights, around(plain, *at))
                if weight >= SURE:
                    found.append((weight, (start, end)))
        taken: set[int] = set()
        for _, (start, end) in sorted(found, reverse=True):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                yield start, end


def weigh(weights: Mapping[str, float], traits: Iterable[str]) -> float:
    """What traits weigh together."""
    return sum([weights.get(trait, 0.0) for trait in traits])


def about() -> str:
    """A mark of what the judge was trained on."""
    return _model()[0]


def save(path: Path, mark: str, weights: Mapping[str, float]) -> None:
    """Write weights, each in one of 255 steps; the faintest are left out."""
    step = max(map(abs, weights.values()), default=1.0) / 127
    rounded = {trait: round(weights[trait] / step) for trait in sorted(weights)}
    kept = {trait: weight for trait, weight in rounded.items() if abs(weight) > _FAINT}
    head = json.dumps({"about": mark, "step": step, "traits": list(kept)}, ensure_ascii=False)
    path.write_bytes(zlib.compress(head.encode() + b"\0" + array("b", kept.values()).tobytes(), 9))


def load(path: Path) -> tuple[str, dict[str, float]]:
    """The mark and the weights of a file. Raises OSError without one, ValueError where it is damaged."""
    try:
        head, _, body = zlib.decompress(path.read_bytes()).partition(b"\0")
        said = json.loads(head)
        step, weights = said["step"], array("b", body)
        return said["about"], {
            trait: step * weight for trait, weight in zip(said["traits"], weights, strict=True)
        }
    except (zlib.error, KeyError, TypeError) as error:
        raise ValueError(f"{path}: {error}") from error


@cache
def _model() -> tuple[str, dict[str, float]]:
    return load(PATH)
