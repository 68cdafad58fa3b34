"""What a message is about as a whole, where no clause of it tells a measure by itself.

Among the few measures that name a unit, words that would be too vague in the whole plan are clear enough.
"""

from collections.abc import Mapping

from bot.ask.finder import Judges
from bot.ask.wording import normal, pairs, topic_words
from bot.patterns import late
from bot.progress.manner import reports
from bot.progress.model import Status
from bot.progress.purpose import is_plan, tells
from bot.progress.standing import understood
from bot.progress.topics import Topics, told_of
from bot.progress.wording import Reading, facts, only_planned, subject

_REPORT = -0.1  # how much a message must sound like a report,
_PLAIN = 0.1  # the same where no word says that work was done,
_SURER = 0.5  # less the surer its measure is
_LEAST = -0.85  # what the judge of reports must say of the best measure,
_LEAST_OF_FEW = -0.1  # the same where few words tell anything (检查了12所学校),
_FEW = 8  # characters of such words
_NONE = 4  # with fewer nothing is told of
_LEAD = 0.12  # how far it must be ahead of the next for that not to be meant instead
_ASKED = 0.5  # what the judge of questions weighs beside it
_A_REMARK = 8  # characters that then tell something
_MOST = 2  # others that may be meant
_SIGNS = late(r"[\s，,；;。！!]")
_LONGEST = 90  # characters of a message that tells of one thing


def impression(
    flat: str, topics: Topics, owned: Mapping[int, float], judge: Judges | None
) -> tuple[int, tuple[int, ...], Reading] | None:
    """Which measure, of those that name the unit, a short message is about, with its rivals."""
    if (
        judge is None
        or len(flat) > _LONGEST
        or only_planned(flat)
        or is_plan(flat)
        or not tells(_last_clause(flat))
    ):
        return None
    topic = topic_words(normal(subject(flat, topics.names)))
    length = len(topic.replace(" ", ""))
    told = told_of(topic, owned, judge) if length >= _NONE else {}
    if not told:
        return None
    asked = judge.asked.scores(pairs(topic))
    fit = {n: sure + _ASKED * asked.get(n, 0.0) for n, sure in told.items()}
    best, *others = sorted(fit, key=lambda n: -fit[n])
    sounds = reports(flat) + _SURER * told[best]
    least = _LEAST_OF_FEW if length < _FEW else _LEAST
    if sounds < _REPORT or told[best] < least:
        return None
    rivals = tuple(n for n in others[:_MOST] if fit[best] - fit[n] < _LEAD)
    if rivals and sounds < _PLAIN:
        return None
    reading = understood(flat)
    if not (reading.said or facts(flat)) and (len(flat) < _A_REMARK or sounds < _PLAIN):
        return None
    return best, rivals, reading if reading.status else Reading(Status.IN_PROGRESS)


def _last_clause(flat: str) -> str:
    return _SIGNS.split(flat.strip(" \n。；，,;！!"))[-1]
