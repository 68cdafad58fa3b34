"""What words typed while a draft is open do to it: its question answered, something put right, more added.

Plain functions: they look at the draft as it stands and give the next one, or None where the words are
nothing for it, which makes them a question.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.progress import steps, texts
from bot.progress.answers import (
    after_preface,
    assents,
    clauses,
    essence,
    slip,
    trimmed,
    without_particles,
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
)
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground, items_in, maybe_part
from bot.progress.drafts import for_unit
from bot.progress.mending import put_right
from bot.progress.mentions import find_mentions
from bot.progress.model import Draft, DraftItem, Status
from bot.progress.orders import only_value
from bot.progress.purpose import asks
from bot.progress.settling import doubt_settled
from bot.progress.steps import STATUS_CHOICES, StaleStep, Step
from bot.progress.unplaced import is_unplaced, placed_by, unplaced
from bot.progress.wording import facts, read
from bot.roster.authority import Actor

_ALL_OF_IT = 100
FRESH = timedelta(days=1)  # how long a draft takes plain sentences without asking


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
_BESIDES = re.compile(
    r"^(?:\s|[哦噢啊哎呀诶对了，,]|另外|另|还有|同时|此外|又|也|补充|再[加补报](?:上?一?[个条])?|加上|并)+"
)
_OR_NOT = re.compile(r"(?<![都也还])没[啊呀呢]?[?？\s]*$")  # 5条跟我们有关系没
_ADDING = re.compile(
    r"^(?:\s|[哦噢啊哎呀诶对了，,把将]|另外|另|还有|同时|此外|又|也|补充|再?(?:帮我|给我)?[加补报](?:上?一?[个条])?|再|加上|并)+"
    r"|(?<=[条项])(?:也|给我|一并|一起)*(?:[加补添算报]上|加进)(?:去|来|吧|了)*"
)
_WHY = re.compile(
    r"因为?|由于|主要|等|待|没|未|缺|暂|卡|还在|受|不[够足到齐]|[太很]?[难慢少紧]|跟不上|不配合"
)
_MOVES = frozenset({Status.DONE, Status.IN_PROGRESS})
_EXPLAINED = frozenset({Status.NIL, Status.BLOCKED, Status.NOT_STARTED})
_UNSURE = re.compile(r"不知道|不晓得|不清楚|不确定|拿不准|说不[好准上清]|想[一想]|忘了?|搞不清|分不清")
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
        return _stands(draft, status)
    for clause in clauses(words):
        if (place := place_in(clause, len(STATUS_CHOICES))) is not None:
            return _stands(draft, STATUS_CHOICES[place])
    if (value := only_value(words)) is not None and value.status is not None:
        told = _stands(draft, value.status)
        return told if value.percent is None else steps.set_percent(told, value.percent)
    if asks(without_particles(flatten(words))):
        return None
    if others := _others(draft, words, ground, message):
        return steps.merge(draft, ground.plan, others)
    if read(flatten(words)).status is None:
        return None
    return steps.add_words(draft, words, message)


def _stands(draft: Draft, status: Status) -> Draft:
    """The draft with its status told; where its words stand already, nothing more is asked."""
    told = steps.choose_status(draft, status)
    worded = steps.ready(told) and all(told.items[place].text for place in steps.about(told))
    return replace(told, step=Step.READY, focus=None) if worded and draft.focus is None else told


def _percent(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    said = trimmed(words)
    if said in _NO_MORE:
        return steps.skip_percent(draft)
    if found := _PERCENT.fullmatch(said):
        return steps.set_percent(draft, int(found[1]))
    if asks(without_particles(flatten(words))):
        return None
    if (value := only_value(words)) is not None and value.percent is not None and value.percent < _ALL_OF_IT:
        return steps.set_percent(draft, value.percent)
    if _VAGUE.fullmatch(said):
        return steps.skip_percent(draft)
    return _text(draft, words, ground, message)


def _text(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    if trimmed(words) in _NO_MORE or assents(words):
        return steps.set_text(draft, "")
    if asks(without_particles(flatten(words))):
        return None
    if others := _others(draft, words, ground, message):
        return steps.merge(steps.set_text(draft, ""), ground.plan, others)
    if (value := only_value(words)) is not None and value.status is not None and _wrong_before(words):
        return steps.choose_status(replace(draft, step=Step.STATUS), value.status)
    return steps.set_text(draft, reason_in(words) or words, message)


def _at_card(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    if (settled := doubt_settled(draft, words, ground)) is not None:
        return settled
    one = len(draft.items) == 1
    if one and (text := text_put_right(words)):
        return steps.set_text(draft, text, message)
    if (changed := put_right(draft, words, ground, message)) is not None:
        return changed
    if asks(without_particles(flatten(words))) or _OR_NOT.search(words):
        return None
    if (reason := reason_in(words)) and all(item.status is Status.NIL for item in draft.items):
        return steps.set_text(draft, reason, message)
    items = items_in(words, draft.unit, ground, message)
    mentioned = bool(find_mentions(flatten(words), ground.bound(draft.unit)))
    if not mentioned and (rest := _ADDING.sub("", after_preface(words))) != words and measures_named(rest):
        items, mentioned = _added(rest, draft.unit, ground, message), True  # 哦还有8条，推进中
    if items and (mentioned or not one or _elsewhere(draft, items)):
        return _merged(draft, items, ground)
    if not one:
        return None if items else unplaced(draft, words)
    return _told_more(draft, words, ground, message)


def _added(words: str, unit: str, ground: Ground, message: int | None) -> list[DraftItem]:
    """What words report that add a measure by its number (再把10条加上，也是推进中)."""
    if items := items_in(words, unit, ground, message):
        return items
    said = read(flatten(words)).status is not None
    return [steps.told(DraftItem(number), words, message) for number in measures_named(words) if said]


def _told_more(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The card of one item with further words; where they say how it stands now, that counts."""
    reading, item = read(flatten(words)), draft.items[0]
    explains = item.status in _EXPLAINED and _reason(words)
    if explains and (reading.status is None or (item.status is Status.NIL and reading.percent is None)):
        return steps.add_words(draft, words, message)
    if reading.status is None:
        return None
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
    """Whether words may well be why nothing is new, or what the difficulty is (主要是等资金批下来)."""
    return _WHY.search(words) is not None and not asks(without_particles(flatten(words)))


def _merged(draft: Draft, items: Sequence[DraftItem], ground: Ground) -> Draft:
    """The card with more items; what only puts an earlier one right keeps that one's words."""
    known = {(item.measure, item.period): item for item in draft.items}
    merged = []
    for item in items:
        before = known.get((item.measure, item.period))
        if before is not None and item.percent is None and not read(flatten(item.text)).said:
            more = f"{before.text}；{item.text}" if before.text else item.text
            now = item.status if before.status is Status.NIL and facts(item.text) else before.status
            item = replace(before, status=now, text=more)  # noqa: PLW2901 - 11条再加个：下架软件3款
        elif before is not None and (only_corrects(item.text) or not _tells_more(item)):
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


def _wrong_before(words: str) -> bool:
    """Whether the words take back what was answered before (哦不，是已完成)."""
    return any(map(slip, clauses(words)))


def _swallowed(before: Draft, taken: Draft, words: str) -> bool:
    """Whether a plain sentence became part of the draft, rather than an answer that only it could mean."""
    texts_before = {item.text for item in before.items} | {before.words}
    texts_now = {item.text for item in taken.items} | {taken.words}
    return any(words.strip() in text for text in texts_now - texts_before) or len(taken.items) > len(
        before.items
    )
