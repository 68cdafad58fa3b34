"""Whatever the office and the units do to each other, an update that is handled twice does it once."""

from collections import Counter
from typing import Any

import pytest

from bot.delivery.application import JournalApplication
from bot.delivery.inbox_file import Raw
from bot.progress.acts import Closing, Extension, Joint
from bot.progress.model import Report, Review
from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import Town, says
from tests.e2e.test_handing import link, sit
from tests.evidence.files import pdf


async def _send(person: Person, words: str, paper: bytes | None = None) -> None:
    await person.send(words)
    card = await person.wait_for(says("请核对"))
    if paper is not None:
        await person.send_document("总结.pdf", paper)
        card = await person.wait_for(says("附件"))
    await person.press("确认报送", card)
    await person.wait_for(says("收悉"))


async def test_every_act_handled_twice_is_one_act_and_tells_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    schools = await town.seat(2002, "张丽娟", "县教育科技局")
    office, once = town.office, JournalApplication._try_once
    handled: Counter[int] = Counter()

    async def twice(self: JournalApplication, raw: Raw) -> Any:
        handled[raw["update_id"]] += 2
        first = await once(self, raw)
        return first if first.error is not None else await once(self, raw)

    monkeypatch.setattr(JournalApplication, "_try_once", twice)

    await _send(police, "第8条 推进中，检查3次")
    await office.press("退回", await _opened(office))
    await office.wait_for(says("请回复退回的原因"))
    await office.send("请补充数据")
    await police.wait_for(says("重新报送"))

    await _send(police, "第11条 已完成，检查网吧12家", pdf())
    await office.press("审核通过", await _opened(office))
    done = await office.wait_for(says("已审核通过"))
    await police.wait_for(says("已审核通过"))
    await office.press("销号", done)
    closed = await office.wait_for(says("已销号"))
    await police.wait_for(says("办结销号"))
    await office.press("恢复报送", closed)
    await office.wait_for(says("恢复报送的原因"))
    await office.send("问题反弹")
    await police.wait_for(says("已恢复报送"))

    await police.send("申请延期")
    await police.press("第12条", await police.wait_for(says("请选择要申请延期的措施")))
    await police.wait_for(says("延至哪天和原因"))
    await police.send("下周五")
    await police.wait_for(says("请写明原因"))
    await police.send("人员借调")
    await office.press("同意延期", await office.wait_for(says("申请措施12")))
    await police.wait_for(says("延期申请已同意"))

    await police.send("联合报送")
    await police.press("第11条 县公安局", await police.wait_for(says("请选择要联合报送")))
    await police.press("县教育科技局", await police.wait_for(says("联合报送")))
    await schools.press("联合报送确认", await schools.wait_for(says("请贵单位确认")))
    await police.wait_for(says("已确认第11条联合报送"))

    await office.send("代报 县公安局")
    await office.wait_for(says("请输入汇报内容"))
    await office.send("第13条推进中，检查5次")
    await office.press("书面", await office.wait_for(says("以何种方式收到")))
    await office.press("确认报送", await office.wait_for(says("未保办代报（书面）")))
    await police.wait_for(says("如有出入"))

    read = town.store.read
    assert set(handled.values()) == {2}
    assert [(r.unit, r.measure) for r in read.find(Report)] == [
        ("县公安局", 8),
        ("县公安局", 11),
        ("县教育科技局", 11),
        ("县公安局", 13),
    ]
    counts = [len(read.find(kind)) for kind in (Review, Closing, Extension, Joint)]
    assert counts == [2, 2, 1, 1]
    assert read.find(Extension)[0].reason == "人员借调"
    told = [seen.text for seen in police.messages() if seen.from_bot]
    letters = (
        "请补充数据",
        "已审核通过",
        "办结销号",
        "已恢复报送",
        "延期申请已同意",
        "已确认第11条",
        "如有出入",
    )
    for words in letters:
        assert sum(words in text for text in told) == 1, words
    assert sum("请贵单位确认" in seen.text for seen in schools.messages()) <= 1


async def _opened(office: Person) -> Seen:
    await office.send("待审")
    await office.press("公安局", await office.wait_for(says("待审汇报")))
    await office.press("1", await office.wait_for(says("县公安局 待审")))
    return await office.wait_for(says("状态："))


async def test_who_sits_down_twice_in_one_update_is_told_once_and_told_the_same(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = JournalApplication._try_once

    async def twice(self: JournalApplication, raw: Raw) -> Any:
        first = await once(self, raw)
        return first if first.error is not None else await once(self, raw)

    monkeypatch.setattr(JournalApplication, "_try_once", twice)
    before = await town.seat(2001, "陈海军", "县公安局")
    code = await link(before, "移交", "移交县公安局联络员")
    after, _ = await sit(town, 2002, "李建国", code)
    await before.wait_for(says("已移交给"))
    await after.wait_for(says("【"))  # what a liaison can do here
    assert await after.quiet() and await before.quiet()
    for person in (before, after):
        said = [seen.text for seen in person.messages()]
        assert sum("您已绑定" in text for text in said) == 1
        assert not any("无需再次绑定" in text for text in said)
    assert sum("已移交给" in seen.text for seen in before.messages()) == 1
