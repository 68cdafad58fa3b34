"""Finds and masks personal data in what people write, children's first. Knows nobody.

The words that it knows take a tenth of a second to load, and some ten megabytes. Nothing asks for them at a
start; the first text does.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from bot.privacy.model import Found, Kind, Redacted
from bot.privacy.texts import PICTURE_REMINDER, explain

__all__ = ["PICTURE_REMINDER", "Found", "Kind", "Redacted", "explain", "loaded", "redact", "redact_json"]


@cache
def _guard() -> Callable[[str], Redacted]:
    from bot.privacy.guard import redact

    return redact


def loaded() -> bool:
    """Whether a text was looked at before, so that the next takes no longer than it needs."""
    return _guard.cache_info().currsize > 0


def redact(text: str) -> Redacted:
    """Mask the personal data in a text; see ``guard.redact``."""
    return _guard()(text)


def redact_json(line: str) -> dict[str, Any]:
    """One ``{"text"}`` line to ``{"text","found"}``; see ``guard.redact_json``."""
    from bot.privacy.guard import redact_json as in_json

    return in_json(line)
