"""预演 in chat: who will be told what, when and why, page by page, and as a file."""

import asyncio
import re

from bot.chat import texts
from bot.chat.message import Button, Message, headed, paged
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import digits
from bot.digest.apart import apart
from bot.notices.rehearsal import lines, workbook
from bot.reminders.rehearse import Row, rehearse
from bot.roster.authority import Permission, require

_DAYS, _MOST_DAYS = 30, 120
_PAGE = 2000  # UTF-16 units: about two screens of a phone
_NUMBER = re.compile(r"\d{1,3}")


class Rehearsing:
    """For the office: the reminders to come if nobody reported meanwhile. Nothing is stored or sent."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/rehearse``, 预演; 预演 60 for so many days."""
        require(self._services.actor(turn.person), Permission.NUDGE)
        asked = _NUMBER.search(turn.argument)
        days = min(max(int(asked[0]), 1), _MOST_DAYS) if asked else _DAYS
        await turn.say(await self._page(days, 0))

    async def pressed(self, turn: Turn) -> None:
        """``rh:p:DAYS:PAGE`` turns the page, ``rh:x:DAYS`` sends the file."""
        require(self._services.actor(turn.person), Permission.NUDGE)
        _, action, span, number = (*turn.pressed.split(":"), "", "", "")[:4]
        days, page = digits(span), digits(number)
        if days is None or not 1 <= days <= _MOST_DAYS:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        elif action == "p" and page is not None:
            await turn.show(await self._page(days, page))
        elif action == "x":
            await turn.toast()
            s, now = self._services, self._services.clock()
            rows = await self._rows(days)
            content = await apart(workbook, rows, s.terms, now)
            await turn.send_file(f"提醒预演{now:%Y-%m-%d}起{days}天.xlsx", content)
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def _rows(self, days: int) -> list[Row]:
        s = self._services
        office = s.settings.office_ids
        return await asyncio.to_thread(rehearse, s.store.read, s.terms, s.clock(), days=days, office=office)

    async def _page(self, days: int, number: int) -> Message:
        s = self._services
        pages = paged(lines(await self._rows(days), s.terms, s.clock(), days), _PAGE)
        number = min(number, len(pages) - 1)
        turning = []
        if number > 0:
            turning.append(Button("上一页", f"rh:p:{days}:{number - 1}"))
        if number < len(pages) - 1:
            turning.append(Button("下一页", f"rh:p:{days}:{number + 1}"))
        counted = f"（第{number + 1}页，共{len(pages)}页）" if len(pages) > 1 else ""
        file = (Button("下载 Excel", f"rh:x:{days}"),)
        text = f"{pages[number]}\n{counted}" if counted else pages[number]
        return headed(text, (tuple(turning), file) if turning else (file,))
