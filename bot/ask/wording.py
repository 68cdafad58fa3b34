"""The wording of a question: one spelling for matching, and the words that carry no topic."""

import re
import unicodedata
from itertools import pairwise

from bot.patterns import late

MAX_QUESTION = 2000
"""Characters that are read. What people need to ask fits; the rest of a very long text is not read."""


def any_of(alternatives: str) -> str:
    """A regex group for alternatives separated by white space, the longest first."""
    return f"(?:{'|'.join(sorted(alternatives.split(), key=len, reverse=True))})"


_INVISIBLE = late("[\u200b-\u200f\u2028-\u202f\u2060-\u2064\u20e3\ufe00-\ufe0f\ufeff]")
_ACCENTED = late("[\u00e0-\u00f6\u00f8-\u017f\u01ce-\u01dc\u1e3f\u1ebd]")
_UMLAUT = "\u0308"
_APOSTROPHE = late("(?<=[a-zü])[\u2018\u2019\u02bc\u2032`](?=[a-zü])")
_PUNCTUATION = late(r"[^\w]|_")

_RUNS = late(r"[a-z]+|\d+|[^\W\da-z_]+")

# What people say around a topic: whom they ask for, courtesies, the plan's own vocabulary about itself,
# and the minors whom all of it is about.
_FRAME = late(
    any_of("""
    请问 你好 您好 麻烦 我想问一下 我想问 想问一下 问一下 想问问 问问 我想知道 想知道 想了解 了解一下 帮我查
    帮我 查一下 查查 告诉我 说说 讲讲 看看 看一下 介绍一下 介绍 归谁管 归谁 归哪管 归哪里管 归哪里 归哪儿
    归哪个 归哪家 归哪 谁来管 谁管 谁来 谁负责 由谁负责 由谁 谁牵头 牵头 是谁 找谁 该找谁 谁家 谁的事 谁
    负责 负责人 主管 分管 管不管 管吗 归属 归口 哪个单位 哪些单位 哪几个单位 哪几家单位 什么单位 啥单位
    哪个部门 哪些部门 哪几个部门 什么部门 啥部门 有关部门 责任单位 牵头单位 单位 部门 职能 职责 责任 哪家
    哪几家 几家 哪一条 哪条 哪几条 哪些条 第几条 几条 条款 哪一项 哪项 哪些项 哪几项 第几项 哪些 哪个 哪里
    哪儿 哪块 哪 措施 任务 方案 文件里 规定 工作 事情 事项 内容 要求 属于 对应 里面 里头 写在 写的 提到
    有什么 有啥 有没有 有无 是什么 是啥 什么 啥 干什么 干啥 怎么办 咋办 怎么样 怎样 怎么 咋样 咋 如何 为什么
    为啥 多少 几个 能不能 可不可以 可以 能否 是否 是不是 会不会 要不要 应该 应当 需要 这个 那个 这块 那块
    这方面 方面 这些 那些 这种 那种 这样的 这样 一下 现在 目前 到底 究竟 关于 有关 相关 的话 而且 然后 因为
    所以 如果 但是 还是 或者 以及 我们 咱们 你们 他们 大家 人家 未成年人 娃娃 小孩子 小孩 孩子 娃
    """)
)

# Single characters that say nothing about a topic; pairs made of two of them are ignored as well.
STOP = frozenset(
    "的了吗呢吧呀啊嘛哦么是在有和与及跟或也都就还又很太被把给让对向从到我你您他她它俺咱们谁哪啥什怎咋如何归管"
    "这那个一些条项块请问想该能可以会要不没为因所里上下去来说做办着过儿该写"
)


_PARTICLES = "的了吗呢呀啊嘛么是都也就有和与跟管"
_EDGES = late(rf"^[{_PARTICLES}吧]+|(?:[{_PARTICLES}]|(?<![网酒贴水迪陶书])吧)+$")


def normal(text: str) -> str:
    """The text in one spelling: full-width folded, lower case, no invisible characters, single spaces.

    For matching only. What is shown to people is always their own text or the plan's.
    """
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:MAX_QUESTION])).lower()
    return " ".join(_APOSTROPHE.sub("'", _ACCENTED.sub(_without_tone, folded)).split())


def _without_tone(match: re.Match[str]) -> str:
    """A Latin letter without its tone mark; ü is a letter of its own."""
    parts = unicodedata.normalize("NFD", match.group())
    return "ü" if parts[0] == "u" and _UMLAUT in parts else parts[0]


def topic_words(text: str) -> str:
    """What is left of a normalised question when everything around its topic is taken away.

    Runs of frame words and punctuation become one space, so that no pair of characters arises that
    nobody wrote.
    """
    runs = _PUNCTUATION.sub(" ", _FRAME.sub(" ", text)).split()
    return " ".join(filter(None, (_EDGES.sub("", run) for run in runs)))


def grams(text: str) -> list[str]:
    """Characters and pairs of neighbours, without those that carry no topic; digits and Latin words whole."""
    found: list[str] = []
    for run in _RUNS.findall(text):
        if run.isascii():
            found.append(run)
        else:
            found.extend([char for char in run if char not in STOP])
            found.extend([a + b for a, b in pairwise(run) if a not in STOP or b not in STOP])
    return found


def bare_grams(text: str) -> list[str]:
    """The grams that carry a topic, for the classifier of reports; each once."""
    return list(dict.fromkeys(grams(text)))


def pairs(text: str) -> list[str]:
    """All characters and pairs of neighbours of a normalised text, for the classifiers; each once."""
    found: dict[str, None] = {}
    for run in _PUNCTUATION.sub(" ", text.replace(" ", "")).split():
        found.update(dict.fromkeys(run))
        found.update(dict.fromkeys(a + b for a, b in pairwise(run)))
    return list(found)
