"""Reports that come after the office's list of what is missing: it hears of them, and its list stays true."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.progress.cadence import cycle_by_id
from bot.progress.dues import asked_cycles
from bot.progress.ledger import Ledger
from bot.progress.model import Cycle, Obligation, Report
from bot.records import Reader, Records
from bot.reminders.model import LateNote, Terms, Told, told_key


def is_late(reader: Reader, terms: Terms, report: Report) -> bool:
    """Whether a report is the first for its cycle and came after the deadline, as extended if it was."""
    ledger = Ledger(reader, terms.plan, units=[report.unit])
    obligation = Obligation(report.measure, report.unit)
    deadline = ledger.extended(obligation, report.cycle)
    deadline = deadline or cycle_by_id(report.cycle, terms.calendar, terms.rules).deadline
    return report.replaces is None and deadline is not None and report.at > deadline


def late_reports(
    reader: Reader, terms: Terms, now: datetime, *, office: Collection[int]
) -> list[tuple[Cycle, list[Report]]]:
    """By cycle, the counting reports that came after the list of it, and the office has not been told of.

    ``office`` are the people who get the list. Only the newest cycles are looked at.
    """
    plan = terms.plan
    keys = [
        told_key(plan.id, cycle.id, stage.name, person)
        for cycle in asked_cycles(plan, terms.rules, terms.calendar, now)
        for stage in terms.stages.of_office(plan.id)
        for person in office
    ]
    listed: dict[str, datetime] = {}
    for mark in (reader.get(Told, key) for key in keys):
        if mark is not None:
            listed[mark.cycle] = min(mark.at, listed.get(mark.cycle, mark.at))
    if not listed:
        return []
    ledger = Ledger(reader, plan)
    found: dict[str, list[Report]] = {}
    for report in ledger.versions():
        after_list = report.cycle in listed and report.at > listed[report.cycle]
        if after_list and ledger.counts(report) and reader.get(LateNote, report.key) is None:
            found.setdefault(report.cycle, []).append(report)
    return [(cycle_by_id(cycle, terms.calendar, terms.rules), reports) for cycle, reports in found.items()]


def mark_noted(records: Records, reports: Sequence[Report], now: datetime) -> None:
    """Store that the office is being told of these."""
    for report in reports:
        records.put(LateNote(report.key, report.plan, now))
