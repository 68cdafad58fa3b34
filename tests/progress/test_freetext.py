"""Reports as people type them: measures, status, percent, in their own words; and what is no report."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console import ReportParser
from bot.plan.numerals import chinese_numeral
from bot.progress.doubts import Ground, items_in
from bot.progress.freetext import parse_report
from bot.progress.model import Period, Status
from bot.progress.parsed import parsed_json
from tests.progress.helpers import PLAN, POLICE, SCHOOLS, at

DONE, GOING, STUCK = Status.DONE, Status.IN_PROGRESS, Status.BLOCKED
IDLE, NIL = Status.NOT_STARTED, Status.NIL
WELFARE = "县民政局"
OWED = Ground(
    PLAN, at("2022-07-18T10:00").date(), lambda _: [5, 7, 8], lambda _: [], lambda _: [], lambda _: None
)

Told = tuple[int | None, Status, int | None]


def told(text: str, unit: str = SCHOOLS) -> list[Told]:
    return [(i.measure, i.status, i.percent) for i in parse_report(text, PLAN, unit).items]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("第11条 已完成60%，检查3次", [(11, GOING, 60)]),
        ("措施五已完成", [(5, DONE, None)]),
        ("5、8、12 均已完成", [(5, DONE, None), (8, DONE, None), (12, DONE, None)]),
        ("13号推进中", [(13, GOING, None)]),
        ("措施十三推进中；措施二十四受阻，缺经费", [(13, GOING, None), (24, STUCK, None)]),
        ("５，８，１２已完成", [(5, DONE, None), (8, DONE, None), (12, DONE, None)]),
        ("五、八、十二均已完成", [(5, DONE, None), (8, DONE, None), (12, DONE, None)]),
        ("第5、8-10条均已完成", [(n, DONE, None) for n in (5, 8, 9, 10)]),
        ("第五条至第八条均已完成", [(n, DONE, None) for n in (5, 6, 7, 8)]),
        ("第5条、第8条和第12条都搞完了", [(n, DONE, None) for n in (5, 8, 12)]),
        ("5条 8条 都完成了", [(5, DONE, None), (8, DONE, None)]),
        ("5已完成，8推进中，12有困难", [(5, DONE, None), (8, GOING, None), (12, STUCK, None)]),
        ("5：已完成\n8：推进中，60%\n12：缺人手", [(5, DONE, None), (8, GOING, 60), (12, STUCK, None)]),
        ("已完成第5条，正在推进第8条", [(5, DONE, None), (8, GOING, None)]),
        ("第5条完成60%第8条完成70%", [(5, GOING, 60), (8, GOING, 70)]),
        ("#13 推进中", [(13, GOING, None)]),
        ("第廿一条已完成", [(21, DONE, None)]),
        ("8号措施已完成80%左右", [(8, GOING, 80)]),
        ("第 11 条 ，已完成 60 ％", [(11, GOING, 60)]),
        ("1、第5条已完成。2、第8条推进中", [(5, DONE, None), (8, GOING, None)]),
        ("请领导审阅：第8条已完成60%", [(8, GOING, 60)]),
        ("第5条已完成，这样行吗？", [(5, DONE, None)]),
        ("第5条已完成，第9条呢", [(5, DONE, None)]),
        ("第5条已完成，参照第8条做法", [(5, DONE, None)]),
        ("第5、8条完成；其余无新进展", [(5, DONE, None), (8, DONE, None), (None, NIL, None)]),
    ],
)
def test_measures_are_found_however_they_are_numbered_and_listed(text: str, items: list[Told]) -> None:
    assert told(text) == items


@pytest.mark.parametrize(
    ("words", "status", "percent"),
    [
        ("已完成", DONE, None),
        ("搞定了", DONE, None),
        ("已于7月15日办结", DONE, None),
        ("克服困难，已全部落实到位", DONE, None),
        ("已完成，排查学校12所", DONE, None),
        ("完成百分之百", DONE, 100),
        ("推进中", GOING, None),
        ("已完成60%", GOING, 60),
        ("百分之六十", GOING, 60),
        ("完成六成", GOING, 60),
        ("完成六成半", GOING, 65),
        ("过半", GOING, 50),
        ("还剩两成", GOING, 80),
        ("已完成五分之三", GOING, 60),
        ("上次报的是60%，现在80%", GOING, 80),
        ("从60%提高到80%", GOING, 80),
        ("报错了，应该是80%", GOING, 80),
        ("不是100%，还有两所没整改", GOING, None),
        ("还没完成", GOING, None),
        ("基本完成", GOING, None),
        ("没做完", GOING, None),
        ("预计月底完成", GOING, None),
        ("两个学校未开展，其余已完成", GOING, None),
        ("检查网吧3次", GOING, None),
        ("组织网络安全宣传，覆盖率达95%", GOING, None),
        ("对有困难的家庭走访20户", GOING, None),
        ("尚未启动", IDLE, None),
        ("还没开始", IDLE, None),
        ("尚未启动，缺经费", IDLE, None),
        ("受阻，完成30%", STUCK, 30),
        ("存在困难", STUCK, None),
        ("经费没批下来", STUCK, None),
        ("无新进展", NIL, None),
        ("同上期一致", NIL, None),
    ],
)
def test_the_senders_word_decides_how_it_stands(words: str, status: Status, percent: int | None) -> None:
    assert told(f"第8条{words}") == [(8, status, percent)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "收到，谢谢",
        "好的",
        "第7条谁负责",
        "第7条完成了吗？",
        "第5条完成情况",
        "第8条怎么报？",
        "请问第8条已完成怎么填",
        "希望第5条早日完成",
        "祝大家工作顺利",
        "请各单位于7月25日前报送第5条进展",
        "请各单位确保第5条完成",
        "各单位：第5条应于月底完成",
        "第8条应于月底完成",
        "【通知】第5条已完成的单位请报送材料",
        "7月15号召开会议",
        "15号已开会",
        "2022年讲座5场，学校12所",
        "未保法第11条要认真落实",
        "《未成年人保护法》第十一条已完成修订",
        "第七次全国人口普查已完成",
        "整改隐患15条已完成",
        "落实措施3项",
        "完成了",
        "第8条撤回",
        "第8条我们单位不负责",
        "在忙，第8条晚点报",
        "😀",
    ],
)
def test_questions_thanks_wishes_notices_and_counts_are_no_reports(text: str) -> None:
    parsed = parse_report(text, PLAN, SCHOOLS)
    assert parsed.items == ()
    assert parsed.message


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("本期无新进展", NIL),
        ("我单位本月无新进展，因经费未下达", NIL),
        ("县教育科技局全部任务均已完成", DONE),
        ("所有措施都在推进中", GOING),
        ("各项工作均尚未启动", IDLE),
    ],
)
def test_all_that_the_unit_owes_may_be_told_at_once(text: str, status: Status) -> None:
    assert told(text) == [(None, status, None)]


def test_what_is_said_of_all_else_becomes_a_draft_item_for_each_measure_still_owed() -> None:
    items = items_in("第5条已完成，其余无新进展", SCHOOLS, OWED)
    drafted = [(item.measure, item.status, item.text) for item in items]
    assert drafted == [(5, DONE, "已完成"), (7, NIL, "其余无新进展"), (8, NIL, "其余无新进展")]


@pytest.mark.parametrize(
    "text", ["除第7条外均无新进展", "除7条外，其余无新进展", "除了第7条，其他都没有进展"]
)
def test_what_is_said_of_all_but_a_measure_is_not_drafted_for_it(text: str) -> None:
    drafted = items_in(text, SCHOOLS, OWED)
    assert [(item.measure, item.status) for item in drafted] == [(5, NIL), (8, NIL)]


@pytest.mark.parametrize("text", ["校园安全无新进展", "网吧都检查完成了", "校园欺凌专项治理搞完了"])
def test_one_thing_is_not_taken_for_all(text: str) -> None:
    assert all(measure is not None for measure, _, _ in told(text))


def test_a_report_may_be_for_the_period_before() -> None:
    parsed = parse_report("补报上月：第5条已完成；第8条完成80%", PLAN, SCHOOLS)
    assert [item.period for item in parsed.items] == [Period.PREVIOUS, Period.PREVIOUS]
    mixed = parse_report("第5条已完成；第8条补报上月进展，完成80%", PLAN, SCHOOLS)
    assert [item.period for item in mixed.items] == [Period.CURRENT, Period.PREVIOUS]


def test_the_words_are_the_senders_own() -> None:
    parsed = parse_report("第11条 已完成６０％，检查３次。\n第12条：　推进中 ！", PLAN, SCHOOLS)
    assert [item.text for item in parsed.items] == ["已完成６０％，检查３次", "推进中 ！"]


def test_two_remarks_on_one_measure_are_one_item_and_the_last_word_counts() -> None:
    [item] = parse_report("第5条推进中，开展亲子阅读3场。\n第5条已完成", PLAN, SCHOOLS).items
    assert (item.status, item.text) == (DONE, "推进中，开展亲子阅读3场；已完成")


def test_a_number_the_plan_does_not_have_is_said_so() -> None:
    parsed = parse_report("第27条已完成", PLAN, SCHOOLS)
    assert parsed.items == ()
    assert "第27条" in parsed.message
    assert "26" in parsed.message
    assert told("第5条、第99条已完成") == [(5, DONE, None)]


def test_ownership_is_not_checked_for_numbers_that_are_marked() -> None:
    assert told("第7条已完成", POLICE) == [(7, DONE, None)]


def test_a_bare_number_is_believed_only_if_the_unit_owes_it() -> None:
    assert told("7：已完成", SCHOOLS) == [(7, DONE, None)]
    assert told("7：已完成", POLICE) == []


def test_own_ordinals_are_not_measures() -> None:
    assert told("1、已完成排查12所\n2、推进中") == []
    assert told("第5条：1.开展亲子阅读3场；2.发放手册200册") == [(5, GOING, None)]


def test_the_json_has_the_designs_keys() -> None:
    row = parsed_json(parse_report("第11条 已完成60%，检查3次", PLAN, SCHOOLS))
    assert row["items"] == [
        {
            "measure": 11,
            "status": "in_progress",
            "percent": 60,
            "text": "已完成60%，检查3次",
            "period": "current",
        }
    ]
    assert "第11条" in row["message"]
    assert "推进中" in row["message"]


def test_personal_data_is_masked_before_the_dry_run_quotes_it() -> None:
    line = '{"text": "第8条已完成，联系电话13834512345"}'
    [item] = ReportParser(PLAN).json_line(line, SCHOOLS)["items"]
    assert item["text"].startswith("已完成，联系电话")
    assert "13834512345" not in item["text"]


numbers = st.integers(1, 26)
wide = str.maketrans("0123456789", "０１２３４５６７８９")
forms = st.sampled_from(
    [
        lambda n: f"第{n}条",
        lambda n: f"第{chinese_numeral(n)}条",
        lambda n: f"措施{n}",
        lambda n: f"措施{chinese_numeral(n)}",
        lambda n: f"第{str(n).translate(wide)}条",
        lambda n: f"第 {n} 条",
        lambda n: f"{n}号措施",
        lambda n: f"#{n}",
    ]
)
gaps = st.sampled_from(["", " ", "：", "，", ": ", "\n"])
words = st.sampled_from(
    [
        ("已完成", DONE, None),
        ("推进中", GOING, None),
        ("受阻，缺经费", STUCK, None),
        ("尚未启动", IDLE, None),
        ("本期无新进展", NIL, None),
        ("已完成45%，走访30户", GOING, 45),
        ("检查3次，下发通知书2份", GOING, None),
    ]
)
breaks = st.sampled_from(["；", "。", "\n", ";\n", "。\n\n", "；\t"])


@given(
    st.lists(st.tuples(numbers, forms, gaps, words), min_size=1, max_size=6, unique_by=lambda t: t[0]), breaks
)
def test_any_spelling_of_any_list_is_read_the_same(lines: list[Any], between: str) -> None:
    text = between.join(form(n) + gap + said for n, form, gap, (said, _, _) in lines)
    expected = [(n, status, percent) for n, _, _, (_, status, percent) in lines]
    assert told(text) == expected


@given(
    st.text(
        alphabet=st.sampled_from(
            "第条措施号项一二十5812、，。；：\n %％成已未完成推进中受阻无新展吗？请补报上月其余全部x😀"
        ),
        max_size=60,
    )
)
def test_any_text_is_read_and_quoted_word_for_word(text: str) -> None:
    parsed = parse_report(text, PLAN, SCHOOLS)
    assert parsed.message
    for item in parsed.items:
        assert item.measure is None or item.measure in PLAN.by_number
        assert item.percent is None or 0 <= item.percent <= 100
        assert all(part in text for part in item.text.split("；"))
    keys = [(item.measure, item.period) for item in parsed.items]
    assert len(keys) == len(set(keys))


reported = st.sampled_from(
    [
        "第5条已完成，第8条推进中60%",
        "5、8、12 均已完成；其余无新进展",
        "第11条:检查3次,下发通知书2份",
        "补报上月:第8条完成80%",
        "第7条不是100%,还有2所学校没查",
        "校园欺凌专项治理搞完了,排查学校12所",
        "本期无新进展",
    ]
)
wider = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def fields(text: str) -> list[tuple[int | None, Status, int | None, Period]]:
    return [(i.measure, i.status, i.percent, i.period) for i in parse_report(text, PLAN, SCHOOLS).items]


@given(reported)
def test_full_width_and_half_width_are_read_the_same(text: str) -> None:
    assert fields(text)
    assert fields(text.translate(wider)) == fields(text)


@given(reported, st.sampled_from(["", " ", "\n", "　", "\t "]), st.sampled_from(["", " ", "\n\n", "　"]))
def test_white_space_around_a_message_changes_nothing(text: str, before: str, after: str) -> None:
    assert parse_report(before + text + after, PLAN, SCHOOLS) == parse_report(text, PLAN, SCHOOLS)


@given(reported)
def test_the_words_of_an_item_read_alone_under_its_number_say_the_same(text: str) -> None:
    for item in parse_report(text, PLAN, SCHOOLS).items:
        if item.measure is not None:
            [again] = parse_report(f"第{item.measure}条：{item.text}", PLAN, SCHOOLS).items
            assert (again.measure, again.status, again.percent) == (item.measure, item.status, item.percent)


@pytest.mark.parametrize(
    "part",
    [
        "1、",
        "1-",
        "5：",
        "第1条",
        "第8条已完成60%，检查3次。",
        " ",
        "没有",
        "百分之",
        "其余",
        "8完 ",
        "第8条预计",
        "\n",
        "完成：7、",
        "(7)",
        "除9外",
        "上月，本月",
        "其余 ",
        "已完成（7、",
        "因",
        "校园、",
        "1",
        "一二三四五六七八九十",
    ],
)
def test_a_message_of_any_length_takes_time_in_proportion(part: str) -> None:
    def seconds(length: int) -> float:
        text = (part * length)[:length]
        begun = time.process_time()
        parse_report(text, PLAN, SCHOOLS)
        return time.process_time() - begun

    seconds(1000)
    assert seconds(40_000) < 1.5


def test_money_still_to_be_settled_leaves_nothing_open_of_what_is_done() -> None:
    assert told("第15条已完成，但经费还没结清", WELFARE) == [(15, DONE, None)]
    assert told("第15条经费还没结清，还没完成", WELFARE) == [(15, GOING, None)]


def test_what_was_before_is_told_from_what_is_now() -> None:
    [item] = parse_report("上月第15条完成50%，本月完成80%", PLAN, WELFARE).items
    assert (item.period, item.percent, item.text) == (Period.CURRENT, 80, "本月完成80%")
    [item] = parse_report("6月的补一下，第15条推进中", PLAN, WELFARE).items
    assert item.period is Period.PREVIOUS


def test_who_asks_whom_to_turn_to_reports_nothing() -> None:
    assert told("有人举报一个直播间有未成年人打赏，该找哪个单位", "县委网信办") == []


@pytest.mark.parametrize(
    ("text", "unit", "items"),
    [
        ("14和18资金都拨付到位", "县财政局", [(14, DONE, None), (18, DONE, None)]),
        (
            "9 18都是正常推进，24体育馆已开放到位",
            "县卫健体局",
            [(9, GOING, None), (18, GOING, None), (24, DONE, None)],
        ),
        ("6条24条都推进着", "县人社局", [(6, GOING, None), (24, GOING, None)]),
        ("13条搞完了，其它几条没变化", POLICE, [(13, DONE, None), (None, NIL, None)]),
    ],
)
def test_bare_numbers_are_believed_before_a_thing_where_they_are_several(
    text: str, unit: str, items: list[Told]
) -> None:
    assert told(text, unit) == items


@pytest.mark.parametrize("text", ["12、13班同学都体检完了", "8日和9日学校都放假了", "5所和8所学校都修好了"])
def test_bare_numbers_of_other_things_are_no_measures(text: str) -> None:
    assert {measure for measure, _, _ in told(text)} & {5, 8, 12, 13} == set()
