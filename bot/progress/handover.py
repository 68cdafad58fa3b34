"""What goes along when a seat is handed over: the draft. Dues are the unit's, and history keeps its names."""

from dataclasses import replace

from bot.plan.model import Plan
from bot.progress.drafts import draft_of
from bot.progress.model import Draft
from bot.records import Records
from bot.roster.authority import seats_of
from bot.roster.model import Seat


def move_draft(records: Records, plan: Plan, given: Seat, to: int) -> Draft | None:
    """Let the new holder of a seat go on with what the old one was writing; None where there is nothing.

    A draft of the unit goes, and one without a unit where the giver keeps no other seat. Who is writing
    already keeps their own.
    """
    draft = draft_of(records, given.person)
    if draft is None or draft_of(records, to) is not None:
        return None
    if draft.unit != given.unit and (draft.unit or seats_of(records, plan, given.person)):
        return None
    moved = replace(draft, key=str(to), person=to, card=None)
    records.drop(Draft, draft.key)
    records.put(moved)
    return moved
