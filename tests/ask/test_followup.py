"""Questions that lean on the last answer."""

import pytest

from bot.ask import Answer, Asker, Context


def talk(asker: Asker, *questions: str) -> list[Answer]:
    """The answers to questions of one person, each handed what the last left."""
    answers: list[Answer] = []
    context: Context | None = None
    for question in questions:
        answers.append(asker.ask(question, context))
        context = Context.after(answers[-1], context)
    return answers


def numbers(answer: Answer) -> list[int]:
    return [found.number for found in answer.measures]


def test_another_unit_is_asked_about_the_same_topic(asker: Asker) -> None:
    _, league, police = talk(asker, "校园欺凌谁管", "那团委呢？", "公安局呢")
    assert (league.kind, league.units, numbers(league), league.nearest) == (
        "unit_topic",
        ("团县委",),
        [],
        (8,),
    )
    assert (police.kind, police.units, numbers(police)) == ("unit_topic", ("县公安局",), [8])


def test_another_unit_is_asked_the_same_question(asker: Asker) -> None:
    assert talk(asker, "公安局有哪些任务", "那民政局呢")[1].measures == asker.ask("民政局有哪些任务").measures
    assert numbers(talk(asker, "公安在网络这块管啥", "文旅局呢")[1]) == [12, 13]
    assert talk(asker, "公安局有几条", "那民政局呢")[1].kind == "stat"
    assert talk(asker, "第7条", "团委管吗")[1].nearest == (7,)


@pytest.mark.parametrize(
    ("said", "place"), [("第二个", 1), ("第1个", 0), ("看第三个吧", 2), ("最后一个", -1), ("另一个", 1)]
)
def test_one_of_those_shown_is_picked_by_its_place(asker: Asker, said: str, place: int) -> None:
    first, picked = talk(asker, "网吧让小孩进去谁来查", said)
    assert numbers(picked) == [numbers(first)[place]]


def test_several_are_picked_from_one_list(asker: Asker) -> None:
    first, second, third = talk(asker, "网吧让小孩进去谁来查", "第二个", "第三个")
    assert [*numbers(second), *numbers(third)] == numbers(first)[1:3]


@pytest.mark.parametrize(
    "said", ["进展怎么样", "进度如何？", "完成了没有", "这条落实得怎么样了", "到哪一步了"]
)
def test_progress_is_asked_of_the_measure_that_was_told(asker: Asker, said: str) -> None:
    answer = talk(asker, "校园欺凌谁管", said)[1]
    assert (numbers(answer), answer.asks_progress) == ([8], True)
    assert asker.ask("第8条进展怎么样").asks_progress


def test_more_is_what_else_may_be_meant(asker: Asker) -> None:
    first, rest = talk(asker, "网吧让小孩进去谁来查", "还有呢")
    assert numbers(rest) == numbers(first)[1:]
    nothing = talk(asker, "第7条", "还有呢")[1]
    assert (nothing.kind, nothing.confident) == ("none", False)


@pytest.mark.parametrize(
    "said",
    [
        *("谁负责", "原文", "就是这个", "详细点", "还有谁", "除了公安还有谁", "他们电话多少", "怎么联系他们"),
        *("啥时候完成", "那是谁的事", "责任单位有哪些", "原文发我"),
    ],
)
def test_the_measure_that_was_told_is_told_whole(asker: Asker, said: str) -> None:
    assert numbers(talk(asker, "校园欺凌谁管", said)[1]) == [8]


@pytest.mark.parametrize("said", ["娃近视谁管", "第3条", "公安局有哪些任务", "天气怎么样", "有人打孩子"])
def test_a_question_that_stands_by_itself_leans_on_nothing(asker: Asker, said: str) -> None:
    assert talk(asker, "校园欺凌谁管", said)[1] == asker.ask(said)


@pytest.mark.parametrize("said", ["第二个", "还有呢", "进展怎么样", "那团委呢"])
def test_without_anything_before_it_a_follow_up_is_just_a_question(asker: Asker, said: str) -> None:
    assert asker.ask(said, None).question == said


@pytest.mark.parametrize("said", ["那第13条做到哪了", "第十三条办得怎么样了", "13条完成没有", "那13条进展呢"])
def test_the_progress_of_another_number_is_asked(asker: Asker, said: str) -> None:
    answer = talk(asker, "第8条", said)[1]
    assert (answer.kind, numbers(answer), answer.asks_progress) == ("number", [13], True)


@pytest.mark.parametrize("said", ["13条呢", "那13条呢", "那第十三条呢", "13呢"])
def test_another_number_is_asked(asker: Asker, said: str) -> None:
    answer = talk(asker, "校园欺凌谁管", said)[1]
    assert (answer.kind, numbers(answer), answer.asks_progress) == ("number", [13], False)


@pytest.mark.parametrize("said", ["司法局参与不", "那司法局参不参与", "司法局有份没"])
def test_whether_another_unit_takes_part_is_asked(asker: Asker, said: str) -> None:
    answer = talk(asker, "法治副校长", said)[1]
    assert (answer.kind, answer.units, numbers(answer)) == ("unit_topic", ("县司法局",), [26])


@pytest.mark.parametrize(("said", "number"), [("下一条", 9), ("上一条讲的啥", 7)])
def test_the_measure_before_or_after_is_told(asker: Asker, said: str, number: int) -> None:
    assert numbers(talk(asker, "第8条", said)[1]) == [number]


@pytest.mark.parametrize("said", ["那加上教育局呢", "再加上教科局"])
def test_one_more_unit_is_asked_about(asker: Asker, said: str) -> None:
    answer = talk(asker, "公安和民政一起管的有哪些", said)[1]
    assert (answer.kind, numbers(answer)[:3]) == ("shared", [5, 24, 26])


def test_another_unit_leaves_the_list_as_it_was(asker: Asker) -> None:
    first, _, second = talk(asker, "校园欺凌谁管", "那团委呢？", "第二个")
    assert numbers(second) == numbers(first)[1:2]


def test_how_many_is_asked_of_the_unit_before(asker: Asker) -> None:
    answer = talk(asker, "公安局有哪些任务", "一共几条")[1]
    assert (answer.kind, answer.units) == ("stat", ("县公安局",))
