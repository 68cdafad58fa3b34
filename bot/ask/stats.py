"""Counts and extremes of a plan: how many measures, units, sections; who has most; which has fewest."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.ask import texts
from bot.ask.wording import any_of
from bot.plan.model import Measure, Plan, Section
from bot.plan.numerals import CHINESE_NUMERAL, NUMERAL, parse_numeral

_HOW_MANY = r"(?:多少|(?<![第哪])几)\s*(?:个|条|项|家|类|大)?\s*(?:责任|成员|重点|具体)?\s*"
_COUNT_UNITS = re.compile(
    any_of(rf"""
    {_HOW_MANY}(?:单位|部门|局委?|机构|成员) (?:多少|(?<![第哪])几)家
    (?:单位|部门)(?:一共|总共|共)?(?:有|是)?(?:多少|几)[个家]?
    (?:责任|成员|参与)?(?:单位|部门)(?:的)?(?:总数|个数|数目|数量|家数)
    """)
)
_COUNT_SECTIONS = re.compile(
    _HOW_MANY + r"(?:部分|方面|章|板块|大块|大类)|(?:部分|章)(?:一共|总共|共)?有?(?:多少|几)个?"
    r"|部分(?:的)?(?:总数|个数|数目|数量)"
)
_COUNT_MEASURES = re.compile(
    any_of(rf"""
    {_HOW_MANY}(?:措施|任务|工作|事情|事|活|条|项) (?:多少|(?<![第哪这那])几)[条项件]
    (?:措施|任务|条款|条目|工作)(?:的)?(?:总数|个数|数目|数量|数)
    (?:措施|任务|条)(?:一共|总共|共)?(?:有|是)?(?:多少|几)[条项个]?
    """)
)
_MOST = re.compile(r"最多|最重|最忙|最大|最繁重|最累|第一多|数量第一|最长|排第一|居首")
_FEWEST = re.compile(r"最少|最轻|最闲|最小|最清闲|最短|最轻松|垫底|倒数第一")
_FIRST_FEW = re.compile(
    rf"(?<![目以之当提])前\s*(?P<n>{NUMERAL})\s*(?:个|名|家|位|的)?|(?:最多|最重|最忙)的(?P<m>{NUMERAL})[个家]"
)
_WHOSE_MORE = re.compile(r"(?:谁|哪[个家]).{0,7}?(?:更)?[多少](?:一些|一点|些|点)?[?？。\s]*$|[多少]还是")
# 超过十家, 5条以上, 不到两条: measures by how many units they name, or units by how many measures name them.
THRESHOLD = re.compile(
    rf"(?:(?P<over>超过|多于|大于|高于|不止)|(?P<under>不足|少于|低于|不到|小于)|(?P<least>至少|不少于|不低于|达到|大于等于))"
    rf"\s*(?P<n>{NUMERAL})\s*(?P<of>[家个条项])(?:以上)?"
    rf"|(?<![0-9])(?<!{CHINESE_NUMERAL.removesuffix('+')})(?P<n2>{NUMERAL})\s*(?P<of2>[家个条项])(?:责任)?(?:单位|部门|任务|措施)?(?:及)?以(?P<side>上|下)"
)
_OF_UNITS = re.compile(r"单位|部门|哪个局|哪家|哪几家|谁")
_OF_MEASURES = re.compile(
    any_of(r"""
    (?:哪|第几|几)一?[个条项]?(?:措施|条|项|任务) (?:措施|条|任务|项)是?(?:哪|第几)
    (?:涉及|责任)(?:的)?(?:单位|部门)
    """)
)
_OF_SECTIONS = re.compile(r"哪一?个?(?:部分|方面|章|板块)")
_ONLY_ONE = re.compile(
    any_of(r"""
    (?:只有|仅有|只由|仅由|单独由|就)(?:1|一)(?:个|家)(?:责任)?(?:单位|部门)
    (?:独家|单独|一家|独自)(?:负责|承担|独?办|管|扛|牵头) 一家独办
    (?:只|光|单|仅|就)(?:让|给|派|靠|有)?(?:1|一)(?:个|家)(?:责任)?(?:单位|部门)
    (?:1|一)(?:个|家)(?:单位|部门)?(?:单独|独自|独家)(?:负责|承担|办|管)
    """)
)
_ONLY_ONE_MEASURE = re.compile(
    any_of(r"""
    (?:只有|仅有|就|只承担|只负责)(?:1|一)(?:条|项|个任务|个措施|件)(?:任务|措施|事)?(?:的)?(?:单位|部门)
    (?:单位|部门).{0,4}(?:只有|仅有|就)(?:1|一)(?:条|项)
    """)
)
_AVERAGE = re.compile(
    r"^(?=.*(?:平均|均摊|匀下来|均下来))(?=.*(?:几|多少)\s*[个条项家])(?=.*(?:条|措施|任务|项|单位|部门|局|家)).*$"
)
_ASKED = re.compile(
    r"牵扯|挂名|挂着|压|肩上|落到|排第一|居首|垫底|倒数第一|排名|名次|排在|出现|次数|内容|条数|干活|上阵|里头|下面|底下|扛|揽|摊|领|占|派|分了?|部分|活儿?|县里|合计|给|"
    r"一共|总共|共计|合计|统计|总数|数量|承担|牵涉|涉及|参与|负责|全部|整个|全县|所有|最|多|少|更|事"
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stat:
    """A counted answer: the sentence, and the units and measures it is about."""

    message: str
    units: tuple[str, ...] = ()
    measures: tuple[int, ...] = ()


def without_counting(text: str) -> str:
    """The text without the words that only count, to see whether a topic is left."""
    for pattern in (
        _AVERAGE,
        THRESHOLD,
        _FIRST_FEW,
        _ONLY_ONE_MEASURE,
        _ONLY_ONE,
        _OF_SECTIONS,
        _COUNT_UNITS,
        _COUNT_SECTIONS,
        _COUNT_MEASURES,
        _MOST,
        _FEWEST,
        _ASKED,
    ):
        text = pattern.sub(" ", text)
    return text


def asks_to_count(text: str) -> bool:
    """Whether a normalised question wants a number or an extreme."""
    patterns = (
        _AVERAGE,
        THRESHOLD,
        _ONLY_ONE_MEASURE,
        _ONLY_ONE,
        _COUNT_UNITS,
        _COUNT_SECTIONS,
        _COUNT_MEASURES,
        _MOST,
        _FEWEST,
    )
    return any(pattern.search(text) for pattern in patterns) or _WHOSE_MORE.search(text) is not None


def count(text: str, plan: Plan, units: Sequence[str], sections: Sequence[int]) -> Stat:
    """The answer to a counting question, about the units or sections it names or the whole plan."""
    if not units and _AVERAGE.search(text):
        return _average(plan, sections)
    if _ONLY_ONE_MEASURE.search(text):
        return _units_with(1, plan)
    if _ONLY_ONE.search(text):
        return _single_owner(plan, units)
    if not units and (limit := THRESHOLD.search(text)) is not None:
        return _beyond(limit, plan, sections)
    if not units and (most := _MOST.search(text) is not None) != (_FEWEST.search(text) is not None):
        return _extreme(text, plan, sections, most)
    if units:
        return _of_units(plan, units)
    if sections:
        return _of_sections(plan, sections, _COUNT_UNITS.search(text) is not None)
    if _COUNT_SECTIONS.search(text):
        return Stat(texts.count_sections(plan))
    if _COUNT_UNITS.search(text):
        return Stat(texts.count_units(plan), tuple(unit.name for unit in plan.units))
    return Stat(texts.count_measures(plan))


def _average(plan: Plan, sections: Sequence[int]) -> Stat:
    """How many units a measure names, and how many measures name a unit, one with another."""
    pool = [m for m in plan.measures if not sections or m.section in sections]
    named = [m for m in pool if not m.all_members]
    units = [u for u in plan.units if any(u.name in m.units for m in named)]
    return Stat(texts.averages(named, len(pool) - len(named), len(units)))


def _extreme(text: str, plan: Plan, sections: Sequence[int], most: bool) -> Stat:
    pool = [m for m in plan.measures if not sections or m.section in sections]
    if _OF_SECTIONS.search(text):
        by_section = {s: sum(m.section == s.number for m in plan.measures) for s in plan.sections}
        found, number = _ends(by_section, most)
        return Stat(texts.extreme_sections(found, number, most), (), _in(plan, found))
    if _OF_MEASURES.search(text):
        owned = {m: len(m.units) for m in pool if not m.all_members}
        measures, number = _ends(owned, most)
        everybody = [m for m in pool if m.all_members] if most else []
        numbers = tuple(m.number for m in measures)
        units = measures[0].units if measures else ()
        return Stat(texts.extreme_measures(measures, number, everybody, most), units, numbers)
    by_unit = {u.name: sum(u.name in m.units for m in pool) for u in plan.units if not u.office}
    if most and (few := _FIRST_FEW.search(text)) is not None:
        first = sorted(by_unit.items(), key=lambda item: -item[1])[: parse_numeral(few["n"] or few["m"]) or 1]
        return Stat(texts.units_by_measures(dict(first)), tuple(name for name, _ in first))
    names, number = _ends(by_unit, most)
    numbers = tuple(m.number for m in pool if names and names[0] in m.units)
    return Stat(texts.extreme_units(names, number, most, plan), tuple(names), numbers)


def _ends(counts: Mapping[T, int], most: bool) -> tuple[list[T], int]:
    pick: Callable[[Sequence[int]], int] = max if most else min
    number = pick(list(counts.values())) if counts else 0
    return [item for item, value in counts.items() if value == number], number


def _in(plan: Plan, sections: Sequence[Section]) -> tuple[int, ...]:
    wanted = {section.number for section in sections}
    return tuple(m.number for m in plan.measures if m.section in wanted)


def _beyond(limit: re.Match[str], plan: Plan, sections: Sequence[int]) -> Stat:
    """Measures with more units, or units with more measures, than a question says; or fewer."""
    number = parse_numeral(limit["n"] or limit["n2"]) or 0
    if limit["under"] or limit["side"] == "下":
        low, high = 0, number - 1 if limit["under"] else number
    else:
        low, high = number + 1 if limit["over"] else number, len(plan.units) + len(plan.measures)
    pool = [m for m in plan.measures if not sections or m.section in sections]
    if (limit["of"] or limit["of2"]) in "家个":
        found = [m for m in pool if not m.all_members and low <= len(m.units) <= high]
        return Stat(texts.measures_by_units(found), (), tuple(m.number for m in found))
    counts = {u.name: sum(u.name in m.units for m in pool) for u in plan.units if not u.office}
    names = {name: n for name, n in sorted(counts.items(), key=lambda item: -item[1]) if low <= n <= high}
    return Stat(texts.units_by_measures(names), tuple(names))


def of_measures(measures: Sequence[Measure], plan: Plan) -> Stat:
    """How many units some measures name, and which."""
    units = tuple(u.name for u in plan.units if any(u.name in m.units for m in measures))
    return Stat(texts.measures_by_units(measures), units, tuple(m.number for m in measures))


def counts_units(text: str) -> bool:
    """Whether a normalised question wants to know how many units there are."""
    return _COUNT_UNITS.search(text) is not None


def _single_owner(plan: Plan, of: Sequence[str]) -> Stat:
    alone = [m for m in plan.measures if len(m.units) == 1 and not m.all_members]
    alone = [m for m in alone if not of or m.units[0] in of]
    units = dict.fromkeys(name for m in alone for name in m.units)
    return Stat(texts.single_owner(alone), tuple(units), tuple(m.number for m in alone))


def _units_with(number: int, plan: Plan) -> Stat:
    owned: dict[str, list[Measure]] = {
        unit.name: [m for m in plan.measures if unit.name in m.units]
        for unit in plan.units
        if not unit.office
    }
    few = {name: measures for name, measures in owned.items() if len(measures) == number}
    numbers = dict.fromkeys(m.number for measures in few.values() for m in measures)
    return Stat(texts.units_with_one(few), tuple(few), tuple(sorted(numbers)))


def _of_units(plan: Plan, units: Sequence[str]) -> Stat:
    numbers: dict[int, None] = {}
    lines = []
    for name in units:
        owned = plan.owned_by(name)
        named = [measure for measure, by_name in owned if by_name]
        numbers.update(dict.fromkeys(measure.number for measure in named))
        lines.append(texts.count_of_unit(name, named, len(owned) - len(named)))
    return Stat("\n".join(lines), tuple(units), tuple(sorted(numbers)))


def _of_sections(plan: Plan, sections: Sequence[int], count_units: bool) -> Stat:
    pool = [m for m in plan.measures if m.section in sections]
    units = tuple(unit.name for unit in plan.units if any(unit.name in m.units for m in pool))
    shown = [section for section in plan.sections if section.number in sections]
    message = texts.count_of_sections(shown, pool, units)
    return Stat(message, units if count_units else (), tuple(m.number for m in pool))
