"""What lies in an inbox's journals: updates, what was noted of each, and which ids are done.

A line is an object with one letter: ``u`` an update as it came, ``d`` the id of one that is done, ``f`` of
one whose handling failed, ``a`` an answer that was sent, ``x`` how often the process died of one, ``r`` runs
of ids that are done.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from bot.delivery.journal import recover

Raw = dict[str, Any]
Answer = tuple[str, Any]
"""A message that was sent: its fingerprint, and Telegram's brief answer."""

_REMEMBERED = 20_000  # ids done: Telegram repeats itself for at most a day, a batch is 100


@dataclass(slots=True)
class Deaths:
    """How often the process died while an update was at work: by itself, or beside others."""

    alone: int = 0
    beside: int = 0


class DoneIds:
    """The ids that were dealt with last, in that order."""

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}

    def __contains__(self, update_id: int) -> bool:
        """Whether this update is known to have been dealt with."""
        return update_id in self._ids

    def add(self, update_ids: Iterable[int]) -> None:
        """Remember these, and forget the oldest."""
        self._ids.update(dict.fromkeys(update_ids))
        for update_id in list(islice(self._ids, max(0, len(self._ids) - _REMEMBERED))):
            del self._ids[update_id]

    def line(self) -> object:
        """All of them as a journal's line; ids mostly follow one another."""
        runs: list[tuple[int, int]] = []
        for one in self._ids:
            if runs and runs[-1][1] + 1 == one:
                runs[-1] = (runs[-1][0], one)
            else:
                runs.append((one, one))
        return {"r": runs}


@dataclass(slots=True)
class Left:
    """What the journals of earlier runs say."""

    done: DoneIds = field(default_factory=DoneIds)
    raws: dict[int, Raw] = field(default_factory=dict)
    tries: Counter[int] = field(default_factory=Counter)
    answers: dict[int, list[Answer]] = field(default_factory=dict)
    deaths: dict[int, Deaths] = field(default_factory=dict)

    def pending(self) -> dict[int, Raw]:
        """The updates that are not done, oldest first."""
        return {update_id: raw for update_id, raw in self.raws.items() if update_id not in self.done}

    def notes(self, update_id: int) -> list[object]:
        """All that was noted of an update, as lines of a new journal."""
        notes = [failed_line(update_id)] * self.tries[update_id]
        notes.extend(answer_line(update_id, answer) for answer in self.answers.get(update_id, ()))
        if (deaths := self.deaths.get(update_id)) is not None:
            notes.append({"x": [update_id, deaths.alone, deaths.beside]})
        return notes


def read_left(paths: Iterable[Path], alert: Callable[[str], None]) -> Left:
    """Read journals, oldest first; damage is told and the rest kept. Raises OSError."""
    left = Left()
    for path in paths:
        for _, line in recover(path, alert):
            _read(line, left)
    return left


def _read(line: dict[str, Any], left: Left) -> None:
    if "u" in line:
        left.raws[line["u"]["update_id"]] = line["u"]
    elif "d" in line:
        left.done.add([line["d"]])
    elif "f" in line:
        left.tries[line["f"]] += 1
    elif "x" in line:
        update_id, alone, beside = line["x"]
        left.deaths[update_id] = Deaths(alone, beside)
    elif "a" in line:
        update_id, fingerprint, result = line["a"]
        left.answers.setdefault(update_id, []).append((fingerprint, result))
    elif "r" in line:
        for first, last in line["r"]:
            left.done.add(range(first, last + 1))


def update_line(raw: Raw) -> object:
    """An update arrived."""
    return {"u": raw}


def done_line(update_id: int) -> object:
    """An update's work is recorded; short, since it takes the place of the update's own line."""
    return {"d": update_id}


def failed_line(update_id: int) -> object:
    """Handling an update failed once more."""
    return {"f": update_id}


def answer_line(update_id: int, answer: Answer) -> object:
    """A message was sent in answer to an update."""
    return {"a": [update_id, *answer]}
