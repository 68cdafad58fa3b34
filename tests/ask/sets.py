"""The question sets: one question a line, labelled where an answer is expected."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Labelled:
    """A question, the measures that answer it, and the units to call first where function makes it plain."""

    wanted: frozenset[int]
    question: str
    call: frozenset[str] = frozenset()


def lines(name: str) -> list[str]:
    """The lines of a set without comments."""
    text = (Path(__file__).parent / name).read_text("utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def labelled(name: str) -> list[Labelled]:
    """A set whose lines begin with the wanted numbers (``5|6:县妇联``); others (out, urgent) are left out."""
    return [_labelled(*line.split(" ", 1)) for line in lines(name) if line[0].isdigit()]


def _labelled(label: str, question: str) -> Labelled:
    wanted, _, call = label.partition(":")
    return Labelled(frozenset(map(int, wanted.split("|"))), question, frozenset(call.split("|")) - {""})


def unmarked(name: str, mark: str) -> list[str]:
    """The lines of a set that do not carry a mark."""
    return [line for line in lines(name) if not line.startswith(f"{mark} ")]


def marked(name: str, mark: str) -> list[str]:
    """The questions of a mixed set that carry a mark."""
    return [line.split(" ", 1)[1] for line in lines(name) if line.startswith(f"{mark} ")]


def kept(items: list[T], held_out: bool) -> list[T]:
    """Every third is held out of tuning."""
    return [item for i, item in enumerate(items) if (i % 3 == 2) == held_out]
