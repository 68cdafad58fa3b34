"""The commoner words of Chinese and what each does in a sentence, read from ``dictionary.txt``."""

from pathlib import Path

LONGEST = 4
"""Characters of the longest word."""


def _read() -> tuple[dict[str, str], frozenset[str]]:
    kinds: dict[str, str] = {}
    often: set[str] = set()
    kind = ""
    for line in Path(__file__).with_name("dictionary.txt").read_text("utf-8").splitlines():
        if line[0] == "[":
            kind = line[1:-1]
        elif line[0] != "#":
            words = line.split()
            kinds.update(dict.fromkeys(words, kind.removesuffix(" often")))
            if kind.endswith(" often"):
                often.update(words)
    return kinds, frozenset(often)


KINDS, OFTEN = _read()
"""The kind of each word; those of two characters that are met most."""


def word_before(text: str, end: int) -> str:
    """The longest word that ends at a place; empty if none does."""
    for width in range(LONGEST, 0, -1):
        if (word := text[max(0, end - width) : end]) in KINDS:
            return word
    return ""


def word_from(text: str, start: int) -> str:
    """The longest word that begins at a place; empty if none does."""
    for width in range(LONGEST, 0, -1):
        if (word := text[start : start + width]) in KINDS:
            return word
    return ""


def straddled(text: str, place: int) -> bool:
    """Whether a word of two or three characters could lie over a place."""
    return (
        text[place - 1 : place + 1] in KINDS
        or text[place - 2 : place + 1] in KINDS
        or text[place - 1 : place + 2] in KINDS
    )
