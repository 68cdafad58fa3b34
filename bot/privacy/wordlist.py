"""Looking for any of many words at one place of a text, at a price that does not grow with their number."""

from collections.abc import Iterable


class Wordlist:
    """Words by their lengths."""

    def __init__(self, words: Iterable[str]) -> None:
        lengths: dict[int, set[str]] = {}
        for word in words:
            lengths.setdefault(len(word), set()).add(word)
        self._by_length = sorted(lengths.items())

    def before(self, text: str, end: int) -> bool:
        """Whether one of the words stands right before ``end``."""
        return any(end >= length and text[end - length : end] in words for length, words in self._by_length)

    def after(self, text: str, start: int) -> bool:
        """Whether one of the words begins at ``start``."""
        return any(text[start : start + length] in words for length, words in self._by_length)
