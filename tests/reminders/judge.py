"""Holds what the bot did in a simulation against the issue, by :mod:`tests.reminders.county`."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from bot.reminders.model import Told
from tests.reminders.county import DAY, UNITS, County, Round, every_round, on, quiet

STAND_IN = 700
_NEVER = date(2000, 1, 2), date(2000, 1, 1)
_DATE = re.compile(r"(\d+)月(\d+)日（周.）(?:（暂定）)?\d+时|今日\d+时")
_NUMBERS = re.compile(r"(?:(县\w+)（?[^：\n]*：)?措施([\d、]+)")


class Judge:
    """Who sits where and owes what, and what each was told. ``faults`` collects what did not hold."""

    def __init__(self, county: County, begin: datetime) -> None:
        self.county = county
        self.now = self.begin = begin
        self.sent: Counter[tuple[int, str, str]] = Counter()
        self.messages: dict[tuple[int, str], set[str]] = defaultdict(set)
        self.doubtful: set[tuple[int, str]] = set()
        self.seats: dict[int, dict[str, datetime]] = defaultdict(dict)
        self.standing_in: dict[str, tuple[date, date]] = {}
        self.standing_since: dict[str, datetime] = {}
        self.reopened: dict[str, datetime] = {}
        self.faults: list[str] = []
        self.seen: Counter[str] = Counter()

    def answers(self, person: int) -> dict[str, datetime]:
        """The units that a person answers for now, with since when."""
        today, found = self.now.date(), {}
        for unit in UNITS:
            first, last = self.standing_in.get(unit, _NEVER)
            if first <= today <= last:
                if person == STAND_IN + UNITS.index(unit):
                    found[unit] = self.standing_since[unit]
            elif unit in self.seats[person]:
                found[unit] = max(self.seats[person][unit], on(last + DAY, 0))
        return found

    def _fault(self, what: str) -> None:
        self.faults.append(f"{self.now:%Y-%m-%d %H:%M} {what}")

    def arrived(self, now: datetime, person: int, key: str, text: str, marks: Iterable[Told]) -> None:
        """A message reached somebody, and stored these marks: hold it against the county."""
        self.now = now
        kind = key.partition(":")[0]
        self.seen[kind] += 1
        if quiet(self.now):
            self._fault(f"{kind} to {person} in quiet hours")
        if kind not in ("remind", "copy"):
            return
        self._owed(person, text)
        if kind == "copy":
            return
        for mark in marks:
            told = person, mark.key.split(":")[1], mark.stage
            self.sent[told] += 1
            self.messages[person, mark.cycle].add(key)
            if self.sent[told] > 1 + ((person, key) in self.doubtful):
                self._fault(f"{told} told twice")
            if len(self.messages[person, mark.cycle]) > 4:
                self._fault(f"{person} told {len(self.messages[person, mark.cycle])} times of {mark.cycle}")

    def _owed(self, person: int, text: str) -> None:
        """Every measure that a message names is owed at this moment by a unit of the reader's."""
        owes = {unit: self.county.owes(unit, self.now) for unit in self.answers(person)}
        for paragraph in text.split("\n\n"):
            found = _DATE.search(paragraph)
            if found is None:
                continue
            day = (self.now.month, self.now.day) if found[1] is None else (int(found[1]), int(found[2]))
            by_unit = {
                unit: {n for r, numbers in rounds.items() if (r.due.month, r.due.day) == day for n in numbers}
                for unit, rounds in owes.items()
            }
            if not any(by_unit.values()):
                self._fault(f"{person} owes nothing by {day}: {paragraph}")
            for unit, listed in _NUMBERS.findall(paragraph):
                told = {int(number) for number in listed.split("、") if number}
                owed = by_unit.get(unit, set()) if unit in UNITS else set().union(*by_unit.values())
                if told - owed:
                    self._fault(f"{person} {unit} does not owe {told - owed}: {paragraph}")

    def untold(self, now: datetime) -> None:
        """Nobody who sat and owed when a stage was reached is left untold while it is the latest."""
        self.now = now
        if quiet(self.now):
            return
        for person in (*self.seats, *(STAND_IN + n for n in range(len(UNITS)))):
            for unit, since in self.answers(person).items():
                for found, numbers in self.county.owes(unit, self.now).items():
                    reached = [(name, at) for name, at in found.stages if at <= self.now]
                    if not reached:
                        continue
                    name, at = reached[-1]
                    stands = self.now < found.due if name != "overdue" else not self._overtaken(found)
                    owed_then = any(self.county.kind(n, at.date()) == found.kind for n in numbers)
                    if since > at or self.reopened.get(unit, self.begin) >= at or not (stands and owed_then):
                        continue
                    if len(self.messages[person, found.id]) >= 4:
                        continue
                    names = [stage for stage, _ in found.stages]
                    # Where the clock was set back, a later stage may have been told already.
                    if not any(self.sent[person, found.name, told] for told in names[names.index(name) :]):
                        self._fault(f"{person} of {unit} untold of {found.id} {name}: {numbers}")

    def _overtaken(self, passed: Round) -> bool:
        """Whether the first stage of a later cycle of the same kind has been reached."""
        later = (found for found in every_round(passed.kind) if found.first > passed.last)
        if passed.kind == "week" and self.county.campaign and passed.last >= self.county.campaign[1]:
            return any(
                found.stages[0][1] <= self.now for found in every_round("month") if found.due > passed.due
            )
        return next(later).stages[0][1] <= self.now
