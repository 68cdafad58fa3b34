"""导出 in chat: a unit's own year as a workbook, made off the event loop."""

import asyncio
import re

from bot.chat import acts_texts as say
from bot.chat import texts
from bot.chat.message import Button, columns, plain, unit_code
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import digits
from bot.digest.apart import apart
from bot.digest.year_model import begin_of_year, own_year, workbook_of
from bot.digest.year_texts import title
from bot.progress import review_texts as rules_say
from bot.roster.authority import NotAllowed, Permission, require

_YEAR = re.compile(r"(20\d{2})\s*年?度?")


class Exporting:
    """One's own unit's year; the office may have any unit's."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to read the record."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/export``, 导出: this year; 导出 2022, and for the office 导出 县公安局 2022."""
        s, actor = self._services, self._services.actor(turn.person)
        if not (actor.office or actor.own_units):
            raise NotAllowed(rules_say.NOT_OWN_UNIT)
        found = _YEAR.search(turn.argument)
        year = int(found[1]) if found else s.clock().year
        named = _YEAR.sub("", turn.argument).strip()
        unit = s.directory.resolve(named) if named else None
        if named and unit is None:
            await turn.say(plain(say.EXPORT_UNKNOWN.format(asked=named[:20])))
        elif unit is not None:
            await self._send(turn, unit.name, year)
        elif len(actor.own_units) == 1 and not actor.office:
            await self._send(turn, actor.own_units[0], year)
        else:
            units = [one.name for one in s.plan.units] if actor.office else actor.own_units
            buttons = (Button(unit.removeprefix("县"), f"xp:{unit_code(unit)}:{year}") for unit in units)
            await turn.say(plain(say.EXPORT_WHICH.format(year=year), columns(buttons, 3)))

    async def pressed(self, turn: Turn) -> None:
        """``xp:UNIT:YEAR``: that unit's year as a file."""
        _, code, number = (*turn.pressed.split(":"), "", "")[:3]
        unit, year = self._services.unit_by_code(code), digits(number)
        if unit is None or year is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await self._send(turn, unit.name, year)

    async def _send(self, turn: Turn, unit: str, year: int) -> None:
        s = self._services
        actor = s.actor(turn.person)
        require(actor, Permission.READ_TEXTS, unit)
        now = s.clock()
        if not int(s.plan.issued_on[:4]) <= year <= now.year:
            await turn.refuse(say.EXPORT_NO_YEAR.format(year=year))
            return
        await turn.toast()
        begin = begin_of_year(year, now)
        found = await asyncio.to_thread(
            own_year, s.store.read, s.plan, unit, year, begin=begin, own=unit in actor.own_units
        )
        await turn.send_file(f"{title(unit, year)}.xlsx", await apart(workbook_of, found))
