"""Where a name could stand, by its first characters: what the judge of names is asked for."""

from collections.abc import Iterator

from bot.patterns import late
from bot.privacy import lexicon
from bot.privacy.lexicon import (
    COMPOUND_SURNAMES,
    ENDS_NAME,
    FOLLOWING,
    GIVEN,
    NEVER_GIVEN,
    NOT_NAMES,
    ORDINARY,
    SURNAME_ENDS_WORD,
    SURNAMES,
    WEAK_SURNAMES,
)
from bot.privacy.shape import is_han, place_like
from bot.privacy.slot_words import PET_NAMES, WORD_NAMES

Span = tuple[int, int]

ONE_CHARACTER = SURNAMES | WEAK_SURNAMES
"""The usual surnames."""
STRANGE = lexicon.RARE_SURNAMES - ONE_CHARACTER
ENDS_WORD = SURNAME_ENDS_WORD | ORDINARY
"""A word that holds a surname with the character before it."""
GIVEN_NAMES = GIVEN - NEVER_GIVEN
MADE_OF = GIVEN_NAMES | (lexicon.characters("rural given") - ENDS_NAME)
"""What given names are made of, those of the older country people too."""
_FIRSTS = ONE_CHARACTER | {name[0] for name in COMPOUND_SURNAMES}
_NO_BARE = ORDINARY | NOT_NAMES | FOLLOWING | WORD_NAMES
_WHOLE = {word for word in PET_NAMES | WORD_NAMES if len(word) == 2 and word[0] not in _FIRSTS}
_NEXT = f"[^\0-\u4dff\ua000-\U0010ffff{''.join(sorted(NEVER_GIVEN))}]"
_HEAD = late(f"[{''.join(sorted(_FIRSTS))}小阿](?={_NEXT})")
_WORD = late(
    f"[{''.join(sorted({word[0] for word in _WHOLE}))}](?=[{''.join(sorted({word[1] for word in _WHOLE}))}])"
)
_PET = late(f"(?P<one>[{''.join(sorted(GIVEN_NAMES - _FIRSTS))}])(?:(?P=one)|儿)")
_BARE = late(
    f"[{''.join(sorted((GIVEN_NAMES - ONE_CHARACTER) | STRANGE))}](?=[{''.join(sorted(GIVEN_NAMES))}])"
    f"(?:(?<![\u4e00-\u9fff].)|(?<=[{''.join(sorted(lexicon.characters('before bare')))}].))"
)


def places(text: str) -> Iterator[Span]:
    """Spans that could be a child's name, by their first characters; those that plainly are none left out."""
    for match in _HEAD.finditer(text):
        start = match.start()
        before = text[start - 1] if start else ""
        if before != text[start] and before + text[start] not in ENDS_WORD:
            yield from _full(text, start)
    for match in _WORD.finditer(text):
        if text[match.start() : match.start() + 2] in _WHOLE:
            yield match.start(), match.start() + 2
    for match in _BARE.finditer(text):
        start = match.start()
        if text[start : start + 2] in _NO_BARE or text[start] == text[start + 1]:
            continue
        yield start, start + 2
        if text[start] in STRANGE and text[start + 2 : start + 3] in MADE_OF:
            yield start, start + 3
    for match in _PET.finditer(text):
        start, first = match.start(), match[0][0]
        twice, thrice = text[start + 1] == first, text[start + 2 : start + 3] == first
        if (not start or text[start - 1] != first) and not (thrice and text[start + 3 : start + 4] == first):
            yield start, start + (3 if twice and thrice else 2)


def _full(text: str, start: int) -> Iterator[Span]:
    """From a surname, 小 or 阿 on."""
    pair, third, fourth = text[start : start + 2], text[start + 2 : start + 3], text[start + 3 : start + 4]
    more = bool(third) and is_han(third) and third not in NEVER_GIVEN
    if pair in COMPOUND_SURNAMES and more:
        yield start, start + 3
        if fourth and is_han(fourth) and fourth not in NEVER_GIVEN:
            yield start, start + 4
    if pair[0] in "小阿" or pair[0] in ONE_CHARACTER:
        if pair[1] not in ENDS_NAME and (pair not in NOT_NAMES or pair in WORD_NAMES):
            yield start, start + 2
        if more and pair[0] != "阿" and not place_like(text, start, start + 3):
            yield start, start + 3
