"""Trains the judge of names: ``python -m bot.privacy.train .`` in the project's folder.

Run it after the labelled messages in ``tests/privacy``, or ``named.txt`` or ``unnamed.txt`` beside this
module, have changed; a test says when that was forgotten. Takes half a minute and writes ``names.model``
beside this module. ``python -m bot.privacy.train . sixth some.model`` leaves out the files whose name holds a
word and writes elsewhere: so the judge is measured on what it never saw.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.privacy.candidates import Span, places
from bot.privacy.examples import Example, beside, examples, labelled
from bot.privacy.judge import AROUND, PATH, save
from bot.privacy.talk import ChildTalk
from bot.privacy.traits import EDGE, around, formed, near, padded, touching

_SEEN_IN = 2
_ROUNDS, _AT_ONCE = 6, 512
_RATE, _SHRINK = 0.25, 1e-4
_DROPPED = 0.15  # of the traits, by chance: none is to be leaned on alone
_NO_NAME = 0.6  # what a place without a name counts in a message that holds some
_WITHIN = 0.15  # what one counts that shares characters with a name: it would be masked with that name


_Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Row:
    traits: list[str]
    far: int
    """From which of them on they lie further off."""
    name: bool
    counts: float
    source: int


def mark(root: Path, without: str = "") -> str:
    """A short mark of what the judge is trained on."""
    told = [*labelled(root / "tests/privacy", without), *beside()]
    return sha256(repr(told).encode()).hexdigest()[:16]


def _rows(example: Example) -> list[_Row]:
    text, names = example.text, set(example.names)
    plain, talk = padded(text), ChildTalk(text)
    spans: Sequence[Span] = [example.only] if example.only else list(places(text))
    rows = []
    for start, end in spans:
        close = touching(plain, start + EDGE, end + EDGE)
        close += formed(plain, start + EDGE, end + EDGE)
        close += near(plain, start + EDGE, end + EDGE, talk.around(start, end))
        traits = close + list(around(plain, start + EDGE, end + EDGE))
        named = (start, end) in names
        counts = example.counts * (1.0 if named or not names else _NO_NAME)
        if not named and any(start < behind and begin < end for begin, behind in names):
            counts *= _WITHIN
        rows.append(_Row(traits, len(close), named, counts, example.source))
    return rows


def _known(rows: Sequence[_Row]) -> dict[str, int]:
    """The traits that were met in several sentences, numbered."""
    first: dict[str, int] = {}
    several: set[str] = set()
    for row in rows:
        for trait in row.traits:
            if first.setdefault(trait, row.source) != row.source:
                several.add(trait)
    return {trait: number for number, trait in enumerate(sorted(several))}


def train(rows: Sequence[_Row]) -> dict[str, float]:
    """The weight of each trait, by logistic regression (Adagrad, the later rounds' mean); deterministic."""
    number = _known(rows)
    traits = [np.array([number[t] for t in row.traits if t in number], dtype=np.int32) for row in rows]
    values = [
        np.array([1.0 if i < row.far else AROUND for i, t in enumerate(row.traits) if t in number])
        for row in rows
    ]
    named = np.array([row.name for row in rows], dtype=float)
    counts = np.array([row.counts for row in rows])
    weights, steps, total = np.zeros(len(number)), np.full(len(number), 1e-2), np.zeros(len(number))
    chance = np.random.default_rng(0)
    for turn in range(_ROUNDS):
        order = chance.permutation(len(rows))
        for at in range(0, len(rows), _AT_ONCE):
            some = order[at : at + _AT_ONCE]
            which = np.concatenate([traits[i] for i in some])
            kept = chance.random(len(which)) > _DROPPED
            value = np.concatenate([values[i] for i in some]) * kept / (1 - _DROPPED)
            row = np.repeat(np.arange(len(some)), [len(traits[i]) for i in some])
            score = np.bincount(row, weights=weights[which] * value, minlength=len(some))
            off = (1 / (1 + np.exp(-np.clip(score, -30, 30))) - named[some]) * counts[some]
            slope = np.bincount(which, weights=off[row] * value, minlength=len(number))
            met = np.nonzero(slope)[0]
            _step(weights, steps, met, slope[met] + _SHRINK * len(some) * weights[met])
        if turn >= _ROUNDS // 2:
            total += weights
    total /= _ROUNDS - _ROUNDS // 2
    return {trait: float(total[i]) for trait, i in number.items()}


def _step(
    weights: NDArray[np.float64],
    steps: NDArray[np.float64],
    met: NDArray[np.intp],
    slope: NDArray[np.float64],
) -> None:
    steps[met] += slope * slope
    weights[met] -= _RATE * slope / np.sqrt(steps[met])


def main(root: Path, without: str = "", path: Path = PATH) -> None:
    """Train and write the file."""
    rows = [row for example in examples(root, without) for row in _rows(example)]
    save(path, mark(root, without), train(rows))


if __name__ == "__main__":
    folder, *rest = sys.argv[1:]
    left_out, where = rest or ("", PATH)
    main(Path(folder), str(left_out), Path(where))
