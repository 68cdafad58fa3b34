"""A measure cut into clauses: the smallest pieces of the plan that can prove an answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.plan.model import Measure, Plan

_SENTENCE = re.compile("[^。！？；;]+[。！？；;]*[”’」』》〉）)]*")


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of a measure, verbatim; ``measure`` is its number, ``place`` counts from 1 within it."""

    measure: int
    text: str
    place: int = 1


def sentences(text: str) -> Iterator[str]:
    """The text's sentences as printed, with their closing marks; a text without any is one sentence."""
    for match in _SENTENCE.finditer(text):
        if sentence := match.group().strip():
            yield sentence


def clauses_of(measure: Measure) -> list[Clause]:
    """The clauses of a measure in order; its title stands in for a measure without text."""
    found = [Clause(measure.number, text, i) for i, text in enumerate(sentences(measure.text), 1)]
    return found or [Clause(measure.number, measure.title)]


def all_clauses(plan: Plan) -> list[Clause]:
    """Every clause of the plan, in order."""
    return [clause for measure in plan.measures for clause in clauses_of(measure)]
