"""Who is told what, at which moment: the plan of Kelan in its first months."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.progress.cadence import CadenceRules
from bot.progress.choices import Scope
from bot.progress.model import Cadence, Review, Status, Verdict
from bot.reminders.model import Told
from bot.reminders.moments import next_moment
from bot.reminders.stages import Audience, Condition, Stage
from bot.roster.model import Role
from tests.progress.helpers import always
from tests.reminders.world import CLERK, World, at

CIVIL = "县民政局"  # by name 3 5 6 14 15 16 17 24 26, quarterly 1 2 4
TOBACCO = "县烟草局"  # by name 24 only
PRICES = "县发展改革局"  # by name 3 7
MINE = (3, 5, 6, 14, 15, 16, 17, 24, 26)


@pytest.fixture
def world() -> World:
    return World()


def test_july_goes_stage_by_stage(world: World) -> None:
    world.seat(1, CIVIL)
    assert world.watch("2022-07-14 00:00", "2022-07-31 23:00") == [
        ("07-20 09:00", "early", 1),
        ("07-22 15:00", "eve", 1),
        ("07-25 15:00", "overdue", 1),
        ("07-26 09:00", "office", CLERK),
    ]


def test_a_quarter_ends_with_the_month_in_one_message(world: World) -> None:
    world.seat(1, CIVIL)
    world.tell("2022-09-19 11:00")  # what July and August left behind
    told = world.watch("2022-09-19 12:00", "2022-09-30 23:00")
    # 25 September 2022 is a Sunday: due on Friday 23rd; office on Monday 26th
    assert told == [
        ("09-20 09:00", "early", 1),
        ("09-22 15:00", "eve", 1),
        ("09-23 15:00", "overdue", 1),
        ("09-26 09:00", "office", CLERK),
    ]
    keys = {mark.key for mark in world.records.find(Told, stage="eve")}
    assert keys == {"kelan-2022:2022-09:eve:1", "kelan-2022:2022-Q3:eve:1"}


def test_the_message_lists_only_what_is_still_owed(world: World) -> None:
    world.seat(1, CIVIL)
    for measure in MINE[2:]:
        world.answer(CIVIL, measure, "2022-07", "2022-07-18 10:00")
    (reminder,) = world.look("2022-07-20 09:00")
    assert reminder.measures == {CIVIL: (3, 5)}
    assert reminder.text == (
        "【县未保办提醒】贵单位尚有措施3、5两项进展待报，请于7月25日（周一）10时前报送；"
        "无新进展的，可直接点选。感谢支持。"
    )
    assert reminder.cycles == ("2022-07",)
    assert "7月25日（周一）10时" in reminder.why
    assert "第3个工作日" in reminder.why


def test_a_report_in_between_silences_the_later_stages(world: World) -> None:
    world.seat(1, TOBACCO)
    assert [r.stage for r in world.tell("2022-07-20 09:00")] == ["early"]
    world.answer(TOBACCO, 24, "2022-07", "2022-07-21 10:00", Status.DONE)
    later = world.watch("2022-07-21 10:00", "2022-07-26 08:30")
    assert later == []


def test_a_returned_or_withdrawn_report_is_owed_again(world: World) -> None:
    world.seat(1, TOBACCO)
    report = world.answer(TOBACCO, 24, "2022-07", "2022-07-18 10:00")
    assert world.look("2022-07-20 09:00") == []
    for verdict in (Verdict.RETURNED, Verdict.WITHDRAWN):
        review = Review("v", world.plan.id, report.key, verdict, "办", 9, at("2022-07-19 10:00"))
        world.records.put(review)
        assert [r.measures for r in world.look("2022-07-20 09:00")] == [{TOBACCO: (24,)}]


def test_looking_again_tells_nobody_twice(world: World) -> None:
    world.seat(1, CIVIL)
    first = world.tell("2022-07-20 09:00")
    assert len(first) == 1
    assert world.tell("2022-07-20 09:00") == world.tell("2022-07-21 18:00") == []


def test_all_marks_of_one_message_name_the_batch_that_carried_it(world: World) -> None:
    world.seat(1, CIVIL)
    assert [mark.message for mark in world.records.find(Told)] == []
    world.tell("2022-09-22 15:00")
    assert {(mark.cycle, mark.message) for mark in world.records.find(Told, person=1)} == {
        ("2022-09", "remind:1"),
        ("2022-Q3", "remind:1"),
    }


def test_after_downtime_only_the_newest_stage_is_told(world: World) -> None:
    world.seat(1, CIVIL)
    told = world.tell("2022-07-25 16:00")
    assert [(r.person, r.stage) for r in told] == [(1, "overdue")]
    assert world.watch("2022-07-25 17:00", "2022-07-26 08:00") == []


def test_between_the_deadline_and_the_next_stage_nobody_is_asked_to_report_before_it(world: World) -> None:
    world.seat(1, CIVIL)
    assert world.look("2022-07-25 10:00") == []
    assert [r.stage for r in world.look("2022-07-25 09:59")] == ["eve"]


def test_who_sits_down_late_gets_the_latest_stage_reached(world: World) -> None:
    world.tell("2022-07-22 15:00")
    world.seat(1, CIVIL)
    assert [(r.person, r.stage) for r in world.tell("2022-07-25 08:30")] == [(1, "eve")]


def test_a_missed_month_is_told_after_its_end_until_the_next_one_asks(world: World) -> None:
    world.seat(1, TOBACCO)
    assert [r.stage for r in world.look("2022-08-03 10:00") if r.person == 1] == ["overdue"]
    # 25 August 2022 is a Thursday; three working days before it is Monday 22nd
    assert [r.cycles for r in world.look("2022-08-22 09:00") if r.person == 1] == [("2022-08",)]


def test_a_report_in_the_next_month_settles_the_missed_one(world: World) -> None:
    world.seat(1, TOBACCO)
    world.answer(TOBACCO, 24, "2022-08", "2022-08-02 10:00")
    assert [r for r in world.look("2022-08-03 10:00") if r.person == 1] == []


def test_one_person_with_several_units_gets_one_message(world: World) -> None:
    world.seat(1, CIVIL, "张三")
    world.seat(1, TOBACCO, "张三")
    for measure in MINE[3:]:
        world.answer(CIVIL, measure, "2022-07", "2022-07-18 10:00")
    (reminder,) = world.look("2022-07-22 15:00")
    assert (reminder.person, reminder.name) == (1, "张三")
    assert reminder.text == (
        "【县未保办提醒】您负责联络的单位以下进展尚未收到，报送于7月25日（周一）10时截止，烦请抽空报送：\n"
        "县民政局：措施3、5、6三项\n"
        "县烟草局：措施24一项\n"
        "无新进展的，可直接点选。感谢支持。"
    )


def test_who_serves_several_units_is_told_which_of_them_owes(world: World) -> None:
    world.seat(1, CIVIL, "张三")
    world.seat(1, TOBACCO, "张三")
    for measure in MINE:
        world.answer(CIVIL, measure, "2022-07", "2022-07-18 10:00")
    (early,) = world.tell("2022-07-20 09:00")
    assert early.text.startswith("【县未保办提醒】县烟草局尚有措施24一项进展待报")
    again = world.fresh(1, "2022-07-20 09:01")
    assert again is not None and again.text == early.text


def test_all_liaisons_of_a_unit_are_told_and_its_head_is_not(world: World) -> None:
    world.seat(1, TOBACCO)
    world.seat(2, TOBACCO)
    world.seat(3, TOBACCO, role=Role.HEAD)
    assert [r.person for r in world.look("2022-07-20 09:00")] == [1, 2]


def test_a_removed_seat_is_told_nothing(world: World) -> None:
    seat = world.seat(1, TOBACCO)
    world.records.put(replace(seat, removed_at=at("2022-07-18 09:00"), removed_by="办"))
    assert world.look("2022-07-20 09:00") == []


def test_a_stand_in_is_told_in_the_liaisons_place_while_the_span_lasts(world: World) -> None:
    world.seat(1, TOBACCO)
    seat = world.seat(2, TOBACCO, role=Role.STAND_IN)
    world.records.put(replace(seat, first_day=date(2022, 7, 18), last_day=date(2022, 7, 21)))
    assert [r.person for r in world.tell("2022-07-20 09:00")] == [2]
    assert world.fresh(2, "2022-07-21 09:00") is not None
    assert world.fresh(2, "2022-07-22 09:00") is None  # the span is over, whatever waits in the outbox
    assert [r.person for r in world.look("2022-07-22 15:00")] == [1]


def test_the_office_gets_one_list_with_empty_seats_marked(world: World) -> None:
    world.office = (CLERK, 901)
    world.seat(901, "", "李办", Role.OFFICE)
    world.seat(1, TOBACCO)
    for unit in world.plan.units:
        for measure, named in world.plan.owned_by(unit.name):
            if named and unit.name not in (TOBACCO, PRICES):
                world.answer(unit.name, measure.number, "2022-07", "2022-07-18 10:00")
    told = world.tell("2022-07-26 09:00")
    assert {r.person: r.name for r in told if r.stage == "office"} == {CLERK: "县未保办", 901: "李办"}
    text = next(r.text for r in told if r.person == CLERK)
    assert text == (
        "【县未保办提醒】7月进展报送已于7月25日（周一）10时截止，以下2家单位3项尚未收到：\n"
        "县发展改革局（尚无联络员）：措施3、7两项\n"
        "县烟草局：措施24一项"
    )


def test_the_office_is_not_bothered_when_all_have_answered(world: World) -> None:
    for unit in world.plan.units:
        for measure, _ in world.plan.owned_by(unit.name):
            world.answer(unit.name, measure.number, "2022-07", "2022-07-18 10:00")
    assert world.look("2022-07-26 09:00") == []


def test_the_office_does_not_chase_itself(world: World) -> None:
    assert world.plan.office is not None
    world.seat(1, world.plan.office.name)
    assert [r for r in world.look("2022-09-20 09:00") if r.person == 1] == []


def test_a_liaison_who_is_the_office_too_gets_one_message(world: World) -> None:
    world.seat(CLERK, TOBACCO)
    told = world.look("2022-07-26 09:00")
    assert [r.person for r in told] == [CLERK]
    own, listed = told[0].text.split("\n\n")
    assert "贵单位措施24一项进展应于7月25日（周一）10时前报送，目前尚未收到" in own
    assert "以下" in listed


def test_weekly_and_monthly_meet_in_one_message_most_urgent_first() -> None:
    world = World(CadenceRules(choices=(always(Scope.MEASURE, 24, Cadence.WEEKLY),)))
    world.seat(1, CIVIL)
    # Friday 22 July 2022, 15:00: the week's deadline was at 10:00, the month's eve is now
    (reminder,) = world.look("2022-07-22 15:00")
    assert [(line.stage.name, line.cycle.id) for line in reminder.lines] == [
        ("overdue", "2022-W29"),
        ("eve", "2022-07"),
    ]
    overdue, owed = reminder.text.split("\n\n")
    assert "贵单位措施24一项进展应于7月22日（周五）10时前报送，目前尚未收到" in overdue
    assert "措施3、5、6、14、15、16、17、26八项" in owed
    assert reminder.measures == {CIVIL: MINE}


def test_make_up_days_count_as_working_days() -> None:
    # National Day 2022: 1-7 October off, Saturday 8th and Sunday 9th worked. Due on Monday the 10th.
    world = World(CadenceRules(deadline_day=10))
    world.seat(1, TOBACCO)
    world.tell("2022-09-30 18:00")
    assert world.watch("2022-09-30 19:00", "2022-10-12 23:00") == [
        ("10-08 09:00", "early", 1),  # three working days before is 30 September: not October's yet
        ("10-09 15:00", "eve", 1),
        ("10-10 15:00", "overdue", 1),
        ("10-11 09:00", "office", CLERK),
    ]


def test_spring_festival_2026_puts_stages_before_the_holiday() -> None:
    # 15-23 February 2026 off, Saturdays 14th and 28th worked; due on Wednesday the 25th.
    world = World()
    world.seat(1, TOBACCO)
    world.tell("2026-02-12 18:00")
    assert world.watch("2026-02-12 19:00", "2026-02-28 23:00") == [
        ("02-13 09:00", "early", 1),
        ("02-24 15:00", "eve", 1),
        ("02-25 15:00", "overdue", 1),
        ("02-26 09:00", "office", CLERK),
    ]


def test_a_week_without_a_working_day_asks_nothing() -> None:
    world = World(CadenceRules(named=Cadence.WEEKLY, through_all_members=Cadence.WEEKLY))
    world.seat(1, TOBACCO)
    for measure in (1, 2, 4, 24):
        world.answer(TOBACCO, measure, "2025-W40", "2025-09-29 10:00")
    # 29-30 September 2025 worked, 1-8 October off, Saturday 11th worked
    told = world.watch("2025-10-01 00:00", "2025-10-12 23:00")
    assert [entry for entry in told if entry[2] == 1] == [
        ("10-09 09:00", "early", 1),  # three days before Saturday's deadline, clamped to the week
        ("10-10 15:00", "eve", 1),
        ("10-11 15:00", "overdue", 1),
    ]


def test_the_next_moment_walks_through_the_stages(world: World) -> None:
    moment, seen = at("2022-07-14 00:00"), []
    for _ in range(5):
        coming = next_moment(world.records, world.terms, moment)
        assert coming is not None
        moment = coming.at
        seen.append(f"{moment:%m-%d %H:%M}")
    assert seen == ["07-20 09:00", "07-22 15:00", "07-25 15:00", "07-26 09:00", "08-22 09:00"]


def test_the_next_moment_says_what_happens_then(world: World) -> None:
    coming = next_moment(world.records, world.terms, at("2022-07-25 15:00"))
    assert coming is not None
    assert coming.label == "7月：截止日后第1个工作日9时，向县未保办送逾期尚未报送单位名单"


def test_a_plan_that_asks_nothing_has_no_next_moment() -> None:
    world = World()
    world.plan = replace(world.plan, measures=())
    assert next_moment(world.records, world.terms, at("2022-07-25 15:00")) is None


def test_stages_are_data(world: World) -> None:
    world.stages = (Stage("only", -2, time(10, 30), Audience.OFFICE, Condition.OWED),)
    world.seat(1, TOBACCO)
    (reminder,) = world.look("2022-07-21 10:30")
    assert (reminder.person, reminder.stage) == (CLERK, "only")
    assert "7月进展应于7月25日（周一）10时前报送，以下31家单位114项待报：" in reminder.text
    assert "截止日前第2个工作日10时30分" in reminder.why


def test_a_long_list_is_cut_with_a_count_of_the_rest(world: World) -> None:
    units = tuple(
        replace(world.plan.units[0], name=f"第{n}街道办事处及其下属社区服务中心", order=n, office=False)
        for n in range(300)
    )
    names = tuple(unit.name for unit in units)
    measure = replace(world.plan.measures[0], units=names, all_members=False)
    world.plan = replace(world.plan, units=units, measures=(measure,))
    (reminder,) = world.look("2022-07-26 09:00")
    assert "以下300家单位300项" in reminder.text
    assert len(reminder.text) <= 4096
    listed = reminder.text.count("街道办事处")
    assert reminder.text.endswith(f"另有{300 - listed}家单位")
