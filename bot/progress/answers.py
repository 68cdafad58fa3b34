"""What a few words mean whatever was asked: yes, no, wait, that is wrong, take it back.

People say these in endless ways (没毛病，发吧 · 拉倒不报了 · 科长说行，报), so no phrase is listed: a clause
means yes where it is made of words of a small vocabulary and one of them says yes. A clause that is not, but
tells nothing either (哈哈不闲扯了), may stand beside.
"""

import re
import unicodedata
from collections.abc import Collection
from enum import IntFlag, auto
from functools import lru_cache

from bot.progress.dictated import flatten
from bot.progress.purpose import asks
from bot.progress.wording import read


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
    for verb in "写看记打报弄说数填发搞输算抄"
    for how in ("错", "少", "多", "反", "漏", "串", "岔", "早", "混")
)
_SO_MUCH = re.compile(r"(?:[一二两三四五六七八九十几]|\d+)[个件场次人名户所家份条期]$")  # 少报了一件
_VOCABULARY = {
    Kind.AIR: """哦 噢 啊 呀 哎 哎呀 唉 呃 额 诶 欸 哈 呵 嘿 嘻 喂 咳 哟 嗨 唔 糟了 糟糕 坏了 完了 别别
        别别别 谢谢 谢 多谢 感谢 辛苦 麻烦 劳驾 不好意思 抱歉 对不起 您好 你好 领导 主任 老师
        科长 同志 小助手 助手 机器人 您 你 亲 请 🙏 😂 😅 😊""",
    Kind.GLUE: """那 就 这 样 么 按 照 着 个 的 了 啦 吧 啊 呀 呗 哒 嘛 嘞 哩 咯 喽 滴 哈 哇 咧 地 我 我们 咱
        咱们 看 觉得 都 也 全 全部 直接 帮 给 现在 马上 赶紧 赶快 快 先 剩下 其余 其他 再 它 他 上面 以上 内容
        数据 数字 这次 这回 这下 算 来 去 一下 办 汇报 报告 条 份 点 项 已 已经 核对 检查 看过 过 一遍 信息
        情况 意思 上去 出去 过去 上 出 走 掉 到 往 第 号 % 把 将 还是 还 那么 这么 一 整 回 次 单位 局 里
        咱局 办公室 未保办 你们 吗 呢 之前 刚才 刚刚 刚 方才 上一 上 昨天 前天 早上 上午 中午 那个 呐 两 三
        四 几 俩 些 改好 改完 改过来 改对 不动 不变 照旧 没变 原样 核完 核过 核好 核对完 核对过 核实完
        核实过 查完 看完 问完 问过 对完 另外 余下 一起 一并 一块 和 与 跟
        状态 进度 进展 比例 好像 有点 大 填 写 弄 报 定 会 能""",
    Kind.HEARD: "收到 明白 知道 了解 懂 晓得 清楚 有数",
    Kind.YES: """好 行 可以 可 中 妥 成 对 是 得 准 嗯 恩 挺好 不错 没啥 没事 对头 要得 得嘞
        yes y 1 👌 👍 ✅""",
    Kind.SURE: """确认 确定 同意 认可 没问题 没毛病 没错 没意见 没啥问题 没什么问题 没有问题 没有错 没有毛病
        没啥毛病 没啥意见 没有意见 没得问题 无误 无异议 没异议 无问题 ok okay okey 正确 属实 准确 就这样
        就这么着 这么着 就这些 不用改 不改 不用再改 走起 走你 走着 这么办 这么定 就酱 没啥改 没啥要改 不用动
        就这个 按这个 就按这个 就写这个 就按这个写
        提交 报送 上报 发送 报 发 交 送 递交 上传 呈报 发出 报上 交上 补上 补报 就它了 就是它了""",
    Kind.LEAVE: """算了 拉倒 取消 作废 放弃 作罢 罢了 不报 别报 别发 别交 废 重新来 重新报 重填 不发 不交
        不填 不弄 不要 不用了 不用报 不用发 不用填 不写 不整 不搞 删 删掉 删除 清掉 清空 扔掉
        丢掉 去掉 撤 撤回 撤销 撤掉 撤下 免了 退出 不报送 不提交 不上报 不确认 不汇报 不算
        当我没说 当没说 不该报 别填 停了 拿掉 划掉 剔除 去除 甭报 不必报 重来 白填""",
    Kind.BACK: "撤 撤回 撤销 撤掉 撤下 收回 作废 要回来 退回来 拿回来 撤回来 取消 删 删掉 删除",
    Kind.LATER: """今天 明天 后天 下周 下月 下次 以后 回头 改天 晚点 晚些 稍后 待会 待会儿 一会 一会儿
        过两天 过几天 月底 再说 过后 明早 下午 明儿 迟点 迟些 再报 再发 再来 另说""",
    Kind.WAIT: """等 等等 等一下 等下 等会 等会儿 等一等 等一会 稍等 慢着 且慢 慢点 缓缓 缓一缓 缓 想想
        想一想 再想想 再看看 看看 核实 核一下 再核 再核对 核对一下 先别 别急 不急 先别报 先别发
        先别交 先放着 放着 先放 先留着 留着 先存着 存着 问问 问一下 确认一下再说""",
    Kind.WRONG: f"""哦不 噢不 啊不 哎不 不不 不不不 no 不对 错 错了 有问题 问题 有误 不行 不是 有错 不太对
        修改 改 改改 更正 纠正 修正 手滑 手误 口误 笔误 手抖 眼花 糊涂 搞混 弄混 记岔 不准
        {_SLIPS}""",
}
_WORDS: dict[str, Kind] = {}
for _kind, _listed in _VOCABULARY.items():
    for _word in _listed.split():
        _WORDS[_word] = _WORDS.get(_word, Kind(0)) | _kind
_LONGEST_WORD = max(map(len, _WORDS))

_TENTHS = tuple("一二两三四五六七八九几")
_BREAK = re.compile(r"[，,。；;：:！!？?\s~～…—\"“”()（）]+")
_JOINER = re.compile(r"^(?:[啊哦噢哎呀唉诶]+|不过|但是|但|可是|只是|然后|而且)+(?=.)")
_SOFT = re.compile(r"[吧呗呢么]+(?=$|[，,。.\s])")  # 报吧 asks nothing
_ASKING_AROUND = re.compile(r"(?:我|再)?(?:去|先)?问一?[下问](?![你您])")  # 我问下科长 asks nothing here
_GONE = re.compile(r"[不别甭][用必]?[报要发交填]|[删去拿划撤]掉|删|取消|撤|去除|剔除")
_ENDS = " \t\r\n　。.！!～~，,、；;：:"
_CLAUSE = 30  # characters of a clause that may be a mere answer
_WHOLE = 60
_TELLS = re.compile(r"\d|[改换补加]|[去拿删]掉|不过|但|还有|另外|第?[一二三四五六七八九十两]+[条项]")
_OWN_WORD = re.compile(r"\d\s*[条项%]|第[\d一二三四五六七八九十]|改[成为到]|换成|应该?是")
_PLACE = re.compile(r"第[\d一二三四五六七八九十两]|最[后前上下]|[前后]面|头一|中间|倒数|其[他余]|剩下|另外")
_THEN = re.compile(r"再(?:上?报|发|交|送|提交|确认)")  # 回来再报 sends nothing now
_BLOCKS = Kind.LEAVE | Kind.BACK | Kind.LATER | Kind.WAIT | Kind.WRONG


def trimmed(words: str) -> str:
    """The words in half-width letters, without signs and spaces at the ends."""
    return unicodedata.normalize("NFKC", words).strip(_ENDS)


def clauses(words: str) -> list[str]:
    """The clauses of the words, in half-width letters."""
    said = unicodedata.normalize("NFKC", words).lower()
    return [part for part in _BREAK.split(said.strip(_ENDS)) if part]


@lru_cache(maxsize=512)
def kinds(clause: str, known: frozenset[str] = frozenset()) -> tuple[Kind, ...]:
    """What the clause may be made of, each way one sum of kinds; none where it holds other words.

    ``known`` are numbers that the card shows: to name them says nothing new.
    """
    if len(clause) > _CLAUSE:
        return ()
    reached: list[set[Kind]] = [{Kind(0)}, *(set() for _ in clause)]
    for start in range(len(clause)):
        if not reached[start]:
            continue
        for end in range(start + 1, min(len(clause), start + _LONGEST_WORD) + 1):
            word = clause[start:end]
            if word.isdigit() and (clause[end : end + 1].isdigit() or clause[start - 1 : start].isdigit()):
                continue  # part of a number
            if word == "成" and clause[start - 1 : start] in _TENTHS:
                continue  # 三成 is how far it is, and no yes
            here = list(_WORDS.get(word, Kind(0)))
            if word in known:
                here.append(Kind.GLUE)
            for kind in here:
                reached[end] |= {before | kind for before in reached[start]}
    return tuple(reached[-1])


def idle(clause: str) -> bool:
    """Whether a clause tells nothing that a report could use."""
    flat = flatten(clause)
    return not (_TELLS.search(flat) or read(flat).said or asks(flat))


def empty(clause: str) -> bool:
    """Whether a clause is only sighs, thanks and the like."""
    return any(not kind & ~(Kind.AIR | Kind.GLUE | Kind.HEARD) for kind in kinds(clause))


def is_filling(words: str) -> bool:
    """Whether nothing is left that says anything."""
    return all(
        any(not k & ~(Kind.AIR | Kind.GLUE | Kind.YES | Kind.WRONG) for k in kinds(c)) for c in clauses(words)
    )


def agrees(clause: str) -> bool:
    """Whether a clause only says yes."""
    return any(kind & (Kind.YES | Kind.SURE) and not kind & _BLOCKS for kind in kinds(clause))


def slip(clause: str) -> bool:
    """Whether a clause only owns up to a mistake (手滑了, 我记错了)."""
    made = kinds(_SO_MUCH.sub("", clause))
    return any(kind & Kind.WRONG and not kind & (Kind.LEAVE | Kind.SURE) for kind in made)


def assents(words: str, known: Collection[str] = ()) -> bool:
    """Whether the words agree to what the card shows, and tell nothing else."""
    if _too_much(words):
        return False
    numbers, agreed, heard, sure = frozenset(known), False, False, False
    for clause in clauses(words):
        made = kinds(clause, numbers)
        if _THEN.search(clause):
            return False
        fits = [kind for kind in made if not kind & _BLOCKS]
        if Kind.AIR in fits or any(kind & Kind.HEARD for kind in fits):
            heard = heard or any(kind & Kind.HEARD for kind in fits)
        elif any(kind & (Kind.YES | Kind.SURE) for kind in fits):
            agreed = True
            sure = sure or any(kind & Kind.SURE for kind in fits)
        elif fits:
            continue
        elif made or not idle(clause):
            return False
        else:
            agreed, sure = False, False  # it must be said after all else
    return agreed and (sure or not heard)


def leaves(words: str, known: Collection[str] = (), *, several: bool = False) -> bool:
    """Whether the words throw away all that the card shows (算了不报了).

    ``known`` are the numbers of all of it; of ``several`` items single ones may be meant (网络那条不要了).
    """
    beside = Kind.AIR | Kind.GLUE | Kind.LATER | Kind.BACK | Kind.WRONG
    if several and (_of_one(words) or _PLACE.search(words)):
        return False
    return _says(words, Kind.LEAVE, beside, known)


def takes_back(words: str, known: Collection[str] = ()) -> bool:
    """Whether the words take back what was sent (刚发的那个撤了吧，数不对)."""
    beside = Kind.AIR | Kind.GLUE | Kind.LEAVE | Kind.WRONG | Kind.SURE
    return not _of_one(words, known) and _says(words, Kind.BACK, beside, known)


def waits(words: str, *, several: bool = False) -> bool:
    """Whether the words put off what is to be done with the card (先等等，我问下科长).

    Of ``several`` items single ones may be taken off (慢着，九条先不报).
    """
    if several and _of_one(words):
        return False
    beside = Kind.AIR | Kind.GLUE | Kind.LATER | Kind.SURE | Kind.YES
    return _says(words, Kind.WAIT, beside) or _says(words, Kind.LATER, beside | Kind.WAIT)


def wrong(words: str) -> bool:
    """Whether the words say that something is not right, or is to be changed, and not what."""
    return _says(words, Kind.WRONG, Kind.AIR | Kind.GLUE, alone=True)


def essence(words: str) -> str:
    """The clauses that tell something: without sighs, a yes, and owning up to a mistake before them."""
    kept = [_opened(clause) for clause in clauses(words)]
    kept = [c for c in kept if c and not (empty(c) or agrees(c) or slip(c) or _puts_off(c))]
    return "，".join(kept) or words


def after_preface(words: str) -> str:
    """The words from the first clause on that tells something (打错了，18条推进中 → 18条推进中)."""
    rest = words.lstrip(_ENDS)
    while found := _BREAK.search(rest):
        clause = trimmed(rest[: found.start()]).lower()
        if clause and not (empty(clause) or agrees(clause) or slip(clause)):
            break
        rest = rest[found.end() :]
    return rest or words


def _opened(clause: str) -> str:
    """A clause without the words that join it to the one before (不过改成45%)."""
    return _JOINER.sub("", clause)


def _puts_off(clause: str) -> bool:
    return any(kind & Kind.WAIT and not kind & Kind.LEAVE for kind in kinds(clause))


def without_particles(words: str) -> str:
    """The words without the particles that soften a sentence and make it look like a question: 报吧."""
    return _SOFT.sub("", words)


def _of_one(words: str, known: Collection[str] = ()) -> bool:
    """Whether something named in the words is not to be reported (26不报了)."""
    numbers = frozenset(known)
    return any(not kinds(clause, numbers) and _GONE.search(clause) for clause in clauses(words))


def _too_much(words: str) -> bool:
    return len(words) > _WHOLE or asks(without_particles(_ASKING_AROUND.sub("", flatten(words))))


def _says(
    words: str, wanted: Kind, beside: Kind, known: Collection[str] = (), *, alone: bool = False
) -> bool:
    """Whether a clause says what is wanted, and no other tells of a measure or of how work stands."""
    if _too_much(words):
        return False
    numbers, said = frozenset(known), False
    for clause in clauses(words):
        made = kinds(clause, numbers)
        if any(kind & Kind.WAIT and not kind & (wanted | Kind.LATER) for kind in made):
            said = False  # 先别报 is no 不报了; what comes after it counts
        elif any(kind & wanted and not kind & ~(wanted | beside) for kind in made):
            said = True
        elif any(not kind & ~beside for kind in made):
            continue
        elif alone or _OWN_WORD.search(clause):
            return False
    return said
