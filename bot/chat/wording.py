"""Which command a message means: the plan's readers type 汇报第8条, 进展 7 or 周报。 and mean the command."""

import unicodedata
from collections.abc import Callable

from bot.chat import texts
from bot.digest.periods import names_stretch
from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.corrections import measures_named

_ENDS = " \t\r\n　。.！!？?～~，,、；;：:"
_NUMBER = late(r"(?:措施|#)?第?(.+?)(?:条|项|号)?(?:措施)?")
_DAYS = late(r"[\d一二三四五六七八九十两年月日号天周星期礼拜至到起从今明后下本个底末~～—/.，, -]{1,30}")
_SOME_DAYS = late(r"(?:未来)?\d{1,3}\s*天?")
_SCOPE = late(r"(?:全部|所有|全体|整个方案)|第?\s*[\d一二三四五六七八九十百]+\s*(?:部分|条|号)")
_NEW_PACE = late(
    r"(?:改|调整?|定|恢复)(?:为|成|到)?\s*(?:每|按)(?:一|个)?(?:周|星期|月|季)度?.{0,2}?(?:报送|上报|汇报|报)"
)
_LONGEST_UNIT = 20  # characters after 邀请 that may still be meant as a unit's name
ONESELF = frozenset({"我", "本人", "我的", "自己"})
"""Words after 历史 for what one did oneself."""
_ROLES = ("负责人", "领导", "联络员")


def number_in(text: str) -> int | None:
    """The number that the whole text is, in any form people write: 7, 第七条, #７; else None."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = _NUMBER.fullmatch(plain)
    return parse_numeral(found[1]) if found else None


def digits(data: str) -> int | None:
    """The number in a button's data, None for anything that no button of ours holds."""
    return int(data) if data.isascii() and data.isdigit() and len(data) <= 4 else None


def whom(argument: str) -> tuple[str, bool]:
    """The unit's name in 县公安局 负责人 or 县公安局联络员, and whether its head is meant."""
    for role in _ROLES:
        if argument.endswith(role) and (unit := argument.removesuffix(role).strip()):
            return unit, role != "联络员"
    return argument, False


_LONGEST_QUESTION = 24
_OWN_TASKS = late(
    r"(?:我们?|咱们?|俺们?|本)(?:单位|[局院委办会行队]|[一-龥]{1,2}局)?(?:这边)?(?:本[月期季]|这个?[月期次]|一共|总共|现在|目前|都|到底|还|要|该|得|需要?|共|剩)*"
    r"(?:有|管|报|负责|承担|涉及|牵头|欠|差|没报|未报)(?:的|着)?(?:是)?(?:哪[几些]?[条项个]?|几[条项个]|什么(?:任务|事)|啥(?:任务|事)?|多少[条项个])"
    r"|还(?:有|剩|差)(?:哪[几些]?[条项个]?|几[条项个]|什么|啥|多少[条项个])[^，,。]{0,3}(?:没|未|待|要|该)[^，,。]{0,2}报"
)
_UNITS = late(r"谁|(?:哪[些几]?|几|多少|什么)[个家]?(?:单位|部门|局)")
_EVERYBODY = "全部单位"
_TO_ALL = late(r"群发(?:通知|消息)?[\s：:，,](?=\s*\S)")
_ASKED = late(r"[吗呢么？?]$|怎么用|怎样用|如何用")
"""What the word says by itself; 通知 begins reports and questions too, and needs to be told whom."""
_WHO = r"(?:谁|哪[些几]?[个家]?(?:单位|部门|局)?|(?:几|多少)[个家]?(?:单位|部门|局)?|什么单位)"
_NOT_REPORTED = (
    r"(?:(?:没有?|未|不)(?:[上汇填]?报(?:送|上来|过|完|齐|全)?|交(?:上来|齐)?|提交|动静|动|填|回)|欠着?|拖着)"
)
_WHO_OWES = late(
    rf"(?:请问|帮我?|麻烦|我|想|[查看](?:一?下|看)?|现在|目前|到现在|截至目前|本[月期周季]度?|这个?[月期周]|今天)*"
    rf"(?P<about>[^谁哪还都有没未几多差欠]{{0,12}}?)(?:的|上)?"
    rf"(?:(?:还|都|到底|究竟|一共|有|剩|差)*{_WHO}(?:还|都|有|到现在|至今)*{_NOT_REPORTED}"
    rf"|(?:还|都)*{_NOT_REPORTED}的?(?:单位|部门|局)?(?:还|都)*(?:有|是|剩)*(?:{_WHO}|名单|单位|部门)|(?:还|都)*[差欠]{_WHO})"
    r"(?:的|啊|呀|呢|了|来着)*"
)
_BY_WHEN = late(
    r"(?:几号|哪[天日]|(?:什么|啥)时候|何时|最晚)(?:之?前|就|要|该|得|是|到)*(?:截止|报完?|交|报送|到期)|截止(?:时间|日期|日|到)?(?:是|在|到)?(?:几号|哪|什么|啥|多会)"
)


def command_in(text: str, is_unit: Callable[[str], bool]) -> tuple[str, str] | None:
    """The command's Latin name and what follows it, if the text means one; else None.

    A word that is followed by what its command cannot take is no command: 进展顺利, 汇报 第11条 已完成.
    """
    said = text.strip(_ENDS)
    for word, name in texts.WORDS.items():
        if said == word:
            return name, ""
        if said.startswith(word):
            rest = said.removeprefix(word)
            apart = rest[0] in _ENDS
            if (rest := rest.strip(_ENDS)) and _takes(name, rest, apart, is_unit):
                return name, rest
    return None


def office_command_in(text: str, is_unit: Callable[[str], bool]) -> tuple[str, str] | None:
    """The command that a sentence of the office's means, and what follows it; None for other words."""
    if (to_all := _TO_ALL.match(text)) and not _ASKED.search(text):
        return "broadcast", f"{_EVERYBODY} {text[to_all.end() :]}"
    pace = new_pace_in(text)
    return ("cadence", pace) if pace else who_owes_in(text, is_unit)


def new_pace_in(text: str) -> str | None:
    """What 报送周期 is asked by 把第三部分改为每周报送, the scope first; None for other words.

    For the office's words alone: to a unit such a sentence may be its progress.
    """
    scope = _SCOPE.search(text)
    if scope is None or not _NEW_PACE.search(text, scope.end()):
        return None
    return f"{text[scope.start() :]} {text[: scope.start()]}"


def who_owes_in(text: str, is_unit: Callable[[str], bool]) -> tuple[str, str] | None:
    """The command that answers 谁还没报 and what it is about; for the office, who alone may ask that.

    Of a measure (第8条谁没报) that is how it stands with each unit, else what a nudge would ask of whom.
    """
    found = _WHO_OWES.fullmatch(text.strip(_ENDS))
    if found is None:
        return None
    about = found["about"].strip(_ENDS)
    if about and number_in(about) is not None:
        return "progress", about
    return ("nudge", about or _EVERYBODY) if not about or is_unit(about) else None


def asks_own_tasks(text: str) -> bool:
    """Whether somebody asks what their own unit has to report, or by when (我们院管哪几条来着)."""
    said = text.strip(_ENDS)
    if len(said) > _LONGEST_QUESTION or (_OWN_TASKS.search(said) or _BY_WHEN.search(said)) is None:
        return False
    return not (measures_named(said) and _UNITS.search(said))  # 16条除了我们还有哪些单位负责


def names_scope(text: str, is_unit: Callable[[str], bool]) -> bool:
    """Whether the text begins with whom something is for: everybody, a section, a measure or a unit."""
    return _SCOPE.match(text) is not None or any(is_unit(text[:end]) for end in range(2, _LONGEST_UNIT + 1))


def _takes(name: str, rest: str, apart: bool, is_unit: Callable[[str], bool]) -> bool:
    match name:
        case "ask":
            return apart
        case "extend":
            return True
        case "export":
            return apart or is_unit(rest) or rest[:2] == "20"
        case "accept" | "return":
            return any(is_unit(rest[:end]) for end in range(2, _LONGEST_UNIT + 1))
        case "behalf":
            return apart or any(is_unit(rest[:end]) for end in range(2, _LONGEST_UNIT + 1))
        case "rehearse":
            return _SOME_DAYS.fullmatch(rest) is not None
        case "nudge" | "cadence":
            return apart or names_scope(rest, is_unit)
        case "broadcast":
            return names_scope(rest, is_unit)
        case "review":
            return apart or is_unit(rest)
        case "report" | "withdraw" | "progress" | "evidence" | "erase":
            return number_in(rest) is not None
        case "history":
            return number_in(rest) is not None or is_unit(rest) or rest in ONESELF
        case "standin":
            return _DAYS.fullmatch(rest) is not None
        case "digest":
            return names_stretch(rest)
        case "invite":
            return is_unit(whom(rest)[0]) or (apart and len(rest) <= _LONGEST_UNIT)
    return False
