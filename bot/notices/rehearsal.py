"""预演 for the office: the coming reminders by moment, in lines for a chat and as a workbook.

``openpyxl`` is imported where a workbook is made: call :func:`workbook` off the event loop.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.progress.cadence import cycle_by_id, cycle_label, deadline_label
from bot.progress.calendar import WorkCalendar
from bot.progress.texts import TENTATIVE
from bot.reminders.model import Terms
from bot.reminders.rehearse import Row
from bot.reminders.texts import NOBODY, tentative

MADE_UP = "调休上班"
_COLUMNS = ("日期", "星期", "时间", "收件人", "单位", "周期", "措施", "缘由", "备注")
_WIDTHS = (12, 7, 8, 12, 34, 16, 30, 60, 14)
_WEEKDAYS = "一二三四五六日"
_UNITS_SHOWN = 6


def lines(rows: Sequence[Row], terms: Terms, start: datetime, days: int) -> list[str]:
    """Moment by moment: when and why, then who gets what; empty seats together at the end of each."""
    last = (start + timedelta(days=days)).date()
    head = f"{_day(start.date())}至{_day(last)}自动提醒预演（以目前报送情况推算，期间已报送的不再提醒）"
    found = [head, *changed_days(terms.calendar, start.date(), last)]
    years = [y for y in range(start.year, last.year + 1) if terms.calendar.provisional(y)]
    found += [tentative(years)] if years else []
    paused = terms.rules.paused(start.date())
    found += [f"报送自{_day(paused.first)}起暂停，恢复之前不发提醒。"] if paused else []
    if not rows:
        return [*found, "其间没有需要提醒的事项。"]
    by_reason: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        by_reason.setdefault((row["at"], row["why"]), []).append(row)
    for (at, why), listed in by_reason.items():
        found += ["", f"{_moment(datetime.fromisoformat(at), terms.calendar)}｜{why}"]
        found += [_seated(row) for row in listed if row["to"] is not None]
        empty = [unit for row in listed if row["to"] is None for unit in row["units"]]
        if empty:
            found.append(f"{NOBODY}{len(empty)}家：{'、'.join(empty)}")
    return found


def changed_days(calendar: WorkCalendar, first: date, last: date) -> list[str]:
    """A line that tells weekends that are worked and weekdays that are off; none where there are none."""
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    worked = [day for day in span if day.weekday() >= 5 and calendar.is_workday(day)]
    off = [day for day in span if day.weekday() < 5 and not calendar.is_workday(day)]
    parts = [
        f"{'、'.join(map(_day, days))}{what}" for days, what in ((worked, MADE_UP), (off, "放假")) if days
    ]
    return [f"其间调休：{'；'.join(parts)}。"] if parts else []


def workbook(rows: Sequence[Row], terms: Terms, start: datetime) -> bytes:
    """The rehearsal as an ``.xlsx`` file: a row for each recipient, stage and cycle."""
    from bot.digest.sheets import new_book, print_wide, saved, set_widths, write_head, write_row

    book, sheet = new_book("提醒预演", start)
    sheet.title = "提醒预演"
    set_widths(sheet, _WIDTHS)
    write_head(sheet, 1, _COLUMNS)
    for number, row in enumerate(rows, 2):
        at = datetime.fromisoformat(row["at"])
        cycle = cycle_by_id(row["cycle"], terms.calendar, terms.rules)
        remarks = [MADE_UP] if at.weekday() >= 5 else []
        remarks += ["日期暂定"] if cycle.provisional else []
        cells = (
            f"{at:%Y-%m-%d}",
            f"周{_WEEKDAYS[at.weekday()]}",
            f"{at:%H:%M}",
            row["to"] or NOBODY,
            "、".join(row["units"]),
            cycle_label(cycle, start.date()),
            "、".join(map(str, row["measures"])),
            row["why"],
            "、".join(remarks),
        )
        write_row(sheet, number, cells)
    print_wide(sheet)
    return saved(book, start)


def _seated(row: Row) -> str:
    units = row["units"]
    shown = "、".join(units[:_UNITS_SHOWN]) + (f"等{len(units)}家" if len(units) > _UNITS_SHOWN else "")
    return f"{row['to']}（{shown}）：措施{'、'.join(map(str, row['measures']))}"


def _moment(at: datetime, calendar: WorkCalendar) -> str:
    mark = f"（{MADE_UP}）" if at.weekday() >= 5 and calendar.is_workday(at.date()) else ""
    return f"{deadline_label(at)}{mark}" + (TENTATIVE if calendar.provisional(at.year) else "")


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"
