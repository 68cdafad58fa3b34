"""Names of children, and of the kin who would give them away.

A name is looked for where words say that a child is named (after 学生 or 其子, before 同学 or （女，9岁）, in
a list that one of these opens), and where its own characters leave no doubt and no office stands beside
it. Every look is at a bounded stretch and none is taken twice, so the time is linear. A name found once
is masked wherever it stands; 化名, 某某 and people in office stay.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from bot.privacy import cues
from bot.privacy.dictionary import KINDS
from bot.privacy.judge import Judge
from bot.privacy.lexicon import (
    ADULTS_BEFORE,
    BRIGHT,
    COMPOUND_SURNAMES,
    GIVEN,
    KNOWN_TO_ALL,
    NO_NICKNAMES,
    NOT_NAMES,
    ORDINARY,
    SURNAMES,
    TITLES,
)
from bot.privacy.scanner import overlapping
from bot.privacy.shape import SURNAME_HEADS, Cue, is_han, name_by_itself, name_end, name_start
from bot.privacy.slot_words import COMMON_TWICE, NOBODY, WORD_NAMES
from bot.privacy.slots import slots
from bot.privacy.tables import field_end
from bot.privacy.talk import ChildTalk
from bot.privacy.wordlist import Wordlist

_OFFICES, _TITLES = Wordlist(ADULTS_BEFORE), Wordlist(TITLES)
_SPACES = frozenset(" :")
_JOINED = frozenset(f"{each}金" for each in "助学奖资养恤问现基险疗") | {"外孙", "侄孙", "重孙", "曾孙"}
"""Words that end as surnames do; a name never begins within them."""
_NOBODY = (NO_NICKNAMES | COMMON_TWICE | ORDINARY | NOBODY) - WORD_NAMES


class Names:
    """What one message tells of names, whatever part of it is looked at: who is called by an alias."""

    def __init__(self, message: str) -> None:
        self._all_aliases = bool(cues.ALL_ALIASES.search(message))
        self._aliases: set[str] = set()
        self._judge = Judge()

    def find(self, text: str) -> tuple[list[tuple[int, int]], set[str]]:
        """Spans in whole lines of the folded message, other findings standing as marks; and who was named."""
        if self._all_aliases or not cues.HAN.search(text):
            return [], set()
        return _Reading(text, self._aliases).spans()

    def judge(self, text: str) -> tuple[list[tuple[int, int]], set[str]]:
        """The like for the whole message, by trained judgement, once nothing else finds a name."""
        if self._all_aliases or not cues.HAN.search(text):
            return [], set()
        return _Reading(text, self._aliases).judged(self._judge)


class _Reading:
    """One look through one text; remembers where a name was tried."""

    def __init__(self, text: str, aliases: set[str]) -> None:
        self._text = text
        self._ends: dict[int, int] = {}
        self._aliases = aliases
        self._tried: set[tuple[int, Cue, bool]] = set()

    def spans(self) -> tuple[list[tuple[int, int]], set[str]]:
        """Where names stand that were not met before, and what their bearers are called."""
        self._after_cues()
        self._before_cues()
        self._without_cue()
        self._in_slots()
        return self._told()

    def judged(self, judge: Judge) -> tuple[list[tuple[int, int]], set[str]]:
        """The like by trained judgement, unless an office stands beside a name."""
        text = self._text
        for start, end in judge.names(text, self._of_child):
            if _known_to_all(text, start, end):
                continue
            if (cues.KIN_BRACKET.match(text, end) or cues.IN_NEED.search(text, max(0, start - 6), start)) or (
                not _TITLES.after(text, end)
                and not _TITLES.before(text, end)
                and not cues.OFFICIAL_ACT.match(text, end)
                and not _in_office(text, start - (text[start - 1 : start] in _SPACES))
            ):
                self._take(start, end)
        return self._told()

    def _told(self) -> tuple[list[tuple[int, int]], set[str]]:
        text, found = self._text, list(self._ends.items())
        known = {text[start:end] for start, end in found}
        if not self._aliases.isdisjoint(known):
            known -= self._aliases
            found = [(start, end) for start, end in found if text[start:end] in known]
        return found, known | _also_called(known, self._aliases)

    def _after_cues(self) -> None:
        text = self._text
        for match in cues.AFTER_SURE.finditer(text):
            self._list_from(match.end(), Cue.SURE)
        for match in cues.AFTER_WEAK.finditer(text):
            if match.end() - match.start() < 3 and match[0].strip() in cues.TO_WHOM:
                handed = cues.HANDED.match(text, match.start())
                opens = text[match.start() - 1 : match.start() + 1] not in cues.OTHER_WORDS and (
                    bool(handed) or self._of_child(match.start(), match.end())
                )
            else:
                opens = text[max(0, match.start() - 1) : match.start()] not in ("每", "各")
            if opens:
                self._list_from(match.end(), Cue.WEAK)

    def _before_cues(self) -> None:
        text = self._text
        for match in cues.BEFORE_SURE.finditer(text):
            if self._speaks_of_aliases and match["inside"] and cues.ALIAS.match(text, match.start()):
                start = name_start(text, match.start(), Cue.SURE)
                if start is not None:
                    self._aliases.add(text[start : match.start()].strip())
            elif _of_minor(text, match):
                bare = match["age"] or match["sex"]
                self._list_to(field_end(text, match.start()) if bare else match.start(), Cue.SURE)
        for match in overlapping(cues.BEFORE_WEAK, text):
            stop = field_end(text, match.start()) if match["fact"] else match.start()
            self._list_to(stop, Cue.WEAK)
            start = name_start(text, stop, Cue.SURE) if match[0][0] == "的" else None
            if start is not None and text[start] in SURNAMES and not is_han(text[start - 1 : start] or " "):
                self._take(start, stop)
        for match in cues.ROW.finditer(text):
            if name_end(text, match.start(1), Cue.SURE) == match.end(1):
                self._take(*match.span(1))

    def _without_cue(self) -> None:
        """Names told by their own characters, unless an office stands beside them."""
        text = self._text
        for match in cues.SURNAME.finditer(text):
            start = match.start()
            if start in self._ends:
                continue
            end, sure = name_by_itself(text, start)
            if end is None or not (sure or self._of_child(start, end)):
                continue
            if _known_to_all(text, start, end):
                continue
            if not cues.OFFICIAL_ACT.match(text, end) and not _in_office(text, start):
                self._take(start, end)
                if text[end : end + 1] == "、":
                    self._list_from(end + 1, Cue.SURE)
        for match in cues.DOTTED.finditer(text) if "·" in text else ():
            if match[0] not in NOT_NAMES and not _in_office(text, match.start()):
                self._take(*match.span())
        for match in cues.OTHER_PEOPLES.finditer(text) if cues.PART_OF_NAME.search(text) else ():
            if self._of_child(*match.span()):
                self._take(*match.span())

    def _in_slots(self) -> None:
        """What fills a place that is a child's, where no name was seen yet."""
        free = bytearray(b"\1") * len(self._text)
        for start, end in self._ends.items():
            free[start:end] = bytes(end - start)
        for start, end in slots(self._text, free, self._of_child):
            if all(free[start:end]):
                self._take(start, end)

    def _list_from(self, start: int, cue: Cue) -> None:
        """A name from ``start`` on, and those that a list adds to it."""
        text = self._text
        while (start, cue, True) not in self._tried:
            self._tried.add((start, cue, True))
            end = name_end(text, start, cue)
            if end is None:
                return
            self._take(end - len(text[start:end].lstrip(" ")), end)
            joined = cues.LIST_NEXT.match(text, end) if text[end : end + 1] in cues.JOINING else None
            if not joined:
                return
            cue = Cue.SURE if "、" in joined[0] else Cue.WEAK
            start = joined.end()

    def _list_to(self, end: int, cue: Cue) -> None:
        """A name up to ``end``, and those that a list puts before it."""
        text = self._text
        while (end, cue, False) not in self._tried:
            self._tried.add((end, cue, False))
            start = name_start(text, end, cue)
            if start is None:
                return
            self._take(start, start + len(text[start:end].rstrip(" ")))
            joined = None
            if text[start - 1 : start] in cues.JOINING:
                joined = cues.LIST_LAST.search(text[max(0, start - 3) : start])
            if not joined:
                return
            end, cue = start - len(joined[0]), Cue.SURE

    def _take(self, start: int, end: int) -> None:
        text = self._text
        if self._ends.get(start, 0) >= end or text[start - 1 : start + 1] in _JOINED:
            return
        if text[end : end + 1] in cues.ADULT_HEADS and cues.ADULT.match(text, end):
            return
        if not self._speaks_of_aliases:
            self._ends[start] = end
            return
        called = text[max(0, start - 3) : start].rstrip(':"“为是叫 ')
        told = cues.ALIAS if text[end : end + 1] == "(" else cues.CALLED_ALIAS
        if called.endswith("化名") or told.match(text, end):
            self._aliases.add(text[start:end])
        else:
            self._ends[start] = end

    @cached_property
    def _speaks_of_aliases(self) -> bool:
        return any(word in self._text for word in cues.FALSE_NAMES)

    @cached_property
    def _talk(self) -> ChildTalk:
        return ChildTalk(self._text)

    def _of_child(self, start: int, end: int) -> bool:
        """Whether the same sentence talks of a child, not far away."""
        return self._talk.around(start, end)


def _known_to_all(text: str, start: int, end: int) -> bool:
    """Whether a span is, or lies in, or begins with, the name of somebody or something everybody knows."""
    if text[start:end] in KNOWN_TO_ALL:
        return True
    places = ((start - 1, end), (start - 2, end), (start, end + 1), (start, end - 1))
    return any(stop - begin > 2 and text[max(0, begin) : stop] in KNOWN_TO_ALL for begin, stop in places)


def _of_minor(text: str, match: re.Match[str]) -> bool:
    """Whether what follows a name does not tell an adult's age."""
    if match["inside"]:
        return bool(cues.CHILD_PAREN.search(match["inside"])) and not cues.ADULT_AGE.search(match["inside"])
    if match["age"]:
        return match["age"] not in ("18", "19", "十八", "十九")
    return not (match["sex"] and cues.ADULT_AGE.search(text[match.end() : match.end() + 8]))


def _in_office(text: str, start: int) -> bool:
    """Whether an office stands before a name, or before the list that it is in."""
    if text[max(0, start - 1) : start] in cues.JOINTS:
        return bool(cues.OFFICE.search(text, max(0, start - 16), start))
    return _OFFICES.before(text, start)


def _also_called(known: set[str], aliases: set[str]) -> set[str]:
    """What those whose names are known are called besides: 沐辰 and 小辰 for 李沐辰, unless it is a word."""
    given = {
        name[2:] if name[:2] in COMPOUND_SURNAMES else name[1:]
        for name in known
        if len(name) < 5 and name[0] in SURNAME_HEADS and all(map(is_han, name))
    }
    called = {name for name in given - NOT_NAMES if len(name) == 2}
    for name in given:
        for character in name:
            if character in GIVEN:
                called.add("小" + character)
                called.add(character + character)
        if name[-1:] in BRIGHT:
            called.add(name[-1] + "儿")
    return called - _NOBODY - aliases


def _part_of_words(text: str, start: int, name: str) -> bool:
    """Whether what looks like a short name is a measure or 小 and an ordinary word: 60张海报, 小方案."""
    counted = name[0] == "小" or text[start - 1 : start].isdecimal()
    return counted and len(name) == 2 and text[start + 1 : start + 3] in KINDS


def again(text: str, called: set[str]) -> Iterator[tuple[int, int]]:
    """Every place where somebody known is called."""
    if not called:
        return
    by_pair: dict[str, list[str]] = {}
    for name in sorted(called, key=len, reverse=True):
        by_pair.setdefault(name[:2], []).append(name)
    heads = {pair[0] for pair in by_pair}
    for start in [place for place, character in enumerate(text) if character in heads]:
        for name in by_pair.get(text[start : start + 2], ()):
            if text.startswith(name, start) and not _part_of_words(text, start, name):
                yield start, start + len(name)
                break
