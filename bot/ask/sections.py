"""Which sections of a plan a question names: by number, by place, or by the words of their titles."""

import re
from collections import Counter
from functools import cache
from itertools import islice

from bot.ask.numbers import AND, FROM_AN_END, RANGE, START, Named, place_from_an_end, values
from bot.ask.wording import any_of
from bot.patterns import late
from bot.plan.model import Plan
from bot.plan.numerals import CHINESE_NUMERAL, NUMERAL, parse_numeral

TITLE = "\ufffb"
"""Stands in the rest of a text where the title of a section was named; no word to any pattern."""
_PART = "(?:部分|[板版]块|章节?|大块|大项|大类)"
_NTH_PART = rf"(?:{_PART}|方面|节(?!课|约|日|假)|篇|个?[块类摊])"
_ANY_PART = late(_NTH_PART)
_MORE = rf"(?:(?:{RANGE}|{AND})(?:第\s*)?{NUMERAL}){{0,40}}"
_NUMBERED = late(
    rf"{START}(?:第\s*(?P<nth>{NUMERAL}{_MORE})\s*(?:的[那这])?[个大]{{0,2}}{_NTH_PART}"
    rf"|(?P<list>{NUMERAL}{_MORE})\s*(?:(?P<counted>个)?大?){_PART})"
)
_FROM_AN_END = late(rf"{FROM_AN_END}[个大]{{0,2}}{_NTH_PART}")
_HEADING = late(rf"^(?P<list>{CHINESE_NUMERAL})、")
_FEW = 4
_TITLED = late(rf"(?:小|大)标题(?:序?号)?(?:是|为)?(?P<list>{NUMERAL})的?")
_COUNTED_AFTER = frozenset("有分共含括成")  # 分七个部分
_NOT_AFTER = frozenset("哪几这那多")
_HEADING_VERB = late(r"^(?:进一步|切实|全面)?(?:加强|强化|完善|推进|提升|健全|做好|加大|落实|促进)")
_SO_MANY = late(rf"(?<=[一二三四五六七八九十\d])[两二三四]个(?={_NTH_PART})")  # 三、四两个部分
_AS_SUCH = late(
    f"{_PART}|篇|[那这]一?[块摊节个]|[六几]大保护|方案里|的[那这]?几[条项]"
    f"|补?发(?:下|一下|我|给|来)|内容|包括|整[章块段节篇个]|(?:写|讲|说|安排|列)(?:了|[的些]?[啥甚]|什么)|都有[啥哪什甚]|[共是]{NUMERAL}条|哪(?:些|几|{NUMERAL})条"
)
_LEFT_OUT = late(
    rf"(?:除[了去开掉]?|不算上?|不含|不包括|抛开|去掉|排除|撇开|刨去){TITLE}|{TITLE}.{{0,3}}(?:之外|以外|除外)"
)
_JUST_HOW_MANY = late(rf"{TITLE}的?[那这]?一?个?[部分板块章节摊]*(?:讲|说)?的?是?几[条项][呀啊呢?？。\s]*$")
_APPOSED = late(
    rf"(?:(?<=[\s,，、])|^)(?:就是|也就是|是)?第\s*(?P<n>{NUMERAL})(?:个)?(?=$|[\s,，、。?？!！])[,，、]?"
)
_SIZE = late(rf"{START}(?<![第、,，和])(?P<n>{NUMERAL})条")
_IN_A_ROW = late("[一二三四五六七八九]{2,4}")
_OF_ALL = late(
    rf"{START}{NUMERAL}[个大]{{0,2}}{_PART}(?:里[头面]?|中|当中)的?(?P<which>(?:倒数)?第\s*{NUMERAL}|最后一?|最末)个?"
)
_TAIL = 2  # characters of the word that most titles end in: 家庭保护, 学校保护
_NEAR = "(?:保护|工作|方面|下面|[的那这一个整些几讲说写]){0,4}?"
_CALLED = any_of(
    """
    部分 [板版]块 方面 章 节(?!课|约|日|假) 块 篇 大类 类 [那这一]摊 领域 [那这]几条
    [那这][两二三四五六七八九十]条 [那这]些条 条款 下面 下头 底下
    """
)


def sections_named(text: str, plan: Plan) -> Named:
    """The sections that a normalised question names; their titles' words are taken from the rest as well."""
    numbers: list[int] = []

    def take(match: re.Match[str]) -> str:
        found = match.groupdict()
        listed = _listed(found.get("nth") or found["list"], len(plan.sections))
        before = text[: match.start()][-1:]
        alone = found.get("list") == "两" or (found.get("list") == "一" and before.strip())  # 社会保护一章
        if not listed or max(listed) > 99 or before in _NOT_AFTER or alone:
            return match.group()
        # 有七个部分 counts them
        counted = found.get("counted") or before in _COUNTED_AFTER or "大块" in match.group()
        if counted and "第" not in match.group():
            return match.group()
        numbers.extend(listed)
        return TITLE

    def take_place(match: re.Match[str]) -> str:
        places = place_from_an_end(match, len(plan.sections))
        numbers.extend(plan.sections[place].number for place in places)
        return TITLE if places else match.group()

    rest = text = _OF_ALL.sub(r"\g<which>部分", text)
    parts = _ANY_PART.search(text) is not None
    if parts:  # long runs of digits are read only where there is a reason to
        rest = _NUMBERED.sub(take, _FROM_AN_END.sub(take_place, _SO_MANY.sub("", text)))
    if not numbers:
        rest = _TITLED.sub(take, _HEADING.sub(take, rest))
    for number, (whole, key) in _words_of_titles(plan).items():
        if whole.search(rest) is not None:
            rest = whole.sub(TITLE, rest)
            numbers.append(number)
        elif number in numbers:
            rest = key.sub(TITLE, rest, count=1)
    for match in islice(_several(_titles(plan)).finditer(rest), _FEW if parts else 0):
        numbers += [n for n, (_, key) in _words_of_titles(plan).items() if key.search(match.group())]
        rest = rest.replace(match.group(), TITLE)
    if numbers and _LEFT_OUT.search(rest) is not None:
        numbers = [section.number for section in plan.sections if section.number not in numbers]
    return Named(tuple(dict.fromkeys(numbers)), rest)


def wants_the_part(rest: str) -> bool:
    """Whether what is left of a text only asks how many measures a part has: 网络保护那一块几条."""
    return _JUST_HOW_MANY.search(rest) is not None


def _listed(text: str, count: int) -> list[int]:
    """The numbers of a list; those said in a row, beyond the ``count`` of sections, each alone: 二三部分."""
    if _IN_A_ROW.fullmatch(text) and (parse_numeral(text) or 0) > count:
        return [parse_numeral(digit) or 0 for digit in text]
    return values(text)


def called_a_part(text: str) -> bool:
    """Whether a normalised text speaks of a part of the plan as such: 那一章, 这一块."""
    return _AS_SUCH.search(text) is not None


def without_appositions(text: str, plan: Plan) -> str:
    """The text without a bare ordinal that only says again which section is named: 最后那个部分，第七."""
    found = list(islice(_APPOSED.finditer(text), _FEW))
    if not found:
        return text
    named = sections_named(_APPOSED.sub(" ", text), plan).numbers
    for match in reversed(found):
        if parse_numeral(match["n"]) in named:
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return text


def without_sizes(text: str, plan: Plan) -> str:
    """The text with 几条 for just as many measures as the section that it names has: 政府保护这块五条."""
    sizes = list(islice(_SIZE.finditer(text), _FEW))
    if not sizes:
        return text
    named = sections_named(text, plan).numbers
    size = sum(measure.section in named for measure in plan.measures)
    for match in reversed(sizes):
        if parse_numeral(match["n"]) == size:
            text = f"{text[: match.start()]}几条{text[match.end() :]}"
    return text


def _words_of_titles(plan: Plan) -> dict[int, tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each section what names it, and what may stand for it beside its number."""
    return _patterns(_titles(plan))


def _titles(plan: Plan) -> tuple[tuple[int, str], ...]:
    return tuple((section.number, section.title) for section in plan.sections)


@cache
def _several(titles: tuple[tuple[int, str], ...]) -> re.Pattern[str]:
    """What names several sections by words of their titles at once: 网络和社会这两部分."""
    keys = "|".join(key.pattern for _, key in _patterns(titles).values())
    return re.compile(rf"(?:{keys})(?:{AND}(?:{keys}))+[这那的]{{0,2}}[两俩二三四几]个?{_PART}")


@cache
def _patterns(titles: tuple[tuple[int, str], ...]) -> dict[int, tuple[re.Pattern[str], re.Pattern[str]]]:
    cores = {number: _HEADING_VERB.sub("", title) for number, title in titles}
    tails = Counter(core[-_TAIL:] for core in cores.values())
    patterns = {}
    for number, title in titles:
        core = cores[number]
        common = tails[core[-_TAIL:]] > 1
        keys = [core[:-_TAIL]] if common else [core[:_TAIL], core[-_TAIL:]]
        # 网络那部分, 讲网络的部分
        words = any_of(" ".join(re.escape(word) for word in keys if len(word) > 1) or "(?!)")
        key = f"{words}(?!部(?!分)|[局厅所院委办])"
        called = rf"{key}{_NEAR}{_CALLED}|{_PART}(?:是|讲|说|写|关于|里|叫)+{_NEAR}{key}"
        exact = "|".join(re.escape(name) for name in dict.fromkeys((title, core)) if len(name) > 1) or "(?!)"
        patterns[number] = (late(rf"(?:{exact})(?:这|那)?(?:部分)?|{called}"), late(key))
    return patterns
