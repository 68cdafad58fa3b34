"""What the office sends, sets and pauses: an update that is handled twice does it once, and tells once."""

import pytest
from telegram import Update

from bot.delivery.application import JournalApplication
from bot.notices.model import Notice, Nudge, Prepared, Receipt
from bot.progress.choices import CadenceChoice, Pause
from tests.e2e.conftest import Town, says


async def test_every_act_of_the_office_handled_twice_is_one_act(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    police, office = await town.seat(2001, "陈海军", "县公安局"), town.office
    once = JournalApplication._try_once

    async def twice(self: JournalApplication, update: Update) -> Exception | None:
        return await once(self, update) or await once(self, update)

    monkeypatch.setattr(JournalApplication, "_try_once", twice)

    await office.send("催办 县公安局")
    await office.press("加附言", await office.wait_for(says("催办预览")))
    await office.wait_for(says("请输入附言"))
    await office.send("请抓紧")
    await office.press("确认催办（1人）", await office.wait_for(says("县未保办附言：请抓紧")))
    await police.wait_for(says("请抓紧"))
    await office.wait_for(says("催办发送情况"))

    await office.send("通知 县公安局")
    await office.wait_for(says("请输入通知内容"))
    await office.send("周五下午开会")
    await office.press("确认发送（1人）", await office.wait_for(says("通知预览")))
    told = await police.wait_for(says("周五下午开会"))
    sent = await office.wait_for(says("通知发送情况"))
    page = next(one for one in reversed(office.messages()) if one.has_button("查看确认情况"))
    await office.press("查看确认情况", page)
    await office.press("提醒未确认的（1人）", await office.wait_for(says("未确认1人")))
    await office.press("确认发送（1人）", await office.wait_for(says("将再次提醒以下1人")))
    await police.wait_for(says("尚未收到您的确认"))
    await police.press("收到", told)
    assert sent.from_bot

    await office.send("报送周期 第8条 每周 7月18日至8月14日")
    await office.press("确认调整", await office.wait_for(says("项次变为")))
    await office.wait_for(says("已调整报送周期"))
    await office.send("暂停报送")
    await office.press("确认暂停", await office.wait_for(says("确认暂停吗")))
    await office.press("恢复报送和提醒", await office.wait_for(says("起暂停")))
    await office.wait_for(says("已恢复"))

    read = town.store.read
    kinds = (Nudge, Notice, Receipt, CadenceChoice, Pause)
    assert {kind.__name__: len(read.find(kind)) for kind in kinds} == {kind.__name__: 1 for kind in kinds}
    assert len(read.find(Prepared)) == 2

    def count(words: str) -> int:
        return sum(words in one.text for one in police.messages() if one.from_bot)

    assert (count("附言：请抓紧"), count("周五下午开会"), count("尚未收到您的确认")) == (1, 2, 1)
