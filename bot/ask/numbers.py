"""Which measures a question names by number, in any form people write."""

import re
from dataclasses import dataclass

from bot.ask.wording import any_of, normal
from bot.patterns import late
from bot.plan.model import Plan
from bot.plan.numerals import CHINESE_NUMERAL, NUMERAL, parse_numeral

RANGE = r"\s*起?(?:(?:一?直|[看读念排])?(?:至|到)|—+|–|－|-|~|～)\s*"
AND = r"\s*(?:、|,|，|;|/|和|跟|与|及|以及|还有|同|[外再]?加上?|\s)\s*"
_ITEM = rf"(?:第\s*)?{NUMERAL}\s*(?:条|号)?"
_LIST = rf"{_ITEM}(?:(?:{RANGE}|{AND}){_ITEM}){{0,40}}"

START = rf"(?<![0-9])(?<!{CHINESE_NUMERAL.removesuffix('+')})"  # not in the middle of a numeral

# A list of numbers is one of measures when something says so: a word before it or a word after it.
# What counts something else (第七次普查, 一号检察建议, 6月1号, 《未保法》第十一条, 两项补贴, 每一条) is not.
_BEFORE = r"(?:措施|任务|条目|条款|条文|[序编]号|#|no\.?\s*)\s*(?:第\s*)?"
_AFTER = any_of(r"""
    小?条(?!件|例|约|款项|龙|路) 款
    号(?!检|俭|捡|简|建议|文|楼|线|令|院|门|窗|通|公告|发|信|店|房|病|平台|码|召)
    个?(?:措施|任务) 项(?!目|补)
    """)
_NOT_BEFORE = (
    rf"(?<![\d.第月〕\]］)）法》例定规令章])(?:(?<![哪每这那某任几共有前后各头同另多两])|(?=第)){START}"
)
_FIRST = r"(?<![0-9][、,，;；/])"  # what fails from a list's first number need not be tried from its second
_AND_THEN = late(r"^(?:那么?|哦|噢|嗯|好|再看看?|再?换|接着)[\s,，]*(?=第|\d)")  # 那13条呢, but not 那两条
_ABOUT_SO_MANY = late("^(?:一二|二三|两三|三四|四五|五六|六七|七八|八九)(?:条|项)")
_TWICE = late(rf"(?<=[0-9一二三四五六七八九十])\s*\({NUMERAL}\)(?=\s*(?:条|[号款项]))")  # 第十二(12)条
_BRACKETED = late(rf"(?<=第)\s*\(({NUMERAL})\)")  # 第(十三)条
_DOTTED = late(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){2,9}(?=[这那几]|条)")  # 7.9.10这三条
_OWN_NAME = late(
    r"[《〈]([^《》〈〉]{2,60})[》〉](?=\s*(?:里|中|内|的|里面|里头)*\s*(?:第|倒数|最后|\d|[一二三四五六七八九十]))"
)
_SAID_OF = (
    r"(?=$|[\s,，。?？!！、:：;；]|是|讲|说|归|谁|由|的(?!时)|呢|内容|怎么|有|写|啥|什么|都|分别|负责"
    r"|哈|吧|啊|呀|嘛)"
)
_SO_MANY = r"(?:[两俩]|[这那][两俩二三四五六七八九十几]|(?<=[0-9])[三四五六七八九])条"  # 第3、8两条
_ORDINALS = rf"第\s*{NUMERAL}(?:(?:{RANGE}|{AND})(?:第\s*)?{NUMERAL}){{0,40}}"
_MARKED = late(
    rf"{_BEFORE}(?P<a>{_LIST})(?![\d年月日岁个])"
    rf"|{_NOT_BEFORE}{_FIRST}(?P<b>{_LIST}){_AFTER}"
    rf"|(?:^|(?<=[问查看说要]))(?P<d>{NUMERAL}(?:{AND}{NUMERAL})+)(?=[,，]?(?:都?归|谁|各|分别|由))"
    rf"|(?:^|(?<=[\s,，]))(?P<e>{NUMERAL})\s*[那这]一?条"
    rf"|{_NOT_BEFORE}(?P<c>{_ORDINALS})(?!(?:{AND}(?:第\s*)?{NUMERAL})*(?:的[那这])?[个大]{{0,2}}(?:部分|[板版]块|章))(?:个|{_SO_MANY})?{_SAID_OF}"
)
_SUCH = late(_SO_MANY)
_LIST_OF_SUCH = late(
    rf"{_NOT_BEFORE}(?:第\s*)?(?P<list>{NUMERAL}(?:{AND}(?:第\s*)?{NUMERAL}){{1,40}}){_SO_MANY}"
)
FROM_AN_END = (
    rf"(?:倒(?:着|过来)?数(?:第\s*)?(?P<back>{NUMERAL})|(?:最后|最末|末尾|结尾|末|垫底|压轴|压尾|殿后|收尾|收官)(?:面|边)?[的那这]{{0,2}}(?P<last>{NUMERAL})?"
    rf"|(?:最前面?|最前头|打头|开头|(?<![里上下外后口])头|(?<![目以之当提])前)(?:的|那|这)?(?P<first>{NUMERAL})"
    r"|(?P<head>最前面|最前头|打头|开头)(?:的|那|这)*)\s*"
)
"""Regex fragment for a place counted from the first or the last: 倒数第二, 最后三, 头一."""
_PLACE = late(FROM_AN_END + r"(?:条|个?措施|个?任务|项(?!目))")
_PIECE = late(rf"(?P<range>{RANGE})|(?P<number>{NUMERAL})")
# Around a number that stands alone: words that ask for nothing but the measure itself.
_BARE_FRAME = late(
    any_of(r"""
    请问 想?问一?下 帮我 从 那个 查一?下 查查 查 看一?下 看看 看 说说 讲讲 读一?下 念一?下 归谁管 归谁 谁管
    谁负责 由谁 谁 是什么 是啥 什么 是 啥 的 内容 原文 全文 呢 吗 哪个单位 哪些单位 责任单位 单位 负责 管
    怎么说 怎么写 讲 说 写 了 吧 呀 啊 给我 我要 [\s。.?？!！] 麻烦 找一下 请 把 谁家 [那这]一?条
    谢谢 列表 名单 发 方案(?:里[头面]?|中|内)?
    """)
)
_BARE_LIST = late(rf"{NUMERAL}(?:(?:{RANGE}|{AND}){NUMERAL})*")
_DIGIT_STRING = late(r"[零〇一二三四五六七八九]{2,}")  # 六一, 五四: days, not numbers
_NUMBERED_HEADING = late(r"^(?P<number>\d{1,2})\s*[.．、:：]\s*(?P<title>.+)$")
_NOT_ONE = frozenset("份张遍眼共起样些般条览体致律块定直切下")
_TELEPHONES = frozenset({110, 119, 120, 122})
_WIDEST = 999


@dataclass(frozen=True, slots=True)
class Named:
    """Numbers in order of mention, each once, whether or not the plan has them, and the text without them."""

    numbers: tuple[int, ...]
    rest: str


def measures_named(text: str, plan: Plan) -> Named:
    """The measure numbers that a normalised question names."""
    text = _BRACKETED.sub(r"\1", _DOTTED.sub(lambda m: m[0].replace(".", "、"), text))
    text = _TWICE.sub("", _without_own_name(_AND_THEN.sub("", text), plan))
    bare = _BARE_FRAME.sub("", text).strip(",:-—")
    if _BARE_LIST.fullmatch(bare) and not _DIGIT_STRING.fullmatch(bare):
        alone = tuple(n for n in values(bare) if n not in _TELEPHONES and n <= _WIDEST)
        return Named(alone, "" if alone else text)
    if (heading := _NUMBERED_HEADING.match(text)) is not None:
        measure = plan.by_number.get(int(heading["number"]))
        if measure is not None and measure.title in heading["title"]:
            return Named((measure.number,), heading["title"].replace(measure.title, " "))
    numbers: list[int] = []

    def take(match: re.Match[str]) -> str:
        found = values(match["a"] or match["b"] or match["c"] or match["d"] or match["e"])
        if match["a"] == "一条" or (match["a"] == "一" and match.string[match.end() :][:1] in _NOT_ONE):
            return match.group()  # 任务一览, 措施一条不漏
        if (
            match["b"]
            and "第" not in match.group()
            and match["b"].rstrip("条 ") in {"一", "两"}
            and "条" in match.group()
        ):
            return match.group()
        # 一共八九条 names none
        if not found or any(value > _WIDEST for value in found) or _ABOUT_SO_MANY.search(match.group()):
            return match.group()
        numbers.extend(found)
        return " "

    def take_place(match: re.Match[str]) -> str:
        places = place_from_an_end(match, len(plan.measures))
        numbers.extend(plan.measures[place].number for place in places)
        return " " if places else match.group()

    def take_such(match: re.Match[str]) -> str:
        numbers.extend(values(match["list"]))
        return " "

    rest = _PLACE.sub(take_place, text)
    if _SUCH.search(rest) is not None:
        rest = _LIST_OF_SUCH.sub(take_such, rest)
    rest = _MARKED.sub(take, rest)
    return Named(tuple(dict.fromkeys(numbers)), rest)


def _without_own_name(text: str, plan: Plan) -> str:
    """The text without the plan's name and number before what is cited of it.

    《实施方案》第3条 is the plan's own; 《未成年人保护法》第三条 is not.
    """
    known = set(normal(plan.title)) | set("通知文件")

    def own(match: re.Match[str]) -> str:
        mine = match[1].endswith(("方案", "通知", "文件")) and set(match[1]) <= known
        return " " if mine else match.group()

    if plan.document_number:
        text = re.sub(rf"\(?{re.escape(normal(plan.document_number))}\)?", " ", text)
    return _OWN_NAME.sub(own, text)


def place_from_an_end(match: re.Match[str], count: int) -> range:
    """The places, from 0, that a match of :data:`FROM_AN_END` picks of so many; none if it asks for more."""
    number = parse_numeral(match["back"] or match["last"] or match["first"] or "1") or 0
    if not 0 < number <= count:
        return range(0)
    if match["first"] or match["head"]:
        return range(number)
    return range(count - number, count - number + 1 if match["back"] else count)


def values(text: str) -> list[int]:
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
