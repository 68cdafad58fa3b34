"""Which sentences ask for an extension, and what they give as the reason."""

import pytest

from bot.progress.dates import find_day
from bot.progress.dictated import flatten
from bot.progress.extension_words import answers_with_day, asks_for_extension, reason_in
from bot.progress.mentions import find_mentions
from tests.progress.helpers import CALENDAR, at
from tests.quiet import keeps_within


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("第11条申请延期至7月29日，原因是人员借调", "人员借调"),
        ("第8、11条进展申请延期5个工作日，主要负责同志外出培训", "主要负责同志外出培训"),
        ("11条我们申请推迟到月底，系统升级", "系统升级"),
        ("我们第8条想延期到下周三，因为学校放假", "学校放假"),
        ("第8条能不能延到8月5号，数据没汇总完", "数据没汇总完"),
        ("第8条延期到8月5日行不行，学校放假", "学校放假"),
        ("措施8能否延期至8月5日报送，牵头同志休假", "牵头同志休假"),
        ("申请第8条延期到8月5日，因学校放假", "学校放假"),
        ("请求把措施8、11延期三天，网络故障", "网络故障"),
        ("县公安局第8条申请延期至8月5日，警力抽调", "警力抽调"),
        ("王主任您好，第8条想推迟到下周五报送，数据还没出来", "数据还没出来"),
        ("第八条请宽限一周，领导出差", "领导出差"),
        ("第8条的汇报能否缓报到下周一，人手不够", "人手不够"),
        ("措施八希望延后到月底，会议延期了", "会议延期了"),
    ],
)
def test_a_request_and_its_reason_are_told_apart(words: str, reason: str) -> None:
    flat = flatten(words)
    assert asks_for_extension(flat)
    rest = words
    for mention in reversed(find_mentions(flat, range(1, 27))):
        rest = f"{rest[: mention.start]} {rest[mention.end :]}"
    found = find_day(rest, at("2022-07-18T09:00").date(), CALENDAR)
    assert found is not None
    assert reason_in(f"{rest[: found.start]} {rest[found.end :]}").removeprefix("县公安局") == reason


@pytest.mark.parametrize(
    "words",
    [
        "第8条推进中，工程延期到8月",
        "第8条推迟了演练，已完成60%",
        "第8条 已完成，演练推迟到下周",
        "第8条延长了巡逻时间",
        "第8条要求延长值班时间，已落实",
        "第8条有困难，培训延期",
        "延期",
        "校园安全延期谁批",
        "第11条已完成60%，检查3次",
        "8月5日前完成第8条",
    ],
)
def test_a_report_or_a_question_is_no_request(words: str) -> None:
    assert not asks_for_extension(flatten(words))


@pytest.mark.timing
@pytest.mark.parametrize(
    "piece", ["局", "我们局", "申请局", "第8条", "8、", "申请", "请8 ", "因为", "延期到 "]
)
def test_no_words_take_long(piece: str) -> None:
    words = piece * (6000 // len(piece))
    assert keeps_within(lambda: (asks_for_extension(words), reason_in(words)), 0.5)


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("8月5日，等上级文件", True),
        ("三天", True),
        ("大概8月5日前能报", True),
        ("等文件下来要到8月5日", True),
        ("再给三天吧", True),
        ("我要请假三天", False),
        ("我下周三请假", False),
        ("明天下乡", False),
        ("我们单位8月3日搬家", False),
    ],
)
def test_a_day_answers_only_where_the_rest_of_its_clause_does(words: str, answers: bool) -> None:
    found = find_day(words, at("2022-07-18T09:00").date(), CALENDAR)
    assert found is not None
    assert answers_with_day(words, found.start, found.end) is answers
