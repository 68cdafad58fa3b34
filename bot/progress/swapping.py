"""What two items of a card tell belongs the other way round: 写反了, 25和26反了."""

from dataclasses import replace

from bot.patterns import late
from bot.plan.numerals import SMALL, parse_numeral
from bot.progress.answers import telling
from bot.progress.model import Draft

_BOTH = late(rf"(?:把)?第?({SMALL})[条项]?[、和跟与]第?({SMALL})[条项]?")
_OTHER_WAY = late(
    r"(?:[这那前后]|两|[条个项]|的|我|给|把|数字?|进度|状态|比例|百分比|顺序|它们|俩|刚才|好像|都)*"
    r"(?:[写报填说弄搞打记]?(?:反|颠倒|串)|对调|互换|对换|调换|[调换]一?下|[调换]过来|换个个儿?)(?:了|一下|过来|吧|的)*"
)


def swaps(draft: Draft, words: str) -> tuple[int, int] | None:
    """The places of two items of which the words say that they tell it the other way round (25和26写反了)."""
    told = telling(words)
    named = _BOTH.match(told[0]) if told else None
    numbers = [parse_numeral(number) for number in named.groups()] if named else []
    places = [p for p, item in enumerate(draft.items) if not named or item.measure in numbers]
    said = [told[0][named.end() :], *told[1:]] if named else told
    if len(places) != 2 or not said or not all(map(_OTHER_WAY.fullmatch, said)):
        return None
    one, other = (draft.items[place] for place in places)
    return None if (one.status, one.percent) == (other.status, other.percent) else (places[0], places[1])


def swapped(draft: Draft, places: tuple[int, int]) -> Draft:
    """The card with how each of two items stands at the other."""
    items = list(draft.items)
    for place, from_ in (places, places[::-1]):
        other = draft.items[from_]
        items[place] = replace(items[place], status=other.status, percent=other.percent, maybe_part=False)
    return replace(draft, items=tuple(items))
