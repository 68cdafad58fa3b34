"""Every act of the office, tried by everybody else: in words, by forged buttons and by replayed ones."""

from dataclasses import dataclass

import pytest

from bot.progress.acts import Awaited, Closing, Extension
from bot.progress.model import Draft, Report, Review
from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import Town, says
from tests.evidence.files import pdf

PAPER = pdf()
WORDS = (
    "待审",
    "/review",
    "待审 县公安局",
    "销号",
    "/close",
    "代报",
    "/behalf",
    "代报 县公安局 电话 第8条已完成",
)


@dataclass
class Scene:
    """A report that may be accepted, one that may be closed, a request, and the people around."""

    town: Town
    office: Person
    others: dict[str, Person]
    buttons: list[str]

    def record(self) -> list[object]:
        read = self.town.store.read
        kinds = (Review, Closing, Extension, Report, Awaited, Draft)
        return [record for kind in kinds for record in read.find(kind)]


def data(seen: Seen) -> list[str]:
    rows = seen.content.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row]


async def stand_in(town: Town, liaison: Person) -> Person:
    await liaison.press("7月18日至7月20日", await liaison.ask("代理"))
    code = (await liaison.wait_for(says("start="))).text.rsplit("start=", 1)[1].strip()
    person = town.simulator.person(2004, "李建国")
    await person.start(code)
    await person.next_reply()
    await person.send("李建国")
    await person.wait_for(says("您好"))
    await liaison.wait_for(says("由李建国代理"))
    return person


@pytest.fixture
async def scene(town: Town) -> Scene:
    office, police = town.office, await town.seat(2001, "陈海军", "县公安局")
    await police.ask("第11条 已完成，检查网吧12家")
    await police.send_document("总结.pdf", PAPER)
    await police.press("确认报送", await police.wait_for(says("附件")))
    await police.wait_for(says("收悉"))
    seen: list[str] = []
    await office.press("公安局", await office.ask("待审"))
    await office.press("1", await office.next_reply())
    opened = await office.next_reply()
    seen += data(opened)
    await office.press("审核通过", opened)
    seen += data(await office.next_reply())
    await police.wait_for(says("审核通过"))
    await police.press("确认报送", await police.ask("第12条 推进中，走访3次"))
    await police.wait_for(says("收悉"))
    seen += data(await office.ask("待审"))
    seen += data(await office.ask("销号"))
    seen += data(await office.ask("代报"))
    await police.ask("申请延期 第8条 7月29日 学校放假")
    seen += data(await office.wait_for(says("申请措施8")))
    others = {
        "liaison": police,
        "head": await town.seat(2002, "钱局长", "县公安局", " 负责人"),
        "other unit": await town.seat(2003, "张丽娟", "县教育科技局"),
        "stand-in": await stand_in(town, police),
        "stranger": town.simulator.person(9001, "路人"),
    }
    seen += [button.replace("c:c:", "c:o:") for button in seen if button.startswith("c:c:")]
    buttons = [one for one in dict.fromkeys(seen) if one.split(":")[0] in {"v", "c", "ex", "bh"}]
    return Scene(town, office, others, buttons)


async def test_nobody_else_does_what_is_the_offices(scene: Scene) -> None:
    acts = {button[:4] for button in scene.buttons}
    assert {"v:a:", "v:r:", "v:A:", "v:R:", "v:q:", "c:c:", "c:o:", "ex:y", "ex:n", "bh:u"} <= acts
    before = scene.record()
    for name, person in scene.others.items():
        for words in WORDS:
            assert "未保办工作人员" in (await person.ask(words)).text, (name, words)
        for button in scene.buttons:
            refused = await person.press_data(button, person.last)
            assert refused.alert and "未保办工作人员" in refused.text, (name, button)
    assert scene.record() == before


async def test_replayed_buttons_of_the_office_do_nothing_twice(scene: Scene) -> None:
    office, police = scene.office, scene.others["liaison"]
    once = [one for one in scene.buttons if one[:4] in {"v:A:", "c:c:", "ex:y"}]
    page = await office.ask("待审")
    for button in once:
        assert not (await office.press_data(button, page)).alert, button
    before = scene.record()
    read = scene.town.store.read
    assert (len(read.find(Review)), len(read.find(Closing)), len(read.find(Extension))) == (2, 1, 1)
    for button in once * 2:
        await office.press_data(button, page)
    assert scene.record() == before

    deputy = scene.others["stand-in"]  # told in the liaison's place of what is the unit's

    def told(words: str) -> int:
        seen = [*police.messages(), *deputy.messages()]
        return sum(words in one.text for one in seen if one.from_bot)

    letters = ("措施12进展情况已审核通过", "办结销号", "延期申请已同意")
    await scene.town.settled(lambda: all(told(words) for words in letters))
    assert [told(words) for words in letters] == [1, 1, 1]


async def test_a_stand_in_asks_and_confirms_for_the_unit_in_the_span_only(scene: Scene) -> None:
    deputy = scene.others["stand-in"]
    assert "已提交未保办" in (await deputy.ask("申请延期 第13条 7月29日 人员借调")).text
    assert "请选择要联合报送的汇报" in (await deputy.ask("联合报送")).text
    scene.town.clock.move_to("2022-07-21T09:00")
    for words in ("申请延期 第20条 7月29日 人员借调", "联合报送", "导出"):
        assert "仅限责任单位" in (await deputy.ask(words)).text, words
