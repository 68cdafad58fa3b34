"""Talk in the words of danger that tells of none: what the law says, and what may yet hurt somebody.

What asks about the law speaks of nobody in particular; a wire that hangs loose at school is for those who
look after safety, until it has struck somebody. Texts have no white space.
"""

import re

from bot.ask.danger import CHILD
from bot.ask.wording import any_of

_LAW = re.compile(
    any_of(r"""
    (?:犯|违)(?:不犯|不违)?法 犯(?:了)?(?:什么|啥|甚|哪)(?:条|种|个)?[罪法] 包庇 追究 处分 案底 后果
    (?:有|算|是|构成).{0,8}(?:罪|犯罪)(?:吗|么|不|嘛|？|\?|$)
    (?:算|属于|叫|是)(?:不算|不属于|不叫|不是)?.{0,8}(?:强奸|拐卖|虐待|家暴|猥亵|性侵|性骚扰)(?:吗|么|不|嘛|？|\?|$)
    (?:算|属于|叫|是)(?:不算|不属于|不叫|不是)?.{0,8}(?:遗弃|违法|违规|欺凌|暴力|体罚)(?:吗|么|不|嘛|？|\?|$)
    报告义务 必须报 非报不可 知情不报 瞒报 隐瞒不报
    不报(?:告|案|警)?.{0,4}(?:怎|咋|会|有|要|算|违|犯|责|罚)
    (?:刑事|法律|民事)责任 赔偿 赔钱 怎么罚 罚款 罚多少 判刑 判多 怎么判 咋判
    """)
)
_SOMEBODY = re.compile(
    any_of("""
    有人 有个 有一个 看见 看到 听见 村里 附近 隔壁 邻居 [他她] 这个 那个 刚 正在 现在 在打 帮 快 俺 咱家
    天天 每天 老是 一直 又 昨 今天 今晚 弟弟 妹妹 哥哥 姐姐 爸爸 妈妈
    我(?!们?(?:县|局|所|院|校|单位|国|省|市|乡|镇)|想问|想了解|想知|要问|是)
    """)
)

_HAZARD = re.compile(
    any_of(r"""
    (?:快|要|会|将|怕|差点)(?:塌|倒|垮|坠|断|掉下|砸)(?!到|着|中|住|了?(?:孩|娃|学生|人)) 摇摇欲坠 危房
    裂(?:缝|了|开|着) 开裂 鼓包 过期 失灵 不灵 超载 打滑 积水 漏[雨水] 漏电保护 掉(?:土|渣|皮|墙皮|瓦)
    (?:电|线|铜丝|钢筋|墙)[^，。,]{0,5}?(?:裸|露在外|老化|耷拉|乱拉|乱接|垂下|破皮|绝缘)
    [松晃歪锈坏烂旧破](?:动|了|得|着|掉|坏) 年久失修 堵(?:塞|了|死)
    [没无缺少](?:有|个|人|装|设|做|加)?(?:护栏|栏杆|围栏|围墙|井盖|盖|警示|标志|标识|防护|安全网)
    [没无缺少](?:有|个|人|装|设|做|加)?(?:烟感|烟雾|报警器|灭火器|减速|应急灯|红绿灯|斑马线|填|修|加固)
    """)
)
_BUILT = re.compile(
    any_of("""
    学校 校舍 校园 校门 校车 教室 教学楼 宿舍 食堂 操场 走廊 楼道 楼梯 幼儿园 厕所 墙 窑 房 屋顶 顶棚 天花板
    护栏 栏杆 扶手 吊扇 灯 插座 电线 线路 电杆 变压器 配电 锅炉 滑梯 秋千 单杠 双杠 篮球架 器材 树 山坡 后山
    边坡 井 坑 沟 池 水库 河 塘 桥 路 玻璃 窗 门 广告牌 实验室 灭火器 通道 消火栓 监控 暖气 管道 柜
    """)
)
_STRUCK = re.compile(
    any_of(rf"""
    [压砸埋伤困电撞绊夹烧烫淹摔踩打][着了住到倒中在断死伤坏]+.{{0,4}}(?:人|{CHILD}|头|脑袋|腿|脚|手)
    (?:把|将).{{0,4}}(?:人|{CHILD}).{{0,4}}[压砸埋伤困电撞烧烫淹绊打]
    {CHILD}.{{0,6}}(?:[压砸埋伤困撞烧淹摔掉卡]|电了) {CHILD}们?(?:还|都|就)?在(?:里|下|底)
    (?:里面|里头|下面|底下|屋里|里边).{{0,3}}(?:人|{CHILD}) 着火 起火 失火 冒烟 爆炸 救 血 昏 晕 哭 死
    跑不出 出不来 被困 断气 有人 坏人 [他她] 害怕 我怕 不敢 躲 逃 喊 砍 刀 枪
    (?:我|俺|我们|俺们)(?:还|都|就)?在
    """)
)


def asks_the_law(text: str) -> bool:
    """Whether a normalised text asks what the law says of a deed, and of nobody in particular."""
    return _LAW.search(text) is not None and _SOMEBODY.search(text) is None


def may_hurt(text: str) -> bool:
    """Whether a normalised text tells of a building, a wire or a place that has hurt nobody yet."""
    found = _HAZARD.search(text) is not None and _BUILT.search(text) is not None
    return found and _STRUCK.search(text) is None
