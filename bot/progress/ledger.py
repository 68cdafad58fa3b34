"""How every obligation stands, read from the stored reports and reviews in one pass."""

from collections import defaultdict
from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from bot.clock import SHANGHAI
from bot.plan.model import Plan
from bot.progress.acts import Closing, Extension
from bot.progress.cadence import cycle_span
from bot.progress.erased import Erased
from bot.progress.model import Obligation, Report, ReportState, Review, Status, Verdict
from bot.records import Reader

_COUNTS = frozenset({ReportState.SUBMITTED, ReportState.ACCEPTED})
_REFUSED = frozenset({ReportState.WITHDRAWN, ReportState.RETURNED})
_Owed = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an obligation stands: never nil. ``report`` is the version that says so, None before any.

    ``at`` is when that was said: a nil report since then confirms it but does not move it.
    """

    status: Status
    percent: int | None = None
    text: str = ""
    at: datetime | None = None
    report: Report | None = None


_NEVER_REPORTED = Standing(Status.NOT_STARTED)


class Ledger:
    """The reports of a plan, all or those of some units, as they stand or stood at a moment.

    ``as_of`` leaves out what was recorded later. Of several versions for one obligation and cycle the
    newest counts: a withdrawn one gives way to the version before it, a returned one leaves the cycle
    unanswered. Across cycles, what was said for an earlier cycle after it had ended (补报) does not
    outweigh what was already said for a later one.
    """

    def __init__(
        self,
        reader: Reader,
        plan: Plan,
        *,
        units: Collection[str] | None = None,
        as_of: datetime | None = None,
    ) -> None:
        self.plan = plan
        self._verdicts: dict[str, Verdict] = {}
        self._fates: dict[str, ReportState] = {}
        for review in reader.find(Review, plan=plan.id):
            if as_of is None or review.at <= as_of:
                self._verdicts[review.report] = review.verdict
        self._erased = {mark.report for mark in reader.find(Erased, plan=plan.id) if not mark.file}
        self._closings: dict[_Owed, Closing] = {}
        for act in reader.find(Closing, plan=plan.id):
            if as_of is None or act.at <= as_of:
                self._closings[act.measure, act.unit] = act
        self._extended: dict[tuple[int, str, str], datetime] = {}
        for asked in reader.find(Extension, plan=plan.id, granted=True):
            if as_of is None or (asked.answered_at is not None and asked.answered_at <= as_of):
                self._extended[asked.measure, asked.unit, asked.cycle] = asked.until
        if units is None:
            found = reader.find(Report, plan=plan.id)
        else:
            found = [r for unit in dict.fromkeys(units) for r in reader.find(Report, plan=plan.id, unit=unit)]
        self._reports = [report for report in found if as_of is None or report.at <= as_of]
        self._versions: dict[tuple[int, str, str], list[Report]] = defaultdict(list)
        self._history: dict[_Owed, list[Report]] = defaultdict(list)
        for report in self._reports:
            self._versions[report.measure, report.unit, report.cycle].append(report)
            self._history[report.measure, report.unit].append(report)
        self._in_order: set[_Owed] = set()

    def state_of(self, report: Report) -> ReportState:
        """What became of a version. One whose words were erased by law still answers for its cycle."""
        return ReportState.ERASED if report.key in self._erased else self._fate(report)

    def _fate(self, report: Report) -> ReportState:
        """What became of a version but for an erasure; asked often, looked up once."""
        if (known := self._fates.get(report.key)) is None:
            known = self._fates[report.key] = self._judged(report)
        return known

    def _judged(self, report: Report) -> ReportState:
        verdict = self._verdicts.get(report.key)
        if verdict is Verdict.WITHDRAWN:
            return ReportState.WITHDRAWN
        if verdict is Verdict.RETURNED:
            return ReportState.RETURNED
        for newer in reversed(self._versions[report.measure, report.unit, report.cycle]):
            if newer.key == report.key:
                break
            if self._verdicts.get(newer.key) is not Verdict.WITHDRAWN:
                return ReportState.REPLACED
        return ReportState.ACCEPTED if verdict is Verdict.ACCEPTED else ReportState.SUBMITTED

    def counts(self, report: Report) -> bool:
        """Whether a version answers for its cycle: submitted or accepted."""
        return self._fate(report) in _COUNTS

    def closed(self, obligation: Obligation) -> Closing | None:
        """The act that closed the obligation (销号), None where it is open or was reopened."""
        act = self._closings.get((obligation.measure, obligation.unit))
        return act if act is not None and act.closed else None

    def extended(self, obligation: Obligation, cycle: str) -> datetime | None:
        """The later deadline that the office granted for that cycle (id), None without any."""
        return self._extended.get((obligation.measure, obligation.unit, cycle))

    def latest(self, obligation: Obligation) -> Report | None:
        """The newest version that counts, of any cycle."""
        return next((report for report in reversed(self._said(obligation)) if self.counts(report)), None)

    def answered(self, obligation: Obligation, cycle: str) -> Report | None:
        """The version that counts for the obligation in that cycle (id), None while it is owed."""
        versions = self._versions.get((obligation.measure, obligation.unit, cycle), [])
        return next((report for report in reversed(versions) if self.counts(report)), None)

    def newest(self, obligation: Obligation, cycle: str) -> Report | None:
        """The newest version for the obligation in that cycle (id) whatever became of it."""
        versions = self._versions.get((obligation.measure, obligation.unit, cycle), [])
        return versions[-1] if versions else None

    def standing(self, obligation: Obligation) -> Standing:
        """Where the obligation stands: the last word on it that was not nil, withdrawn or returned."""
        for report in reversed(self._said(obligation)):
            if report.status is not Status.NIL and self._fate(report) not in _REFUSED:
                return Standing(report.status, report.percent, report.text, report.at, report)
        return _NEVER_REPORTED

    def _said(self, obligation: Obligation) -> list[Report]:
        """All that was said of an obligation, in the order of what it speaks for; sorted when first asked."""
        owed = obligation.measure, obligation.unit
        history = self._history.get(owed, [])
        if owed not in self._in_order:
            history.sort(key=_effective)
            self._in_order.add(owed)
        return history

    def versions(
        self, obligation: Obligation | None = None, cycle: str | None = None, unit: str | None = None
    ) -> list[Report]:
        """All versions in the order of recording, narrowed as asked."""
        reports = self._reports
        if obligation is not None:
            reports = [r for r in reports if (r.measure, r.unit) == (obligation.measure, obligation.unit)]
        return [r for r in reports if cycle in (None, r.cycle) and unit in (None, r.unit)]

    def measure_status(self, number: int) -> Status:
        """A measure's own status over its obligations: all done, any blocked, none begun, else in progress.

        Needs a ledger of all units.
        """
        owners = self.plan.owners(self.plan.by_number[number])
        return roll_up({self.standing(Obligation(number, unit.name, named)).status for unit, named in owners})


def roll_up(statuses: Set[Status]) -> Status:
    """A measure's own status over those of its obligations."""
    if statuses == {Status.DONE}:
        return Status.DONE
    if Status.BLOCKED in statuses:
        return Status.BLOCKED
    return Status.NOT_STARTED if statuses <= {Status.NOT_STARTED} else Status.IN_PROGRESS


def _effective(report: Report) -> datetime:
    """When a report speaks for: the moment it was sent, but at latest the end of its cycle."""
    return min(report.at, _end_of(report.cycle))


@lru_cache(maxsize=1024)
def _end_of(cycle: str) -> datetime:
    return datetime.combine(cycle_span(cycle)[2], time.max, SHANGHAI)
