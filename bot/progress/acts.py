"""What is done around reports, as stored: closing, extensions, joint reports, and words that are awaited."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Closing:
    """The office closed an obligation (销号), or with ``closed`` False reopened it; the newest act holds.

    ``key`` names the act. ``report`` is the accepted version that it rests on.
    """

    key: str
    plan: str
    measure: int
    unit: str
    closed: bool
    by: str
    by_id: int
    at: datetime
    remark: str = ""
    report: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A unit asks for a later deadline of one due (申请延期). ``granted`` is None until the office answers.

    ``key`` is ``<bot>:<update_id>:<item>``; the items of one message are answered together.
    """

    key: str
    plan: str
    measure: int
    unit: str
    cycle: str
    until: datetime
    reason: str
    by: str
    by_id: int
    at: datetime
    granted: bool | None = None
    answered_by: str = ""
    answered_by_id: int | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Joint:
    """A unit names another that shares the measure as having reported with it (联合报送).

    ``report`` is the version to be confirmed, ``unit`` the one asked; it stands for nothing until
    ``agreed``. ``key`` is ``<report>:<unit>``, so that asking twice is once.
    """

    key: str
    plan: str
    report: str
    measure: int
    unit: str
    asked_by: str
    asked_by_id: int
    at: datetime
    agreed: bool | None = None
    answered_by: str = ""
    answered_by_id: int | None = None
    answered_at: datetime | None = None
    answer: str = ""
    """The act that answered: ``<bot>:<update_id>``; the report it made has that for its origin."""


class Wanted(StrEnum):
    """Which words a person is asked to type next."""

    REMARK = "remark"
    EXTENSION = "extension"
    BEHALF = "behalf"
    REOPENING = "reopening"
    NUDGE = "nudge"
    NOTICE = "notice"
    OWN_MEASURE = "own measure"
    """Which measure was meant, where the one that was told is not theirs."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """One person was asked to type something. ``key`` is the Telegram id as text, so there is one each.

    ``subject`` says what the words are about, as the button did that asked for them. ``heard`` is the
    update that brought the words: handled again it does the same again, and none after it is taken.
    ``began`` is the update that asked; handled again it asks again.
    """

    key: str
    plan: str
    wanted: Wanted
    subject: str
    at: datetime
    heard: str = ""
    began: str = ""
