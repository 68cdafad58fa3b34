import pytest

from bot.ask import Asker
from tests.ask.sets import kept, lines, marked

OUTSIDE = lines("out_of_scope.txt")


def answered(asker: Asker, questions: list[str]) -> list[str]:
    return [question for question in questions if asker.ask(question).kind != "none"]


@pytest.mark.parametrize(
    "questions",
    [
        kept(OUTSIDE, held_out=False),
        kept(OUTSIDE, held_out=True),
        lines("out_of_scope_more.txt"),
        marked("mixed.txt", "out"),
        marked("unseen.txt", "out"),
        marked("first_sight.txt", "out"),
        marked("second_sight.txt", "out"),
        marked("third_sight.txt", "out"),
        marked("fourth_sight.txt", "out"),
        marked("fifth_sight.txt", "out"),
        marked("sixth_sight.txt", "out"),
        marked("eighth_sight.txt", "out"),
        marked("ninth_sight.txt", "out"),
    ],
    ids=[
        "tuned",
        "held out",
        "more",
        "mixed",
        "unseen",
        "first sight",
        "second sight",
        "third sight",
        "fourth sight",
        "fifth sight",
        "sixth sight",
        "eighth sight",
        "ninth sight",
    ],
)
def test_what_the_plan_does_not_answer_is_declined(asker: Asker, questions: list[str]) -> None:
    wrong = answered(asker, questions)
    assert len(wrong) <= 0.05 * len(questions), wrong


def test_declining_is_kind_and_names_the_nearest(asker: Asker) -> None:
    answer = asker.ask("火车票怎么退")
    assert (answer.kind, answer.measures, answer.confident) == ("none", (), False)
    assert answer.message.startswith("方案中没有")
    assert f"第{answer.nearest[0]}条" in answer.message


@pytest.mark.parametrize("question", ["你好", "您好！", "hello", "在吗", "谢谢", "好的，谢谢您", "收到"])
def test_a_courtesy_gets_a_courtesy(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.measures) == ("none", ())
    assert answer.message.startswith(("您好", "不客气"))


@pytest.mark.parametrize("question", ["", "   ", "？？？", "。。。", "\u200b", "🙂", "、"])
def test_a_message_without_words_is_told_what_can_be_asked(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert (answer.kind, answer.measures) == ("none", ())
    assert "例如" in answer.message
