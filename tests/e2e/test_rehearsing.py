"""预演 over the wire: pages, the file, what then really happens, and who may look."""

from io import BytesIO

from openpyxl import load_workbook

from bot.outgoing import Outgoing
from bot.reminders.model import Told
from tests.e2e.conftest import Town, says


async def test_the_office_turns_the_pages_and_downloads_what_will_be_told(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    assert "7月18日（周一）至8月17日（周三）" in (await office.ask("预演")).text
    shown = await office.ask("预演 100天")
    assert "7月18日（周一）至10月26日（周三）" in shown.text and "第1页" in shown.text
    assert "7月20日（周三）9时" in shown.text
    await office.press("下一页", shown)
    second = await office.next_reply()
    assert "第2页" in second.text and second.has_button("上一页")
    await office.press("下载 Excel", second)
    sheet = (await office.next_reply(20)).document
    assert sheet is not None and sheet.name.endswith(".xlsx")
    rows = list(load_workbook(BytesIO(sheet.data)).worksheets[0].iter_rows(min_row=2, values_only=True))
    own = [row for row in rows if row[3] == "陈海军"]
    assert town.store.read.find(Told) == [] and town.store.read.find(Outgoing) == []

    for moment in dict.fromkeys(f"{row[0]} {row[2]}" for row in own):
        town.clock.move_to(moment)
        await town.house.look()
        await police.wait_for(says("提醒】"))
    told = {
        (f"{mark.at:%Y-%m-%d}", f"{mark.at:%H:%M}") for mark in town.store.read.find(Told, person=police.id)
    }
    assert told == {(row[0], row[2]) for row in own} and len(told) >= 3


async def test_make_up_days_of_october_are_in_it(town: Town) -> None:
    town.clock.move_to("2022-09-27 10:00")
    shown = await town.office.ask("预演 20天")
    assert "10月8日（周六）、10月9日（周日）调休上班" in shown.text
    assert "至10月17日（周一）" in shown.text


async def test_nobody_else_rehearses_and_forged_pages_are_refused(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    shown = await town.office.ask("/rehearse 10")
    assert "未保办工作人员" in (await police.ask("预演")).text
    for button in ("rh:p:30:1", "rh:x:30"):
        answer = await police.press_data(button, police.last)
        assert answer.alert and "未保办工作人员" in answer.text
    for button in ("rh:p:9999:0", "rh:p:0:0", "rh:q:30", "rh:", "rh:p:30:x"):
        assert (await town.office.press_data(button, shown)).alert, button
    assert not (await town.office.press_data("rh:p:10:9999", shown)).alert
