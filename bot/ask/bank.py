"""The question bank of a plan: how people really ask, tied to the plan's clauses.

Files ``questions/*.txt`` beside the plan. ``@ 8.3 …`` opens the third clause of measure 8, what follows it on
the line is for readers; then one question a line. ``outside.txt`` holds questions that the plan does not
answer; ``first_call.txt`` whom to call first about a clause, ``8.3 县公安局 县政法委``. ``#`` begins a
comment.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.ask.linear import Linear

QUESTIONS = "questions"
MODEL = "questions.model"
_OUTSIDE = "outside.txt"
_FIRST_CALL = "first_call.txt"
_CALL = re.compile(r"(\d+)\.(\d+)((?: \S+)+)")
_CLAUSE = re.compile(r"@\s*(\d+)\.(\d+)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what answers it: the ``clause``-th sentence (from 1) of a measure."""

    measure: int
    clause: int
    text: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions of a plan, questions beside it, and the classifier trained on them, if there is one.

    ``first_call`` holds the units to call first, best first, by measure and clause (from 1).
    """

    asked: tuple[Asked, ...] = ()
    outside: tuple[str, ...] = ()
    judge: Linear | None = None
    first_call: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)


NO_BANK = Bank()


def load_bank(folder: Path) -> Bank:
    """The bank of a plan's folder; an empty one where it has none. ValueError names a line that is none."""
    asked: list[Asked] = []
    outside: list[str] = []
    first: dict[tuple[int, int], tuple[str, ...]] = {}
    for path in sorted((folder / QUESTIONS).glob("*.txt")):
        clause: tuple[int, int] | None = None
        for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            if path.name == _OUTSIDE:
                outside.append(line)
            elif path.name == _FIRST_CALL:
                if (call := _CALL.fullmatch(line)) is None:
                    raise ValueError(f"{path.name}:{number}: {line!r}")
                first[int(call[1]), int(call[2])] = tuple(call[3].split())
            elif (match := _CLAUSE.match(line)) is not None:
                clause = int(match[1]), int(match[2])
            elif line.startswith("@") or clause is None:
                raise ValueError(f"{path.name}:{number}: {line!r}")
            else:
                asked.append(Asked(*clause, line))
    return Bank(tuple(asked), tuple(outside), load_judge(folder), first)


def load_judge(folder: Path) -> Linear | None:
    """The classifier of a plan's folder alone, if it has one."""
    model = folder / MODEL
    return Linear.load(model) if model.exists() else None
