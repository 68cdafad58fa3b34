"""请未保办联系我: once, within limits, and nothing of what was written."""

from datetime import datetime, timedelta

import pytest

from bot.clock import SHANGHAI
from bot.contact.contact import (
    ContactError,
    forget_old,
    mark_handled,
    outdated,
    request_contact,
    waiting,
)
from bot.contact.model import ContactRequest
from bot.contact.texts import consent
from bot.outgoing import Outgoing
from bot.roster.authority import Actor, NotAllowed
from tests.kelan import kelan_plan
from tests.memory import MemoryRecords

PLAN = kelan_plan()
NOW = datetime(2022, 7, 18, 9, 30, tzinfo=SHANGHAI)
OFFICE = Actor(1001, "王主任", office=True)
STRANGER = Actor(9001, "")


def ask(
    records: MemoryRecords,
    update: int = 1,
    *,
    at: datetime = NOW,
    office: tuple[int, ...] = (1001, 1002),
    person: int = 9001,
) -> ContactRequest:
    return request_contact(
        records,
        PLAN,
        key=f"{PLAN.id}:42:{update}",
        person=person,
        username="grandma_li",
        office=office,
        now=at,
        button=f"contact:done:{update}",
    )


def test_everybody_of_the_office_is_told_the_time_and_how_to_reach_them() -> None:
    records = MemoryRecords()
    ask(records)
    (told,) = records.find(Outgoing)
    assert [letter.person for letter in told.letters] == [1001, 1002] and told.urgent
    for letter in told.letters:
        assert "7月18日09:30" in letter.html
        assert "tg://user?id=9001" in letter.html and "@grandma_li" in letter.html
        assert letter.rows == ((("已联系", "contact:done:1"),),)


def test_the_same_tap_handled_twice_is_one_request() -> None:
    records = MemoryRecords()
    first = ask(records)
    records.drop(Outgoing, f"contact:{first.key}")  # it went to the outbox in the meantime
    assert ask(records, at=NOW + timedelta(minutes=5)) == first
    assert len(records.find(ContactRequest)) == 1 and records.find(Outgoing) == []


def test_who_waits_already_is_told_so_and_the_office_hears_nothing_new() -> None:
    records = MemoryRecords()
    ask(records)
    with pytest.raises(ContactError, match="09:30"):
        ask(records, 2, at=NOW + timedelta(hours=1))
    assert len(records.find(Outgoing)) == 1
    ask(records, 3, person=9002, at=NOW + timedelta(hours=1))
    ask(records, 4, at=NOW + timedelta(hours=13))  # nobody came: they may ask again
    assert len(records.find(Outgoing)) == 3


def test_three_times_a_day_is_enough() -> None:
    records = MemoryRecords()
    for update in range(3):
        mark_handled(records, OFFICE, ask(records, update, at=NOW + timedelta(hours=update)).key, NOW)
    with pytest.raises(ContactError, match="3次"):
        ask(records, 9, at=NOW + timedelta(hours=23))
    ask(records, 10, at=NOW + timedelta(hours=24))


def test_where_the_office_has_nobody_the_person_is_told_whom_to_call() -> None:
    records = MemoryRecords()
    with pytest.raises(ContactError, match="110"):
        ask(records, office=())
    assert records.find(ContactRequest) == []


def test_the_first_of_the_office_to_say_so_counts() -> None:
    records = MemoryRecords()
    key = ask(records).key
    assert len(waiting(records, PLAN)) == 1
    done = mark_handled(records, OFFICE, key, NOW + timedelta(minutes=10))
    again = mark_handled(records, Actor(1002, "李四", office=True), key, NOW + timedelta(hours=1))
    assert again == done and done.handled_by == "王主任"
    assert done.username == "" and waiting(records, PLAN) == []


def test_only_the_office_marks_it_dealt_with() -> None:
    records = MemoryRecords()
    key = ask(records).key
    for who in (
        STRANGER,
        Actor(2001, "陈海军", units=("县公安局",)),
        Actor(2002, "局长", heads=("县公安局",)),
    ):
        with pytest.raises(NotAllowed):
            mark_handled(records, who, key, NOW)
    with pytest.raises(ContactError):
        mark_handled(records, OFFICE, f"{PLAN.id}:42:99", NOW)


def test_requests_go_after_30_days() -> None:
    records = MemoryRecords()
    ask(records)
    assert outdated(records, PLAN, NOW + timedelta(days=30)) == []
    forget_old(records, PLAN, NOW + timedelta(days=30, seconds=1))
    assert records.find(ContactRequest) == []


@pytest.mark.parametrize(("username", "how"), [("grandma_li", "@grandma_li"), ("", "链接")])
def test_consent_says_what_is_passed_on(username: str, how: str) -> None:
    text = consent(PLAN, username)
    assert how in text and "时间" in text and "您写的内容不转告" in text and "110" in text
