"""Whom messages do not reach, until they write again."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.records import Reader, Records
from bot.roster.model import Unreachable


def mark_unreachable(records: Records, person: int, now: datetime) -> None:
    """Store that a message was refused for good. The first time counts."""
    key = str(person)
    if records.get(Unreachable, key) is None:
        records.put(Unreachable(key, person, now))


def mark_known(records: Records, people: Iterable[int]) -> None:
    """Store that the office has been told of these people."""
    for person in people:
        mark = records.get(Unreachable, str(person))
        if mark is not None and not mark.told:
            records.put(replace(mark, told=True))


def mark_reached(records: Records, person: int) -> None:
    """They wrote, or let the bot write again."""
    records.drop(Unreachable, str(person))


def is_unreachable(reader: Reader, person: int) -> bool:
    """Whether messages to this person are refused."""
    return reader.get(Unreachable, str(person)) is not None


def unreachable(reader: Reader) -> frozenset[int]:
    """Everyone whom messages do not reach."""
    return frozenset(mark.person for mark in reader.find(Unreachable))


def untold(reader: Reader) -> list[int]:
    """Those of them of whom the office does not know yet."""
    return [mark.person for mark in reader.find(Unreachable, told=False)]
