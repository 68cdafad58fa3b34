"""Reminders and the offered digest: the right people, once, from the store."""

from io import BytesIO

from openpyxl import load_workbook

from tests.e2e.conftest import Town, says


async def test_the_stages_of_july_2022(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    statistics = await town.seat(2002, "段小丽", "县统计局")
    await town.house.look()
    assert await police.quiet()

    town.clock.move_to("2022-07-20 09:00")
    await town.house.look()
    early = await police.next_reply()
    assert "【县未保办提醒】" in early.text and "7月25日（周一）10时" in early.text
    await town.house.look()
    assert await police.quiet()
    assert "14" in (await statistics.next_reply()).text

    await statistics.press("报第14条")
    await statistics.press("已完成", await statistics.next_reply())
    await statistics.next_reply()
    await statistics.send("已提供第七次人口普查数据")
    await statistics.press("确认报送", await statistics.wait_for(says("请核对")))
    await statistics.wait_for(says("收悉"))

    town.clock.move_to("2022-07-22 15:00")
    await town.house.look()
    assert (await police.next_reply()).text
    assert await statistics.quiet()

    town.clock.move_to("2022-07-25 15:00")
    await town.house.look()
    overdue = await police.next_reply()
    assert "尚未收到" in overdue.text

    office = town.office
    await office.start()
    await office.next_reply()
    town.clock.move_to("2022-07-26 09:00")
    await town.house.look()
    listed = await office.wait_for(says("县公安局"))
    assert "县统计局" not in listed.text
    assert await police.quiet()


async def test_downtime_over_two_stages_sends_the_newest_once(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    await town.stop()
    town.clock.move_to("2022-07-25 15:30")
    await town.start()
    assert "尚未收到" in (await police.next_reply(10)).text
    assert await police.quiet()
    await town.stop()
    await town.start()
    assert await police.quiet()


async def test_who_has_blocked_the_bot_stops_nobody_else(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    statistics = await town.seat(2002, "段小丽", "县统计局")
    police.block()
    town.clock.move_to("2022-07-20 09:00")
    await town.house.look()
    assert "14" in (await statistics.next_reply()).text


async def test_the_digest_is_offered_on_the_weeks_last_working_day_and_pulled(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    await police.press("确认报送", await police.ask("第8条 受阻，缺经费"))
    await police.next_reply()
    office = town.office
    await office.start()
    await office.next_reply()
    town.clock.move_to("2022-07-22 15:00")
    await town.house.look()
    assert "周报" in (await office.next_reply()).text
    assert "已送达1人" in (await office.next_reply()).text
    await town.house.look()
    assert await office.quiet()

    digest = await office.ask("周报")
    assert "截至7月22日，26项措施中已完成0项、正在推进0项、存在困难1项、尚未启动25项" in digest.text
    assert "应报31家单位已报1家" in digest.text
    assert "缺经费" in digest.text
    await office.press("下载 Excel", digest)
    sheet = await office.next_reply()
    assert sheet.document is not None and sheet.document.name.endswith(".xlsx")
    book = load_workbook(BytesIO(sheet.document.data))
    assert len(book.worksheets) >= 2
    # 210 obligations and a heading
    assert book.worksheets[1].max_row >= 211

    assert "未保办" in (await police.ask("周报")).text
    assert "2022年7月14日" in (await office.ask("周报 2022-W20")).text
