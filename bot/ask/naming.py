"""Units named in a question where only the company they keep shows that a unit is meant.

工会, 教育, 烟草 are everyday words, so the directory takes them for units only beside words that say so. In a
list with other units (工会妇联, 人社和教育两家), or at the head of a question that asks what somebody does
(工会是不是负责), they are units as well; and what only lacks its last character (教科和民政) is one too.
"""

import re
from functools import lru_cache
from itertools import islice

from bot.ask.pinyin import sounds_like
from bot.ask.wording import any_of
from bot.patterns import late
from bot.plan.directory import Mention, UnitDirectory
from bot.plan.model import Unit
from bot.plan.naming import COMMON_ORGANS

_SHORTEST, _LONGEST = 2, 12
_ORGAN = late("[局委办院会联协]")
_MEANT = {"位": "委", "居": "局", "剧": "局", "句": "局", "连": "联", "元": "院"}
_SOUNDS_LIKE_ORGAN = late("[局委办院会联协位居剧句连元]")
_OFTEN_LEFT_OUT = "局"
_BETWEEN = late(r"\s*(?:[、,，和与跟同及]|还有|以及)\s*")
_BETWEEN_ENDING = late(_BETWEEN.pattern + "$")
_WIDE = 4  # characters that stand between two names, at most
_MANY = 12  # units that a question names; a longer list is read as the directory reads it
_EDGE = late(
    r"$|[\s,，。？?！!、；;：:和与跟同及的]|"
    + any_of("""
    两家 三家 四家 两个 三个 几家 俩 仨 搭 一起 一块 共同 都 联合 联手 合作 合办 共 同时 配合 交集 有 哪
    分别 各 重叠 重合 交叉 同 合 碰头 都 沾 挂 共
    负责 管 要 能 谁 之间 部门 在 是 还有 以及 一并 协同 做 干 参与 承担 牵头
    """)
)
_BEFORE_LIST = late(
    r"(?:^|[\s,，。？?！!、；;：:和与跟同及的是由让叫归找请问]|哪些|哪几[条项]|措施|任务|需要|涉及)$"
)
_HEAD = late(r"(?:请问|那么?|我想问一?下?|想问一?下?|麻烦问一?下?|咱们?|我们|\s|[,，])*")
_ASKED_OF = late(
    any_of("""
    是不是 是否 要不要 有没有 用不用 该不该 管不管 负不负责 参不参与 需不需要 应不应该 得不得 能不能 今年 具体
    主要 到底 一共 总共 共有 头上 名下 呢 占 (?:要|该|得)(?:干|做|管|负责|办)
    的?老?(?:同志|干部)们?(?:都|要|得|该|今年|具体)*(?:负责|承担|担|干|做|管|有)
    的?(?:所有|全部|责任)*(?:条目|任务|清单|措施|事项|条款) 领了 摊了 摊上 承担 参与 配合
    """)
)

_OF_ONE = {"公": "公安局", "检": "检察院", "法": "法院", "司": "司法局"}
_AS_ONE = late("公检法司?|(?<![执司])法检(?![查测验疫])|检法(?![规条])")
_OR_NOT = late(r"(.)不\1")
_DOES = late(
    r"(?:在|也|都)?(?:[搞抓办做查给发出帮推建开管]|落实|组织|负责|牵头|配合|参与).*(?:[吗么不没嘛])[?？。\s]*$"
)

_DOES_IT = late(
    r"(?:也|都|要|该)?(?:[管抓做办查]不[管抓做办查]|(?:管|抓|负责|参与|参加)(?:吗|么|不|没)|有没有份|有份[吗么]?)[?？。\s]*$"
)
_SHARED = late("共同|共担|共有|共管|一起|一块|一道|同时|都|两家|三家|联|交集|交叉|合|重[叠复]")
_THEIRS = late("的?[那这]一?[摊块份边些]|[那这]一?条(?:战)?线")
_TASKS_OF = late("[列发拉整理查看印出](?P<name>[一-龥]{2,8}?)的?(?:任务|条目|清单|职责)")
_ONLY_WHAT_IT_DOES = late(
    any_of("""
    这边 那边 口 系统 部门 这次 这回 本次 被 安排 分配 [分摊][了到] 完成 工作 这个 这份 方案 文件 里头 里面 上
    都 也 又 要 得 该 需要 应该 今年 具体 主要 一共 有 在 里 管 干 做 负责 承担 参与
    落实 啥 甚 什么 哪些 哪几 多少 几 个 条 项 件 事情 事 活儿? 任务 措施 职责 的 是 呢 啊 呀 些 点
    """)
    + r"*[?？。\s]*"
)


def units_named(text: str, directory: UnitDirectory) -> list[Mention]:
    """Every mention of a unit in a normalised text, in reading order, none overlapping."""
    found = {mention.start: mention for mention in directory.find(text)}
    if not found:
        found = _head(text, directory)
    if not found:
        found = _misspelt(text, directory)
    queue = list(found.values()) or _pair(text, directory) or _tail(text, directory)
    found = {mention.start: mention for mention in queue}
    while queue and len(found) <= _MANY:
        mention = queue.pop()
        for beside in (_before(text, mention.start, directory), _after(text, mention.end, directory)):
            if beside is not None and not any(
                known.start < beside.end and beside.start < known.end for known in found.values()
            ):
                found[beside.start] = beside
                queue.append(beside)
    return sorted(found.values(), key=lambda mention: mention.start)


def spelled_out(text: str) -> str:
    """The text with the names that several units go by together written out: 公检法, 法检两家."""
    return _AS_ONE.sub(lambda match: "、".join(_OF_ONE[char] for char in match.group()), text)


def _unit(name: str, directory: UnitDirectory) -> Unit | None:
    if _BETWEEN.search(name[:1]) or _BETWEEN.search(name[-1:]):
        return None
    return directory.resolve(name) or directory.resolve(name + _OFTEN_LEFT_OUT)


def _head(text: str, directory: UnitDirectory) -> dict[int, Mention]:
    match = _HEAD.match(text)
    start = match.end() if match else 0
    for end in range(min(start + _LONGEST, len(text)), start + _SHORTEST - 1, -1):
        unit = _unit(text[start:end], directory)
        if unit is None:
            continue
        # 法律援助有哪些 asks about a topic, whoever is also called so; 工会有哪些 about its own tasks
        own = text[start:end] in unit.name + unit.full_name and _ONLY_WHAT_IT_DOES.fullmatch(text, end)
        # 教科那一摊 can only be the bureau, 教育那一块 may be anybody's
        theirs = directory.resolve(text[start:end]) is None and _THEIRS.match(text, end)
        if own or theirs or any(asks.match(text, end) for asks in (_ASKED_OF, _OR_NOT, _DOES)):
            return {start: Mention(start, end, unit)}
    return {}


def _tail(text: str, directory: UnitDirectory) -> list[Mention]:
    """An organ of which a question asks at its end what it does: 临时监护工会管不管, 让我列工会的任务."""
    if (tasks := _TASKS_OF.search(text)) and (unit := directory.resolve(tasks["name"])) is not None:
        return [Mention(tasks.start("name"), tasks.end("name"), unit)]
    match = _DOES_IT.search(text)
    if match is None or _ORGAN.search(text[: match.start()][-1:]) is None:
        return []
    end = match.start()
    for start in range(max(0, end - _LONGEST), end - _SHORTEST + 1):
        if (unit := directory.resolve(text[start:end])) is not None:
            return [Mention(start, end, unit)]
    return []


def _misspelt(text: str, directory: UnitDirectory) -> dict[int, Mention]:
    """A name of an organ in characters that only sound right, or in some of them: 财正局, 市场监督局."""
    for match in islice(_SOUNDS_LIKE_ORGAN.finditer(text), _MANY):
        if match.group() in _MEANT:
            if (mention := _ending_so(text, match, directory)) is not None:
                return {mention.start: mention}
            continue
        for name, unit in _organs(directory):
            start = match.end() - len(name)
            said = text[max(0, start) : match.end()]
            if name[-1] == said[-1] and said not in COMMON_ORGANS and sounds_like(said, name):
                return {start: Mention(start, match.end(), unit)}
        if (mention := _shortened(text, match.end(), directory)) is not None:
            return {mention.start: mention}
    return {}


def _ending_so(text: str, organ: re.Match[str], directory: UnitDirectory) -> Mention | None:
    """A name of which the last character only sounds right: 团县位, 妇连."""
    for start in range(max(0, organ.start() - _LONGEST), organ.start()):
        if (unit := directory.resolve(text[start : organ.start()] + _MEANT[organ.group()])) is not None:
            return Mention(start, organ.end(), unit)
    return None


def _shortened(text: str, end: int, directory: UnitDirectory) -> Mention | None:
    """A name of which characters are left out between the first and the last: 市场监督局."""
    for start in range(max(0, end - _LONGEST), end - _SHORTEST):
        said = text[start:end]
        units = {
            unit.name: unit
            for name, unit in _organs(directory)
            if name[0] == said[0] and name[-1] == said[-1] and _within(said, name)
        }
        if len(units) == 1 and said not in COMMON_ORGANS:
            return Mention(start, end, next(iter(units.values())))
    return None


def _within(said: str, name: str) -> bool:
    """Whether the characters of one text stand in another in the same order."""
    rest = iter(name)
    return all(char in rest for char in said)


@lru_cache(maxsize=8)
def _organs(directory: UnitDirectory) -> tuple[tuple[str, Unit], ...]:
    """Names long enough to be known by their sound, the longest first."""
    names = (
        item for item in directory.names().items() if len(item[0]) > _SHORTEST and _ORGAN.search(item[0][-1])
    )
    return tuple(sorted(names, key=lambda item: -len(item[0])))


def _pair(text: str, directory: UnitDirectory) -> list[Mention]:
    """Two names beside the same 和, or one after the other at the head, where neither would be one alone."""
    match = _HEAD.match(text)
    left = _beginning(text, match.end() if match else 0, directory)
    if left is not None and _SHARED.search(text, left.end) is not None:
        right = _beginning(text, left.end, directory)
        if right is not None:
            return [left, right]
    for match in islice(_BETWEEN.finditer(text), _MANY):
        left = _ending(text, match.start(), directory)
        right = _beginning(text, match.end(), directory)
        if left is not None and right is not None:
            return [left, right]
    return []


def _before(text: str, end: int, directory: UnitDirectory) -> Mention | None:
    near = max(0, end - _WIDE)
    between = _BETWEEN_ENDING.search(text[near:end])
    found = _ending(text, near + between.start() if between else end, directory)
    return found if found is not None and _own(text, found) else None


def _own(text: str, mention: Mention) -> bool:
    """Whether a unit is called by words of its own name: 工会妇联, but not 法律援助和团委."""
    return _within(text[mention.start : mention.end].strip(), mention.unit.full_name)


def _after(text: str, start: int, directory: UnitDirectory) -> Mention | None:
    between = _BETWEEN.match(text, start)
    found = _beginning(text, between.end() if between else start, directory)
    return found if found is not None and _own(text, found) else None


def _ending(text: str, end: int, directory: UnitDirectory) -> Mention | None:
    for start in range(max(0, end - _LONGEST), end - _SHORTEST + 1):
        if _BEFORE_LIST.search(text[max(0, start - _WIDE) : start] or " ") and (
            unit := _unit(text[start:end], directory) or directory.resolve(text[start:end] + "部")
        ):
            return Mention(start, end, unit)
    return None


def _beginning(text: str, start: int, directory: UnitDirectory) -> Mention | None:
    for end in range(min(start + _LONGEST, len(text)), start + _SHORTEST - 1, -1):
        unit = _unit(text[start:end], directory)
        if unit is not None and (_EDGE.match(text, end) or _beginning(text, end, directory) is not None):
            return Mention(start, end, unit)
    return None
