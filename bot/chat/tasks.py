"""The 任务分解台账 in chat: downloaded, sent back filled in, compared, and taken over once confirmed."""

import asyncio

from telegram import Document

from bot.chat import texts
from bot.chat.message import Button, paged, plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.digest import task_texts as say
from bot.digest.apart import apart
from bot.digest.compute import compute, week_of
from bot.digest.model import Digest
from bot.digest.stored import TaskImport
from bot.digest.tasks import TaskRefused, compare, propose, read_file, take_over, tasks_of, write_file
from bot.progress.model import STATUS_NAMES, Draft
from bot.records import Records
from bot.roster.authority import Permission, require

_MEGABYTES = 5
_ENDING = ".xlsx"


class TaskPages:
    """Nothing is taken over before who sent the file has seen every change and confirmed."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to write and to read."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/tasks``, 台账: the workbook as it stands now."""
        s = self._services
        require(s.actor(turn.person), Permission.ISSUE)
        digest = await self._digest()
        content = await apart(write_file, digest, tasks_of(s.store.read, s.plan))
        await turn.send_file(f"{say.TITLE}_{digest.moment:%Y%m%d}{_ENDING}", content, say.HINT)

    async def file(self, turn: Turn) -> bool:
        """A workbook from the office that belongs to no report: shows what it would change; else False."""
        s = self._services
        message = turn.message
        document = message.document if message else None
        caption = (message.caption or "") if message else ""
        if (
            document is None
            or (caption and say.WORD not in caption)
            or not (document.file_name or "").lower().endswith(_ENDING)
        ):
            return False
        actor = s.actor(turn.person)
        if not actor.office or s.store.read.get(Draft, str(turn.person)) is not None:
            return False
        if (document.file_size or 0) > _MEGABYTES << 20:
            raise TaskRefused(say.TOO_BIG)
        filled = await apart(read_file, await _content(turn, document), s.plan)
        compared = await asyncio.to_thread(compare, s.store.read, s.plan, filled)
        digest = await self._digest()
        stands = {(row.measure, row.unit): STATUS_NAMES[row.status] for row in digest.rows}
        moved = sum(bool(said) and stands[place] != said for place, said in filled.statuses.items())
        changes, now = compared.changes, s.clock()
        shown = say.preview(filled.rows, changes, compared.problems, compared.masked, moved)
        pages = paged(shown.split("\n"))
        for page in pages[:-1]:
            await turn.say(plain(page))
        if not changes:
            await turn.say(plain(pages[-1]))
            return True
        waiting = await s.store.transact(
            lambda r: propose(r, s.plan, by=s.actor(turn.person, r), changes=changes, now=now)
        )
        go, leave = Button("确认导入", f"t:go:{waiting.token}"), Button("取消", f"t:no:{waiting.token}")
        await turn.say(plain(pages[-1], ((go, leave),)))
        return True

    async def pressed(self, turn: Turn) -> None:
        """``t:go:TOKEN`` takes the shown changes over, ``t:no:TOKEN`` drops them."""
        s, now = self._services, self._services.clock()
        require(s.actor(turn.person), Permission.ISSUE)
        _, act, token = [*turn.pressed.split(":", 2), ""][:3]
        if act == "go":
            count = await s.store.transact(
                lambda r: take_over(r, s.plan, by=s.actor(turn.person, r), token=token, now=now)
            )
            await turn.show(plain(say.imported(count)))
        elif act == "no":
            await s.store.transact(lambda r: _forget(r, turn.person, token))
            await turn.show(plain(say.CANCELLED))
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def _digest(self) -> Digest:
        s, now = self._services, self._services.clock()
        week = week_of(now.date())
        return await asyncio.to_thread(compute, s.store.read, s.plan, s.rules, s.calendar, week, now=now)


def _forget(records: Records, person: int, token: str) -> None:
    waiting = records.get(TaskImport, str(person))
    if waiting is None or waiting.token != token:
        raise TaskRefused(say.STALE)
    records.drop(TaskImport, waiting.key)


async def _content(turn: Turn, document: Document) -> bytes:
    file = await turn.bot.get_file(document.file_id)
    return bytes(await file.download_as_bytearray())
