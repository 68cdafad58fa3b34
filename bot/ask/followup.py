"""Questions that lean on the last answer: 那团委呢, 第二个, 还有呢, 进展怎么样."""

import re
from dataclasses import dataclass
from typing import Literal

from bot.ask.answer import Answer
from bot.ask.naming import units_named
from bot.ask.wording import any_of
from bot.patterns import late
from bot.plan.directory import Mention, UnitDirectory
from bot.plan.numerals import NUMERAL, parse_numeral

_TOLD = 3  # measures that are told at once
_LENGTH = 16  # characters: what leans on something before it is short
_AROUND = r"(?:那么?|哦|好|请问|再|就|要?看|说说|讲讲|给我|想问|我想|[,，\s])*"
_END = r"(?:呢|吗|吧|呀|啊|么|了|的|[?？。.!！\s])*"
_SAYS = r"(?:(?:是|讲|说|写|管)(?:的|了)?(?:什么|啥|甚|的))?"
_NTH = late(rf"{_AROUND}(?:第\s*)?(?P<n>{NUMERAL})\s*个{_SAYS}{_END}")
_STEP = late(rf"{_AROUND}(?:它)?的?(?P<way>上|下|前|后)面?的?(?:一|1)?条{_SAYS}{_END}")
_ORDER = {1: "上面那个 前一个 头一个", 2: "后一个 后面那个 另一个 另外那个 下一个"}
_LAST = any_of("最后一个 最后那个 末一个")
_MORE = any_of("""
    还有 还有没有 还有别的 还有哪些 还有什么 还有其他 还有啥 其他 其他呢 别的 别的呢 其余 其余的 另外 继续
    更多 接着说 另外还有 除了这个还有 还有(?:别的|其他|其它|另外的)?(?:措施|任务|条款?)
    """)
_PROGRESS = any_of("""
    (?:最新)?(?:进展|进度)(?:如何|怎么样|咋样|情况)? 最新情况 现在怎么样 完成(?:了?没有?)? 做完
    (?:现在)?(?:做|搞|弄|办|推进|进行|落实)?到(?:哪(?:儿|里)?|什么程度|啥程度)(?:一步)?
    (?:做|办|弄|搞|干|落实|完)(?:完|好|成|到位)?了(?:没有?|吗|不)
    (?:做|干|办|完成|落实)得(?:怎么样|咋样|如何) 落实情况
    """)
_HOW_FAR = late(
    any_of(r"""
    进展 进度 (?:完成|落实|启动|办完|做完|弄完|干完|开始)(?:情况|得|了|没|吗|到)
    (?:做|干|办|搞|弄|推|推进|进行|落实|走)(?:到|得|的)(?:哪|怎么?样|咋样|如何|什么程度|啥程度|咋)
    到哪(?:一?步|了) (?:怎么?样|咋样|如何|咋着)了
    """)
)
_WHOLE = any_of("""
    谁负责 谁管 归谁 归谁管 哪个单位 哪些单位 哪家 找谁 谁 谁牵头 由谁负责 责任单位 责任单位是谁 原文 全文
    原话 原文是什么 怎么写 具体 具体内容 具体怎么说 详细 详细点 说详细点 这个 这条 就是这个 就这个 对
    是这个 它 为什么
    依据 依据是什么 为(?:什么|啥)(?:不管|没有|不负责)?
    (?:还有|除了#还有|除了#|另外还有)(?:谁|哪[几些]?[个家](?:单位|部门)?|别的(?:单位|部门)|哪些(?:单位|部门))
    还有(?:别的|其他|其它)(?:单位|部门)
    (?:都有|都是|是|有)?(?:谁|哪[几些]?[个家]|哪些)(?:单位|部门)?(?:的事|管|负责|牵头)?
    (?:责任)?(?:单位|部门)(?:有|是|都有|都是)?(?:谁|哪些|哪几[个家]|什么) (?:谁|哪[个家])的(?:事|活|责任)
    (?:办公|联系)?(?:电话|号码|联系方式|座机)(?:号码)?(?:是|有)?(?:多少|几|什么|啥|没有)?
    (?:怎么|咋|如何)(?:联系|找)(?:他们|人家)? (?:给|发)(?:我|一?下)?(?:个)?(?:电话|原文|全文|联系方式)
    (?:原文|全文)(?:发|给|念)(?:我|一下)?
    (?:啥|什么|甚|哪)(?:时候|时间|天|年|月)(?:完成|做完|办完|截止|结束|交|报|弄完)
    (?:有|什么)?(?:时限|期限|截止时间)
    (?:有|都有)?(?:啥|什么|哪些)?(?:具体)?(?:内容|措施|要求)(?:有哪些|是什么|是啥)?
    """)
_UNIT_ASKED = late(
    rf"{_AROUND}(?:换成?|如果是|要是|轮到|至于|关于)?#{_AROUND}(?:也|又|那边|这边|方面)*"
    rf"(?:管|负责|做|有份|有|参与|要管|参不参与|负不负责|有没有份|有关系)?(?:不管|不|没有?|什么|啥|哪些)?{_END}"
)
_ONE_MORE = late(rf"{_AROUND}(?:如果|要是)?(?:再|也)?(?:加上?|算上|带上|多)(?:一?个)?#{_END}")
_HOW_MANY = late(rf"{_AROUND}(?:一共|总共|共|它|他们)?(?:有)?(?:几|多少)(?:条|项|个)?(?:任务|措施)?{_END}")
_LEANS = late(
    r"^那|呢[?？。\s]*$|^换|^要是|^如果|也|(?:管|负责|参与|有份|有关系)(?:不管)?(?:吗|么|不|没有?)?[?？。\s]*$|不参与|不负责|没有份"
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the last answer was about; the caller keeps one for each person and hands it in again.

    ``question`` stands by itself; ``listed`` are the numbers in the order shown, or the nearest where nothing
    was found; ``about`` those that the question was about.
    """

    question: str
    listed: tuple[int, ...]
    about: tuple[int, ...]

    @classmethod
    def after(cls, answer: Answer, before: "Context | None" = None) -> "Context | None":
        """What the next question may lean on; ``before`` is what this one leant on."""
        numbers = tuple(found.number for found in answer.measures) or answer.nearest
        if not numbers:
            return before
        # what was picked from a list, or asked of another unit about it, leaves the list as it was
        kept = before if answer.leans_on and (answer.kind == "number" or answer.about) else None
        about = answer.about or (numbers[:1] if answer.kind == "measure" else numbers)
        return cls(answer.leans_on or answer.question, kept.listed if kept else numbers, about)


@dataclass(frozen=True, slots=True)
class Lean:
    """A question that leans on a context: ``measures`` it picks, or a whole ``question`` in its place.

    ``asks`` says what is wanted of the measures: the ``rest`` of a list, their ``progress``, or just them.
    """

    measures: tuple[int, ...] = ()
    question: str = ""
    unit: str = ""
    asks: Literal["it", "rest", "progress"] = "it"


def lean(text: str, context: Context, directory: UnitDirectory) -> Lean | None:
    """How a normalised question leans on the last answer; None when it stands by itself."""
    if len(text) > _LENGTH:
        return None
    mentions = units_named(text, directory)
    if mentions:
        return _about_units(text, mentions, context, directory)
    if (step := _STEP.fullmatch(text)) is not None and len(context.about) == 1:
        return Lean((context.about[0] + (-1 if step["way"] in "上前" else 1),))
    if _HOW_MANY.fullmatch(text) and (before := units_named(context.question, directory)):
        return Lean(question=f"{before[0].unit.name}有几条")
    picked = _picked(text, context.listed)
    if picked is not None:
        return picked
    if _alone(_PROGRESS, text):
        return Lean(context.about[:_TOLD], asks="progress")
    if _alone(_MORE, text):
        return Lean(tuple(n for n in context.listed if n != context.about[0]), asks="rest")
    return Lean(context.about[:_TOLD]) if _alone(_WHOLE, text) else None


def asks_progress(text: str) -> bool:
    """Whether a normalised question is about how far something is."""
    return _HOW_FAR.search(text) is not None


def _alone(words: str, text: str) -> bool:
    return (
        re.fullmatch(
            rf"{_AROUND}(?:它|这个|这条|这项|这事|该项|他们|他|她们|这些单位|人家|上面)?(?:的|都)?{words}{_END}",
            text,
        )
        is not None
    )


def _picked(text: str, measures: tuple[int, ...]) -> Lean | None:
    place: int | None = None
    if (match := _NTH.fullmatch(text)) is not None:
        place = parse_numeral(match["n"])
    elif re.fullmatch(rf"{_AROUND}{_LAST}{_SAYS}{_END}", text):
        place = len(measures)
    for at, words in _ORDER.items():
        if re.fullmatch(rf"{_AROUND}{any_of(words)}{_END}", text):
            place = at
    if place is None or not 0 < place <= len(measures):
        return None
    return Lean((measures[place - 1],))


def _about_units(
    text: str, mentions: list[Mention], context: Context, directory: UnitDirectory
) -> Lean | None:
    """那团委呢: the last question asked of another unit; 再加上妇联: of one more; 除了公安还有谁."""
    bare = text
    for mention in reversed(mentions):
        bare = f"{bare[: mention.start]}#{bare[mention.end :]}"
    if bare.startswith("除") and _alone(_WHOLE, bare):
        return Lean(context.about[:_TOLD])
    if len(mentions) != 1:
        return None
    name = mentions[0].unit.name
    before = units_named(context.question, directory)
    if before and _ONE_MORE.fullmatch(bare):
        end = before[-1].end
        return Lean(question=f"{context.question[:end]}和{name}共同{context.question[end:]}")
    if _LEANS.search(text) is None or _UNIT_ASKED.fullmatch(bare) is None:
        return None
    if before:
        start, end = before[0].start, before[0].end
        return Lean(question=f"{context.question[:start]}{name}{context.question[end:]}")
    return Lean(context.about, unit=name)
