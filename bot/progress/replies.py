"""What words typed while a draft is open do to it: its question answered, something put right, more added.

Plain functions: they look at the draft as it stands and give the next one, or None where the words are
nothing for it, which makes them a question.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.progress import steps, texts
from bot.progress.answers import (
    assents,
    clauses,
    essence,
    idle,
    leaves,
    trimmed,
    waits,
    without_particles,
    wrong,
)
from bot.progress.corrections import (
    all_of,
    measures_named,
    numbers_in,
    only_corrects,
    place_in,
    reason_in,
    status_named,
    text_put_right,
    wants_withdrawn,
)
from bot.progress.doubts import Ground, items_in, maybe_part
from bot.progress.drafts import for_unit
from bot.progress.mending import put_right
from bot.progress.mentions import find_mentions, flatten
from bot.progress.model import Draft, DraftItem, Period, Status
from bot.progress.orders import value_in
from bot.progress.purpose import asks
from bot.progress.steps import STATUS_CHOICES, StaleStep, Step
from bot.progress.wording import read
from bot.roster.authority import Actor

FRESH = timedelta(days=1)  # how long a draft takes plain sentences without asking


class Verdict(Enum):
    """What words do with a draft as a whole."""

    CONFIRM = auto()
    LEAVE = auto()
    CHANGE = auto()
    """Something is wrong with it, and it is not said what."""
    WAIT = auto()


_PERCENT = re.compile(r"(?:百分之)?\s*(\d{1,3})\s*[%％]?")
_VAGUE = re.compile(
    r"(?:大概|差不多|完成了?|已经?|还)*(?:不到|没到|一?小|一?大|过|超过|将近|接近)(?:一半|半|三分之一)(?:多|左右)?(?:了|吧)?"
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
_BESIDES = re.compile(
    r"^(?:\s|[哦噢啊哎呀诶对了，,]|另外|另|还有|同时|此外|又|也|补充|再[加补报](?:上?一?[个条])?|加上|并)+"
)
_WHY = re.compile(r"因为?|由于|主要|等|待|没|未|缺|暂|卡|还在|受")
_MOVES = frozenset({Status.DONE, Status.IN_PROGRESS})
_UNSURE = re.compile(r"不知道|不晓得|不清楚|不确定|拿不准|说不[好准上清]|想[一想]|忘了?|搞不清|分不清")
_SHORT = 24  # characters of a topic told instead of a number


def verdict(draft: Draft, words: str) -> Verdict | None:
    """What the words do with the draft as a whole; None where they are about something in it, or else."""
    shown = draft.step == Step.READY and not draft.held
    numbers = {str(item.measure) for item in draft.items}
    known = {str(item.percent) for item in draft.items} | (
        numbers if numbers <= set(re.findall(r"\d+", flatten(words))) else set()
    )
    if shown and assents(words, known):
        return Verdict.CONFIRM
    if shown and wrong(words):
        return Verdict.CHANGE
    asked = wants_withdrawn(words)
    if asked is not None and (asked[0] is None or str(asked[0]) in numbers):
        return Verdict.LEAVE if asked[0] is None or len(numbers) == 1 else None
    if leaves(words, known, several=len(draft.items) > 1) and not any(map(value_in, clauses(words))):
        return Verdict.LEAVE
    return Verdict.WAIT if shown and waits(words) else None


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
    for said in dict.fromkeys((words, essence(words))):
        if (place := place_in(said, len(draft.listed))) is not None:
            return steps.choose_measures(draft, plan, [draft.listed[place]])
        if numbers := numbers_in(said):
            return steps.choose_measures(draft, plan, numbers)
    if _UNSURE.search(words) and not read(flatten(words)).said:
        return draft
    if asks(without_particles(flatten(words))):
        return None
    if not read(flatten(words)).said and len(named := measures_named(words)) == 1:
        return steps.choose_measures(draft, plan, named)
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
    one = len(draft.items) == 1
    if one and (text := text_put_right(words)):
        return steps.set_text(draft, text, message)
    if (changed := put_right(draft, words, ground, message)) is not None:
        return changed
    if asks(without_particles(flatten(words))):
        return None
    if (reason := reason_in(words)) and all(item.status is Status.NIL for item in draft.items):
        return steps.set_text(draft, reason, message)
    items = items_in(words, draft.unit, ground, message)
    mentioned = bool(find_mentions(flatten(words), ground.bound(draft.unit)))
    if not mentioned and (rest := _BESIDES.sub("", words)) != words and measures_named(rest):
        items, mentioned = items_in(rest, draft.unit, ground, message), True  # 哦还有8条，推进中
    if items and (mentioned or not one or _elsewhere(draft, items)):
        return _merged(draft, items, ground)
    return _told_more(draft, words, ground, message) if one else None


def _told_more(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The card of one item with further words; where they say how it stands now, that counts."""
    reading, item = read(flatten(words)), draft.items[0]
    if reading.status is None:
        return (
            steps.add_words(draft, words, message) if item.status is Status.NIL and _reason(words) else None
        )
    more = steps.add_words(draft, words, message)
    title = ground.plan.by_number[item.measure].title
    of_all = reading.said and not _BESIDES.match(words) and not maybe_part(words, title, mentioned=True)
    if (
        reading.status is Status.BLOCKED
        or reading.percent is not None
        or (of_all and reading.status in _MOVES)
    ):
        return steps.put_right(more, 0, reading.status, reading.percent)
    return more


def _reason(words: str) -> bool:
    """Whether words may well be why nothing is new (主要是等资金批下来)."""
    return _WHY.search(words) is not None and not asks(without_particles(flatten(words)))


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
    """How far it is, where the words say nothing else (不止，进度大概六成); None for other words."""
    told = [(clause, value_in(clause)) for clause in clauses(words)]
    percents = [value.percent for _, value in told if value is not None]
    rest = all(value is not None or idle(clause) for clause, value in told)
    return percents[-1] if percents and rest else None


def _swallowed(before: Draft, taken: Draft, words: str) -> bool:
    """Whether a plain sentence became part of the draft, rather than an answer that only it could mean."""
    texts_before = {item.text for item in before.items} | {before.words}
    texts_now = {item.text for item in taken.items} | {taken.words}
    return any(words.strip() in text for text in texts_now - texts_before) or len(taken.items) > len(
        before.items
    )
