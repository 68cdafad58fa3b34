"""Sending and withdrawing: authority, validity, once only, the right cycle."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.progress.ledger import Ledger
from bot.progress.model import (
    Attachment,
    Draft,
    DraftItem,
    Period,
    Report,
    ReportState,
    Review,
    Status,
    Verdict,
)
from bot.progress.reports import NotBound, ReportError, judicial_measures, reports_of, submit, withdraw
from bot.roster.authority import Actor, NotAllowed
from tests.kelan import OFFICE
from tests.memory import MemoryRecords, MemoryStore
from tests.progress.helpers import BOSS, PLAN, POLICE, RULES, SCHOOLS, WANG, ZHANG, at, draft, report, review

NOW = at("2022-07-18T10:00")
PHOTO = Attachment("f1", "u1", "photo", "p.jpg", 1000)
PAPER = Attachment("f2", "u2", "document", "p.pdf", 1000)


def send(
    records: MemoryRecords, sent: Draft, by: Actor = ZHANG, when: str = "2022-07-18T10:00"
) -> list[Report]:
    return submit(records, PLAN, RULES, by=by, draft=sent, now=at(when))


def test_each_item_becomes_a_report_with_what_was_said() -> None:
    records = MemoryRecords()
    items = [DraftItem(11, Status.IN_PROGRESS, 60, " 检查3次 "), DraftItem(12, Status.DONE)]
    sent = replace(draft(ZHANG, POLICE, "7:42", *items), attachments=(PHOTO,))
    records.put(sent)
    first, second = send(records, sent)
    assert first == Report(
        key="7:42:0",
        plan="kelan-2022",
        measure=11,
        unit=POLICE,
        cycle="2022-07",
        status=Status.IN_PROGRESS,
        percent=60,
        text="检查3次",
        author="张三",
        author_id=11,
        at=NOW,
        attachments=(PHOTO,),
    )
    assert (second.key, second.measure, second.status, second.percent) == ("7:42:1", 12, Status.DONE, None)
    assert records.get(Draft, "11") is None


def test_the_same_draft_sent_twice_is_one() -> None:
    records = MemoryRecords()
    sent = draft(ZHANG, POLICE, "7:42", DraftItem(11, Status.DONE), DraftItem(12, Status.DONE))
    first = send(records, sent)
    assert send(records, sent, when="2022-08-18T10:00") == first == reports_of(records, "7:42")
    assert len(records.find(Report)) == 2


def test_sending_an_old_draft_again_leaves_the_one_being_written_alone() -> None:
    records = MemoryRecords()
    old = draft(ZHANG, POLICE, "7:42", DraftItem(11, Status.DONE))
    send(records, old)
    records.put(draft(ZHANG, POLICE, "7:50", DraftItem(12)))
    send(records, old)
    kept = records.get(Draft, "11")
    assert kept is not None
    assert kept.origin == "7:50"


@pytest.mark.parametrize(
    ("by", "unit"),
    [
        (ZHANG, SCHOOLS),
        (ZHANG, OFFICE),
        (Actor(11, ""), POLICE),
        (Actor(11, "张三", heads=(SCHOOLS,)), POLICE),
        (Actor(11, "张三", units=(POLICE,)), ""),
    ],
)
def test_who_holds_no_seat_in_the_unit_cannot_report_for_it(by: Actor, unit: str) -> None:
    records = MemoryRecords()
    with pytest.raises(NotAllowed):
        send(records, draft(by, unit, "7:42", DraftItem(11, Status.DONE)), by)
    assert not records.find(Report)


def test_a_unit_head_reports_for_their_unit() -> None:
    head = Actor(14, "钱七", heads=(POLICE,))
    assert send(MemoryRecords(), draft(head, POLICE, "7:42", DraftItem(11, Status.DONE)), head)


def test_the_office_reports_on_behalf_and_it_is_marked() -> None:
    office = Actor(900, "李四", office=True, units=(OFFICE,))
    records = MemoryRecords()
    [behalf] = send(records, draft(office, POLICE, "7:42", DraftItem(11, Status.DONE)), office)
    [own] = send(records, draft(office, OFFICE, "7:43", DraftItem(1, Status.DONE)), office)
    assert (behalf.unit, behalf.author, behalf.on_behalf) == (POLICE, "李四", True)
    assert not own.on_behalf


def test_nobody_sends_another_persons_draft() -> None:
    with pytest.raises(NotAllowed):
        send(MemoryRecords(), draft(ZHANG, POLICE, "7:42", DraftItem(11, Status.DONE)), WANG)
    with pytest.raises(NotAllowed):
        send(MemoryRecords(), draft(ZHANG, POLICE, "7:42", DraftItem(11, Status.DONE)), BOSS)


@pytest.mark.parametrize(("measure", "told"), [(7, "第7条"), (27, "26条"), (0, "26条"), (-3, "26条")])
def test_a_measure_of_another_unit_or_of_none_is_refused_by_name(measure: int, told: str) -> None:
    with pytest.raises(NotBound, match=told):
        send(MemoryRecords(), draft(ZHANG, POLICE, "7:42", DraftItem(measure, Status.DONE)))


@pytest.mark.parametrize(
    "items",
    [
        [],
        [DraftItem(11)],
        [DraftItem(11, Status.DONE), DraftItem(12)],
        [DraftItem(11, Status.IN_PROGRESS, 101)],
        [DraftItem(11, Status.IN_PROGRESS, -1)],
        [DraftItem(11, Status.DONE, text="字" * 2001)],
    ],
)
def test_what_is_incomplete_or_out_of_bounds_is_refused(items: list[DraftItem]) -> None:
    with pytest.raises(ReportError):
        send(MemoryRecords(), draft(ZHANG, POLICE, "7:42", *items))


def test_the_bounds_themselves_are_taken() -> None:
    items = [
        DraftItem(11, Status.IN_PROGRESS, 0, "字" * 2000),
        DraftItem(12, Status.IN_PROGRESS, 100),
    ]
    assert [r.percent for r in send(MemoryRecords(), draft(ZHANG, POLICE, "7:42", *items))] == [0, 100]


async def test_if_one_item_is_refused_none_is_stored() -> None:
    store = MemoryStore()
    sent = draft(ZHANG, POLICE, "7:42", DraftItem(11, Status.DONE), DraftItem(7, Status.DONE))
    with pytest.raises(NotBound):
        await store.transact(lambda records: submit(records, PLAN, RULES, by=ZHANG, draft=sent, now=NOW))
    assert not store.read.find(Report)


def test_judicial_measures_take_papers_but_no_photographs() -> None:
    assert judicial_measures(PLAN) == {19, 20, 21, 22, 23}
    sent = draft(ZHANG, POLICE, "7:42", DraftItem(20, Status.DONE))
    with pytest.raises(ReportError, match="20"):
        send(MemoryRecords(), replace(sent, attachments=(PAPER, PHOTO)))
    assert send(MemoryRecords(), replace(sent, attachments=(PAPER,)))


@pytest.mark.parametrize(
    ("when", "measure", "period", "cycle"),
    [
        ("2022-07-01T00:00", 11, Period.CURRENT, "2022-07"),
        ("2022-07-25T10:01", 11, Period.CURRENT, "2022-07"),
        ("2022-07-31T23:59", 11, Period.CURRENT, "2022-07"),
        ("2022-08-01T00:00", 11, Period.CURRENT, "2022-08"),
        ("2022-08-01T00:00", 11, Period.PREVIOUS, "2022-07"),
        ("2022-08-01T00:00", 1, Period.CURRENT, "2022-Q3"),
        ("2023-01-03T00:00", 1, Period.PREVIOUS, "2022-Q4"),
    ],
)
def test_a_report_belongs_to_the_cycle_open_now_or_the_one_before(
    when: str, measure: int, period: Period, cycle: str
) -> None:
    assert report(MemoryRecords(), when, measure, period=period).cycle == cycle


def test_before_the_plan_there_is_no_earlier_cycle() -> None:
    with pytest.raises(ReportError):
        report(MemoryRecords(), "2022-07-18T10:00", 11, period=Period.PREVIOUS)


def test_withdrawing_twice_is_once_and_a_colleague_may() -> None:
    records = MemoryRecords()
    sent = report(records, "2022-07-18T10:00", 11)
    colleague = Actor(15, "孙八", units=(POLICE,))
    first = withdraw(records, PLAN, by=colleague, report_key=sent.key, now=NOW, key="7:60")
    again = withdraw(records, PLAN, by=ZHANG, report_key=sent.key, now=NOW, key="7:61")
    assert first == again
    assert (first.by, first.verdict) == ("孙八", Verdict.WITHDRAWN)
    assert len(records.find(Review)) == 1
    assert Ledger(records, PLAN).state_of(sent) is ReportState.WITHDRAWN


def test_another_units_report_cannot_be_withdrawn() -> None:
    records = MemoryRecords()
    sent = report(records, "2022-07-18T10:00", 11)
    for who in (WANG, Actor(99, "")):
        with pytest.raises(NotAllowed):
            withdraw(records, PLAN, by=who, report_key=sent.key, now=NOW, key="7:60")
    with pytest.raises(ReportError):
        withdraw(records, PLAN, by=ZHANG, report_key="1:2:3", now=NOW, key="7:60")


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.RETURNED])
def test_what_was_reviewed_cannot_be_withdrawn(verdict: Verdict) -> None:
    records = MemoryRecords()
    sent = report(records, "2022-07-18T10:00", 11)
    review(records, sent, verdict, "2022-07-18T11:00")
    with pytest.raises(ReportError, match="审核"):
        withdraw(records, PLAN, by=ZHANG, report_key=sent.key, now=NOW, key="7:60")


def test_a_replaced_version_cannot_be_withdrawn_under_the_newer_one() -> None:
    records = MemoryRecords()
    first = report(records, "2022-07-18T10:00", 11)
    report(records, "2022-07-18T11:00", 11)
    with pytest.raises(ReportError, match="最新"):
        withdraw(records, PLAN, by=ZHANG, report_key=first.key, now=NOW, key="7:60")


@given(st.lists(st.tuples(st.sampled_from(["7:1", "7:2", "7:3"]), st.sampled_from([11, 12, 13])), max_size=8))
def test_whatever_is_sent_again_there_is_one_report_for_each_message(sends: list[tuple[str, int]]) -> None:
    records = MemoryRecords()
    for origin, measure in sends:
        send(records, draft(ZHANG, POLICE, origin, DraftItem(measure, Status.DONE)))
    stored = records.find(Report)
    assert [r.key for r in stored] == [f"{origin}:0" for origin in dict.fromkeys(o for o, _ in sends)]
    for version in stored:
        if version.replaces is not None:
            before = records.get(Report, version.replaces)
            assert before is not None
            assert (before.measure, before.cycle) == (version.measure, version.cycle)
