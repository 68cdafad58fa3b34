"""What was told is put right: another measure, another status, a figure in the words (写少了，是62户)."""

import re
from dataclasses import replace

from bot.patterns import late
from bot.plan.numerals import SMALL, parse_numeral
from bot.progress import steps
from bot.progress.answers import (
    agrees,
    clauses,
    empty,
    essence,
    idle,
    slip,
    telling,
    trimmed,
    without_particles,
)
from bot.progress.corrections import (
    Correction,
    correction_in,
    fact_put_right,
    measures_named,
    numbers_in,
    place_in,
)
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground
from bot.progress.following import splice
from bot.progress.model import Draft, DraftItem, Status
from bot.progress.orders import ordered
from bot.progress.purpose import asks
from bot.progress.reports import check_attachments, check_measure
from bot.progress.statuses import REMAINING
from bot.progress.swapping import swapped, swaps
from bot.progress.targets import by_topic
from bot.progress.values import only_value
from bot.progress.wording import read

_COUNTED = r"[所次场家人名个份件户处条册起节期批本张篇万元对例遍轮套辆座间块亩]"
_NUMERAL = r"[一二三四五六七八九十百两]+"
_FIGURE = late(rf"(?P<before>.*?)(?P<number>\d+|{_NUMERAL})\s*(?P<unit>{_COUNTED})[^\d]{{0,3}}")
_DENIED = late(rf"(?:不是|没有|没)(?P<number>\d+|{_NUMERAL})\s*{_COUNTED}?")
_MISCOUNTED = late(rf"(?P<number>\d+)\s*{_COUNTED}{{0,2}}(?P<slip>[^\d]{{1,5}})")  # 22户不对，26户
_TURNED = late(
    r"(?:把|那个|数字?)*(?P<old>\d+)(?P<unit>[一-龥]?)(?:要|应该?)?(?:[改写][成为到]|改|换成?)(?P<new>\d+)(?P=unit)(?:吧|的|了)*"
)
_DENIAL = late(rf"(?<={_COUNTED})(?=(?:不是|没有)[\d一二三四五六七八九十两])")  # 是8场不是6场
_IS = late(r"应该?(?:是|为)|改成?|换成|其实|实际|(?<![不还])是")
_NOT_BUT = late(
    rf"我?(?:不是|没[说报指])第?({SMALL})[条项]?(?:啊|呀|吧)*(?:我?[说报指]的)?[的而]?应?该?是第?({SMALL})[条项]?的?"
)
_BUT_NOT = late(rf"(?:应该?)?是第?({SMALL})[条项][，,\s]*(?:而|并)?不是第?({SMALL})[条项]?")
_IT_WAS = late(rf"是第?({SMALL})条")
_NUMBER = late(
    rf"(?:第|措施)?{SMALL}[条项号]?|(?:就|还?是|算|报|应该?)+第?{SMALL}条(?:吧|的|了)*"  # 还是8条吧
)
_BARE = late(r"(?:应该?)?是(?P<number>\d+)(?:吧|的|啊)*")
_ALONE = late(r"\d{1,3}|[一二三四五六七八九十]{2,3}")
_ALL_OF_IT = 100
_SWAP = late(rf"(?:把)?第?({SMALL})[条项]?(?:要|应该?)?换成?(?:成|为)?第?({SMALL})[条项]?")
_RENAMED = late(rf"(?:把)?第?({SMALL})[条项]的?(?:要|应该?)?改(?:成|为|到)第?({SMALL})[条项]的?")
_MISTAKEN = late(
    rf"第?({SMALL})[条项](?P<slip>[^，,\d]{{1,8}})[，,\s]*(?:应该?|其实)?(?:是|为|改[成为])第?({SMALL})[条项](?:的|才对)*"
)
_NOT_THIS = late(r"(?:我?(?:说|报|指)的)?(?:不是|不算|不属于?|不归|不在)[这那]一?[条个项](?:的|吧|啊|呀)*")
_TOPIC = late(
    r"(?:我?(?:说|报|指|填)的?)?(?:应该?)?(?:是|属于?|归|算|换成?|改成?)?"
    r"(?P<topic>[^\d]{2,14}?)的?[这那]一?[条项个块](?:的|吧|啊|呀|才对)*"
    r"|我?(?:说|报|指|讲)的是(?P<meant>[^\d]{2,14})"
)
_BEFORE = 6  # characters before a figure in which the thing it counts is named


def put_right(draft: Draft, words: str, ground: Ground, message: int | None = None) -> Draft | None:
    """The draft as the words put it right; None where they put nothing right, or do not say what.

    Raises what the steps raise.
    """
    if (both := swaps(draft, words)) is not None:
        return swapped(draft, both)
    if (mended := _mended(draft, words)) is not None:
        return mended
    if (whole := _moved_and_told(draft, words, ground, message)) is not None:
        return whole
    if (figure := _bare_figure(draft, words, ground)) is not None:
        return figure
    if (share := _share(draft, words, ground)) is not None:
        return steps.put_right(draft, 0, None, share)
    if (number := _renumbered(draft, words)) is not None:
        return steps.settle_measure(draft, ground.plan, 0, number)
    if (place := place_instead(draft, words)) is not None:
        return steps.settle_measure(draft, ground.plan, 0, draft.listed[place])
    if (moved := _by_topic(draft, words, ground)) is not None:
        return moved
    if (changed := ordered(draft, words, ground, message)) is not None:
        return changed
    right = correction_of(words)
    return _corrected(draft, right, ground, message) if right is not None else None


def correction_of(words: str) -> Correction | None:
    """The correction in the words, its preface left out (坏了报串了，不是15条是16条)."""
    said = essence(words)
    bare = trimmed(without_particles(said))
    if turned := _BUT_NOT.fullmatch(bare):
        return Correction(None, None, parse_numeral(turned[2]), parse_numeral(turned[1]), plain=True)
    if swapped := _SWAP.fullmatch(bare) or _RENAMED.fullmatch(bare):
        return Correction(None, None, parse_numeral(swapped[1]), parse_numeral(swapped[2]), plain=True)
    mistaken = _MISTAKEN.fullmatch(trimmed(without_particles(said)))  # 9条弄错了，应该是18条
    if mistaken and slip(mistaken["slip"]):
        return Correction(None, None, parse_numeral(mistaken[1]), parse_numeral(mistaken[3]), plain=True)
    slipped = any(slip(clause) for clause in clauses(words))
    numbers = numbers_in(said) or (() if read(flatten(said)).said else measures_named(said))
    if slipped and len(numbers) == 1:
        return Correction(None, None, None, numbers[0], plain=True)
    reading = read(flatten(said))
    if slipped and reading.said and len(measures_named(said)) == 1 and (found := _IT_WAS.match(said)):
        return Correction(reading.status, reading.percent, None, parse_numeral(found[1]), plain=True)
    last = said.rpartition("，")[2]  # 糟了，弄串了，不是15条是14条
    right = correction_in(words) or correction_in(said)
    if right is None and len(measures_named(last)) > 1:
        right = correction_in(last)
    return replace(right, plain=True) if right is not None and slipped else right


def _moved_and_told(draft: Draft, words: str, ground: Ground, message: int | None) -> Draft | None:
    """The one item of another measure, and how it stands there (改成18条，有困难，20%); else None."""
    parts = telling(words)
    if len(draft.items) != 1 or len(parts) < 2:
        return None
    moved, value = correction_of(parts[0]), only_value("，".join(parts[1:]))
    if moved is None or moved.right is None or value is None or measures_named("，".join(parts[1:])):
        return None
    changed = _corrected(draft, moved, ground, message)
    return changed and steps.put_right(changed, 0, value.status, value.percent)


def _corrected(draft: Draft, right: Correction, ground: Ground, message: int | None) -> Draft | None:
    """The draft with a correction made; None where it does not say of which of several items."""
    places = [place for place, item in enumerate(draft.items) if item.measure == right.wrong]
    if right.wrong is None and (len(draft.items) == 1 or right.of_all):
        places = list(range(len(draft.items)))
    if right.right is None and places:
        for place in places:
            draft = steps.put_right(draft, place, None if right.share else right.status, right.percent)
        one = len(draft.items) == 1 and right.more
        return steps.add_words(draft, right.more, message) if one else draft
    if len(places) != 1 or right.right is None:
        return None
    check_measure(ground.plan, draft.unit, right.right)
    check_attachments(ground.plan, [right.right], draft.attachments)
    changed = steps.settle_measure(draft, ground.plan, places[0], right.right)
    if right.status is None and right.percent is None:
        return changed
    return steps.put_right(changed, places[0], right.status, right.percent)


def _mended(draft: Draft, words: str) -> Draft | None:
    """The draft with figures of one item's words put right."""
    if (turned := _TURNED.fullmatch(essence(words))) and turned["old"] not in map(
        str, [item.measure for item in draft.items]
    ):
        changed = [_figure_mended(item, turned["old"], turned["new"]) for item in draft.items]
    else:
        changed = [_item_mended(item, _DENIAL.sub("，", words)) for item in draft.items]
    if sum(item is not None for item in changed) != 1:
        return None
    items = zip(draft.items, changed, strict=True)
    return replace(draft, items=tuple(new if new is not None else item for item, new in items))


def _figure_mended(item: DraftItem, old: str, new: str) -> DraftItem | None:
    """The item with a figure that stands once in its words put right (12改成15)."""
    found = list(re.finditer(rf"(?<!\d){old}(?![\d%])", item.text))
    if len(found) != 1:
        return None
    text, parts = splice(item.text, item.parts, *found[0].span(), new)
    return replace(item, text=text, parts=parts)


def _item_mended(item: DraftItem, words: str) -> DraftItem | None:
    """The item with figures of its words put right; None where the words fit none of them."""
    parts, mended = clauses(words), False
    if (fact := fact_put_right(words, item.text)) is not None:
        text, told = splice(item.text, item.parts, *fact)
        return replace(item, text=text, parts=told)
    denied = [found["number"] for clause in parts if (found := _denied(clause))]
    bare = [found["number"] for clause in parts if (found := _BARE.fullmatch(clause))]
    if len(denied) == len(bare) == 1 and denied[0].isdigit():
        return _figure_mended(item, denied[0], bare[0])  # 120人次不对，是112
    slipped = bool(denied) or any(slip(clause) for clause in parts)
    for clause in parts:
        if _denied(clause) or _tells_nothing(clause):
            continue
        found = None if REMAINING.search(clause) else _FIGURE.fullmatch(clause)
        turned = found is not None and (slipped or _IS.search(found["before"]) is not None)
        places = _places_of(item.text, found["unit"], found["before"]) if found and turned else []
        places = [place for place in places if not denied or item.text[slice(*place)] in denied]
        number = parse_numeral(found["number"]) if found and places else None
        if number is None or len(places) != 1:
            return None
        start, end = places[0]
        written = found["number"] if found and not item.text[start].isdigit() else str(number)
        text, told = splice(item.text, item.parts, start, end, written)
        item, mended = replace(item, text=text, parts=told), True
    return item if mended else None


def _bare_figure(draft: Draft, words: str, ground: Ground) -> Draft | None:
    """What is done, with its one figure put right by a bare number, which is no percent of it (是45)."""
    told = [clause for clause in telling(words) if not slip(clause)]
    item, found = draft.items[0], _BARE.fullmatch(told[-1]) if told else None
    figures = re.findall(rf"(?<!\d)(\d+)(?={_COUNTED})", item.text)
    if len(draft.items) != 1 or found is None or item.status is not Status.DONE or len(figures) != 1:
        return None
    if int(found["number"]) in ground.plan.by_number:
        return None  # 不是17，是16 says of which measure
    mended = _figure_mended(item, figures[0], found["number"])
    return replace(draft, items=(mended,)) if mended is not None else None


def _denied(clause: str) -> re.Match[str] | None:
    """The figure that a clause says is wrong: 不是22户, 22户不对."""
    found = _MISCOUNTED.fullmatch(clause)
    return found if found is not None and slip(found["slip"]) else _DENIED.fullmatch(clause)


def _tells_nothing(clause: str) -> bool:
    """Whether a clause says neither what is put right nor how work stands."""
    return (
        empty(clause)
        or agrees(clause)
        or slip(clause)
        or (idle(clause) and read(flatten(clause)).status is None)
    )


def _renumbered(draft: Draft, words: str) -> int | None:
    """The measure that the one item is of instead: told as such (不是这条，是16), or alone (16)."""
    told = [c for c in telling(words) if not (slip(c) or _NOT_THIS.fullmatch(c))]
    if len(draft.items) != 1 or not told:
        return None
    if (turned := _NOT_BUT.fullmatch("".join(told))) and draft.items[0].measure in map(
        parse_numeral, turned.groups()
    ):
        return parse_numeral(turned[2])
    if (same := _BARE.fullmatch(told[-1])) and int(same["number"]) == draft.items[0].measure:
        return draft.items[0].measure
    denied = any(map(_NOT_THIS.fullmatch, clauses(words)))
    numbers = numbers_in(told[0]) if len(told) == 1 else ()
    alone = draft.items[0].percent is None and _NUMBER.fullmatch(told[0]) is not None
    numbers = numbers or (measures_named(told[0]) if alone and len(told) == 1 else ())
    return numbers[0] if len(numbers) == 1 and (denied or alone) else None


def place_instead(draft: Draft, words: str) -> int | None:
    """The place in the list that was shown, told instead of the one chosen from it (哦不是，是第二个)."""
    if len(draft.items) != 1:
        return None
    found = [(clause, place_in(clause, len(draft.listed))) for clause in clauses(words)]
    places = [place for _, place in found if place is not None]
    named = tuple(draft.listed[place] for place in places)
    rest = [clause for clause, place in found if place is None and numbers_in(clause) != named]
    return places[0] if len(places) == 1 and all(empty(c) or slip(c) for c in rest) else None


def _share(draft: Draft, words: str, ground: Ground) -> int | None:
    """How far the one item is, where a number that is no measure's is all that is told (不对，四十五)."""
    told = [clause for clause in telling(words) if not slip(clause)]
    if len(draft.items) != 1 or len(told) != 1 or not _ALONE.fullmatch(told[0]):
        return None
    number = parse_numeral(told[0])
    return number if number and max(ground.plan.by_number) < number <= _ALL_OF_IT else None


def _by_topic(draft: Draft, words: str, ground: Ground) -> Draft | None:
    """The one item told of the measure that the words point at by its topic (不是这条，是维权岗那条)."""
    if len(draft.items) != 1 or asks(without_particles(flatten(words))):
        return None
    told = [c for c in telling(words) if not (slip(c) or _NOT_THIS.fullmatch(c))]
    found = _TOPIC.fullmatch(told[0]) if len(told) == 1 else None
    if found is None or read(flatten(found["topic"] or found["meant"])).status is not None:
        return None
    own = [DraftItem(number) for number in ground.bound(draft.unit)]
    place = by_topic(found["topic"] or found["meant"], own, ground)
    return None if place is None else steps.settle_measure(draft, ground.plan, 0, own[place].measure)


def _places_of(text: str, unit: str, before: str) -> list[tuple[int, int]]:
    """Where figures of that unit stand in a text; of several the one with the same thing before it."""
    found = list(re.finditer(rf"(?<!\d)(?:\d+|{_NUMERAL})[多余来几]?(?={unit})", flatten(text)))
    if len(found) > 1:
        thing = _IS.sub("", before)[-2:]
        near = (text[max(0, match.start() - _BEFORE) : match.start()] for match in found)
        found = [match for match, words in zip(found, near, strict=True) if thing and thing in words]
    return [match.span() for match in found]
