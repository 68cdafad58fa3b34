"""佐证 in chat: what came with a report, sent again from where it is kept."""

import asyncio
import re
from pathlib import PurePath

from bot.chat import evidence_texts as say
from bot.chat import texts
from bot.chat.attachments import attachment_of
from bot.chat.collecting import Collector
from bot.chat.message import Button, plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import number_in
from bot.evidence.keeping import kept_of
from bot.evidence.model import Evidence, FileState
from bot.evidence.shelf import Shelf
from bot.privacy import PICTURE_REMINDER
from bot.progress.drafts import draft_of
from bot.progress.model import Report, ReportState
from bot.progress.reports import PHOTO, reports_of
from bot.roster.authority import NotAllowed, Permission, allowed, require

_SHOWN = 10  # reports in one list
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class EvidencePages:
    """Takes note of files as they come, and hands them out to those who may read the report."""

    def __init__(self, services: Services, shelf: Shelf) -> None:
        """Keep what is needed to look up and to read."""
        self._services = services
        self._shelf = shelf
        self.collector: Collector | None = None

    async def note(self, turn: Turn) -> None:
        """A message with a file was handled: if a draft or report took the file, it is to be fetched.

        With the first picture of a draft goes the reminder of what may be seen in it.
        """
        attachment = attachment_of(turn.message) if turn.message else None
        if attachment is None or self.collector is None:
            return
        reader = self._services.store.read
        draft = draft_of(reader, turn.person)
        taken = [*(draft.attachments if draft else ())]
        taken += [one for report in reports_of(reader, turn.origin) for one in report.attachments]
        taken = [one for one in taken if one.file_unique_id == attachment.file_unique_id]
        if not taken:
            return
        await self.collector.expect(taken[:1], turn.person)
        pictures = [one for one in (draft.attachments if draft else taken) if one.kind == PHOTO]
        if taken[0].kind == PHOTO and len(pictures) == 1:
            await turn.say(plain(PICTURE_REMINDER))

    async def command(self, turn: Turn) -> None:
        """``/evidence``, 佐证: the newest reports that came with files; 佐证 7: those on measure 7."""
        services = self._services
        actor = services.actor(turn.person)
        require(actor, Permission.READ_STATUS)
        number = number_in(turn.argument) if turn.argument else None
        if turn.argument and number not in services.plan.by_number:
            await turn.say(plain(texts.no_such_measure(turn.argument, len(services.plan.measures))))
            return
        ledger = services.ledger()
        found = [
            report
            for report in reversed(ledger.versions())
            if report.attachments
            and number in (None, report.measure)
            and allowed(actor, Permission.READ_TEXTS, report.unit)
            and ledger.state_of(report) not in (ReportState.WITHDRAWN, ReportState.REPLACED)
        ][:_SHOWN]
        if not found:
            await turn.say(plain(say.NONE))
            return
        lines = [say.HEAD, *(say.line(place, report) for place, report in enumerate(found, 1))]
        rows = tuple((button(report, say.label(place, report)),) for place, report in enumerate(found, 1))
        await turn.say(plain("\n".join(lines), rows))

    async def pressed(self, turn: Turn) -> None:
        """``e:REPORT``: every file of that report that is kept, and what is not, with the reason."""
        services = self._services
        report = services.store.read.get(Report, turn.pressed.removeprefix("e:"))
        if report is None or report.plan != services.plan.id:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        actor = services.actor(turn.person)
        if not allowed(actor, Permission.READ_TEXTS, report.unit):
            raise NotAllowed(say.NOT_YOURS)
        await turn.toast()
        rows = kept_of(services.store.read, report)
        for place, row in enumerate(rows, 1):
            await self._send(turn, report, place, row)
        missing = self._missing(report)
        if missing:
            await turn.say(plain("\n".join(missing)))

    async def _send(self, turn: Turn, report: Report, place: int, row: Evidence) -> None:
        try:
            content = await asyncio.to_thread(self._shelf.read, row.digest, row.suffix)
        except FileNotFoundError:
            await turn.say(plain(say.file_missing(row.name)))
            return
        await turn.send_file(file_name(row, place), content, say.caption(report, place))

    def _missing(self, report: Report) -> list[str]:
        """A line for each file of the report that is not kept."""
        reader = self._services.store.read
        known = [(a, reader.get(Evidence, a.file_unique_id)) for a in report.attachments]
        return [
            say.not_kept(a.name, row) for a, row in known if row is None or row.state is not FileState.KEPT
        ]


def button(report: Report, label: str = say.BUTTON) -> Button:
    """The button that hands out a report's evidence, for any page that shows the report."""
    return Button(label, f"e:{report.key}")


def file_name(row: Evidence, place: int) -> str:
    """The sender's own name for the file, masked, under the suffix of what it is; numbered in its report."""
    stem = _UNSAFE.sub("_", PurePath(row.name).stem).strip(" .") or say.BUTTON
    return f"{place}-{stem[:60]}.{row.suffix}"
