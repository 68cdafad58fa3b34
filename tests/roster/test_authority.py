"""DESIGN.md, who may do what: every tick allowed, every dash refused."""

from datetime import datetime

import pytest

from bot.clock import SHANGHAI
from bot.roster.authority import Actor, NotAllowed, Permission, actor_of, allowed, require
from bot.roster.model import Role, Seat
from bot.roster.seats import remove_seat, seat_key
from tests.kelan import OFFICE, kelan_plan
from tests.memory import MemoryRecords

PLAN = kelan_plan()
NOW = datetime(2022, 7, 18, 9, 0, tzinfo=SHANGHAI)
BOSS = 900

POLICE, SCHOOLS = "县公安局", "县教育科技局"

OFFICE_ONLY = {
    Permission.ON_BEHALF,
    Permission.REVIEW,
    Permission.CLOSE,
    Permission.NUDGE,
    Permission.BROADCAST,
    Permission.ISSUE,
    Permission.INVITE,
    Permission.REMOVE,
    Permission.ERASE,
}


def seat(records: MemoryRecords, person: int, role: Role, unit: str = "", name: str = "张三") -> Seat:
    taken = Seat(seat_key(PLAN, role, unit, person), PLAN.id, unit, role, person, name, NOW, "李四")
    records.put(taken)
    return taken


def actor(records: MemoryRecords, person: int, office: frozenset[int] = frozenset()) -> Actor:
    return actor_of(records, PLAN, person, office)


STRANGER = Actor(1, "")
LIAISON = Actor(2, "张三", units=(POLICE,))
HEAD = Actor(3, "王五", heads=(POLICE,))
OFFICE_PERSON = Actor(4, "李四", office=True, units=(OFFICE,))


@pytest.mark.parametrize("who", [STRANGER, LIAISON, HEAD, OFFICE_PERSON])
def test_everyone_may_ask(who: Actor) -> None:
    require(who, Permission.ASK)


@pytest.mark.parametrize("permission", sorted(set(Permission) - {Permission.ASK}))
def test_a_stranger_may_do_nothing_else(permission: Permission) -> None:
    for unit in (None, POLICE, ""):
        with pytest.raises(NotAllowed):
            require(STRANGER, permission, unit)


@pytest.mark.parametrize("permission", sorted(OFFICE_ONLY))
@pytest.mark.parametrize("who", [LIAISON, HEAD])
def test_what_is_the_offices_is_refused_to_units(who: Actor, permission: Permission) -> None:
    for unit in (None, POLICE, SCHOOLS):
        with pytest.raises(NotAllowed, match="未保办"):
            require(who, permission, unit)


@pytest.mark.parametrize("permission", sorted(OFFICE_ONLY))
def test_the_office_may_do_what_is_the_offices(permission: Permission) -> None:
    require(OFFICE_PERSON, permission, POLICE)


@pytest.mark.parametrize("who", [LIAISON, HEAD])
def test_a_units_people_see_every_units_status_but_only_their_own_texts(who: Actor) -> None:
    require(who, Permission.READ_STATUS, SCHOOLS)
    require(who, Permission.READ_TEXTS, POLICE)
    for unit in (SCHOOLS, OFFICE, "", None):
        with pytest.raises(NotAllowed):
            require(who, Permission.READ_TEXTS, unit)


def test_the_office_reads_all_texts() -> None:
    require(OFFICE_PERSON, Permission.READ_TEXTS, POLICE)


@pytest.mark.parametrize("who", [LIAISON, HEAD])
def test_a_units_people_report_for_their_own_unit_only(who: Actor) -> None:
    require(who, Permission.REPORT, POLICE)
    for unit in (SCHOOLS, OFFICE, "", None):
        with pytest.raises(NotAllowed):
            require(who, Permission.REPORT, unit)


def test_the_office_reports_as_itself_only_for_its_own_unit_and_for_others_on_behalf() -> None:
    require(OFFICE_PERSON, Permission.REPORT, OFFICE)
    assert not allowed(OFFICE_PERSON, Permission.REPORT, POLICE)
    assert allowed(OFFICE_PERSON, Permission.ON_BEHALF, POLICE)


def test_who_someone_is_follows_from_the_stored_seats() -> None:
    records = MemoryRecords()
    seat(records, 2, Role.LIAISON, SCHOOLS)
    seat(records, 2, Role.LIAISON, POLICE)
    seat(records, 2, Role.HEAD, "县民政局")
    who = actor(records, 2)
    assert (who.name, who.office) == ("张三", False)
    assert set(who.units) == {POLICE, SCHOOLS}
    assert who.heads == ("县民政局",)
    assert actor(records, 99) == Actor(99, "")


def test_the_operators_office_ids_are_the_office_without_a_seat() -> None:
    who = actor(MemoryRecords(), BOSS, frozenset({BOSS}))
    assert who.office
    assert who.units == (OFFICE,)
    assert who.name


def test_a_removed_seat_gives_nothing_from_that_moment() -> None:
    records = MemoryRecords()
    taken = seat(records, 2, Role.LIAISON, POLICE)
    require(actor(records, 2), Permission.REPORT, POLICE)
    remove_seat(records, PLAN, taken.key, actor(records, BOSS, frozenset({BOSS})), NOW)
    assert actor(records, 2) == Actor(2, "")
    with pytest.raises(NotAllowed):
        require(actor(records, 2), Permission.REPORT, POLICE)


def test_seats_of_another_plan_give_nothing_here() -> None:
    records = MemoryRecords()
    records.put(Seat("next-2023:office::2", "next-2023", "", Role.OFFICE, 2, "张三", NOW, "李四"))
    assert actor(records, 2) == Actor(2, "")
