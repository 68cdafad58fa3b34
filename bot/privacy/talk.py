"""Whether the sentence around a place talks of a child."""

from bisect import bisect, bisect_left
from functools import cached_property

from bot.privacy import cues

_NEAR = 40
_FEW = 40  # looks that cost less than reading the whole text once
_LONGEST = 5  # characters of a word that speaks of a child


class ChildTalk:
    """Where a folded text speaks of children; read whole only if asked often."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._asked = 0

    def around(self, start: int, end: int) -> bool:
        """Whether the same sentence talks of a child, not far away."""
        self._asked += 1
        if self._asked <= _FEW:
            return self._looked(start, end)
        ends = self._ends
        sentence = bisect(ends, start)
        begin = max(start - _NEAR, ends[sentence - 1] if sentence else 0)
        stop = min(end + _NEAR, ends[sentence]) if sentence < len(ends) else end + _NEAR
        word = bisect_left(self._words, begin)
        return word < len(self._words) and self._words[word] < stop

    def _looked(self, start: int, end: int) -> bool:
        begin, stop = max(0, start - _NEAR), end + _NEAR
        for match in cues.SENTENCE_END.finditer(self._text, begin, stop):
            if match.start() > start:
                stop = match.start()
                break
            begin = match.start()
        word = cues.CHILD_TALK.search(self._text, begin, stop + _LONGEST)
        return word is not None and word.start() < stop

    @cached_property
    def _words(self) -> list[int]:
        return [match.start() for match in cues.CHILD_TALK.finditer(self._text)]

    @cached_property
    def _ends(self) -> list[int]:
        return [match.start() for match in cues.SENTENCE_END.finditer(self._text)]
