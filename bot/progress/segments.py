"""Which stretch of a message tells of which measure, where it does not number them.

The message is cut into clauses, every clause weighs the measures that its words are about, and the cut into
stretches is the one that fits all of it best: to go over to another measure costs little where a point of a
list begins, more within a sentence, most where not even a sign stands, and a stretch that tells of no work
costs extra.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.ask.finder import Judges
from bot.patterns import late
from bot.progress.clauses import Clause, Label, runs_of
from bot.progress.model import Status
from bot.progress.purpose import tells, wants_something
from bot.progress.standing import understood
from bot.progress.topics import Topic, Topics
from bot.progress.wording import Reading, facts, only_planned, read

_SIGNS = "，,。；;！!：: \t\r\n　"
_A_REMARK = 6  # characters that say more of a topic than its name

# In logarithms of how much better a clause fits another measure.
_STRANGE = 2.0  # more to a measure that is not the unit's; in part to one that all units own
_UNNAMED = 0.3  # more to go over with a clause that is about nothing
_HEAD = 6.0  # what the first clause of a stretch weighs: it names what the others tell of
_SECOND = 0.85  # of the score of the measure that was chosen, at most, for any other
_FULL = 8.0  # sureness from which a clause weighs as much as it can
_SLACK = 14.0  # added to scores before they are compared: small ones differ by chance
_VIVID = 5.0  # strength and
_TOLD = 0.0  # what the judge of reports says, from which a plain sentence tells of work: 热线天天有人接
_PLAIN = 14.0  # strength that words need beside a question or a request
# That something came about, goes on or is the rule, without a word for how far it is.
_HAPPENS = late(
    r"[一-龥](?:[了着过]|[出起上下]来)|[也都]|已|天天|[每早]|有人|正常|[在让给]|一直|免|[\d一两二三四五六七八九十几百][个名人件起家户场次所支批套份]"
)
_NO_NEWS = late(r"打算|欢迎|大家|各位|没电|[升降多少变]了$|归[^，,；;。\n]{1,6}[管办]|明年|下周|下个?月|吧$")

_NEXT_YEAR = "明年"
_FOR_ALL = late(r"[\s，,、](?:[这那]?[两三四几]?[个样项块条头边摊]?)(?:也|现在|目前)?(?:都|均|全)")
_ENDS = late(r"[。；;！!\n]")


@dataclass(slots=True)
class Told:
    """A stretch of a message on one measure, or on several that it lists."""

    measures: Label
    start: int
    end: int
    rivals: tuple[int, ...] = ()
    things: tuple[int, ...] = ()  # where what it tells of one thing after the other begins
    known: bool = False
    clear: bool = False
    vivid: bool = False  # so clearly of the work that a plain sentence tells of it
    strength: float = 0.0
    reading: Reading = field(default_factory=lambda: Reading(None))


def told_by_topic(
    flat: str, topics: Topics, owned: Mapping[int, float], judge: Judges | None = None
) -> list[Told]:
    """What a message tells of measures that it does not number, in order; empty where it tells of none."""
    told = [stretch for run in runs_of(flat, topics, owned, judge) for stretch in _stretches(run, owned)]
    return _with_readings(flat, told, owned)


def _weigh(clause: Clause, label: Label, owned: Mapping[int, float]) -> float:
    """How much worse a clause fits some measures than those it fits best, 0 or less."""
    topic = clause.topic
    if topic is None or label == (clause.listed or (topic.measure,)):
        return 0.0
    best = topic.score
    fits = [0.0] if clause.listed else [topic.scores.get(n, 0.0) for n in label if n in owned]
    fit = min(best * _SECOND, max(fits, default=0.0))
    return min(1.0, topic.sureness / _FULL) * math.log((fit + _SLACK) / (best + _SLACK))


def _stretches(run: Sequence[Clause], owned: Mapping[int, float]) -> list[Told]:
    """The best cut of some clauses into stretches, each on the measures that it fits."""
    labels: list[Label] = list(
        dict.fromkeys(c.listed or (c.topic.measure,) for c in run if c.topic is not None)
    )
    if not labels:
        return []
    path = _best_path(run, labels, owned)
    told: list[Told] = []
    first = 0
    for at in range(1, len(run) + 1):
        if at < len(run) and path[at] == path[first]:
            continue
        told.append(_told(run[first:at], labels[path[first]]))
        first = at
    return told


def _best_path(run: Sequence[Clause], labels: Sequence[Label], owned: Mapping[int, float]) -> list[int]:
    """For each clause the place of its label among ``labels``: of all ways the one that costs least."""
    places = range(len(labels))
    strange = [_STRANGE * (1.0 - max(owned.get(n, 0.0) for n in label)) for label in labels]
    score = [0.0] * len(labels)
    steps: list[list[int]] = []
    for at, clause in enumerate(run):
        best = max(places, key=score.__getitem__)
        head = _HEAD if clause.topic and clause.topic.own and not clause.heading else 1.0
        now, step = [], []
        for place in places:
            gain = _weigh(clause, labels[place], owned)
            named = clause.topic is not None and clause.topic.measure in labels[place]
            cost = clause.cost + (0.0 if named else _UNNAMED)
            begun = (score[best] - cost if at else 0.0) - strange[place] + gain * head
            stays = bool(at) and (place == best or score[place] + gain >= begun)
            now.append(score[place] + gain if stays else begun)
            step.append(place if stays else best)
        score = now
        steps.append(step)
    path = [max(places, key=score.__getitem__)]
    for step in reversed(steps[1:]):
        path.append(step[path[-1]])
    return path[::-1]


def _told(clauses: Sequence[Clause], measures: Label) -> Told:
    """The stretch that some clauses make; a sentence before the first that is about anything is left out."""
    about = next((at for at, clause in enumerate(clauses) if clause.topic is not None), 0)
    while about and not clauses[about].opens:
        about -= 1
    clauses = clauses[about:]
    heading = clauses[0].heading and len(clauses) > 1
    told = Told(measures, clauses[heading].start, clauses[-1].end)
    told.things = tuple(
        clause.start for clause in clauses[heading:] if clause.topic is not None and clause.topic.known
    )
    for clause in clauses:
        topic = clause.topic
        if topic is None or topic.measure not in measures:
            continue
        told.known, told.clear = told.known or topic.known, told.clear or topic.clear
        told.vivid = told.vivid or _is_vivid(topic)
        if topic.strength > told.strength:
            told.strength, told.rivals = topic.strength, topic.rivals
    return told


def _read(flat: str, told: Told) -> Reading:
    """How the work of a stretch stands: of several things, some done and some not, it is under way."""
    whole = understood(flat[told.start : told.end])
    if whole.percent is not None or whole.status is Status.BLOCKED or len(told.things) < 2:
        return whole
    ends = [*told.things[1:], told.end]
    each = [read(flat[begin:end]) for begin, end in zip(told.things, ends, strict=True)]
    begun = whole.status is Status.NOT_STARTED
    differ = len({one.status for one in each if one.said or (begun and one.status)}) > 1
    return Reading(Status.IN_PROGRESS, None, True) if differ else whole


def _is_vivid(topic: Topic) -> bool:
    """Whether words name a piece of work so clearly that they need no word for how it stands."""
    return topic.telling or (topic.own and topic.told >= _TOLD and topic.strength >= _VIVID)


def _share(flat: str, told: Sequence[Told]) -> None:
    """Give what is said of several things at once (流浪救助 主任培训 都在干) to those named before it."""
    for stretch, following in reversed(list(pairwise(told))):
        words = flat[stretch.start : following.end]
        apart = flat[stretch.start : following.start]
        if stretch.reading.status is None and _FOR_ALL.search(words) and not _ENDS.search(apart):
            stretch.reading = following.reading


def _is_news(words: str) -> bool:
    """Whether a plain sentence on a piece of work tells that it goes on."""
    return (
        tells(words)
        and not only_planned(words)
        and bool(_HAPPENS.search(words))
        and not _NO_NEWS.search(words)
    )


def _with_readings(flat: str, told: list[Told], owned: Mapping[int, float]) -> list[Told]:
    """Those that tell how work stands; beside one that does, bare words on another count as well."""
    kept: list[Told] = []
    sure = False
    wants = wants_something(flat)
    for stretch in told:
        stretch.reading = _read(flat, stretch)
    _share(flat, told)
    for stretch in told:
        words = flat[stretch.start : stretch.end]
        if not (stretch.known or stretch.clear):
            continue
        strong = not (only_planned(words) or _NEXT_YEAR in words) and (
            stretch.reading.said or (stretch.reading.status is not None and facts(words))
        )
        if not strong and stretch.vivid and _is_news(words):
            strong, stretch.reading = True, Reading(Status.IN_PROGRESS)
        if (
            not strong
            and set(stretch.measures) & set(owned)
            and tells(words)
            and len(words.strip(_SIGNS)) >= _A_REMARK
        ):
            stretch.reading = Reading(stretch.reading.status or Status.IN_PROGRESS)
        plain = not wants or (stretch.reading.said and stretch.strength >= _PLAIN)
        sure = sure or (strong and plain and (stretch.known or stretch.reading.said))
        if stretch.reading.status is not None and (strong or set(stretch.measures) & set(owned)):
            kept.append(stretch)
    return kept if sure else []
