"""What reminders say: to a unit's people, to the office, and about the rule behind them."""

from collections.abc import Callable, Sequence
from itertools import groupby

from bot.plan.numerals import chinese_numeral
from bot.progress.cadence import cycle_label, deadline_label
from bot.progress.model import Cycle
from bot.reminders.model import Line
from bot.reminders.stages import Audience, Condition, Stage, Window
from bot.roster.texts import OFFICE_NAME

MESSAGE_LIMIT = 4000
"""UTF-16 units that one message may have (Telegram's limit is 4096)."""

HEAD = f"【{OFFICE_NAME}提醒】"
THANKS = "感谢支持。"
NIL_HINT = "无新进展的，可直接点选。"
EMPTY_SEAT = "（尚无联络员）"
NOBODY = "（空席）"


def message(lines: Sequence[Line]) -> str:
    """The whole message for one person, most urgent first as the lines come."""
    longest = len(lines)
    while True:
        text = _message(lines, longest)
        if longest <= 1 or len(text.encode("utf-16-le", "surrogatepass")) // 2 <= MESSAGE_LIMIT:
            return text
        longest -= 1


def _message(lines: Sequence[Line], longest: int) -> str:
    """The message with lists of at most so many units."""
    paragraphs = [
        _PARAGRAPHS[audience, condition](list(group), longest)
        for (audience, condition, _), group in groupby(lines, _sort)
    ]
    if lines[0].stage.audience is Audience.LIAISON:
        paragraphs[-1] += THANKS
    return HEAD + "\n\n".join(paragraphs)


def _sort(line: Line) -> tuple[Audience, Condition, str]:
    return line.stage.audience, line.stage.condition, deadline_label(line.deadline)


def _owed(lines: list[Line], longest: int) -> str:
    by, owed = deadline_label(lines[0].deadline), _by_unit(lines)
    if len(owed) == 1:
        (numbers,) = owed.values()
        return f"贵单位尚有{_listed(numbers)}进展待报，请于{by}前报送；{NIL_HINT}"
    return f"您负责联络的单位尚有以下进展待报，请于{by}前报送：\n{_table(lines, longest)}\n{NIL_HINT}"


def _overdue(lines: list[Line], longest: int) -> str:
    by, owed = deadline_label(lines[0].deadline), _by_unit(lines)
    if len(owed) == 1:
        (numbers,) = owed.values()
        missing = f"贵单位{_listed(numbers)}进展应于{by}前报送，目前尚未收到，烦请补报；"
    else:
        table = _table(lines, longest)
        missing = f"您负责联络的单位有以下进展应于{by}前报送，目前尚未收到，烦请补报：\n{table}\n"
    return f"{missing}{NIL_HINT}如有困难，请告知{OFFICE_NAME}。"


def _office_owed(lines: list[Line], longest: int) -> str:
    by = deadline_label(lines[0].deadline)
    return f"{_cycles(lines)}进展应于{by}前报送，{_sum(lines)}待报：\n{_table(lines, longest)}"


def _office_overdue(lines: list[Line], longest: int) -> str:
    by = deadline_label(lines[0].deadline)
    return f"{_cycles(lines)}进展报送已于{by}截止，{_sum(lines)}尚未收到：\n{_table(lines, longest)}"


_PARAGRAPHS: dict[tuple[Audience, Condition], Callable[[list[Line], int], str]] = {
    (Audience.LIAISON, Condition.OWED): _owed,
    (Audience.LIAISON, Condition.OVERDUE): _overdue,
    (Audience.OFFICE, Condition.OWED): _office_owed,
    (Audience.OFFICE, Condition.OVERDUE): _office_overdue,
}


def _by_unit(lines: Sequence[Line]) -> dict[str, list[int]]:
    found: dict[str, set[int]] = {}
    for line in lines:
        found.setdefault(line.unit, set()).update(line.measures)
    return {unit: sorted(numbers) for unit, numbers in found.items()}


def _listed(numbers: Sequence[int]) -> str:
    """措施5、8、12三项."""
    return f"措施{'、'.join(map(str, numbers))}{_count(len(numbers))}项"


def _count(number: int) -> str:
    return "两" if number == 2 else chinese_numeral(number)


def _table(lines: Sequence[Line], longest: int) -> str:
    """A unit a line, cut with a count of the rest."""
    empty = {line.unit for line in lines if not line.seated}
    rows = [
        f"{unit}{EMPTY_SEAT if unit in empty else ''}：{_listed(numbers)}"
        for unit, numbers in _by_unit(lines).items()
    ]
    left = len(rows) - longest
    return "\n".join([*rows[:longest], f"另有{left}家单位"] if left > 0 else rows)


def _sum(lines: Sequence[Line]) -> str:
    owed = _by_unit(lines)
    return f"以下{len(owed)}家单位{sum(map(len, owed.values()))}项"


def _cycles(lines: Sequence[Line]) -> str:
    return "、".join(dict.fromkeys(cycle_label(line.cycle) for line in lines))


def why(stage: Stage, cycle: Cycle) -> str:
    """The rule by which a person gets this message."""
    until = f"{cycle_label(cycle)}进展于{deadline_label(cycle.deadline)}截止" if cycle.deadline else ""
    return f"{until}；{rule(stage)}。"


def rule(stage: Stage) -> str:
    """A stage in words: 截止日前第3个工作日9时，提醒尚未报送的单位."""
    if stage.offset:
        day = f"截止日{'前' if stage.offset < 0 else '后'}第{abs(stage.offset)}个工作日"
    else:
        day = "截止当日"
    clock = f"{stage.at.hour}时" + (f"{stage.at.minute}分" if stage.at.minute else "")
    missing = "尚未报送" if stage.condition is Condition.OWED else "逾期尚未报送"
    told = f"提醒{missing}的单位"
    if stage.audience is Audience.OFFICE:
        told = f"向{OFFICE_NAME}送{missing}单位名单"
    return f"{day}{clock}，{told}"


def moment_label(windows: Sequence[Window]) -> str:
    """What opens at one instant: for the demo's clock and the operator."""
    return "；".join(
        dict.fromkeys(f"{cycle_label(window.cycle)}：{rule(window.stage)}" for window in windows)
    )
