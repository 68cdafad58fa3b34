"""Which measures and sections a question names by number, in any form people write."""

import re
from dataclasses import dataclass
from functools import cache

from bot.ask.wording import any_of
from bot.plan.model import Plan
from bot.plan.numerals import CHINESE_NUMERAL, NUMERAL, parse_numeral

_RANGE = r"\s*(?:至|到|—+|–|－|-|~|～)\s*"
_AND = r"\s*(?:、|,|，|;|/|和|跟|与|及|以及|还有|\s)\s*"
_ITEM = rf"(?:第\s*)?{NUMERAL}\s*(?:条|号)?"
_LIST = rf"{_ITEM}(?:(?:{_RANGE}|{_AND}){_ITEM}){{0,40}}"

_START = rf"(?<![0-9])(?<!{CHINESE_NUMERAL.removesuffix('+')})"  # not in the middle of a numeral

# A list of numbers is one of measures when something says so: a word before it or a word after it.
# What counts something else (第七次普查, 一号检察建议, 6月1号, 《未保法》第十一条, 两项补贴, 每一条) is not.
_BEFORE = r"(?:措施|任务|条目|#|no\.?\s*)\s*(?:第\s*)?"
_AFTER = any_of(r"""
    条(?!件|例|约|款项|龙|路) 款 号(?!检|俭|捡|简|建议|文|楼|线|令|院|门|窗|通|公告|发|信|店|房|病|平台|码|召)
    个?(?:措施|任务) 项(?!目|补)
    """)
_NOT_BEFORE = (
    rf"(?<![\d.第月〕\]］)）法》例定规令章])(?:(?<![哪每这那某任几共有前后各头同另多两])|(?=第)){_START}"
)
_AND_THEN = re.compile(
    r"^(?:那么?|哦|噢|嗯|好|再看看?|再?换|接着)[\s,，]*(?=第|\d)"
)  # 那13条呢, but not 那两条
_SAID_OF = r"(?=$|[\s,，。?？!！、:：;；]|是|讲|说|归|谁|由|的(?!时)|呢|内容|怎么|有|写|啥|什么|都|分别|负责)"
_ORDINALS = rf"第\s*{NUMERAL}(?:(?:{_RANGE}|{_AND})(?:第\s*)?{NUMERAL}){{0,40}}"
_MARKED = re.compile(
    rf"{_BEFORE}(?P<a>{_LIST})(?![\d年月日岁个])"
    rf"|{_NOT_BEFORE}(?P<b>{_LIST}){_AFTER}"
    rf"|{_NOT_BEFORE}(?P<c>{_ORDINALS})个?{_SAID_OF}"
)
_LAST = re.compile(r"最后(?:那|的)?[1一]?条|末条")
_SECTION = re.compile(
    rf"{_START}(?P<list>{_ORDINALS}|{NUMERAL})\s*(?:个|大)?(?:部分|板块|方面|章|节(?!课)|大块|大项|篇)"
)
_SECTION_HEADING = re.compile(rf"^(?P<list>{CHINESE_NUMERAL})、")
_PIECE = re.compile(rf"(?P<range>{_RANGE})|(?P<number>{NUMERAL})")
# Around a number that stands alone: words that ask for nothing but the measure itself.
_BARE_FRAME = re.compile(
    any_of(r"""
    请问 想?问一?下 帮我 查一?下 查查 查 看一?下 看看 看 说说 讲讲 读一?下 念一?下 归谁管 归谁 谁管 谁负责
    由谁 谁 是什么 是啥 什么 是 啥 的 内容 原文 全文 呢 吗 哪个单位 哪些单位 责任单位 单位 负责 管 怎么说
    怎么写 讲 说 写 了 吧 呀 啊 给我 我要 [\s。.?？!！]
    """)
)
_BARE_LIST = re.compile(rf"{NUMERAL}(?:(?:{_RANGE}|{_AND}){NUMERAL})*")
_DIGIT_STRING = re.compile(r"[零〇一二三四五六七八九]{2,}")  # 六一, 五四: days, not numbers
_NUMBERED_HEADING = re.compile(r"^(?P<number>\d{1,2})\s*[.．、:：]\s*(?P<title>.+)$")
_TELEPHONES = frozenset({110, 119, 120, 122})
_WIDEST = 999
_HEADING_VERB = re.compile(r"^(?:进一步|切实|全面)?(?:加强|强化|完善|推进|提升|健全|做好|加大|落实|促进)")


@dataclass(frozen=True, slots=True)
class Named:
    """Numbers in order of mention, each once, whether or not the plan has them, and the text without them."""

    numbers: tuple[int, ...]
    rest: str


def measures_named(text: str, plan: Plan) -> Named:
    """The measure numbers that a normalised question names."""
    text = _AND_THEN.sub("", text)
    bare = _BARE_FRAME.sub("", text)
    if _BARE_LIST.fullmatch(bare) and not _DIGIT_STRING.fullmatch(bare):
        values = tuple(value for value in _values(bare) if value not in _TELEPHONES and value <= _WIDEST)
        return Named(values, "" if values else text)
    if (heading := _NUMBERED_HEADING.match(text)) is not None:
        measure = plan.by_number.get(int(heading["number"]))
        if measure is not None and measure.title in heading["title"]:
            return Named((measure.number,), heading["title"].replace(measure.title, " "))
    numbers: list[int] = []

    def take(match: re.Match[str]) -> str:
        values = _values(match["a"] or match["b"] or match["c"])
        if (
            match["b"]
            and "第" not in match.group()
            and match["b"].strip() in {"一", "两"}
            and "条" in match.group()
        ):
            return match.group()
        if not values or any(value > _WIDEST for value in values):
            return match.group()
        numbers.extend(values)
        return " "

    rest = _MARKED.sub(take, text)
    if _LAST.search(rest) and plan.measures:
        rest = _LAST.sub(" ", rest)
        numbers.append(plan.measures[-1].number)
    return Named(tuple(dict.fromkeys(numbers)), rest)


def sections_named(text: str, plan: Plan) -> Named:
    """The section numbers that a normalised question names, by number or by title."""
    numbers: list[int] = []

    def take(match: re.Match[str]) -> str:
        values = _values(match["list"])
        before = text[: match.start()][-1:]
        if not values or max(values) > 99 or before in {"哪", "几", "这", "那", "共", "多"}:
            return match.group()
        if "第" not in match.group() and before == "有":  # 有七个部分 counts them
            return match.group()
        numbers.extend(values)
        return " "

    rest = _SECTION.sub(take, text)
    if not numbers:
        rest = _SECTION_HEADING.sub(take, rest)
    for number, names in _section_names(plan):
        if (name := next((name for name in names if name in rest), None)) is not None:
            rest = rest.replace(name, " ")
            numbers.append(number)
    return Named(tuple(dict.fromkeys(numbers)), rest)


@cache
def _names_of_title(title: str) -> tuple[str, ...]:
    core = _HEADING_VERB.sub("", title)
    names = [whole + tail for whole in (title, core) for tail in ("这部分", "那部分", "部分", "")]
    if core.endswith("保护") and len(core) > 2:
        names += [
            core[:-2] + tail
            for tail in ("那部分", "部分", "那块", "这块", "方面", "板块", "那章", "那一章", "篇")
        ]
    return tuple(name for name in names if len(name) > 1)


def _section_names(plan: Plan) -> list[tuple[int, tuple[str, ...]]]:
    return [(section.number, _names_of_title(section.title)) for section in plan.sections]


def _values(text: str) -> list[int]:
    """All numbers of a list, ranges filled in; empty when a part of it is no numeral."""
    values: list[int] = []
    fill = False
    for piece in _PIECE.finditer(text):
        if piece["range"]:
            fill = True
            continue
        value = parse_numeral(piece["number"])
        if value is None:
            return []
        if fill and values and 0 < value - values[-1] <= 99:
            values.extend(range(values[-1] + 1, value + 1))
        else:
            values.append(value)
        fill = False
    return list(dict.fromkeys(values))
