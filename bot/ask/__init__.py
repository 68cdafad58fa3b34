"""Questions about a plan, answered with the plan's own sentences."""

from bot.ask.answer import Answer, Found, answer_json
from bot.ask.asker import Asker

__all__ = ["Answer", "Asker", "Found", "answer_json"]
