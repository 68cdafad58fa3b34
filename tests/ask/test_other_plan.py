"""The same code on a plan it has never seen: another county, other promises, no units.toml."""

import pytest

from bot.ask import Asker
from bot.plan.model import Measure, Plan, Section, Unit


@pytest.fixture(scope="module")
def other() -> Asker:
    measures = (
        Measure(1, 1, "守好校门", "推进校园周边综合治理。开展学生欺凌防治。", ("县公安局", "县教育局")),
        Measure(
            2,
            1,
            "办好食堂",
            "落实学校负责人陪餐制度。保障农村学生营养改善计划供餐质量。",
            ("县教育局", "县市场监管局"),
        ),
        Measure(3, 2, "兜住底线", "孤儿基本生活费按月发放；做好流浪乞讨未成年人救助", ("县民政局",)),
        Measure(4, 2, "凝聚合力", "各单位定期会商。", ("县民政局",), all_members=True),
    )
    units = tuple(
        Unit(name, f"平川{name}", (name.removeprefix("县"),))
        for name in ("县公安局", "县教育局", "县民政局", "县市场监管局")
    )
    sections = (Section(1, "加强学校保护"), Section(2, "加强政府保护"))
    return Asker(
        Plan(
            "ping-2031",
            "方案",
            "平政办〔2031〕1号",
            "平川县人民政府",
            "2031-03-01",
            sections,
            measures,
            units,
        )
    )


@pytest.mark.parametrize(
    ("question", "kind", "numbers"),
    [
        ("第2条", "number", [2]),
        ("第5条", "none", []),
        ("第二部分", "section", [3, 4]),
        ("学校保护有哪些", "section", [1, 2]),
        ("公安局", "unit", [1, 4]),
        ("教育局和公安局一起管的", "shared", [1, 4]),
        ("教育局管流浪儿吗", "unit_topic", []),
        ("民政局管孤儿吗", "unit_topic", [3]),
        ("一共几条", "stat", []),
        ("炒股", "none", []),
        ("有人打孩子", "emergency", []),
    ],
)
def test_understanding_does_not_depend_on_one_plan(
    other: Asker, question: str, kind: str, numbers: list[int]
) -> None:
    answer = other.ask(question)
    assert answer.kind == kind
    if kind != "emergency":
        assert [found.number for found in answer.measures] == numbers


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("霸凌", 1),
        ("学校午餐吃得好不好", 2),
        ("校长和学生一起吃饭", 2),
        ("街上要饭的娃", 3),
        ("孤儿每月的钱", 3),
    ],
)
def test_everyday_words_help_with_any_plan(other: Asker, question: str, first: int) -> None:
    assert other.ask(question).measures[0].number == first
