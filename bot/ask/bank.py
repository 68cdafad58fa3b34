"""The question bank of a plan: how people really ask, tied to the plan's clauses.

Files ``questions/*.txt`` beside the plan. ``@ 8.3 …`` opens the third clause of measure 8, what follows it on
the line is for readers; then one question a line. ``outside.txt`` holds questions that the plan does not
answer; ``first_call.txt`` whom to call first about a clause, ``8.3 县公安局 县政法委``. ``#`` begins a
comment. Files ``reports/*.txt`` hold in the same form how liaisons write about their work on each clause.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.ask.linear import Linear
from bot.patterns import late

QUESTIONS = "questions"
REPORTS = "reports"
MODEL = "questions.model"
TOLD_MODEL = "reports.model"
_OUTSIDE = "outside.txt"
_FIRST_CALL = "first_call.txt"
_CALL = late(r"(\d+)\.(\d+)((?: \S+)+)")
_CLAUSE = late(r"@\s*(\d+)\.(\d+)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what answers it: the ``clause``-th sentence (from 1) of a measure.

    Of reports, a phrase and what it tells of.
    """

    measure: int
    clause: int
    text: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Questions of a plan, questions beside it, and the classifier trained on them, if there is one.

    ``told`` is the classifier trained on the phrases of reports; ``first_call`` holds the units to call
    first, best first, by measure and clause (from 1).
    """

    asked: tuple[Asked, ...] = ()
    outside: tuple[str, ...] = ()
    judge: Linear | None = None
    told: Linear | None = None
    first_call: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)


NO_BANK = Bank()


def load_bank(folder: Path) -> Bank:
    """The bank of a plan's folder; an empty one where it has none. ValueError names a line that is none."""
    asked: list[Asked] = []
    outside: list[str] = []
    first: dict[tuple[int, int], tuple[str, ...]] = {}
    for path in sorted((folder / QUESTIONS).glob("*.txt")):
        if path.name == _OUTSIDE:
            outside += [line for _, line in _lines(path)]
        elif path.name == _FIRST_CALL:
            for number, line in _lines(path):
                if (call := _CALL.fullmatch(line)) is None:
                    raise ValueError(f"{path.name}:{number}: {line!r}")
                first[int(call[1]), int(call[2])] = tuple(call[3].split())
        else:
            asked += _by_clause(path)
    return Bank(tuple(asked), tuple(outside), load_judge(folder), load_told(folder), first)


def load_phrases(folder: Path) -> tuple[Asked, ...]:
    """How liaisons write about each clause; read for training alone. ValueError names a line that is none."""
    return tuple(phrase for path in sorted((folder / REPORTS).glob("*.txt")) for phrase in _by_clause(path))


def load_judge(folder: Path) -> Linear | None:
    """The classifier of the questions of a plan's folder alone, if it has one."""
    return _load(folder / MODEL)


def load_told(folder: Path) -> Linear | None:
    """The classifier of the phrases of reports of a plan's folder alone, if it has one."""
    return _load(folder / TOLD_MODEL)


def _load(model: Path) -> Linear | None:
    return Linear.load(model) if model.exists() else None


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that are neither empty nor a comment, with their numbers."""
    for number, raw in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = raw.strip()
        if line and not line.startswith("#"):
            yield number, line


def _by_clause(path: Path) -> Iterator[Asked]:
    """The lines of a file, each with the clause whose heading it stands under."""
    clause: tuple[int, int] | None = None
    for number, line in _lines(path):
        if (match := _CLAUSE.match(line)) is not None:
            clause = int(match[1]), int(match[2])
        elif line.startswith("@") or clause is None:
            raise ValueError(f"{path.name}:{number}: {line!r}")
        else:
            yield Asked(*clause, line)
