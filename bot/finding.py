"""One thing that was looked at, and what to do about it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.progress.calendar import WorkCalendar

HEALTH_REQUEST = {"do": "health"}
"""Asks the running bot, over its local socket, for its own findings."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is fine, and what to do if not."""

    check: str
    ok: bool
    message: str


def calendar_finding(calendar: WorkCalendar, today: date, own_file: Path) -> Finding:
    """Whether the days off that matter now are known; from mid-November next year's matter."""
    soon = today.year + (1 if (today.month, today.day) >= (11, 15) else 0)
    if calendar.provisional(soon):
        advice = f"{soon}年放假安排尚未收录，暂按周一至周五计算；请升级 chinesecalendar，或填写 {own_file}"
        return Finding("工作日历", False, advice)
    return Finding("工作日历", True, f"已收录到{soon}年")
