"""Every handler in one place, in the order in which they are asked. Reads as a table of contents."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.chat import awaiting, codes, guarding, texts
from bot.chat.asking import Asking
from bot.chat.behalf import Behalf
from bot.chat.closings import Closings
from bot.chat.contact import ContactPages
from bot.chat.digest import DigestPages
from bot.chat.erasing import Erasing
from bot.chat.escalating import Escalating
from bot.chat.evidence import EvidencePages
from bot.chat.exporting import Exporting
from bot.chat.extending import Extending
from bot.chat.handing import Handing
from bot.chat.history import HistoryPages
from bot.chat.inline import Inline
from bot.chat.joining import Joining
from bot.chat.learning import LearningPages
from bot.chat.menu import set_commands_for
from bot.chat.message import plain
from bot.chat.noticing import Noticing
from bot.chat.nudging import Nudging
from bot.chat.pacing import Pacing
from bot.chat.pausing import Pausing
from bot.chat.reach import Reach
from bot.chat.rehearsing import Rehearsing
from bot.chat.reminding import ReminderButtons
from bot.chat.reporting import Reporting
from bot.chat.reviewing import Reviewing
from bot.chat.seats import Seats
from bot.chat.services import Services
from bot.chat.standing import StandingPages
from bot.chat.tasks import TaskPages
from bot.chat.turn import Albums, Turn
from bot.chat.typed import Typed
from bot.delivery.faults import Unable
from bot.delivery.journal import JournalError
from bot.evidence.shelf import Shelf
from bot.failure import told
from bot.outgoing import Outgoing
from bot.progress.acts import Wanted
from bot.progress.drafts import draft_of
from bot.records import StoreDamaged, StoreError, StoreFull, StoreReadOnly
from bot.refusal import Refused
from bot.roster.authority import NotAllowed

log = logging.getLogger(__name__)

_BEFORE = -1  # handlers that do their part and leave the update to the others
_GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
_FILES = filters.PHOTO | filters.Document.ALL | filters.VIDEO | filters.VIDEO_NOTE
_SOUNDS = filters.VOICE | filters.AUDIO

Callback = Callable[[Turn], Awaitable[object]]
AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class _ShowsCode(filters.UpdateFilter):
    """A group's message from which the code of an invitation was taken."""

    def filter(self, update: Update) -> bool:
        return bool(codes.shown(update))


class Chat:
    """The conversations of one bot, and which of them an update belongs to."""

    def __init__(self, services: Services) -> None:
        """Open one room per conversation."""
        self._services = services
        self.seats = Seats(services)
        self.handing = Handing(services)
        self.reach = Reach(services)
        self.learning = LearningPages(services)
        self._albums = Albums()
        self.post: Callable[[], Awaitable[None]] | None = None
        """Posts what turns put down to be told; without it that waits for the next look."""
        self.reporting = Reporting(services, self._albums)
        self.standing = StandingPages(services)
        self.reminders = ReminderButtons(services)
        self.asking = Asking(services, self.learning, self.standing.of_measure)
        self.contact = ContactPages(services)
        self.inline = Inline(services)
        self.digest = DigestPages(services)
        self.tasks = TaskPages(services)
        self.shelf = Shelf(services.settings.data_dir)
        self.evidence = EvidencePages(services, self.shelf)
        self.erasing = Erasing(services, self.shelf)
        self.history = HistoryPages(services)
        self.reviewing = Reviewing(services)
        self.closings = Closings(services)
        self.extending = Extending(services)
        self.behalf = Behalf(services)
        self.exporting = Exporting(services)
        self.joining = Joining(services)
        self.nudging = Nudging(services)
        self.noticing = Noticing(services)
        self.rehearsing = Rehearsing(services)
        self.pacing = Pacing(services)
        self.escalating = Escalating(services)
        self.pausing = Pausing(services)
        self._commands: dict[str, Callback] = {
            "start": self._start,
            "help": self.seats.help,
            "ask": self.asking.command,
            "mine": self.standing.mine,
            "report": self.reporting.command,
            "withdraw": self.reporting.withdraw,
            "evidence": self.evidence.command,
            "erase": self.erasing.command,
            "history": self.history.command,
            "progress": self.standing.progress,
            "digest": self.digest.command,
            "tasks": self.tasks.command,
            "whoami": self.seats.whoami,
            "invite": self.seats.invite,
            "members": self.seats.members,
            "handover": self.handing.hand_over,
            "standin": self.handing.stand_in,
            "unanswered": self._waiting,
            "review": self.reviewing.command,
            "accept": self.reviewing.accept,
            "return": self.reviewing.send_back,
            "close": self.closings.command,
            "extend": self.extending.command,
            "behalf": self.behalf.command,
            "export": self.exporting.command,
            "joint": self.joining.command,
            "nudge": self.nudging.command,
            "broadcast": self.noticing.command,
            "rehearse": self.rehearsing.command,
            "cadence": self.pacing.command,
            "escalate": self.escalating.command,
            "pause": self.pausing.command,
            "cancel": self._cancel,
        }
        self.typed = Typed(
            services,
            self._commands,
            {
                Wanted.REMARK: self.reviewing.remarked,
                Wanted.REOPENING: self.closings.reopened,
                Wanted.EXTENSION: self.extending.told,
                Wanted.BEHALF: self.behalf.told,
                Wanted.NUDGE: self.nudging.remarked,
                Wanted.NOTICE: self.noticing.told,
                Wanted.OWN_MEASURE: self.reporting.told_own,
            },
            asking=self.asking,
            seats=self.seats,
            learning=self.learning,
            digest=self.digest,
            extending=self.extending,
            reporting=self.reporting,
            standing=self.standing,
        )

    def register(self, application: AnyApplication) -> None:
        """Hand every kind of update to its conversation; the first handler that fits takes it."""
        handlers: list[BaseHandler[Any, Any, Any]] = [
            # In a group only the plan's public text, and only for who names the bot or replies to it.
            MessageHandler(_GROUP & filters.COMMAND, self._turn(self._group)),
            MessageHandler(_GROUP & (filters.TEXT | filters.CAPTION), self._turn(self.asking.overheard)),
            InlineQueryHandler(self.inline.asked),
            MessageHandler(_PRIVATE & filters.COMMAND, self._turn(self._command)),
            MessageHandler(_PRIVATE & filters.TEXT, self._turn(self.typed.words)),
            MessageHandler(_PRIVATE & _FILES, self._turn(self._file)),
            MessageHandler(_PRIVATE & _SOUNDS, self._turn(self._sound)),
            MessageHandler(_PRIVATE & ~filters.StatusUpdate.ALL, self._turn(self._unreadable)),
            MessageHandler(
                filters.ChatType.PRIVATE
                & filters.UpdateType.EDITED_MESSAGE
                & (filters.TEXT | filters.CAPTION),
                self._turn(self.reporting.edited),
            ),
            CallbackQueryHandler(self._turn(self.asking.full_text), "^m:"),
            CallbackQueryHandler(self._alone(self.standing.progress_pressed), "^p:"),
            CallbackQueryHandler(self._alone(self.reporting.pressed), "^r:"),
            CallbackQueryHandler(self._alone(self.reporting.nothing_new), "^n:"),
            CallbackQueryHandler(self._alone(self.reporting.step), "^d:"),
            CallbackQueryHandler(self._alone(self.reporting.sent_pressed), r"^rs:[wn]:\d{1,12}$"),
            CallbackQueryHandler(self._alone(guarding.delete_pressed), r"^pd:\d{1,12}$"),
            CallbackQueryHandler(self._alone(self.digest.pressed), "^w:"),
            CallbackQueryHandler(self._alone(self.tasks.pressed), "^t:"),
            CallbackQueryHandler(self._alone(self.evidence.pressed), "^e:"),
            CallbackQueryHandler(self._alone(self.erasing.pressed), "^z[:!]"),
            CallbackQueryHandler(self._alone(self.seats.invite_pressed), "^i:"),
            CallbackQueryHandler(self._alone(self.seats.unit_pressed), "^u:"),
            CallbackQueryHandler(self._alone(self.seats.remove_pressed), "^x[?!]"),
            CallbackQueryHandler(self._alone(self.handing.pressed), "^k:"),
            CallbackQueryHandler(self._alone(self.learning.unhelpful), "^h$"),
            CallbackQueryHandler(self._alone(self.learning.pressed), "^l:[adu]:[0-9a-f]{16}$"),
            CallbackQueryHandler(self._alone(self.contact.pressed), "^contact:"),
            CallbackQueryHandler(self._alone(self.reminders.later), r"^rl:\d{1,11}(?::[a-z]{1,12})?$"),
            CallbackQueryHandler(self._alone(self.reminders.why), r"^ry:\d{1,11}$"),
            CallbackQueryHandler(self._alone(self.history.pressed), "^hy:"),
            CallbackQueryHandler(self._alone(self.reviewing.pressed), "^v:"),
            CallbackQueryHandler(self._alone(self.closings.listed), "^c:l$"),
            CallbackQueryHandler(self._alone(self.closings.pressed), "^c:"),
            CallbackQueryHandler(self._alone(self.extending.pressed), "^ex:"),
            CallbackQueryHandler(self._alone(self.joining.pressed), "^j:"),
            CallbackQueryHandler(self._alone(self.behalf.pressed), "^bh:"),
            CallbackQueryHandler(self._alone(self.exporting.pressed), "^xp:"),
            CallbackQueryHandler(self._alone(self.nudging.pressed), "^nu:"),
            CallbackQueryHandler(self._alone(self.noticing.pressed), "^nt:"),
            CallbackQueryHandler(self._alone(self.rehearsing.pressed), "^rh:"),
            CallbackQueryHandler(self._alone(self.pacing.pressed), "^cd:"),
            CallbackQueryHandler(self._alone(self.escalating.pressed), "^up:"),
            CallbackQueryHandler(self._alone(self.pausing.pressed), "^pz:"),
            CallbackQueryHandler(self._alone(self.noticing.received), r"^nr:[\d-]{1,40}$"),
            CallbackQueryHandler(self._turn(self._stale)),
            ChatMemberHandler(self._turn(self.reach.found), ChatMemberHandler.MY_CHAT_MEMBER),
        ]
        application.add_handlers(handlers)
        application.add_handler(MessageHandler(_ShowsCode(), self._turn(self.seats.shown)), group=_BEFORE)
        application.add_error_handler(self._failed)

    def _turn(
        self, callback: Callback
    ) -> Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
        """Give a conversation its turn, and put its refusals into kind words."""

        async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
            if update.effective_user is None or update.effective_chat is None:
                return  # a button under a card sent by way of another chat: nobody to answer
            turn = Turn(update, context.bot)
            if turn.message and turn.message.via_bot and turn.message.via_bot.id == context.bot.id:
                return  # a card of ours that somebody shared asks nothing
            try:
                await self.reach.found(turn)
                await callback(turn)
            except Refused as refusal:
                await turn.refuse(str(refusal))
            except (StoreFull, StoreReadOnly, StoreDamaged) as error:
                log.warning("the store refused a change: %s", told(error))
                await turn.refuse(texts.TRY_AGAIN)
            except (
                StoreError
            ) as error:  # its writer is gone, or a file is damaged: the update waits for another
                raise Unable from error
            await self._post()

        return handle

    async def _post(self) -> None:
        """Post at once what was put down to be told; where that cannot be, the next look makes up for it."""
        if self.post is None or not any(o.letters for o in self._services.store.read.find(Outgoing)):
            return
        try:
            await self.post()
        except (StoreError, JournalError) as error:
            log.warning("what is to be told waits: %s", type(error).__name__)

    def _alone(
        self, callback: Callback
    ) -> Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
        """A conversation that is held in private only, whatever chat its button came to stand in."""

        async def privately(turn: Turn) -> None:
            if not turn.private:
                raise NotAllowed(texts.NOT_IN_GROUPS)
            await callback(turn)

        return self._turn(privately)

    async def _command(self, turn: Turn) -> None:
        name = turn.text.split(maxsplit=1)[0].removeprefix("/").split("@")[0].lower()
        await self._commands.get(name, self._unknown)(turn)

    async def _group(self, turn: Turn) -> None:
        name, _, addressee = turn.text.split(maxsplit=1)[0].removeprefix("/").partition("@")
        if addressee.lower() not in {"", turn.bot.username.lower()}:
            return
        if name.lower() == "ask":
            await self.asking.command(turn)
        elif name.lower() in {"help", "start"} and not await self.asking.opened(turn, turn.argument):
            await turn.say(plain(texts.ASK_EXAMPLES))

    async def _unasked(self, turn: Turn) -> bool:
        return await awaiting.cancel(self._services, turn)

    async def _file(self, turn: Turn) -> None:
        """Evidence for a report; a caption that sounds like danger is answered first."""
        if await self.noticing.file(turn):
            return
        if await self.asking.emergency(turn) and not self._services.actor(turn.person).own_units:
            return
        if await self.tasks.file(turn):
            return
        await self.reporting.file(turn)
        await self.evidence.note(turn)

    async def _sound(self, turn: Turn) -> None:
        """A recording is evidence for the report that is being written; its words are not understood."""
        if draft_of(self._services.store.read, turn.person) is None:
            await self.reporting.voice(turn)
        else:
            await self._file(turn)

    async def _start(self, turn: Turn) -> None:
        if await self.asking.opened(turn, turn.argument):
            return
        await self.seats.start(turn)
        if self._services.actor(turn.person).office:
            await set_commands_for(turn.bot, self._services, turn.person)

    async def _cancel(self, turn: Turn) -> None:
        for cancel in (
            self.seats.cancel,
            self.learning.cancel,
            self.digest.cancel,
            self._unasked,
            self.reporting.cancel,
        ):
            if await cancel(turn):
                return
        await turn.say(plain(texts.NOTHING_TO_CANCEL))

    async def _waiting(self, turn: Turn) -> None:
        await self.contact.waiting(turn)
        await self.learning.command(turn)

    async def _unknown(self, turn: Turn) -> None:
        await turn.say(plain(texts.UNKNOWN_COMMAND))

    async def _unreadable(self, turn: Turn) -> None:
        if not self._albums.told(turn):
            await turn.say(plain(texts.UNREADABLE))

    async def _stale(self, turn: Turn) -> None:
        await turn.toast(texts.STALE_BUTTON, alert=True)

    async def _failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Called when the last try failed: the person is told once, and nothing of the error is shown."""
        if isinstance(update, Update) and update.effective_user and update.effective_chat:
            await Turn(update, context.bot).refuse(texts.SET_ASIDE)
