"""What words typed at a draft do with it as a whole: send it, throw it away, ask what is wrong, wait."""

import re
from enum import Enum, auto
from functools import partial

from bot.ask.pinyin import sounds_like
from bot.patterns import late
from bot.plan.numerals import chinese_numeral
from bot.progress.answers import (
    agrees,
    assents,
    clauses,
    empty,
    idle,
    kinds,
    leaves,
    trimmed,
    waits,
    without_particles,
    wrong,
)
from bot.progress.corrections import wants_same, wants_withdrawn
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground
from bot.progress.faults import fault
from bot.progress.mending import place_instead
from bot.progress.model import Draft, Status
from bot.progress.purpose import asks
from bot.progress.settling import doubt_settled
from bot.progress.steps import Step
from bot.progress.swapping import swaps
from bot.progress.targets import common
from bot.progress.values import value_in
from bot.progress.wording import facts

_UNCHANGED = late(r"(?:就|还是|先|那就)*(?:不用?[改动]|别[改动])(?:了|吧)*")
_NO = late(r"[哦噢啊哎]?不(?:不|对|是)?$|算了|还是|原来(?:的|那)|[^，]{1,6}没错")
_SENDING = ("确认", "确定", "提交", "报送", "没问题", "取消")
_FIGURE = late(r"[\d%条项]")
_A_WORD = 2
_BRIEF = 4  # characters from which words are more than a slip of the input method
_SEND = late(r"(?<![不别])(?:报|发|交|确认)")


class Verdict(Enum):
    """What words do with a draft as a whole."""

    CONFIRM = auto()
    LEAVE = auto()
    CHANGE = auto()
    """Something is wrong with it, and it is not said what."""
    WAIT = auto()


def verdict(draft: Draft, words: str, ground: Ground) -> Verdict | None:
    """What the words do with the draft as a whole; None where they are about something in it, or else."""
    shown = draft.step == Step.READY and not draft.held
    words = as_meant(words) if shown else words
    numbers = {str(item.measure) for item in draft.items}
    spelled = {name for item in draft.items if (name := chinese_numeral(item.measure)) in words}
    digits = numbers & set(re.findall(r"\d+", flatten(words)))
    every = len(digits) + len(spelled) == len(numbers)
    known = {str(item.percent) for item in draft.items} | (digits | spelled if every else set())
    if draft.corrects and _stays_as_sent(words):
        return Verdict.LEAVE
    agreed = assents(words, known, partial(_is_talk, draft, ground)) and wants_same(words, ()) is None
    if agreed and any(item.status is Status.DONE for item in draft.items):
        agreed = doubt_settled(draft, words, ground) is None  # 是整条 answers that, and sends nothing
    if shown and (agreed or _says_again(draft, words)) and fault(draft, words, ground) is None:
        return Verdict.CONFIRM
    asked = wants_withdrawn(words)
    if asked is not None and (asked[0] is None or str(asked[0]) in numbers):
        return Verdict.LEAVE if asked[0] is None or len(numbers) == 1 else None
    if leaves(words, known, several=len(draft.items) > 1) and not any(map(value_in, clauses(words))):
        return Verdict.LEAVE
    if shown and wrong(words) and not _is_told(draft, words, ground):
        return Verdict.CHANGE
    return Verdict.WAIT if shown and waits(words, several=len(draft.items) > 1) else None


def _is_talk(draft: Draft, ground: Ground, clause: str) -> bool:
    """Whether a clause has no word in common with the plan or the card, and no figure (菜都凉了)."""
    measures = [ground.plan.by_number[number] for number in ground.bound(draft.unit)] if draft.unit else []
    known = [*(m.title + m.text for m in measures), *(item.text for item in draft.items)]
    said = flatten(clause)
    return (
        value_in(clause) is None
        and not (_FIGURE.search(said) or asks(without_particles(said)) or facts(said))
        and all(common(clause, text) < _A_WORD for text in known)
    )


def _is_told(draft: Draft, words: str, ground: Ground) -> bool:
    """Whether words that own up to a mistake say what it is."""
    return (
        swaps(draft, words) is not None
        or place_instead(draft, words) is not None
        or fault(draft, words, ground) is not None
    )


def _stays_as_sent(words: str) -> bool:
    """Whether the words take back that something sent is to be put right (哦不，50没错，不改了)."""
    said = clauses(words)
    return len(said) > 1 and any(map(_UNCHANGED.fullmatch, said)) and any(map(_NO.match, said))


def as_meant(words: str) -> str:
    """A word for sending that was typed by its sound only (确人); other words as they are."""
    said = trimmed(words)
    if not 1 < len(said) < _BRIEF or kinds(said):
        return words
    return next((word for word in _SENDING if sounds_like(said, word)), words)


def _says_again(draft: Draft, words: str) -> bool:
    """Whether the words send what the card shows by saying it again (那就报完成)."""
    told = [(clause, value_in(clause)) for clause in clauses(words) if not (empty(clause) or agrees(clause))]
    parts = [clause for clause, value in told if value is not None or not idle(clause)]
    values = [value_in(clause) for clause in parts]
    return (
        bool(parts)
        and _SEND.search(words) is not None
        and all(
            value is not None
            and all(
                value.status in (None, item.status) and value.percent in (None, item.percent)
                for item in draft.items
            )
            for value in values
        )
    )
