"""Joint reports (联合报送): who shares a measure confirms another's report as made together.

Naming a co-owner asks them and no more: nothing counts for them before their own tap, and they may refuse.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.plan.model import Plan
from bot.progress import review_texts as texts
from bot.progress.acts import Joint
from bot.progress.cadence import CadenceRules, cycle_id, cycle_span
from bot.progress.judicial import for_others
from bot.progress.ledger import Ledger
from bot.progress.model import Report
from bot.progress.reports import check_measure
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require
from bot.roster.handing import answering


class JointError(Refused):
    """A joint report that cannot be asked for or answered."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer. ``report`` is the co-owner's own, None where they refused."""

    joint: Joint
    report: Report | None = None
    fresh: bool = True


def co_owners(plan: Plan, measure: int, unit: str) -> list[str]:
    """The other units that owe a measure; the office, which owes no reports, is none."""
    owners = plan.owners(plan.by_number[measure])
    return [owner.name for owner, _ in owners if owner.name != unit and not owner.office]


def ask(
    records: Records, plan: Plan, *, by: Actor, report: str, units: Sequence[str], now: datetime
) -> list[Joint]:
    """Ask co-owners to confirm a report (key) as made together; returns those who had not been asked.

    Raises NotAllowed, and JointError where the report no longer counts, a unit does not share the measure,
    or nobody sits there.
    """
    kept = records.get(Report, report)
    if kept is None or kept.plan != plan.id:
        raise JointError(texts.JOINT_UNKNOWN)
    require(by, Permission.REPORT, kept.unit)
    if kept.joint or not Ledger(records, plan, units=[kept.unit]).counts(kept):
        raise JointError(texts.JOINT_NOT_COUNTED)
    sharing = co_owners(plan, kept.measure, kept.unit)
    for unit in units:
        if unit == kept.unit:
            raise JointError(texts.JOINT_SAME_UNIT)
        if unit not in sharing:
            raise JointError(texts.joint_not_owner(unit, kept.measure))
    empty = [unit for unit in units if not answering(records, plan, unit, now.date())]
    if empty:
        raise JointError(texts.joint_no_liaison(empty))
    fresh = []
    for unit in dict.fromkeys(units):
        key = f"{report}:{unit}"
        if records.get(Joint, key) is None:
            joint = Joint(key, plan.id, report, kept.measure, unit, by.name, by.person, now)
            records.put(joint)
            fresh.append(joint)
    return fresh


def answer(
    records: Records,
    plan: Plan,
    rules: CadenceRules,
    *,
    by: Actor,
    key: str,
    agreed: bool,
    now: datetime,
    act: str,
) -> Answered:
    """A co-owner confirms or refuses; the first answer holds, and the same one again changes nothing.

    Confirming stores a report of their own with what was said, for the same cycle; its key begins with
    ``act`` (``<bot>:<update_id>``). Raises NotAllowed, and JointError where the report asked about was
    replaced, withdrawn or returned meanwhile.
    """
    joint = records.get(Joint, key)
    if joint is None or joint.plan != plan.id:
        raise JointError(texts.JOINT_UNKNOWN)
    require(by, Permission.REPORT, joint.unit)
    if joint.agreed is not None:
        if joint.agreed is not agreed:
            raise JointError(texts.joint_done_otherwise(joint.agreed))
        return Answered(joint, records.get(Report, f"{joint.answer}:0"), fresh=False)
    told = replace(
        joint,
        agreed=agreed,
        answered_by=by.name,
        answered_by_id=by.person,
        answered_at=now,
        answer=act,
    )
    if not agreed:
        records.put(told)
        return Answered(told)
    first = records.get(Report, joint.report)
    if first is None or not Ledger(records, plan, units=[first.unit]).counts(first):
        raise JointError(texts.JOINT_STALE)
    cycle = _cycle(plan, rules, first, joint.unit)
    earlier = records.find(Report, plan=plan.id, measure=first.measure, unit=joint.unit)
    before = [report.key for report in earlier if report.cycle == cycle]
    report = replace(
        for_others(plan, first),
        key=f"{act}:0",
        unit=joint.unit,
        cycle=cycle,
        author=by.name,
        author_id=by.person,
        at=now,
        replaces=before[-1] if before else None,
        on_behalf=False,
        source=None,
        joint=first.key,
        parts=(),
    )
    records.put(report)
    records.put(told)
    return Answered(told, report)


def asked_about(reader: Reader, report: str) -> list[Joint]:
    """Whom a report's author has asked, with their answers so far."""
    return reader.find(Joint, report=report)


def open_requests(reader: Reader, plan: Plan, units: Sequence[str]) -> list[Joint]:
    """What these units are still asked to confirm, about reports that still count."""
    ledger: Ledger | None = None
    found = []
    for joint in reader.find(Joint, plan=plan.id, agreed=None):
        if joint.unit in units and (report := reader.get(Report, joint.report)) is not None:
            ledger = ledger or Ledger(reader, plan)
            if ledger.counts(report):
                found.append(joint)
    return found


def _cycle(plan: Plan, rules: CadenceRules, first: Report, unit: str) -> str:
    """The co-owner's cycle that the report speaks of: the same one, where both report at the same pace."""
    cadence = rules.cadence_of(plan, check_measure(plan, unit, first.measure), first.at.date())
    same, *_ = cycle_span(first.cycle)
    return first.cycle if same is cadence else cycle_id(cadence, first.at.date())
