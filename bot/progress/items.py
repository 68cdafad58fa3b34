"""What words and answers make of one item of a draft; and each item once, where several tell of one thing."""

from collections.abc import Sequence
from dataclasses import replace

from bot.progress.answers import without_particles
from bot.progress.dictated import flatten
from bot.progress.model import DraftItem, Part, Period, Status, Tells
from bot.progress.reports import check_text
from bot.progress.wording import read

PERCENT_ASKED = frozenset({Status.IN_PROGRESS, Status.BLOCKED})
_ENDS = ("。", "！", "；", "\n")


def told(item: DraftItem, words: str, message: int | None = None) -> DraftItem:
    """The item as the words tell it: their status and percent where they name any."""
    if not words:
        return item
    reading, text = read(flatten(without_particles(words))), check_text(words)
    parts = (Part(message, 0, len(text), Tells.STATUS),) if message is not None else item.parts
    return replace(
        item, status=reading.status or item.status, percent=reading.percent, text=text, parts=parts
    )


def with_status(item: DraftItem, status: Status) -> DraftItem:
    """The item with another status; a percent is kept where that status has one."""
    if item.status is status:
        return item
    return replace(
        item, status=status, percent=item.percent if status in PERCENT_ASKED else None, maybe_part=False
    )


def so_far(item: DraftItem, percent: int) -> DraftItem:
    """The item with how far it is; what is not under way by its status is then."""
    kept = item.status if item.status in PERCENT_ASKED else Status.IN_PROGRESS
    return replace(item, status=kept, percent=percent)


def with_more(item: DraftItem, words: str, message: int | None) -> DraftItem:
    """The item with further words."""
    text, parts = with_words(item.text, item.parts, words, message, Tells.TEXT)
    return replace(item, text=text, parts=parts)


def joined(text: str, words: str) -> str:
    """The text with the words after it, unless it has them already. Raises ReportError."""
    return with_words(text, (), words, None, Tells.TEXT)[0]


def with_words(
    text: str, parts: tuple[Part, ...], words: str, message: int | None, tells: Tells
) -> tuple[str, tuple[Part, ...]]:
    """The text with the words after it, unless it has them already, and where each message's words are."""
    if text and words in text:
        return text, parts
    together = check_text(text + ("" if not text or text.endswith(_ENDS) else "；") + words)
    if message is None:
        return together, parts
    return together, (*parts, Part(message, len(together) - len(words), len(together), tells))


def item_name(item: DraftItem) -> str:
    """An item's name in its draft: 8, and 8p for the cycle before."""
    return f"{item.measure}{'p' if item.period is Period.PREVIOUS else ''}"


def once(items: Sequence[DraftItem]) -> tuple[DraftItem, ...]:
    """Each measure and cycle once, at its first place, as it was told last."""
    return tuple({(item.measure, item.period): item for item in items}.values())
