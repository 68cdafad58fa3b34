"""申请延期 and 联合报送, over the wire."""

import pytest

from bot.progress.acts import Extension, Joint
from bot.progress.model import Report
from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import Town, says


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


@pytest.fixture
async def schools(town: Town) -> Person:
    return await town.seat(2002, "张丽娟", "县教育科技局")


@pytest.fixture
def office(town: Town) -> Person:
    town.office.open()
    return town.office


def asked(town: Town) -> list[Extension]:
    return town.store.read.find(Extension, plan="kelan-2022")


def data(seen: Seen, label: str) -> str:
    return str(seen.button(label)["callback_data"])


@pytest.mark.parametrize(
    ("words", "measures", "day", "reason"),
    [
        ("申请延期 第11条 7月29日 学校放假，检查需顺延", [11], "7月29日（周五）10时", "学校放假，检查需顺延"),
        ("申请延期第11条到下周五，因为学校放假", [11], "7月29日（周五）10时", "学校放假"),
        ("第11条申请延期至7月29日，原因是人员借调", [11], "7月29日（周五）10时", "人员借调"),
        (
            "第8、11条进展申请延期5个工作日，主要负责同志外出培训",
            [8, 11],
            "8月1日（周一）10时",
            "主要负责同志外出培训",
        ),
        ("11条我们申请推迟到月底，系统升级", [11], "7月29日（周五）10时", "系统升级"),
    ],
)
async def test_a_request_in_words_goes_to_the_office_and_its_answer_back(
    town: Town, office: Person, police: Person, words: str, measures: list[int], day: str, reason: str
) -> None:
    sent = await police.ask(words)
    assert "已提交未保办" in sent.text and day in sent.text and sent.text.endswith(f"原因：{reason}")
    assert [one.measure for one in asked(town)] == measures
    request = await office.wait_for(says("申请措施"))
    assert f"县公安局申请措施{'、'.join(map(str, measures))}进展延至{day}报送" in request.text
    assert reason in request.text and "陈海军" in request.text
    await office.press("同意延期", request)
    assert "同意延期" in (await office.next_reply()).text
    assert f"已同意，烦请于{day}前报送" in (await police.wait_for(says("延期申请"))).text
    await police.send("我的任务")
    assert f"待报 第11条 加强网络环境治理（已延至{day}）" in (await police.wait_for(says("待报 第11条"))).text


async def test_tap_by_tap_it_asks_for_what_is_missing_also_over_a_restart(
    town: Town, office: Person, police: Person
) -> None:
    choice = await police.ask("申请延期")
    await police.press("第11条", choice)
    assert "延至哪天和原因" in (await police.next_reply()).text
    for no_day in ("尽快", "我要请假三天"):
        assert "没有看出延至哪天" in (await police.ask(no_day)).text
    assert "延至7月29日：请写明原因" in (await police.ask("下周五")).text
    await town.stop()
    await police.send("检查对象放假")
    await town.start()
    assert "已提交未保办" in (await police.next_reply(10)).text
    (one,) = asked(town)
    assert (one.measure, one.reason, one.until.day) == (11, "检查对象放假", 29)
    assert "没有看出" not in (await police.ask("第7条")).text


async def test_declined_is_told_and_the_first_answer_holds(
    town: Town, office: Person, police: Person
) -> None:
    await police.ask("申请延期 第11条 7月29日 学校放假")
    request = await office.wait_for(says("申请措施"))
    assert "延期申请（1份）" in (await office.ask("待审")).buttons
    granting = data(request, "同意延期")
    await office.press("暂不延期", request)
    await office.next_reply()
    assert "暂不能延期" in (await police.wait_for(says("延期申请"))).text
    refused = await office.press_data(granting, request)
    assert refused.alert and "答复暂不延期" in refused.text
    for _ in range(2):
        assert not (await office.press_data(granting.replace("ex:y:", "ex:n:"), request)).alert
    assert await police.quiet()
    assert "没有待答复" in (await office.ask("申请延期")).text


async def test_nobody_is_reminded_before_the_new_deadline(town: Town, office: Person, police: Person) -> None:
    await police.ask("申请延期 第5、8、11、12、13、20、21、24、26条 7月29日 学校放假")
    await office.press("同意延期", await office.wait_for(says("申请措施")))
    await police.wait_for(says("已同意"))
    for moment in ("2022-07-20T09:01", "2022-07-22T15:01", "2022-07-25T15:01"):
        town.clock.move_to(moment)
        await town.house.look()
    assert await police.quiet()


async def test_a_day_that_does_not_fit_and_another_units_measure_are_refused_kindly(
    town: Town, police: Person
) -> None:
    assert "7月25日" in (await police.ask("申请延期 第11条 7月22日 学校放假")).text
    assert "8月24日" in (await police.ask("申请延期 第11条 9月5日 学校放假")).text
    assert "责任单位中没有县公安局" in (await police.ask("申请延期 第7条 7月29日 学校放假")).text
    assert asked(town) == []


async def test_strangers_cannot_ask_and_only_the_office_answers(
    town: Town, office: Person, police: Person, schools: Person
) -> None:
    stranger = town.simulator.person(9001, "路人")
    assert "仅限责任单位" in (await stranger.ask("申请延期 第11条 7月29日 放假")).text
    head = await town.seat(2003, "钱局长", "县公安局", " 负责人")
    await police.ask("申请延期 第11条 7月29日 学校放假")
    request = await office.wait_for(says("申请措施"))
    for person in (stranger, police, schools, head):
        for label in ("同意延期", "暂不延期"):
            assert (await person.press_data(data(request, label), person.last)).alert
        assert (await person.press_data("ex:l", person.last)).alert
    choice = await police.ask("申请延期")
    taken = next(b["callback_data"] for row in choice.content["reply_markup"]["inline_keyboard"] for b in row)
    assert (await schools.press_data(taken, schools.last)).alert
    assert [one.granted for one in asked(town)] == [None]
    for forged in ("ex:", "ex:y:", "ex:y:1:2", "ex:m:zz:1", "ex:m::", "ex:x:1"):
        assert (await office.press_data(forged, request)).alert, forged


async def send(person: Person, words: str) -> Seen:
    await person.press("确认报送", await person.ask(words))
    return await person.wait_for(says("收悉"))


async def test_a_co_owner_confirms_with_one_tap_and_nobody_is_cleared_before(
    town: Town, police: Person, schools: Person
) -> None:
    await send(police, "第11条 已完成，联合检查网吧12家")
    choice = await police.ask("联合报送")
    await police.press("第11条 县公安局", choice)
    page = await police.next_reply()
    assert "尚无联络员：县委网信办" in page.text
    await police.press("县教育科技局", page)
    assert "县教育科技局：待确认" in (await police.next_reply()).text
    request = await schools.wait_for(says("请贵单位确认"))
    assert "联合检查网吧12家" in request.text and "已完成" in request.text
    await schools.send("我的任务")
    await schools.wait_for(says("待报 第11条"))
    await schools.press("联合报送确认", request)
    assert "联合报送已确认" in (await schools.wait_for(says("联合报送已确认"))).text
    await schools.send("我的任务")
    await schools.wait_for(says("已报 第11条"))
    assert "县教育科技局已确认第11条联合报送" in (await police.wait_for(says("已确认"))).text
    own, shared = town.store.read.find(Report)
    assert (shared.unit, shared.author, shared.joint) == ("县教育科技局", "张丽娟", own.key)
    await schools.send("历史")
    assert "张丽娟，已报送，联合报送" in (await schools.wait_for(says("历史记录"))).text
    for _ in range(2):
        await schools.press_data(data(request, "联合报送确认"), request)
    assert len(town.store.read.find(Report)) == 2
    assert (await schools.press_data(data(request, "不参加"), request)).alert


async def test_a_co_owner_refuses_and_reports_for_themselves(
    town: Town, police: Person, schools: Person
) -> None:
    await send(police, "第11条 已完成，联合检查网吧12家")
    await police.press("第11条 县公安局", await police.ask("联合报送"))
    await police.press("县教育科技局", await police.next_reply())
    await police.next_reply()
    await schools.wait_for(says("请贵单位确认"))
    await schools.send("我的任务")
    await schools.press("查看", await schools.wait_for(says("有1份联合报送待贵单位确认")))
    again = await schools.wait_for(says("请贵单位确认"))
    await schools.press("不参加，自行报送", again)
    assert "自行报送" in (await schools.wait_for(says("已告知对方"))).text
    assert "未确认第11条联合报送" in (await police.wait_for(says("未确认"))).text
    assert len(town.store.read.find(Report)) == 1
    await schools.send("我的任务")
    await schools.wait_for(says("待报 第11条"))


async def test_only_the_author_asks_and_only_the_co_owner_answers(
    town: Town, office: Person, police: Person, schools: Person
) -> None:
    await send(police, "第11条 已完成，联合检查网吧12家")
    await police.press("第11条 县公安局", await police.ask("联合报送"))
    page = await police.next_reply()
    asking, key = data(page, "县教育科技局"), town.store.read.find(Report)[0].key
    stranger = town.simulator.person(9001, "路人")
    assert "仅限责任单位" in (await stranger.ask("联合报送")).text
    for person in (stranger, schools):
        assert (await person.press_data(asking, person.last)).alert
        assert (await person.press_data(f"j:o:{key}", person.last)).alert
        assert (await person.press_data(f"j:A:{key}", person.last)).alert
    assert town.store.read.find(Joint) == []
    await police.press("县教育科技局", page)
    request = await schools.wait_for(says("请贵单位确认"))
    await office.ask("帮助")
    for person in (stranger, police, office):
        for label in ("联合报送确认", "不参加"):
            assert (await person.press_data(data(request, label), person.last)).alert
    for forged in ("j:", "j:y:1:2:3", f"j:x:{key}", f"j:y:{key}:zz", f"j:o:{key}:{asking[-8:]}"):
        assert (await police.press_data(forged, page)).alert, forged
    assert len(town.store.read.find(Report)) == 1


async def test_what_was_replaced_meanwhile_is_not_confirmed(
    town: Town, police: Person, schools: Person
) -> None:
    await send(police, "第11条 已完成，联合检查网吧12家")
    await police.press("第11条 县公安局", await police.ask("联合报送"))
    await police.press("县教育科技局", await police.next_reply())
    request = await schools.wait_for(says("请贵单位确认"))
    town.clock.pass_by(minutes=5)
    await send(police, "第11条 推进中，检查网吧13家")
    refused = await schools.press("联合报送确认", request)
    assert refused.alert and "更新" in refused.text
    assert not town.store.read.find(Report, unit="县教育科技局")
