"""Changing and deleting what was sent."""

from datetime import timedelta

from bot.simulator.context import Context
from bot.simulator.errors import NOT_MODIFIED, bad_request
from bot.simulator.formatting import caption_text, message_text
from bot.simulator.keyboards import inline_only
from bot.simulator.methods.target import known, message_of, target
from bot.simulator.params import Params
from bot.simulator.world import Json, Message

DELETE_WITHIN = timedelta(hours=48)


def edit_message_text(context: Context, params: Params) -> Json:
    """New words; buttons that are not given again are gone."""
    text, entities = message_text(
        params.text("text"), params.text("parse_mode"), params.data("entities", "entities")
    )
    message = _editable(context, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _change(context, params, message, {"text": text} | ({"entities": entities} if entities else {}))


def edit_message_caption(context: Context, params: Params) -> Json:
    """A new caption under a photo or document; none takes it away."""
    raw = params.data("caption_entities", "caption entities")
    caption, entities = caption_text(params.text("caption"), params.text("parse_mode"), raw)
    message = _editable(context, params)
    if "photo" not in message.content and "document" not in message.content:
        raise bad_request("there is no caption in the message to edit")
    captioned: Json = {"caption": caption} if caption else {}
    return _change(context, params, message, captioned | ({"caption_entities": entities} if entities else {}))


def edit_message_reply_markup(context: Context, params: Params) -> Json:
    """New buttons under the same words."""
    message = _editable(context, params)
    same = {name: message.content[name] for name in _WORDS if name in message.content}
    return _change(context, params, message, same)


def delete_message(context: Context, params: Params) -> bool:
    """Take a message away for all, within 48 hours."""
    chat = known(context, params)
    message = message_of(chat, params, "message to delete not found")
    _check_deletable(context, message)
    context.world.delete(message)
    return True


def delete_messages(context: Context, params: Params) -> bool:
    """Take up to a hundred away; those already gone are skipped."""
    chat = known(context, params)
    numbers = params.data("message_ids", "message identifiers")
    if not isinstance(numbers, list):
        raise bad_request("expected an Array of message identifiers")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad_request("too many message identifiers specified")
    found = [chat.messages[int(number)] for number in numbers if int(number) in chat.messages]
    for message in found:
        _check_deletable(context, message)
    for message in dict.fromkeys(found):
        context.world.delete(message)
    return True


_WORDS = ("text", "entities", "caption", "caption_entities")


def _editable(context: Context, params: Params) -> Message:
    chat = target(context, params)
    message = message_of(chat, params, "message to edit not found")
    # documented: only messages without reply_markup or with inline keyboards can be edited
    if message.sender is not context.world.bot or message.keyboard is not None:
        raise bad_request("message can't be edited")
    return message


def _change(context: Context, params: Params, message: Message, words: Json) -> Json:
    markup = inline_only(params.data("reply_markup", "reply keyboard markup"))
    kept = {name: value for name, value in message.content.items() if name not in {*_WORDS, "reply_markup"}}
    content = kept | words | ({"reply_markup": markup} if markup else {})
    if content == message.content:
        raise bad_request(NOT_MODIFIED)
    if context.limits is not None:
        context.limits.admit(message.chat.id)
    before = {name: message.content.get(name) for name in _WORDS}
    context.world.edit(message, content, visibly=before != {name: content.get(name) for name in _WORDS})
    return message.json()


def _check_deletable(context: Context, message: Message) -> None:
    own = message.sender is context.world.bot
    chat = message.chat
    if not own and not chat.private and context.world.bot.id not in chat.admins:
        raise bad_request("message can't be deleted")
    if context.world.clock() - message.date >= DELETE_WITHIN and context.world.bot.id not in chat.admins:
        raise bad_request("message can't be deleted for everyone")
