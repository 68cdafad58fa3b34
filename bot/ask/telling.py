"""How a message is told: what the classifier of danger reads in it.

Characters, pairs and triples, and the same with each word of a kind (a grown-up, a child, a blow, a tool, a
place to fall from, a time) reduced to its kind: 舅舅拿棍打我弟 and 继母用皮带抽妹妹 are told alike. Pairs
that leave out one or two characters between them see past what is put in (把我弟弟往墙上撞).
"""

import re

from bot.patterns import late

_KINDS = {
    "K": """
    爸爸 妈妈 爸 妈 爹 娘 后妈 后爸 继父 继母 后爹 后娘 养父 养母 爷爷 奶奶 姥姥 姥爷 外公 外婆 爷 奶
    叔叔 叔 舅舅 舅 大伯 伯伯 伯 姑姑 姑父 姑 姨夫 姨父 姨 姨妈 干爹 干爸 哥哥 哥 姐姐 姐 嫂子 姐夫 妹夫
    表哥 堂哥 表姐 老公 老婆 丈夫 媳妇 前夫 前妻 男人 婆婆 公公 老子 家长 父母 爹妈 爸妈 大人 父亲 母亲
    大爷 老头 老汉 老头子 光棍 男的 男子 女的 邻居 保姆 老板 网友 陌生人 老师 教练 校长 班主任 阿姨 师父
    司机 保安 后生 混混 大妈 婶婶 婶
    """,
    "C": """
    孩子 娃娃 娃儿 娃 小孩 孩 儿子 女儿 闺女 姑娘 小子 丫头 婴儿 宝宝 学生 同学 男孩 女孩 女娃 男娃 女童
    男童 儿童 弟弟 妹妹 弟 妹 孙子 孙女 外孙 外孙女 外甥 外甥女 侄子 侄女 侄儿 小朋友 女生 男生 初中生
    小学生 高中生 中学生 小姑娘 女子 小女孩 小男孩 同桌 室友 闺蜜 朋友 小家伙 宝贝 奶娃 小小子 表妹 表弟
    囡囡 未成年人 少年 女学生
    """,
    "I": "我 俺 咱 本人",
    "H": "他 她 他们 她们 人家 那人 有人 那个人",
    "B": """
    手 手臂 胳膊 腿 脚 头 脑袋 脸 眼 眼睛 耳朵 鼻子 嘴 嘴角 嘴唇 肚子 背 后背 胸 屁股 脖子 手腕 肋骨
    手指 手指头 牙 身上 大腿 下面 下身 下体 肩膀 脑门 脚脖子 皮
    """,
    "N": "一 二 两 三 四 五 六 七 八 九 十 几 半 十一 十二 十三 十四 十五 十六 十七 俩 仨",
    "W": "河 水库 池塘 塘 井 坑 沟 江 湖 水 水窖 冰 粪坑 坝 窨井 旱井 河滩 海",
    "V": """
    打 揍 抽 踢 踹 掐 抡 砸 捅 砍 戳 烫 扇 捶 抓 勒 按 推 拽 拖 绑 捆 吊 锁 关 烙 扎 割 划 泼 压 堵 逼
    烧 咬 铐 拴
    """,
    "E": "刀 菜刀 剪刀 刀片 斧 斧头 棍 棍子 棒 皮带 鞭子 绳子 砖头 锤 锤子 针 酒瓶",
    "S": "亲 摸 脱 抱 舔 裸",
    "D": "死 自杀 轻生 解脱 消失 跳楼 上吊 寻死 不想活 活够 活腻",
    "M": "药 农药 安眠药 老鼠药 敌敌畏 百草枯 药片",
    "G": "丢 不见 没影 走失 失踪 没回 找不到 找不着 走丢 寻不着 没到 失联 跑丢",
    "F": "掉 跌 落 栽 摔 滑 淹 沉 滚",
    "P": "楼 楼上 楼顶 天台 窗台 阳台 桥 窗户 栏杆 崖",
    "T": "刚 刚才 刚刚 正 正在 今天 今晚 昨晚 昨天 又 天天 一直 每天 每晚",
    "L": """
    小时候 那会儿 那时候 那时 那阵 那阵子 那年 那年头 当年 当初 早年 从前 年轻时 年轻时候 老早 年前 前年 去年
    """,
    "R": "现在 如今 后来 早就 已经 长大了 好了 过去了",
    "Q": "谁 哪 哪里 哪个 哪些 哪家 什么 啥 几个 怎么 咋 如何 多少 吗 么 嘛 ?",
}
"""Kinds of words, each with a letter that no normalised text can hold."""

_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_WORDS = late(r"\d+|" + "|".join(sorted(map(re.escape, _KIND_OF), key=len, reverse=True)))
_LONGEST = 3


def telling(text: str) -> list[str]:
    """What a normalised text is told in, each once."""
    text = text.replace(" ", "")
    found = dict.fromkeys(
        text[i : i + size] for size in range(1, _LONGEST + 1) for i in range(len(text) - size + 1)
    )
    kinds = _WORDS.sub(lambda word: _KIND_OF.get(word[0], "N"), text)
    for size in range(2, _LONGEST + 1):
        for i in range(len(kinds) - size + 1):
            found[kinds[i : i + size]] = None
    for gap in range(2, _LONGEST + 1):
        for first, second in zip(kinds, kinds[gap:], strict=False):
            found[f"{first}{'_' * (gap - 1)}{second}"] = None
    return list(found)
