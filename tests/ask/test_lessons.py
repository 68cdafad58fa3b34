"""The office answers once, and everybody who asks nearly the same is told."""

import pytest

from bot.ask import Asker, Lesson

OWN = Lesson("县城哪里能给娃办图书卡", (), "请带户口簿到县图书馆一楼前台办理。")
NAMED = Lesson("黑板报主题谁定", (26, 8), "按学校安排。")


@pytest.fixture(scope="module")
def taught(asker: Asker) -> Asker:
    return asker.with_lessons([OWN, NAMED])


@pytest.mark.parametrize("question", ["县城哪里能给娃办图书卡", "请问县城哪里能办图书卡呀？"])
def test_words_of_the_office_answer_what_the_plan_does_not(taught: Asker, question: str) -> None:
    answer = taught.ask(question)
    assert (answer.message, answer.lesson, answer.measures) == (OWN.text, OWN, ())


def test_measures_that_the_office_named_come_first_with_their_proof(taught: Asker) -> None:
    answer = taught.ask("黑板报的主题由谁定")
    assert [found.number for found in answer.measures[:2]] == [26, 8]
    assert (answer.kind, answer.confident, answer.lesson) == ("measure", True, NAMED)
    assert len(answer.measures) >= 3
    assert answer.message.startswith("按学校安排。\n\n第26条")


@pytest.mark.parametrize("question", ["娃近视谁管", "第7条", "公安局有哪些任务", "天气怎么样"])
def test_other_questions_are_answered_as_ever(asker: Asker, taught: Asker, question: str) -> None:
    assert taught.ask(question) == asker.ask(question)


def test_danger_goes_before_any_lesson(asker: Asker) -> None:
    assert asker.with_lessons([Lesson("有人打孩子", (8,), "")]).ask("有人打孩子").kind == "emergency"


def test_the_later_of_two_lessons_counts_and_one_taken_back_is_gone(asker: Asker) -> None:
    later = Lesson(OWN.question, (), "改在二楼。")
    assert asker.with_lessons([OWN, later]).ask(OWN.question).message == "改在二楼。"
    assert asker.with_lessons([]).ask(OWN.question) == asker.ask(OWN.question)
