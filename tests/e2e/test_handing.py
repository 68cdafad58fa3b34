"""移交 and 代理 over the wire: who sits, who is told, what goes along, and when it ends."""

import pytest

from bot.progress.model import Draft, Report
from bot.roster.model import Invite, Role, Seat, Unreachable
from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import Town, says


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


def code_in(seen: Seen) -> str:
    return seen.text.rsplit("start=", 1)[1].strip()


async def link(person: Person, asked: str, label: str) -> str:
    await person.press(label, await person.ask(asked))
    return code_in(await person.wait_for(says("start=")))


async def sit(town: Town, person_id: int, name: str, code: str) -> tuple[Person, str]:
    """Open a link and tell one's name; with what the link said."""
    person = town.simulator.person(person_id, name)
    await person.start(code)
    welcome = (await person.next_reply()).text
    await person.send(name)
    await person.wait_for(says("您好"))
    return person, welcome


async def test_a_seat_is_handed_over_with_its_draft_and_history_keeps_the_name(
    town: Town, police: Person
) -> None:
    office = town.office
    await police.press("确认报送", await police.ask("第11条 已完成60%，检查3次"))
    await police.wait_for(says("收悉"))
    await police.ask("第12条 推进中，走访4次")
    code = await link(police, "移交", "移交县公安局联络员")
    assert len(town.store.read.find(Draft)) == 1 and "推进中" in (await police.ask("进展 11")).text
    newcomer, welcome = await sit(town, 2002, "李建国", code)
    assert "陈海军" in welcome and "移交" in welcome
    await newcomer.wait_for(says("未提交的汇报"))
    assert "李建国" in (await police.wait_for(says("已移交给"))).text
    assert "陈海军移交给李建国" in (await office.wait_for(says("移交"))).text
    assert "走访4次" in (await newcomer.ask("汇报")).text
    await newcomer.send("确认")
    await newcomer.wait_for(says("收悉"))
    first, second = town.store.read.find(Report)
    assert (first.author, second.author) == ("陈海军", "李建国")
    assert "还没有绑定" in (await police.ask("汇报")).text
    assert "李建国" in (await office.ask("成员")).text
    given, taken = town.store.read.find(Seat, unit="县公安局")
    assert given.removed_at is not None and taken.removed_at is None and taken.role is Role.LIAISON


async def test_a_handover_link_works_once_and_dies_with_the_seat(town: Town, police: Person) -> None:
    code = await link(police, "移交", "移交县公安局联络员")
    again = await link(police, "移交", "移交县公安局联络员")
    await sit(town, 2002, "李建国", code)
    for number, spent in enumerate((code, again)):
        late = town.simulator.person(2010 + number, "迟到")
        await late.start(spent)
        refused = (await late.next_reply()).text
        assert ("已经使用过" if spent == code else "有效期") in refused
    assert len(town.store.read.find(Seat)) == 2


async def test_the_office_hands_a_seat_over_for_someone_who_left(town: Town, police: Person) -> None:
    office = town.office
    await office.press("公安局", await office.ask("成员"))
    await office.press("移交 陈海军", await office.next_reply())
    code = code_in(await office.wait_for(says("start=")))
    newcomer, _ = await sit(town, 2002, "李建国", code)
    assert "第" in (await newcomer.ask("我的任务")).text


async def test_a_stand_in_has_a_liaisons_rights_in_the_span_and_it_ends_by_itself(
    town: Town, police: Person
) -> None:
    office = town.office
    shown = await police.ask("代理 7月20日至7月22日")
    await police.press("7月20日至7月22日", shown)
    code = code_in(await police.wait_for(says("start=")))
    deputy, welcome = await sit(town, 2002, "李建国", code)
    assert "7月20日至7月22日" in welcome and "代理" in welcome
    assert "李建国" in (await police.wait_for(says("代理"))).text
    assert "李建国" in (await office.wait_for(says("代理"))).text
    assert "李建国（代理，7月20日至7月22日）" in (await office.ask("成员")).text
    assert "还没有绑定" in (await deputy.ask("汇报")).text, "the span has not begun"
    town.clock.move_to("2022-07-20T09:00")
    await deputy.press("确认报送", await deputy.ask("第11条 推进中，检查3次"))
    await deputy.wait_for(says("收悉"))
    assert town.store.read.find(Report)[0].author == "李建国"
    assert "没有可以移交" in (await deputy.ask("移交")).text
    card = await deputy.ask("第12条 推进中，走访4次")
    town.clock.move_to("2022-07-23T00:01")
    assert (await deputy.press("确认报送", card)).alert
    assert len(town.store.read.find(Report)) == 1
    await town.house.look()
    assert "已结束" in (await deputy.wait_for(says("代理"))).text
    (seat,) = town.store.read.find(Seat, role=Role.STAND_IN)
    assert seat.removed_by == "代理期满"
    assert "李建国" not in (await office.ask("成员")).text
    await town.house.look()
    assert await deputy.quiet()


async def test_a_stand_in_ends_early_when_the_liaison_says_so(town: Town, police: Person) -> None:
    shown = await police.ask("代理")
    await police.press("7月18日至7月20日", shown)
    deputy, _ = await sit(town, 2002, "李建国", code_in(await police.wait_for(says("start="))))
    assert "第" in (await deputy.ask("我的任务")).text
    await police.wait_for(says("由李建国代理"))
    await police.press("结束李建国的代理（7月18日至7月20日）", await police.ask("代理"))
    assert "已结束" in (await police.next_reply()).text
    await deputy.wait_for(says("已结束"))
    assert "还没有绑定" in (await deputy.ask("汇报")).text


async def test_nobody_hands_over_or_ends_what_is_not_theirs(town: Town, police: Person) -> None:
    teacher = await town.seat(2003, "张丽娟", "县教育科技局")
    head = await town.seat(2004, "刘局长", "县公安局", " 负责人")
    shown = await police.ask("移交")
    forged = shown.button("移交县公安局联络员")["callback_data"]
    span = (await police.ask("代理")).button("7月18日至7月20日")["callback_data"]
    await police.press("7月18日至7月20日")
    deputy, _ = await sit(town, 2002, "李建国", code_in(await police.wait_for(says("start="))))
    await police.wait_for(says("由李建国代理"))
    end = (await police.ask("代理")).button("结束李建国的代理（7月18日至7月20日）")["callback_data"]
    stranger = town.simulator.person(9001, "路人")
    before = len(town.store.read.find(Invite))
    for person in (teacher, head, stranger, deputy):
        on = await person.ask("第11条")
        for data in (forged, span, *([] if person is deputy else [end])):
            assert (await person.press_data(data, on)).alert
    on = await police.ask("第11条")
    parts = forged.split(":")
    for data in ("k:h:x:y:z", "k:", f"k:s:{':'.join(parts[2:])}", f"{forged}:220718:220799", "k:q:" + forged):
        assert (await police.press_data(data, on)).alert
    own = end.replace("k:e:", "k:h:")  # a stand-in's seat is not theirs to give
    assert (await deputy.press_data(own, await deputy.ask("第11条"))).alert
    assert len(town.store.read.find(Invite)) == before
    assert all(seat.removed_at is None for seat in town.store.read.find(Seat))


async def test_days_that_cannot_be_are_told_kindly(town: Town, police: Person) -> None:
    for words, said in (("代理 7月25日至7月20日", "早于"), ("代理 7月20日至12月31日", "最长")):
        shown = await police.ask(words)
        assert said in (await police.press(shown.buttons[0], shown)).text
    assert town.store.read.find(Invite, role=Role.STAND_IN) == []


async def test_the_office_sees_seats_that_are_empty_and_people_who_are_not_reached(
    town: Town, police: Person
) -> None:
    await town.seat(2004, "刘局长", "县司法局", " 负责人")
    listed = await town.office.ask("成员")
    assert "31家尚无联络员" in listed.text and "未能送达" not in listed.text
    police.block()
    await town.office.press("公安局", listed)
    town.clock.move_to("2022-07-20T09:00")
    await town.house.look()
    await town.settled(lambda: bool(town.store.read.find(Unreachable)))
    office = town.office
    await office.send("成员")
    assert "1人消息未能送达" in (await office.wait_for(says("家单位"))).text
