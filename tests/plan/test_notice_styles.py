"""Made-up plans of other places and years, in other styles of paper."""

import pytest

from bot.plan.model import Measure
from bot.plan.notice import NoticeError, parse_notice

JINGLE = """静乐县未成年人保护工作领导小组文件

静未保发[2023]3 号

静乐县未成年人保护工作领导小组
关于印发《静乐县2023年未成年人保护工作要点》的
通　知

各成员单位，各乡镇人民政府：
　　按照《关于加强工作的通知》（晋未保发〔2022〕9号）要求，现将《静乐县2023年未成年人保护工作要点》印发给你们。

静乐县未成年人保护工作领导小组
二〇二三年三月五日

静乐县2023年未成年人保护工作要点

　　2023年，全县未成年人保护工作要重点抓好以下工作。
　　一、夯实基础
　　（一）健全机制。完善县级协调机制，每季度召开一次

— 1 —

会议。（牵头单位：县民政局；配合单位：各成员单位）
　　（二）建强队伍。配齐儿童主任，6月底前完成培训。（牵头单位：县民政局；配合单位：县教育局、县妇

联）
　　二、家庭保护
　　（一）家庭教育指导。建设家长学校。（县妇联牵头，县教育局、县关工委配合）
　　（二）监护监督。排查监护缺失（含事实无人抚养）情况。（县民政局、县公安局按职责分工负责）
　　三、工作要求
　　（一）加强领导。各单位要高度重视。
　　（二）强化宣传。及时报送信息。

　　附件：1.任务清单
抄送：市未保办。
静乐县未成年人保护工作领导小组办公室　　2023年3月5日印发
"""

CHAOYANG = """朝阳区人民政府办公室关于印发朝阳区未成年人保护三年行动方案（2024—2026年）的通知
朝政办发（2024）12号

各街道办事处、区直各部门：
《朝阳区未成年人保护三年行动方案（2024—2026年）》已经区政府同意，现印发给你们。

朝阳区人民政府办公室
2024年1月9日

朝阳区未成年人保护三年行动方案
（2024—2026年）

第一章 总则
第一条 指导思想
坚持最有利于未成年人的原则。
责任单位：区民政局
第二章 任务
第二条 校园安全
各学校应当配备保安。
责任单位：区教育局、区公安分局
完成时限：2024年12月底前
第三条 网络保护
加强网吧管理，第五条、第六条所列
事项照此办理。
牵头单位：区委网信办
责任单位：区文化和旅游局、区公安分局，各街道
办事处
"""

YUANPING = """# 关于进一步加强全市未成年人保护工作的实施意见

原政发〔2025〕7号

**一、压实学校责任。** 落实校长负责制。（市教育局负责）

**二、整治校园周边**。清理“三无”食品(市市场监管局、市公安局、市城管局按职责分工负责)。

**三、强化救助。** 对困境儿童（含孤儿、留守儿童）发放补助。（市民政局牵头；市财政局、市残联参与）

原平市人民政府
2025年6月1日
"""

FANGSHAN = """方山县2026年未成年人保护工作实施方案
为做好工作，制定本方案。
一、总体要求
以保护为本。
二、重点任务
（一）家庭保护
1．加强家庭教育。开展家长课堂。（责任单位：县妇联、县教育体育局）
2．落实监护责任。开展监护评估，做到：（1）入户；（2）建档。（责任单位：县民政局，各乡镇）
（二）学校保护
3．防治学生欺凌。开展专项治理。（责任单位：县教育体育局、县公安局、县检察院；完成时限：2026年9月底前）
三、保障措施
（一）加强组织领导。各部门要高度重视。
（二）加强督导检查。定期通报。
方山县未成年人保护工作委员会
2026年2月3日
"""


def test_a_county_s_points_with_lead_and_support_in_each_section_numbered_anew() -> None:
    plan = parse_notice(JINGLE, "jingle-2023")
    assert plan.title == "静乐县2023年未成年人保护工作要点"
    assert plan.document_number == "静未保发〔2023〕3号"
    assert plan.issuer == "静乐县未成年人保护工作领导小组"
    assert plan.issued_on == "2023-03-05"
    assert [s.title for s in plan.sections] == ["夯实基础", "家庭保护", "工作要求"]
    assert [(m.number, m.section, m.title) for m in plan.measures] == [
        (1, 1, "健全机制"),
        (2, 1, "建强队伍"),
        (3, 2, "家庭教育指导"),
        (4, 2, "监护监督"),
        (5, 3, "加强领导"),
        (6, 3, "强化宣传"),
    ]
    first, second, third, fourth, fifth, last = plan.measures
    assert (first.lead, first.all_members) == (("县民政局",), True)
    assert first.text == "完善县级协调机制，每季度召开一次会议。"
    assert (second.lead, second.support) == (("县民政局",), ("县教育局", "县妇联"))
    assert second.deadline == "6月底前"
    assert (third.lead, third.support) == (("县妇联",), ("县教育局", "县关工委"))
    assert (fourth.units, fourth.lead) == (("县民政局", "县公安局"), ())
    assert fourth.text == "排查监护缺失（含事实无人抚养）情况。"
    assert (fifth.units, last.text) == ((), "及时报送信息。")
    assert {unit.full_name for unit in plan.units} == {
        "静乐县民政局",
        "静乐县教育局",
        "静乐县妇女联合会",
        "静乐县关心下一代工作委员会",
        "静乐县公安局",
    }


def test_a_district_s_articles_in_chapters_with_labels_on_lines_of_their_own() -> None:
    plan = parse_notice(CHAOYANG, "chaoyang-2024")
    assert plan.title == "朝阳区未成年人保护三年行动方案（2024—2026年）"
    assert plan.document_number == "朝政办发〔2024〕12号"
    assert plan.issued_on == "2024-01-09"
    assert [(s.number, s.title) for s in plan.sections] == [(1, "总则"), (2, "任务")]
    assert [(m.number, m.title, m.text) for m in plan.measures] == [
        (1, "指导思想", "坚持最有利于未成年人的原则。"),
        (2, "校园安全", "各学校应当配备保安。"),
        (3, "网络保护", "加强网吧管理，第五条、第六条所列事项照此办理。"),
    ]
    assert plan.measures[1].deadline == "2024年12月底前"
    assert plan.measures[2].lead == ("区委网信办",)
    assert plan.measures[2].units == ("区委网信办", "区文化和旅游局", "区公安分局", "各街道办事处")
    assert plan.by_unit["区委网信办"].full_name == "中共朝阳区委网络安全和信息化委员会办公室"


def test_a_city_s_opinion_without_sections_in_markdown() -> None:
    plan = parse_notice(YUANPING, "yuanping-2025")
    assert plan.title == "关于进一步加强全市未成年人保护工作的实施意见"
    assert plan.issuer == "原平市人民政府"
    assert len(plan.sections) == 1
    assert [(m.title, m.text) for m in plan.measures] == [
        ("压实学校责任", "落实校长负责制。"),
        ("整治校园周边", "清理“三无”食品。"),
        ("强化救助", "对困境儿童（含孤儿、留守儿童）发放补助。"),
    ]
    assert plan.measures[1].units == ("市市场监管局", "市公安局", "市城管局")
    assert (plan.measures[2].lead, plan.measures[2].support) == (("市民政局",), ("市财政局", "市残联"))
    assert plan.by_unit["市市场监管局"].full_name == "原平市市场监督管理局"


def test_a_plan_of_three_levels_numbers_its_measures_through() -> None:
    plan = parse_notice(FANGSHAN, "fangshan-2026")
    assert [s.title for s in plan.sections] == ["家庭保护", "学校保护"]
    assert [m.title for m in plan.measures] == ["加强家庭教育", "落实监护责任", "防治学生欺凌"]
    assert plan.measures[1].text == "开展监护评估，做到：（1）入户；（2）建档。"
    assert plan.measures[1].units == ("县民政局", "各乡镇")
    assert plan.measures[2].deadline == "2026年9月底前"
    assert (plan.document_number, plan.issued_on) == ("", "2026-02-03")


_HEAD = "方山县未成年人保护方案\n一、保护\n"
_OTHER = "2. 乙事。办乙事。（县民政局负责）\n"


def _one(owners: str) -> Measure:
    return parse_notice(f"{_HEAD}1. 甲事。做好甲事。{owners}\n{_OTHER}", "x").measures[0]


@pytest.mark.parametrize(
    ("owners", "units"),
    [
        ("（县公安局、县民政局按照职责分工负责）", ["县公安局", "县民政局"]),
        ("(县公安局、县民政局按职责分工负责)", ["县公安局", "县民政局"]),
        ("（县公安局，县民政局负责）", ["县公安局", "县民政局"]),
        ("（县公安局和县民政局负责）", ["县公安局", "县民政局"]),
        (
            "（县人力资源和社会保障局、县住房和城乡建设局负责）",
            ["县人力资源和社会保障局", "县住房和城乡建设局"],
        ),
        ("（县公安局、县民政局等部门按职责分工负责）", ["县公安局", "县民政局"]),
        ("（县公安局会同县民政局负责）", ["县公安局", "县民政局"]),
        ("（责任单位：县公安局、各乡镇人民政府）", ["县公安局", "各乡镇人民政府"]),
        ("【责任单位：县公安局 县民政局】".replace(" ", "、"), ["县公安局", "县民政局"]),
        ("\n责任单位：县公安局、县民政局", ["县公安局", "县民政局"]),
        ("\n（县公安局、县民政局）", ["县公安局", "县民政局"]),
        ("（**县公安局、县民政局负责**）", ["县公安局", "县民政局"]),
        (
            "（县公安局、公安局交警大队、国网方山供电公司负责）",
            ["县公安局", "公安局交警大队", "国网方山供电公司"],
        ),
        ("（县公安局负责）。", ["县公安局"]),
        ("（由县公安局负责）", ["县公安局"]),
        ("（县公安局、县 民政 局负责）", ["县公安局", "县民政局"]),
        ("（责任单位：县公安局；责任人：张某）", ["县公安局"]),
        ("（责任单位：县公安局  县民政局　团县委）", ["县公安局", "县民政局", "团县委"]),
        ("（县公安局、各县（市、区）人民政府负责）", ["县公安局", "各县（市、区）人民政府"]),
        ("（县公安局、各乡镇（街道））", ["县公安局", "各乡镇（街道）"]),
        ("\n- 责任单位：县公安局、县民政局", ["县公安局", "县民政局"]),
        ("\n**责任单位：**县公安局、县民政局", ["县公安局", "县民政局"]),
        ("（县公安局、县民政局分别负责）", ["县公安局", "县民政局"]),
        ("（县公安局、县民政局按各自职责抓好落实）", ["县公安局", "县民政局"]),
        ("（县公安局牵头组织实施，县民政局配合）", ["县公安局", "县民政局"]),
    ],
)
def test_responsible_units_are_read_in_every_usual_form(owners: str, units: list[str]) -> None:
    measure = _one(owners)
    assert list(measure.units) == units
    assert measure.text == "做好甲事。"


@pytest.mark.parametrize(
    ("owners", "deadline"),
    [
        ("（责任单位：县公安局；完成时限：2026年9月底前）", "2026年9月底前"),
        ("（县公安局牵头，2026年12月31日前完成）", "2026年12月31日前完成"),
        ("（县公安局负责，长期坚持）", "长期坚持"),
        ("\n责任单位：县公安局\n完成时限：长期坚持", "长期坚持"),
        ("（县公安局负责）", None),
    ],
)
def test_a_time_limit_is_kept_in_the_notice_s_words(owners: str, deadline: str | None) -> None:
    measure = _one(owners)
    assert (measure.units, measure.deadline) == (("县公安局",), deadline)


@pytest.mark.parametrize(
    ("owners", "lead", "support"),
    [
        ("（牵头单位：县民政局；配合单位：县公安局、团县委）", ["县民政局"], ["县公安局", "团县委"]),
        ("（县民政局牵头，县公安局、团县委配合）", ["县民政局"], ["县公安局", "团县委"]),
        ("（县民政局牵头，县公安局、团县委按职责分工负责）", ["县民政局"], []),
        ("（县民政局牵头负责；县公安局、团县委参与）", ["县民政局"], ["县公安局", "团县委"]),
        ("\n牵头单位：县民政局\n配合单位：县公安局、团县委", ["县民政局"], ["县公安局", "团县委"]),
        ("（县民政局、县公安局、团县委负责）", [], []),
    ],
)
def test_lead_and_support_are_kept_apart_only_where_the_notice_does(
    owners: str, lead: list[str], support: list[str]
) -> None:
    measure = _one(owners)
    assert (list(measure.lead), list(measure.support)) == (lead, support)
    assert list(measure.units) == ["县民政局", "县公安局", "团县委"]


@pytest.mark.parametrize(
    "members",
    [
        "各成员单位",
        "各有关单位",
        "各相关部门",
        "县未保委各成员单位",
        "各责任单位",
        "其他成员单位",
        "各成员单位按照职责分工负责",
    ],
)
def test_all_members_are_no_unit_of_their_own(members: str) -> None:
    measure = _one(f"（县公安局、{members}）")
    assert (measure.units, measure.all_members) == (("县公安局",), True)


@pytest.mark.parametrize(
    "bracket", ["（2021—2025年）", "（以下简称未保法）", "（司法）", "（含电子烟）", "（一站式、两中心）"]
)
def test_a_bracket_that_names_nobody_stays_in_the_text(bracket: str) -> None:
    text = f"方山县未成年人保护方案\n一、保护\n1. 甲事。做好甲事{bracket}，抓好落实。（县公安局负责）\n"
    measure = parse_notice(text, "x").measures[0]
    assert measure.text == f"做好甲事{bracket}，抓好落实。"
    assert measure.units == ("县公安局",)


def test_a_number_inside_a_broken_sentence_opens_no_measure() -> None:
    text = f"{_HEAD}1. 甲事。按照第7、\n8、9条要求办理。（县公安局负责）\n{_OTHER}"
    plan = parse_notice(text, "x")
    assert [m.number for m in plan.measures] == [1, 2]
    assert plan.measures[0].text == "按照第7、8、9条要求办理。"


def test_a_letter_with_its_own_numbered_points_is_not_taken_for_the_plan() -> None:
    letter = "关于印发《方山县未成年人保护方案》的通知\n一、提高认识。要重视。\n二、抓好落实。要落实。\n"
    signature = "方山县人民政府\n2026年1月2日\n"
    plan = parse_notice(f"{letter}{signature}{_HEAD}1. 甲事。办甲事。（县公安局负责）\n{_OTHER}", "x")
    assert plan.title == "方山县未成年人保护方案"
    assert [s.title for s in plan.sections] == ["保护"]
    assert plan.issuer == "方山县人民政府"


def test_gaps_in_the_printed_numbers_are_kept_as_printed() -> None:
    text = "方山县方案\n一、保护\n1. 甲事。办甲事。（县公安局负责）\n3. 乙事。办乙事。（县民政局负责）\n"
    assert [m.number for m in parse_notice(text, "x").measures] == [1, 3]


def test_an_error_names_no_line_when_none_is_at_fault() -> None:
    with pytest.raises(NoticeError, match="责任单位"):
        parse_notice("方山县方案\n一、保护\n1. 甲事。办甲事。\n", "x")
