"""Keep what was asked in vain for 30 days; let the office answer once for everybody.

Texts come masked (bot.privacy): nothing here looks for personal data.
"""

import hashlib
import unicodedata
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.learning import texts
from bot.learning.model import Answering, Learned, Reason, Unanswered
from bot.plan.model import Plan
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require

KEPT = timedelta(days=30)
TAKEN_UP = timedelta(minutes=30)  # for which what the office types answers the question it took up
MOST = 1000  # questions on the list; beyond, the one last asked longest ago makes room
QUESTION_LENGTH = 300
ANSWER_LENGTH = 1000


class LearningError(Refused):
    """A question or an answer that cannot be kept. The message is for the person."""


def question_key(plan: Plan, text: str) -> str:
    """One key for the same question however it is spaced, cased or punctuated."""
    folded = "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())
    return f"{plan.id}:{hashlib.sha256(folded.encode()).hexdigest()[:16]}"


def note(records: Records, plan: Plan, text: str, reason: Reason, now: datetime) -> Unanswered:
    """Put a question on the list, or count it once more. 没帮上 outweighs the plan's silence."""
    key = question_key(plan, text)
    kept = records.get(Unanswered, key)
    if kept is None:
        known = records.find(Unanswered, plan=plan.id)
        if len(known) >= MOST:
            records.drop(Unanswered, min(known, key=lambda row: row.last_at).key)
        kept = Unanswered(key, plan.id, text[:QUESTION_LENGTH], reason, now, now)
    else:
        worse = Reason.UNHELPFUL if Reason.UNHELPFUL in (kept.reason, reason) else reason
        kept = replace(kept, reason=worse, last_at=now, times=kept.times + 1)
    records.put(kept)
    return kept


def waiting(reader: Reader, plan: Plan, now: datetime) -> list[Unanswered]:
    """The questions of the last 30 days, the most asked first, then the newest."""
    found = [row for row in reader.find(Unanswered, plan=plan.id) if now - row.last_at <= KEPT]
    return sorted(found, key=lambda row: (row.times, row.last_at), reverse=True)


def outdated(reader: Reader, plan: Plan, now: datetime) -> list[Unanswered]:
    """The questions that were last asked over 30 days ago."""
    return [row for row in reader.find(Unanswered, plan=plan.id) if now - row.last_at > KEPT]


def forget_old(records: Records, plan: Plan, now: datetime) -> None:
    """Erase the questions that were last asked over 30 days ago."""
    for row in outdated(records, plan, now):
        records.drop(Unanswered, row.key)


def begin_answer(records: Records, by: Actor, key: str, now: datetime) -> Unanswered:
    """The office takes a question up; what it types next answers it. Raises NotAllowed, LearningError."""
    require(by, Permission.TEACH)
    question = records.get(Unanswered, key)
    if question is None:
        raise LearningError(texts.QUESTION_GONE)
    records.put(Answering(str(by.person), key, now))
    return question


def taken_up(reader: Reader, person: int, now: datetime) -> Unanswered | None:
    """The question that what this person types now would answer, if it still waits."""
    taken = reader.get(Answering, str(person))
    if taken is None or now - taken.at > TAKEN_UP:
        return None
    return reader.get(Unanswered, taken.question)


def answer(
    records: Records, plan: Plan, by: Actor, *, measures: Collection[int], text: str, now: datetime
) -> Learned:
    """Answer the question that was taken up: it is learned, and off the list.

    Raises NotAllowed, and LearningError where none was taken up, no such measure is in the plan, or the
    words are none or too many.
    """
    require(by, Permission.TEACH)
    question = taken_up(records, by.person, now)
    if question is None:
        raise LearningError(texts.QUESTION_GONE)
    unknown = [number for number in measures if number not in plan.by_number]
    if unknown:
        raise LearningError(texts.no_measure(unknown[0], len(plan.measures)))
    text = text.strip()
    if not measures and not text:
        raise LearningError(texts.ANSWER_EMPTY)
    if len(text) > ANSWER_LENGTH:
        raise LearningError(texts.answer_too_long(len(text), ANSWER_LENGTH))
    learned = Learned(question.key, plan.id, question.text, tuple(measures), text, by.name, now)
    records.put(learned)
    records.drop(Unanswered, question.key)
    records.drop(Answering, str(by.person))
    return learned


def dismiss(records: Records, by: Actor, key: str) -> None:
    """Take a question off the list without an answer. Raises NotAllowed."""
    require(by, Permission.TEACH)
    records.drop(Unanswered, key)
    records.drop(Answering, str(by.person))


def stop_answering(records: Records, person: int) -> bool:
    """Leave the question for later; False if none was taken up."""
    if records.get(Answering, str(person)) is None:
        return False
    records.drop(Answering, str(person))
    return True


def unlearn(records: Records, by: Actor, key: str) -> None:
    """Take an answer back. Raises NotAllowed."""
    require(by, Permission.TEACH)
    records.drop(Learned, key)


def learned_of(reader: Reader, plan: Plan) -> list[Learned]:
    """Every answer the office has given, oldest first."""
    return reader.find(Learned, plan=plan.id)
