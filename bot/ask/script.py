"""Other ways to write the plan's language: traditional characters, and simple English."""

import re
from functools import cache
from pathlib import Path

_WORDS = "="
_COUNTED = {"措施": "条", "部分": "部分"}
_NUMBERED = re.compile(r"(措施|部分) (\d+)")


@cache
def _traditional() -> tuple[dict[int, str], dict[str, str]]:
    """Simplified characters by traditional ones, and words that differ beyond their characters."""
    characters: dict[int, str] = {}
    words: dict[str, str] = {}
    for line in _lines("traditional.txt"):
        if line.startswith(_WORDS):
            listed = line.removeprefix(_WORDS).split()
            words.update(zip(listed[::2], listed[1::2], strict=True))
        else:
            characters.update({ord(a): b for a, b in zip(line[::2], line[1::2], strict=True)})
    return characters, words


def simplified(text: str) -> str:
    """A normalised text in simplified characters; one that has no traditional ones stays as it is."""
    characters, words = _traditional()
    changed = text.translate(characters)
    if changed == text:
        return text
    return re.sub(
        "|".join(sorted(map(re.escape, words), key=len, reverse=True)), lambda m: words[m[0]], changed
    )


@cache
def _english() -> tuple[re.Pattern[str], dict[str, str]]:
    words: dict[str, str] = {}
    for line in _lines("english.txt"):
        wordings, _, chinese = line.partition(" = ")
        words.update(dict.fromkeys(wordings.split("|"), chinese))
    alternatives = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"\b(?:{alternatives})\b|\d+"), words


def from_english(text: str) -> tuple[str, float]:
    """What a normalised English text asks for, in Chinese keywords, and how much of it they account for."""
    pattern, words = _english()
    matches = list(pattern.finditer(text))
    letters = sum(char.isalpha() for char in text) or 1
    known = sum(char.isalpha() for match in matches for char in match[0])
    found = dict.fromkeys(words.get(match[0], match[0]) for match in matches)
    return _NUMBERED.sub(lambda m: f"第{m[2]}{_COUNTED[m[1]]}", " ".join(found)), known / letters


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
