"""What the methods of the Bot API work on."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from bot.simulator.limits import Limits
from bot.simulator.profile import Profile
from bot.simulator.updates import Updates
from bot.simulator.webhook import Webhook
from bot.simulator.world import Json, Message, User, World

QUERY_LIFETIME = 60.0  # seconds within which a button press or an inline query can be answered


@dataclass(slots=True)
class Query:
    """A button press or an inline query that waits for ``answer``."""

    id: str
    user: User
    message: Message | None
    answer: asyncio.Future[Json]
    asked: float = field(default_factory=time.monotonic)

    @property
    def open(self) -> bool:
        """Whether the bot may still answer."""
        return not self.answer.done() and time.monotonic() - self.asked < QUERY_LIFETIME


@dataclass(slots=True)
class Context:
    """The parts of one simulator, as its methods see them."""

    world: World
    updates: Updates
    webhook: Webhook
    profile: Profile
    limits: Limits | None
    callbacks: dict[str, Query] = field(default_factory=dict)
    inline: dict[str, Query] = field(default_factory=dict)
    logged_out: bool = False

    def ask(self, where: dict[str, Query], user: User, message: Message | None) -> Query:
        """Note a new query in ``where``."""
        query = Query(str(secrets.randbits(63)), user, message, asyncio.get_running_loop().create_future())
        where[query.id] = query
        return query

    def bot_json(self) -> Json:
        """The bot as ``getMe`` shows it."""
        rights: dict[str, Any] = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        return self.world.bot.json() | rights
