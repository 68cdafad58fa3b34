"""历史: who changed what and when, paged, and for whom."""

import pytest

from bot.simulator import Person
from tests.e2e.conftest import Town, says


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


async def send(person: Person, words: str) -> None:
    await person.press("确认报送", await person.ask(words))
    await person.wait_for(says("收悉"))


async def test_a_measures_history_tells_who_changed_what_and_when(town: Town, police: Person) -> None:
    office = town.office
    await send(police, "第11条 推进中60%，检查3次")
    town.clock.pass_by(hours=1)
    await office.press("公安局", await office.ask("待审"))
    await office.press("1", await office.next_reply())
    await office.press("退回", await office.next_reply())
    await office.next_reply()
    await office.ask("请补充学校数")
    await police.wait_for(says("重新报送"))
    town.clock.pass_by(hours=1)
    await send(police, "第11条 推进中80%，检查学校5所")
    for words in ("历史 11", "历史第11条", "/history 11"):
        page = await police.ask(words)
        lines = page.text.split("\n")
        assert lines[0] == "第11条历史记录"
        assert [line.split(" ")[1] for line in lines[1:]] == ["11:30", "10:30", "09:30"]
        assert "推进中（80%），陈海军，已报送：" in lines[1]
        assert lines[2].endswith("退回，县未保办：请补充学校数")
        assert "推进中（60%），陈海军，已退回：" in lines[3]
    assert "还没有汇报记录" in (await police.ask("历史 8")).text
    assert "没有找到" in (await police.ask("历史 99")).text


async def test_the_office_sees_all_units_or_one_and_oneself_shows_ones_own_acts(
    town: Town, police: Person
) -> None:
    office = town.office
    schools = await town.seat(2002, "张丽娟", "县教育科技局")
    await send(police, "第11条 推进中，检查3次")
    await send(schools, "第7条 推进中，检查2次")
    everything = await office.ask("历史")
    assert "县公安局 第11条" in everything.text and "县教育科技局 第7条" in everything.text
    assert "县教育科技局" not in (await office.ask("历史 县公安局")).text
    await office.press("全部通过", await office.ask("待审"))
    await office.next_reply()
    own = await office.ask("历史 本人")
    assert own.text.count("审核通过") == 2 and "推进中" not in own.text
    await police.wait_for(says("审核通过"))
    await police.press("只看本人", await police.ask("历史"))
    mine = await police.next_reply()
    assert mine.edit and "推进中" in mine.text and "县未保办" not in mine.text


async def test_long_histories_are_paged_in_place(town: Town, police: Person) -> None:
    for count in range(1, 11):
        await send(police, f"第11条 推进中，检查{count}次")
        town.clock.pass_by(minutes=1)
    first = await police.ask("历史 11")
    assert "（第1/2页）" in first.text and "检查10次" in first.text and "检查2次" not in first.text
    await police.press("下一页", first)
    second = await police.next_reply()
    assert second.edit and "（第2/2页）" in second.text and "检查2次" in second.text
    await police.press("上一页", second)
    assert "检查10次" in (await police.next_reply()).text


async def test_a_unit_reads_its_own_history_only(town: Town, police: Person) -> None:
    schools = await town.seat(2002, "张丽娟", "县教育科技局")
    await send(police, "第11条 推进中，检查3次")
    page = await police.ask("历史 县公安局")
    assert "检查3次" in page.text
    assert "仅向本单位" in (await schools.ask("历史 县公安局")).text
    assert "还没有汇报记录" in (await schools.ask("历史 11")).text
    code = (await town.office.ask("历史 县公安局")).button("只看本人")
    assert code
    unit = "hy:" + next(
        button["callback_data"].split(":")[1]
        for row in (await town.office.ask("成员")).content["reply_markup"]["inline_keyboard"]
        for button in row
        if "公安局" in button["text"]
    )
    stranger = town.simulator.person(9001, "路人")
    assert "未保办" in (await stranger.ask("历史")).text
    for person in (schools, stranger):
        refused = await person.press_data(f"{unit}:0", person.last)
        assert refused.alert and "检查3次" not in refused.text
    for data in ("hy:zz:0", "hy:99:0", "hy::x"):
        assert (await police.press_data(data, page)).alert
