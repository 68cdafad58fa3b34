"""What a question asks for: the numbers, sections, units and topic in it, and how it asks."""

import re
from dataclasses import dataclass

from bot.ask.naming import units_named
from bot.ask.numbers import measures_named, sections_named
from bot.ask.stats import THRESHOLD, asks_to_count, without_counting
from bot.ask.wording import any_of, grams, topic_words
from bot.plan.directory import UnitDirectory
from bot.plan.model import Plan

_ALL_MEMBERS = re.compile(
    any_of(r"""
    各(?:个)?成员单位 (?:所有|全体|全部)(?:的)?(?:成员|责任)?单位 每个(?:成员)?单位 各(?:个)?(?:单位|部门)都
    所有部门 全员
    """)
)
_WHO = re.compile(
    any_of(r"""
    谁 哪(?:一|几)?[个家些]?(?:单位|部门|局) 什么单位 啥单位 什么部门 归哪 哪家 找哪 属于哪 该找 哪里管
    哪儿管 归口 第几条 哪一?条 哪一?项
    """)
)
_OR_NOT = re.compile(r"(.)不\1")  # 打不打拐
_EITHER = re.compile(r"还是")
_TOGETHER = re.compile(
    r"一起|共同|都|联合|配合|合作|共管|联手|同时|一块|一并|合办|两家|三家|都有|协同|共有|交集|会同"
    r"|一道|一齐|一同|搭伙|共担"
)
_POLAR = re.compile(
    r"管不管|负不负责|是不是|有没有|要不要|用不用|参不参与|(?:吗|么|嘛|不|没)[?？。\s]*$|是否|参与"
)
_WHAT_DOES = re.compile(
    any_of(r"""
    (?:管|做|干|负责|承担|要|有|能)(?:些|点|了)?(?:啥|什么|哪些|哪几|多少|几) 管啥 干啥 做啥 做什么 有哪些
    有啥 哪些(?:任务|事|活|措施|工作) 任务 职责 什么(?:事|活|任务|角色) 咋管 怎么管 哪些
    """)
)
# What surrounds a unit that is asked about as such; not worth a topic.
_AROUND_UNIT = re.compile(
    any_of(r"""
    包括 包含 涵盖 含 这边 那边 那里 这里 系统
    一道 一齐 一同 搭伙 共担 一起 共同 联合 配合 合作 共管 联手 同时 一块 一并 交集 会同 协同 两家 三家 分别
    各自 各 都 全部 所有 承担 参与 牵涉 涉及 身上 名下 头上 今年 年度 本年 要干 要做 干(?!部|预|警) 做
    活(?!动) 事儿?(?!实|故|件|业) 块 部门 方案 里 上(?!学|网|课|门|岗|瘾) 下(?!乡|岗)
    家(?!庭|风|长|教|校|属|暴|访)
    未保 条(?!例) 该 办(?!学|案|理|证|班) 列 出现 条款 共有 都有份 有份 有没有 合作 合办 之间 交叉 重叠 牵连
    摊上 几条 几项 清单 一览 汇总 落实 完成 具体 主要 安排 分工 分配 按 呢 县 局 落(?!实|水|后) 扛 摊 担
    能(?!力) 会(?!议) 需 忙
    """)
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A normalised question taken apart.

    ``numbers`` and ``sections`` are as named, whether or not the plan has them; ``units`` printed
    names in order of mention; ``topic`` what is left, empty when nothing is.
    """

    text: str
    numbers: tuple[int, ...]
    sections: tuple[int, ...]
    units: tuple[str, ...]
    all_members: bool
    topic: str
    counts: bool

    @property
    def asks_who(self) -> bool:
        """谁, 哪个单位: a unit is wanted, so those named are part of the topic."""
        return _WHO.search(self.text) is not None and _POLAR.search(self.text) is None

    @property
    def asks_about_unit(self) -> bool:
        """管吗, 管啥: the question is what a named unit has to do."""
        return _POLAR.search(self.text) is not None or _WHAT_DOES.search(self.text) is not None

    @property
    def either(self) -> bool:
        """教育局还是卫健局: one of the units named is wanted."""
        return _EITHER.search(self.text) is not None

    @property
    def together(self) -> bool:
        """一起, 共同, 都."""
        return _TOGETHER.search(self.text) is not None


def understand(text: str, plan: Plan, directory: UnitDirectory) -> Understood:
    """Take a normalised question apart."""
    named = measures_named(THRESHOLD.sub(" ", text), plan)
    sections = sections_named(named.rest, plan)
    rest = sections.rest
    everyone = _ALL_MEMBERS.search(rest) is not None
    mentions = units_named(rest, directory)
    units = tuple(dict.fromkeys(mention.unit.name for mention in mentions))
    outside = _cut(rest, [(mention.start, mention.end) for mention in mentions])
    if everyone:
        outside = _ALL_MEMBERS.sub(" ", outside)
    counts = asks_to_count(f"{rest} {found.group()}" if (found := THRESHOLD.search(text)) else rest)
    if counts:
        outside = without_counting(outside)
    if units or sections.numbers or everyone:
        outside = _AROUND_UNIT.sub(" ", outside)
    topic = _OR_NOT.sub(r"\1", topic_words(outside))
    return Understood(
        text=text,
        numbers=named.numbers,
        sections=sections.numbers,
        units=units,
        all_members=everyone,
        topic=topic if _says_something(topic) else "",
        counts=counts,
    )


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


def _says_something(topic: str) -> bool:
    """Whether anything but particles is left: one pair of characters, a number, or a Latin word."""
    return any(len(gram) > 1 for gram in grams(topic))
