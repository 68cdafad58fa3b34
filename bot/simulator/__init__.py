"""A strict local Bot API server with people to play, and a page that looks like a phone chat."""

from bot.simulator.person import Answer, Group, Person, Press
from bot.simulator.seen import Attachment, Seen
from bot.simulator.server import Call, Simulator

__all__ = ["Answer", "Attachment", "Call", "Group", "Person", "Press", "Seen", "Simulator"]
