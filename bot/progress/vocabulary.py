"""The small vocabulary of which answers to a card are made, and what each word says."""

from enum import IntFlag, auto


class Kind(IntFlag):
    """What a word of the vocabulary says."""

    AIR = auto()
    """Nothing: sighs, greetings, thanks."""
    GLUE = auto()
    """Nothing by itself, but it goes between the words that say something."""
    HEARD = auto()
    """That something was read or understood, which agrees to nothing."""
    YES = auto()
    SURE = auto()
    """Yes beyond doubt, or a word for sending."""
    LEAVE = auto()
    """That it is not to be reported, or is to be thrown away."""
    BACK = auto()
    """That it is to be taken back."""
    LATER = auto()
    WAIT = auto()
    WRONG = auto()
    """That something is not right, or was a slip."""


_SLIPS = " ".join(
    f"{verb}{how} {how}{verb}"
    for verb in "写看记打报弄说数填发搞输算抄选点按标录"
    for how in ("错", "少", "多", "反", "漏", "串", "岔", "早", "混", "颠倒", "高", "低")
)
VOCABULARY = {
    Kind.AIR: """总之 反正
        哦 噢 啊 呀 哎 哎呀 唉 呃 额 诶 欸 哈 呵 嘿 嘻 喂 咳 哟 嗨 唔 糟了 糟糕 坏了 完了 别别
        别别别 谢谢 谢 多谢 感谢 辛苦 麻烦 劳驾 不好意思 抱歉 对不起 您好 你好 领导 主任 老师
        科长 同志 敬请 小助手 助手 机器人 您 你 亲 请 🙏 😂 😅 😊""",
    Kind.GLUE: """那 就 这 样 么 按 照 着 个 的 了 啦 吧 啊 呀 呗 哒 嘛 嘞 哩 咯 喽 滴 哈 哇 咧 地 我 我们 咱
        咱们 看 觉得 都 也 全 全部 直接
        帮 给 替 予 一致 现在 马上 赶紧 赶快 快 先 剩下 其余 其他 再 它 他 上面 以上 内容
        数据 数字 数 这次 这回 这下 算 来 去 一下 办 汇报 报告 条 份 点 项 已 已经 核对 检查 看过 过 一遍 信息
        情况 意思 上去 出去 过去 上 出 走 掉 到 往 第 号 % 把 将 还是 还 那么 这么 一 整 回 次 单位 局 里
        咱局 办公室 未保办 你们 吗 呢 之前 刚才 刚刚 刚 方才 上一 上 昨天 前天 早上 上午 中午 那个 呐 两 三
        四 几 俩 些 改好 改完 改过来 改对 不动 不变 照旧 没变 原样 核完 核过 核好 核对完 核对过 核实完
        核实过 查完 看完 问完 问过 对完 没别的 没有别的 没其他 没有其他 别的没有 其他没有 没了 没有了
        齐了 齐活 全了
        另外 余下 一起 一并 一块 一块儿 一道 到时 到时候 和 与 跟
        状态 进度 进展 比例 好像 有点 大 填 写 弄 报 定 会 能""",
    Kind.HEARD: "收到 明白 知道 了解 懂 晓得 清楚 有数",
    Kind.YES: """好 行 可以 可 中 妥 正好 合适 成 对 是 得 准 嗯 恩 昂 嗯呐 挺好 不错 没啥 没事 对头 要得 得嘞
        yes y 1 👌 👍 ✅ √ ✔""",
    Kind.SURE: """确认 确定 同意 认可 没问题 没毛病 没错 没意见 没啥问题 没什么问题 没有问题 没有错 没有毛病
        没啥毛病 没啥意见 没有意见 没得问题 无误 无异议 没异议 无问题 ok okay okey 正确 属实 准确 就这样
        就这么着 这么着 就这些 不用改 不改 不用再改 走起 走你 走着 这么办 这么定 就酱 没啥改 没啥要改 不用动
        就这一条 就这两条 就这三条 就这几条 就这俩 就这仨 就这一个
        就这个 按这个 就按这个 就写这个 就按这个写
        定了 敲定 记 记上 记下 登记
        提交 报送 上报 发送 报 发 交 送 递交 上传 呈报 发出 报上 交上 补上 补报 就它了 就是它了""",
    Kind.LEAVE: """算了 拉倒 取消 作废 放弃 作罢 罢了 不报 别报 别发 别交 废 重新来 重新报 重填 不发 不交
        不填 不弄 不要 不用了 不用报 不用发 不用填 不写 不整 不搞 删 删掉 删除 清掉 清空 扔掉
        丢掉 去掉 撤 撤回 撤销 撤掉 撤下 免了 退出 不报送 不提交 不上报 不确认 不汇报 不算了
        当我没说 当没说 不该报 别填 停了 拿掉 划掉 剔除 去除 甭报 不必报 重来
        从头来 从头再来 重新弄 重弄 重新写 白填""",
    Kind.BACK: "撤 撤回 撤销 撤掉 撤下 收回 作废 要回来 退回来 拿回来 撤回来 取消 删 删掉 删除",
    Kind.LATER: """今天 明天 后天 下周 下月 下次 下回 以后 回头 改天 晚点 晚些 稍后 待会 待会儿 一会 一会儿
        过两天 过几天 月底 再说 过后 明早 下午 明儿 迟点 迟些 再报 再发 再来 另说""",
    Kind.WAIT: """等 等等 等一下 等下 等会 等会儿 等一等 等一会 稍等 慢着 且慢 慢点 缓缓 缓一缓 缓 想想
        想一想 再想想 再看看 看看 核实 核一下
        核下 查下 看下 问下 核一核 再核 再核对 核对一下 先别 别急 不急 先别报 先别发 先不发 先不交
        先不提交 先不确认
        先别交 先放着 空着 搁着 放着 先放 先留着 留着 先存着 存着 问问 问一下 确认一下再说""",
    Kind.WRONG: f"""哦不 噢不 啊不 哎不 不不 不不不 no 不对 错 错了 有问题 问题 有误 不行 不是 有错 不太对
        漏了 漏 落了 忘写 忘说 忘了写 忘了说
        修改 改 改改 更正 纠正 修正 手滑 手快 手误 口误 笔误 手抖 眼花 糊涂 搞混 弄混 记岔 不准
        {_SLIPS}""",
}
