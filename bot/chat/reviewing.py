"""The office's queue (待审): look at what came, accept it or return it, one or many at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat import awaiting, guarding, letters, texts
from bot.chat import review_texts as say
from bot.chat.closings import closing_rows
from bot.chat.evidence import button as evidence_button
from bot.chat.message import Button, Message, Rows, columns, headed, paged, plain, unit_code
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import digits, number_in
from bot.clock import SHANGHAI
from bot.plan.numerals import parse_numeral
from bot.progress import review_texts as rules_say
from bot.progress.acts import Awaited, Wanted
from bot.progress.cadence import cycle_by_id, cycle_label
from bot.progress.extension import unanswered_requests
from bot.progress.judicial import for_others
from bot.progress.ledger import Ledger
from bot.progress.model import Report, ReportState, Review, Verdict
from bot.progress.review import Reviewed, decide, obligation_of, waiting
from bot.records import Records
from bot.roster.authority import Permission, require

_PAGE = 6
_CLIP = 120
_LABELS = 6  # buttons under one letter
_EDGES = " \t\r\n　，,。；;：:、"
_NUMBER = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,3}")
_NUMBERS = re.compile(
    rf"(?:第|措施)?\s*(?:{_NUMBER.pattern})(?:\s*[条号项]?\s*[、,，和及]\s*第?\s*(?:{_NUMBER.pattern}))*\s*"
    r"(?:[条号项]|(?=[\s，,。；;：:]|$))"
)
_EPOCH = datetime(2020, 1, 1, tzinfo=SHANGHAI)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of the queue: a unit's (printed name), a section's, or all. ``code`` is how buttons name it."""

    code: str
    name: str
    unit: str | None = None
    section: int | None = None


class Reviewing:
    """What waits for the office, and its answers. Each act is checked again in the domain."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look and to decide."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/review``, 待审: all that waits; 待审 县公安局 or 待审 学校保护 for a part of it."""
        require(self._services.actor(turn.person), Permission.REVIEW)
        if not turn.argument:
            await turn.say(self._overview())
            return
        scope = self._asked(turn.argument)
        if scope is None:
            await turn.say(plain(say.NO_SUCH_SCOPE.format(asked=turn.argument[:20])))
            return
        await turn.say(self._list(scope, 0))

    async def accept(self, turn: Turn) -> None:
        """``/accept``, 审核通过: 通过 县公安局 5、8; without numbers all that waits of the unit."""
        await self._typed(turn, Verdict.ACCEPTED)

    async def send_back(self, turn: Turn) -> None:
        """``/return``, 退回: 退回 县公安局 8 请补充排查学校数; a missing remark is asked for."""
        await self._typed(turn, Verdict.RETURNED)

    async def pressed(self, turn: Turn) -> None:
        """``v:q:SCOPE:PAGE`` lists, ``v:o:KEY`` opens one; ``v:a:`` and ``v:r:`` accept and return it.

        ``v:A:SCOPE:MOMENT`` and ``v:R:SCOPE:MOMENT`` do so with all that waited there at that moment.
        """
        require(self._services.actor(turn.person), Permission.REVIEW)
        _, action, rest = (*turn.pressed.split(":", 2), "", "")[:3]
        if action == "q" and (scope := self._scope(rest.partition(":")[0])) is not None:
            page = digits(rest.partition(":")[2]) or 0
            await turn.show(self._list(scope, page) if scope.code else self._overview())
        elif action == "o" and (report := self._services.store.read.get(Report, rest)) is not None:
            await turn.show(self._open(report))
        elif action in ("a", "A") and (keys := self._keys(action, rest)) is not None:
            await self._decide(turn, keys, Verdict.ACCEPTED)
        elif action in ("r", "R") and (keys := self._keys(action, rest)) is not None:
            await self._ask_remark(turn, keys, turn.pressed)
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def remarked(self, turn: Turn, awaited: Awaited) -> None:
        """The remark that a 退回 button asked for."""
        _, action, rest = awaited.subject.split(":", 2)
        remark = await guarding.masked(turn, turn.text)
        await self._decide(turn, self._keys(action, rest) or [], Verdict.RETURNED, remark)
        await guarding.tell(turn)

    async def _typed(self, turn: Turn, verdict: Verdict) -> None:
        """The office names the unit and the measures itself."""
        s = self._services
        require(s.actor(turn.person), Permission.REVIEW)
        mention = next(iter(s.directory.find(turn.argument)), None)
        if mention is None or mention.start > 0:
            await turn.say(plain(say.TYPED_HOW))
            return
        numbers, remark = _numbered(turn.argument[mention.end :])
        found = self._waiting(Scope("", "", unit=mention.unit.name))
        keys = [report.key for report in found if not numbers or report.measure in numbers]
        if verdict is Verdict.RETURNED and keys and not remark:
            await self._ask_remark(turn, keys, f"v:k:{','.join(keys)}")
            return
        masked = await guarding.masked(turn, remark) if verdict is Verdict.RETURNED else ""
        await self._decide(turn, keys, verdict, masked)
        await guarding.tell(turn)

    async def _ask_remark(self, turn: Turn, keys: Sequence[str], subject: str) -> None:
        found = [r for key in keys if (r := self._services.store.read.get(Report, key)) is not None]
        if not found:
            await turn.refuse(say.LIST_CHANGED)
            return
        await awaiting.begin(self._services, turn, Wanted.REMARK, subject)
        await turn.say(plain(f"{say.reports_listed(found)}\n{say.ASK_REMARK}"))

    async def _decide(self, turn: Turn, keys: Sequence[str], verdict: Verdict, remark: str = "") -> None:
        s, now, act = self._services, self._services.clock(), turn.origin

        def work(records: Records) -> Reviewed:
            by = s.actor(turn.person, records)
            done = decide(
                records, s.plan, by=by, reports=keys, verdict=verdict, now=now, act=act, remark=remark
            )
            if done.fresh:
                letters.put_down(
                    records, s.plan, f"review:{s.plan.id}:{act}", now, self._letters(records, done, now)
                )
            if verdict is Verdict.RETURNED:
                awaiting.heard(records, turn, Wanted.REMARK)
            return done

        done = await s.store.transact(work)
        single = done.reports[0] if len(keys) == 1 else None
        told = say.decided(done.verdict, done.reports, done.passed_over, fresh=done.fresh)
        rows = self._after(single)
        await (turn.show if turn.pressed else turn.say)(plain(told, rows))

    def _letters(self, records: Records, done: Reviewed, now: datetime) -> list[tuple[int, Message]]:
        """A page for each author: what was accepted, or what to send again and by when."""
        s, by_author = self._services, dict[tuple[int, str], list[Report]]()
        for report in done.reports:
            for person in letters.authors(records, s.plan, report, now.date()):
                by_author.setdefault((person, report.unit), []).append(report)
        pages = []
        for (person, unit), reports in by_author.items():
            numbers = sorted({report.measure for report in reports})
            if done.verdict is Verdict.ACCEPTED:
                pages.append((person, plain(rules_say.accepted(unit, numbers))))
                continue
            by = self._deadline(Ledger(records, s.plan, units=[unit]), reports, now)
            again = (Button(f"重报第{n}条", f"r:{unit_code(unit)}:{n}") for n in numbers[:_LABELS])
            told = rules_say.returned(unit, numbers, done.remark, by)
            pages.append((person, plain(told, columns(again, 3))))
        return pages

    def _deadline(self, ledger: Ledger, reports: Sequence[Report], now: datetime) -> datetime | None:
        """By when the first of the returned reports is due again; None where that has passed."""
        s, ahead = self._services, []
        for report in reports:
            obligation = obligation_of(s.plan, report.measure, report.unit)
            deadline = ledger.extended(obligation, report.cycle)
            deadline = deadline or cycle_by_id(report.cycle, s.calendar, s.rules).deadline
            if deadline is not None:
                ahead.append(deadline)
        return min((deadline for deadline in ahead if deadline > now), default=None)

    def _keys(self, action: str, rest: str) -> list[str] | None:
        """The reports a button is about; None for data that no button of ours has."""
        if action in ("a", "r", "k"):
            return rest.split(",")
        code, _, moment = rest.partition(":")
        scope, until = self._scope(code), _moment(moment)
        return None if scope is None or until is None else [r.key for r in self._waiting(scope, until)]

    def _waiting(self, scope: Scope, until: datetime | None = None) -> list[Report]:
        return waiting(self._services.ledger(), unit=scope.unit, section=scope.section, until=until)

    def _overview(self) -> Message:
        plan, found = self._services.plan, self._waiting(Scope("", ""))
        requests = unanswered_requests(self._services.store.read, plan)
        asked = ((Button(say.requests(len(requests)), "ex:l"),),) if requests else ()
        if not found:
            return plain(say.NONE_WAITING, asked)
        place = {unit.name: number for number, unit in enumerate(plan.units)}
        found.sort(key=lambda report: (place[report.unit], report.measure))
        units = dict.fromkeys(report.unit for report in found)
        of_units = [Button(say.short(unit), f"v:q:{unit_code(unit)}:0") for unit in units]
        sections = sorted({plan.by_number[report.measure].section for report in found})
        of_sections = [
            Button(texts.section_heading(section), f"v:q:{section.number}:0")
            for section in plan.sections
            if section.number in sections and len(sections) > 1
        ]
        rows = (
            *columns(of_units, 3),
            *columns(of_sections, 2),
            *self._bulk(Scope("", ""), len(found)),
            *asked,
        )
        return headed(paged(say.overview(found).split("\n"))[0], rows)

    def _list(self, scope: Scope, page: int) -> Message:
        found = self._waiting(scope)
        if not found:
            return plain(say.NONE_WAITING_HERE, ((Button("返回待审", "v:q::0"),),))
        pages = -(-len(found) // _PAGE)
        page = min(page, pages - 1)
        shown = list(enumerate(found, 1))[page * _PAGE : (page + 1) * _PAGE]
        plan = self._services.plan
        lines = [
            say.list_line(place, for_others(plan, report), plan.by_number[report.measure], _CLIP)
            for place, report in shown
        ]
        numbers = columns((Button(str(place), f"v:o:{report.key}") for place, report in shown), _PAGE)
        turns = [
            *([Button("上一页", f"v:q:{scope.code}:{page - 1}")] if page else []),
            *([Button("下一页", f"v:q:{scope.code}:{page + 1}")] if page + 1 < pages else []),
            Button("返回待审", "v:q::0"),
        ]
        head = say.list_head(scope.name, len(found), page, pages)
        text = paged("\n".join([head, *lines]).split("\n"))[0]
        return headed(text, (*numbers, *self._bulk(scope, len(found)), tuple(turns)))

    def _bulk(self, scope: Scope, count: int) -> Rows:
        until = _code(self._services.clock())
        return (
            (
                Button(f"全部通过（{count}份）", f"v:A:{scope.code}:{until}"),
                Button(f"全部退回（{count}份）", f"v:R:{scope.code}:{until}"),
            ),
        )

    def _open(self, report: Report) -> Message:
        s = self._services
        ledger = Ledger(s.store.read, s.plan, units=[report.unit])
        obligation = obligation_of(s.plan, report.measure, report.unit)
        state, closed = ledger.state_of(report), ledger.closed(obligation)
        cycle = cycle_label(cycle_by_id(report.cycle, s.calendar, s.rules), s.clock().date())
        earlier = s.store.read.find(Review, report=report.replaces, verdict=Verdict.RETURNED)
        page = say.report_page(
            for_others(s.plan, report),
            s.plan.by_number[report.measure],
            cycle,
            state,
            closed=closed,
            earlier=earlier[-1].remark if earlier else "",
        )
        acts = []
        if state is ReportState.SUBMITTED:
            acts.append(Button("审核通过", f"v:a:{report.key}"))
        if state is ReportState.SUBMITTED or (state is ReportState.ACCEPTED and closed is None):
            acts.append(Button("退回", f"v:r:{report.key}"))
        if report.attachments:
            acts.append(evidence_button(report))
        rows = ((*acts,),) if acts else ()
        shown = paged(page.split("\n"))[0]
        return headed(shown, (*rows, *closing_rows(s.store.read, ledger, obligation), *self._back(report)))

    def _after(self, report: Report | None) -> Rows:
        """The way on after a decision: close it, the next of the same unit, the queue."""
        if report is None:
            return ((Button("返回待审", "v:q::0"),),)
        s = self._services
        ledger = Ledger(s.store.read, s.plan, units=[report.unit])
        obligation = obligation_of(s.plan, report.measure, report.unit)
        rows = closing_rows(s.store.read, ledger, obligation)
        left = waiting(ledger, unit=report.unit)
        following = ((Button("下一份", f"v:o:{left[0].key}"),),) if left else ()
        return (*rows, *following, *self._back(report))

    def _back(self, report: Report) -> Rows:
        unit = Button(f"{say.short(report.unit)}待审", f"v:q:{unit_code(report.unit)}:0")
        return ((unit, Button("返回待审", "v:q::0")),)

    def _scope(self, code: str) -> Scope | None:
        plan = self._services.plan
        if not code:
            return Scope("", "")
        if (unit := self._services.unit_by_code(code)) is not None:
            return Scope(code, unit.name, unit=unit.name)
        number = digits(code)
        section = next((section for section in plan.sections if section.number == number), None)
        return Scope(code, texts.section_heading(section), section=section.number) if section else None

    def _asked(self, words: str) -> Scope | None:
        """The part of the queue that was typed: a unit, or a section by its number or title."""
        if (unit := self._services.directory.resolve(words)) is not None:
            return Scope(unit_code(unit.name), unit.name, unit=unit.name)
        asked = words.strip().removeprefix("第").removesuffix("部分").removesuffix("类")
        number = number_in(asked)
        for section in self._services.plan.sections:
            if section.number == number or (len(asked) > 1 and asked in section.title):
                return Scope(str(section.number), texts.section_heading(section), section=section.number)
        return None


def _numbered(words: str) -> tuple[set[int], str]:
    """The measures that open the words (5、8 or 第8条), and what follows them."""
    words = words.strip(_EDGES)
    found = _NUMBERS.match(words)
    numbers = [parse_numeral(number) for number in _NUMBER.findall(found.group())] if found else []
    if found is None or None in numbers:
        return set(), words
    return {number for number in numbers if number is not None}, words[found.end() :].strip(_EDGES)


def _code(moment: datetime) -> str:
    """A moment to the microsecond, short enough for a button."""
    number, code = (moment - _EPOCH) // timedelta(microseconds=1), ""
    while number > 0:
        number, place = divmod(number, 36)
        code = _DIGITS[place] + code
    return code


def _moment(code: str) -> datetime | None:
    """The moment in a button's data; None for anything that no button of ours holds."""
    if not code or len(code) > 11 or set(code) - set(_DIGITS):
        return None
    return _EPOCH + timedelta(microseconds=int(code, 36))
