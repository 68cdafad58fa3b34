"""A correction that does not say of which item of a card (不对，是80%): kept until that is told."""

from collections.abc import Iterable
from dataclasses import replace

from bot.progress import steps
from bot.progress.answers import essence, is_filling
from bot.progress.doubts import Ground
from bot.progress.mending import correction_of
from bot.progress.model import Draft, Status
from bot.progress.steps import Step
from bot.progress.targets import point
from bot.progress.values import only_value


def unplaced(draft: Draft, words: str) -> Draft | None:
    """The card of several items asking which the words put right; None where they put nothing right."""
    if len(draft.items) < 2 or _value(words) is None:
        return None
    listed = tuple(dict.fromkeys(item.measure for item in draft.items))
    return replace(draft, step=Step.MEASURE, focus=None, words=words, parts=(), listed=listed)


def is_unplaced(draft: Draft) -> bool:
    """Whether the draft asks which of its items a correction is about."""
    return draft.step == Step.MEASURE and draft.focus is None and bool(draft.items and draft.words)


def placed(draft: Draft, measures: Iterable[int]) -> Draft:
    """The card with the correction made on these measures' items. Raises ReportError."""
    value, wanted = _value(draft.words), set(measures)
    changed = replace(draft, step=Step.READY, words="", listed=())
    for place, item in enumerate(draft.items):
        if value is not None and item.measure in wanted:
            changed = steps.put_right(changed, place, *value)
    return changed


def placed_by(draft: Draft, words: str, ground: Ground) -> Draft | None:
    """The card with the correction made where the words point (第11条 · 后面那个 · 都是); None elsewhere."""
    about = point(essence(words), draft.items, ground)
    if about is None or not about.places or not is_filling(about.rest):
        return None
    return placed(draft, (draft.items[place].measure for place in about.places))


def _value(words: str) -> tuple[Status | None, int | None] | None:
    """How it stands instead, as the words say; None where they name a measure, or say nothing of that."""
    if (value := only_value(words)) is not None:
        return value.status, value.percent
    right = correction_of(words)
    if right is None or right.wrong is not None or right.right is not None or right.of_all:
        return None
    return right.status, right.percent
