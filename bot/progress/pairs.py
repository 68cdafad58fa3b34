"""Measures each with how far it is, in nothing but numbers: 13，80；12，90；11，100."""

import re
from collections.abc import Collection

from bot.patterns import late
from bot.progress.naming import Mention

_HEADING = late(r"[^\d，,；;。\n]{0,12}[:：\s]\s*")
_PAIR = late(r"\s*第?(?P<measure>\d{1,2})[条项号]?\s*(?:[，,、:：=/\s—–-]|→|-?>|到)\s*(?P<far>\d{1,3})\s*")
_BETWEEN = (late(r"[；;。\n]+"), late(r"[，,]\s*"), late(r"\s+"))
_LOW, _WHOLE, _STEP = 30, 100, 5
_MOST = 400  # characters of such a message


def pairs_in(flat: str, owned: Collection[int]) -> list[tuple[Mention, re.Match[str]]]:
    """The measures of a message of such pairs, each with its pair; empty where it is none.

    Every first number is a measure of the unit, and the second ones are as percents are: rounded, and not all
    of them low.
    """
    if len(flat) > _MOST:
        return []
    head = _HEADING.match(flat)
    begin = head.end() if head else 0
    for between in _BETWEEN:
        found, place = [], begin
        for stop in [*between.finditer(flat, begin), None]:
            end = stop.start() if stop else len(flat)
            if flat[place:end].strip():
                found.append(_PAIR.fullmatch(flat, place, end))
            place = stop.end() if stop else end
        pairs = [pair for pair in found if pair]
        if len(pairs) == len(found) > 1 and _fit(pairs, owned):
            return [
                (Mention(pair.start(), pair.start("far"), (int(pair["measure"]),)), pair) for pair in pairs
            ]
    return []


def _fit(pairs: list[re.Match[str]], owned: Collection[int]) -> bool:
    measures = [int(pair["measure"]) for pair in pairs]
    far = [int(pair["far"]) for pair in pairs]
    rounded = all(value % _STEP == 0 and value <= _WHOLE for value in far) and max(far) >= _LOW
    return rounded and len(set(measures)) == len(measures) and all(number in owned for number in measures)
