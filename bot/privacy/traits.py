"""What tells, where a name could stand, whether one does: the traits that a judge was trained on.

A trait is a short string: what kind of word stands before and behind, how the characters inside are made,
which characters touch the edges. None looks further than a clause.
"""

from collections.abc import Iterator
from itertools import chain

from bot.patterns import late
from bot.privacy import lexicon
from bot.privacy.candidates import ENDS_WORD, GIVEN_NAMES, MADE_OF, ONE_CHARACTER, STRANGE
from bot.privacy.dictionary import KINDS, straddled, word_before, word_from
from bot.privacy.folding import MARKS
from bot.privacy.lexicon import (
    BRIGHT,
    COMPOUND_SURNAMES,
    FOLLOWING,
    GIVEN,
    HARDLY_NAMES,
    NO_NICKNAMES,
    NOT_NAMES,
    ORDINARY,
    SURNAMES,
)
from bot.privacy.slot_words import CHILD_ROLES, COMMON_TWICE, NOBODY, WORD_NAMES

EDGE = 4
"""How far traits look beyond a span, the words of its clause aside."""
_LEFT_REACH, _RIGHT_REACH = 7, 9
_AGE = late(r"([0-9]{1,2})(?=周?岁)")
_AGE_REACH, _GROWN_UP = 14, 18
_BREAKS = frozenset(",。;!?\n:、()^$")
_TWICE_NOT = NO_NICKNAMES | COMMON_TWICE
_FIGURE = late("[1-9]")
_MARK_KINDS = {mark: kind.name for kind, mark in MARKS.items()}


def _kinds(*lists: tuple[str, frozenset[str]]) -> dict[str, str]:
    """The kind of each word; the first list that holds it counts."""
    return {word: kind for kind, words in reversed(lists) for word in words}


_BEHIND = _kinds(
    *((kind, lexicon.words(f"behind {kind}")) for kind in ("kin", "young kin")),
    ("child", CHILD_ROLES | lexicon.words("behind child")),
    *(
        (kind, lexicon.words(f"behind {kind}"))
        for kind in ("named", "visit", "to", "time", "number", "class", "place")
    ),
    ("unit", lexicon.UNITS),
    ("adult", lexicon.ADULTS_BEFORE),
    ("lead", lexicon.LEADS_IN),
)
_BEFORE = _kinds(
    ("pupil", lexicon.words("before pupil")),
    ("title", lexicon.TITLES),
    *((kind, lexicon.words(f"before {kind}")) for kind in ("kin", "own", "harm", "doing")),
    ("following", FOLLOWING),
)


def _han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def padded(text: str) -> str:
    """The text as traits are read from it: a place in it is ``EDGE`` higher than in the text."""
    plain = "".join(_with_ages(text)) if "岁" in text else _FIGURE.sub("0", text)
    return f"{'^' * EDGE}{plain}{'$' * EDGE}"


def _with_ages(text: str) -> Iterator[str]:
    """The text with noughts for figures, nines for those of a grown-up's age."""
    at = 0
    for match in _AGE.finditer(text):
        yield _FIGURE.sub("0", text[at : match.start()])
        yield ("9" if int(match[0]) >= _GROWN_UP else "0") * len(match[0])
        at = match.end()
    yield _FIGURE.sub("0", text[at:])


def age(text: str, end: int) -> str:
    """Whose age stands behind a place of a padded text: a child's, a grown-up's, nobody's."""
    at = text.find("岁", end, end + _AGE_REACH)
    if at < 0:
        return ""
    return text[at - 1 - (text[at - 1] == "周")]


def _made(word: str) -> str:
    """How a span is made: of a surname of which strength and a given name of what, or a pet name."""
    compound = len(word) > 2 and word[:2] in COMPOUND_SURNAMES
    if compound or word[0] in ONE_CHARACTER:
        strength = "C" if compound else "S" if word[0] in SURNAMES else "w"
        return strength + _given(word[1 + compound :])
    if word[0] in STRANGE and (len(word) == 3 or word[0] not in GIVEN_NAMES):
        return "r" + _given(word[1:])
    kind = "t" if word[0] == word[1] else "x" if word[0] == "小" else "e" if word[-1] == "儿" else "k"
    none = "N" if word[:2] in _TWICE_NOT or word in NOBODY else ""
    return f"p{kind}{none}{'g' if GIVEN.issuperset(word) else ''}"


def _given(given: str) -> str:
    if given in WORD_NAMES:
        return "W"
    if len(given) == 2 and given[0] == given[1]:
        return "T"
    if given in FOLLOWING or given in NOT_NAMES or given in HARDLY_NAMES:
        return "F"
    ordinary = "o" if given in ORDINARY else ""
    bright = sum(map(BRIGHT.__contains__, given))
    if bright:
        return ("B" if bright == len(given) else "b") + ordinary
    made = sum(map(MADE_OF.__contains__, given))
    return ("g" if made == len(given) else "x" if made else "z") + ordinary


def _words_in(word: str) -> str:
    """Which ordinary words a span is or holds."""
    found = "W" if word in WORD_NAMES else ""
    if word in ORDINARY or word in NOT_NAMES:
        found += "o"
    if len(word) > 2:
        if word[:2] in ORDINARY or word[:2] in NOT_NAMES:
            found += "q"
        if word[1:] in ORDINARY:
            found += "r"
    return found


def _kind_of(character: str) -> str:
    if character in "^$":
        return character
    return _MARK_KINDS.get(character) or ("h" if _han(character) else "0" if character == "0" else "p")


def _kind_behind(text: str, start: int) -> str:
    """What kind of word stands before a place; empty for one of none."""
    for width in (4, 3, 2, 1):
        kind = _BEHIND.get(text[start - width : start])
        if kind:
            return kind
    return "" if _han(text[start - 1]) else _kind_of(text[start - 1])


def _kind_before(text: str, end: int) -> str:
    """What kind of word stands behind a place; empty for one of none."""
    for width in (4, 3, 2, 1):
        kind = _BEFORE.get(text[end : end + width])
        if kind:
            return kind
    return "" if _han(text[end]) else _kind_of(text[end])


def touching(text: str, start: int, end: int) -> list[str]:
    """The traits of a span of a padded text that are plain characters: quickly told, and they settle most."""
    first, last, a, b = text[start], text[end - 1], text[start - 1], text[end]
    return [
        f"p{text[start : start + 2]}",
        f"A{text[start - 2 : start]}",
        f"B{text[end : end + 2]}",
        f"ab{a}{b}",
        f"s{a}{first}",
        f"q{last}{b}",
    ]


def formed(text: str, start: int, end: int) -> list[str]:
    """The traits of how a span is made and of what the words beside it do; they settle most of the rest."""
    word, size = text[start:end], end - start
    made, held = _made(word), _words_in(word)
    shape = f"{made[0]}{size}"
    behind, ahead = word_before(text, start), word_from(text, end)
    left = f"{KINDS.get(behind) or _kind_of(text[start - 1])}{len(behind)}"
    right = f"{KINDS.get(ahead) or _kind_of(text[end])}{len(ahead)}"
    own = "".join(KINDS.get(part, "-") for part in ((word, word[1:], word[:2]) if size > 2 else (word,)))
    over = f"{straddled(text, start):d}{straddled(text, end):d}"
    return [
        "",
        f"W.{ahead}",
        f"P.{behind}",
        f"T.{left}{right}",
        f"Tm{left}{shape}",
        f"tm{right}{shape}",
        f"Tk{left}{made}",
        f"tk{right}{made}",
        f"TT{left}{right}{shape}",
        f"X{over}{own}",
        f"Xm{over}{made}",
        f"Xo{own}{shape}",
        f"Xt{over}{left}{right}",
        f"k{made}",
        f"o{held}",
        f"kn{size}{made}",
        f"ko{made}{held}",
        f"g{word[-1]}",
        f"f{word[0]}",
    ]


def near(text: str, start: int, end: int, of_child: bool) -> list[str]:
    """The other traits of a span that lie in it and close beside it."""
    word, aged = text[start:end], age(text, end)
    made, held = _made(word), _words_in(word)
    a, b = text[start - 1], text[end]
    shape = f"{made[0]}{end - start}"
    common = "W" if "W" in made + held else "o" if "o" in made + held or "F" in made else "-"
    cut = text[start - 1 : start + 1]
    cuts_left = cut in ENDS_WORD or cut in FOLLOWING
    cut = text[end - 1 : end + 1]
    cuts_right = cut in ORDINARY or cut in FOLLOWING
    left = _kind_behind(text, start) or KINDS.get(word_before(text, start), "h")
    right = _kind_before(text, end) or KINDS.get(word_from(text, end), "h")
    return [
        f"L.{left}",
        f"R.{right}",
        f"LR.{left}{right}",
        f"Lo{left}{held}",
        f"Ro{right}{held}",
        f"Lw{left}{common}",
        f"Rw{right}{common}",
        f"LRw{left}{right}{common}",
        f"LK{left}{shape}",
        f"RK{right}{shape}",
        f"Lk{left}{made}",
        f"Rk{right}{made}",
        f"LRK{left}{right}{shape}",
        f"AA{text[start - 3 : start]}",
        f"BB{text[end : end + 3]}",
        f"aK{a}{shape}",
        f"bK{b}{shape}",
        f"x{cuts_left:d}{cuts_right:d}{made}",
        f"c{of_child:d}{made}",
        f"y{aged}{left}",
        f"y.{aged}{shape}",
        f"cL{of_child:d}{left}",
        f"cR{of_child:d}{right}",
    ]


def around(text: str, start: int, end: int) -> Iterator[str]:
    """The pairs of characters in the rest of a span's clause, near ones only, before it and behind it."""
    stop = end
    while stop < end + _RIGHT_REACH and stop < len(text) and text[stop] not in _BREAKS:
        stop += 1
    begin = start
    while begin > start - _LEFT_REACH and text[begin - 1] not in _BREAKS:
        begin -= 1
    return chain(
        (f"r{text[place : place + 2]}" for place in range(end, stop - 1)),
        (f"l{text[place : place + 2]}" for place in range(begin, start - 1)),
    )
