"""A PTB bot that writes every update down before Telegram hears of it, and says nothing twice if it can."""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, InvalidToken
from telegram.ext import ExtBot

from bot.delivery import texts
from bot.delivery.answers import Answers, Result, answering, fingerprint_of, is_answer
from bot.delivery.arrivals import Arrivals
from bot.delivery.budget import Budget, Priority
from bot.delivery.doubts import Doubts, Key
from bot.delivery.faults import CannotTell, NotCarriedOut, TokenRefused
from bot.delivery.inbox import Inbox
from bot.delivery.inbox_file import Raw
from bot.delivery.transport import AiohttpRequest

UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""The kinds of update that the bot asks Telegram for."""

log = logging.getLogger(__name__)


_BATCH = 100  # updates that Telegram hands over at once
_MOST_TIMES = 2  # that a run sends a message while nobody can tell whether it arrived; never a third time
_UNCHANGED = "message is not modified"
_SIGHTS = {0: "it is not there", None: "nobody can tell"}


@dataclass(frozen=True, slots=True)
class _Saying:
    """An answer that is being sent, and how to find it where it may be there already."""

    answers: Answers
    fingerprint: str
    chat: object
    look: Callable[[], Awaitable[Result | None]]


_saying: ContextVar[_Saying | None] = ContextVar("saying", default=None)


class _KeepingBot(Bot):
    """What PTB's rate limiter calls in a message's turn, in which nothing else is on its way to its chat.

    The turn ends only when the answer is kept: else the next message could be on its way while this one is
    not yet noted.
    """

    __slots__ = ()

    async def _do_post(self, endpoint: str, data: dict[str, Any], **timeouts: Any) -> Result:
        saying = _saying.get()
        if saying is None:
            return await super()._do_post(endpoint, data, **timeouts)
        result = await saying.look()
        if result is None:
            with saying.answers.leaving(saying.fingerprint, saying.chat):
                result = await super()._do_post(endpoint, data, **timeouts)
        await saying.answers.keep(saying.fingerprint, result)
        return result


class JournalBot(ExtBot[Priority], _KeepingBot):
    """An ``ExtBot`` that journals each batch of updates it fetches, and whose repr and errors hide the token.

    ``base_url`` is the root of a Bot API server (methods at ``/bot<token>/…``, files at
    ``/file/bot<token>/…``). Methods wait for their turn as people's answers do; pass
    ``rate_limit_args=Priority.BROADCAST`` for what is sent to many.
    """

    __slots__ = ("_arrivals", "_inbox", "_next_offset")

    def __init__(
        self,
        token: str,
        inbox: Inbox,
        *,
        base_url: str = "https://api.telegram.org",
        proxy: str = "",
        budget: Budget | None = None,
    ) -> None:
        super().__init__(
            token,
            base_url=f"{base_url}/bot",
            base_file_url=f"{base_url}/file/bot",
            request=AiohttpRequest(proxy=proxy),
            get_updates_request=AiohttpRequest(pool_size=2, proxy=proxy),
            rate_limiter=budget or Budget(),
        )
        self._inbox = inbox
        self._next_offset: int | None = None
        self._arrivals = Arrivals()

    @property
    def arrivals(self) -> Arrivals:
        """The ids of all messages that came by."""
        return self._arrivals

    @property
    def doubts(self) -> Doubts:
        """The messages that may have arrived or not."""
        return self._inbox.doubts

    def __repr__(self) -> str:
        """PTB's shows the token."""
        return "JournalBot[…]"

    async def initialize(self) -> None:
        """Open the connections and ask who we are. Raises TokenRefused, or a TelegramError to try again."""
        self._arrivals.reached(self.doubts.top)
        for raw in self._inbox.pending():
            self._arrivals.saw_update(raw)
            for _, result in self._inbox.answers(raw["update_id"]):
                self._note_sent(result)
        try:
            await super().initialize()
        except InvalidToken:
            raise TokenRefused(texts.TOKEN_REFUSED) from None  # PTB's text holds the token

    async def fetch(self, seconds: int = 0) -> list[Raw]:
        """Fetch updates, waiting so long for the first, and journal them; return those that are new.

        Stands in for ``get_updates``, which would confirm what nobody has written down. The offset is kept
        here, since a batch of nothing new must be confirmed too: a call confirms all that the calls before
        it returned. After an empty answer everything is confirmed and the offset is dropped, since Telegram
        restarts its numbering anywhere after a quiet week.

        Raises JournalFull and JournalBroken (nothing is confirmed then) beside PTB's own errors.
        """
        patience = self._request[0].read_timeout
        raws: list[Raw] = await self._post(
            "getUpdates",
            {"offset": self._next_offset, "timeout": seconds, "allowed_updates": UPDATES},
            read_timeout=None if patience is None else patience + seconds,
        )
        new = await self.receive(raws)
        ids = [one for raw in raws if isinstance(raw, dict) and isinstance(one := raw.get("update_id"), int)]
        self._next_offset = max(ids) + 1 if ids else None
        if raws and not ids:
            raise NotCarriedOut("nothing of what came can be confirmed")  # or it would come again at once
        if len(raws) < _BATCH:
            self._arrivals.caught_up()
        return new

    async def receive(self, raws: Sequence[Raw]) -> list[Raw]:
        """Journal updates that came in, and return those to handle. Raises JournalFull, JournalBroken."""
        for raw in raws:
            self._arrivals.saw_update(raw)
        return await self._inbox.record(raws)

    async def parse(self, raw: Raw) -> Update | None:
        """The journaled update as PTB's object; None where PTB cannot read it (it is set aside then)."""
        try:
            return Update.de_json(raw, self)
        except Exception as error:  # noqa: BLE001 - one bad update must not hold up the others
            log.warning("an update cannot be parsed: %s", type(error).__name__)
            await self._inbox.set_aside(raw["update_id"], error)
            return None

    async def look_for(self, key: Key, chat: int, markup: InlineKeyboardMarkup | None) -> int | None:
        """The id of a message in doubt that left for this chat with this keyboard (arrivals.py).

        0 where it is not there, None where nobody can tell. To be called in its turn. Raises TelegramError
        where Telegram does not answer as asked.
        """

        async def is_it(message_id: int) -> bool | None:
            try:
                await self.edit_message_reply_markup(
                    chat, message_id, reply_markup=markup, rate_limit_args=Priority.GRANTED
                )
            except BadRequest as error:
                return _UNCHANGED in error.message.lower()
            return None  # it had another keyboard

        if (span := self.doubts.span(key)) is None:
            return None
        speaking, saying = answering.set(None), _saying.set(None)  # looking is no part of what is said
        try:
            found = await self._arrivals.find(chat, span, is_it)
        finally:
            answering.reset(speaking)
            _saying.reset(saying)
        log.info("looked for a message whose answer was lost: %s", _SIGHTS.get(found, "it has arrived"))
        return found

    async def _do_post(self, endpoint: str, data: dict[str, Any], **timeouts: Any) -> Result:
        """PTB's own seam below every method: an answer that an earlier attempt sent is not sent again."""
        answers = answering.get()
        if answers is None:
            result = await super()._do_post(endpoint, data, **timeouts)
        else:
            saying = self._to_say(answers, endpoint, data) if is_answer(endpoint) else None
            if saying and (earlier := answers.recall(saying.fingerprint)) is not None:
                return earlier
            told = _saying.set(saying)
            try:
                with answers.calling():
                    if saying and answers.key(saying.fingerprint) in self.doubts:
                        await self._arrivals.ready()
                    result = await super()._do_post(endpoint, data, **timeouts)
            finally:
                _saying.reset(told)
        if is_answer(endpoint):
            self._note_sent(result)
        return result

    def _note_sent(self, result: Result) -> None:
        for message in result if isinstance(result, list) else [result]:
            if isinstance(message, dict):
                self._arrivals.counted(message["chat"]["id"], message["message_id"])

    def _to_say(self, answers: Answers, endpoint: str, data: dict[str, Any]) -> _Saying:
        fingerprint, chat = fingerprint_of(endpoint, data), data.get("chat_id")

        async def look() -> Result | None:
            key = answers.key(fingerprint)
            if not isinstance(chat, int) or key not in self.doubts:
                return None
            single = endpoint != "sendMediaGroup"
            found = await self.look_for(key, chat, data.get("reply_markup")) if single else None
            if found == 0:
                self.doubts.end(key)
            elif found is None and self.doubts.times(key) >= _MOST_TIMES:
                raise CannotTell("nobody can tell whether the message arrived")
            if not found:
                return None
            kind = "private" if chat > 0 else "supergroup"
            return {"message_id": found, "date": int(time.time()), "chat": {"id": chat, "type": kind}}

        return _Saying(answers, fingerprint, chat, look)
