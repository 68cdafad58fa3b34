"""Short answers that lean on what stands before them: 第二个, 都是, 不对，是17%, 同上期, 撤回第8条."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress.answers import clauses, takes_back, trimmed
from bot.progress.dictated import flatten
from bot.progress.mentions import find_mentions
from bot.progress.model import STATUS_NAMES, Status
from bot.progress.percents import without_percent
from bot.progress.wording import read

_ENDS = " \t\r\n　。.！!～~，,、；;：:"
NUM = r"(?:\d{1,2}|[一二三四五六七八九十两]{1,3})"
"""Regex fragment for a place or a number: 第两个 too."""
_TAIL = r"(?:吧|的|啊|呀|哈|哦|嘛|呗|哩|嘞|那个|这个|呢)*"
_SO_MANY = r"(?:(?:这|那)?(?:[一二两三四五六七八九十几\d]{1,2}[条个项])?(?:都|全都?|就|也)?(?:是|算|报|有))?"
_IT_IS = r"我?(?:是|就是|是说|应该是|报的?是?|选|指的?是?|说的?是?)"
# What was listed, as who picks from it calls it: 你列的那个, 名单里的.
_LISTED = (
    r"(?:麻烦|请|劳驾|帮我|[选挑点]|[你您]们?|上面|刚才?|这里|列表|名单|清单|单子|里头?|中|上|"
    r"[列给发写显问]出?(?:示|来)?的|的|[这那][个些]?)"
)
_LEAD = rf"(?:(?:只(?:有|是|报)|就是?|{_IT_IS}|那就|就|嗯|哦|对|{_LISTED})[，,\s]*)*"

_ORDINAL = late(
    rf"{_LEAD}(?:(?P<last>最后|倒数第)|上面|前面)?第?(?P<place>{NUM})?(?:个|行|排|样|种|选项){_TAIL}"
)
_FIRST = late(rf"{_LEAD}(?:头一个|首个|最?前[面头边]?(?:那|一)[个条]|最上面?(?:那|一)?个){_TAIL}")
_LAST = late(rf"{_LEAD}(?:最后一?(?:个|条|项)|末尾那?个|最?后[面头边]?那[个条]|最下面?(?:那|一)?个){_TAIL}")
_ALL = late(
    rf"{_LEAD}(?:以上|上面|列的|这些|这几条|几条)?(?:都是|都算|全都?是?|全部(?:都?是)?|所有(?:的|都是)?|都(?:完成)?|每条都是?)"
    rf"(?:了)?{_TAIL}"
)
_NUMBERS = late(
    rf"{_LEAD}(?P<numbers>(?:第|措施|#)?\s*{NUM}\s*[条项号]?(?:\s*(?:[、,，/和与及跟\s]|(?<=[条项号]))\s*(?:第|措施|#)?\s*{NUM}\s*[条项号]?)*)"
    rf"(?:措施)?{_SO_MANY}{_TAIL}"
)
_ONE = late(NUM)

_SORRY = r"(?:哦|噢|啊|哎|诶|等等|等一下|稍等|抱歉|不好意思|对不起)?[，,\s]*"
_WRONG = (
    r"(?:不对|不是|错了?|有误|(?:刚才|上面|前面)?(?:[写说报打填弄搞记发输]错了?|[写说报打填弄搞记发输]的?不对)"
    r"|更正(?:一下)?|纠正(?:一下)?|修正(?:一下)?|口误|笔误)"
)
_SHOULD = r"(?:应该?(?:是|为|填|写)|应(?:是|为)|改(?:成|为|一下|到)|换成|调成|其实|实际(?:上)?|准确(?:地)?说)"
_THING = r"(?:状态|进度|进展|比例|百分比|完成比例|完成度)"
_CORRECTS = late(
    rf"^\s*{_SORRY}(?:{_WRONG}|{_SHOULD}|把[^，,。]{{1,8}}改|(?:都|全部?|均){_SHOULD}|(?:把)?{_THING}\s*(?:{_SHOULD}|{_WRONG}|是|[:：]))"
)
_HEDGED = late(rf"^\s*{_SORRY}(?:是|也?就是|只有|才|到)")
_TURN = late(
    r"应该?(?:是|为|填|写)|应(?:是|为)|改(?:成|为|到)|换成|调成|而是|(?<![不就也])是|其实|实际上?|只有|[:：]"
)
_FROM_TO = late(
    rf"不是\s*第?\s*(?P<wrong>{NUM})\s*[条项号]?\s*[，,\s]*(?:而|应该?|应)?是\s*第?\s*(?P<right>{NUM})\s*[条项号]"
)
# 两条 counts, 那一条 points, and neither names a measure.
_MEASURE = late(rf"第\s*({NUM})\s*[条项]|((?!两|(?<=[这那哪某每有])一){NUM})\s*条")
_OF_ALL = late(r"(?:把)?(?:都|全部?|均|所有)")
_CLAUSE = late("[，,；;。]")
_SHARE = late(r"(?:已?完成)?(?:了)?\d{1,3}\s*%?")
_TEXT = late(
    r"^(?:把)?(?:内容|说明|文字|进展内容)(?:的?(?:话|部分))?(?:要|应该?)?(?:(?:[改换](?:成|为|一下)?|是|写成?|为)\s*[:：]?|[:：])\s*(?P<text>.{4,})$",
    re.DOTALL,
)
_LONGEST = 40
_ALL_OF_IT = 100
_COUNTED = r"[所次场家人名个份件户处条册起节期批本张篇万元]"
_FACT = late(
    rf"^(?:不是\s*(?P<wrong>\d+)\s*{_COUNTED}[，,\s]*)?(?:[^\d]{{0,12}})(?P<right>\d+)\s*(?P<unit>{_COUNTED})$"
)

_SAME = late(
    r"(?:(?:都|均|全部?|情况|内容|进展)*(?:同|跟|和|与|按|照)?(?:上(?:一)?[期次回月周]|上个(?:月|季度|周)|上季度|以前|之前)(?:的|报的|内容|情况)*"
    r"(?:一样|相同|一致|报|不变|一个样)?(?:报送?|即可|就行|就好|就可以|来|填|吧|了)*|(?<![\w])同上)"
)
_SAME_WORD = late(r"同|一样|相同|一致|不变|照|按")
_SAME_REST = late(
    rf"(?:第|措施|#)|{NUM}|[条项号、,，/和与及跟\s。.！!；;:：]|都|均|全部|所有|(?:本|这个?)[期月周]|我们?|请|报|的"
)

_WITHDRAW = late(
    rf"^\s*(?:请|帮我|麻烦|我要|我想|把)*(?:刚才|刚刚|上一?[条个次份])?(?:的|那[条个份])?(?:汇报|报送|报的)?"
    rf"(?:(?:第\s*(?P<before>{NUM})\s*条)(?:的?汇报)?)?"
    rf"(?:撤回|撤销|撤掉|撤了|收回|作废)(?:一下)?(?:第?\s*(?P<after>{NUM})\s*条)?"
    rf"(?:刚才|刚刚|上一?[条个次份])?(?:的|那[条个份])?(?:汇报|报送|报的)?(?:的|了|吧|掉)*$"
)
_STAYS = late(
    rf"(?:第?{NUM}条|其[他余它]的?|剩下的?|别的)(?:的?汇报)?(?:还是|先|就|都|继续|照样)*"
    rf"(?:留[着下]?|保留|不[动变撤]|别[动撤]|算数|照旧|不用[动撤])(?:着|了|吧|的|就行)*"
)
_REASON = late(r"^\s*(?:原因|理由)(?:是|为)?\s*[:：，,]?\s*(?P<reason>.{2,})$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a few words put right: how it stands, how far it is, or ``wrong`` measure for ``right``.

    ``plain``: the words say in so many words that something was wrong (不对, 应该是, 改成). ``more`` is what
    they tell besides (改成有困难，缺经费); ``of_all``: they are about everything told (都改成推进中);
    ``share``: a percent is all they tell of how it stands.
    """

    status: Status | None
    percent: int | None
    wrong: int | None
    right: int | None
    plain: bool
    more: str = ""
    of_all: bool = False
    share: bool = False


def place_in(words: str, count: int) -> int | None:
    """The place, from 0, in a list of ``count`` that the words name (第二个, 最后一个); else None."""
    said = trimmed(words)
    if count < 1 or len(said) > _LONGEST:
        return None
    if _FIRST.fullmatch(said):
        return 0
    if _LAST.fullmatch(said):
        return count - 1
    found = _ORDINAL.fullmatch(said)
    if found is None or found["place"] is None:
        return None
    number = parse_numeral(found["place"])
    if number is None or not 1 <= number <= count:
        return None
    if found["last"] == "最后":
        return None  # 最后两个 is not one of them
    return count - number if found["last"] else number - 1


def all_of(words: str) -> bool:
    """Whether the words mean everything listed: 都是, 全部."""
    return _ALL.fullmatch(trimmed(words)) is not None


def numbers_in(words: str) -> tuple[int, ...]:
    """The measures that the words name and nothing else: 8, 第8条和第11条, 是8条; none for other words."""
    said = trimmed(flatten(words))
    named = _NUMBERS.fullmatch(said)
    if len(said) > _LONGEST or named is None:
        return ()
    found = [parse_numeral(number) for number in _ONE.findall(named["numbers"])]
    return tuple(dict.fromkeys(number for number in found if number))


def measures_named(words: str) -> tuple[int, ...]:
    """The measures that the words name by number with 条 beside it, whatever else they say."""
    found = (parse_numeral(a or b) for a, b in _MEASURE.findall(trimmed(words)))
    return tuple(dict.fromkeys(number for number in found if number))


def besides_measures(words: str) -> str:
    """What the words say but for the measures they name by number."""
    return _MEASURE.sub(" ", flatten(words))


def after_measure(words: str) -> str:
    """What the words say after the last measure they name (我们是25条，已完成 → 已完成), else all."""
    ends = [named.end() for named in _MEASURE.finditer(words)]
    return trimmed(words[ends[-1] :] if ends else words) or words


def status_named(words: str) -> Status | None:
    """The status whose name is all there is in the words."""
    said = trimmed(words)
    return next((status for status, name in STATUS_NAMES.items() if said == name), None)


def how_it_stands(words: str) -> Status | None:
    """The status that words tell; None where a percent is all there is (写四成)."""
    flat = flatten(words)
    reading = read(flat)
    alone = reading.percent not in (None, _ALL_OF_IT) and not read(without_percent(flat)).said
    return None if alone else reading.status


def correction_in(words: str) -> Correction | None:
    """What the words put right of something told before; None where they tell something of their own."""
    said = trimmed(words)
    said = said.rstrip("吧啊呀哈哦呗嘛")
    plain = _CORRECTS.match(said) is not None
    if not said or len(said) > _LONGEST or not (plain or _HEDGED.match(said)):
        return None
    if swapped := _FROM_TO.search(said):
        said = said[: swapped.start()] + said[swapped.end() :]
        wrong, right = parse_numeral(swapped["wrong"]), parse_numeral(swapped["right"])
    else:
        wrong, right = None, None
    turns = list(_TURN.finditer(said))
    denied = said.startswith("不是") and not turns
    tail = said[turns[-1].end() :] if turns else said if denied else _CORRECTS.sub("", said)
    if right is None and (named := _MEASURE.fullmatch(tail.strip(_ENDS))):
        right = parse_numeral(named[1] or named[2])
    reading = read(flatten(tail)) if right is None or swapped else read("")
    status, whole = (reading.status if reading.said else None), tail
    if right is None and status is None and not denied:
        whole = _CORRECTS.sub("", said)
        bare = read(flatten(whole))
        status, reading = (bare.status, bare) if bare.said else (None, reading)
    if right is None and status is None and reading.percent is None:
        return None
    return Correction(
        status,
        reading.percent,
        wrong,
        right,
        plain,
        _more(tail),
        of_all=_OF_ALL.match(said) is not None,
        share=status is not None and how_it_stands(whole) is None,
    )


def fact_put_right(words: str, text: str) -> tuple[int, int, str] | None:
    """Where a figure in the text stands that the words put right, and what it should be (不对，是15所)."""
    said = trimmed(words)
    found = _FACT.match(said)
    if found is None or len(said) > _LONGEST or not (_CORRECTS.match(said) or _HEDGED.match(said)):
        return None
    old = found["wrong"] or "[0-9]+"
    places = list(re.finditer(rf"(?<!\d){old}[多余来几]?(?={found['unit']})", flatten(text)))
    if len(places) != 1:
        return None
    return places[0].start(), places[0].end(), found["right"]


def _more(tail: str) -> str:
    """The clauses after the first that tell more than a status or a percent."""
    clauses = (clause.strip(_ENDS) for clause in _CLAUSE.split(tail)[1:])
    return "，".join(c for c in clauses if c and status_named(c) is None and not _SHARE.fullmatch(c))


def only_corrects(text: str) -> bool:
    """Whether an item's words merely put right what was told before (报错了，应该是80%)."""
    found = correction_in(text)
    return found is not None and found.plain


def text_put_right(words: str) -> str:
    """The new words of a report, where that is what is typed (内容改成：演练8场); "" for other words."""
    found = _TEXT.match(words.strip())
    return found["text"].strip() if found else ""


def wants_same(words: str, owned: Collection[int]) -> tuple[int, ...] | None:
    """The measures for which the words ask to report as last time; () for all; None where they do not."""
    said = trimmed(words)
    found = _SAME.search(said)
    if found is None or len(said) > _LONGEST or not _SAME_WORD.search(found.group()):
        return None
    rest = said[: found.start()] + said[found.end() :]
    numbers = find_mentions(flatten(f"{rest}：推进中"), owned)
    if _SAME_REST.sub("", rest):
        return None
    return tuple(dict.fromkeys(number for mention in numbers for number in mention.numbers))


def wants_withdrawn(words: str) -> tuple[int | None] | None:
    """Whether the words ask to take a sent report back, and of which measure (None: the last one)."""
    if (found := _WITHDRAW.fullmatch(trimmed(words))) is not None:
        number = found["before"] or found["after"]
        return (parse_numeral(number) if number else None,)
    said = clauses(words)
    taken = [clause for clause in said if not _STAYS.fullmatch(clause)]
    if 0 < len(taken) < len(said):
        return wants_withdrawn("，".join(taken))  # 11条撤回来，8条留着
    numbers = [a or b for a, b in _MEASURE.findall(trimmed(words))]
    if len(numbers) > 1 or not takes_back(words, numbers):
        return None
    return (parse_numeral(numbers[0]) if numbers else None,)


def reason_in(words: str) -> str:
    """The reason that the words give and name as one (原因：等上级文件); "" for other words."""
    found = _REASON.match(words)
    return found["reason"].strip() if found else ""
