"""Which stretch of time is meant, as an id and as people say it: a week, a month, a quarter, the plan.

Weeks, months and quarters have the ids of cycles (``2022-W29``, ``2022-07``, ``2022-Q3``); the whole plan
is ``plan``.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from bot.digest import texts
from bot.digest.model import Span
from bot.digest.stored import Issued
from bot.patterns import late
from bot.plan.model import Plan
from bot.plan.numerals import parse_numeral
from bot.progress.cadence import CycleUnknown, cycle_id, cycle_span
from bot.progress.model import Cadence
from bot.records import Reader
from bot.refusal import Refused

WHOLE = "plan"

_SPANS = {Cadence.WEEKLY: Span.WEEK, Cadence.MONTHLY: Span.MONTH, Cadence.QUARTERLY: Span.QUARTER}
_WEEKS_BACK = {"": 0, "本周": 0, "这周": 0, "本期": 0, "上周": 1, "上一周": 1, "上个周": 1, "上上周": 2}
_MONTHS_BACK = {"本月": 0, "这个月": 0, "上月": 1, "上个月": 1}
_QUARTERS_BACK = {"本季度": 0, "这个季度": 0, "上季度": 1, "上个季度": 1}
_WHOLE = ("全年", "年度", "总结", "全部", "方案", "全年总结", "年度总结", "方案总结", "总体")
_LAST = ("上期", "上一期", "最近一期")
_N = r"[0-9一二三四五六七八九十百]{1,5}"
_ISSUE = late(rf"(?:(\d{{4}})年)?(总)?第?({_N})期")
_SERIAL_INSIDE = late(rf"第{_N}期\(总第({_N})期\)")
_MONTH = late(rf"(?:(\d{{4}})年)?({_N})月份?(?:月报|汇总|总结)?")
_QUARTER = late(r"(?:(\d{4})年)?第?([一二三四1-4])季度?(?:季报|汇总|总结)?")
_WEEK_NUMBER = late(rf"(?:(\d{{4}})年)?第({_N})周")
_DAY = late(rf"(?:(\d{{4}})年)?({_N})月({_N})[日号]")
_ISO_DAY = late(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_ID = late(r"(\d{4})-?(W\d{1,2}|Q[1-4])|(\d{4})-(\d{2})", re.IGNORECASE)
_SHAPES = (_ISSUE, _SERIAL_INSIDE, _MONTH, _QUARTER, _WEEK_NUMBER, _DAY, _ISO_DAY, _ID)
_WORDS = {*_WEEKS_BACK, *_MONTHS_BACK, *_QUARTERS_BACK, *_WHOLE, *_LAST, WHOLE}


class WeekRefused(Refused):
    """There is no digest of that stretch of time."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time with its id; ``first`` and ``last`` are days in it."""

    id: str
    span: Span
    first: date
    last: date


def stretch_of(plan: Plan, name: str, today: date) -> Stretch:
    """The stretch of that id. Raises WeekRefused for none, one not begun, or one before the plan."""
    issued = date.fromisoformat(plan.issued_on)
    if name == WHOLE:
        return Stretch(WHOLE, Span.PLAN, issued, max(today, issued))
    try:
        cadence, first, last = cycle_span(name)
    except CycleUnknown as error:
        raise WeekRefused(texts.week_malformed(name)) from error
    if today < first:
        raise WeekRefused(texts.week_not_begun(first))
    if last < issued:
        raise WeekRefused(texts.week_before_plan(issued))
    return Stretch(name, _SPANS[cadence], first, last)


def names_stretch(typed: str) -> bool:
    """Whether the words that follow 周报 can mean a stretch of time."""
    said = _folded(typed)
    return said in _WORDS or any(shape.fullmatch(said) for shape in _SHAPES)


def resolve(reader: Reader, plan: Plan, typed: str, today: date) -> str:
    """The id of what people type: 上周, 第3期, 总第30期, 7月, 三季度, 全年, 7月20日, 2022-W29.

    Raises WeekRefused where it is nothing of the kind, or no such issue exists.
    """
    said = _folded(typed)
    if said in _WEEKS_BACK:
        return cycle_id(Cadence.WEEKLY, today - timedelta(weeks=_WEEKS_BACK[said]))
    if said in _MONTHS_BACK:
        first = today.replace(day=1)
        return cycle_id(Cadence.MONTHLY, first - timedelta(days=_MONTHS_BACK[said]))
    if said in _QUARTERS_BACK:
        first = cycle_span(cycle_id(Cadence.QUARTERLY, today))[1]
        return cycle_id(Cadence.QUARTERLY, first - timedelta(days=_QUARTERS_BACK[said]))
    if said in _WHOLE or said == WHOLE:
        return WHOLE
    if said in _LAST:
        issues = reader.find(Issued, plan=plan.id)
        return issues[-1].week if issues else cycle_id(Cadence.WEEKLY, today - timedelta(weeks=1))
    if found := _SERIAL_INSIDE.fullmatch(said):
        return _issue(reader, plan, None, _number(found[1]), serial=True)
    if found := _ISSUE.fullmatch(said):
        return _issue(reader, plan, found[1], _number(found[3]), serial=bool(found[2]))
    return _by_calendar(said, today, typed)


def _issue(reader: Reader, plan: Plan, year: str | None, number: int, *, serial: bool) -> str:
    """The week of an issue: of the year that is named, else of the newest year that has it."""
    for issued in reversed(reader.find(Issued, plan=plan.id)):
        own = issued.serial if serial else issued.number
        if own == number and year in (None, str(issued.year)):
            return issued.week
    raise WeekRefused(texts.no_such_issue(number, serial=serial))


def _by_calendar(said: str, today: date, typed: str) -> str:
    try:
        if found := _ID.fullmatch(said):
            if found[3]:
                return f"{found[3]}-{found[4]}"
            kind, number = found[2][0].upper(), int(found[2][1:])
            return f"{found[1]}-{kind}{number:02}" if kind == "W" else f"{found[1]}-Q{number}"
        if found := _ISO_DAY.fullmatch(said):
            return cycle_id(Cadence.WEEKLY, date(*(int(part) for part in found.groups())))
        if found := _DAY.fullmatch(said):
            day = date(_year(found[1], today), _number(found[2]), _number(found[3]))
            return cycle_id(Cadence.WEEKLY, day)
        if found := _MONTH.fullmatch(said):
            return cycle_id(Cadence.MONTHLY, date(_year(found[1], today), _number(found[2]), 1))
        if found := _QUARTER.fullmatch(said):
            return f"{_year(found[1], today)}-Q{_number(found[2])}"
        if found := _WEEK_NUMBER.fullmatch(said):
            week = date.fromisocalendar(_year(found[1], today), _number(found[2]), 1)
            return cycle_id(Cadence.WEEKLY, week)
    except (ValueError, OverflowError) as error:
        raise WeekRefused(texts.week_malformed(typed)) from error
    raise WeekRefused(texts.week_malformed(typed))


def _folded(typed: str) -> str:
    return "".join(unicodedata.normalize("NFKC", typed).split()).lower()


def _number(text: str) -> int:
    return parse_numeral(text) or 0


def _year(text: str | None, today: date) -> int:
    return int(text) if text else today.year
