"""Everyday words for the words of official plans, from ``synonyms.txt`` beside this module."""

from functools import cache
from pathlib import Path

from bot.ask.wording import grams, normal

_KEY = 2  # the table is looked up by the first characters of a wording, which a text holds or does not

_Entry = tuple[tuple[str, ...], frozenset[str]]


@cache
def _table() -> dict[str, list[_Entry]]:
    """Wordings of plans (words that must all stand in a text) and the grams of what people say instead.

    ValueError names a line that is not ``left = right``.
    """
    table: dict[str, list[_Entry]] = {}
    lines = Path(__file__).with_name("synonyms.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        left, mark, right = line.partition("=")
        formal, everyday = normal(left).split(), normal(right)
        if not mark or not formal or not everyday or any(len(word) < _KEY for word in formal):
            raise ValueError(f"synonyms.txt:{number}: {line!r}")
        found = frozenset(grams(everyday))
        for wording in formal:
            table.setdefault(wording[:_KEY], []).append((tuple(wording.split("+")), found))
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
