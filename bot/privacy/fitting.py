"""Whether a word suits the place of a child's name: the surer the place, the less like one."""

from bot.privacy import lexicon
from bot.privacy.lexicon import BRIGHT, FOLLOWING, GIVEN, NO_NICKNAMES, OUTLANDISH
from bot.privacy.shape import SURNAME_HEADS, is_han
from bot.privacy.slot_words import BEFORE_EVENT, COMMON_TWICE, NOBODY, PET_NAMES, ROLE_ENDS, WORD_NAMES
from bot.privacy.wordlist import Wordlist

_PETS = GIVEN | set("头奴闹壮蛋胖果点团笑淘虎坦豆妞毛贝糖咚当噜球饼枣滚圈泡波皮蹦跳闪亮叮石丸包饭")
_UNNAMED = frozenset("某啥何怎什哪几您俺咱")
_NEVER_FIRST = frozenset(
    "二三四五六七八九十百千人有到多得想一先刚去才都又还也没不在被已正就快能会要回每昨从把因念读说打"
    "之给帮微基往的买讲最摸离抽亲手"
)
_TWICE_NOT = NO_NICKNAMES | COMMON_TWICE
_ORDINARY = (lexicon.NOT_NAMES | lexicon.HARDLY_NAMES) - WORD_NAMES
_BUSY = BEFORE_EVENT - WORD_NAMES
_OFFICES, _ROLES = Wordlist(lexicon.ADULTS_BEFORE), Wordlist(ROLE_ENDS)


def somebody(word: str) -> bool:
    """Whether a word can be what somebody is called, where the place says that somebody is."""
    if word in NOBODY or word in lexicon.KIN_TWICE or word[0] == "娃":
        return False
    pet = word in PET_NAMES or (word[1:] == "娃" and word[0] in GIVEN)
    return pet or not (_ROLES.before(word, len(word)) or not _UNNAMED.isdisjoint(word))


def shaped(word: str) -> bool:
    """Whether a word is made of characters that names are made of."""
    if (len(word) > 2 and lexicon.TRANSCRIBED.issuperset(word)) or OUTLANDISH.issuperset(word):
        return True
    if word[0] in SURNAME_HEADS and word[1:] in WORD_NAMES:
        return True
    if not GIVEN.issuperset(word[1:]):
        return False
    shining = len(word) == 3 and not BRIGHT.isdisjoint(word[1:])  # whatever the surname
    return shining or word[0] in GIVEN or word[0] in SURNAME_HEADS


def likely(word: str) -> bool:
    """Whether a word is made as names are and is no common word."""
    return (
        pet(word)
        or word in WORD_NAMES
        or (
            shaped(word)
            and word not in _ORDINARY
            and word not in _BUSY
            and word not in _TWICE_NOT
            and word[:2] not in FOLLOWING
            and (word[0] not in _NEVER_FIRST or word[1] in BRIGHT)
        )
    )


def befallen(word: str) -> bool:
    """Whether a word between 学生 and what befell somebody names that somebody."""
    return (
        pet(word)
        or word in WORD_NAMES
        or (shaped(word) and word not in _BUSY and word not in _TWICE_NOT and word[0] not in _NEVER_FIRST)
    )


def listed(word: str) -> bool:
    """Whether a word in a list of names is one too."""
    return word in WORD_NAMES or (
        somebody(word)
        and free_of_rules(word)
        and not (word in _ORDINARY or word in lexicon.ORDINARY or _OFFICES.before(word, len(word)))
    )


def anybody(word: str, evidence: str) -> bool:
    """Whether a word can be a name for no more than what stands beside it; most of a mark or an age."""
    if word in WORD_NAMES:
        return True
    marked = not is_han(evidence[0]) or any(map(str.isdecimal, evidence))
    return free_of_rules(word) and (marked or not (word in _ORDINARY or word[0] in _NEVER_FIRST))


def free_of_rules(word: str) -> bool:
    """Whether a word is not one of those that statistics and rules put there."""
    return word not in _BUSY and (word not in FOLLOWING or word in WORD_NAMES)


def pet(word: str) -> bool:
    """牛牛, 小石头, 杏儿."""
    if len(word) == 3 and word[0] == "小":
        return word[:2] not in NO_NICKNAMES and _PETS.issuperset(word[1:]) and word[1:] not in _BUSY
    if len(word) == 2 and word[1] in "儿娃":
        return word[0] in GIVEN
    return word in PET_NAMES or (
        word[0] == word[1] == word[-1] and word[0] in _PETS and word[:2] not in _TWICE_NOT
    )


def strange(word: str | None) -> bool:
    """叶斯波力."""
    return word is not None and len(OUTLANDISH.intersection(word)) > 1
