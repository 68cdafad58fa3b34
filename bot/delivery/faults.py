"""What can go wrong on the way to Telegram, and which of it may be repeated."""

import errno

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

_OUT_OF_MEANS = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC, errno.EDQUOT, errno.EIO}


class NotCarriedOut(NetworkError):
    """The request certainly had no effect (never left, or was turned away): repeating it is safe."""

    __slots__ = ()


class ConnectTimedOut(NotCarriedOut, TimedOut):
    """No connection in time; nothing was sent."""

    __slots__ = ()


class CannotTell(NetworkError):
    """A message was sent twice, and nobody can tell whether it arrived: it is not sent a third time."""

    __slots__ = ()


class Unable(Exception):
    """An update cannot be handled just now, through no fault of its own; it is to wait."""


class TokenRefused(TelegramError):
    """Telegram does not know the token. Carries no trace of the token itself."""

    __slots__ = ()


def may_have_had_effect(error: BaseException) -> bool:
    """Whether nobody knows if the failed request was carried out: not where Telegram refused it."""
    if isinstance(error, TelegramError):
        return isinstance(error, NetworkError) and not isinstance(error, BadRequest | NotCarriedOut)
    return True


def may_be_late(error: BaseException) -> bool:
    """Whether the failed request may be carried out yet: nobody waited for its end."""
    return isinstance(error, TimedOut) or not isinstance(error, TelegramError)


def will_pass(error: BaseException) -> bool:
    """Whether a failure says nothing about what was being handled: it is to be tried again for ever.

    A network that is away is none of this kind: nobody can tell it from a message that Telegram chokes on.
    """
    if isinstance(error, OSError) and not isinstance(error, TimeoutError):
        return error.errno in _OUT_OF_MEANS
    return isinstance(error, NotCarriedOut | RetryAfter | InvalidToken | Unable)


def seconds_to_wait(error: RetryAfter) -> float:
    """The time that a 429 asks for, in seconds."""
    period = error.retry_after
    return float(period) if isinstance(period, int | float) else period.total_seconds()
