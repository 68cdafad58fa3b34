"""``@bot 网吧`` in any chat: cards with the plan's own words, the same for everybody."""

import asyncio

import pytest

from bot.chat.message import length
from bot.simulator.seen import Seen
from tests.e2e.conftest import Town
from tests.kelan import MEASURES


async def test_the_best_measures_come_as_cards_with_their_proof(town: Town) -> None:
    stranger = town.simulator.person(9001, "家长")
    assert {card["id"] for card in (await stranger.ask_inline("网吧"))[:2]} == {"m13", "m24"}
    first, *others = await stranger.ask_inline("校园欺凌谁管")
    assert first["title"] == "第8条 提升校园安全管理" and len(others) == 2
    assert first["description"] == "开展中小学校校园欺凌专项治理。"
    text = first["content"]["text"]
    for words in ("县教育科技局、县公安局", "“开展中小学校校园欺凌专项治理。”", "岢政办发〔2022〕39号"):
        assert words in text


async def test_every_measure_can_be_shared_and_its_card_leads_to_it(town: Town) -> None:
    stranger = town.simulator.person(9001, "家长")
    for number, (_, title, bracket) in MEASURES.items():
        (card,) = await stranger.ask_inline(f"第{number}条")
        shown: Seen = await stranger.share(card)
        assert shown.text.startswith(f"第{number}条 {title}")
        assert all(unit in shown.text for unit in bracket.split())
        assert shown.button("查看全文")["url"] == f"https://t.me/weibao_bot?start=m{number}"
        assert length(shown.text) <= 4096


async def test_all_of_a_units_measures_are_offered(town: Town) -> None:
    owed = {
        f"m{n}" for n, (*_, bracket) in MEASURES.items() if {"县公安局", "各成员单位"} & set(bracket.split())
    }
    assert {card["id"] for card in await town.office.ask_inline("公安局")} == owed


async def test_everybody_sees_the_same_and_nobody_sees_progress_or_names(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    await police.press("确认报送", await police.ask("第8条 已完成60%，排查学校12所"))
    await police.next_reply()
    stranger = town.simulator.person(9001, "家长")
    for words in ("第8条", "第8条进展怎么样", "公安局联络员是谁", "校园欺凌"):
        said = [await person.inline(words) for person in (stranger, police, town.office)]
        assert said[0] == said[1] == said[2]
        assert not said[0]["is_personal"] and said[0]["cache_time"] > 0
        for secret in ("60%", "排查学校12所", "陈海军", "推进中"):
            assert secret not in str(said[0])


@pytest.mark.parametrize("words", ["", "  ", "今天天气怎么样", "你好", "？？", "<b>&"])
async def test_without_a_measure_there_is_a_way_to_the_bot(town: Town, words: str) -> None:
    stranger = town.simulator.person(9001, "家长")
    said = await stranger.inline(words)
    assert said["results"] == []
    await stranger.start(said["button"]["start_parameter"])
    assert "校园欺凌谁管" in (await stranger.next_reply()).text


async def test_danger_is_told_first_whom_to_call(town: Town) -> None:
    (card,) = await town.simulator.person(9001, "家长").ask_inline("有人在打孩子快来人")
    assert "110" in card["content"]["text"] and "不受理报案" in card["content"]["text"]


async def test_typing_on_while_the_bot_was_away_does_no_harm(town: Town) -> None:
    stranger = town.simulator.person(9001, "家长")
    await town.stop()
    with pytest.raises(TimeoutError):
        await stranger.inline("网吧", patience=0.05)
    town.simulator.context.inline.clear()  # Telegram has forgotten the query meanwhile
    await town.start()
    assert (await stranger.ask_inline("网吧"))[0]["id"] == "m13"
    await asyncio.sleep(0.1)
    assert len(town.house._inbox) == 0
    assert town.alerts == []
