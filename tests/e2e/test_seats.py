"""Invitations and seats, over the wire."""

from bot.roster.model import Seat
from tests.e2e.conftest import OFFICE, Town


async def test_an_invited_person_sees_the_warning_tells_their_name_and_sits(town: Town) -> None:
    office = town.office
    answer = await office.ask("/invite 公安局")
    assert "县公安局联络员" in answer.text
    code = answer.text.rsplit("start=", 1)[1]
    person = town.simulator.person(2001, "陈")
    await person.start(code)
    welcome = await person.next_reply()
    assert "县公安局" in welcome.text
    assert "本平台服务器在境外" in welcome.text and "110" in welcome.text
    assert "县公安局" in (await person.ask("陈海军")).text
    assert "第" in (await person.ask("我的任务")).text
    assert "陈海军" in (await office.ask("成员")).text


async def test_a_link_works_once_and_says_so(town: Town) -> None:
    office = town.office
    code = (await office.ask("邀请 县民政局")).text.rsplit("start=", 1)[1]
    first, second = town.simulator.person(2001, "甲"), town.simulator.person(2002, "乙")
    await first.start(code)
    await first.next_reply()
    await second.start(code)
    await second.next_reply()
    assert "县民政局" in (await first.ask("杨秀英")).text
    assert "已经使用过" in (await second.ask("李四")).text
    third = town.simulator.person(2003, "丙")
    await third.start(code)
    assert "已经使用过" in (await third.next_reply()).text


async def test_an_old_link_and_a_wrong_one_are_told_apart_and_guessing_is_throttled(town: Town) -> None:
    code = (await town.office.ask("邀请 县民政局")).text.rsplit("start=", 1)[1]
    town.clock.pass_by(days=8)
    person = town.simulator.person(2001, "甲")
    await person.start(code)
    assert "有效期" in (await person.next_reply()).text
    guesser = town.simulator.person(2009, "猜")
    for _ in range(5):
        await guesser.start("A" * 22)
        assert "未找到" in (await guesser.next_reply()).text
    fresh = (await town.office.ask("邀请 县民政局")).text.rsplit("start=", 1)[1]
    await guesser.start(fresh)
    assert "一小时后" in (await guesser.next_reply()).text
    town.clock.pass_by(minutes=61)
    await guesser.start(fresh)
    assert "县民政局" in (await guesser.next_reply()).text


async def test_only_the_office_invites_and_removes(town: Town) -> None:
    liaison = await town.seat(2001, "陈海军", "县公安局")
    for words in ("/invite 县民政局", "/members"):
        assert "未保办" in (await liaison.ask(words)).text
    stranger = town.simulator.person(9001, "路人")
    assert "未保办" in (await stranger.ask("邀请 县公安局")).text
    office = town.office
    shown = await office.ask("成员")
    await office.press("公安局", shown)
    page = await office.next_reply()
    forged = await liaison.press_data(
        page.button("移除 陈海军")["callback_data"].replace("x?", "x!"), liaison.last
    )
    assert forged.alert and "未保办" in forged.text
    await office.press("移除 陈海军", page)
    await office.press("确认移除", await office.next_reply())
    assert "已移除" in (await office.next_reply()).text
    assert "还没有绑定" in (await liaison.ask("我的任务")).text
    (seat,) = town.store.read.find(Seat, person=2001)
    assert seat.removed_at is not None


async def test_no_code_is_kept_anywhere_on_disk(town: Town) -> None:
    code = (await town.office.ask("邀请 县民政局")).text.rsplit("start=", 1)[1]
    person = town.simulator.person(2001, "甲")
    await person.start(code)
    await person.next_reply()
    for file in town.settings.data_dir.rglob("*"):
        if file.is_file():
            assert code.encode() not in file.read_bytes(), file


async def test_a_person_sits_in_two_units_and_a_unit_has_two_people(town: Town) -> None:
    await town.seat(2001, "张丽娟", "县教育科技局")
    second = await town.seat(2002, "郝俊杰", "县教育科技局")
    code = (await town.office.ask("邀请 团县委")).text.rsplit("start=", 1)[1]
    await second.start(code)
    await second.next_reply()
    await second.send("郝俊杰")
    await second.next_reply()
    who = await second.wait_for(lambda seen: "【" in seen.text)
    assert who
    said = (await second.ask("我是谁")).text
    assert "县教育科技局" in said and "团县委" in said
    assert "张丽娟" in (await town.office.ask("成员")).text


async def test_commands_are_offered_by_role(town: Town) -> None:
    liaison = await town.seat(2001, "陈海军", "县公安局")
    await town.office.start()
    await town.office.next_reply()
    stranger = town.simulator.person(9001, "路人")
    await stranger.start()
    await stranger.next_reply()
    offered = {
        name: {c["command"] for c in p.commands()}
        for name, p in {"office": town.office, "liaison": liaison, "stranger": stranger}.items()
    }
    assert "invite" in offered["office"] and "digest" in offered["office"]
    assert "report" in offered["liaison"] and "invite" not in offered["liaison"]
    assert "report" not in offered["stranger"] and "ask" in offered["stranger"]
    assert town.settings.office_ids == {OFFICE}
