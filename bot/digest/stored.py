"""What is stored of the digest: drafts of the first paragraph, issues, and the files handed out of them.

An issue is three kinds of record. :class:`Issued` is small and read often; :class:`IssuedDigest` is the
whole week as data, frozen; :class:`IssuedFile` is a face of it as it was first handed out, kept because
another version of the program, or of the library that draws, would not make the same bytes again.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.digest.model import Digest, Letterhead, MeasureCounts


@dataclass(frozen=True, slots=True)
class LeadDraft:
    """The office's own first paragraph for a week not yet issued. ``key`` is ``<plan>:<week>``.

    ``over`` is the computed paragraph that it was written over, so that it shows when the figures move.
    """

    key: str
    plan: str
    week: str
    text: str
    over: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AskedLead:
    """That someone is being asked for a first paragraph. ``key`` is their Telegram id as text."""

    key: str
    plan: str
    week: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued digest. ``key`` is ``<plan>:<week>``; ``number`` counts within ``year``, ``serial`` for ever.

    ``moment`` and ``measures`` repeat the digest's own. ``checksum`` is over the frozen data.
    """

    key: str
    plan: str
    week: str
    year: int
    number: int
    serial: int
    by: str
    by_id: int
    at: datetime
    moment: datetime
    measures: MeasureCounts
    letterhead: Letterhead
    checksum: str


@dataclass(frozen=True, slots=True)
class IssuedDigest:
    """The data of an issue. ``key`` and ``at`` are the issue's.

    ``told`` are the keys of all reports that counted as its news, judicial ones too.
    """

    key: str
    plan: str
    at: datetime
    digest: Digest
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """One face of an issue as handed out. ``key`` is ``<plan>:<week>:<face>``; ``at`` the issue's.

    ``content`` is base64 of what zlib packs, ``sha256`` over the bytes themselves.
    """

    key: str
    plan: str
    issue: str
    face: str
    at: datetime
    sha256: str
    content: str


@dataclass(frozen=True, slots=True)
class Task:
    """What the office has written of one obligation into the 任务分解台账. Absent: nothing yet.

    ``key`` is ``<plan>:<measure>:<unit>``. ``deadline`` is an ISO date, or words (每季度末).
    """

    key: str
    plan: str
    measure: int
    unit: str
    responsible: str
    deadline: str
    standard: str
    evidence: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskChange:
    """One cell that an imported 台账 would change; ``field`` is a field of :class:`Task`."""

    measure: int
    unit: str
    field: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class TaskImport:
    """Changes that were shown to someone and wait for their word. ``key`` is the Telegram id as text.

    ``token`` names these very changes, so that an old card's button does nothing.
    """

    key: str
    plan: str
    token: str
    changes: tuple[TaskChange, ...]
    at: datetime
