"""What the conversations need from the rooms below, wired once in ``bot.app``."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.ask.asker import Asker
from bot.chat.first_words import read_once
from bot.chat.message import unit_code
from bot.clock import Clock
from bot.delivery.answers import waiting
from bot.delivery.turnstile import give_way
from bot.plan.directory import UnitDirectory
from bot.plan.model import Plan, Unit
from bot.progress.cadence import CadenceRules
from bot.progress.calendar import WorkCalendar
from bot.progress.ledger import Ledger
from bot.records import Reader, Store
from bot.reminders.model import Terms
from bot.roster.authority import Actor, actor_of
from bot.roster.model import Role, Seat
from bot.roster.seats import holders
from bot.settings import Settings

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Services:
    """The plan in force, the store, time, and the rules that the settings choose."""

    settings: Settings
    plan: Plan
    directory: UnitDirectory
    asker: Asker
    store: Store
    clock: Clock
    defaults: Terms
    _early: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)
    _begun: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    async def begun(self) -> None:
        """Wait, with the first typed words of a run, until what reads any words is there."""
        if self._begun.is_set():
            return
        with waiting():
            async with self._early:
                if not self._begun.is_set():
                    await asyncio.to_thread(read_once, self.plan)
                    self._begun.set()

    async def understand(self, work: Callable[[], Outcome], *, short: bool) -> Outcome:
        """What understanding somebody's words comes to: here for short ones, else beside the event loop.

        The first words of a run build what the others only use; so they are taken one by one, all beside
        the loop, which has to send and receive meanwhile.
        """
        if not self.asker.ready:
            with waiting():
                await self._early.acquire()
            try:
                return await asyncio.to_thread(work)
            finally:
                self._early.release()
        if not short:
            return await asyncio.to_thread(work)
        await give_way()
        return work()

    @property
    def terms(self) -> Terms:
        """What the plan asks and when people may be told: the settings, and the office's choices since."""
        return self.defaults.in_force(self.store.read)

    @property
    def rules(self) -> CadenceRules:
        """How often what is owed, and by when."""
        return self.terms.rules

    @property
    def calendar(self) -> WorkCalendar:
        """Working days and days off."""
        return self.defaults.calendar

    def actor(self, person: int, reader: Reader | None = None) -> Actor:
        """What this person may do at this moment, from the stored roster."""
        day = self.clock().date()
        return actor_of(reader or self.store.read, self.plan, person, self.settings.office_ids, day)

    def ledger(self) -> Ledger:
        """The record as it stands on disk."""
        return Ledger(self.store.read, self.plan)

    def seated_people(self) -> set[int]:
        """Everyone who holds a seat now, and those whom the settings make the office."""
        seats = self.store.read.find(Seat, plan=self.plan.id)
        return {seat.person for seat in seats if seat.removed_at is None} | self.settings.office_ids

    def office_people(self) -> list[int]:
        """Everyone of the office: who holds its seats, and those whom the settings make the office."""
        seated = [seat.person for seat in holders(self.store.read, self.plan, "", Role.OFFICE)]
        return list(dict.fromkeys([*seated, *sorted(self.settings.office_ids)]))

    def unit_by_code(self, code: str) -> Unit | None:
        """The unit that a button's data names."""
        return next((unit for unit in self.plan.units if unit_code(unit.name) == code), None)
