"""Places that only a child's name can fill, so that what fills them is one whatever it looks like.

Names are often ordinary words (高兴, 解放), bare given names or pet names (牛牛, 小石头). What they look
like says little; what stands beside them does: 孩子叫＿, ＿同学, ＿（男，12岁）, 学籍号…，＿，. A slot is
such a place. It is filled by two to four characters that reach from an edge to an edge; the less its words
say of a child, the more what fills it must be made like a name. Every look is at a bounded stretch.
"""

import re
from collections.abc import Callable, Iterator

from bot.privacy import lexicon
from bot.privacy import slot_cues as cues
from bot.privacy.lexicon import BRIGHT, FOLLOWING, GIVEN, NEVER_GIVEN, NO_NICKNAMES
from bot.privacy.shape import SURNAME_HEADS
from bot.privacy.slot_words import (
    BEFORE_EVENT,
    CHILD_ROLES,
    COMMON_TWICE,
    NOBODY,
    PET_NAMES,
    ROLE_ENDS,
    WORD_NAMES,
)
from bot.privacy.tables import columns, field_end
from bot.privacy.wordlist import Wordlist

Span = tuple[int, int]
OfChild = Callable[[int, int], bool]

_PETS = GIVEN | set("头奴闹壮蛋胖果点团笑淘虎坦豆妞毛贝糖咚当噜球饼枣滚圈泡波皮蹦跳闪亮叮石丸包饭")
_UNNAMED = frozenset("某啥何怎什哪几您俺咱")
_NEVER_FIRST = frozenset(
    "二三四五六七八九十百千人有到多得想一先刚去才都又还也没不在被已正就快能会要回每昨从把因念读说打"
    "之给帮微基往的买讲最摸离抽亲手"
)
_TWICE_NOT = NO_NICKNAMES | COMMON_TWICE
_ORDINARY = (lexicon.NOT_NAMES | lexicon.HARDLY_NAMES) - WORD_NAMES
_BUSY = BEFORE_EVENT - WORD_NAMES
_ENDS = lexicon.ENDS_NAME | set("无欠丢愿还正总")
_QUOTES = tuple("“”‘’\"'《》")
_OFFICES = Wordlist(lexicon.ADULTS_BEFORE)
_RUN = re.compile(f"[^\0-\u4dff\ua000-\U0010ffff{''.join(sorted(NEVER_GIVEN))}]{{2,6}}\\Z")
_FOREIGN = re.compile(f"(?<![\u4e00-\u9fff])[{''.join(sorted(lexicon.TRANSCRIBED))}]{{3,5}}\\Z")
_LEADS, _ROLES, _CHILD_ROLES = Wordlist(lexicon.LEADS_IN), Wordlist(ROLE_ENDS), Wordlist(CHILD_ROLES)


def slots(text: str, free: bytearray, of_child: OfChild) -> Iterator[Span]:
    """What fills the slots of a folded text, but what ``free`` tells is known already.

    ``of_child`` tells whether the sentence around a span talks of a child.
    """
    yield from ((start, end) for start, end in columns(text) if _somebody(text[start:end]))
    yield from _opened(text)
    yield from _closed(text, free, of_child)
    for match in cues.BETWEEN.finditer(text):
        word = match["name"]
        made = (
            (match["tells"] and _anybody(word, match["tells"]))
            or (match["befalls"] and _befallen(word))
            or _likely(word)
        )
        if made and _somebody(word) and not (match["does"] and word in lexicon.ORDINARY):
            yield match.span("name")
    for match in cues.TOGETHER.finditer(text):
        items = list(cues.ITEM.finditer(match["all"]))
        if all(_listed(item[1]) for item in items) and any(_befallen(item[1]) for item in items):
            begin = match.start("all")
            yield from ((begin + item.start(1), begin + item.end(1)) for item in items)
    for match in cues.LISTED.finditer(text):
        word = match["next"] or match["last"]
        if _listed(word) and (not match["joined"] or _befallen(word)):
            yield match.span("next" if match["next"] else "last")
    for match in cues.DONE_TO.finditer(text):
        word = match["name"]
        if _somebody(word) and (match["crime"] or (_likely(word) and of_child(*match.span("name")))):
            yield match.span("name")
    for match in cues.PETS.finditer(text):
        start, end = match.span()
        edges = (
            (_strange(match["strange"]) or _pet(match[0]))
            and _somebody(match[0])
            and _edge_before(text, start)
            and _edge_after(text, end)
        )
        if edges and not _others(text, start, end) and of_child(start, end):
            yield start, end


def _opened(text: str) -> Iterator[Span]:
    """Slots that what precedes a name opens."""
    for match in cues.OPENS.finditer(text):
        end = _reach(text, match.end(), longest=4)
        if end is not None and not cues.TAKEN.search(text, match.end() + 1, end + 1):
            yield match.end(), end
    for match in cues.BESIDE.finditer(text):
        end = _reach(text, match.end(), longest=3)
        if end is None or (match["fact"] and end < len(text) and _han(text[end])):
            continue
        if _likely(text[match.end() : end]):
            yield match.end(), end


def _closed(text: str, free: bytearray, of_child: OfChild) -> Iterator[Span]:
    """Slots that what follows a name closes."""
    for match in cues.CLOSES.finditer(text):
        end, told = match.start(), True
        kind = match.lastgroup
        if kind == "inside":
            if not end or not free[end - 1]:
                continue
            told = bool(cues.OF_CHILD.search(match["inside"]))
            if not (
                told or cues.PERHAPS.search(match["inside"]) or cues.ILL.search(match["inside"])
            ) or cues.ADULT.search(match["inside"]):
                continue
        elif kind == "fact":
            lead = cues.TOLD.search(text, max(0, end - 14), end)
            if lead:
                told, end = lead[0][:1] in cues.MARKED_OFF, lead.start()
        elif kind in ("row", "age", "grade"):
            if kind == "row" and cues.ADULT_AFTER.match(text, match.end()):
                continue
            end = field_end(text, end)
        strict = kind != "inside" or not told
        while end > 0 and free[end - 1]:
            start = _back(text, end, strict=strict)
            if start is None:
                break
            if not _fits(text, start, end, kind, told=told) or (
                kind in ("pair", "asked", "met") and (_others(text, start, end) or not of_child(start, end))
            ):
                break
            yield start, end
            joined = cues.BEFORE_LIST.search(text, max(0, start - 3), start)
            if not joined or kind not in ("pupil", "pair"):
                break
            end, strict = joined.start(), True


def _fits(text: str, start: int, end: int, kind: str | None, *, told: bool) -> bool:
    """Whether a word suits what closes its slot: the less that says of a child, the more the word must."""
    word = text[start:end]
    alone = start == 0 or not _han(text[start - 1]) or _CHILD_ROLES.before(text, start)
    if kind == "inside":
        return told or _likely(word) or (alone and bool(cues.ILL.search(text, end + 1, end + 12)))
    if kind == "dated":
        return alone and _free_of_rules(word)
    if kind in ("met", "grade"):
        return alone and _likely(word)
    if kind == "asked" and alone and len(word) == 2 and word[0] == word[1]:
        return True
    if kind == "asked":
        full = len(word) == 3 and word[0] in SURNAME_HEADS
        return _pet(word) or (
            _likely(word) and (full or text[end] == "的" or not BRIGHT.isdisjoint(word) or word in WORD_NAMES)
        )
    if kind == "ward" or (kind == "pupil" and text.startswith("小朋友", end)):
        return True
    if kind == "pupil":
        return word[0] in SURNAME_HEADS or _shaped(word) or _pet(word)
    return (alone and (told or word in WORD_NAMES)) or _shaped(word) or _pet(word)


def _reach(text: str, start: int, longest: int) -> int | None:
    """Where what begins at ``start`` meets an edge; None where it is nobody's name."""
    if not _han(text[start : start + 1]) or text[start] in NEVER_GIVEN:
        return None
    for end in range(start + 2, min(len(text), start + longest) + 1):
        if not _han(text[end - 1]) or text[end - 1] in NEVER_GIVEN:
            return None
        if _edge_after(text, end):
            return end if _somebody(text[start:end]) else None
    return None


def _back(text: str, end: int, *, strict: bool) -> int | None:
    """Where what stops at ``end`` begins; ``strict`` wants an edge there."""
    foreign = _FOREIGN.search(text, max(0, end - 5), end) if text[end - 1] in lexicon.TRANSCRIBED else None
    if foreign:
        return foreign.start()
    run = _RUN.search(text, max(0, end - 6), end)
    if run is None:
        return None
    length = end - run.start()
    for each in (2, 3):
        if each < length and _LEADS.before(text, end - each):
            length = each
            break
    else:
        if length > 4:
            if strict:
                return None
            length = 2
    return end - length if _somebody(text[end - length : end]) else None


def _somebody(word: str) -> bool:
    """Whether a word can be what somebody is called, where the place says that somebody is."""
    if word in NOBODY or word in lexicon.KIN_TWICE or word[0] == "娃":
        return False
    pet = word in PET_NAMES or (word[1:] == "娃" and word[0] in GIVEN)
    return pet or not (_ROLES.before(word, len(word)) or not _UNNAMED.isdisjoint(word))


def _shaped(word: str) -> bool:
    """Whether a word is made of characters that names are made of."""
    if (len(word) > 2 and lexicon.TRANSCRIBED.issuperset(word)) or lexicon.OUTLANDISH.issuperset(word):
        return True
    if word[0] in SURNAME_HEADS and word[1:] in WORD_NAMES:
        return True
    if not GIVEN.issuperset(word[1:]):
        return False
    shining = len(word) == 3 and not BRIGHT.isdisjoint(word[1:])  # whatever the surname
    return shining or word[0] in GIVEN or word[0] in SURNAME_HEADS


def _likely(word: str) -> bool:
    """Whether a word is made as names are and is no common word."""
    return (
        _pet(word)
        or word in WORD_NAMES
        or (
            _shaped(word)
            and word not in _ORDINARY
            and word not in _TWICE_NOT
            and word[:2] not in FOLLOWING
            and (word[0] not in _NEVER_FIRST or word[1] in BRIGHT)
        )
    )


def _befallen(word: str) -> bool:
    """Whether a word between 学生 and what befell somebody names that somebody."""
    return (
        _pet(word)
        or word in WORD_NAMES
        or (_shaped(word) and word not in _BUSY and word not in _TWICE_NOT and word[0] not in _NEVER_FIRST)
    )


def _listed(word: str) -> bool:
    """Whether a word in a list of names is one too."""
    return word in WORD_NAMES or (
        _somebody(word)
        and _free_of_rules(word)
        and not (word in _ORDINARY or word in lexicon.ORDINARY or _OFFICES.before(word, len(word)))
    )


def _anybody(word: str, evidence: str) -> bool:
    """Whether a word can be a name for no more than what stands beside it; most of a mark in between."""
    return _free_of_rules(word) and (
        word in WORD_NAMES or not _han(evidence[0]) or not (word in _ORDINARY or word[0] in _NEVER_FIRST)
    )


def _free_of_rules(word: str) -> bool:
    """Whether a word is not one of those that statistics and rules put there."""
    return word not in _BUSY and (word not in FOLLOWING or word in WORD_NAMES)


def _pet(word: str) -> bool:
    """牛牛, 小石头, 杏儿."""
    if len(word) == 3 and word[0] == "小":
        return word[:2] not in NO_NICKNAMES and _PETS.issuperset(word[1:]) and word[1:] not in _BUSY
    if len(word) == 2 and word[1] in "儿娃":
        return word[0] in GIVEN
    return word in PET_NAMES or (
        word[0] == word[1] == word[-1] and word[0] in _PETS and word[:2] not in _TWICE_NOT
    )


def _strange(word: str | None) -> bool:
    """叶斯波力."""
    return word is not None and len(lexicon.OUTLANDISH.intersection(word)) > 1


def _others(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a helper (志愿者乐乐姐姐) or of a campaign (“亮亮姐姐讲故事”)."""
    quoted = text[start - 1 : start] in _QUOTES and text[end : end + 1] not in _QUOTES
    return quoted or _OFFICES.before(text, start)


def _edge_after(text: str, end: int) -> bool:
    return end >= len(text) or not _han(text[end]) or text[end] in _ENDS or text[end : end + 2] in FOLLOWING


def _edge_before(text: str, start: int) -> bool:
    return (
        start == 0
        or not _han(text[start - 1])
        or text[start - 1] in NEVER_GIVEN
        or _LEADS.before(text, start)
    )


def _han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
