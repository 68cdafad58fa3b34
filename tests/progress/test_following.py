"""An edited message: draft items and sent reports follow it, until they were reviewed or issued."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.progress.doubts import Ground, items_in, maybe_part
from bot.progress.following import NotReadable, follow, splice
from bot.progress.ledger import Ledger
from bot.progress.model import DraftItem, Part, Period, Report, ReportState, Review, Status, Tells, Verdict
from bot.progress.reports import ReportError, submit, withdraw
from bot.progress.sent import follow_sent, last_sent, missed_before, same_as_before, told_in
from bot.roster.authority import Actor
from tests.memory import MemoryRecords
from tests.progress.helpers import CALENDAR, PLAN, POLICE, RULES, ZHANG, at, draft, report, review

NOW = at("2022-07-18T10:00")


def ground(day: str = "2022-07-18", missed: tuple[int, ...] = ()) -> Ground:
    return Ground(
        PLAN,
        at(f"{day}T10:00").date(),
        owed=lambda _: [5, 8, 11],
        missed=lambda _: list(missed),
        find=lambda _: [],
        unit=lambda _: None,
    )


def told(
    words: str, message: int = 7, day: str = "2022-07-18", missed: tuple[int, ...] = ()
) -> list[DraftItem]:
    return items_in(words, POLICE, ground(day, missed), message)


def seen(items: list[DraftItem]) -> list[tuple[int, Status | None, int | None, str]]:
    return [(item.measure, item.status, item.percent, item.text) for item in items]


def send(records: MemoryRecords, items: list[DraftItem], when: str = "2022-07-18T10:00") -> list[Report]:
    origin = f"1:{len(records.find(Report)) + 100}"
    return submit(records, PLAN, RULES, by=ZHANG, draft=draft(ZHANG, POLICE, origin, *items), now=at(when))


def test_the_message_that_told_all_is_read_anew() -> None:
    before = told("第11条 已完成60%，检查3次")
    assert seen(follow(before, 7, "第11条 已完成90%，检查5次", POLICE, ground())) == [
        (11, Status.IN_PROGRESS, 90, "已完成90%，检查5次")
    ]
    assert [i.measure for i in follow(before, 7, "第8、11条推进中", POLICE, ground())] == [8, 11]
    assert follow(before, 99, "第8条已完成", POLICE, ground()) == before
    assert follow(before, 7, "第11条 已完成60%，检查3次", POLICE, ground()) == before


def test_a_message_that_only_added_words_has_them_replaced_in_place() -> None:
    parts = (Part(7, 0, 4, Tells.MEASURE), Part(8, 5, 9), Part(9, 10, 14))
    before = [DraftItem(11, Status.IN_PROGRESS, None, "检查3次；整改2处；罚款1起", parts=parts)]
    [after] = follow(before, 8, "整改隐患12处", POLICE, ground())
    assert after.text == "检查3次；整改隐患12处；罚款1起"
    assert [after.text[part.start : part.end] for part in after.parts] == [
        "检查3次",
        "整改隐患12处",
        "罚款1起",
    ]


def test_words_without_a_number_keep_the_measure_that_was_chosen() -> None:
    part = Part(7, 0, 8, Tells.STATUS)
    before = [DraftItem(11, Status.IN_PROGRESS, 60, "已完成60%", parts=(part,))]
    [after] = follow(before, 7, "已完成", POLICE, ground())
    assert (after.measure, after.status, after.percent, after.text) == (11, Status.DONE, None, "已完成")


def test_an_edit_that_tells_nothing_is_refused() -> None:
    with pytest.raises(NotReadable):
        follow(told("第11条 已完成"), 7, "第11条由谁负责？", POLICE, ground())


@given(st.text(max_size=20), st.integers(0, 20), st.integers(0, 20), st.text(max_size=8))
def test_splicing_keeps_every_other_messages_words(text: str, first: int, second: int, words: str) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    parts = [Part(1, 0, start), Part(2, start, end), Part(3, end, len(text))]
    whole = text[:start] + words + text[end:]
    if whole != whole.strip():
        return
    changed, moved = splice(text, parts, start, end, words)
    assert changed == whole
    assert changed[moved[2].start : moved[2].end] == text[end:]
    assert changed[moved[0].start : moved[0].end].startswith(text[:start])


def test_sent_reports_follow_once_and_move_to_another_measure() -> None:
    records = MemoryRecords()
    send(records, told("第8条已完成，查了3家"))
    for _ in range(2):
        reports = told_in(records, PLAN, ZHANG, 7)
        done = follow_sent(
            records,
            PLAN,
            RULES,
            ZHANG,
            reports,
            message=7,
            words="第11条已完成，查了3家",
            ground=ground(),
            origin="1:500",
            now=NOW,
            issued_at=None,
        )
        assert done is not None and [r.measure for r in done.reports] == [11]
    ledger = Ledger(records, PLAN)
    assert [(r.measure, ledger.state_of(r)) for r in ledger.versions()] == [
        (8, ReportState.WITHDRAWN),
        (11, ReportState.SUBMITTED),
    ]


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.RETURNED, None])
def test_neither_edit_nor_withdrawal_after_review_or_issue(verdict: Verdict | None) -> None:
    records = MemoryRecords()
    [sent] = send(records, told("第8条已完成"))
    if verdict:
        review(records, sent, verdict, "2022-07-18T11:00")
    issued = None if verdict else at("2022-07-18T12:00")
    with pytest.raises(ReportError):
        follow_sent(
            records,
            PLAN,
            RULES,
            ZHANG,
            [sent],
            message=7,
            words="第8条推进中",
            ground=ground(),
            origin="1:500",
            now=NOW,
            issued_at=issued,
        )
    with pytest.raises(ReportError):
        withdraw(records, PLAN, by=ZHANG, report_key=sent.key, now=NOW, key="w", issued_at=issued)
    assert len(records.find(Report)) == 1


def test_a_correction_keeps_the_cycle_of_what_it_corrects() -> None:
    records = MemoryRecords()
    [first] = send(records, told("第8条推进中60%"), "2022-07-29T10:00")
    right = replace(
        draft(ZHANG, POLICE, "1:900", DraftItem(8, Status.IN_PROGRESS, 17)), corrects=(first.key,)
    )
    [second] = submit(records, PLAN, RULES, by=ZHANG, draft=right, now=at("2022-08-02T10:00"))
    assert (second.cycle, second.replaces) == ("2022-07", first.key)
    assert not records.find(Review)


def test_only_ones_own_standing_reports_are_the_last_sent() -> None:
    records = MemoryRecords()
    mine = send(records, told("第8、11条推进中"))
    colleague = Actor(55, "孙八", units=(POLICE,))
    report(records, "2022-07-18T12:00", 12, by=colleague)
    assert last_sent(records, PLAN, ZHANG) == mine
    withdraw(records, PLAN, by=ZHANG, report_key=mine[1].key, now=NOW, key="w")
    assert last_sent(records, PLAN, ZHANG) == mine[:1]
    assert last_sent(records, PLAN, colleague)[0].measure == 12
    assert last_sent(records, PLAN, Actor(99, "")) == []


def test_same_as_last_time_leaves_out_what_was_never_said() -> None:
    records = MemoryRecords()
    send(records, told("第8条推进中60%，演练6场"))
    items, missing = same_as_before(Ledger(records, PLAN), PLAN, POLICE, [8, 11])
    assert seen(items) == [(8, Status.IN_PROGRESS, 60, "推进中60%，演练6场")] and missing == [11]


def test_what_the_cycle_before_still_waits_for() -> None:
    records = MemoryRecords()
    send(records, told("第8条推进中"), "2022-07-20T10:00")
    dues = missed_before(Ledger(records, PLAN), RULES, CALENDAR, at("2022-08-03T10:00"), POLICE)
    assert {due.cycle.id for due in dues} == {"2022-07"}
    assert [due.obligation.measure for due in dues] == [5, 11, 12, 13, 20, 21, 24, 26]
    assert missed_before(Ledger(records, PLAN), RULES, CALENDAR, at("2022-07-18T10:00"), POLICE) == []


@pytest.mark.parametrize(
    ("text", "mentioned", "asked"),
    [
        ("校园欺凌专项治理搞完了，排查学校12所", False, True),
        ("校园欺凌专项治理已完成", True, True),
        ("已完成", True, False),
        ("均已完成", True, False),
        ("已完成，排查学校12所", True, False),
        ("本期工作已全部完成", True, False),
        ("提升校园安全管理已完成", True, False),
    ],
)
def test_a_piece_said_to_be_done_is_told_from_the_whole(text: str, mentioned: bool, asked: bool) -> None:
    assert maybe_part(text, "提升校园安全管理", mentioned=mentioned) is asked


def test_the_cycle_before_is_in_doubt_early_in_a_month_only() -> None:
    [early] = told("第8条已完成", day="2022-08-02", missed=(8,))
    assert early.maybe_previous and early.period is Period.CURRENT
    assert not told("第8条本月已完成", day="2022-08-02", missed=(8,))[0].maybe_previous
    assert not told("第8条已完成", day="2022-08-20", missed=(8,))[0].maybe_previous
    assert not told("第8条已完成", day="2022-08-02")[0].maybe_previous
