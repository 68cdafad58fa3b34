"""A measure cut into clauses: the smallest pieces of the plan that can prove an answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.patterns import late
from bot.plan.model import Measure, Plan

_SENTENCE = late("[^。！？；;]+[。！？；;]*[”’」』》〉）)]*")

_HAN = late("[\u4e00-\u9fff]+")
_SAME = 10  # characters in a row that two clauses hardly share unless they promise the same


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


def twins(clauses: Iterable[Clause]) -> dict[str, frozenset[str]]:
    """For a clause's text, those of other measures that promise the same in the same words."""
    parts = [(clause.measure, clause.text, _parts(clause.text)) for clause in clauses]
    holders: dict[str, set[tuple[int, str]]] = {}
    for measure, text, held in parts:
        for part in held:
            holders.setdefault(part, set()).add((measure, text))
    found: dict[str, frozenset[str]] = {}
    for measure, text, held in parts:
        others = {other for part in held for number, other in holders[part] if number != measure}
        found[text] = found.get(text, frozenset()) | others
    return found


def _parts(text: str) -> set[str]:
    return {run[i : i + _SAME] for run in _HAN.findall(text) for i in range(len(run) - _SAME + 1)}
