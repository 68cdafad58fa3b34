"""What a rule has decided to tell, put down together with its marks: told means stored.

The record goes into one transaction with the marks that say "told"; the message is posted to the outbox
under its key afterwards, and again at the next start if a kill came in between. The outbox takes a key once.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person: HTML, and rows of (label, callback data).

    ``document`` names a file to attach, as bot.delivery.deliveries.Delivery says it.
    """

    person: int
    html: str
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()
    document: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One batch of letters on its way. ``key`` is its key in the outbox.

    ``letters`` are emptied once the outbox has them. ``report_to`` are the people who are shown how the
    delivery goes, under ``title``; the record stays until they have seen the end of it. ``urgent`` goes
    before what is sent to many.
    """

    key: str
    plan: str
    at: datetime
    letters: tuple[Letter, ...]
    title: str = ""
    report_to: tuple[int, ...] = ()
    urgent: bool = False
