"""Reply markup, refused where Telegram refuses it."""

from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.links import LinkError, check_url
from bot.simulator.params import truth

MAX_BUTTONS = 100  # more in one inline keyboard: REPLY_MARKUP_TOO_LONG
MAX_DATA = 64  # bytes of callback data

Markup = dict[str, Any]

_INLINE = "can't parse inline keyboard button: "
_PLAIN = "can't parse keyboard button: "
_ACTIONS = (
    *("url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat"),
    *("switch_inline_query_chosen_chat", "web_app", "login_url", "copy_text", "pay", "callback_game"),
)


def check_markup(markup: Any) -> Markup | None:
    """The markup as Telegram keeps it, None for no markup. Raises ApiError."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = [[_inline_button(b) for b in row] for row in _rows(markup, "inline_keyboard")]
        rows = [row for row in rows if row]
        if sum(map(len, rows)) > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        return {"inline_keyboard": rows} if rows else None
    if "keyboard" in markup:
        rows = [[_plain_button(b) for b in row] for row in _rows(markup, "keyboard")]
        flags = ("resize_keyboard", "one_time_keyboard", "selective", "is_persistent")
        kept: Markup = {name: True for name in flags if truth(markup, name)}
        if placeholder := markup.get("input_field_placeholder"):
            kept["input_field_placeholder"] = _placeholder(placeholder)
        rows = [row for row in rows if row]
        return {"keyboard": rows, **kept} if rows else None
    if "remove_keyboard" in markup:
        return {"remove_keyboard": True} if truth(markup, "remove_keyboard") else None
    if "force_reply" in markup:
        if not truth(markup, "force_reply"):
            return None
        forced: Markup = {"force_reply": True}
        if placeholder := markup.get("input_field_placeholder"):
            forced["input_field_placeholder"] = _placeholder(placeholder)
        return forced
    return None


def inline_only(markup: Any) -> Markup | None:
    """The markup for an edit, which can only carry an inline keyboard."""
    checked = check_markup(markup)
    if checked is not None and "inline_keyboard" not in checked:
        raise bad_request("inline keyboard expected")
    return checked


def _placeholder(text: Any) -> str:
    if not isinstance(text, str) or len(text) > 64:
        raise bad_request("reply markup input field placeholder is too long")
    return text


def _rows(markup: Markup, name: str) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" must be an Array of Arrays')
    return rows


def _text(button: dict[str, Any], prefix: str) -> str:
    if "text" not in button:
        raise bad_request(f'{prefix}Can\'t find field "text"')
    text = button["text"]
    if not isinstance(text, str):
        raise bad_request(f'{prefix}Field "text" must be of type String')
    if not text.strip():
        raise bad_request(f"{prefix}Button text must be non-empty")
    return text


def _plain_button(button: Any) -> dict[str, Any]:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad_request(f"{_PLAIN}KeyboardButton must be an Object")
    _text(button, _PLAIN)
    return dict(button)


def _inline_button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request(f"{_INLINE}Inline keyboard button must be an Object")
    _text(button, _INLINE)
    # an empty callback_data or url is no action; an empty switch_inline_query is a real one
    actions = [
        name
        for name in _ACTIONS
        if name in button and (button[name] or name.startswith("switch_inline_query"))
    ]
    if not actions:
        raise bad_request(f"{_INLINE}Text buttons are unallowed in the inline keyboard")
    action = actions[0]
    value = button[action]
    if action == "callback_data":
        if not isinstance(value, str):
            raise bad_request(f'{_INLINE}Field "callback_data" must be of type String')
        if len(value.encode()) > MAX_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        try:
            check_url(str(value))
        except LinkError as reason:
            raise bad_request(f"inline keyboard button URL '{value}' is invalid: {reason}") from None
    elif action == "copy_text":
        copied = value.get("text", "") if isinstance(value, dict) else ""
        if not isinstance(copied, str) or not 1 <= len(copied) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif action in {"pay", "callback_game"}:
        raise bad_request("BUTTON_TYPE_INVALID")
    return {"text": button["text"], action: value}
