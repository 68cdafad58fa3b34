"""What the check finds in the real notice, in made-up ones, and what it leaves alone."""

import random
import re

import pytest

from bot.plan.check import Doubt, check_notice
from bot.plan.texts import KIND_NAMES
from tests.plan import kelan
from tests.plan.test_notice_styles import CHAOYANG, FANGSHAN, JINGLE, YUANPING


@pytest.fixture(scope="module")
def doubts() -> list[Doubt]:
    return check_notice(kelan.NOTICE, "kelan-2022")


@pytest.mark.parametrize(
    ("line", "measure", "kind", "words"),
    [
        (9, None, "year", "2021年度忻州市未成年人保护工作实施方案"),
        (9, None, "year", "忻未保办〔2021〕4号"),
        (9, None, "title_mark", "》的通知"),
        (23, 2, "title_mark", "实施细则〉"),
        (23, 2, "title_mark", "方案计划"),
        (25, 3, "unit_name", "县政法委"),
        (33, 5, "punctuation", "”、“"),
        (39, 7, "ordinal", "第十个学前教育宣传月"),
        (45, 9, "slip", "中小生命观"),
        (45, 9, "dash", "2021-2025"),
        (49, 10, "bold", "**县"),
        (54, 11, "page_break", "网课平台。"),
        (58, 12, "slip", "宣讲会客"),
        (61, 13, "repeat", "提高互联互联网"),
        (67, 14, "wording", "村委"),
        (67, 14, "space", "依托 12355"),
        (67, 14, "bold", "**夯实工作基础。**"),
        (73, 16, "space", "为 0-6 岁"),
        (101, 24, "width", "烟(含电子烟)"),
        (101, 24, "width", "(县人大社会委"),
        (107, 26, "wording", "法制广播"),
        (109, None, "copies", "人大常委会办公室"),
        (109, None, "copies", "县法院"),
        (110, None, "copies", "县检察院"),
        (116, None, "copies", "共印20份"),
        (21, 1, "units", "各成员单位"),
        (15, None, "space", "2022 年度"),
    ],
)
def test_a_slip_of_the_real_notice_is_found_at_its_line(
    doubts: list[Doubt], line: int, measure: int | None, kind: str, words: str
) -> None:
    found = [d for d in doubts if (d.line, d.kind) == (line, kind) and words in d.excerpt]
    assert found, [d for d in doubts if d.line == line]
    assert found[0].measure == measure


def test_every_line_that_a_page_break_cut_is_told(doubts: list[Doubt]) -> None:
    cut = {31, 41, 47, 49, 54, 58, 61, 69, 75, 83, 91, 99, 103, 109}
    assert {doubt.line for doubt in doubts if doubt.kind == "page_break"} == cut


def test_the_real_notice_raises_no_other_doubt_about_its_words(doubts: list[Doubt]) -> None:
    words = [d for d in doubts if d.kind in {"slip", "repeat", "wording", "year", "ordinal", "unit_name"}]
    assert sorted(doubt.line for doubt in words) == [9, 9, 25, 39, 45, 58, 61, 67, 107]


def test_the_party_organ_is_shown_its_sibling(doubts: list[Doubt]) -> None:
    [doubt] = [doubt for doubt in doubts if doubt.kind == "unit_name"]
    assert "县委政法委" in doubt.message
    assert "县委宣传部" in doubt.message


def test_every_doubt_has_a_kind_with_a_name_a_chinese_message_and_its_line_s_words(
    doubts: list[Doubt],
) -> None:
    lines = kelan.NOTICE.split("\n")
    for doubt in doubts:
        assert doubt.kind in KIND_NAMES
        assert re.search(r"[一-龥].*。$", doubt.message), doubt
        assert any(
            chunk in lines[doubt.line - 1] for chunk in (doubt.excerpt, doubt.excerpt[-6:], doubt.excerpt[:6])
        )
    assert [doubt.line for doubt in doubts] == sorted(doubt.line for doubt in doubts)


def test_checking_corrects_nothing_and_is_repeatable() -> None:
    assert check_notice(kelan.NOTICE, "x") == check_notice(kelan.NOTICE, "x")


_PLAN = """方山县人民政府办公室文件

方政办发〔2026〕5号

方山县2026年未成年人保护工作方案

为做好工作，制定本方案。

一、学校保护
1. 校园安全。开展校园欺凌专项治理，加强法治教育。（县教育局、县公安局负责）
2. 健康成长。加强中小学生心理健康教育。（县教育局、县卫健局负责）
3. 网络保护。落实网站平台主体责任。（县委网信办、县教育局、县公安局负责）

二、社会保护
4. 营造氛围。开展宣传教育活动，举办座谈会、主题班会。（县委宣传部、县教育局负责）
5. 救助保护。将困境儿童纳入保障范围。（县民政局、县财政局负责）

方山县人民政府办公室
2026年2月3日
"""


def _kinds(text: str) -> set[tuple[int, str]]:
    return {(doubt.line, doubt.kind) for doubt in check_notice(text, "x")}


def test_a_clean_notice_raises_no_doubt() -> None:
    assert check_notice(_PLAN, "x") == []


@pytest.mark.parametrize(
    ("old", "new", "line", "kind"),
    [
        ("校园欺凌专项治理", "校园校园欺凌专项治理", 10, "repeat"),
        ("加强法治教育", "加强法治教育教育", 10, "repeat"),
        ("为做好工作", "为做好的的工作", 7, "repeat"),
        ("中小学生心理健康教育", "中小生心理健康教育", 11, "slip"),
        ("中小学生心理健康教育", "中小学生心理健教育", 11, "slip"),
        ("开展宣传教育活动", "开展宣教传育活动", 15, "slip"),
        ("开展宣传教育活动", "开展宣传教育活动动", 15, "repeat"),
        ("网站平台主体责任", "网站平台主本责任", 12, "slip"),
        ("举办座谈会、", "举办座谈会鱼、", 15, "slip"),
        ("制定本方案", "依据2025年印发的《方山县2025年未成年人保护工作方案》制定本方案", 7, "year"),
        ("制定本方案", "依据方政办发〔2025〕5号文件制定本方案", 7, "year"),
        ("制定本方案", "依据《儿童规划（2021—2025年）》制定本方案", 7, "year"),
        ("制定本方案", "依据《方山县方案制定本方案", 7, "bracket"),
        ("制定本方案", "依据方山县方案》制定本方案", 7, "bracket"),
        ("制定本方案", "依据“方山县方案》制定本方案", 7, "bracket"),
        ("（县民政局、县财政局负责）", "（县民政局、县财政局负责)", 16, "bracket"),
        ("制定本方案", "依据《方山县《儿童》方案》制定本方案", 7, "title_mark"),
        ("制定本方案", "依据《〈儿童计划（2026—2030年）实施办法〉的意见》制定本方案", 7, "title_mark"),
        ("为做好工作，", "为做好工作,", 7, "width"),
        ("为做好工作", "为做好５项工作", 7, "width"),
        ("为做好工作", "为做好 5 项工作", 7, "space"),
        ("（县委宣传部、", "（县宣传部、", 15, "unit_name"),
        ("（县民政局、县财政局负责）", "（县民政局、县教育科技局负责）", 16, "unit_name"),
        ("县委网信办、县教育局", "县委网信办、县教肓局", 12, "unit_name"),
        ("（县民政局、县财政局负责）", "（县民政局、县财政局、县民政局负责）", 16, "units"),
        ("（县民政局、县财政局负责）", "", 16, "units"),
        ("\n4. 营造", "\n5. 营造", 15, "numbering"),
        ("\n5. 救助", "\n7. 救助", 16, "numbering"),
        ("\n3. 网络", "\n3、网络", 12, "numbering"),
        ("二、社会", "三、社会", 14, "numbering"),
        ("方政办发〔2026〕5号", "", 1, "missing"),
        ("方政办发〔2026〕5号", "方政办发〔2025〕5号", 1, "date"),
        ("2026年2月3日\n", "2026年2月3日\n抄送：县委办公室，县教育局，人大办公室。\n共印3份\n", 20, "copies"),
        ("2026年2月3日\n", "2026年2月3日\n抄送：县委办公室，政协办公室。\n共印3份\n", 21, "copies"),
        ("2026年2月3日\n", "2026年2月3日\n方山县人民政府办公室　2026年2月4日印发\n", 20, "date"),
        ("加强法治教育", "加强法制教育，开展法治宣传", 10, "wording"),
        ("落实网站", "截止6月落实网站", 12, "wording"),
        ("1. 校园安全。", "1. **校园安全。**", 10, "bold"),
        ("加强法治教育", "加强法\n\n治教育", 10, "page_break"),
        ("加强法治教育", "组织第三届法治宣传周活动", 10, "ordinal"),
        ("为做好工作，", "为做好工作，，", 7, "punctuation"),
        ("为做好工作", "为落实“双减”、“双增”工作", 7, "punctuation"),
        (
            "为做好工作",
            "为落实（2026—2027年）、（2025—2028年）和（2024-2029年）安排",
            7,
            "dash",
        ),
    ],
)
def test_a_slip_made_in_a_clean_notice_is_found(old: str, new: str, line: int, kind: str) -> None:
    assert old in _PLAN
    found = _kinds(_PLAN.replace(old, new))
    assert (line, kind) in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("为做好工作", "为做好校校协同、家校社共育工作"),
        ("加强法治教育", "加强未成年人监护，组织未成年子女参加大中小学、中学生和小学生活动"),
        ("制定本方案", "依据《未成年人保护法》（2024年修正）、《儿童规划（2021—2030年）》制定本方案"),
        ("加强法治教育", "加强网络安全、互联网安全和司法援助，做到“一人一案”（含随迁子女）"),
        ("加强法治教育", "拨打12355、110（24小时），为0-6岁儿童提供APP服务"),
        ("加强法治教育", "贯彻执行《关于加强〈学校〉工作的意见》"),
        ("县卫健局负责", "县司法局负责"),
        ("加强法治教育", "发挥村委会、居委会和村委员作用"),
    ],
)
def test_ordinary_wording_raises_no_doubt(old: str, new: str) -> None:
    assert check_notice(_PLAN.replace(old, new), "x") == []


def test_a_unit_outside_the_directory_is_doubted_only_when_there_is_one() -> None:
    known = ["县教育局", "县公安局", "县委网信办", "县委宣传部", "县民政局", "县财政局"]
    found = [doubt for doubt in check_notice(_PLAN, "x", known) if doubt.kind == "unit_name"]
    assert [(doubt.line, doubt.excerpt) for doubt in found] == [(11, "县卫健局")]


def test_a_text_that_is_no_plan_is_a_doubt_and_no_error() -> None:
    assert [doubt.kind for doubt in check_notice("", "x")] == ["missing"]
    assert any("没有找到" in doubt.message for doubt in check_notice("今天开会。", "x"))


@pytest.mark.parametrize("text", [JINGLE, CHAOYANG, YUANPING, FANGSHAN])
def test_plans_in_other_styles_are_checked_without_doubting_their_words(text: str) -> None:
    assert not {doubt.kind for doubt in check_notice(text, "x")} & {"slip", "repeat", "wording", "bracket"}


def test_a_fragment_doubled_anywhere_in_the_real_notice_is_found() -> None:
    """The slip of measure 13 made at forty other places, ten in a notice, each in a line of its own."""
    rng = random.Random(2022)
    runs: dict[int, list[re.Match[str]]] = {}
    for run in re.finditer(r"[\u4e00-\u9fff]{9,}", kelan.NOTICE.replace("\n", "。")):
        runs.setdefault(kelan.NOTICE[: run.start()].count("\n") + 1, []).append(run)
    for _ in range(4):
        text = kelan.NOTICE
        lines = rng.sample(sorted(runs), 10)
        for line in sorted(lines, reverse=True):  # from the end, so that places hold
            run = rng.choice(runs[line])
            at = rng.randrange(run.start() + 2, run.end() - 4)
            text = text[: at + 2] + text[at:]
        assert set(lines) <= {doubt.line for doubt in check_notice(text, "x") if doubt.kind == "repeat"}
