"""One update from one person, and the ways to answer it."""

import logging
from typing import TYPE_CHECKING

from telegram import Bot, InputFile, ReplyParameters, Update
from telegram import Message as TelegramMessage
from telegram.error import BadRequest

from bot.chat.message import Message, plain
from bot.privacy import Redacted

if TYPE_CHECKING:
    from bot.chat.reading import Read

log = logging.getLogger(__name__)

# Answers of Telegram that mean "what you wanted is already so" or "too late to matter".
_HARMLESS_EDIT = ("message is not modified",)
_CANNOT_EDIT = (
    "message can't be edited",
    "message to edit not found",
    "there is no text in the message to edit",
)
_MUTED = ("not enough rights to send", "have no rights to send", "chat_write_forbidden", "topic_closed")
_LATE_QUERY = ("query is too old", "query id is invalid")


class Turn:
    """What a handler sees: who, where, what they typed or pressed; and say, show, toast."""

    def __init__(self, update: Update, bot: Bot) -> None:
        """Wrap an update that has a person and a chat; raises ValueError for others."""
        if update.effective_user is None or update.effective_chat is None:
            raise ValueError("an update without a person or a chat is no turn")
        self.update = update
        self.bot = bot
        self.person = update.effective_user.id
        self.chat = update.effective_chat.id
        self.private = update.effective_chat.type == "private"
        self.message: TelegramMessage | None = update.effective_message
        self.text = ((self.message.text if self.message else None) or "").strip()
        self.pressed = update.callback_query.data or "" if update.callback_query else ""
        self.origin = f"{bot.id}:{update.update_id}"
        self.argument = "".join(self.text.split(maxsplit=1)[1:])
        """What was typed after the command or its Chinese word, which may have no space between."""
        self.masked: dict[str, Redacted] = {}
        """What the privacy guard made of the words of this turn (:mod:`bot.chat.guarding`)."""
        self.read: dict[str, Read] = {}
        """What they report (:mod:`bot.chat.reading`); to be asked before the turn changes anything."""
        self.told_of_masking = False
        self._toasted = False

    @property
    def pressed_message(self) -> int | None:
        """The id of the message whose button was pressed."""
        query = self.update.callback_query
        return query.message.message_id if query and query.message else None

    @property
    def replied_to(self) -> TelegramMessage | None:
        """The message that this one replies to."""
        return self.message.reply_to_message if self.message and not self.pressed else None

    @property
    def _asked(self) -> ReplyParameters | None:
        """In a group the message that is answered, so that everybody sees whose question it was."""
        if self.private or self.message is None or self.update.callback_query is not None:
            return None
        return ReplyParameters(self.message.message_id, allow_sending_without_reply=True)

    async def say(self, message: Message) -> int:
        """Send a new message to this chat, in a group as a reply; returns its id, or 0 where muted."""
        try:
            sent = await self.bot.send_message(
                self.chat,
                message.html,
                parse_mode="HTML",
                reply_markup=message.markup,
                reply_parameters=self._asked,
            )
        except BadRequest as error:
            if self.private or not _is(error, _MUTED):
                raise
            log.info("the bot may not speak in a group")
            return 0
        return sent.message_id

    async def show(self, message: Message) -> int:
        """Put the message in place of the one whose button was pressed; say it anew where that cannot be."""
        if (pressed := self.pressed_message) is None:
            return await self.say(message)
        return await self.replace(pressed, message)

    async def replace(self, message_id: int, message: Message) -> int:
        """Put the message in place of one the bot sent; say it anew where that cannot be."""
        try:
            await self.bot.edit_message_text(
                message.html,
                chat_id=self.chat,
                message_id=message_id,
                parse_mode="HTML",
                reply_markup=message.markup,
            )
        except BadRequest as error:
            if _is(error, _HARMLESS_EDIT):
                return message_id
            if _is(error, _CANNOT_EDIT):
                return await self.say(message)
            raise
        return message_id

    async def unbutton(self, message_id: int) -> None:
        """Take the buttons off an earlier message, so that nobody presses a stale one."""
        try:
            await self.bot.edit_message_reply_markup(self.chat, message_id, reply_markup=None)
        except BadRequest as error:
            if not _is(error, _HARMLESS_EDIT + _CANNOT_EDIT):
                raise

    async def send_file(self, name: str, content: bytes, caption: str = "") -> None:
        """Send a document made here."""
        await self.bot.send_document(self.chat, InputFile(content, filename=name), caption=caption or None)

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """Answer the pressed button, once; without text it only stops the waiting mark."""
        query = self.update.callback_query
        if query is None or self._toasted:
            return
        self._toasted = True
        try:
            await query.answer(text[:200] or None, show_alert=alert)
        except BadRequest as error:
            if not is_late(error):
                raise

    async def refuse(self, text: str) -> None:
        """Tell the person plainly why not: as an alert on a button, else as a message."""
        if self.update.callback_query and not self._toasted and len(text) <= 200:
            await self.toast(text, alert=True)
        else:
            await self.say(plain(text))


class Albums:
    """Which album each person was told about last, so that ten pictures get one sentence and not ten."""

    def __init__(self) -> None:
        """Begin with nobody told."""
        self._told: dict[int, str] = {}

    def told(self, turn: Turn) -> bool:
        """Whether this person was told already of the album that the message belongs to; now they are."""
        album = turn.message.media_group_id if turn.message else None
        if album is None:
            return False
        before = self._told.get(turn.person)
        self._told[turn.person] = album
        return before == album


def is_late(error: BadRequest) -> bool:
    """Whether a press or an inline query waited too long to be answered."""
    return _is(error, _LATE_QUERY)


def _is(error: BadRequest, known: tuple[str, ...]) -> bool:
    text = error.message.lower()
    return any(phrase in text for phrase in known)
