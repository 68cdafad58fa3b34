"""待审, 审核通过, 退回 and 销号, over the wire."""

from datetime import datetime

import pytest

from bot.chat.reviewing import _code, _moment
from bot.clock import SHANGHAI
from bot.progress.acts import Closing
from bot.progress.ledger import Ledger
from bot.progress.model import Obligation, Report, Review, Verdict
from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import OFFICE, Town, says
from tests.evidence.files import pdf

PAPER = pdf()


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


@pytest.fixture
def office(town: Town) -> Person:
    return town.office


async def send(person: Person, words: str, paper: bytes | None = None) -> None:
    card = await person.ask(words)
    if paper is not None:
        await person.send_document("总结.pdf", paper)
        card = await person.wait_for(says("附件"))
    await person.press("确认报送", card)
    await person.wait_for(says("收悉"))


def reviews(town: Town) -> list[Review]:
    return town.store.read.find(Review, plan="kelan-2022")


def reports(town: Town) -> list[Report]:
    return town.store.read.find(Report, plan="kelan-2022")


async def opened(office: Person) -> Seen:
    """The office opens the only report that waits."""
    await office.press("公安局", await office.ask("待审"))
    await office.press("1", await office.next_reply())
    return await office.next_reply()


async def test_a_report_is_returned_with_a_remark_and_its_author_told_at_once(
    town: Town, office: Person, police: Person
) -> None:
    await send(police, "第11条 已完成60%，检查3次")
    page = await opened(office)
    assert "检查3次" in page.text and "陈海军" in page.text and "推进中（60%）" in page.text
    await office.press("退回", page)
    assert "请回复退回的原因" in (await office.next_reply()).text
    told = await office.ask("请补充排查学校数 & <整改>情况")
    assert "已退回1份" in told.text
    letter = await police.next_reply()
    assert "收悉" in letter.text and "请补充排查学校数 & <整改>情况" in letter.text
    assert "7月25日（周一）10时前重新报送" in letter.text
    assert await police.quiet()
    await police.send("我的任务")
    await police.wait_for(says("待报 第11条 加强网络环境治理（已退回"))
    await police.press("重报第11条", letter)
    await police.wait_for(says("请选择进展状态"))
    (review,) = reviews(town)
    assert (review.verdict, review.by_id) == (Verdict.RETURNED, OFFICE)


async def test_the_remark_that_is_awaited_survives_a_restart_and_can_be_given_up(
    town: Town, office: Person, police: Person
) -> None:
    await send(police, "第11条 已完成60%，检查3次")
    await office.press("退回", await opened(office))
    await office.next_reply()
    await town.stop()
    await office.send("请补充数据")
    await town.start()
    assert "已退回1份" in (await office.next_reply(10)).text
    await police.wait_for(says("请补充数据"))
    assert "请补充数据" not in (await office.ask("请补充数据")).text
    await send(police, "第11条 已完成70%，检查4次")
    await office.press("退回", await opened(office))
    await office.next_reply()
    assert "已取消" in (await office.ask("取消")).text
    await office.ask("第7条")
    assert len(reviews(town)) == 1


async def test_what_names_a_child_is_masked_in_the_remark(town: Town, office: Person, police: Person) -> None:
    await send(police, "第11条 已完成60%，检查3次")
    await office.press("退回", await opened(office))
    await office.next_reply()
    await office.send("请删去身份证号 11010519491231002X 后再报")
    await office.wait_for(says("已退回"))
    assert "11010519491231002X" not in (await police.next_reply()).text
    assert "11010519491231002X" not in reviews(town)[0].remark


async def test_many_are_accepted_at_once_and_what_came_later_is_not(
    town: Town, office: Person, police: Person
) -> None:
    schools = await town.seat(2002, "张丽娟", "县教育科技局")
    await send(police, "5、8 均已完成")
    await send(schools, "第7条 推进中，检查3次")
    queue = await office.ask("待审")
    assert "待审汇报3份，来自2家单位" in queue.text
    assert "县公安局 2份：第5、8条" in queue.text
    town.clock.pass_by(minutes=1)
    await send(police, "第8条 推进中，演练2次")
    await send(police, "第11条 推进中，检查2次")
    await office.press("全部通过（3份）", queue)
    assert "已审核通过2份" in (await office.next_reply()).text
    assert "措施5进展情况已审核通过" in (await police.wait_for(says("审核通过"))).text
    assert "措施7" in (await schools.wait_for(says("审核通过"))).text
    left = await office.ask("待审")
    assert "县公安局 2份：第8、11条" in left.text
    again = await office.press_data(queue.button("全部通过（3份）")["callback_data"], queue)
    assert again.alert
    assert len(reviews(town)) == 2


async def test_a_unit_or_a_section_can_be_looked_at_alone_and_returned_as_a_whole(
    town: Town, office: Person, police: Person
) -> None:
    schools = await town.seat(2002, "张丽娟", "县教育科技局")
    await send(police, "5、8 均已完成")
    await send(schools, "第7条 推进中，检查3次")
    for words in ("待审 学校保护", "待审 第三部分"):
        section = await office.ask(words)
        assert "三、加强学校保护 待审2份" in section.text
        assert "第8条" in section.text and "第5条" not in section.text
    page = await office.ask("待审 县公安局")
    assert "县公安局 待审2份" in page.text
    await office.press("全部退回（2份）", page)
    await office.next_reply()
    assert "已退回2份：县公安局第5、8条" in (await office.ask("请分别写明数据")).text
    letter = await police.next_reply()
    assert "措施5、8" in letter.text and letter.buttons == ["重报第5条", "重报第8条"]
    assert await police.quiet()
    assert "没有找到" in (await office.ask("待审 火星局")).text


async def test_a_version_replaced_meanwhile_is_refused_kindly(
    town: Town, office: Person, police: Person
) -> None:
    await send(police, "第11条 已完成60%，检查3次")
    page = await opened(office)
    town.clock.pass_by(minutes=1)
    await send(police, "第11条 已完成80%，检查4次")
    refused = await office.press("审核通过", page)
    assert refused.alert and "审核最新的一份" in refused.text
    assert reviews(town) == []


async def test_two_of_the_office_at_once_review_once(town: Town, office: Person, police: Person) -> None:
    await send(police, "第11条 已完成60%，检查3次")
    page = await opened(office)
    data = page.button("审核通过")["callback_data"]
    for _ in range(3):
        await office.press_data(data, page)
    assert len(reviews(town)) == 1
    await police.wait_for(says("审核通过"))
    assert await police.quiet()
    returned = await office.press_data(data.replace("v:a:", "v:r:"), page)
    assert not returned.alert
    await office.wait_for(says("请回复退回的原因"))
    await office.ask("数据有误")
    assert "数据有误" in (await police.wait_for(says("收悉"))).text


async def test_done_with_evidence_and_accepted_is_closed_and_owes_nothing_until_reopened(
    town: Town, office: Person, police: Person
) -> None:
    await send(police, "第11条 已完成，检查网吧12家", PAPER)
    page = await opened(office)
    assert "附件1个" in page.text and not page.has_button("销号")
    await office.press("审核通过", page)
    done = await office.next_reply()
    await office.press("销号", done)
    told = await office.next_reply()
    assert "县公安局措施11已销号" in told.text
    assert "办结销号" in (await police.wait_for(says("销号"))).text
    town.clock.move_to("2022-08-10T09:00")
    await police.send("我的任务")
    assert "待报 第11条" not in (await police.wait_for(says("待报 第12条"))).text
    await office.press_data(done.button("销号")["callback_data"], done)
    assert len(town.store.read.find(Closing)) == 1
    await office.press("恢复报送", told)
    await office.wait_for(says("请回复恢复报送的原因"))
    assert "已恢复报送" in (await office.ask("问题出现反弹")).text
    assert "问题出现反弹" in (await police.wait_for(says("恢复报送"))).text
    await police.send("我的任务")
    await police.wait_for(says("待报 第11条"))
    assert [act.closed for act in town.store.read.find(Closing)] == [True, False]


async def test_what_is_not_proved_cannot_be_closed_even_by_a_forged_button(
    town: Town, office: Person, police: Person
) -> None:
    await send(police, "第11条 已完成，检查网吧12家")
    page = await opened(office)
    await office.press("审核通过", page)
    done = await office.next_reply()
    assert not done.has_button("销号")
    unit = next(data for data in _data(done) if data.startswith("v:q:")).split(":")[2]
    refused = await office.press_data(f"c:c:{unit}:11", done)
    assert refused.alert and "佐证" in refused.text
    assert "没有符合销号条件" in (await office.ask("销号")).text


async def test_a_file_that_was_refused_is_no_evidence(town: Town, office: Person, police: Person) -> None:
    await send(police, "第11条 已完成，检查网吧12家", b"%PDF-1.4 broken")
    await police.wait_for(says("未能收下"))
    page = await opened(office)
    await office.press("审核通过", page)
    done = await office.next_reply()
    assert not done.has_button("销号")
    unit = next(data for data in _data(done) if data.startswith("v:q:")).split(":")[2]
    assert "佐证" in (await office.press_data(f"c:c:{unit}:11", done)).text
    assert town.store.read.find(Closing) == []


async def test_nobody_but_the_office_reviews_or_closes(town: Town, office: Person, police: Person) -> None:
    await send(police, "第11条 已完成，检查网吧12家", PAPER)
    head = await town.seat(2003, "钱局长", "县公安局", " 负责人")
    stranger = town.simulator.person(9001, "路人")
    queue = await office.ask("待审")
    page = await opened(office)
    key = reports(town)[0].key
    code = next(data for data in _data(page) if data.startswith("v:q:")).split(":")[2]
    forged = [
        *_data(queue),
        *_data(page),
        f"v:a:{key}",
        f"v:r:{key}",
        f"c:c:{code}:11",
        f"c:o:{code}:11",
        "c:l",
    ]
    for person in (police, head, stranger):
        for words in ("待审", "/review", "销号", "/close", "待审 县公安局"):
            assert "未保办" in (await person.ask(words)).text
        for data in forged:
            if not data.startswith("e:"):  # evidence is the unit's own as well
                assert (await person.press_data(data, person.last)).alert, data
    assert reviews(town) == [] and town.store.read.find(Closing) == []
    ledger = Ledger(town.store.read, town.house.services.plan)
    assert ledger.closed(Obligation(11, "县公安局")) is None


async def test_a_removed_colleague_of_the_office_can_no_longer_review(
    town: Town, office: Person, police: Person
) -> None:
    code = (await office.ask("/invite 未保办")).text.rsplit("start=", 1)[1]
    clerk = town.simulator.person(1002, "李干事")
    await clerk.start(code)
    await clerk.next_reply()
    await clerk.ask("李干事")
    await send(police, "第11条 已完成60%，检查3次")
    queue = await clerk.wait_for(says("【")) and await clerk.ask("待审")
    listed = await office.ask("成员")
    await office.press("未保办", listed)
    await office.press("移除 李干事", await office.next_reply())
    await office.press("确认移除", await office.next_reply())
    await office.next_reply()
    assert (await clerk.press(queue.buttons[-2], queue)).alert
    assert reviews(town) == []


@pytest.mark.parametrize(
    "data",
    [
        "v:",
        "v:x:1",
        "v:a:",
        "v:r:",
        "v:r:1:2:3",
        "v:R::1",
        "v:A:zz:1",
        "v:A::",
        "v:A::-1",
        "v:q:9:0",
        "v:o:1:2:3",
        "c:c:zz:1",
    ],
)
async def test_buttons_that_no_page_of_ours_holds_change_nothing(
    town: Town, office: Person, police: Person, data: str
) -> None:
    await send(police, "第11条 已完成60%，检查3次")
    queue = await office.ask("待审")
    assert (await office.press_data(data, queue)).alert
    assert reviews(town) == []


def _data(seen: Seen) -> list[str]:
    rows = seen.content.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row]


def test_the_moment_in_a_button_is_exact_and_short() -> None:
    at = datetime(2035, 7, 18, 9, 30, 1, 234567, tzinfo=SHANGHAI)
    assert _moment(_code(at)) == at
    assert len(f"v:A:{'x' * 8}:{_code(at)}") < 64


async def test_the_office_may_name_unit_and_measures_itself(
    town: Town, office: Person, police: Person
) -> None:
    await send(police, "5、8、11、12 均推进中，检查3次")
    assert "已审核通过2份：县公安局第5、8条" in (await office.ask("通过 县公安局 5、8")).text
    told = await office.ask("退回 公安局 第十一条 请补充第2次检查的学校数")
    assert "已退回1份：县公安局第11条" in told.text
    assert "请补充第2次检查的学校数" in (await police.wait_for(says("重新报送"))).text
    assert "请回复退回的原因" in (await office.ask("退回县公安局12")).text
    assert "已退回1份：县公安局第12条" in (await office.ask("请补数据")).text
    assert "均已审核或已更新" in (await office.ask("审核通过 县公安局")).text
    assert "请写明单位" in (await office.ask("/accept 8")).text
    assert "未保办工作人员" in (await police.ask("通过 县公安局 5")).text
    measures = {report.key: report.measure for report in reports(town)}
    verdicts = {measures[review.report]: review.verdict for review in reviews(town)}
    assert verdicts == {
        5: Verdict.ACCEPTED,
        8: Verdict.ACCEPTED,
        11: Verdict.RETURNED,
        12: Verdict.RETURNED,
    }


async def test_a_remark_that_sounds_like_danger_is_answered_so_and_still_taken(
    town: Town, office: Person, police: Person
) -> None:
    await send(police, "第11条 已完成60%，检查3次")
    await office.press("退回", await opened(office))
    await office.next_reply()
    await office.send("有学生要跳楼，请补充处置情况")
    await office.wait_for(says("110"))
    await office.wait_for(says("已退回1份"))
    assert "请补充处置情况" in (await police.wait_for(says("重新报送"))).text
