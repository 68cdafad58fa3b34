"""What is read of a report in the sender's own words, and the forms in which it goes on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.progress.model import Period, Status


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
class Doubt:
    """A measure that was understood from words alone, and others of the unit that may be meant instead."""

    measure: int
    rivals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """The items of a message, none if it is no report, and a sentence to the sender about them.

    ``doubts`` are for the sender to settle: where the words fit several measures nearly as well. What is said
    of all else is not said of those ``excepted`` (除第9条外).
    """

    items: tuple[Item, ...]
    message: str
    doubts: tuple[Doubt, ...] = ()
    excepted: tuple[int, ...] = ()
    others: Item | None = None

    @property
    def as_said(self) -> tuple[Item, ...]:
        """The items as they were said: what was said of all else is one, whatever it was told of."""
        if self.others is None:
            return self.items
        return (*(item for item in self.items if replace(item, measure=None) != self.others), self.others)

    def with_others_named(self, numbers: Iterable[int]) -> "ParsedReport":
        """The same where what is said of all else is told of each of the numbers, but not of those excepted.

        ``others`` keeps it as it was said.
        """
        others = next((item for item in self.items if item.measure is None), None)
        if others is None or not self.excepted:
            return self
        left = set(self.excepted) | {item.measure for item in self.items}
        items = [item for item in self.items if item is not others]
        items += [replace(others, measure=number) for number in numbers if number not in left]
        return replace(self, items=tuple(items), others=others)


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
