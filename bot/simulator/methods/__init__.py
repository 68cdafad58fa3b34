"""The Bot API methods the simulator speaks. One that is not here is an error, never ``true``."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.simulator.context import Context
from bot.simulator.methods import chats, editing, profile, receiving, sending
from bot.simulator.params import Params

Method = Callable[[Context, Params], Any | Awaitable[Any]]

_ALL: tuple[Method, ...] = (
    *(receiving.get_me, receiving.get_updates, receiving.set_webhook, receiving.delete_webhook),
    *(receiving.get_webhook_info, receiving.answer_callback_query, receiving.answer_inline_query),
    *(receiving.get_file, receiving.log_out, receiving.close),
    *(sending.send_message, sending.send_photo, sending.send_document, sending.send_media_group),
    *(sending.copy_message, sending.forward_message, sending.send_chat_action),
    *(editing.edit_message_text, editing.edit_message_caption, editing.edit_message_reply_markup),
    *(editing.delete_message, editing.delete_messages),
    *(chats.get_chat, chats.get_chat_member),
    *(profile.set_my_commands, profile.get_my_commands, profile.delete_my_commands),
    *(profile.set_my_description, profile.get_my_description),
    *(profile.set_my_short_description, profile.get_my_short_description),
    *(profile.set_my_name, profile.get_my_name),
    *(profile.set_chat_menu_button, profile.get_chat_menu_button),
)

# Telegram takes method names in any case: sendMessage is found as sendmessage
METHODS: dict[str, Method] = {method.__name__.replace("_", ""): method for method in _ALL}
