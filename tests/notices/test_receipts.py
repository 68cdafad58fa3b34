"""通知: to those who answer for the units meant, once, and who has confirmed."""

import pytest

from bot.notices import preparing, receipts
from bot.notices.model import FileKind, Notice, Receipt, SentFile, What
from bot.notices.preparing import PreparedGone, WordsRefused
from bot.notices.receipts import NoticeRefused
from bot.notices.scope import Reach, Scope
from bot.roster.authority import Actor, NotAllowed
from bot.roster.seats import remove_seat
from tests.reminders.world import World, at

BOSS = Actor(900, "王主任", office=True)
NOW = at("2022-07-18 10:00")
ALL = Scope(Reach.ALL)


@pytest.fixture
def world() -> World:
    world = World()
    for person, unit in ((1, "县公安局"), (2, "县统计局"), (2, "县财政局"), (3, "县法院")):
        world.seat(person, unit)
    return world


def prepared(world: World, id_: str = "42-1", scope: Scope = ALL, words: str = "周五开会") -> str:
    begun = preparing.begin(world.plan, What.NOTICE, 900, id_=id_, scope=scope, now=NOW, words=words)
    return preparing.prepare(world.records, world.plan, BOSS, begun).id


def notify(world: World, id_: str) -> list[Receipt]:
    return receipts.notify(world.records, world.plan, BOSS, id_, NOW)[1]


def test_everybody_who_answers_for_a_unit_within_gets_it_once(world: World) -> None:
    sent = notify(world, prepared(world))
    assert {one.person: one.units for one in sent} == {
        1: ("县公安局",),
        2: ("县财政局", "县统计局"),
        3: ("县法院",),
    }
    assert notify(world, "42-1") == []
    assert len(world.records.find(Notice)) == 1 and len(world.records.find(Receipt)) == 3


def test_a_section_and_a_unit_reach_their_own_people_only(world: World) -> None:
    assert [r.person for r in notify(world, prepared(world, scope=Scope(Reach.SECTION, 4)))] == [1]
    unit = Scope(Reach.UNIT, unit="县法院")
    assert [r.person for r in notify(world, prepared(world, "42-2", unit))] == [3]
    with pytest.raises(NoticeRefused, match="暂无联络员"):
        notify(world, prepared(world, "42-3", Scope(Reach.UNIT, unit="县科协")))


def test_the_first_confirmation_counts_and_only_of_those_it_was_sent_to(world: World) -> None:
    id_ = prepared(world)
    notify(world, id_)
    first = receipts.confirm(world.records, id_, 2, at("2022-07-18 11:00"))
    again = receipts.confirm(world.records, id_, 2, at("2022-07-18 12:00"))
    assert first == again and again.confirmed_at == at("2022-07-18 11:00")
    for wrong in ((id_, 77), ("42-9", 2)):
        with pytest.raises(NoticeRefused):
            receipts.confirm(world.records, *wrong, NOW)
    found = receipts.standing(world.records, world.plan, BOSS, id_)
    assert [r.person for r in found.confirmed] == [2]
    assert sorted(r.person for r in found.waiting) == [1, 3]


def test_only_those_who_have_not_confirmed_and_still_sit_are_reminded_once_a_day(world: World) -> None:
    id_ = prepared(world)
    notify(world, id_)
    receipts.confirm(world.records, id_, 2, NOW)
    remove_seat(world.records, world.plan, f"{world.plan.id}:liaison:县法院:3", BOSS, NOW)

    def remind(when: str) -> list[int]:
        return [one.person for one in receipts.remind(world.records, world.plan, BOSS, id_, at(when))[1]]

    assert remind("2022-07-18 15:00") == [1]
    with pytest.raises(NoticeRefused, match="今天已提醒过"):
        remind("2022-07-18 16:00")
    assert remind("2022-07-19 09:00") == [1]
    receipts.confirm(world.records, id_, 1, NOW)
    receipts.confirm(world.records, id_, 3, NOW)
    with pytest.raises(NoticeRefused, match="均已确认"):
        remind("2022-07-20 09:00")


def test_nobody_but_the_office_sends_looks_or_reminds(world: World) -> None:
    id_ = prepared(world)
    other = Actor(1, "陈海军", units=("县公安局",))
    for act in (receipts.notify, receipts.remind):
        with pytest.raises(NotAllowed):
            act(world.records, world.plan, other, id_, NOW)
    with pytest.raises(NotAllowed):
        receipts.standing(world.records, world.plan, other, id_)
    with pytest.raises(PreparedGone):
        receipts.notify(world.records, world.plan, Actor(901, "李四", office=True), id_, NOW)
    assert world.records.find(Notice) == []


def test_nothing_is_sent_without_content_and_a_caption_is_shorter_than_a_text(world: World) -> None:
    id_ = prepared(world, words="")
    with pytest.raises(NoticeRefused, match="通知内容"):
        notify(world, id_)
    file = SentFile(FileKind.DOCUMENT, "F", "方案.pdf")
    with pytest.raises(WordsRefused):
        preparing.reword(world.records, BOSS, What.NOTICE, id_, words="字" * 901, file=file)
    preparing.reword(world.records, BOSS, What.NOTICE, id_, words="字" * 901)
    changed = preparing.reword(world.records, BOSS, What.NOTICE, id_, words="", file=file)
    assert (changed.words, changed.file) == ("", file)
    assert len(notify(world, id_)) == 3
