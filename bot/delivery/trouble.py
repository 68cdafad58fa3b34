"""Trouble on the way to Telegram: how long to wait, and what to tell the operator, once."""

import asyncio
import logging

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.delivery import texts
from bot.delivery.faults import TokenRefused, seconds_to_wait
from bot.delivery.inbox import Alert
from bot.delivery.journal import JournalFull

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0
_REFUSALS = 3  # a single 401 in a long run is not yet believed

log = logging.getLogger(__name__)


class Trouble:
    """Backs off while something keeps failing, and says once when that begins and when it ends.

    A lost connection is news after ``news_after`` failures in a row; the rest at once.
    """

    def __init__(self, alert: Alert, news_after: int = 3) -> None:
        self._alert = alert
        self._news_after = news_after
        self._failures = 0
        self._refusals = 0
        self._told: set[str] = set()

    async def wait_after(self, error: TelegramError | JournalFull) -> None:
        """Wait as long as this failure asks for. Raises TokenRefused when a 401 keeps coming."""
        self._failures += 1
        log.warning("no luck with Telegram: %s", type(error).__name__)
        if isinstance(error, Conflict):
            self._tell(texts.ANOTHER_BOT)
        elif isinstance(error, JournalFull):
            self._tell(texts.DISK_FULL)
        elif isinstance(error, InvalidToken):
            self._refusals += 1
            if self._refusals >= _REFUSALS:
                raise TokenRefused(texts.TOKEN_REFUSED) from None
        elif self._failures >= self._news_after:
            self._tell(texts.NETWORK_ABSENT.format(reason=type(error).__name__))
        if isinstance(error, RetryAfter):
            await asyncio.sleep(seconds_to_wait(error))
        else:
            await asyncio.sleep(min(_FIRST_PAUSE * 2 ** min(self._failures - 1, 8), _LONGEST_PAUSE))

    def over(self) -> None:
        """It works again."""
        if self._told:
            self._alert(texts.NETWORK_BACK)
        self._failures = self._refusals = 0
        self._told.clear()

    def _tell(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self._alert(text)
