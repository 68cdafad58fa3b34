"""What each answer makes of a draft: plain functions from one draft to the next, which store nothing.

Each may be done again without harm, and an earlier answer may be given anew: the draft then asks for
whatever is still missing. An answer is about all items of the draft, or about the one in focus.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.items import (
    PERCENT_ASKED,
    item_name,
    once,
    so_far,
    told,
    with_more,
    with_status,
    with_words,
)
from bot.progress.model import Attachment, Draft, DraftItem, Part, Period, Status, Tells
from bot.progress.reports import check_attachments, check_measure, check_percent, check_text
from bot.refusal import Refused


class Step(StrEnum):
    """What the person is asked for next."""

    UNIT = "unit"
    MEASURE = "measure"
    STATUS = "status"
    PERCENT = "percent"
    TEXT = "text"
    READY = "ready"


STATUS_CHOICES = (Status.IN_PROGRESS, Status.DONE, Status.BLOCKED, Status.NOT_STARTED, Status.NIL)
"""The statuses in the order in which they are offered."""

_ALL_OF_IT = 100
_ORDER = list(Step)


class DraftError(Refused):
    """A step that does not fit the draft."""


class StaleStep(DraftError):
    """The button belongs to another draft, or the step to another place in this one."""


def ready(draft: Draft) -> bool:
    """Whether nothing that a report needs is missing."""
    return bool(draft.unit and draft.items) and all(item.status is not None for item in draft.items)


def begun(draft: Draft) -> bool:
    """Whether a draft holds anything but what it is about."""
    told = any(item.text or item.status is not None for item in draft.items)
    return bool(told or draft.words or draft.attachments or draft.corrects)


def percent_open(draft: Draft) -> bool:
    """Whether the items that an answer is about want a percent, and have none."""
    asked = (draft.items[place] for place in about(draft))
    return any(item.percent is None and item.status in PERCENT_ASKED for item in asked)


def after(draft: Draft, answered: Step) -> Draft:
    """The draft at what to ask next, given what was just answered."""
    return _at(draft, _next(draft, answered))


def choose_measures(draft: Draft, plan: Plan, numbers: Sequence[int]) -> Draft:
    """Say which measures the report is about; another choice keeps the answers given so far.

    Raises NotBound, ReportError, DraftError.
    """
    if not draft.unit:
        raise StaleStep(texts.UNIT_FIRST)
    for number in numbers:
        check_measure(plan, draft.unit, number)
    if [item.measure for item in draft.items] == list(numbers) and draft.step != Step.MEASURE:
        return draft
    words = replace(told(DraftItem(0, period=draft.period), draft.words), parts=draft.parts)
    first = draft.items[draft.focus or 0] if draft.items else words
    chosen = tuple(replace(first, measure=number, rivals=()) for number in numbers)
    if draft.focus is not None:
        chosen = (*draft.items[: draft.focus], *chosen, *draft.items[draft.focus + 1 :])
    changed = replace(draft, items=once(chosen), words="", parts=())
    check_attachments(plan, [item.measure for item in changed.items], draft.attachments)
    return _at(changed, Step.READY) if draft.words and ready(changed) else after(changed, Step.MEASURE)


def choose_status(draft: Draft, status: Status) -> Draft:
    """Say how it stands; 本期无新进展 needs no words. Raises DraftError."""
    _needs(draft, Step.STATUS, texts.MEASURE_FIRST)
    return _moved(draft, _each(draft, lambda item: with_status(item, status)), Step.STATUS)


def set_percent(draft: Draft, percent: int) -> Draft:
    """Say how far it is, 0-100; where that was asked anew, of what was done also, which then it is not.

    Raises ReportError outside that range, DraftError.
    """
    _needs(draft, Step.PERCENT, texts.STATUS_FIRST)
    check_percent(percent)
    unasked = any(draft.items[place].status not in PERCENT_ASKED for place in about(draft))
    if unasked and draft.step != Step.PERCENT:
        raise StaleStep(texts.PERCENT_NOT_ASKED)
    return _moved(draft, _each(draft, lambda item: so_far(item, percent)), Step.PERCENT)


def ready_at(draft: Draft, percent: int) -> Draft:
    """How far it is, told where its status was asked. Raises ReportError, DraftError."""
    _needs(draft, Step.STATUS, texts.MEASURE_FIRST)
    check_percent(percent)
    done = Status.DONE if percent == _ALL_OF_IT else Status.IN_PROGRESS
    changed = _each(draft, lambda item: replace(item, status=done, percent=percent, maybe_part=False))
    return _at(changed, Step.READY) if ready(changed) else changed


def skip_percent(draft: Draft) -> Draft:
    """Say that no percent is given. Raises DraftError."""
    _needs(draft, Step.PERCENT, texts.STATUS_FIRST)
    return after(draft, Step.PERCENT) if draft.step == Step.PERCENT else draft


def set_text(draft: Draft, text: str, message: int | None = None) -> Draft:
    """Put down what was typed, in the person's own words; "" where there is nothing to add.

    ``message`` is the one that holds the words. Raises ReportError for too long a text, DraftError.
    """
    _needs(draft, Step.PERCENT, texts.STATUS_FIRST)
    said = check_text(text)
    parts = (Part(message, 0, len(said)),) if message is not None and said else ()
    changed = _each(draft, lambda item: replace(item, text=said, parts=parts))
    return _at(changed, Step.READY if ready(changed) else Step.STATUS)


def attach(draft: Draft, plan: Plan, attachment: Attachment) -> Draft:
    """Add evidence; the same file twice is one. Raises ReportError over ten files."""
    if any(kept.file_unique_id == attachment.file_unique_id for kept in draft.attachments):
        return draft
    attachments = (*draft.attachments, attachment)
    check_attachments(plan, [item.measure for item in draft.items], attachments)
    return replace(draft, attachments=attachments)


def revise(draft: Draft, step: Step, place: int | None = None) -> Draft:
    """Go back and ask one thing anew, of all items or of the one at ``place`` (修改). Raises DraftError."""
    if _ORDER.index(step) > _ORDER.index(Step(draft.step)):
        raise StaleStep(texts.STALE_STEP)
    if place is not None:
        item_at(draft, place)
    return replace(draft, step=step, focus=place)


def leave_out(draft: Draft, place: int) -> Draft:
    """Take one of several items out of the draft. Raises DraftError."""
    item = item_at(draft, place)
    if len(draft.items) == 1:
        raise StaleStep(texts.LAST_ITEM)
    return _at(replace(draft, items=tuple(each for each in draft.items if each is not item)), Step.READY)


def done_as_whole(draft: Draft, place: int, *, whole: bool) -> Draft:
    """Say whether 已完成 was meant of the whole measure, or of a part, which is then under way."""
    item = replace(item_at(draft, place), maybe_part=False)
    if not whole:
        item = replace(item, status=Status.IN_PROGRESS, percent=None)
    return _with_item(draft, place, item)


def settle_measure(draft: Draft, plan: Plan, place: int, number: int) -> Draft:
    """Say which measure the words were about, where several fit. Raises NotBound, ReportError, DraftError."""
    item = item_at(draft, place)
    check_measure(plan, draft.unit, number)
    changed = _with_item(draft, place, replace(item, measure=number, rivals=()))
    check_attachments(plan, [each.measure for each in changed.items], draft.attachments)
    return changed


def set_period(draft: Draft, place: int, period: Period) -> Draft:
    """Say which cycle one item speaks of."""
    return _with_item(draft, place, replace(item_at(draft, place), period=period, maybe_previous=False))


def add_words(draft: Draft, words: str, message: int | None = None) -> Draft:
    """Take in a sentence typed at any step, or a caption.

    Before the status is known it may tell it with all else; on a draft that is ready it is added. Words that
    the draft holds already change nothing. Raises ReportError for too long a text, DraftError.
    """
    step = Step(draft.step)
    if step in (Step.PERCENT, Step.TEXT):
        return set_text(draft, words, message)
    if not draft.items:
        text, parts = with_words(draft.words, draft.parts, words, message, Tells.STATUS)
        return replace(draft, words=text, parts=parts)
    if step is Step.READY:
        return _each(draft, lambda item: with_more(item, words, message))
    changed = _each(draft, lambda item: told(item, words, message))
    return _at(changed, Step.READY) if ready(changed) else changed


def merge(draft: Draft, plan: Plan, items: Sequence[DraftItem]) -> Draft:
    """Add what was said of further measures; of the same measure and cycle the later word counts.

    Raises NotBound, ReportError.
    """
    for item in items:
        check_measure(plan, draft.unit, item.measure)
    changed = replace(draft, items=once((*draft.items, *items)), focus=None)
    check_attachments(plan, [item.measure for item in changed.items], draft.attachments)
    return _at(changed, Step.READY) if ready(changed) else replace(changed, step=Step.STATUS)


def put_right(draft: Draft, place: int, status: Status | None, percent: int | None) -> Draft:
    """Change how one item stands, its words kept (不对，是17%). Raises ReportError, DraftError."""
    item = replace(item_at(draft, place), maybe_part=False)
    if status is not None:
        item = with_status(item, status)
    if percent is not None:
        check_percent(percent)
        item = so_far(item, percent)
        item = replace(item, status=Status.DONE) if percent == _ALL_OF_IT else item
    return _with_item(draft, place, item)


def about(draft: Draft) -> range:
    """The places of the items that an answer is about."""
    return range(len(draft.items)) if draft.focus is None else range(draft.focus, draft.focus + 1)


def item_at(draft: Draft, place: int) -> DraftItem:
    """The item at a place that a button names. Raises StaleStep where there is none."""
    if not 0 <= place < len(draft.items):
        raise StaleStep(texts.STALE_STEP)
    return draft.items[place]


def place_of(draft: Draft, name: str) -> int:
    """Where the item of that name stands now. Raises StaleStep where it is gone."""
    names = [item_name(item) for item in draft.items]
    if name not in names:
        raise StaleStep(texts.STALE_STEP)
    return names.index(name)


def _next(draft: Draft, answered: Step) -> Step:
    if not draft.items:
        return Step.MEASURE
    if any(item.status is None for item in draft.items):
        return Step.STATUS
    if draft.focus is not None and answered is Step.MEASURE:
        return Step.READY
    if answered in (Step.MEASURE, Step.STATUS) and percent_open(draft):
        return Step.PERCENT
    if draft.focus is not None or any(item.text for item in draft.items):
        return Step.READY
    return Step.READY if all(item.status is Status.NIL for item in draft.items) else Step.TEXT


def _at(draft: Draft, step: Step) -> Draft:
    return replace(draft, step=step, focus=None if step is Step.READY else draft.focus)


def _needs(draft: Draft, step: Step, message: str) -> None:
    """Refuse an answer to a question that the draft has not come to yet."""
    if not draft.unit:
        raise StaleStep(texts.UNIT_FIRST)
    if not draft.items:
        raise StaleStep(texts.MEASURE_FIRST)
    if _ORDER.index(Step(draft.step)) < _ORDER.index(step) and not ready(draft):
        raise StaleStep(message)


def _moved(before: Draft, changed: Draft, answered: Step) -> Draft:
    """Ask for what comes after an answer; the same answer again moves nothing."""
    return before if changed == before and before.step != answered else after(changed, answered)


def _each(draft: Draft, change: Callable[[DraftItem], DraftItem]) -> Draft:
    places = about(draft)
    items = (change(item) if place in places else item for place, item in enumerate(draft.items))
    return replace(draft, items=tuple(items))


def _with_item(draft: Draft, place: int, item: DraftItem) -> Draft:
    items = (*draft.items[:place], item, *draft.items[place + 1 :])
    return replace(draft, items=once(items))
