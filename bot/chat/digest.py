"""The digest in chat: drafts, the office's own first paragraph, issuing, and every face as a file."""

import asyncio
from dataclasses import asdict
from datetime import timedelta

from bot.chat import digest_texts, texts
from bot.chat.guarding import redacted
from bot.chat.message import Button, Message, Rows, columns, headed, plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.digest.compute import week_of
from bot.digest.faces import file_name, render_apart
from bot.digest.issue import (
    ask_lead,
    draft_lead,
    drafted,
    file_of,
    fingerprint,
    frozen,
    issuable,
    issue,
    issued_of,
    keep_file,
    lead_doubts,
    next_numbers,
)
from bot.digest.model import Digest, Letterhead, Span
from bot.digest.periods import resolve
from bot.digest.stored import AskedLead, Issued
from bot.digest.text import MESSAGE_LIMIT, lead, summary
from bot.digest.trend import with_trend
from bot.progress.cadence import cycle_id
from bot.progress.model import Cadence
from bot.records import Records
from bot.refusal import Refused
from bot.roster.authority import Permission, require

_FILES = {
    "upward": "专报（Word）",
    "bulletin": "简报（Word）",
    "xlsx": "下载 Excel",
    "png": "图片",
    "md": "文字（Markdown）",
    "json": "数据（JSON）",
}
_WAITS = timedelta(minutes=30)
_NOTE_ROOM = 200  # of a message's characters, for the line under the summary


class DigestPages:
    """Pulls a digest: an issued one as it was frozen, any other computed anew, off the event loop."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to compute."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/digest``, 周报: this week's; 周报 上周, 第3期, 7月, 三季度, 全年: that one."""
        require(self._services.actor(turn.person), Permission.ISSUE)
        s = self._services
        name = resolve(s.store.read, s.plan, turn.argument, s.clock().date())
        await turn.say(await self._page(name))

    async def pressed(self, turn: Turn) -> None:
        """``w:text:WEEK`` shows a digest in place, ``w:xlsx:WEEK`` sends that face as a file.

        ``w:lead:WEEK`` asks for the first paragraph and ``w:auto:WEEK`` goes back to the computed one;
        ``w:issue:WEEK`` asks whether to issue, ``w:go:WEEK:SEEN`` issues what was seen.
        """
        require(self._services.actor(turn.person), Permission.ISSUE)
        _, form, name, *rest = [*turn.pressed.split(":"), "", ""]
        if form == "text":
            await turn.show(await self._page(name))
        elif form in _FILES:
            await self._send_file(turn, form, name)
        elif form == "lead":
            await self._ask_lead(turn, name)
        elif form == "auto":
            await self._keep_lead(turn, name, "")
            await turn.show(await self._page(name))
        elif form == "issue":
            await turn.show(await self._question(turn.person, name))
        elif form == "go":
            await self._issue(turn, name, rest[0])
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await turn.toast()

    async def typed(self, turn: Turn) -> bool:
        """What the office types after asking to change the first paragraph becomes it; else False."""
        s = self._services
        asked = s.store.read.get(AskedLead, str(turn.person))
        if asked is None or s.clock() - asked.at > _WAITS:
            return False
        await self._keep_lead(turn, asked.week, (await redacted(turn.text)).text)
        await turn.say(await self._page(asked.week))
        await turn.say(plain(digest_texts.NEW_LEAD))
        return True

    async def cancel(self, turn: Turn) -> bool:
        """Leave the first paragraph as it is; False if none was asked for."""
        s = self._services
        asked = s.store.read.get(AskedLead, str(turn.person))
        if asked is None or s.clock() - asked.at > _WAITS:
            return False
        await s.store.transact(lambda records: records.drop(AskedLead, str(turn.person)))
        await turn.say(plain(texts.CANCELLED))
        return True

    async def _page(self, name: str) -> Message:
        s = self._services
        issued = issued_of(s.store.read, s.plan, name)
        digest = await self._digest(name)
        note = digest_texts.DRAFT if digest.span is Span.WEEK else ""
        if issued is not None:
            note = digest_texts.issued_line(issued)
        said = summary(digest, MESSAGE_LIMIT - _NOTE_ROOM)
        return headed(f"{said}\n\n{note}" if note else said, self._buttons(digest, issued))

    def _buttons(self, digest: Digest, issued: Issued | None) -> Rows:
        name = digest.week
        rows: Rows = columns((Button(label, f"w:{face}:{name}") for face, label in _FILES.items()), 2)
        if digest.span is not Span.WEEK:
            return rows
        if issued is None:
            rows = ((Button("修改导语", f"w:lead:{name}"), Button("签发本期", f"w:issue:{name}")), *rows)
        longer = [
            Button("月度汇总", f"w:text:{cycle_id(Cadence.MONTHLY, digest.moment.date())}"),
            Button("季度汇总", f"w:text:{cycle_id(Cadence.QUARTERLY, digest.moment.date())}"),
            Button("总体汇总", "w:text:plan"),
        ]
        rows = (*rows, tuple(longer))
        if digest.first.isoformat() > self._services.plan.issued_on:
            rows = (*rows, (Button("上一周", f"w:text:{week_of(digest.first - timedelta(days=1))}"),))
        return rows

    async def _question(self, person: int, week: str, before: str = "") -> Message:
        s = self._services
        reader, by = s.store.read, s.actor(person)
        await asyncio.to_thread(
            issuable, reader, s.plan, s.rules, s.calendar, by=by, week=week, now=s.clock()
        )
        digest = await self._digest(week)
        number = digest_texts.numbered(s.clock().year, *next_numbers(s.store.read, s.plan, s.clock()))
        doubts = before + lead_doubts(s.store.read, s.plan, digest)
        asked = digest_texts.confirm(digest, number, lead(digest), doubts)
        go = Button("确认签发", f"w:go:{week}:{fingerprint(digest)}")
        return plain(asked, ((go, Button("返回", f"w:text:{week}")),))

    async def _issue(self, turn: Turn, week: str, seen: str) -> None:
        s, now = self._services, self._services.clock()
        before = await asyncio.to_thread(with_trend, await self._digest(week), s.store.read, s.plan)

        def work(records: Records) -> Issued | None:
            return issue(
                records,
                s.plan,
                s.rules,
                s.calendar,
                self._letterhead(),
                by=s.actor(turn.person, records),
                week=week,
                seen=seen,
                weeks=before.trend[:-1],
                now=now,
            )

        if await s.store.transact(work) is None:
            await turn.show(await self._question(turn.person, week, digest_texts.CHANGED_SINCE))
        else:
            await turn.show(await self._page(week))

    async def _ask_lead(self, turn: Turn, week: str) -> None:
        s, now = self._services, self._services.clock()
        digest = await s.store.transact(
            lambda records: ask_lead(
                records, s.plan, s.rules, s.calendar, by=s.actor(turn.person, records), week=week, now=now
            )
        )
        back = Button("恢复自动导语", f"w:auto:{week}")
        rows: Rows = ((back,),) if digest.lead else ()
        await turn.say(plain(f"{digest_texts.ASK_LEAD}\n{lead(digest)}", rows))

    async def _keep_lead(self, turn: Turn, week: str, text: str) -> None:
        s, now = self._services, self._services.clock()

        def work(records: Records) -> None:
            by = s.actor(turn.person, records)
            draft_lead(records, s.plan, s.rules, s.calendar, by=by, week=week, text=text, now=now)

        try:
            await s.store.transact(work)
        except Refused:
            if issued_of(s.store.read, s.plan, week) is not None:  # nothing is waited for any more
                await s.store.transact(lambda records: records.drop(AskedLead, str(turn.person)))
            raise

    async def _send_file(self, turn: Turn, face: str, name: str) -> None:
        s = self._services
        digest = await self._digest(name)
        issued = issued_of(s.store.read, s.plan, name)
        if issued is not None:
            content = await self._issued_file(issued, digest, face)
        else:
            if face in ("xlsx", "png"):
                digest = await asyncio.to_thread(with_trend, digest, s.store.read, s.plan)
            content = await render_apart(face, digest, s.plan, self._letterhead())
        await turn.send_file(file_name(face, digest), content)

    async def _issued_file(self, issued: Issued, digest: Digest, face: str) -> bytes:
        """The face as it was first handed out; drawn and kept where nobody has pulled it yet."""
        s = self._services
        kept = file_of(s.store.read, issued, face)
        if kept is not None:
            return kept
        made = await render_apart(face, digest, s.plan, issued.letterhead)
        return await s.store.transact(lambda records: keep_file(records, issued, face, made, issued.checksum))

    async def _digest(self, name: str) -> Digest:
        s = self._services
        reader = s.store.read
        if (issued := issued_of(reader, s.plan, name)) is not None:
            return await asyncio.to_thread(frozen, reader, issued)
        return await asyncio.to_thread(drafted, reader, s.plan, s.rules, s.calendar, name, now=s.clock())

    def _letterhead(self) -> Letterhead:
        return Letterhead(**asdict(self._services.settings.paper))
