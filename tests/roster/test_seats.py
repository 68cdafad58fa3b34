"""Invitations: one-time, for seven days, hashed, throttled, told apart; and the list of seats."""

import re
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.roster.authority import Actor, NotAllowed, actor_of, seats_of
from bot.roster.model import Arrival, Invite, Role, WrongCode
from bot.roster.seats import (
    NameRefused,
    Outcome,
    RosterError,
    checked_name,
    holders,
    issue_invite,
    members,
    new_code,
    open_invite,
    remove_seat,
    sit_down,
)
from tests.kelan import OFFICE, kelan_plan
from tests.memory import MemoryRecords

PLAN = kelan_plan()
NOW = datetime(2022, 7, 18, 9, 0, tzinfo=SHANGHAI)
BOSS = Actor(900, "李四", office=True)
POLICE = "县公安局"
ZHANG, WANG = 11, 12


def invited(records: MemoryRecords, role: Role = Role.LIAISON, unit: str = POLICE) -> str:
    code = new_code()
    issue_invite(records, PLAN, unit=unit, role=role, by=BOSS, now=NOW, code=code)
    return code


def seated(records: MemoryRecords, person: int, role: Role = Role.LIAISON, unit: str = POLICE) -> str:
    open_invite(records, PLAN, invited(records, role, unit), person, NOW)
    seat = sit_down(records, PLAN, person, "张三", NOW).seat
    assert seat is not None
    return seat.key


def test_a_code_has_128_bits_and_fits_a_deep_link() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", code) for code in codes)


def test_a_good_link_asks_the_name_and_then_seats() -> None:
    records = MemoryRecords()
    opening = open_invite(records, PLAN, invited(records), ZHANG, NOW)
    assert opening.outcome is Outcome.WELCOME
    assert POLICE in opening.message
    assert not seats_of(records, PLAN, ZHANG)
    seating = sit_down(records, PLAN, ZHANG, " 张 三 ", NOW + timedelta(minutes=1))
    assert seating.outcome is Outcome.SEATED
    assert seating.seat is not None
    assert (seating.seat.unit, seating.seat.name, seating.seat.role) == (POLICE, "张 三", Role.LIAISON)
    assert actor_of(records, PLAN, ZHANG, frozenset()).units == (POLICE,)
    assert records.get(Arrival, str(ZHANG)) is None


def test_the_code_itself_is_stored_nowhere() -> None:
    records = MemoryRecords()
    code = invited(records)
    open_invite(records, PLAN, code, ZHANG, NOW)
    open_invite(records, PLAN, code + "x", WANG, NOW)
    everything = repr([records.find(kind) for kind in (Invite, Arrival, WrongCode)])
    assert code not in everything


def test_a_link_is_used_up_once_and_says_so_to_others() -> None:
    records = MemoryRecords()
    code = invited(records)
    open_invite(records, PLAN, code, ZHANG, NOW)
    sit_down(records, PLAN, ZHANG, "张三", NOW)
    assert open_invite(records, PLAN, code, WANG, NOW).outcome is Outcome.USED
    assert sit_down(records, PLAN, WANG, "王五", NOW).outcome is Outcome.NO_ARRIVAL


def test_of_two_who_hold_the_same_link_the_first_to_tell_a_name_sits() -> None:
    records = MemoryRecords()
    code = invited(records)
    assert open_invite(records, PLAN, code, ZHANG, NOW).outcome is Outcome.WELCOME
    assert open_invite(records, PLAN, code, WANG, NOW).outcome is Outcome.WELCOME
    assert sit_down(records, PLAN, WANG, "王五", NOW).outcome is Outcome.SEATED
    assert sit_down(records, PLAN, ZHANG, "张三", NOW).outcome is Outcome.USED
    assert [seat.person for seat in holders(records, PLAN, POLICE)] == [WANG]
    assert records.get(Arrival, str(ZHANG)) is None


def test_who_used_a_link_and_opens_it_again_is_told_kindly_and_not_counted() -> None:
    records = MemoryRecords()
    code = invited(records)
    open_invite(records, PLAN, code, ZHANG, NOW)
    sit_down(records, PLAN, ZHANG, "张三", NOW)
    for _ in range(7):
        again = open_invite(records, PLAN, code, ZHANG, NOW)
        assert again.outcome is Outcome.ALREADY_SEATED
    assert "已是" in again.message
    assert not records.find(WrongCode)


def test_someone_seated_does_not_use_up_a_colleagues_link() -> None:
    records = MemoryRecords()
    seated(records, ZHANG)
    code = invited(records)
    assert open_invite(records, PLAN, code, ZHANG, NOW).outcome is Outcome.ALREADY_SEATED
    assert open_invite(records, PLAN, code, WANG, NOW).outcome is Outcome.WELCOME


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        (timedelta(days=7) - timedelta(seconds=1), Outcome.WELCOME),
        (timedelta(days=7), Outcome.EXPIRED),
        (timedelta(days=300), Outcome.EXPIRED),
    ],
)
def test_a_link_is_good_for_seven_days(after: timedelta, outcome: Outcome) -> None:
    records = MemoryRecords()
    assert open_invite(records, PLAN, invited(records), ZHANG, NOW + after).outcome is outcome


def test_a_link_that_expires_while_the_name_is_asked_seats_nobody() -> None:
    records = MemoryRecords()
    open_invite(records, PLAN, invited(records), ZHANG, NOW)
    late = sit_down(records, PLAN, ZHANG, "张三", NOW + timedelta(days=8))
    assert late.outcome is Outcome.EXPIRED
    assert not seats_of(records, PLAN, ZHANG)


def test_unknown_used_and_expired_are_told_apart() -> None:
    records = MemoryRecords()
    used, old = invited(records), invited(records)
    open_invite(records, PLAN, used, ZHANG, NOW)
    sit_down(records, PLAN, ZHANG, "张三", NOW)
    late = NOW + timedelta(days=7)
    messages = {
        open_invite(records, PLAN, used, WANG, NOW).message,
        open_invite(records, PLAN, old, WANG, late).message,
        open_invite(records, PLAN, "nonsense", WANG, late).message,
    }
    assert len(messages) == 3


def test_five_wrong_codes_an_hour_and_then_even_a_good_one_waits() -> None:
    records = MemoryRecords()
    good = invited(records)
    for attempt in range(5):
        assert open_invite(records, PLAN, f"guess-{attempt}", ZHANG, NOW).outcome is Outcome.UNKNOWN
    soon = NOW + timedelta(minutes=59)
    assert open_invite(records, PLAN, good, ZHANG, soon).outcome is Outcome.THROTTLED
    assert open_invite(records, PLAN, good, WANG, soon).outcome is Outcome.WELCOME
    hour = NOW + timedelta(hours=1)
    assert open_invite(records, PLAN, good, ZHANG, hour).outcome is Outcome.WELCOME


def test_old_wrong_codes_are_forgotten() -> None:
    records = MemoryRecords()
    for hour in range(30):
        open_invite(records, PLAN, "guess", ZHANG, NOW + timedelta(hours=hour))
    assert len(records.find(WrongCode)) == 1


def test_only_the_office_and_the_console_invite() -> None:
    records = MemoryRecords()
    with pytest.raises(NotAllowed):
        issue_invite(
            records,
            PLAN,
            unit=POLICE,
            role=Role.LIAISON,
            by=Actor(ZHANG, "张三", units=(POLICE,)),
            now=NOW,
            code=new_code(),
        )
    assert not records.find(Invite)
    invite = issue_invite(records, PLAN, unit="", role=Role.OFFICE, by=None, now=NOW, code=new_code())
    assert (invite.unit, invite.role) == ("", Role.OFFICE)


@pytest.mark.parametrize(
    ("role", "unit"), [(Role.LIAISON, "县气象局"), (Role.HEAD, ""), (Role.OFFICE, POLICE)]
)
def test_an_invitation_needs_a_unit_of_the_plan(role: Role, unit: str) -> None:
    with pytest.raises(RosterError):
        issue_invite(MemoryRecords(), PLAN, unit=unit, role=role, by=BOSS, now=NOW, code=new_code())


@pytest.mark.parametrize(
    "name", ["张", "/start", "甲" * 21, "", "   ", "110", "校园欺凌谁管？", "张三😀", "第7条"]
)
def test_what_cannot_be_a_name_is_refused_kindly_and_the_person_may_try_again(name: str) -> None:
    records = MemoryRecords()
    open_invite(records, PLAN, invited(records), ZHANG, NOW)
    with pytest.raises(NameRefused) as refused:
        sit_down(records, PLAN, ZHANG, name, NOW)
    assert "姓名" in str(refused.value)
    assert sit_down(records, PLAN, ZHANG, "张三", NOW).outcome is Outcome.SEATED


@pytest.mark.parametrize("name", ["张三", "欧阳 修文", "阿卜杜拉·买买提", "Li Ming", "王芳（内勤）"])
def test_names_people_have_are_taken(name: str) -> None:
    assert checked_name(name)


@given(st.text(max_size=40))
def test_any_text_is_a_clean_name_or_refused(text: str) -> None:
    try:
        name = checked_name(text)
    except NameRefused:
        return
    assert 2 <= len(name) <= 20
    assert name == name.strip()
    assert "\n" not in name
    assert checked_name(name) == name


def test_members_lists_every_unit_in_order_with_the_empty_ones() -> None:
    records = MemoryRecords()
    seated(records, ZHANG)
    seated(records, WANG)
    seated(records, 13, Role.HEAD)
    seated(records, 14, Role.OFFICE, "")
    listed = members(records, PLAN)
    assert [row.unit for row in listed] == [unit.name for unit in PLAN.units]
    by_unit = {row.unit: [seat.person for seat in row.seats] for row in listed}
    assert by_unit[POLICE] == [ZHANG, WANG, 13]
    assert by_unit[OFFICE] == [14]
    assert by_unit["县民政局"] == []


def test_a_person_may_sit_in_several_units() -> None:
    records = MemoryRecords()
    seated(records, ZHANG)
    seated(records, ZHANG, unit="县司法局")
    assert {seat.unit for seat in seats_of(records, PLAN, ZHANG)} == {POLICE, "县司法局"}


def test_removing_keeps_the_row_and_the_first_remover() -> None:
    records = MemoryRecords()
    key = seated(records, ZHANG)
    removed = remove_seat(records, PLAN, key, BOSS, NOW)
    again = remove_seat(records, PLAN, key, Actor(901, "赵六", office=True), NOW + timedelta(days=1))
    assert again == removed
    assert (removed.name, removed.removed_by, removed.removed_at) == ("张三", "李四", NOW)
    assert not holders(records, PLAN, POLICE)
    with pytest.raises(NotAllowed):
        remove_seat(records, PLAN, key, Actor(WANG, "王五", units=(POLICE,)), NOW)
    with pytest.raises(RosterError):
        remove_seat(records, PLAN, "kelan-2022:liaison:县公安局:404", BOSS, NOW)


def test_a_removed_person_can_be_invited_back() -> None:
    records = MemoryRecords()
    remove_seat(records, PLAN, seated(records, ZHANG), BOSS, NOW)
    seated(records, ZHANG)
    assert [seat.person for seat in holders(records, PLAN, POLICE)] == [ZHANG]


def test_the_last_of_the_office_does_not_remove_themself() -> None:
    records = MemoryRecords()
    key = seated(records, ZHANG, Role.OFFICE, "")
    me = actor_of(records, PLAN, ZHANG, frozenset())
    with pytest.raises(RosterError, match="邀请"):
        remove_seat(records, PLAN, key, me, NOW)
    seated(records, WANG, Role.OFFICE, "")
    remove_seat(records, PLAN, key, me, NOW)
    assert not actor_of(records, PLAN, ZHANG, frozenset()).office
