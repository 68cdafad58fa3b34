"""What words do in a conversation, beside telling how work stands."""

from dataclasses import replace

import pytest

from bot.progress.answers import waits
from bot.progress.courtesies import courteous, promises, puts_off
from bot.progress.doubts import Ground
from bot.progress.faults import fault
from bot.progress.model import Cadence, Draft, DraftItem, Status
from bot.progress.recounting import recounts
from bot.progress.steps import Step
from bot.progress.targets import named_alone
from bot.progress.values import Value, only_value
from tests.progress.helpers import PLAN, POLICE, ZHANG, at

QUARTERLY = {1, 2, 4}
GROUND = Ground(
    PLAN,
    at("2022-07-18T10:00").date(),
    owed=lambda _: [1, 2, 4, 8],
    missed=lambda _: [],
    find=lambda _: [],
    unit=lambda _: None,
    cadence=lambda _, number: Cadence.QUARTERLY if number in QUARTERLY else Cadence.MONTHLY,
)
CARD = Draft(
    "1",
    PLAN.id,
    ZHANG.person,
    POLICE,
    Step.READY,
    "1:1",
    at("2022-07-18T10:00"),
    (DraftItem(8, Status.DONE),),
)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("这个月没啥新进展", [8]),
        ("本月无新进展", [8]),
        ("7月份都没动静", [8]),
        ("本季度没有新进展", [1, 2, 4, 8]),
        ("没有新进展", [1, 2, 4, 8]),
        ("本周没有新进展", [1, 2, 4, 8]),  # nothing is owed so often
    ],
)
def test_this_month_means_what_is_owed_by_the_month(words: str, numbers: list[int]) -> None:
    """Measures 1, 2 and 4 bind every member and are owed by the quarter: a month says nothing of them."""
    assert GROUND.within_span(words, POLICE, [1, 2, 4, 8]) == numbers


@pytest.mark.parametrize(
    ("words", "promised"),
    [
        *(("收到，我们抓紧弄", True), ("好的好的，马上安排", True), ("一定按时报", True)),
        *(("在弄，已经完成一半", False), ("马上就完成了60%", False), ("推进中", False), ("谢谢", False)),
    ],
)
def test_a_promise_is_no_report(words: str, promised: bool) -> None:
    assert promises(words) is promised
    assert not promised or puts_off(words)


def test_thanks_are_no_question() -> None:
    assert all(map(courteous, ("麻烦了哈", "辛苦辛苦", "好嘞，谢谢")[:2]))
    assert not any(map(courteous, ("你好", "就这三条", "麻烦把8条改一下", "")))


def test_who_waits_and_tells_of_work_does_not_only_wait() -> None:
    assert waits("等等啊 我再核一下") and not waits("等下，还有3个没参保")


@pytest.mark.parametrize(
    ("words", "step"),
    [
        *(("进度写错了", Step.PERCENT), ("状态选错了", Step.STATUS), ("内容要改一下", Step.TEXT)),
        *(("条号弄错了", Step.MEASURE), ("写错了", None), ("进度60%", None), ("进度怎么样了", None)),
    ],
)
def test_the_thing_that_is_wrong_is_asked_anew(words: str, step: Step | None) -> None:
    assert fault(CARD, words, GROUND) == (None if step is None else (0, step))


def test_of_several_items_the_one_must_be_named() -> None:
    card = replace(CARD, items=(DraftItem(8, Status.DONE), DraftItem(11, Status.IN_PROGRESS, 40)))
    assert fault(card, "11条的进度写错了", GROUND) == (1, Step.PERCENT)
    assert fault(card, "进度写错了", GROUND) is None


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        *(("第8条", (8,)), ("8", (8,)), ("第22跳", (22,)), ("8、11", (8, 11)), ("履行兜底监护", (15,))),
        *(("第17条关爱留守", (17,)), ("第8条归谁管", ()), ("第8条推进中", ()), ("第8条已报3次", ())),
    ],
)
def test_a_measure_may_be_named_and_nothing_told(words: str, numbers: tuple[int, ...]) -> None:
    assert named_alone(words, PLAN) == numbers


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("写四成", Value(None, 40, True)),
        ("改成有困难，20%", Value(Status.BLOCKED, 20, True)),
        ("不能写完成", Value(Status.IN_PROGRESS, None, True)),
    ],
)
def test_of_two_words_the_later_counts_and_a_percent_leaves_the_status(words: str, value: Value) -> None:
    assert only_value(words) == value


def test_work_told_at_length_is_no_question() -> None:
    assert recounts("哎呀这个月我们几个老同志跑了5个乡镇，资助了18个困难学生")
    assert not recounts("这个月跑了几个乡镇")
