"""Which unit of a measure to call first, guessed from what units publicly do."""

from collections.abc import Mapping, Sequence

from bot.ask.clauses import all_clauses
from bot.ask.index import Index, bag
from bot.ask.synonyms import everyday_grams
from bot.ask.wording import normal, topic_words
from bot.plan.model import Plan

_EVERYDAY = 0.5
_NAMES = 0.5
_QUOTE = 0.2
_FIRST = 0.35  # for the unit that a reader put first for the clause, half for the next, and so on


class UnitRanker:
    """Ranks units by how much a question and the clause that answers it share with their functions."""

    def __init__(self, plan: Plan, first_call: Mapping[tuple[int, int], Sequence[str]]) -> None:
        """Index what each unit does and how it is called; ``first_call`` is a bank's, by clause."""
        self._first = {
            clause.text: first_call.get((clause.measure, clause.place), ()) for clause in all_clauses(plan)
        }
        self._position = {unit.name: i for i, unit in enumerate(plan.units)}
        documents = []
        for unit in plan.units:
            function = normal(unit.function)
            names = normal(" ".join((unit.name, *unit.aliases)))
            documents.append(bag(everyday_grams(function), _EVERYDAY, (function, 1.0), (names, _NAMES)))
        self._index = Index(documents)

    def rank(self, units: Sequence[str], question: str, quote: str) -> tuple[str, ...]:
        """The units, likeliest first; equals keep the order given."""
        asked = self._index.scores(topic_words(question))
        proof = self._index.scores(topic_words(normal(quote)))
        first = self._first.get(quote, ())
        total = self._index.weight(topic_words(question)) or 1.0
        of_quote = self._index.weight(topic_words(normal(quote))) or 1.0

        def score(unit: str) -> float:
            position = self._position.get(unit, -1)
            read = _FIRST / (first.index(unit) + 1) if unit in first else 0.0
            return asked.get(position, 0.0) / total + _QUOTE * proof.get(position, 0.0) / of_quote + read

        return tuple(sorted(units, key=score, reverse=True))
