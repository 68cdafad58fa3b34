"""Short answers that lean on what stands before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.progress.asked import figure_in
from bot.progress.corrections import (
    all_of,
    correction_in,
    fact_put_right,
    numbers_in,
    place_in,
    reason_in,
    wants_same,
    wants_withdrawn,
)
from bot.progress.model import Status
from bot.progress.wishes import measures_wished, wants_earlier


@pytest.mark.parametrize(
    ("words", "place"),
    [
        *(("第二个", 1), ("第2个吧", 1), ("是第三个", 2), ("最后一个", 4), ("倒数第二个", 3), ("头一个", 0)),
        *(("你列的那个第四个", 3), ("麻烦选名单上第二个", 1), ("列表里的最后一个", 4), ("最后两个", None)),
        *(("２个", 1), ("第六个", None), ("第二条", None), ("那个呢", None), ("开了第二个会", None)),
    ],
)
def test_an_ordinal_names_a_place_in_the_list_just_shown(words: str, place: int | None) -> None:
    assert place_in(words, 5) == place


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        *(("报一下第十七条", (17,)), ("先报5条和8条吧", (5, 8)), ("我是分管领导，替小张报一下第六条", (6,))),
        *(("报8所学校", ()), ("报8条，完成了", ()), ("报了5条", ())),
    ],
)
def test_measures_may_be_wished_before_anything_is_told(words: str, numbers: tuple[int, ...]) -> None:
    assert measures_wished(words) == numbers


@pytest.mark.parametrize(
    ("words", "told"),
    [
        *(("54，手快打颠倒了", (54, "")), ("60，还在摸排", (60, "还在摸排")), ("打错了，85", (85, ""))),
        *(("检查54家", None), ("30，40", None)),
    ],
)
def test_a_figure_may_be_told_with_an_excuse(words: str, told: tuple[int, str] | None) -> None:
    assert figure_in(words) == told


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        *(
            ("8", (8,)),
            ("第八条", (8,)),
            ("是8和11", (8, 11)),
            ("第8条、第11条", (8, 11)),
            ("只有8和11", (8, 11)),
        ),
        *(("5条6条都是", (5, 6)), ("第5条第6条", (5, 6))),
        *(("检查8家", ()), ("8%", ()), ("第8条已完成", ()), ("十二", (12,)), ("嗯，是第十一条", (11,))),
    ],
)
def test_measures_are_named_by_bare_numbers(words: str, numbers: tuple[int, ...]) -> None:
    assert numbers_in(words) == numbers


@pytest.mark.parametrize(
    ("words", "status", "percent"),
    [
        ("不对，是17%", Status.IN_PROGRESS, 17),
        ("不是60%，是17%", Status.IN_PROGRESS, 17),
        ("应该是百分之八十", Status.IN_PROGRESS, 80),
        ("写错了，应该是已完成", Status.DONE, None),
        ("改成有困难", Status.BLOCKED, None),
        ("改成推进中吧", Status.IN_PROGRESS, None),
        ("说错了，还没完成", Status.IN_PROGRESS, None),
        ("不是已完成，是推进中", Status.IN_PROGRESS, None),
        ("报错了，应该是80%", Status.IN_PROGRESS, 80),
    ],
)
def test_a_correction_tells_what_is_right(words: str, status: Status, percent: int | None) -> None:
    right = correction_in(words)
    assert right is not None
    assert (right.status, right.percent, right.plain) == (status, percent, True)


@pytest.mark.parametrize(
    ("words", "wrong", "number"),
    [("不是8条，是11条", 8, 11), ("应该是第11条", None, 11), ("报错了，不是第8条是第12条", 8, 12)],
)
def test_a_correction_tells_which_measure_was_meant(words: str, wrong: int | None, number: int) -> None:
    right = correction_in(words)
    assert right is not None
    assert (right.wrong, right.right, right.status) == (wrong, number, None)


@pytest.mark.parametrize("words", ["已完成", "检查3次", "不对", "另整改隐患9处", "第8条推进中", "谢谢", ""])
def test_what_tells_something_of_its_own_corrects_nothing(words: str) -> None:
    assert correction_in(words) is None


@pytest.mark.parametrize(
    ("words", "text", "right"),
    [
        ("不对，是15所", "排查学校12所", "排查学校15所"),
        ("不是12所，是15所", "排查学校12所，整改9所", "排查学校15所，整改9所"),
        ("不对，是15所", "排查学校12所，整改9所", None),
        ("不对，是15所", "演练6场", None),
    ],
)
def test_a_figure_is_put_right_where_it_is_plain_which(words: str, text: str, right: str | None) -> None:
    found = fact_put_right(words, text)
    assert (found and text[: found[0]] + found[2] + text[found[1] :]) == right


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("同上期", ()),
        ("第8条同上期", (8,)),
        ("5、8条与上月相同", (5, 8)),
        ("和上次一样", ()),
        ("上月开了3次会", None),
    ],
)
def test_same_as_last_time_is_told_from_a_report(words: str, numbers: tuple[int, ...] | None) -> None:
    assert wants_same(words, [5, 8, 11]) == numbers


def test_taking_back_and_reporting_late_are_asked_for_in_many_ways() -> None:
    assert wants_withdrawn("撤回") == wants_withdrawn("把刚才的撤回") == (None,)
    assert wants_withdrawn("撤回第8条") == wants_withdrawn("第八条撤回") == (8,)
    assert wants_withdrawn("撤回的经费什么时候到") is None
    assert (
        wants_earlier("补报上月") and wants_earlier("补报7月") and not wants_earlier("补报上月第8条 已完成")
    )
    assert all_of("以上都是") and not all_of("都推进中，检查3次")
    assert reason_in("原因：等上级文件") == "等上级文件" and reason_in("检查3次") == ""


@given(st.text(max_size=60))
def test_any_words_at_all_are_read_without_an_error(words: str) -> None:
    place_in(words, 5)
    numbers_in(words)
    correction_in(words)
    fact_put_right(words, "排查学校12所")
    wants_same(words, [5, 8])
    wants_withdrawn(words)
    wants_earlier(words)
    all_of(words)
    reason_in(words)
