"""Questions about a plan, answered with the plan's own sentences."""

from bot.ask.answer import Answer, Found, answer_json
from bot.ask.asker import Asker
from bot.ask.followup import Context
from bot.ask.lessons import Lesson

__all__ = ["Answer", "Asker", "Context", "Found", "Lesson", "answer_json"]
