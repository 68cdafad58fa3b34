"""How a draft ends: sent, thrown away, or left for a report of its own."""

from bot.chat import report_texts as say
from bot.chat import texts
from bot.chat.draft_cards import DraftCards
from bot.chat.free_text import FreeText
from bot.chat.message import plain
from bot.chat.sent import Sent
from bot.chat.services import Services
from bot.chat.turn import Turn
from bot.progress import drafts
from bot.progress import texts as progress_texts
from bot.progress.drafts import draft_of
from bot.progress.reports import reports_of
from bot.refusal import Refused


class DraftEnds:
    """Ends one person's draft, whether by a button or by words."""

    def __init__(self, services: Services, cards: DraftCards, free_text: FreeText, sent: Sent) -> None:
        """Keep what is needed to send drafts and to begin anew."""
        self._services = services
        self._cards = cards
        self._free_text = free_text
        self._sent = sent

    async def confirm(self, turn: Turn, origin: str) -> None:
        """Send it; pressed again, thank for what it became."""
        services = self._services
        now = services.clock()
        draft = draft_of(services.store.read, turn.person)
        try:
            reports = await services.store.transact(
                lambda r: self._sent.confirmed(r, turn.person, origin, now)
            )
        except Refused as refusal:
            await turn.refuse(str(refusal))
            return
        await turn.toast()
        await turn.show(self._sent.thanks(reports))
        await self._cards.close(turn, draft)

    async def cancel(self, turn: Turn, origin: str) -> None:
        """Throw it away, unless it was sent."""
        if reports_of(self._services.store.read, origin):
            await turn.refuse(say.SENT_ALREADY)
            return
        draft = await self._services.store.transact(lambda r: drafts.cancel(r, turn.person, origin=origin))
        if draft is None:
            await turn.refuse(progress_texts.NO_DRAFT)
            return
        await turn.toast()
        await turn.show(plain(texts.CANCELLED))
        await self._cards.close(turn, draft)

    async def anew(self, turn: Turn, origin: str) -> None:
        """The words that were held back are a report of their own: the old draft goes. Raises Refused."""
        held = drafts.current(self._services.store.read, turn.person, origin)
        await self._services.store.transact(lambda r: drafts.cancel(r, turn.person, origin=origin))
        await turn.toast()
        if held.card is not None:
            await turn.unbutton(held.card)
        if not await self._free_text.begin(turn, held.held):
            await self._cards.begin(turn, None, words=held.held)
