"""Trains what tells reports from talk: ``python -m bot.progress.train tests/progress/messages``.

Run it after ``told.txt``, ``talk.txt`` or the labelled messages have changed; a test says when that was
forgotten. Takes a few seconds and writes ``manner.model`` beside this module.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.ask.linear import Linear
from bot.ask.svm import Example, train
from bot.ask.train import mark
from bot.progress.dictated import flatten
from bot.progress.manner import PATH, lines, manner

_SLACK = 1.5
_SEEN_IN = 2
_FAINT = 1


def examples(labelled: Path) -> list[Example]:
    """Reports (1) and talk (0): the lines beside this module, and the labelled messages of a folder."""
    told = [*((text, 1) for text in lines("told.txt")), *((text, 0) for text in lines("talk.txt"))]
    told += _labelled(labelled)
    return [Example(flatten(text), label) for text, label in told]


def _labelled(folder: Path) -> Iterator[tuple[str, int]]:
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["text"], int(bool(row["items"]))
    for line in (folder / "talk.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line, 0
    for line in (folder / "statuses.txt").read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "@")):
            yield f"第8条{line}", 1


def model(told: list[Example]) -> Linear:
    """The classifier."""
    return train(told, mark(told), slack=_SLACK, read=manner, seen_in=_SEEN_IN, only=1, faint=_FAINT)


def main(folder: Path) -> None:
    """Train on the labelled messages of a folder as well."""
    model(examples(folder)).save(PATH)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
