"""What words typed at a draft do with it as a whole: send it, throw it away, ask what is wrong, wait."""

import re
from enum import Enum, auto

from bot.plan.numerals import chinese_numeral
from bot.progress.answers import agrees, assents, clauses, empty, leaves, waits, wrong
from bot.progress.corrections import wants_withdrawn
from bot.progress.dictated import flatten
from bot.progress.mending import swaps
from bot.progress.model import Draft
from bot.progress.orders import value_in
from bot.progress.steps import Step

_SEND = re.compile(r"(?<![不别])(?:报|发|交|确认)")


class Verdict(Enum):
    """What words do with a draft as a whole."""

    CONFIRM = auto()
    LEAVE = auto()
    CHANGE = auto()
    """Something is wrong with it, and it is not said what."""
    WAIT = auto()


def verdict(draft: Draft, words: str) -> Verdict | None:
    """What the words do with the draft as a whole; None where they are about something in it, or else."""
    shown = draft.step == Step.READY and not draft.held
    numbers = {str(item.measure) for item in draft.items}
    spelled = {name for item in draft.items if (name := chinese_numeral(item.measure)) in words}
    digits = numbers & set(re.findall(r"\d+", flatten(words)))
    every = len(digits) + len(spelled) == len(numbers)
    known = {str(item.percent) for item in draft.items} | (digits | spelled if every else set())
    if shown and (assents(words, known) or _says_again(draft, words)):
        return Verdict.CONFIRM
    asked = wants_withdrawn(words)
    if asked is not None and (asked[0] is None or str(asked[0]) in numbers):
        return Verdict.LEAVE if asked[0] is None or len(numbers) == 1 else None
    if leaves(words, known, several=len(draft.items) > 1) and not any(map(value_in, clauses(words))):
        return Verdict.LEAVE
    if shown and wrong(words) and not swaps(draft, words):
        return Verdict.CHANGE
    return Verdict.WAIT if shown and waits(words, several=len(draft.items) > 1) else None


def _says_again(draft: Draft, words: str) -> bool:
    """Whether the words send what the card shows by saying it again (那就报完成)."""
    parts = [clause for clause in clauses(words) if not empty(clause) and not agrees(clause)]
    values = [value_in(clause) for clause in parts]
    return bool(parts) and all(
        value is not None
        and _SEND.search(clause)
        and all(item.status is value.status and value.percent in (None, item.percent) for item in draft.items)
        for clause, value in zip(parts, values, strict=True)
    )
