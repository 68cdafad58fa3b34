"""Whether the sentence around a place talks of a child, read once for a whole text."""

from bisect import bisect, bisect_left

from bot.privacy import cues

_NEAR = 40


class ChildTalk:
    """The words of a folded text that speak of children, and where its sentences end."""

    def __init__(self, text: str) -> None:
        self._words = [match.start() for match in cues.CHILD_TALK.finditer(text)]
        self._ends = [match.start() for match in cues.SENTENCE_END.finditer(text)]

    def around(self, start: int, end: int) -> bool:
        """Whether the same sentence talks of a child, not far away."""
        ends = self._ends
        sentence = bisect(ends, start)
        begin = max(start - _NEAR, ends[sentence - 1] if sentence else 0)
        stop = min(end + _NEAR, ends[sentence]) if sentence < len(ends) else end + _NEAR
        word = bisect_left(self._words, begin)
        return word < len(self._words) and self._words[word] < stop
