"""A group chat that the bot is in."""

from bot.simulator.context import Context
from bot.simulator.person import Person
from bot.simulator.seen import Seen
from bot.simulator.world import Chat


class Group:
    """A group with the bot in it."""

    def __init__(self, context: Context, chat: Chat) -> None:
        self._context = context
        self.chat = chat

    @property
    def id(self) -> int:
        """The group's chat id."""
        return self.chat.id

    def member(self, person: Person) -> Person:
        """The same person, writing in this group."""
        return Person(self._context, person.user, self.chat)

    def messages(self) -> list[Seen]:
        """What the group shows now."""
        return [
            Seen(self._context.world, message, message.content) for message in self.chat.messages.values()
        ]

    def expel_bot(self) -> None:
        """Remove the bot from the group."""
        self.chat.members.pop(self._context.world.bot.id, None)
