"""What words typed while a draft is open do to it: its question answered, something put right, more added.

Plain functions: they look at the draft as it stands and give the next one, or None where the words are
nothing for it, which makes them a question.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.progress import steps, texts
from bot.progress.corrections import (
    Correction,
    all_of,
    correction_in,
    fact_put_right,
    left_out,
    numbers_in,
    only_corrects,
    place_in,
    reason_in,
    status_named,
    text_put_right,
    trimmed,
)
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground, items_in
from bot.progress.drafts import for_unit
from bot.progress.following import splice
from bot.progress.mentions import find_mentions
from bot.progress.model import Draft, DraftItem, Period, Status
from bot.progress.purpose import asks
from bot.progress.reports import check_attachments, check_measure
from bot.progress.steps import STATUS_CHOICES, StaleStep, Step
from bot.progress.wording import read
from bot.roster.authority import Actor

FRESH = timedelta(days=1)  # how long a draft takes plain sentences without asking

_PERCENT = re.compile(r"(?:百分之)?\s*(\d{1,3})\s*[%％]?")
_VAGUE = re.compile(
    r"(?:大概|差不多|完成了?|已经?|还)*(?:不到|没到|一?小|一?大|过|超过|将近|接近)(?:一半|半|三分之一)(?:多|左右)?(?:了|吧)?"
)
_PERCENT_WORDS = re.compile(
    r"不[止只]|没(?:那么|这么)?多|其实|实际上?|实际|不对|[嗯哦噢]|完成(?:度|率|比例|了)?|已经?|进[度展]|比例|百分之|大[概约]|差不多|左右|上下|目前|现在|应该|将近|接近|不到|超过|过|有|是|了|到"
    r"|[\d一二三四五六七八九十两百几半多]+|成|分之|个?点|[%％\s，,。.]"
)
_NO_MORE = frozenset(
    {
        "不再补充",
        "没有补充",
        "无补充",
        "没有",
        "无",
        "没有了",
        "跳过",
        "不填",
        "不清楚",
        "不知道",
        "没了",
        "暂无",
        "没啥说的",
        "没什么说的",
        "没啥补充",
        "没什么补充",
        "不用补充",
        "不补充了",
        "没啥了",
    }
)
_NONE_OF_THEM = re.compile(
    r"(?:上面的?|这些|以上)?(?:都|全)?(?:不是|没有|不在(?:里面|上面|其中)?|没(?:我)?要的)(?:这些|的)?"
)
_WHOLE = re.compile(
    r"(?:是?整条|整条措施|全部|都完成了?|整条都?完成了?|整个|全条|整体|全部完成了?)(?:完成)?了?[的吧啊]?"
)
_PART = re.compile(
    r"(?:只?是?|只有)?(?:其中)?(?:的?[一1]?)?(?:一?部分|一项|其中一项|这一项|一个方面|部分完成)(?:完成)?了?[的吧啊]?"
)
_EARLIER = re.compile(r"(?:是|报的是|补报?)?(?:上个?月|上一?期|上个?季度|上周|补报)(?:份|的)?[的吧啊]?")
_NOW = re.compile(r"(?:是|报的是)?(?:本|这个?|当)(?:月|期|季度|周)(?:份|的)?[的吧啊]?")
_MONTH = re.compile(r"(?:是|报的是|补报?)?(\d{1,2})月(?:份|的)?[的吧啊]?")
_SHORT = 24  # characters of a topic told instead of a number


def reply(draft: Draft, words: str, ground: Ground, *, message: int | None, now: datetime) -> Draft | None:
    """The draft with the words taken in, or held back with a question; None where they are not for it.

    Raises Refused where the words answer, but with something that cannot be.
    """
    taken = _taken(draft, words, ground, message)
    if taken is None or taken == draft:
        return taken
    stale = now - draft.began_at > FRESH and steps_hold(draft)
    return replace(draft, held=words) if stale and _swallowed(draft, taken, words) else taken


def join_held(draft: Draft, ground: Ground, now: datetime) -> Draft:
    """The held words belong to the draft after all. Raises Refused."""
    resumed = replace(draft, began_at=now, held="")
    return _taken(resumed, draft.held, ground, None) or steps.add_words(resumed, draft.held)


def unit_told(draft: Draft, by: Actor, unit: str, ground: Ground) -> Draft:
    """The draft for that unit, with what words typed before tell of its measures.

    Raises NotAllowed, NotBound, DraftError.
    """
    if draft.unit == unit:
        return draft
    if draft.step != Step.UNIT:
        raise StaleStep(texts.STALE_STEP)
    settled = for_unit(ground.plan, by, draft, unit)
    items = [] if draft.items else items_in(draft.words, unit, ground, _said_in(draft))
    return steps.merge(replace(settled, words="", parts=()), ground.plan, items) if items else settled


def steps_hold(draft: Draft) -> bool:
    """Whether there is anything in the draft that a plain sentence could be mixed up with."""
    return bool(draft.items or draft.words or draft.attachments)


def _taken(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    match Step(draft.step):
        case Step.UNIT:
            return None  # the chat knows the person's units
        case Step.MEASURE:
            return _measure(draft, words, ground, message)
        case Step.STATUS:
            return _status(draft, words, ground, message)
        case Step.PERCENT:
            return _percent(draft, words, ground, message)
        case Step.TEXT:
            return _text(draft, words, ground, message)
        case Step.READY:
            return _at_card(draft, words, ground, message)


def _measure(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    plan, own = ground.plan, ground.bound(draft.unit)
    if _NONE_OF_THEM.fullmatch(trimmed(words)):
        return replace(draft, listed=())
    if all_of(words) and draft.listed:
        waiting = [n for n in draft.listed if n in ground.owed(draft.unit)]
        return steps.choose_measures(draft, plan, waiting or draft.listed)
    if (place := place_in(words, len(draft.listed))) is not None:
        return steps.choose_measures(draft, plan, [draft.listed[place]])
    if numbers := numbers_in(words):
        return steps.choose_measures(draft, plan, numbers)
    if asks(flatten(words)):
        return None
    items = items_in(words, draft.unit, ground, message)
    if items and find_mentions(flatten(words), own):
        return _told_after_all(draft, items, ground)
    if len(words) <= _SHORT and (found := [n for n in ground.find(words) if n in own]):
        best = steps.choose_measures(draft, plan, found[:1])
        rivals = tuple(found[1:3])
        marked = (replace(item, rivals=rivals) if item.measure == found[0] else item for item in best.items)
        return replace(best, items=tuple(marked))
    if items:
        return _told_after_all(draft, items, ground)
    return steps.add_words(draft, words, message) if read(flatten(words)).status is not None else None


def _told_after_all(draft: Draft, items: Sequence[DraftItem], ground: Ground) -> Draft:
    """A report with its measure, where the measure was asked for: the words before it stay with it."""
    if draft.words and len(items) == 1:
        text = draft.words if items[0].text in draft.words else f"{draft.words}；{items[0].text}"
        said = read(flatten(draft.words))
        keep = said.status if said.said and not read(flatten(items[0].text)).said else items[0].status
        items = [replace(items[0], text=text, status=keep, parts=(), maybe_part=False)]
    return steps.merge(replace(draft, words="", parts=(), focus=None), ground.plan, items)


def _status(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    if (status := status_named(words)) is not None:
        return steps.choose_status(draft, status)
    if (place := place_in(words, len(STATUS_CHOICES))) is not None:
        return steps.choose_status(draft, STATUS_CHOICES[place])
    if asks(flatten(words)):
        return None
    if others := _others(draft, words, ground, message):
        return steps.merge(draft, ground.plan, others)
    if read(flatten(words)).status is None:
        return None
    return steps.add_words(draft, words, message)


def _percent(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    said = trimmed(words)
    if said in _NO_MORE:
        return steps.skip_percent(draft)
    if found := _PERCENT.fullmatch(said):
        return steps.set_percent(draft, int(found[1]))
    if asks(flatten(words)):
        return None
    if (percent := _only_percent(words)) is not None:
        return steps.set_percent(draft, percent)
    if _VAGUE.fullmatch(said):
        return steps.skip_percent(draft)
    return _text(draft, words, ground, message)


def _text(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    if trimmed(words) in _NO_MORE:
        return steps.set_text(draft, "")
    if asks(flatten(words)):
        return None
    if others := _others(draft, words, ground, message):
        return steps.merge(steps.set_text(draft, ""), ground.plan, others)
    return steps.set_text(draft, reason_in(words) or words, message)


def _at_card(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    if (settled := _doubt_settled(draft, words, ground)) is not None:
        return settled
    if (status := status_named(words)) is not None and len(draft.items) == 1:
        return steps.put_right(draft, 0, status, None)
    if len(draft.items) == 1 and (percent := _only_percent(words)) is not None:
        return steps.put_right(draft, 0, None, percent)
    if len(draft.items) > 1 and (number := left_out(words)) is not None:
        places = [place for place, item in enumerate(draft.items) if item.measure == number]
        return steps.leave_out(draft, places[0]) if places else None
    if len(draft.items) == 1 and (text := text_put_right(words)):
        return steps.set_text(draft, text, message)
    if (right := correction_in(words)) is not None and (changed := _corrected(draft, right, ground, message)):
        return changed
    if len(draft.items) == 1 and (fact := fact_put_right(words, draft.items[0].text)):
        start, end, figure = fact
        text, parts = splice(draft.items[0].text, draft.items[0].parts, start, end, figure)
        return replace(draft, items=(replace(draft.items[0], text=text, parts=parts),))
    if len(draft.items) > 1 and (only := _narrowed(draft, words)):
        return replace(draft, items=only)
    if asks(flatten(words)):
        return None
    if (reason := reason_in(words)) and all(item.status is Status.NIL for item in draft.items):
        return steps.set_text(draft, reason, message)
    items = items_in(words, draft.unit, ground, message)
    mentioned = bool(find_mentions(flatten(words), ground.bound(draft.unit)))
    if items and (mentioned or len(draft.items) > 1 or _elsewhere(draft, items)):
        return _merged(draft, items, ground)
    if len(draft.items) == 1 and read(flatten(words)).status is not None:
        return steps.add_words(draft, words, message)
    return None


def _doubt_settled(draft: Draft, words: str, ground: Ground) -> Draft | None:
    """Words that answer what the card asks: whole or part, which cycle, which measure."""
    said = trimmed(words)
    for place, item in enumerate(draft.items):
        if item.maybe_part and (_PART.fullmatch(said) or _WHOLE.fullmatch(said)):
            return steps.done_as_whole(draft, place, whole=_PART.fullmatch(said) is None)
        numbers = numbers_in(words)
        if item.rivals and len(numbers) == 1 and numbers[0] in (item.measure, *item.rivals):
            return steps.settle_measure(draft, ground.plan, place, numbers[0])
        if item.rivals and (chosen := place_in(words, len(item.rivals) + 1)) is not None:
            return steps.settle_measure(draft, ground.plan, place, (item.measure, *item.rivals)[chosen])
    if any(item.maybe_previous for item in draft.items):
        month = _MONTH.fullmatch(said)
        if _EARLIER.fullmatch(said) or (month and int(month[1]) != ground.today.month):
            return steps.settle_period(draft, Period.PREVIOUS)
        if _NOW.fullmatch(said) or month:
            return steps.settle_period(draft, Period.CURRENT)
    return None


def _corrected(draft: Draft, right: Correction, ground: Ground, message: int | None) -> Draft | None:
    """The card with a correction made; None where it does not say of which of several items."""
    places = [place for place, item in enumerate(draft.items) if item.measure == right.wrong]
    if right.wrong is None and (len(draft.items) == 1 or right.of_all):
        places = list(range(len(draft.items)))
    if right.right is None and places:
        for place in places:
            draft = steps.put_right(draft, place, right.status, right.percent)
        one = len(draft.items) == 1 and right.more
        return steps.add_words(draft, right.more, message) if one else draft
    if len(places) != 1 or right.right is None:
        return None
    check_measure(ground.plan, draft.unit, right.right)
    check_attachments(ground.plan, [right.right], draft.attachments)
    changed = steps.settle_measure(draft, ground.plan, places[0], right.right)
    if right.status is None and right.percent is None:
        return changed
    return steps.put_right(changed, places[0], right.status, right.percent)


def _narrowed(draft: Draft, words: str) -> tuple[DraftItem, ...]:
    """Of several items those that bare numbers name (只有8和11); none where they are not among them."""
    numbers = numbers_in(words)
    kept = tuple(item for item in draft.items if item.measure in numbers)
    return kept if len(numbers) == len({item.measure for item in kept}) else ()


def _merged(draft: Draft, items: Sequence[DraftItem], ground: Ground) -> Draft:
    """The card with more items; what only puts an earlier one right keeps that one's words."""
    known = {(item.measure, item.period): item for item in draft.items}
    merged = []
    for item in items:
        before = known.get((item.measure, item.period))
        if before is not None and (only_corrects(item.text) or not _tells_more(item)):
            item = replace(item, text=before.text, parts=before.parts, maybe_part=False)  # noqa: PLW2901
        merged.append(item)
    return steps.merge(draft, ground.plan, merged)


def _tells_more(item: DraftItem) -> bool:
    """Whether an item's words say more than how it stands."""
    said = trimmed(item.text)
    return status_named(said) is None and not _PERCENT.fullmatch(
        re.sub(r"^[已完成进展推中到约是了\s]+", "", said)
    )


def _elsewhere(draft: Draft, items: Sequence[DraftItem]) -> bool:
    """Whether words without a number are plainly about measures other than the one on the card."""
    own = {item.measure for item in draft.items}
    return all(item.measure not in own and not item.rivals and item.status for item in items) and any(
        read(flatten(item.text)).said for item in items
    )


def _others(draft: Draft, words: str, ground: Ground, message: int | None) -> list[DraftItem]:
    """A report on further measures, told by number, where something else of the draft was asked."""
    named = {number for mention in find_mentions(flatten(words), ()) for number in mention.numbers}
    if not named - {item.measure for item in draft.items}:
        return []
    return items_in(words, draft.unit, ground, message)


def _said_in(draft: Draft) -> int | None:
    return draft.parts[0].message if len(draft.parts) == 1 else None


def _only_percent(words: str) -> int | None:
    """How far it is, where the words say nothing else (进度大概六成); None for other words."""
    said = trimmed(words)
    if found := _PERCENT.fullmatch(said):
        return int(found[1])
    percent = read(flatten(said)).percent
    return percent if percent is not None and not _PERCENT_WORDS.sub("", said) else None


def _swallowed(before: Draft, taken: Draft, words: str) -> bool:
    """Whether a plain sentence became part of the draft, rather than an answer that only it could mean."""
    texts_before = {item.text for item in before.items} | {before.words}
    texts_now = {item.text for item in taken.items} | {taken.words}
    return any(words.strip() in text for text in texts_now - texts_before) or len(taken.items) > len(
        before.items
    )
