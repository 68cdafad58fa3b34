"""The weekly digest in chat: the summary as a message, the workbook as a file. For the office."""

import asyncio
from datetime import timedelta

from bot.chat import texts
from bot.chat.message import Button, Message, headed
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.digest.compute import compute, week_of
from bot.digest.model import Digest
from bot.digest.text import summary
from bot.roster.authority import Permission, require

_LAST_WEEK = frozenset({"上周", "上一周", "上期"})
_THIS_WEEK = frozenset({"", "本周", "这周", "本期"})


class DigestPages:
    """Pulls a week's digest, computed anew from the record each time and off the event loop."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to compute."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/digest``, 周报: this week's; 周报 上周: the last one's."""
        require(self._services.actor(turn.person), Permission.ISSUE)
        week = self._week(turn.argument)
        await turn.say(await self._page(week))

    async def pressed(self, turn: Turn) -> None:
        """``w:text:WEEK`` shows another week in place; ``w:xlsx:WEEK`` sends the workbook."""
        require(self._services.actor(turn.person), Permission.ISSUE)
        _, _, rest = turn.pressed.partition(":")
        form, _, week = rest.partition(":")
        if form == "text":
            await turn.show(await self._page(week))
        elif form == "xlsx":
            await self._send_workbook(turn, week)
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await turn.toast()

    async def _page(self, week: str) -> Message:
        digest = await self._compute(week)
        before = week_of(digest.first - timedelta(days=1))
        row = [Button("下载 Excel", f"w:xlsx:{week}")]
        if digest.first.isoformat() > self._services.plan.issued_on:
            row.append(Button("上一周", f"w:text:{before}"))
        return headed(summary(digest), (tuple(row),))

    async def _send_workbook(self, turn: Turn, week: str) -> None:
        from bot.digest.xlsx import workbook

        digest = await self._compute(week)
        content = await asyncio.to_thread(workbook, digest)
        await turn.send_file(texts.workbook_name(digest.first, digest.last), content)

    async def _compute(self, week: str) -> Digest:
        s = self._services
        return await asyncio.to_thread(
            compute, s.store.read, s.plan, s.rules, s.calendar, week, now=s.clock()
        )

    def _week(self, typed: str) -> str:
        today = self._services.clock().date()
        if typed in _THIS_WEEK:
            return week_of(today)
        if typed in _LAST_WEEK:
            return week_of(today - timedelta(days=7))
        return typed.upper()
