"""What is said to whom: courts are requested, units may have stages of their own, one plan stops no other."""

from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from bot.console import load_terms
from bot.progress.cadence import CadenceRules
from bot.reminders.look import look, mark_told, untold
from bot.reminders.model import Terms
from bot.reminders.stages import Audience, Condition, Selection, Stage
from bot.settings import SettingsError, load_settings
from tests.reminders.world import CLERK, World, at

TOBACCO, COURT, POLICE = "县烟草局", "县法院", "县公安局"


def test_a_court_is_requested_in_totals_and_never_pressed() -> None:
    world = World()
    world.seat(1, COURT)
    # by name: 5 19 20 21 22 26
    (early,) = world.look("2022-07-20 09:00")
    assert early.text == (
        "【县未保办商请】商请于7月25日（周一）10时前提供贵单位六项工作进展。"
        "仅需总体情况和总数，不涉及具体案件和个人。无新进展的，可直接点选。感谢支持。"
    )
    (late,) = (r for r in world.look("2022-07-25 15:00"))
    assert late.text.startswith(
        "【县未保办商请】贵单位六项工作进展尚未收到（原定7月25日（周一）10时前），商请方便时补充提供。"
    )
    assert "措施" not in early.text + late.text
    assert early.measures == {COURT: (5, 19, 20, 21, 22, 26)}  # the buttons still know them


def test_who_serves_a_court_and_another_unit_gets_one_message_in_two_tones() -> None:
    world = World()
    world.seat(1, COURT)
    world.seat(1, TOBACCO)
    (found,) = world.look("2022-07-20 09:00")
    assert found.text.startswith("【县未保办提醒】")
    own, court = found.text.split("\n\n")
    assert "县烟草局尚有措施24一项进展待报" in own
    assert court.startswith("商请于7月25日（周一）10时前提供县法院六项工作进展")


def test_the_eve_says_that_it_ends_and_names_tomorrow() -> None:
    world = World(CadenceRules(deadline_day=22))
    world.seat(1, TOBACCO)
    (early,), (eve,) = world.look("2022-07-19 09:00"), world.look("2022-07-21 15:00")
    assert "贵单位尚有措施24一项进展待报，请于7月22日（周五）10时前报送" in early.text
    assert "尚未收到，报送于明日，即7月22日（周五）10时截止，烦请抽空报送" in eve.text


def test_a_unit_may_have_fewer_stages_and_the_offices_list_stays() -> None:
    world = World()
    world.seat(1, COURT)
    world.seat(2, TOBACCO)
    world.selections = (Selection("", (COURT,), ("early",)),)
    told = world.watch("2022-07-19 00:00", "2022-07-27 23:00")
    assert [stage for _, stage, person in told if person == 1] == ["early"]
    assert [stage for _, stage, person in told if person == 2] == ["early", "eve", "overdue"]
    assert [stage for _, stage, person in told if person == CLERK] == ["office"]


def test_a_plan_may_have_fewer_stages_and_the_last_that_fits_counts() -> None:
    world = World()
    world.seat(1, TOBACCO)
    world.selections = (
        Selection("", (), ("early", "eve", "office")),
        Selection("kelan-2022", (), ("eve",)),
        Selection("another", (), ()),
    )
    assert world.watch("2022-07-19 00:00", "2022-07-27 23:00") == [("07-22 15:00", "eve", 1)]


def test_nobody_is_told_more_than_four_times_of_a_cycle_whatever_is_configured() -> None:
    world = World()
    world.stages = tuple(
        Stage(f"s{n}", -n, time(9), Audience.LIAISON, Condition.OWED) for n in range(9, 0, -1)
    )
    world.seat(1, TOBACCO)
    world.answer(TOBACCO, 24, "2022-07", "2022-07-20 10:00")
    assert [stage for _, stage, _ in world.watch("2022-08-01 00:00", "2022-08-26 23:00")] == [
        "s9", "s8", "s7", "s6"
    ]  # fmt: skip


def test_selections_come_from_the_settings_and_unknown_names_are_refused(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[stages_for]]\nunits = ["县法院"]\nstages = ["early"]\n', encoding="utf-8")
    stages = load_terms(load_settings({"WEIBAO_CONFIG": str(own)}), World().plan).stages
    assert [stage.name for stage in stages.of_unit("kelan-2022", COURT)] == ["early"]
    assert [stage.name for stage in stages.of_unit("kelan-2022", TOBACCO)] == ["early", "eve", "overdue"]
    own.write_text('[[stages_for]]\nstages = ["erly"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="erly"):
        load_settings({"WEIBAO_CONFIG": str(own)})


def second_plan(world: World) -> Terms:
    plan = replace(world.plan, id="kelan-2023", title="2023年度方案", issued_on="2022-07-14")
    return replace(world.terms, plan=plan)


def test_one_person_gets_one_message_over_two_plans_and_each_is_named() -> None:
    world = World()
    world.seat(1, TOBACCO)
    terms = second_plan(world)
    seat = world.records.find(type(world.seat(1, TOBACCO)))[0]
    world.records.put(replace(seat, key="second", plan=terms.plan.id))
    found = look(world.records, [world.terms, terms], at("2022-07-20 09:00"), office=())
    (reminder,) = found.reminders
    assert reminder.text.count("【县未保办提醒】") == 1
    assert "《2023年度方案》贵单位尚有措施24一项" in reminder.text
    assert len(reminder.marks("remind:1", at("2022-07-20 09:00"))) == 2
    mark_told(world.records, reminder, "remind:1", at("2022-07-20 09:00"))
    assert look(world.records, [world.terms, terms], at("2022-07-20 09:01"), office=()).reminders == ()


def test_a_plan_that_cannot_be_looked_at_stops_no_other() -> None:
    world = World()
    world.seat(1, TOBACCO)
    broken = replace(world.terms, plan=replace(world.plan, id="broken", issued_on="unreadable"))
    found = look(world.records, [broken, world.terms], at("2022-07-20 09:00"), office=world.office)
    assert [(r.person, r.stage) for r in found.reminders] == [(1, "early")]
    ((plan, error),) = found.failures
    assert plan == "broken" and isinstance(error, ValueError)


def test_an_empty_seat_is_nobodys_message() -> None:
    world = World()
    assert world.look("2022-07-20 09:00") == []
    assert {
        recipient.person
        for recipient, _ in untold(world.records, world.terms, at("2022-07-20 09:00"), office=())
    } == {None}
