"""What the office is about to send, what it sent, and who has confirmed it, as stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.notices.scope import Scope


class What(StrEnum):
    """What is being prepared."""

    NUDGE = "nudge"
    NOTICE = "notice"


class FileKind(StrEnum):
    """How Telegram keeps a file, and so how it is sent on."""

    PHOTO = "photo"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that the office sent: passed on by Telegram's id, never kept here."""

    kind: FileKind
    file_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one person of the office is about to send. ``key`` is ``<what>:<person>``: one each of a kind.

    ``id`` names the act that the buttons mean, ``words`` are masked already. Once sent it stays, with
    ``done_at``, until the next takes its place, so that a button pressed again does nothing again.
    """

    key: str
    plan: str
    id: str
    what: What
    scope: Scope
    at: datetime
    words: str = ""
    file: SentFile | None = None
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Nudge:
    """The office nudged those within ``scope`` who owed. ``forced``: also those nudged that day already."""

    key: str
    plan: str
    scope: Scope
    remark: str
    by: str
    by_id: int
    at: datetime
    people: int
    forced: bool = False


@dataclass(frozen=True, slots=True)
class Nudged:
    """A person was nudged on a day. ``key`` is ``<plan>:<day>:<person>``."""

    key: str
    plan: str
    person: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was sent (通知). ``key`` is the id under which it was prepared."""

    key: str
    plan: str
    scope: Scope
    text: str
    by: str
    by_id: int
    at: datetime
    file: SentFile | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """One person is to confirm one notice (收到). ``key`` is ``<notice>:<person>``.

    ``units`` are those they answered for when it was sent. ``reminded_at`` is when they were last asked
    again.
    """

    key: str
    plan: str
    notice: str
    person: int
    name: str
    units: tuple[str, ...]
    at: datetime
    confirmed_at: datetime | None = None
    reminded_at: datetime | None = None
