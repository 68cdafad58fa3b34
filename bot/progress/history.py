"""Who changed what and when: every act on the obligations, read from the record."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.plan.model import Plan
from bot.progress import review_texts as texts
from bot.progress.acts import Closing, Extension, Joint
from bot.progress.cadence import deadline_label
from bot.progress.ledger import Ledger
from bot.progress.model import Report, Review
from bot.records import Reader


@dataclass(frozen=True, slots=True)
class Event:
    """One act on one obligation. ``report`` is the version it stored, for a report; else ``what`` says it.

    ``by_id`` is the Telegram id of who did it; ``words`` are theirs.
    """

    at: datetime
    measure: int
    unit: str
    by: str
    by_id: int | None
    what: str = ""
    words: str = ""
    report: Report | None = None


def history(
    reader: Reader,
    ledger: Ledger,
    *,
    units: Collection[str] | None = None,
    measure: int | None = None,
    person: int | None = None,
) -> list[Event]:
    """All acts, newest first: of these units or all, on one measure or all, by one person or anybody.

    The ledger must hold the units asked for.
    """
    events = [
        event
        for event in _events(reader, ledger)
        if (units is None or event.unit in units)
        and measure in (None, event.measure)
        and person in (None, event.by_id)
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _events(reader: Reader, ledger: Ledger) -> Iterator[Event]:
    plan = ledger.plan
    reports = {report.key: report for report in ledger.versions()}
    for report in reports.values():
        yield Event(
            report.at, report.measure, report.unit, report.author, report.author_id, "", report.text, report
        )
    yield from _reviews(reader, plan, reports)
    for act in reader.find(Closing, plan=plan.id):
        what = texts.CLOSED if act.closed else texts.REOPENED
        yield Event(act.at, act.measure, act.unit, act.by, act.by_id, what, act.remark)
    for asked in reader.find(Extension, plan=plan.id):
        what = texts.asked_until(deadline_label(asked.until))
        yield Event(asked.at, asked.measure, asked.unit, asked.by, asked.by_id, what, asked.reason)
        if asked.answered_at is not None:
            what = texts.GRANTED if asked.granted else texts.DECLINED
            yield Event(
                asked.answered_at, asked.measure, asked.unit, asked.answered_by, asked.answered_by_id, what
            )
    yield from _joints(reader, plan, reports)


def _reviews(reader: Reader, plan: Plan, reports: dict[str, Report]) -> Iterator[Event]:
    for review in reader.find(Review, plan=plan.id):
        report = reports.get(review.report)
        if report is not None:
            what = texts.VERDICT_NAMES[review.verdict]
            yield Event(review.at, report.measure, report.unit, review.by, review.by_id, what, review.remark)


def _joints(reader: Reader, plan: Plan, reports: dict[str, Report]) -> Iterator[Event]:
    for joint in reader.find(Joint, plan=plan.id):
        first = reports.get(joint.report)
        if first is not None:
            what = texts.asked_to_join(joint.unit)
            yield Event(joint.at, joint.measure, first.unit, joint.asked_by, joint.asked_by_id, what)
        if joint.answered_at is not None and not joint.agreed:  # an agreement is a report of its own
            yield Event(
                joint.answered_at,
                joint.measure,
                joint.unit,
                joint.answered_by,
                joint.answered_by_id,
                texts.NOT_JOINED,
            )
