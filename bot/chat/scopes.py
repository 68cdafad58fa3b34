"""A scope as a button's data, and the pages on which one is chosen."""

from collections.abc import Iterable

from bot.chat.message import Button, Rows, columns, unit_code
from bot.chat.services import Services
from bot.chat.wording import digits
from bot.notices.scope import Reach, Scope, known
from bot.plan.numerals import chinese_numeral


def scope_data(scope: Scope) -> str:
    """At most nine characters: a, s3, m8, uabcdefgh."""
    named = unit_code(scope.unit) if scope.unit else str(scope.number or "")
    return f"{scope.reach}{named}"


def scope_of(services: Services, data: str) -> Scope | None:
    """The scope that a button names; None for anything that no button of ours holds."""
    if not data or data[0] not in set(Reach):
        return None
    reach, named = Reach(data[0]), data[1:]
    if reach is Reach.ALL:
        return Scope(reach) if not named else None
    if reach is Reach.UNIT:
        unit = services.unit_by_code(named)
        return Scope(reach, unit=unit.name) if unit else None
    number = digits(named)
    scope = Scope(reach, number or 0)
    return scope if number is not None and known(services.plan, scope) else None


def section_rows(services: Services, prefix: str, everybody: str) -> Rows:
    """Everybody, then a button for each section."""
    sections = (
        Button(
            f"第{chinese_numeral(one.number)}部分", f"{prefix}{scope_data(Scope(Reach.SECTION, one.number))}"
        )
        for one in services.plan.sections
    )
    return ((Button(everybody, f"{prefix}{Reach.ALL}"),), *columns(sections, 3))


def unit_rows(prefix: str, units: Iterable[str]) -> Rows:
    """A button for each of the units."""
    buttons = (
        Button(unit.removeprefix("县"), f"{prefix}{scope_data(Scope(Reach.UNIT, unit=unit))}")
        for unit in units
    )
    return columns(buttons, 3)
