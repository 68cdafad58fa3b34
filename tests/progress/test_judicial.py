"""Of children's cases others than the unit itself see no count under five."""

import pytest

from bot.progress.judicial import for_others
from bot.progress.model import Status
from tests.memory import MemoryRecords
from tests.progress.helpers import PLAN, report


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("立案3起，抓获2人", "立案少于5起，抓获少于5人"),
        ("办结四件", "办结少于5件"),
        ("救助两名儿童", "救助少于5名儿童"),
        ("立案5起，抓获12人", "立案5起，抓获12人"),
        ("共计14件，二十四人", "共计14件，二十四人"),
        ("第3次全会后开展4次巡查", "第3次全会后开展少于5次巡查"),
        ("完成3.5件", "完成3.5件"),
        ("3月起开展排查", "3月起开展排查"),
        ("1 起", "少于5 起"),
        ("", ""),
    ],
)
def test_small_counts_are_blurred_and_nothing_else(said: str, shown: str) -> None:
    sent = report(MemoryRecords(), "2022-07-18T10:00", 20, Status.IN_PROGRESS, text=said)
    assert for_others(PLAN, sent).text == shown


def test_other_measures_are_shown_as_they_are() -> None:
    sent = report(MemoryRecords(), "2022-07-18T10:00", 11, Status.IN_PROGRESS, text="检查3家")
    assert for_others(PLAN, sent) == sent
