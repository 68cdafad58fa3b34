"""通知 in chat: words or a file for everybody, a section or a unit; and who has confirmed it."""

from collections.abc import Iterable

from bot.chat import awaiting, guarding, texts
from bot.chat import noticing_texts as say
from bot.chat.message import Button, Message, Rows, columns, escape, paged, plain
from bot.chat.nudging import act_id, words_awaited
from bot.chat.scopes import scope_of, section_rows, unit_rows
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.delivery.deliveries import KEPT
from bot.notices import preparing, receipts
from bot.notices.model import FileKind, Notice, Prepared, Receipt, SentFile, What
from bot.notices.scope import Reach, Scope, find_scope
from bot.outgoing import Letter, Outgoing
from bot.progress.acts import Awaited, Wanted
from bot.records import Records
from bot.refusal import Refused
from bot.roster.authority import Permission, require

RECEIPT_AGAIN = "receipt"
"""What the key of a batch begins with that asks for receipts again."""
_SHOWN = 10  # notices in the list


class Noticing:
    """Notices of the office. Who may is decided in the domain, at preparing, sending and looking."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look and to put down."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/broadcast``, 通知 全部 内容: what is missing is asked for."""
        s = self._services
        require(s.actor(turn.person), Permission.BROADCAST)
        found = find_scope(turn.argument, s.plan, s.directory)
        if found is None:
            rows: Rows = (
                *section_rows(s, "nt:s:", say.EVERYBODY),
                (Button(say.BY_UNIT, "nt:u:"), Button(say.SENT_ONES, "nt:l:")),
            )
            await turn.say(plain(say.WHOM, rows))
            return
        scope, words = found
        prepared = await self._prepare(turn, scope, await guarding.masked(turn, words) if words else "")
        await self._go_on(turn, prepared)
        await guarding.tell(turn)

    async def pressed(self, turn: Turn) -> None:
        """What the office presses.

        ``nt:s:SCOPE`` and ``nt:u:`` choose whom, ``nt:w:ID`` asks for other words, ``nt:g:ID`` sends,
        ``nt:x:ID`` does not; ``nt:l:`` lists, ``nt:o:ID`` tells who has confirmed, ``nt:n:ID`` asks
        whether to remind the others, ``nt:N:ID`` does.
        """
        s = self._services
        require(s.actor(turn.person), Permission.BROADCAST)
        _, action, value = (*turn.pressed.split(":", 2), "", "")[:3]
        if action == "s" and (scope := scope_of(s, value)) is not None:
            await self._go_on(turn, await self._prepare(turn, scope, ""))
        elif action == "u":
            units = Scope(Reach.ALL).units(s.plan)
            await turn.show(plain(say.WHOM, unit_rows("nt:s:", units)))
        elif action == "w":
            await self._ask(turn, preparing.prepared_by(s.store.read, What.NOTICE, turn.person, value))
        elif action == "g":
            await turn.show(await self._send(turn, value))
        elif action == "x":
            await s.store.transact(
                lambda records: preparing.drop(records, s.actor(turn.person, records), What.NOTICE, value)
            )
            await turn.show(plain(say.LEFT))
        elif action == "l":
            await turn.show(self._list())
        elif action == "o":
            await turn.show(self._status(turn, value))
        elif action == "n":
            await turn.show(self._remind_question(turn, value))
        elif action == "N":
            await turn.show(await self._remind(turn, value))
        else:
            await turn.toast(texts.STALE_BUTTON, alert=True)
        await turn.toast()

    async def received(self, turn: Turn) -> None:
        """``nr:ID``, 收到: by whom it was sent to, and by nobody else."""
        s, now = self._services, self._services.clock()
        id_ = turn.pressed.removeprefix("nr:")
        before = s.store.read.get(Receipt, f"{id_}:{turn.person}")
        receipt = await s.store.transact(lambda records: receipts.confirm(records, id_, turn.person, now))
        fresh = before is None or before.confirmed_at is None
        await turn.toast(say.THANKS if fresh else say.confirmed(receipt))
        if (pressed := turn.pressed_message) is not None:
            await turn.unbutton(pressed)

    async def told(self, turn: Turn, awaited: Awaited) -> None:
        """The notice's words, as was asked for."""
        await self._reword(turn, awaited, turn.text, None)

    async def file(self, turn: Turn) -> bool:
        """A file or a picture where a notice's content is awaited; False where it is not."""
        asked = words_awaited(self._services, turn)
        if asked is None or asked.wanted is not Wanted.NOTICE or turn.message is None:
            return False
        message = turn.message
        if message.photo:
            file = SentFile(FileKind.PHOTO, message.photo[-1].file_id, "照片")
        elif message.document is not None:
            name = await guarding.masked(turn, message.document.file_name or "文件")
            file = SentFile(FileKind.DOCUMENT, message.document.file_id, name)
        else:
            raise Refused(say.NOT_SENDABLE)
        await self._reword(turn, asked, (message.caption or "").strip(), file)
        return True

    async def _reword(self, turn: Turn, asked: Awaited, text: str, file: SentFile | None) -> None:
        s = self._services
        words = await guarding.masked(turn, text) if text else ""

        def work(records: Records) -> Prepared:
            by = s.actor(turn.person, records)
            changed = preparing.reword(records, by, What.NOTICE, asked.subject, words=words, file=file)
            awaiting.heard(records, turn)
            return changed

        await turn.say(self._preview(await s.store.transact(work)))
        await guarding.tell(turn)

    async def _prepare(self, turn: Turn, scope: Scope, words: str) -> Prepared:
        s = self._services
        begun = preparing.begin(
            s.plan, What.NOTICE, turn.person, id_=act_id(turn), scope=scope, now=s.clock(), words=words
        )
        return await s.store.transact(
            lambda records: preparing.prepare(records, s.plan, s.actor(turn.person, records), begun)
        )

    async def _go_on(self, turn: Turn, prepared: Prepared) -> None:
        """Show what would be sent, or ask for it."""
        if prepared.words or prepared.file:
            await turn.say(self._preview(prepared))
        else:
            await self._ask(turn, prepared)

    async def _ask(self, turn: Turn, prepared: Prepared) -> None:
        await awaiting.begin(self._services, turn, Wanted.NOTICE, prepared.id)
        scope = prepared.scope.label(self._services.plan)
        await turn.say(plain(say.ASK_WORDS.format(scope=scope)))

    def _preview(self, prepared: Prepared) -> Message:
        s, now = self._services, self._services.clock()
        found = receipts.addressees(s.store.read, s.plan, prepared.scope, now.date())
        text = say.preview(
            found,
            prepared.scope.label(s.plan),
            prepared.words,
            prepared.file,
            quiet=s.terms.quiet.at(now),
        )
        change = Button(say.CHANGE, f"nt:w:{prepared.id}"), Button(say.LEAVE, f"nt:x:{prepared.id}")
        send = Button(f"{say.SEND}（{len(found.units)}人）", f"nt:g:{prepared.id}")
        return plain(paged(text.split("\n"))[0], ((send,), change) if found.units else (change,))

    async def _send(self, turn: Turn, id_: str) -> Message:
        s, now = self._services, self._services.clock()

        def work(records: Records) -> Notice:
            notice, fresh = receipts.notify(records, s.plan, s.actor(turn.person, records), id_, now)
            if fresh:
                letters = _letters(notice, fresh, again=False)
                batch = f"notice:{id_}"
                records.put(Outgoing(batch, s.plan.id, now, letters, say.TITLE, report_to=(turn.person,)))
            return notice

        notice = await s.store.transact(work)
        people = len(s.store.read.find(Receipt, notice=id_))
        return plain(say.sent(notice, s.plan, people), ((Button("查看确认情况", f"nt:o:{id_}"),),))

    def _list(self) -> Message:
        s = self._services
        found = receipts.notices(s.store.read, s.plan)[:_SHOWN]
        if not found:
            return plain(say.NONE_SENT)
        lines = []
        for number, notice in enumerate(found, 1):
            sent_to = s.store.read.find(Receipt, notice=notice.key)
            done = sum(one.confirmed_at is not None for one in sent_to)
            lines.append(say.line(number, notice, done, len(sent_to)))
        buttons = (Button(str(number), f"nt:o:{one.key}") for number, one in enumerate(found, 1))
        return plain("\n".join(lines), columns(buttons, 5))

    def _status(self, turn: Turn, id_: str) -> Message:
        s = self._services
        found = receipts.standing(s.store.read, s.plan, s.actor(turn.person), id_)
        again = receipts.to_remind(s.store.read, s.plan, found, s.clock())
        remind = ((Button(f"{say.REMIND}（{len(again)}人）", f"nt:n:{id_}"),),) if again else ()
        rows: Rows = (*remind, (Button(say.SENT_ONES, "nt:l:"),))
        return plain(paged(say.status(found, s.plan).split("\n"))[0], rows)

    def _remind_question(self, turn: Turn, id_: str) -> Message:
        s = self._services
        found = receipts.standing(s.store.read, s.plan, s.actor(turn.person), id_)
        again = receipts.to_remind(s.store.read, s.plan, found, s.clock())
        back = Button(say.BACK, f"nt:o:{id_}")
        if not again:
            return plain(say.status(found, s.plan), ((back,),))
        go = Button(f"{say.SEND}（{len(again)}人）", f"nt:N:{id_}")
        return plain(say.remind_question(again), ((go, back),))

    async def _remind(self, turn: Turn, id_: str) -> Message:
        s, now, key = self._services, self._services.clock(), f"{RECEIPT_AGAIN}:{id_}:{turn.origin}"

        def work(records: Records) -> int:
            notice, again = receipts.remind(records, s.plan, s.actor(turn.person, records), id_, now)
            letters = _letters(notice, again, again=True)
            records.put(Outgoing(key, s.plan.id, now, letters, say.TITLE_AGAIN, report_to=(turn.person,)))
            return len(again)

        people = await s.store.transact(work)
        return plain(say.reminded(people), ((Button("查看确认情况", f"nt:o:{id_}"),),))


def _letters(notice: Notice, to: Iterable[Receipt], *, again: bool) -> tuple[Letter, ...]:
    html = escape(say.notice(notice.text, again=again))
    file = f"{KEPT[notice.file.kind]}{notice.file.file_id}" if notice.file else ""
    rows = (((say.RECEIVED, f"nr:{notice.key}"),),)
    return tuple(Letter(one.person, html, rows, file) for one in to)
