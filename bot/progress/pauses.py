"""A plan is paused by the office (暂停报送): nothing is asked while it is, and nobody is reminded.

A cycle whose deadline falls into a pause is never asked for. What is reported meanwhile counts as ever.
"""

from dataclasses import replace
from datetime import datetime

from bot.plan.model import Plan
from bot.progress.choices import Pause
from bot.records import Reader, Records
from bot.roster.authority import Actor, Permission, require


def pause_of(reader: Reader, plan: Plan) -> Pause | None:
    """The pause that is on; None where the plan is asked as ever."""
    return next((one for one in reader.find(Pause, plan=plan.id) if one.ended is None), None)


def pause(records: Records, plan: Plan, by: Actor, key: str, now: datetime) -> Pause:
    """Pause the plan from today on; a plan that is paused already stays as it is. Raises NotAllowed."""
    require(by, Permission.NUDGE)
    kept = records.get(Pause, key) or pause_of(records, plan)
    if kept is not None:
        return kept
    begun = Pause(key, plan.id, now.date(), by.name, by.person, now)
    records.put(begun)
    return begun


def resume(records: Records, plan: Plan, by: Actor, key: str, now: datetime) -> Pause | None:
    """End that pause today; None where there is none of that key. Twice is once. Raises NotAllowed."""
    require(by, Permission.NUDGE)
    kept = records.get(Pause, key)
    if kept is None or kept.plan != plan.id or kept.ended is not None:
        return kept
    ended = replace(kept, ended=now.date(), ended_by=by.name, ended_by_id=by.person, ended_at=now)
    records.put(ended)
    return ended
