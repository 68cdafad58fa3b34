"""Erasure required by law (依法删除): the one act that changes what was stored (DESIGN.md, decision 6).

The words go from every version that holds them, from remarks on it, from drafts and from what waits to be
told; when and by whom stays in their place. Issued digests and kept files are erased beside this, in the
same transaction, by the rooms that keep them.
"""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.outgoing import Outgoing
from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.acts import Awaited, Closing, Extension
from bot.progress.erased import Erased
from bot.progress.model import Attachment, Draft, Report, Review
from bot.progress.reports import ReportError
from bot.records import Reader, Records
from bot.roster.authority import Actor, Permission, require

ERASED_KIND = "erased"
_TELLING = 8  # characters; a shorter text that is part of another proves nothing


class Scope(StrEnum):
    """Whose words go: of one version and all that say the same, or of all versions of its due as well."""

    SAME_WORDS = "t"
    WHOLE_DUE = "a"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an act erased: the versions, newest state, and nobody twice. Empty where all was erased before."""

    reports: tuple[Report, ...]
    at: datetime
    by: str


def report_of(reader: Reader, plan: Plan, key: str) -> Report:
    """The version of that key. Raises ReportError where there is none."""
    report = reader.get(Report, key)
    if report is None or report.plan != plan.id:
        raise ReportError(texts.REPORT_UNKNOWN)
    return report


def affected(reader: Reader, plan: Plan, report: Report, scope: Scope) -> list[Report]:
    """The versions whose words an erasure takes, the one meant among them; those erased already left out."""
    found = []
    for other in [*reader.find(Report, plan=plan.id, unit=report.unit), *_jointly(reader, plan, report)]:
        same_due = (other.measure, other.cycle) == (report.measure, report.cycle)
        if other.text and (
            other.key == report.key
            or _same(other.text, report.text)
            or (same_due and (scope is Scope.WHOLE_DUE or _clauses(other.text) & _clauses(report.text)))
        ):
            found.append(other)
    return [other for other in found if reader.get(Erased, other.key) is None]


def _jointly(reader: Reader, plan: Plan, report: Report) -> list[Report]:
    """What other units have said with it (联合报送): the report confirmed, and every confirmation of it."""
    first = reader.get(Report, report.joint) if report.joint else report
    if first is None:
        return []
    said = [first, *reader.find(Report, plan=plan.id, joint=first.key)]
    return [other for other in said if other.unit != report.unit]


def erase_words(
    records: Records, plan: Plan, *, by: Actor, report_key: str, scope: Scope, now: datetime
) -> Erasure:
    """Erase a report's words wherever they are stored. Twice is once. Raises NotAllowed, ReportError."""
    require(by, Permission.ERASE)
    report = report_of(records, plan, report_key)
    tombstone = texts.erased(now, by.name)
    reports = affected(records, plan, report, scope)
    changed = []
    for each in reports:
        records.put(Erased(each.key, plan.id, each.key, by.name, by.person, now))
        blank = replace(each, text=tombstone)
        records.put(blank)
        changed.append(blank)
        for review in records.find(Review, report=each.key):
            if review.remark:
                records.put(replace(review, remark=tombstone))
    _forget_words(records, plan, {each.text for each in reports}, tombstone)
    return Erasure(tuple(changed), now, by.name)


def erase_file(
    records: Records, plan: Plan, *, by: Actor, report_key: str, files: Iterable[str], now: datetime
) -> Erasure:
    """Erase files (Telegram's unique ids; the same content may have come as several) from all reports.

    The report named must hold one of them. Twice is once. Raises NotAllowed, ReportError.
    """
    require(by, Permission.ERASE)
    report = report_of(records, plan, report_key)
    wanted = set(files)
    if not wanted & {attachment.file_unique_id for attachment in report.attachments}:
        raise ReportError(texts.FILE_UNKNOWN)
    blank = texts.erased(now, by.name)
    changed = []
    for each in records.find(Report, plan=plan.id):
        gone = [a for a in each.attachments if a.file_unique_id in wanted and a.kind != ERASED_KIND]
        if gone:
            kept = tuple(_blank(a, blank) if a in gone else a for a in each.attachments)
            changed.append(replace(each, attachments=kept))
            records.put(changed[-1])
            for a in gone:
                key = f"{each.key}#{a.file_unique_id}"
                records.put(Erased(key, plan.id, each.key, by.name, by.person, now, a.file_unique_id))
    for draft in records.find(Draft, plan=plan.id):
        left = tuple(a for a in draft.attachments if a.file_unique_id not in wanted)
        if left != draft.attachments:
            records.put(replace(draft, attachments=left))
    return Erasure(tuple(changed), now, by.name)


def _same(text: str, other: str) -> bool:
    """Whether one text is or holds the other."""
    short, long = sorted((text, other), key=len)
    return short == long or (len(short) >= _TELLING and short in long)


def _clauses(text: str) -> set[str]:
    """The longer clauses of a text: a corrected version mostly keeps them as they were."""
    return {clause for clause in re.split(r"[，。；！？,;!?\s]+", text) if len(clause) >= _TELLING}


def _blank(attachment: Attachment, name: str) -> Attachment:
    return replace(attachment, file_id="", kind=ERASED_KIND, name=name, size=0)


def _forget_words(records: Records, plan: Plan, words: set[str], tombstone: str) -> None:
    """Take the words out of drafts, of acts beside reports, and of what waits to be told."""
    for draft in records.find(Draft, plan=plan.id):
        items = tuple(
            replace(item, text="") if any(_same(item.text, said) for said in words if item.text) else item
            for item in draft.items
        )
        typed, held = (
            "" if text and any(_same(text, said) for said in words) else text
            for text in (draft.words, draft.held)
        )
        if (items, typed, held) != (draft.items, draft.words, draft.held):
            records.put(replace(draft, items=items, words=typed, held=held))
    for awaited in records.find(Awaited, plan=plan.id):
        if any(_same(awaited.subject, said) for said in words):
            records.drop(Awaited, awaited.key)
    for asked in records.find(Extension, plan=plan.id):
        if any(_same(asked.reason, said) for said in words):
            records.put(replace(asked, reason=tombstone))
    for act in records.find(Closing, plan=plan.id):
        if act.remark and any(_same(act.remark, said) for said in words):
            records.put(replace(act, remark=tombstone))
    telling = [html.escape(said, quote=False) for said in words if len(said) >= _TELLING]
    for outgoing in records.find(Outgoing):
        letters = tuple(
            replace(letter, html=_replaced(letter.html, telling, tombstone)) for letter in outgoing.letters
        )
        if letters != outgoing.letters:
            records.put(replace(outgoing, letters=letters))


def _replaced(text: str, words: Iterable[str], by: str) -> str:
    for said in words:
        text = text.replace(said, by)
    return text
