"""What becomes of each file: expected, kept, refused, put off, and let go when nothing refers to it.

Rules inside one ``store.transact``; the files themselves are moved before (kept) or after (let go), so
that a kill in between leaves a file without a row, which ``unused`` finds, and never a row without its file.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.evidence import texts
from bot.evidence.kinds import FileKind
from bot.evidence.model import Evidence, FileState
from bot.outgoing import Letter, Outgoing
from bot.plan.model import Plan
from bot.progress.model import Attachment, Draft, Report
from bot.progress.reports import PHOTO, judicial_measures
from bot.records import Reader, Records

PATIENCE = timedelta(hours=72)
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
_UNUSED_KEPT = timedelta(days=1)

Shelved = tuple[str, str]
"""Digest and suffix of a file on the shelf."""


def expect(
    records: Records, plan: Plan, attachments: Iterable[Attachment], sender: int, now: datetime
) -> list[Evidence]:
    """Put down that these files are to be fetched; those that are kept or on their way already are left.

    One that was refused or lost may be sent again. One that was erased by law is not taken again: it is
    taken out of the draft, and the sender is told.
    """
    expected = []
    for attachment in attachments:
        known = records.get(Evidence, attachment.file_unique_id)
        if known is not None and known.state is FileState.ERASED:
            _take_out(records, plan, known.key)
            _tell(records, replace(known, sender=sender), texts.ERASED_BEFORE, now)
        elif known is None or known.state in (FileState.REFUSED, FileState.LOST):
            row = Evidence(
                key=attachment.file_unique_id,
                plan=plan.id,
                file_id=attachment.file_id,
                name=attachment.name,
                sender=sender,
                at=now,
                state=FileState.WAITING,
                next_at=now,
                size=attachment.size,
            )
            records.put(row)
            expected.append(row)
    return expected


def due(reader: Reader, plan: Plan, now: datetime) -> list[Evidence]:
    """The files to be fetched at this moment, oldest first."""
    return [row for row in waiting(reader, plan) if row.next_at <= now]


def waiting(reader: Reader, plan: Plan) -> list[Evidence]:
    """All files still to be fetched."""
    return reader.find(Evidence, plan=plan.id, state=FileState.WAITING)


def keep(
    records: Records, plan: Plan, key: str, now: datetime, *, digest: str, kind: FileKind, size: int
) -> Evidence | None:
    """The file lies on the shelf. None where nobody waits for it any more.

    A picture that came under another name is known as one from now on; with a judicial measure it is
    refused after all (``state`` says so), as is what was erased by law, and the file is to be let go.
    """
    row = records.get(Evidence, key)
    if row is None or row.state is not FileState.WAITING:
        return None
    if records.find(Evidence, digest=digest, state=FileState.ERASED):
        return refuse(records, plan, key, now, texts.ERASED_BEFORE)
    if kind.pictorial:
        for draft in _drafts_with(records, plan, key):
            pictured = (replace(a, kind=PHOTO) if a.file_unique_id == key else a for a in draft.attachments)
            records.put(replace(draft, attachments=tuple(pictured)))
        if judicial := sorted(judicial_measures(plan) & _measures_with(records, plan, row)):
            return refuse(records, plan, key, now, texts.no_pictures(judicial))
    kept = replace(
        row, state=FileState.KEPT, digest=digest, suffix=kind.value, size=size, file_id="", reason=""
    )
    records.put(kept)
    return kept


def refuse(records: Records, plan: Plan, key: str, now: datetime, reason: str) -> Evidence | None:
    """The file is not kept: it is taken out of drafts, and its sender is told why."""
    return _give_up(records, plan, key, now, state=FileState.REFUSED, reason=reason)


def put_off(records: Records, plan: Plan, key: str, now: datetime) -> Evidence | None:
    """Fetching failed; it is tried again later, and given up after three days."""
    row = records.get(Evidence, key)
    if row is None or row.state is not FileState.WAITING:
        return None
    if now - row.at >= PATIENCE:
        return lose(records, plan, key, now)
    pause = _PAUSES[min(row.tries, len(_PAUSES) - 1)]
    later = replace(row, tries=row.tries + 1, next_at=now + pause)
    records.put(later)
    return later


def lose(records: Records, plan: Plan, key: str, now: datetime) -> Evidence | None:
    """Telegram does not have the file any more: its sender is asked for it again."""
    return _give_up(records, plan, key, now, state=FileState.LOST, reason=texts.LOST)


def kept_of(reader: Reader, report: Report) -> list[Evidence]:
    """The files of a report that are kept, in the order in which they came."""
    rows = (reader.get(Evidence, attachment.file_unique_id) for attachment in report.attachments)
    return [row for row in rows if row is not None and row.state is FileState.KEPT]


def same_content(reader: Reader, key: str) -> set[str]:
    """The unique ids under which this very file came: sent twice, it may have several."""
    row = reader.get(Evidence, key)
    if row is None or not row.digest:
        return {key}
    return {other.key for other in reader.find(Evidence, digest=row.digest)} | {key}


def erase(records: Records, keys: Iterable[str], reason: str) -> list[Shelved]:
    """Erase files by law. Returns what is to leave the shelf afterwards.

    Of each the digest stays, so that it is not taken again under any name. The authority was checked by
    whoever erases.
    """
    shelved = []
    for key in keys:
        row = records.get(Evidence, key)
        if row is not None and row.state is not FileState.ERASED:
            if row.digest:
                shelved.append((row.digest, row.suffix))
            records.put(replace(row, state=FileState.ERASED, reason=reason, name=reason, file_id=""))
    return shelved


def let_go(records: Records, plan: Plan, now: datetime) -> int:
    """Forget the files that no draft and no report refers to any more (a cancelled draft's); how many."""
    used = _used(records, plan)
    gone = [
        row
        for row in records.find(Evidence, plan=plan.id)
        if row.key not in used and row.state is not FileState.ERASED and now - row.at > _UNUSED_KEPT
    ]
    for row in gone:
        records.drop(Evidence, row.key)
    return len(gone)


def unused(reader: Reader, shelf: Iterable[Shelved]) -> list[Shelved]:
    """The files on the shelf that no row refers to: what was let go or erased, or left by a kill."""
    rows = reader.find(Evidence, state=FileState.KEPT)
    return sorted(set(shelf) - {(row.digest, row.suffix) for row in rows})


def _used(reader: Reader, plan: Plan) -> set[str]:
    holders: Sequence[Draft | Report] = [*reader.find(Draft), *reader.find(Report, plan=plan.id)]
    return {attachment.file_unique_id for holder in holders for attachment in holder.attachments}


def _give_up(
    records: Records, plan: Plan, key: str, now: datetime, *, state: FileState, reason: str
) -> Evidence | None:
    row = records.get(Evidence, key)
    if row is None or row.state is not FileState.WAITING:
        return None
    in_draft = _take_out(records, plan, key)
    given_up = replace(row, state=state, reason=reason, file_id="")
    records.put(given_up)
    _tell(records, given_up, reason if in_draft else reason + texts.REPORT_STANDS, now)
    return given_up


def _tell(records: Records, row: Evidence, reason: str, now: datetime) -> None:
    letter = Letter(row.sender, texts.not_taken(row.name, reason))
    records.put(Outgoing(f"evidence:{row.key}:{now.isoformat()}", row.plan, now, (letter,)))


def _take_out(records: Records, plan: Plan, key: str) -> bool:
    """Take the file out of the drafts that hold it; False where none does."""
    drafts = _drafts_with(records, plan, key)
    for draft in drafts:
        kept = tuple(a for a in draft.attachments if a.file_unique_id != key)
        records.put(replace(draft, attachments=kept))
    return bool(drafts)


def _drafts_with(reader: Reader, plan: Plan, key: str) -> list[Draft]:
    drafts = reader.find(Draft, plan=plan.id)
    return [draft for draft in drafts if any(a.file_unique_id == key for a in draft.attachments)]


def _measures_with(reader: Reader, plan: Plan, row: Evidence) -> set[int]:
    """The measures of the drafts and reports that the file came with."""
    drafts = _drafts_with(reader, plan, row.key)
    reports = (
        report
        for report in reader.find(Report, plan=plan.id)
        if any(a.file_unique_id == row.key for a in report.attachments)
    )
    return {item.measure for draft in drafts for item in draft.items} | {r.measure for r in reports}
