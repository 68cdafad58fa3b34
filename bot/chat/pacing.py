"""报送周期 in chat: the office chooses how often something is asked, and sees first what that changes."""

import asyncio
import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.chat import cadence_texts as say
from bot.chat import texts
from bot.chat.message import Button, Message, Rows, columns, headed, paged, plain
from bot.chat.scopes import scope_data, scope_of, section_rows
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.notices.scope import Reach, Scope, find_scope
from bot.progress.choice_texts import choice_label
from bot.progress.choices import CadenceChoice
from bot.progress.choices import Scope as Chosen
from bot.progress.choosing import check_choice, choose_cadence, preview, preview_text
from bot.progress.dates import find_day
from bot.progress.model import Cadence
from bot.records import Records
from bot.roster.authority import Permission, require

_REACHES = {Reach.ALL: Chosen.PLAN, Reach.SECTION: Chosen.SECTION, Reach.MEASURE: Chosen.MEASURE}
_LETTERS: dict[str, Cadence | None] = {
    "w": Cadence.WEEKLY,
    "m": Cadence.MONTHLY,
    "q": Cadence.QUARTERLY,
    "d": None,
}
_WORDS = {
    "w": re.compile(r"每(?:一)?(?:周|星期)|按周|周报"),
    "m": re.compile(r"每(?:个)?月|按月|月报"),
    "q": re.compile(r"每(?:个)?季|按季|季报"),
    "d": re.compile(r"恢复|原定|默认"),
}


class Pacing:
    """Every button says the whole choice; the domain checks it, and who makes it, when it is confirmed."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look and to choose."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/cadence``, 报送周期 第8条 每周 7月20日至8月14日; what is missing is asked for."""
        s = self._services
        require(s.actor(turn.person), Permission.NUDGE)
        found = find_scope(turn.argument, s.plan, s.directory)
        if found is None or found[0].reach not in _REACHES:
            await turn.say(self._begin())
            return
        scope, rest = found
        letter = next((letter for letter, word in _WORDS.items() if word.search(rest)), None)
        if letter is None:
            await turn.say(self._how_often(scope))
            return
        days = self._days(_WORDS[letter].sub(" ", rest, count=1))
        page = self._since(scope, letter) if days is None else await self._preview(turn, scope, letter, days)
        await turn.say(page)

    async def pressed(self, turn: Turn) -> None:
        """A step of the choice.

        ``cd:b:`` begins, ``cd:n:`` lists the measures, ``cd:s:SCOPE`` asks how often, ``cd:c:SCOPE:LETTER``
        since when, ``cd:p:SCOPE:LETTER:FIRST:LAST`` previews (``LAST`` may be empty), ``cd:g:…`` makes it,
        ``cd:x:`` does not.
        """
        s = self._services
        require(s.actor(turn.person), Permission.NUDGE)
        _, action, *parts = turn.pressed.split(":")
        scope = scope_of(s, parts[0]) if parts else None
        if scope is not None and scope.reach not in _REACHES:
            scope = None
        letter = parts[1] if len(parts) > 1 and parts[1] in _LETTERS else None
        days = _span(parts[2:])
        if action == "b":
            await turn.show(self._begin())
        elif action == "n":
            await turn.show(self._measures())
        elif action == "x":
            await turn.show(plain(say.LEFT))
        elif action == "s" and scope:
            await turn.show(self._how_often(scope))
        elif action == "c" and scope and letter:
            await turn.show(self._since(scope, letter))
        elif action == "p" and scope and letter and days:
            await turn.show(await self._preview(turn, scope, letter, days))
        elif action == "g" and scope and letter and days:
            await self._choose(turn, self._choice(turn, scope, letter, days))
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def _choose(self, turn: Turn, choice: CadenceChoice) -> None:
        s = self._services

        def work(records: Records) -> CadenceChoice:
            by = s.actor(turn.person, records)
            return choose_cadence(records, s.plan, by, replace(choice, by=by.name))

        made = await s.store.transact(work)
        await turn.show(plain(say.DONE.format(choice=choice_label(made, s.plan))))

    async def _preview(
        self, turn: Turn, scope: Scope, letter: str, days: tuple[date, date | None]
    ) -> Message:
        s = self._services
        choice = self._choice(turn, scope, letter, days)
        check_choice(s.plan, choice)
        found = await asyncio.to_thread(preview, s.plan, s.rules, s.calendar, choice)
        text = paged(preview_text(found, choice, s.plan).split("\n"))[0]
        rows: Rows = ((Button(say.CONFIRM, _data("g", scope, letter, days)), Button(say.LEAVE, "cd:x:")),)
        return headed(text, rows)

    def _choice(self, turn: Turn, scope: Scope, letter: str, days: tuple[date, date | None]) -> CadenceChoice:
        """The choice that a button says; pressed twice under one page it is one."""
        s = self._services
        key = f"{turn.bot.id}:{turn.pressed_message or 0}:{_data('g', scope, letter, days)}"
        return CadenceChoice(
            key=key,
            plan=s.plan.id,
            scope=_REACHES[scope.reach],
            number=scope.number,
            cadence=_LETTERS[letter],
            first=days[0],
            last=days[1],
            by="",
            by_id=turn.person,
            at=s.clock(),
        )

    def _begin(self) -> Message:
        s = self._services
        rules, today = s.rules, s.clock().date()
        holding = [one for one in rules.choices if one.last is None or one.last >= today]
        rows = (*section_rows(s, "cd:s:", say.WHOLE_PLAN), (Button(say.BY_MEASURE, "cd:n:"),))
        return headed(paged(say.now(rules, holding, s.plan).split("\n"))[0], rows)

    def _measures(self) -> Message:
        numbers = (one.number for one in self._services.plan.measures)
        buttons = (Button(f"第{n}条", f"cd:s:{scope_data(Scope(Reach.MEASURE, n))}") for n in numbers)
        return plain(say.HOW, columns(buttons, 5))

    def _how_often(self, scope: Scope) -> Message:
        label = scope.label(self._services.plan) if scope.reach is not Reach.ALL else say.WHOLE_PLAN
        buttons = (
            Button(say.cadence_name(cadence), f"cd:c:{scope_data(scope)}:{letter}")
            for letter, cadence in _LETTERS.items()
        )
        return plain(say.HOW_OFTEN.format(scope=label), columns(buttons, 3))

    def _since(self, scope: Scope, letter: str) -> Message:
        s, today = self._services, self._services.clock().date()
        label = scope.label(s.plan) if scope.reach is not Reach.ALL else say.WHOLE_PLAN
        month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        quarter = month
        while quarter.month % 3 != 1:
            quarter = (quarter + timedelta(days=32)).replace(day=1)
        starts = {say.FROM_TODAY: today, say.FROM_MONTH: month, say.FROM_QUARTER: quarter}
        rows = tuple(
            (Button(name, _data("p", scope, letter, (first, None))),) for name, first in starts.items()
        )
        end = today + timedelta(days=27)
        span = f"{today.month}月{today.day}日至{end.month}月{end.day}日"
        cadence = say.cadence_name(_LETTERS[letter])
        short = label.split(maxsplit=1)[0]
        return plain(say.SINCE.format(scope=label, scope_short=short, cadence=cadence, span=span), rows)

    def _days(self, text: str) -> tuple[date, date | None] | None:
        """The days that were typed: the first, and the last if there is one."""
        now: datetime = self._services.clock()
        calendar = self._services.calendar
        first = find_day(text, now.date(), calendar)
        if first is None:
            return None
        second = find_day(text[first.end :], first.day, calendar)
        return first.day, second.day if second else None


def _data(action: str, scope: Scope, letter: str, days: tuple[date, date | None]) -> str:
    """At most 30 bytes: cd:p:m8:w:220720:220814."""
    first, last = days
    return f"cd:{action}:{scope_data(scope)}:{letter}:{first:%y%m%d}:{f'{last:%y%m%d}' if last else ''}"


def _span(parts: list[str]) -> tuple[date, date | None] | None:
    if len(parts) != 2:
        return None
    try:
        first, last = (datetime.strptime(p, "%y%m%d").date() if p else None for p in parts)  # noqa: DTZ007 - a day
    except ValueError:
        return None
    return (first, last) if first is not None else None
