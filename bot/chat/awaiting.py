"""Words that a button asked for: kept as a row, so that a restart in between loses nothing."""

from dataclasses import replace
from datetime import timedelta

from bot.chat import texts
from bot.chat.message import plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress.acts import Awaited, Wanted
from bot.records import Records

_PATIENCE = timedelta(hours=1)  # what somebody types after that is about something else


async def begin(services: Services, turn: Turn, wanted: Wanted, subject: str) -> None:
    """Take what this person types next as the words wanted."""
    awaited = Awaited(
        str(turn.person), services.plan.id, wanted, subject, services.clock(), began=turn.origin
    )
    await services.store.transact(lambda records: records.put(awaited))


def awaited(services: Services, turn: Turn) -> Awaited | None:
    """What this turn's words were asked for, None where nothing was asked."""
    kept = services.store.read.get(Awaited, str(turn.person))
    if kept is None or kept.heard not in ("", turn.origin) or services.clock() - kept.at > _PATIENCE:
        return None
    return kept


def heard(records: Records, turn: Turn, wanted: Wanted | None = None) -> None:
    """The words have come; in one transaction with what they did.

    With ``wanted`` only if these were asked for: they may also have come with a command, beside a question
    about something else.
    """
    kept = records.get(Awaited, str(turn.person))
    if kept is not None and wanted in (None, kept.wanted):
        records.put(replace(kept, heard=turn.origin))


async def cancel(services: Services, turn: Turn) -> bool:
    """Ask for nothing any more; False if nothing was asked."""
    if awaited(services, turn) is None:
        return False
    await services.store.transact(lambda records: records.drop(Awaited, str(turn.person)))
    await turn.say(plain(texts.CANCELLED))
    return True
