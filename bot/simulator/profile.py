"""How the bot presents itself: commands by scope and language, descriptions, name, menu button."""

import re
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.world import Chat, Json, User

_SCOPES = {
    *("default", "all_private_chats", "all_group_chats", "all_chat_administrators"),
    *("chat", "chat_administrators", "chat_member"),
}
_LIMITS = {"description": 512, "short_description": 120, "name": 64}


class Profile:
    """Set by the bot, shown by the page."""

    def __init__(self) -> None:
        self._commands: dict[tuple[str, str], list[Json]] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self._menus: dict[int | None, Json] = {}

    def set_commands(self, commands: Any, scope: str, language: str) -> None:
        """Replace the commands of a scope; none removes them. Raises ApiError."""
        if not isinstance(commands, list):
            raise bad_request("expected an Array of BotCommand")
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        kept = [_command(command) for command in commands]
        if kept:
            self._commands[scope, language] = kept
        else:
            self._commands.pop((scope, language), None)

    def commands(self, scope: str, language: str) -> list[Json]:
        """Exactly what was set for that scope and language."""
        return self._commands.get((scope, language), [])

    def commands_for(self, chat: Chat, user: User) -> list[Json]:
        """What a person sees in a chat: the narrowest scope that has commands, their language first."""
        language = (user.language_code or "").split("-")[0]
        kind = "all_private_chats" if chat.private else "all_group_chats"
        scopes = [f"chat:{chat.id}", kind, "default"]
        if not chat.private:
            scopes.insert(0, f"chat_member:{chat.id}:{user.id}")
            if user.id in chat.admins:
                scopes[1:1] = [f"chat_administrators:{chat.id}"]
                scopes.insert(-2, "all_chat_administrators")
        for scope in scopes:
            for spoken in (language, ""):
                if found := self._commands.get((scope, spoken)):
                    return found
        return []

    def set_text(self, name: str, text: str, language: str) -> None:
        """Set name, description or short_description."""
        if len(text) > _LIMITS[name]:
            raise bad_request(f"bot {name.replace('_', ' ')} is too long")
        self._texts[name, language] = text

    def text(self, name: str, language: str = "") -> str:
        """The text in that language, else without one."""
        return self._texts.get((name, language)) or self._texts.get((name, ""), "")

    def set_menu(self, chat_id: int | None, button: Any) -> None:
        """Set the menu button of a private chat, or the default one."""
        button = {"type": "default"} if button is None else button
        if not isinstance(button, dict) or button.get("type") not in {"commands", "default", "web_app"}:
            raise bad_request("MenuButton has unsupported type")
        self._menus[chat_id] = button

    def menu(self, chat_id: int | None) -> Json:
        """The menu button of a chat."""
        return self._menus.get(chat_id) or self._menus.get(None) or {"type": "default"}


def scope_key(scope: Any) -> tuple[str, int | None, int | None]:
    """A BotCommandScope as kind, chat and person. Raises ApiError."""
    if scope is None:
        return "default", None, None
    if not isinstance(scope, dict):
        raise bad_request("BotCommandScope must be an Object")
    kind = scope.get("type")
    if kind not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat_id = user_id = None
    if kind in {"chat", "chat_administrators", "chat_member"}:
        if not scope.get("chat_id"):
            raise bad_request("can't parse BotCommandScope: Can't find field \"chat_id\"")
        chat_id = int(scope["chat_id"]) if re.fullmatch(r"-?\d+", str(scope["chat_id"])) else 0
    if kind == "chat_member":
        if not scope.get("user_id"):
            raise bad_request("can't parse BotCommandScope: Can't find field \"user_id\"")
        user_id = int(scope["user_id"])
    return kind, chat_id, user_id


def language_code(code: str) -> str:
    """A two-letter language code or none. Raises ApiError."""
    if code and not re.fullmatch(r"[a-z]{2}", code):
        raise bad_request("invalid language code specified")
    return code


def _command(command: Any) -> Json:
    if not isinstance(command, dict) or not isinstance(command.get("command"), str):
        raise bad_request("can't parse BotCommand: Can't find field \"command\"")
    name = command["command"].removeprefix("/")
    description = command.get("description")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}
