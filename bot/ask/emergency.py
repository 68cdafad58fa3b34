"""Does a message sound like somebody in danger now? A child first of all, but not only.

A miss may cost a life and a false alarm costs one extra tap, so doubt counts as danger; but questions
about the plan use the same words (办好性侵案件归谁) and must get the plan's answer. Three kinds of
evidence decide: what happens (an event, told as happening, or only its name), how near it is, and how
much the message speaks of paper.
"""

import re

from bot.ask.danger import CHILD, EVENT, HARM, PERSON
from bot.ask.wording import any_of

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
    哪一?条 第几条 哪一?项 第几项 哪几[条项] 立不立 措施 方案 条款 专项 专门行动 案件 案子 机制 制度 规定
    政策 宣传 预防 防范 治理 演练 职责 责任单位 牵头 惩治 严惩 打击 查处 处罚 立案 审理 审判 起诉 犯罪
    怎么判 判几年 判刑 判多久 量刑 坐牢 计划 条例 先救 师德 救助(?:政策|机构|工作|保护|金)
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
_SHORT = 12


def sounds_urgent(text: str) -> bool:
    """Whether a normalised text sounds like somebody in danger now."""
    text = _THINGS.sub("#", _PREVENTION.sub("#", text.replace(" ", "")))
    asks_who = _WHO.search(text) is not None
    paper = _PAPER.search(text) is not None
    weakly = _PAPER_IN_A_QUESTION.search(text) is not None
    here = _HERE_NOW.search(text) is not None
    asks = asks_who or _QUESTION.search(text) is not None
    if EVENT.search(text) is not None:
        return here or not (paper or (weakly and asks))
    told = not (paper or weakly or asks)
    if HARM.search(text) is not None and PERSON.search(text) is not None and told:
        return True
    if _NAME.search(text) is None:
        return False
    if here or _NEARBY.search(text) is not None:
        return here or not (paper or weakly)
    return not (paper or weakly or asks_who) and len(text) <= _SHORT
