"""What was asked in vain reaches the office, which answers once for everybody."""

from bot.learning.model import Learned, Unanswered
from tests.e2e.conftest import Town, says

ODD = "校门口的槐树虫子太多归谁打药"


async def test_the_office_answers_once_and_everybody_gets_the_answer_with_its_source(town: Town) -> None:
    parent, office = town.simulator.person(9001, "家长"), town.office
    assert "未保办" not in (await parent.ask(ODD)).text
    listed = await office.ask("待答")
    assert ODD in listed.text and "1次" in listed.text
    await office.press("答复第1个", listed)
    await office.wait_for(says("请回复条号"))
    kept = await office.ask("请致电县教育科技局办公室，由学校联系打药。")
    assert "已记住" in kept.text
    other = town.simulator.person(9002, "邻居")
    answer = await other.ask(f"请问{ODD}？")
    assert "请致电县教育科技局办公室" in answer.text and "未保办2022年7月18日答复" in answer.text
    assert "近30日没有待答问题" in (await office.ask("待答")).text
    await town.stop()
    await town.start()
    assert "请致电" in (await other.ask(ODD)).text
    await office.press("撤回这条答复", kept)
    await office.wait_for(says("已撤回"))
    assert "请致电" not in (await other.ask(ODD)).text


async def test_a_number_answers_with_that_measure(town: Town) -> None:
    parent, office = town.simulator.person(9001, "家长"), town.office
    await parent.ask(ODD)
    await office.press("答复第1个", await office.ask("待答"))
    await office.wait_for(says("请回复条号"))
    await office.send("第8条")
    await office.wait_for(says("已记住"))
    assert "第8条 提升校园安全管理" in (await parent.ask(ODD)).text


async def test_who_was_not_helped_says_so_and_names_are_masked(town: Town) -> None:
    parent = town.simulator.person(9001, "家长")
    answer = await parent.ask("我儿子王小明（男，9岁）在学校挨欺负归哪管，电话13812345678")
    told = await parent.press("没帮上", answer)
    assert "未保办会补充答复" in told.text
    (row,) = town.store.read.find(Unanswered)
    assert "王小明" not in row.text and "13812345678" not in row.text
    listed = await town.office.ask("待答")
    assert "反馈没帮上" in listed.text and "王小明" not in listed.text


async def test_only_the_office_sees_and_answers_the_list(town: Town) -> None:
    police = await town.seat(2001, "陈海军", "县公安局")
    shown = await police.ask(ODD)
    assert "仅限未保办" in (await police.ask("/unanswered")).text
    (row,) = town.store.read.find(Unanswered)
    code = row.key.rpartition(":")[2]
    for action in "adu":
        assert (await police.press_data(f"l:{action}:{code}", shown)).alert
    assert town.store.read.find(Learned) == [] and len(town.store.read.find(Unanswered)) == 1


async def test_small_talk_and_danger_are_not_put_on_the_list(town: Town) -> None:
    parent = town.simulator.person(9001, "家长")
    for words in ("你好", "谢谢", "有人在打孩子，快来人"):
        assert "没帮上" not in (await parent.ask(words)).buttons
    assert town.store.read.find(Unanswered) == []
