"""What a message without numbers reports on: its words are matched with the measures of the sender's unit."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.ask.clauses import all_clauses
from bot.ask.finder import Judges
from bot.ask.index import Index, bag
from bot.ask.synonyms import everyday_grams
from bot.ask.wording import bare_grams, normal, pairs, topic_words
from bot.patterns import late
from bot.plan.model import Plan
from bot.progress.wording import subject

_LEAST = 9.0  # score from which words have a topic at all
_OWN_FIRST = 0.33  # of the best score in the whole plan: what the unit's own measure needs
_CLOSE = 0.85  # of the best score: another that may be meant as well
_NEAR = 0.7  # of the best score: another between which and the best the judge of questions may choose
_UNKNOWN = 0.25  # of the rarity of pairs of characters that the plan does not know
_ASKED = 0.2  # score of the judge from which a few words are of the plan, if near to no measure
_TOLD = 11.0  # score for each whole step that the judge of reports is above
_TOLD_FROM = -0.5  # this
_TOLD_MOST = 20.0  # score that it gives at most
# What each weighs beside what the judge of reports says, where one of the unit's own is chosen.
_PLAN = 0.6  # the logarithm of the score, with
_CHANCE = 20.0  # added to it: small ones differ by chance
_JUDGE = 0.6  # what the judge of questions says
_FILLED = 0.2  # the logarithm of the share of a clause that the words hold,
_HARDLY = 0.05  # with this added
_CLEAR = 15.0  # score from which words beside what the plan says do not matter, where nothing else is near
_CLEAR_SAID = 11.0  # the same where how it stands is said
_KNOWN_OTHERS = 22.0
_KNOWN = 7.0  # score times the share of the words that it accounts for, from which they are the plan's
_SURE = 12.0  # the same from which a clause may leave the topic before it in its sentence
_TITLE = 0.3  # weights of what a clause can be found by, beside its own words at 1
_EVERYDAY = 1.0
_TELLING = 0.3  # what it says of words that name a measure even if they are commonplace
_NOT_TOLD = -1.0  # what the judge of reports says of words that it does not know
_LONGEST = 60  # characters of a clause that are looked at
_A_WORD = 2
_A_NAME = 4  # digits of a number that may be a name
_KIND = late(r"专项(?:整治|治理|行动)|攻坚行动|工作|情况|进展|周边")
# What any measure may tell of: words of which nothing else is left name no measure.
_COMMONPLACE = late(
    r"\W|学校|校|隐患|问题|检查|排查|整改|走访|入户|摸排|宣传|培训|讲座|手册|资料|材料|活动|会议|会|家长"
    r"|学生|儿童|孩子|娃|村|乡镇|单位|人员|群众|全县|全部|覆盖"
    r"|发放|开展|组织|举办|召开|张贴|海报|标语|印发|文件|方案|台账|更新|建立|完善|落实|督导|责令|查处|处理"
    r"|处置|了|的|另|又|再|还|也|都|共|已|和|及|等"
    r"|[今昨前明]天|[上下]午|刚才?|[这上本]周|完成|今年|以来|本月|本期|累计|余|次|场|份|户|所|家|人|名|部门|领导|重视|高度|多|几|收到|设备|经费|钱"
    r"|人手|场地|财政|资金|上级|[县省市]里|编办|编制|审批|批复|任务|目标|计划|打算|准备|月份?|年度|全年|本年|[上下]半年"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """The measure that words are about, best of the unit's own first; ``rivals`` may be meant instead."""

    measure: int
    score: float
    scores: dict[int, float]
    strength: float
    sureness: float  # as strength, where words that the plan does not know matter less
    rivals: tuple[int, ...]
    own: bool
    judged: float  # how surely people who say so ask about the measure; 0 where it was not looked at
    told: float  # how surely liaisons who write so report on the measure; below 0 hardly

    @property
    def known(self) -> bool:
        """Whether the words are the plan's at all."""
        needed = _KNOWN if self.own else _KNOWN_OTHERS
        return (
            self.telling or self.strength >= needed or (self.own and not self.rivals and self.score >= _CLEAR)
        )

    @property
    def telling(self) -> bool:
        """Whether liaisons who write so surely report on the measure, the unit's own."""
        return self.own and self.told >= _TELLING

    @property
    def clear(self) -> bool:
        """Whether the words are nearest to one of the unit's own measures, if not very near."""
        return self.own and (self.score >= _CLEAR_SAID or self.judged >= _ASKED)


class Topics:
    """The plan's measures, ready to be matched with words. Built once a plan; read only."""

    def __init__(self, plan: Plan) -> None:
        """Index the plan's clauses, each with its measure's title and the everyday words for what it says."""
        titles = {measure.number: normal(measure.title) for measure in plan.measures}
        said = [(clause.measure, normal(clause.text)) for clause in all_clauses(plan)]
        said += list(titles.items())
        self._measures = [number for number, _ in said]
        self._index = Index(
            [bag(everyday_grams(text), _EVERYDAY, (text, 1.0), (titles[n], _TITLE)) for n, text in said]
        )
        self._weights = [self._index.weight(text) for _, text in said]

    def names(self, number: str) -> bool:
        """Whether a number is a name that the plan knows (12355), and no count."""
        return len(number) >= _A_NAME and bool(self._index.scores(number))

    def _fits(
        self, topic: str, owned: Mapping[int, float], told: Mapping[int, float]
    ) -> tuple[dict[int, float], dict[int, float], dict[int, float]]:
        """How well words fit each measure, how much of its best clause they hold, and the fit untold."""
        scores: dict[int, float] = {}
        filled: dict[int, float] = {}
        for document, score in self._index.scores(topic).items():
            number = self._measures[document]
            if score > scores.get(number, 0.0):
                scores[number], filled[number] = score, score / self._weights[document]
        for number in scores.keys() & owned.keys():
            scores[number] *= owned[number]
        plain = dict(scores)
        for number, sure in told.items():
            if (more := _TOLD * (sure - _TOLD_FROM)) > 0.0:
                scores[number] = scores.get(number, 0.0) + min(more, _TOLD_MOST)
                filled.setdefault(number, 0.0)
        return scores, filled, plain

    @staticmethod
    def _fit(score: float, filled: float, told: float | None, asked: float) -> float:
        """What all speak for one of the unit's measures together: the plan's words, reports and questions."""
        said = _PLAN * math.log(score + _CHANCE) + _FILLED * math.log(filled + _HARDLY)
        return said + (_NOT_TOLD if told is None else told) + _JUDGE * asked

    def of(self, words: str, owned: Mapping[int, float], judge: Judges | None = None) -> Topic | None:
        """The measure that a few words are about: one of ``owned`` unless another fits far better.

        What a fit to each of ``owned`` counts stands beside it: less where all units own it.
        If there are judges, the one of how liaisons report adds to the unit's own measures, and the one of
        how people ask about the plan has a say where several are near.
        """
        about = subject(words[:_LONGEST], self.names)
        topic = topic_words(normal(_KIND.sub(" ", about)))
        told = told_of(topic, owned, judge)
        surest = max(told.values(), default=_NOT_TOLD)
        if surest < _TELLING and len(_COMMONPLACE.sub("", about)) < _A_WORD:
            return None
        scores, filled, plain = self._fits(topic, owned, told)
        ranked = sorted(scores, key=lambda number: (-scores[number], number))
        if not ranked or scores[ranked[0]] < _LEAST:
            return None
        own = [number for number in ranked if number in owned]
        best, judged, unsure = ranked[0], dict[int, float](), False
        if own and scores[own[0]] >= max(_LEAST, scores[best] * _OWN_FIRST):
            least = scores[own[0]] * (_NEAR if judge else _CLOSE)
            if judge:
                judged = judge.asked.scores(pairs(topic))
            fit = {n: self._fit(plain.get(n, 0.0), filled[n], told.get(n), judged.get(n, 0.0)) for n in own}
            near = [number for number in own if scores[number] >= least]
            unsure = len(near) > 1 or scores[best] < _CLEAR_SAID
            best = max(own if told else near, key=lambda number: fit[number])
            scores[best] = max(scores[best], scores[own[0]])
        share = scores[best] / (self._index.weight(topic) or 1.0)
        rivals = tuple(n for n in own[:3] if n != best and scores[n] >= scores[best] * _CLOSE)
        asked = judged.get(best, 0.0) if unsure else 0.0
        sure = scores[best] ** 2 / (self._index.weight(topic, _UNKNOWN) or 1.0)
        strength, said = scores[best] * share, told.get(best, _NOT_TOLD)
        return Topic(best, scores[best], scores, strength, sure, rivals, best in owned, asked, said)


def told_of(topic: str, owned: Mapping[int, float], judge: Judges | None) -> dict[int, float]:
    """How surely liaisons who write so report on each measure of theirs; empty where no word is known."""
    if judge is None or judge.told is None:
        return {}
    known = [gram for gram in bare_grams(topic) if gram in judge.told.row]
    if not any(len(gram) >= _A_WORD for gram in known):
        return {}
    scores = judge.told.scores(known)
    return {number: scores[number] for number, fit in owned.items() if fit == 1.0 and number in scores}


@lru_cache(maxsize=4)
def topics_of(plan: Plan) -> Topics:
    """The prepared topics of a plan."""
    return Topics(plan)
