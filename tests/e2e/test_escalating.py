"""Two cycles missed in a row, over the wire: listed, looked at, and sent to the head by the office only."""

import pytest

from bot.progress.model import Report, Status
from bot.records import Records
from bot.reminders.model import Escalation
from tests.delivery.test_application import eventually
from tests.e2e.conftest import Town, says
from tests.e2e.test_office_authority import data

TOBACCO = "县烟草局"


@pytest.fixture
async def missed(town: Town) -> Town:
    """It is the morning of the office's list; all but the tobacco bureau answered July and August."""
    plan = town.house.services.plan

    def answer(records: Records) -> None:
        for unit in plan.units:
            for measure, _ in plan.owned_by(unit.name) if unit.name != TOBACCO else []:
                for cycle, day in (("2022-07", 18), ("2022-08", 18)):
                    at = town.clock().replace(month=int(cycle[-2:]), day=day)
                    key = f"1:{unit.name}-{measure.number}-{cycle}:0"
                    records.put(
                        Report(
                            key,
                            plan.id,
                            measure.number,
                            unit.name,
                            cycle,
                            Status.NIL,
                            None,
                            "",
                            "某",
                            1,
                            at,
                            None,
                        )
                    )

    await town.store.transact(answer)
    await town.office.start()
    await town.office.next_reply()
    town.clock.move_to("2022-08-26 09:00")
    return town


async def test_the_office_is_told_looks_and_releases_and_the_head_gets_it_once(missed: Town) -> None:
    town, office = missed, missed.office
    head = await town.seat(2005, "赵局长", TOBACCO, " 负责人")
    await town.house.look()
    told = await office.wait_for(says("连续两期未报"))
    assert TOBACCO in told.text and await head.quiet()
    await office.press("查看并决定", told)
    await office.press("烟草局", await office.wait_for(says("由您决定")))
    shown = await office.next_reply()
    assert "将发给县烟草局负责人赵局长" in shown.text and "措施24一项进展连续两期尚未收到" in shown.text
    assert await head.quiet()
    go = next(one for one in data(shown) if one.startswith("up:g"))
    for _ in range(3):
        assert not (await office.press_data(go, shown)).alert
    assert "县烟草局负责同志" in (await head.wait_for(says("负责同志"))).text
    assert await head.quiet()
    # It may have come between two presses, so the whole chat is looked at.
    await eventually(
        lambda: any("提醒发送情况" in m.text and "已送达1人" in m.text for m in office.messages())
    )
    await office.send("连续未报")
    assert "由" in (await office.wait_for(says("发给负责人）"))).text
    (kept,) = town.store.read.find(Escalation)
    assert kept.released_at is not None


async def test_without_a_head_it_says_how_to_invite_one_and_an_answer_takes_it_back(missed: Town) -> None:
    town, office = missed, missed.office
    await office.press("烟草局", await office.ask("连续未报"))
    shown = await office.next_reply()
    assert "邀请 县烟草局 负责人" in shown.text and not shown.has_button("发给负责人")
    refused = await office.press_data(data(shown)[0].replace("up:l:", "up:g:"), shown)
    assert refused.alert
    code = "up:g:" + next(d for d in data(await office.ask("连续未报")) if d.startswith("up:o")).removeprefix(
        "up:o:"
    )
    assert "邀请" in (await office.press_data(code, shown)).text
    await office.press("电话", await office.ask("代报 县烟草局 第24条 已完成，检查12家"))
    await office.press("确认报送", await office.wait_for(says("请核对")))
    await office.wait_for(says("收悉"))
    assert "没有连续两期未报" in (await office.ask("连续未报")).text
    assert (await office.press_data(code, shown)).alert
    assert not any(one.released_at for one in town.store.read.find(Escalation))


async def test_nobody_else_sees_or_releases_and_forged_buttons_are_refused(missed: Town) -> None:
    town, office = missed, missed.office
    head = await town.seat(2005, "赵局长", TOBACCO, " 负责人")
    await office.send("连续未报")
    page = await office.wait_for(says("由您决定"))
    buttons = [*data(page), *(one.replace("up:o", "up:g") for one in data(page)), "up:l:"]
    assert len(buttons) == 3
    assert "未保办工作人员" in (await head.ask("连续未报")).text
    for button in buttons:
        answer = await head.press_data(button, head.last)
        assert answer.alert and "未保办工作人员" in answer.text
    for button in ("up:g:zzzzzzzz:2022-08", "up:q:", "up:", "up:g::", f"{buttons[1][:-7]}2022-07"):
        assert (await office.press_data(button, page)).alert, button
    assert not any(one.released_at for one in town.store.read.find(Escalation))
