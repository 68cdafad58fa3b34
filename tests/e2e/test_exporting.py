"""导出: one's own unit's year as a file, for those who may read it."""

import io

import pytest
from openpyxl import load_workbook

from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import Town, says


def sent_file(seen: Seen) -> bool:
    return seen.document is not None


@pytest.fixture
async def police(town: Town) -> Person:
    person = await town.seat(2001, "陈海军", "县公安局")
    await person.press("确认报送", await person.ask("第11条 已完成60%，检查3次"))
    await person.wait_for(says("收悉"))
    return person


def texts(seen: Seen) -> list[object]:
    assert seen.document is not None
    book = load_workbook(io.BytesIO(seen.document.data))
    return [cell.value for row in book["汇报记录"].iter_rows() for cell in row]


async def test_a_liaison_gets_their_units_year_and_the_office_any(town: Town, police: Person) -> None:
    for words in ("导出", "/export", "导出 2022", "导出2022年"):
        await police.send(words)
        seen = await police.wait_for(sent_file, 20)
        assert seen.document is not None
        assert seen.document.name == "县公安局2022年度未成年人保护工作进展.xlsx"
        assert any("检查3次" in str(value) for value in texts(seen))
    office = town.office
    await office.press("公安局", await office.ask("导出"))
    assert any("检查3次" in str(value) for value in texts(await office.wait_for(sent_file, 20)))
    await office.send("导出 县公安局 2022")
    assert await office.wait_for(sent_file, 20)
    assert "没有可导出的记录" in (await office.ask("导出 县公安局 2021")).text


async def test_nobody_exports_another_units_year(town: Town, police: Person) -> None:
    schools = await town.seat(2002, "张丽娟", "县教育科技局")
    stranger = town.simulator.person(9001, "路人")
    assert "仅限责任单位" in (await stranger.ask("导出")).text
    assert "仅向本单位" in (await schools.ask("导出 县公安局")).text
    button = (await town.office.ask("导出")).button("公安局")["callback_data"]
    for person in (schools, stranger):
        assert (await person.press_data(button, person.last)).alert
        assert await person.quiet()
    for data in ("xp:", "xp:zz:2022", f"{button[:-4]}x", f"{button[:-4]}1999"):
        assert (await police.press_data(data, police.last)).alert, data
