"""Words that answer what a card asks besides: whole or part, which cycle, which measure."""

from dataclasses import replace

from bot.patterns import late
from bot.plan.numerals import parse_numeral
from bot.progress import steps
from bot.progress.answers import is_filling, trimmed, without_particles
from bot.progress.corrections import numbers_in, place_in
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground
from bot.progress.items import once, told
from bot.progress.model import Draft, DraftItem, Period, Status
from bot.progress.values import only_value
from bot.progress.wording import facts, read

_WHOLE = late(
    r"(?:是?整条|整条措施|全部|都完成了?|整条都?完成了?|整个|全条|整体|全部完成了?)(?:完成)?了?[的吧啊]?"
)
_PART = late(
    r"(?:只?是?|只有)?(?:其中)?(?:的?[一1]?)?(?:一?部分|一项|其中一项|这一项|一个方面|部分完成)(?:完成)?了?[的吧啊]?"
)
_MAKES_UP = r"(?:我?(?:[说报指填写]|补[报填交录]?)(?:的是|的|是)?)"
_EARLIER = late(rf"{_MAKES_UP}?(?:上个?月|上一?[期次]|上个?季度|上周)(?:份|的)*|补[报交](?:的)?")
_NOW = late(r"(?:本|这个?|当)(?:月|期|季度|周)(?:份|的)*")
_DENIED = late(
    r"(?:不用|不必|别|不)补[报交]?(?:的|了)*[，,\s]*|[，,\s]*(?:并|而|可)?不是(?:说|报)?(?:本|这个?|当|上一?个?)(?:月|期|季度|周)(?:份|的)*(?:[，,\s]+|(?=$))"
)
_WHEN = late(
    r"(?:那|然后|另外|再加|还有|[，,])*(?P<when>(?:[本这上]一?个?(?:月|期|季度|周)|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月)份?的?)"
    r"(?:[，,\s]|话|是|呢)*"
)
_MONTH = late(rf"{_MAKES_UP}?(?<!\d)(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?:份|的)*(?!\d)")


def doubt_settled(draft: Draft, words: str, ground: Ground) -> Draft | None:
    """Words that answer what the card asks: whole or part, which cycle, which measure."""
    said = trimmed(words)
    for place, item in enumerate(draft.items):
        open_ = item.maybe_part or (len(draft.items) == 1 and item.status is Status.DONE)
        if open_ and (_PART.fullmatch(said) or _WHOLE.fullmatch(said)):
            return steps.done_as_whole(draft, place, whole=_PART.fullmatch(said) is None)
        numbers = numbers_in(words)
        if item.rivals and numbers:
            return _told_of(draft, place, numbers, ground)
        if item.rivals and (chosen := place_in(words, len(item.rivals) + 1)) is not None:
            return steps.settle_measure(draft, ground.plan, place, (item.measure, *item.rivals)[chosen])
    if (period := _period_told(words, ground)) is not None:
        if any(item.maybe_previous for item in draft.items):
            return settle_period(draft, period)
        moved = tuple(replace(item, period=period) for item in draft.items)
        return replace(draft, items=moved) if len(moved) == 1 else None
    return None


def of_other_cycle(draft: Draft, words: str, ground: Ground, message: int | None = None) -> DraftItem | None:
    """The one item told of the cycle that is not on the card, with how it stands (8月的是六成); else None."""
    item, found = draft.items[0], _WHEN.match(trimmed(words))
    if len(draft.items) != 1 or found is None:
        return None
    period, rest = _period_told(found["when"], ground), words[found.end() :]
    value = only_value(rest)
    if period in (None, item.period) or not (value or facts(flatten(rest))):
        return None
    status = (value and value.status) or read(flatten(rest)).status or Status.IN_PROGRESS
    other = DraftItem(item.measure, period=period or Period.CURRENT)
    return replace(
        told(other, words, message),
        status=status,
        percent=value.percent if value else read(flatten(rest)).percent,
    )


def right_in_cycle(draft: Draft, words: str, ground: Ground) -> Draft | None:
    """The card of both cycles with the one put right that the words name (这月的写55); else None."""
    found = _WHEN.match(trimmed(words))
    value = only_value(trimmed(words)[found.end() :]) if found else None
    if found is None or value is None or len(draft.items) < 2:
        return None
    period = _period_told(found["when"], ground)
    places = [place for place, item in enumerate(draft.items) if item.period is period]
    if len(places) != 1:
        return None
    return steps.put_right(draft, places[0], value.status, value.percent)


def _told_of(draft: Draft, place: int, numbers: tuple[int, ...], ground: Ground) -> Draft:
    """The item told of each of the measures (17和26都是). Raises NotBound, ReportError."""
    settled = steps.settle_measure(draft, ground.plan, place, numbers[0])
    item = next(each for each in settled.items if each.measure == numbers[0])
    more = [replace(item, measure=number) for number in numbers[1:]]
    return steps.merge(settled, ground.plan, more) if more else settled


def _period_told(words: str, ground: Ground) -> Period | None:
    """The cycle that is meant, where the words say that and nothing else (算上个月的吧)."""
    said = _DENIED.sub("，", trimmed(without_particles(words)))  # 这是上个月的，不是这个月
    for period, pattern in ((Period.PREVIOUS, _EARLIER), (Period.CURRENT, _NOW), (None, _MONTH)):
        found = pattern.search(said)
        if found is None or not is_filling(said[: found.start()] + said[found.end() :]):
            continue
        if period is not None:
            return period
        return Period.CURRENT if parse_numeral(found[1]) == ground.today.month else Period.PREVIOUS
    return None


def settle_period(draft: Draft, period: Period) -> Draft:
    """Say which cycle the items speak of, where that was in doubt."""
    items = tuple(
        replace(item, period=period, maybe_previous=False) if item.maybe_previous else item
        for item in draft.items
    )
    return replace(draft, items=once(items))
