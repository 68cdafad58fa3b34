"""Takes people's Telegram ids out of every kind of record there is, so that a new kind cannot be left out.

The record of the work keeps its rows, with 0 in place of the id. What was about the person alone (drafts,
marks that they were told) goes. Seats are the roster's own matter, since their names must stay.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bot.records import Records
from bot.roster.model import Seat
from bot.store.kinds import ISSUED, KINDS, RECORD

_NAMING = re.compile(r"[\w:.#-]+", re.ASCII)


def forget_people(records: Records, people: Collection[int]) -> None:
    """Forget these ids everywhere but in seats (bot.roster.leaving)."""
    if not people:
        return
    alternatives = "|".join(str(person) for person in sorted(people))
    named = re.compile(rf"(?<!\d)(?:{alternatives})(?!\d)")
    for kind in KINDS:
        if kind.record is Seat:
            continue
        lasting = kind.home in (RECORD, ISSUED)
        for record in records.find(kind.record):
            theirs = named.search(record.key) or getattr(record, "person", None) in people
            if theirs and not lasting:
                records.drop(kind.record, record.key)
                continue
            blank = _top(record, people) if kind.home is ISSUED else _without(record, people, named)
            if blank != record:
                records.put(replace(blank, key=record.key))


def _without(value: Any, people: Collection[int], named: re.Pattern[str]) -> Any:
    """The value with 0 for each id, also inside short names made of ids."""
    if isinstance(value, int) and not isinstance(value, bool):
        return 0 if value in people else value
    if isinstance(value, str):
        return named.sub("0", value) if _NAMING.fullmatch(value) and type(value) is str else value
    if isinstance(value, tuple):
        return tuple(_without(one, people, named) for one in value)
    if isinstance(value, Mapping):
        return {named.sub("0", key): _without(one, people, named) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{field.name: _without(getattr(value, field.name), people, named) for field in fields(value)},
        )
    return value


def _top(record: Any, people: Collection[int]) -> Any:
    """An issue's own fields only: its frozen data holds no ids, and has a checksum."""
    named = (field.name for field in fields(record))
    changed = {name: 0 for name in named if isinstance(v := getattr(record, name), int) and v in people}
    return replace(record, **changed)
