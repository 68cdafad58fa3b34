"""What the guard finds and what it gives back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """Kinds of personal data, the weightier first: where two overlap, the first names the whole."""

    NAME = "name"
    ID_NUMBER = "id_number"
    STUDENT_NUMBER = "student_number"
    DOCUMENT_NUMBER = "document_number"
    PASSPORT = "passport"
    BANK_CARD = "bank_card"
    PHONE = "phone"
    QQ = "qq"
    WECHAT = "wechat"
    EMAIL = "email"
    PLATE = "plate"
    BIRTH_DATE = "birth_date"
    SCHOOL_CLASS = "school_class"
    ADDRESS = "address"

    __hash__ = str.__hash__  # that of an enum is a call into Python, and spans live in sets


class Found(NamedTuple):
    """One piece of personal data: its kind and where it stands, in code points of the text as given."""

    type: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text with its personal data masked; ``found`` is in the order of the text and never overlaps."""

    text: str
    found: tuple[Found, ...]
