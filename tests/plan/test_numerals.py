import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.plan.numerals import NUMERAL, chinese_numeral, parse_numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("８", 8),
        ("２６", 26),
        ("007", 7),
        (" 12 ", 12),
        ("零", 0),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("一十五", 15),
        ("二十", 20),
        ("廿", 20),
        ("廿一", 21),
        ("卅", 30),
        ("卅六", 36),
        ("卌二", 42),
        ("一百", 100),
        ("一百零五", 105),
        ("一百〇五", 105),
        ("一百五", 150),
        ("一百一十五", 115),
        ("一百十五", 115),
        ("二百一", 210),
        ("一千零二十", 1020),
        ("一千二", 1200),
        ("三千零五", 3005),
        ("两万", 20000),
        ("三万五", 35000),
        ("一万零五十", 10050),
        ("贰拾壹", 21),
        ("二〇二二", 2022),
        ("二○二二", 2022),
        ("一二三五五", 12355),
        ("⑦", 7),
        ("⑳", 20),
    ],
)
def test_a_numeral_in_any_form_has_its_value(text: str, value: int) -> None:
    assert parse_numeral(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "条",
        "十十",
        "百",
        "零零五百",
        "二十零",
        "十百",
        "五十百",
        "1.5",
        "-3",
        "3号",
        "万",
        "Ⅶ",
        "二两三",
    ],
)
def test_what_is_not_a_numeral_is_none(text: str) -> None:
    assert parse_numeral(text) is None


@given(st.integers(0, 9999))
def test_every_number_written_in_chinese_is_read_back(number: int) -> None:
    assert parse_numeral(chinese_numeral(number)) == number


@given(st.integers(0, 10**12))
def test_arabic_digits_of_either_width_are_read_alike(number: int) -> None:
    wide = str(number).translate({ord("0") + i: ord("０") + i for i in range(10)})
    assert parse_numeral(str(number)) == parse_numeral(wide) == number


@given(st.text(max_size=30))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("number", "text"), [(0, "零"), (10, "十"), (21, "二十一"), (105, "一百零五"), (1010, "一千零一十")]
)
def test_a_number_has_its_usual_chinese_form(number: int, text: str) -> None:
    assert chinese_numeral(number) == text


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_number_without_a_short_chinese_form_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        chinese_numeral(number)


@pytest.mark.parametrize("text", ["第廿一条", "第２６条", "第一百零五条", "第⑦条"])
def test_the_regex_fragment_composes_with_what_stands_around_it(text: str) -> None:
    match = re.fullmatch(rf"第({NUMERAL})条", text)
    assert match
    assert parse_numeral(match[1]) is not None
