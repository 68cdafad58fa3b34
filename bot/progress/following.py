"""An edited message: the report that was read from it, unsent or sent, follows the new words."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.progress import texts
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground, items_in
from bot.progress.mentions import find_mentions
from bot.progress.model import DraftItem, Part, Status, Tells
from bot.progress.reports import ReportError, check_text
from bot.progress.wording import read


class NotReadable(ReportError):
    """The edited words tell no report any more."""


def follow(
    items: Sequence[DraftItem], message: int, words: str, unit: str, ground: Ground
) -> list[DraftItem]:
    """The items after their message was edited to these words; equal to before where nothing changes.

    A message that told the measures is read anew; one that told how it stands tells that anew; one that only
    added words has them replaced. Raises NotReadable, ReportError.
    """
    told = [item for item in items if any(part.message == message for part in item.parts)]
    if not told:
        return list(items)
    tells = {part.tells for item in told for part in item.parts if part.message == message}
    if Tells.MEASURE in tells:
        place = items.index(told[0])
        fresh = _anew(told, message, words, unit, ground)
        return [*items[:place], *fresh, *(item for item in items[place:] if item not in told)]
    if Tells.STATUS in tells:
        reading = read(flatten(words))
        if reading.status is None:
            raise NotReadable(texts.EDIT_UNREAD)
        return [
            replace(_spliced(item, message, words), status=reading.status, percent=reading.percent)
            if item in told
            else item
            for item in items
        ]
    return [_spliced(item, message, words) if item in told else item for item in items]


def splice(
    text: str, parts: Sequence[Part], start: int, end: int, words: str
) -> tuple[str, tuple[Part, ...]]:
    """The text with a stretch of it replaced, and where each message's words are now."""
    longer = len(words) - (end - start)
    moved = (
        replace(
            part,
            start=part.start + longer if part.start >= end else part.start,
            end=part.end + longer if part.end >= end else part.end,
        )
        for part in parts
    )
    return check_text(text[:start] + words + text[end:]), tuple(moved)


def _anew(told: list[DraftItem], message: int, words: str, unit: str, ground: Ground) -> list[DraftItem]:
    """The items that the message tells by its new words, in place of those it told."""
    measures = [item.measure for item in told]
    again = replace(ground, owed=lambda _: measures, missed=lambda _: measures)
    fresh = items_in(words, unit, again, message)
    unnamed = not find_mentions(flatten(words), ground.bound(unit))
    if len(told) == 1 and unnamed and len(fresh) <= 1:
        fresh = _of_same_measure(told[0], fresh, words, message)
    if not fresh:
        raise NotReadable(texts.EDIT_UNREAD)
    by_measure = {item.measure: item for item in told}
    kept = [_with_additions(by_measure.get(item.measure), item, message) for item in fresh]
    if len(told) == len(fresh) == 1:
        kept = [_with_additions(told[0], fresh[0], message)]
    return kept


def _of_same_measure(before: DraftItem, fresh: list[DraftItem], words: str, message: int) -> list[DraftItem]:
    """Words that name no measure by number keep the one they were taken for, unless they fit another."""
    if fresh and (fresh[0].measure == before.measure or not fresh[0].rivals):
        return [replace(fresh[0], period=before.period)]
    reading = read(flatten(words))
    if reading.status is None:
        return []
    text = check_text(words)
    part = Part(message, 0, len(text), Tells.MEASURE)
    maybe = before.maybe_part and reading.status is Status.DONE
    return [
        replace(
            before,
            status=reading.status,
            percent=reading.percent,
            text=text,
            parts=(part,),
            maybe_part=maybe,
        )
    ]


def _with_additions(before: DraftItem | None, item: DraftItem, message: int) -> DraftItem:
    """The item as read anew, with what other messages had added to it."""
    if before is None or before.parts == () or before.parts[-1].message == message:
        return item
    own = next((part for part in before.parts if part.message == message), None)
    if own is None:
        return item
    text, parts = splice(before.text, before.parts, own.start, own.end, item.text)
    return replace(item, text=text, parts=parts)


def _spliced(item: DraftItem, message: int, words: str) -> DraftItem:
    parts = [part for part in item.parts if part.message == message]
    if not parts or any(after.start < part.end for part, after in pairwise(item.parts)):
        return item
    text, moved = splice(item.text, item.parts, parts[0].start, parts[0].end, words.strip())
    return replace(item, text=text, parts=moved)
