"""What happens with a report once it is confirmed: told to the office, taken back, put right, edited."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import acts_texts, texts
from bot.chat import report_texts as say
from bot.chat.guarding import tell
from bot.chat.joining import share_button
from bot.chat.letters import liaisons, put_down
from bot.chat.message import Button, Message, Rows, escape, plain, unit_code
from bot.chat.reading import Reading
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import digits
from bot.digest.stored import Issued
from bot.outgoing import Letter, Outgoing
from bot.progress import drafts
from bot.progress.cadence import cycle_by_id, cycle_label
from bot.progress.corrections import reason_in, wants_withdrawn
from bot.progress.judicial import for_others
from bot.progress.model import Draft, DraftItem, Report, Review, Status
from bot.progress.reports import reports_of, submit, withdraw
from bot.progress.sent import corrected_items, follow_sent, last_sent, told_in
from bot.progress.steps import Step
from bot.progress.values import value_in
from bot.records import Records
from bot.reminders.late import is_late

_AT_ONCE = timedelta(days=1)  # how long after a report 撤回 needs no second word
_RECENT = timedelta(days=7)  # how long 不对，是17% may lean on a report that was sent


class Sent:
    """Reports as they leave, and the little that may be done with them afterwards."""

    def __init__(self, services: Services, reading: Reading) -> None:
        """Keep what is needed to send, take back and put right."""
        self._services = services
        self._reading = reading

    def confirmed(self, records: Records, person: int, origin: str, now: datetime) -> list[Report]:
        """A rule: the draft of that origin becomes reports, and the office hears of difficulties at once."""
        s = self._services
        new = not reports_of(records, origin)
        by = s.actor(person, records)
        issued_at = self._issued_at(records)
        reports = drafts.confirm(records, s.plan, s.rules, by, now, origin=origin, issued_at=issued_at)
        if new:
            self._tell_office(records, person, origin, reports, now)
            self._tell_unit(records, origin, reports, now)
        return reports

    def nothing_new(self, records: Records, draft: Draft) -> list[Report]:
        """A rule: the draft that one tap made, with nothing new on its measures, becomes reports."""
        s = self._services
        by = s.actor(draft.person, records)
        return submit(records, s.plan, s.rules, by=by, draft=draft, now=draft.began_at)

    def thanks(self, reports: Sequence[Report]) -> Message:
        """After a report was stored; with a way on to what the unit still owes, and a way back."""
        s, unit = self._services, reports[0].unit
        label = cycle_label(cycle_by_id(reports[0].cycle, s.calendar, s.rules), s.clock().date())
        left = self._reading.owed_numbers(unit)
        said = say.thanks(reports, len(left), label)
        if any(is_late(s.store.read, s.terms, report) for report in reports):
            said += say.LATE_IS_WELCOME
        if any(report.status is Status.BLOCKED for report in reports):
            said += say.TOLD_AT_ONCE
        update = reports[0].key.split(":")[1]
        row = [Button("继续汇报", f"r:{unit_code(unit)}:{left[0]}")] if left else []
        if all(report.status is Status.NIL and not _explained(report) for report in reports):
            row.append(Button("补充原因", f"rs:n:{update}"))
        row += share_button(s, reports)
        return plain(said, ((*row, Button("撤回", f"rs:w:{update}")),))

    async def typed(self, turn: Turn, words: str) -> bool:
        """撤回, or words that put right what was sent last; False for anything else."""
        s = self._services
        by = s.actor(turn.person)
        if not by.own_units:
            return False
        if (asked := wants_withdrawn(words)) is not None:
            await self._withdraw_asked(turn, asked[0])
            return True
        sent = last_sent(s.store.read, s.plan, by)
        if not sent or s.clock() - sent[0].at > _RECENT:
            return False
        if (reason := reason_in(words)) and all(report.status is Status.NIL for report in sent):
            items = [DraftItem(report.measure, Status.NIL, None, reason) for report in sent]
            return await self._put_right(turn, sent, items)
        corrected = corrected_items(sent, words, s.plan, by, self._reading.ground())
        if corrected is None:
            return False
        if not corrected[0]:
            await turn.say(plain(say.WHICH_ITEM.format(measure=sent[0].measure)))
            return True
        return await self._put_right(turn, *corrected)

    async def pressed(self, turn: Turn) -> None:
        """``rs:w:UPDATE`` takes back what that draft became, ``rs:n:UPDATE`` asks why nothing was new."""
        _, action, update, *_ = (*turn.pressed.split(":"), "", "")
        s = self._services
        reports = reports_of(s.store.read, f"{turn.bot.id}:{update}")
        mine = s.actor(turn.person).own_units
        if not reports or any(report.unit not in mine for report in reports):
            await turn.toast(texts.STALE_BUTTON, alert=True)
        elif action == "w":
            await self._withdraw(turn, reports)
        elif action == "n" and digits(update[-1:]) is not None:
            items = [DraftItem(report.measure, Status.NIL) for report in reports]
            await self._put_right(turn, reports, items, step=Step.TEXT)
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)

    async def edited(self, turn: Turn, words: str) -> bool:
        """Let the reports follow the message they came in; False where none did. Raises Refused."""
        s, now = self._services, self._services.clock()
        message = turn.message.message_id if turn.message else 0
        if not told_in(s.store.read, s.plan, s.actor(turn.person), message):
            return False
        ground = self._reading.ground()

        def work(records: Records) -> Message | None:
            by = s.actor(turn.person, records)
            new = not reports_of(records, turn.origin)
            followed = follow_sent(
                records,
                s.plan,
                s.rules,
                by,
                told_in(records, s.plan, by, message),
                message=message,
                words=words,
                ground=ground,
                origin=turn.origin,
                now=now,
                issued_at=self._issued_at(records),
            )
            if followed is None:
                return None
            if new:
                self._tell_office(records, turn.person, turn.origin, followed.reports, now)
            update = turn.origin.partition(":")[2]
            rows: Rows = ((Button("撤回", f"rs:w:{update}"),),)
            return plain(say.followed(followed.reports, followed.withdrawn, s.plan), rows)

        page = await s.store.transact(work)
        await tell(turn)
        if page is not None:
            await turn.say(page)
        return True

    async def _withdraw_asked(self, turn: Turn, measure: int | None) -> None:
        s = self._services
        sent = last_sent(s.store.read, s.plan, s.actor(turn.person), measure)
        if done := self._withdrawn_by(turn.origin):  # handled once more: the report before it stays
            await turn.say(plain(say.withdrawn(done)))
        elif not sent:
            await turn.refuse(say.NOTHING_SENT)
        elif s.clock() - sent[0].at > _AT_ONCE:
            update = sent[0].key.split(":")[1]
            row = (Button("撤回", f"rs:w:{update}"),)
            await turn.say(plain(say.withdraw_question(sent), (row,)))
        else:
            await self._withdraw(turn, sent)

    def _withdrawn_by(self, origin: str) -> list[Report]:
        """The reports that this very update took back already."""
        s = self._services
        keys = (f"{origin}:w{number}" for number in s.plan.by_number)
        reviews = [review for key in keys if (review := s.store.read.get(Review, key))]
        return [report for review in reviews if (report := s.store.read.get(Report, review.report))]

    async def _withdraw(self, turn: Turn, reports: Sequence[Report]) -> None:
        """Take all of them back, or none. Raises Refused."""
        s, now = self._services, self._services.clock()

        def work(records: Records) -> None:
            by, issued_at = s.actor(turn.person, records), self._issued_at(records)
            for report in reports:
                key = f"{turn.origin}:w{report.measure}"
                withdraw(records, s.plan, by=by, report_key=report.key, now=now, key=key, issued_at=issued_at)

        await s.store.transact(work)
        await turn.toast()
        if turn.pressed_message is not None:
            await turn.unbutton(turn.pressed_message)
        await turn.say(plain(say.withdrawn(reports)))

    async def _put_right(
        self, turn: Turn, reports: Sequence[Report], items: Sequence[DraftItem], *, step: Step = Step.READY
    ) -> bool:
        """Begin a draft that puts sent reports right; its card is shown by who called."""
        s, now = self._services, self._services.clock()

        def work(records: Records) -> Draft:
            by = s.actor(turn.person, records)
            draft = drafts.begin(
                records, s.plan, by, turn.origin, now, unit=reports[0].unit, items=items, corrects=reports
            )
            return drafts.put(records, replace(draft, step=step)) if draft.origin == turn.origin else draft

        await s.store.transact(work)
        return True

    def _tell_office(
        self, records: Records, person: int, origin: str, reports: Sequence[Report], now: datetime
    ) -> None:
        """Put down a letter to the office for each report of a difficulty that it has not heard of yet."""
        s = self._services
        pages = []
        for report in reports:
            before = records.get(Report, report.replaces) if report.replaces else None
            known = before is not None and (before.status, before.text) == (Status.BLOCKED, report.text)
            if report.status is Status.BLOCKED and not known:
                pages.append((report, escape(say.blocked(report, for_others(s.plan, report).text, s.plan))))
        letters = tuple(
            Letter(reader, html, ((("最新进展", f"p:{report.measure}"),),))
            for report, html in pages
            for reader in s.office_people()
            if reader != person
        )
        if letters:
            records.put(Outgoing(f"blocked:{origin}", s.plan.id, now, letters))

    def _tell_unit(self, records: Records, origin: str, reports: Sequence[Report], now: datetime) -> None:
        """Let a unit know what the office has recorded on its behalf, so that it can put it right."""
        plan, said = self._services.plan, plain(acts_texts.recorded(reports))
        if reports[0].on_behalf:
            people = [(person, said) for person in liaisons(records, plan, reports[0].unit, now.date())]
            put_down(records, plan, f"behalf:{plan.id}:{origin}", now, people)

    def _issued_at(self, records: Records) -> datetime | None:
        """Up to when reports are in a digest that was issued."""
        issued = records.find(Issued, plan=self._services.plan.id)
        return max((one.moment for one in issued), default=None)


def _explained(report: Report) -> bool:
    """Whether a report's words say more than that nothing is new."""
    return bool(report.text) and value_in(report.text) is None
