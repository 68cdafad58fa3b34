"""What reminders say: to a unit's people, to the office, and about the rule behind them."""

import html
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from bot.plan.numerals import chinese_numeral
from bot.progress.cadence import cycle_label, deadline_label, due_label
from bot.progress.model import STATUS_NAMES, Cycle, Report
from bot.progress.texts import TENTATIVE
from bot.reminders.model import Escalation, Line
from bot.reminders.stages import Audience, Condition, Stage, Window
from bot.roster.texts import OFFICE_NAME

MESSAGE_LIMIT = 4000
"""UTF-16 units that one message may have (Telegram's limit is 4096)."""

HEAD = f"【{OFFICE_NAME}提醒】"
REQUEST_HEAD = f"【{OFFICE_NAME}商请】"
THANKS = "感谢支持。"
NIL_HINT = "无新进展的，可直接点选。"
TOTALS_ONLY = "仅需总体情况和总数，不涉及具体案件和个人。"
EMPTY_SEAT = "（尚无联络员）"
NOBODY = "（空席）"
CADENCE_CHANGES = "报送周期调整"
EXTENSION_ENDS = "延期到期"
_LATE_SHOWN = 40


def message(lines: Sequence[Line], now: datetime, titles: Mapping[str, str]) -> str:
    """The whole message for one person at that moment, most urgent first as the lines come.

    ``titles`` name the plans where the lines are of several.
    """
    text = _message(lines, now, titles, len(lines))
    if _fits(text):
        return text
    # As many units as fit: a list one longer is always a longer text.
    longest = bisect_left(
        range(1, len(lines)), True, key=lambda units: not _fits(_message(lines, now, titles, units))
    )
    return _message(lines, now, titles, max(1, longest))


def _fits(text: str) -> bool:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 <= MESSAGE_LIMIT


def _message(lines: Sequence[Line], now: datetime, titles: Mapping[str, str], longest: int) -> str:
    """The message with lists of at most so many units."""
    paragraphs = []
    for _, group in groupby(lines, _sort):
        alike = list(group)
        title = f"《{titles[alike[0].plan]}》" if alike[0].plan in titles else ""
        say = _PARAGRAPHS[alike[0].stage.audience, alike[0].stage.condition]
        if alike[0].judicial and alike[0].stage.audience is Audience.LIAISON:
            say = _request
        paragraphs.append(title + say(alike, now, longest))
    if lines[0].stage.audience is Audience.LIAISON:
        paragraphs[-1] += THANKS
    if provisional := sorted({line.deadline.year for line in lines if line.cycle.provisional}):
        paragraphs.append(tentative(provisional))
    gentle = all(line.judicial and line.stage.audience is Audience.LIAISON for line in lines)
    return (REQUEST_HEAD if gentle else HEAD) + "\n\n".join(paragraphs)


def tentative(years: Sequence[int]) -> str:
    """Said where a date rests on days off that are not published yet."""
    return f"{'、'.join(map(str, years))}年放假安排尚未公布，日期暂按周一至周五推算。"


def _sort(line: Line) -> tuple[str, Audience, Condition, bool, datetime]:
    own = line.stage.audience is Audience.LIAISON
    return line.plan, line.stage.audience, line.stage.condition, line.judicial and own, line.deadline


def _by(line: Line) -> str:
    """A deadline as people say it, with a mark where it may still move."""
    return due_label(line.asked)


def _when(line: Line, now: datetime) -> str:
    """A near deadline in words: 今日10时, 明日（7月22日，周五）10时; else as a date."""
    minutes = f"{line.deadline.minute}分" if line.deadline.minute else ""
    match (line.deadline.date() - now.date()) // timedelta(days=1):
        case 0:
            return f"今日{line.deadline.hour}时{minutes}"
        case 1:
            return f"明日，即{_by(line)}"
    return _by(line)


def _whose(line: Line) -> str:
    return line.unit if line.named else "贵单位"


def _owed(lines: list[Line], now: datetime, longest: int) -> str:
    """Early: asked for by a date. On the last stage before the deadline: that it ends then."""
    first, owed = lines[0], _by_unit(lines)
    closes = first.stage.offset >= -1
    if len(owed) == 1:
        (numbers,) = owed.values()
        if closes:
            missing = f"{_whose(first)}{_listed(numbers)}进展尚未收到"
            return f"{missing}，报送于{_when(first, now)}截止，烦请抽空报送；{NIL_HINT}"
        return f"{_whose(first)}尚有{_listed(numbers)}进展待报，请于{_when(first, now)}前报送；{NIL_HINT}"
    table = _table(lines, longest)
    if closes:
        asked = f"以下进展尚未收到，报送于{_when(first, now)}截止，烦请抽空报送"
    else:
        asked = f"尚有以下进展待报，请于{_when(first, now)}前报送"
    return f"您负责联络的单位{asked}：\n{table}\n{NIL_HINT}"


def _overdue(lines: list[Line], _now: datetime, longest: int) -> str:
    by, owed = _by(lines[0]), _by_unit(lines)
    if len(owed) == 1:
        (numbers,) = owed.values()
        missing = f"{_whose(lines[0])}{_listed(numbers)}进展应于{by}前报送，目前尚未收到，烦请补报；"
    else:
        table = _table(lines, longest)
        missing = f"您负责联络的单位有以下进展应于{by}前报送，目前尚未收到，烦请补报：\n{table}\n"
    return f"{missing}{NIL_HINT}如有困难，请告知{OFFICE_NAME}。"


def _request(lines: list[Line], now: datetime, longest: int) -> str:
    """To courts and procuratorates, which nobody presses: how many, and that totals are enough."""
    first, owed = lines[0], _by_unit(lines)
    if len(owed) == 1:
        (numbers,) = owed.values()
        whose = f"{_whose(first)}{_count(len(numbers))}项工作进展"
    else:
        rows = [f"{unit}：{_count(len(numbers))}项" for unit, numbers in owed.items()]
        whose = f"以下单位的工作进展（{'；'.join(rows[:longest])}）"
    if first.stage.condition is Condition.OVERDUE:
        return f"{whose}尚未收到（原定{_by(first)}前），商请方便时补充提供。{TOTALS_ONLY}{NIL_HINT}"
    return f"商请于{_when(first, now)}前提供{whose}。{TOTALS_ONLY}{NIL_HINT}"


def _office_owed(lines: list[Line], _now: datetime, longest: int) -> str:
    return f"{_cycles(lines)}进展应于{_by(lines[0])}前报送，{_sum(lines)}待报：\n{_table(lines, longest)}"


def _office_overdue(lines: list[Line], _now: datetime, longest: int) -> str:
    return (
        f"{_cycles(lines)}进展报送已于{_by(lines[0])}截止，{_sum(lines)}尚未收到：\n{_table(lines, longest)}"
    )


_PARAGRAPHS: dict[tuple[Audience, Condition], Callable[[list[Line], datetime, int], str]] = {
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
    until = f"{cycle_label(cycle)}进展于{due_label(cycle)}截止" if cycle.deadline else ""
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


def moment_label(window: Window) -> str:
    """What a stage of a cycle is, for the demo's clock and the operator."""
    mark = TENTATIVE if window.cycle.provisional else ""
    return f"{cycle_label(window.cycle)}{mark}：{rule(window.stage)}"


MESSAGE_GONE = "这条提醒已超出可查询的范围，请发送“我的任务”查看本期应报。"
NOTHING_OWED_ANY_MORE = "相关事项已全部报送，不再提醒。感谢支持。"
ASK_WHEN = "何时再提醒您？期间如已报送，则不再提醒。"


def later_hour(due: datetime, now: datetime) -> str:
    """A button: in an hour, or when the quiet hours that it falls into are over."""
    return f"1小时后（{clock(due)}）" if due - now <= timedelta(hours=1) else later_day(due, now)


def later_day(due: datetime, now: datetime) -> str:
    """A button: a time today, tomorrow or on a later day."""
    days = (due.date() - now.date()).days
    half = "上午" if due.hour < 12 else "下午"
    weekday = "一二三四五六日"[due.weekday()]
    day = {0: "今天", 1: "明天"}.get(days, f"{due.month}月{due.day}日（周{weekday}）")
    return f"{day}{half}（{clock(due)}）" if days <= 1 else f"{day}{clock(due)}"


def clock(at: datetime) -> str:
    """A time of day: 9:00."""
    return f"{at.hour}:{at.minute:02}"


def postponed(due: datetime, now: datetime) -> str:
    """Said when a wish for a copy is stored."""
    day = "今天" if due.date() == now.date() else f"{due.month}月{due.day}日"
    return f"好的，将于{day}{clock(due)}再提醒您；期间如已报送，则不再提醒。"


def last_report(report: Report | None) -> str:
    """What was last heard of a unit."""
    if report is None:
        return "贵单位此前尚无报送记录。"
    day = f"{report.at.month}月{report.at.day}日"
    return (
        f"贵单位最近一次报送：{day}，措施{report.measure}（{STATUS_NAMES[report.status]}），{report.author}。"
    )


def next_stage(at: datetime | None) -> str:
    """What comes next if nothing is reported."""
    if at is None:
        return "本期不再有下一次自动提醒；已报送的事项不再提醒。"
    return f"如届时仍未报送，下一次提醒为{deadline_label(at)}；已报送的事项不再提醒。"


def others_told(colleagues: Sequence[str], others: int) -> str:
    """Who else was told the same: one's own unit by name, the rest by number."""
    parts = [f"本单位{'、'.join(colleagues)}"] if colleagues else []
    parts += [f"其他{others}人"] if others else []
    return f"同时收到这一提醒的还有：{'，'.join(parts)}。" if parts else "这一提醒没有发给其他人。"


def late_note(found: Sequence[tuple[Cycle, Sequence[Report]]]) -> str:
    """Tells the office what came after its list."""
    lines = []
    for cycle, reports in found:
        by_unit: dict[str, set[int]] = {}
        for report in reports:
            by_unit.setdefault(report.unit, set()).add(report.measure)
        lines += [
            f"{unit}：{_listed(sorted(numbers))}（{cycle_label(cycle)}）" for unit, numbers in by_unit.items()
        ]
    rest = len(lines) - _LATE_SHOWN
    more = [f"另有{rest}家单位，请发送“进展”查看。"] if rest > 0 else []
    return "\n".join([f"【{OFFICE_NAME}】逾期名单发出后又收到以下补报：", *lines[:_LATE_SHOWN], *more])


TO_HEAD = "致单位负责人的提醒"
ESCALATION_GONE = "该单位已报送或情况有变，无需再发。请重新查看名单。"


def no_head(unit: str) -> str:
    """Nobody leads the unit in chat."""
    return f"{unit}尚无负责人席位，请先发送“邀请 {unit} 负责人”，由其打开链接后再发。"


def to_head(unit: str, cycles: Sequence[str], measures: Sequence[int], *, judicial: bool) -> str:
    """To the head of a unit that missed two cycles in a row; released by the office, never of itself."""
    span = "、".join(cycles)
    if judicial:
        return (
            f"{REQUEST_HEAD}{unit}负责同志：{span}贵单位{_count(len(measures))}项工作进展尚未收到。"
            f"商请协调有关同志方便时提供，{TOTALS_ONLY}{THANKS}"
        )
    return (
        f"{HEAD}{unit}负责同志：{span}贵单位{_listed(measures)}进展连续两期尚未收到。"
        f"烦请关心过问，协调有关同志报送；如有困难，请告知{OFFICE_NAME}。{THANKS}"
    )


def escape(text: str) -> str:
    """Make a text safe inside the HTML of a letter."""
    return html.escape(text, quote=False)


def escalation_list(found: Sequence[Escalation]) -> str:
    """For the office: who missed two cycles in a row and awaits its decision."""
    rows = [f"{one.unit}：{'、'.join(one.cycles)}，{_listed(one.measures)}" for one in found]
    return "\n".join(
        [
            f"【{OFFICE_NAME}】以下单位连续两期未报，致其负责人的提醒已拟好，是否发出由{OFFICE_NAME}决定：",
            *rows,
        ]
    )
