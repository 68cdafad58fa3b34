"""连续未报 in chat: who missed two cycles in a row, and the message that the office releases to a head."""

import asyncio

from bot.chat import escalating_texts as say
from bot.chat import texts
from bot.chat.message import Button, Message, Rows, columns, paged, plain, unit_code
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.records import Records
from bot.reminders.escalation import EscalationError, escalations, heads_of, release
from bot.reminders.model import Escalation
from bot.reminders.texts import ESCALATION_GONE, no_head
from bot.roster.authority import Permission, require

_SHOWN = 30  # buttons in one list
OPEN_LIST = Button(say.OPEN, "up:l:")
"""Under what the office is told of itself: leads to the list."""


class Escalating:
    """The office's list. The decision is taken, and checked, in the room of reminders."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look and to release."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/escalate``, 连续未报: the list, each unit with a button."""
        require(self._services.actor(turn.person), Permission.NUDGE)
        await turn.say(self._list(await self._found()))

    async def pressed(self, turn: Turn) -> None:
        """``up:l:`` the list, ``up:o:UNIT:CYCLE`` the message as it stands, ``up:g:…`` sends it."""
        s = self._services
        require(s.actor(turn.person), Permission.NUDGE)
        _, action, code, cycle = (*turn.pressed.split(":"), "", "", "")[:4]
        unit = s.unit_by_code(code)
        if action == "l":
            await turn.show(self._list(await self._found()))
        elif unit is None or action not in ("o", "g"):
            await turn.toast(texts.STALE_BUTTON, alert=True)
        else:
            key = f"{s.plan.id}:{unit.name}:{cycle}"
            await turn.show(await (self._open(key) if action == "o" else self._release(turn, key)))
        await turn.toast()

    async def _found(self) -> list[Escalation]:
        s = self._services
        return await asyncio.to_thread(escalations, s.store.read, s.terms, s.clock())

    def _list(self, found: list[Escalation]) -> Message:
        if not found:
            return plain(say.NONE)
        lines = [say.HEAD, *(say.line(one) for one in found)]
        buttons = (
            Button(one.unit.removeprefix("县"), f"up:o:{_data(one)}")
            for one in found
            if one.released_at is None
        )
        return plain(paged(lines)[0], columns(list(buttons)[:_SHOWN], 3))

    async def _open(self, key: str) -> Message:
        s = self._services
        one = next((one for one in await self._found() if one.key == key), None)
        if one is None:
            raise EscalationError(ESCALATION_GONE)
        heads = heads_of(s.store.read, s.terms, one.unit)
        back = Button(say.BACK, "up:l:")
        if one.released_at is not None:
            return plain(say.released(one), ((back,),))
        if not heads:
            return plain(f"{one.text}\n\n{no_head(one.unit)}", ((back,),))
        rows: Rows = ((Button(say.RELEASE, f"up:g:{_data(one)}"), back),)
        return plain(say.prepared(one, [seat.name for seat in heads]), rows)

    async def _release(self, turn: Turn, key: str) -> Message:
        s, now = self._services, self._services.clock()

        def work(records: Records) -> Escalation:
            by, terms = s.actor(turn.person, records), s.defaults.in_force(records)
            return release(records, terms, key, by, now)

        done = await s.store.transact(work)
        return plain(say.released(done), ((Button(say.BACK, "up:l:"),),))


def _data(one: Escalation) -> str:
    return f"{unit_code(one.unit)}:{one.key.rpartition(':')[2]}"
