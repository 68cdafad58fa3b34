"""From a draft to an issue: the office's first paragraph, numbers, the frozen week, and what is handed out.

Issuing takes its number and freezes the data in one transaction. A face is drawn from the frozen data and
kept when it is first pulled (:func:`keep_file`), so that it comes back byte for byte ever after, whatever
becomes of the program. What the law makes the office erase is the one thing that changes an issue, and it
is marked (:func:`erase_report`).
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from bot.digest import texts
from bot.digest.compute import begin_of, compute, fresh_reports
from bot.digest.corrections import joined_issue
from bot.digest.model import Digest, Erasure, Letterhead, NewsLine, Row, Span, TrendPoint
from bot.digest.periods import WeekRefused, stretch_of
from bot.digest.stored import AskedLead, Issued, IssuedDigest, IssuedFile, LeadDraft
from bot.digest.text import computed_lead
from bot.patterns import late
from bot.plan.model import Plan
from bot.progress.cadence import CadenceRules, cycle_span
from bot.progress.calendar import WorkCalendar
from bot.progress.ledger import Ledger
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require

LEAD_LENGTH = 600

_FIGURE = late(r"[0-9]+(?:\.[0-9]+)?")


class IssueRefused(Refused):
    """A digest that cannot be issued, or a first paragraph that cannot be kept."""


class IssueDamaged(Refused):
    """What was frozen is not what it was."""


def issued_of(reader: Reader, plan: Plan, week: str) -> Issued | None:
    """The issue of a week, None while it is a draft."""
    return reader.get(Issued, f"{plan.id}:{week}")


def drafted(
    reader: Reader, plan: Plan, rules: CadenceRules, calendar: WorkCalendar, name: str, *, now: datetime
) -> Digest:
    """The week (or longer stretch) as it would be issued now, with the office's own first paragraph."""
    digest = compute(reader, plan, rules, calendar, name, now=now)
    draft = reader.get(LeadDraft, f"{plan.id}:{name}")
    return replace(digest, lead=draft.text) if draft is not None else digest


def fingerprint(digest: Digest) -> str:
    """Eight hex digits of what a digest says, whenever it was computed: what the office saw and confirms."""
    still = replace(digest, moment=begin_of(digest.first), trend=())
    return checksum(still)[:8]


def checksum(digest: Digest) -> str:
    """SHA-256 over the data. A field added by a later version counts only where it is not its default."""
    text = json.dumps(_canonical(digest), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def draft_lead(
    records: Records,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    *,
    by: Actor,
    week: str,
    text: str,
    now: datetime,
) -> Digest:
    """Keep the office's own first paragraph for a week, or with no text go back to the computed one.

    Whoever was asked for it is not asked any more. Raises NotAllowed, WeekRefused, IssueRefused.
    """
    digest = issuable(records, plan, rules, calendar, by=by, week=week, now=now)
    text = " ".join(text.split())
    if len(text) > LEAD_LENGTH:
        raise IssueRefused(texts.lead_too_long(len(text), LEAD_LENGTH))
    key = f"{plan.id}:{week}"
    if text:
        records.put(LeadDraft(key, plan.id, week, text, computed_lead(digest), by.name, now))
    else:
        records.drop(LeadDraft, key)
    records.drop(AskedLead, str(by.person))
    return replace(digest, lead=text)


def ask_lead(
    records: Records,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    *,
    by: Actor,
    week: str,
    now: datetime,
) -> Digest:
    """What this person types next is the week's first paragraph. Raises as :func:`draft_lead`."""
    digest = issuable(records, plan, rules, calendar, by=by, week=week, now=now)
    records.put(AskedLead(str(by.person), plan.id, week, now))
    draft = records.get(LeadDraft, f"{plan.id}:{week}")
    return replace(digest, lead=draft.text) if draft is not None else digest


def lead_doubts(reader: Reader, plan: Plan, digest: Digest) -> str:
    """What the office should look at before its own first paragraph is issued; empty where nothing.

    That is figures which the data do not have, and data that have moved since it was written.
    """
    draft = reader.get(LeadDraft, f"{plan.id}:{digest.week}")
    if draft is None:
        return ""
    computed = computed_lead(digest)
    known = set(_FIGURE.findall(computed))
    strange = [figure for figure in dict.fromkeys(_FIGURE.findall(draft.text)) if figure not in known]
    return texts.lead_doubts(strange, computed if draft.over != computed else "")


def issue(
    records: Records,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    letterhead: Letterhead,
    *,
    by: Actor,
    week: str,
    seen: str,
    weeks: tuple[TrendPoint, ...],
    now: datetime,
) -> Issued | None:
    """Give the week its numbers and freeze it; a week that is issued already stays as it is.

    ``weeks`` are the trend's points of the weeks before (they do not change any more, and take longer to
    count than a transaction should). ``seen`` is the :func:`fingerprint` that the office confirmed; None
    comes back where the record has moved on since, and nothing is issued. Raises NotAllowed, WeekRefused,
    and IssueRefused where a later week is issued already.
    """
    require(by, Permission.ISSUE)
    key = f"{plan.id}:{week}"
    if (already := records.get(Issued, key)) is not None:
        return already
    digest = issuable(records, plan, rules, calendar, by=by, week=week, now=now)
    draft = records.get(LeadDraft, key)
    digest = replace(digest, lead=draft.text if draft is not None else "")
    if fingerprint(digest) != seen:
        return None
    number, serial = next_numbers(records, plan, now)
    trend = (*weeks, TrendPoint(digest.first, digest.last, digest.measures))
    digest = replace(digest, issue=number, serial=serial, trend=trend)
    issued = Issued(
        key=key,
        plan=plan.id,
        week=week,
        year=now.year,
        number=number,
        serial=serial,
        by=by.name,
        by_id=by.person,
        at=now,
        moment=digest.moment,
        measures=digest.measures,
        letterhead=letterhead,
        checksum=checksum(digest),
    )
    records.put(issued)
    records.put(IssuedDigest(key, plan.id, now, digest, _told(records, plan, digest)))
    records.drop(LeadDraft, key)
    return issued


def next_numbers(reader: Reader, plan: Plan, now: datetime) -> tuple[int, int]:
    """The number in its year and the serial number that the next issue gets."""
    before = reader.find(Issued, plan=plan.id)
    return 1 + sum(one.year == now.year for one in before), 1 + len(before)


def frozen(reader: Reader, issued: Issued) -> Digest:
    """The data of an issue. Raises IssueDamaged where it is not what was issued."""
    kept = reader.get(IssuedDigest, issued.key)
    if kept is None or checksum(kept.digest) != issued.checksum:
        raise IssueDamaged(texts.issue_damaged(issued.number))
    return kept.digest


def keep_file(records: Records, issued: Issued, face: str, content: bytes, checked: str) -> bytes:
    """Keep a face that was drawn from the data of that checksum; returns the bytes to hand out.

    Where somebody else's were kept first, those; where the data changed meanwhile (an erasure), None are
    kept and the drawing has to be made anew: raises IssueDamaged.
    """
    now = records.get(Issued, issued.key)
    if now is None or now.checksum != checked:
        raise IssueDamaged(texts.issue_changed(issued.number))
    if (kept := file_of(records, issued, face)) is not None:
        return kept
    digest = hashlib.sha256(content).hexdigest()
    encoded = base64.b64encode(zlib.compress(content)).decode()
    records.put(IssuedFile(f"{issued.key}:{face}", issued.plan, issued.key, face, issued.at, digest, encoded))
    return content


def file_of(reader: Reader, issued: Issued, face: str) -> bytes | None:
    """A face of an issue as it was first handed out, None before. Raises IssueDamaged for other bytes."""
    kept = reader.get(IssuedFile, f"{issued.key}:{face}")
    if kept is None:
        return None
    try:
        content = zlib.decompress(base64.b64decode(kept.content, validate=True))
    except (ValueError, zlib.error) as error:
        raise IssueDamaged(texts.issue_damaged(issued.number)) from error
    if hashlib.sha256(content).hexdigest() != kept.sha256:
        raise IssueDamaged(texts.issue_damaged(issued.number))
    return content


def erase_report(records: Records, plan: Plan, report: str, *, by: Actor, now: datetime) -> list[Issued]:
    """Erase a report's words (by its key) from every issue, and say so there (依法删除).

    For whoever erases the report itself, in the same transaction. Faces that were kept go; the next pull
    draws them anew, with the mark. Returns the issues that were changed. Raises NotAllowed.
    """
    require(by, Permission.ERASE)
    changed = []
    for kept in records.find(IssuedDigest, plan=plan.id):
        issued = records.get(Issued, kept.key)
        digest = _without(kept.digest, report)
        if issued is None or digest == kept.digest:
            continue
        mark = Erasure(texts.OFFICE, now)
        digest = replace(digest, erasures=(*digest.erasures, mark))
        records.put(replace(kept, digest=digest))
        issued = replace(issued, checksum=checksum(digest))
        records.put(issued)
        for file in records.find(IssuedFile, plan=plan.id, issue=issued.key):
            records.drop(IssuedFile, file.key)
        changed.append(issued)
    return changed


def issuable(
    reader: Reader,
    plan: Plan,
    rules: CadenceRules,
    calendar: WorkCalendar,
    *,
    by: Actor,
    week: str,
    now: datetime,
) -> Digest:
    """The computed week, if the office may still issue it. Raises NotAllowed, WeekRefused, IssueRefused."""
    require(by, Permission.ISSUE)
    stretch = stretch_of(plan, week, now.date())
    if stretch.span is not Span.WEEK:
        raise WeekRefused(texts.ONLY_WEEKS)
    if (already := issued_of(reader, plan, week)) is not None:
        raise IssueRefused(texts.issued_already(already.number))
    for other in reader.find(Issued, plan=plan.id):
        if cycle_span(other.week)[1] > stretch.first:
            raise IssueRefused(texts.later_issued(other.number))
    return compute(reader, plan, rules, calendar, week, now=now)


def _told(reader: Reader, plan: Plan, digest: Digest) -> tuple[str, ...]:
    """The keys of all reports that the digest counts as its news."""
    ledger = Ledger(reader, plan, as_of=digest.moment)
    joined = joined_issue(reader, plan, digest.first)
    return tuple(report.key for report in fresh_reports(reader, ledger, digest.first, joined))


def _without(digest: Digest, report: str) -> Digest:
    """The digest without a report's words, also where the office took them over into its first paragraph."""

    def cut(lines: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            replace(line, text=texts.ERASED) if line.source == report and line.text else line
            for line in lines
        )

    lines: tuple[Row | NewsLine, ...] = (*digest.rows, *digest.news)
    told = {line.text for line in lines if line.source == report and line.text}
    lead = digest.lead
    for words in told - {texts.ERASED, texts.WITHHELD}:
        lead = lead.replace(words, texts.ERASED)
    return replace(
        digest, rows=cut(digest.rows), news=cut(digest.news), blocked=cut(digest.blocked), lead=lead
    )


def _canonical(value: Any) -> Any:
    """Plain JSON values; a dataclass without the fields that have their defaults."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    kind: Any = type(value)
    return {
        name: _canonical(own) for name, default in _shape(kind) if (own := getattr(value, name)) != default
    }


@lru_cache(maxsize=32)
def _shape(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass with their defaults."""
    return tuple((field.name, field.default) for field in fields(kind))
