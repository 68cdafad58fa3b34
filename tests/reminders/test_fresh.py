"""Right before a message is sent: only what still holds, in words for that moment."""

from dataclasses import replace
from datetime import date

from bot.progress.acts import Closing, Extension
from bot.progress.model import Review, Verdict
from bot.reminders.explain import explain
from bot.reminders.model import Told
from tests.reminders.world import CLERK, World, at

TOBACCO, PRICES, CIVIL = "县烟草局", "县发展改革局", "县民政局"


def town(*units: str) -> World:
    world = World()
    for unit in units:
        world.seat(1, unit)
    return world


def test_who_reported_in_the_meantime_is_told_nothing() -> None:
    world = town(TOBACCO)
    world.tell("2022-07-20 09:00")
    assert world.fresh(1, "2022-07-20 09:01") is not None
    world.answer(TOBACCO, 24, "2022-07", "2022-07-20 09:01")
    assert world.fresh(1, "2022-07-20 09:02") is None


def test_what_was_answered_of_several_falls_out_of_the_words() -> None:
    world = town(PRICES)
    world.tell("2022-07-20 09:00")
    world.answer(PRICES, 3, "2022-07", "2022-07-20 09:01")
    found = world.fresh(1, "2022-07-20 09:02")
    assert found is not None
    assert "措施7一项" in found.text and "3" not in found.text.split("措施")[1].split("项")[0]


def test_a_message_that_a_newer_stage_has_overtaken_is_not_sent() -> None:
    world = town(TOBACCO)
    world.tell("2022-07-20 09:00")
    assert world.fresh(1, "2022-07-22 14:59") is not None
    assert world.fresh(1, "2022-07-22 15:00") is None


def test_a_message_that_waited_past_the_deadline_is_not_sent() -> None:
    world = town(TOBACCO)
    world.tell("2022-07-22 15:00")
    assert world.fresh(1, "2022-07-25 09:59") is not None
    assert world.fresh(1, "2022-07-25 10:00") is None


def test_a_near_deadline_is_said_as_of_the_moment_of_sending() -> None:
    world = town(TOBACCO)
    world.tell("2022-07-22 15:00")
    (friday, monday) = (world.fresh(1, when) for when in ("2022-07-22 15:01", "2022-07-25 08:30"))
    assert friday is not None and "报送于7月25日（周一）10时截止" in friday.text
    assert monday is not None and "报送于今日10时截止" in monday.text


def test_who_left_the_seat_is_told_nothing() -> None:
    world = town()
    seat = world.seat(1, TOBACCO)
    world.tell("2022-07-20 09:00")
    world.records.put(replace(seat, removed_at=at("2022-07-20 09:00"), removed_by="办"))
    assert world.fresh(1, "2022-07-20 09:01") is None


def test_the_offices_list_is_as_of_the_moment_of_sending() -> None:
    world = town(TOBACCO)
    world.tell("2022-07-26 09:00")
    before = world.fresh(CLERK, "2022-07-26 09:00")
    assert before is not None and "县烟草局" in before.text
    world.answer(TOBACCO, 24, "2022-07", "2022-07-26 09:00")
    after = world.fresh(CLERK, "2022-07-26 09:01")
    assert after is not None and "县烟草局" not in after.text


def test_what_is_closed_or_extended_is_asked_of_nobody() -> None:
    world = town(PRICES)
    world.records.put(Closing("c", world.plan.id, 3, PRICES, True, "办", 9, at("2022-07-18 10:00")))
    world.extend(PRICES, 7, "2022-07", "2022-07-29 10:00")
    (longer,) = world.records.find(Extension)
    world.records.put(replace(longer, granted=None))
    (asked,) = world.look("2022-07-20 09:00")
    assert asked.measures == {PRICES: (7,)}  # asked for, not yet granted
    world.records.put(longer)
    for when in ("2022-07-20 09:00", "2022-07-25 15:00", "2022-07-28 16:00", "2022-07-29 14:59"):
        assert [r for r in world.look(when) if r.person == 1] == []
    assert [r.measures for r in world.look("2022-07-29 15:00") if r.person == 1] == [{PRICES: (7,)}]
    assert "应于7月29日（周五）10时前报送" in world.look("2022-07-29 15:00")[0].text
    world.records.put(Closing("d", world.plan.id, 3, PRICES, False, "办", 9, at("2022-07-19 10:00")))
    assert [r.measures for r in world.look("2022-07-20 09:00")] == [{PRICES: (3,)}]


def test_what_was_extended_has_stages_of_its_own_and_counts_towards_the_four_of_its_cycle() -> None:
    world = town(CIVIL)
    for measure, day in ((5, 2), (6, 3), (14, 4), (15, 5)):
        world.extend(CIVIL, measure, "2022-07", f"2022-08-0{day} 10:00")
    told = world.watch("2022-07-18 09:00", "2022-08-12 18:00")
    assert [(when, stage) for when, stage, person in told if person == 1] == [
        ("07-20 09:00", "early"),
        ("07-22 15:00", "eve"),
        ("07-25 15:00", "overdue"),
        ("08-02 15:00", "overdue"),
    ]
    assert [when for when, _, person in told if person == CLERK] == [
        "07-26 09:00", "08-03 09:00", "08-04 09:00", "08-05 09:00"
    ]  # fmt: skip


def test_the_reason_for_a_message_about_what_was_extended_names_the_new_deadline() -> None:
    world = town(TOBACCO)
    world.extend(TOBACCO, 24, "2022-07", "2022-08-02 10:00")
    (late,) = (r for r in world.tell("2022-08-02 15:00") if r.person == 1)
    now = at("2022-08-02 15:01")
    for why in (late.why, explain(world.records, world.terms, now, person=1, message="remind:1")):
        assert "8月2日（周二）10时截止" in why and "7月25日" not in why


def test_a_message_of_which_nothing_is_known_is_not_sent() -> None:
    world = town(TOBACCO)
    assert world.fresh(1, "2022-07-20 09:00", "remind:nobody") is None


def test_a_report_that_came_back_is_asked_for_again_at_the_next_stage() -> None:
    world = town(TOBACCO)
    world.tell("2022-07-20 09:00")
    report = world.answer(TOBACCO, 24, "2022-07", "2022-07-20 10:00")
    world.records.put(
        Review("v", world.plan.id, report.key, Verdict.RETURNED, "办", 9, at("2022-07-21 10:00"), "补充数据")
    )
    assert world.look("2022-07-21 11:00") == []
    assert [r.stage for r in world.tell("2022-07-22 15:00")] == ["eve"]
    assert len(world.records.find(Told, person=1)) == 2


def test_new_year_2027_passes_with_a_visible_mark() -> None:
    world = World()
    world.seat(1, CIVIL)
    world.tell("2026-12-31 16:00")
    told = [entry for entry in world.watch("2026-12-31 17:00", "2027-01-31 23:00") if entry[2] == 1]
    assert [stage for _, stage, _ in told] == ["early", "eve", "overdue"]
    # January 2027: the 25th is a Monday, worked as far as anybody knows
    world.records.drop(Told, "kelan-2022:2027-01:early:1")
    assert world.calendar.provisional(2027)
    (early,) = (r for r in world.look("2027-01-20 09:00") if r.person == 1)
    assert "1月25日（周一）10时（暂定）" in early.text
    assert "2027年放假安排尚未公布" in early.text
    assert "（暂定）" in early.why
    assert world.calendar.is_workday(date(2027, 1, 1))
