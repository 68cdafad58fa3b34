"""Does a message sound like somebody in danger now? A child first of all, but not only.

A miss may cost a life and a false alarm costs one extra tap, so doubt counts as danger; but questions
about the plan use the same words (办好性侵案件归谁) and must get the plan's answer. No list of words tells
the two apart. A classifier does, trained on many ways of telling danger (``urgent.txt``), on talk in the
same words that is none (``calm.txt``), and on what people ask of the plan and beside it.
"""

import re
from functools import cache
from pathlib import Path

from bot.ask.linear import Linear
from bot.ask.telling import telling

MODEL = Path(__file__).with_name("urgent.model")
# Of the classifier's score, which is about 1 for danger and -1 for all else: doubt is danger, less so in
# what is asked in the way that questions of the plan are asked.
_DOUBT = -0.25
_FAMILIAR = 0.5


def sounds_urgent(text: str, familiar: float = 0.0) -> bool:
    """Whether a normalised text sounds like somebody in danger now.

    ``familiar`` says how surely the text is a question that people often ask, of the plan or beside it
    (0: not at all); then it takes more to sound urgent.
    """
    return urgency(text) > _DOUBT + _FAMILIAR * max(0.0, familiar)


def urgency(text: str) -> float:
    """How much a normalised text sounds like danger: about 1 where it does, -1 where it does not."""
    return _classifier().scores(telling(text))[1]


_BOUND = re.compile(
    r"(?:我|俺)(?:是|在|们?(?=学校|班|单位|村委|园|医院|局|所|站|机构|社区|宾馆|酒店|店里))[^，。,]{0,12}?"
    r"(?:老师|教师|班主任|校长|园长|辅导员|教练|宿管|保育员|医生|大夫|护士|校医|民警|警察|辅警|法官|检察官|干部|公务员|支书|主任"
    r"|网格员|社工|督导员|村委|居委|社区|学校|幼儿园|单位|局|班|园|医院|宾馆|酒店|旅馆|培训机构|托管班|福利院|救助站)"
    r"|(?:我|俺)们?(?:班|园|学校|单位|村委|社区)|本(?:校|园|单位|村|社区|班)|(?:我|俺)的学生|学生(?:跟|告诉|对|说)|来我(?:院|所|店)|接诊"
)


def bound_to_report(text: str) -> bool:
    """Whether a normalised message shows that its sender must report: an official, or close to children."""
    return _BOUND.search(text.replace(" ", "")) is not None


@cache
def told(name: str) -> tuple[str, ...]:
    """The lines of ``urgent.txt`` or ``calm.txt`` beside this module."""
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def _classifier() -> Linear:
    return Linear.load(MODEL)
