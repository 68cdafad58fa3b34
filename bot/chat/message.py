"""A message as plain data, and its way to and from Telegram's types."""

import base64
import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

_MEASURE = re.compile(r"m([0-9]{1,4})")
OPENS = "ask"  # the payload of a link that only opens the bot
TEXT_LIMIT = 4096  # UTF-16 code units after entities are parsed (Bot API, sendMessage)


@dataclass(frozen=True, slots=True)
class Button:
    """A label and up to 64 bytes of callback data; for a ``link`` an address that the app opens itself.

    The data is a wish, never a proof of authority.
    """

    label: str
    data: str
    link: bool = False

    @property
    def telegram(self) -> InlineKeyboardButton:
        """The button as Telegram wants it."""
        if self.link:
            return InlineKeyboardButton(self.label, url=self.data)
        return InlineKeyboardButton(self.label, callback_data=self.data)


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """HTML text (already escaped) and rows of buttons."""

    html: str
    rows: Rows = field(default=())

    @property
    def markup(self) -> InlineKeyboardMarkup | None:
        """The buttons as Telegram wants them; None without any."""
        if not self.rows:
            return None
        return InlineKeyboardMarkup([[button.telegram for button in row] for row in self.rows])


def escape(text: str) -> str:
    """Make anything a person wrote safe inside HTML."""
    return html.escape(text, quote=False)


def plain(text: str, rows: Rows = ()) -> Message:
    """A message from plain text."""
    return Message(escape(text), rows)


def headed(text: str, rows: Rows = ()) -> Message:
    """A message from plain text whose first line is set bold."""
    first, newline, rest = text.partition("\n")
    return Message(f"<b>{escape(first)}</b>{newline}{escape(rest)}", rows)


def columns(buttons: Iterable[Button], width: int) -> Rows:
    """Buttons laid out in rows of ``width``."""
    listed = list(buttons)
    return tuple(tuple(listed[i : i + width]) for i in range(0, len(listed), width))


def length(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def paged(lines: Sequence[str], limit: int = TEXT_LIMIT) -> list[str]:
    """Lines joined into as few texts as fit ``limit``; a single longer line is cut with an ellipsis."""
    pages: list[str] = []
    page = ""
    for line in lines:
        fitting = line if length(line) <= limit else line[: limit // 2 - 1] + "…"
        joined = f"{page}\n{fitting}" if page else fitting
        if length(joined) > limit:
            pages.append(page)
            page = fitting
        else:
            page = joined
    return [*pages, page] if page else pages


def deep_link(username: str, payload: str) -> str:
    """The link that opens the bot with a payload (Bot API, deep linking)."""
    return f"https://t.me/{username}?start={payload}"


def measure_link(username: str, number: int) -> str:
    """The link that opens a measure in the bot, for anybody."""
    return deep_link(username, f"m{number}")


def share_link(address: str, words: str) -> str:
    """A link by which the app asks whom to send an address to."""
    return f"https://t.me/share/url?{urlencode({'url': address, 'text': words})}"


def linked_measure(payload: str) -> int | None:
    """The number in a measure link's payload; None for an invitation's code and anything else."""
    found = _MEASURE.fullmatch(payload)
    return int(found[1]) if found else None


def unit_code(unit: str) -> str:
    """A unit's printed name as eight ASCII characters for callback data, the same in every run."""
    return base64.b32encode(hashlib.sha256(unit.encode()).digest()[:5]).decode().lower()
