"""Reads pinyin, and characters that only sound right, as the likeliest characters.

A bigram model of the words that a plan and its askers use decides between characters of one sound, as an
input method does. It is made on first use; questions in plain characters never need it.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from bot.patterns import late

_KEPT = 14  # best readings that are followed at each place
_UNSEEN = -9.0  # log-likelihood of a pair that was never seen, beside the character's own
_PAIR = 0.85  # how much of a character's likelihood is told by the one before it
_SLIP = -5.0  # what it costs to take another character than the one that stands there
_START = "^"
_LETTERS = late(r"[a-zü]+(?:[' ]+[a-zü]+)*")
_TONE = late(r"(?<=[a-zü])[1-5](?![0-9])")  # xiao4 yuan2
_NTH = late(r"\bdi\s*(\d+)\s*(tiao|bu ?fen|zhang)\b")
_LONGEST = 6  # letters of a syllable
_READ = 120  # letters that are read; a question in pinyin is short


@cache
def _syllables() -> dict[str, str]:
    lines = Path(__file__).with_name("pinyin.txt").read_text("utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines if not line.startswith("#"))


@cache
def _sounds() -> dict[str, tuple[str, ...]]:
    sounds: dict[str, tuple[str, ...]] = {}
    for syllable, characters in _syllables().items():
        for char in characters:
            sounds[char] = (*sounds.get(char, ()), syllable)
    return sounds


_MERGED = late("^([zcs])h|(n)g$")


@cache
def _heard(char: str) -> frozenset[str]:
    """How a character may sound to those who tell no zh from z and no ang from an; itself if unknown."""
    return frozenset(
        _MERGED.sub(lambda match: match[1] or match[2], syllable) for syllable in _sounds().get(char, (char,))
    )


def sounds_like(text: str, name: str) -> bool:
    """Whether a text is a name but for characters that sound like its own (财正局, 财政局)."""
    return len(text) == len(name) and all(
        a == b or not _heard(a).isdisjoint(_heard(b)) for a, b in zip(text, name, strict=True)
    )


class Reader:
    """Knows which characters follow which, from sample texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Count the characters and pairs of the texts."""
        single: Counter[str] = Counter()
        pairs: Counter[str] = Counter()
        for text in texts:
            for run in re.findall(r"[\u4e00-\u9fff]+", text):
                marked = _START + run
                single.update(marked)
                pairs.update(a + b for a, b in pairwise(marked))
        total = sum(single.values()) or 1
        self._own = {char: math.log(n / total) for char, n in single.items()}
        self._next = {p: math.log(_PAIR * n / single[p[0]]) for p, n in pairs.items()}
        self._known = {
            syllable: tuple(char for char in characters if char in single)
            for syllable, characters in _syllables().items()
        }

    def read(self, text: str) -> str:
        """A normalised text with its runs of pinyin in characters; runs that are no pinyin stay."""
        text = _NTH.sub(r" 第\1 \2", text)
        if len(_TONE.findall(text)) > 1:
            text = _TONE.sub(" ", text)
        return _LETTERS.sub(lambda match: self._run(match[0]) or match[0], text)

    def _run(self, letters: str) -> str:
        """The likeliest characters for a run of syllables, with or without spaces; empty if it is none."""
        letters = letters[:_READ].replace("ü", "v")
        closed = {i for i, char in enumerate(letters) if not char.isalpha()}
        ways: list[dict[str, tuple[float, str]]] = [{} for _ in range(len(letters) + 1)]
        ways[0] = {_START: (0.0, "")}
        for start in range(len(letters)):
            if not ways[start]:
                continue
            if start in closed:
                _keep(ways[start + 1], ways[start])
                continue
            best = sorted(ways[start].items(), key=lambda item: -item[1][0])[:_KEPT]
            for end in range(start + 1, min(start + _LONGEST, len(letters)) + 1):
                if closed and not closed.isdisjoint(range(start, end)):
                    break
                for char in self._known.get(letters[start:end], ()):
                    for before, (score, said) in best:
                        reached = score + self._step(before, char)
                        if char not in ways[end] or reached > ways[end][char][0]:
                            ways[end][char] = (reached, said + char)
        return max(ways[-1].values(), default=(0.0, ""))[1]

    def _step(self, before: str, char: str) -> float:
        follows = self._next.get(before + char)
        own = self._own[char]
        return follows if follows is not None else math.log(1 - _PAIR) + own + (_UNSEEN + 7.0)

    def mended(self, text: str) -> str:
        """A normalised text with characters of the same sound put where they make likelier words."""
        sounds = _sounds()
        ways: dict[str, tuple[float, str]] = {_START: (0.0, "")}
        for char in text[:_READ]:
            readings = {c for syllable in sounds.get(char, ()) for c in self._known.get(syllable, ())} | {
                char
            }
            best = sorted(ways.items(), key=lambda item: -item[1][0])[:_KEPT]
            ways = {}
            for reading in readings:
                slip = 0.0 if reading == char else _SLIP
                for before, (score, said) in best:
                    step = self._step(before, reading) if reading in self._own else _UNSEEN
                    reached = score + step + slip
                    if reading not in ways or reached > ways[reading][0]:
                        ways[reading] = (reached, said + reading)
        return max(ways.values(), default=(0.0, text))[1] + text[_READ:]


def _keep(into: dict[str, tuple[float, str]], ways: dict[str, tuple[float, str]]) -> None:
    for char, way in ways.items():
        if char not in into or way[0] > into[char][0]:
            into[char] = way
