"""催办 in chat: the office chooses whom, sees who and how many that is, adds a remark, and confirms."""

import asyncio
from datetime import datetime

from bot.chat import awaiting, guarding, texts
from bot.chat import nudging_texts as say
from bot.chat.message import Button, Message, Rows, escape, paged, plain
from bot.chat.reminder_pages import letter, report_rows
from bot.chat.scopes import scope_of, section_rows, unit_rows
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.notices import nudging, preparing
from bot.notices.model import Nudge, Prepared, What
from bot.notices.scope import Reach, Scope, find_scope
from bot.notices.texts import BY_HAND, remark
from bot.outgoing import Outgoing
from bot.progress.acts import Awaited, Wanted
from bot.records import Records
from bot.reminders import texts as reminder_texts
from bot.reminders.model import Line
from bot.roster.authority import Permission, require

NUDGE = "nudge"
"""What the key of a nudge's batch begins with."""
FOR_OTHERS = {Wanted.NUDGE: What.NUDGE, Wanted.NOTICE: What.NOTICE}
"""The words that are for others to read, by what they are awaited for."""


class Nudging:
    """The office's own reminders. Who may is decided in the domain, at preparing and at sending."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look and to put down."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/nudge``, 催办 县公安局 附言: without a scope it is asked for."""
        s = self._services
        require(s.actor(turn.person), Permission.NUDGE)
        found = find_scope(turn.argument, s.plan, s.directory)
        if found is None:
            rows: Rows = (*section_rows(s, "nu:s:", say.EVERYBODY), (Button(say.BY_UNIT, "nu:u:"),))
            await turn.say(plain(say.WHOM, rows))
            return
        scope, words = found
        prepared = await self._prepare(turn, scope, await guarding.masked(turn, words) if words else "")
        await turn.say(await self._preview(prepared))
        await guarding.tell(turn)

    async def pressed(self, turn: Turn) -> None:
        """Under a preview.

        ``nu:s:SCOPE`` chooses, ``nu:a:`` everybody from under the office's list, ``nu:u:`` shows the units
        that owe; then ``nu:r:ID`` asks for a remark, ``nu:f:ID`` shows what a forced one would do,
        ``nu:g:ID`` and ``nu:F:ID`` send, ``nu:x:ID`` leaves it.
        """
        s = self._services
        require(s.actor(turn.person), Permission.NUDGE)
        _, action, value = (*turn.pressed.split(":", 2), "", "")[:3]
        if action == "u":
            owing = await asyncio.to_thread(nudging.owing, s.store.read, s.terms, Scope(Reach.ALL), s.clock())
            units = dict.fromkeys(line.unit for line in owing)
            await turn.show(plain(say.WHOM, unit_rows("nu:s:", units)))
        elif action == "s" and (scope := scope_of(s, value)) is not None:
            await turn.show(await self._preview(await self._prepare(turn, scope, "")))
        elif action == "a" and not value:
            await turn.say(await self._preview(await self._prepare(turn, Scope(Reach.ALL), "")))
        elif action == "r":
            preparing.prepared_by(s.store.read, What.NUDGE, turn.person, value)
            await awaiting.begin(s, turn, Wanted.NUDGE, value)
            await turn.say(plain(say.ASK_REMARK))
        elif action == "f":
            prepared = preparing.prepared_by(s.store.read, What.NUDGE, turn.person, value)
            await turn.show(await self._preview(prepared, forced=True))
        elif action in ("g", "F"):
            done = await self._send(turn, value, forced=action == "F")
            await turn.show(plain(say.sent(done, s.plan)))
        elif action == "x":
            await s.store.transact(
                lambda records: preparing.drop(records, s.actor(turn.person, records), What.NUDGE, value)
            )
            await turn.show(plain(say.LEFT))
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def remarked(self, turn: Turn, awaited: Awaited) -> None:
        """The remark that a button asked for."""
        s = self._services
        words = await guarding.masked(turn, turn.text)

        def work(records: Records) -> Prepared:
            by = s.actor(turn.person, records)
            changed = preparing.reword(records, by, What.NUDGE, awaited.subject, words=words)
            awaiting.heard(records, turn)
            return changed

        await turn.say(await self._preview(await s.store.transact(work)))
        await guarding.tell(turn)

    async def _prepare(self, turn: Turn, scope: Scope, words: str) -> Prepared:
        s = self._services
        begun = preparing.begin(
            s.plan, What.NUDGE, turn.person, id_=act_id(turn), scope=scope, now=s.clock(), words=words
        )
        return await s.store.transact(
            lambda records: preparing.prepare(records, s.plan, s.actor(turn.person, records), begun)
        )

    async def _preview(self, prepared: Prepared, *, forced: bool = False) -> Message:
        s, now = self._services, self._services.clock()
        scope, terms = prepared.scope.label(s.plan), s.terms
        found = await asyncio.to_thread(
            nudging.asked, s.store.read, terms, prepared.scope, now, forced=forced
        )
        if not found.lines:
            return plain(say.NOTHING_OWED.format(scope=scope))
        people: dict[str, list[str]] = {}
        for person, lines in found.people.items():
            for unit in dict.fromkeys(line.unit for line in lines):
                people.setdefault(unit, []).append(found.names[person])
        owed: dict[str, list[int]] = {}
        for line in found.lines:
            owed.setdefault(line.unit, []).extend(line.measures)
        rows = [
            say.unit_line(unit, sorted(set(numbers)), people[unit])
            for unit, numbers in owed.items()
            if unit in people
        ]
        until = terms.quiet.ends(now)
        text = say.preview(
            found,
            scope,
            prepared.words,
            units=rows,
            quiet_until=until if until > now else None,
            forced=forced,
        )
        return plain(
            paged(text.split("\n"))[0],
            self._buttons(prepared.id, len(found.people), forced=forced, again=bool(found.again)),
        )

    @staticmethod
    def _buttons(id_: str, people: int, *, forced: bool, again: bool) -> Rows:
        go = Button(
            f"{say.AGAIN if forced else say.SEND}（{people}人）", f"nu:{'F' if forced else 'g'}:{id_}"
        )
        rows: list[tuple[Button, ...]] = [(go,)] if people else []
        if again and not forced:
            rows.append((Button(say.AGAIN, f"nu:f:{id_}"),))
        return (*rows, (Button(say.REMARK, f"nu:r:{id_}"), Button(say.LEAVE, f"nu:x:{id_}")))

    async def _send(self, turn: Turn, id_: str, *, forced: bool) -> Nudge:
        s, now = self._services, self._services.clock()

        def work(records: Records) -> Nudge:
            by, terms = s.actor(turn.person, records), s.defaults.in_force(records)
            done, found = nudging.nudge(records, terms, by, id_, now, forced=forced)
            if found is not None:
                pages = tuple(
                    letter(person, nudge_page(lines, done, s, now)) for person, lines in found.people.items()
                )
                key = f"{NUDGE}:{id_}"
                records.put(Outgoing(key, s.plan.id, now, pages, say.TITLE, report_to=(turn.person,)))
            return done

        return await s.store.transact(work)


def words_awaited(services: Services, turn: Turn) -> Awaited | None:
    """As bot.chat.awaiting has it; None also where what they were for was sent or left in the meantime."""
    asked = awaiting.awaited(services, turn)
    if asked is None or asked.wanted not in FOR_OTHERS:
        return asked
    reader, by = services.store.read, services.actor(turn.person)
    return asked if preparing.is_open(reader, by, FOR_OTHERS[asked.wanted], asked.subject) else None


def act_id(turn: Turn) -> str:
    """The id of what this turn begins to prepare: the same when the turn is handled again."""
    return turn.origin.replace(":", "-")


def nudge_page(lines: tuple[Line, ...], nudge: Nudge, services: Services, now: datetime) -> Message:
    """What one person is asked, with a button for each report."""
    said = [reminder_texts.message(lines, now, {})]
    said.append(remark(nudge.remark) or BY_HAND)
    return Message(escape("\n".join(said)), report_rows(lines, services.plan))
