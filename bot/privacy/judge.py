"""A trained judge of names: where one could stand, the traits of the place are weighed.

The weights stand in ``names.model`` beside this module, made by :mod:`bot.privacy.train`. What reads them
needs nothing but the standard library. The judge sees what no rule has taken, and only speaks up when sure.
"""

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from bot.privacy.traits import EDGE, Span, age, around, near, padded, places

PATH = Path(__file__).with_name("names.model")
SURE = 1.5
"""What a span must weigh to be taken for a name."""
AROUND = 0.5
"""What a trait of the clause counts beside one close to the span."""
_NO_HOPE = SURE - 2.5  # the rest of a clause does not make up for that

OfChild = Callable[[int, int], bool]


def judged(text: str, free: bytearray, of_child: OfChild) -> Iterator[Span]:
    """Names in a folded text where ``free`` tells that none is known yet; the surest first, none overlapping.

    ``of_child`` tells whether the sentence around a span talks of a child.
    """
    _, weights = _model()
    plain = padded(text)
    seen: dict[tuple[str, bool, str, int], float] = {}  # the same surroundings often come again
    found: list[tuple[float, Span]] = []
    for start, end in places(text):
        if 0 in free[start:end]:
            continue
        child = of_child(start, end)
        aged = age(plain, end + EDGE)
        key = (plain[start : end + 2 * EDGE], child, aged, end - start)
        weight = seen.get(key)
        if weight is None:
            weight = weigh(weights, near(plain, start + EDGE, end + EDGE, child, aged))
            seen[key] = weight
        if weight > _NO_HOPE:
            weight += AROUND * weigh(weights, around(plain, start + EDGE, end + EDGE))
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
    """Write weights, each in one of 255 steps; those that round to nothing are left out."""
    step = max(map(abs, weights.values()), default=1.0) / 127
    rounded = {trait: round(weights[trait] / step) for trait in sorted(weights)}
    kept = {trait: weight for trait, weight in rounded.items() if weight}
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
