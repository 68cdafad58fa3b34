"""Closing in chat (销号): what may be closed, closing it, and letting it be owed again."""

from bot.chat import awaiting, guarding, letters, texts
from bot.chat import review_texts as say
from bot.chat.message import Button, Message, Rows, columns, headed, paged, plain, unit_code
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.chat.wording import digits
from bot.evidence.model import Evidence, FileState
from bot.progress import review_texts as rules_say
from bot.progress.acts import Awaited, Wanted
from bot.progress.closing import Closed, IsEvidence, closable, close, closed_ones, missing, reopen
from bot.progress.ledger import Ledger
from bot.progress.model import Attachment, Obligation
from bot.records import Reader, Records
from bot.roster.authority import Permission, require

_SHOWN = 30  # buttons on one page


def kept_evidence(reader: Reader) -> IsEvidence:
    """Tells the files that are kept, or still to be fetched, from those that were refused, lost or erased."""

    def kept(file: Attachment) -> bool:
        row = reader.get(Evidence, file.file_unique_id)
        return row is None or row.state in (FileState.WAITING, FileState.KEPT)

    return kept


def closing_rows(reader: Reader, ledger: Ledger, obligation: Obligation) -> Rows:
    """The button that closes an obligation, or reopens it; none where neither can be."""
    data = f"{unit_code(obligation.unit)}:{obligation.measure}"
    if ledger.closed(obligation) is not None:
        return ((Button("恢复报送", f"c:o:{data}"),),)
    return () if missing(ledger, obligation, kept_evidence(reader)) else ((Button("销号", f"c:c:{data}"),),)


class Closings:
    """What is done, proved and accepted, for the office."""

    def __init__(self, services: Services) -> None:
        """Keep what is needed to look and to close."""
        self._services = services

    async def command(self, turn: Turn) -> None:
        """``/close``, 销号: what may be closed, each with its button, and what is."""
        require(self._services.actor(turn.person), Permission.CLOSE)
        await turn.say(self._list())

    async def pressed(self, turn: Turn) -> None:
        """``c:c:UNIT:7`` closes, ``c:o:UNIT:7`` asks why it is to be reopened."""
        s = self._services
        require(s.actor(turn.person), Permission.CLOSE)
        _, action, code, number = (*turn.pressed.split(":"), "", "", "")[:4]
        unit, measure = s.unit_by_code(code), digits(number)
        if unit is None or measure is None or action not in ("c", "o"):
            await turn.toast(texts.STALE_BUTTON, alert=True)
        elif action == "c":
            done = await self._act(turn, unit.name, measure, reopening=None)
            again = Button("恢复报送", f"c:o:{code}:{number}")
            await turn.show(plain(_told(done), ((again, Button("销号清单", "c:l")),)))
        else:
            await awaiting.begin(s, turn, Wanted.REOPENING, turn.pressed)
            await turn.say(plain(f"{rules_say.obligation(unit.name, measure)}\n{say.ASK_REOPENING}"))
        await turn.toast()

    async def listed(self, turn: Turn) -> None:
        """``c:l``: the list again, in place."""
        require(self._services.actor(turn.person), Permission.CLOSE)
        await turn.show(self._list())
        await turn.toast()

    async def reopened(self, turn: Turn, awaited: Awaited) -> None:
        """The reason that a 恢复报送 button asked for."""
        _, _, code, number = awaited.subject.split(":")
        unit, measure = self._services.unit_by_code(code), digits(number)
        remark = await guarding.masked(turn, turn.text)
        if unit is not None and measure is not None:
            done = await self._act(turn, unit.name, measure, reopening=remark)
            await turn.say(plain(_told(done)))
        await guarding.tell(turn)

    async def _act(self, turn: Turn, unit: str, measure: int, *, reopening: str | None) -> Closed:
        s, now, key = self._services, self._services.clock(), turn.origin

        def work(records: Records) -> Closed:
            by = s.actor(turn.person, records)
            if reopening is None:
                done = close(
                    records,
                    s.plan,
                    by=by,
                    measure=measure,
                    unit=unit,
                    now=now,
                    key=key,
                    is_evidence=kept_evidence(records),
                )
            else:
                done = reopen(
                    records, s.plan, by=by, measure=measure, unit=unit, now=now, key=key, remark=reopening
                )
                awaiting.heard(records, turn, Wanted.REOPENING)
            if done.fresh:
                page = plain(_letter(done))
                people = letters.liaisons(records, s.plan, unit, now.date())
                letters.put_down(
                    records, s.plan, f"closing:{s.plan.id}:{key}", now, [(one, page) for one in people]
                )
            return done

        return await s.store.transact(work)

    def _list(self) -> Message:
        ledger = self._services.ledger()
        ready, closed = closable(ledger, kept_evidence(self._services.store.read)), closed_ones(ledger)
        buttons = [_button("销号", "c", one) for one in ready] + [_button("恢复", "o", one) for one in closed]
        return headed(paged(say.closings(ready, closed).split("\n"))[0], columns(buttons[:_SHOWN], 2))


def _button(label: str, action: str, one: Obligation) -> Button:
    return Button(
        f"{label} {say.short(one.unit)}第{one.measure}条", f"c:{action}:{unit_code(one.unit)}:{one.measure}"
    )


def _letter(done: Closed) -> str:
    act = done.closing
    if act.closed:
        return rules_say.closed(act.unit, act.measure)
    return rules_say.reopened(act.unit, act.measure, act.remark)


def _told(done: Closed) -> str:
    act = done.closing
    what = "销号" if act.closed else "恢复报送"
    about = rules_say.obligation(act.unit, act.measure)
    return f"{about}已{what}，并告知该单位。" if done.fresh else f"{about}此前已{what}（{act.by}）。"
