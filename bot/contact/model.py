"""Requests to be contacted, as stored."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """One person's wish that the office get in touch, given with consent.

    ``key`` is ``<plan>:<bot>:<update_id>`` of the tap that consented, so that the same tap handled twice is
    one request. Nothing of what the person wrote is here; ``username`` is emptied once somebody of the
    office has dealt with it, and the row goes after 30 days.
    """

    key: str
    plan: str
    person: int
    username: str
    at: datetime
    handled_by: str = ""
    handled_at: datetime | None = None
