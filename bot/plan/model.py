"""The plan as plain data. Everything else is keyed by its ``id``, a measure's number and a unit's name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Section:
    """One of the plan's parts (一、加强统筹谋划)."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Measure:
    """One numbered promise with its owners.

    ``title`` is the heading without its full stop; ``text`` the body as printed after the heading,
    healed of page breaks, without the bracket of responsible units. ``units`` are the printed names
    in printed order, without 各成员单位, which ``all_members`` stands for. ``lead`` and ``support``
    are empty unless the notice itself says 牵头 or 配合. ``deadline`` is the time limit in the notice's
    own words (2022年9月底前), None where it states none.
    """

    number: int
    section: int
    title: str
    text: str
    units: tuple[str, ...]
    all_members: bool = False
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    deadline: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit: printed name, and what ``units.toml`` adds to it.

    ``order`` is its place in the institutional order (机构序列), from 1; ``phone`` the office landline
    that the operator may fill in (empty: unknown); ``judicial`` marks courts and procuratorates.
    ``office`` marks the committee office itself (未保办).
    """

    name: str
    full_name: str
    aliases: tuple[str, ...] = ()
    function: str = ""
    phone: str = ""
    order: int = 0
    office: bool = False
    judicial: bool = False


@dataclass(frozen=True)
class Plan:
    """A whole plan. ``issued_on`` is an ISO date; ``units`` are in institutional order."""

    id: str
    title: str
    document_number: str
    issuer: str
    issued_on: str
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    units: tuple[Unit, ...] = field(default=())

    @cached_property
    def by_number(self) -> dict[int, Measure]:
        """Measures by their number."""
        return {measure.number: measure for measure in self.measures}

    @cached_property
    def by_unit(self) -> dict[str, Unit]:
        """Units by their printed name."""
        return {unit.name: unit for unit in self.units}

    @cached_property
    def office(self) -> Unit | None:
        """The committee office among the units, if the plan names it."""
        return next((unit for unit in self.units if unit.office), None)

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Each unit's place in the institutional order, by its printed name."""
        return {unit.name: place for place, unit in enumerate(self.units)}

    @cached_property
    def named_by(self) -> dict[int, frozenset[str]]:
        """The printed names in each measure's bracket, by its number; a province has thousands of units."""
        return {measure.number: frozenset(measure.units) for measure in self.measures}

    def section_of(self, measure: Measure) -> Section:
        """The section that a measure stands in."""
        return next(s for s in self.sections if s.number == measure.section)

    def owners(self, measure: Measure) -> Iterator[tuple[Unit, bool]]:
        """Units bound by a measure in institutional order, and whether it names them (else 各成员单位)."""
        by_name = self.named_by[measure.number]
        for unit in self.units:
            named = unit.name in by_name
            if named or measure.all_members:
                yield unit, named

    def owned_by(self, unit: str) -> list[tuple[Measure, bool]]:
        """Measures that bind a unit, in number order, and whether by name (else via 各成员单位)."""
        return [
            (measure, unit in self.named_by[measure.number])
            for measure in self.measures
            if unit in self.named_by[measure.number] or (measure.all_members and unit in self.by_unit)
        ]
