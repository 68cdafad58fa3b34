"""请未保办联系我: consent first, then time and contact to the office, once, and nothing else anywhere."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.contact.model import ContactRequest
from bot.delivery.budget import Priority
from bot.delivery.deliveries import Delivery
from bot.delivery.outbox import Outbox
from bot.learning.model import Unanswered
from bot.outgoing import Outgoing
from bot.roster.reach import mark_unreachable
from bot.simulator import Person
from tests.e2e.conftest import OFFICE, Town, says

CRY = "救命，邻居王建国又在打孩子，就在金河小区三号楼"
WORDS = ("王建国", "金河小区", "三号楼", "打孩子")


def kept_on_disk(folder: Path) -> str:
    """Everything in the data folder."""
    files = [path for path in (folder / "data").rglob("*") if path.is_file()]
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


async def consented(town: Town, person: Person) -> None:
    answer = await person.ask(CRY)
    assert answer.text.startswith("如有孩子正处于危险中，请立即拨打")
    await person.press("请未保办联系我", answer)
    await person.press("同意，请联系我", await person.wait_for(says("是否同意")))
    await person.wait_for(says("请未保办与您联系"))


async def test_consent_says_what_is_passed_on_and_the_numbers_stay_in_sight(town: Town) -> None:
    granny = town.simulator.person(9001, "李奶奶", username="li_naiau")
    answer = await granny.ask(CRY)
    await granny.press("请未保办联系我", answer)
    consent = await granny.next_reply()
    assert not consent.edit and "110" in answer.text
    for words in ("现在的时间", "@li_naiau", "链接", "您写的内容不转告", "110"):
        assert words in consent.text
    assert town.store.read.find(ContactRequest) == [] and town.store.read.find(Outgoing) == []
    await granny.press("不用了", consent)
    assert "没有转告任何信息" in (await granny.next_reply()).text
    assert town.store.read.find(ContactRequest) == []


async def test_the_office_gets_time_and_contact_and_no_word_of_the_message(town: Town) -> None:
    office = town.office
    office.open()
    granny = town.simulator.person(9001, "李奶奶", username="li_naiau")
    await consented(town, granny)
    told = await office.wait_for(says("请与求助人联系"))
    assert "7月18日09:30" in told.text and "@li_naiau" in told.text
    assert any(e["type"] == "text_mention" and e["user"]["id"] == 9001 for e in told.entities)
    assert not any(word in told.text for word in (*WORDS, "李奶奶"))
    await town.settled(lambda: town.store.read.find(Outgoing) == [])
    await town.settled(lambda: not any(word in kept_on_disk(town.folder) for word in WORDS))


async def test_who_has_no_username_is_reached_by_a_link_and_told_of_its_limits(town: Town) -> None:
    office = town.office
    office.open()
    granny = town.simulator.person(9001, "李奶奶")
    await granny.press("请未保办联系我", await granny.ask(CRY))
    assert "没有设置用户名" in (await granny.next_reply()).text
    await granny.press("同意，请联系我")
    told = await office.wait_for(says("请与求助人联系"))
    assert any(e["type"] == "text_mention" for e in told.entities)


async def test_tapping_again_and_again_tells_the_office_once(town: Town) -> None:
    office = town.office
    office.open()
    granny = town.simulator.person(9001, "李奶奶")
    answer = await granny.ask(CRY)
    await granny.press("请未保办联系我", answer)
    consent = await granny.next_reply()
    first, *others = await asyncio.gather(*(granny.press_data("contact:yes", consent) for _ in range(4)))
    assert not first.alert
    for shown in others:
        assert shown.alert and "已于7月18日09:30" in shown.text and "110" in shown.text
    await office.wait_for(says("请与求助人联系"))
    await town.house.look()
    assert await office.quiet()
    assert len(town.store.read.find(ContactRequest)) == 1


async def test_a_restart_in_between_neither_loses_nor_repeats_it(town: Town) -> None:
    office = town.office
    office.open()
    granny = town.simulator.person(9001, "李奶奶")
    await consented(town, granny)
    await office.wait_for(says("请与求助人联系"))
    await town.stop()
    await town.start()
    await town.house.look()
    assert await office.quiet()
    assert "待联系的求助1件" in (await office.ask("待答")).text


async def test_a_death_before_the_message_was_posted_loses_nothing(town: Town) -> None:
    office = town.office
    office.open()
    town.house._chat.post = None  # as if the process had died between the record and the outbox
    await consented(town, town.simulator.person(9001, "李奶奶"))
    assert len(town.store.read.find(Outgoing)) == 1 and await office.quiet()
    await town.stop()
    await town.start()
    await office.wait_for(says("请与求助人联系"))
    await town.house.look()
    assert await office.quiet() and town.store.read.find(Outgoing) == []


async def test_the_first_of_the_office_to_be_in_touch_marks_it(town: Town) -> None:
    office = town.office
    office.open()
    second = await town.seat(1002, "赵芳", "未保办")
    granny = town.simulator.person(9001, "李奶奶", username="li_naiau")
    await consented(town, granny)
    told = await office.wait_for(says("请与求助人联系"))
    also = await second.wait_for(says("请与求助人联系"))
    town.clock.pass_by(minutes=10)
    await second.press("已联系", also)
    assert "已由赵芳于7月18日09:40标记为已联系" in (await second.wait_for(says("标记"))).text
    await office.press("已联系", told)
    assert "赵芳" in (await office.wait_for(says("标记"))).text
    assert "近30日没有待答问题" in (await office.ask("待答")).text
    assert "li_naiau" not in kept_on_disk(town.folder / ".")


async def test_nobody_else_marks_it(town: Town) -> None:
    office = town.office
    office.open()
    police = await town.seat(2001, "陈海军", "县公安局")
    await consented(town, police)
    told = await office.wait_for(says("请与求助人联系"))
    data = told.button("已联系")["callback_data"]
    page = await police.ask("第8条")
    for forged in (data, "contact:done:0", "contact:done:x", "contact:"):
        assert (await police.press_data(forged, page)).alert
    (request,) = town.store.read.find(ContactRequest)
    assert request.handled_at is None


async def test_requests_and_old_questions_go_by_themselves_after_30_days(town: Town) -> None:
    office = town.office
    office.open()
    granny = town.simulator.person(9001, "李奶奶")
    await consented(town, granny)
    await granny.ask("校门口的槐树虫子太多归谁打药")
    await town.house.look()
    assert town.store.read.find(ContactRequest) and town.store.read.find(Unanswered)
    town.clock.pass_by(days=30, minutes=1)
    await town.house.look()
    assert town.store.read.find(ContactRequest) == [] and town.store.read.find(Unanswered) == []


async def test_what_fell_due_while_the_bot_was_away_goes_at_its_start(town: Town) -> None:
    granny = town.simulator.person(9001, "李奶奶")
    await granny.ask("校门口的槐树虫子太多归谁打药")
    await town.stop()
    town.clock.pass_by(days=31)
    await town.start()
    await town.settled(lambda: town.store.read.find(Unanswered) == [])


@pytest.mark.parametrize(("unit", "duty"), [("", False), ("县妇联", True), ("未保办", True)])
async def test_who_works_for_a_unit_is_told_their_duty_and_others_their_right(
    town: Town, unit: str, duty: bool
) -> None:
    person = await town.seat(2001, "陈海军", unit) if unit else town.simulator.person(9001, "路人")
    for asked in ("有人在打孩子", "/ask 有人在打孩子"):
        text = (await person.ask(asked)).text
        assert ("应当立即向公安、民政、教育等有关部门报告" in text) is duty
        assert ("都有权劝阻、制止" in text) is not duty
        assert "第十一条" in text


async def test_danger_in_a_text_too_long_to_read_is_answered_all_the_same(town: Town) -> None:
    person = town.simulator.person(9001, "路人")
    assert (await person.ask("救命，有人在打孩子！" + "求求你们快来人。" * 300)).text.startswith(
        "如有孩子正处于危险中"
    )


async def test_where_nobody_of_the_office_can_be_reached_no_false_hope_is_given(town: Town) -> None:
    office = town.office
    await office.start()
    await office.next_reply()
    office.block()
    await town.store.transact(lambda records: mark_unreachable(records, OFFICE, town.clock()))
    granny = town.simulator.person(9001, "李奶奶")
    await granny.press("请未保办联系我", await granny.ask(CRY))
    shown = await granny.press("同意，请联系我", await granny.wait_for(says("是否同意")))
    assert shown.alert and "无法转告" in shown.text and "110" in shown.text
    assert town.store.read.find(ContactRequest) == []


async def test_it_goes_out_at_once_in_the_night_and_before_what_is_sent_to_many(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = town.office
    office.open()
    posted: dict[str, Priority] = {}
    real = Outbox.post

    async def noted(
        self: Outbox, key: str, deliveries: Sequence[Delivery], priority: Priority = Priority.BROADCAST
    ) -> bool:
        posted[key.split(":", maxsplit=1)[0]] = priority
        return await real(self, key, deliveries, priority)

    monkeypatch.setattr(Outbox, "post", noted)
    town.clock.move_to("2022-07-24T03:00")  # a Sunday
    await consented(town, town.simulator.person(9001, "李奶奶"))
    await office.wait_for(says("请与求助人联系"))
    assert posted["contact"] is Priority.PEOPLE


async def test_the_office_itself_is_reached_by_its_settings_id(town: Town) -> None:
    office = town.office
    office.open()
    await consented(town, town.simulator.person(9001, "李奶奶"))
    assert (await office.wait_for(says("请与求助人联系"))).message.chat.id == OFFICE
