import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ask import Asker, answer_json
from bot.ask.clauses import sentences
from bot.ask.wording import normal
from bot.plan.model import Plan
from tests.quiet import keeps_within

WORDS = (
    *"第条七8和管吗谁孩子打、，？《》(#-到年",
    *(
        "二十七",
        "部分",
        "公安",
        "教育局",
        "团委",
        "网吧",
        "校园欺凌",
        "近视",
        "丢了",
        "多少",
        "最多",
        "哪个",
        "单位",
    ),
    *(
        "各成员单位",
        "2022",
        "天气",
        "一起",
        "都",
        "没有",
        "还是",
        "三、",
        "措施",
        "方案",
        "刀",
        "嗯",
        "哦",
        "谢谢",
    ),
)
QUESTIONS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(WORDS), max_size=12).map("".join),
    st.text("第0123456789条十百千万、-", max_size=20),
)


@given(question=QUESTIONS)
def test_any_text_gets_one_whole_answer(asker: Asker, plan: Plan, question: str) -> None:
    answer = asker.ask(question)
    assert answer.question == question
    assert answer.message
    assert answer == asker.ask(question)
    if answer.kind == "none":
        assert (answer.measures, answer.confident) == ((), False)
    for found in answer.measures:
        measure = plan.by_number[found.number]
        assert found.quote in measure.text
        assert found.units[: len(measure.units)] == measure.units
        assert set(answer.likely) <= set(plan.by_unit)
    assert set(answer.nearest) <= set(plan.by_number)
    json.dumps(answer_json(answer), ensure_ascii=False).encode()


@given(text=st.text("甲乙。；！？”）\n ", max_size=40))
def test_sentences_lose_nothing_but_space(text: str) -> None:
    found = list(sentences(text))
    assert all(sentence in text for sentence in found)
    assert sum(c in "甲乙" for c in "".join(found)) == sum(c in "甲乙" for c in text)


def test_width_case_and_invisible_characters_make_no_difference(asker: Asker) -> None:
    plain = asker.ask("12355是什么").measures
    assert asker.ask("１２３５５ 是\u200b什么").measures == plain
    assert asker.ask("ktv让小孩进").measures == asker.ask("ＫＴＶ让小孩进").measures
    assert normal("\ufeff第７条\u3000 谁管") == "第7条 谁管"


@pytest.mark.timing
@pytest.mark.parametrize(
    "unit",
    [
        "娃",
        "校园欺凌谁管？",
        "第7条、",
        "公安局和",
        "打",
        "12",
        "一",
        "第一",
        "7、",
        "把孩子关",
        "a",
        "哪个单位最",
    ],
)
def test_five_thousand_characters_are_answered_at_once(asker: Asker, unit: str) -> None:
    text = (unit * 5000)[:5000]
    assert asker.ask(text).message
    assert keeps_within(lambda: asker.ask(text), 0.05)


def test_json_has_exactly_the_agreed_keys(asker: Asker) -> None:
    shown = answer_json(asker.ask("公安局有哪些任务"))
    assert list(shown) == [
        "question",
        "kind",
        "measures",
        "units",
        "likely",
        "nearest",
        "confident",
        "message",
    ]
    named, via = shown["measures"][0], shown["measures"][-1]
    assert list(named) == ["number", "title", "section", "units", "quote", "score"]
    assert via["via"] == "各成员单位"
    assert via["units"][-1] == "各成员单位"
    assert named["section"] == 2
