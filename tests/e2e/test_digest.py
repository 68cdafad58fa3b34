"""The digest in chat: drafted, its lead edited, issued, and each of its faces pulled by a button."""

import asyncio

from bot.console import digest_face
from bot.digest.stored import Issued, IssuedFile
from tests.e2e.conftest import Town, says

FACES = [
    ("专报", "未保工作专报_20220718-20220724.docx", b"PK"),
    ("简报", "未保工作简报_20220718-20220724.docx", b"PK"),
    ("下载 Excel", "未保工作周报_20220718-20220724.xlsx", b"PK"),
    ("图片", "未保工作周报_20220718-20220724.png", b"\x89PNG"),
    ("文字", "未保工作周报_20220718-20220724.md", "# 工作周报".encode()),
    ("数据", "未保工作周报_20220718-20220724.json", b'{"week": "2022-W29"'),
]


async def test_the_office_pulls_each_face_by_its_button(town: Town) -> None:
    office = town.office
    page = await office.ask("周报")
    for button, name, begins in FACES:
        await office.press(button, page)
        file = (await office.next_reply()).document
        assert file is not None and file.name == name
        assert file.data.startswith(begins), button


async def test_the_office_edits_the_lead_issues_and_pulls_the_same_bytes_ever_after(town: Town) -> None:
    office = town.office
    town.clock.move_to("2022-07-22 15:10")
    page = await office.ask("周报")
    assert "拟稿" in page.text
    await office.press("修改导语", page)
    await office.wait_for(says("请发送新的导语"))
    await office.send("本周各单位工作正在部署，张小明（男，9岁）电话13812345678。")
    shown = await office.wait_for(says("本周各单位工作正在部署"))
    assert "13812345678" not in shown.text
    await office.wait_for(says("导语已更新"))
    asked = await office.press("签发本期", shown)
    asked = await office.wait_for(says("签发为2022年第1期（总第1期）？"))
    await office.press("确认签发", asked)
    issued = await office.wait_for(says("已于7月22日由"))
    assert issued.text.startswith("工作周报第1期·总第1期（7月18日—7月24日）")
    assert not any(label in issued.buttons for label in ("签发本期", "修改导语"))
    await office.press("专报", issued)
    first = (await office.next_reply()).document
    assert first is not None and first.name == "未保工作专报第1期_20220718-20220724.docx"
    police = await town.seat(2001, "陈海军", "县公安局")
    await police.ask("第11条 已完成60%，检查3次")
    await town.stop()
    town.clock.move_to("2022-08-01 09:00")
    await town.start()
    await office.send("周报 第1期")
    again = await office.wait_for(says("工作周报第1期"))
    assert again.text == issued.text
    await office.press("专报", again)
    second = (await office.wait_for(lambda seen: seen.document is not None)).document
    assert second is not None and second.data == first.data
    assert len(town.store.read.find(Issued)) == 1


async def test_a_stale_confirmation_shows_the_new_figures_before_anything_is_issued(town: Town) -> None:
    office = town.office
    police = await town.seat(2001, "陈海军", "县公安局")
    await office.press("签发本期", await office.ask("周报"))
    asked = await office.wait_for(says("签发为2022年第1期"))
    await police.press("确认报送", await police.ask("第11条 已完成60%，检查3次"))
    await police.wait_for(says("收悉"))
    await office.press("确认签发", asked)
    again = await office.wait_for(says("刚才又有进展报来"))
    assert town.store.read.find(Issued) == []
    await office.press("确认签发", again)
    assert "检查3次" in (await office.wait_for(says("校验码"))).text


async def test_only_the_office_issues_or_pulls(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    shown = await town.office.ask("周报")
    for data in ("w:go:2022-W29:00000000", "w:issue:2022-W29", "w:lead:2022-W29", "w:xlsx:2022-W29"):
        assert (await police.press_data(data, shown)).alert
    assert town.store.read.find(Issued) == []


async def test_what_is_issued_or_is_no_week_cannot_be_issued(town: Town) -> None:
    office = town.office
    page = await office.ask("周报")
    await office.press("签发本期", page)
    await office.press("确认签发", await office.wait_for(says("签发为2022年第1期")))
    issued = await office.wait_for(says("校验码"))
    for data in ("w:issue:2022-W29", "w:lead:2022-W29", "w:auto:2022-W29", "w:issue:plan", "w:go:2022-07:0"):
        assert (await office.press_data(data, issued)).alert, data
    assert len(town.store.read.find(Issued)) == 1


async def test_what_the_command_line_pulls_first_the_running_bot_keeps(town: Town) -> None:
    office = town.office
    await office.press("签发本期", await office.ask("周报"))
    await office.press("确认签发", await office.wait_for(says("签发为2022年第1期")))
    issued = await office.wait_for(says("校验码"))
    plan = town.house.services.plan
    made = await asyncio.to_thread(digest_face, town.settings, plan, "第1期", "upward")
    (kept,) = town.store.read.find(IssuedFile)
    assert kept.face == "upward"
    await office.press("专报", issued)
    file = (await office.next_reply()).document
    assert file is not None and file.data == made


async def test_what_is_typed_half_an_hour_later_is_no_lead(town: Town) -> None:
    office = town.office
    await office.press("修改导语", await office.ask("周报"))
    await office.wait_for(says("请发送新的导语"))
    town.clock.pass_by(minutes=31)
    assert "第8条" in (await office.ask("校园欺凌谁管")).text


async def test_longer_stretches_are_pulled_by_their_names(town: Town) -> None:
    office = town.office
    assert (await office.ask("周报 7月")).text.startswith("工作月报（7月1日—7月31日）")
    assert (await office.ask("周报 三季度")).text.startswith("工作季报（7月1日—9月30日）")
    whole = await office.ask("周报 全年")
    assert whole.text.startswith("工作总结（7月14日—7月18日）")
    await office.press("下载 Excel", whole)
    file = (await office.next_reply()).document
    assert file is not None and file.name == "未保工作总结_20220714-20220718.xlsx"
