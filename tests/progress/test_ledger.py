"""Which version counts, how an obligation stands, and a measure's own status."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.progress.dues import obligations
from bot.progress.ledger import Ledger
from bot.progress.model import Obligation, Period, Report, ReportState, Status, Verdict
from bot.progress.reports import report_json, withdraw
from bot.roster.authority import Actor
from tests.memory import MemoryRecords
from tests.progress.helpers import BOSS, PLAN, POLICE, ZHANG, at, report, review

ELEVEN = Obligation(11, POLICE)


def states(records: MemoryRecords) -> list[ReportState]:
    ledger = Ledger(records, PLAN)
    return [ledger.state_of(version) for version in ledger.versions(ELEVEN)]


def test_never_reported_is_not_started() -> None:
    standing = Ledger(MemoryRecords(), PLAN).standing(ELEVEN)
    assert (standing.status, standing.percent, standing.at, standing.report) == (
        Status.NOT_STARTED,
        None,
        None,
        None,
    )


def test_the_newest_version_counts_and_all_are_kept() -> None:
    records = MemoryRecords()
    first = report(records, "2022-07-18T10:00", 11, percent=40)
    second = report(records, "2022-07-19T10:00", 11, percent=60)
    ledger = Ledger(records, PLAN)
    assert states(records) == [ReportState.REPLACED, ReportState.SUBMITTED]
    assert second.replaces == first.key
    assert first.replaces is None
    assert ledger.latest(ELEVEN) == ledger.answered(ELEVEN, "2022-07") == second
    assert ledger.standing(ELEVEN).percent == 60


def test_a_new_cycle_replaces_nothing() -> None:
    records = MemoryRecords()
    report(records, "2022-07-18T10:00", 11)
    assert report(records, "2022-08-18T10:00", 11).replaces is None
    assert states(records) == [ReportState.SUBMITTED, ReportState.SUBMITTED]


def test_withdrawing_brings_the_version_before_back() -> None:
    records = MemoryRecords()
    first = report(records, "2022-07-18T10:00", 11, percent=40)
    second = report(records, "2022-07-19T10:00", 11, Status.DONE)
    withdraw(records, PLAN, by=ZHANG, report_key=second.key, now=at("2022-07-19T11:00"), key="w")
    ledger = Ledger(records, PLAN)
    assert states(records) == [ReportState.SUBMITTED, ReportState.WITHDRAWN]
    assert ledger.answered(ELEVEN, "2022-07") == first
    assert ledger.standing(ELEVEN).status is Status.IN_PROGRESS


def test_returning_leaves_the_cycle_unanswered_and_the_status_as_it_was() -> None:
    records = MemoryRecords()
    report(records, "2022-07-18T10:00", 11, percent=40)
    review(
        records, report(records, "2022-07-19T10:00", 11, Status.DONE), Verdict.RETURNED, "2022-07-20T09:00"
    )
    ledger = Ledger(records, PLAN)
    assert states(records) == [ReportState.REPLACED, ReportState.RETURNED]
    assert ledger.answered(ELEVEN, "2022-07") is None
    assert (ledger.standing(ELEVEN).status, ledger.standing(ELEVEN).percent) == (Status.IN_PROGRESS, 40)


def test_an_accepted_report_is_accepted() -> None:
    records = MemoryRecords()
    review(records, report(records, "2022-07-18T10:00", 11), Verdict.ACCEPTED, "2022-07-19T09:00")
    assert states(records) == [ReportState.ACCEPTED]
    assert Ledger(records, PLAN).answered(ELEVEN, "2022-07") is not None


def test_nil_keeps_the_earlier_status_and_is_an_answer() -> None:
    records = MemoryRecords()
    said = report(records, "2022-07-18T10:00", 11, Status.BLOCKED, percent=30, text="缺经费")
    nil = report(records, "2022-08-18T10:00", 11, Status.NIL)
    ledger = Ledger(records, PLAN)
    standing = ledger.standing(ELEVEN)
    assert (standing.status, standing.percent, standing.text, standing.at) == (
        Status.BLOCKED,
        30,
        "缺经费",
        at("2022-07-18T10:00"),
    )
    assert standing.report == said
    assert ledger.latest(ELEVEN) == ledger.answered(ELEVEN, "2022-08") == nil


def test_nil_as_the_first_word_leaves_it_not_started() -> None:
    records = MemoryRecords()
    report(records, "2022-07-18T10:00", 11, Status.NIL)
    assert Ledger(records, PLAN).standing(ELEVEN).status is Status.NOT_STARTED


def test_a_belated_report_for_last_month_does_not_outweigh_this_months() -> None:
    records = MemoryRecords()
    report(records, "2022-08-02T10:00", 11, Status.DONE)
    report(records, "2022-08-03T10:00", 11, Status.IN_PROGRESS, period=Period.PREVIOUS)
    ledger = Ledger(records, PLAN)
    assert ledger.standing(ELEVEN).status is Status.DONE
    assert ledger.answered(ELEVEN, "2022-07") is not None


def test_a_ledger_as_of_a_moment_knows_nothing_later() -> None:
    records = MemoryRecords()
    first = report(records, "2022-07-18T10:00", 11, percent=40)
    review(records, first, Verdict.RETURNED, "2022-07-20T10:00")
    report(records, "2022-07-21T10:00", 11, Status.DONE)
    assert Ledger(records, PLAN, as_of=at("2022-07-18T09:00")).standing(ELEVEN).report is None
    assert Ledger(records, PLAN, as_of=at("2022-07-19T10:00")).answered(ELEVEN, "2022-07") == first
    assert Ledger(records, PLAN, as_of=at("2022-07-20T12:00")).answered(ELEVEN, "2022-07") is None
    assert Ledger(records, PLAN).standing(ELEVEN).status is Status.DONE


def test_a_ledger_of_some_units_holds_theirs_alone() -> None:
    records = MemoryRecords()
    report(records, "2022-07-18T10:00", 11)
    other = Actor(13, "赵六", units=("县委网信办",))
    theirs = report(records, "2022-07-18T10:00", 11, by=other)
    ledger = Ledger(records, PLAN, units=["县委网信办"])
    assert ledger.versions() == [theirs]
    assert Ledger(records, PLAN).versions(unit=POLICE, cycle="2022-07") != [theirs]


def test_a_version_as_json_has_the_designs_keys() -> None:
    records = MemoryRecords()
    first = report(records, "2022-07-18T10:00", 11, percent=40, text="检查3次")
    row = report_json(Ledger(records, PLAN), first)
    assert row == {
        "id": first.key,
        "plan": "kelan-2022",
        "measure": 11,
        "unit": POLICE,
        "cycle": "2022-07",
        "status": "in_progress",
        "percent": 40,
        "text": "检查3次",
        "author": "张三",
        "at": "2022-07-18T10:00:00+08:00",
        "state": "submitted",
        "replaces": None,
    }


def everyone_reports(records: MemoryRecords, number: int, *statuses: Status) -> Ledger:
    for index, (unit, _) in enumerate(PLAN.owners(PLAN.by_number[number])):
        actor = Actor(100 + index, "张三", units=(unit.name,))
        report(records, "2022-07-18T10:00", number, statuses[index % len(statuses)], by=actor)
    return Ledger(records, PLAN)


@pytest.mark.parametrize(
    ("number", "statuses", "expected"),
    [
        (11, [Status.DONE], Status.DONE),
        (1, [Status.DONE], Status.DONE),
        (11, [Status.DONE, Status.DONE, Status.BLOCKED], Status.BLOCKED),
        (11, [Status.NOT_STARTED, Status.NIL, Status.BLOCKED], Status.BLOCKED),
        (11, [Status.NOT_STARTED, Status.NIL], Status.NOT_STARTED),
        (11, [Status.DONE, Status.DONE, Status.NOT_STARTED], Status.IN_PROGRESS),
        (11, [Status.IN_PROGRESS, Status.NOT_STARTED], Status.IN_PROGRESS),
        (15, [Status.DONE], Status.DONE),
    ],
)
def test_a_measures_own_status_rolls_up_its_obligations(
    number: int, statuses: list[Status], expected: Status
) -> None:
    assert everyone_reports(MemoryRecords(), number, *statuses).measure_status(number) is expected


def test_one_unit_of_all_members_not_done_keeps_the_measure_open() -> None:
    records = MemoryRecords()
    everyone_reports(records, 1, Status.DONE)
    report(records, "2022-08-18T10:00", 1, Status.IN_PROGRESS, by=Actor(300, "张三", units=("县烟草局",)))
    assert Ledger(records, PLAN).measure_status(1) is Status.IN_PROGRESS


acts = st.lists(
    st.tuples(
        st.sampled_from(Status),
        st.integers(7, 9),
        st.sampled_from([None, Verdict.ACCEPTED, Verdict.RETURNED, Verdict.WITHDRAWN]),
    ),
    max_size=12,
)


@given(acts)
def test_at_most_one_version_of_a_cycle_counts_and_it_is_the_newest_not_taken_back(acts: Any) -> None:
    records = MemoryRecords()
    sent: dict[str, list[tuple[Report, Verdict | None]]] = {}
    for day, (status, month, verdict) in enumerate(sorted(acts, key=lambda act: act[1]), start=1):
        version = report(records, f"2022-{month:02}-{day:02}T10:00", 11, status)
        if verdict is not None:
            review(records, version, verdict, f"2022-{month:02}-{day:02}T11:00")
        sent.setdefault(version.cycle, []).append((version, verdict))
    ledger = Ledger(records, PLAN)
    for cycle, versions in sent.items():
        left = [(v, verdict) for v, verdict in versions if verdict is not Verdict.WITHDRAWN]
        expected = left[-1][0] if left and left[-1][1] is not Verdict.RETURNED else None
        assert ledger.answered(ELEVEN, cycle) == expected
        assert [v for v, _ in versions if ledger.counts(v)] == ([expected] if expected else [])
    told = [
        version
        for versions in sent.values()
        for version, verdict in versions
        if verdict not in (Verdict.WITHDRAWN, Verdict.RETURNED) and version.status is not Status.NIL
    ]
    assert ledger.standing(ELEVEN).report == (told[-1] if told else None)


def test_every_obligation_has_a_standing() -> None:
    records = MemoryRecords()
    report(records, "2022-07-18T10:00", 11, by=BOSS, unit=POLICE)
    ledger = Ledger(records, PLAN)
    begun = [o for o in obligations(PLAN) if ledger.standing(o).status is not Status.NOT_STARTED]
    assert begun == [ELEVEN]
