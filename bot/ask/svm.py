"""Trains a linear classifier: one squared-hinge support vector machine a part, by dual coordinate descent.

Source of the method: C.-J. Hsieh, K.-W. Chang, C.-J. Lin, S. Keerthi, S. Sundararajan, "A dual coordinate
descent method for large-scale linear SVM", 2008. Plain Python: it runs when data change, never while asking.
"""

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ask.linear import Linear, packed
from bot.ask.wording import pairs

_ROUNDS = 15
_ENOUGH = 0.01  # the gap between the largest and smallest gradient at which a part is done
_SIGN = 0.5  # what a sign counts beside a text, whose length is 1


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a label; ``weight`` says how much it counts, ``signs`` what was seen in it besides grams.

    ``part`` is which part of its label it speaks for, where a label has several.
    """

    text: str
    label: int
    weight: float = 1.0
    signs: tuple[str, ...] = ()
    part: int = 1


def train(examples: Sequence[Example], about: str, *, slack: float = 2.0, faint: int = 0) -> Linear:
    """Train on examples; deterministic. ``about`` is kept in the file.

    ``slack`` is the machine's C, ``faint`` up to how many of 127 steps a weight is not kept.
    """
    grams = [pairs(example.text) for example in examples]
    seen = Counter(gram for bag in grams for gram in bag)
    count = len(examples)
    rarity = {gram: math.log((1 + count) / (1 + n)) + 1 for gram, n in seen.items()}
    names = [*seen, *dict.fromkeys(sign for example in examples for sign in example.signs)]
    position = {name: i + 1 for i, name in enumerate(names)}  # 0 is the bias
    rows = []
    for example, bag in zip(examples, grams, strict=True):
        norm = math.sqrt(sum(rarity[gram] ** 2 for gram in bag)) or 1.0
        row = [(0, 1.0), *((position[gram], rarity[gram] / norm) for gram in bag)]
        rows.append(row + [(position[sign], _SIGN) for sign in example.signs])
    said = [(example.label, example.part) for example in examples]
    parts = sorted(set(said))
    costs = [slack * example.weight for example in examples]
    vectors = [_machine(rows, [part == own for own in said], costs, len(names) + 1) for part in parts]
    weights = {name: [vector[position[name]] for vector in vectors] for name in names}
    for name in names:
        if name not in rarity:
            weights[name] = [_SIGN * weight for weight in weights[name]]
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
