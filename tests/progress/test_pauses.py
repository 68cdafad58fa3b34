"""A paused plan asks for nothing and reminds nobody; afterwards it goes on with what is due next."""

import pytest

from bot.digest.compute import compute
from bot.digest.text import notes
from bot.notices import nudging
from bot.notices.nudging import NudgeRefused
from bot.notices.scope import Reach, Scope
from bot.progress.choices import Pause
from bot.progress.dues import dues_at, missed_in_a_row, overdue, owed
from bot.progress.ledger import Ledger
from bot.progress.pauses import pause, pause_of, resume
from bot.reminders.rehearse import rehearse
from bot.roster.authority import Actor, NotAllowed
from tests.reminders.world import World, at

TOBACCO = "县烟草局"
BOSS = Actor(900, "王主任", office=True)


@pytest.fixture
def world() -> World:
    world = World()
    world.seat(1, TOBACCO)
    return world


def stop(world: World, when: str, key: str = "k:1") -> Pause:
    return pause(world.records, world.plan, BOSS, key, at(when))


def go_on(world: World, when: str, key: str = "k:1") -> Pause | None:
    return resume(world.records, world.plan, BOSS, key, at(when))


def asked(world: World, when: str) -> set[str]:
    rules = world.terms.rules
    return {d.cycle.id for d in dues_at(world.plan, rules, world.calendar, at(when), units=[TOBACCO])}


def test_nobody_is_reminded_in_a_pause_and_a_reminder_on_its_way_is_dropped(world: World) -> None:
    assert {one.person for one in world.tell("2022-07-20 09:00")} >= {1}
    stop(world, "2022-07-20 10:00")
    assert world.fresh(1, "2022-07-20 10:01") is None
    assert world.watch("2022-07-20 10:00", "2022-09-30 18:00") == []
    rows = rehearse(world.records, world.terms, at("2022-07-20 11:00"), days=60, office=world.office)
    assert rows == []


def test_a_deadline_within_the_pause_is_never_asked_and_the_next_one_is(world: World) -> None:
    stop(world, "2022-07-20 10:00")
    assert asked(world, "2022-07-21 10:00") == set()
    go_on(world, "2022-07-27 10:00")
    rules = world.terms.rules
    # July's deadline, the 25th, lay within; August's is the 25th of August, the quarter's in September
    assert asked(world, "2022-07-28 10:00") == {"2022-Q3"}
    assert overdue(world.records, world.plan, rules, world.calendar, at("2022-07-28 10:00")) == []
    assert asked(world, "2022-08-01 10:00") == {"2022-08", "2022-Q3"}
    ledger = Ledger(world.records, world.plan)
    assert missed_in_a_row(ledger, rules, world.calendar, at("2022-08-26 10:00"), 2) == []
    assert any(person == 1 for _, _, person in world.watch("2022-08-19 08:00", "2022-08-25 18:00"))


def test_one_that_ends_before_the_deadline_leaves_it_due(world: World) -> None:
    stop(world, "2022-07-18 10:00")
    go_on(world, "2022-07-20 08:50")
    assert "2022-07" in asked(world, "2022-07-20 09:00")
    assert any(one.person == 1 for one in world.tell("2022-07-20 09:00"))
    assert owed(world.records, world.plan, world.terms.rules, world.calendar, at("2022-07-20 09:00"))


def test_the_same_act_twice_is_once_and_an_old_button_begins_nothing(world: World) -> None:
    first = stop(world, "2022-07-18 10:00")
    assert stop(world, "2022-07-19 10:00") == stop(world, "2022-07-19 10:00", "k:2") == first
    ended = go_on(world, "2022-07-20 10:00")
    assert ended is not None and ended.ended_by == "王主任"
    assert go_on(world, "2022-07-21 10:00") == ended == stop(world, "2022-07-22 10:00")
    assert pause_of(world.records, world.plan) is None
    assert go_on(world, "2022-07-22 10:00", "k:9") is None
    stop(world, "2022-07-22 10:00", "k:3")
    assert len(world.records.find(Pause)) == 2


def test_nobody_but_the_office_pauses_or_goes_on_and_nobody_nudges_in_one(world: World) -> None:
    other = Actor(1, "张三", units=(TOBACCO,))
    with pytest.raises(NotAllowed):
        pause(world.records, world.plan, other, "k:1", at("2022-07-18 10:00"))
    stop(world, "2022-07-18 10:00")
    with pytest.raises(NotAllowed):
        resume(world.records, world.plan, other, "k:1", at("2022-07-18 10:00"))
    with pytest.raises(NudgeRefused, match="暂停"):
        nudging.asked(world.records, world.terms, Scope(Reach.ALL), at("2022-07-18 11:00"), forced=False)


def test_the_digest_says_so_while_it_lasts(world: World) -> None:
    def said(when: str) -> str:
        week = "2022-W29" if when < "2022-07-25" else "2022-W30"
        found = compute(world.records, world.plan, world.rules, world.calendar, week, now=at(when))
        return "\n".join(notes(found))

    assert "暂停" not in said("2022-07-19 10:00")
    stop(world, "2022-07-20 10:00")
    assert "自2022年7月20日起暂停报送" in said("2022-07-21 10:00")
    go_on(world, "2022-07-26 10:00")
    assert "暂停" not in said("2022-07-27 10:00")
