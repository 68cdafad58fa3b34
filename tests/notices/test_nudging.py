"""催办: who still owes is asked, once a day, by the office only."""

from dataclasses import replace

import pytest

from bot.notices import nudging, preparing
from bot.notices.model import Nudge, Nudged, What
from bot.notices.nudging import NudgeRefused
from bot.notices.preparing import PreparedGone, WordsRefused
from bot.notices.scope import Reach, Scope
from bot.progress.acts import Closing, Extension
from bot.reminders import texts
from bot.roster.authority import Actor, NotAllowed
from bot.roster.model import Role
from tests.reminders.world import World, at

POLICE, STATISTICS, COURT = "县公安局", "县统计局", "县法院"
BOSS = Actor(900, "王主任", office=True)
NOW = at("2022-07-18 10:00")
ALL = Scope(Reach.ALL)


@pytest.fixture
def world() -> World:
    """Three units with one person each; everybody else's seats are empty."""
    world = World()
    for person, unit in ((1, POLICE), (2, STATISTICS), (3, COURT)):
        world.seat(person, unit)
    return world


def prepared(world: World, scope: Scope = ALL, id_: str = "42-1", by: Actor = BOSS, words: str = "") -> str:
    begun = preparing.begin(world.plan, What.NUDGE, by.person, id_=id_, scope=scope, now=NOW, words=words)
    return preparing.prepare(world.records, world.plan, by, begun).id


def send(
    world: World, id_: str, when: str = "2022-07-18 10:00", *, forced: bool = False
) -> nudging.Asked | None:
    return nudging.nudge(world.records, world.terms, BOSS, id_, at(when), forced=forced)[1]


def measures(found: nudging.Asked, person: int) -> set[int]:
    return {number for line in found.people[person] for number in line.measures}


def test_who_owes_is_asked_for_what_they_owe_and_nothing_else(world: World) -> None:
    world.answer(POLICE, 11, "2022-07", "2022-07-15 10:00")
    found = nudging.asked(world.records, world.terms, ALL, NOW, forced=False)
    bound = {m.number for m, _ in world.plan.owned_by(POLICE)}
    assert measures(found, 1) == bound - {11}
    assert measures(found, 2) == {m.number for m, _ in world.plan.owned_by(STATISTICS)}
    assert set(found.people) == {1, 2, 3} and len(found.units) == len(world.plan.units) - 1
    assert POLICE not in found.empty and len(found.empty) == len(found.units) - 3


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(Reach.MEASURE, 14), {2: {14}}),
        (Scope(Reach.UNIT, unit=STATISTICS), {2: {1, 2, 4, 14}}),
        (Scope(Reach.SECTION, 4), {1: {11, 12, 13}}),
    ],
)
def test_a_scope_asks_for_no_more_than_it_names(
    world: World, scope: Scope, expected: dict[int, set[int]]
) -> None:
    found = nudging.asked(world.records, world.terms, scope, NOW, forced=False)
    got = {person: measures(found, person) for person in found.people}
    assert got == expected


def test_what_was_reported_closed_or_extended_is_left_in_peace(world: World) -> None:
    plan = world.plan.id
    world.answer(POLICE, 11, "2022-07", "2022-07-15 10:00")
    world.records.put(Closing("c:1", plan, 12, POLICE, True, "王主任", 900, NOW))
    until = at("2022-07-29 10:00")
    world.records.put(
        Extension(
            "e:1", plan, 13, POLICE, "2022-07", until, "因", "张", 1, NOW, granted=True, answered_at=NOW
        )
    )
    assert nudging.owing(world.records, world.terms, Scope(Reach.SECTION, 4), NOW, [POLICE]) == []


def test_overdue_is_asked_once_with_its_own_words_beside_what_is_owed_now(world: World) -> None:
    lines = nudging.owing(
        world.records, world.terms, Scope(Reach.MEASURE, 14), at("2022-08-10 10:00"), [STATISTICS]
    )
    assert [(line.cycle.id, line.stage.condition) for line in lines] == [
        ("2022-07", "overdue"),
        ("2022-08", "owed"),
    ]
    text = texts.message(lines, at("2022-08-10 10:00"), {})
    assert "应于7月25日（周一）10时前报送" in text and "8月25日（周四）10时" in text
    late = nudging.owing(
        world.records, world.terms, Scope(Reach.MEASURE, 14), at("2022-07-26 10:00"), [STATISTICS]
    )
    assert [(line.cycle.id, line.stage.condition) for line in late] == [("2022-07", "overdue")]


def test_courts_are_asked_for_totals_as_a_request(world: World) -> None:
    found = nudging.asked(world.records, world.terms, ALL, NOW, forced=False)
    assert texts.message(found.people[3], NOW, {}).startswith("【县未保办商请】")


def test_one_nudge_a_person_and_day_and_a_second_only_by_force(world: World) -> None:
    first = send(world, prepared(world, Scope(Reach.MEASURE, 14)))
    assert first is not None and set(first.people) == {2}
    second = send(world, prepared(world, id_="42-2"))
    assert second is not None and set(second.people) == {1, 3} and second.again == (2,)
    with pytest.raises(NudgeRefused, match="仍要再催"):
        send(world, prepared(world, id_="42-3"))
    forced = send(world, prepared(world, id_="42-4"), forced=True)
    assert forced is not None and set(forced.people) == {1, 2, 3}
    tomorrow = send(world, prepared(world, id_="42-5"), "2022-07-19 09:00")
    assert tomorrow is not None and set(tomorrow.people) == {1, 2, 3}


def test_the_same_act_again_sends_nothing_again(world: World) -> None:
    id_ = prepared(world)
    assert send(world, id_) is not None
    assert send(world, id_) is None and send(world, id_, forced=True) is None
    prepared(world, id_="42-9")
    assert send(world, id_) is None
    assert len(world.records.find(Nudge)) == 1 and len(world.records.find(Nudged)) == 3


def test_a_stand_in_is_asked_in_the_liaisons_place_and_somebody_with_two_units_once(world: World) -> None:
    seat = world.seat(4, POLICE, role=Role.STAND_IN)
    world.records.put(replace(seat, first_day=NOW.date(), last_day=NOW.date()))
    world.seat(2, "县民政局")
    found = nudging.asked(world.records, world.terms, ALL, NOW, forced=False)
    assert set(found.people) == {2, 3, 4}
    assert {line.unit for line in found.people[2]} == {STATISTICS, "县民政局"}


def test_what_was_answered_since_falls_out_before_it_is_sent(world: World) -> None:
    id_ = prepared(world, Scope(Reach.MEASURE, 14))
    send(world, id_)
    assert nudging.still_asked(world.records, world.terms, id_, 2, NOW) is not None
    world.answer(STATISTICS, 14, "2022-07", "2022-07-18 10:01")
    assert nudging.still_asked(world.records, world.terms, id_, 2, NOW) is None
    assert nudging.still_asked(world.records, world.terms, id_, 1, NOW) is None


def test_nobody_but_the_office_prepares_words_or_sends(world: World) -> None:
    id_ = prepared(world)
    other = Actor(1, "陈海军", units=(POLICE,))
    with pytest.raises(NotAllowed):
        prepared(world, by=other)
    with pytest.raises(NotAllowed):
        preparing.reword(world.records, other, What.NUDGE, id_, words="快报")
    with pytest.raises(NotAllowed):
        nudging.nudge(world.records, world.terms, other, id_, NOW, forced=False)
    colleague = Actor(901, "李四", office=True)
    with pytest.raises(PreparedGone):
        nudging.nudge(world.records, world.terms, colleague, id_, NOW, forced=False)
    assert world.records.find(Nudge) == []


def test_an_old_preview_and_a_sent_one_take_no_words_and_too_many_are_refused(world: World) -> None:
    id_ = prepared(world)
    with pytest.raises(WordsRefused):
        preparing.reword(world.records, BOSS, What.NUDGE, id_, words="报" * 301)
    send(world, id_)
    with pytest.raises(PreparedGone, match="已经发出"):
        preparing.reword(world.records, BOSS, What.NUDGE, id_, words="报")
    prepared(world, id_="42-2")
    with pytest.raises(PreparedGone):
        preparing.drop(world.records, BOSS, What.NUDGE, id_)
    preparing.drop(world.records, BOSS, What.NUDGE, "42-2")
    with pytest.raises(PreparedGone):
        send(world, "42-2")
