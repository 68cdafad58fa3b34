"""What was asked over a longer stretch of time and how it was answered: by unit, and by section.

For the yearly assessment and the city's office. Whatever had its deadline in the stretch counts once; of
judicial sections only whether reports came, never how many or what with.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import SHANGHAI
from bot.digest.model import Tally
from bot.progress.cadence import CadenceRules, asked_between
from bot.progress.calendar import WorkCalendar
from bot.progress.dues import chased
from bot.progress.ledger import Ledger
from bot.progress.model import Cycle, Obligation, Report, ReportState, Review, Verdict
from bot.progress.reports import judicial_measures
from bot.records import Reader


@dataclass(frozen=True, slots=True)
class _Answer:
    obligation: Obligation
    on_time: bool
    late: bool


def reviewed(reader: Reader, ledger: Ledger, since: datetime, moment: datetime) -> dict[str, Verdict]:
    """What the office last did in that time to report versions (by key) outside the judicial sections."""
    judicial = judicial_measures(ledger.plan)
    open_ones = {report.key for report in ledger.versions() if report.measure not in judicial}
    return {
        review.report: review.verdict
        for review in reader.find(Review, plan=ledger.plan.id)
        if since <= review.at <= moment and review.report in open_ones
    }


def assess(
    ledger: Ledger,
    rules: CadenceRules,
    calendar: WorkCalendar,
    *,
    first: date,
    moment: datetime,
    verdicts: Mapping[str, Verdict],
) -> tuple[tuple[Tally, ...], tuple[Tally, ...]]:
    """Every unit, then every section, from the first day to the moment; ``verdicts`` as :func:`reviewed`."""
    plan, judicial = ledger.plan, judicial_measures(ledger.plan)
    answers = list(_answers(ledger, rules, calendar, first, moment))
    sent = [
        report
        for report in ledger.versions()
        if report.at.astimezone(SHANGHAI).date() >= first
        and report.measure not in judicial
        and ledger.counts(report)
    ]
    closed = {section.number for section in plan.sections} - {
        measure.section for measure in plan.measures if measure.number not in judicial
    }
    returned = [report for report in ledger.versions() if verdicts.get(report.key) is Verdict.RETURNED]
    by_unit = _tallies(answers, sent, returned, lambda obligation: obligation.unit)
    by_section = _tallies(
        answers, sent, returned, lambda obligation: str(plan.by_number[obligation.measure].section)
    )
    return (
        tuple(by_unit(unit.name, unit.name, counted=True) for unit in plan.units),
        tuple(by_section(str(s.number), s.title, counted=s.number not in closed) for s in plan.sections),
    )


def _answers(
    ledger: Ledger, rules: CadenceRules, calendar: WorkCalendar, first: date, moment: datetime
) -> Iterable[_Answer]:
    plan = ledger.plan
    cycles: dict[tuple[bool, int], list[Cycle]] = {}
    sent: defaultdict[tuple[Obligation, str], list[datetime]] = defaultdict(list)
    named = {(o.unit, o.measure): o for o in chased(plan)}
    for report in ledger.versions():
        if ledger.state_of(report) is not ReportState.WITHDRAWN and (
            own := named.get((report.unit, report.measure))
        ):
            sent[own, report.cycle].append(report.at)
    for obligation in named.values():
        kind = (obligation.named, obligation.measure)  # all that the cadence depends on
        if kind not in cycles:
            cycles[kind] = asked_between(plan, rules, calendar, obligation, first=first, last=moment.date())
        closing = ledger.closed(obligation)
        for cycle in cycles[kind]:
            until = ledger.extended(obligation, cycle.id) or cycle.deadline
            if until is None or until > moment or (closing is not None and closing.at <= until):
                continue
            answered = ledger.answered(obligation, cycle.id) is not None
            on_time = answered and min(sent[obligation, cycle.id]) <= until
            yield _Answer(obligation, on_time, answered and not on_time)


def _tallies(
    answers: Iterable[_Answer],
    sent: Iterable[Report],
    returned: Iterable[Report],
    key: Callable[[Obligation], str],
) -> Callable[..., Tally]:
    """Counts by a key; what comes back makes the tally of one key."""
    asked: Counter[str] = Counter()
    on_time: Counter[str] = Counter()
    late: Counter[str] = Counter()
    for answer in answers:
        name = key(answer.obligation)
        asked[name] += 1
        on_time[name] += answer.on_time
        late[name] += answer.late
    came: defaultdict[str, list[Report]] = defaultdict(list)
    for report in sent:
        came[key(Obligation(report.measure, report.unit))].append(report)
    sent_back = Counter(key(Obligation(report.measure, report.unit)) for report in returned)

    def tally(name: str, label: str, *, counted: bool) -> Tally:
        own = came[name]
        return Tally(
            name=label,
            asked=asked[name],
            on_time=on_time[name],
            late=late[name],
            missing=asked[name] - on_time[name] - late[name],
            reports=len(own) if counted else None,
            on_behalf=sum(report.on_behalf for report in own) if counted else None,
            returned=sent_back[name] if counted else None,
            evidence=sum(len(report.attachments) for report in own) if counted else None,
        )

    return tally
