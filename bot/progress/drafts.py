"""The guided report, step by step. A draft is a stored row, so a restart in the middle loses nothing.

Each step is done again without harm, and an earlier answer may be given anew: the draft then asks for
whatever is still missing. Buttons carry the draft's ``origin``; one that belongs to an earlier draft is
told so instead of changing the present one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.cadence import CadenceRules
from bot.progress.mentions import flatten
from bot.progress.model import Attachment, Draft, DraftItem, Report, Status
from bot.progress.reports import (
    check_attachments,
    check_measure,
    check_percent,
    check_text,
    reports_of,
    require_reporting,
    submit,
)
from bot.progress.wording import read
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, NotAllowed


class Step(StrEnum):
    """What the person is asked for next."""

    UNIT = "unit"
    MEASURE = "measure"
    STATUS = "status"
    PERCENT = "percent"
    TEXT = "text"
    READY = "ready"


_ORDER = list(Step)
_PERCENT_ASKED = frozenset({Status.IN_PROGRESS, Status.BLOCKED})


class DraftError(Refused):
    """A step that does not fit the draft."""


class NoDraft(DraftError):
    """The person has no draft (any more)."""


class StaleStep(DraftError):
    """The button belongs to another draft, or the step to another place in this one."""


class DraftOpen(DraftError):
    """A new draft would throw away words or files of one not sent yet."""


def draft_of(reader: Reader, person: int) -> Draft | None:
    """The person's draft, if they are writing one."""
    return reader.get(Draft, str(person))


def current(records: Records, person: int, origin: str | None = None) -> Draft:
    """The person's draft. Raises NoDraft, and StaleStep if the button belongs to another."""
    draft = draft_of(records, person)
    if draft is None:
        raise NoDraft(texts.NO_DRAFT)
    if origin not in (None, draft.origin):
        raise StaleStep(texts.STALE_STEP)
    return draft


def begin(
    records: Records,
    plan: Plan,
    by: Actor,
    origin: str,
    now: datetime,
    *,
    unit: str | None = None,
    measures: Iterable[int] = (),
    items: Sequence[DraftItem] = (),
    words: str = "",
) -> Draft:
    """Start a report, asking for nothing that is known already.

    ``measures`` are taken over one status and text for all; ``items`` are parts whose answers are known,
    as free text gives them, and go straight to the card; ``words`` say how it stands before the measure
    is known. Without ``unit`` a person with one unit reports for that. The same origin again returns the
    draft it began, and so does a second tap on the same measure. Raises NotAllowed, NotBound, and
    DraftOpen where an unsent draft already holds words or files.
    """
    kept = draft_of(records, by.person)
    if kept is not None and kept.origin == origin:
        return kept
    if kept is not None and (kept.attachments or kept.words or any(item.text for item in kept.items)):
        raise DraftOpen(texts.draft_open(item.measure for item in kept.items))
    if kept is not None and kept.unit and unit in (None, kept.unit) and measures and not items:
        measures = tuple(measures)
        if kept.items == tuple(DraftItem(number) for number in measures):
            return kept
    chosen = list(items) or [DraftItem(number) for number in dict.fromkeys(measures)]
    own = [name for name in by.own_units if all(_binds(plan, name, item.measure) for item in chosen)]
    if unit is None and len(own) == 1:
        unit = own[0]
    draft = Draft(
        key=str(by.person),
        plan=plan.id,
        person=by.person,
        unit="",
        step=Step.UNIT,
        origin=origin,
        began_at=now,
        items=tuple(chosen),
        card=kept.card if kept is not None else None,
        words=check_text(words),
        heard=origin,
    )
    if unit is not None:
        draft = _for_unit(plan, by, draft, unit)
    elif not own:
        draft = _for_unit(plan, by, draft, next(iter(by.own_units), ""))
    if items and draft.unit:
        draft = replace(draft, step=Step.READY if ready(draft) else Step.STATUS)
    records.put(draft)
    return draft


def choose_unit(records: Records, plan: Plan, by: Actor, unit: str, *, origin: str | None = None) -> Draft:
    """Say which unit the report is for. Raises NotAllowed, NotBound, DraftError."""
    draft = current(records, by.person, origin)
    if draft.unit == unit:
        return draft
    if draft.step != Step.UNIT:
        raise StaleStep(texts.STALE_STEP)
    return _put(records, _for_unit(plan, by, draft, unit))


def choose_measure(
    records: Records, plan: Plan, person: int, number: int, *, origin: str | None = None
) -> Draft:
    """Say which measure the report is about; another choice keeps the answers given so far.

    Raises NotBound, DraftError.
    """
    draft = current(records, person, origin)
    if not draft.unit:
        raise StaleStep(texts.UNIT_FIRST)
    check_measure(plan, draft.unit, number)
    if [item.measure for item in draft.items] == [number] and draft.step != Step.MEASURE:
        return draft
    first = draft.items[0] if draft.items else _told(DraftItem(number), draft.words)
    changed = replace(draft, items=(replace(first, measure=number),), words="")
    check_attachments(plan, [number], draft.attachments)
    known = draft.words and ready(changed)
    return _put(records, replace(changed, step=Step.READY if known else _after(changed, Step.MEASURE)))


def choose_status(
    records: Records,
    person: int,
    status: Status,
    *,
    measure: int | None = None,
    origin: str | None = None,
) -> Draft:
    """Say how it stands: all items, or the one of that measure. Raises DraftError."""
    draft = current(records, person, origin)
    _needs(draft, Step.STATUS, texts.MEASURE_FIRST)
    percent_kept = status in _PERCENT_ASKED
    changed = _change(
        draft,
        measure,
        lambda item: (
            item
            if item.status is status
            else replace(item, status=status, percent=item.percent if percent_kept else None)
        ),
    )
    return _move(records, draft, changed, Step.STATUS)


def set_percent(
    records: Records,
    person: int,
    percent: int,
    *,
    measure: int | None = None,
    origin: str | None = None,
) -> Draft:
    """Say how far it is, 0-100. Raises ReportError outside that range, DraftError."""
    draft = current(records, person, origin)
    _needs(draft, Step.PERCENT, texts.STATUS_FIRST)
    check_percent(percent)
    about = [item for item in draft.items if measure in (None, item.measure)]
    if any(item.status not in _PERCENT_ASKED for item in about):
        raise StaleStep(texts.PERCENT_NOT_ASKED)
    changed = _change(draft, measure, lambda item: replace(item, percent=percent))
    return _move(records, draft, changed, Step.PERCENT)


def skip_percent(records: Records, person: int, *, origin: str | None = None) -> Draft:
    """Say that no percent is given. Raises DraftError."""
    draft = current(records, person, origin)
    _needs(draft, Step.PERCENT, texts.STATUS_FIRST)
    if draft.step != Step.PERCENT:
        return draft
    return _put(records, replace(draft, step=Step.TEXT))


def set_text(
    records: Records,
    person: int,
    text: str,
    *,
    measure: int | None = None,
    origin: str | None = None,
) -> Draft:
    """Put down what the person typed, in their own words; "" where there is nothing to add.

    Raises ReportError for too long a text, DraftError.
    """
    draft = current(records, person, origin)
    _needs(draft, Step.PERCENT, texts.STATUS_FIRST)
    said = check_text(text)
    changed = _change(draft, measure, lambda item: replace(item, text=said))
    return _put(records, replace(changed, step=Step.READY if ready(changed) else Step.STATUS))


def tells(draft: Draft, words: str) -> bool:
    """Whether words typed at this step belong to the draft: an answer, or how the work stands."""
    step = Step(draft.step)
    if step in (Step.PERCENT, Step.TEXT):
        return True
    if step is Step.READY and len(draft.items) > 1:
        return False
    return read(flatten(words)).status is not None


def hear(records: Records, person: int, words: str) -> Draft:
    """Take words in: a sentence typed at any step, or a caption.

    Before the status is known they may tell it with all else; on a draft that is ready they are added.
    Words that the draft holds already change nothing. Raises ReportError for too long a text, DraftError.
    """
    draft = current(records, person)
    step = Step(draft.step)
    if step in (Step.PERCENT, Step.TEXT):
        return set_text(records, person, words)
    if not draft.items:
        return _put(records, replace(draft, words=check_text(_added(draft.words, words))))
    if step is Step.READY:
        more = _change(draft, None, lambda item: replace(item, text=check_text(_added(item.text, words))))
        return _put(records, more)
    told = _change(draft, None, lambda item: _told(item, words))
    return _put(records, replace(told, step=Step.READY if ready(told) else step))


def mark_heard(records: Records, draft: Draft, update: str) -> Draft:
    """Remember which update the draft has taken in."""
    return _put(records, replace(draft, heard=update))


def attach(
    records: Records, plan: Plan, person: int, attachment: Attachment, *, origin: str | None = None
) -> Draft:
    """Add evidence; the same file twice is one. Raises ReportError over ten files, DraftError."""
    draft = current(records, person, origin)
    if any(kept.file_unique_id == attachment.file_unique_id for kept in draft.attachments):
        return draft
    attachments = (*draft.attachments, attachment)
    check_attachments(plan, [item.measure for item in draft.items], attachments)
    return _put(records, replace(draft, attachments=attachments))


def revise(records: Records, person: int, step: Step, *, origin: str | None = None) -> Draft:
    """Go back and ask one thing anew, keeping the other answers (修改). Raises DraftError."""
    draft = current(records, person, origin)
    if _ORDER.index(step) > _ORDER.index(Step(draft.step)):
        raise StaleStep(texts.STALE_STEP)
    return _put(records, replace(draft, step=step))


def show_on(records: Records, person: int, card: int) -> Draft:
    """Remember the message that shows the draft. Raises NoDraft."""
    return _put(records, replace(current(records, person, None), card=card))


def ready(draft: Draft) -> bool:
    """Whether nothing that a report needs is missing."""
    return bool(draft.unit and draft.items) and all(item.status is not None for item in draft.items)


def cancel(records: Records, person: int, *, origin: str | None = None) -> Draft | None:
    """Throw the draft away; None if there was none, or only a newer one than the button's."""
    draft = draft_of(records, person)
    if draft is None or origin not in (None, draft.origin):
        return None
    records.drop(Draft, draft.key)
    return draft


def confirm(
    records: Records, plan: Plan, rules: CadenceRules, by: Actor, now: datetime, *, origin: str
) -> list[Report]:
    """Send the draft that the pressed button shows; pressed again, it returns the reports it became.

    Raises what submit raises, NoDraft for a cancelled draft and StaleStep for an older one.
    """
    sent = reports_of(records, origin)
    if sent:
        if sent[0].author_id != by.person:
            raise NotAllowed(texts.NOT_YOURS)
        cancel(records, by.person, origin=origin)  # a kill may have come between the reports and their draft
        return sent
    return submit(records, plan, rules, by=by, draft=current(records, by.person, origin), now=now)


def _needs(draft: Draft, step: Step, message: str) -> None:
    """Refuse an answer to a question that the draft has not come to yet."""
    if not draft.unit:
        raise StaleStep(texts.UNIT_FIRST)
    if not draft.items:
        raise StaleStep(texts.MEASURE_FIRST)
    if _ORDER.index(Step(draft.step)) < _ORDER.index(step) and not ready(draft):
        raise StaleStep(message)


def _change(draft: Draft, measure: int | None, change: Callable[[DraftItem], DraftItem]) -> Draft:
    """The draft with all its items changed, or that of one measure."""
    if measure is not None and all(item.measure != measure for item in draft.items):
        raise StaleStep(texts.STALE_STEP)
    return replace(
        draft,
        items=tuple(change(item) if measure in (None, item.measure) else item for item in draft.items),
    )


def _move(records: Records, before: Draft, changed: Draft, answered: Step) -> Draft:
    """Store an answer and ask for what comes after it; the same answer again moves nothing."""
    if changed == before and before.step != answered:
        return before
    return _put(records, replace(changed, step=_after(changed, answered)))


def _after(draft: Draft, answered: Step) -> Step:
    """What to ask next, given what was just answered."""
    if not draft.items:
        return Step.MEASURE
    if any(item.status is None for item in draft.items):
        return Step.STATUS
    asked = [item for item in draft.items if item.status in _PERCENT_ASKED]
    if answered in (Step.MEASURE, Step.STATUS) and any(item.percent is None for item in asked):
        return Step.PERCENT
    return Step.READY if any(item.text for item in draft.items) else Step.TEXT


def _told(item: DraftItem, words: str) -> DraftItem:
    """The item as the words tell it: their status and percent where they name any."""
    if not words:
        return item
    reading = read(flatten(words))
    return replace(
        item, status=reading.status or item.status, percent=reading.percent, text=check_text(words)
    )


def _added(text: str, words: str) -> str:
    """The text with the words after it, unless it has them already."""
    if not text or words in text:
        return text or words
    return text + ("" if text.endswith(("。", "！", "；", "\n")) else "；") + words


def _for_unit(plan: Plan, by: Actor, draft: Draft, unit: str) -> Draft:
    """The draft for a unit that the actor may report for and all its measures bind."""
    require_reporting(by, unit)
    for item in draft.items:
        check_measure(plan, unit, item.measure)
    settled = replace(draft, unit=unit)
    return replace(settled, step=_after(settled, Step.UNIT))


def _binds(plan: Plan, unit: str, number: int) -> bool:
    return any(measure.number == number for measure, _ in plan.owned_by(unit))


def _put(records: Records, draft: Draft) -> Draft:
    records.put(draft)
    return draft
