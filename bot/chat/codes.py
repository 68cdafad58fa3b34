"""Invite codes in incoming updates: taken out before anything keeps them (DESIGN.md, decision 10).

A code is told by its hash, wherever it stands. What only looks like one stays, since a report may hold the
address of a web page; except where a link to a bot carries it: that may be a code copied with a slip.
Blanks take its place, which no reader of words sees, and which leave the places of links and names as told.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from typing import Any

from telegram import Update

from bot.chat.message import OPENS, linked_measure
from bot.chat.services import Services
from bot.roster.codes import Found, invites_in
from bot.roster.seats import code_hash, is_open

_START = re.compile(r"/start(?:@\w+)?\s+(?P<code>\S.*)", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"(?:https?://)?(?:t|telegram)\.me/\w+\?start=(?P<code>[\w-]+)")
# A code standing alone that belongs to no invitation: nobody types such a word, nor asks with it.
_BARE = re.compile(r"(?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])(?P<code>[A-Za-z0-9_-]{21}[AQgw])")
_PAYLOAD = re.compile(
    r"(?:(?:\b(?:t|telegram)\.me/|\btg:)[^\s?]{0,64}\?(?:[^\s?]{0,64}&)?start=|/start(?:@\w+)?\s+)"
    r"(?P<code>[A-Za-z0-9_-]{16,})",
    re.IGNORECASE,
)
_QUICK = 8000  # characters that are looked through in some milliseconds, whatever they are
_ENVELOPE = ("message_id", "date", "chat", "from")

# Beside the update's own fields, where nobody but this bot can write.
_OPENED = "weibao_opened"
_SHOWN = "weibao_shown"

Raw = dict[str, Any]


class Codes:
    """Puts the hash in the place of a code; what is stored of an invitation is no more than that."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to know an invitation."""
        self._services = services

    async def take(self, raw: Raw) -> Raw:
        """The update without codes. One that brings an invitation in private becomes a bare ``/start``.

        A code in a group was seen by others than its addressee: it opens nothing, and :func:`shown` tells.
        Needs no room on the disk. Safe to repeat.
        """
        return self._taken(raw) if len(str(raw)) <= _QUICK else await asyncio.to_thread(self._taken, raw)

    def _taken(self, raw: Raw) -> Raw:
        known: dict[str, list[Found]] = {}
        cleaned: Raw = _mended(raw, lambda text: self._blanked(text, known))
        kind = next((k for k in ("message", "edited_message") if isinstance(raw.get(k), dict)), None)
        if kind is None:
            return cleaned
        message = raw[kind]
        if (message.get("chat") or {}).get("type") != "private":
            keys = dict.fromkeys(found.invite.key for founds in known.values() for found in founds)
            return {**cleaned, _SHOWN: [*keys]} if keys else cleaned
        key = self._brought(message, known)
        if key is None:
            return cleaned
        command = {"type": "bot_command", "offset": 0, "length": len("/start")}
        kept = {name: value for name, value in cleaned[kind].items() if name in _ENVELOPE}
        start = {**kept, "text": "/start", "entities": [command]}
        return {"update_id": raw["update_id"], "message": start, _OPENED: key}

    def _blanked(self, text: str, known: dict[str, list[Found]]) -> str:
        if text not in known:
            known[text] = invites_in(self._services.store.read, text)
        found = known[text]
        spans = [each[1:] for each in found] + [each.span("code") for each in _PAYLOAD.finditer(text)]
        for start, end in spans:
            text = text[:start] + " " * (end - start) + text[end:]
        return text

    def _brought(self, message: Raw, known: Mapping[str, list[Found]]) -> str | None:
        """The hash of the code that the sender's own words bring, of an open invitation if there is one."""
        words = message.get("text"), message.get("caption")
        entities = (message.get("entities") or []) + (message.get("caption_entities") or [])
        said = [*words, *(entity.get("url") for entity in entities)]
        invites = [found.invite for text in said if text for found in known.get(text, ())]
        now = self._services.clock()
        for invite in invites:
            if is_open(self._services.store.read, invite, now):
                return invite.key
        if invites:
            return invites[0].key
        code = invite_code(words[0] or words[1])
        return None if code is None else code_hash(code)


def opened(update: Update) -> str | None:
    """The hash of the code that this update brought; None where it brought none."""
    return update.api_kwargs.get(_OPENED)


def shown(update: Update) -> list[str]:
    """The hashes of codes that this update showed to a group."""
    return list(update.api_kwargs.get(_SHOWN, ()))


def invite_code(text: object) -> str | None:
    """The code in ``/start CODE``, as Telegram sends it when a deep link is opened, in a link, or alone."""
    if not isinstance(text, str):
        return None
    bare = _BARE.fullmatch(text.strip())
    code = bare["code"] if bare else link_payload(text)
    return None if not code or code == OPENS or linked_measure(code) is not None else code


def link_payload(text: str) -> str:
    """What a link to the bot carries, opened or pasted; empty for any other text."""
    found = _START.fullmatch(text.strip()) or _LINK.fullmatch(text.strip())
    return found["code"].strip() if found else ""


def _mended(value: Any, mend: Callable[[str], str]) -> Any:
    """The same value with every text in it mended."""
    if isinstance(value, str):
        return mend(value)
    if isinstance(value, dict):
        return {name: _mended(each, mend) for name, each in value.items()}
    if isinstance(value, list):
        return [_mended(each, mend) for each in value]
    return value
