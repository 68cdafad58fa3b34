"""Working days: the State Council's notices for 2022 and 2026, overrides, years nobody knows yet."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.progress.calendar import WorkCalendar, load_overrides

CALENDAR = WorkCalendar()
days = st.dates(date(2004, 1, 1), date(2035, 12, 31))


# 国办发明电〔2021〕11号: National Day 1-7 October 2022, Saturday 8 and Sunday 9 are worked;
# Mid-autumn 10-12 September.
@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2022, 7, 22), True),
        (date(2022, 7, 23), False),
        (date(2022, 9, 12), False),
        (date(2022, 10, 3), False),
        (date(2022, 10, 7), False),
        (date(2022, 10, 8), True),
        (date(2022, 10, 9), True),
        (date(2022, 10, 15), False),
    ],
)
def test_make_up_days_are_worked_and_holidays_are_not(day: date, worked: bool) -> None:
    assert CALENDAR.is_workday(day) is worked


def test_the_working_day_before_and_after_step_over_the_holiday() -> None:
    assert CALENDAR.previous_workday(date(2022, 10, 8)) == date(2022, 9, 30)
    assert CALENDAR.next_workday(date(2022, 9, 30)) == date(2022, 10, 8)
    assert CALENDAR.workdays_before(date(2022, 10, 10), 3) == date(2022, 9, 30)
    assert CALENDAR.workdays_before(date(2022, 7, 25), 3) == date(2022, 7, 20)
    assert CALENDAR.workdays_before(date(2022, 7, 25), 0) == date(2022, 7, 25)


def test_a_weeks_last_working_day_may_be_its_sunday_or_not_exist() -> None:
    assert CALENDAR.last_workday_of_week(date(2022, 7, 20)) == date(2022, 7, 22)
    assert CALENDAR.last_workday_of_week(date(2022, 10, 8)) == date(2022, 10, 9)
    off = WorkCalendar({date(2022, 7, 18) + timedelta(days=n): False for n in range(7)})
    assert off.last_workday_of_week(date(2022, 7, 20)) is None


def test_a_year_nobody_has_published_is_monday_to_friday_and_provisional() -> None:
    assert not CALENDAR.provisional(2022)
    assert not CALENDAR.provisional(2026)
    assert CALENDAR.provisional(2031)
    assert CALENDAR.is_workday(date(2031, 1, 1))
    assert not CALENDAR.is_workday(date(2031, 1, 4))
    assert CALENDAR.next_workday(date(2026, 12, 31)).year == 2027 or CALENDAR.is_workday(date(2027, 1, 1))


def test_the_operators_days_win_and_settle_a_provisional_year() -> None:
    calendar = WorkCalendar({date(2022, 7, 22): False, date(2022, 7, 23): True, date(2031, 1, 1): False})
    assert not calendar.is_workday(date(2022, 7, 22))
    assert calendar.is_workday(date(2022, 7, 23))
    assert not calendar.is_workday(date(2031, 1, 1))
    assert not calendar.provisional(2031)


def test_the_file_that_ships_is_read_and_changes_nothing() -> None:
    assert load_overrides(Path(__file__).parents[2] / "config" / "calendar.toml") == {}


def test_overrides_are_read_as_bare_dates_or_as_text(tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text('workdays = [2027-02-07, "2027-02-20"]\ndays_off = [2027-02-08]\n', encoding="utf-8")
    assert load_overrides(path) == {
        date(2027, 2, 7): True,
        date(2027, 2, 20): True,
        date(2027, 2, 8): False,
    }


@pytest.mark.parametrize(
    "text",
    ['workdays = ["二月七日"]', "workdays = [", "days_off = 3", "days_off = {}", "\x00", "[[workdays]]"],
)
def test_a_slip_in_the_file_is_logged_and_stops_nothing(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "calendar.toml"
    path.write_text(text, encoding="utf-8")
    assert load_overrides(path) == {}
    assert "calendar.toml" in caplog.text


def test_without_a_file_there_are_no_overrides(tmp_path: Path) -> None:
    assert load_overrides(tmp_path / "none.toml") == {}


@given(days, st.integers(1, 30))
def test_counting_back_over_working_days_lands_on_one_with_that_many_between(day: date, count: int) -> None:
    before = CALENDAR.workdays_before(day, count)
    assert CALENDAR.is_workday(before)
    assert len(list(CALENDAR.workdays(before, day - timedelta(days=1)))) == count


@given(days)
def test_no_working_day_lies_between_a_day_and_the_next(day: date) -> None:
    after = CALENDAR.next_workday(day)
    assert after > day
    assert list(CALENDAR.workdays(day + timedelta(days=1), after)) == [after]
