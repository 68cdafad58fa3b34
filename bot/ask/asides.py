"""What is said around a question and asks nothing: who sends it, why, when, and what the sender missed.

Units are marked in the texts that are read here, and the titles of sections.
"""

import re

from bot.ask.sections import TITLE
from bot.ask.wording import any_of
from bot.patterns import late

UNIT = "\ufffc"
"""Stands in the text where a unit was named."""
TASKS = late(
    any_of(r"""
    任务 职责 措施 条款 条目 清单 事项
    (?:名下|头上|身上)(?:都|到底|总共)?(?:有|领|压|挂|摊) 责任(?=条|清|表|都|全|写|是|有|$|[\s,，。?？])
    活儿?(?!动) [哪几那]些?[条项]
    (?:负责|承担|管|做|干)(?:些|点|了)?(?:啥|甚|什么|哪|嘛)
    """)
)
LISTS = late(
    any_of(r"""
    哪[几些][条项个] 列(?!席|车|入|了|有) 分别(?![是有]?(?:多少|几)) 具体
    说说 讲讲 念(?!起|着|得) 发(?:我|给|一) [啥甚] 什么 内容
    摆 整[章块段节篇] 一条条 [说讲]给 写出来 整(?:出来?|[一成个]*[份张]) 整理 理一?理 捋 打印 导出 [做弄]个?表
    """)
)
_CLAUSE = late(r"[\s,，。;；!！?？]+")
_INTRODUCES = late(
    rf"(?:你好|您好)?(?:我们?|俺们?|咱们?|本人|作为)(?:就|也)?(?:是|在|刚|新|调|到|才)?[^，,]{{0,4}}{UNIT}"
    r"(?:的|上班|工作|新|这边|干)(?!.*(?:谁|啥|甚|什么|哪|怎|咋|几|多少))"
)
_ASKS = late("[谁啥甚哪怎咋几吗么呢?？]|什么|多少|如何|是否|有没有|是不是|给我|发[我来]|部分|板块")
_DESK = late(
    r"(?:用|使|要看|要念|等着?|急|汇报|对账|参考|照着?做)$"
    r"|^(?:好|我?[要想]|用来|拿去)?(?:写|做|编|印|备|填|准备|对照|布置)"
    r"|^(?:今天|明天|后天|昨天|前天|刚才?|[下上这本]周|周[一二三四五六日天]|[上下]午|晚上|马上|一会儿)"
)
_REASON = 14  # characters of what is said after a wish: why, for whom, by when
_OF_THE_SPEAKER = late(
    rf"(?<=[{TITLE}{UNIT}])(?P<of>[^,，。]{{0,4}}?)(?:我|俺|咱|领导|书记|主任|局长|科长|院长|主席)[^,，。]*"
)
_WISH = late(
    r"(?:给|帮|替)[我俺咱]们?[^,，。]{1,4}(?:一下|一遍|一份|一次|一回|下|遍)(?=$|[,，。])"
)  # 给我复述一下
_HOW = late("[怎咋]|如何|为(?:啥|什么|何)")
_WHOLE = late("整个|整[章块段节篇]|目录|条目|清单|[那这]部分|[那这]一?章|全部")


def without_introduction(marked: str) -> str:
    """The text without the clauses that only say where the sender works."""
    clauses = _CLAUSE.split(marked)
    rest = [clause for clause in clauses if _INTRODUCES.match(clause) is None]
    return "，".join(rest) if any(map(str.strip, rest)) else marked


def without_reasons(marked: str) -> str:
    """The text without what is said of why the tasks of a unit or a part are wanted: 写总结用, 领导等着.

    After the wish whatever asks nothing is said of it; before it only what is plainly about a desk.
    """
    clauses = _CLAUSE.split(marked.strip())
    while len(clauses) > 1 and len(clauses[-1]) <= _REASON and _is_aside(clauses[-1]):
        clauses.pop()
    kept = [clause for clause in clauses if not (_is_aside(clause) and _DESK.search(clause))]
    if any(UNIT in clause and TASKS.search(clause) for clause in kept):
        kept = [c for c in kept if UNIT not in c or _ASKS.search(c) or TASKS.search(c)]  # 福利院归民政
    return "，".join(map(_without_occasion, kept or clauses))


def without_asides(marked: str) -> str:
    """What asks in a text that wants a part of the plan or a unit's tasks, and neither who nor whether.

    Whatever else is said in it tells how the sender missed or needs it: 那部分我打了个盹, 我只记得有个师德.
    """
    clauses = _CLAUSE.split(marked)
    if TITLE in marked:
        whole = any(TITLE not in clause and _WHOLE.search(clause) for clause in clauses)
        clauses = [c for c in clauses if (TITLE in c and not (whole and _asks_nothing(c))) or _HOW.search(c)]
    return _OF_THE_SPEAKER.sub(_silent, _WISH.sub("", "，".join(clauses)))


def _silent(match: re.Match[str]) -> str:
    """What a stretch about the speaker leaves: nothing, unless it asks."""
    return match.group() if _ASKS.search(match.group()) else match["of"]


def _without_occasion(clause: str) -> str:
    """A clause without what stands before the title of a section and asks nothing: 给教师念学校保护那章."""
    before, title, after = clause.partition(TITLE)
    silent = not (UNIT in before or _ASKS.search(before) or TASKS.search(before))
    return title + after if title and silent else clause


def _is_aside(clause: str) -> bool:
    """Whether a clause asks nothing, wants nothing and names neither a unit nor a section."""
    return TITLE not in clause and _asks_nothing(clause)


def _asks_nothing(clause: str) -> bool:
    return not (UNIT in clause or _ASKS.search(clause) or TASKS.search(clause) or LISTS.search(clause))
