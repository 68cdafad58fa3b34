"""What a message reports, ready for a draft: each item with its words and with what is not sure of it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.ask.finder import Judges
from bot.patterns import late
from bot.plan.model import Plan
from bot.plan.numerals import parse_numeral
from bot.progress.answers import without_ending
from bot.progress.dictated import flatten
from bot.progress.freetext import parse_report
from bot.progress.mentions import find_mentions
from bot.progress.model import Cadence, DraftItem, Part, Period, Status, Tells
from bot.progress.parsed import Item, ParsedReport
from bot.progress.sounding import sounding
from bot.progress.wording import read

_TURN_OF_CYCLE = 10  # days into a cycle in which a report may well be meant for the one before
_THIS_CYCLE = late(r"本[月期周季]|这个?[月周季]|今[天日]|当[月前]|目前|[昨前]天|\d{1,2}月\d{1,2}[日号]")
_CLAUSE = late(r"[^，,；;。！!\n]+")
_SPAN = late(r"(?:[本这当上]个?|(?<!\d)\d{1,2}(?=月份?(?!\d)))(?P<span>月|周|星期|季)")
_MONTH = late(
    r"\s*(?:第?\d{1,2}条[，,：:\s]*)?(?:把|补|补报)?(\d{1,2}|[一二三四五六七八九十]{1,2})月份?的?(?!\d{1,2}[日号])"
)
_CADENCES = (Cadence.WEEKLY, Cadence.MONTHLY, Cadence.QUARTERLY)
_LONGEST_OF = {"周": 0, "星": 0, "月": 1, "季": 2}
_FILLING = late(
    r"第?[\d一二三四五六七八九十]+[条项号]?|[\W\d_]|已经?|均|都|全部?|全面|基本|顺利|圆满|按期|如期|本[月期周季]度?|目前|现在?|至今"
    r"|这[条项]|该[条项]|我[局们办院委]|我?单位|工作|任务|措施|要求|各项|事项|汇报|报告|进展|情况|的|了|啦|和|与|呢|啊"
    r"|完成|完毕|办结|落实|到位|搞定|弄完|做完|干完|搞完|办完|结束|完|好|毕|成|搞|弄|做|办|干"
)
_A_THING = 3  # characters left of a clause from which it names some piece of work


@dataclass(frozen=True, slots=True)
class Ground:
    """What a message is read against: the plan, what a unit owes, and how words find a measure.

    ``owed`` and ``missed`` tell a unit's measures that the open cycles, and the ones before, still wait for;
    ``find`` the measures that words may be about, best first; ``unit`` resolves a unit's name;
    ``judge`` has a say in which of the unit's measures words without numbers are about; ``cadence`` tells how
    often a unit reports on a measure.
    """

    plan: Plan
    today: date
    owed: Callable[[str], list[int]]
    missed: Callable[[str], list[int]]
    find: Callable[[str], Sequence[int]]
    unit: Callable[[str], str | None]
    judge: Judges | None = None
    cadence: Callable[[str, int], Cadence] | None = None

    def bound(self, unit: str) -> list[int]:
        """The measures that bind a unit."""
        return [measure.number for measure, _ in self.plan.owned_by(unit)]

    def within_span(self, words: str, unit: str, numbers: Sequence[int]) -> list[int]:
        """Those of a unit's measures that words on all of them are about: 这个月 is not about a quarter's.

        All where the words name no span of time, or nothing is reported so often.
        """
        span = _SPAN.search(flatten(words))
        if span is None or self.cadence is None:
            return list(numbers)
        longest = _LONGEST_OF[span["span"][0]]
        within = [n for n in numbers if _CADENCES.index(self.cadence(unit, n)) <= longest]
        return within or list(numbers)


def read_items(
    words: str, parsed: ParsedReport, unit: str, ground: Ground, message: int | None
) -> list[DraftItem]:
    """The items of a message as a draft of the unit takes them, doubts and all.

    What was said of all (else) becomes one item for each measure still waited for in that period.
    """
    flat = flatten(words)
    named = {*(item.measure for item in parsed.as_said), *parsed.excepted}
    mentioned = bool(find_mentions(flat, ground.bound(unit)))
    rivals = {doubt.measure: doubt.rivals for doubt in parsed.doubts}
    late, before = _maybe_late(flat, unit, ground), _of_month_before(flat, ground.today)
    items = [
        _drafted(item, number, message)
        for item in parsed.as_said
        for number in ([item.measure] if item.measure is not None else _rest(item, named, unit, ground))
    ]
    if before:
        items = [replace(item, period=Period.PREVIOUS) for item in items]
    return [
        replace(
            item,
            rivals=tuple(n for n in rivals.get(item.measure, ()) if n not in named),
            maybe_part=item.status is Status.DONE
            and item.percent is None
            and maybe_part(item.text, ground.plan.by_number[item.measure].title, mentioned=mentioned),
            maybe_previous=item.period is Period.CURRENT and item.measure in late,
        )
        for item in items
    ]


def items_in(words: str, unit: str, ground: Ground, message: int | None = None) -> list[DraftItem]:
    """What a message reports for a unit; none if it is no report."""
    words = without_ending(words)
    report = parse_report(words, ground.plan, unit, ground.judge)
    if not report.items:
        return sounding(words, ground.bound(unit), message)
    return read_items(words, report, unit, ground, message)


def maybe_part(text: str, title: str, *, mentioned: bool) -> bool:
    """Whether what is said to be done may be one piece of the measure only.

    It may where the words name a piece of work: 校园欺凌专项治理搞完了, but not 第8条已完成.
    """
    for clause in _CLAUSE.findall(flatten(text)):
        if read(clause).status is Status.DONE:
            left = _FILLING.sub("", clause.replace(title, ""))
            return len(left) >= _A_THING
    return not mentioned and bool(text)


def _drafted(item: Item, number: int, message: int | None) -> DraftItem:
    parts = (Part(message, 0, len(item.text), Tells.MEASURE),) if message is not None else ()
    return DraftItem(number, item.status, item.percent, item.text, item.period, parts=parts)


def _rest(item: Item, named: Collection[int | None], unit: str, ground: Ground) -> list[int]:
    waited = ground.missed(unit) if item.period is Period.PREVIOUS else ground.owed(unit)
    return ground.within_span(item.text, unit, [number for number in waited if number not in named])


def _of_month_before(flat: str, today: date) -> bool:
    """Whether a message opens with the month before by its name, and names no cycle besides (7月的14条)."""
    named = _MONTH.match(flat)
    month = parse_numeral(named[1]) if named else None
    return month is not None and (today.month - month) % 12 == 1 and not _THIS_CYCLE.search(flat)


def _maybe_late(flat: str, unit: str, ground: Ground) -> Collection[int]:
    """The measures of which the cycle before is unanswered and may be meant, early in the new one."""
    if ground.today.day > _TURN_OF_CYCLE or _THIS_CYCLE.search(flat):
        return ()
    return set(ground.missed(unit))
