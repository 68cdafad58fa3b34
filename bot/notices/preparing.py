"""What one is about to send: put down step by step, and found again by the buttons under its preview."""

from dataclasses import replace
from datetime import datetime

from bot.notices import texts
from bot.notices.model import Prepared, SentFile, What
from bot.notices.scope import Scope, known
from bot.plan.model import Plan
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, allowed, require

LONGEST_REMARK = 300
LONGEST_NOTICE = 2000
LONGEST_CAPTION = 900
"""Characters: a file's caption may have 1024, and the notice's head is among them."""

_PERMISSION = {What.NUDGE: Permission.NUDGE, What.NOTICE: Permission.BROADCAST}


class PreparedGone(Refused):
    """The button is not about what is being prepared now."""


class WordsRefused(Refused):
    """Words or a file that cannot be sent."""


def prepare(records: Records, plan: Plan, by: Actor, begun: Prepared) -> Prepared:
    """Begin anew; the same id again changes nothing. Raises NotAllowed, PreparedGone, WordsRefused."""
    require(by, _PERMISSION[begun.what])
    if not known(plan, begun.scope):
        raise PreparedGone(texts.GONE)
    kept = records.get(Prepared, begun.key)
    if kept is not None and kept.id == begun.id:
        return kept
    _check(begun.what, begun.words, begun.file)
    records.put(begun)
    return begun


def begin(
    plan: Plan, what: What, person: int, *, id_: str, scope: Scope, now: datetime, words: str = ""
) -> Prepared:
    """What that person begins to prepare under that id."""
    return Prepared(_key(what, person), plan.id, id_, what, scope, now, words)


def reword(
    records: Records, by: Actor, what: What, id_: str, *, words: str, file: SentFile | None = None
) -> Prepared:
    """Put other words, and perhaps a file, into what is prepared.

    Raises NotAllowed, PreparedGone, WordsRefused.
    """
    require(by, _PERMISSION[what])
    kept = prepared_by(records, what, by.person, id_)
    if kept.done_at is not None:
        raise PreparedGone(texts.SENT_BEFORE)
    _check(what, words, file)
    changed = replace(kept, words=words, file=file)
    records.put(changed)
    return changed


def drop(records: Records, by: Actor, what: What, id_: str) -> None:
    """Send it not at all. Raises NotAllowed, and PreparedGone where it was sent or dropped before."""
    require(by, _PERMISSION[what])
    if prepared_by(records, what, by.person, id_).done_at is not None:
        raise PreparedGone(texts.SENT_BEFORE)
    records.drop(Prepared, _key(what, by.person))


def prepared_by(reader: Reader, what: What, person: int, id_: str) -> Prepared:
    """What that person prepared under that id; sent or not. Raises PreparedGone."""
    kept = reader.get(Prepared, _key(what, person))
    if kept is None or kept.id != id_:
        raise PreparedGone(texts.GONE)
    return kept


def is_open(reader: Reader, by: Actor, what: What, id_: str) -> bool:
    """Whether that person may still put words into what they prepared under that id."""
    kept = reader.get(Prepared, _key(what, by.person))
    return allowed(by, _PERMISSION[what]) and kept is not None and kept.id == id_ and kept.done_at is None


def _check(what: What, words: str, file: SentFile | None) -> None:
    longest = LONGEST_REMARK if what is What.NUDGE else LONGEST_CAPTION if file else LONGEST_NOTICE
    if len(words) > longest:
        raise WordsRefused(texts.too_long(len(words), longest))


def _key(what: What, person: int) -> str:
    return f"{what}:{person}"
