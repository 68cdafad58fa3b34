"""The PTB application on which handlers run: an update is done when its handler has succeeded, not before."""

import asyncio
import logging
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import Application, ApplicationBuilder

from bot.delivery.answers import Answers, answering
from bot.delivery.bot import JournalBot
from bot.delivery.budget import Budget
from bot.delivery.faults import CannotTell, seconds_to_wait, will_pass
from bot.delivery.inbox import TRIES, Inbox
from bot.delivery.inbox_file import Raw
from bot.delivery.processor import ChatOrderProcessor
from bot.delivery.pulse import Pulse
from bot.delivery.turnstile import Turnstile
from bot.failure import told

HANDLER_SECONDS = 120.0  # a handler that takes longer hangs, and counts as failed
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_LONGEST_TROUBLE = 600.0  # seconds for which an update may fail while Telegram is heard otherwise
_LONGEST_DOUBT = 60.0  # seconds in which it shows whether a message has arrived, or never
_LATELY = 60.0  # seconds since a poll came back: a long one takes 30

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Attempt:
    last: bool
    update: Update | None = None
    error: Exception | None = None


_attempt: ContextVar[_Attempt | None] = ContextVar("attempt", default=None)


class JournalApplication(Application[JournalBot, Any, Any, Any, Any, Any]):
    """An Application that marks updates done in the inbox, and tries again what failed.

    PTB's ``process_update`` hands a handler's exception to ``process_error`` and returns as if all were
    well; so ``process_error`` notes it for the attempt it belongs to. Handlers must be blocking (PTB's
    default), must await the recording of their work, and must be safe to repeat for one ``update_id``.
    Messages that an attempt has sent are not sent again by the next one (``answers.py``).

    - A network failure, a 401 or 429, a store or a system that is out of means is waited out, and the handler
      runs again. A message that may have arrived is looked for first, and sent once more at most where
      nobody can tell.
    - The person having blocked the bot ends the update: nobody is left to answer.
    - Anything else is tried three times. Error handlers run at the last try only, so that a person is told
      once; then the update is set aside.
    - What the process died of is noted before it is handled; see ``Inbox.work``.
    - Handlers go on step by step, so that the loop looks at the network in between (``turnstile.py``). The
      queue holds updates as they were journaled: to parse one is the first of its steps.
    """

    __slots__ = ("_turnstile", "fetching", "heard", "inbox")

    def __init__(self, *, inbox: Inbox, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.inbox = inbox
        self.heard = Pulse()
        self._turnstile = Turnstile()
        self.fetching: asyncio.Task[None]

    async def start(self) -> None:
        """Begin to handle what is in the queue; ``fetching`` is the task that takes it up."""
        await super().start()
        name = f"Application:{self.bot.id}:update_fetcher"  # PTB keeps the task to itself
        (self.fetching,) = (task for task in asyncio.all_tasks() if task.get_name() == name)

    async def process_update(self, update: object) -> None:
        """Handle a journaled update until it is done or set aside; one that is so already is ignored."""
        if not isinstance(update, dict) or (update_id := update["update_id"]) not in self.inbox:
            return
        pause, began = _FIRST_PAUSE, time.monotonic()
        while True:
            attempt = await self._try_once(update)
            error = attempt.error
            if error is None and attempt.update is None:
                self.inbox.rest(update_id)
                return  # it cannot be read
            if error is None or isinstance(error, Forbidden):
                self.inbox.done(update_id)
                return
            if isinstance(error, RetryAfter):
                pause = seconds_to_wait(error)
            elif not self._is_elsewhere(error, began) and await self.inbox.failed(update_id, error):
                return
            self.inbox.rest(update_id)
            if self._stopping:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _is_elsewhere(self, error: Exception, began: float) -> bool:
        """Whether the fault lies not with the update that is being tried since ``began``.

        A network that fails has to be waited out however long that takes. But where Telegram is heard all
        the while, and only this update gets no further, it is this update that it chokes on.
        """
        if not _is_network(error):
            return will_pass(error)
        heard, tried_for = self.heard.age, time.monotonic() - began
        if isinstance(error, CannotTell):
            return tried_for < _LONGEST_DOUBT
        choked = tried_for > _LONGEST_TROUBLE and heard is not None and heard < _LATELY
        return will_pass(error) or not choked

    async def process_error(self, update: object | None, error: Exception, *args: Any, **kwargs: Any) -> bool:
        """Note the error for the attempt under way; error handlers hear of it if that was the last one."""
        attempt = _attempt.get()
        if attempt is None or kwargs.get("coroutine") is not None:  # a job, or a task a handler left behind
            return await super().process_error(update, error, *args, **kwargs)
        attempt.error = error
        log.warning("handling an update failed: %s", told(error))
        if attempt.last and not _is_network(error) and self.error_handlers:
            await super().process_error(update, error, *args, **kwargs)
        return True  # the other handler groups run when it is tried again

    @property
    def _stopping(self) -> bool:
        processor = self.update_processor
        return isinstance(processor, ChatOrderProcessor) and processor.stopping

    async def _try_once(self, raw: Raw) -> _Attempt:
        update_id = raw["update_id"]
        attempt = _Attempt(last=self.inbox.tries(update_id) + 1 >= TRIES)
        token = _attempt.set(attempt)
        speaking = answering.set(Answers(self.inbox, update_id, self.bot.arrivals))
        self.inbox.work(update_id)
        try:
            async with asyncio.timeout(HANDLER_SECONDS):
                await self._turnstile.through(
                    self._handle(raw, attempt),
                    waits=lambda: self.inbox.rest(update_id),
                    goes_on=lambda: self.inbox.work(update_id),
                )
        except Exception as error:  # noqa: BLE001 - a handler's check_update, or the time limit
            await self.process_error(attempt.update, error)
        except asyncio.CancelledError:
            self.inbox.rest(update_id)
            raise
        finally:
            answering.reset(speaking)
            _attempt.reset(token)
        return attempt

    async def _handle(self, raw: Raw, attempt: _Attempt) -> None:
        attempt.update = await self.bot.parse(raw)
        if attempt.update is not None:
            await super().process_update(attempt.update)


def build_application(
    token: str,
    inbox: Inbox,
    *,
    base_url: str = "https://api.telegram.org",
    proxy: str = "",
    budget: Budget | None = None,
) -> JournalApplication:
    """An application on our transport, budget, inbox and processor; add handlers, then run it."""
    bot = JournalBot(token, inbox, base_url=base_url, proxy=proxy, budget=budget)
    builder = ApplicationBuilder().application_class(JournalApplication, {"inbox": inbox}).bot(bot)
    application = builder.updater(None).job_queue(None).concurrent_updates(ChatOrderProcessor()).build()
    if not isinstance(application, JournalApplication):
        raise TypeError("PTB built another application")
    return application


def _is_network(error: Exception) -> bool:
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)
