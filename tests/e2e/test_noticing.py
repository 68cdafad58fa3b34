"""通知 over the wire: text and file, receipts, who has not confirmed, and who may."""

from dataclasses import replace

from bot.notices.model import Notice, Receipt
from bot.roster.model import Seat
from tests.e2e.conftest import Town, says
from tests.e2e.test_office_authority import data
from tests.evidence.files import jpeg, pdf


async def test_to_mass_send_is_to_everybody_unless_told_whom(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    await town.seat(2002, "段小丽", "县统计局")
    preview = await town.office.ask("群发 请各单位周五前报送本月进展")
    assert "2家单位2人" in preview.text and "请各单位周五前报送本月进展" in preview.text
    for word in ("群发", "群发通知", "群发消息"):
        only = await town.office.ask(f"{word}：县统计局 请补充数据")
        assert "1家单位1人" in only.text and "县统计局 请补充数据" not in only.text
    assert not any("确认发送" in one for one in (await town.office.ask("群发 怎么用？")).buttons)
    assert "通知发给谁" in (await town.office.ask("群发")).text
    assert "通知" not in (await police.ask("群发消息该找谁")).text


async def test_a_notice_goes_out_is_confirmed_and_the_rest_are_reminded(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    statistics = await town.seat(2002, "段小丽", "县统计局")
    office = town.office
    preview = await office.ask("通知 全部 近期天热，请加强<防溺水>巡查；有孩子落水请拨110。值班员13812345678")
    assert "2家单位2人" in preview.text and "13812345678" not in preview.text
    assert "县科协" in preview.text and await police.quiet()
    await office.press("确认发送（2人）", preview)
    told = await police.wait_for(says("【县未保办通知】"))
    assert "加强<防溺水>巡查" in told.text and "13812345678" not in told.text
    assert "已送达2人" in (await office.wait_for(says("通知发送情况"))).text

    answer = await police.press("收到", told)
    assert "感谢" in answer.text and not answer.alert
    assert "您已于7月18日" in (await police.press_data(data(told)[0], told)).text
    sent = next(one for one in reversed(office.messages()) if one.has_button("查看确认情况"))
    await office.press("查看确认情况", sent)
    status = await office.wait_for(says("应收2人"))
    assert "已确认1人，未确认1人" in status.text
    assert "县统计局：段小丽" in status.text and "陈海军" not in status.text
    await office.press("提醒未确认的（1人）", status)
    question = await office.wait_for(says("将再次提醒以下1人"))
    await office.press("确认发送（1人）", question)
    again = await statistics.wait_for(says("尚未收到您的确认"))
    await statistics.press("收到", again)
    assert not any("尚未收到您的确认" in one.text for one in police.messages())
    assert "已送达1人" in (await office.wait_for(says("通知提醒发送情况"))).text
    await office.send("通知")
    await office.press("已发通知", await office.wait_for(says("通知发给谁")))
    assert "已确认2/2人" in (await office.wait_for(says("已确认"))).text


async def test_a_file_and_a_picture_are_passed_on_with_their_captions(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office, paper = town.office, pdf()
    await office.press("第四部分", await office.ask("通知"))
    assert "第四部分" in (await office.next_reply()).text
    await office.send_document("工作方案.pdf", paper, "有孩子溺水，请查收，张小明家长13912345678")
    preview = await office.wait_for(says("通知预览"))
    assert "工作方案.pdf" in preview.text and "13912345678" not in preview.text
    await office.press("确认发送（1人）", preview)
    told = await police.wait_for(says("【县未保办通知】"))
    assert told.document is not None and told.document.data == paper and told.document.name == "工作方案.pdf"
    assert "13912345678" not in told.text
    await police.press("收到", told)

    await office.ask("通知 县公安局")
    await office.send_photo(jpeg())
    await office.press("确认发送（1人）", await office.wait_for(says("通知预览")))
    shown = await police.wait_for(lambda seen: seen.photo is not None)
    assert shown.text.startswith("【县未保办通知】") and shown.has_button("收到")
    assert len(town.store.read.find(Notice)) == 2


async def test_words_that_sound_like_something_else_are_the_notices_own(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    for words in ("有孩子溺水，请各单位排查水域", "第8条 已完成的单位请留存佐证", "通知全体联络员周五开会"):
        await office.ask("通知 县公安局")
        preview = await office.ask(words)
        assert "通知预览" in preview.text and words in preview.text
        await office.press("修改内容", preview)
        await office.next_reply()
        changed = await office.ask(f"{words}！")
        assert f"{words}！" in changed.text
        await office.press("不发了", changed)
        assert "没有发出" in (await office.next_reply()).text
    await office.ask("通知 县公安局")
    assert "已取消" in (await office.ask("取消")).text
    assert await police.quiet() and town.store.read.find(Notice) == []


async def test_nobody_else_sends_looks_or_confirms(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    statistics = await town.seat(2002, "段小丽", "县统计局")
    office = town.office
    preview = await office.ask("通知 县公安局 周五开会")
    go = next(button for button in data(preview) if button.startswith("nt:g"))
    for _ in range(3):
        await office.press_data(go, preview)
    told = await police.wait_for(says("周五开会"))
    assert await police.quiet() and len(town.store.read.find(Notice)) == 1
    id_ = go.rpartition(":")[2]
    forged = (*data(preview), "nt:s:a", "nt:u:", "nt:l:", f"nt:o:{id_}", f"nt:n:{id_}", f"nt:N:{id_}")
    for person in (police, town.simulator.person(9001, "路人")):
        assert "未保办工作人员" in (await person.ask("/broadcast 全部 放假")).text
        for button in forged:
            answer = await person.press_data(button, person.last)
            assert answer.alert and "未保办工作人员" in answer.text, button
    refused = await statistics.press_data(data(told)[0], statistics.last)
    assert refused.alert and "不是发给您" in refused.text
    assert [one.confirmed_at for one in town.store.read.find(Receipt)] == [None]
    for button in ("nt:o:9-9", "nt:g:", "nt:q:1", "nt:s:m99", "nr:1", "nr:9-9", "nt:N:9-9"):
        assert (await office.press_data(button, preview)).alert, button


async def test_a_notice_by_night_warns_first_and_then_goes_at_once(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    town.clock.move_to("2022-07-18 22:00")
    preview = await town.office.ask("通知 县公安局 暴雨红色预警，请组织力量转移")
    assert "休息时间" in preview.text
    await town.office.press("确认发送（1人）", preview)
    assert "暴雨" in (await police.wait_for(says("暴雨"))).text


async def test_what_is_typed_after_sending_or_leaving_is_no_notice_any_more(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    office = town.office
    for last in ("确认发送（1人）", "不发了"):
        await office.send("通知 县公安局 周五开会")
        preview = await office.wait_for(says("通知预览"))
        await office.press("修改内容", preview)
        await office.wait_for(says("请输入通知内容"))
        await office.press(last, preview)
        await office.wait_for(says("通知"))
        await office.send("校园欺凌谁管")
        assert "责任单位" in (await office.wait_for(says("第"))).text
    await office.send("邀请 未保办")
    code = (await office.wait_for(says("start="))).text.rsplit("start=", 1)[1].strip()
    clerk = town.simulator.person(1002, "李干事")
    await clerk.start(code)
    await clerk.next_reply()
    await clerk.send("李干事")
    await clerk.wait_for(says("已绑定"))
    await clerk.send("通知 县公安局")
    await clerk.wait_for(says("请输入通知内容"))
    seat = next(one for one in town.store.read.find(Seat) if one.person == clerk.id)
    await town.store.transact(lambda records: records.put(replace(seat, removed_at=town.clock())))
    assert "责任单位" in (await clerk.ask("校园欺凌谁管")).text
    assert len(town.store.read.find(Notice)) == 1
    assert sum("周五开会" in one.text for one in police.messages()) == 1
