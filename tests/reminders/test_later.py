"""稍后提醒 and 为何收到: a copy that leaves the cycle alone, and an honest reason."""

from dataclasses import replace

import pytest

from bot.progress.acts import Extension
from bot.progress.model import Report, Status
from bot.reminders.explain import explain
from bot.reminders.late import is_late, late_reports, mark_noted
from bot.reminders.later import NothingToRepeat, choices, copies, message_told_at, postpone
from bot.reminders.model import Later, Told
from bot.roster.model import Role
from tests.reminders.world import CLERK, World, at

TOBACCO, CIVIL = "县烟草局", "县民政局"


@pytest.fixture
def world() -> World:
    world = World()
    world.seat(1, TOBACCO, "张三")
    world.tell("2022-07-20 09:00")
    return world


def wish(world: World, when: str, name: str = "hour", message: str = "remind:1") -> str:
    chosen = postpone(world.records, [world.terms], at(when), person=1, message=message, name=name)
    return f"{chosen.due:%m-%d %H:%M}"


def due(world: World, when: str, told: tuple[int, ...] = ()) -> list[str | None]:
    found = copies(world.records, [world.terms], at(when), told=told)
    return [copy.text if copy else None for _, copy in found]


@pytest.mark.parametrize(
    ("now", "offered"),
    [
        ("2022-07-20 09:10", ["1小时后（10:10）", "今天下午（15:00）", "明天上午（9:00）"]),
        ("2022-07-20 11:30", ["今天下午（14:30）", "今天下午（15:00）", "明天上午（9:00）"]),
        ("2022-07-20 14:40", ["1小时后（15:40）", "明天上午（9:00）"]),
        ("2022-07-20 18:00", ["明天上午（8:30）"]),
        ("2022-07-22 09:10", ["1小时后（10:10）", "今天下午（15:00）", "7月25日（周一）9:00"]),
        ("2022-07-23 09:10", ["7月25日（周一）8:30"]),
    ],
)
def test_the_times_offered_are_outside_quiet_hours(world: World, now: str, offered: list[str]) -> None:
    found = choices(world.terms, at(now))
    assert [one.label for one in found] == offered
    assert not any(world.terms.quiet.at(one.due) for one in found)


def test_a_copy_comes_once_at_its_time_and_the_cycle_stays_as_it_was(world: World) -> None:
    before = world.records.find(Told)
    assert wish(world, "2022-07-20 09:10") == "07-20 10:10"
    assert due(world, "2022-07-20 10:09") == []
    (text,) = due(world, "2022-07-20 10:10")
    assert text is not None and "措施24一项" in text
    assert world.records.find(Told) == before
    assert [r.stage for r in world.look("2022-07-22 15:00")] == ["eve"]


def test_a_copy_is_dropped_when_all_is_reported_or_a_newer_stage_speaks(world: World) -> None:
    wish(world, "2022-07-20 09:10", "morning")
    assert due(world, "2022-07-21 09:00", told=(1,)) == [None]
    assert due(world, "2022-07-22 15:00") == [None]
    world.answer(TOBACCO, 24, "2022-07", "2022-07-20 10:00")
    assert due(world, "2022-07-21 09:00") == [None]


def test_a_copy_waits_for_the_end_of_quiet_hours(world: World) -> None:
    wish(world, "2022-07-20 09:10")
    assert due(world, "2022-07-20 12:30") == []
    assert len(due(world, "2022-07-20 14:30")) == 1


def test_a_later_wish_takes_the_place_of_the_earlier(world: World) -> None:
    wish(world, "2022-07-20 09:10")
    assert wish(world, "2022-07-20 09:11", "morning") == "07-21 09:00"
    assert len(world.records.find(Later)) == 1


def test_who_owes_nothing_any_more_has_nothing_to_put_off(world: World) -> None:
    world.answer(TOBACCO, 24, "2022-07", "2022-07-20 09:05")
    with pytest.raises(NothingToRepeat, match="已全部报送"):
        wish(world, "2022-07-20 09:10")
    with pytest.raises(NothingToRepeat):
        wish(world, "2022-07-20 09:10", message="remind:99")


def test_a_button_finds_its_message_by_when_it_was_told_and_only_its_own(world: World) -> None:
    stamp = int(at("2022-07-20 09:00").timestamp())
    assert message_told_at(world.records, 1, stamp) == "remind:1"
    for person, second in ((2, stamp), (1, stamp + 1)):
        with pytest.raises(NothingToRepeat):
            message_told_at(world.records, person, second)


def why(world: World, when: str, person: int = 1, message: str = "remind:1") -> str:
    return explain(world.records, world.terms, at(when), person=person, message=message)


def test_why_names_the_rule_the_last_report_what_comes_next_and_who_else(world: World) -> None:
    other = World()
    for person, unit, name in ((1, TOBACCO, "张三"), (2, TOBACCO, "李四"), (3, CIVIL, "王五")):
        other.seat(person, unit, name)
    other.answer(TOBACCO, 24, "2022-06", "2022-06-20 10:00", Status.IN_PROGRESS)
    other.tell("2022-07-20 09:00")
    assert why(other, "2022-07-20 09:30").split("\n") == [
        "7月进展于7月25日（周一）10时截止；截止日前第3个工作日9时，提醒尚未报送的单位。",
        "贵单位最近一次报送：6月20日，措施24（推进中），某某。",
        "如届时仍未报送，下一次提醒为7月22日（周五）15时；已报送的事项不再提醒。",
        "同时收到这一提醒的还有：本单位李四，其他1人。",
    ]


def test_why_at_the_last_stage_says_that_no_further_message_follows(world: World) -> None:
    world.tell("2022-07-25 15:00")
    text = why(world, "2022-07-25 15:30", message="remind:2")
    assert "不再有下一次自动提醒" in text
    assert "此前尚无报送记录" in text
    assert "没有发给其他人" in text


def test_the_office_learns_why_it_got_its_list(world: World) -> None:
    world.seat(901, "", "李办", Role.OFFICE)
    world.tell("2022-07-26 09:00")
    text = why(world, "2022-07-26 09:30", person=CLERK, message="remind:2")
    assert "向县未保办送逾期尚未报送单位名单" in text
    assert "贵单位" not in text


def news(world: World, when: str) -> list[tuple[str, list[Report]]]:
    found = late_reports(world.records, world.terms, at(when), office=[CLERK])
    return [(cycle.id, reports) for cycle, reports in found]


def test_reports_after_the_offices_list_reach_it_once(world: World) -> None:
    world.seat(3, CIVIL)
    world.answer(CIVIL, 3, "2022-07", "2022-07-25 11:00")  # late, but before the list
    world.tell("2022-07-26 09:00")
    assert news(world, "2022-07-27 09:00") == []
    report = world.answer(TOBACCO, 24, "2022-07", "2022-07-27 10:00")
    assert news(world, "2022-07-27 10:01") == [("2022-07", [report])]
    mark_noted(world.records, [report], at("2022-07-27 10:01"))
    assert news(world, "2022-07-27 10:02") == []


def test_a_report_is_late_after_its_deadline_as_extended_and_only_the_first_one(world: World) -> None:
    def late(report: Report) -> bool:
        return is_late(world.records, world.terms, report)

    assert not late(world.answer(TOBACCO, 24, "2022-07", "2022-07-25 10:00"))
    after = world.answer(TOBACCO, 24, "2022-07", "2022-07-25 10:01")
    assert late(after)
    assert not late(replace(after, replaces="b:0:0"))
    longer = Extension(
        "x",
        "kelan-2022",
        24,
        TOBACCO,
        "2022-07",
        at("2022-07-29 10:00"),
        "防汛",
        "某",
        1,
        at("2022-07-20 10:00"),
    )
    world.records.put(replace(longer, granted=True, answered_at=at("2022-07-20 11:00")))
    assert not late(after)


def test_a_report_in_time_is_no_news_to_the_office(world: World) -> None:
    world.answer(TOBACCO, 24, "2022-07", "2022-07-22 10:00")
    world.tell("2022-07-26 09:00")
    world.answer(TOBACCO, 24, "2022-08", "2022-08-02 10:00")
    assert news(world, "2022-08-02 10:01") == []
