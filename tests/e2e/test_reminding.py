"""Reminders and the offered digest: the right people, once, from the store."""

import time
from datetime import date
from io import BytesIO

from openpyxl import load_workbook

from bot.delivery.deliveries import Delivery, NotNow
from bot.progress.choices import Scope
from bot.progress.model import Cadence, Report
from bot.reminders.model import Escalation
from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import OFFICE, Town, says
from tests.progress.helpers import always


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
    await office.wait_for(says("已可拉取"))
    await office.wait_for(says("已送达1人"))
    await town.house.look()
    assert await office.quiet()

    digest = await office.ask("周报")
    assert "截至7月22日，26项措施中存在困难1项、尚未启动25项" in digest.text
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


EARLY, EVE, LATE, LIST = "2022-07-20 09:00", "2022-07-22 15:00", "2022-07-25 15:00", "2022-07-26 09:00"


async def reminded(town: Town, person: Person, when: str) -> Seen:
    """The reminder that this person gets when the bot looks at that moment."""
    town.clock.move_to(when)
    await town.house.look()
    return await person.wait_for(lambda seen: "【县未保办" in seen.text)


async def report_nothing_new(person: Person, reminder: Seen) -> Seen:
    """One tap on the reminder; returns the thanks."""
    await person.press("本期无新进展", reminder)
    return await person.wait_for(says("收悉"))


async def test_what_is_put_off_comes_again_once_and_the_cycle_goes_its_way(town: Town) -> None:
    statistics = await town.seat(2002, "段小丽", "县统计局")
    reminder = await reminded(town, statistics, EARLY)
    await statistics.press("稍后提醒", reminder)
    choices = await statistics.wait_for(says("何时再提醒您"))
    await statistics.press("1小时后（10:00）", choices)
    assert "将于今天10:00再提醒您" in (await statistics.next_reply()).text
    town.clock.move_to("2022-07-20 09:59")
    await town.house.look()
    assert await statistics.quiet()
    copy = await reminded(town, statistics, "2022-07-20 10:00")
    assert "措施14一项" in copy.text and copy.has_button("稍后提醒") and copy.has_button("报第14条")
    await town.house.look()
    assert await statistics.quiet()
    assert "截止" in (await reminded(town, statistics, EVE)).text


async def test_a_copy_is_dropped_once_all_is_reported(town: Town) -> None:
    statistics = await town.seat(2002, "段小丽", "县统计局")
    reminder = await reminded(town, statistics, EARLY)
    await statistics.press("稍后提醒", reminder)
    await statistics.press("明天上午（9:00）", await statistics.wait_for(says("何时再提醒您")))
    await statistics.next_reply()
    assert "补报" not in (await report_nothing_new(statistics, reminder)).text
    town.clock.move_to("2022-07-21 09:00")
    await town.house.look()
    assert await statistics.quiet()
    await statistics.press("稍后提醒", reminder)
    answer = await statistics.press("1小时后（10:00）", await statistics.wait_for(says("何时再提醒您")))
    assert answer.text is not None and "已全部报送" in answer.text


async def test_why_says_the_rule_and_what_comes_next(town: Town) -> None:
    statistics = await town.seat(2002, "段小丽", "县统计局")
    police = await town.seat(2001, "陈海军", "县公安局")
    reminder = await reminded(town, statistics, EARLY)
    await statistics.press("为何收到", reminder)
    why = await statistics.wait_for(says("截止日前第3个工作日9时"))
    assert "下一次提醒为7月22日（周五）15时" in why.text
    assert "其他1人" in why.text and "陈海军" not in why.text
    stranger = town.simulator.person(3001, "路人")
    await stranger.start()
    hello = await stranger.next_reply()
    for data in (reminder.button("为何收到")["callback_data"], reminder.button("稍后提醒")["callback_data"]):
        answer = await stranger.press_data(data, hello)
        assert answer.text is not None and "我的任务" in answer.text  # the message was never theirs
    assert await stranger.quiet()
    assert await police.wait_for(says("【县未保办提醒】"))


async def test_a_report_in_the_meantime_takes_back_what_waits_in_the_outbox(town: Town) -> None:
    statistics = await town.seat(2002, "段小丽", "县统计局")
    reminder = await reminded(town, statistics, EARLY)
    await town.stop()
    town.clock.move_to(EVE)
    await town.start()  # told at once of the eve
    await statistics.wait_for(says("截止"))
    # The next stage is put down, but nothing goes out before the report has come.
    town.clock.move_to(LATE)
    held: list[str] = []
    await hold_back(town, held)
    await town.house.look()
    await report_nothing_new(statistics, reminder)
    await let_go(town)
    assert held and await statistics.quiet()


async def hold_back(town: Town, held: list[str]) -> None:
    """Let everything that the outbox would send wait."""
    outbox = town.house._outbox
    real = outbox._prepare

    async def not_now(key: str, _delivery: Delivery) -> Delivery | None:
        held.append(key)
        raise NotNow

    outbox._prepare = not_now
    town.kept = real  # type: ignore[attr-defined]


async def let_go(town: Town) -> None:
    """Ask again, as the next look does."""
    town.house._outbox._prepare = town.kept  # type: ignore[attr-defined]
    await town.house.look()


async def test_what_was_not_sent_before_quiet_hours_goes_out_after_them(town: Town) -> None:
    statistics = await town.seat(2002, "段小丽", "县统计局")
    held: list[str] = []
    await hold_back(town, held)  # say, the network is gone
    town.clock.move_to(EVE)
    await town.house.look()
    town.clock.move_to("2022-07-22 19:00")
    await let_go(town)
    assert await statistics.quiet()
    town.clock.move_to("2022-07-24 10:00")
    await town.house.look()
    assert await statistics.quiet()
    assert "报送于今日10时截止" in (await reminded(town, statistics, "2022-07-25 08:30")).text
    await town.house.look()
    assert await statistics.quiet()


async def test_down_over_a_stage_and_up_at_night_it_is_sent_in_the_morning_once(town: Town) -> None:
    statistics = await town.seat(2002, "段小丽", "县统计局")
    await town.stop()
    town.clock.move_to("2022-07-22 21:00")
    await town.start()
    assert await statistics.quiet()
    await town.stop()
    town.clock.move_to("2022-07-25 08:31")
    began = time.monotonic()
    await town.start()
    assert "截止" in (await statistics.next_reply(30)).text
    assert time.monotonic() - began < 60
    await town.stop()
    await town.start()
    assert await statistics.quiet()


async def test_a_late_report_reaches_the_office_once_its_list_has_gone_out(town: Town) -> None:
    statistics = await town.seat(2002, "段小丽", "县统计局")
    office = town.office
    await office.start()
    await office.next_reply()
    reminder = await reminded(town, statistics, LATE)
    town.clock.move_to(LIST)
    await town.house.look()
    assert "县统计局：措施14一项" in (await office.wait_for(says("尚未收到"))).text
    town.clock.move_to("2022-07-26 10:00")
    assert "感谢补报" in (await report_nothing_new(statistics, reminder)).text
    await town.house.look()
    assert "县统计局：措施14一项（7月）" in (await office.wait_for(says("补报"))).text
    await town.house.look()
    assert await office.quiet()


async def test_the_office_may_choose_weekly_and_the_week_is_asked(town: Town) -> None:
    statistics = await town.seat(2002, "段小丽", "县统计局")
    weekly = always(Scope.MEASURE, 14, Cadence.WEEKLY, date(2022, 7, 18), date(2022, 8, 14))
    await town.store.transact(lambda records: records.put(weekly))
    # Friday 22 July is the week's last working day; three working days before is Tuesday the 19th
    assert "7月22日（周五）10时" in (await reminded(town, statistics, "2022-07-19 09:00")).text
    await statistics.send("我的任务")
    await statistics.wait_for(says("7月18日—24日应报1项"))
    await statistics.press("确认报送", await statistics.ask("第14条 推进中，已报表"))
    await statistics.wait_for(says("收悉"))
    (report,) = town.store.read.find(Report)
    assert report.cycle == "2022-W29"


async def test_two_cycles_missed_in_a_row_show_on_the_offices_list_and_nothing_goes_to_the_head(
    town: Town,
) -> None:
    await town.seat(2002, "段小丽", "县统计局")
    head = await town.seat(2003, "高局长", "县统计局", " 负责人")
    office = await town.seat(OFFICE, "王主任", "县烟草局")  # its list and what it owes: one message
    for when in (LIST, "2022-08-26 09:00"):
        town.clock.move_to(when)
        await town.house.look()
    rising = await office.wait_for(says("连续两期未报"))
    assert "县统计局：7月、8月，措施14一项" in rising.text
    assert "由县未保办决定" in rising.text
    assert await head.quiet()
    assert [one.unit for one in town.store.read.find(Escalation)].count("县统计局") == 1
