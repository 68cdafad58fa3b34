"""A unit's own year as plain data: how it stands, what it said, its evidence, and what was done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.plan.model import Plan
from bot.progress.cadence import cycle_span
from bot.progress.dues import obligations
from bot.progress.history import history
from bot.progress.judicial import for_others
from bot.progress.ledger import Ledger
from bot.progress.model import Report, ReportState, Review, Source, Status
from bot.records import Reader


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One obligation as it stands now."""

    measure: int
    title: str
    named: bool
    status: Status
    percent: int | None
    said: datetime | None
    closed: datetime | None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One version of what was reported. ``evidence`` are numbers in the list; ``remark`` is the office's."""

    at: datetime
    cycle: str
    measure: int
    title: str
    status: Status
    percent: int | None
    text: str
    author: str
    state: ReportState
    on_behalf: bool
    source: Source | None
    joint: bool
    remark: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One file. ``number`` counts through the year, from 1, in the order in which the files came.

    ``file`` is Telegram's unique id of it.
    """

    number: int
    measure: int
    cycle: str
    at: datetime
    name: str
    photo: bool
    size: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class ActRow:
    """What was done about an obligation beside reporting: reviews, closing, extensions, joint requests."""

    at: datetime
    measure: int
    what: str
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class OwnYear:
    """A unit's year. ``moment`` is the newest fact's, so that the same record gives the same year."""

    plan_title: str
    unit: str
    year: int
    moment: datetime
    standings: tuple[StandingRow, ...]
    reports: tuple[ReportRow, ...]
    evidence: tuple[EvidenceRow, ...]
    acts: tuple[ActRow, ...]


def own_year(
    reader: Reader, plan: Plan, unit: str, year: int, *, begin: datetime, own: bool = True
) -> OwnYear:
    """The unit's (printed name) year: reports of its cycles, and acts done in it.

    ``begin`` stands for the moment of a year in which nothing happened; ``own`` is False for a reader from
    outside the unit. The caller has checked the authority.
    """
    ledger = Ledger(reader, plan, units=[unit])
    versions = [report for report in ledger.versions() if cycle_span(report.cycle)[1].year == year]
    files = _files(ledger, versions)
    numbers = {row: number for number, row in enumerate(files, start=1)}
    acts = [
        ActRow(event.at, event.measure, event.what, event.by, event.words)
        for event in reversed(history(reader, ledger, units=[unit]))
        if event.report is None and event.at.year == year
    ]
    return OwnYear(
        plan_title=plan.title,
        unit=unit,
        year=year,
        moment=max([begin, *(report.at for report in versions), *(act.at for act in acts)]),
        standings=tuple(_standing(ledger, unit)),
        reports=tuple(
            _report(reader, ledger, report if own else for_others(plan, report), numbers)
            for report in versions
        ),
        evidence=tuple(
            EvidenceRow(
                numbers[key],
                report.measure,
                report.cycle,
                report.at,
                file.name,
                photo,
                file.size,
                file.file_unique_id,
            )
            for key, (report, place) in files.items()
            for file in [report.attachments[place]]
            for photo in [file.kind == "photo"]
        ),
        acts=tuple(acts),
    )


def _files(ledger: Ledger, versions: Sequence[Report]) -> dict[tuple[int, str], tuple[Report, int]]:
    """Each file once for a measure, where it came first; none of what was withdrawn or erased."""
    found: dict[tuple[int, str], tuple[Report, int]] = {}
    for report in versions:
        if ledger.state_of(report) not in (ReportState.WITHDRAWN, ReportState.ERASED):
            for place, file in enumerate(report.attachments):
                found.setdefault((report.measure, file.file_unique_id), (report, place))
    return found


def _standing(ledger: Ledger, unit: str) -> list[StandingRow]:
    rows = []
    for obligation in (one for one in obligations(ledger.plan) if one.unit == unit):
        standing, closed = ledger.standing(obligation), ledger.closed(obligation)
        rows.append(
            StandingRow(
                obligation.measure,
                ledger.plan.by_number[obligation.measure].title,
                obligation.named,
                standing.status,
                standing.percent,
                standing.at,
                closed.at if closed else None,
            )
        )
    return rows


def _report(reader: Reader, ledger: Ledger, report: Report, numbers: dict[tuple[int, str], int]) -> ReportRow:
    remarks = [review.remark for review in reader.find(Review, report=report.key) if review.remark]
    keys = [(report.measure, file.file_unique_id) for file in report.attachments]
    return ReportRow(
        at=report.at,
        cycle=report.cycle,
        measure=report.measure,
        title=ledger.plan.by_number[report.measure].title,
        status=report.status,
        percent=report.percent,
        text=report.text,
        author=report.author,
        state=ledger.state_of(report),
        on_behalf=report.on_behalf,
        source=report.source,
        joint=bool(report.joint),
        remark="；".join(remarks),
        evidence=tuple(sorted(numbers[key] for key in keys if key in numbers)),
    )


def workbook_of(year: OwnYear) -> bytes:
    """The year's ``.xlsx``; what writes it is slow to import, so call this through bot.digest.apart."""
    from bot.digest.yearbook import yearbook

    return yearbook(year)


def begin_of_year(year: int, zone: datetime) -> datetime:
    """The first instant of a year in the zone of a moment."""
    return datetime.combine(date(year, 1, 1), datetime.min.time(), zone.tzinfo)
