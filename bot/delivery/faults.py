"""What can go wrong on the way to Telegram, and which of it may be repeated."""

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut


class NotCarriedOut(NetworkError):
    """The request certainly had no effect (never left, or was turned away): repeating it is safe."""

    __slots__ = ()


class ConnectTimedOut(NotCarriedOut, TimedOut):
    """No connection in time; nothing was sent."""

    __slots__ = ()


class TokenRefused(TelegramError):
    """Telegram does not know the token. Carries no trace of the token itself."""

    __slots__ = ()


def had_no_effect(error: BaseException) -> bool:
    """Whether the failed request may be repeated without sending anything twice."""
    return isinstance(error, NotCarriedOut | RetryAfter)


def may_have_had_effect(error: BaseException) -> bool:
    """Whether nobody knows if the failed request was carried out: not where Telegram refused it."""
    if isinstance(error, TelegramError):
        return isinstance(error, NetworkError) and not isinstance(error, BadRequest | NotCarriedOut)
    return True


def seconds_to_wait(error: RetryAfter) -> float:
    """The time that a 429 asks for, in seconds."""
    period = error.retry_after
    return float(period) if isinstance(period, int | float) else period.total_seconds()
