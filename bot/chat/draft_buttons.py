"""What each button on a draft's card does to the draft: the other half of :mod:`bot.chat.report_pages`."""

from collections.abc import Sequence
from datetime import datetime

from bot.chat.reading import Reading
from bot.chat.services import Services
from bot.chat.wording import digits
from bot.plan.model import Plan
from bot.progress import steps
from bot.progress.drafts import Change
from bot.progress.ledger import Ledger
from bot.progress.model import Draft, Period, Status
from bot.progress.replies import join_held, unit_told
from bot.progress.sent import same_as_before
from bot.progress.settling import settle_period
from bot.progress.steps import Step, place_of
from bot.progress.unplaced import is_unplaced, placed

_ASKED_ANEW = (Step.MEASURE, Step.STATUS, Step.PERCENT, Step.TEXT)


def change_of(
    services: Services, reading: Reading, person: int, pressed: tuple[str, str], now: datetime
) -> Change | None:
    """The step that a button's (action, value) asks for; None where no button of ours says so."""
    action, value = pressed
    plan, ground, number = services.plan, reading.ground(), digits(value)
    name, _, second = value.partition(".")
    other = digits(second)
    match action:
        case "u" if unit := services.unit_by_code(value):
            return lambda draft: unit_told(draft, services.actor(person), unit.name, ground)
        case "m" if number is not None:
            return lambda draft: _chosen(draft, plan, [number])
        case "mm" if not value:
            return lambda draft: _chosen(draft, plan, draft.listed)
        case "s" if value in set(Status):
            return lambda draft: steps.choose_status(draft, Status(value))
        case "same" if not value:
            return lambda draft: _same(services, draft)
        case "p" if number is not None:
            return lambda draft: steps.set_percent(draft, number)
        case "p" if not value:
            return steps.skip_percent
        case "t":
            return lambda draft: steps.set_text(draft, "")
        case "e" if second in _ASKED_ANEW:
            return lambda draft: steps.revise(draft, Step(second), place_of(draft, name))
        case "b" if not value:
            return lambda draft: draft
        case "j" if not value:
            return lambda draft: join_held(draft, ground, now)
        case "v" if other is not None:
            return lambda draft: steps.settle_measure(draft, plan, place_of(draft, name), other)
        case "y" | "z" if not value:
            period = Period.PREVIOUS if action == "y" else Period.CURRENT
            return lambda draft: settle_period(draft, period)
        case "w" | "h":
            return lambda draft: steps.done_as_whole(draft, place_of(draft, name), whole=action == "w")
        case "pp" | "pc":
            chosen = Period.PREVIOUS if action == "pp" else Period.CURRENT
            return lambda draft: steps.set_period(draft, place_of(draft, name), chosen)
        case "x":
            return lambda draft: steps.leave_out(draft, place_of(draft, name))
    return None


def _chosen(draft: Draft, plan: Plan, numbers: Sequence[int]) -> Draft:
    """The draft about these measures, or with these put right where that was asked."""
    return placed(draft, numbers) if is_unplaced(draft) else steps.choose_measures(draft, plan, numbers)


def _same(services: Services, draft: Draft) -> Draft:
    """The draft's measures as they were reported last."""
    ledger = Ledger(services.store.read, services.plan, units=[draft.unit])
    numbers = [item.measure for item in draft.items]
    items, _ = same_as_before(ledger, services.plan, draft.unit, numbers)
    return steps.merge(draft, services.plan, items)
