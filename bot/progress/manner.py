"""Whether a message is told in the manner of a report or in that of talk: a question, a promise, a remark.

No word of itself tells the two apart (还没启动的怎么填 asks, 还没启动 reports). A classifier does, trained on
what liaisons report (``told.txt``), on what else they write (``talk.txt``) and on labelled messages; see
:mod:`bot.progress.train`.
"""

from functools import cache
from pathlib import Path

from bot.ask.linear import Linear
from bot.patterns import late

PATH = Path(__file__).with_name("manner.model")
READ = 400
"""Characters that are read: how a message is meant shows early."""

_NUMERAL = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百零]+)"
_SHARE = late(
    rf"\d+(?:\.\d+)?\s?%|百分之?{_NUMERAL}|百分百|{_NUMERAL}分之{_NUMERAL}|{_NUMERAL}成[半一-九]?(?!立|员|果|年)"
)
_MEASURE = late(rf"(?:第|措施|#)\s?{_NUMERAL}(?:\s?[条项号])?(?:措施)?|(?<!第){_NUMERAL}[条项号]")
_ROW = late(r"M(?:[、,，和与及\s]*M)+")
_NUMBER = late(r"\d+(?:\.\d+)?")
_SIGNS = late(r"[\s,，、;；:：。.!！~～]+")
_LONGEST = 3


def manner(words: str) -> list[str]:
    """What tells in (flattened) words how they are meant, each once; numbers are all alike.

    Characters, pairs and triples, with marks for where the words begin and end; M is a measure, P a percent.
    """
    plain = _MEASURE.sub("M", _SHARE.sub("P", words[:READ].strip()))
    plain = f"^{_SIGNS.sub('，', _NUMBER.sub('N', _ROW.sub('M', plain))).strip('，')}$"
    return list(
        dict.fromkeys(
            plain[at : at + size] for size in range(1, _LONGEST + 1) for at in range(len(plain) - size + 1)
        )
    )


def reports(words: str) -> float:
    """How much (flattened) words sound like a report: about 1 where they do, -1 where they are talk."""
    return _judge().scores(manner(words))[1]


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of ``told.txt`` or ``talk.txt`` beside this module."""
    found = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return tuple(line.strip() for line in found if line.strip() and not line.startswith("#"))


@cache
def _judge() -> Linear:
    return Linear.load(PATH)
