"""What a careful reader would ask about a notice before it is worked from. Nothing is corrected."""

from collections.abc import Collection

from bot.plan import texts
from bot.plan.facts import find_facts
from bot.plan.layout import find_layout
from bot.plan.reading import Doubt, Reading
from bot.plan.slips import find_slips

__all__ = ["Doubt", "check_notice"]


def check_notice(text: str, plan_id: str, known_units: Collection[str] = ()) -> list[Doubt]:
    """The doubts about a notice, in the order of its lines.

    ``plan_id`` names it in the message when it cannot be read as a plan: that is a doubt too, not an
    error, and what can be checked without measures still is. ``known_units`` are the printed names of
    the unit directory (``units.toml``); without them no name is called unknown.
    """
    reading = Reading(text)
    doubts = (
        [*find_facts(reading, known_units), *find_slips(reading), *find_layout(reading)]
        if reading.lines
        else []
    )
    if not reading.measures:
        doubts.append(Doubt(1, "missing", None, plan_id, texts.NO_PLAN))
    rank = {kind: place for place, kind in enumerate(texts.KIND_NAMES)}
    return sorted(dict.fromkeys(doubts), key=lambda doubt: (doubt.line, rank[doubt.kind]))
