"""Invite codes, however they come: they open in private what they open, and no file ever holds one."""

import asyncio
import errno
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.chat import texts
from bot.chat.codes import Codes, invite_code
from bot.clock import SHANGHAI
from bot.delivery.inbox import Inbox
from bot.learning.model import Unanswered
from bot.roster.model import Arrival, Invite, Role, Seat
from bot.roster.seats import code_hash, is_open, issue_invite, new_code
from bot.simulator import Person
from bot.store import atomic
from bot.store.backup import backup
from tests.e2e.conftest import Town, says
from tests.e2e.test_groups import together
from tests.kelan import kelan_plan
from tests.memory import MemoryRecords, MemoryStore
from tests.simulator.pictures import png

LINK = "https://t.me/weibao_bot?start="


async def invited(town: Town, unit: str = "县公安局") -> tuple[str, str]:
    """A code, and the whole message that the office passes on."""
    said = (await town.office.ask(f"邀请 {unit}")).text
    return said.rsplit("start=", 1)[1].strip(), said


def the_invite(town: Town, code: str) -> Invite:
    invite = town.store.read.get(Invite, code_hash(code))
    assert invite is not None
    return invite


async def nowhere(town: Town, code: str) -> None:
    """No file of the data folder holds the code, and no backup."""
    await town.idle()
    for file in town.settings.data_dir.rglob("*"):
        if file.is_file():
            assert code.encode() not in file.read_bytes(), file
    kept = town.folder / f"{len([*town.folder.iterdir()])}.zip"
    await asyncio.to_thread(backup, town.settings.data_dir, kept)
    with zipfile.ZipFile(kept) as archive:
        assert not [name for name in archive.namelist() if code.encode() in archive.read(name)]
    assert town.store.read.find(Unanswered) == []


async def forwarded(person: Person, code: str, said: str) -> None:
    await person.send(said)


async def with_a_word(person: Person, code: str, said: str) -> None:
    await person.send(f"开通 {code}")


async def bare(person: Person, code: str, said: str) -> None:
    await person.send(code)


async def among_words(person: Person, code: str, said: str) -> None:
    await person.send(f"您好，未保办发来{LINK}{code}，请问怎么开通？")


async def as_the_program_prints_it(person: Person, code: str, said: str) -> None:
    await person.send(f"县公安局联络员的邀请（7日内有效，仅限一人使用）：\n请向机器人发送：/start {code}")


async def under_a_picture(person: Person, code: str, said: str) -> None:
    await person.send_photo(png(8, 8), f"邀请：{LINK}{code}")


async def behind_a_word(person: Person, code: str, said: str) -> None:
    link = {"type": "text_link", "offset": 2, "length": 2, "url": LINK + code}
    person._say({"text": "点此开通", "entities": [link]})


async def by_an_edit(person: Person, code: str, said: str) -> None:
    message = await person.send("你好")
    await person.next_reply()
    await person.edit(message, f"开通 {code}")


async def with_capitals(person: Person, code: str, said: str) -> None:
    await person.send(f"/START {code}")


@pytest.mark.parametrize(
    "bring",
    [
        forwarded,
        with_a_word,
        bare,
        among_words,
        as_the_program_prints_it,
        under_a_picture,
        behind_a_word,
        by_an_edit,
        with_capitals,
    ],
)
async def test_a_code_opens_its_invitation_however_it_is_brought(town: Town, bring: Any) -> None:
    code, said = await invited(town)
    person = town.simulator.person(2001, "陈")
    await bring(person, code, said)
    welcome = await person.wait_for(says("这是县公安局联络员的邀请"))
    assert texts.PLATFORM_WARNING in welcome.text
    assert "已绑定为县公安局联络员" in (await person.ask("陈海军")).text
    await nowhere(town, code)
    await bring(town.simulator.person(2002, "李"), code, said)
    await nowhere(town, code)
    assert [seat.person for seat in town.store.read.find(Seat)] == [2001]


async def test_of_several_codes_one_that_is_open_counts(town: Town) -> None:
    old, _ = await invited(town)
    town.clock.pass_by(days=8)
    new, _ = await invited(town, "县民政局")
    person = town.simulator.person(2001, "陈")
    assert "县民政局" in (await person.ask(f"{LINK}{old} 打不开，是这个吗 {LINK}{new}")).text
    assert "有效期" in (await person.ask(f"开通 {old}")).text


async def test_a_code_in_a_message_that_is_quoted_opens_nothing_and_stays_good(town: Town) -> None:
    code, _ = await invited(town)
    office = town.office
    await office.reply(office.last, "校园欺凌谁管")
    assert (await office.next_reply()).text.startswith("第8条")
    await nowhere(town, code)
    assert town.store.read.find(Arrival) == []
    assert is_open(town.store.read, the_invite(town, code), town.clock())


async def test_a_code_shown_to_a_group_is_ended_and_the_office_is_told(town: Town) -> None:
    code, _ = await invited(town)
    await town.idle()
    (teacher,) = together(town, town.simulator.person(9001, "王老师"))
    await teacher.send(f"@weibao_bot 校园欺凌谁管 {LINK}{code}")
    assert (await teacher.next_reply()).text.startswith("第8条")  # the rest is read as ever
    told = await town.office.wait_for(says("已停用"))
    assert told.text == texts.invitation_ended("县公安局联络员")
    await nowhere(town, code)
    assert not is_open(town.store.read, the_invite(town, code), town.clock())
    person = town.simulator.person(2001, "陈")
    await person.start(code)
    assert "有效期" in (await person.next_reply()).text
    await teacher.send(f"/start@weibao_bot {code}")
    assert "直接打字提问" in (await teacher.next_reply()).text
    await town.idle()
    assert [seen.text for seen in town.office.messages()].count(told.text) == 1


async def test_a_colleague_who_hands_over_is_told_too(town: Town) -> None:
    liaison = await town.seat(2001, "陈海军", "县公安局")
    shown = await liaison.ask("移交")
    await liaison.press("移交县公安局联络员", shown)
    code = (await liaison.wait_for(says("start="))).text.rsplit("start=", 1)[1].strip()
    (member,) = together(town, liaison)
    await member.send(f"@weibao_bot 请小李点开 {code}")
    await liaison.wait_for(says("已停用"))
    await nowhere(town, code)


async def test_an_edit_in_a_group_ends_an_invitation_too(town: Town) -> None:
    code, _ = await invited(town)
    (teacher,) = together(town, town.simulator.person(9001, "王老师"))
    message = await teacher.send("@weibao_bot 校园欺凌谁管")
    await teacher.next_reply()
    await teacher.edit(message, f"@weibao_bot 校园欺凌谁管 {code}")
    await town.office.wait_for(says("已停用"))
    assert await teacher.quiet()
    await nowhere(town, code)


async def test_a_code_typed_after_the_bots_name_in_some_chat_goes_no_further(town: Town) -> None:
    code, _ = await invited(town)
    person = town.simulator.person(2001, "陈")
    assert (await person.inline(code))["results"] == []
    assert await person.ask_inline(f"校园欺凌谁管 {LINK}{code}")
    await nowhere(town, code)
    assert is_open(town.store.read, the_invite(town, code), town.clock())


async def test_what_only_looks_like_a_code_is_answered_as_an_invitation_where_it_stands_alone(
    town: Town,
) -> None:
    person = town.simulator.person(2001, "陈")
    for words in ("xK3" + "a" * 18 + "A", LINK + "b" * 21, f"/start {'c' * 22}", "/START x"):
        assert "未找到这个邀请" in (await person.ask(words)).text


async def test_the_hash_of_a_code_opens_nothing(town: Town) -> None:
    code, _ = await invited(town)
    key = code_hash(code)
    person = town.simulator.person(2001, "陈")
    for words in (f"/start {key}", f"/start =welcome:{key}"):
        assert "未找到这个邀请" in (await person.ask(words)).text
    message = {"weibao_opened": key, "text": "/start", "entities": []}
    person._say(message | {"entities": [{"type": "bot_command", "offset": 0, "length": 6}]})
    assert "未找到" not in (await person.next_reply()).text
    assert town.store.read.find(Arrival) == []


async def test_the_address_of_a_page_in_a_report_is_kept_as_it_is(town: Town) -> None:
    liaison = await town.seat(2001, "陈海军", "县公安局")
    page = "https://mp.weixin.qq.com/s/" + new_code()
    await liaison.ask(f"第8条 推进中60%，已开展宣传，详见 {page}")
    assert page in liaison.last.text


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
async def test_where_nothing_can_be_stored_the_person_is_told_at_once_and_nobody_waits(
    town: Town, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    code, said = await invited(town)
    real, failing = atomic.AtomicStorage.prepare, True

    def prepare(self: atomic.AtomicStorage) -> None:
        if failing:
            raise OSError(error, "the disk")
        real(self)

    monkeypatch.setattr(atomic.AtomicStorage, "prepare", prepare)
    person, parent = town.simulator.person(2001, "陈"), town.simulator.person(9001, "家长")
    loop = asyncio.get_running_loop()
    began = loop.time()
    await person.send(said)
    await parent.send("校园欺凌谁管")
    assert (await person.next_reply()).text == texts.TRY_AGAIN
    await parent.wait_for(says("第8条"))
    assert loop.time() - began < 2
    await nowhere(town, code)
    assert town.store.read.find(Arrival) == []
    failing = False
    if error == errno.ENOSPC:  # after the other the store reads only, until the next start
        await person.send(said)
        await person.wait_for(says("这是县公安局联络员的邀请"))
    assert not (town.settings.data_dir / "delivery" / "set-aside.jsonl").exists()


NOW = datetime(2022, 7, 18, 9, 30, tzinfo=SHANGHAI)
RECORDS = MemoryRecords()
CODE = new_code()
issue_invite(RECORDS, kelan_plan(), unit="县公安局", role=Role.LIAISON, by=None, now=NOW, code=CODE)
CODES = Codes(SimpleNamespace(store=MemoryStore(RECORDS), clock=lambda: NOW))  # type: ignore[arg-type]
WORDS = st.text(st.sampled_from("AQgw09-_/:.?=& 开通，\n第8条"), max_size=40) | st.text(max_size=40)


def update(kind: str, chat: str, field: str, text: str) -> dict[str, Any]:
    sender = {"id": 7, "is_bot": False, "first_name": "李"}
    if kind == "inline_query":
        return {"update_id": 1, kind: {"id": "1", "from": sender, "query": text, "offset": ""}}
    message: dict[str, Any] = {"message_id": 5, "date": 1657500000, "chat": {"id": 7, "type": chat}}
    message |= {"from": sender, "text": "点此"}
    if field == "url":
        message["entities"] = [{"type": "text_link", "offset": 0, "length": 2, "url": text}]
    elif field == "quoted":
        message["reply_to_message"] = {**message, "text": text}
    elif field == "name":
        message["document"] = {"file_id": "x", "file_unique_id": "y", "file_name": text}
    else:
        message[field] = text
    if kind == "callback_query":
        pressed = {"id": "1", "from": sender, "chat_instance": "1", "data": "m:8", "message": message}
        return {"update_id": 1, kind: pressed}
    return {"update_id": 1, kind: message}


UPDATES = st.tuples(
    st.sampled_from(["message", "edited_message", "callback_query", "inline_query"]),
    st.sampled_from(["private", "group", "supergroup"]),
    st.sampled_from(["text", "caption", "url", "quoted", "name"]),
)


@settings(deadline=None)
@given(UPDATES, WORDS, WORDS)
def test_a_code_is_in_no_file_whatever_stands_around_it(
    shape: tuple[str, str, str], before: str, after: str
) -> None:
    async def through(folder: Path) -> None:
        box = Inbox(folder, alert=pytest.fail, scrub=CODES.take)
        box.open()
        (kept,) = await box.record([update(*shape, before + CODE + after)])
        await box.written()
        brought = "message" in shape[0] and shape[1] == "private" and shape[2] not in ("quoted", "name")
        assert brought == (kept.get("message", {}).get("text") == "/start" and "weibao_opened" in kept)
        assert CODE not in str(kept)
        await box.close()  # the update stays in the journal: nobody has handled it

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(through(Path(folder)))
        assert not [file for file in Path(folder).iterdir() if CODE.encode() in file.read_bytes()]


ORDINARY = st.sampled_from(
    [
        "第8条 推进中60%，排查学校23家，电话13800000000，身份证号11010519491231002X",
        "详见 https://mp.weixin.qq.com/s/2tQZb1m6Nnqz1z3z5z7z9Q",
        "https://pan.baidu.com/s/1AbCdEfGhIjKlMnOpQrStUvA?pwd=ab12",
        "https://t.me/weibao_bot?start=m8",
        "https://t.me/some_channel/12345",
        "/start",
        "/start ask",
        "/ask 校园欺凌谁管",
        "xiaoyuanqilingshuilaiguan",
        "邮箱 baowei_weichengnianren-2022@example.gov.cn",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVQ",
        "文号 550e8400-e29b-41d4-a716-446655440000",
    ]
)


@settings(deadline=None)
@given(UPDATES, ORDINARY | WORDS)
def test_an_ordinary_text_passes_unchanged(shape: tuple[str, str, str], text: str) -> None:
    assume(invite_code(text) is None)
    raw = update(*shape, text)
    assert asyncio.run(CODES.take(raw)) == raw


def test_the_blanks_leave_the_rest_in_its_place() -> None:
    raw = update("message", "group", "text", f"@weibao_bot 网吧😀 {CODE} 谁管")
    taken = asyncio.run(CODES.take(raw))
    assert taken["message"]["text"] == f"@weibao_bot 网吧😀 {' ' * 22} 谁管"
    assert taken["weibao_shown"] == [code_hash(CODE)]
