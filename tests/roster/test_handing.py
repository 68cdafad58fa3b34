"""Handing a seat over and standing in for some days, by the rules alone."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.roster import handing
from bot.roster.authority import Actor, NotAllowed, Permission, actor_of, allowed
from bot.roster.leaving import forget_seats, leavers
from bot.roster.model import Invite, Role, Seat
from bot.roster.seats import Outcome, RosterError, holders, open_invite, seat_key, sit_down
from tests.kelan import kelan_plan
from tests.memory import MemoryRecords

PLAN = kelan_plan()
NOW = datetime(2022, 7, 18, 9, 30, tzinfo=SHANGHAI)
POLICE = "县公安局"
CHEN, LI, OFFICE = 11, 12, 900


def seat(records: MemoryRecords, person: int, role: Role = Role.LIAISON, name: str = "陈海军") -> str:
    key = seat_key(PLAN, role, POLICE, person)
    records.put(Seat(key, PLAN.id, POLICE, role, person, name, NOW, "县未保办"))
    return key


def who(records: MemoryRecords, person: int, day: date | None = None) -> Actor:
    return actor_of(records, PLAN, person, frozenset({OFFICE}), day or NOW.date())


def stand_in(records: MemoryRecords, first: date, last: date) -> None:
    key = seat(records, CHEN)
    handing.offer_stand_in(records, PLAN, key, who(records, CHEN), NOW, days=(first, last), code="c")
    assert open_invite(records, PLAN, "c", LI, NOW).outcome is Outcome.WELCOME
    assert sit_down(records, PLAN, LI, "李建国", NOW).outcome is Outcome.SEATED


@pytest.fixture
def records() -> MemoryRecords:
    return MemoryRecords()


@given(first=st.integers(0, 40), length=st.integers(0, 30), day=st.integers(0, 90))
def test_a_stand_in_may_report_on_the_days_of_the_span_and_on_no_other(
    first: int, length: int, day: int
) -> None:
    records, today = MemoryRecords(), NOW.date()
    begin, end = today + timedelta(days=first), today + timedelta(days=first + length)
    stand_in(records, begin, end)
    moment = today + timedelta(days=day)
    actor = who(records, LI, moment)
    inside = begin <= moment <= end
    assert allowed(actor, Permission.REPORT, POLICE) is inside
    assert allowed(actor, Permission.READ_TEXTS, POLICE) is inside
    assert not any(allowed(actor, each, POLICE) for each in (Permission.REVIEW, Permission.INVITE))
    answering = [one.person for one in handing.answering(records, PLAN, POLICE, moment)]
    assert answering == ([LI] if inside else [CHEN])
    assert actor_of(records, PLAN, LI, frozenset()).own_units == (), "without a day: nothing"


def test_a_handover_removes_the_giver_and_seats_the_taker_at_one_moment(records: MemoryRecords) -> None:
    key = seat(records, CHEN)
    handing.offer_handover(records, PLAN, key, who(records, CHEN), NOW, code="c")
    assert who(records, CHEN).units == (POLICE,), "until the link is answered"
    open_invite(records, PLAN, "c", LI, NOW)
    seating = sit_down(records, PLAN, LI, "李建国", NOW)
    assert seating.given is not None and seating.given.person == CHEN
    assert who(records, CHEN).units == () and who(records, LI).units == (POLICE,)
    assert records.get(Seat, key).removed_by == "移交给李建国"


def test_a_head_hands_over_as_a_head_and_nobody_hands_over_an_office_seat(records: MemoryRecords) -> None:
    key = seat(records, CHEN, Role.HEAD)
    handing.offer_handover(records, PLAN, key, who(records, CHEN), NOW, code="c")
    open_invite(records, PLAN, "c", LI, NOW)
    sit_down(records, PLAN, LI, "李建国", NOW)
    assert who(records, LI).heads == (POLICE,)
    office = Seat("o", PLAN.id, "", Role.OFFICE, 5, "王主任", NOW, "系统运维人员")
    records.put(office)
    with pytest.raises(RosterError):
        handing.offer_handover(records, PLAN, "o", who(records, OFFICE), NOW, code="d")


def test_a_link_dies_with_the_seat_it_rests_on(records: MemoryRecords) -> None:
    key = seat(records, CHEN)
    handing.offer_handover(records, PLAN, key, who(records, CHEN), NOW, code="a")
    handing.offer_handover(records, PLAN, key, who(records, OFFICE), NOW, code="b")
    open_invite(records, PLAN, "a", LI, NOW)
    open_invite(records, PLAN, "b", 13, NOW)
    assert sit_down(records, PLAN, LI, "李建国", NOW).outcome is Outcome.SEATED
    assert sit_down(records, PLAN, 13, "赵六", NOW).outcome is Outcome.EXPIRED
    assert [one.person for one in holders(records, PLAN, POLICE)] == [LI]


def test_nobody_stands_in_for_themselves_or_takes_their_own_seat_over(records: MemoryRecords) -> None:
    key, today = seat(records, CHEN), NOW.date()
    handing.offer_stand_in(records, PLAN, key, who(records, CHEN), NOW, days=(today, today), code="s")
    handing.offer_handover(records, PLAN, key, who(records, CHEN), NOW, code="h")
    for code in ("s", "h"):
        assert open_invite(records, PLAN, code, CHEN, NOW).outcome is Outcome.ALREADY_SEATED


def test_only_the_holder_and_the_office_dispose_of_a_seat(records: MemoryRecords) -> None:
    key, days = seat(records, CHEN), (NOW.date(), NOW.date())
    seat(records, 13, Role.LIAISON, "同事")
    seat(records, 14, Role.HEAD, "局长")
    for person in (13, 14, LI):
        with pytest.raises(NotAllowed):
            handing.offer_handover(records, PLAN, key, who(records, person), NOW, code="c")
        with pytest.raises(NotAllowed):
            handing.offer_stand_in(records, PLAN, key, who(records, person), NOW, days=days, code="c")
    assert records.find(Invite) == []


@pytest.mark.parametrize(("first", "last"), [(5, 2), (-9, -1), (0, handing.LONGEST_SPAN), (0, 400)], ids=str)
def test_days_that_are_backwards_past_or_too_many_are_refused(
    records: MemoryRecords, first: int, last: int
) -> None:
    key, today = seat(records, CHEN), NOW.date()
    days = (today + timedelta(days=first), today + timedelta(days=last))
    with pytest.raises(RosterError):
        handing.offer_stand_in(records, PLAN, key, who(records, CHEN), NOW, days=days, code="c")


def test_ended_stand_ins_are_cleared_once(records: MemoryRecords) -> None:
    stand_in(records, date(2022, 7, 20), date(2022, 7, 22))
    evening = datetime(2022, 7, 22, 23, 59, tzinfo=SHANGHAI)
    assert handing.clear_ended(records, PLAN, evening) == []
    night = evening + timedelta(minutes=1)
    assert [one.person for one in handing.clear_ended(records, PLAN, night)] == [LI]
    assert handing.clear_ended(records, PLAN, night) == []


def test_a_leaver_is_who_lost_the_last_seat_long_enough_ago(records: MemoryRecords) -> None:
    stand_in(records, date(2022, 7, 18), date(2022, 7, 18))
    handing.clear_ended(records, PLAN, NOW + timedelta(days=1))
    kept = timedelta(days=30)
    assert leavers(records, NOW + timedelta(days=30), kept, ()) == set()
    late = NOW + timedelta(days=31)
    assert leavers(records, late, kept, ()) == {LI}
    assert leavers(records, late, kept, {LI}) == set(), "whom the settings make the office stays"
    forget_seats(records, {LI})
    assert leavers(records, late, kept, ()) == set()
    (gone,) = records.find(Seat, role=Role.STAND_IN)
    assert (gone.person, gone.name) == (0, "李建国") and str(LI) not in gone.key
    assert [one.person for one in holders(records, PLAN, POLICE)] == [CHEN]
