"""The 任务分解台账 in chat: out, filled in, back, looked at, confirmed."""

import io

from openpyxl import Workbook, load_workbook

from bot.digest.stored import Task, TaskImport
from tests.e2e.conftest import Town, says

NAME = "任务分解台账_20220718.xlsx"


def filled(content: bytes, responsible: str) -> bytes:
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    column = [cell.value for cell in sheet[1]].index("责任人") + 1
    sheet.cell(2, column).value = responsible
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def test_the_office_fills_the_task_list_in_and_confirms_what_changes(town: Town) -> None:
    office = town.office
    await office.send("台账")
    sent = (await office.next_reply()).document
    assert sent is not None and sent.name == NAME
    await office.send_document("填好.xlsx", filled(sent.data, "张主任"))
    shown = await office.wait_for(says("台账比对：共210行，1处变动。"))
    assert "责任人：（空） → 张主任" in shown.text
    assert town.store.read.find(Task) == []
    await office.press("确认导入", shown)
    await office.wait_for(says("已导入1处变动"))
    (task,) = town.store.read.find(Task)
    assert task.responsible == "张主任"
    await town.stop()
    await town.start()
    await office.send("台账")
    again = (await office.wait_for(lambda seen: seen.document is not None)).document
    assert again is not None
    rows = load_workbook(io.BytesIO(again.data), read_only=True).worksheets[0].iter_rows(values_only=True)
    assert "张主任" in list(rows)[1]


async def test_a_changed_mind_and_a_broken_file_change_nothing(town: Town) -> None:
    office = town.office
    book = Workbook()
    for row in (["措施", "责任单位", "责任人"], [11, "县公安局", "张主任"]):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    await office.send_document("填好.xlsx", out.getvalue())
    shown = await office.wait_for(says("共1行，1处变动"))
    await office.press("取消", shown)
    await office.wait_for(says("台账没有变动"))
    assert town.store.read.find(TaskImport) == []
    await office.send_document("坏.xlsx", b"PK broken", "台账已填好")
    await office.wait_for(says("打不开"))


async def test_only_the_office_has_the_task_list(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    assert "未保办" in (await police.ask("/tasks")).text
    shown = await town.office.ask("第8条")
    assert (await police.press_data("t:go:000000000000", shown)).alert
    assert (await town.office.press_data("t:zz:1", shown)).alert
