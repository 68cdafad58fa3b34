"""Trains what asking reads: ``python -m bot.ask.train plan_data/kelan-2022``.

Run it after the question bank, the phrases of reports, the synonyms or the themes outside have changed; a
test says when that was forgotten. Takes a minute or two and writes ``questions.model`` and ``reports.model``
beside the plan. What tells danger is trained by :mod:`bot.progress.train`, which knows how people report too.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from bot.ask.bank import MODEL, TOLD_MODEL, Asked, Bank, load_bank, load_phrases
from bot.ask.clauses import all_clauses
from bot.ask.emergency import Judge, told
from bot.ask.finder import plan_mark
from bot.ask.framing import frames
from bot.ask.linear import Linear
from bot.ask.outside import themes
from bot.ask.remembered import OUTSIDE
from bot.ask.svm import Example, train
from bot.ask.synonyms import groups
from bot.ask.wording import bare_grams, normal
from bot.plan.loader import load_plan
from bot.plan.model import Plan

_WORD = 0.3  # what a single everyday word counts beside a whole question
_SHARED_BY = 2  # a word that stands for clauses of more measures than this tells none of them
_HELD_OF = 3
_SLACK = 1.0
_LOUDER = 0.3  # a clause is learned from few questions: as much shyer than its whole measure is its score
_FAINT = 2  # dropping these halves the file, and the held-out third is answered as well
_CALM_OTHER = 1.0
_CALM = 2.0
_URGENT = 2.0


def held_out(text: str) -> bool:
    """Whether a question of the bank belongs to the third that weights are chosen by; stable."""
    return sha256(text.encode()).digest()[0] % _HELD_OF == 0


def topic_examples(plan: Plan, bank: Bank) -> list[Example]:
    """What tells the plan's clauses apart, each a part of its measure, and from what lies outside (0)."""
    clauses = [(clause, normal(clause.text)) for clause in all_clauses(plan)]
    examples = [Example(text, clause.measure, part=clause.place) for clause, text in clauses]
    examples += [Example(normal(a.text), a.measure, part=a.clause) for a in bank.asked]
    examples += [Example(normal(text), OUTSIDE) for text in bank.outside]
    for formal, everyday in groups():
        meant = {
            (clause.measure, clause.place)
            for clause, text in clauses
            for wording in formal
            if all(word in text for word in wording)
        }
        if len({measure for measure, _ in meant}) <= _SHARED_BY:
            examples += [
                Example(word, measure, _WORD, part=place)
                for measure, place in sorted(meant)
                for word in everyday
            ]
    examples += [Example(word, OUTSIDE, _WORD) for theme in themes() for word in theme.split()]
    return examples


def told_examples(plan: Plan, phrases: Iterable[Asked]) -> list[Example]:
    """What tells the plan's clauses apart in reports: their own words, and how liaisons write of them."""
    examples = [
        Example(normal(clause.text), clause.measure, part=clause.place) for clause in all_clauses(plan)
    ]
    return examples + [Example(normal(p.text), p.measure, part=p.clause) for p in phrases]


def louder(judge: Linear) -> Linear:
    """The classifier of topics with its clauses as sure of themselves as their measures would be."""
    bias = (
        value + _LOUDER * (label != OUTSIDE)
        for (label, _), value in zip(judge.parts, judge.bias, strict=True)
    )
    return replace(judge, bias=tuple(round(value, 5) for value in bias))


def urgent_examples(bank: Bank, reported: Iterable[str]) -> list[Example]:
    """What tells danger (label 1) from talk about it, and from everything else people say (label 0).

    ``reported`` is what they write of their work.
    """
    other = [*(a.text for a in bank.asked), *bank.outside, *frames(), *reported]
    sets = (
        (told("urgent.txt"), 1, _URGENT),
        (told("calm.txt"), 0, _CALM),
        (dict.fromkeys(other), 0, _CALM_OTHER),
    )
    return [Example(normal(text), label, weight) for texts, label, weight in sets for text in texts]


def urgent_model(judge: Judge, examples: Sequence[Example]) -> Linear:
    """One classifier of danger."""
    return train(examples, mark(examples), read=judge.read, seen_in=judge.seen_in, only=1)


def mark(examples: Iterable[Example]) -> str:
    """A short mark of what a classifier was trained on."""
    return sha256("\n".join(map(repr, examples)).encode()).hexdigest()[:16]


def without_held(bank: Bank) -> tuple[Bank, tuple[Asked, ...], tuple[str, ...]]:
    """The bank without the third held out, and that third: questions, and questions outside."""
    kept = Bank(
        tuple(a for a in bank.asked if not held_out(a.text)),
        tuple(text for text in bank.outside if not held_out(text)),
    )
    return (
        kept,
        tuple(a for a in bank.asked if held_out(a.text)),
        tuple(text for text in bank.outside if held_out(text)),
    )


def main(folders: Sequence[Path]) -> None:
    """Train for the plans of folders."""
    for folder in folders:
        plan, bank = load_plan(folder), load_bank(folder)
        examples = topic_examples(plan, bank)
        about = f"{plan_mark(plan)} {mark(examples)}"
        louder(train(examples, about, slack=_SLACK, faint=_FAINT)).save(folder / MODEL)
        examples = told_examples(plan, load_phrases(folder))
        about = f"{plan_mark(plan)} {mark(examples)}"
        train(examples, about, slack=_SLACK, faint=_FAINT, read=bare_grams).save(folder / TOLD_MODEL)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
