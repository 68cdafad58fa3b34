"""Sets of every kind of question; see the heads of ``third_sight.txt`` to ``sixth_sight.txt``.

At first sight of the third: 175 of 179 topics first and 176 among three, 56 of 60 beside the plan declined,
40 of 40 emergencies heard, 37 of 40 look-alikes calm, unit and topic 39 of 40, shared 15 and counts 16 of 20,
other scripts 29 of 30, the likely unit 36 of 40. Of the fourth: 77 and 78 of 79, 25 of 25, 20 of 20, 19 of
20, 10 of 12, 6 and 8 of 8, 10 of 10, 15 of 15. Of the fifth, by another author: 118 and 119 of 119, 40 of 40,
30 of 30, 30 of 30, 19 of 20, 9 and 10 of 10, the likely unit 18 of 20, what leans on an answer 8 of 10. Of
the sixth, after that: 46 of 46 topics first, 20 of 20 declined, 14 of 15 heard, 14 of 15 calm. What failed
was then mended in general, so all guard against regression.
"""

import pytest

from bot.ask import Answer, Asker, Context
from tests.ask.sets import lines
from tests.ask.truth import MEASURES, units


def of_kind(mark: str) -> list[tuple[str, str]]:
    """What is wanted, and the question."""
    every = (*lines("third_sight.txt"), *lines("fourth_sight.txt"), *lines("fifth_sight.txt"))
    rest = (line.split(" ", 1)[1] for line in every if line.startswith(f"{mark} "))
    return [(wanted, question) for wanted, question in (line.split(" ", 1) for line in rest)]


def topic(answer: Answer, wanted: str) -> bool:
    return bool(answer.measures) and str(answer.measures[0].number) in wanted.split("|")


def does(answer: Answer, unit: str, wanted: str) -> bool:
    found = [str(measure.number) for measure in answer.measures]
    if "-" in wanted.split("|") and not found:
        return answer.kind == "unit_topic"
    return answer.kind == "unit_topic" and answer.units == (unit,) and found[0] in wanted.split("|")


def shared(answer: Answer, wanted: str) -> bool:
    names = wanted.split(",")
    found = [measure.number for measure in answer.measures if measure.via is None]
    return set(answer.units) == set(names) and found == [
        number for number in MEASURES if all(name in units(number) for name in names)
    ]


def test_a_unit_and_a_topic(asker: Asker) -> None:
    asked = [(unit, *rest.split(" ", 1)) for unit, rest in of_kind("does")]
    wrong = [question for unit, wanted, question in asked if not does(asker.ask(question), unit, wanted)]
    assert len(asked) >= 40
    assert len(wrong) <= 0.05 * len(asked), wrong


def test_what_several_units_share(asker: Asker) -> None:
    asked = of_kind("shared")
    wrong = [question for wanted, question in asked if not shared(asker.ask(question), wanted)]
    assert len(asked) >= 20
    assert len(wrong) <= 0.05 * len(asked), wrong


def test_counts_and_extremes(asker: Asker) -> None:
    asked = of_kind("stat")
    answers = [(wanted, asker.ask(question)) for wanted, question in asked]
    wrong = [a.question for wanted, a in answers if a.kind != "stat" or wanted not in a.message]
    assert len(asked) >= 20
    assert len(wrong) <= 0.05 * len(asked), wrong


def test_other_scripts(asker: Asker) -> None:
    asked = of_kind("script")
    wrong = [question for wanted, question in asked if not topic(asker.ask(question), wanted)]
    assert len(asked) >= 30
    assert len(wrong) <= 0.05 * len(asked), wrong


def test_the_likely_unit_comes_first(asker: Asker) -> None:
    asked = of_kind("call")
    answers = [(wanted.split("|"), asker.ask(question)) for wanted, question in asked]
    wrong = [a.question for wanted, a in answers if not a.likely or a.likely[0] not in wanted]
    assert len(asked) >= 40
    assert len(wrong) <= 0.08 * len(asked), wrong


def test_what_leans_on_an_answer(asker: Asker) -> None:
    asked = [(wanted, *both.split(" → ")) for wanted, both in of_kind("after")]
    wrong = []
    for wanted, before, question in asked:
        found = asker.ask(question, Context.after(asker.ask(before))).measures
        if wanted != (str(found[0].number) if found else "-"):
            wrong.append((before, question))
    assert len(asked) >= 10
    assert wrong == []


@pytest.mark.parametrize(
    ("question", "average"),
    [
        ("平均每条几家单位", "每条约5.0家"),  # 114 names in the 23 measures that name units
        ("一家单位平均摊几条", "每家约3.7条"),  # by 31 units
        ("司法保护部分平均每条有几个责任单位", "每条约3.6家"),  # 2, 3, 6, 4 and 3
        ("网络保护平均一条多少家", "每条约4.0家"),  # 3, 5 and 4
    ],
)
def test_averages(asker: Asker, question: str, average: str) -> None:
    answer = asker.ask(question)
    assert answer.kind == "stat"
    assert average in answer.message


def test_an_average_of_something_else_is_declined(asker: Asker) -> None:
    assert asker.ask("平均工资多少").kind == "none"


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("参与单位超过十家的措施", [24, 26]),
        ("责任单位不到两家的是哪条", [15]),
        ("哪条是民政一家独办的", [15]),
    ],
)
def test_measures_by_how_many_units_they_name(asker: Asker, question: str, names: list[int]) -> None:
    answer = asker.ask(question)
    assert (answer.kind, [found.number for found in answer.measures]) == ("stat", names)


@pytest.mark.parametrize(
    ("question", "first"),
    [("任务最多的前三个单位", 3), ("任务超过八条的单位", 3), ("任务最重的两家", 2)],
)
def test_units_by_how_many_measures_name_them(asker: Asker, question: str, first: int) -> None:
    answer = asker.ask(question)
    assert answer.kind == "stat"
    assert len(answer.units) == first
    assert answer.units[0] == "县教育科技局"


def test_how_many_units_one_measure_names(asker: Asker) -> None:
    answer = asker.ask("第24条涉及多少部门")
    assert (answer.kind, [found.number for found in answer.measures]) == ("stat", [24])
    assert set(answer.units) == set(units(24))
    assert "11家" in answer.message
