"""申请延期: asked once, answered once, and nobody is late or reminded before the new day."""

from datetime import date

import pytest

from bot.progress.acts import Extension
from bot.progress.dues import overdue, owed
from bot.progress.extension import ExtensionError, Request, answer, ask, unanswered_requests
from bot.progress.model import Status
from bot.progress.reports import NotBound
from bot.roster.authority import Actor, NotAllowed
from tests.memory import MemoryRecords
from tests.progress.helpers import BOSS, CALENDAR, PLAN, POLICE, RULES, WANG, ZHANG, at, report
from tests.reminders.world import World


def request(
    records: MemoryRecords,
    day: tuple[int, int, int] = (2022, 7, 29),
    *,
    measures: tuple[int, ...] = (11,),
    by: Actor = ZHANG,
    when: str = "2022-07-20T10:00",
    act: str = "7:1",
    reason: str = "学校放假",
    unit: str = POLICE,
) -> Request:
    return ask(
        records,
        PLAN,
        RULES,
        CALENDAR,
        by=by,
        unit=unit,
        measures=measures,
        day=date(*day),
        reason=reason,
        now=at(when),
        act=act,
    )


def grant(records: MemoryRecords, *, granted: bool = True, by: Actor = BOSS, act: str = "7:1") -> Request:
    return answer(records, PLAN, by=by, act=act, granted=granted, now=at("2022-07-20T11:00"))


def late(records: MemoryRecords, when: str) -> set[int]:
    found = overdue(records, PLAN, RULES, CALENDAR, at(when), units=[POLICE])
    return {due.obligation.measure for due in found}


def test_a_granted_request_moves_the_deadline_of_that_due_alone() -> None:
    records = MemoryRecords()
    asked = request(records)
    assert asked.extensions[0].until == at("2022-07-29T10:00")
    assert asked.extensions[0].cycle == "2022-07"
    assert 11 in late(records, "2022-07-26T09:00")
    grant(records)
    assert 11 not in late(records, "2022-07-26T09:00")
    assert 8 in late(records, "2022-07-26T09:00")
    assert 11 in late(records, "2022-07-29T10:00")
    (due,) = [
        d
        for d in owed(records, PLAN, RULES, CALENDAR, at("2022-07-26T09:00"), units=[POLICE])
        if d.obligation.measure == 11
    ]
    assert due.cycle.deadline == at("2022-07-29T10:00")
    assert 11 in late(records, "2022-08-25T10:00")


def test_until_the_new_deadline_nobody_is_reminded_of_it() -> None:
    world = World()
    world.office, records = (), world.records
    world.seat(11, POLICE)
    request(records)
    grant(records)

    def told(when: str) -> set[int]:
        found = world.tell(at(when))
        return {number for reminder in found for numbers in reminder.measures.values() for number in numbers}

    for when in ("2022-07-20T09:01", "2022-07-22T15:01", "2022-07-25T15:01"):
        assert 12 in told(when)
        assert 11 not in told(when)
    assert told("2022-07-29T14:59") == set()
    assert told("2022-07-29T15:00") == {11}
    assert told("2022-07-29T15:01") == set()


def test_several_measures_are_asked_and_answered_together_or_not_at_all() -> None:
    records = MemoryRecords()
    report(records, "2022-07-18T10:00", 12)
    with pytest.raises(ExtensionError, match="措施12"):
        request(records, measures=(11, 12))
    assert not records.find(Extension)
    request(records, measures=(11, 8, 11))
    assert [one.measures for one in unanswered_requests(records, PLAN)] == [[11, 8]]
    assert grant(records).measures == [11, 8]
    assert unanswered_requests(records, PLAN) == []


def test_the_same_message_and_the_same_answer_twice_are_once_and_the_first_answer_holds() -> None:
    records = MemoryRecords()
    assert request(records).fresh
    assert not request(records).fresh
    with pytest.raises(ExtensionError, match="等待"):
        request(records, act="7:2")
    assert grant(records, granted=False).fresh
    assert not grant(records, granted=False).fresh
    with pytest.raises(ExtensionError, match="李四"):
        grant(records)
    assert request(records, act="7:3").fresh
    assert len(records.find(Extension)) == 2


def test_the_day_must_lie_after_the_deadline_and_before_the_next_one() -> None:
    records = MemoryRecords()
    with pytest.raises(ExtensionError, match="7月25日"):
        request(records, (2022, 7, 25))
    with pytest.raises(ExtensionError, match="8月24日"):
        request(records, (2022, 8, 25))
    assert request(records, (2022, 8, 24)).fresh


def test_a_day_off_becomes_the_working_day_before() -> None:
    records = MemoryRecords()
    assert request(records, (2022, 7, 31)).extensions[0].until == at("2022-07-29T10:00")


def test_what_is_overdue_from_the_month_before_can_be_extended() -> None:
    records = MemoryRecords()
    asked = request(records, (2022, 8, 10), when="2022-08-03T09:00")
    assert asked.extensions[0].cycle == "2022-07"
    grant(records)
    assert 11 not in late(records, "2022-08-09T09:00")


def test_a_reason_is_needed_and_the_measure_must_be_owed() -> None:
    records = MemoryRecords()
    with pytest.raises(ExtensionError, match="原因"):
        request(records, reason="  ")
    with pytest.raises(NotBound):
        request(records, measures=(7,))
    report(records, "2022-07-18T10:00", 11, Status.NIL)
    with pytest.raises(ExtensionError, match="没有待报"):
        request(records)


@pytest.mark.parametrize("by", [Actor(99, ""), WANG, BOSS])
def test_only_the_units_own_people_ask(by: Actor) -> None:
    with pytest.raises(NotAllowed):
        request(MemoryRecords(), by=by)


@pytest.mark.parametrize("by", [Actor(99, ""), ZHANG, Actor(14, "钱七", heads=(POLICE,))])
def test_only_the_office_answers(by: Actor) -> None:
    records = MemoryRecords()
    request(records)
    with pytest.raises(NotAllowed):
        grant(records, by=by)
    with pytest.raises(ExtensionError):
        grant(records, act="7:9")
