"""Words that answer what a draft asks: which measure, how it stands, how far it is, what was done."""

from collections.abc import Sequence
from dataclasses import replace

from bot.patterns import late
from bot.progress import steps
from bot.progress.answers import (
    agrees,
    assents,
    clauses,
    empty,
    essence,
    slip,
    telling,
    trimmed,
    without_particles,
)
from bot.progress.corrections import (
    all_of,
    besides_measures,
    measures_named,
    numbers_in,
    place_in,
    reason_in,
    status_named,
)
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground, items_in
from bot.progress.mending import put_right
from bot.progress.mentions import find_mentions
from bot.progress.model import Draft, DraftItem, Status
from bot.progress.purpose import asks
from bot.progress.steps import STATUS_CHOICES, Step
from bot.progress.unplaced import is_unplaced, placed_by
from bot.progress.values import only_value, value_in
from bot.progress.wishes import measures_wished
from bot.progress.wording import facts, read

_ALL_OF_IT = 100
_PERCENT = late(r"(?:百分之)?\s*(\d{1,3})\s*[%％]?")
_VAGUE = late(
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
_NONE_OF_THEM = late(
    r"(?:上面的?|这些|以上)?(?:都|全)?(?:不是|没有|不在(?:里面|上面|其中)?|没(?:我)?要的)(?:这些|的)?"
)
_UNSURE = late(
    r"[算估]不(?:出|准|清)|没法[算估说]|没(?:怎么)?[统算估]|不知道|不晓得|不清楚|不确定|拿不准|说不[好准上清]|想[一想]|忘了?|搞不清|分不清"
)
_REMARK = 10  # characters of a clause that only says that one does not know
_SHORT = 24  # characters of a topic told instead of a number


def measure_told(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The draft with the measure that the words tell; None where they tell none. Raises Refused."""
    if is_unplaced(draft):
        return placed_by(draft, words, ground)
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
    only = not (read(flatten(words)).said or facts(besides_measures(words)))
    if only and len(named := measures_named(words)) == 1:
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


def status_told(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The draft with how it stands; None where the words do not say. Raises Refused."""
    if (status := status_named(words)) is not None and not draft.named:
        return _stands(draft, status)
    wished = measures_wished(words)
    if wished and wished != tuple(item.measure for item in draft.items) and not steps.begun(draft):
        period = draft.items[0].period  # 等等，先报17
        return steps.merge(
            replace(draft, items=()), ground.plan, [DraftItem(n, period=period) for n in wished]
        )
    if (share := _PERCENT.fullmatch(trimmed(words))) and int(share[1]) not in ground.plan.by_number:
        return steps.ready_at(draft, int(share[1]))
    for clause in clauses(words):
        if (place := place_in(clause, len(STATUS_CHOICES))) is not None:
            return _stands(draft, STATUS_CHOICES[place])
    told = [clause for clause in telling(words) if not slip(clause)]
    alone = value_in(told[0]) if len(told) == 1 else None
    if alone is not None and alone.status is not None and alone.percent is None and not draft.named:
        return _stands(draft, alone.status)
    if asks(without_particles(flatten(words))):
        return None
    if (moved := _of_another(draft, words, ground, message)) is not None:
        return moved
    if others := _others(draft, words, ground, message):
        begun = tuple(item for item in draft.items if item.text or item.status is not None)
        return steps.merge(replace(draft, items=begun), ground.plan, others)
    value = only_value(words)
    if value is not None and draft.items[steps.about(draft)[0]].text:
        stands = _stands(draft, value.status or Status.IN_PROGRESS)
        return stands if value.percent is None else steps.set_percent(stands, value.percent)
    if read(flatten(words)).status is None:
        return None
    return steps.add_words(draft, words, message)


def _of_another(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The draft about another measure, where the words put only that right (不是22，是21); else None."""
    changed = put_right(draft, words, ground, message)
    if changed is None or changed.items == tuple(
        replace(new, measure=old.measure) for new, old in zip(changed.items, draft.items, strict=False)
    ):
        return None
    stays = all(
        replace(new, measure=old.measure, rivals=old.rivals) == old
        for new, old in zip(changed.items, draft.items, strict=False)
    )
    return changed if stays and len(changed.items) == len(draft.items) else None


def _stands(draft: Draft, status: Status) -> Draft:
    """The draft with its status typed: who types it may type more, and is asked nothing."""
    told = steps.choose_status(draft, status)
    return replace(told, step=Step.READY, focus=None) if steps.ready(told) and draft.focus is None else told


def percent_told(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The draft with how far it is, or with what was told instead. Raises Refused."""
    said = trimmed(words)
    if says_no_more(words):
        return steps.skip_percent(draft)
    if found := _PERCENT.fullmatch(said):
        return steps.set_percent(draft, int(found[1]))
    if asks(without_particles(flatten(words))):
        return None
    if (value := only_value(words)) is not None and value.percent is not None and value.percent < _ALL_OF_IT:
        return steps.set_percent(draft, value.percent)
    if (figure := figure_in(words)) is not None:
        return _so_far(draft, *figure, message)
    return text_told(draft, words, ground, message)


def says_no_more(words: str) -> bool:
    """Whether the words say that nothing can be told, or nothing is to be added (跳过, 不清楚)."""
    return trimmed(words) in _NO_MORE or _VAGUE.fullmatch(trimmed(words)) is not None or _unsure(words)


def _unsure(words: str) -> bool:
    """Whether the words say that one does not know, and no more (算不出来)."""
    told = [clause for clause in clauses(words) if not (empty(clause) or agrees(clause))]
    return bool(told) and all(_UNSURE.search(clause) and len(clause) <= _REMARK for clause in told)


def figure_in(words: str) -> tuple[int, str] | None:
    """The figure that is a clause of its own, and what else is told (54，手快打颠倒了); None without one."""
    told = [clause for clause in telling(words) if not slip(clause)]
    figures = [int(found[1]) for clause in told if (found := _PERCENT.fullmatch(clause))]
    if len(figures) != 1:
        return None
    return figures[0], "，".join(clause for clause in told if not _PERCENT.fullmatch(clause))


def _so_far(draft: Draft, percent: int, more: str, message: int | None) -> Draft:
    """The draft with how far it is; what is told beside stays its words, but an excuse for a slip does not.

    Asked anew, a remark that tells nothing of work is such an excuse.
    """
    anew = steps.ready(draft) and all(draft.items[place].text for place in steps.about(draft))
    changed = steps.set_percent(draft, percent)
    if not more or (anew and not (facts(more) or read(flatten(more)).said)):
        return changed
    return steps.add_words(changed, more, message)


def text_told(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The draft with the words as its text, where they are no question. Raises Refused."""
    if trimmed(words) in _NO_MORE or assents(words):
        return steps.set_text(draft, "")
    if asks(without_particles(flatten(words))):
        return None
    if others := _others(draft, words, ground, message):
        return steps.merge(steps.set_text(draft, ""), ground.plan, others)
    return steps.set_text(draft, reason_in(words) or words, message)


def _others(draft: Draft, words: str, ground: Ground, message: int | None) -> list[DraftItem]:
    """A report on further measures, told by number, where something else of the draft was asked."""
    named = {number for mention in find_mentions(flatten(words), ()) for number in mention.numbers}
    if not named - {item.measure for item in draft.items}:
        return []
    return items_in(words, draft.unit, ground, message)
