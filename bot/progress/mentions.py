"""Where a message names measures by number: 第11条, 措施五, 13号, #8, 5、8、12 均已完成, 5：….

Everything else that carries a number is left alone: dates, counts (学校12所, 整改隐患15条), articles of laws
(《未保法》第十一条), the sender's own ordinals (1、…2、…).
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.plan.numerals import parse_numeral

_HAN = "一二三四五六七八九十廿卅百零两"
# Not the number of something counted or dated: 12所, 5%, 2022年, 3.5.
_COUNTED = r"(?!\s*(?:%|\.\d|[所次场家人名个份件户期处年月日天周类余多万千元岁级届批季]))"
_NUM = rf"(?:(?<!\d)\d{{1,3}}(?!\d)|(?<![{_HAN}])[{_HAN}]{{1,5}}(?![{_HAN}])){_COUNTED}"
_AND = r"\s*(?:[、,，/和与及跟]|以及|还有)\s*"
_TO = r"\s*(?:-|—|–|~|～|至|到)\s*"
_MARK = r"(?:第|措施|#)?\s*"
_LIST = rf"{_NUM}(?:\s*[条项号]?(?:{_AND}|{_TO}){_MARK}{_NUM}){{0,39}}"
_PLAIN_LIST = rf"{_NUM}(?:(?:{_AND}|{_TO}){_NUM}){{0,39}}"
_KIND = r"(?:条|项|号)"
# What may follow a number that stands bare: the beginning of a word on how it stands.
_SAID = (
    r"\s*[:：，,、.．]?\s*(?:本期|本月|目前|现|都|均|全部|全|也|已经|已|还|尚|仍|正)*"
    r"(?:完成|搞完|做完|办完|办结|搞定|完毕|结束|推进|进行|在办|启动|开始|开展|未|没|无新|无进|暂无|暂未|有困难|受阻|"
    r"存在困难|遇到困难|停滞|在推|正在|在进行|过半|\d{1,3}(?:\.\d+)?\s*%|百分之|[一二三四五六七八九]成)"
)
_HEAD = r"(?:(?<=[\n\r;；。,，:：!！\s])|^)"
_MARKED = re.compile(
    rf"第\s*(?P<ordinal>{_LIST})\s*{_KIND}(?:措施|任务|工作)?"
    rf"|措施\s*第?\s*(?P<measure>{_LIST})(?!\s*(?:项|个|类|余|多|是|方面)|\d)(?:条|号)?"
    rf"|#\s*(?P<hash>{_LIST})"
    rf"|(?<![\d年月日第])(?P<numbered>{_PLAIN_LIST})\s*号\s*(?:(?:措施|任务|事项)|(?={_SAID}|\s*[:：]))"
    rf"|{_HEAD}(?P<clause>{_PLAIN_LIST})\s*条\s*(?:措施|(?={_SAID}|\s*[:：]|\s*[、,，和]?\s*{_NUM}\s*条))"
)
_BARE = re.compile(
    rf"{_HEAD}(?P<list>{_NUM}(?:(?:{_AND}|{_TO}){_NUM}){{1,39}})(?={_SAID}|\s*[:：])"
    rf"|{_HEAD}(?P<one>{_NUM})(?={_SAID}|\s*[:：])"
)
_LAW = re.compile(r"(?:法|条例|办法|规定|规则|细则|意见|决定|纲要|解释|》|〉)(?:的|中|里)?\s*$")
_OWN_ORDINAL = re.compile(r"\s*[、.．]")
_SPLIT = re.compile(rf"({_AND}|{_TO})")
_RANGE = re.compile(_TO)
_JOIN = re.compile(r"[\s、,，/和与及跟]*(?:以及|还有)?\s*")
_LARGEST_RANGE = 100


@dataclass(frozen=True, slots=True)
class Mention:
    """Measures named in one breath, and where: code-point offsets into the message."""

    start: int
    end: int
    numbers: tuple[int, ...]


def flatten(text: str) -> str:
    """The text with full-width letters, digits and signs made plain, character for character."""
    return "".join(
        flat if len(flat := unicodedata.normalize("NFKC", char)) == 1 and flat.isascii() else char
        for char in text
    )


def find_mentions(flat: str, owned: Collection[int]) -> list[Mention]:
    """The measures that a flattened message names, in order, those side by side taken together.

    A number standing bare is believed only if the unit owes it (``owned``) and it is not one of the
    sender's own ordinals.
    """
    found = []
    for match in _MARKED.finditer(flat):
        if not _LAW.search(flat, max(0, match.start() - 12), match.start()):
            listed = next(group for group in match.groupdict().values() if group)
            found.append(Mention(match.start(), match.end(), _numbers(listed)))
    found += _bare(flat, owned, found)
    return _joined(flat, sorted((m for m in found if m.numbers), key=lambda mention: mention.start))


def _bare(flat: str, owned: Collection[int], marked: list[Mention]) -> Iterator[Mention]:
    bare = []
    for match in _BARE.finditer(flat):
        numbers = _numbers(match["list"] or match["one"])
        inside = any(mention.start <= match.start() < mention.end for mention in marked)
        if numbers and not inside and all(number in owned for number in numbers):
            bare.append((match, numbers))
    dotted = [numbers[0] for match, numbers in bare if match["one"] and _OWN_ORDINAL.match(flat, match.end())]
    ordinals = bool(marked) or dotted == list(range(1, len(dotted) + 1))
    for match, numbers in bare:
        if not (ordinals and match["one"] and _OWN_ORDINAL.match(flat, match.end())):
            yield Mention(match.start(), match.end(), numbers)


def _numbers(listed: str) -> tuple[int, ...]:
    """The numbers of a list such as 5、8-10和十二, each once; none if part of it is no number."""
    parts = _SPLIT.split(listed)
    numbers: list[int] = []
    for index in range(0, len(parts), 2):
        value = parse_numeral(re.sub(r"[第措施#条项号\s]", "", parts[index]))
        if value is None:
            return ()
        if index and _RANGE.fullmatch(parts[index - 1]) and numbers:
            if not numbers[-1] < value <= numbers[-1] + _LARGEST_RANGE:
                return ()
            numbers += range(numbers[-1] + 1, value)
        numbers.append(value)
    return tuple(dict.fromkeys(numbers))


def _joined(flat: str, mentions: list[Mention]) -> list[Mention]:
    """Mentions with nothing but "and" between them become one."""
    joined: list[Mention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last is not None and _JOIN.fullmatch(flat, last.end, mention.start):
            numbers = tuple(dict.fromkeys((*last.numbers, *mention.numbers)))
            joined[-1] = Mention(last.start, mention.end, numbers)
        else:
            joined.append(mention)
    return joined
