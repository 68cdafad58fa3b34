"""Who may not report, change or take back: every such attempt is refused, over the wire."""

from dataclasses import replace

import pytest

from bot.chat.message import unit_code
from bot.progress.model import Draft, Report, ReportState, Review, Status, Verdict
from bot.records import Records
from bot.roster.model import Seat
from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import OFFICE, Town, says


def stored(town: Town) -> list[Report]:
    return town.store.read.find(Report, plan="kelan-2022")


def states(town: Town) -> dict[int, ReportState]:
    ledger = town.house.services.ledger()
    return {report.measure: ledger.state_of(report) for report in ledger.versions()}


@pytest.fixture
async def police(town: Town) -> Person:
    return await town.seat(2001, "陈海军", "县公安局")


async def reports(person: Person, words: str) -> Seen:
    """Report in one sentence; the receipt."""
    await person.send(words)
    await person.wait_for(says("请核对"))
    await person.send("确认")
    return await person.wait_for(says("收悉"))


async def reviewed(town: Town, verdict: Verdict) -> None:
    report = stored(town)[-1]
    review = Review(f"test:{report.key}", report.plan, report.key, verdict, "王主任", OFFICE, town.clock())
    await town.store.transact(lambda records: records.put(review))


async def removed(town: Town, person: Person) -> None:
    def work(records: Records) -> None:
        for seat in records.find(Seat, person=person.id):
            records.put(replace(seat, removed_at=town.clock(), removed_by="王主任"))

    await town.store.transact(work)


STRANGERS_ACTS = (
    "汇报",
    "第8条 已完成",
    "本期无新进展",
    "撤回",
    "撤回第8条",
    "补报上月",
    "同上期",
    "不对，是17%",
)


@pytest.mark.parametrize("words", STRANGERS_ACTS)
async def test_a_stranger_can_neither_report_nor_take_back(town: Town, police: Person, words: str) -> None:
    await reports(police, "第8条 推进中60%")
    stranger = town.simulator.person(9001, "路人")
    await stranger.ask(words)
    await stranger.quiet(0.1)
    assert len(stored(town)) == 1 and states(town)[8] is ReportState.SUBMITTED
    assert town.store.read.find(Draft) == []


@pytest.mark.parametrize("data", ["r:8", "n:{unit}:8,11", "rs:w:{update}", "rs:n:{update}", "d:ok:{update}:"])
async def test_forged_buttons_of_a_stranger_change_nothing(town: Town, police: Person, data: str) -> None:
    await reports(police, "第8条 推进中60%")
    update = stored(town)[0].key.split(":")[1]
    stranger = town.simulator.person(9001, "路人")
    shown = await stranger.ask("第8条")
    forged = data.format(unit=unit_code("县公安局"), update=update)
    answer = await stranger.press_data(forged, shown)
    assert answer.alert
    assert len(stored(town)) == 1 and states(town)[8] is ReportState.SUBMITTED
    assert town.store.read.find(Draft) == []


@pytest.mark.parametrize("data", ["r:7", "n:{unit}:7,10", "rs:w:{update}", "rs:n:{update}"])
async def test_another_units_liaison_cannot_act_for_this_one(town: Town, police: Person, data: str) -> None:
    teacher = await town.seat(2002, "张丽娟", "县教育科技局")
    await reports(teacher, "第7条 推进中60%")
    update = stored(town)[0].key.split(":")[1]
    shown = await police.ask("第7条")
    forged = data.format(unit=unit_code("县教育科技局"), update=update)
    answer = await police.press_data(forged, shown)
    assert answer.alert
    assert len(stored(town)) == 1 and states(town)[7] is ReportState.SUBMITTED
    assert town.store.read.find(Draft) == []


@pytest.mark.parametrize("data", ["d:ok:{update}:", "d:no:{update}:", "d:s:{update}:done", "d:c:{update}:0"])
async def test_someone_elses_draft_is_out_of_reach(town: Town, police: Person, data: str) -> None:
    colleague = await town.seat(2003, "李建国", "县公安局")
    await police.ask("第8条 推进中60%")
    draft = town.store.read.find(Draft)[0]
    shown = await colleague.ask("第8条")
    answer = await colleague.press_data(data.format(update=draft.origin.split(":")[1]), shown)
    assert answer.alert
    kept = town.store.read.find(Draft)[0]
    assert (kept.person, kept.items) == (police.id, draft.items) and stored(town) == []


async def test_a_removed_seat_can_do_nothing_any_more(town: Town, police: Person) -> None:
    sent = await police.send("第8条 推进中60%")
    card = await police.wait_for(says("请核对"))
    await police.send("确认")
    receipt = await police.wait_for(says("收悉"))
    await police.send("第11条 推进中")
    open_card = await police.wait_for(lambda seen: seen.has_button("确认报送"))
    await removed(town, police)
    update = stored(town)[0].key.split(":")[1]
    assert (await police.press_data(f"rs:w:{update}", receipt)).alert
    assert (await police.press("确认报送", open_card)).alert
    assert (await police.press_data("d:s:1:done", card)).alert
    await police.edit(sent, "第8条 已完成")
    await police.send("撤回第8条")
    await police.quiet()
    assert [(r.measure, r.status) for r in stored(town)] == [(8, Status.IN_PROGRESS)]
    assert states(town) == {8: ReportState.SUBMITTED}


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.RETURNED])
async def test_after_the_review_neither_an_edit_nor_a_withdrawal_is_taken(
    town: Town, police: Person, verdict: Verdict
) -> None:
    sent = await police.send("第8条 推进中60%")
    await police.wait_for(says("请核对"))
    await police.send("确认")
    receipt = await police.wait_for(says("收悉"))
    await reviewed(town, verdict)
    await police.edit(sent, "第8条 已完成")
    await police.wait_for(says("已审核"))
    refused = await police.press("撤回", receipt)
    assert refused.alert and "已审核" in refused.text
    await police.send("撤回")
    await police.wait_for(says("已审核"))
    assert len(stored(town)) == 1


async def test_a_withdrawal_pressed_twice_is_one(town: Town, police: Person) -> None:
    receipt = await reports(police, "第8条 推进中60%")
    data = receipt.button("撤回")["callback_data"]
    await police.press_data(data, receipt)
    await police.wait_for(says("已撤回"))
    await police.press_data(data, receipt)
    await police.quiet()
    assert len(town.store.read.find(Review)) == 1


async def test_an_old_withdraw_button_leaves_the_newer_version_alone(town: Town, police: Person) -> None:
    receipt = await reports(police, "第8条 推进中60%")
    town.clock.pass_by(minutes=5)
    await reports(police, "第8条 推进中70%")
    refused = await police.press_data(receipt.button("撤回")["callback_data"], receipt)
    assert refused.alert and "最新" in refused.text
    assert town.store.read.find(Review) == []


@pytest.mark.parametrize(
    "data",
    [
        *("d:e:{update}:nonsense", "d:e:{update}:8.ready", "d:e:{update}:9.status", "d:v:{update}:8.7"),
        *("d:v:{update}:9.8", "d:w:{update}:99", "d:x:{update}:8", "d:s:{update}:accepted", "d:j:{update}:"),
        *("d:p:{update}:101", "d:mm:{update}:", "d:g:{update}:", "d:zz:{update}:", "d:c:{update}:77"),
        *("rs:w:0", "rs:w:999999999999", "rs:x:1", "n::", "n:aaaaaaaa:8", "n:aaaaaaaa:x", "pd:x"),
    ],
)
async def test_forged_buttons_on_ones_own_card_break_nothing(town: Town, police: Person, data: str) -> None:
    card = await police.ask("第8条 推进中60%")
    before = town.store.read.find(Draft)[0]
    update = before.origin.split(":")[1]
    await police.press_data(data.format(update=update), card)
    await police.quiet(0.2)
    drafts = town.store.read.find(Draft)
    assert stored(town) == [] and town.alerts == []
    assert [(d.unit, d.person) for d in drafts] in ([], [("县公安局", police.id)])
    for draft in drafts:
        assert all(item.measure == 8 for item in draft.items)


async def test_a_button_tapped_twice_takes_out_one_item_only(town: Town, police: Person) -> None:
    await police.send("5、8、13均已完成")
    card = await police.wait_for(says("请核对"))
    await police.press("修改", card)
    await police.press("第8条", await police.next_reply())
    page = await police.next_reply()
    data = page.button("去掉这一条")["callback_data"]
    first, second = police.press_data(data, page), police.press_data(data, page)
    await first
    assert (await second).alert
    assert [item.measure for item in town.store.read.find(Draft)[0].items] == [5, 13]
