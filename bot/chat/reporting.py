"""Reporting in chat: pick, say, look at it, confirm. The draft is a stored row; this only asks and shows."""

import re
import unicodedata
from collections.abc import Callable

from telegram import Message as TelegramMessage

from bot.chat import report_texts as say
from bot.chat import texts
from bot.chat.message import Button, Message, Rows, columns, headed, paged, plain, unit_code
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress import drafts
from bot.progress.cadence import cycle_by_id, cycle_label
from bot.progress.drafts import Step, draft_of
from bot.progress.dues import owed
from bot.progress.freetext import draft_items, parse_report
from bot.progress.model import STATUS_NAMES, Attachment, Draft, Report, Status
from bot.records import Records
from bot.refusal import Refused

_PERCENTS = (10, 25, 50, 75, 90, 100)
_PERCENT = re.compile(r"(?:百分之)?\s*(\d{1,3})\s*[%％]?")
_STATUS_CHOICES = (Status.IN_PROGRESS, Status.DONE, Status.BLOCKED, Status.NOT_STARTED, Status.NIL)
_LABEL = 20  # characters that fit a button on a phone


class Reporting:
    """One person's draft, from the first tap to 收悉."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to write and send drafts."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/report``, 汇报: begin, or show the draft that is open already; 汇报 7 begins with measure 7."""
        number = turn.argument.strip("第条 ")
        measures = (int(number),) if number.isascii() and number.isdigit() else ()
        await self._begin(turn, None, measures)

    async def pressed(self, turn: Turn) -> None:
        """``r:7`` or ``r:UNIT:7``: begin a report on that measure."""
        _, *parts = turn.pressed.split(":")
        unit = self._services.unit_by_code(parts[0]) if len(parts) == 2 else None
        if not parts[-1].isdigit() or (len(parts) == 2 and unit is None):
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await self._begin(turn, unit.name if unit else None, (int(parts[-1]),))

    async def step(self, turn: Turn) -> None:
        """``d:ACTION:UPDATE[:VALUE]``: an answer on the card of the draft that UPDATE began."""
        _, action, update, *value = turn.pressed.split(":", 3)
        origin = f"{turn.bot.id}:{update}"
        if action == "ok":
            await self._confirm(turn, origin)
            return
        if action == "no":
            await self._cancel(turn, origin)
            return
        change = self._change(turn, action, value[0] if value else "", origin)
        if change is None:
            await turn.toast(texts.STALE_BUTTON, alert=True)
            return
        await self._apply(turn, change)

    async def typed(self, turn: Turn) -> bool:
        """What was typed answers the draft's question, or reads like a report; else False."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is not None and await self._answered(turn, draft):
            return True
        return await self._free_text(turn, turn.text, None)

    async def file(self, turn: Turn) -> None:
        """A photo or document: evidence for the open draft, or for the report in its caption."""
        message = turn.message
        attachment = _attachment(message) if message else None
        if message is None or attachment is None:
            return
        if not self._services.actor(turn.person).own_units:
            await turn.say(plain(texts.UNREADABLE))
            return
        limit = self._services.settings.attachment_megabytes
        if attachment.size > limit * 2**20:
            await turn.say(plain(say.FILE_TOO_BIG.format(limit=limit)))
            return
        if draft_of(self._services.store.read, turn.person) is not None:
            plan = self._services.plan
            await self._apply(turn, lambda r: drafts.attach(r, plan, turn.person, attachment))
            return
        if not (message.caption and await self._free_text(turn, message.caption.strip(), attachment)):
            await turn.say(plain(say.FILE_WITHOUT_REPORT))

    async def voice(self, turn: Turn) -> None:
        """A voice message: nothing here can understand it, and saying so loses nothing."""
        await turn.say(plain(say.VOICE_WITHOUT_WORDS))

    async def edited(self, turn: Turn) -> None:
        """An edited message changes nothing that was reported, and says so to those who report."""
        if self._services.actor(turn.person).own_units:
            await turn.say(plain(say.EDITED))

    async def cancel(self, turn: Turn) -> bool:
        """Throw the open draft away; False if there is none."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is None:
            return False
        await self._cancel(turn, draft.origin)
        return True

    async def _begin(self, turn: Turn, unit: str | None, measures: tuple[int, ...]) -> None:
        if not self._services.actor(turn.person).own_units:
            await turn.refuse(say.NO_OBLIGATIONS)
            return
        kept = draft_of(self._services.store.read, turn.person)
        if kept is not None and not measures:
            await self._show(turn, kept)
            return
        now = self._services.clock()
        plan, services = self._services.plan, self._services
        await self._apply(
            turn,
            lambda r: drafts.begin(
                r, plan, services.actor(turn.person, r), turn.origin, now, unit=unit, measures=measures
            ),
            anew=True,
        )

    async def _apply(self, turn: Turn, change: Callable[[Records], Draft], *, anew: bool = False) -> None:
        """Make one change to the draft, on disk, and show what it asks next."""
        try:
            draft = await self._services.store.transact(change)
        except Refused as refusal:
            await turn.refuse(str(refusal))
            if anew and (kept := draft_of(self._services.store.read, turn.person)):
                await self._show(turn, kept, anew=True)
            return
        await turn.toast()
        await self._show(turn, draft, anew=anew)

    async def _show(self, turn: Turn, draft: Draft, *, anew: bool = False) -> None:
        """Show the draft's card where the person is looking: in place if it is the newest, else below."""
        page = self._page(draft)
        if turn.pressed and not anew:
            card = await turn.show(page)
        elif draft.card is not None and turn.message and draft.card > turn.message.message_id:
            card = await turn.replace(draft.card, page)
        else:
            card = await turn.say(page)
        if draft.card not in (None, card):
            await turn.unbutton(draft.card)
        if draft.card != card:
            await self._services.store.transact(lambda r: _show_on(r, turn.person, card, draft.origin))

    def _change(self, turn: Turn, action: str, value: str, origin: str) -> Callable[[Records], Draft] | None:
        plan, person, services = self._services.plan, turn.person, self._services
        match action:
            case "u" if unit := services.unit_by_code(value):
                return lambda r: drafts.choose_unit(
                    r, plan, services.actor(person, r), unit.name, origin=origin
                )
            case "m" if value.isdigit():
                return lambda r: drafts.choose_measure(r, plan, person, int(value), origin=origin)
            case "s" if value in set(Status):
                return lambda r: _choose_status(r, person, Status(value), origin)
            case "p" if value.isdigit():
                return lambda r: drafts.set_percent(r, person, int(value), origin=origin)
            case "p":
                return lambda r: drafts.skip_percent(r, person, origin=origin)
            case "t":
                return lambda r: drafts.set_text(r, person, "", origin=origin)
            case "e" if value in set(Step):
                return lambda r: drafts.revise(r, person, Step(value), origin=origin)
        return None

    async def _answered(self, turn: Turn, draft: Draft) -> bool:
        """Take typed words as the answer to the draft's question; False where they are not one."""
        person, text = turn.person, turn.text
        normal = unicodedata.normalize("NFKC", text)
        match Step(draft.step):
            case Step.UNIT if unit := self._services.directory.resolve(text):
                plan, services = self._services.plan, self._services
                await self._apply(
                    turn, lambda r: drafts.choose_unit(r, plan, services.actor(person, r), unit.name)
                )
            case Step.MEASURE if number := re.fullmatch(r"第?\s*(\d{1,3})\s*[条号项]?", normal):
                plan = self._services.plan
                await self._apply(turn, lambda r: drafts.choose_measure(r, plan, person, int(number[1])))
            case Step.STATUS if status := _status(text):
                await self._apply(turn, lambda r: _choose_status(r, person, status, draft.origin))
            case Step.PERCENT if percent := _PERCENT.fullmatch(normal):
                await self._apply(turn, lambda r: drafts.set_percent(r, person, int(percent[1])))
            case Step.PERCENT | Step.TEXT:
                await self._apply(turn, lambda r: drafts.set_text(r, person, text))
            case Step.READY if text in {"确认", "确认报送", "是", "对", "好"}:
                await self._confirm(turn, draft.origin)
            case _:
                return False
        return True

    async def _free_text(self, turn: Turn, text: str, attachment: Attachment | None) -> bool:
        services = self._services
        actor = services.actor(turn.person)
        parsed = next(
            (p for unit in actor.own_units if (p := parse_report(text, services.plan, unit)).items), None
        )
        if parsed is None:
            return False
        items = draft_items(parsed, self._owed_numbers(actor.own_units[0]))
        if not items:
            await turn.say(plain(say.NOTHING_OWED))
            return True
        now, plan = services.clock(), services.plan

        def work(records: Records) -> Draft:
            by = services.actor(turn.person, records)
            draft = drafts.begin(records, plan, by, turn.origin, now, items=items)
            return drafts.attach(records, plan, turn.person, attachment) if attachment else draft

        await self._apply(turn, work, anew=True)
        return True

    async def _confirm(self, turn: Turn, origin: str) -> None:
        services = self._services
        now, plan = services.clock(), services.plan
        try:
            reports = await services.store.transact(
                lambda r: drafts.confirm(
                    r, plan, services.rules, services.actor(turn.person, r), now, origin=origin
                )
            )
        except Refused as refusal:
            await turn.refuse(str(refusal))
            return
        await turn.toast()
        await turn.show(self._thanks(reports))

    async def _cancel(self, turn: Turn, origin: str) -> None:
        draft = await self._services.store.transact(lambda r: drafts.cancel(r, turn.person, origin=origin))
        await turn.toast()
        if draft is not None and draft.card is not None and not turn.pressed:
            await turn.unbutton(draft.card)
        await turn.show(plain(texts.CANCELLED))

    def _thanks(self, reports: list[Report]) -> Message:
        services = self._services
        cycle = cycle_by_id(reports[0].cycle, services.calendar, services.rules)
        label = cycle_label(cycle, services.clock().date())
        left = self._owed_numbers(reports[0].unit)
        rows: Rows = ((Button("继续汇报", f"r:{unit_code(reports[0].unit)}:{left[0]}"),),) if left else ()
        return plain(say.thanks(reports, len(left), label), rows)

    def _page(self, draft: Draft) -> Message:
        """What the draft asks next, with the answers as buttons."""
        update = draft.origin.rpartition(":")[2]

        def button(label: str, action: str, value: object = "") -> Button:
            return Button(label, f"d:{action}:{update}:{value}")

        leave = (button("取消", "no"),)
        head = say.draft_head(draft, self._services.plan) if draft.unit else ""
        match Step(draft.step):
            case Step.UNIT:
                units = self._units(draft)
                return plain(say.CHOOSE_UNIT, (*((button(u, "u", unit_code(u)),) for u in units), leave))
            case Step.MEASURE:
                return self._measures(draft, button, leave)
            case Step.STATUS:
                choices = columns((button(STATUS_NAMES[s], "s", s) for s in _STATUS_CHOICES), 2)
                return headed(f"{head}\n\n{say.CHOOSE_STATUS}", (*choices, leave))
            case Step.PERCENT:
                choices = columns((button(f"{p}%", "p", p) for p in _PERCENTS), 3)
                skip = (button("跳过", "p"), *leave)
                return headed(f"{head}\n\n{say.ASK_PERCENT}", (*choices, skip))
            case Step.TEXT:
                enough = (button("不再补充", "t"), *leave)
                return headed(f"{head}\n\n{say.ASK_TEXT}\n{say.KEEP_IT_PUBLIC}", (enough,))
            case Step.READY:
                edits = (button("改状态", "e", Step.STATUS), button("改内容", "e", Step.TEXT))
                card = paged(say.card(draft, self._services.plan).split("\n"))[0]
                return headed(card, ((button("确认报送", "ok"),), (*edits, *leave)))

    def _units(self, draft: Draft) -> list[str]:
        plan = self._services.plan
        own = self._services.actor(draft.person).own_units
        bound = [{measure.number for measure, _ in plan.owned_by(unit)} for unit in own]
        wanted = {item.measure for item in draft.items}
        return [unit for unit, numbers in zip(own, bound, strict=True) if wanted <= numbers]

    def _measures(
        self, draft: Draft, button: Callable[[str, str, object], Button], leave: tuple[Button, ...]
    ) -> Message:
        plan = self._services.plan
        waiting = self._owed_numbers(draft.unit)
        others = [m.number for m, _ in plan.owned_by(draft.unit) if m.number not in waiting]
        rows = [
            (
                button(
                    f"第{n}条 {plan.by_number[n].title}"[:_LABEL] + ("" if n in waiting else "·已报"), "m", n
                ),
            )
            for n in [*waiting, *others]
        ]
        return headed(say.choose_measure(draft.unit, len(waiting)), (*rows, leave))

    def _owed_numbers(self, unit: str) -> list[int]:
        s = self._services
        found = owed(s.store.read, s.plan, s.rules, s.calendar, s.clock(), units=[unit])
        return [due.obligation.measure for due in found]


def _choose_status(records: Records, person: int, status: Status, origin: str) -> Draft:
    """Choose a status; 本期无新进展 needs no words, so the card follows at once."""
    draft = drafts.choose_status(records, person, status, origin=origin)
    if status is Status.NIL and draft.step == Step.TEXT:
        return drafts.set_text(records, person, "", origin=origin)
    return draft


def _show_on(records: Records, person: int, card: int, origin: str) -> None:
    """Remember the card, unless the draft was sent or replaced in the meantime."""
    draft = draft_of(records, person)
    if draft is not None and draft.origin == origin:
        drafts.show_on(records, person, card)


def _status(text: str) -> Status | None:
    return next((status for status, name in STATUS_NAMES.items() if text.strip() == name), None)


def _attachment(message: TelegramMessage) -> Attachment | None:
    if message.photo:
        photo = message.photo[-1]
        return Attachment(photo.file_id, photo.file_unique_id, "photo", "照片", photo.file_size or 0)
    if message.document:
        document = message.document
        name = document.file_name or "文件"
        return Attachment(
            document.file_id, document.file_unique_id, "document", name, document.file_size or 0
        )
    return None
