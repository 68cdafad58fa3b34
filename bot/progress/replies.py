"""What words typed while a draft is open do to it: its question answered, something put right, more added.

Plain functions: they look at the draft as it stands and give the next one, or None where the words are
nothing for it, which makes them a question.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.progress import steps, texts
from bot.progress.answers import assents, clauses, slip
from bot.progress.asked import measure_told, percent_told, status_told, text_told
from bot.progress.at_card import at_card
from bot.progress.doubts import Ground, items_in
from bot.progress.drafts import for_unit
from bot.progress.faults import fault
from bot.progress.mending import put_right
from bot.progress.model import Draft
from bot.progress.steps import StaleStep, Step
from bot.roster.authority import Actor

FRESH = timedelta(days=1)  # how long a draft takes plain sentences without asking


def reply(draft: Draft, words: str, ground: Ground, *, message: int | None, now: datetime) -> Draft | None:
    """The draft with the words taken in, or held back with a question; None where they are not for it.

    Raises Refused where the words answer, but with something that cannot be.
    """
    taken = _taken(draft, words, ground, message)
    if taken is None or taken == draft:
        return taken
    stale = now - draft.began_at > FRESH and steps_hold(draft)
    return replace(draft, held=words) if stale and _swallowed(draft, taken, words) else taken


def join_held(draft: Draft, ground: Ground, now: datetime) -> Draft:
    """The held words belong to the draft after all. Raises Refused."""
    resumed = replace(draft, began_at=now, held="")
    return _taken(resumed, draft.held, ground, None) or steps.add_words(resumed, draft.held)


def unit_told(draft: Draft, by: Actor, unit: str, ground: Ground) -> Draft:
    """The draft for that unit, with what words typed before tell of its measures.

    Raises NotAllowed, NotBound, DraftError.
    """
    if draft.unit == unit:
        return draft
    if draft.step != Step.UNIT:
        raise StaleStep(texts.STALE_STEP)
    settled = for_unit(ground.plan, by, draft, unit)
    items = [] if draft.items else items_in(draft.words, unit, ground, _said_in(draft))
    return steps.merge(replace(settled, words="", parts=()), ground.plan, items) if items else settled


def steps_hold(draft: Draft) -> bool:
    """Whether there is anything in the draft that a plain sentence could be mixed up with."""
    return bool(draft.items or draft.words or draft.attachments)


def _taken(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    if draft.focus is not None and steps.ready(draft) and assents(words):
        return replace(draft, step=Step.READY, focus=None)  # asked anew, and right as it stood
    if Step(draft.step) in (Step.PERCENT, Step.TEXT) and steps.ready(draft) and draft.focus is None:
        if (wrong := fault(draft, words, ground)) is not None:
            return steps.revise(draft, wrong[1], wrong[0])
        if _wrong_before(words) and (changed := put_right(draft, words, ground, message)) is not None:
            told = draft.step == Step.PERCENT and not steps.percent_open(changed)
            return steps.after(changed, Step.PERCENT) if told else changed
    match Step(draft.step):
        case Step.UNIT:
            return None  # the chat knows the person's units
        case Step.MEASURE:
            return measure_told(draft, words, ground, message)
        case Step.STATUS:
            return status_told(draft, words, ground, message)
        case Step.PERCENT:
            return percent_told(draft, words, ground, message)
        case Step.TEXT:
            return text_told(draft, words, ground, message)
        case Step.READY:
            return at_card(draft, words, ground, message)


def _said_in(draft: Draft) -> int | None:
    return draft.parts[0].message if len(draft.parts) == 1 else None


def _wrong_before(words: str) -> bool:
    """Whether the words take back what was answered before (哦不，是已完成)."""
    return any(map(slip, clauses(words)))


def _swallowed(before: Draft, taken: Draft, words: str) -> bool:
    """Whether a plain sentence became part of the draft, rather than an answer that only it could mean."""
    texts_before = {item.text for item in before.items} | {before.words}
    texts_now = {item.text for item in taken.items} | {taken.words}
    return any(words.strip() in text for text in texts_now - texts_before) or len(taken.items) > len(
        before.items
    )
