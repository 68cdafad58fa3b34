"""Does a message sound like somebody in danger now? A child first of all, but not only.

A miss may cost a life and a false alarm costs one extra tap, so doubt counts as danger; but questions
about the plan use the same words (办好性侵案件归谁) and must get the plan's answer. No list of words tells
the two apart. Two classifiers do, trained on many ways of telling danger (``urgent.txt``), on talk in the
same words that is none (``calm.txt``), and on what people ask of the plan and beside it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from bot.ask.linear import Linear
from bot.ask.telling import telling
from bot.ask.wording import any_of, normal, pairs
from bot.patterns import late


@dataclass(frozen=True, slots=True)
class Judge:
    """A classifier of danger: its file, what it reads in a text, and how many texts must share a gram."""

    path: Path
    read: Callable[[str], Collection[str]]
    seen_in: int


# The one reads how a message is told, the other only its words; where one errs the other often does not.
JUDGES = (
    Judge(Path(__file__).with_name("urgent.model"), telling, 2),
    Judge(Path(__file__).with_name("urgent_words.model"), pairs, 1),
)
# Of the classifiers' mean score, which is about 1 for danger and -1 for all else: doubt is danger, less so in
# what is asked in the way that questions of the plan are asked.
_DOUBT = -0.2
_TELLS = 3  # characters in which danger can be told, but for the words that name it
_SIGNS = late(r"[\W_]+")
_FAMILIAR = 0.65
_AT_MOST = 0.6  # of familiarity: however often something is asked, clear danger in it is heard
_SURELY = 0.1
_ASKS_WHO = late(
    "(?:归|由|是|找|该)?(?:谁|哪[一几]?[个家些]?(?:单位|部门|局))(?:来)?(?:负责|管|牵头|的事)|归谁|[哪第]几条|哪一?条|责任单位"
)
_LAST = 8  # texts whose verdict is kept: a chat listens for danger first, and asks about the same words next


def sounds_urgent(text: str, familiar: float = 0.0) -> bool:
    """Whether a normalised text sounds like somebody in danger now.

    ``familiar`` says how surely the text is a question that people often ask, of the plan or beside it
    (0: not at all); then it takes more to sound urgent.
    """
    bare = _SIGNS.sub("", text)
    if bare in _told():
        return True
    if len(bare) < _TELLS:
        return False
    return urgency(text) > _DOUBT + _FAMILIAR * min(_AT_MOST, max(0.0, familiar))


def asks_who(text: str) -> bool:
    """Whether a normalised text asks who answers for something, or where the plan says it."""
    return _ASKS_WHO.search(text) is not None


def tells_danger(text: str) -> bool:
    """Whether what a normalised message says beside a question is danger beyond doubt."""
    return len(_SIGNS.sub("", text)) > _TELLS and urgency(text) > _SURELY


@lru_cache(maxsize=_LAST)
def urgency(text: str) -> float:
    """How much a normalised text sounds like danger: about 1 where it does, -1 where it does not."""
    return sum(judge.scores(read(text))[1] for judge, read in _judges()) / len(JUDGES)


_CALLING = any_of("""
    老师 教师 班主任 校长 园长 辅导员 教练 教官 宿管 保育员 校医 村医 医生 大夫 护士 民警 警察 辅警
    法官 检察官 干部 公务员 支书 村长 主任 委员 网格员 社工 督导员 保安 门卫 前台
""")
_PLACE = any_of("""
    学校 中学 小学 幼儿园 托管班 托育园 培训班 培训机构 医院 卫生院 诊所 药店 宾馆 酒店 旅馆 旅店 民宿 福利院
    救助站 村委会? 居委会? 社区 派出所 民政 局 办
""")
_ME = "(?:我|俺|咱|本人)们?"
_MINOR = "(?:学生|孩子|娃|男孩|女孩|男生|女生)"
# Who says 学生 of a child teaches it; among themselves children say 同学.
_BOUND = late(
    rf"{_ME}(?:是(?!不是)|系|当)(?:[^,。被让叫]{{0,12}}?{_CALLING}|[^,。被让叫]{{0,10}}?{_PLACE}(?:里?的|[,。]|$))"
    rf"|{_ME}在[^,。被让叫]{{0,10}}?(?:上班|工作|任教|教书|值班|实习)|(?:^|{_ME})开{_PLACE}的"
    rf"|{_ME}(?:带的|教的)?班[里上]?(?:有个|有一个|的|一个)?{_MINOR}|{_ME}(?:带|教)的.{{0,4}}{_MINOR}"
    rf"|我的?学生|(?:^|[,。])(?:有个)?学生|学生(?:跟|告诉|对|说)|(?:来|送到)(?:我|俺|我们)(?:院|所|店)|接诊|家访"
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
def _told() -> frozenset[str]:
    """What was told of danger in these very words is danger, whatever the classifiers make of it."""
    return frozenset(_SIGNS.sub("", normal(line)) for line in told("urgent.txt"))


@cache
def _judges() -> tuple[tuple[Linear, Callable[[str], Collection[str]]], ...]:
    return tuple((Linear.load(judge.path), judge.read) for judge in JUDGES)
