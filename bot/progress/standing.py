"""How work stands by words that no pattern knows: a classifier trained on how people say so.

The patterns of :mod:`bot.progress.statuses` are exact and few; people have no end of words (趴窝了, 就差章).
Their characters tell. See :mod:`bot.progress.train` for what it is trained on.
"""

from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from bot.ask.linear import Linear
from bot.patterns import late
from bot.progress.conclusions import concluded
from bot.progress.manner import manner
from bot.progress.model import Status
from bot.progress.percents import without_percent
from bot.progress.statuses import ABOUT_TO, NOT_STARTED
from bot.progress.wording import SAME_AGAIN, Reading, clauses_that_tell, facts, read, without_status

PATH = Path(__file__).with_name("standing.model")
LABELS = (Status.DONE, Status.IN_PROGRESS, Status.BLOCKED, Status.NOT_STARTED, Status.NIL)
"""From 1 on, the labels of the classifier; 0 is words that say nothing of how work stands."""

_SURE = 0.0  # score from which words tell a status
_SURE_OF_FACTS = 0.4  # the same where they tell of something counted, which is under way if nothing else
_SURE_OF_ALL = 0.9  # the same from which all of what is counted is done
_AHEAD = 0.5  # of any other
_PATTERN = 1.0  # what a word that the patterns know weighs beside the scores
_FACTS = 0.5  # what work that is told of weighs for being under way
_KNOWN = -0.3  # the least score of words that the classifier knows at all
_WEIGHED = 60  # characters of words that are weighed as a whole
_A_THING = 3
_COUNT = late(r"\d")  # 筛查完成3200人 is not all of them
_START = late(r"启动|开始|开展|着手|开工|开建|动工|实施|起步|动静|没动|未动")  # of the work itself
_CAME_ABOUT = late(r"[一-龥\d][一-龥]了$")
_WORDS = late(r"[一-龥a-zA-Z]")
_STEP = late(r"(?!我|这|目前|现在|活动|工作|项目|正式|具体)[一-龥]{2,6}(?=(?:还|尚|暂)?[没未])")
_ELSEWHERE = late(r"下乡|抽[走去调]|都去|放假|取消|通知|文件|没|未|不|只|仅")  # is no step of the work itself
_ALL_OF_IT = late(r"活动|整体|总体|项目|各项|全部|工作|任务")
_WHOLE = late(
    r"大概|估计|大约|进度|左右|差不多|到|活动|整体|总体|项目|各项|全部|目前|现在?|都|均|工作|任务|[这本]|已经?|正|在|[^一-龥]"
)
_LONGEST = 24  # characters of a clause that says how it stands
_OUTWEIGHS = (Status.BLOCKED, Status.NIL, Status.NOT_STARTED, Status.IN_PROGRESS, Status.DONE)


@lru_cache(maxsize=1024)
def _scores(clause: str) -> tuple[float, ...]:
    scores = _judge().scores(manner(clause))
    return tuple(scores[label] for label in range(len(LABELS) + 1))


def stands(words: str) -> Status | None:
    """How the work stands by (flattened) words; None if no clause says it surely."""
    found: dict[Status, float] = {}
    counted = facts(words)
    for clause in clauses_that_tell(words):
        if len(clause) > _LONGEST or SAME_AGAIN.fullmatch(clause):
            continue
        scores = _scores(clause)
        best = max(range(len(scores)), key=scores.__getitem__)
        ahead = scores[best] - max(s for at, s in enumerate(scores) if at != best)
        if not best or ahead < _AHEAD:
            continue
        status = LABELS[best - 1]
        if status is Status.DONE and _COUNT.search(clause):
            continue
        if status is Status.DONE and counted:
            sure = _SURE_OF_ALL
        else:
            sure = _SURE_OF_FACTS if facts(clause) else _SURE
        if scores[best] >= sure:
            found[status] = max(found.get(status, scores[best]), scores[best])
    return next((status for status in _OUTWEIGHS if status in found), None)


def understood(words: str, found: Reading | None = None) -> Reading:
    """What (flattened) words say, by the patterns and by how people talk.

    ``found`` is what the patterns found, where that is known. What the sender concludes decides (先按推进报).
    """
    reading = found or read(words)
    if (wanted := concluded(words)) is not None:
        percent = reading.percent
        fits = percent is None or (percent == 100) == (wanted is Status.DONE)
        return Reading(wanted, percent if fits else None, True)
    if reading.said:
        for weighed in (_weighed, _without_share_of_a_part, _begun):
            reading = weighed(words, reading)
        return reading
    status = stands(words)
    return _weighed(words, reading if status is None else replace(reading, status=status, said=True))


def _named(clause: str) -> str:
    """What a clause names beside how it stands."""
    return _WHOLE.sub("", without_status(clause))


def _weighed(words: str, reading: Reading) -> Reading:
    """The reading of words, with what people who talk so mean weighed against it (照旧做着, 钱到了还没发)."""
    told = "，".join(clauses_that_tell(words))
    if reading.percent is not None or reading.status is None or not 0 < len(told) <= _WEIGHED:
        return reading
    if _WORDS.search(told) is None:
        return reading  # √ and × are clear
    scores = _scores(told)
    own = scores[LABELS.index(reading.status) + 1] + (_PATTERN if reading.said else _FACTS)
    best = max(LABELS, key=lambda status: scores[LABELS.index(status) + 1])
    surest = scores[LABELS.index(best) + 1]
    if best is Status.DONE and not reading.said and _COUNT.search(told) and surest < _SURE_OF_ALL:
        return reading  # counts alone are under way
    return Reading(best, None, True) if surest > own and surest >= _KNOWN else reading


def _begun(words: str, reading: Reading) -> Reading:
    """The reading of words that tell first of something done, and then of what is not: 起草了，还没过会.

    That the work itself has not begun (印发了，还没启动) outweighs what was done for it; that a
    step of it, which is named, has not does not (报了37户，评审还没开始).
    """
    if reading.status is not Status.NOT_STARTED or reading.percent is not None:
        return reading
    begun = False
    for clause in clauses_that_tell(words):
        if NOT_STARTED.search(clause) or ABOUT_TO.search(clause):
            step = _START.search(words) is None or _STEP.match(clause) is not None
            return replace(reading, status=Status.IN_PROGRESS) if begun and step else reading
        told = facts(clause) or _CAME_ABOUT.search(clause) is not None
        begun = begun or (told and not _ELSEWHERE.search(clause))
    return reading


def _without_share_of_a_part(words: str, reading: Reading) -> Reading:
    """The reading without the share of one thing in it: 活动正按计划推进，汇编成册完成一半.

    So it is where the clause with the share names a thing and one before it, which names none, says how the
    whole stands.
    """
    if reading.percent is None or reading.status is not Status.IN_PROGRESS:
        return reading
    whole = False
    for clause in clauses_that_tell(words):
        said = read(clause)
        if said.percent is not None:
            part = whole and len(_named(without_percent(clause))) >= _A_THING
            return replace(reading, percent=None) if part else reading
        whole = whole or (
            said.status is Status.IN_PROGRESS
            and said.said
            and _ALL_OF_IT.search(clause) is not None
            and not _named(clause)
        )
    return reading


@cache
def _judge() -> Linear:
    return Linear.load(PATH)
