"""The report being written, as a stored row: a restart in the middle loses nothing.

Each act here is one rule for a transaction around a step of :mod:`bot.progress.steps`. Buttons carry the
draft's ``origin``; one that belongs to an earlier draft is told so instead of changing the present one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.plan.model import Plan
from bot.progress import steps, texts
from bot.progress.cadence import CadenceRules
from bot.progress.dictated import flatten
from bot.progress.items import PERCENT_ASKED
from bot.progress.model import Attachment, Draft, DraftItem, Part, Period, Report, Status, Tells
from bot.progress.percents import beyond_all
from bot.progress.reports import check_measure, check_text, reports_of, require_reporting, submit
from bot.progress.steps import DraftError, StaleStep, Step, ready
from bot.records import Reader, Records
from bot.roster.authority import Actor, NotAllowed

__all__ = ["DraftError", "DraftOpen", "NoDraft", "StaleStep", "Step", "ready"]

Change = Callable[[Draft], Draft]


class NoDraft(DraftError):
    """The person has no draft (any more)."""


class DraftOpen(DraftError):
    """A new draft would throw away words or files of one not sent yet."""


def draft_of(reader: Reader, person: int) -> Draft | None:
    """The person's draft, if they are writing one."""
    return reader.get(Draft, str(person))


def current(reader: Reader, person: int, origin: str | None = None) -> Draft:
    """The person's draft. Raises NoDraft, and StaleStep if the button belongs to another."""
    draft = draft_of(reader, person)
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
    message: int | None = None,
    period: Period = Period.CURRENT,
    corrects: Sequence[Report] = (),
) -> Draft:
    """Start a report, asking for nothing that is known already.

    ``measures`` are taken over one status and text for all; ``items`` are parts whose answers are known,
    as free text gives them, and go straight to the card; ``words`` of that ``message`` say how it stands
    before the measure is known. ``corrects`` are sent reports that this one puts right; their evidence
    comes with it. Without ``unit`` a person with one unit reports for that. The same origin again returns
    the draft it began, and so does a second tap on the same measure. Raises NotAllowed, NotBound, and
    DraftOpen where an unsent draft already holds words or files.
    """
    kept = draft_of(records, by.person)
    if kept is not None and kept.origin == origin:
        return kept
    if kept is not None and holds_words(kept):
        raise DraftOpen(texts.draft_open(item.measure for item in kept.items))
    if kept is not None and kept.unit and unit in (None, kept.unit) and measures and not items:
        measures = tuple(measures)
        if kept.items == tuple(DraftItem(number) for number in measures):
            return kept
    chosen = list(items) or [DraftItem(number, period=period) for number in dict.fromkeys(measures)]
    own = [name for name in by.own_units if all(_binds(plan, name, item.measure) for item in chosen)]
    if unit is None and len(own) == 1:
        unit = own[0]
    said = check_text(words)
    evidence = {file.file_unique_id: file for report in corrects for file in report.attachments}
    draft = Draft(
        key=str(by.person),
        plan=plan.id,
        person=by.person,
        unit="",
        step=Step.UNIT,
        origin=origin,
        began_at=now,
        items=tuple(chosen),
        attachments=tuple(evidence.values()),
        card=kept.card if kept is not None else None,
        words=said,
        heard=origin,
        period=period,
        parts=(Part(message, 0, len(said), Tells.STATUS),) if message is not None and said else (),
        corrects=tuple(report.key for report in corrects),
    )
    if unit is not None:
        draft = for_unit(plan, by, draft, unit)
    elif not own:
        draft = for_unit(plan, by, draft, next(iter(by.own_units), ""))
    if items and draft.unit:
        draft = _slips_asked(replace(draft, step=Step.READY if ready(draft) else Step.STATUS))
    return put(records, draft)


def holds_words(draft: Draft) -> bool:
    """Whether a draft holds what its writer would have to type or send again."""
    return bool(draft.attachments or draft.words or any(item.text for item in draft.items))


def choose_unit(records: Records, plan: Plan, by: Actor, unit: str, *, origin: str | None = None) -> Draft:
    """Say which unit the report is for. Raises NotAllowed, NotBound, DraftError."""
    draft = current(records, by.person, origin)
    if draft.unit == unit:
        return draft
    if draft.step != Step.UNIT:
        raise StaleStep(texts.STALE_STEP)
    return put(records, for_unit(plan, by, draft, unit))


def for_unit(plan: Plan, by: Actor, draft: Draft, unit: str) -> Draft:
    """The draft for a unit that the actor may report for and all its measures bind.

    Raises NotAllowed, NotBound.
    """
    require_reporting(by, unit)
    for item in draft.items:
        check_measure(plan, unit, item.measure)
    return steps.after(replace(draft, unit=unit), Step.UNIT)


def change(
    records: Records, person: int, step: Change, *, origin: str | None = None, heard: str = ""
) -> Draft:
    """Take one step with the person's draft; the update ``heard`` again takes none.

    Raises NoDraft, and what the step raises.
    """
    draft = current(records, person, origin)
    if heard and draft.heard == heard:
        return draft
    return put(records, replace(step(draft), heard=heard or draft.heard))


def choose_measure(
    records: Records, plan: Plan, person: int, number: int, *, origin: str | None = None
) -> Draft:
    """:func:`steps.choose_measures` for one measure."""
    return change(records, person, lambda draft: steps.choose_measures(draft, plan, [number]), origin=origin)


def choose_status(records: Records, person: int, status: Status, *, origin: str | None = None) -> Draft:
    """:func:`steps.choose_status`."""
    return change(records, person, lambda draft: steps.choose_status(draft, status), origin=origin)


def set_percent(records: Records, person: int, percent: int, *, origin: str | None = None) -> Draft:
    """:func:`steps.set_percent`."""
    return change(records, person, lambda draft: steps.set_percent(draft, percent), origin=origin)


def skip_percent(records: Records, person: int, *, origin: str | None = None) -> Draft:
    """:func:`steps.skip_percent`."""
    return change(records, person, steps.skip_percent, origin=origin)


def set_text(
    records: Records, person: int, text: str, *, message: int | None = None, origin: str | None = None
) -> Draft:
    """:func:`steps.set_text`."""
    return change(records, person, lambda draft: steps.set_text(draft, text, message), origin=origin)


def attach(
    records: Records, plan: Plan, person: int, attachment: Attachment, *, origin: str | None = None
) -> Draft:
    """:func:`steps.attach`."""
    return change(records, person, lambda draft: steps.attach(draft, plan, attachment), origin=origin)


def revise(
    records: Records, person: int, step: Step, *, place: int | None = None, origin: str | None = None
) -> Draft:
    """:func:`steps.revise`."""
    return change(records, person, lambda draft: steps.revise(draft, step, place), origin=origin)


def show_on(records: Records, person: int, card: int, listed: tuple[int, ...] = ()) -> Draft:
    """Remember the message that shows the draft, and the measures it lists to choose from. Raises NoDraft."""
    return change(records, person, lambda draft: replace(draft, card=card, listed=listed))


def cancel(records: Records, person: int, *, origin: str | None = None) -> Draft | None:
    """Throw the draft away; None if there was none, or only a newer one than the button's."""
    draft = draft_of(records, person)
    if draft is None or origin not in (None, draft.origin):
        return None
    records.drop(Draft, draft.key)
    return draft


def confirm(
    records: Records,
    plan: Plan,
    rules: CadenceRules,
    by: Actor,
    now: datetime,
    *,
    origin: str,
    issued_at: datetime | None = None,
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
    draft = current(records, by.person, origin)
    return submit(records, plan, rules, by=by, draft=draft, now=now, issued_at=issued_at)


def put(records: Records, draft: Draft) -> Draft:
    """Store a draft and hand it back."""
    records.put(draft)
    return draft


def _binds(plan: Plan, unit: str, number: int) -> bool:
    return any(measure.number == number for measure, _ in plan.owned_by(unit))


def _slips_asked(draft: Draft) -> Draft:
    """A draft that is ready, but for the percent of an item that tells of more than all of it (130%)."""
    places = [
        place
        for place, item in enumerate(draft.items)
        if item.percent is None and item.status in PERCENT_ASKED and beyond_all(flatten(item.text))
    ]
    if draft.step != Step.READY or not places:
        return draft
    return replace(draft, step=Step.PERCENT, focus=places[0] if len(draft.items) > 1 else None)
