"""Files sent while a report is written: evidence for the draft, or for the report in the caption."""

from dataclasses import replace

from bot.chat import report_texts as say
from bot.chat import texts
from bot.chat.attachments import attachment_of
from bot.chat.draft_cards import DraftCards
from bot.chat.free_text import FreeText
from bot.chat.guarding import masked, tell
from bot.chat.reading import Reading
from bot.chat.services import Services
from bot.chat.turn import Albums, Turn
from bot.progress import drafts, steps
from bot.progress.corrections import measures_named
from bot.progress.drafts import draft_of
from bot.progress.model import Attachment, Draft
from bot.progress.replies import reply
from bot.records import Records
from bot.refusal import Refused


class DraftFiles:
    """Takes in photos and documents."""

    def __init__(
        self, services: Services, reading: Reading, cards: DraftCards, free_text: FreeText, albums: Albums
    ) -> None:
        """Keep what is needed to attach files and to read captions."""
        self._services = services
        self._reading = reading
        self._cards = cards
        self._free_text = free_text
        self._albums = albums

    async def take(self, turn: Turn) -> None:
        """A photo or document: evidence for the open draft, or for the report in its caption."""
        message = turn.message
        attachment = attachment_of(message) if message else None
        if message is None or attachment is None:
            return
        attachment = replace(attachment, name=await masked(turn, attachment.name))
        caption = await masked(turn, (message.caption or "").strip())
        try:
            await self._attach(turn, attachment, caption)
        except Refused as refusal:
            await tell(turn)
            if not self._albums.told(turn):
                await turn.refuse(str(refusal))

    async def _attach(self, turn: Turn, attachment: Attachment, caption: str) -> None:
        """Raises Refused with what the sender is to be told, once an album."""
        services, person = self._services, turn.person
        if not services.actor(person).own_units:
            raise Refused(texts.UNREADABLE)
        limit = services.settings.attachment_megabytes
        if attachment.size > limit * 2**20:
            raise Refused(say.FILE_TOO_BIG.format(limit=limit))
        kept = draft_of(services.store.read, person)
        if kept is None:
            if caption and await self._free_text.begin(turn, caption, attachment):
                return
            bound = self._reading.ground().bound
            own = {number for unit in services.actor(person).own_units for number in bound(unit)}
            named = [number for number in measures_named(caption) if number in own]
            if not named:
                raise Refused(say.FILE_WITHOUT_REPORT)
            await self._cards.begin(turn, None, measures=named, attachment=attachment)
            return
        message = turn.message.message_id if turn.message else None
        ground, now = self._reading.ground(), services.clock()

        def take(records: Records) -> Draft:
            draft = drafts.attach(records, services.plan, person, attachment)
            if caption and draft.heard != turn.origin:
                taken = reply(draft, caption, ground, message=message, now=now)
                draft = taken or steps.add_words(draft, caption, message)
            return drafts.put(records, replace(draft, heard=turn.origin))

        draft = await services.store.transact(take)
        await tell(turn)
        await self._cards.show(turn, draft)
