"""The mark that an erasure by law leaves behind (依法删除), as stored."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """A report's words, or with ``file`` (Telegram's unique id) one file of it, were erased by law.

    ``key`` is the report's key, with ``#`` and the file's id where a file was meant.
    """

    key: str
    plan: str
    report: str
    by: str
    by_id: int
    at: datetime
    file: str = ""
