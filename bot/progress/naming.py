"""How numbers of measures are written, one or several, and what is no such number: counts, dates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.wording import SAME_AGAIN, status_begins

_HAN = "一二三四五六七八九十廿卅百零"
# Not the number of something counted or dated: 12所, 5%, 2022年, 3.5.
# A counting word that begins a longer one (11处置, 8起草, 5家长学校) counts nothing.
_COUNTED = (
    r"(?!\s*(?:%|\.\d(?!\s*[-~—–到至]?\s*\d{0,2}\s*周?岁)"
    r"|[所个份件月类余多万千元岁级届季成册轮遍例篇辆套吨斤米页款]"
    r"|案(?![件子例情])|次(?!数)|场(?![地所馆])|家(?![长庭教校园访])|人(?![大社员事防力口居民])|名(?![单额称])|户(?!外)|期(?![末间])"
    r"|处(?![置理罚分在])|年(?!终)|日(?!常)|天(?!气)|周(?!边)|班(?!主任|级)|节(?!日)|张(?!贴)|位(?!于)|封(?![闭控])|台(?!账)"
    r"|小时|分钟|公里"
    r"|本(?![期月季周单局院年来])|起(?![步草])|批(?![复准文示了])|对(?!接)|分(?![部别])|部(?!分)|支(?!持)))"
)
DIGITS = rf"(?:(?<![\da-zA-Z])(?<!\d\.)[1-9]\d{{0,2}}(?!\d){_COUNTED})"
"""One number in digits, and not one of something counted or dated;"""
HAN = rf"(?:(?<![{_HAN}])[{_HAN}]{{1,5}}(?![{_HAN}是]){_COUNTED})"
"""the same in Han numerals,"""
NUM = rf"(?:{DIGITS}|{HAN})"
"""and either."""
AND = r"\s*(?:[、,，/+&和与及跟]|以及|还有)\s*"
TO = r"\s*(?:-|—|–|~|～|至|到)\s*"
MARK = r"(?:第|措施|#)?\s*"
LIST = rf"{NUM}(?:\s*[条项号点]?(?:{AND}|{TO}){MARK}{NUM}){{0,29}}"
"""Several, each perhaps with its own word (第5条、第8条), or one."""
_PLAIN_AND = r"\s*(?:[、/+&和与及跟]|以及|还有)\s*"
COUNTED_ITEMS = (
    r"(?!\s*(?:隐患(?!排查|整治|治理|清零)|线索(?!排查|摸排|核查)|信息|建议|意见|问题(?!玩具)|线(?![上下])|[路街河沟船]|消息|谣言|视频(?!拍|剪|录|制)|微博|渠道|[(（]\s?\d"
    r"|措施(?:都|均)|的(?:隐患|线索|问题|信息|意见|建议)|以上|左右|经验|标语|短信|举措|规定|$))"
)
"""After 条: what is counted by it and is no measure."""
MOST = 120  # mentions of a message that are heard; no plan has as many measures
_SPLIT = late(rf"({AND}|{TO}|\s+)")
_RANGE = late(TO)
_BEFORE_STATUS = late(
    r"最[快慢早晚]|[快慢]些|进展|进度|状态|双双|[从由]|全[面部]|顺利|[按如]期|情况|工作|任务|我[们局]|本[月期]|目前|现在|残留|还剩|剩余?|这[边头块里]|算|分别|依次|各"
    r"|[嘛呢啊吧也都均全得那早部已经还尚仍正在搞弄做办了完成进度到是的这条项就大概约有点些均现]|\s"
)
_LARGEST_RANGE = 100


@dataclass(frozen=True, slots=True)
class Mention:
    """Measures named in one breath, and where: code-point offsets into the message.

    ``others`` are those of a list that no exception was made for, where it is told of them.
    """

    start: int
    end: int
    numbers: tuple[int, ...]
    others: bool = False


def listed(number: str) -> str:
    """Several numbers, written alike, or one; a comma joins those that nothing but commas join."""
    joint = rf"\s*[条项号]?(?:{_PLAIN_AND}|{TO}|[ 　]+)"
    commas = rf"{number}(?:\s*[，,]\s*{number}){{1,29}}(?:{_PLAIN_AND}{number})?(?!{joint}{number})"
    return rf"(?:{commas}|{number}(?:{joint}{number}){{0,29}})"


def opens_with_status(words: str) -> bool:
    """Whether words begin with how something stands (已完成, 搞了一大半了), not with a thing (学校排查完)."""
    place = status_begins(words)
    if SAME_AGAIN.match(words):
        return True
    return place is not None and _BEFORE_STATUS.sub("", words[:place]) == ""


def taken(place: int, mentions: Iterable[Mention]) -> bool:
    """Whether a mention holds a place."""
    return any(mention.start <= place < mention.end for mention in mentions)


def numbers_of(listed: str) -> tuple[int, ...]:
    """The numbers of a list such as 5、8-10和十二, each once; none if part of it is no number."""
    parts = _SPLIT.split(re.sub(r"[第措施任务#条项号点]", " ", listed).strip())
    numbers: list[int] = []
    joint = ""
    for index, part in enumerate(parts):
        if index % 2:
            joint = joint + part
            continue
        if not part.strip():
            continue
        value = parse_numeral(part)
        if value is None:
            return ()
        if _RANGE.search(joint) and numbers:
            if not numbers[-1] < value <= numbers[-1] + _LARGEST_RANGE:
                return ()
            numbers += range(numbers[-1] + 1, value)
        numbers.append(value)
        joint = ""
    return tuple(dict.fromkeys(numbers))
