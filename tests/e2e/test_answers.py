"""What stands around an answer: progress for those who may see it, landlines, choices, nothing kept."""

import json
import re
import shutil
from pathlib import Path

import pytest

from bot.chat.message import length
from bot.learning.model import Learned, Unanswered
from bot.simulator import Person
from bot.simulator.seen import Seen
from tests.e2e.conftest import Town, says
from tests.e2e.test_contact import kept_on_disk
from tests.e2e.test_learning import ODD
from tests.simulator.pictures import png

DATA = Path(__file__).parents[2] / "plan_data" / "kelan-2022"


async def reported(town: Town) -> None:
    """The police have reported on measure 8."""
    police = await town.seat(2001, "陈海军", "县公安局")
    await police.press("确认报送", await police.ask("第8条 已完成60%，排查学校12所"))
    await police.next_reply()


@pytest.mark.parametrize("asked", ["进展怎么样", "最新进展如何", "进度呢", "第8条进展怎么样"])
async def test_asking_how_far_it_is_shows_the_latest_progress_to_who_may_see_it(
    town: Town, asked: str
) -> None:
    await reported(town)
    court = await town.seat(2002, "李法官", "县法院")
    await court.ask("校园欺凌谁管")
    answer = await court.ask(asked)
    assert answer.text.startswith("第8条 提升校园安全管理：")
    assert "县公安局：推进中（60%）" in answer.text and "县司法局：尚未报送" in answer.text
    assert "排查学校12所" not in answer.text  # the words of another unit's report


async def test_a_topics_progress_comes_below_its_proof(town: Town) -> None:
    await reported(town)
    office = town.office
    answer = await office.ask("校园欺凌进展怎么样")
    assert "开展中小学校校园欺凌专项治理。" in answer.text
    assert "县公安局：推进中（60%）" in (await office.next_reply()).text


@pytest.mark.parametrize("asked", ["进展怎么样", "第8条进展怎么样", "校园欺凌进展怎么样"])
async def test_a_stranger_who_asks_how_far_it_is_gets_the_plan_and_is_told_why_no_more(
    town: Town, asked: str
) -> None:
    await reported(town)
    stranger = town.simulator.person(9001, "家长")
    await stranger.ask("校园欺凌谁管")
    answer = await stranger.ask(asked)
    assert "仅向各责任单位和未保办开放" in answer.text and "第8条" in answer.text
    assert "60%" not in answer.text and "推进中" not in answer.text
    assert await stranger.quiet()


async def test_a_reply_to_an_earlier_answer_leans_on_that_one(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    earlier = await person.ask("公安和民政一起管的有哪些")
    await person.ask("校园欺凌谁管")
    await person.reply(earlier, "第二个")
    assert (await person.next_reply()).text.startswith("第24条")


async def test_landlines_that_the_operator_filled_in_stand_in_the_answer_whom_to_call_first_first(
    town: Town,
) -> None:
    own = town.folder / "data" / "plans" / "kelan-2022"
    shutil.copytree(DATA, own)
    units = (own / "units.toml").read_text("utf-8")
    for unit, phone in (("县公安局", "0350-4560001"), ("县教育科技局", "0350-4560002")):
        units, count = re.subn(rf'(?s)(name = "{unit}".*?\nphone = )""', rf'\g<1>"{phone}"', units, count=1)
        assert count == 1
    office = "县未成年人保护工作委员会办公室"
    units = re.sub(rf'(?s)(name = "{office}".*?\nphone = )""', r'\g<1>"0350-4560009"', units, count=1)
    (own / "units.toml").write_text(units, "utf-8")
    await town.stop()
    await town.start()
    person = town.simulator.person(9001, "家长")
    answer = await person.ask("校园欺凌谁管")
    assert "办公电话：县教育科技局 0350-4560002；县公安局 0350-4560001" in answer.text
    assert "县公安局 0350-4560001" in (await person.ask("公安局有哪些任务")).text
    assert "办公电话" not in (await person.ask("第15条")).text  # 县民政局 has none filled in
    assert "0350-4560009" in (await person.ask("今天天气怎么样")).text
    assert "0350" not in (await person.ask("你好")).text
    await person.press("请未保办联系我", await person.ask("有人在打孩子"))
    assert "0350-4560009" in (await person.wait_for(says("是否同意"))).text


async def test_when_not_sure_three_choices_are_buttons_and_each_opens_its_measure(town: Town) -> None:
    person = town.simulator.person(9001, "家长")
    answer = await person.ask("学校")
    assert "还不能确定" in answer.text
    choices = answer.buttons[:3]
    assert all(re.match(r"第\d+条 ", label) for label in choices) and answer.buttons[3:] == ["没帮上"]
    number = choices[1].split("条")[0].removeprefix("第")
    await person.press(choices[1], answer)
    assert (await person.next_reply()).text.startswith(f"第{number}条")


async def test_out_of_scope_is_said_to_be_so_with_the_nearest_to_tap(town: Town) -> None:
    answer = await town.simulator.person(9001, "家长").ask("今天天气怎么样")
    assert answer.text.startswith("方案中没有与这个问题对应的内容。")
    assert re.match(r"第\d+条 ", answer.buttons[0]) and answer.buttons[-1] == "没帮上"


async def test_a_strangers_question_leaves_no_word_on_the_disk(town: Town) -> None:
    stranger = town.simulator.person(9001, "家长")
    asked = "我家娃小柱子在城关二校总被人欺负这事归谁管"
    assert (await stranger.ask(asked)).text.startswith("第8条")
    await stranger.ask("/ask 小柱子能不能免费进图书馆，城关二校组织")
    await town.settled(lambda: not any(w in kept_on_disk(town.folder) for w in ("小柱子", "城关二校")))
    assert town.store.read.find(Unanswered) == []


async def test_what_the_plan_does_not_answer_is_listed_without_personal_data(town: Town) -> None:
    stranger = town.simulator.person(9001, "家长")
    await stranger.ask("我叫王建国，手机13812345678，今天天气怎么样")
    (row,) = town.store.read.find(Unanswered)
    assert "天气" in row.text
    assert "13812345678" not in row.text and "王建国" not in row.text
    await town.settled(lambda: not any(w in kept_on_disk(town.folder) for w in ("13812345678", "王建国")))


async def test_what_is_typed_long_after_taking_a_question_up_is_no_answer(town: Town) -> None:
    office = town.office
    await town.simulator.person(9001, "家长").ask(ODD)
    await office.press("答复第1个", await office.ask("待答"))
    await office.wait_for(says("请回复条号"))
    town.clock.pass_by(minutes=31)
    assert (await office.ask("第8条")).text.startswith("第8条 提升校园安全管理")
    assert town.store.read.find(Learned) == []


async def test_a_question_that_a_colleague_answered_meanwhile_holds_up_nobody(town: Town) -> None:
    office, second = town.office, await town.seat(1002, "赵芳", "未保办")
    await town.simulator.person(9001, "家长").ask(ODD)
    for one in (office, second):
        await one.press("答复第1个", await one.ask("待答"))
        await one.wait_for(says("请回复条号"))
    await second.ask("第8条")
    assert (await office.ask("校园欺凌谁管")).text.startswith("第8条")
    (learned,) = town.store.read.find(Learned)
    assert learned.by == "赵芳"


async def test_a_picture_of_danger_is_answered_with_whom_to_call(town: Town) -> None:
    stranger = town.simulator.person(9001, "路人")
    await stranger.send_photo(png(4, 4), "救命，这孩子快被打死了")
    assert "110" in (await stranger.next_reply()).text.split("\n")[1]
    assert await stranger.quiet()


@pytest.mark.parametrize("words", ["你是谁", "你能做什么？", "怎么用"])
async def test_who_asks_what_this_is_gets_the_help_page(town: Town, words: str) -> None:
    answer = await town.simulator.person(9001, "路人").ask(words)
    assert "我是未保助手" in answer.text and "校园欺凌谁管" in answer.text


@pytest.fixture
async def wordy(town: Town) -> Town:
    """The same bot with a plan whose eighth measure fills several messages."""
    own = town.folder / "data" / "plans" / "kelan-2022"
    shutil.copytree(DATA, own)
    plan = json.loads((own / "plan.json").read_text("utf-8"))
    (measure,) = (m for m in plan["measures"] if m["number"] == 8)
    measure["text"] = LONG
    (own / "plan.json").write_text(json.dumps(plan, ensure_ascii=False), "utf-8")
    await town.stop()
    await town.start()
    return town


LONG = "".join(f"第{n}项工作要逐校逐班落实到人，<不留>死角&盲区😀。" for n in range(400))


async def all_said(person: Person) -> list[Seen]:
    """The messages up to the one that bears the buttons."""
    pages = [await person.next_reply()]
    while not pages[-1].buttons:
        pages.append(await person.next_reply())
    assert all(length(page.text) <= 4096 for page in pages)
    return pages


def joined(pages: list[Seen]) -> str:
    return "".join(page.text for page in pages).replace("\n", "")


async def test_a_measure_longer_than_a_message_is_shown_whole_in_several(wordy: Town) -> None:
    person = wordy.simulator.person(9001, "家长")
    await person.send("第8条")
    told = await all_said(person)
    assert LONG in joined(told)
    await person.press("全文", told[-1])
    whole = await all_said(person)
    assert LONG in joined(whole) and whole[-1].text.endswith("岢政办发〔2022〕39号")
    assert await person.quiet()


async def test_in_a_group_such_a_measure_takes_one_message_with_the_way_to_the_rest(wordy: Town) -> None:
    teacher = wordy.simulator.person(9001, "王老师")
    here = wordy.simulator.group(-100123, "教师群", [teacher]).member(teacher)
    answer = await here.ask("@weibao_bot 第8条")
    assert answer.text.endswith("余下内容请在与机器人的私聊中查看。") and length(answer.text) <= 4096
    assert "打开私聊" in answer.buttons
    assert await here.quiet()
    (card,) = await teacher.ask_inline("第8条")
    assert length(card["content"]["text"]) <= 4096
