"""依法删除 in chat: the office picks a report, sees what would go, and confirms."""

import asyncio
import logging
from collections.abc import Callable

from bot.chat import erasing_texts as say
from bot.chat import texts
from bot.chat.message import Button, Message, Rows, columns, escape, plain
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import number_in
from bot.digest.issue import erase_report
from bot.evidence.keeping import Shelved, erase, same_content, unused
from bot.evidence.shelf import Shelf
from bot.outgoing import Letter, Outgoing
from bot.progress import erasure
from bot.progress.erasure import ERASED_KIND, Scope
from bot.progress.model import Report
from bot.progress.texts import erased as tombstone
from bot.records import Records
from bot.roster.authority import Permission, require, seats_of
from bot.store import snapshots

_SHOWN = 10  # reports in one list

log = logging.getLogger(__name__)


class Erasing:
    """One act, in one transaction: record, drafts, issued digests, and the row of a file; then the file."""

    def __init__(self, services: Services, shelf: Shelf) -> None:
        """Keep what is needed to look up and to erase."""
        self._services = services
        self._shelf = shelf

    async def command(self, turn: Turn) -> None:
        """``/erase 11``, 依法删除 11: the newest versions on that measure, each with a button."""
        services = self._services
        require(services.actor(turn.person), Permission.ERASE)
        number = number_in(turn.argument) if turn.argument else None
        if number not in services.plan.by_number:
            await turn.say(plain(say.WHICH))
            return
        ledger = services.ledger()
        found = [report for report in reversed(ledger.versions()) if report.measure == number][:_SHOWN]
        if not found:
            await turn.say(plain(say.NONE))
            return
        lines = [say.HEAD, *(say.line(n, each, ledger.state_of(each)) for n, each in enumerate(found, 1))]
        buttons = (Button(str(n), f"z:l:{each.key}") for n, each in enumerate(found, 1))
        await turn.say(plain("\n".join(lines), columns(buttons, 5)))

    async def pressed(self, turn: Turn) -> None:
        """``z:l:REPORT`` one version; ``z:t:``, ``z:a:``, ``z:N:`` ask to confirm; ``z!…`` erases."""
        services = self._services
        require(services.actor(turn.person), Permission.ERASE)
        what, _, key = turn.pressed[2:].partition(":")
        report = erasure.report_of(services.store.read, services.plan, key)
        file = _file_of(report, what)
        if not (what == "l" or what in set(Scope) or file):
            await turn.toast(texts.STALE_BUTTON, alert=True)
        elif turn.pressed.startswith("z!") and what != "l":
            await self._erase(turn, report, what, file)
        else:
            await turn.toast()
            await turn.show(self._page(report) if what == "l" else self._question(report, what, file))

    def _page(self, report: Report) -> Message:
        """One version with what can be erased of it."""
        services = self._services
        rows: list[tuple[Button, ...]] = []
        shown = 0
        for scope in Scope:  # the wider one only where it takes more
            count = len(erasure.affected(services.store.read, services.plan, report, scope))
            if count > shown:
                rows.append((Button(say.words_label(scope, count), f"z:{scope}:{report.key}"),))
                shown = count
        for place, attachment in enumerate(report.attachments):
            if attachment.kind != ERASED_KIND:
                rows.append((Button(say.file_label(attachment.name), f"z:{place}:{report.key}"),))
        state = services.ledger().state_of(report)
        return plain("\n".join([say.line(0, report, state), report.text]).strip(), tuple(rows))

    def _question(self, report: Report, what: str, file: str) -> Message:
        services = self._services
        if file:
            asked = say.ask_file(next(a.name for a in report.attachments if a.file_unique_id == file))
        else:
            affected = erasure.affected(services.store.read, services.plan, report, Scope(what))
            asked = say.ask_words(affected)
        rows: Rows = (
            (Button(say.CONFIRM, f"z!{what}:{report.key}"), Button(say.LEAVE, f"z:l:{report.key}")),
        )
        return plain(asked, rows)

    async def _erase(self, turn: Turn, report: Report, what: str, file: str) -> None:
        work = self._words(turn, report, Scope(what)) if not file else self._file(turn, report, file)
        count, shelved = await self._services.store.transact(work)
        for place in unused(self._services.store.read, shelved):
            try:
                await asyncio.to_thread(self._shelf.drop, *place)
            except OSError as error:  # its row is gone: the daily round tries again
                log.warning("an erased file is still there: %s", error.strerror)
        await asyncio.to_thread(snapshots.clear, self._services.settings.data_dir)
        await turn.toast()
        await turn.show(plain(say.done(count) if count else say.DONE_BEFORE))

    def _words(
        self, turn: Turn, report: Report, scope: Scope
    ) -> Callable[[Records], tuple[int, list[Shelved]]]:
        services, now = self._services, self._services.clock()
        plan = services.plan

        def work(records: Records) -> tuple[int, list[Shelved]]:
            by = services.actor(turn.person, records)
            done = erasure.erase_words(records, plan, by=by, report_key=report.key, scope=scope, now=now)
            for each in done.reports:
                erase_report(records, plan, each.key, by=by, now=now)
            self._tell(records, turn, done)
            return len(done.reports), []

        return work

    def _file(self, turn: Turn, report: Report, file: str) -> Callable[[Records], tuple[int, list[Shelved]]]:
        services, now = self._services, self._services.clock()

        def work(records: Records) -> tuple[int, list[Shelved]]:
            by = services.actor(turn.person, records)
            files = same_content(records, file)
            done = erasure.erase_file(
                records, services.plan, by=by, report_key=report.key, files=files, now=now
            )
            shelved = erase(records, files, tombstone(now, by.name))
            self._tell(records, turn, done)
            return len(done.reports), shelved

        return work

    def _tell(self, records: Records, turn: Turn, done: erasure.Erasure) -> None:
        """The authors hear of it, those who still sit, each once."""
        services = self._services
        authors: dict[int, list[Report]] = {}
        for report in done.reports:
            if report.author_id != turn.person and seats_of(records, services.plan, report.author_id):
                authors.setdefault(report.author_id, []).append(report)
        letters = tuple(Letter(person, escape(say.told(theirs))) for person, theirs in authors.items())
        if letters:
            records.put(Outgoing(f"erased:{turn.origin}", services.plan.id, done.at, letters))


def _file_of(report: Report, what: str) -> str:
    """The unique id of the file that a button's number means, empty where it means none."""
    if not what.isascii() or not what.isdigit() or int(what[:3]) >= len(report.attachments):
        return ""
    return report.attachments[int(what[:3])].file_unique_id
