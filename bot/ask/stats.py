"""Counts and extremes of a plan: how many measures, units, sections; who has most; which has fewest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.ask import count_texts as texts
from bot.ask.counted import Count, Without
from bot.plan.model import Measure, Plan

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stat:
    """A counted answer: the sentence, and the units and measures it is about."""

    message: str
    units: tuple[str, ...] = ()
    measures: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a plan is counted: measures of some sections, and units apart from some."""

    plan: Plan
    sections: Sequence[int] = ()
    without: Sequence[str] = ()

    @property
    def measures(self) -> list[Measure]:
        """The measures in scope."""
        return [m for m in self.plan.measures if not self.sections or m.section in self.sections]

    def by_unit(self, among: Sequence[str] = ()) -> dict[str, int]:
        """How many measures name each unit; the office, which runs the plan, is not compared."""
        pool = self.measures
        return {
            unit.name: sum(unit.name in m.units for m in pool)
            for unit in self.plan.units
            if not unit.office and unit.name not in self.without and (not among or unit.name in among)
        }

    def by_measure(self) -> dict[Measure, int]:
        """How many units each measure names; those that bind everybody are not compared."""
        return {m: len(m.units) for m in self.measures if not m.all_members}


def count(
    asked: Count, plan: Plan, units: Sequence[str], sections: Sequence[int], leaves_out: Without = ""
) -> Stat:
    """The answer to a counting question about units or sections, or the whole plan.

    ``leaves_out``: the units named do not count (除了教科局), or neither they nor those before them.
    """
    of = () if leaves_out else units
    scope = Scope(plan, sections, units if leaves_out else ())
    if leaves_out == "ahead":
        counts = Scope(plan, sections).by_unit()
        least = min((counts.get(unit, 0) for unit in units), default=0)
        scope = Scope(plan, sections, tuple(name for name, n in counts.items() if n >= least))
    if asked.average and not of:
        return _average(scope)
    if asked.of == "claims" and not of:
        return _claims(plan)
    if asked.limited and (not of or asked.of == "measures"):
        return _limited(asked, scope, of)
    if asked.rank is not None and len(of) != 1:
        return _ranked(asked, scope, of)
    if of:
        return _of_units(asked, scope, of)
    if sections:
        return _of_sections(asked, scope)
    if asked.of == "sections":
        return Stat(texts.count_sections(plan))
    if asked.of == "units":
        return Stat(texts.count_units(plan), tuple(unit.name for unit in plan.units))
    return Stat(texts.count_measures(plan))


def of_measures(measures: Sequence[Measure], plan: Plan) -> Stat:
    """How many units some measures name, and which."""
    units = tuple(u.name for u in plan.units if any(u.name in m.units for m in measures))
    return Stat(texts.measures_by_units(measures), units, tuple(m.number for m in measures))


def of_everybody(measures: Sequence[Measure]) -> Stat:
    """How many measures bind all members."""
    return Stat(texts.count_for_everybody(measures), (), tuple(m.number for m in measures))


def _average(scope: Scope) -> Stat:
    """How many units a measure names, and how many measures name a unit, one with another."""
    named = [m for m in scope.measures if not m.all_members]
    units = [u for u in scope.plan.units if any(u.name in m.units for m in named)]
    return Stat(texts.averages(named, len(scope.measures) - len(named), len(units)))


def _claims(plan: Plan) -> Stat:
    """How often a measure binds a unit: by name, and with what binds everybody."""
    named = sum(len(m.units) for m in plan.measures)
    return Stat(texts.claims(named, sum(1 for m in plan.measures for _ in plan.owners(m))))


def _ranked(asked: Count, scope: Scope, among: Sequence[str]) -> Stat:
    if asked.of == "sections":
        return _ranked_sections(asked, scope)
    if asked.of == "measures":
        return _ranked_measures(asked, scope)
    by_unit = scope.by_unit(among)
    if asked.several:
        listed = _picked(by_unit, asked)
        asked_for = tuple(listed) if asked.place > 1 else tuple(listed)[: asked.first or None]
        return Stat(texts.units_by_measures(listed), asked_for)
    most = asked.rank == "most"
    names, number = _ends(by_unit, most)
    numbers = tuple(m.number for m in scope.measures if names and names[0] in m.units)
    by_all = sum(m.all_members for m in scope.plan.measures)
    compared = texts.scope_of_units(among, scope.without)
    return Stat(texts.extreme_units(names, number, most, by_all, compared), tuple(names), numbers)


def _ranked_sections(asked: Count, scope: Scope) -> Stat:
    counts = {s: sum(m.section == s.number for m in scope.measures) for s in scope.plan.sections}
    if asked.several:
        return Stat(texts.sections_by_measures(_picked(counts, asked)))
    found, number = _ends(counts, asked.rank == "most")
    wanted = {section.number for section in found}
    numbers = tuple(m.number for m in scope.measures if m.section in wanted)
    return Stat(texts.extreme_sections(found, number, asked.rank == "most"), (), numbers)


def _ranked_measures(asked: Count, scope: Scope) -> Stat:
    if asked.letters:
        measures, number = _ends({m: len(m.text) for m in scope.measures}, asked.rank == "most")
        message = texts.extreme_lengths(measures, number, asked.rank == "most")
        return Stat(message, (), tuple(m.number for m in measures))
    if asked.several:
        listed = tuple(_picked(scope.by_measure(), asked))
        return Stat(texts.measures_by_units(listed), (), tuple(m.number for m in listed))
    most = asked.rank == "most"
    measures, number = _ends(scope.by_measure(), most)
    everybody = [m for m in scope.measures if m.all_members] if most else []
    units = measures[0].units if measures else ()
    message = texts.extreme_measures(measures, number, everybody, most)
    return Stat(message, units, tuple(m.number for m in measures))


def _ends(counts: Mapping[T, int], most: bool) -> tuple[list[T], int]:
    number = (max if most else min)(counts.values(), default=0)
    return [item for item, value in counts.items() if value == number], number


def _picked(counts: Mapping[T, int], asked: Count) -> dict[T, int]:
    """The first so many, or down to the place asked for, with those that are even; all for 0."""
    most = asked.rank == "most"
    ordered = sorted(counts.items(), key=lambda item: -item[1] if most else item[1])
    if asked.place > 1:
        values = list(dict.fromkeys(value for _, value in ordered))
        last = values[min(asked.place, len(values)) - 1] if values else 0
    elif asked.first and ordered:
        last = ordered[min(asked.first, len(ordered)) - 1][1]
    else:
        return dict(ordered)
    return {item: value for item, value in ordered if (value >= last if most else value <= last)}


def _limited(asked: Count, scope: Scope, of: Sequence[str]) -> Stat:
    """Measures with more units, or units with more measures, than a question says; or fewer."""
    low, high = asked.low or 0, asked.high
    if asked.part is not None:
        low = -int(-asked.part * len(scope.measures) // 1)
    if asked.of == "measures":
        found = [m for m, n in scope.by_measure().items() if low <= n and (high is None or n <= high)]
        found = [m for m in found if all(unit in m.units for unit in of)]
        numbers = tuple(m.number for m in found)
        if (low, high) == (1, 1):
            owners = dict.fromkeys(name for m in found for name in m.units)
            return Stat(texts.single_owner(found), tuple(owners), numbers)
        return Stat(texts.measures_by_units(found), (), numbers)
    if asked.of == "sections":
        by_section = {s: sum(m.section == s.number for m in scope.measures) for s in scope.plan.sections}
        picked = {s: n for s, n in by_section.items() if low <= n and (high is None or n <= high)}
        return Stat(texts.sections_by_measures(picked))
    counts = sorted(scope.by_unit().items(), key=lambda item: -item[1])
    names = {name: n for name, n in counts if low <= n and (high is None or n <= high)}
    if (low, high) == (1, 1):
        few = {name: [m for m in scope.measures if name in m.units] for name in names}
        numbers = tuple(sorted({m.number for measures in few.values() for m in measures}))
        return Stat(texts.units_with_one(few), tuple(few), numbers)
    return Stat(texts.units_by_measures(names), tuple(names))


def _of_units(asked: Count, scope: Scope, units: Sequence[str]) -> Stat:
    numbers: dict[int, None] = {}
    lines = []
    order = sorted(scope.by_unit().values(), reverse=True)
    for name in units:
        owned = [(m, by_name) for m, by_name in scope.plan.owned_by(name) if m in scope.measures]
        named = [measure for measure, by_name in owned if by_name]
        numbers.update(dict.fromkeys(measure.number for measure in named))
        line = texts.count_of_unit(name, named, len(owned) - len(named))
        if asked.percent:
            line += texts.part_of_all(len(named), len(scope.measures))
        if (asked.placed or asked.rank) and len(named) in order:
            even = [other for other, n in scope.by_unit().items() if n == len(named) and other != name]
            line += texts.placed(order.index(len(named)) + 1, even)
        lines.append(line)
    if len(units) > 1:
        lines.append(texts.together(len(numbers)))
    return Stat("\n".join(lines), tuple(units), tuple(sorted(numbers)))


def _of_sections(asked: Count, scope: Scope) -> Stat:
    plan, pool = scope.plan, scope.measures
    units = tuple(unit.name for unit in plan.units if any(unit.name in m.units for m in pool))
    shown = [section for section in plan.sections if section.number in scope.sections]
    message = texts.count_of_sections({s: [m for m in pool if m.section == s.number] for s in shown}, units)
    if asked.percent:
        message += texts.part_of_all(len(pool), len(plan.measures))
    return Stat(message, units if asked.asks_units else (), tuple(m.number for m in pool))
