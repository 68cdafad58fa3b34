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

    ``deadline`` is None where the cycle has no working day: then nothing is due in it. ``provisional``:
    the days off of its year are not known yet, so that the deadline may still move.
    """

    id: str
    cadence: Cadence
    first: date
    last: date
    deadline: datetime | None
    provisional: bool = False


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


class Source(StrEnum):
    """How a report reached the office that it records on a unit's behalf (代报)."""

    PHONE = "phone"
    PAPER = "paper"
    MEETING = "meeting"


SOURCE_NAMES: dict[Source, str] = {
    Source.PHONE: "电话",
    Source.PAPER: "书面",
    Source.MEETING: "会议",
}


class Tells(StrEnum):
    """How much of a report one message told, and so what an edit of it may change."""

    TEXT = "text"
    STATUS = "status"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True)
class Part:
    """The words of one message within a report's text: code points ``start`` to ``end``.

    ``tells`` is what the message told besides: how it stands, and which measure it is about.
    """

    message: int
    start: int
    end: int
    tells: Tells = Tells.TEXT


@dataclass(frozen=True, slots=True)
class Report:
    """One version of what a unit said of one obligation in one cycle; never changed once stored.

    ``key`` is ``<bot>:<update_id>:<item>`` of the message that began it, so that the same message
    handled twice stores one report. ``percent`` is 0-100. ``replaces`` is the version before it.
    ``on_behalf`` marks what the office recorded for the unit (代报), as it came by ``source``. ``joint``
    is the key of another unit's report that this one confirms as made together (联合报送). ``parts`` say
    which message each stretch of the text came in.
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
    source: Source | None = None
    joint: str = ""
    parts: tuple[Part, ...] = ()


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


class Period(StrEnum):
    """Which cycle a report speaks of: the open one, or the one before it (补报)."""

    CURRENT = "current"
    PREVIOUS = "previous"


@dataclass(frozen=True, slots=True)
class Draft:
    """A report being written by one person; ``key`` is the Telegram id as text, so there is one each.

    ``origin`` becomes the key of the reports it turns into. ``items`` are the obligations it is about
    with what is known so far; ``step`` is what the person is asked for next. ``card`` is the message id
    that shows it. ``words`` were typed before the measure was chosen. ``heard`` is the update last taken
    as an answer, so that the same update handled again is not taken for the answer to the next question.
    ``source`` is how it came, where the office writes it on the unit's behalf. ``began_at`` is when it was
    begun or taken up again. ``listed`` are the measures it was last asked to choose from, in the order
    shown. ``focus`` is the place of the one item that is being changed; None: the questions are about all.
    ``held`` are words of which it was asked whether they belong to it. ``period`` is the one that measures
    chosen next speak of, and ``parts`` say in which messages ``words`` came. ``corrects`` are the keys of
    sent reports that it puts right: those it does not replace are withdrawn with it. ``named``: its measures
    were named alone (第8条), so that what is typed next tells all the rest.
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
    listed: tuple[int, ...] = ()
    focus: int | None = None
    held: str = ""
    period: Period = Period.CURRENT
    parts: tuple[Part, ...] = ()
    corrects: tuple[str, ...] = ()
    source: Source | None = None
    named: bool = False


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One obligation in a draft. ``percent`` is 0-100.

    What is not sure is asked on the card: ``rivals`` are other measures that the words may mean;
    ``maybe_part``, that 已完成 may have been said of a part; ``maybe_previous``, that the cycle before may be
    meant, which is still unanswered. ``parts`` say in which messages the text came.
    """

    measure: int
    status: Status | None = None
    percent: int | None = None
    text: str = ""
    period: Period = Period.CURRENT
    rivals: tuple[int, ...] = ()
    maybe_part: bool = False
    maybe_previous: bool = False
    parts: tuple[Part, ...] = ()
