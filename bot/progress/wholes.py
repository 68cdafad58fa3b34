"""Remarks on all that a unit owes (本期无新进展), or on all that a message has not named (其余…)."""

import re
from collections.abc import Collection

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.percents import without_percent
from bot.progress.wording import CLEARED, nothing_new, read, without_status

_ALL = late(
    r"全部|所有|各项|各条|每[项条]|都|均|一律|全(?=都|完成|搞完|做完|办完|弄完|[一-龥]完)"
    r"|[一二三四五六七八九十两\d]{1,3}[条项](?:措施|任务|工作)?(?=全|都|均|已)|全(?=\s*$|[，,])|一切"
)
# 5条、6条 and 5条6条 are two measures and no count.
_ALONE = r"(?!\s*[、,，和及与跟]?\s*第?[\d一二三四五六七八九十]{1,3}\s*[条项])"
_COUNT = late(
    r"(?<!第)(?<![\d一二三四五六七八九十条项])(?<![\d一二三四五六七八九十条项][、/和及与跟至到~-])([一二三四五六七八九十两\d]{1,3})个?[条项]"
    rf"{_ALONE}(?:措施|任务|工作)?(?=[^，,；;。\n]{{0,6}}(?:全|都|均))"
)
_COUNT_ANY = late(
    r"(?<!第)(?<![\d一二三四五六七八九十])(?<![\d一二三四五六七八九十条项][、/和及与跟至到~-])([一二三四五六七八九十两\d]{1,3})[条项]"
    rf"{_ALONE}(?:措施|任务|工作)?"
)
_EACH_OF = late(r"全|都|均")
_SOME = late(r"\d|[一二三四五六七八九十两几][所个家户件处人名份条项场]")
_OTHERS = late(r"(?:其余|其他|其它|剩下|剩余|余下|另外(?=[两三四五六七八九几]条)|别的(?!没[啥什]))的?[:：]?")
_SEVERAL = late(r"^几[条项个]")  # 其他几条没变化 asks nothing
_OTHERS_NAMED = late(r"(?:条目|条款|(?:各?|[一二三四五六七八九十两几\d]{1,3})[条项个]|措施|任务|工作|事项)+")
_BUT = late(
    r"(?:除(?:了|去|开)?[^，,；;。\n]{1,20}?(?:[之以]?外[，,]?|[，,])|第?[\d、和及]{1,12}[条项]?除外[，,]?)\s?"
    r"(?P<said>已?(?:均|都|全部?|一律|其[余他它]|剩下|别的|(?:暂无|无|没有?)(?=[新变进]))[^，,；;。\n]{1,20})"
)
_REST_FIRST = late(
    r"\s*(?:我[局们]|本[月期])?(?P<said>(?:其余|其他|其它|别的|剩下)的?[^，,；;。\n\d]{1,12})[，,；;。\s]*"
    r"(?:就|只有?|仅|但|就是|只是|只剩)?[\s第]{0,4}$"
)
_FILLER = late(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|条目|没[啥什]么?大事|今年|全年|年度|[上下]半年|[\s，,。！!；;：:、.~～在正中呢啊呀哈吧]|我们?|咱们?|们|本|贵|单位|局|部门?|委|院|办|会|期|月|季度|周"
    r"|旬|目前|现在?|截至|今天|活儿?|差事|措施|任务|工作|事项|责任|所?负责|承担|牵头"
    r"|的|了|已经?|按照?(?:时间|时序|节点|计划|要求|进度|序时)+|县|[无没]有?(?:困难|问题)|进展|情况|如下|汇报|报告|领导|您?好|\d+%|补[报交填录]?|上个?|这个|这次|这边?|此次|方面"
    r"|这?几[项条]|各|未保|请?知悉|收到|谢谢|辛苦|有序|落实|暂时?|有什么|也|就|是|按|涉及|所|开展|一般|未成年人保护|好|这块"
    r"|该[做办干弄报]的|没(?:有)?(?:别|其他)的|该|基本|(?:回头|尽快|马上|随后|以后|到时候?)?再?[弄搞办推](?=$|[，,。\s])|跟|和|和?以前|之前|一样|啦|哩|啥|特殊|异常|那|上回|给|填|写"
)
# All of ours, however many: 我局承担的几条, 我们那几项.
_OURS = late(
    r"(?:我[们局委院办会]|咱们?|本(?:单位|[局委院办会])|这边|负责|承担|牵头|涉及|名下|手[头上])[^，,；;。\n\d]{0,6}"
    r"(?<!有(?=一))[这那]?(?:几|各|每|些|[一二三四五六七八九十两\d]{1,3})[条项个块样](?!乡|村|学校|部门|单位|小|月)"
)
_REASON = late(r"[，,\s]\s?(?:等|待|因为?|由于|主要是)[^，,；;。\n]{1,14}$")  # 都没动，等批复
_A_FEW = 5  # characters that may stand before 无新进展 and be about nothing
_A_WORD = 2
_OF_MEASURES = late(r"(?:[都均全也已]|正常|有序|目前)*(?:推进(?:中|正常)?|完成了?|[未没]启动)")
_ENDED = late(r"[；;。\n]\s*$")
_NAMES = 12
_CLAUSE_END = late(r"[，,；;。\n]")
_BREATH = late(r"[，,；;。！!\s]")


def left_of_all(words: str, names: tuple[str, ...] = (), owed: Collection[int] = ()) -> str | None:
    """What (flattened) words that speak of all that a unit owes say beside that; None if they do not.

    ``names`` are those of the unit, ``owed`` how many measures it has, in all and by name: 16条都完成了.
    Nothing new may be followed by its reason. What is left ("" if nothing is) must be about no single thing.
    """
    plain = CLEARED.sub("", words)
    for name in names[:_NAMES]:
        plain = plain.replace(name, "").replace(name.removeprefix("县"), "")
    counted = _COUNT.search(plain)
    if counted and parse_numeral(counted[1]) in (*owed, None):
        plain = plain.replace(counted[0], "全部")
    plain = _REASON.sub("", plain)
    ours = _OURS.search(plain) is not None
    if nil := nothing_new(plain):
        after = _BREATH.split(plain[nil.end() :], maxsplit=1)[0]  # 没有新的残疾孩子要走访
        left = _FILLER.sub("", _ALL.sub("", f"{plain[: nil.start()]} {after}"))
        return left if ours or len(left) <= _A_FEW else None
    if not ours and not _ALL.search(plain):
        return None
    left = _FILLER.sub("", _ALL.sub("", without_status(plain)))
    return left if ours or not left else None


def says_nothing_else(words: str) -> bool:
    """Whether (flattened) words say how something stands and name no thing."""
    return not _FILLER.sub("", without_status(without_percent(words)))


def without_count(words: str, owed: Collection[int], owned: Collection[int]) -> str:
    """The words, at the same places, without a number that counts all that the unit owes (16条全部完成了).

    A number of no measure of the unit (``owned``) counts them without 全 or 都 beside it as well.
    """
    others = (m for m in _COUNT_ANY.finditer(words) if parse_numeral(m[1]) in set(owed) - {1} - set(owned))
    every = (m for m in _COUNT.finditer(words) if _counts_all(m, words, owned))
    counted = next(others, None) or next(every, None)
    if counted is None or parse_numeral(counted[1]) not in set(owed) - {1}:
        return words
    return words[: counted.start()] + "□" * len(counted[0]) + words[counted.end() :]


def _counts_all(counted: re.Match[str], words: str, owned: Collection[int]) -> bool:
    """Whether a number counts all of them; no measure with a thing after it does (8条副校长都讲了)."""
    between = _EACH_OF.split(words[counted.end() :], maxsplit=1)[0]
    return parse_numeral(counted[1]) not in owned or not _FILLER.sub("", between)


def said_of_others(words: str) -> str:
    """The words without the others they are said of: 其余无."""
    match = _OTHERS.match(words)
    return _SEVERAL.sub("", words[match.end() :]) if match else words


def rest_but(flat: str) -> tuple[int, int, int] | None:
    """Where exceptions begin, and the stretch on all but them: 除22条外都在推进; none if there is none."""
    match = _BUT.search(flat)
    if match is None or not read(said_of_others(match["said"])).said:
        return None
    about = _FILLER.sub("", _ALL.sub("", without_status(said_of_others(match["said"]))))
    return None if about else (match.start(), *match.span("said"))


def rest_before(opening: str) -> int | None:
    """Where a remark on all the others ends that comes first (其余都完成了，就第9条…), if there is one."""
    match = _REST_FIRST.match(opening)
    said = said_of_others(match["said"]) if match else ""
    if match is None or not read(said).said:
        return None
    return match.end("said") if _FILLER.sub("", _ALL.sub("", without_status(said))) == "" else None


def rest_of(flat: str, floor: int, *, excepted: bool) -> int | None:
    """Where a closing remark on all the others begins (其余无新进展, 剩下的都在推进), if there is one.

    ``floor`` is the end of the last measure named; where what is said of it tells of single things, its own
    others (其余正在整改) are meant, unless it was named as an exception (``excepted``: 除第8条…外).
    """
    places = list(_OTHERS.finditer(flat, floor))
    if not places:
        return None
    match = places[-1]
    tail = flat[match.end() :]
    first, *more = _CLAUSE_END.split(tail, 2)
    if more and len(first) <= _A_WORD and not read(first).said:
        first += more[0]  # 其他一般，都在推
    if not read(_SEVERAL.sub("", first)).said:
        return None
    named = _OTHERS_NAMED.match(first)
    about = first[named.end() :] if named else first
    if _FILLER.sub("", _ALL.sub("", without_status(about))):
        return None
    own = without_percent(flat[floor : match.start()])
    of_same = match[0][0] in "剩余" and named is None and not (_ENDED.search(own) or _EACH_OF.search(first))
    if of_same and own != flat[floor : match.start()]:
        return None  # 筛查八成，剩下的开学补
    alone = excepted or match[0][-1:] in ":：" or named is not None or nothing_new(first) is not None
    alone = alone or (_OF_MEASURES.fullmatch(first) is not None and not read(own).said)
    alone = alone or (floor > 0 and _ENDED.search(own) is not None)
    return (
        match.start() if alone or not (_SOME.search(own) and _FILLER.sub("", without_status(own))) else None
    )
