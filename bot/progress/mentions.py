"""Where a message names measures by number: 第11条, 措施五, 13号, #8, 5、8、12 均已完成, 5：….

Everything else that carries a number is left alone: dates, counts (学校12所, 整改隐患15条), articles of laws
(《未保法》第十一条), the sender's own ordinals (1、…2、…).
"""

from collections.abc import Collection
from dataclasses import replace

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.bare import bare_mentions
from bot.progress.edges import last_break
from bot.progress.naming import (
    AND,
    LIST,
    MOST,
    NUM,
    TO,
    Mention,
    numbers_of,
)
from bot.progress.pairs import pairs_in
from bot.progress.percents import without_numerals
from bot.progress.wording import read

_KIND = r"(?:条|项|号(?!文|楼|线|检察)|点(?!半|钟|前|以))"
_MARKED = late(
    rf"第\s*(?P<ordinal>{LIST})\s*{_KIND}(?:措施|任务|工作)?"
    rf"|(?:措施|任务)\s*第?\s*(?P<measure>{LIST})(?!\s*(?:项|个|类|余|多|是|方面|大)|\d)(?:条|号)?"
    rf"|(?:#|(?i:no\.?)\s*)(?P<hash>{LIST})"
    rf"|(?<![\d年月日第])(?P<numbered>{NUM}(?:(?:{AND}|{TO}|[ 　]+){NUM}){{0,9}})"
    r"\s*号\s*(?:措施|任务|事项)"
    rf"|第\s*(?P<row>{NUM}(?:\s*[、,，]?\s*第\s*{NUM}){{1,29}})\s*{_KIND}"
)
_DOTTED = late(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){2,9}(?![\d.])")
_TWO_DOTTED = late(r"(?<![\d.])\d{1,2}\.\d{1,2}(?![\d.%])")  # beside longer ones
# How many of how many: 四条里三条推进中.
_SOME_OF = late(
    rf"(?<![第、,，和\d]){NUM}[条项](?:里面?|当中|之中|中)有?(?:{NUM}[条项]|(?=[^，,；;。\n]{{0,4}}[，,\d一二三四五六七八九十]))"
)
_OTHERS_COUNTED = late(rf"(?:其[余他它]|余下|另外|别)的?\s*{NUM}[条项个]")
# How far it is, in numbers with nothing beside them: 9条60 10条完成80.
_OF_HUNDRED = late(r"(?:(?<=[条号成到都度展])|(?<=\d:))(?:[1-9][05]|100)(?=[\s，,；;。、了]|$)")
# Articles of a law: 未保法第五十八条、第七十四条第二款; 第十七条第二款 is one by itself.
_PARAGRAPH = rf"(?:第\s*{NUM}\s*[款项目]|之[一二三四五六七八九])"
_ARTICLE = rf"第\s*{LIST}\s*条{_PARAGRAPH}*"
_LAW = late(
    rf"(?:法|条例|办法|规定|规则|细则|意见|决定|纲要|解释|》|〉)(?:的|中|里)?\s*{_ARTICLE}(?:{AND}{_ARTICLE})*"
    rf"|第\s*{LIST}\s*条{_PARAGRAPH}+"
)
_JOIN = late(r"[\s、,，/+&和与及跟]*(?:以及|还有)?\s*")
_MISNAMED = late(rf"不是\s*第?\s*{NUM}\s*[条项号点]?[，,\s]*(?:而|应该|应)?是(?=\s*第?\s*{NUM})")
_RENAMED = late(
    rf"(?:不对|错了?|更正|口误|笔误|(?<=[，,；;。])改(?=[为成]))[^，,。；;\n\d第]{{0,4}}[，,。；;\s—:：-]*(?:应该?|而"
    rf"|实际)?(?:上)?[为是成]\s*"
    rf"第?\s*(?P<right>{NUM})\s*[条项号点](?=[^，,。；;！!\s\d]{{0,8}}(?:[，,。；;！!\s]|$))"
)
# A line with how some stand and their numbers: 受阻 9.
_LINE = late(r"(?m)^(?P<says>[^\d\s:：，,；;。]{1,8})[ \t](?=[\d、，,和 \t]{1,60}$)")
_COMMA = late(r"[，,\n]")
_CLAUSE_END = late("[，,；;。！!？?\n\r]")
_NEAR = 8
_OTHERS_THEN = late(
    r"[^，,；;。\n\d]{2,20}?(?:(?<=外)|[，,；;])\s?(?P<of>(?:其[余他它]的?|剩下的?|别的)?)(?=都|均|全|[一-龥]{2,6}$)"
)
_EXCEPT = late(r"(?:除了?|除去|除开)\s*$")


def find_mentions(flat: str, owned: Collection[int]) -> list[Mention]:
    """The measures that a flattened message names, in order, those side by side taken together.

    A number standing bare is believed only if the unit owes it (``owned``) and it is not one of the
    sender's own ordinals. Of a number and its correction (不是15条是16条) only the right one is taken.
    """
    if pairs := pairs_in(flat, owned):
        return [mention for mention, _ in pairs]
    flat = _OF_HUNDRED.sub(lambda match: "x" * len(match.group()), flat)
    flat = without_numerals(flat)
    if _DOTTED.search(flat):
        for dotted in (_DOTTED, _TWO_DOTTED):
            flat = dotted.sub(lambda match: match[0].replace(".", "、"), flat)
    flat = _MISNAMED.sub(lambda match: " " * len(match.group()), flat)
    flat = _LINE.sub(lambda line: f"{line['says']}:" if read(line["says"]).said else line[0], flat)
    flat = _LAW.sub(lambda match: "x" * len(match.group()), flat)
    flat = _SOME_OF.sub(lambda match: "x" * len(match.group()), flat)
    flat = _OTHERS_COUNTED.sub(lambda match: "□" * len(match.group()), flat)
    renamed = [(m.start(), m.end(), parse_numeral(m["right"])) for m in _RENAMED.finditer(flat)]
    for start, end, _ in renamed:
        flat = f"{flat[:start]}{'x' * (end - start)}{flat[end:]}"
    found = []
    for match in _MARKED.finditer(flat):
        listed = next(group for group in match.groupdict().values() if group)
        found.append(Mention(match.start(), match.end(), numbers_of(listed)))
    found = _without_points(flat, found)
    found += list(bare_mentions(flat, owned, found))
    mentions = _joined(flat, sorted((m for m in found if m.numbers), key=lambda mention: mention.start))[
        :MOST
    ]
    return _renamed(_without_exceptions(flat, mentions), renamed)


def _without_points(flat: str, marked: list[Mention]) -> list[Mention]:
    """Those marked without the sender's own points (第一项，…；第二项，…) beside measures."""
    points = [mention for mention in marked if flat[mention.end - 1] == "项" and len(mention.numbers) == 1]
    counts = [mention.numbers[0] for mention in points] == list(range(1, len(points) + 1))
    others = [mention for mention in marked if mention not in points]
    return others if counts and len(points) > 1 and others else marked


def _joined(flat: str, mentions: list[Mention]) -> list[Mention]:
    """Mentions with nothing but "and" between them become one."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last is not None and mention.start < last.end:
            continue
        if (
            last is not None
            and _JOIN.fullmatch(flat, last.end, mention.start)
            and not _parted(flat, last, mention)
            and not (len(last.numbers) > 1 and set(mention.numbers) <= set(last.numbers))
        ):
            numbers = tuple(dict.fromkeys((*last.numbers, *mention.numbers)))
            joined[-1] = Mention(last.start, mention.end, numbers)
        else:
            joined.append(mention)
    return joined


def _parted(flat: str, last: Mention, mention: Mention) -> bool:
    """Whether a comma parts two lists, with how it stands before the first: 推进中20、21，22有困难."""
    before = flat[last_break(flat, 0, last.start) + 1 : last.start]
    comma = _COMMA.search(flat, last.end, mention.start)
    return comma is not None and read(before).said and read(_CLAUSE_END.split(flat[mention.end :], 1)[0]).said


def _without_exceptions(flat: str, mentions: list[Mention]) -> list[Mention]:
    """第5至10条除了第8条: the first without what the second names.

    Where it is told how that stands, the others are named, by no words, where that is told of them:
    3、5、8，除了8没动，都完成了.
    """
    kept: list[Mention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        if last is None or not set(mention.numbers) < set(last.numbers):
            kept.append(mention)
            continue
        between = flat[last.end : mention.start]
        if not (len(between) < _NEAR and _EXCEPT.search(between)):
            kept.append(mention)
            continue
        numbers = tuple(number for number in last.numbers if number not in mention.numbers)
        if others := _OTHERS_THEN.match(flat, mention.end):
            kept[-1:] = [mention, Mention(others.start("of"), others.end("of"), numbers, True)]
        else:
            kept[-1] = Mention(last.start, mention.end, numbers)
    return kept


def _renamed(mentions: list[Mention], renamed: list[tuple[int, int, int | None]]) -> list[Mention]:
    """第15条完成了，不对，是16条: what was told of the one is told of the other."""
    for start, _, right in renamed:
        before = [index for index, mention in enumerate(mentions) if mention.end <= start]
        if before and right is not None:
            mentions[before[-1]] = replace(mentions[before[-1]], numbers=(right,))
    return mentions
