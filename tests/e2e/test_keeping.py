"""保存期限 over the wire: what is kept for how long, and the id of who left, gone from every file."""

import asyncio
import os
import re
import time
from datetime import datetime
from pathlib import Path

import pytest

from bot.clock import SHANGHAI
from bot.delivery.aside import forget_aside
from bot.evidence.model import Evidence
from bot.progress.model import Draft, Report
from bot.roster.model import Seat
from bot.simulator import Person
from bot.store.forgetting import forget_people
from bot.store.kinds import ISSUED, KINDS, RECORD
from tests.e2e.conftest import Town, says
from tests.evidence import files
from tests.memory import MemoryRecords

LEAVER = 7_300_012_345


@pytest.fixture
async def leaver(town: Town) -> Person:
    return await town.seat(LEAVER, "陈海军", "县公安局")


def files_with(town: Town, person: int) -> list[str]:
    """The files of the data folder that hold this id as a number of its own."""
    named = re.compile(rb"(?<!\d)%d(?!\d)" % person)
    found = []
    for path in town.settings.data_dir.rglob("*"):
        if path.is_file() and named.search(path.read_bytes()):
            found.append(path.name)
    return found


async def removed(town: Town) -> None:
    office = town.office
    await office.send("成员")
    await office.press("公安局", await office.wait_for(says("家单位")))
    await office.press("移除 陈海军", await office.wait_for(lambda seen: seen.has_button("移除 陈海军")))
    await office.press("确认移除", await office.wait_for(says("确认移除")))
    await office.wait_for(says("已移除"))


async def test_the_id_of_who_left_is_gone_everywhere_after_thirty_days_and_the_name_stays(
    town: Town, leaver: Person
) -> None:
    await leaver.ask("第11条 推进中，检查3次")
    await leaver.send_document("检查记录.docx", files.docx())
    await town.settled(lambda: bool([row for row in town.store.read.find(Evidence) if row.digest]))
    await leaver.send("确认")
    await leaver.wait_for(says("收悉"))
    await leaver.ask("第12条 推进中，走访4次")
    town.clock.move_to("2022-07-20T09:00")
    await town.house.look()
    await removed(town)
    assert files_with(town, LEAVER)
    town.clock.pass_by(days=29)
    await town.house.look()
    assert files_with(town, LEAVER), "not before thirty days are over"
    town.clock.pass_by(days=2)
    async with asyncio.timeout(10):
        while files_with(town, LEAVER):  # every minute's look goes on where messages were still on their way
            await town.house.look()
            await asyncio.sleep(0.05)
    assert town.store.read.find(Report)[0].author == "陈海军"
    assert [seat.name for seat in town.store.read.find(Seat, unit="县公安局")] == ["陈海军"]
    assert "陈海军" in (await town.office.ask("历史 11")).text
    await town.stop()
    await town.start()
    await town.settled(lambda: files_with(town, LEAVER) == [])
    assert "还没有绑定" in (await leaver.ask("汇报")).text


async def test_who_lost_one_of_two_seats_is_not_forgotten(town: Town, leaver: Person) -> None:
    code = (await town.office.ask("邀请 团县委")).text.rsplit("start=", 1)[1]
    await leaver.start(code)
    await leaver.next_reply()
    await leaver.ask("陈海军")
    await removed(town)
    town.clock.pass_by(days=60)
    await town.house.look()
    assert {seat.person for seat in town.store.read.find(Seat)} == {LEAVER}
    assert "第" in (await leaver.ask("我的任务")).text


async def test_a_draft_that_was_never_sent_goes_after_thirty_days(town: Town, leaver: Person) -> None:
    await leaver.ask("第11条 推进中，检查3次")
    town.clock.pass_by(days=29)
    await town.house.look()
    assert len(town.store.read.find(Draft)) == 1
    town.clock.pass_by(days=1)
    await town.house.look()
    assert town.store.read.find(Draft) == []


async def test_what_was_put_aside_goes_after_thirty_days(town: Town) -> None:
    data = town.settings.data_dir
    old, new = data / "before-restore-20220601-000000", data / "before-restore-20220717-000000"
    for folder, day in ((old, "2022-06-01"), (new, "2022-07-17")):
        folder.mkdir()
        (folder / "state.json").write_text("{}")
        then = datetime.fromisoformat(day).replace(tzinfo=SHANGHAI).timestamp()
        os.utime(folder, (then, then))
    left = await town.store.snapshot()  # as a killed backup leaves it
    town.clock.pass_by(days=1)
    await town.house.look()
    assert not old.exists() and new.exists() and not left.exists()


def test_what_the_inbox_set_aside_goes_by_its_own_date_and_the_rest_stays(tmp_path: Path) -> None:
    aside = tmp_path / "set-aside.jsonl"
    lines = [
        b'{"error":"a","update":{"update_id":1,"message":{"date":1654000000}}}',
        b'{"error":"b","update":{"update_id":2,"callback_query":{"message":{"date":1658100000}}}}',
        b'{"error":"c","update":{"update_id":3,"content":"withheld"}}',
    ]
    aside.write_bytes(b"\n".join(lines) + b"\n")
    forget_aside(aside, datetime(2022, 7, 1, tzinfo=SHANGHAI))
    assert aside.read_bytes().count(b"\n") == 2 and b'"update_id":1,' not in aside.read_bytes()
    aside.rename(aside.with_suffix(".old"))  # as a kill in between leaves it
    aside.write_bytes(lines[0] + b"\n")
    forget_aside(aside, datetime(2022, 7, 1, tzinfo=SHANGHAI))
    assert aside.read_bytes().count(b"\n") == 3
    forget_aside(aside, datetime.fromtimestamp(time.time() + 60, SHANGHAI))
    assert not aside.exists() and list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
def test_no_kind_of_record_is_left_out_when_somebody_is_forgotten(kind) -> None:
    """Every field of every kind that could hold the id does: none of them holds it afterwards."""
    if kind.record is Seat:
        return
    lasting = kind.home in (RECORD, ISSUED)
    record = filled(kind.record, LEAVER, "42:17:0" if lasting else f"a:{LEAVER}")
    records = MemoryRecords()
    records.put(record)
    forget_people(records, {LEAVER})
    left = records.find(kind.record)
    assert len(left) == (1 if lasting else 0)
    if kind.home is not ISSUED:
        assert str(LEAVER) not in repr(left)


def filled(record, person: int, key: str):
    """A record with the id wherever a whole number stands, also in tuples and in records inside it."""
    from collections.abc import Mapping
    from dataclasses import fields, is_dataclass
    from datetime import date
    from enum import Enum
    from typing import get_args, get_origin, get_type_hints

    def value(hint):
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is tuple:
            inside = arguments[:1] if arguments[-1] is Ellipsis else arguments
            return tuple(value(one) for one in inside)
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {f"a:{person}": value(arguments[1])}
        if arguments and origin is not tuple:
            return value(next(one for one in arguments if one is not type(None)))
        if hint is int:
            return person
        if hint is bool:
            return True
        if hint is str:
            return f"a:{person}"
        if hint is datetime:
            return datetime(2022, 7, 18, tzinfo=SHANGHAI)
        if hint is date:
            return date(2022, 7, 18)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return next(iter(hint))
        if is_dataclass(hint):
            return filled(hint, person, "a")
        return hint()

    hints = get_type_hints(record)
    values = {field.name: value(hints[field.name]) for field in fields(record)}
    return record(**(values | ({"key": key} if "key" in values else {})))
