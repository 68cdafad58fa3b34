"""Which items of a card words point at: 第8条 · 第二个 · 后面两条 · 卫生保健那条 · 其他的 · 都."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.patterns import late
from bot.plan.model import Plan
from bot.plan.numerals import parse_numeral
from bot.progress.answers import trimmed
from bot.progress.corrections import NUM, besides_measures, measures_named, numbers_in
from bot.progress.dictated import flatten
from bot.progress.doubts import Ground
from bot.progress.model import DraftItem
from bot.progress.purpose import asks
from bot.progress.wording import read

_OF = r"(?:[条项号]|个(?!月))"
_END = r"(?:措施)?(?:[这那][个条项]?)?的?"
_NUMBERS = late(
    rf"(?:第|措施)?{NUM}{_OF}?(?:(?:[、/和跟与及]+|(?<=[条项号]))(?:第|措施)?{NUM}{_OF}?)*{_END}"
    r"(?![\d.]|\s*[%％成所次场家人名份件户处册起节期批本张篇万元月年日])"
)
_ONE = late(NUM)
_SIDE = rf"(?=[面头边]|[的这那]*(?:{NUM})?[条项个](?!月))"  # 后半年 is none of the items
_EDGE = late(
    rf"(?:(?P<back>倒数第)|(?P<last>最后|末尾|最下|后{_SIDE})|(?P<first>最前|最上|开头|(?:头|前){_SIDE})|(?P<middle>中间))[面头]?(?:的|[这那])*"
    rf"(?P<count>{NUM})?[条项个]?的?"
)
_ALL = late(rf"(?:[这那]?(?:几|{NUM})[条项个])?(?:全都|全部|都|统统|一律|所有的?|均)(?:的)?|[这那]几[条项个]")
_SO_MANY = late(rf"[这那]?({NUM})[条项个](?:全都|全部|全|都|均)")
_OTHERS = late(
    rf"(?:其余|其他|其它|别的|剩下|余下|另外(?=那|几|{NUM}[条项个]))的?[那这]?(?P<count>几|{NUM})?[条项个]?的?(?:全部?|都)?"
)
_THIS = late(r"[这那该此本][一]?[条项个](?:措施)?|它")
_TOPIC = late(r"(?P<topic>[^\d，,]{2,14}?)的?[这那]一?[条项个块件]的?")
_TOPIC_ALONE = 10  # characters of a topic named beside a number
_OVERLAP = 2  # characters that a topic and a title have in common, side by side


@dataclass(frozen=True, slots=True)
class Pointed:
    """The places that words point at, and what the words say besides. ``deictic``: 这条, whichever it is."""

    places: tuple[int, ...]
    rest: str
    deictic: bool = False


def point(
    words: str, items: Sequence[DraftItem], ground: Ground, named: Collection[int] = ()
) -> Pointed | None:
    """What a clause points at with its first words; ``named`` are the places pointed at before it."""
    count = len(items)
    if (found := _SO_MANY.match(words)) and parse_numeral(found[1]) == count:
        return Pointed(tuple(range(count)), words[found.end() :])
    if found := _NUMBERS.match(words):
        numbers = [parse_numeral(number) for number in _ONE.findall(found[0])]
        places = tuple(place for place, item in enumerate(items) if item.measure in numbers)
        if places and {items[place].measure for place in places} == set(numbers):
            return Pointed(places, words[found.end() :])
        if len(numbers) == 1 and numbers[0] and numbers[0] <= count and found[0].startswith("第"):
            return Pointed((numbers[0] - 1,), words[found.end() :])
        return None
    if found := _OTHERS.match(words):
        others = _others(items, named, found["count"])
        return Pointed(others, words[found.end() :]) if others else None
    if (found := _EDGE.match(words)) and (places := _edge(found, count)):
        return Pointed(places, words[found.end() :])
    if found := _ALL.match(words):
        return Pointed(tuple(range(count)), words[found.end() :])
    if found := _THIS.match(words):
        return Pointed((), words[found.end() :], deictic=True)
    if count > 1 and (found := _TOPIC.match(words)):
        place = by_topic(found["topic"], items, ground)
        return None if place is None else Pointed((place,), words[found.end() :])
    return None


def by_topic(topic: str, items: Sequence[DraftItem], ground: Ground) -> int | None:
    """The one item that a few words are about; None where they fit none, or several alike."""
    fits = [common(topic, ground.plan.by_number[item.measure].title) for item in items]
    best = max(fits, default=0)
    if best >= _OVERLAP and fits.count(best) == 1:
        return fits.index(best)
    found = [number for number in ground.find(topic) if any(item.measure == number for item in items)]
    return (
        next((place for place, item in enumerate(items) if item.measure == found[0]), None) if found else None
    )


def named_alone(words: str, plan: Plan) -> tuple[int, ...]:
    """The measures that words name and tell nothing of, by title, or with a topic (第17条关爱留守)."""
    if numbers := numbers_in(words):
        return numbers
    if titled := [measure.number for measure in plan.measures if measure.title == trimmed(words)]:
        return tuple(titled)
    named, topic = measures_named(words), trimmed(besides_measures(words))
    if len(named) != 1 or named[0] not in plan.by_number or len(topic) > _TOPIC_ALONE:
        return ()
    measure, flat = plan.by_number[named[0]], flatten(words)
    fits = max(common(topic, measure.title), common(topic, measure.text)) >= _OVERLAP
    return named if fits and read(besides_measures(flat)).status is None and not asks(flat) else ()


def _others(items: Sequence[DraftItem], named: Collection[int], count: str | None) -> tuple[int, ...]:
    """The places not named; where none was, so many as stand alike and apart from the rest (其他两个)."""
    if named:
        return tuple(place for place in range(len(items)) if place not in named)
    alike = [
        [p for p, item in enumerate(items) if item.status is status] for status in {i.status for i in items}
    ]
    fit = [places for places in alike if len(places) == (parse_numeral(count) if count else None)]
    return tuple(fit[0]) if len(fit) == 1 else ()


def _edge(found: re.Match[str], count: int) -> tuple[int, ...]:
    number = parse_numeral(found["count"]) if found["count"] else 1
    if number is None or not 1 <= number <= count:
        return ()
    if found["back"]:
        return (count - number,)
    if found["middle"]:
        return (count // 2,) if count % 2 and number == 1 else ()
    return tuple(range(count - number, count)) if found["last"] else tuple(range(number))


def common(words: str, title: str) -> int:
    """How long the longest stretch is that both have."""
    for length in range(min(len(words), len(title)), 0, -1):
        if any(words[at : at + length] in title for at in range(len(words) - length + 1)):
            return length
    return 0
