"""申请延期 in chat: a unit's people ask in words, the office answers with a button."""

from dataclasses import dataclass
from datetime import date

from bot.chat import acts_texts as say
from bot.chat import awaiting, guarding, letters, texts
from bot.chat.message import Button, Message, Rows, columns, plain, unit_code
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import digits
from bot.progress import extension
from bot.progress import review_texts as rules_say
from bot.progress.acts import Awaited, Wanted
from bot.progress.dates import FoundDay, find_day
from bot.progress.dictated import flatten
from bot.progress.extension import Request, pressing, unanswered_requests
from bot.progress.extension_words import answers_with_day, asks_for_extension, reason_in
from bot.progress.mentions import find_mentions
from bot.progress.model import Due
from bot.records import Records
from bot.roster.authority import NotAllowed, Permission, require


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is known so far of a request; ``code`` writes it down while the rest is awaited."""

    unit: str
    measures: tuple[int, ...]
    day: date | None = None

    @property
    def code(self) -> str:
        numbers = ",".join(map(str, self.measures))
        return f"{unit_code(self.unit)}:{numbers}:{self.day.isoformat() if self.day else ''}"


class Extending:
    """Requests for extension, and the office's answers; both checked again in the domain."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to ask and to answer."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/extend``, 申请延期: with words the request itself; the office alone sees what waits for it."""
        actor = self._services.actor(turn.person)
        if not turn.argument and actor.office:
            for page in self._waiting():
                await turn.say(page)
            return
        if not turn.argument or not await self._request(turn, turn.argument):
            await turn.say(self._choice(turn.person))

    async def typed(self, turn: Turn) -> bool:
        """A sentence that asks for an extension of a measure; False for anything else."""
        if not self._services.actor(turn.person).own_units or not asks_for_extension(flatten(turn.text)):
            return False
        return await self._request(turn, turn.text)

    async def told(self, turn: Turn, awaited: Awaited) -> None:
        """The day or the reason that was asked for."""
        asked = self._decoded(awaited.subject)
        if asked is None:
            await turn.say(plain(texts.STALE_BUTTON))
            return
        text = "" if awaited.began == turn.origin else await guarding.masked(turn, turn.text)
        found = None if asked.day else self._day(asked, text)
        if found is not None and not answers_with_day(text, found.start, found.end):
            await self._await(turn, asked, say.EXTENSION_NO_DAY)
        else:
            await self._go_on(turn, asked, text)
        await guarding.tell(turn)

    async def pressed(self, turn: Turn) -> None:
        """``ex:m:UNIT:7`` chooses the measure; ``ex:y:ACT`` and ``ex:n:ACT`` are the office's answers."""
        _, action, rest = (*turn.pressed.split(":", 2), "", "")[:3]
        if action == "m" and (asked := self._decoded(f"{rest}:")) is not None:
            require(self._services.actor(turn.person), Permission.REPORT, asked.unit)
            await turn.toast()
            await self._go_on(turn, asked, "")
        elif action in ("y", "n") and rest:
            await self._answer(turn, rest, granted=action == "y")
        elif action == "l":
            require(self._services.actor(turn.person), Permission.REVIEW)
            for page in self._waiting():
                await turn.say(page)
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def _request(self, turn: Turn, words: str) -> bool:
        """Begin with what the words tell; False where they name no measure of the person's units."""
        own = self._services.actor(turn.person).own_units
        if not own:
            raise NotAllowed(rules_say.NOT_OWN_UNIT)
        text = await guarding.masked(turn, words)
        named = {mention.unit.name for mention in self._services.directory.find(text)}
        plan = self._services.plan
        for unit in [unit for unit in own if unit in named] or own:
            owned = {measure.number for measure, _ in plan.owned_by(unit)}
            mentions = find_mentions(flatten(text), owned)
            measures = tuple(dict.fromkeys(n for mention in mentions for n in mention.numbers))
            if measures and (set(measures) <= owned or unit == own[-1]):
                rest = text
                for mention in reversed(mentions):
                    rest = f"{rest[: mention.start]} {rest[mention.end :]}"
                await self._go_on(turn, _Asked(unit, measures), rest.replace(unit, " "))
                await guarding.tell(turn)
                return True
        return False

    async def _go_on(self, turn: Turn, asked: _Asked, text: str) -> None:
        """Ask for the day or the reason while one is missing; then hand the request on."""
        if asked.day is None:
            found = self._day(asked, text)
            if found is None:
                await self._await(turn, asked, say.EXTENSION_NO_DAY if text.strip() else "")
                return
            text = f"{text[: found.start]} {text[found.end :]}"
            asked = _Asked(asked.unit, asked.measures, found.day)
        reason = reason_in(text)
        if not reason:
            await self._await(turn, asked, "")
            return
        await self._send(turn, asked, reason)

    async def _await(self, turn: Turn, asked: _Asked, problem: str) -> None:
        await awaiting.begin(self._services, turn, Wanted.EXTENSION, asked.code)
        about = say.request_about(asked.unit, asked.measures)
        if asked.day is None:
            await turn.say(plain(problem or say.EXTENSION_DAY.format(about=about)))
        else:
            day = f"{asked.day.month}月{asked.day.day}日"
            await turn.say(plain(say.EXTENSION_REASON.format(about=about, day=day)))

    async def _send(self, turn: Turn, asked: _Asked, reason: str) -> None:
        s, now, act, day = self._services, self._services.clock(), turn.origin, asked.day
        if day is None:
            return

        def work(records: Records) -> Request:
            by = s.actor(turn.person, records)
            request = extension.ask(
                records,
                s.plan,
                s.rules,
                s.calendar,
                by=by,
                unit=asked.unit,
                measures=asked.measures,
                day=day,
                reason=reason,
                now=now,
                act=act,
            )
            if request.fresh:
                page = self._request_page(request)
                to = [(person, page) for person in s.office_people()]
                letters.put_down(records, s.plan, f"extension:{s.plan.id}:{act}", now, to)
            awaiting.heard(records, turn, Wanted.EXTENSION)
            return request

        await turn.say(plain(say.request_sent(await s.store.transact(work))))

    async def _answer(self, turn: Turn, act: str, *, granted: bool) -> None:
        s, now = self._services, self._services.clock()

        def work(records: Records) -> Request:
            by = s.actor(turn.person, records)
            request = extension.answer(records, s.plan, by=by, act=act, granted=granted, now=now)
            first = request.extensions[0]
            if request.fresh:
                told = rules_say.extension_answered(first.unit, request.measures, first.until, granted)
                people = letters.still_seated(records, s.plan, first.by_id, first.unit, day=now.date())
                key = f"extended:{s.plan.id}:{act}"
                letters.put_down(records, s.plan, key, now, [(one, plain(told)) for one in people])
            return request

        await turn.show(self._request_page(await s.store.transact(work)))

    def _request_page(self, request: Request) -> Message:
        first = request.extensions[0]
        act = first.key.rpartition(":")[0]
        buttons = (Button(say.GRANT, f"ex:y:{act}"), Button(say.DECLINE, f"ex:n:{act}"))
        rows: Rows = (buttons,) if first.granted is None else ()
        return plain(say.request_page(request), rows)

    def _waiting(self) -> list[Message]:
        found = unanswered_requests(self._services.store.read, self._services.plan)
        return [self._request_page(request) for request in found[:10]] or [plain(say.NO_REQUESTS)]

    def _choice(self, person: int) -> Message:
        """The measures that the person's units owe, each with its button."""
        units = self._services.actor(person).own_units
        dues = [due for unit in units for due in self._pressing(unit)]
        if not units:
            raise NotAllowed(rules_say.NOT_OWN_UNIT)
        if not dues:
            return plain(say.NOTHING_PRESSING)
        several = len(units) > 1
        labelled = {
            f"ex:m:{unit_code(due.obligation.unit)}:{due.obligation.measure}": say.pressing_label(
                due, several
            )
            for due in dues
        }
        buttons = (Button(label, data) for data, label in labelled.items())
        return plain(f"{say.EXTENSION_WHICH}\n{say.EXTENSION_HOW}", columns(buttons, 2 if several else 3))

    def _pressing(self, unit: str) -> list[Due]:
        s = self._services
        return pressing(s.store.read, s.plan, s.rules, s.calendar, s.clock(), unit=unit)

    def _day(self, asked: _Asked, text: str) -> FoundDay | None:
        s = self._services
        return find_day(text, s.clock().date(), s.calendar, base=self._base(asked))

    def _base(self, asked: _Asked) -> date | None:
        """The present deadline, from which 延期三天 counts."""
        of = [due for due in self._pressing(asked.unit) if due.obligation.measure in asked.measures]
        deadline = of[0].cycle.deadline if of else None
        return max(deadline.date(), self._services.clock().date()) if deadline else None

    def _decoded(self, code: str) -> _Asked | None:
        parts = code.split(":")
        unit = self._services.unit_by_code(parts[0])
        numbers = [digits(number) for number in parts[1].split(",")] if len(parts) == 3 else [None]
        measures = tuple(number for number in numbers if number is not None)
        if unit is None or len(measures) != len(numbers):
            return None
        return _Asked(unit.name, measures, date.fromisoformat(parts[2]) if parts[2] else None)
