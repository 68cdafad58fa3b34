"""Counts and extremes of a plan: how many measures, units, sections; who has most; which has fewest."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.ask import texts
from bot.ask.wording import any_of
from bot.plan.model import Measure, Plan, Section

_HOW_MANY = r"(?:多少|(?<![第哪])几)\s*(?:个|条|项|家|类|大)?\s*(?:责任|成员|重点|具体)?\s*"
_COUNT_UNITS = re.compile(
    any_of(rf"""
    {_HOW_MANY}(?:单位|部门|局委?|机构|成员) (?:多少|(?<![第哪])几)家
    (?:单位|部门)(?:一共|总共|共)?(?:有|是)?(?:多少|几)[个家]?
    """)
)
_COUNT_SECTIONS = re.compile(
    _HOW_MANY + r"(?:部分|方面|章|板块|大块|大类)|(?:部分|章)(?:一共|总共|共)?有?(?:多少|几)个?"
)
_COUNT_MEASURES = re.compile(
    any_of(rf"""
    {_HOW_MANY}(?:措施|任务|工作|事情|事|活|条|项) (?:多少|(?<![第哪这那])几)[条项] 任务(?:总)?数
    (?:措施|任务|条)(?:一共|总共|共)?(?:有|是)?(?:多少|几)[条项个]?
    """)
)
_MOST = re.compile(r"最多|最重|最忙|最大|最繁重|最累|第一多|数量第一|最长")
_FEWEST = re.compile(r"最少|最轻|最闲|最小|最清闲|最短")
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
    (?:独家|单独|一家|独自)(?:负责|承担|办)
    """)
)
_ONLY_ONE_MEASURE = re.compile(
    any_of(r"""
    (?:只有|仅有|就|只承担|只负责)(?:1|一)(?:条|项|个任务|个措施|件)(?:任务|措施|事)?(?:的)?(?:单位|部门)
    (?:单位|部门).{0,4}(?:只有|仅有|就)(?:1|一)(?:条|项)
    """)
)
_ASKED = re.compile(r"一共|总共|共计|合计|统计|总数|数量|承担|牵涉|涉及|参与|负责|全部|整个|全县|所有|最")

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
    patterns = (_ONLY_ONE_MEASURE, _ONLY_ONE, _COUNT_UNITS, _COUNT_SECTIONS, _COUNT_MEASURES, _MOST, _FEWEST)
    return any(pattern.search(text) for pattern in patterns)


def count(text: str, plan: Plan, units: Sequence[str], sections: Sequence[int]) -> Stat:
    """The answer to a counting question, about the units or sections it names or the whole plan."""
    if _ONLY_ONE_MEASURE.search(text):
        return _units_with(1, plan)
    if _ONLY_ONE.search(text):
        return _single_owner(plan)
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


def _single_owner(plan: Plan) -> Stat:
    alone = [m for m in plan.measures if len(m.units) == 1 and not m.all_members]
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
