"""The words that tell a name from what only looks like one, read from ``words.txt``. No rules.

Surnames come in two strengths: those that seldom begin an ordinary word, and those that often do (高, 任,
成…), which need more evidence around them.
"""

import re
from pathlib import Path

from bot.patterns import late
from bot.privacy.dictionary import KINDS, LONGEST, OFTEN

_SECTION = late(r"^\[([a-z ]+)\]\n([^\[]*)", re.MULTILINE)
_LISTS = {
    title: words.split()
    for title, words in _SECTION.findall(Path(__file__).with_name("words.txt").read_text("utf-8"))
}


def words(title: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_LISTS[title])


def characters(title: str) -> frozenset[str]:
    """The characters of a list that is written on end."""
    return frozenset("".join(_LISTS[title]))


SURNAMES = characters("surnames")
WEAK_SURNAMES = characters("weak surnames")
RARE_SURNAMES = characters("rare surnames")
"""Those that begin a name only where an edge stands before."""
COMPOUND_SURNAMES = words("compound surnames")

GIVEN = characters("given")
"""Characters that given names are made of."""
BRIGHT = characters("bright")
"""Those of them that hardly stand in ordinary words of a report."""
NEVER_GIVEN = characters("never given")
"""Characters that no given name has; they end a name."""
ENDS_NAME = NEVER_GIVEN | characters("ends a name")
"""Characters that, standing third, more likely follow a name of two."""

FOLLOWING = words("following")
"""Two characters that begin the words which follow a name."""
TITLES = words("titles")
"""What, right after a name, tells an adult in office, a place or a thing."""
UNITS = words("units")
ADULTS_BEFORE = UNITS | words("adults before")
"""What, right before a name, tells an adult whose name is part of the work."""

TRANSCRIBED = characters("transcribed")
"""Characters that names of other tongues are written with."""
OUTLANDISH = characters("outlandish")
"""Those of them that seldom meet in ordinary words."""

NOT_NAMES = words("not names")
"""Ordinary words that begin with a surname; a name may not begin with one unless nothing else fits."""
HARDLY_NAMES = words("hardly names")
"""Common words made of characters of names; names only where no doubt is left."""
_HEADS = SURNAMES | WEAK_SURNAMES | {name[0] for name in COMPOUND_SURNAMES}
_GIVEN = GIVEN - NEVER_GIVEN
ORDINARY = frozenset(
    [word for word in OFTEN if word[0] in _HEADS or (word[0] in _GIVEN and word[1] in _GIVEN)]
    + [word for word in KINDS if len(word) == LONGEST and word[0] in _HEADS]
)
"""The like from a dictionary: a name made of one needs words beside it that say so."""
KIN_TWICE = words("kin twice")
"""妈妈, 谢谢: said twice, and nobody's name wherever it stands."""
NO_NICKNAMES = KIN_TWICE | words("no nicknames")
"""What begins with 小 or is said twice and calls nobody."""

SURNAME_ENDS_WORD = words("surname ends word")
"""Common words whose last character is a surname too."""
KNOWN_TO_ALL = words("known to all")
"""People, brands and things that everybody knows by a name; nobody's secret."""
LEADS_IN = words("leads in")
"""What a name may stand right behind; a sentence or a row of characters that are no letters does as well."""
