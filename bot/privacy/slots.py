"""Places that only a child's name can fill, so that what fills them is one whatever it looks like.

Names are often ordinary words (高兴, 解放), bare given names or pet names (牛牛, 小石头). What they look
like says little; what stands beside them does: 孩子叫＿, ＿同学, ＿（男，12岁）, 学籍号…，＿，. A slot is
such a place. It is filled by two to four characters that reach from an edge to an edge; the less its words
say of a child, the more what fills it must be made like a name. Every look is at a bounded stretch.
"""

from collections.abc import Callable, Iterator

from bot.patterns import late
from bot.privacy import fitting, lexicon
from bot.privacy import slot_cues as cues
from bot.privacy.lexicon import BRIGHT, FOLLOWING, NEVER_GIVEN
from bot.privacy.shape import SURNAME_HEADS
from bot.privacy.slot_words import CHILD_ROLES, WORD_NAMES
from bot.privacy.tables import columns, field_end
from bot.privacy.wordlist import Wordlist

Span = tuple[int, int]
OfChild = Callable[[int, int], bool]

_ENDS = lexicon.ENDS_NAME | set("无欠丢愿还正总")
_QUOTES = tuple("“”‘’\"'《》")
_OFFICES = Wordlist(lexicon.ADULTS_BEFORE)
_RUN = late(f"[^\0-\u4dff\ua000-\U0010ffff{''.join(sorted(NEVER_GIVEN))}]{{2,6}}\\Z")
_FOREIGN = late(f"(?<![\u4e00-\u9fff])[{''.join(sorted(lexicon.TRANSCRIBED))}]{{3,5}}\\Z")
_LEADS, _CHILD_ROLES = Wordlist(lexicon.LEADS_IN), Wordlist(CHILD_ROLES)


def slots(text: str, free: bytearray, of_child: OfChild) -> Iterator[Span]:
    """What fills the slots of a folded text, but what ``free`` tells is known already.

    ``of_child`` tells whether the sentence around a span talks of a child.
    """
    yield from ((start, end) for start, end in columns(text) if fitting.somebody(text[start:end]))
    yield from _opened(text)
    yield from _closed(text, free, of_child)
    for match in cues.FILED.finditer(text) if "_" in text else ():
        if fitting.likely(match[1]) and fitting.somebody(match[1]) and of_child(*match.span(1)):
            yield match.span(1)
    for match in cues.BETWEEN.finditer(text):
        word = match["name"]
        made = (
            (match["tells"] and fitting.anybody(word, match["tells"]))
            or (match["befalls"] and fitting.befallen(word))
            or fitting.likely(word)
        )
        if made and fitting.somebody(word) and not (match["does"] and word in lexicon.ORDINARY):
            yield match.span("name")
    for match in cues.TOGETHER.finditer(text):
        items = list(cues.ITEM.finditer(match["all"]))
        if all(fitting.listed(item[1]) for item in items) and any(
            fitting.befallen(item[1]) for item in items
        ):
            begin = match.start("all")
            yield from ((begin + item.start(1), begin + item.end(1)) for item in items)
    yield from _in_lists(text)
    for match in cues.DONE_TO.finditer(text):
        word = match["name"]
        if fitting.somebody(word) and (
            match["crime"] or (fitting.likely(word) and of_child(*match.span("name")))
        ):
            yield match.span("name")
    for match in cues.PETS.finditer(text):
        start, end = match.span()
        edges = (
            (fitting.strange(match["strange"]) or fitting.pet(match[0]))
            and fitting.somebody(match[0])
            and _edge_before(text, start)
            and _edge_after(text, end)
        )
        if edges and not _others(text, start, end) and of_child(start, end):
            yield start, end


def _in_lists(text: str) -> Iterator[Span]:
    """Those that a list names beside somebody whose name is masked."""
    for match in cues.LISTED.finditer(text):
        if match["next"]:
            if fitting.listed(match["next"]) and (not match["joined"] or fitting.befallen(match["next"])):
                yield match.span("next")
            continue
        last = cues.LISTED_LAST.search(text, max(0, match.start() - 28), match.start())
        if last and fitting.listed(last[1]):
            yield last.span(1)


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
        if fitting.likely(text[match.end() : end]):
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
        return told or fitting.likely(word) or (alone and bool(cues.ILL.search(text, end + 1, end + 12)))
    if kind == "dated":
        return alone and fitting.free_of_rules(word)
    if kind in ("met", "grade"):
        return alone and fitting.likely(word)
    if kind == "asked" and alone and len(word) == 2 and word[0] == word[1]:
        return True
    if kind == "asked":
        full = len(word) == 3 and (word[0] in SURNAME_HEADS or word[1] == "小")
        bright = alone and word[1] in BRIGHT and text[end] == "的" and fitting.free_of_rules(word)
        return (
            (bright and len(word) == 2)
            or fitting.pet(word)
            or (
                fitting.likely(word)
                and (full or text[end] == "的" or not BRIGHT.isdisjoint(word) or word in WORD_NAMES)
            )
        )
    if kind == "ward" or (kind == "pupil" and text.startswith("小朋友", end)):
        return True
    if kind == "pupil":
        return word[0] in SURNAME_HEADS or fitting.shaped(word) or fitting.pet(word)
    return (alone and (told or word in WORD_NAMES)) or fitting.shaped(word) or fitting.pet(word)


def _reach(text: str, start: int, longest: int) -> int | None:
    """Where what begins at ``start`` meets an edge; None where it is nobody's name."""
    if not _han(text[start : start + 1]) or text[start] in NEVER_GIVEN:
        return None
    for end in range(start + 2, min(len(text), start + longest) + 1):
        if not _han(text[end - 1]) or text[end - 1] in NEVER_GIVEN:
            return None
        if _edge_after(text, end):
            return end if fitting.somebody(text[start:end]) else None
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
    return end - length if fitting.somebody(text[end - length : end]) else None


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
