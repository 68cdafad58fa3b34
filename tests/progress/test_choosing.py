"""The office chooses a cadence: what is asked when, at the edges, and what a preview says beforehand."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.progress.cadence import CadenceRules, asked_between, rules_in_force
from bot.progress.choices import CadenceChoice, Scope
from bot.progress.choosing import ChoiceRefused, choose_cadence, preview, preview_text
from bot.progress.dues import chased, dues_at, missed, missed_in_a_row, owed
from bot.progress.ledger import Ledger
from bot.progress.model import Cadence, Obligation, Status
from bot.roster.authority import NotAllowed
from tests.memory import MemoryRecords
from tests.progress.helpers import BOSS, CALENDAR, PLAN, POLICE, RULES, ZHANG, always, at, report

CAMPAIGN = always(Scope.MEASURE, 11, Cadence.WEEKLY, date(2022, 7, 18), date(2022, 8, 14))
ELEVEN = Obligation(11, POLICE)


def rules(*choices: CadenceChoice) -> CadenceRules:
    return CadenceRules(choices=choices)


def cycles(chosen: CadenceRules, first: str, last: str, obligation: Obligation = ELEVEN) -> list[str]:
    span = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    return [cycle.id for cycle in asked_between(PLAN, chosen, CALENDAR, obligation, **span)]


def test_a_campaign_asks_weekly_in_its_span_and_monthly_before_and_after() -> None:
    # 18 July to 14 August 2022 are four whole weeks; July's deadline, the 25th, lies within
    found = cycles(rules(CAMPAIGN), "2022-07-14", "2022-10-01")
    assert found == ["2022-W29", "2022-W30", "2022-W31", "2022-W32", "2022-08", "2022-09"]


def test_what_is_due_by_the_day_of_the_change_is_still_due_and_nothing_twice() -> None:
    later = always(Scope.MEASURE, 11, Cadence.WEEKLY, date(2022, 7, 27))
    assert cycles(rules(later), "2022-07-14", "2022-08-10") == ["2022-07", "2022-W30", "2022-W31"]


def test_a_measure_comes_before_its_section_and_that_before_the_plan_and_the_later_word_counts() -> None:
    plan_wide = always(Scope.PLAN, 0, Cadence.QUARTERLY)
    section = always(Scope.SECTION, 4, Cadence.WEEKLY)
    chosen = rules(plan_wide, section)
    day = date(2022, 7, 20)
    assert chosen.cadence_of(PLAN, ELEVEN, day) is Cadence.WEEKLY
    assert chosen.cadence_of(PLAN, Obligation(5, POLICE), day) is Cadence.QUARTERLY
    own = always(Scope.MEASURE, 11, Cadence.MONTHLY)
    assert rules(own, section, plan_wide).cadence_of(PLAN, ELEVEN, day) is Cadence.MONTHLY
    undone = always(Scope.MEASURE, 11, None)
    assert rules(own, section, undone).cadence_of(PLAN, ELEVEN, day) is Cadence.WEEKLY


def test_outside_its_days_a_choice_says_nothing() -> None:
    chosen = rules(CAMPAIGN)
    for day, cadence in [
        (date(2022, 7, 17), Cadence.MONTHLY),
        (date(2022, 7, 18), Cadence.WEEKLY),
        (date(2022, 8, 14), Cadence.WEEKLY),
        (date(2022, 8, 15), Cadence.MONTHLY),
    ]:
        assert chosen.cadence_of(PLAN, ELEVEN, day) is cadence


def test_a_report_counts_for_the_cycle_that_is_asked_on_its_day() -> None:
    records = MemoryRecords()
    records.put(CAMPAIGN)
    chosen = rules_in_force(records, PLAN, RULES)
    assert chosen.choices == (CAMPAIGN,)
    asked = owed(records, PLAN, chosen, CALENDAR, at("2022-07-20T09:00"), units=[POLICE])
    assert {d.cycle.id for d in asked if d.obligation.measure == 11} == {"2022-W29"}


def test_the_last_week_of_a_campaign_stays_overdue_until_the_month_asks() -> None:
    records, chosen = MemoryRecords(), rules(CAMPAIGN)

    def late(when: str) -> list[str]:
        found = missed(Ledger(records, PLAN, units=[POLICE]), chosen, CALENDAR, at(when), units=[POLICE])
        return [due.cycle.id for due in found if due.obligation == ELEVEN]

    assert late("2022-08-16T09:00") == ["2022-W32"]
    assert late("2022-08-26T09:00") == ["2022-08"]
    report(records, "2022-08-16T10:00", 11, Status.IN_PROGRESS)
    assert late("2022-08-16T11:00") == []


def test_a_report_from_before_the_campaign_does_not_settle_its_weeks() -> None:
    records = MemoryRecords()
    report(records, "2022-07-15T10:00", 11, Status.IN_PROGRESS)  # July's own, by the rules of that day
    found = missed(Ledger(records, PLAN), rules(CAMPAIGN), CALENDAR, at("2022-07-22T12:00"))
    assert [due.cycle.id for due in found if due.obligation == ELEVEN] == ["2022-W29"]


def test_two_missed_in_a_row_are_found_over_a_change_of_cadence() -> None:
    records = MemoryRecords()
    report(records, "2022-07-21T10:00", 12, Status.IN_PROGRESS)

    def twice(when: str) -> set[tuple[int, tuple[str, ...]]]:
        rows = missed_in_a_row(Ledger(records, PLAN), rules(CAMPAIGN), CALENDAR, at(when), 2)
        return {
            (row[0].obligation.measure, tuple(due.cycle.id for due in row))
            for row in rows
            if row[0].obligation.unit == POLICE and row[0].obligation.measure in (11, 12, 13)
        }

    assert twice("2022-07-26T09:00") == set()
    assert twice("2022-07-29T12:00") == {(11, ("2022-W30", "2022-W29"))}
    assert twice("2022-08-25T12:00") == {(11, ("2022-08", "2022-W32")), (13, ("2022-08", "2022-07"))}


def test_a_preview_counts_what_changes_and_names_the_new_deadlines() -> None:
    choice = always(Scope.SECTION, 4, Cadence.WEEKLY, date(2022, 7, 18), date(2022, 8, 14))
    found = preview(PLAN, RULES, CALENDAR, choice)
    (change,) = found.changes
    # measures 11, 12 and 13 by the notice: three, five and four units; five different ones
    assert (change.measures, change.units, change.obligations) == ((11, 12, 13), 5, 12)
    assert [cycle.id for cycle in change.before] == ["2022-07"]
    assert [cycle.id for cycle in change.after] == ["2022-W29", "2022-W30", "2022-W31", "2022-W32"]
    assert found.reports == (12, 48)
    text = preview_text(found, choice, PLAN)
    assert text.startswith("第四部分：自2022年7月18日至2022年8月14日，每周报送\n")
    assert "由7月（7月25日（周一）10时）改为7月18日—24日（7月22日（周五）10时）、" in text
    assert "等4期" in text
    assert text.endswith("应报由12项次变为48项次。")


def test_a_preview_of_what_is_so_already_says_that_nothing_changes() -> None:
    choice = always(Scope.MEASURE, 11, Cadence.MONTHLY, date(2022, 7, 18))
    assert preview_text(preview(PLAN, RULES, CALENDAR, choice), choice, PLAN).endswith("不变。")


def test_a_preview_into_a_year_not_yet_published_says_so() -> None:
    choice = always(Scope.MEASURE, 11, Cadence.WEEKLY, date(2031, 3, 3), date(2031, 3, 9))
    assert "暂定" in preview_text(preview(PLAN, RULES, CALENDAR, choice), choice, PLAN)


def test_only_the_office_chooses_and_the_same_act_twice_is_once() -> None:
    records = MemoryRecords()
    with pytest.raises(NotAllowed):
        choose_cadence(records, PLAN, ZHANG, CAMPAIGN)
    assert choose_cadence(records, PLAN, BOSS, CAMPAIGN) == CAMPAIGN
    assert choose_cadence(records, PLAN, BOSS, CAMPAIGN) == CAMPAIGN
    assert records.find(CadenceChoice) == [CAMPAIGN]


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (always(Scope.MEASURE, 27, Cadence.WEEKLY), "编号"),
        (always(Scope.SECTION, 8, Cadence.WEEKLY), "编号"),
        (always(Scope.PLAN, 1, Cadence.WEEKLY), "编号"),
        (always(Scope.PLAN, 0, Cadence.WEEKLY, date(2022, 7, 13)), "以后"),
        (always(Scope.PLAN, 0, Cadence.WEEKLY, date(2022, 8, 2), date(2022, 8, 1)), "早于"),
    ],
)
def test_a_choice_about_nothing_or_about_the_past_is_refused_kindly(
    choice: CadenceChoice, words: str
) -> None:
    records = MemoryRecords()
    with pytest.raises(ChoiceRefused, match=words):
        choose_cadence(records, PLAN, BOSS, choice)
    assert records.find(CadenceChoice) == []


spans = st.tuples(st.integers(0, 150), st.integers(0, 60) | st.none())
choices = st.lists(
    st.tuples(st.sampled_from(Scope), st.integers(0, 2), st.sampled_from([*Cadence, None]), spans), max_size=4
)


@settings(max_examples=60)
@given(made=choices, day=st.integers(0, 200))
def test_whatever_is_chosen_an_obligation_owes_one_cycle_at_a_time_and_none_is_asked_twice(
    made: list[tuple[Scope, int, Cadence | None, tuple[int, int | None]]], day: int
) -> None:
    start = date(2025, 1, 1)
    numbers = {Scope.PLAN: (0, 0, 0), Scope.SECTION: (4, 2, 7), Scope.MEASURE: (11, 5, 24)}
    chosen = rules(
        *(
            always(
                scope,
                numbers[scope][which],
                cadence,
                start + timedelta(days=first),
                None if length is None else start + timedelta(days=first + length),
                key=str(number),
            )
            for number, (scope, which, cadence, (first, length)) in enumerate(made)
        )
    )
    moment = at(f"{start + timedelta(days=day)}T09:00")
    dues = dues_at(PLAN, chosen, CALENDAR, moment)
    assert len({due.obligation for due in dues}) == len(dues)
    for obligation in (ELEVEN, Obligation(5, POLICE), Obligation(1, POLICE, False)):
        found = asked_between(
            PLAN, chosen, CALENDAR, obligation, first=start, last=start + timedelta(days=365)
        )
        days = [cycle.deadline.date() for cycle in found if cycle.deadline]
        assert len(set(days)) == len(days)
        assert [chosen.cadence_of(PLAN, obligation, d) for d in days] == [c.cadence for c in found]
    assert {due.obligation for due in dues} <= set(chased(PLAN))
