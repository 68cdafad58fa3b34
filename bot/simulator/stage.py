"""What the program that embeds the simulator puts on the page: people to be, a tour, a clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone the page's user can be. ``title`` is a unit or role, ``note`` one line on what they may do.

    ``start_payload`` is the deep link they arrive with when they press 开始.
    """

    user_id: int
    name: str
    title: str
    note: str
    start_payload: str | None = None


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step of the tour: be ``persona`` (a user_id), read, and perhaps type ``suggestion``."""

    title: str
    text: str
    persona: int | None = None
    suggestion: str = ""


class Controls(Protocol):
    """The bot's clock as the page turns it."""

    def now(self) -> datetime:
        """The bot's time."""
        ...

    def next_stop(self) -> tuple[datetime, str] | None:
        """When something will next happen by itself, and what; None if nothing will."""
        ...

    async def jump_to(self, moment: datetime) -> None:
        """Set the clock forward and let what is due happen."""
        ...


class Stage:
    """All of it. Empty until the embedding program fills it."""

    def __init__(self) -> None:
        self.cast: list[Persona] = []
        self.tour: list[TourStep] = []
        self.ribbon = ""
        self.controls: Controls | None = None
