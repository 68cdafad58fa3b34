"""What a question asks for: the numbers, sections, units and topic in it, and how it asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.ask.asides import LISTS, TASKS, UNIT, without_asides, without_introduction, without_reasons
from bot.ask.counted import JUST_COUNT, Count, Without
from bot.ask.counting import ADDS, read, spelled_limits, without_counting, without_numbers_that_count
from bot.ask.framing import Framing
from bot.ask.naming import spelled_out, units_named
from bot.ask.numbers import measures_named
from bot.ask.sections import (
    TITLE,
    called_a_part,
    sections_named,
    wants_the_part,
    without_appositions,
    without_sizes,
)
from bot.ask.wording import any_of, grams, topic_words
from bot.patterns import late
from bot.plan.directory import Mention, UnitDirectory
from bot.plan.model import Plan
from bot.plan.numerals import NUMERAL

_ALL_MEMBERS = late(
    any_of(r"""
    各(?:个)?成员单位 (?:所有|全体|全部)(?:的)?(?:成员|责任)?单位 每个(?:成员)?单位 各(?:个)?(?:单位|部门)都
    所有部门 全员 (?:大伙儿?|大家|人人|家家)都(?:要|得|有|该|干|做|管)
    """)
)
_WHO = late(
    any_of(r"""
    谁 哪(?:一|几)?[个家些]?(?:单位|部门|局) 什么单位 啥单位 什么部门 归哪 哪家 找哪 属于哪 该找 哪里管
    哪儿管 归口 第几条 哪一?条 哪一?项
    """)
)
_OR_NOT = late(r"(.)不\1")  # 打不打拐
_EITHER = late(r"还是")
_TOGETHER = late(
    r"一起|共同|都|联合|配合|合作|共管|联手|同时|一块|一并|合办|两家|三家|都有|协同|共有|交集|会同"
    r"|交叉|重叠|重合|重复|撞|凑|碰头|同一条|搭档|搭伴|携手|合伙|一道|一齐|一同|搭伙|共担"
)
# Yes or no: A不A of any verb, a particle where a clause ends, or a question that asks for nothing by name.
_POLAR = late(
    r"(?P<verb>[\u4e00-\u9fff]{1,2})[不没](?P=verb)|(?P<does>[管查办做搞抓负参用要该]).{1,14}[不没](?P=does)|有没有|是否|还是不|参与|沾边|有份|在内"
    r"|(?:吗|(?<![什怎那这多])么|嘛|(?<![网酒贴水迪陶书])吧|不|没有?|否)[?？!！。,，;；~\s]*(?:$|(?<=[?？!！。,，;；]))"
)
# 能不能把那几条发我 asks for no yes
_REQUEST = late(r"(?:能|可以|可否)(?:不能|不可以|否)?(?:请|麻烦)?(?:把|再|给|帮|发|贴|念|列)[^,，。]*")
_NAMES_WHAT = late(r"谁|啥|甚|什么|哪|怎|咋|几|多少|如何|为何")
_WHAT_DOES = late(
    any_of(r"""
    (?:管|做|干|负责|承担|要|有|能)(?:些|点|了)?(?:啥|什么|哪些|哪几|多少|几) 管啥 干啥 做啥 做什么 有哪些
    有啥 哪些(?:任务|事|活|措施|工作) 任务 职责 什么(?:事|活|任务|角色) 咋管 怎么管 哪些
    """)
)
# What surrounds a unit that is asked about as such; not worth a topic.
_AROUND_UNIT = late(
    any_of(r"""
    包括 包含 涵盖 含 这边 那边 那里 这里 系统
    一道 一齐 一同 搭伙 共担 一起 共同 联合 配合 合作 共管 联手 同时 一块 一并 交集 会同 协同 两家 三家 分别
    各自 各 都 全部 所有 承担 参与 牵涉 涉及 身上 名下 头上 今年 年度 本年 要干 要做 干(?!部|预|警) 做
    活(?!动) 事儿?(?!实|故|件|业) 块 部门 方案 里 上(?!学|网|课|门|岗|瘾) 下(?!乡|岗)
    家(?!庭|风|长|教|校|属|暴|访)
    未保 条(?!例) 该 办(?!学|案|理|证|班) 列 出现 条款 共有 都有份 有份 有没有 合作 合办 之间 交叉 重叠 重复
    撞到?(?!人|车|伤) 碰头 牵连
    摊上 几条 几项 清单 一览 汇总 落实 完成 具体 主要 安排 分工 分配 按 呢 县 局 落(?!实|水|后) 扛 摊 担
    能(?!力) 会(?!议) 需 忙
    """)
)

_EXCEPT = late(
    rf"(?:除[了去开]?|不算上?|不含|不包括|抛开|去掉|排除|撇开|刨去)\s*{UNIT}|{UNIT}\s*(?:之外|以外|除外)"
)
_AS_PLACE = late(
    rf"{UNIT}(?:里(?!面?有)|门口|附近|对面|的(?:娃|孩|学生|老师|人(?!大)|家长|民警|干部|职工|电话|门|领导))"
)
_WHO_WANTS = late(
    "(?:派来|新来)?的?(?:同志|领导|同事|朋友|人|老师|干部|小伙子?|姑娘|大姐|干事|助理员|主席|书记|局长|主任|科长|股长)们?(?:过来|来|打电话)*(?:[托叫请]我|要|问|催|让|想)[看要找问学知道了解]*"
    "(?!负责|承担|管|做|干|办)"
)
_SO_MANY = late(
    rf"(?:一共|总共|拢共|大概|大约|好像)[是有]?{NUMERAL}[条项](?:吧|左右|来着|是吧|对吧)(?=[,，])"
)
_KIN_AT = late("[我俺](?:老婆|媳妇|老公|爱人|对象|[爸妈爹娘哥姐弟妹]|闺女|儿子|朋友|同学)也?就?[在是]$")
_HERE = late("(?:上班|工作|的)?")
_THEIRS = late("[他她]们|自己|本(?:局|单位)|任务|清单|职责|(?:责任|的)条目")
_HEADS = "(?:局长|主任|主席|书记|院长|部长|检察长|会长|负责人|领导|一把手|科长|所长|干事)"
# Of an office itself, not of what the plan lays on it: who sits there, where, when, and how many they are.
_OF_THE_OFFICE = late(
    rf"{UNIT}(?:的|那个|现任|现在的?)?{_HEADS}(?:现在|目前|到底)?(?:是|叫|姓|的?名字|的?电话|换)?"
    r"(?:谁|啥|甚|什么|哪个|哪位|贵姓|叫|姓|名字|多大|人)"
    rf"|{UNIT}(?:现在|今天)?(?:办公)?在(?:哪(?:里|儿|个?(?:地方|楼|街|路))?(?:办公|上班|$|[?？呢啊呀])|几楼)"
    rf"|{UNIT}.{{0,6}}(?:几点(?:钟)?(?:上|下|开|关)|(?:上|下)班时间|周[六日末]上?班|怎么走|办公地|地址"
    r"|招(?:不招|聘|考|人|辅警)|工资|待遇|编制|食堂|停车|官网|网址|邮箱|传真"
    r"|(?:有|共|总共)(?:多少|几)个?(?:人(?!次|才)|号人|警察|民警|干部|职工|老师|科室|工作人员))"
)
_COUNTED_IN = late(rf"(?:连|算上|加上)\s*[上着]?{UNIT}(?:[也都]?(?:算上|算|在内|一起|加上))?")
_DESCRIBES = late(rf"(?:讲|说|写|关于)[^,，。{TITLE}]{{1,12}}的[那这]?个?(?={TITLE})")
_AHEAD = late(rf"仅次于\s*{UNIT}|{UNIT}\s*(?:之后|后面|往下|下来)")


@dataclass(frozen=True, slots=True)
class Understood:
    """A normalised question taken apart.

    ``numbers`` and ``sections`` are as named, whether or not the plan has them; ``units`` printed
    names in order of mention; ``topic`` what is left, empty when nothing is; ``without``: they are named as
    those that do not count; ``as_place``: as where something happens, or whose something is (福利院里的娃);
    ``of_office``: what is asked is no duty of theirs but who they are, where and when (局长是谁).
    """

    text: str
    numbers: tuple[int, ...]
    sections: tuple[int, ...]
    units: tuple[str, ...]
    all_members: bool
    topic: str
    counts: Count | None
    without: Without
    as_place: bool
    of_office: bool = False

    @property
    def asks_who(self) -> bool:
        """谁, 哪个单位: a unit is wanted, so those named are part of the topic."""
        return _WHO.search(self.text) is not None and not self.yes_or_no

    @property
    def yes_or_no(self) -> bool:
        """吗, 管不管, or just a question mark where nothing is asked for by name."""
        text = _REQUEST.sub("", self.text)
        bare = self.text.rstrip().endswith(("?", "？")) and _NAMES_WHAT.search(self.text) is None
        return bare or _POLAR.search(text) is not None

    @property
    def asks_about_unit(self) -> bool:
        """管吗, 管啥: the question is what a named unit has to do."""
        return not self.as_place and (self.yes_or_no or _WHAT_DOES.search(self.text) is not None)

    @property
    def asks_for_tasks(self) -> bool:
        """任务, 负责什么: all that is laid down for a named unit is wanted, whatever is said around it."""
        return self.names_tasks and not self.yes_or_no

    @property
    def names_tasks(self) -> bool:
        """Whether tasks, measures or duties are spoken of as such."""
        return TASKS.search(self.text) is not None

    @property
    def wants_list(self) -> bool:
        """列一下, 分别是谁: not only how many."""
        return LISTS.search(self.text) is not None

    @property
    def either(self) -> bool:
        """教育局还是卫健局: one of the units named is wanted."""
        return len(self.units) > 1 and _EITHER.search(self.text) is not None

    @property
    def together(self) -> bool:
        """一起, 共同, 都; but not what they have in sum."""
        if self.counts is not None and ADDS.search(self.text) is not None:
            return False
        return _TOGETHER.search(self.text) is not None


def understand(text: str, plan: Plan, directory: UnitDirectory, framing: Framing) -> Understood:
    """Take a normalised question apart."""
    text = spelled_limits(spelled_out(text).replace("几多", "多少"))
    counts = read(text)
    text = _SO_MANY.sub("几条", text)
    called = called_a_part(text)
    text = without_sizes(without_appositions(text, plan), plan)
    by_number = measures_named(without_numbers_that_count(text) if counts else text, plan)
    sections = sections_named(by_number.rest, plan)
    rest = _DESCRIBES.sub("", sections.rest)
    everyone = _ALL_MEMBERS.search(rest) is not None
    mentions, rest = _asked_of(rest, directory)
    units = tuple(dict.fromkeys(mention.unit.name for mention in mentions))
    listed = LISTS.search(text) is not None or (not units and wants_the_part(rest))
    if counts == JUST_COUNT and (units or sections.numbers) and listed:
        counts = None  # who wants them listed is told how many as well
    surely = TASKS.search(text) is not None or (called and bool(sections.numbers))
    marked = _marked(rest, mentions)
    if counts and counts.asks_units and _COUNTED_IN.search(marked):
        units, marked = (), _COUNTED_IN.sub(" ", marked)  # 连未保办算上一共多少家
    outside = without_introduction(marked)
    if (surely and (mentions or sections.numbers)) or (counts and counts.rank):
        outside = without_reasons(outside)
        if surely and _WHO.search(text) is None and _POLAR.search(_REQUEST.sub("", text)) is None:
            outside = without_asides(outside)
    outside = outside.replace(UNIT, " ")
    if everyone:
        outside = _ALL_MEMBERS.sub(" ", outside)
    if counts:
        outside = without_counting(outside)
    named = bool(units or sections.numbers or everyone or counts)
    if units or sections.numbers or everyone:
        outside = _AROUND_UNIT.sub(" ", outside)
    topic = _OR_NOT.sub(r"\1", topic_words(outside))
    return Understood(
        text=text,
        numbers=by_number.numbers,
        sections=sections.numbers,
        units=units,
        all_members=everyone,
        topic="" if named and _is_empty(topic, framing, surely=surely) else topic,
        counts=counts,
        without=_without(marked) if mentions else "",
        as_place=_AS_PLACE.search(marked) is not None,
        of_office=_OF_THE_OFFICE.search(marked) is not None,
    )


def _asked_of(text: str, directory: UnitDirectory) -> tuple[list[Mention], str]:
    """The units that a text asks of, and the text without those whose people only want to know."""
    mentions = units_named(text, directory)
    wanting = [
        (m, match)
        for m in mentions
        if (match := (_HERE if _KIN_AT.search(text[: m.start]) else _WHO_WANTS).match(text, m.end))
    ]
    if not wanting:
        return mentions, text
    rest = of_theirs = text
    for mention, match in reversed(wanting):
        rest = f"{rest[: mention.start]} {rest[match.end() :]}"
        of_theirs = f"{of_theirs[: mention.end]} {of_theirs[match.end() :]}"
    asked = units_named(rest, directory)
    if not asked and TITLE not in rest and _THEIRS.search(rest):  # 公安的同志让我打印他们的任务
        return units_named(of_theirs, directory), of_theirs
    return asked, rest


def _marked(text: str, mentions: Iterable[Mention]) -> str:
    """The text with a mark in place of every unit."""
    for mention in sorted(mentions, key=lambda mention: -mention.start):
        text = f"{text[: mention.start]}{UNIT}{text[mention.end :]}"
    return text


def _without(marked: str) -> Without:
    """Whether units, marked in a text, are named as those that do not count."""
    if _AHEAD.search(marked) is not None:
        return "ahead"
    return "them" if _EXCEPT.search(marked) is not None else ""


def _is_empty(topic: str, framing: Framing, *, surely: bool) -> bool:
    """Whether what is left of a text says nothing: no pair of characters, number or word with a sense.

    ``surely``: tasks or a part of the plan are asked for as such.
    """
    if not any(len(gram) > 1 for gram in grams(topic)):
        return True
    return framing.says_nothing(topic, surely=surely)
