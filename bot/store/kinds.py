"""What is stored where: one line for each kind of record.

A record is written to the file its kind names and stays there until it is dropped. Files by month of
recording keep the cost of a write independent of history; an old one is never rewritten unless a record
in it is replaced. To add a kind, add its line to ``KINDS``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final, Protocol

from bot.clock import SHANGHAI
from bot.contact.model import ContactRequest
from bot.digest.model import Offered
from bot.digest.stored import AskedLead, Issued, IssuedDigest, IssuedFile, LeadDraft, Task, TaskImport
from bot.evidence.model import Evidence
from bot.learning.model import Answering, Learned, Unanswered
from bot.notices.model import Notice, Nudge, Nudged, Prepared, Receipt
from bot.outgoing import Outgoing
from bot.progress.acts import Awaited, Closing, Extension, Joint
from bot.progress.choices import CadenceChoice, Pause
from bot.progress.erased import Erased
from bot.progress.model import Draft, Report, Review
from bot.reminders.model import Escalation, LateNote, Later, Told
from bot.roster.model import Arrival, Invite, Seat, Unreachable, WrongCode
from bot.store.codec import Codec

Home = Callable[[Any], str]
Index = tuple[str, ...]


class _Dated(Protocol):
    plan: str
    at: datetime


def in_file(name: str) -> Home:
    """Every record of the kind in one file."""
    return lambda _record: name


def by_month(prefix: str) -> Home:
    """One file per plan and calendar month (Asia/Shanghai) of the record's ``at``."""

    def home(record: _Dated) -> str:
        if not _PLAN.fullmatch(record.plan):
            raise ValueError("a plan's id is letters, digits, dots, dashes and underscores")
        return f"{prefix}-{record.plan}-{record.at.astimezone(SHANGHAI):%Y-%m}.json"

    return home


_PLAN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its class, its table's name, its file, and the fields that ``find`` is asked for.

    ``indexes`` are tuples of fields with one plain value each; ``find`` uses the one that leaves least.
    """

    record: type[Any]
    table: str
    home: Home
    indexes: tuple[Index, ...] = ()
    codec: Codec[Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codec", Codec(self.record))


RECORD: Final = by_month("record")
TOLD: Final = by_month("told")
ISSUED: Final = by_month("issued")
ROSTER: Final = in_file("roster.json")
STATE: Final = in_file("state.json")

KINDS: Final[tuple[Kind, ...]] = (
    Kind(Report, "report", RECORD, (("plan",), ("plan", "measure", "unit"), ("plan", "unit"))),
    Kind(Review, "review", RECORD, (("plan",), ("report",))),
    Kind(Closing, "closing", RECORD, (("plan",),)),
    Kind(Extension, "extension", RECORD, (("plan",),)),
    Kind(Joint, "joint", RECORD, (("plan",), ("report",))),
    Kind(CadenceChoice, "cadence_choice", RECORD, (("plan",),)),
    Kind(Erased, "erased", RECORD, (("plan",),)),
    Kind(Pause, "pause", RECORD, (("plan",),)),
    Kind(Nudge, "nudge", RECORD, (("plan",),)),
    Kind(Notice, "notice", RECORD, (("plan",),)),
    Kind(Evidence, "evidence", RECORD, (("plan",), ("plan", "state"), ("state",), ("digest",))),
    Kind(Seat, "seat", ROSTER, (("plan",), ("person",), ("unit",))),
    Kind(Invite, "invite", ROSTER),
    Kind(Arrival, "arrival", ROSTER),
    Kind(WrongCode, "wrong_code", ROSTER, (("person",),)),
    Kind(Unreachable, "unreachable", ROSTER),
    Kind(Draft, "draft", STATE),
    Kind(Awaited, "awaited", STATE),
    Kind(Prepared, "prepared", STATE),
    Kind(Unanswered, "unanswered", STATE),
    Kind(Learned, "learned", STATE),
    Kind(Answering, "answering", STATE),
    Kind(ContactRequest, "contact_request", STATE),
    Kind(LeadDraft, "lead_draft", STATE),
    Kind(AskedLead, "asked_lead", STATE),
    Kind(Task, "task", RECORD, (("plan",),)),
    Kind(TaskImport, "task_import", STATE),
    Kind(Issued, "issued", ISSUED, (("plan",),)),
    Kind(IssuedDigest, "issued_digest", ISSUED, (("plan",),)),
    Kind(IssuedFile, "issued_file", ISSUED, (("plan",), ("issue",))),
    Kind(Offered, "offered", TOLD),
    Kind(Outgoing, "outgoing", TOLD),  # in one file with the marks: they are mostly written together
    Kind(Told, "told", TOLD, (("plan",), ("plan", "cycle"), ("message",), ("person",))),
    Kind(Later, "later", TOLD),
    Kind(Nudged, "nudged", TOLD),
    Kind(Receipt, "receipt", TOLD, (("notice",),)),
    Kind(LateNote, "late_note", TOLD),
    Kind(Escalation, "escalation", TOLD, (("plan",),)),
)

_NAME: Final = re.compile(r"(?:(record|issued|told)-(.+)-(\d{4}-\d{2})|roster|state)\.json")


def is_store_file(name: str) -> bool:
    """Whether a file of that name in the data folder belongs to the store."""
    return _NAME.fullmatch(name) is not None


@cache
def age_order(name: str) -> tuple[str, str]:
    """Sorts file names by the time of their records, so that "oldest first" holds over all months."""
    found = _NAME.fullmatch(name)
    return (found.group(3) or "", name) if found else ("", name)


@cache
def by_table() -> dict[str, Kind]:
    """The kinds by the name of their table."""
    return {kind.table: kind for kind in KINDS}


@cache
def by_record() -> dict[type[Any], Kind]:
    """The kinds by their record's class."""
    return {kind.record: kind for kind in KINDS}
