"""A report whose measures are named by number, with what else it tells before, beside and after them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.patterns import late
from bot.progress.edges import last_break
from bot.progress.heard import Items, Message, add, add_rest, add_told, as_report
from bot.progress.leads import labelled_from
from bot.progress.manner import reports
from bot.progress.naming import Mention
from bot.progress.numbered import AMONG, THIS_CYCLE, by_period, told_by_number, when
from bot.progress.parsed import Item, ParsedReport
from bot.progress.purpose import is_previous
from bot.progress.rows import respectively
from bot.progress.wholes import left_of_all, rest_before, rest_but, rest_of
from bot.progress.wording import facts, nothing_new, read

_SURE = 0.5  # how a message must sound that only remarks on measures
_CAME_ABOUT = late(r"[了着过没不]|\d")
_EXCEPTED = late(r"除(?:了|去|开)?\s*$|除(?:了|去|开)?\s*(?=第|措施|\d|[一二三四五六七八九十])")
_MONTH = late(r"(?<!\d)(1[0-2]|[1-9])月(?!\s?\d)")
_AMONG_ALL = late(r"[，,；;。\s]\s*(?:其中|只是|但是?|不过|唯独?|就|只有?|仅)\s*(?:第|措施)?\s*$")
_LAST_CYCLE = late("上[个一]?[月期周季]")


def told_of_numbers(message: Message, mentions: Sequence[Mention]) -> ParsedReport:
    """What a message tells of the measures it numbers, and of others beside them."""
    flat, plan = message.flat, message.plan
    opening = flat[: mentions[0].start]
    before = is_previous(opening) or _made_up(flat, mentions[0])
    told, rests, but = flat, list[tuple[int, int]](), rest_but(flat)
    if any(mention.others for mention in mentions):
        but = None
    items: Items = {}
    if but is not None and any(but[0] <= mention.start < but[1] for mention in mentions):
        _, begin, end = but
        rests.append((begin, end))
        told = f"{flat[:begin]}{'。' * (end - begin)}{flat[end:]}"
    elif (first := rest_before(opening) or _nothing_before(opening)) is not None:
        rests.append((0, first))
    elif (first := _all_before(opening)) is not None:
        rests.append((0, first))
        told = f"{'。' * first}{flat[first:]}"
    elif labelled_from(flat, 0, mentions[0]) is None and (front := _front(message, mentions)) is not None:
        told = f"{'。' * front}{flat[front:]}"
        for stretch in message.told_by_topic(front):
            add_told(items, message, stretch, before=before)
    apart = _EXCEPTED.search(flat, 0, mentions[-1].start) is not None
    if (rest := rest_of(told, mentions[-1].end, excepted=apart)) is not None:
        rests.append((rest, len(flat)))
        told = told[:rest]
    since = 0
    for said in told_by_number(told, mentions, sure=bool(rests) or _recounts(flat, mentions[0])):
        floor, since = since, said.end
        before = before and not (
            THIS_CYCLE.search(flat, len(opening), said.start)
            or _next_month(opening, flat[len(opening) : said.start])
        )
        for start, end, period, reading in by_period(told, said, before=before, floor=floor):
            words = message.text[start:end]
            each = respectively(flat[start:end], len(said.numbers)) or (reading,) * len(said.numbers)
            for number, one in zip(said.numbers, each, strict=True):
                if number in plan.by_number and one.status is not None:
                    add(items, Item(number, one.status, one.percent, words, period))
    for begin, end in rests:
        period = when(before if begin else is_previous(flat[:end]))
        add_rest(items, message.text[:end], flat[:end], begin, period)
    among = [number for m in mentions[:-1] if AMONG.match(flat, m.end) for number in m.numbers]
    for key in [key for key in items if key[0] is None and among]:
        rest_item = items.pop(key)  # of a list that is named, and not of all that the unit owes
        for number in among:
            items.setdefault((number, key[1]), replace(rest_item, measure=number))
    unknown = tuple(n for mention in mentions for n in mention.numbers if n not in plan.by_number)
    parsed = as_report(items, plan, unknown=unknown)
    named = {item.measure for item in parsed.items}
    left_out = [m.numbers for m in mentions if but is not None and but[0] <= m.start < but[1]]
    parsed = replace(parsed, excepted=tuple(n for numbers in left_out for n in numbers if n not in named))
    return parsed.with_others_named(message.named)


def _recounts(flat: str, first: Mention) -> bool:
    """Whether mere remarks tell what came about (12条防沉迷片子投了电梯屏), and name more than a thing."""
    return _CAME_ABOUT.search(flat, first.end) is not None and reports(flat) >= _SURE


def _made_up(flat: str, first: Mention) -> bool:
    """Whether words around the first number make up for the cycle before: 六月份的5条补上."""
    end = first.end + len("补上")
    return is_previous(flat[:end]) and not is_previous(flat[first.start : end])


def _next_month(opening: str, told: str) -> bool:
    """Whether words go on to the month after the one that a message opens with: 补报6月：…；7月：…."""
    first, later = _MONTH.findall(opening)[-1:], _MONTH.findall(told)
    return bool(first) and any(int(month) % 12 == (int(first[0]) + 1) % 12 for month in later)


def _nothing_before(opening: str) -> int | None:
    """Where a remark ends, before the first number, that nothing is new in all that the unit owes."""
    end = last_break(opening, 0, len(opening)) + 1
    words = opening[:end]
    said = bool(end) and nothing_new(words) is not None and _LAST_CYCLE.search(words) is None
    return end if said and left_of_all(words) == "" else None


def _all_before(opening: str) -> int | None:
    """Where a remark ends on all that the unit owes that comes before single ones: 均已启动，其中7完成."""
    among = _AMONG_ALL.search(opening)
    if among is None or left_of_all(words := opening[: among.start()]) != "" or not read(words).said:
        return None
    return among.start()


def _front(message: Message, mentions: Sequence[Mention]) -> int | None:
    """Where the words end that tell, before the first number, of other measures than those numbered.

    None where they lead to it (应急演练12场，第8条正常推进), or tell of nothing.
    """
    flat = message.flat
    end = max(last_break(flat, 0, mentions[0].start), flat.rfind(" ", 0, mentions[0].start)) + 1
    told = message.told_by_topic(end) if end else []
    numbered = {number for mention in mentions for number in mention.numbers}
    while told and numbered.issuperset(told[-1].measures):
        end = told.pop().start
    apart = all(
        stretch.known
        and (stretch.reading.said or facts(flat[stretch.start : stretch.end]))
        and message.owned.keys() >= set(stretch.measures)
        and not numbered & {*stretch.measures, *stretch.rivals}
        for stretch in told
    )
    return end if told and apart else None
