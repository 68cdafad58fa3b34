"""Trains a linear classifier: one squared-hinge support vector machine a part, by dual coordinate descent.

Source of the method: C.-J. Hsieh, K.-W. Chang, C.-J. Lin, S. Keerthi, S. Sundararajan, "A dual coordinate
descent method for large-scale linear SVM", 2008. Plain Python: it runs when data change, never while asking.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.ask.linear import Linear, packed
from bot.ask.wording import pairs

_ROUNDS = 15
_ENOUGH = 0.01  # the gap between the largest and smallest gradient at which a part is done


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a label; ``weight`` says how much it counts.

    ``part`` is which part of its label it speaks for, where a label has several.
    """

    text: str
    label: int
    weight: float = 1.0
    part: int = 1


def train(
    examples: Sequence[Example],
    about: str,
    *,
    slack: float = 2.0,
    read: Callable[[str], Collection[str]] = pairs,
    seen_in: int = 1,
    only: int | None = None,
    faint: int = 0,
) -> Linear:
    """Train on examples; deterministic. ``about`` is kept in the file.

    ``slack`` is the machine's C, ``faint`` up to how many of 127 steps a weight is not kept. ``read`` finds a
    text's grams; those in fewer than ``seen_in`` texts are left out. Where there are but two labels, ``only``
    names the one that is asked about.
    """
    bags = [read(example.text) for example in examples]
    seen = Counter(gram for bag in bags for gram in bag)
    count = len(examples)
    rarity = {gram: math.log((1 + count) / (1 + n)) + 1 for gram, n in seen.items() if n >= seen_in}
    position = {gram: i + 1 for i, gram in enumerate(rarity)}  # 0 is the bias
    rows = []
    for bag in bags:
        known = [gram for gram in bag if gram in rarity]
        norm = math.sqrt(sum(rarity[gram] ** 2 for gram in known)) or 1.0
        rows.append([(0, 1.0), *((position[gram], rarity[gram] / norm) for gram in known)])
    said = [(example.label, example.part) for example in examples]
    parts = [part for part in sorted(set(said)) if only in {None, part[0]}]
    costs = [slack * example.weight for example in examples]
    vectors = [_machine(rows, [part == own for own in said], costs, len(rarity) + 1) for part in parts]
    weights = {gram: [vector[at] for vector in vectors] for gram, at in position.items()}
    return packed(about, parts, [vector[0] for vector in vectors], rarity, weights, faint=faint)


def _machine(
    rows: Sequence[Sequence[tuple[int, float]]], yes: Sequence[bool], costs: Sequence[float], size: int
) -> list[float]:
    """The weights of one part against all others; place 0 is the bias.

    What lies far on its own side is left out of the rounds until nothing else changes ("shrinking").
    """
    vector = [0.0] * size
    alpha = [0.0] * len(rows)
    side = [1.0 if is_label else -1.0 for is_label in yes]
    ridge = [0.5 / cost for cost in costs]
    own = [sum(v * v for _, v in row) + r for row, r in zip(rows, ridge, strict=True)]
    every = list(range(len(rows)))
    order, far = every, math.inf
    shuffle = random.Random(0).shuffle  # noqa: S311  # an order, not a secret; the same one every time
    for _ in range(_ROUNDS):
        order = order[:]
        shuffle(order)
        kept: list[int] = []
        high, low = -math.inf, math.inf
        for i in order:
            row, y, before = rows[i], side[i], alpha[i]
            gradient = y * sum([vector[at] * value for at, value in row]) - 1.0 + ridge[i] * before
            if before == 0.0 and gradient > far:
                continue
            kept.append(i)
            projected = min(gradient, 0.0) if before == 0.0 else gradient
            high, low = max(high, projected), min(low, projected)
            if abs(projected) > 1e-9:
                alpha[i] = max(before - gradient / own[i], 0.0)
                change = (alpha[i] - before) * y
                for at, value in row:
                    vector[at] += change * value
        if high - low >= _ENOUGH:
            order, far = kept, high if high > 0.0 else math.inf
        elif len(order) == len(every):
            break
        else:
            order, far = every, math.inf
    return vector
