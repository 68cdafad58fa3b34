"""How updates, presses, inline questions and files reach the bot."""

import re
from typing import Any

from bot.simulator.context import Context, Query
from bot.simulator.entities import units
from bot.simulator.errors import UNKNOWN_QUERY, ApiError, bad_request
from bot.simulator.files import MAX_DOWNLOAD
from bot.simulator.formatting import message_text
from bot.simulator.keyboards import inline_only
from bot.simulator.methods.sending import check_preview
from bot.simulator.params import Params
from bot.simulator.world import Event, Json

_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


def get_me(context: Context, params: Params) -> Json:  # noqa: ARG001 - every method takes the same
    """The bot itself."""
    return context.bot_json()


async def get_updates(context: Context, params: Params) -> list[Json]:
    """What happened, long polling."""
    if context.webhook.url:
        raise ApiError(409, _WEBHOOK_ACTIVE)
    context.updates.allow(params.data("allowed_updates", "allowed updates"))
    limit = min(max(params.integer("limit", 100), 1), 100)
    return await context.updates.poll(params.integer("offset"), limit, max(params.integer("timeout"), 0))


async def set_webhook(context: Context, params: Params) -> bool:
    """Have updates delivered; an empty url ends it."""
    if params.flag("drop_pending_updates"):
        context.updates.clear()
    context.updates.allow(params.data("allowed_updates", "allowed updates"))
    await context.webhook.set(
        params.text("url"), params.text("secret_token"), params.integer("max_connections", 40)
    )
    return True


async def delete_webhook(context: Context, params: Params) -> bool:
    """End delivery; the updates wait for polling."""
    if params.flag("drop_pending_updates"):
        context.updates.clear()
    await context.webhook.set("", "", 40)
    return True


def get_webhook_info(context: Context, params: Params) -> Json:  # noqa: ARG001 - every method takes the same
    """How delivery goes."""
    return context.webhook.info()


def _query(queries: dict[str, Query], number: str) -> Query:
    query = queries.get(number)
    if query is None or not query.open:
        raise bad_request(UNKNOWN_QUERY)
    return query


def answer_callback_query(context: Context, params: Params) -> bool:
    """End the spinner on a button, with a toast or an alert if there is text."""
    text = params.text("text")
    if units(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    query = _query(context.callbacks, params.text("callback_query_id"))
    del context.callbacks[query.id]
    answer: Json = {"text": text, "show_alert": params.flag("show_alert"), "url": params.text("url")}
    query.answer.set_result(answer)
    if query.message is not None:
        chat_id = query.message.chat.id
        context.world.tell(Event("answer", chat_id, query.message, query.user.id, by_bot=True, data=answer))
    return True


def answer_inline_query(context: Context, params: Params) -> bool:
    """The cards for what a person types after the bot's name in any chat."""
    results = params.data("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("expected an Array of InlineQueryResult")
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(params.text("next_offset").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    checked = [_result(result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    button = _results_button(params.data("button", "inline query results button"))
    query = _query(context.inline, params.text("inline_query_id"))
    del context.inline[query.id]
    kept = {"cache_time": params.integer("cache_time", 300), "is_personal": params.flag("is_personal")}
    query.answer.set_result({"results": checked, "button": button, **kept})
    return True


def _results_button(button: Any) -> Json | None:
    """The button above the cards: a text, and where it leads."""
    if button is None:
        return None
    if not isinstance(button, dict) or not isinstance(button.get("text"), str) or not button["text"]:
        raise bad_request("can't parse InlineQueryResultsButton: Can't find field \"text\"")
    if len([name for name in ("start_parameter", "web_app") if button.get(name)]) != 1:
        raise bad_request("can't parse InlineQueryResultsButton: exactly one action must be specified")
    if "start_parameter" in button and not _START_PARAMETER.fullmatch(str(button["start_parameter"])):
        raise bad_request("START_PARAM_INVALID")
    return button


def _result(result: Any) -> Json:
    if not isinstance(result, dict):
        raise bad_request("InlineQueryResult must be an Object")
    number = result.get("id", "")
    if not isinstance(number, str) or not 1 <= len(number.encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result.get("type") != "article":
        raise bad_request("can't parse inline query result: the simulator takes articles only")
    if not result.get("title"):
        raise bad_request("can't parse inline query result: Can't find field \"title\"")
    for name in ("title", "description"):
        if not isinstance(result.get(name, ""), str):
            raise bad_request(f'can\'t parse inline query result: Field "{name}" must be of type String')
    said = result.get("input_message_content")
    if not isinstance(said, dict) or "message_text" not in said:
        raise bad_request("can't parse inline query result: Can't find field \"message_text\"")
    check_preview(said.get("link_preview_options"))
    text, entities = message_text(
        str(said["message_text"]), str(said.get("parse_mode") or ""), said.get("entities")
    )
    content: Json = {"text": text} | ({"entities": entities} if entities else {})
    markup = inline_only(result.get("reply_markup"))
    return {
        "id": number,
        "title": result["title"],
        "description": result.get("description", ""),
        "content": content | ({"reply_markup": markup} if markup else {}),
    }


def get_file(context: Context, params: Params) -> Json:
    """Where to download a file, up to 20 MB."""
    if not params.has("file_id"):
        raise bad_request("file_id not specified")
    stored = context.world.files.get(params.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if stored.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def log_out(context: Context, params: Params) -> bool:  # noqa: ARG001 - every method takes the same
    """Leave this server; nothing else is answered afterwards."""
    context.logged_out = True
    return True


def close(context: Context, params: Params) -> bool:  # noqa: ARG001 - every method takes the same
    """Make ready to move to another server; nothing to do here."""
    return True
