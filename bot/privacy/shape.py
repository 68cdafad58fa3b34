"""Whether characters have the shape of a personal name, and where it ends or begins."""

from enum import IntEnum

from bot.patterns import late
from bot.privacy.lexicon import (
    ADULTS_BEFORE,
    BRIGHT,
    COMPOUND_SURNAMES,
    ENDS_NAME,
    FOLLOWING,
    GIVEN,
    HARDLY_NAMES,
    LEADS_IN,
    NEVER_GIVEN,
    NO_NICKNAMES,
    NOT_NAMES,
    ORDINARY,
    SURNAME_ENDS_WORD,
    SURNAMES,
    TITLES,
    TRANSCRIBED,
    WEAK_SURNAMES,
)
from bot.privacy.slot_words import WORD_NAMES
from bot.privacy.wordlist import Wordlist

_GIVEN = GIVEN - NEVER_GIVEN
SURNAME_HEADS = SURNAMES | WEAK_SURNAMES | {compound[0] for compound in COMPOUND_SURNAMES}
"""What a full name begins with."""
GIVEN_HEADS = _GIVEN | {compound[1] for compound in COMPOUND_SURNAMES} | {word[0] for word in WORD_NAMES}
"""What may stand second in a full name."""
FIRST_CHARACTERS = SURNAME_HEADS | set("小阿毛圆豆妞贝团糖 ") | BRIGHT
"""What a name may begin with, or the space before it."""
_TITLES, _TITLE_WORDS = Wordlist(TITLES), frozenset(TITLES)
_OFFICES = Wordlist(ADULTS_BEFORE)
_LEADS = Wordlist(LEADS_IN)
_PLACE_ENDS = frozenset("岔沟会庄坪湾坡梁峁洼寨堡塔圪墕营屯村镇乡窑河崖川")

_KIN_HEADS = tuple("父母爷奶姥爸妈祖姑姨舅叔伯婶")
_OF_A_FAMILY = frozenset("人大长庭里中有村门子女儿")
_FOREIGN = late(f"(?<![\u4e00-\u9fff])[{''.join(sorted(TRANSCRIBED))}]{{4,6}}\\Z")


class Cue(IntEnum):
    """How surely the words beside a place say that a name stands there."""

    WEAK = 0
    SURE = 1

    __hash__ = int.__hash__  # as with the kinds


def is_han(character: str) -> bool:
    """Whether this is a Chinese character."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def name_end(text: str, start: int, cue: Cue) -> int | None:
    """Where a name that begins at ``start`` ends; None where none begins."""
    pair = text[start : start + 2]
    if pair[:1] == " ":
        start += len(text[start : start + 3]) - len(text[start : start + 3].lstrip(" "))
        pair = text[start : start + 2]
    if len(pair) < 2:
        return None
    first = pair[0]
    end = None
    if first == pair[1] or first not in SURNAME_HEADS:
        end = _nickname_end(text, start, cue)
    if end is None and first in SURNAME_HEADS:
        end = _full_name_end(text, start, cue)
    if end is None or _TITLES.after(text, end):
        return None
    return end


def _nickname_end(text: str, start: int, cue: Cue) -> int | None:
    pair = text[start : start + 2]
    if len(pair) < 2 or pair[1] not in _GIVEN or not _calls_somebody(pair):
        return None
    if pair in NO_NICKNAMES:
        return None
    if cue and pair[0] == "小" and not _ends_here(text, start + 2) and is_han(text[start + 2]):
        return start + 3 if _ends_here(text, start + 3) else start + 2  # 小石头, 小燕子
    return start + 2 if cue or _ends_here(text, start + 2) else None


def _calls_somebody(pair: str) -> bool:
    return pair[0] in "小阿" or (pair[0] == pair[1] and pair not in NO_NICKNAMES)


def _full_name_end(text: str, start: int, cue: Cue) -> int | None:
    pair = text[start : start + 2]
    compound = pair in COMPOUND_SURNAMES
    given = start + 2 if compound else start + 1
    weak = not compound and text[start] not in SURNAMES
    if weak and (text[start] not in WEAK_SURNAMES or text[given : given + 1] == text[start]):
        return None
    if text[given : given + 1] not in _GIVEN and not _may_be_given(text, given):
        return None
    if cue and text[given] in _GIVEN and text[given + 1 : given + 2] in ("·", "•"):
        return None
    titled = text[given + 1 : given + 3] in _TITLE_WORDS  # 黎明干事
    end = given + 2 if not titled and _third_belongs(text, given + 1) else given + 1
    word = text[start:end]
    if end == given + 2 and (word[-2:] in _TITLE_WORDS or word in NOT_NAMES):
        return None
    if pair in NOT_NAMES and not _outshines(text, start, end, cue):
        return None
    if place_like(text, start, end):
        return None
    if not cue and not compound:
        plausible = _plausible(word[1:])
        telling = not weak or (end - given == 2 and not BRIGHT.isdisjoint(word[1:]))
        if (weak and not plausible) or not ((plausible and telling) or _ends_here(text, end)):
            return None
    return end


def _plausible(given: str) -> bool:
    """Whether parents give such a name: of characters made for it, 小 with anything, or a word."""
    return (
        _GIVEN.issuperset(given)
        or given in WORD_NAMES
        or (len(given) == 2 and given[0] == "小" and given not in NO_NICKNAMES)
    )


def _outshines(text: str, start: int, end: int, cue: Cue) -> bool:
    """Whether three characters are a name although the first two are a word: 范文轩, 夏天宇."""
    if end - start != 3 or not _ends_here(text, end):
        return False
    family = text[start + 1] == "家" and text[end - 1] in _GIVEN - _PLACE_ENDS - _OF_A_FAMILY
    return bool(cue) or text[end - 1] in BRIGHT or text[end - 1] == "儿" or family


def _third_belongs(text: str, place: int) -> bool:
    """Whether the character after the first of the given name is its second."""
    character = text[place : place + 1]
    if not character or character in ENDS_NAME or text[place : place + 2] in FOLLOWING:
        return False
    return character in _GIVEN or (_may_be_given(text, place) and _ends_here(text, place + 1))


def _may_be_given(text: str, place: int) -> bool:
    character = text[place : place + 1]
    return character in _GIVEN or (bool(character) and is_han(character) and character not in NEVER_GIVEN)


def _ends_here(text: str, end: int) -> bool:
    """Whether the text after a name shows that the name is over."""
    return (
        end >= len(text)
        or not is_han(text[end])
        or text[end] in ENDS_NAME
        or text[end : end + 2] in FOLLOWING
    )


def place_like(text: str, start: int, end: int) -> bool:
    """张家沟, 高家会, and what is followed by the word for a place."""
    if "家" not in text[start:end]:
        return False
    return (text[start + 1 : start + 2] == "家" and text[start + 2 : start + 3] in _PLACE_ENDS) or (
        text[end - 1] in "家" and text[end : end + 1] in _PLACE_ENDS
    )


def name_by_itself(text: str, start: int) -> tuple[int | None, bool]:
    """Where a name without any cue ends, told by its own characters and edges, and whether beyond doubt."""
    near = text[start + 1 : start + 4]
    compound = text[start : start + 2] in COMPOUND_SURNAMES
    if (
        not compound
        and text[start] not in SURNAMES
        and near[:1] not in ("小", "子")
        and not (near[:1] == near[1:2] != text[start])
        and BRIGHT.isdisjoint(near)
    ):
        return None, False
    end = name_end(text, start, Cue.WEAK)
    if end is None or text[start : start + 4] in ORDINARY:  # 张弛有度
        return None, False
    given = text[start + 1 + compound : end]
    pair = text[start : start + 2]
    begun, closed = _begins_here(text, start), _ends_here(text, end)
    if not (_plausible(given) or (compound and begun and closed)) or _ordinary(given):
        return None, False
    if given in NOT_NAMES and text[max(0, start - 1) : start + 1] in SURNAME_ENDS_WORD:  # 下周印发
        return None, False
    bright = sum(character in BRIGHT for character in given) + (
        len(given) == 2 and (given[0] in "小子" or (given[0] == given[1] and given not in NO_NICKNAMES))
    )
    if pair in ORDINARY and bright < 2 and not (compound or _outshines(text, start, end, Cue.WEAK)):
        return None, False
    edges = begun + closed
    if edges < 2 and (
        given in NOT_NAMES
        or given in HARDLY_NAMES
        or text[max(0, start - 1) : start + 1] in SURNAME_ENDS_WORD
    ):
        return None, False
    if compound:
        return (end if edges else None), edges == 2
    if text[start] not in SURNAMES:
        likely = edges + (len(given) == 2) + (bright > 0) > 2 or (bright > 0 and edges > 1)
        return (end if likely or bright > 1 else None), (
            bright > 0 and edges + (bright > 1) > 1 and len(given) == 2
        )
    if len(given) == 1:
        common = given in "有法在来多少本全大小家头力气口意工通信重初实定常能"
        if common and ((start > 0 and is_han(text[start - 1])) or text[end : end + 2] not in FOLLOWING):
            return None, False
        return (end if edges == 2 else None), bright > 0 and not common
    return (end if edges or bright else None), edges == 2 or (bright > 0 and edges > 0)


def _ordinary(given: str) -> bool:
    """Whether what follows a surname is more likely a word of its own: 钱一直没下来."""
    return given in FOLLOWING or (
        given in ORDINARY and given[0] != "小" and given[0] != given[-1] and BRIGHT.isdisjoint(given)
    )


def name_start(text: str, end: int, cue: Cue) -> int | None:
    """Where a name that stops at ``end`` begins; None where none stops."""
    end = max(0, end - 3) + len(text[max(0, end - 3) : end].rstrip(" "))
    if end == 0 or text[end - 1] in NEVER_GIVEN or not is_han(text[end - 1]):
        return None
    lengths = (
        length
        for length in (4, 3, 2)
        if length <= end and text[end - length] in FIRST_CHARACTERS and _stands(text, end - length, end, cue)
    )
    length = next(lengths, None)
    if length is None:
        return None
    start = end - length
    shorter = None if _begins_here(text, start) else next(lengths, None)
    if shorter and (text[start] in WEAK_SURNAMES or _begins_here(text, end - shorter)):
        start = end - shorter
    elif not _begins_here(text, start):
        foreign = _FOREIGN.search(text, max(0, end - 7), end)
        start = foreign.start() if foreign else start  # 赤列曲珍, not 曲珍
    kin = text[end : end + 1] == "(" and text[end + 1 : end + 2] in _KIN_HEADS  # 联系人崔丽（母）
    return None if _OFFICES.before(text, start) and not kin else start


def _stands(text: str, start: int, end: int, cue: Cue) -> bool:
    """Whether all of ``text[start:end]``, which begins as a name may, is one."""
    word = text[start:end]
    compound = word[:2] in COMPOUND_SURNAMES
    given = word[2:] if compound else word[1:]
    plausible = _GIVEN.issuperset(given)
    if not 1 <= len(given) <= 2:
        return False
    if not plausible and not (all(map(is_han, given)) and NEVER_GIVEN.isdisjoint(given)):
        return False
    if word in NOT_NAMES or given in _TITLE_WORDS or place_like(text, start, end):
        return False
    begun = _begins_here(text, start)
    if compound:
        return begun or plausible
    if word[0] in "小阿" or (word[0] == word[-1] and word[0] not in WEAK_SURNAMES):
        return begun and plausible and len(word) == 2 and word not in NO_NICKNAMES
    known = word[0] in SURNAMES
    if not known and word[0] not in WEAK_SURNAMES:
        return False
    if word[:2] in NOT_NAMES and not (cue and begun and known):
        return False
    if word in ORDINARY and not cue:
        return False
    if cue == Cue.SURE:
        return (plausible or begun) if known else begun and (plausible or len(word) == 3)
    return plausible and (begun or (known and len(word) == 3 and not BRIGHT.isdisjoint(given)))


def _begins_here(text: str, start: int) -> bool:
    """Whether the text before a name shows that the name begins there."""
    return start == 0 or not is_han(text[start - 1]) or _LEADS.before(text, start)
