"""Questions that found no answer, and the office's answers to them, as stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a question is on the list: the plan had no answer, or the person said it did not help."""

    NONE = "none"
    UNHELPFUL = "unhelpful"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One question, masked, however often it was asked. ``key`` is ``<plan>:<hash of the folded text>``.

    Who asked is not kept. The row goes 30 days after it was last asked (DESIGN.md, retention).
    """

    key: str
    plan: str
    text: str
    reason: Reason
    first_at: datetime
    last_at: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class Learned:
    """The office's answer to a question: the measures that answer it, or words of its own, or both.

    ``key`` is the question's. A later answer to the same question takes its place.
    """

    key: str
    plan: str
    question: str
    measures: tuple[int, ...]
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answering:
    """A person of the office is about to answer a question. ``key`` is their Telegram id as text."""

    key: str
    question: str
    at: datetime
