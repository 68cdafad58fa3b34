"""Two years of a county office in minutes: the real looking, posting and sending on a clock that is turned.

Reports come, seats change, colleagues stand in, obligations are closed, reopened and extended, the plan is
paused, reminders are put off; the bot is switched off, killed at the worst moments, cut off from the network,
and its clock is set forward and back. Whatever is sent is held against :mod:`tests.reminders.judge`, which
knows none of the program's rules.
"""

import asyncio
import html
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
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
from bot.progress.acts import Closing, Extension
from bot.progress.choices import Pause, Scope
from bot.progress.model import Cadence, Report, Status
from bot.records import Records
from bot.refusal import Refused
from bot.reminders.later import postpone
from bot.reminders.look import marks_of
from bot.reminders.model import Told
from bot.roster.model import Role, Seat
from bot.settings import load_settings
from tests.memory import MemoryStore
from tests.progress.helpers import always
from tests.reminders.county import DAY, UNITS, County, bound, every_round, on, works
from tests.reminders.judge import STAND_IN, Judge
from tests.reminders.world import few_units

CLERK = 900
BEGIN, END = on(date(2025, 1, 2), 8), on(date(2026, 12, 31), 18)
_STOPS = ((8, 30), (9, 0), (10, 0), (12, 5), (14, 30), (15, 0), (18, 35))

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


class Simulation:
    """One run. ``judge.faults`` collects every sentence of the issue that did not hold."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.chance = Random(seed)
        self.folder = folder
        self.now = BEGIN
        monday = date(2025, 3, 3) + timedelta(weeks=self.chance.randrange(80))
        self.campaign = (monday, monday + timedelta(weeks=4) - DAY)
        self.county = County(self.campaign)
        self.judge = Judge(self.county, BEGIN)
        self.disk = Disk()
        self.keys: dict[int, str] = {}
        self._dies = ""
        self._dead = False
        self._numbers = 0
        plan = replace(few_units(*UNITS), issued_on="2024-12-01")  # in force before the simulation begins
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
            (0.03, self._extends),
            (0.01, self._stands_in),
            (0.004, self._pauses),
            (0.03, self._puts_off),
            (0.01, self._sleeps),
            (0.02, self._loses_network),
            (0.01, self._clock_jumps),
            (0.02, self._will_die),
        ):
            if chance.random() < odds:
                self.judge.seen[act.__name__] += 1
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
        sitting = [person for person, units in self.judge.seats.items() if unit in units]
        if sitting and self.chance.random() < 0.5:
            key = f"kelan-2022:liaison:{unit}:{sitting[0]}"
            seat = self.disk.read.get(Seat, key)
            assert seat is not None
            await self._put(replace(seat, removed_at=self.now, removed_by="办"))
            del self.judge.seats[sitting[0]][unit]
        else:
            await self._seat(self.chance.randrange(1, 7), unit)

    async def _seat(self, person: int, unit: str) -> None:
        if unit not in self.judge.seats[person]:
            key = f"kelan-2022:liaison:{unit}:{person}"
            await self._put(
                Seat(key, "kelan-2022", unit, Role.LIAISON, person, f"联络员{person}", self.now, "办")
            )
            self.judge.seats[person][unit] = self.now

    async def _closes(self) -> None:
        """An obligation is closed, or reopened."""
        unit = self.chance.choice(UNITS)
        owed = unit, self.chance.choice(bound(unit))
        self._numbers += 1
        closes = owed not in self.county.closed
        (self.county.closed.add if closes else self.county.closed.remove)(owed)
        if not closes:
            self.judge.reopened[unit] = self.now
        await self._put(
            Closing(f"c:{self._numbers}", "kelan-2022", owed[1], unit, closes, "办", CLERK, self.now)
        )

    async def _extends(self) -> None:
        """The office grants a later deadline for one thing that a unit owes, or some of them."""
        unit = self.chance.choice(UNITS)
        owes = {n: found for found, numbers in self.county.owes(unit, self.now).items() for n in numbers}
        for measure, found in self.chance.sample(sorted(owes.items()), min(len(owes), 4)):
            day = max(self.now, found.due).date() + self.chance.randrange(1, 9) * DAY
            owed = unit, measure, found.id
            if works(day) and owed not in self.county.granted:
                self._numbers += 1
                key, until = f"e:{self._numbers}", on(day, 10)
                granted = {"granted": True, "answered_at": self.now, "answered_by_id": CLERK}
                asked = (key, "kelan-2022", measure, unit, found.id, until, "", "某", 1, self.now)
                await self._put(Extension(*asked, **granted))
                self.county.granted[owed] = until

    async def _stands_in(self) -> None:
        """Somebody is asked in the liaisons' place for some days."""
        unit = self.chance.choice(UNITS)
        today = self.now.date()
        if unit not in self.judge.standing_in or self.judge.standing_in[unit][1] < today:
            span = today, today + self.chance.randrange(1, 12) * DAY
            person = STAND_IN + UNITS.index(unit)
            seat = Seat(
                f"kelan-2022:stand_in:{unit}:{person}",
                "kelan-2022",
                unit,
                Role.STAND_IN,
                person,
                f"代理{person}",
                self.now,
                "办",
            )
            await self._put(replace(seat, first_day=span[0], last_day=span[1]))
            self.judge.standing_in[unit], self.judge.standing_since[unit] = span, self.now

    async def _pauses(self) -> None:
        """Nothing is asked for some days."""
        first = self.now.date()
        ended = first + self.chance.randrange(1, 15) * DAY
        if not self.county.paused(first):
            self.county.pauses.append((first, ended))
            self._numbers += 1
            await self._put(Pause(f"p:{self._numbers}", "kelan-2022", first, "办", CLERK, self.now, ended))

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
            self.judge.seen["killed in a look"] += 1
            await self._restart()
        while not await self._sent_all():
            self.judge.seen["killed while sending"] += 1
            await self._restart()
        self.judge.untold(self.now)

    async def _restart(self) -> None:
        await self._stop()
        await self._start()
        await self.reminding.look()

    async def _sent_all(self) -> bool:
        """Wait until nothing is being sent; False where the sending died of it."""
        while self.outbox._lanes and not self._dead:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.0005)
        return not self._dead

    async def _start(self) -> None:
        self.disk.dies, self._dies, self._dead = "", "", False
        free = Limits(overall=inf, per_chat=inf, chat_burst=1000, per_group_minute=inf)
        fresh = Freshness(self.services)

        async def prepare(key: str, delivery: Delivery) -> Delivery | None:
            self.keys[delivery.chat] = key
            return await fresh(key, delivery)

        self.outbox = Outbox(
            self.folder, self._send, Budget(free), alert=self.judge.faults.append, prepare=prepare
        )
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
        marks = marks_of(self.disk.read, person, key)
        self.judge.arrived(self.now, person, key, html.unescape(delivery.html), marks)
        if self._dies == "after sending":
            self._dead = True
            self.judge.doubtful.add((person, key))  # Telegram has it, and nobody will ever know
            raise Killed
        return 1


assert works(date(2025, 1, 26))  # a make-up Sunday: the county knows them
