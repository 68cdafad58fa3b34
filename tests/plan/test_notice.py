"""The real notice, against a person's reading of it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.plan.loader import plan_bytes
from bot.plan.model import Plan
from bot.plan.notice import NoticeError, parse_notice
from tests.plan import kelan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return parse_notice(kelan.NOTICE, "kelan-2022")


def test_the_particulars_are_read(plan: Plan) -> None:
    assert plan.title == "2022年度岢岚县未成年人保护工作实施方案"
    assert plan.document_number == "岢政办发〔2022〕39号"
    assert plan.issuer == "岢岚县人民政府办公室"
    assert plan.issued_on == "2022-07-14"
    assert plan.id == "kelan-2022"


def test_the_seven_sections_are_read(plan: Plan) -> None:
    assert {section.number: section.title for section in plan.sections} == kelan.SECTIONS


def test_there_are_26_measures_numbered_through(plan: Plan) -> None:
    assert [measure.number for measure in plan.measures] == list(range(1, 27))


@pytest.mark.parametrize("number", kelan.MEASURES)
def test_a_measure_is_read_with_section_title_units_and_text(plan: Plan, number: int) -> None:
    section, title, _ = kelan.MEASURES[number]
    first, last = kelan.EDGES[number]
    measure = plan.by_number[number]
    assert (measure.section, measure.title) == (section, title)
    assert list(measure.units) == kelan.units_of(number)
    assert measure.text.startswith(first)
    assert measure.text.endswith(last)
    assert measure.all_members == (number in kelan.ALL_MEMBERS)


def test_the_notice_names_no_lead_no_support_and_no_deadline(plan: Plan) -> None:
    assert all(not m.lead and not m.support and m.deadline is None for m in plan.measures)


@pytest.mark.parametrize(("number", "sentence"), kelan.HEALED.items())
def test_a_sentence_cut_by_a_page_break_is_healed(plan: Plan, number: int, sentence: str) -> None:
    assert sentence in plan.by_number[number].text


def test_every_text_is_the_notice_s_own_but_for_breaks_and_bold(plan: Plan) -> None:
    bare = re.sub(r"\s*\n\s*", "", kelan.NOTICE.replace("**", ""))
    for measure in plan.measures:
        assert measure.text in bare


def test_spaces_inside_lines_and_half_width_brackets_in_the_text_stay_as_printed(plan: Plan) -> None:
    assert "依托 12355 青少年" in plan.by_number[14].text
    assert "为 0-6 岁儿童" in plan.by_number[16].text
    assert "销售烟(含电子烟)、酒、彩票行为" in plan.by_number[24].text


def test_32_units_are_named_and_bound_by_210_obligations(plan: Plan) -> None:
    assert len(plan.units) == 32
    assert {unit.name for unit in plan.units} == {u for n in kelan.MEASURES for u in kelan.units_of(n)}
    owners = [named for measure in plan.measures for _, named in plan.owners(measure)]
    assert (len(owners), owners.count(True), owners.count(False)) == (210, 117, 93)


def test_full_names_follow_from_the_county(plan: Plan) -> None:
    full = {unit.name: unit.full_name for unit in plan.units}
    assert full["县公安局"] == "岢岚县公安局"
    assert full["县委宣传部"] == "中共岢岚县委宣传部"
    assert full["团县委"] == "共青团岢岚县委员会"
    assert full["县妇联"] == "岢岚县妇女联合会"
    assert full["县法院"] == "岢岚县人民法院"


def test_importing_again_gives_the_committed_bytes(plan: Plan) -> None:
    assert plan_bytes(plan) == (kelan.FOLDER / "plan.json").read_bytes()


def _break_points() -> list[int]:
    """Places inside sentences and unit lists of the measures: not at a line's edge, a space, or a number.

    A break behind a space would swallow it, and one inside "14. " makes another number of it: no reader
    could tell. A page does not turn inside a bold mark either.
    """
    points = []
    offset = 0
    for line in kelan.NOTICE.split("\n"):
        match = re.match(r"\d+\. ?(?:\*\*)?", line)
        begin = match.end() if match else 0
        if len(line) > 60 or line.startswith("（"):
            points += [
                offset + i
                for i in range(begin + 1, len(line))
                if not {line[i - 1], line[i]} & {" ", "*"} and not re.match(r"\d{1,3}[.、]", line[i:])
            ]
        offset += len(line) + 1
    first = kelan.NOTICE.index("1. 强化理论学习")
    return [point for point in points if point > first]


_BREAKS = [
    "\n",
    "\n\n",
    "\r\n\r\n",
    "\n\n— 3 —\n\n",
    "\n\n3\n\n",
    "\n- 12 -\n",
    "\f",
    "\n\n　　",
    "  \n\n第 4 页\n\n",
]


@settings(max_examples=70)
@given(
    st.lists(st.tuples(st.sampled_from(_break_points()), st.sampled_from(_BREAKS)), min_size=4, max_size=12)
)
def test_page_breaks_anywhere_in_the_measures_change_nothing(breaks: list[tuple[int, str]]) -> None:
    text = kelan.NOTICE
    for point, mark in sorted(dict(breaks).items(), reverse=True):
        text = text[:point] + mark + text[point:]
    assert plan_bytes(parse_notice(text, "kelan-2022")) == (kelan.FOLDER / "plan.json").read_bytes()


@pytest.mark.parametrize("number", [3, 10, 24])
def test_a_unit_list_may_break_at_every_one_of_its_characters(number: int) -> None:
    expected = kelan.units_of(number)
    listed = re.search(r"[（(](?:\*\*)?" + r"\s*".join("".join(expected[0])), kelan.NOTICE)
    assert listed
    begin = kelan.NOTICE.index(listed.group())
    end = re.compile(r"[）)]\n").search(kelan.NOTICE, begin)
    assert end
    points = [
        point
        for point in range(begin + 1, end.start() + 1)
        if "*" not in {kelan.NOTICE[point - 1], kelan.NOTICE[point]}
    ]
    apart = -(-len(points) // 3)
    for first in range(apart):  # three at once, far from each other
        text, own = kelan.NOTICE, points[first::apart]
        for point in reversed(own):
            text = text[:point] + "\n\n— 5 —\n\n" + text[point:]
        assert list(parse_notice(text, "x").by_number[number].units) == expected, own


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.replace("**", ""),
        lambda text: text.replace("\n一、", "\n## 一、").replace("\n1. ", "\n1．"),
        lambda text: "\n".join("　　" + line for line in text.split("\n")),
        lambda text: text.replace("\n\n", "\n"),
    ],
    ids=["windows", "no bold", "markdown", "indented", "no blank lines"],
)
def test_how_the_file_was_saved_changes_nothing(change) -> None:
    assert (
        plan_bytes(parse_notice(change(kelan.NOTICE), "kelan-2022"))
        == (kelan.FOLDER / "plan.json").read_bytes()
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n\n ",
        "今天天气不错。",
        "一、加强领导\n1. 提高认识。\n2. 抓好落实。",
        "岢岚县人民政府办公室\n2022年7月14日",
    ],
)
def test_a_text_that_is_no_plan_is_refused_kindly(text: str) -> None:
    with pytest.raises(NoticeError, match=r"[一-龥]"):
        parse_notice(text, "x")


def test_a_number_printed_twice_is_refused_with_its_line() -> None:
    text = kelan.NOTICE.replace("\n6. 加大家庭", "\n5. 加大家庭")
    with pytest.raises(NoticeError, match="第35行"):
        parse_notice(text, "x")


@settings(max_examples=80)
@given(
    st.text(alphabet="一二、（）()1２.。\n 县民政局负责团委各成员单位：；牵头**第条责任《》—", max_size=120)
)
def test_any_text_is_either_a_plan_or_refused(text: str) -> None:
    try:
        plan = parse_notice(text, "x")
    except NoticeError:
        return
    assert plan.measures
    assert len(plan.by_number) == len(plan.measures)
