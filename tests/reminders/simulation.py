"""Two years of a county office in minutes: the real looking, posting and sending on a clock that is turned.

Reports come, seats change, obligations are closed and reopened, reminders are put off; the bot is switched
off, killed at the worst moments, cut off from the network, and its clock is set forward and back. Whatever is
sent is held against :mod:`tests.reminders.county`, which knows none of the program's rules.
"""

import asyncio
import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import inf
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from bot.chat.freshness import Freshness
from bot.chat.posting import Posting
from bot.chat.reminding import Reminding
from bot.chat.services import Services
from bot.console import load_terms
from bot.delivery.budget import Budget, Limits
from bot.delivery.deliveries import Delivery
from bot.delivery.outbox import Outbox
from bot.outgoing import Outgoing
from bot.plan.model import Plan
from bot.progress.acts import Closing
from bot.progress.choices import Scope
from bot.progress.model import Cadence, Report, Status
from bot.records import Records
from bot.refusal import Refused
from bot.reminders.later import postpone
from bot.reminders.look import marks_of
from bot.reminders.model import Told
from bot.roster.model import Role, Seat
from bot.settings import load_settings
from tests.kelan import OFFICE, kelan_plan
from tests.memory import MemoryStore
from tests.progress.helpers import always
from tests.reminders.county import DAY, UNITS, County, Round, bound, every_round, on, quiet, works

CLERK = 900
BEGIN, END = on(date(2025, 1, 2), 8), on(date(2026, 12, 31), 18)
_STOPS = ((8, 30), (9, 0), (10, 0), (12, 5), (14, 30), (15, 0), (18, 35))
_DATE = re.compile(r"(\d+)月(\d+)日（周.）(?:（暂定）)?\d+时|今日\d+时")
_NUMBERS = re.compile(r"(?:(县\w+)（?[^：\n]*：)?措施([\d、]+)")

T = TypeVar("T")


class Killed(BaseException):
    """The process dies here."""


class Disk(MemoryStore):
    """A store that may die before or after a change is on the disk."""

    dies = ""

    async def transact(self, work: Callable[[Records], T]) -> T:
        dies, self.dies = self.dies, ""
        if dies == "before":
            raise Killed
        result = await super().transact(work)
        if dies == "after":
            raise Killed
        return result


class Unwatched(Posting):
    """Posts without showing the office how it goes: that takes seconds of a real clock."""

    async def _follow(self, outgoing: Outgoing) -> None:
        await self._finish(outgoing)


def small_plan() -> Plan:
    """Four units of the county and their measures, in force before the simulation begins."""
    whole = kelan_plan()
    return replace(
        whole,
        issued_on="2024-12-01",
        units=tuple(unit for unit in whole.units if unit.name in (*UNITS, OFFICE)),
        measures=tuple(
            replace(one, units=tuple(unit for unit in one.units if unit in (*UNITS, OFFICE)))
            for one in whole.measures
        ),
    )


class Simulation:
    """One run. ``faults`` collects every sentence of the issue that did not hold."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = Random(seed)
        self.folder = folder
        self.now = BEGIN
        monday = date(2025, 3, 3) + timedelta(weeks=self.chance.randrange(80))
        self.campaign = (monday, monday + timedelta(weeks=4) - DAY)
        self.county = County(self.campaign)
        self.disk = Disk()
        self.sent: Counter[tuple[int, str, str]] = Counter()
        self.messages: dict[tuple[int, str], set[str]] = defaultdict(set)
        self.doubtful: set[tuple[int, str]] = set()
        self.keys: dict[int, str] = {}
        self.seats: dict[int, dict[str, datetime]] = defaultdict(dict)
        self.reopened: dict[str, datetime] = {}
        self.faults: list[str] = []
        self.seen: Counter[str] = Counter()
        self._dies = ""
        self._dead = False
        self._numbers = 0
        plan = small_plan()
        settings = replace(load_settings({}), office_ids=frozenset({CLERK}))
        nobody: Any = None  # nothing here asks or resolves names
        self.services = Services(
            settings=settings,
            plan=plan,
            directory=nobody,
            asker=nobody,
            store=self.disk,
            clock=lambda: self.now,
            defaults=load_terms(settings, plan),
        )

    async def run(self) -> None:
        """Two years."""
        await self._put(always(Scope.MEASURE, 24, Cadence.WEEKLY, *self.campaign))
        for person, unit in enumerate(UNITS, start=1):
            await self._seat(person, unit)
        await self._start()
        while self.now < END:
            await self._happen()
            await self._look()
            self._turn_clock()
        await self._stop()

    def _turn_clock(self) -> None:
        """To the next time of day that matters; far from any deadline only once a day."""
        near = any(
            abs((found.due - self.now).days) <= 6
            for kind in ("week" if self._in_campaign() else "month", "month", "quarter")
            for found in every_round(kind)
        )
        stops = _STOPS if near else ((self.chance.randrange(8, 20), self.chance.randrange(60)),)
        days = (self.now.date() + n * DAY for n in range(3))
        self.now = min(at for day in days for stop in stops if (at := on(day, *stop)) > self.now)

    def _in_campaign(self) -> bool:
        return self.campaign[0] - 3 * DAY <= self.now.date() <= self.campaign[1] + 3 * DAY

    async def _happen(self) -> None:
        """Now and then something befalls the office, the units or the machine."""
        chance = self.chance
        for odds, act in (
            (0.03, self._reports_all),
            (0.06, self._reports_one),
            (0.01, self._changes_seat),
            (0.01, self._closes),
            (0.03, self._puts_off),
            (0.01, self._sleeps),
            (0.02, self._loses_network),
            (0.01, self._clock_jumps),
            (0.02, self._will_die),
        ):
            if chance.random() < odds:
                self.seen[act.__name__] += 1
                await act()

    async def _reports_all(self) -> None:
        unit = self.chance.choice(UNITS)
        for measure in bound(unit):
            await self._report(unit, measure)

    async def _reports_one(self) -> None:
        unit = self.chance.choice(UNITS)
        await self._report(unit, self.chance.choice(bound(unit)))

    async def _report(self, unit: str, measure: int) -> None:
        found = self.county.report(unit, measure, self.now)
        if found is not None:
            self._numbers += 1
            plan = self.services.plan.id
            await self._put(
                Report(
                    f"r:{self._numbers}",
                    plan,
                    measure,
                    unit,
                    found.id,
                    Status.NIL,
                    None,
                    "",
                    "某",
                    1,
                    self.now,
                )
            )

    async def _changes_seat(self) -> None:
        """Somebody leaves a seat, or sits down in one, perhaps in a second unit."""
        unit = self.chance.choice(UNITS)
        sitting = [person for person, units in self.seats.items() if unit in units]
        if sitting and self.chance.random() < 0.5:
            key = f"kelan-2022:liaison:{unit}:{sitting[0]}"
            seat = self.disk.read.get(Seat, key)
            assert seat is not None
            await self._put(replace(seat, removed_at=self.now, removed_by="办"))
            del self.seats[sitting[0]][unit]
        else:
            await self._seat(self.chance.randrange(1, 7), unit)

    async def _seat(self, person: int, unit: str) -> None:
        if unit not in self.seats[person]:
            key = f"kelan-2022:liaison:{unit}:{person}"
            await self._put(
                Seat(key, "kelan-2022", unit, Role.LIAISON, person, f"联络员{person}", self.now, "办")
            )
            self.seats[person][unit] = self.now

    async def _closes(self) -> None:
        """An obligation is closed, or reopened."""
        unit = self.chance.choice(UNITS)
        owed = unit, self.chance.choice(bound(unit))
        self._numbers += 1
        closes = owed not in self.county.closed
        (self.county.closed.add if closes else self.county.closed.remove)(owed)
        if not closes:
            self.reopened[unit] = self.now
        await self._put(
            Closing(f"c:{self._numbers}", "kelan-2022", owed[1], unit, closes, "办", CLERK, self.now)
        )

    async def _puts_off(self) -> None:
        told = [mark for mark in self.disk.read.find(Told) if mark.person != CLERK]
        if not told:
            return
        mark, name = told[-1], self.chance.choice(["hour", "afternoon", "morning"])
        try:
            await MemoryStore.transact(
                self.disk,
                lambda records: postpone(
                    records,
                    [self.services.terms],
                    self.now,
                    person=mark.person,
                    message=mark.message,
                    name=name,
                ),
            )
        except Refused:
            return

    async def _sleeps(self) -> None:
        """The bot is switched off for a while; units go on reporting."""
        await self._stop()
        until = self.now + timedelta(hours=self.chance.choice([1, 5, 20, 70, 300, 700]))
        while self.now < until:
            self.now += (until - self.now) / 2 if until - self.now > timedelta(hours=2) else until - self.now
            if self.chance.random() < 0.3:
                await self._reports_all()
        self.now = until.replace(second=0, microsecond=0)
        await self._start()

    async def _loses_network(self) -> None:
        """Nothing goes out for a while; the bot looks all the same."""
        await self._halt()
        self.disk.dies = self._dies = ""
        until = self.now + timedelta(hours=self.chance.choice([1, 6, 26, 90]))
        while self.now < until:
            await self.reminding.look()
            self.now += timedelta(hours=self.chance.randrange(1, 5), minutes=self.chance.randrange(60))
            if self.chance.random() < 0.4:
                await self._reports_all()
        self._go()

    async def _clock_jumps(self) -> None:
        hours = self.chance.choice([-48, -5, -1, 1, 5, 48])
        self.now = max(BEGIN, self.now + timedelta(hours=hours))

    async def _will_die(self) -> None:
        """The next change or the next message is its last act."""
        where = self.chance.choice(["before", "after", "before sending", "after sending"])
        if "sending" in where:
            self._dies = where
        else:
            self.disk.dies = where

    async def _look(self) -> None:
        """The bot looks, as it does every minute; should it die of it, it is started again and looks."""
        try:
            await self.reminding.look()
        except Killed:
            self.seen["killed in a look"] += 1
            await self._restart()
        while not await self._sent_all():
            self.seen["killed while sending"] += 1
            await self._restart()
        self._untold()

    async def _restart(self) -> None:
        await self._stop()
        await self._start()
        await self.reminding.look()

    async def _sent_all(self) -> bool:
        """Wait until nothing is being sent; False where the sending died of it."""
        while self.outbox._lanes and not self._dead:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0)
        return not self._dead

    async def _start(self) -> None:
        self.disk.dies, self._dies, self._dead = "", "", False
        free = Limits(overall=inf, per_chat=inf, chat_burst=1000, per_group_minute=inf)
        fresh = Freshness(self.services)

        async def prepare(key: str, delivery: Delivery) -> Delivery | None:
            self.keys[delivery.chat] = key
            return await fresh(key, delivery)

        self.outbox = Outbox(self.folder, self._send, Budget(free), alert=self.faults.append, prepare=prepare)
        self.outbox.open()
        posting = Unwatched(self.services, self.outbox, self._edit)
        self.posting, self.reminding = posting, Reminding(self.services, posting)
        self._go()

    def _go(self) -> None:
        self.sending = asyncio.create_task(self.outbox.run())

    async def _halt(self) -> None:
        self.sending.cancel()
        await asyncio.wait({self.sending})

    async def _stop(self) -> None:
        """As a kill leaves it: what was not on the disk before is not there afterwards."""
        journal = self.folder / "outbox.jsonl"
        left = journal.read_bytes()
        await self._halt()
        await self.posting.close()
        await self.outbox.close()
        journal.write_bytes(left)

    async def _edit(self, chat: int, message_id: int, text: str) -> None:
        """Nothing is shown here."""

    async def _put(self, record: Any) -> None:
        await MemoryStore.transact(self.disk, lambda records: records.put(record))

    async def _send(self, delivery: Delivery) -> int:
        key, person = self.keys[delivery.chat], delivery.chat
        if self._dies == "before sending":
            self._dead = True
            raise Killed
        self._arrived(person, key, html.unescape(delivery.html))
        if self._dies == "after sending":
            self._dead = True
            self.doubtful.add((person, key))  # Telegram has it, and nobody will ever know
            raise Killed
        return 1

    def _fault(self, what: str) -> None:
        self.faults.append(f"{self.now:%Y-%m-%d %H:%M} {what}")

    def _arrived(self, person: int, key: str, text: str) -> None:
        """A message reached somebody: hold it against the county."""
        kind = key.partition(":")[0]
        self.seen[kind] += 1
        if quiet(self.now):
            self._fault(f"{kind} to {person} in quiet hours")
        if kind not in ("remind", "copy"):
            return
        self._owed(person, text)
        if kind == "copy":
            return
        for mark in marks_of(self.disk.read, person, key):
            told = person, mark.cycle, mark.stage
            self.sent[told] += 1
            self.messages[person, mark.cycle].add(key)
            if self.sent[told] > 1 + ((person, key) in self.doubtful):
                self._fault(f"{told} told twice")
            if len(self.messages[person, mark.cycle]) > 4:
                self._fault(f"{person} told {len(self.messages[person, mark.cycle])} times of {mark.cycle}")

    def _owed(self, person: int, text: str) -> None:
        """Every measure that a message names is owed at this moment by a unit of the reader's."""
        owes = {unit: self.county.owes(unit, self.now) for unit in self.seats[person]}
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

    def _untold(self) -> None:
        """Nobody who sat and owed when a stage was reached is left untold while it is the latest."""
        if quiet(self.now):
            return
        for person, units in self.seats.items():
            for unit, since in units.items():
                for found, numbers in self.county.owes(unit, self.now).items():
                    reached = [(name, at) for name, at in found.stages if at <= self.now]
                    if not reached:
                        continue
                    name, at = reached[-1]
                    stands = self.now < found.due if name != "overdue" else not self._overtaken(found)
                    owed_then = any(self.county.kind(n, at.date()) == found.kind for n in numbers)
                    if since > at or self.reopened.get(unit, BEGIN) >= at or not (stands and owed_then):
                        continue
                    names = [stage for stage, _ in found.stages]
                    # Where the clock was set back, a later stage may have been told already.
                    if not any(self.sent[person, found.id, told] for told in names[names.index(name) :]):
                        self._fault(f"{person} of {unit} untold of {found.id} {name}: {numbers}")

    def _overtaken(self, passed: Round) -> bool:
        """Whether the first stage of a later cycle of the same kind has been reached."""
        later = (found for found in every_round(passed.kind) if found.due > passed.due)
        if passed.kind == "week" and passed.last >= self.campaign[1]:
            return any(
                found.stages[0][1] <= self.now for found in every_round("month") if found.due > passed.due
            )
        return next(later).stages[0][1] <= self.now


assert works(date(2025, 1, 26))  # a make-up Sunday: the county knows them
