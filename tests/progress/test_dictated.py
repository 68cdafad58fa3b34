"""Dictated words put right in place, and words that stand for measures named before."""

import pytest

from bot.progress.anaphora import with_anaphora
from bot.progress.dictated import flatten
from bot.progress.mentions import find_mentions
from bot.progress.percents import percent_told


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("嗯地八条完成句号", " 第八条完成。 "),
        ("第５条９０％", "第5条90%"),
        ("莫有动静逗号", "没有动静， "),
        ("整治画上句号", "整治画上句号"),
        ("低保八条线索", "低保八条线索"),
    ],
)
def test_every_sign_keeps_its_place(typed: str, plain: str) -> None:
    assert flatten(typed) == plain


@pytest.mark.parametrize(
    ("said", "percent"),
    [
        ("四分之三", 75),
        ("四成五", 45),
        ("百分之八十五二十三条", 85),
        ("百分之八十二十条", 80),
        ("残留两成未拨付", 80),
        ("进度60%没变化", 60),
        ("100%配合", None),
    ],
)
def test_how_far_it_is(said: str, percent: int | None) -> None:
    assert percent_told(said)[0] == percent


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("第3条、第5条、第17条如下：三条均未完成", [(3, 5, 17), (3, 5, 17)]),
        ("第3条、第5条、第17条，前两条推进中，后一条完成", [(3, 5, 17), (3, 5), (17,)]),
        ("第8条完成60%，以上两条", [(8,)]),
    ],
)
def test_words_stand_for_measures_named_before(message: str, named: list[tuple[int, ...]]) -> None:
    found = with_anaphora(message, find_mentions(message, (3, 5, 8, 17)))
    assert [mention.numbers for mention in found] == named
