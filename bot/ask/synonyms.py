"""Everyday words for the words of official plans, from ``synonyms.txt`` beside this module."""

from functools import cache
from pathlib import Path

from bot.ask.wording import grams, normal

_KEY = 2  # the table is looked up by the first characters of a wording, which a text holds or does not

_Entry = tuple[tuple[str, ...], frozenset[str]]


@cache
def groups() -> tuple[tuple[tuple[tuple[str, ...], ...], tuple[str, ...]], ...]:
    """The table's lines: wordings of plans (words that must all be in a text), and what people say instead.

    ValueError names a line that is not ``left = right``.
    """
    found = []
    lines = Path(__file__).with_name("synonyms.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        left, mark, right = line.partition("=")
        formal, everyday = normal(left).split(), normal(right).split()
        if not mark or not formal or not everyday or any(len(word) < _KEY for word in formal):
            raise ValueError(f"synonyms.txt:{number}: {line!r}")
        found.append((tuple(tuple(wording.split("+")) for wording in formal), tuple(everyday)))
    return tuple(found)


@cache
def _table() -> dict[str, list[_Entry]]:
    """The groups by the first characters of a wording; everyday words as grams."""
    table: dict[str, list[_Entry]] = {}
    for formal, everyday in groups():
        found = frozenset(grams(" ".join(everyday)))
        for wording in formal:
            table.setdefault("+".join(wording)[:_KEY], []).append((wording, found))
    return table


def everyday_grams(text: str) -> set[str]:
    """The grams of all everyday words for the formal ones in a normalised text, each once."""
    table = _table()
    found: set[str] = set()
    for key in {text[i : i + _KEY] for i in range(len(text) - 1)}:
        for wording, everyday in table.get(key, ()):
            if all(word in text for word in wording):
                found |= everyday
    return found
