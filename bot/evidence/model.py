"""One file that came as evidence, as stored: whether it is still to be fetched, kept, or why it is not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FileState(StrEnum):
    """What became of a file. WAITING: it is still to be fetched from Telegram."""

    WAITING = "waiting"
    KEPT = "kept"
    REFUSED = "refused"
    LOST = "lost"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file by Telegram's unique id of it (``key``), which drafts and reports hold as well.

    ``sender`` is told what becomes of it. Once kept, ``digest`` (SHA-256 in hex, of the cleaned content)
    and ``suffix`` name it on the shelf, and ``file_id``, which leads to the original, is forgotten.
    ``next_at`` is when fetching is tried again, after ``tries`` failures.
    """

    key: str
    plan: str
    file_id: str
    name: str
    sender: int
    at: datetime
    state: FileState
    next_at: datetime
    tries: int = 0
    digest: str = ""
    suffix: str = ""
    size: int = 0
    reason: str = ""
