"""The card of a draft: brought up to date after every change, where its writer is looking."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.chat.guarding import tell
from bot.chat.report_pages import ReportPages
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress import drafts
from bot.progress.drafts import draft_of
from bot.progress.model import Attachment, Draft, DraftItem, Period
from bot.progress.steps import Step
from bot.records import Records
from bot.refusal import Refused


class DraftCards:
    """Changes one person's draft on disk and shows what it asks next."""

    def __init__(self, services: Services, pages: ReportPages) -> None:
        """Keep what is needed to write and show drafts."""
        self._services = services
        self._pages = pages

    async def begin(
        self,
        turn: Turn,
        unit: str | None,
        items: Sequence[DraftItem] = (),
        *,
        measures: Sequence[int] = (),
        words: str = "",
        attachment: Attachment | None = None,
        listed: Sequence[int] = (),
        period: Period = Period.CURRENT,
    ) -> None:
        """Begin a draft as :func:`drafts.begin` does, with a file and the measures to choose from."""
        s, now = self._services, self._services.clock()
        message = turn.message.message_id if turn.message and not turn.pressed else None

        def work(records: Records) -> Draft:
            by = s.actor(turn.person, records)
            draft = drafts.begin(
                records,
                s.plan,
                by,
                turn.origin,
                now,
                unit=unit,
                measures=measures,
                items=items,
                words=words,
                message=message,
                period=period,
            )
            if listed and draft.step == Step.MEASURE:
                draft = drafts.put(records, replace(draft, listed=tuple(listed)))
            return drafts.attach(records, s.plan, turn.person, attachment) if attachment else draft

        await self.apply(turn, work, anew=True)

    async def apply(self, turn: Turn, change: Callable[[Records], Draft], *, anew: bool = False) -> None:
        """Make one change to the draft, on disk, and show what it asks next."""
        try:
            draft = await self._services.store.transact(change)
        except Refused as refusal:
            await tell(turn)
            await turn.refuse(str(refusal))
            if anew and (kept := draft_of(self._services.store.read, turn.person)):
                await self.show(turn, kept, anew=True)
            return
        await turn.toast()
        await tell(turn)
        await self.show(turn, draft, anew=anew)

    async def show(self, turn: Turn, draft: Draft, *, anew: bool = False) -> None:
        """Show the draft's card where the person is looking: in place if it is the newest, else below."""
        page, listed = self._pages.draft(draft), self._pages.listed(draft)
        if turn.pressed and not anew:
            card = await turn.show(page)
        elif draft.card is not None and turn.message and draft.card > turn.message.message_id:
            card = await turn.replace(draft.card, page)
        else:
            card = await turn.say(page)
        if draft.card not in (None, card):
            await turn.unbutton(draft.card)
        if (draft.card, draft.listed) != (card, listed):
            await self._services.store.transact(
                lambda r: _show_on(r, turn.person, card, listed, draft.origin)
            )

    async def show_begun(self, turn: Turn) -> None:
        """Show the draft that this very update began, if it did."""
        draft = draft_of(self._services.store.read, turn.person)
        if draft is not None and draft.origin == turn.origin:
            await turn.toast()
            await tell(turn)
            await self.show(turn, draft, anew=True)

    async def close(self, turn: Turn, draft: Draft | None) -> None:
        """Take the buttons off the card of a draft that was ended by typing."""
        if draft is not None and draft.card is not None and not turn.pressed:
            await turn.unbutton(draft.card)


def _show_on(records: Records, person: int, card: int, listed: tuple[int, ...], origin: str) -> None:
    """Remember the card, unless the draft was sent or replaced in the meantime."""
    draft = draft_of(records, person)
    if draft is not None and draft.origin == origin:
        drafts.show_on(records, person, card, listed)
