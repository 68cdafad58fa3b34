"""The weekly digest in chat: the summary as a message, its other faces as files. For the office."""

import asyncio
from dataclasses import asdict
from datetime import timedelta

from bot.chat import texts
from bot.chat.message import Button, Message, columns, headed
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.digest.compute import compute, week_of
from bot.digest.faces import file_name, render_apart
from bot.digest.model import Digest
from bot.digest.paper import Letterhead
from bot.digest.text import summary
from bot.digest.trend import with_trend
from bot.roster.authority import Permission, require

_WEEKS_BACK = {"": 0, "本周": 0, "这周": 0, "本期": 0, "上周": 1, "上一周": 1, "上期": 1, "上上周": 2}
_FILES = {"upward": "专报（Word）", "bulletin": "简报（Word）", "xlsx": "下载 Excel", "png": "图片"}


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
        """``w:text:WEEK`` shows another week in place; ``w:xlsx:WEEK`` sends that face as a file."""
        require(self._services.actor(turn.person), Permission.ISSUE)
        _, _, rest = turn.pressed.partition(":")
        form, _, week = rest.partition(":")
        if form == "text":
            await turn.show(await self._page(week))
        elif form in _FILES:
            await self._send_file(turn, form, week)
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await turn.toast()

    async def _page(self, week: str) -> Message:
        digest = await self._compute(week)
        before = week_of(digest.first - timedelta(days=1))
        rows = columns((Button(label, f"w:{face}:{week}") for face, label in _FILES.items()), 2)
        if digest.first.isoformat() > self._services.plan.issued_on:
            rows = (*rows, (Button("上一周", f"w:text:{before}"),))
        return headed(summary(digest), rows)

    async def _send_file(self, turn: Turn, face: str, week: str) -> None:
        digest = await self._compute(week)
        if face == "png":
            digest = await asyncio.to_thread(
                with_trend, digest, self._services.store.read, self._services.plan
            )
        letterhead = Letterhead(**asdict(self._services.settings.paper))
        content = await asyncio.to_thread(render_apart, face, digest, self._services.plan, letterhead)
        await turn.send_file(file_name(face, digest), content)

    async def _compute(self, week: str) -> Digest:
        s = self._services
        return await asyncio.to_thread(
            compute, s.store.read, s.plan, s.rules, s.calendar, week, now=s.clock()
        )

    def _week(self, typed: str) -> str:
        today = self._services.clock().date()
        back = _WEEKS_BACK.get(typed)
        return typed.upper() if back is None else week_of(today - timedelta(weeks=back))
