"""Invite codes in what people write: known by their hash, whatever stands around them."""

import re
from typing import NamedTuple

from bot.records import Reader
from bot.roster.model import Invite
from bot.roster.seats import code_hash

_LENGTH = 22
_RUN = re.compile(rf"[A-Za-z0-9_-]{{{_LENGTH},}}")
_LAST = frozenset("AQgw")  # the 22nd character carries the last two of a code's 128 bits


class Found(NamedTuple):
    """An invitation whose code stands in a text, and where."""

    invite: Invite
    start: int
    end: int


def invites_in(reader: Reader, text: str) -> list[Found]:
    """The invitations, open or not, whose codes stand in the text, also in the midst of a longer word.

    The shape alone proves nothing: addresses of web pages end in such characters too.
    """
    found = []
    for run in _RUN.finditer(text):
        for start in range(run.start(), run.end() - _LENGTH + 1):
            end = start + _LENGTH
            if text[end - 1] not in _LAST:
                continue
            invite = reader.get(Invite, code_hash(text[start:end]))
            if invite is not None:
                found.append(Found(invite, start, end))
    return found
