"""Trains what tells reports from talk, how work stands, and danger from all of it:
``python -m bot.progress.train tests/progress/messages``.

Run it after ``told.txt``, ``talk.txt``, the labelled messages, the question bank or the sentences of danger
have changed; a test says when that was forgotten. Takes half a minute and writes ``manner.model`` and
``standing.model`` beside this module and ``urgent*.model`` beside :mod:`bot.ask.emergency`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.ask.bank import load_bank, load_phrases
from bot.ask.emergency import JUDGES
from bot.ask.linear import Linear
from bot.ask.svm import Example, train
from bot.ask.train import mark, urgent_examples, urgent_model
from bot.progress import standing
from bot.progress.dictated import flatten
from bot.progress.manner import PATH, lines, manner
from bot.progress.model import Status

PLAN = Path(__file__).parents[2] / "plan_data" / "kelan-2022"

_SLACK = 1.5
_SEEN_IN = 2
_FAINT = 1
_ABOUT = 0.3  # what a phrase or a question about a plan counts beside a message
_NAMES = 4  # every so many phrases about a plan show what names a thing
_SHORT = 60  # characters of a message on one measure that also shows how people say how it stands


def examples(labelled: Path, plan: Path = PLAN) -> list[Example]:
    """Reports (1) and talk (0): the lines beside this module, and the labelled messages of a folder.

    So that what a plan is about speaks for neither, what is asked about it and what is reported of it count a
    little as well.
    """
    told = [*((text, 1) for text in lines("told.txt")), *((text, 0) for text in lines("talk.txt"))]
    told += _labelled(labelled)
    bare = [(words, 1) for words, _ in _statuses(labelled)]
    about = [(phrase.text, 1) for phrase in load_phrases(plan)]
    about += [(asked.text, 0) for asked in load_bank(plan).asked]
    return [
        *(Example(flatten(text), label) for text, label in told),
        *(Example(flatten(text), label, _ABOUT) for text, label in [*bare, *about]),
    ]


def standings(labelled: Path, plan: Path = PLAN) -> list[Example]:
    """How people say how work stands, and what says nothing of it (0): talk, and the names of things."""
    label = {status.value: at for at, status in enumerate(standing.LABELS, 1)}
    told = [(words, label[status]) for words, status in _statuses(labelled)]
    told += [(text, 0) for text in (*lines("talk.txt"), *_lines(labelled / "talk.txt"))]
    told += [(phrase.text, 0) for phrase in load_phrases(plan)[::_NAMES]]
    for row in _rows(labelled):
        if len(row["items"]) == 1 and len(row["text"]) < _SHORT:
            told.append((row["text"], label[row["items"][0]["status"]]))
    return [Example(flatten(text), at) for text, at in told]


def dangers(labelled: Path, plan: Path = PLAN) -> list[Example]:
    """Danger (1), and what is none (0): also what liaisons write, report or talk, to the same bot."""
    told = [*lines("told.txt"), *lines("talk.txt"), *(text for text, _ in _labelled(labelled))]
    return urgent_examples(load_bank(plan), [*told, *(phrase.text for phrase in load_phrases(plan))])


def _labelled(folder: Path) -> Iterator[tuple[str, int]]:
    for row in _rows(folder):
        yield row["text"], int(bool(row["items"]))
    for line in _lines(folder / "talk.txt"):
        yield line, 0
    for words, _ in _statuses(folder):
        yield f"第8条{words}", 1


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def _lines(path: Path) -> Iterator[str]:
    return (line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#"))


def _statuses(folder: Path) -> Iterator[tuple[str, str]]:
    """Wordings with the status that each tells."""
    status = ""
    for line in _lines(folder / "statuses.txt"):
        if line.startswith("@ "):
            status = Status(line.removeprefix("@ ")).value
        else:
            yield line, status


def model(told: list[Example]) -> Linear:
    """The classifier of talk."""
    return train(told, mark(told), slack=_SLACK, read=manner, seen_in=_SEEN_IN, only=1, faint=_FAINT)


def model_of_standings(told: list[Example]) -> Linear:
    """The classifier of how work stands."""
    return train(told, mark(told), slack=_SLACK, read=manner, faint=_FAINT)


def main(folder: Path) -> None:
    """Train on the labelled messages of a folder as well."""
    model(examples(folder)).save(PATH)
    model_of_standings(standings(folder)).save(standing.PATH)
    told = dangers(folder)
    for judge in JUDGES:
        urgent_model(judge, told).save(judge.path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
