"""Does a message sound like somebody in danger now? A child first of all, but not only.

A miss may cost a life and a false alarm costs one extra tap, so doubt counts as danger; but questions
about the plan use the same words (办好性侵案件归谁) and must get the plan's answer. Rules look for three
kinds of evidence: what happens (an event, told as happening, or only its name), how near it is, and how
much the message speaks of paper. A classifier, trained on many ways of telling danger (``urgent.txt``) and
on talk that is none (``calm.txt``, and the question bank), weighs that evidence together with the wording.
"""

import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from bot.ask.danger import CHILD, EVENT, EVERYDAY, HARM, PERSON, STEMS, WHETHER
from bot.ask.harmless import asks_the_law, may_hurt
from bot.ask.linear import Linear
from bot.ask.wording import any_of, pairs

_NAME = re.compile(
    any_of(rf"""
    自杀 轻生 自残 性侵 强奸 猥亵 性骚扰 虐待 虐童 家暴 失踪 走失 走丢 拐卖 绑架 溺水 落水 遗弃 弃婴
    打(?:小)?{CHILD} 离家出走 裸照 服毒
    """)
)

# Speaking of prevention is not speaking of the event.
_PREVENTION = re.compile(
    any_of(r"""
    (?:预防|防范|防止|避免|防|严防|杜绝|反对|打击|惩治|严惩|严厉打击|禁止|整治|治理|反)[^。！？!?，,]{0,12}?(?:溺水|自杀|轻生|自残|性侵害?|性骚扰|猥亵|强奸|虐待|家暴|拐卖|拐骗|拐|失踪|走失|欺凌|暴力|中毒|触电|伤害|绑架|遗弃|离家出走|落水|火灾)
    (?:溺水|自杀|轻生|自残|性侵害?|性骚扰|猥亵|虐待|家暴|拐卖|欺凌|触电|中毒|防灾|走失|失踪)[^。！？!?，,]{0,2}?(?:预防|防范|干预|教育|宣传|治理|案件|类案|犯罪|行为的|演练|知识|专题|课|人员(?:信息)?|防控)
    打拐 防拐 反拐
    """)
)
# Nor is losing a thing.
_THINGS = re.compile(
    r"(?:书包|本子|书|本|衣服|鞋|钱包?|证件?|手机|作业|卡|学籍|档案|校服|票|帽子?|水杯|东西|单子|照片|材料|资料|车|电话)"
    r"[^，。,]{0,3}?(?:丢了|不见了|没了|找不到|找不着)"
)
# Words of paper: somebody asks what is laid down. The weaker ones also stand in what happens to people
# (体育课上昏倒了), so they need a question beside them.
_PAPER = re.compile(
    any_of(r"""
    哪一?条 第几条 哪一?项 第几项 哪几[条项] 立不立 手续 措施 方案 条款 专项 专门行动 案件 案子 机制 制度 规定
    政策 宣传 预防 防范 治理 演练 职责 责任单位 牵头 惩治 严惩 打击 查处 处罚 立案 审理 审判 起诉 犯罪
    怎么判 判几年 判刑 判多久 量刑 坐牢 计划 条例 先救 师德
    预案 入库 责任书 数据库 归口 救助(?:政策|机构|工作|保护|金)
    """)
)
_PAPER_IN_A_QUESTION = re.compile(
    any_of(r"""
    落实 法律 体系 流程 标准 补贴 补助 康复 资助 教育 课 讲座 主题 活动 职能 部门 优先 广播 作品 台账 统计
    多少 数据 率 矫治 帮教 认定 保障 行动
    """)
)
# Asking who is in charge: weaker, people in need ask that too.
_WHO = re.compile(
    any_of(r"""
    归谁 归哪 谁负责 谁管 谁来管 哪个单位 哪些单位 哪家 哪个部门 哪些部门 由谁 由哪 属于 负责 主管 分管 谁查
    谁抓
    """)
)
_HERE_NOW = re.compile(
    any_of(r"""
    救命 救救 快来 快救 正在 现在.{0,6}(?:打|哭|堵|站|要|被|在) 刚才 刚刚 刚看 马上就?要 一直在 又打
    天天.{0,6}打 昨[天晚夜] 今[天早晚] 前天 上午 下午 半夜
    (?:我|俺)(?:家|们?班|们?村|们?楼|们?学校|爸|妈|爹|娘|后妈|继父|后爸|哥|姐|叔|舅|伯|姨|姑|爷|奶|同学|同桌|朋友|女儿|儿子|老公|老婆|丈夫|孙|妹|弟|闺女|姑娘|孩|娃|好疼|被|不想活|想死|快|受不了|侄|外甥|老师|室友|表)
    隔壁 邻居 楼上 楼下 对门 对面 路边 街上有 流血 昏迷 身上 看见有 看到有 听见 听到 (?:小时|分钟|天)了
    打不通
    """)
)
_NEARBY = re.compile(
    any_of(r"""
    有人 有个 有一个 看见 看到 发现 怎么办 咋办 怎么做 找谁 求助 报警 帮帮 怀疑 村里 附近 快 这是 急 村子里
    """)
)
_QUESTION = re.compile(r"[吗么？?]|什么|哪|谁|几")


MODEL = Path(__file__).with_name("urgent.model")
_STEMS = frozenset(f"+{name}" for name in STEMS)
# Of the classifier's score, which is about 1 for danger and -1 for all else. Doubt is danger, less so where
# something is asked, hardly where it speaks of paper or no word of danger stands; an event told as happening
# here needs little.
_HAPPENING = -0.9
_TOLD = -0.5
_ASKED = -0.35
_PAPERWORK = 0.15
_NOT_YET = 0.6
_NO_STEM = 0.0
_FAMILIAR = 1.2
_RULES = "+rules"
_WHETHER = "+whether"


def sounds_urgent(text: str, familiar: float = 0.0) -> bool:
    """Whether a normalised text sounds like somebody in danger now.

    ``familiar`` says how surely the text is a question that people often ask, of the plan or beside it
    (0: not at all); then it takes more to sound urgent, unless the rules see danger too.
    """
    seen = frozenset(found := signs(text))
    least = _least(seen) if _RULES in seen else _least(seen) + _FAMILIAR * max(0.0, familiar)
    return _classifier().scores(pairs(text), found)[1] > least


def _least(seen: frozenset[str]) -> float:
    if {_RULES, "+event", "+here"} <= seen and "+paper" not in seen:
        return _HAPPENING
    if {"+paper", "+law"} & seen and "+here" not in seen:
        return _PAPERWORK
    if "+hazard" in seen:
        return _NOT_YET
    if not seen & _STEMS and _RULES not in seen:
        return _NO_STEM
    return _ASKED if _WHETHER in seen else _TOLD


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


def signs(text: str) -> tuple[str, ...]:
    """What the rules see in a normalised text, for the classifier; names that no text can hold."""
    seen = _Seen.of(text)
    found = [f"+{name}" for name, is_seen in asdict(seen).items() if is_seen]
    told = text.replace(" ", "")
    asks = "?" if WHETHER.search(told) is not None else "!"
    stems = [name for name, stem in STEMS.items() if stem.search(told) is not None]
    found += [f"+{name}{asks}" for name in stems]
    found += [f"+{name}" for name in stems]
    found.append(f"+{min(len(stems), 2)} stems{asks}")
    if asks == "?":
        found.append(_WHETHER)
    if EVERYDAY.search(told) is not None:
        found.append("+everyday")
    return (*found, _RULES) if seen.urgent else tuple(found)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The evidence that the rules find in a text."""

    event: bool
    harm: bool
    name: bool
    person: bool
    aside: bool
    paper: bool
    weakly: bool
    who: bool
    here: bool
    nearby: bool
    asks: bool
    law: bool
    hazard: bool

    @classmethod
    def of(cls, text: str) -> "_Seen":
        """Look for all of it in a normalised text."""
        text = _THINGS.sub("#", _PREVENTION.sub("#", text.replace(" ", "")))
        who = _WHO.search(text) is not None
        return cls(
            event=EVENT.search(text) is not None,
            harm=HARM.search(text) is not None,
            name=_NAME.search(text) is not None,
            person=PERSON.search(text) is not None,
            aside="#" in text,
            paper=_PAPER.search(text) is not None,
            weakly=_PAPER_IN_A_QUESTION.search(text) is not None,
            who=who,
            here=_HERE_NOW.search(text) is not None,
            nearby=_NEARBY.search(text) is not None,
            asks=who or _QUESTION.search(text) is not None,
            law=asks_the_law(text),
            hazard=may_hurt(text),
        )

    @property
    def urgent(self) -> bool:
        """What the evidence comes to without the wording's help."""
        if (self.law and not self.here) or self.hazard:
            return False
        if self.event:
            return self.here or not (self.paper or (self.weakly and self.asks))
        if self.harm and self.person and not (self.paper or self.weakly or self.asks):
            return True
        if not self.name:
            return False
        if self.here or self.nearby:
            return self.here or not (self.paper or self.weakly)
        return not (self.paper or self.weakly or self.who)
