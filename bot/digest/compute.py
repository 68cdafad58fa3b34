"""From the record to the week as data.

Everything is read as of one moment (the week's end, or now while it runs), so that a past week gives the
same digest whenever it is computed. In judicial sections (progress.reports.judicial_measures) statuses
stand as everywhere, since they speak of the institutions' work; what was written is withheld, and the
week's reports appear as one total a section, under 5 as 少于5.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import TypeVar

from bot.clock import SHANGHAI
from bot.digest import texts
from bot.digest.assessment import assess, reviewed
from bot.digest.corrections import corrections, issue_before, joined_issue
from bot.digest.earlier import Earlier, measure_counts, measure_statuses, standings_of
from bot.digest.model import (
    BlockedLine,
    Digest,
    DueCounts,
    MeasureLine,
    NewsLine,
    ObligationCounts,
    ReceivedCounts,
    Row,
    SectionLine,
    Span,
    Tally,
    UnitLine,
)
from bot.digest.periods import stretch_of
from bot.digest.stored import Issued, IssuedDigest
from bot.plan.model import Plan
from bot.privacy import redact
from bot.progress.cadence import CadenceRules, cycle_id, rules_in_force
from bot.progress.calendar import WorkCalendar
from bot.progress.dues import dues_at, missed, obligations, standing_dues
from bot.progress.ledger import Ledger
from bot.progress.model import Cadence, Due, Obligation, Report, ReportState, Status, Verdict
from bot.progress.reports import judicial_measures
from bot.records import Reader

K = TypeVar("K")

_TAKEN_BACK = frozenset({ReportState.WITHDRAWN, ReportState.RETURNED})


def week_of(day: date) -> str:
    """The id of the week that holds the day."""
    return cycle_id(Cadence.WEEKLY, day)


def compute(
    reader: Reader, plan: Plan, rules: CadenceRules, calendar: WorkCalendar, name: str, *, now: datetime
) -> Digest:
    """The digest of a week (``2022-W29``), or of a longer stretch (bot.digest.periods).

    A week continues the issue before it: what came after that one was cut is news in this one, and what
    that one printed and no longer holds is corrected. Raises WeekRefused where there is no such digest.
    """
    stretch = stretch_of(plan, name, now.date())
    first, last = stretch.first, stretch.last
    rules = rules_in_force(reader, plan, rules)
    moment = min(now, end_of(last))
    ledger = Ledger(reader, plan, as_of=moment)
    dues = standing_dues(ledger, dues_at(plan, rules, calendar, moment))
    late = missed(ledger, rules, calendar, moment)
    rows = _rows(ledger, {due.obligation: due for due in dues}, {due.obligation for due in late})
    standings = standings_of(rows)
    statuses = measure_statuses(plan, standings)
    weekly = stretch.span is Span.WEEK
    issue = issue_before(reader, plan, first) if weekly else None
    joined = joined_issue(reader, plan, first) if weekly else None
    fresh = fresh_reports(reader, ledger, first, joined)
    verdicts = reviewed(reader, ledger, joined.moment if joined else begin_of(first), moment)
    received = _Received(ledger, fresh, verdicts)
    tallies: tuple[tuple[Tally, ...], tuple[Tally, ...]] = ((), ())
    if not weekly:
        tallies = assess(ledger, rules, calendar, first=first, moment=moment, verdicts=verdicts)
    pause = rules.paused(moment.date())
    before = joined.measures if joined else None
    if before is None and first > date.fromisoformat(plan.issued_on):
        before = Earlier(reader, plan, standings, moment).at(end_of(first - timedelta(days=1)))
    when = texts.SINCE_ISSUE if joined and joined.moment < begin_of(first) else texts.SPANS[stretch.span]
    return Digest(
        plan=plan.id,
        plan_title=plan.title,
        week=name,
        first=first,
        last=last,
        moment=moment,
        issue=None,
        measures=measure_counts(statuses.values()),
        obligations=_obligation_counts(rows),
        due=_due_counts(rows),
        sections=_sections(plan, statuses, rows, received),
        units=_units(plan, rows, received),
        news=_news(ledger, fresh, when),
        blocked=_blocked(ledger, rows),
        silent_units=_silent(ledger, dues, late),
        rows=tuple(rows),
        before=before,
        received=received.of(),
        span=stretch.span,
        since=joined.moment if joined and joined.moment < begin_of(first) else None,
        before_issue=joined.number if joined else None,
        corrections=corrections(reader, ledger, issue) if issue else (),
        unit_tallies=tallies[0],
        section_tallies=tallies[1],
        paused=pause.first if pause else None,
    )


def begin_of(day: date) -> datetime:
    """The first instant of a day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def end_of(day: date) -> datetime:
    """The last second of a day in Shanghai."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)


def _rows(ledger: Ledger, dues: dict[Obligation, Due], late: set[Obligation]) -> list[Row]:
    """Every obligation as it stands: by unit in institutional order, then by measure."""
    plan, judicial = ledger.plan, judicial_measures(ledger.plan)
    place = {unit.name: number for number, unit in enumerate(plan.units)}
    evidence: Counter[tuple[str, int]] = Counter()
    for report in ledger.versions():
        if report.attachments and ledger.counts(report):
            evidence[report.unit, report.measure] += len(report.attachments)
    rows = []
    for obligation in sorted(obligations(plan), key=lambda o: (place[o.unit], o.measure)):
        measure = plan.by_number[obligation.measure]
        standing, latest, due = ledger.standing(obligation), ledger.latest(obligation), dues.get(obligation)
        rows.append(
            Row(
                unit=obligation.unit,
                section=plan.section_of(measure).title,
                measure=measure.number,
                title=measure.title,
                named=obligation.named,
                status=standing.status,
                percent=standing.percent,
                text=_shown(standing.text, measure.number in judicial),
                said_at=standing.at,
                reported_at=latest.at if latest else None,
                cycle=due.cycle if due else None,
                answered=due is not None and ledger.answered(obligation, due.cycle.id) is not None,
                overdue=obligation in late,
                on_behalf=latest is not None and latest.on_behalf,
                came=latest.source if latest is not None else None,
                source=standing.report.key if standing.report else "",
                accepted=standing.report is not None
                and ledger.state_of(standing.report) is ReportState.ACCEPTED,
                evidence=None if measure.number in judicial else evidence[obligation.unit, measure.number],
                closed=ledger.closed(obligation) is not None,
            )
        )
    return rows


def _shown(text: str, judicial: bool) -> str:
    return texts.WITHHELD if judicial and text else _masked(text)


@lru_cache(maxsize=8192)
def _masked(text: str) -> str:
    """Reports are masked before they are stored; this is for those that were stored by other ways."""
    return redact(text).text if text else text


def _obligation_counts(rows: Sequence[Row]) -> ObligationCounts:
    found = Counter(row.status for row in rows)
    return ObligationCounts(
        total=found.total(),
        closed=sum(row.closed for row in rows),
        **{status.value: found[status] for status in texts.STATUS_WORDS},
    )


def _due_counts(rows: Iterable[Row]) -> DueCounts:
    asked = [row for row in rows if row.cycle is not None]
    return DueCounts(
        due=len(asked),
        reported=sum(row.answered for row in asked),
        overdue=sum(row.overdue for row in asked),
    )


class _Received:
    """What came and what the office did with it, outside the judicial sections, to be counted by part."""

    def __init__(self, ledger: Ledger, fresh: Iterable[Report], verdicts: Mapping[str, Verdict]) -> None:
        judicial = judicial_measures(ledger.plan)
        self._fresh = [report for report in fresh if report.measure not in judicial]
        self._reviewed = [
            (report, verdicts[report.key]) for report in ledger.versions() if report.key in verdicts
        ]

    def of(self, measures: Set[int] | None = None, unit: str | None = None) -> ReceivedCounts:
        """All of it, or that of some measures, or of a unit."""

        def inside(report: Report) -> bool:
            return (measures is None or report.measure in measures) and unit in (None, report.unit)

        own = [report for report in self._fresh if inside(report)]
        given = Counter(verdict for report, verdict in self._reviewed if inside(report))
        return ReceivedCounts(
            reports=len(own),
            on_behalf=sum(report.on_behalf for report in own),
            evidence=sum(len(report.attachments) for report in own),
            accepted=given[Verdict.ACCEPTED],
            returned=given[Verdict.RETURNED],
        )


def _sections(
    plan: Plan, statuses: Mapping[int, Status], rows: Iterable[Row], received: _Received
) -> tuple[SectionLine, ...]:
    by_measure = _grouped(rows, lambda row: row.measure)
    judicial = judicial_measures(plan)
    found = []
    for section in plan.sections:
        own = [measure for measure in plan.measures if measure.section == section.number]
        items = tuple(
            MeasureLine(
                measure.number,
                measure.title,
                statuses[measure.number],
                _obligation_counts(by_measure[measure.number]),
                _newest(by_measure[measure.number]),
                None if measure.number in judicial else received.of({measure.number}),
            )
            for measure in own
        )
        counts = measure_counts(item.status for item in items)
        numbers = {measure.number for measure in own}
        came = None if numbers <= judicial else received.of(numbers)
        found.append(SectionLine(section.number, section.title, counts, items, came))
    return tuple(found)


def _units(plan: Plan, rows: Iterable[Row], received: _Received) -> tuple[UnitLine, ...]:
    by_unit = _grouped(rows, lambda row: row.unit)
    found = []
    for unit in plan.units:
        own = by_unit[unit.name]
        came = received.of(unit=unit.name)
        found.append(UnitLine(unit.name, _obligation_counts(own), _due_counts(own), _newest(own), came))
    return tuple(found)


def _newest(rows: Iterable[Row]) -> date | None:
    """The day of the newest counting report among some obligations."""
    days = [row.reported_at.astimezone(SHANGHAI).date() for row in rows if row.reported_at]
    return max(days, default=None)


def fresh_reports(reader: Reader, ledger: Ledger, first: date, joined: Issued | None) -> list[Report]:
    """The counting reports recorded since the first day and, where the issue before was cut before its week
    had ended, those that it could not tell of.
    """
    told: frozenset[str] = frozenset()
    if joined is not None and (frozen := reader.get(IssuedDigest, joined.key)) is not None:
        first, told = frozen.digest.first, frozenset(frozen.told)
    return [
        report
        for report in ledger.versions()
        if report.at.astimezone(SHANGHAI).date() >= first and report.key not in told and ledger.counts(report)
    ]


def _news(ledger: Ledger, fresh: Sequence[Report], when: str) -> tuple[NewsLine, ...]:
    """The week's counting reports by measure and unit; judicial sections as one total each."""
    plan, judicial = ledger.plan, judicial_measures(ledger.plan)
    place = {unit.name: number for number, unit in enumerate(plan.units)}
    found = [
        NewsLine(
            section=plan.by_number[report.measure].section,
            measure=report.measure,
            title=plan.by_number[report.measure].title,
            unit=report.unit,
            status=report.status,
            percent=report.percent,
            text=_masked(report.text),
            at=report.at,
            on_behalf=report.on_behalf,
            source=report.key,
            came=report.source,
        )
        for report in sorted(fresh, key=lambda report: (report.measure, place[report.unit], report.at))
        if report.measure not in judicial
    ]
    totals = Counter(plan.by_number[report.measure].section for report in fresh if report.measure in judicial)
    for section in plan.sections:
        if totals[section.number]:
            total = texts.judicial_news(when, totals[section.number])
            found.append(NewsLine(section.number, 0, section.title, "", None, None, total, None))
    return tuple(sorted(found, key=lambda line: line.section))


def _blocked(ledger: Ledger, rows: Sequence[Row]) -> tuple[BlockedLine, ...]:
    """What is stuck, by measure and in institutional order."""
    said: dict[tuple[str, int], list[Report]] = {
        (row.unit, row.measure): [] for row in rows if row.status is Status.BLOCKED
    }
    for report in ledger.versions():
        own = said.get((report.unit, report.measure))
        if own is not None and report.status is not Status.NIL and ledger.state_of(report) not in _TAKEN_BACK:
            own.append(report)
    stuck = [
        BlockedLine(
            row.measure,
            row.title,
            row.unit,
            row.text,
            since=_since(said[row.unit, row.measure], row.said_at),
            said=row.said_at.astimezone(SHANGHAI).date(),
            source=row.source,
        )
        for row in rows
        if row.status is Status.BLOCKED and row.said_at is not None
    ]
    return tuple(sorted(stuck, key=lambda line: line.measure))


def _since(said: Sequence[Report], said_at: datetime) -> date:
    """The day on which the present unbroken run of 有困难 began; nil does not break it."""
    run = takewhile(lambda report: report.status is Status.BLOCKED, reversed(said))
    return min([said_at, *(report.at for report in run)]).astimezone(SHANGHAI).date()


def _silent(ledger: Ledger, dues: Iterable[Due], late: Iterable[Due]) -> tuple[str, ...]:
    """Units that owe an overdue report and have answered nothing in the cycles now open or last due."""
    cycles = {due.cycle.id for due in (*dues, *late)}
    heard = {report.unit for report in ledger.versions() if report.cycle in cycles and ledger.counts(report)}
    silent = {due.obligation.unit for due in late} - heard
    return tuple(unit.name for unit in ledger.plan.units if unit.name in silent)


def _grouped(rows: Iterable[Row], key: Callable[[Row], K]) -> dict[K, list[Row]]:
    found: dict[K, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
