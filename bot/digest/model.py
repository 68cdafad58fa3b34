"""The week as plain data: one computation that every face shows."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.progress.model import Cycle, Source, Status


class Span(StrEnum):
    """What stretch of time a digest is about."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class MeasureCounts:
    """Measures by their own status."""

    done: int = 0
    in_progress: int = 0
    blocked: int = 0
    not_started: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.done + self.in_progress + self.blocked + self.not_started


@dataclass(frozen=True, slots=True)
class ObligationCounts:
    """Obligations by standing; the four add up to ``total``. ``closed`` (销号) are among the done."""

    total: int = 0
    done: int = 0
    in_progress: int = 0
    blocked: int = 0
    not_started: int = 0
    closed: int = 0


@dataclass(frozen=True, slots=True)
class DueCounts:
    """What the open cycles ask for (``due``) and how much of it is answered (``reported``).

    ``overdue`` is what should have come by now and did not: of the newest cycle whose deadline has
    passed, which early in a month is the one before the open one.
    """

    due: int = 0
    reported: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class ReceivedCounts:
    """Counting reports of the span outside the judicial sections, whose few subtraction would tell.

    ``on_behalf`` of them the office recorded (代报); ``evidence`` files came with them (佐证).
    ``accepted`` and ``returned`` are report versions that the office reviewed so in the span, whenever
    they came.
    """

    reports: int = 0
    on_behalf: int = 0
    evidence: int = 0
    accepted: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure as it stands. ``last_report`` is the day of the newest counting report on it.

    ``received`` is None where judicial.
    """

    number: int
    title: str
    status: Status
    obligations: ObligationCounts
    last_report: date | None = None
    received: ReceivedCounts | None = None


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section with its measures. ``received`` is None where judicial."""

    number: int
    title: str
    measures: MeasureCounts
    items: tuple[MeasureLine, ...]
    received: ReceivedCounts | None = None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as it stands. ``last_report`` is the day of its newest counting report of any cycle."""

    name: str
    obligations: ObligationCounts
    due: DueCounts
    last_report: date | None
    received: ReceivedCounts = ReceivedCounts()


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A report of this week that counts; or, for a judicial section, the number of them.

    For the latter ``measure`` is 0, ``unit`` and ``status`` are empty, and ``text`` gives the total.
    ``source`` is the key of the report whose words these are, so that an erasure finds them. ``came`` is how
    a report on behalf reached the office.
    """

    section: int
    measure: int
    title: str
    unit: str
    status: Status | None
    percent: int | None
    text: str
    at: datetime | None
    on_behalf: bool = False
    source: str = ""
    came: Source | None = None


@dataclass(frozen=True, slots=True)
class BlockedLine:
    """An obligation that is stuck, since when, and why in its unit's words (withheld where judicial).

    ``said`` is the day of the words: the last known status where nothing has come since.
    """

    measure: int
    title: str
    unit: str
    text: str
    since: date
    said: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One obligation in full, for the workbook.

    ``text`` and ``said_at`` belong to the report that gives the standing, ``reported_at`` is the newest
    counting report's (a nil one too). ``cycle`` is the open cycle that asks for it, None for the
    office's own. ``overdue`` as in :class:`DueCounts`. ``source`` is the key of the report that gives the
    standing; ``accepted`` whether the office has accepted that report; ``evidence`` the files that came
    with the counting reports, None where judicial.
    """

    unit: str
    section: str
    measure: int
    title: str
    named: bool
    status: Status
    percent: int | None
    text: str
    said_at: datetime | None
    reported_at: datetime | None
    cycle: Cycle | None
    answered: bool
    overdue: bool
    on_behalf: bool
    source: str = ""
    accepted: bool = False
    evidence: int | None = None
    closed: bool = False
    came: Source | None = None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The measures as they stood at the end of a week (``first`` to ``last``)."""

    first: date
    last: date
    measures: MeasureCounts


@dataclass(frozen=True, slots=True)
class Tally:
    """How a unit or a section answered over a longer stretch of time.

    ``asked`` counts every due whose deadline lay in it: answered ``on_time``, after its deadline
    (``late``), or not at all (``missing``). The reports counted are those outside the judicial sections,
    as in :class:`ReceivedCounts`; a judicial section's own are None.
    """

    name: str
    asked: int
    on_time: int
    late: int
    missing: int
    reports: int | None
    on_behalf: int | None
    returned: int | None
    evidence: int | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What the last issue printed of an obligation and has since been taken back or returned (更正).

    ``issue`` is that issue's number.
    """

    measure: int
    unit: str
    was: Status
    was_percent: int | None
    now: Status
    now_percent: int | None
    issue: int = 0


@dataclass(frozen=True, slots=True)
class Erasure:
    """That words were erased from an issued digest as the law requires (依法删除): by whom and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Letterhead:
    """How the bulletin is called, who receives the papers (报, 送, 发), and how many copies are printed."""

    bulletin: str
    report_to: str
    send_to: str
    distribute_to: str
    copies: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One week of one plan, as it stood at ``moment``: the week's end, or now while the week runs.

    ``first`` and ``last`` are its Monday and Sunday. ``issue`` is the number under which the digest was
    issued in its year and ``serial`` (总第N期) the number over all years; None before.
    ``units`` are in institutional order, ``rows`` by unit and measure. ``trend`` (bot.digest.trend) is
    empty until it is asked for; its last point is this week. ``before`` is how the measures stood in the
    issue before (``before_issue`` is its number), else when the week began; None in the plan's first week.

    ``since`` is from when news is told: the moment of the issue before where that was cut before its week
    ended, else the week's first. ``lead`` is the office's own first paragraph, empty for the computed one.
    The tallies are those of a longer stretch, empty for a week. ``paused`` is since when nothing is asked, at
    ``moment``.
    """

    plan: str
    plan_title: str
    week: str
    first: date
    last: date
    moment: datetime
    issue: int | None
    measures: MeasureCounts
    obligations: ObligationCounts
    due: DueCounts
    sections: tuple[SectionLine, ...]
    units: tuple[UnitLine, ...]
    news: tuple[NewsLine, ...]
    blocked: tuple[BlockedLine, ...]
    silent_units: tuple[str, ...]
    rows: tuple[Row, ...]
    serial: int | None = None
    trend: tuple[TrendPoint, ...] = ()
    before: MeasureCounts | None = None
    received: ReceivedCounts = ReceivedCounts()
    span: Span = Span.WEEK
    since: datetime | None = None
    before_issue: int | None = None
    lead: str = ""
    corrections: tuple[Correction, ...] = ()
    erasures: tuple[Erasure, ...] = ()
    unit_tallies: tuple[Tally, ...] = ()
    section_tallies: tuple[Tally, ...] = ()
    paused: date | None = None

    @property
    def waiting_units(self) -> tuple[str, ...]:
        """Units that are asked and have answered nothing yet, whose time is still to come."""
        return tuple(
            unit.name
            for unit in self.units
            if unit.due.due and not unit.due.reported and unit.name not in self.silent_units
        )

    @property
    def units_due(self) -> int:
        """How many units the open cycles ask (应报单位)."""
        return sum(unit.due.due > 0 for unit in self.units)

    @property
    def units_reported(self) -> int:
        """How many of them have answered at least something (已报单位)."""
        return sum(unit.due.reported > 0 for unit in self.units)


@dataclass(frozen=True, slots=True)
class Offered:
    """A stored mark that one person of the office was told that a week's digest is ready.

    ``key`` is ``<plan>:<week>:<person>``.
    """

    key: str
    plan: str
    week: str
    person: int
    at: datetime
