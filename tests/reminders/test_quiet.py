"""Quiet hours: nobody is told at noon, in the evening, at night or on a day off, and nothing is lost."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.progress.calendar import WorkCalendar
from bot.reminders.quiet import Quiet
from bot.reminders.stages import Audience, Condition, Stage
from bot.settings import SettingsError, load_settings
from tests.reminders.world import World, at

CALENDAR = WorkCalendar()
HOURS = ((time(12), time(14, 30)), (time(18, 30), time(8, 30)))
QUIET = Quiet(CALENDAR, HOURS)
TOBACCO = "县烟草局"
FIRST, LAST = datetime(2025, 1, 1), datetime(2027, 12, 31)  # noqa: DTZ001 - Hypothesis wants them naive


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("2022-07-20 08:29", "2022-07-20 08:30"),
        ("2022-07-20 08:30", "2022-07-20 08:30"),
        ("2022-07-20 11:59", "2022-07-20 11:59"),
        ("2022-07-20 12:00", "2022-07-20 14:30"),
        ("2022-07-20 14:30", "2022-07-20 14:30"),
        ("2022-07-20 18:30", "2022-07-21 08:30"),
        ("2022-07-21 00:00", "2022-07-21 08:30"),
        ("2022-07-22 20:00", "2022-07-25 08:30"),  # Friday evening to Monday
        ("2022-07-23 10:00", "2022-07-25 08:30"),
        ("2022-09-30 19:00", "2022-10-08 08:30"),  # National Day; Saturday the 8th is worked
        ("2022-10-09 10:00", "2022-10-09 10:00"),  # so is Sunday the 9th
        ("2026-02-14 19:00", "2026-02-24 08:30"),  # Spring Festival 2026: 15 to 23 February
    ],
)
def test_quiet_ends_with_the_working_hours(moment: str, ends: str) -> None:
    assert QUIET.ends(at(moment)) == at(ends)
    assert QUIET.at(at(moment)) == (moment != ends)


@given(st.datetimes(FIRST, LAST))
def test_quiet_hours_end_at_the_first_moment_that_is_not_quiet(naive: datetime) -> None:
    moment = naive.replace(tzinfo=SHANGHAI, microsecond=0)
    ends = QUIET.ends(moment)
    assert ends >= moment
    assert not QUIET.at(ends)
    assert CALENDAR.is_workday(ends.date())
    assert time(8, 30) <= ends.time() < time(12) or time(14, 30) <= ends.time() < time(18, 30)
    if ends > moment:
        assert QUIET.at(ends - timedelta(seconds=1))
        assert QUIET.at(moment + (ends - moment) / 2)


def test_the_settings_ship_these_hours_and_refuse_nonsense() -> None:
    assert load_settings({}).quiet_hours == HOURS


@pytest.mark.parametrize("quiet", ['["12:00"]', '["25:00-26:00"]', '["00:00-12:00", "12:00-00:00"]'])
def test_quiet_hours_that_cannot_be_are_refused(tmp_path, quiet: str) -> None:  # type: ignore[no-untyped-def]
    own = tmp_path / "own.toml"
    own.write_text(f"[reminders]\nquiet = {quiet}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"reminders\.quiet"):
        load_settings({"WEIBAO_CONFIG": str(own)})


def test_a_stage_that_falls_into_quiet_hours_is_told_when_they_end() -> None:
    world = World()
    world.stages = (Stage("noon", -2, time(13), Audience.LIAISON, Condition.OWED),)
    world.seat(1, TOBACCO)
    assert world.look("2022-07-21 13:30") == []
    assert [r.stage for r in world.look("2022-07-21 14:30")] == ["noon"]


def test_a_stage_missed_in_the_evening_is_told_in_the_morning_unless_a_newer_one_has_opened() -> None:
    world = World()
    world.seat(1, TOBACCO)
    assert world.look("2022-07-22 22:00") == world.look("2022-07-24 10:00") == []
    assert [r.stage for r in world.tell("2022-07-25 08:30")] == ["eve"]
    other = World()
    other.seat(1, TOBACCO)
    assert [r.stage for r in other.look("2022-07-25 15:00")] == ["overdue"]
