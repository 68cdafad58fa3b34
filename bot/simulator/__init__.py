"""A strict local Bot API server with people to play, and a page that looks like a phone chat."""

from bot.simulator.group import Group
from bot.simulator.person import Answer, Person, Press
from bot.simulator.seen import Attachment, Seen
from bot.simulator.server import Call, Simulator
from bot.simulator.stage import Controls, Persona, TourStep

__all__ = [
    "Answer",
    "Attachment",
    "Call",
    "Controls",
    "Group",
    "Person",
    "Persona",
    "Press",
    "Seen",
    "Simulator",
    "TourStep",
]
