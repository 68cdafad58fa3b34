"""Looking for any of many words at one place of a text, at a price that does not grow with their number."""

from collections.abc import Iterable


class Wordlist:
    """Words, and how long those are that begin or end with a character."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._first: dict[str, set[int]] = {}
        self._last: dict[str, set[int]] = {}
        for word in self._words:
            self._first.setdefault(word[0], set()).add(len(word))
            self._last.setdefault(word[-1], set()).add(len(word))

    def before(self, text: str, end: int) -> bool:
        """Whether one of the words stands right before ``end``."""
        for length in self._last.get(text[end - 1 : end], ()):
            if length <= end and text[end - length : end] in self._words:
                return True
        return False

    def after(self, text: str, start: int) -> bool:
        """Whether one of the words begins at ``start``."""
        for length in self._first.get(text[start : start + 1], ()):
            if text[start : start + length] in self._words:
                return True
        return False
