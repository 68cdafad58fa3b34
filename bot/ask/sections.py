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
    rf"{START}(?:第\s*(?P<nth>{NUMERAL}{_MORE})\s*[个大]{{0,2}}{_NTH_PART}"
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
    "|的内容|(?:写|讲|安排|列)了|都有[啥哪什甚]"
)
_APPOSED = late(
    rf"(?:(?<=[\s,，、])|^)(?:就是|也就是|是)?第\s*(?P<n>{NUMERAL})(?:个)?(?=$|[\s,，、。?？!！])[,，、]?"
)
_TAIL = 2  # characters of the word that most titles end in: 家庭保护, 学校保护
_NEAR = "(?:保护|工作|方面|下面|[的那这一个整些几讲说写]){0,4}?"
_CALLED = any_of(
    """
    部分 [板版]块 方面 章 节(?!课|约|日|假) 块 篇 大类 类 [那这一]摊 领域 [那这]几条
    [那这]些条 条款 下面 下头 底下
    """
)


def sections_named(text: str, plan: Plan) -> Named:
    """The sections that a normalised question names; their titles' words are taken from the rest as well."""
    numbers: list[int] = []

    def take(match: re.Match[str]) -> str:
        found = match.groupdict()
        listed = values(found.get("nth") or found["list"])
        before = text[: match.start()][-1:]
        alone = found.get("list") == "一" and before.strip()  # 社会保护一章
        if not listed or max(listed) > 99 or before in _NOT_AFTER or alone:
            return match.group()
        # 有七个部分 counts them
        if "第" not in match.group() and (found.get("counted") or before in _COUNTED_AFTER):
            return match.group()
        numbers.extend(listed)
        return " "

    def take_place(match: re.Match[str]) -> str:
        places = place_from_an_end(match, len(plan.sections))
        numbers.extend(plan.sections[place].number for place in places)
        return " " if places else match.group()

    rest = text
    if _ANY_PART.search(text) is not None:  # long runs of digits are read only where there is a reason to
        rest = _NUMBERED.sub(take, _FROM_AN_END.sub(take_place, _SO_MANY.sub("", text)))
    if not numbers:
        rest = _TITLED.sub(take, _HEADING.sub(take, rest))
    for number, (whole, key) in _words_of_titles(plan).items():
        if (match := whole.search(rest)) is not None or (number in numbers and (match := key.search(rest))):
            rest = f"{rest[: match.start()]}{TITLE}{rest[match.end() :]}"
            numbers.append(number)
    return Named(tuple(dict.fromkeys(numbers)), rest)


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


def _words_of_titles(plan: Plan) -> dict[int, tuple[re.Pattern[str], re.Pattern[str]]]:
    """For each section what names it, and what may stand for it beside its number."""
    return _patterns(tuple((section.number, section.title) for section in plan.sections))


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
        key = f"{words}(?![局厅所院部委办])"
        called = rf"{key}{_NEAR}{_CALLED}|{_PART}(?:是|讲|说|写|关于|里|叫)+{_NEAR}{key}"
        exact = "|".join(re.escape(name) for name in dict.fromkeys((title, core)) if len(name) > 1) or "(?!)"
        patterns[number] = (late(rf"(?:{exact})(?:这|那)?(?:部分)?|{called}"), late(key))
    return patterns
