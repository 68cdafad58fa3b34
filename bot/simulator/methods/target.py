"""Which chat and message a request means."""

from bot.simulator.context import Context
from bot.simulator.errors import bad_request
from bot.simulator.params import Params
from bot.simulator.world import Chat, Message


def chat_number(params: Params, name: str = "chat_id") -> int:
    """The chat id of a request. Raises ApiError where there is none, or one that is no number."""
    text = params.text(name)
    if not text:
        raise bad_request(f"{name} is empty")
    try:
        return int(text)
    except ValueError:
        raise bad_request("chat not found") from None


def target(context: Context, params: Params, name: str = "chat_id") -> Chat:
    """The chat to write to. Raises ApiError where the bot cannot write."""
    return context.world.reachable(chat_number(params, name))


def known(context: Context, params: Params) -> Chat:
    """A chat the bot has seen, whether or not it may write there now."""
    chat = context.world.chats.get(chat_number(params))
    if chat is None or not chat.opened:
        raise bad_request("chat not found")
    return chat


def message_of(chat: Chat, params: Params, missing: str, name: str = "message_id") -> Message:
    """The message a request names; ``missing`` is what Telegram says when there is none."""
    if not params.has(name):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(params.integer(name))
    if message is None:
        raise bad_request(missing)
    return message
