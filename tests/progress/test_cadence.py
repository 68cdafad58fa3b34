"""Cycles and deadlines: DESIGN.md, Cadence."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.progress.cadence import (
    CadenceRules,
    CycleUnknown,
    cycle_by_id,
    cycle_id,
    cycle_label,
    cycle_of,
    cycle_span,
    deadline_label,
    next_cycle,
    previous_cycle,
)
from bot.progress.calendar import WorkCalendar
from bot.progress.choices import Scope
from bot.progress.model import Cadence, Cycle, Obligation
from tests.kelan import kelan_plan
from tests.progress.helpers import always

PLAN = kelan_plan()
RULES = CadenceRules()
CALENDAR = WorkCalendar()
DAY = date(2022, 7, 18)

cadences = st.sampled_from(Cadence)
days = st.dates(date(2005, 1, 1), date(2035, 12, 31))


def cycle(text: str) -> Cycle:
    return cycle_by_id(text, CALENDAR, RULES)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "first", "last", "deadline"),
    [
        ("2022-07", date(2022, 7, 1), date(2022, 7, 31), "2022-07-25T10:00"),
        # the 25th of September is a Sunday, the 24th a Saturday
        ("2022-09", date(2022, 9, 1), date(2022, 9, 30), "2022-09-23T10:00"),
        ("2022-12", date(2022, 12, 1), date(2022, 12, 31), "2022-12-23T10:00"),
        # New Year of 2025 fell on 28 January to 4 February, with Sunday 26 January worked
        ("2025-01", date(2025, 1, 1), date(2025, 1, 31), "2025-01-24T10:00"),
        ("2022-Q3", date(2022, 7, 1), date(2022, 9, 30), "2022-09-23T10:00"),
        ("2022-Q4", date(2022, 10, 1), date(2022, 12, 31), "2022-12-23T10:00"),
        ("2022-W29", date(2022, 7, 18), date(2022, 7, 24), "2022-07-22T10:00"),
        # the week of the make-up Saturday and Sunday
        ("2022-W40", date(2022, 10, 3), date(2022, 10, 9), "2022-10-09T10:00"),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3), "2020-12-31T10:00"),
    ],
)
def test_cycles_span_their_days_and_are_due_on_a_working_day(
    text: str, first: date, last: date, deadline: str
) -> None:
    found = cycle(text)
    assert (found.id, found.first, found.last) == (text, first, last)
    assert found.deadline == at(deadline)


def test_a_cycle_without_a_working_day_is_never_due() -> None:
    closed = WorkCalendar({date(2022, 7, 18) + timedelta(days=n): False for n in range(7)})
    assert cycle_by_id("2022-W29", closed, RULES).deadline is None


def test_where_only_days_after_the_25th_are_worked_the_first_of_them_is_the_deadline() -> None:
    closed = WorkCalendar({date(2022, 7, 1) + timedelta(days=n): False for n in range(27)})
    assert cycle_by_id("2022-07", closed, RULES).deadline == at("2022-07-28T10:00")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022",
        "2022-7",
        "2022-13",
        "2022-00",
        "2022-Q0",
        "2022-Q5",
        "2022-W00",
        "2022-W53",
        "2022-W54",
        "0000-01",
        "2022-07-14",
        "２０２２-07",
        " 2022-07",
        "7月",
        "2022-w29",
    ],
)
def test_what_is_no_cycle_is_refused_with_the_three_forms(text: str) -> None:
    with pytest.raises(CycleUnknown, match="2022-W29"):
        cycle_span(text)


@given(cadences, days)
def test_a_cycle_holds_its_day_and_its_id_brings_it_back(cadence: Cadence, day: date) -> None:
    found = cycle_of(cadence, day, CALENDAR, RULES)
    assert found.first <= day <= found.last
    assert found.cadence is cadence
    assert cycle(found.id) == found


@given(cadences, days)
def test_cycles_follow_one_another_without_gap_or_overlap(cadence: Cadence, day: date) -> None:
    found = cycle_of(cadence, day, CALENDAR, RULES)
    after = next_cycle(found, CALENDAR, RULES)
    assert after.first == found.last + timedelta(days=1)
    assert previous_cycle(after, CALENDAR, RULES) == found


@given(cadences, days, st.sets(days, max_size=40), st.integers(1, 31))
def test_a_deadline_lies_in_its_cycle_on_a_working_day_if_there_is_one(
    cadence: Cadence, day: date, off: set[date], deadline_day: int
) -> None:
    calendar = WorkCalendar(dict.fromkeys(off, False))
    rules = CadenceRules(deadline_day=deadline_day, deadline_time=time(17, 30))
    found = cycle_of(cadence, day, calendar, rules)
    worked = list(calendar.workdays(found.first, found.last))
    if found.deadline is None:
        assert worked == []
    else:
        assert found.deadline.date() in worked
        assert found.deadline.timetz() == time(17, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2022-07", "7月"),
        ("2022-Q3", "三季度"),
        ("2022-W29", "7月18日—24日"),
        ("2022-W35", "8月29日—9月4日"),
        ("2025-W01", "12月30日—1月5日"),
    ],
)
def test_people_see_dates_and_never_a_week_number(text: str, label: str) -> None:
    assert cycle_label(cycle(text)) == label


def test_a_cycle_of_another_year_is_told_with_its_year() -> None:
    assert cycle_label(cycle("2022-07"), date(2022, 9, 1)) == "7月"
    assert cycle_label(cycle("2022-07"), date(2023, 1, 1)) == "2022年7月"


def test_a_deadline_is_told_with_its_weekday() -> None:
    deadline = cycle("2022-07").deadline
    assert deadline is not None
    assert deadline_label(deadline) == "7月25日（周一）10时"
    assert deadline_label(deadline.replace(minute=30)) == "7月25日（周一）10时30分"


def test_named_is_monthly_through_all_members_quarterly_and_the_office_may_choose() -> None:
    named, through = Obligation(5, "县公安局", True), Obligation(1, "县公安局", False)
    assert RULES.cadence_of(PLAN, named, DAY) is Cadence.MONTHLY
    assert RULES.cadence_of(PLAN, through, DAY) is Cadence.QUARTERLY
    chosen = CadenceRules(
        choices=(
            always(Scope.MEASURE, 5, Cadence.QUARTERLY),
            always(Scope.SECTION, 1, Cadence.MONTHLY),
            always(Scope.SECTION, 2, Cadence.WEEKLY),
        )
    )
    assert chosen.cadence_of(PLAN, named, DAY) is Cadence.QUARTERLY
    assert chosen.cadence_of(PLAN, through, DAY) is Cadence.MONTHLY
    assert chosen.cadence_of(PLAN, Obligation(6, "县民政局", True), DAY) is Cadence.WEEKLY


def test_iso_weeks_at_the_turn_of_the_year_belong_to_the_year_of_their_thursday() -> None:
    assert cycle_id(Cadence.WEEKLY, date(2022, 1, 1)) == "2021-W52"
    assert cycle_id(Cadence.WEEKLY, date(2024, 12, 30)) == "2025-W01"
