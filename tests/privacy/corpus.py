"""The messages written by hand: {type:text} marks what must be masked.

``personal.txt`` and ``clean.txt`` came before the guard was tuned, and every third of them stays sealed:
what it misses is counted but was never looked at. The others (``_more`` to ``_fifteenth``) were written in
other voices while tuning; what they showed at first sight is told in README.md.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_SPAN = re.compile(r"\{([a-z]+):([^{}]+)\}")
_ESCAPE = re.compile(r"\\n|\\t|\\u[0-9a-f]{4}")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Message:
    text: str
    spans: tuple[tuple[str, int, int], ...]
    held_out: bool


def read(name: str, *, sealed: bool = True) -> list[Message]:
    lines = (_HERE / name).read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if line and not line.startswith("#")]
    return [_message(line, sealed and place % 3 == 2) for place, line in enumerate(lines)]


def _message(line: str, held_out: bool) -> Message:
    line = _ESCAPE.sub(lambda escape: escape[0].encode().decode("unicode_escape"), line)
    text, spans, at = "", [], 0
    for match in _SPAN.finditer(line):
        text += line[at : match.start()]
        spans.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return Message(text + line[at:], tuple(spans), held_out)


def missed(message: Message, covered: list[tuple[int, int]]) -> list[tuple[str, str]]:
    """Spans of which some character, white space aside, would stay readable."""
    hidden = {place for start, end in covered for place in range(start, end)}
    return [
        (kind, message.text[start:end])
        for kind, start, end in message.spans
        if any(place not in hidden for place in range(start, end))
    ]
