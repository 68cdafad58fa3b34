"""代报: the office records a phoned report, and everybody sees that it did and how it came."""

import pytest

from bot.progress.acts import Awaited
from bot.progress.model import Draft, Report, Source, Status
from bot.simulator import Person
from tests.e2e.conftest import Town, says


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


@pytest.fixture
def office(town: Town) -> Person:
    return town.office


def stored(town: Town) -> list[Report]:
    return town.store.read.find(Report, plan="kelan-2022")


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("代报 县公安局 电话 第8条推进中60%，演练6场；第11条已完成", Source.PHONE),
        ("代报 县公安局 第8条推进中60%，演练6场；第11条已完成，电话报的", Source.PHONE),
        ("代报县公安局（书面）第8条推进中60%，演练6场；第11条已完成", Source.PAPER),
        ("/behalf 公安局 会议，第8条推进中60%，演练6场；第11条已完成", Source.MEETING),
        ("代报 县公安局：来电 8条推进中60%，演练6场；11条已完成", Source.PHONE),
    ],
)
async def test_one_sentence_one_tap_and_the_mark_is_everywhere(
    town: Town, office: Person, police: Person, words: str, source: Source
) -> None:
    name = {"phone": "电话", "paper": "书面", "meeting": "会议"}[source]
    card = await office.ask(words)
    assert f"县公安局 汇报，未保办代报（{name}）" in card.text
    assert "第8条 提升校园安全管理" in card.text and "演练6场" in card.text
    assert stored(town) == []
    await office.press("确认报送", card)
    assert f"收悉（未保办代报（{name}））" in (await office.wait_for(says("收悉"))).text
    first, second = stored(town)
    assert (first.unit, first.measure, first.status, first.percent) == (
        "县公安局",
        8,
        Status.IN_PROGRESS,
        60,
    )
    assert (second.measure, second.status) == (11, Status.DONE)
    assert {(r.on_behalf, r.source, r.author_id) for r in (first, second)} == {(True, source, office.id)}
    told = await police.wait_for(says("如有出入"))
    assert f"未保办代报（{name}）" in told.text and "演练6场" in told.text
    assert f"未保办代报（{name}）" in (await police.ask("历史")).text
    await police.send("我的任务")
    assert f"，未保办代报（{name}）" in (await police.wait_for(says("已报 第8条"))).text
    await police.send("进展 8")
    assert f"未保办代报（{name}）" in (await police.wait_for(says("县公安局：推进中"))).text
    await office.press("公安局", await office.ask("待审"))
    assert f"未保办代报（{name}）" in (await office.next_reply()).text
    assert f"（未保办代报，{name}）" in (await office.ask("周报")).text
    again = await office.press_data(card.button("确认报送")["callback_data"], card)
    assert not again.alert
    assert len(stored(town)) == 2
    assert await police.quiet()


async def test_what_is_missing_is_asked_for_also_over_a_restart(
    town: Town, office: Person, police: Person
) -> None:
    await office.press("公安局", await office.ask("代报"))
    assert "请输入汇报内容" in (await office.next_reply()).text
    await town.stop()
    await office.send("第8条已完成，演练6场")
    await town.start()
    asked = await office.next_reply(10)
    assert "以何种方式收到" in asked.text and asked.buttons == ["电话", "书面", "会议"]
    await office.press("书面", asked)
    card = await office.wait_for(says("未保办代报（书面）"))
    await office.press("确认报送", card)
    await office.wait_for(says("收悉"))
    assert [(r.measure, r.source) for r in stored(town)] == [(8, Source.PAPER)]


async def test_words_that_are_no_report_or_name_no_measure_are_asked_again(
    town: Town, office: Person, police: Person
) -> None:
    assert "没有看出" in (await office.ask("代报 县公安局 电话 你好")).text
    assert "未保办代报（电话）" in (await office.ask("第8条已完成")).text
    await office.ask("取消")
    await office.send("代报 县公安局 电话 推进中，下周再看")
    choice = await office.wait_for(says("请选择要汇报的措施"))
    await office.press("第11条", choice)
    card = await office.wait_for(says("未保办代报（电话）"))
    await office.press("确认报送", card)
    await office.wait_for(says("收悉"))
    assert [(r.measure, r.on_behalf) for r in stored(town)] == [(11, True)]


async def test_another_units_measure_is_refused_and_personal_data_masked(town: Town, office: Person) -> None:
    assert "责任单位中没有县公安局" in (await office.ask("代报 县公安局 电话 第7条已完成")).text
    await office.send("代报 县公安局 电话 第8条已完成，走访13812345678")
    card = await office.wait_for(says("未保办代报"))
    assert "13812345678" not in card.text
    await office.press("确认报送", card)
    await office.wait_for(says("收悉"))
    assert "13812345678" not in stored(town)[0].text
    for file in town.settings.data_dir.glob("*.json"):
        assert "13812345678" not in file.read_text()


async def test_nobody_but_the_office_records_on_behalf(town: Town, office: Person, police: Person) -> None:
    await office.ask("代报 县公安局 第8条已完成，演练6场")
    head = await town.seat(2003, "钱局长", "县公安局", " 负责人")
    stranger = town.simulator.person(9001, "路人")
    unit = (await office.ask("代报")).button("公安局")["callback_data"]
    for person in (police, head, stranger):
        for words in ("代报 县公安局 电话 第8条已完成", "/behalf", "代报 县民政局 电话 第15条已完成"):
            assert "未保办" in (await person.ask(words)).text
        for data in (unit, "bh:s:phone", "bh:u:zz", "bh:"):
            assert (await person.press_data(data, person.last)).alert
        assert town.store.read.get(Draft, str(person.id)) is None
        assert town.store.read.get(Awaited, str(person.id)) is None
    assert stored(town) == []
    assert (await office.press_data("bh:s:pigeon", office.last)).alert
