"""Everyday words for the words of official plans, from ``synonyms.txt`` beside this module."""

from functools import cache
from pathlib import Path

from bot.ask.wording import normal

_KEY = 2  # the table is looked up by the first characters of a wording, which a text holds or does not


@cache
def _table() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """Wordings of plans (words that must all stand in a text) and what people say instead, by key.

    ValueError names a line that is not ``left = right``.
    """
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    lines = Path(__file__).with_name("synonyms.txt").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        left, mark, right = line.partition("=")
        formal, everyday = normal(left).split(), tuple(normal(right).split())
        if not mark or not formal or not everyday or any(len(word) < _KEY for word in formal):
            raise ValueError(f"synonyms.txt:{number}: {line!r}")
        for wording in formal:
            table.setdefault(wording[:_KEY], []).append((tuple(wording.split("+")), everyday))
    return table


def everyday_words(text: str) -> str:
    """All everyday words for the formal ones in a normalised text, each once, separated by spaces."""
    table = _table()
    found: dict[str, None] = {}
    for key in dict.fromkeys(text[i : i + _KEY] for i in range(len(text) - 1)):
        for wording, everyday in table.get(key, ()):
            if all(word in text for word in wording):
                found.update(dict.fromkeys(everyday))
    return " ".join(found)
