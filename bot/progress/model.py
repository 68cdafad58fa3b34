"""Reports, reviews and drafts as stored; obligations, cycles and dues as computed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """How an obligation stands, in the reporter's word. NIL (本期无新进展) keeps the earlier status."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    BLOCKED = "blocked"
    NIL = "nil"


STATUS_NAMES: dict[Status, str] = {
    Status.NOT_STARTED: "未启动",
    Status.IN_PROGRESS: "推进中",
    Status.DONE: "已完成",
    Status.BLOCKED: "有困难",
    Status.NIL: "本期无新进展",
}


class Cadence(StrEnum):
    """How often an obligation asks for a report."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class ReportState(StrEnum):
    """What became of a report version; computed from the record, never stored."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, order=True)
class Obligation:
    """One (unit, measure). ``named`` is False where only 各成员单位 binds the unit."""

    measure: int
    unit: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Cycle:
    """A reporting period: ``2022-07``, ``2022-Q3`` or ``2022-W29``; ``first`` and ``last`` are days in it.

    ``deadline`` is None where the cycle has no working day: then nothing is due in it.
    """

    id: str
    cadence: Cadence
    first: date
    last: date
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Due:
    """One obligation in one cycle."""

    obligation: Obligation
    cycle: Cycle


@dataclass(frozen=True, slots=True)
class Attachment:
    """Evidence (佐证) that came with a report: kept by Telegram's file id until it is stored locally."""

    file_id: str
    file_unique_id: str
    kind: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Report:
    """One version of what a unit said of one obligation in one cycle; never changed once stored.

    ``key`` is ``<bot>:<update_id>:<item>`` of the message that began it, so that the same message
    handled twice stores one report. ``percent`` is 0-100. ``replaces`` is the version before it.
    ``on_behalf`` marks what the office recorded for the unit (代报).
    """

    key: str
    plan: str
    measure: int
    unit: str
    cycle: str
    status: Status
    percent: int | None
    text: str
    author: str
    author_id: int
    at: datetime
    replaces: str | None = None
    attachments: tuple[Attachment, ...] = ()
    on_behalf: bool = False


class Verdict(StrEnum):
    """What was done to a report version after it was sent."""

    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Review:
    """An act on one report version. ``key`` makes the same act twice one act."""

    key: str
    plan: str
    report: str
    verdict: Verdict
    by: str
    by_id: int
    at: datetime
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report being written by one person; ``key`` is the Telegram id as text, so there is one each.

    ``origin`` becomes the key of the reports it turns into. ``items`` are the obligations it is about
    with what is known so far; ``step`` is what the person is asked for next. ``card`` is the message id
    that shows it. ``words`` were typed before the measure was chosen. ``heard`` is the update last taken
    as an answer, so that the same update handled again is not taken for the answer to the next question.
    """

    key: str
    plan: str
    person: int
    unit: str
    step: str
    origin: str
    began_at: datetime
    items: tuple["DraftItem", ...] = ()
    attachments: tuple[Attachment, ...] = ()
    card: int | None = None
    words: str = ""
    heard: str = ""


class Period(StrEnum):
    """Which cycle a report speaks of: the open one, or the one before it (补报)."""

    CURRENT = "current"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One obligation in a draft. ``percent`` is 0-100."""

    measure: int
    status: Status | None = None
    percent: int | None = None
    text: str = ""
    period: Period = Period.CURRENT
