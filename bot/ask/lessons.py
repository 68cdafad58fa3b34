"""Answers that the office has given, found again when somebody asks nearly the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.ask.wording import normal, pairs, topic_words

_ALIKE = 0.6  # of the characters and pairs of both questions that they share (Dice)


@dataclass(frozen=True, slots=True)
class Lesson:
    """The office's answer to a question: measures of the plan, words of its own, or both."""

    question: str
    measures: tuple[int, ...] = ()
    text: str = ""


class Lessons:
    """Lessons by the wording of their questions; of two for the same question the later one counts."""

    def __init__(self, lessons: Iterable[Lesson] = ()) -> None:
        """Keep the lessons, given oldest first."""
        self._lessons = [(frozenset(_core(lesson.question)), lesson) for lesson in lessons]

    def nearest(self, text: str) -> Lesson | None:
        """The lesson for a normalised question, if one was given for nearly the same."""
        asked = frozenset(_core(text))
        best, least = None, _ALIKE
        for known, lesson in self._lessons:
            if known and (alike := 2 * len(asked & known) / (len(asked) + len(known))) >= least:
                best, least = lesson, alike
        return best


def _core(question: str) -> list[str]:
    text = normal(question)
    return pairs(topic_words(text) or text)
