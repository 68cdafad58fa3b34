"""What the outbox carries, as plain data, and what became of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.delivery import texts

Rows = tuple[tuple[tuple[str, str], ...], ...]


KEPT = {"photo": "telegram:photo:", "document": "telegram:document:"}
"""How a document begins that is sent on by Telegram's file id, as what."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one chat: HTML, rows of (label, callback data), and perhaps a file to attach.

    With a ``document`` the HTML is its caption, at most 1024 characters. It is the path of a file that stays
    until it is sent, or one of :data:`KEPT` with the id of a file that Telegram keeps.
    """

    chat: int
    html: str
    rows: Rows = ()
    document: str = ""


class Outcome(StrEnum):
    """What became of a delivery; the value is how the journal writes it."""

    SENT = "s"
    SENT_TWICE = "r"  # the first try's answer was lost, so it may have arrived twice
    UNREACHABLE = "x"
    DEFECT = "d"
    NO_FILE = "f"
    UNSURE = "u"
    LOST = "l"
    CANCELLED = "c"

    @property
    def reason(self) -> str:
        """Why it was not sent, for people; empty where it was."""
        return _REASONS.get(self, "")


_REASONS = {
    Outcome.UNREACHABLE: texts.DELIVERY_UNREACHABLE,
    Outcome.DEFECT: texts.DELIVERY_DEFECT,
    Outcome.NO_FILE: texts.DELIVERY_NO_FILE,
    Outcome.UNSURE: texts.DELIVERY_UNSURE,
    Outcome.LOST: texts.DELIVERY_LOST,
    Outcome.CANCELLED: texts.DELIVERY_CANCELLED,
}


class Unreadable(Exception):
    """The file to be attached cannot be read, so nothing was sent. ``passing`` where it may be later."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror)
        lasting = FileNotFoundError | IsADirectoryError | NotADirectoryError | PermissionError
        self.passing = not isinstance(error, lasting)


class NotNow(Exception):
    """A delivery is to wait: it is asked about again after ``Outbox.resume``."""


Prepare = Callable[[str, Delivery], Awaitable[Delivery | None]]
"""Asked right before a delivery of the batch of that key is sent: what to send now, or None to cancel it.

Raises NotNow.
"""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """How a batch stands. ``repeated`` of those ``sent`` may have arrived twice."""

    sent: int
    failed: tuple[tuple[int, Outcome], ...]
    pending: int
    cancelled: int = 0
    repeated: int = 0
