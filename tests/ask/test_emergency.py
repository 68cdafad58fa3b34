import pytest

from bot.ask import Asker
from tests.ask.sets import kept, labelled, lines, marked

URGENT = lines("emergencies.txt")
MIXED = marked("mixed.txt", "urgent")
MORE = lines("emergencies_more.txt")
LAST = marked("unseen.txt", "urgent")
SECOND = marked("second_sight.txt", "urgent")
THIRD = [*marked("third_sight.txt", "urgent"), *marked("fourth_sight.txt", "urgent")]
LOOKALIKES = labelled("policy_lookalikes.txt")


def missed(asker: Asker, messages: list[str]) -> list[str]:
    return [text for text in messages if asker.ask(text).kind != "emergency"]


@pytest.mark.parametrize("held_out", [False, True])
def test_whoever_writes_of_a_child_in_danger_is_told_whom_to_call(asker: Asker, held_out: bool) -> None:
    assert len(URGENT) >= 60
    assert missed(asker, kept(URGENT, held_out)) == []


@pytest.mark.parametrize(
    "messages", [MIXED, MORE, LAST, SECOND, THIRD], ids=["mixed", "more", "unseen", "second", "third"]
)
def test_other_phrasings_of_danger_are_heard_too(asker: Asker, messages: list[str]) -> None:
    assert missed(asker, messages) == []


def test_talk_about_children_that_is_no_danger_stays_calm(asker: Asker) -> None:
    calm = [*lines("calm.txt"), *marked("second_sight.txt", "calm")]
    assert [text for text in calm if asker.ask(text).kind == "emergency"] == []
    more = [*marked("third_sight.txt", "calm"), *marked("fourth_sight.txt", "calm")]
    alarms = [text for text in more if asker.ask(text).kind == "emergency"]
    assert len(alarms) <= 0.05 * len(more), alarms


@pytest.mark.parametrize("tail", ["", "，归谁管", "，谁负责", "，找哪个单位", "？", "，你们管不管", "怎么办"])
def test_asking_who_is_in_charge_does_not_hide_the_danger(asker: Asker, tail: str) -> None:
    for text in ("隔壁男的正在打孩子", "我女儿走丢了", "我不想活了", "我被老师摸了", "娃掉河里了"):
        assert asker.ask(text + tail).kind == "emergency", text + tail


def test_the_numbers_to_call_come_first_and_reports_are_not_taken_here(asker: Asker) -> None:
    message = asker.ask("有人打孩子").message
    places = [message.index(number) for number in ("110", "120", "12356", "12345", "12355")]
    assert places == sorted(places)
    assert places[0] < 40
    assert "本机器人不受理报案、举报" in message
    assert "第十一条" in message


def test_the_same_words_in_a_question_about_the_plan_get_the_plan(asker: Asker) -> None:
    assert len(LOOKALIKES) >= 40
    assert [item.question for item in LOOKALIKES if asker.ask(item.question).kind == "emergency"] == []
    wrong = [
        i.question
        for i in LOOKALIKES
        if not i.wanted & {f.number for f in asker.ask(i.question).measures[:1]}
    ]
    assert len(wrong) <= 1, wrong


def test_everyday_questions_hardly_ever_raise_the_alarm(asker: Asker) -> None:
    questions = [*labelled("questions.txt"), *labelled("questions_more.txt"), *labelled("mixed.txt")]
    alarms = [item.question for item in questions if asker.ask(item.question).kind == "emergency"]
    assert len(alarms) <= 0.01 * len(questions), alarms


@pytest.mark.parametrize(
    "message",
    [
        "我是班主任，学生身上全是伤",
        "我们班有个学生说她爸打她",
        "我是村主任，有家人打孩子",
        "学生跟我说想自杀",
    ],
)
def test_those_who_must_report_are_told_so(asker: Asker, message: str) -> None:
    answer = asker.ask(message)
    assert answer.kind == "emergency"
    assert "应当立即向" in answer.message
    assert "第十一条" in answer.message


def test_others_are_told_of_their_right_unless_the_caller_knows_better(asker: Asker) -> None:
    own, known = asker.ask("隔壁在打孩子"), asker.ask("隔壁在打孩子", official=True)
    assert "都有权" in own.message
    assert "应当立即向" not in own.message
    assert "应当立即向" in known.message
