import pytest

from bot.ask import Asker
from bot.ask.emergency import told
from tests.ask.sets import kept, labelled, lines, marked, unmarked

URGENT = lines("emergencies.txt")
MIXED = marked("mixed.txt", "urgent")
MORE = unmarked("emergencies_more.txt", "held")
HELD = marked("emergencies_more.txt", "held")
HELD_CALM = marked("calm.txt", "held")
LAST = marked("unseen.txt", "urgent")
SECOND = marked("second_sight.txt", "urgent")
THIRD = [*marked("third_sight.txt", "urgent"), *marked("fourth_sight.txt", "urgent")]
FIFTH = [*marked("fifth_sight.txt", "urgent"), *marked("sixth_sight.txt", "urgent")]
EIGHTH = marked("eighth_sight.txt", "urgent")
NINTH = marked("ninth_sight.txt", "urgent")
LOOKALIKES = labelled("policy_lookalikes.txt")


def missed(asker: Asker, messages: list[str]) -> list[str]:
    return [text for text in messages if asker.ask(text).kind != "emergency"]


@pytest.mark.parametrize("held_out", [False, True])
def test_whoever_writes_of_a_child_in_danger_is_told_whom_to_call(asker: Asker, held_out: bool) -> None:
    assert len(URGENT) >= 60
    assert missed(asker, kept(URGENT, held_out)) == []


@pytest.mark.parametrize(
    "messages",
    [MIXED, MORE, LAST, SECOND, THIRD, FIFTH, EIGHTH, NINTH],
    ids=["mixed", "more", "unseen", "second", "third", "fifth", "eighth", "ninth"],
)
def test_other_phrasings_of_danger_are_heard_too(asker: Asker, messages: list[str]) -> None:
    assert missed(asker, messages) == []


def test_talk_about_children_that_is_no_danger_stays_calm(asker: Asker) -> None:
    calm = [*unmarked("calm.txt", "held"), *marked("second_sight.txt", "calm")]
    assert [text for text in calm if asker.ask(text).kind == "emergency"] == []
    sets = ("third", "fourth", "fifth", "sixth", "eighth", "ninth")
    more = [text for name in sets for text in marked(f"{name}_sight.txt", "calm")]
    alarms = [text for text in more if asker.ask(text).kind == "emergency"]
    assert len(alarms) <= 0.05 * len(more), alarms


def test_what_was_never_trained_on_is_mostly_told_apart(asker: Asker) -> None:
    trained = {*told("urgent.txt"), *told("calm.txt")}
    assert not trained & {*HELD, *HELD_CALM}
    unheard = missed(asker, HELD)
    assert len(unheard) <= 0.1 * len(HELD), unheard
    alarms = [text for text in HELD_CALM if asker.ask(text).kind == "emergency"]
    assert len(alarms) <= 0.15 * len(HELD_CALM), alarms


@pytest.mark.parametrize("tail", ["", "，归谁管", "，谁负责", "，找哪个单位", "？", "，你们管不管", "怎么办"])
def test_asking_who_is_in_charge_does_not_hide_the_danger(asker: Asker, tail: str) -> None:
    for text in ("隔壁男的正在打孩子", "我女儿走丢了", "我不想活了", "我被老师摸了", "娃掉河里了"):
        assert asker.ask(text + tail).kind == "emergency", text + tail


@pytest.mark.parametrize(
    ("question", "plea"),
    [
        ("第9条谁负责来着 有人问我", "第9条谁负责来着 有人打我"),
        ("第20条归谁，家长追着问", "第20条归谁，我女儿从早上到现在没找见"),
        ("第8条谁管，学校要填表", "第8条谁管 我同学正在被打"),
        ("这归哪个单位管，领导等着要", "这归哪个单位管，我爸拿刀追我妈"),
    ],
)
def test_what_is_said_beside_a_question_must_tell_of_danger_by_itself(
    asker: Asker, question: str, plea: str
) -> None:
    assert asker.ask(question).kind != "emergency"
    assert asker.ask(plea).kind == "emergency"


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
        "我是村医，这娃身上全是烟头烫的",
        "我在卫生院上班，来了个骨折的娃，说是他爸打的",
        "我带的班里有个女孩说她继父摸她",
    ],
)
def test_those_who_must_report_are_told_so(asker: Asker, message: str) -> None:
    answer = asker.ask(message)
    assert answer.kind == "emergency"
    assert "应当立即向" in answer.message
    assert "第十一条" in answer.message


@pytest.mark.parametrize("message", ["我在学校被老师打了", "我同学说她爸打她", "我们老师摸我"])
def test_a_child_is_not_told_that_it_must_report(asker: Asker, message: str) -> None:
    answer = asker.ask(message)
    assert answer.kind == "emergency"
    assert "应当立即向" not in answer.message


def test_others_are_told_of_their_right_unless_the_caller_knows_better(asker: Asker) -> None:
    own, known = asker.ask("隔壁在打孩子"), asker.ask("隔壁在打孩子", official=True)
    assert "都有权" in own.message
    assert "应当立即向" not in own.message
    assert "应当立即向" in known.message


@pytest.mark.parametrize(
    "question",
    [
        "学校的土窑快塌了",
        "学校走廊电线裸着",
        "教室房顶漏雨，墙也裂了",
        "操场单杠锈得要断",
        "幼儿园门口的树快倒了",
        "校车刹车不灵还超载",
        "学校灭火器早过期了",
        "操场边的坑没有护栏",
    ],
)
def test_what_may_yet_hurt_somebody_is_a_question_of_safety(asker: Asker, question: str) -> None:
    answer = asker.ask(question)
    assert answer.kind == "measure"
    assert 8 in [found.number for found in answer.measures[:3]]


@pytest.mark.parametrize(
    "message",
    [
        "学校的土窑塌了，压着两个娃",
        "走廊电线漏电，学生被电倒了",
        "墙要倒了，我们还在下面",
        "房梁断了，娃在里头出不来",
        "树倒了砸中一个学生",
        "校车刹车不灵，撞了人",
        "宿舍着火，门打不开",
        "楼梯上踩踏了",
        "坏人在砸门，锁快断了",
        "他快断气了，躺在门口",
    ],
)
def test_what_has_hurt_somebody_is_an_emergency(asker: Asker, message: str) -> None:
    assert asker.ask(message).kind == "emergency"


@pytest.mark.parametrize(
    ("law", "plea"),
    [
        ("打孩子犯法吗", "我爸天天打我犯法吗"),
        ("发现孩子被虐待不报告违法吗", "隔壁正在虐待孩子，不报告违法吗"),
        ("后妈虐待孩子犯什么罪", "我后妈虐待我，犯什么罪"),
        ("父母把孩子卖了算拐卖吗", "有人要把孩子卖了，算拐卖吗"),
        ("强奸幼女怎么判", "我女儿被强奸了，怎么判"),
        ("老师打学生手板算体罚吗", "老师把我打得站不起来，算体罚吗"),
        ("家长打孩子属于家暴吗", "爸爸天天打妹妹，属于家暴吗"),
    ],
)
def test_what_the_law_says_is_a_question_unless_it_happens_to_somebody(
    asker: Asker, law: str, plea: str
) -> None:
    assert asker.ask(law).kind == "measure"
    assert asker.ask(plea).kind == "emergency"


def test_the_check_alone_answers_as_asking_does(asker: Asker) -> None:
    every = ["", "你好", "谢谢", "？", "jiuming", "救命", *THIRD, *FIFTH, *marked("fifth_sight.txt", "calm")]
    for official in (False, True):
        for text in every:
            answer = asker.ask(text, official=official)
            assert asker.emergency(text, official=official) == (
                answer if answer.kind == "emergency" else None
            )
