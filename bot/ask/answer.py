"""What an answer is: plain data that a chat, a command or a test can format."""

from dataclasses import dataclass
from typing import Any, Literal

from bot.ask.lessons import Lesson

Kind = Literal["measure", "number", "section", "unit", "unit_topic", "shared", "stat", "emergency", "none"]

ALL_MEMBERS = "各成员单位"


@dataclass(frozen=True, slots=True)
class Found:
    """One measure of an answer with the sentence that proves it.

    ``section`` is the section's number; ``units`` the printed names, with 各成员单位 last where the
    measure binds all; ``quote`` is verbatim from the measure; ``score`` runs from 0 to 1; ``via`` is
    各成员单位 when the measure reaches the unit asked about only through it.
    """

    number: int
    title: str
    section: int
    units: tuple[str, ...]
    quote: str
    score: float = 1.0
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, in the shape of ``weibao ask --json`` and a little more.

    ``measures`` best first; ``units`` those asked about, else the best measure's; ``likely`` the units
    to call first, best first, guessed from their public function; ``nearest`` the numbers of the
    closest measures when there is no answer; ``confident`` whether one answer may stand alone;
    ``message`` what a chat would say; ``close`` the numbers of runners-up that may be meant instead;
    ``asks_progress`` whether how far the measures are is wanted; ``leans_on`` the whole question that a
    follow-up stands for, ``about`` the numbers it was about; ``lesson`` the office's own answer, if one was
    given.
    """

    question: str
    kind: Kind
    measures: tuple[Found, ...] = ()
    units: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    nearest: tuple[int, ...] = ()
    confident: bool = False
    message: str = ""
    close: tuple[int, ...] = ()
    asks_progress: bool = False
    leans_on: str = ""
    about: tuple[int, ...] = ()
    lesson: Lesson | None = None


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer as the one object that ``weibao ask --json`` prints."""
    return {
        "question": answer.question,
        "kind": answer.kind,
        "measures": [_found_json(found) for found in answer.measures],
        "units": list(answer.units),
        "likely": list(answer.likely),
        "nearest": list(answer.nearest),
        "confident": answer.confident,
        "message": answer.message,
    }


def _found_json(found: Found) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "number": found.number,
        "title": found.title,
        "section": found.section,
        "units": list(found.units),
        "quote": found.quote,
        "score": round(found.score, 3),
    }
    return shown if found.via is None else {**shown, "via": found.via}
