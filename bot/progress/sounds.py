"""How much a message that tells of measures by its words sounds like a report, all evidence together.

Its manner alone wrongs plain sentences (图书漂流一直有): that it says how something stands, and that liaisons
who write so report on a measure of theirs, speak for it as well.
"""

from collections.abc import Mapping

from bot.ask.finder import Judges
from bot.ask.wording import normal, topic_words
from bot.progress.manner import reports
from bot.progress.standing import understood
from bot.progress.topics import Topics, told_of
from bot.progress.wording import clauses_that_tell, facts, subject

# Chosen on the labelled messages, each file judged by what was trained without it.
_SAID = 0.6
_FACTS = 0.3  # where it says no more than what was done
_TOLD = 0.2
_STRANGE = -1.0  # what the judge of reports says, at least


def sounds(flat: str, topics: Topics, owned: Mapping[int, float], judge: Judges | None) -> float:
    """0 or more where a message that names its measures in words is a report, less where it is talk."""
    told = _STRANGE
    for clause in clauses_that_tell(flat):
        about = topic_words(normal(subject(clause, topics.names)))
        told = max(told, *told_of(about, owned, judge).values(), _STRANGE)
    how = _SAID if understood(flat).said else _FACTS if facts(flat) else 0.0
    return reports(flat) + how + _TOLD * told
