"""Who owes what when: counts from the notice, no dues before the plan, missed ones stay until settled."""

from collections import Counter
from dataclasses import replace
from datetime import date

from bot.progress.cadence import CadenceRules
from bot.progress.calendar import WorkCalendar
from bot.progress.choices import Scope
from bot.progress.dues import dues_at, missed, obligations, overdue, owed
from bot.progress.ledger import Ledger
from bot.progress.model import Cadence, Period, Status, Verdict
from bot.progress.reports import withdraw
from tests.kelan import OFFICE
from tests.memory import MemoryRecords
from tests.progress.helpers import CALENDAR, PLAN, POLICE, RULES, ZHANG, always, at, report, review


def owed_numbers(records: MemoryRecords, when: str, unit: str = POLICE) -> list[int]:
    found = owed(records, PLAN, RULES, CALENDAR, at(when), units=[unit])
    assert {due.obligation.unit for due in found} <= {unit}
    return [due.obligation.measure for due in found]


def overdue_cycles(records: MemoryRecords, when: str, measure: int = 11) -> list[str]:
    found = overdue(records, PLAN, RULES, CALENDAR, at(when), units=[POLICE])
    return [due.cycle.id for due in found if due.obligation.measure == measure]


def test_the_plan_has_210_obligations_117_by_name_and_93_through_all_members() -> None:
    every = obligations(PLAN)
    assert len(every) == len(set(every)) == 210
    assert Counter(obligation.named for obligation in every) == {True: 117, False: 93}
    assert sum(obligation.unit == OFFICE for obligation in every) == 3
    assert sum(obligation.unit == "县教育科技局" and obligation.named for obligation in every) == 13


def test_the_office_does_not_chase_itself() -> None:
    dues = dues_at(PLAN, RULES, CALENDAR, at("2022-07-18T09:00"))
    assert len(dues) == 207
    assert OFFICE not in {due.obligation.unit for due in dues}


def test_named_measures_are_due_by_month_the_others_by_quarter() -> None:
    dues = dues_at(PLAN, RULES, CALENDAR, at("2022-08-03T09:00"))
    assert Counter(due.cycle.id for due in dues) == {"2022-08": 114, "2022-Q3": 93}


def test_a_campaign_week_asks_weekly_and_a_week_without_working_days_asks_nothing() -> None:
    weekly = CadenceRules(choices=(always(Scope.MEASURE, 11, Cadence.WEEKLY),))
    dues = dues_at(PLAN, weekly, CALENDAR, at("2022-07-18T09:00"))
    assert {due.cycle.id for due in dues if due.obligation.measure == 11} == {"2022-W29"}
    closed = WorkCalendar({date(2022, 10, day): False for day in range(3, 10)})
    dues = dues_at(PLAN, weekly, closed, at("2022-10-03T09:00"))
    assert not any(due.obligation.measure == 11 for due in dues)


def test_nothing_is_due_before_the_cycle_of_the_plans_date() -> None:
    assert dues_at(PLAN, RULES, CALENDAR, at("2022-06-30T09:00")) == []
    assert len(dues_at(PLAN, RULES, CALENDAR, at("2022-07-14T09:00"))) == 207


def test_a_plan_issued_after_a_cycles_deadline_asks_nothing_in_it() -> None:
    late = replace(PLAN, issued_on="2022-07-26")
    july = dues_at(late, RULES, CALENDAR, at("2022-07-27T09:00"))
    assert Counter(due.cycle.id for due in july) == {"2022-Q3": 93}
    assert overdue(MemoryRecords(), late, RULES, CALENDAR, at("2022-08-05T09:00")) == []


def test_a_report_answers_its_due_and_any_status_is_an_answer() -> None:
    records = MemoryRecords()
    before = owed_numbers(records, "2022-07-18T09:00")
    assert before == [1, 2, 4, 5, 8, 11, 12, 13, 20, 21, 24, 26]
    report(records, "2022-07-18T10:00", 11, Status.NIL)
    report(records, "2022-07-18T10:00", 4, Status.NOT_STARTED)
    assert owed_numbers(records, "2022-07-18T11:00") == [1, 2, 5, 8, 12, 13, 20, 21, 24, 26]
    assert len(owed_numbers(records, "2022-07-18T11:00", "县司法局")) == 8
    assert 11 in owed_numbers(records, "2022-08-01T00:00")
    assert 4 not in owed_numbers(records, "2022-09-30T23:59")
    assert 4 in owed_numbers(records, "2022-10-01T00:00")


def test_withdrawn_and_returned_reports_are_due_again() -> None:
    records = MemoryRecords()
    first = report(records, "2022-07-18T10:00", 11)
    withdraw(records, PLAN, by=ZHANG, report_key=first.key, now=at("2022-07-18T11:00"), key="w1")
    assert 11 in owed_numbers(records, "2022-07-18T12:00")
    second = report(records, "2022-07-19T10:00", 11)
    assert 11 not in owed_numbers(records, "2022-07-19T12:00")
    review(records, second, Verdict.RETURNED, "2022-07-20T10:00")
    assert 11 in owed_numbers(records, "2022-07-20T12:00")


def test_a_missed_report_is_overdue_from_the_deadline_and_over_the_turn_of_the_month() -> None:
    records = MemoryRecords()
    assert overdue_cycles(records, "2022-07-25T09:59") == []
    for when in ("2022-07-25T10:00", "2022-07-31T23:59", "2022-08-01T00:00", "2022-08-25T09:59"):
        assert overdue_cycles(records, when) == ["2022-07"]
    assert overdue_cycles(records, "2022-08-25T10:00") == ["2022-08"]


def test_a_later_report_settles_what_was_missed() -> None:
    for when, period in [
        ("2022-07-30T09:00", Period.CURRENT),
        ("2022-08-03T09:00", Period.CURRENT),
        ("2022-08-03T09:00", Period.PREVIOUS),
    ]:
        records = MemoryRecords()
        report(records, when, 11, period=period)
        assert overdue_cycles(records, "2022-08-04T09:00") == []


def test_a_report_for_an_earlier_cycle_does_not_settle_a_later_one() -> None:
    records = MemoryRecords()
    report(records, "2022-08-20T09:00", 11, period=Period.PREVIOUS)
    assert overdue_cycles(records, "2022-08-25T10:00") == ["2022-08"]
    assert 11 in owed_numbers(records, "2022-08-25T10:00")


def test_what_is_overdue_can_be_read_from_a_ledger_at_hand() -> None:
    records = MemoryRecords()
    report(records, "2022-07-20T09:00", 11)
    moment = at("2022-07-26T09:00")
    everyone = missed(Ledger(records, PLAN), RULES, CALENDAR, moment)
    assert len(everyone) == 113
    assert all(due.cycle.id == "2022-07" for due in everyone)
