"""Finds and masks personal data in what people write, children's first. Knows nobody."""

from bot.privacy.guard import redact, redact_json
from bot.privacy.model import Found, Kind, Redacted
from bot.privacy.texts import PICTURE_REMINDER, explain

__all__ = ["PICTURE_REMINDER", "Found", "Kind", "Redacted", "explain", "redact", "redact_json"]
