"""Where a message names measures by number: 第11条, 措施五, 13号, #8, 5、8、12 均已完成, 5：….

Everything else that carries a number is left alone: dates, counts (学校12所, 整改隐患15条), articles of laws
(《未保法》第十一条), the sender's own ordinals (1、…2、…).
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.bare import bare_mentions
from bot.progress.naming import (
    AND,
    HEAD,
    LIST,
    MOST,
    NUM,
    PLAIN_LIST,
    SAID_WITHIN,
    TO,
    Mention,
    numbers_of,
    opens_with_status,
    taken,
)
from bot.progress.percents import without_numerals
from bot.progress.wording import read

_KIND = r"(?:条|项|号(?!文|楼|线)|点(?!半|钟|前|以))"
# Right after the words that say whose it is: 我院负责的19-22条.
_OWNED_HEAD = (
    r"(?<=[负承牵涉][责担头及]的)|(?<=[局院委办会联])|(?<=[局院委办会联]的)|(?<=单位)|(?<=我们)|(?<=其中)|(?<=的有)|(?<=的是)|(?<=[这那]个)|(?<=除了)|(?<=除)"
    # And of which cycle: 上月9条60%，本月16条推进中.
    r"|(?<=[上本这当][月期周])|(?<=上[个一][月期周])|(?<=[这当]个月)|(?<=月份)|(?<=季度)|(?<=[月期周度份]的)|(?<=补报)"
)
# Right after a word that ends what was said of another measure: 还在弄二十四条卡住了.
_SPOKEN_HEAD = (
    r"(?<=[了弄成进动搞中完好后说常束实位办呢吧啊半着毕齐妥展行条%])"
    r"|(?<=然后)|(?<=一下)|(?<=[就说]是)|(?<=[说报]的)"
)
_COUNTED_ITEMS = (
    r"(?!\s*(?:隐患|线索|信息|建议|意见|问题|线(?![上下])|[路街河沟船]|消息|谣言|视频|微博|渠道|[(（]\s?\d"
    r"|措施(?:都|均)|的(?!措施|话|那|进展|情况|工作|事)|以上|左右|经验|标语|短信|举措|规定|$))"
)
_MARKED = late(
    rf"第\s*(?P<ordinal>{LIST})\s*{_KIND}(?:措施|任务|工作)?"
    rf"|(?:措施|任务)\s*第?\s*(?P<measure>{LIST})(?!\s*(?:项|个|类|余|多|是|方面|大)|\d)(?:条|号)?"
    rf"|(?:#|(?i:no\.?)\s*)(?P<hash>{LIST})"
    rf"|(?<![\d年月日第])(?P<numbered>{NUM}(?:(?:{AND}|{TO}|[ 　]+){NUM}){{0,9}})"
    r"\s*号\s*(?:措施|任务|事项)"
    rf"|第\s*(?P<row>{NUM}(?:\s*[、,，]?\s*第\s*{NUM}){{1,29}})\s*{_KIND}"
)
_CLAUSE_HEAD = late(
    rf"(?:{HEAD}|{_SPOKEN_HEAD}|{_OWNED_HEAD})(?P<clause>{NUM}(?:\s*[条项号](?:{AND}|{TO})?{NUM}){{1,29}}|{PLAIN_LIST})\s*(?P<kind>[条项号](?:措施)?{_COUNTED_ITEMS}|[两三四五六七八九][条项])"
)
_SPOKEN = late(rf"(?P<spoken>{NUM})条{_COUNTED_ITEMS}(?=[一-龥]{{3}})")
_COUNTED_BEFORE = late(
    r"(?:隐患|线索|信息|言论|建议|意见|问题|标语|横幅|短信|谣言|消息|视频|规定|制度|举措|措施|[了共有计出到某近约第]|\d)\s?$"
)
_SIGN = late(r"[，,；;。！!？?\n]")
_BREATH = 25  # characters to a sign, in what was written and not spoken
_BRACKETED = late(rf"(?P<number>{NUM})\s*[条号]?\s*[(（](?P<said>[^()（）\n]{{1,20}})[)）]")
# How it stands before which measures: 完成：7、9；未启动：12.
_HEADED = late(
    rf"(?:^|(?<=[；;。\n，,]))[ 　]{{0,4}}(?P<head>[^\s：:，,；;。\d]{{2,12}})[:：]\s*(?P<list>{LIST})\s*"
    r"[条项号]?(?:措施)?\s*(?=[；;。\n，,]|$)"
)
_LISTED = late(
    rf"(?:^|(?<=[；;。\n，,：:中]))[ 　]{{0,4}}(?P<head>[^\s：:，,；;。\d()（）]{{2,10}})"
    rf"(?:\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})?[项条个]?(?:措施|任务|工作)?"
    rf"\s*[(（]\s*(?P<list>{LIST})\s*[条项号]?\s*[)）]"
)
_DOTTED = late(r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){2,9}(?![\d.])")
# How many of how many: 四条里三条推进中.
_SOME_OF = late(rf"(?<!第){NUM}[条项](?:里面?|当中|之中|中)有?(?:{NUM}[条项])?")
# How far it is, in numbers with nothing beside them: 9条60 10条完成80.
_OF_HUNDRED = late(r"(?<=[条号成到都])(?:[1-9][05]|100)(?=[\s，,；;。、了]|$)")
_LAW = late(r"(?:法|条例|办法|规定|规则|细则|意见|决定|纲要|解释|》|〉)(?:的|中|里)?\s*$")
_JOIN = late(r"[\s、,，/和与及跟]*(?:以及|还有)?\s*")
_MISNAMED = late(rf"不是\s*第?\s*{NUM}\s*[条项号点]?[，,\s]*(?:而|应该|应)?是(?=\s*第?\s*{NUM}\s*[条项号点])")
_RENAMED = late(
    rf"(?:不对|错了?|更正|口误|笔误)[^，,。；;\n\d第]{{0,4}}[，,。；;\s—:：-]*(?:应该?|而"
    rf"|实际)?(?:上)?(?:为|是)\s*"
    rf"第?\s*(?P<right>{NUM})\s*[条项号点](?=\s*(?:[，,。；;！!\s]|$))"
)
# 二十条不对二十一条办结了: a slip of the tongue, put right at once.
_SLIP = late(
    rf"第?\s?{NUM}[条项号][啊呃嗯哦，,\s]{{0,3}}(?:不对|不是|错了|[说写打]错了?|哦?不)[啊，,\s]{{0,3}}(?:应该?)?是?(?=第?\s?{NUM}[条项号])"
)
_EXCEPT = late(r"(?:除了?|除去|除开)\s*$")


def find_mentions(flat: str, owned: Collection[int]) -> list[Mention]:
    """The measures that a flattened message names, in order, those side by side taken together.

    A number standing bare is believed only if the unit owes it (``owned``) and it is not one of the
    sender's own ordinals. Of a number and its correction (不是15条是16条) only the right one is taken.
    """
    flat = _OF_HUNDRED.sub(lambda match: "x" * len(match.group()), flat)
    flat = without_numerals(flat)
    flat = _DOTTED.sub(lambda match: match[0].replace(".", "、"), flat)
    flat = _MISNAMED.sub(lambda match: " " * len(match.group()), flat)
    flat = _SLIP.sub(lambda match: " " * len(match.group()), flat)
    flat = _SOME_OF.sub(lambda match: "x" * len(match.group()), flat)
    renamed = [(m.start(), m.end(), parse_numeral(m["right"])) for m in _RENAMED.finditer(flat)]
    for start, end, _ in renamed:
        flat = f"{flat[:start]}{'x' * (end - start)}{flat[end:]}"
    found = []
    for match in _MARKED.finditer(flat):
        if not _LAW.search(flat, max(0, match.start() - 12), match.start()):
            listed = next(group for group in match.groupdict().values() if group)
            found.append(Mention(match.start(), match.end(), numbers_of(listed)))
    found += list(_headed(flat, owned, found))
    found += list(_clause_heads(flat, owned, found))
    found += list(_spoken(flat, owned, found))
    found += list(_bracketed(flat, owned, found))
    found += list(bare_mentions(flat, owned, found))
    mentions = _joined(flat, sorted((m for m in found if m.numbers), key=lambda mention: mention.start))[
        :MOST
    ]
    return _renamed(_without_exceptions(flat, mentions), renamed)


def _headed(flat: str, owned: Collection[int], marked: list[Mention]) -> Iterator[Mention]:
    """Numbers that stand under how it stands with them: 完成：7、9; 完成2项（7、9）."""
    for match in (*_HEADED.finditer(flat), *_LISTED.finditer(flat)):
        numbers = numbers_of(match["list"])
        place = match.start("list")
        if (
            all(number in owned for number in numbers)
            and not taken(place, marked)
            and read(match["head"]).said
        ):
            yield Mention(place, match.end(), numbers)


def _clause_heads(flat: str, owned: Collection[int], marked: list[Mention]) -> Iterator[Mention]:
    """条 or 号 after a number that opens a clause: 22条办了7件, 13号推进中."""
    known = {number for mention in marked for number in mention.numbers}
    for match in _CLAUSE_HEAD.finditer(flat):
        numbers = numbers_of(match["clause"])
        if not numbers or taken(match.start(), marked):
            continue
        if match["kind"][0] not in "条项号" and parse_numeral(match["kind"][0]) != len(numbers):
            continue
        said = SAID_WITHIN.match(flat, match.end())
        told = said is not None and opens_with_status(said.group())
        owns = all(number in owned for number in numbers)
        told = told or known.issuperset(numbers)
        if (told and max(numbers) < 100) or (
            owns and ("条" in match["kind"] or flat[match.end() : match.end() + 1] in (":", "："))
        ):
            yield Mention(match.start(), match.end(), numbers)


def _spoken(flat: str, owned: Collection[int], marked: list[Mention]) -> Iterator[Mention]:
    """Numbers with 条 in the middle of what was spoken in one breath, without signs."""
    if len(_SIGN.findall(flat)) * _BREATH >= len(flat):
        return
    known = {number for mention in marked for number in mention.numbers}
    for match in _SPOKEN.finditer(flat):
        number = parse_numeral(match["spoken"])
        if (
            number is not None
            and number in owned
            and number not in known
            and not taken(match.start(), marked)
            and (marked or _told_after(flat, match))
        ):
            yield Mention(match.start(), match.end(), (number,))


def _told_after(flat: str, match: re.Match[str]) -> bool:
    """Whether a number of two signs, after no word for what is counted, stands before how it stands."""
    if len(match["spoken"]) < 2 or _COUNTED_BEFORE.search(flat, max(0, match.start() - 4), match.start()):
        return False
    said = SAID_WITHIN.match(flat, match.end())
    return said is not None and read(said.group()).status is not None


def _bracketed(flat: str, owned: Collection[int], marked: list[Mention]) -> Iterator[Mention]:
    """Numbers with how they stand in brackets: 7（90%）、8（已完成）."""
    for match in _BRACKETED.finditer(flat):
        number = parse_numeral(match["number"])
        if (
            number is not None
            and number in owned
            and not taken(match.start(), marked)
            and read(match["said"]).said
        ):
            yield Mention(match.start(), match.start("said"), (number,))


def _joined(flat: str, mentions: list[Mention]) -> list[Mention]:
    """Mentions with nothing but "and" between them become one."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last is not None and mention.start < last.end:
            continue
        if last is not None and _JOIN.fullmatch(flat, last.end, mention.start):
            numbers = tuple(dict.fromkeys((*last.numbers, *mention.numbers)))
            joined[-1] = Mention(last.start, mention.end, numbers)
        else:
            joined.append(mention)
    return joined


def _without_exceptions(flat: str, mentions: list[Mention]) -> list[Mention]:
    """第5至10条除了第8条: the first without what the second names."""
    kept: list[Mention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        if last is not None and set(mention.numbers) < set(last.numbers):
            between = flat[last.end : mention.start]
            if len(between) < 8 and _EXCEPT.search(between):
                numbers = tuple(number for number in last.numbers if number not in mention.numbers)
                kept[-1] = Mention(last.start, mention.end, numbers)
                continue
        kept.append(mention)
    return kept


def _renamed(mentions: list[Mention], renamed: list[tuple[int, int, int | None]]) -> list[Mention]:
    """第15条完成了，不对，是16条: what was told of the one is told of the other."""
    for start, _, right in renamed:
        before = [index for index, mention in enumerate(mentions) if mention.end <= start]
        if before and right is not None:
            mentions[before[-1]] = replace(mentions[before[-1]], numbers=(right,))
    return mentions
