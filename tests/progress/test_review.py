"""Review and closing: who may, what may, once only, and what is owed afterwards."""

from dataclasses import replace

import pytest

from bot.digest.compute import compute
from bot.progress.acts import Closing
from bot.progress.closing import ClosingError, closable, close, closed_ones, reopen
from bot.progress.dues import overdue, owed
from bot.progress.ledger import Ledger
from bot.progress.model import Attachment, DraftItem, Obligation, Report, ReportState, Review, Status, Verdict
from bot.progress.reports import submit
from bot.progress.review import REMARK_LIMIT, Reviewed, ReviewError, decide, waiting
from bot.roster.authority import Actor, NotAllowed
from tests.kelan import OFFICE
from tests.memory import MemoryRecords
from tests.progress.helpers import (
    BOSS,
    CALENDAR,
    PLAN,
    POLICE,
    RULES,
    SCHOOLS,
    WANG,
    ZHANG,
    at,
    draft,
    report,
)

NOW = at("2022-07-20T10:00")
PAPER = Attachment("f2", "u2", "document", "p.pdf", 1000)
OTHERS = [Actor(99, ""), ZHANG, Actor(14, "钱七", heads=(POLICE,)), WANG]


def accept(records: MemoryRecords, *reports: Report, act: str = "9:1", by: Actor = BOSS) -> Reviewed:
    keys = [report.key for report in reports]
    return decide(records, PLAN, by=by, reports=keys, verdict=Verdict.ACCEPTED, now=NOW, act=act)


def send_back(
    records: MemoryRecords, *reports: Report, remark: str = "请补数据", act: str = "9:2"
) -> Reviewed:
    keys = [report.key for report in reports]
    return decide(
        records, PLAN, by=BOSS, reports=keys, verdict=Verdict.RETURNED, now=NOW, act=act, remark=remark
    )


def state(records: MemoryRecords, sent: Report) -> ReportState:
    return Ledger(records, PLAN).state_of(sent)


def owes(records: MemoryRecords, measure: int, when: str = "2022-07-21T09:00") -> bool:
    found = owed(records, PLAN, RULES, CALENDAR, at(when), units=[POLICE])
    return measure in {due.obligation.measure for due in found}


def proved(records: MemoryRecords, measure: int = 11, when: str = "2022-07-18T10:00") -> Report:
    """A report that says done and brings a paper."""
    sent = draft(ZHANG, POLICE, f"5:{len(records.find(Report))}", DraftItem(measure, Status.DONE))
    sent = replace(sent, attachments=(PAPER,))
    return submit(records, PLAN, RULES, by=ZHANG, draft=sent, now=at(when))[0]


def test_what_waits_is_what_nobody_answered_yet_by_unit_and_section_and_moment() -> None:
    records = MemoryRecords()
    eleven = report(records, "2022-07-18T10:00", 11)
    eight = report(records, "2022-07-18T11:00", 8)
    seven = report(records, "2022-07-18T12:00", 7, by=WANG)
    own = Actor(900, "李四", office=True, units=(OFFICE,))
    report(records, "2022-07-18T12:30", 1, by=own)
    ledger = Ledger(records, PLAN)
    assert waiting(ledger) == [eleven, eight, seven]
    assert waiting(ledger, unit=POLICE) == [eleven, eight]
    assert waiting(ledger, section=3) == [eight, seven]
    assert waiting(ledger, until=at("2022-07-18T11:00")) == [eleven, eight]
    accept(records, eleven)
    newer = report(records, "2022-07-19T10:00", 8)
    assert waiting(Ledger(records, PLAN)) == [seven, newer]


def test_accepting_many_is_one_act_and_the_same_act_twice_changes_nothing() -> None:
    records = MemoryRecords()
    sent = [report(records, "2022-07-18T10:00", number) for number in (5, 8, 11)]
    first = accept(records, *sent)
    assert (first.fresh, [one.measure for one in first.reports]) == (True, [5, 8, 11])
    again = accept(records, *sent)
    assert (again.fresh, again.reports) == (False, first.reports)
    assert len(records.find(Review)) == 3
    assert {state(records, one) for one in sent} == {ReportState.ACCEPTED}


def test_another_tap_on_what_was_accepted_changes_nothing() -> None:
    records = MemoryRecords()
    sent = report(records, "2022-07-18T10:00", 11)
    accept(records, sent)
    assert not accept(records, sent, act="9:7").fresh
    assert len(records.find(Review)) == 1


def test_a_returned_report_is_due_again_and_keeps_the_remark() -> None:
    records = MemoryRecords()
    sent = report(records, "2022-07-18T10:00", 11)
    assert not owes(records, 11)
    send_back(records, sent, remark=" 请补充排查学校数 ")
    assert owes(records, 11)
    (kept,) = records.find(Review)
    assert (kept.verdict, kept.remark, kept.by) == (Verdict.RETURNED, "请补充排查学校数", "李四")
    with pytest.raises(ReviewError, match="重新报送"):
        accept(records, sent, act="9:9")


@pytest.mark.parametrize("remark", ["", "  ", "字" * (REMARK_LIMIT + 1)])
def test_returning_needs_a_remark_of_reasonable_length(remark: str) -> None:
    records = MemoryRecords()
    sent = report(records, "2022-07-18T10:00", 11)
    with pytest.raises(ReviewError):
        send_back(records, sent, remark=remark)
    assert not records.find(Review)


def test_an_accepted_report_may_still_be_returned_unless_it_was_closed() -> None:
    records = MemoryRecords()
    sent = proved(records)
    accept(records, sent)
    close(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:3")
    with pytest.raises(ReviewError, match="销号"):
        send_back(records, sent)
    reopen(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:4")
    send_back(records, sent)
    assert state(records, sent) is ReportState.RETURNED


def test_a_version_replaced_meanwhile_is_refused_alone_and_passed_over_among_others() -> None:
    records = MemoryRecords()
    old, other = report(records, "2022-07-18T10:00", 11), report(records, "2022-07-18T10:00", 8)
    newer = report(records, "2022-07-18T11:00", 11)
    for decided in (accept, send_back):
        with pytest.raises(ReviewError, match="最新"):
            decided(records, old)
    done = accept(records, old, other)
    assert (done.reports, done.passed_over) == ((other,), (old,))
    assert state(records, newer) is ReportState.SUBMITTED
    with pytest.raises(ReviewError):
        accept(records, old, other, act="9:8")


@pytest.mark.parametrize("by", OTHERS)
def test_only_the_office_reviews_closes_and_reopens(by: Actor) -> None:
    records = MemoryRecords()
    sent = proved(records)
    with pytest.raises(NotAllowed):
        accept(records, sent, by=by)
    accept(records, sent)
    with pytest.raises(NotAllowed):
        close(records, PLAN, by=by, measure=11, unit=POLICE, now=NOW, key="9:3")
    close(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:3")
    with pytest.raises(NotAllowed):
        reopen(records, PLAN, by=by, measure=11, unit=POLICE, now=NOW, key="9:4")
    assert Ledger(records, PLAN).closed(Obligation(11, POLICE)) is not None


def test_what_is_no_report_of_the_plan_is_refused() -> None:
    with pytest.raises(ReviewError):
        decide(
            MemoryRecords(), PLAN, by=BOSS, reports=["1:2:3"], verdict=Verdict.ACCEPTED, now=NOW, act="9:1"
        )


def test_closing_needs_done_evidence_and_acceptance() -> None:
    records = MemoryRecords()

    def try_close() -> str:
        with pytest.raises(ClosingError) as refused:
            close(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:3")
        return str(refused.value)

    assert "已完成" in try_close()
    report(records, "2022-07-18T09:00", 11, Status.IN_PROGRESS)
    assert "已完成" in try_close()
    bare = report(records, "2022-07-18T10:00", 11, Status.DONE)
    assert "尚未审核通过" in (said := try_close()) and "佐证" in said
    accept(records, bare)
    assert "佐证" in (said := try_close()) and "审核" not in said
    full = proved(records, when="2022-07-18T11:00")
    assert "尚未审核通过" in (said := try_close()) and "佐证" not in said
    accept(records, full, act="9:5")
    assert closable(Ledger(records, PLAN)) == [Obligation(11, POLICE)]
    done = close(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:3")
    assert (done.fresh, done.closing.report) == (True, full.key)
    assert closable(Ledger(records, PLAN)) == []


def test_what_is_closed_owes_nothing_in_any_later_cycle_until_it_is_reopened() -> None:
    records = MemoryRecords()
    accept(records, proved(records))
    close(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:3")
    assert not owes(records, 11, "2022-08-03T09:00")
    late = overdue(records, PLAN, RULES, CALENDAR, at("2022-08-26T09:00"), units=[POLICE])
    assert 11 not in {due.obligation.measure for due in late}
    assert 12 in {due.obligation.measure for due in late}
    assert Ledger(records, PLAN, as_of=at("2022-07-19T09:00")).closed(Obligation(11, POLICE)) is None
    assert closed_ones(Ledger(records, PLAN)) == [Obligation(11, POLICE)]
    again = reopen(
        records, PLAN, by=BOSS, measure=11, unit=POLICE, now=at("2022-08-03T10:00"), key="9:4", remark="反弹"
    )
    assert again.fresh
    assert owes(records, 11, "2022-08-03T11:00")


def test_closing_and_reopening_twice_is_once_and_an_old_update_does_not_close_again() -> None:
    records = MemoryRecords()
    accept(records, proved(records))
    for key in ("9:3", "9:3", "9:33"):
        close(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key=key)
    assert len(records.find(Closing)) == 1
    reopen(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:4")
    assert not reopen(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:4").fresh
    with pytest.raises(ClosingError):
        reopen(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:44")
    assert not close(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:3").fresh
    assert Ledger(records, PLAN).closed(Obligation(11, POLICE)) is None


def test_nothing_outside_the_plan_can_be_closed() -> None:
    with pytest.raises(ReviewError):
        close(MemoryRecords(), PLAN, by=BOSS, measure=7, unit=POLICE, now=NOW, key="9:3")
    with pytest.raises(ReviewError):
        close(MemoryRecords(), PLAN, by=BOSS, measure=7, unit=SCHOOLS + "x", now=NOW, key="9:3")


def test_the_digest_counts_what_is_closed_and_no_longer_waits_for_it() -> None:
    records = MemoryRecords()
    accept(records, proved(records))

    def week(when: str) -> tuple[int, int]:
        found = compute(records, PLAN, RULES, CALENDAR, "2022-W32", now=at(when))
        return found.obligations.closed, found.due.due

    assert week("2022-08-10T09:00") == (0, 207)
    close(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=NOW, key="9:3")
    assert week("2022-08-10T09:00") == (1, 206)
    reopen(records, PLAN, by=BOSS, measure=11, unit=POLICE, now=at("2022-08-09T09:00"), key="9:4")
    assert week("2022-08-10T09:00") == (0, 207)
