"""What the judge of names learns from: labelled messages, sentences with places for names, and plain texts.

The names in them are swapped for made-up ones of all kinds, ordinary words and rare surnames among them, so
that what is learned is where names stand and not which there are.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bot.patterns import late
from bot.privacy import lexicon
from bot.privacy.dictionary import OFTEN
from bot.privacy.folding import MARKS, fold
from bot.privacy.model import Kind
from bot.privacy.slot_words import PET_NAMES, WORD_NAMES

_SPAN = late(r"\{([a-z]+):([^{}]+)\}")
_ESCAPE = late(r"\\n|\\t|\\u[0-9a-f]{4}")
_KINDS = {
    "id": Kind.ID_NUMBER,
    "student": Kind.STUDENT_NUMBER,
    "address": Kind.ADDRESS,
    "birth": Kind.BIRTH_DATE,
    "class": Kind.SCHOOL_CLASS,
}
_COMMON = "王李张刘陈杨赵黄吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾"
_RARE = sorted(lexicon.SURNAMES | lexicon.WEAK_SURNAMES)
_STRANGE = sorted(lexicon.RARE_SURNAMES)
_COMPOUND = sorted(lexicon.COMPOUND_SURNAMES)
_GIVEN = sorted(lexicon.GIVEN - lexicon.NEVER_GIVEN)
_BRIGHT = sorted(lexicon.BRIGHT)
_WORDS, _PETS = sorted(WORD_NAMES), sorted(PET_NAMES)
_ORDINARY = sorted(word for word in lexicon.ORDINARY if len(word) == 2)
_RURAL = sorted(lexicon.characters("rural given"))
_COMMONEST = sorted(set("".join(OFTEN)) - lexicon.NEVER_GIVEN)
_HARDLY = sorted(lexicon.HARDLY_NAMES)
_CHILD, _GROWN_UP = "＿", "＠"
_COPIES = 16
_CROSSED, _REACH = 8, 30


@dataclass(frozen=True, slots=True)
class Example:
    """A text, where names of children stand in it, and what it counts; ``only`` is the one place to look at.

    Examples made from one sentence bear its ``source``; a trait must be met in several.
    """

    text: str
    names: tuple[tuple[int, int], ...]
    source: int
    counts: float = 1.0
    only: tuple[int, int] | None = None


def lines(path: Path) -> list[str]:
    """The lines of a file but its remarks and heads."""
    return [line for line in path.read_text("utf-8").splitlines() if line and line[0] not in "#@"]


def labelled(folder: Path, without: str) -> tuple[list[str], list[str]]:
    """The labelled messages of a folder with and without names, but those whose file's name holds a word."""
    files = [path for path in sorted(folder.glob("*.txt")) if not without or without not in path.name]
    personal, clean = (
        [line for path in files if path.name.startswith(start) for line in lines(path)]
        for start in ("personal", "clean")
    )
    return personal, clean


def beside() -> tuple[list[str], list[str]]:
    """The sentences with places for names that stand beside this module."""
    here = Path(__file__)
    return lines(here.with_name("named.txt")), lines(here.with_name("unnamed.txt"))


def plain(root: Path) -> Iterator[str]:
    """Texts of the project that name no child: the notice, questions, reports."""
    for path in sorted(root.glob("plan_data/*/notice.txt")) + sorted(root.glob("plan_data/*/*/*.txt")):
        yield from lines(path)
    for path in sorted((root / "tests/progress/messages").glob("*.jsonl")):
        yield from (json.loads(line)["text"] for line in lines(path))


def read(line: str) -> tuple[str, list[tuple[int, int]]]:
    """A labelled message with what is no name as marks, and its names."""
    line = _ESCAPE.sub(lambda escape: escape[0].encode().decode("unicode_escape"), line)
    text, names, at = "", [], 0
    for match in _SPAN.finditer(line):
        text += fold(line[at : match.start()]).text
        called = match[2]
        if match[1] == "name":
            called = fold(called).text
            names.append((len(text), len(text) + len(called)))
        else:
            called = MARKS[_KINDS.get(match[1], Kind.PHONE)]
        text += called
        at = match.end()
    return text + fold(line[at:]).text, names


def examples(root: Path, without: str = "") -> list[Example]:
    """All there is to learn from, but what the files named ``without`` hold; always the same."""
    chance = Random(1)  # noqa: S311  # names, not secrets
    personal, clean = labelled(root / "tests/privacy", without)
    named, unnamed = beside()
    made: list[Example] = []
    halves: list[tuple[str, int, int]] = []
    for line in personal:
        source = len(made)
        text, names = read(line)
        made.append(Example(text, tuple(names), source))
        halves += [(text, start, end) for start, end in names]
        if names:
            made += [_renamed(text, names, source, chance) for _ in range(_COPIES)]
    for place in range(len(halves)):
        made += [_crossed(place, halves, chance) for _ in range(_CROSSED)]
    for line in clean:
        made.append(Example(read(line)[0], (), len(made), 3.0))
    for line in named:
        source = len(made)
        made += [_filled(line, _CHILD, source, chance) for _ in range(_COPIES)]
    for line in unnamed:
        copies = _COPIES if _GROWN_UP in line else 1
        counts = 1.0 if _GROWN_UP in line else 3.0
        source = len(made)
        made += [_filled(line, _GROWN_UP, source, chance, counts) for _ in range(copies)]
    for line in dict.fromkeys(plain(root)):
        made.append(Example(fold(line).text, (), len(made)))
    return made


def _filled(line: str, mark: str, source: int, chance: Random, counts: float = 1.0) -> Example:
    text, names, family = "", [], ""
    for character in line:
        if character != mark:
            text += character
            continue
        kind = chance.random() if mark == _CHILD else 1.0
        name = _pet_name(chance) if kind < 0.1 else _bare(chance) if kind < 0.25 else _name(chance)
        if kind > 0.25 and family and chance.random() < 0.4 and len(name) < 4:
            name = family + name[1:]
        family = name[0]
        names.append((len(text), len(text) + len(name)))
        text += name
    return Example(fold(text).text, tuple(names) if mark == _CHILD else (), source, counts)


def _renamed(text: str, names: Sequence[tuple[int, int]], source: int, chance: Random) -> Example:
    """The message with most of its names swapped, and some masked already where it has several."""
    called = sorted({text[start:end] for start, end in names})
    new = {name: _like(name, chance) if chance.random() < 0.85 else name for name in called}
    for name in called if len(called) > 1 else ():
        if chance.random() < 0.3:
            new[name] = MARKS[Kind.NAME]
    out, spans, at = "", [], 0
    for start, end in names:
        out += text[at:start]
        name = new[text[start:end]]
        if name != MARKS[Kind.NAME]:
            spans.append((len(out), len(out) + len(name)))
        out += name
        at = end
    return Example(out + text[at:], tuple(spans), source)


def _crossed(place: int, halves: Sequence[tuple[str, int, int]], chance: Random) -> Example:
    """What stands before one name and what stands behind another: either may be all that tells."""
    text, start, end = halves[place]
    other, _, behind = chance.choice(halves)
    name = _like(text[start:end], chance)
    before = text[max(0, start - _REACH) : start]
    span = (len(before), len(before) + len(name))
    return Example(before + name + other[behind : behind + _REACH], (span,), -1 - place, 0.5, span)


def _like(name: str, chance: Random) -> str:
    """Another name of the same kind."""
    if name[0] in lexicon.SURNAMES | lexicon.WEAK_SURNAMES or name[:2] in lexicon.COMPOUND_SURNAMES:
        return _bare(chance) if chance.random() < 0.1 else _name(chance)
    if name in WORD_NAMES:
        return chance.choice(_WORDS)
    if name[0] == "小" and len(name) == 2:
        return "小" + chance.choice(_GIVEN)
    if name[0] == name[1:2]:
        return chance.choice(_GIVEN) * len(name)
    return _bare(chance) if len(name) == 2 and lexicon.GIVEN.issuperset(name) else name


def _bare(chance: Random) -> str:
    """A given name without a surname: 梓萱, 旭东."""
    return chance.choice(_BRIGHT if chance.random() < 0.5 else _GIVEN) + chance.choice(_GIVEN)


def _name(chance: Random) -> str:
    """A surname and a given name: made for names, an ordinary word, a character said twice."""
    kind = chance.random()
    pick = chance.choice
    family = pick(_COMMON) if kind < 0.45 else pick(_RARE) if kind < 0.93 else pick(_COMPOUND)
    if kind < 0.04:
        return pick(_STRANGE) + pick(_GIVEN) + pick(_GIVEN)
    if kind < 0.18:
        given = pick(_RURAL if kind < 0.12 else _COMMONEST) + pick(_GIVEN)
        return family + (given if int(kind * 100) % 2 else given[::-1])
    kind = chance.random()
    if kind < 0.22:
        return family + pick(_GIVEN)
    if kind < 0.76:
        return family + pick(_BRIGHT if kind < 0.5 else _GIVEN) + pick(_GIVEN)
    if kind < 0.91:
        return family + pick(_WORDS if kind < 0.87 else _ORDINARY)
    if kind < 0.99:
        first = pick(_GIVEN)
        return family + (first * 2 if kind < 0.95 else "小" + first)
    return family + pick(_HARDLY)


def _pet_name(chance: Random) -> str:
    given = chance.choice(_GIVEN)
    return chance.choice(
        ["小" + given, given * 2, chance.choice(_PETS), chance.choice(_BRIGHT) + "儿", chance.choice(_WORDS)]
    )
