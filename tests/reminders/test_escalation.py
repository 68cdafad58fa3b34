"""Two cycles missed in a row: a message to the head is prepared, and only the office sends it."""

import pytest

from bot.outgoing import Outgoing
from bot.reminders.escalation import EscalationError, escalations, new_escalations, release
from bot.reminders.model import Escalation
from bot.roster.authority import Actor, NotAllowed
from bot.roster.model import Role
from tests.reminders.world import World, at

TOBACCO, COURT = "县烟草局", "县法院"
BOSS = Actor(900, "李四", office=True)
AUGUST_LIST = "2022-08-26 09:00"


@pytest.fixture
def world() -> World:
    """Everybody answered July and August but the tobacco bureau and the court."""
    world = World()
    for unit in world.plan.units:
        if unit.name not in (TOBACCO, COURT):
            for measure, _ in world.plan.owned_by(unit.name):
                for cycle, day in (("2022-07", "2022-07-18"), ("2022-08", "2022-08-18")):
                    world.answer(unit.name, measure.number, cycle, f"{day} 10:00")
    return world


def rising(world: World, when: str) -> dict[str, Escalation]:
    return {one.unit: one for one in escalations(world.records, world.terms, at(when))}


def test_one_missed_cycle_is_nobodys_business_and_two_in_a_row_are_listed(world: World) -> None:
    assert rising(world, "2022-08-25 09:00") == {}
    found = rising(world, AUGUST_LIST)
    assert list(found) == [COURT, TOBACCO]
    assert found[TOBACCO].measures == (24,)
    assert found[TOBACCO].cycles == ("7月", "8月")


def test_the_message_to_a_head_is_courteous_and_to_a_court_a_request_for_totals(world: World) -> None:
    found = rising(world, AUGUST_LIST)
    assert found[TOBACCO].text == (
        "【县未保办提醒】县烟草局负责同志：7月、8月贵单位措施24一项进展连续两期尚未收到。"
        "烦请关心过问，协调有关同志报送；如有困难，请告知县未保办。感谢支持。"
    )
    assert found[COURT].text.startswith(
        "【县未保办商请】县法院负责同志：7月、8月贵单位六项工作进展尚未收到。"
    )
    assert "措施" not in found[COURT].text


def test_nothing_is_sent_before_the_office_releases_it(world: World) -> None:
    head = world.seat(5, TOBACCO, "赵局", Role.HEAD)
    for one in new_escalations(world.records, world.terms, at(AUGUST_LIST)):
        world.records.put(one)
    assert new_escalations(world.records, world.terms, at(AUGUST_LIST)) == []
    assert world.records.find(Outgoing) == []
    key = rising(world, AUGUST_LIST)[TOBACCO].key
    with pytest.raises(NotAllowed):
        release(world.records, world.terms, key, Actor(1, "张三", units=(TOBACCO,)), at("2022-08-26 10:00"))
    for _ in range(2):
        done = release(world.records, world.terms, key, BOSS, at("2022-08-26 10:00"))
        assert (done.released_at, done.released_by) == (at("2022-08-26 10:00"), "李四")
    (outgoing,) = world.records.find(Outgoing)
    assert [letter.person for letter in outgoing.letters] == [head.person]
    assert outgoing.letters[0].html == done.text


def test_a_unit_that_answered_since_is_left_alone(world: World) -> None:
    world.seat(5, TOBACCO, "赵局", Role.HEAD)
    key = rising(world, AUGUST_LIST)[TOBACCO].key
    world.answer(TOBACCO, 24, "2022-08", "2022-08-26 09:30")
    with pytest.raises(EscalationError, match="已报送"):
        release(world.records, world.terms, key, BOSS, at("2022-08-26 10:00"))
    assert world.records.find(Outgoing) == []


def test_without_a_head_the_office_learns_how_to_invite_one(world: World) -> None:
    key = rising(world, AUGUST_LIST)[TOBACCO].key
    with pytest.raises(EscalationError, match="邀请 县烟草局 负责人"):
        release(world.records, world.terms, key, BOSS, at("2022-08-26 10:00"))
    assert world.records.find(Escalation) == []
