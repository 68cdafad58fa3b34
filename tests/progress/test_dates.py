"""Days as officials type them, seen from Monday, 18 July 2022."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.progress.dates import find_day
from tests.progress.helpers import CALENDAR

MONDAY = date(2022, 7, 18)
DEADLINE = date(2022, 7, 25)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("8月5日", (2022, 8, 5)),
        ("８月５号前", (2022, 8, 5)),
        ("八月五日", (2022, 8, 5)),
        ("8月5", (2022, 8, 5)),
        ("延至2022年8月5日", (2022, 8, 5)),
        ("2022-08-05", (2022, 8, 5)),
        ("2022/8/5", (2022, 8, 5)),
        ("延到8.5吧", (2022, 8, 5)),
        ("明年1月10日", (2023, 1, 10)),
        ("1月10日", (2023, 1, 10)),
        ("6月30日", (2022, 6, 30)),
        ("下周三", (2022, 7, 27)),
        ("下星期三前", (2022, 7, 27)),
        ("下个礼拜天", (2022, 7, 31)),
        ("下下周一", (2022, 8, 1)),
        ("周五", (2022, 7, 22)),
        ("周一", (2022, 7, 18)),
        ("本周五", (2022, 7, 22)),
        ("下周", (2022, 7, 29)),
        ("月底", (2022, 7, 31)),
        ("本月月底前", (2022, 7, 31)),
        ("8月底", (2022, 8, 31)),
        ("下月底", (2022, 8, 31)),
        ("下个月10号", (2022, 8, 10)),
        ("季度末", (2022, 9, 30)),
        ("年底前", (2022, 12, 31)),
        ("29日", (2022, 7, 29)),
        ("5号", (2022, 8, 5)),
        ("明天", (2022, 7, 19)),
        ("大后天", (2022, 7, 21)),
        ("三天后", (2022, 7, 21)),
        ("10天内", (2022, 7, 28)),
        ("延期3天", (2022, 7, 28)),
        ("推迟五个工作日", (2022, 8, 1)),
        ("再宽限一周", (2022, 8, 1)),
        ("两周后", (2022, 8, 1)),
        ("延半个月", (2022, 8, 9)),
        ("一个月", (2022, 8, 25)),
    ],
)
def test_a_day_is_read_as_it_is_meant(words: str, day: tuple[int, int, int]) -> None:
    found = find_day(words, MONDAY, CALENDAR, base=DEADLINE)
    assert found is not None
    assert found.day == date(*day)


@pytest.mark.parametrize(
    "words", ["", "尽快", "第8条", "排查学校12所", "2月30日", "过几天", "100%", "第二季度工作"]
)
def test_what_names_no_day_gives_none(words: str) -> None:
    assert find_day(words, MONDAY, CALENDAR) is None


def test_the_words_around_the_day_can_be_told_from_it() -> None:
    words = "因学校放假，延至8月5日报送"
    found = find_day(words, MONDAY, CALENDAR)
    assert found is not None
    assert words[found.start : found.end] == "8月5日"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2022, 1, 1), date(2026, 12, 31)))
def test_a_full_date_is_that_date_whenever_it_is_read(day: date, today: date) -> None:
    for words in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
    ):
        found = find_day(words, today, CALENDAR)
        assert found is not None
        assert found.day == day


@given(st.text("0123456789一二三十月日号周天底下本个年季度后内半工作-/.第条", max_size=24))
def test_no_words_break_it(words: str) -> None:
    find_day(words, MONDAY, CALENDAR, base=DEADLINE)
