"""Dates as officials type them: 8月5日, 下周三, 月底, 延期5个工作日, 2022-08-05."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import FR, MO, relativedelta

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.calendar import WorkCalendar

_N = r"(?:\d{1,3}|[一二两三四五六七八九十廿卅]{1,3})"
_DAY_END = r"(?:日|号)"
_WEEKDAYS = {name: place // 2 for place, name in enumerate("一1二2三3四4五5六6日7")} | {"天": 6}
_NEAR = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_HALF_A_YEAR = 183

_FULL = late(r"(?P<y>\d{4})\s*(?:年|[-/.])\s*(?P<m>\d{1,2})\s*(?:月|[-/.])\s*(?P<d>\d{1,2})(?!\d)\s*[日号]?")
_MONTH_DAY = late(rf"(?:(?P<next>明年)|今年|本年)?(?P<m>{_N})月(?:份)?\s*(?P<d>{_N})\s*{_DAY_END}?")
_SLASH = late(r"(?<![\d./-])(?P<m>1[0-2]|0?[1-9])[/.-](?P<d>3[01]|[12]\d|0?[1-9])(?![\d%/.-])")
_MONTH_END = late(rf"(?:(?P<which>本|这个?|当|下个?|次)?月|(?P<m>{_N})月(?:份)?)\s*(?:月?底|末)")
_OF_MONTH = late(rf"(?P<which>本|这个?|当|下个?|次)月\s*(?P<d>{_N})\s*{_DAY_END}?")
_QUARTER_END = late(r"(?:本|这个?)?季(?:度)?(?:末|底)")
_YEAR_END = late(r"年(?:底|末)")
_WEEK = late(
    r"(?P<which>下下个?|下个?|本|这个?|上个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天]|[1-7](?!\d|天|日|个))"
)
_WHOLE_WEEK = late(r"(?P<which>下下个?|下个?|本|这个?)(?:周|星期|礼拜)(?:末|底|内|前)?(?![一二三四五六日天])")
_NEAR_DAY = late("|".join(sorted(_NEAR, key=len, reverse=True)))
_SPAN = late(rf"(?P<n>{_N}|半)\s*个?\s*(?P<unit>工作日|天|日|周|星期|礼拜|月)(?!\d)\s*(?P<after>之?[后内])?")
_LONE_DAY = late(rf"(?<![月\d第])(?P<d>{_N})\s*{_DAY_END}(?!文|楼)")


@dataclass(frozen=True, slots=True)
class FoundDay:
    """A day that a text names, at code points ``start`` to ``end``."""

    day: date
    start: int
    end: int


def find_day(text: str, today: date, calendar: WorkCalendar, *, base: date | None = None) -> FoundDay | None:
    """The day that the text names, seen from today; None where it names none, or one that does not exist.

    ``base`` is the day from which 延期三天 counts (the present deadline); 三天后 counts from today. A month
    and day without a year are the coming ones, unless they lie less than half a year back.
    """
    flat = "".join(
        folded if len(folded := unicodedata.normalize("NFKC", char)) == 1 else char for char in text
    )
    for pattern, read in _READERS:
        for match in pattern.finditer(flat):
            try:
                day = read(match, today, calendar, base or today)
            except (ValueError, OverflowError):
                continue
            if day is not None:
                return FoundDay(day, match.start(), match.end())
    return None


def _full(match: re.Match[str], *_: object) -> date:
    return date(int(match["y"]), int(match["m"]), int(match["d"]))


def _month_day(match: re.Match[str], today: date, *_: object) -> date | None:
    month, day = parse_numeral(match["m"]), parse_numeral(match["d"])
    if month is None or day is None:
        return None
    if match.re is _MONTH_DAY and match["next"]:
        return date(today.year + 1, month, day)
    return _coming(today, month, day)


def _coming(today: date, month: int, day: int) -> date:
    """That day of this year, or of the next if it lies half a year back."""
    this = date(today.year, month, day)
    return this if (today - this).days < _HALF_A_YEAR else date(today.year + 1, month, day)


def _month_end(match: re.Match[str], today: date, *_: object) -> date | None:
    if match["m"]:
        month = parse_numeral(match["m"])
        if month is None:
            return None
        first = _coming(today, month, 1) if month != today.month else today
    else:
        first = _month(match["which"], today)
    return first + relativedelta(day=31)


def _of_month(match: re.Match[str], today: date, *_: object) -> date | None:
    day = parse_numeral(match["d"])
    return None if day is None else _month(match["which"], today).replace(day=day)


def _month(which: str | None, today: date) -> date:
    return today.replace(day=1) + relativedelta(months=1 if which and which[0] in "下次" else 0)


def _quarter_end(_match: re.Match[str], today: date, *_: object) -> date:
    return date(today.year, (today.month + 2) // 3 * 3, 1) + relativedelta(day=31)


def _year_end(_match: re.Match[str], today: date, *_: object) -> date:
    return date(today.year, 12, 31)


def _week(match: re.Match[str], today: date, *_: object) -> date:
    """周三 alone is the coming one, today included; 本周三 may have passed."""
    number = _WEEKDAYS[match["day"]]
    day = _monday(match["which"], today) + timedelta(days=number)
    return day + timedelta(weeks=1) if not match["which"] and day < today else day


def _whole_week(match: re.Match[str], today: date, *_: object) -> date:
    """下周 without a day is its Friday."""
    return _monday(match["which"], today) + relativedelta(weekday=FR)


def _monday(which: str | None, today: date) -> date:
    weeks = {"下": 1, "上": -1}.get((which or "本")[0], 0) * (2 if which and which.startswith("下下") else 1)
    return today + relativedelta(weekday=MO(-1)) + timedelta(weeks=weeks)


def _near_day(match: re.Match[str], today: date, *_: object) -> date:
    return today + timedelta(days=_NEAR[match.group()])


def _span(match: re.Match[str], today: date, calendar: WorkCalendar, base: date) -> date | None:
    """三天后, 延期5个工作日, 两周, 半个月."""
    count = 0 if match["n"] == "半" else parse_numeral(match["n"])
    start = today if match["after"] else base
    if count is None:
        return None
    match match["unit"], match["n"]:
        case "月", "半":
            return start + timedelta(days=15)
        case _, "半":
            return None
        case "工作日", _:
            for _step in range(count):
                start = calendar.next_workday(start)
            return start
        case "月", _:
            return start + relativedelta(months=count) if "个" in match.group() else None
        case "日" | "天", _:
            return start + timedelta(days=count) if match["unit"] == "天" or match["after"] else None
    return start + timedelta(weeks=count)


def _lone_day(match: re.Match[str], today: date, *_: object) -> date | None:
    """5日 is the coming fifth."""
    number = parse_numeral(match["d"])
    if number is None:
        return None
    here = today.replace(day=1)
    for months in range(3):
        month = here + relativedelta(months=months)
        day = month + relativedelta(day=number)
        if day.day == number and day >= today:
            return day
    return None


_READERS = (
    (_FULL, _full),
    (_MONTH_END, _month_end),
    (_MONTH_DAY, _month_day),
    (_OF_MONTH, _of_month),
    (_QUARTER_END, _quarter_end),
    (_YEAR_END, _year_end),
    (_WEEK, _week),
    (_WHOLE_WEEK, _whole_week),
    (_NEAR_DAY, _near_day),
    (_SPAN, _span),
    (_LONE_DAY, _lone_day),
    (_SLASH, _month_day),
)
