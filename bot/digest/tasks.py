"""The 任务分解台账: what the office writes of each obligation, and how a filled-in sheet is taken over."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from bot.digest import task_texts as texts
from bot.digest.model import Digest
from bot.digest.stored import Task, TaskChange, TaskImport
from bot.plan.model import Plan
from bot.privacy import redact
from bot.privacy.model import Kind
from bot.progress.dues import obligations
from bot.records import Reader, Records
from bot.refusal import Refused
from bot.roster.authority import Actor, Permission, require

LIMITS = {"responsible": 60, "deadline": 60, "standard": 500, "evidence": 500}

Entries = dict[tuple[int, str], dict[str, str]]
"""By measure and unit, the cells of the four columns that were in the sheet."""


class TaskRefused(Refused):
    """A sheet that cannot be taken, or changes that were not taken over."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a filled-in sheet says. ``rows`` that name an obligation, and what was wrong with others.

    ``statuses`` are the cells of the status column, which is not taken over.
    """

    rows: int
    entries: Entries
    problems: tuple[str, ...]
    statuses: dict[tuple[int, str], str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a filled-in sheet would change; ``masked`` pieces of personal data were taken out of it."""

    changes: tuple[TaskChange, ...]
    problems: tuple[str, ...]
    masked: int


def tasks_of(reader: Reader, plan: Plan) -> dict[tuple[int, str], Task]:
    """Every obligation as the 台账 has it; the notice's own time limit stands until another is set."""
    kept = {(task.measure, task.unit): task for task in reader.find(Task, plan=plan.id)}
    return {
        (o.measure, o.unit): kept.get((o.measure, o.unit)) or _blank(plan, o.measure, o.unit)
        for o in obligations(plan)
    }


def write_file(digest: Digest, tasks: Mapping[tuple[int, str], Task]) -> bytes:
    """The 台账 as a workbook; imports what that takes, so call it through bot.digest.apart."""
    from bot.digest.taskbook import taskbook

    return taskbook(digest, tasks)


def read_file(content: bytes, plan: Plan) -> Filled:
    """What a filled-in workbook says; as :func:`write_file`. Raises TaskRefused for a file that is none."""
    from bot.digest.taskbook import read_taskbook

    return read_taskbook(content, plan)


def compare(reader: Reader, plan: Plan, filled: Filled) -> Comparison:
    """The cells that differ from what is kept, masked where they hold personal data."""
    tasks = tasks_of(reader, plan)
    changes: list[TaskChange] = []
    masked = 0
    for (measure, unit), cells in filled.entries.items():
        for field, text in cells.items():
            now, found = _masked(field, text)
            was = getattr(tasks[measure, unit], field)
            if now != was:
                masked += found
                changes.append(TaskChange(measure, unit, field, was, now))
    return Comparison(tuple(changes), filled.problems, masked)


def propose(
    records: Records, plan: Plan, *, by: Actor, changes: Sequence[TaskChange], now: datetime
) -> TaskImport:
    """Keep the changes until this person has confirmed them. Raises NotAllowed."""
    require(by, Permission.ISSUE)
    token = hashlib.sha256(json.dumps([astuple(change) for change in changes]).encode()).hexdigest()[:12]
    waiting = TaskImport(str(by.person), plan.id, token, tuple(changes), now)
    records.put(waiting)
    return waiting


def take_over(records: Records, plan: Plan, *, by: Actor, token: str, now: datetime) -> int:
    """Put the proposed changes into the 台账; returns how many.

    Raises NotAllowed, and TaskRefused where they are not proposed any more or a cell has changed since.
    """
    require(by, Permission.ISSUE)
    waiting = records.get(TaskImport, str(by.person))
    if waiting is None or waiting.token != token or waiting.plan != plan.id:
        raise TaskRefused(texts.STALE)
    tasks = tasks_of(records, plan)
    for change in waiting.changes:
        task = tasks.get((change.measure, change.unit))
        if task is None or getattr(task, change.field) != change.was:
            raise TaskRefused(texts.CONFLICT)
        fields = {change.field: change.now}
        task = replace(task, **fields, by=by.name, at=now)  # type: ignore[arg-type]  # the four are texts
        tasks[change.measure, change.unit] = task
        records.put(task)
    records.drop(TaskImport, waiting.key)
    return len(waiting.changes)


def _blank(plan: Plan, measure: int, unit: str) -> Task:
    stated = plan.by_number[measure].deadline or ""
    at = datetime.fromisoformat(f"{plan.issued_on}T00:00:00+08:00")
    return Task(f"{plan.id}:{measure}:{unit}", plan.id, measure, unit, "", stated, "", "", "", at)


def _masked(field: str, text: str) -> tuple[str, int]:
    """The text without personal data. The responsible person's own name belongs there."""
    found = redact(text)
    if field == "responsible" and all(piece.type is Kind.NAME for piece in found.found):
        return text, 0
    return found.text, len(found.found)
