"""What was asked in vain is kept for 30 days, and answered once for everybody."""

from datetime import timedelta

import pytest

from bot.learning import learning
from bot.learning.learning import LearningError
from bot.learning.model import Learned, Reason, Unanswered
from bot.roster.authority import Actor, NotAllowed
from tests.memory import MemoryRecords
from tests.progress.helpers import PLAN, ZHANG, at

NOW = at("2022-07-18T10:00")
CLERK = Actor(1001, "王主任", office=True)


def asked(records: MemoryRecords, text: str = "校车谁管", times: int = 1) -> str:
    for _ in range(times):
        key = learning.note(records, PLAN, text, Reason.NONE, NOW).key
    return key


def test_the_same_question_is_one_row_however_it_is_typed() -> None:
    records = MemoryRecords()
    assert asked(records, "校车谁管") == asked(records, " 校车 谁管？ ")
    (row,) = learning.waiting(records, PLAN, NOW)
    assert row.times == 2


def test_the_most_asked_comes_first_and_who_said_it_did_not_help_counts() -> None:
    records = MemoryRecords()
    asked(records, "校车谁管")
    key = asked(records, "奶粉补贴找谁", times=3)
    learning.note(records, PLAN, "奶粉补贴找谁", Reason.UNHELPFUL, NOW)
    first, _ = learning.waiting(records, PLAN, NOW)
    assert (first.key, first.times, first.reason) == (key, 4, Reason.UNHELPFUL)


def test_a_flood_of_questions_displaces_those_last_asked_longest_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "MOST", 3)
    records = MemoryRecords()
    for minute, text in enumerate(["校车谁管", "奶粉补贴", "打疫苗", "校车谁管", "办户口"]):
        learning.note(records, PLAN, text, Reason.NONE, NOW + timedelta(minutes=minute))
    left = {row.text for row in learning.waiting(records, PLAN, NOW + timedelta(hours=1))}
    assert left == {"校车谁管", "打疫苗", "办户口"}


def test_a_question_taken_up_is_let_go_after_half_an_hour() -> None:
    records = MemoryRecords()
    key = asked(records)
    learning.begin_answer(records, CLERK, key, NOW)
    assert learning.taken_up(records, CLERK.person, NOW + timedelta(minutes=30)) is not None
    late = NOW + timedelta(minutes=31)
    assert learning.taken_up(records, CLERK.person, late) is None
    with pytest.raises(learning.LearningError):
        learning.answer(records, PLAN, CLERK, measures=[8], text="", now=late)


def test_questions_go_after_thirty_days() -> None:
    records = MemoryRecords()
    asked(records)
    late = NOW + timedelta(days=31)
    assert learning.waiting(records, PLAN, late) == []
    learning.forget_old(records, PLAN, NOW + learning.KEPT)
    assert len(records.find(Unanswered)) == 1
    learning.forget_old(records, PLAN, late)
    assert records.find(Unanswered) == []


def test_the_office_answers_once_and_the_question_is_off_the_list() -> None:
    records = MemoryRecords()
    key = asked(records)
    learning.begin_answer(records, CLERK, key, NOW)
    learned = learning.answer(records, PLAN, CLERK, measures=[8], text="", now=NOW)
    assert (learned.question, learned.measures, learned.by) == ("校车谁管", (8,), "王主任")
    assert learning.waiting(records, PLAN, NOW) == []
    assert learning.learned_of(records, PLAN) == [learned]
    learning.unlearn(records, CLERK, learned.key)
    assert records.find(Learned) == []


def test_nobody_else_answers_takes_back_or_dismisses() -> None:
    records = MemoryRecords()
    key = asked(records)
    for act in (
        lambda: learning.begin_answer(records, ZHANG, key, NOW),
        lambda: learning.answer(records, PLAN, ZHANG, measures=[8], text="", now=NOW),
        lambda: learning.dismiss(records, ZHANG, key),
        lambda: learning.unlearn(records, ZHANG, key),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert len(learning.waiting(records, PLAN, NOW)) == 1


def test_an_answer_needs_a_question_a_real_measure_or_words() -> None:
    records = MemoryRecords()
    with pytest.raises(LearningError, match="待答"):
        learning.answer(records, PLAN, CLERK, measures=[8], text="", now=NOW)
    learning.begin_answer(records, CLERK, asked(records), NOW)
    with pytest.raises(LearningError, match="没有第99条"):
        learning.answer(records, PLAN, CLERK, measures=[99], text="", now=NOW)
    with pytest.raises(LearningError, match="条号"):
        learning.answer(records, PLAN, CLERK, measures=[], text=" ", now=NOW)
    with pytest.raises(LearningError, match="1001字"):
        learning.answer(records, PLAN, CLERK, measures=[], text="好" * 1001, now=NOW)
    assert len(learning.waiting(records, PLAN, NOW)) == 1
