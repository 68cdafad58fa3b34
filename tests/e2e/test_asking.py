"""Asking in chat, as anybody would."""

import pytest

from tests.e2e.conftest import Town
from tests.kelan import ALL, MEASURES, SECTIONS


async def test_a_stranger_asks_in_everyday_words_and_gets_the_measure_with_its_proof(town: Town) -> None:
    parent = town.simulator.person(9001, "一位家长")
    await parent.start()
    assert "校园欺凌谁管" in (await parent.next_reply()).text
    answer = await parent.ask("校园欺凌谁管")
    assert answer.text.startswith("第8条 提升校园安全管理")
    assert "开展中小学校校园欺凌专项治理。" in answer.text
    for unit in ("县政法委", "县教育科技局", "县公安局", "县司法局", "县应急局", "县关工委"):
        assert unit in answer.text
    await parent.press("全文")
    whole = await parent.next_reply()
    assert whole.edit
    assert "推动学校常态化开展应急疏散演练活动" in whole.text
    assert "岢政办发〔2022〕39号" in whole.text


@pytest.mark.parametrize("asked", ["第7条", "7号", "措施七", "７", "#7", "/ask 第七条"])
async def test_a_number_in_any_form_is_that_measure(town: Town, asked: str) -> None:
    person = town.simulator.person(9001, "王老师")
    assert "第7条 加强基础教育保障" in (await person.ask(asked)).text


async def test_all_26_numbers_are_answered_with_the_units_as_printed(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    for number, (section, title, bracket) in MEASURES.items():
        answer = await person.ask(f"第{number}条")
        first, units, *_ = answer.text.split("\n")
        assert first.startswith(f"第{number}条 {title}（") and SECTIONS[section] in first
        assert sorted(units.removeprefix("责任单位：").split("、")) == sorted(bracket.split())


async def test_all_7_sections_are_answered_with_all_their_measures(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    for number, title in SECTIONS.items():
        for asked in (f"第{number}部分", title):
            answer = await person.ask(asked)
            of_section = [f"第{n}条" for n, (section, *_) in MEASURES.items() if section == number]
            assert answer.buttons == of_section, asked


async def test_all_32_units_are_answered_with_all_their_measures(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    units = {unit for *_, bracket in MEASURES.values() for unit in bracket.split()} - {ALL}
    assert len(units) == 32
    for unit in units:
        answer = await person.ask(f"{unit}有哪些任务")
        owed = {f"第{n}条" for n, (*_, bracket) in MEASURES.items() if {unit, ALL} & set(bracket.split())}
        assert set(answer.buttons) == owed, unit


async def test_a_number_that_the_plan_does_not_have_is_said_not_to_be(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    answer = await person.ask("第27条")
    assert "26" in answer.text and "第27条" in answer.text


async def test_progress_is_not_for_strangers(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    answer = await person.ask("第7条")
    assert "最新进展" not in answer.buttons
    shown = await person.press_data("p:7", answer)
    assert shown.alert and "各责任单位" in shown.text
    assert "各责任单位" in (await person.ask("/progress 7")).text


@pytest.mark.parametrize("odd", ["/nosuch", "　"])
async def test_an_unknown_command_gets_one_kind_sentence(town: Town, odd: str) -> None:
    person = town.simulator.person(9001, "王老师")
    if not odd.strip():
        odd = "？"
    await person.send(odd)
    assert (await person.next_reply()).text
    assert await person.quiet()


async def test_what_cannot_be_read_gets_one_kind_sentence(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    await person.start()
    await person.next_reply()
    for act in (person.send_sticker, person.send_voice, person.send_location):
        await act()
        assert "文字" in (await person.next_reply()).text
        assert await person.quiet()


async def test_five_thousand_characters_are_told_to_be_too_many(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    await person.send("学校" * 2500)
    assert "2000字" in (await person.next_reply()).text


async def test_html_in_a_question_is_shown_as_typed(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    answer = await person.ask("<b>校园欺凌</i> & <script> 谁管")
    assert "第8条" in answer.text
    assert all(call.ok for call in town.simulator.log if call.method == "sendMessage")


async def test_a_button_of_another_time_says_so(town: Town) -> None:
    person = town.simulator.person(9001, "王老师")
    answer = await person.ask("第7条")
    for data in ("m:99", "m:x", "zz:1", "p:0"):
        shown = await person.press_data(data, answer)
        assert shown.alert and shown.text


async def test_a_group_gets_public_text_only(town: Town) -> None:
    teacher = town.simulator.person(9001, "王老师")
    group = town.simulator.group(-100123, "教师群", [teacher])
    member = group.member(teacher)
    answer = await member.ask("/ask@weibao_bot 校园欺凌谁管")
    assert "第8条" in answer.text
    assert "汇报" not in answer.buttons
    await member.send("/mine@weibao_bot")
    assert await member.quiet()


async def test_who_has_a_seat_finds_the_latest_progress_one_tap_away(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    answer = await police.ask("第8条")
    assert answer.buttons[:3] == ["全文", "最新进展", "汇报"]
    await police.press("最新进展", answer)
    assert "县公安局：尚未报送" in (await police.next_reply()).text


async def test_a_question_may_lean_on_the_last_answer(town: Town) -> None:
    person, other = town.simulator.person(9001, "王老师"), town.simulator.person(9002, "李老师")
    await person.ask("校园欺凌谁管")
    assert "团县委" in (await person.ask("那团委呢？")).text
    await person.ask("公安和民政一起管的有哪些")
    # named together in measures 5, 24 and 26
    assert (await person.ask("第二个")).text.startswith("第24条")
    assert not (await other.ask("第二个")).text.startswith("第24条")
