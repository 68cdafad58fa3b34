"""Other ways to write the plan's language: traditional characters, and simple English."""

import re
from functools import cache
from pathlib import Path

from bot.patterns import late

_WORDS = "="
_PARTS = {
    "family": "family",
    "home": "family",
    "school": "school",
    "schools": "school",
    "network": "network",
    "internet": "network",
    "online": "network",
    "cyber": "network",
    "government": "government",
    "judicial": "judicial",
    "justice": "judicial",
    "courts": "judicial",
    "social": "social",
    "society": "social",
}
_PART = "(?:section|chapter|part)s?"
_OF_PARTS = late(
    rf"\b({'|'.join(_PARTS)}) (?:protection )?{_PART}\b"
    rf"|\b{_PART} (?:on|about|for|of|covering) (?:the )?({'|'.join(_PARTS)})\b(?: protection)?"
)
_PLACES = "one two three four five six seven eight nine ten".split()  # noqa: SIM905  # a list of words
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
_SPELLED = late(
    rf"\b(section|chapter|part|measure|article|item) ({'|'.join(_PLACES)})\b"
    rf"|\b({'|'.join(_ORDINALS)}) (section|chapter|part|measure|article|item)\b"
)
_COUNTED = {"措施": "条", "部分": "部分"}
_NUMBERED = late(r"(措施|部分) (\d+)")


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
    text = _OF_PARTS.sub(lambda m: f"{_PARTS[m[1] or m[2]]} protection part", text)
    text = _SPELLED.sub(_in_digits, text)
    matches = list(pattern.finditer(text))
    letters = sum(char.isalpha() for char in text) or 1
    known = sum(char.isalpha() for match in matches for char in match[0])
    found = dict.fromkeys(words.get(match[0], match[0]) for match in matches)
    return _NUMBERED.sub(lambda m: f"第{m[2]}{_COUNTED[m[1]]}", " ".join(found)), known / letters


def _in_digits(match: re.Match[str]) -> str:
    """What is numbered, and its number: part five and the fifth part are part 5."""
    if match[1]:
        return f"{match[1]} {_PLACES.index(match[2]) + 1}"
    return f"{match[4]} {_ORDINALS.index(match[3]) + 1}"


def _lines(name: str) -> list[str]:
    text = Path(__file__).with_name(name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
