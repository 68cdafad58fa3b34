"""Whom an act of the office is about: everybody, a section, a measure or a unit."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.plan.directory import UnitDirectory
from bot.plan.model import Plan
from bot.plan.numerals import chinese_numeral, parse_numeral

_NUMERAL = r"[0-9０-９一二两三四五六七八九十百]+"
_ALL = re.compile(r"整个方案|(?:全部|所有|全体|全县|各)(?:的)?(?:未报|责任|成员|联络)?(?:单位|部门|员)?")
_SECTION = re.compile(rf"第?\s*({_NUMERAL})\s*部分")
_MEASURE = re.compile(
    rf"(?:措施\s*第?|第|[#＃])\s*({_NUMERAL}(?!{_NUMERAL}|\s*部分))\s*(?:条|项|号)?(?:措施)?"
    rf"|({_NUMERAL})\s*(?:条|号措施|$)"
)
_EDGES = " \t\r\n　，,。；;：:、"
_LONGEST_UNIT = 20
_SHORTEST_TITLE = 4


class Reach(StrEnum):
    """How far an act goes."""

    ALL = "a"
    SECTION = "s"
    MEASURE = "m"
    UNIT = "u"


@dataclass(frozen=True, slots=True)
class Scope:
    """``number`` is the section's or measure's, ``unit`` the printed name; empty for the others."""

    reach: Reach
    number: int = 0
    unit: str = ""

    def covers(self, plan: Plan, unit: str, measure: int) -> bool:
        """Whether what a unit owes on a measure is within."""
        match self.reach:
            case Reach.ALL:
                return True
            case Reach.SECTION:
                return plan.by_number[measure].section == self.number
            case Reach.MEASURE:
                return measure == self.number
            case Reach.UNIT:
                return unit == self.unit

    def units(self, plan: Plan) -> list[str]:
        """The units within, in institutional order; the office is not its own addressee."""
        return [
            unit.name
            for unit in plan.units
            if not unit.office
            and any(self.covers(plan, unit.name, m.number) for m, _ in plan.owned_by(unit.name))
        ]

    def label(self, plan: Plan) -> str:
        """The scope in words: 全部单位, 第三部分 加强学校保护, 第8条 提升校园安全管理, 县公安局."""
        match self.reach:
            case Reach.ALL:
                return "全部单位"
            case Reach.SECTION:
                title = next(section.title for section in plan.sections if section.number == self.number)
                return f"第{chinese_numeral(self.number)}部分 {title}"
            case Reach.MEASURE:
                return f"第{self.number}条 {plan.by_number[self.number].title}"
            case Reach.UNIT:
                return self.unit


def known(plan: Plan, scope: Scope) -> bool:
    """Whether the plan has what the scope names."""
    match scope.reach:
        case Reach.ALL:
            return True
        case Reach.SECTION:
            return any(section.number == scope.number for section in plan.sections)
        case Reach.MEASURE:
            return scope.number in plan.by_number
        case Reach.UNIT:
            return scope.unit in plan.by_unit


def find_scope(words: str, plan: Plan, directory: UnitDirectory) -> tuple[Scope, str] | None:
    """The scope that the words begin with, and what follows it; None where they begin with none."""
    words = words.strip(_EDGES)
    found = _numbered(words, plan) or _unit(words, directory) or _titled(words, plan) or _everybody(words)
    if found is None:
        return None
    scope, end = found
    return scope, words[end:].strip(_EDGES)


def _numbered(words: str, plan: Plan) -> tuple[Scope, int] | None:
    for reach, pattern in ((Reach.SECTION, _SECTION), (Reach.MEASURE, _MEASURE)):
        match = pattern.match(words)
        number = parse_numeral(next(group for group in match.groups() if group)) if match else None
        if match and number is not None and known(plan, scope := Scope(reach, number)):
            return scope, match.end()
    return None


def _titled(words: str, plan: Plan) -> tuple[Scope, int] | None:
    """A section by its title or the end of it: 加强学校保护, 学校保护."""
    for section in plan.sections:
        for begin in range(len(section.title) - _SHORTEST_TITLE + 1):
            name = section.title[begin:]
            if words.startswith(name):
                return Scope(Reach.SECTION, section.number), len(name) + 2 * words.startswith(
                    "部分", len(name)
                )
    return None


def _unit(words: str, directory: UnitDirectory) -> tuple[Scope, int] | None:
    for end in range(min(len(words), _LONGEST_UNIT), 1, -1):
        unit = directory.resolve(words[:end])
        if unit is not None:
            return Scope(Reach.UNIT, unit=unit.name), end
    return None


def _everybody(words: str) -> tuple[Scope, int] | None:
    match = _ALL.match(words)
    return (Scope(Reach.ALL), match.end()) if match and match.group() != "各" else None
