"""How the bot presents itself."""

from bot.simulator.context import Context
from bot.simulator.errors import bad_request
from bot.simulator.methods.target import target
from bot.simulator.params import Params
from bot.simulator.profile import language_code, scope_key
from bot.simulator.world import Json


def _scope(context: Context, params: Params) -> tuple[str, str]:
    kind, chat_id, user_id = scope_key(params.data("scope", "bot command scope"))
    if chat_id is not None:
        context.world.reachable(chat_id)
    parts = [kind, *(str(number) for number in (chat_id, user_id) if number is not None)]
    return ":".join(parts), language_code(params.text("language_code"))


def set_my_commands(context: Context, params: Params) -> bool:
    """The command list of a scope."""
    scope, language = _scope(context, params)
    context.profile.set_commands(params.data("commands", "commands"), scope, language)
    return True


def get_my_commands(context: Context, params: Params) -> list[Json]:
    """The command list of exactly that scope."""
    return context.profile.commands(*_scope(context, params))


def delete_my_commands(context: Context, params: Params) -> bool:
    """Take the command list of a scope away."""
    scope, language = _scope(context, params)
    context.profile.set_commands([], scope, language)
    return True


def _set_text(context: Context, params: Params, name: str) -> bool:
    context.profile.set_text(name, params.text(name), language_code(params.text("language_code")))
    return True


def _get_text(context: Context, params: Params, name: str) -> Json:
    return {name: context.profile.text(name, language_code(params.text("language_code")))}


def set_my_description(context: Context, params: Params) -> bool:
    """What an empty chat says about the bot."""
    return _set_text(context, params, "description")


def get_my_description(context: Context, params: Params) -> Json:
    """See set_my_description."""
    return _get_text(context, params, "description")


def set_my_short_description(context: Context, params: Params) -> bool:
    """What the bot's profile says."""
    return _set_text(context, params, "short_description")


def get_my_short_description(context: Context, params: Params) -> Json:
    """See set_my_short_description."""
    return _get_text(context, params, "short_description")


def set_my_name(context: Context, params: Params) -> bool:
    """The bot's name."""
    return _set_text(context, params, "name")


def get_my_name(context: Context, params: Params) -> Json:
    """The bot's name, from the start its first name."""
    language = language_code(params.text("language_code"))
    return {"name": context.profile.text("name", language) or context.world.bot.first_name}


def _menu_chat(context: Context, params: Params) -> int | None:
    if not params.has("chat_id"):
        return None
    chat = target(context, params)
    if not chat.private:
        raise bad_request("chat not found")
    return chat.id


def set_chat_menu_button(context: Context, params: Params) -> bool:
    """The button beside the text field of a private chat, or of all."""
    context.profile.set_menu(_menu_chat(context, params), params.data("menu_button", "menu button"))
    return True


def get_chat_menu_button(context: Context, params: Params) -> Json:
    """See set_chat_menu_button."""
    return context.profile.menu(_menu_chat(context, params))
