"""Names of children in the ways a report names them, by names that no list of ours was made from."""

import pytest

from bot.privacy import redact

SURNAMES = (
    "王李张刘陈杨赵黄吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯曹彭曾田董潘袁蔡余于杜魏苏卢姜崔石贾夏任方白"
)
_GIVEN = """
    子涵 梓轩 浩然 宇轩 欣怡 诗涵 雨桐 一诺 可馨 俊杰 晓东 建国 志强 秀英 桂兰 海燕
    春梅 小龙 文博 若曦 沐宸 奕辰 梦琪 弘文 思聪 鹏涛 远航 瑾瑜 志泽 泽洋 明辉 拴柱
    爱花 佳乐 书瑶 雅琪 星宇 彩霞 玉梅 引弟 慧敏 银花 福生 永强 学军 世杰 家豪 敏
    静 伟 磊 洋 艳 娟 超 霞 刚 浩 雪 悦 睿 瑶 凯 鑫 萍 鹏 倩 婷 航 帆 璐
"""
FRAMES = [
    "走访{}（女，9岁）",
    "{}同学已返校",
    "帮扶{}之女1名",
    "{}，男，12岁，父母离异",
    "8岁的{}患病住院",
    "孩子叫{}，已入学",
    "学生{}辍学在家，已劝返",
    "被害人{}已获救助",
    "某小学三年级2班的{}视力下降",
    "受害人：{}",
    "姓名：{}",
    "其子{}在外打工",
    "已为{}办理低保",
    "{}的母亲反映情况",
    "{}等3名学生获得资助",
    "{}（化名小雨）已转介",
]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_child_is_masked_whatever_the_name(frame: str) -> None:
    start = frame.index("{}")
    people = [
        surname + given for surname in SURNAMES for given in _GIVEN.split()[SURNAMES.index(surname) % 6 :: 6]
    ]
    missed = [
        name
        for name in people
        if not any(
            found.start <= start and found.end >= start + len(name)
            for found in redact(frame.format(name)).found
        )
    ]
    assert len(missed) <= 0.03 * len(people), missed[:20]


@pytest.mark.parametrize(
    "text",
    [
        "县公安局副局长李强带队检查",
        "张三局长要求压实责任",
        "法治副校长王建国授课",
        "教师王芳（女，35岁）获奖",
        "五老志愿者赵德厚（68岁）辅导功课",
        "联系人：王海，办公电话0350-4532234",
        "小雨（化名，女，13岁）已转介",
        "化名小雨的女孩",
        "李某、王某某（男，15岁）",
        "李梓涵、王浩然在校表现良好，文中均为化名",
        "留守儿童较多的王家岔乡、高家会乡、李家沟村",
        "学生高考期间、学生安全教育、儿童康复救助",
        "学习雷锋精神",
        "卡住了，消防器材的钱一直没下来",
        "方案高度成熟，常有家长问，时时提醒，全年平安，管用的经验都和兄弟县谈了",
        "奶奶刘桂花（女，63岁）和村民赵大柱，男，55岁，在会上发言",
    ],
)
def test_officials_aliases_places_and_words_stay(text: str) -> None:
    assert redact(text).text == text


def test_a_child_named_once_is_masked_wherever_the_name_stands() -> None:
    text = "学生李梓涵辍学。\n经劝说，梓涵已返校，李梓涵表示感谢。"
    assert redact(text).text == (
        "学生［姓名已隐去］辍学。\n经劝说，［姓名已隐去］已返校，［姓名已隐去］表示感谢。"
    )
