"""``weibao archive``: one year as one zip that can be read without this program.

For every unit its year as a workbook and its evidence, under the numbers that the workbook gives; every
issued digest as its two papers; and a catalogue of all files with their SHA-256.
"""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from bot.clock import SHANGHAI
from bot.digest import archive_texts as say
from bot.digest.faces import file_name, render
from bot.digest.issue import file_of, frozen
from bot.digest.sheets import new_book, saved, set_widths, write_head, write_row
from bot.digest.stored import Issued
from bot.digest.year_model import EvidenceRow, OwnYear, begin_of_year, own_year, workbook_of
from bot.digest.year_texts import evidence_number
from bot.evidence.model import Evidence, FileState
from bot.evidence.shelf import Shelf
from bot.plan.model import Plan
from bot.records import Reader
from bot.refusal import Refused

_PAPERS = ("upward", "bulletin")
_UNSAFE = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\r\t', "_"))


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file of the archive, and what the catalogue says of it."""

    path: str
    content: bytes
    what: str
    unit: str = ""
    measure: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """How many files were written, how many of them evidence, and the evidence that was not there."""

    files: int
    evidence: int
    missing: tuple[str, ...]


def archive(reader: Reader, plan: Plan, shelf: Shelf, year: int, out_file: Path) -> Archive:
    """Write one year (of the reports' cycles) to a zip, mode 600; an older file is replaced at the end.

    Raises Refused for a year in which nothing was recorded, and where the file cannot be written.
    """
    missing: list[str] = []
    partial = out_file.with_name(f".{out_file.name}.partial")
    rows: list[tuple[str | int | datetime | None, ...]] = []
    evidence = 0
    try:
        handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
                for entry in _entries(reader, plan, shelf, year, missing):
                    packed.writestr(entry.path, entry.content)
                    evidence += entry.what == say.EVIDENCE
                    rows.append(_row(entry))
                if not rows:
                    raise Refused(say.nothing(year))
                packed.writestr(say.CATALOGUE_FILE, _catalogue(plan, year, rows, missing))
            raw.flush()
            os.fsync(handle)
        partial.replace(out_file)
    except OSError as error:
        raise Refused(say.not_written(str(out_file), error.strerror or "")) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    return Archive(len(rows) + 1, evidence, tuple(missing))


def _entries(reader: Reader, plan: Plan, shelf: Shelf, year: int, missing: list[str]) -> Iterator[_Entry]:
    """All files but the catalogue; evidence that is not there goes to ``missing``."""
    begin = begin_of_year(year, datetime.now(SHANGHAI))
    for unit in plan.units:
        own = own_year(reader, plan, unit.name, year, begin=begin)
        if own.reports or own.acts:
            book = f"{say.UNITS}/{unit.name}/{unit.name}{year}.xlsx"
            yield _Entry(book, workbook_of(own), say.BOOK, unit.name)
            yield from _evidence(reader, shelf, own, missing)
    for issued in sorted(reader.find(Issued, plan=plan.id), key=lambda one: one.serial):
        if issued.year == year:
            digest = frozen(reader, issued)
            for face in _PAPERS:
                content = file_of(reader, issued, face) or render(face, digest, plan, issued.letterhead)
                yield _Entry(f"{say.DIGESTS}/{file_name(face, digest)}", content, say.DIGEST, at=issued.at)


def _evidence(reader: Reader, shelf: Shelf, own: OwnYear, missing: list[str]) -> Iterator[_Entry]:
    for row in own.evidence:
        kept = reader.get(Evidence, row.file)
        content = _content(shelf, kept)
        if kept is None or content is None:
            missing.append(f"{own.unit} {evidence_number(row.number)} {row.name}")
        else:
            path = f"{say.UNITS}/{own.unit}/{say.EVIDENCE}/{_name(row, kept)}"
            yield _Entry(path, content, say.EVIDENCE, own.unit, row.measure, row.at)


def _content(shelf: Shelf, kept: Evidence | None) -> bytes | None:
    """The file's bytes, if they are what was kept."""
    if kept is None or kept.state is not FileState.KEPT:
        return None
    with suppress(FileNotFoundError):
        content = shelf.read(kept.digest, kept.suffix)
        if hashlib.sha256(content).hexdigest() == kept.digest:
            return content
    return None


def _name(row: EvidenceRow, kept: Evidence) -> str:
    stem = PurePath(row.name.translate(_UNSAFE)).stem.strip(" .")[:60] or say.EVIDENCE
    return f"{evidence_number(row.number)}-第{row.measure}条-{stem}.{kept.suffix}"


def _row(entry: _Entry) -> tuple[str | int | datetime | None, ...]:
    at = entry.at.astimezone(SHANGHAI).replace(tzinfo=None) if entry.at else None
    digest = hashlib.sha256(entry.content).hexdigest()
    return (entry.path, entry.what, entry.unit, entry.measure, at, len(entry.content), digest)


def _catalogue(
    plan: Plan, year: int, rows: list[tuple[str | int | datetime | None, ...]], missing: list[str]
) -> bytes:
    moment = datetime.now(SHANGHAI)
    book, sheet = new_book(say.title(plan.title, year), moment)
    sheet.title = say.CATALOGUE
    set_widths(sheet, [width for _, width in say.COLUMNS])
    write_head(sheet, 1, [name for name, _ in say.COLUMNS])
    for number, row in enumerate([*rows, *((line, say.MISSING) for line in missing)], start=2):
        write_row(sheet, number, row)
    sheet.freeze_panes = "A2"
    return saved(book, moment)
