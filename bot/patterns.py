"""Regular expressions that are compiled when they are first used.

There are some seven hundred, and compiling them all takes half a second: a bot that starts again is to be
there before that. What the first message needs is compiled beside the event loop once it is connected.
"""

import re
from typing import Any, cast

_USED = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")


class _Late:
    """Stands for a pattern; becomes it at the first use."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _USED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update({used: getattr(compiled, used) for used in _USED})
        return self.__dict__[name]


def late(text: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled at its first use; ``tests/test_patterns.py`` compiles all of them."""
    return cast("re.Pattern[str]", _Late(text, flags))
