"""Links to a measure: opened by anybody, pasted, shared; never taken for an invitation."""

from urllib.parse import parse_qs, urlsplit

import pytest

from bot.progress.model import Draft
from bot.roster.model import WrongCode
from tests.e2e.conftest import Town


@pytest.mark.parametrize("number", [1, 8, 26])
async def test_a_link_opens_its_measure_for_a_stranger(town: Town, number: int) -> None:
    stranger = town.simulator.person(9001, "家长")
    await stranger.start(f"m{number}")
    answer = await stranger.next_reply()
    assert answer.text.startswith(f"第{number}条")
    assert await stranger.quiet()
    assert town.store.read.find(WrongCode) == []


async def test_a_link_to_no_measure_says_so(town: Town) -> None:
    stranger = town.simulator.person(9001, "家长")
    await stranger.start("m99")
    assert "第99条" in (await stranger.next_reply()).text
    assert town.store.read.find(WrongCode) == []


async def test_a_pasted_link_is_the_same(town: Town) -> None:
    stranger = town.simulator.person(9001, "家长")
    assert (await stranger.ask("https://t.me/weibao_bot?start=m8")).text.startswith("第8条")
    assert town.store.read.find(WrongCode) == []


async def test_a_liaison_who_pastes_one_reports_nothing_and_keeps_the_draft(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    await police.ask("第11条 已完成60%，检查3次")
    (before,) = town.store.read.find(Draft)
    assert (await police.ask("t.me/weibao_bot?start=m8")).text.startswith("第8条")
    (draft,) = town.store.read.find(Draft)
    assert (draft.items, draft.step) == (before.items, before.step) and draft.items[0].measure == 11


@pytest.mark.parametrize("payload", ["m8x", "M8", "mm8", "m12345", "m", "8"])
async def test_anything_else_is_still_an_invitations_code_and_counted(town: Town, payload: str) -> None:
    stranger = town.simulator.person(9001, "家长")
    await stranger.start(payload)
    assert "未找到这个邀请" in (await stranger.next_reply()).text
    assert len(town.store.read.find(WrongCode)) == 1


async def test_an_answer_can_be_passed_on(town: Town) -> None:
    stranger, friend = town.simulator.person(9001, "家长"), town.simulator.person(9002, "邻居")
    answer = await stranger.ask("校园欺凌谁管")
    await stranger.press("全文", answer)
    for shown in (answer, await stranger.next_reply()):
        shared = parse_qs(urlsplit(shown.button("转发本条")["url"]).query)
        assert shared["text"] == ["第8条 提升校园安全管理"]
        await friend.start(parse_qs(urlsplit(shared["url"][0]).query)["start"][0])
        assert (await friend.next_reply()).text.startswith("第8条")


async def test_opening_a_link_leaves_an_invitation_that_waits_for_a_name(town: Town) -> None:
    code = (await town.office.ask("邀请 县民政局")).text.rsplit("start=", 1)[1]
    person = town.simulator.person(2001, "杨")
    await person.start(code)
    await person.next_reply()
    await person.start("m8")
    assert (await person.next_reply()).text.startswith("第8条")
    assert "县民政局" in (await person.ask("杨秀英")).text
