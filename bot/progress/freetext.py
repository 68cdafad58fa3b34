"""A report in the sender's own words, read into measure, status, percent and text. A dry run: it stores
nothing, and whether the unit owns the measure is for the caller to check.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.plan.model import Plan
from bot.progress import texts
from bot.progress.mentions import Mention, find_mentions, flatten
from bot.progress.model import DraftItem, Period, Status
from bot.progress.wording import Reading, asks, for_all, is_notice, is_previous, not_a_report, read, rest_of

_EDGES = " \t\r\n　，,；;。、：:.．"
_BREAK = re.compile(r"[，,；;。！!？?\s]")
_SENTENCE_BREAK = re.compile(r"[，,；;。！!？?\n]")


@dataclass(frozen=True, slots=True)
class Item:
    """What a message says of one measure; ``measure`` None is all (else) that the unit owes.

    ``text`` is a stretch of the message as it was typed; ``percent`` 0-100.
    """

    measure: int | None
    status: Status
    percent: int | None
    text: str
    period: Period = Period.CURRENT


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """The items of a message, none if it is no report, and a sentence to the sender about them."""

    items: tuple[Item, ...]
    message: str


def parse_report(text: str, plan: Plan, unit: str) -> ParsedReport:
    """Read a message that a liaison of the unit (printed name) typed. Any text is fine.

    Where the text has to be masked, mask it first: the items quote it.
    """
    flat = flatten(text)
    if is_notice(flat):
        return ParsedReport((), texts.NO_REPORT_FOUND)
    mentions = find_mentions(flat, {measure.number for measure, _ in plan.owned_by(unit)})
    if not mentions:
        return _of_all(text, flat, unit)
    before = is_previous(flat[: mentions[0].start])
    items: dict[tuple[int | None, Period], Item] = {}
    rest = rest_of(flat)
    if rest is None or rest < mentions[-1].end:
        rest = len(flat)
    for said in _told(flat[:rest], mentions):
        words = text[said.start : said.end].strip(_EDGES)
        period = Period.PREVIOUS if before or is_previous(words) else Period.CURRENT
        for number in said.numbers:
            earlier = items.pop((number, period), None)
            quoted = words if earlier is None else texts.SAME_MEASURE.join((earlier.text, words))
            status, percent = said.reading.status, said.reading.percent
            if number in plan.by_number and status is not None:
                items[number, period] = Item(number, status, percent, quoted, period)
    others = read(flat[rest:])
    if others.status is not None:
        period = Period.PREVIOUS if before else Period.CURRENT
        items[None, period] = Item(None, others.status, others.percent, text[rest:].strip(_EDGES), period)
    unknown = [n for mention in mentions for n in mention.numbers if n not in plan.by_number]
    found = tuple(items.values())
    told = [texts.parsed(i.measure, i.status, i.percent, i.text) for i in found]
    return ParsedReport(found, texts.parsed_report(told, unknown, len(plan.measures)))


def draft_items(parsed: ParsedReport, owed: Iterable[int]) -> list[DraftItem]:
    """The items as a draft takes them: what was said of all else becomes one for each measure still owed."""
    named = {item.measure for item in parsed.items}
    rest = [number for number in dict.fromkeys(owed) if number not in named]
    return [
        DraftItem(number, item.status, item.percent, item.text, item.period)
        for item in parsed.items
        for number in (rest if item.measure is None else [item.measure])
    ]


def parsed_json(parsed: ParsedReport) -> dict[str, Any]:
    """As ``weibao report parse --json`` prints it."""
    items = [
        {
            "measure": item.measure,
            "status": item.status.value,
            "percent": item.percent,
            "text": item.text,
            "period": item.period.value,
        }
        for item in parsed.items
    ]
    return {"items": items, "message": parsed.message}


@dataclass(frozen=True, slots=True)
class _Said:
    """What is told of some measures, and by which stretch of the message."""

    numbers: tuple[int, ...]
    start: int
    end: int
    reading: Reading


def _told(flat: str, mentions: list[Mention]) -> list[_Said]:
    """The mentions that something is told of, each with its words: up to the clause that leads to the next.

    Words on how it stands may come first (已完成第5条). A mention of which nothing is told (参照第8条做法)
    belongs to the words on the one before it.
    """
    leads = [_lead(flat, mentions[index - 1].end if index else 0, m) for index, m in enumerate(mentions)]
    told: list[_Said] = []
    for mention, lead, end in zip(mentions, leads, [*leads[1:], len(flat)], strict=True):
        leading = flat[lead : mention.start].strip()
        refused = asks(leading) or (not_a_report(leading) and not leading.endswith((":", "：")))
        start, reading = mention.end, read(flat[mention.end : end].strip(_EDGES))
        if leading and not reading.said and (first := read(leading)).said:
            start, reading = lead, first
        if refused:
            continue
        if reading.status is not None:
            told.append(_Said(mention.numbers, start, end, reading))
        elif told and told[-1].end == lead and not asks(flat[mention.end : end]):
            told[-1] = replace(told[-1], end=end)
    return told


def _lead(flat: str, floor: int, mention: Mention) -> int:
    """Where the words that lead to a mention begin: after the last break since ``floor``.

    Between two mentions without a break, all words belong to the first.
    """
    breaks = _BREAK if floor else _SENTENCE_BREAK
    ends = [found.end() for found in breaks.finditer(flat, floor, mention.start)]
    return ends[-1] if ends else mention.start if floor else 0


def _of_all(text: str, flat: str, unit: str) -> ParsedReport:
    """A message that names no measure: all that the unit owes, or no report."""
    reading = read(flat.strip(_EDGES))
    if reading.status is None or not reading.said:
        return ParsedReport((), texts.NO_REPORT_FOUND)
    if not for_all(flat, unit):
        return ParsedReport((), texts.WHICH_MEASURE)
    period = Period.PREVIOUS if is_previous(flat) else Period.CURRENT
    item = Item(None, reading.status, reading.percent, text.strip(_EDGES), period)
    told = [texts.parsed(None, item.status, item.percent, item.text)]
    return ParsedReport((item,), texts.parsed_report(told, (), 0))
