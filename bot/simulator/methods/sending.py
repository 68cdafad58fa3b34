"""sendMessage and its kin."""

import secrets
from typing import Any

from bot.simulator.context import Context
from bot.simulator.errors import bad_request
from bot.simulator.formatting import caption_text, message_text
from bot.simulator.keyboards import check_markup
from bot.simulator.links import LinkError, check_url
from bot.simulator.methods.target import chat_number, message_of, target
from bot.simulator.params import Params, Upload, truth
from bot.simulator.world import Chat, Event, Json, Message

_ACTIONS = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}
_PREVIEW = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")


def send_message(context: Context, params: Params) -> Json:
    """A text."""
    text, entities = message_text(
        params.text("text"), params.text("parse_mode"), params.data("entities", "entities")
    )
    check_preview(params.data("link_preview_options", "link preview options"))
    content: Json = {"text": text} | ({"entities": entities} if entities else {})
    return _send(context, params, content)


def send_photo(context: Context, params: Params) -> Json:
    """A picture with a caption."""
    caption = _caption(params)
    chat = target(context, params)
    return _send(context, params, _photo(context, params, params.values.get("photo", "")) | caption, chat)


def send_document(context: Context, params: Params) -> Json:
    """A file with a caption."""
    caption = _caption(params)
    chat = target(context, params)
    return _send(
        context, params, _document(context, params, params.values.get("document", "")) | caption, chat
    )


def send_media_group(context: Context, params: Params) -> list[Json]:
    """An album: two to ten photos, or two to ten documents."""
    media = params.data("media", "media")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > 10:
        raise bad_request("too many messages to send as an album")
    if len(media) < 2:
        raise bad_request("too few messages to send as an album")
    chat = target(context, params)
    kinds = [item.get("type") if isinstance(item, dict) else None for item in media]
    for kind in kinds:
        if kind not in {"photo", "document"}:
            raise bad_request("can't parse InputMedia: type must be one of photo, document in the simulator")
    if len(set(kinds)) > 1:
        raise bad_request("document can't be mixed with other media types")
    contents = [_album_item(context, params, item) for item in media]
    reply = _reply_to(chat, params)
    _admit(context, chat, len(contents))
    group = {"media_group_id": str(secrets.randbits(53))}
    world = context.world
    sent = [world.post(chat, world.bot, content | group, reply_to=reply) for content in contents]
    return [message.json() for message in sent]


def copy_message(context: Context, params: Params) -> Json:
    """The same content again, as the bot's own."""
    source = _source(context, params, "message to copy not found")
    content = {
        name: value
        for name, value in source.content.items()
        if name not in {"reply_markup", "media_group_id"}
    }
    if "text" not in content and "caption" in params.values:
        content = {k: v for k, v in content.items() if k not in {"caption", "caption_entities"}} | _caption(
            params
        )
    return {"message_id": _send(context, params, content)["message_id"]}


def forward_message(context: Context, params: Params) -> Json:
    """A message passed on, with its origin."""
    source = _source(context, params, "message to forward not found")
    content = {name: value for name, value in source.content.items() if name != "reply_markup"}
    content["forward_origin"] = {
        "type": "user",
        "sender_user": source.sender.json(),
        "date": int(source.date.timestamp()),
    }
    return _send(context, params, content)


def send_chat_action(context: Context, params: Params) -> bool:
    """「正在输入…」 for about five seconds."""
    if params.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = target(context, params)
    context.world.tell(Event("typing", chat.id, by_bot=True, data={"action": params.text("action")}))
    return True


def _source(context: Context, params: Params, missing: str) -> Message:
    chat = context.world.chats.get(chat_number(params, "from_chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return message_of(chat, params, missing)


def _send(context: Context, params: Params, content: Json, chat: Chat | None = None) -> Json:
    markup = check_markup(params.data("reply_markup", "reply keyboard markup"))
    chat = chat or target(context, params)
    reply = _reply_to(chat, params)
    inline = markup is not None and "inline_keyboard" in markup
    _admit(context, chat, 1)
    message = context.world.post(
        chat,
        context.world.bot,
        content | ({"reply_markup": markup} if inline else {}) | _protected(params),
        reply_to=reply,
        keyboard=None if inline else markup,
    )
    return message.json()


def _protected(params: Params) -> Json:
    return {"has_protected_content": True} if params.flag("protect_content") else {}


def _admit(context: Context, chat: Chat, messages: int) -> None:
    if context.limits is not None:
        context.limits.admit(chat.id, messages)


def _reply_to(chat: Chat, params: Params) -> Message | None:
    wanted = params.data("reply_parameters", "reply parameters")
    if wanted is None:
        number, optional = params.integer("reply_to_message_id"), params.flag("allow_sending_without_reply")
        if not number:
            return None
    else:
        if not isinstance(wanted, dict):
            raise bad_request("object expected as reply parameters")
        if "message_id" not in wanted:
            raise bad_request('can\'t find field "message_id"')
        number, optional = int(wanted["message_id"]), truth(wanted, "allow_sending_without_reply")
    message = chat.messages.get(number)
    if message is None and not optional:
        raise bad_request("message to be replied not found")
    return message


def check_preview(options: Any) -> None:
    """Refuse link preview options that Telegram would refuse."""
    if options is None:
        return
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    for name in _PREVIEW:
        truth(options, name)
    if url := options.get("url"):
        try:
            check_url(str(url))
        except LinkError:
            raise bad_request("WEBPAGE_URL_INVALID") from None


def _caption(params: Params) -> Json:
    return _captioned(
        params.text("caption"), params.text("parse_mode"), params.data("caption_entities", "caption entities")
    )


def _captioned(source: str, parse_mode: str, entities: Any) -> Json:
    text, found = caption_text(source, parse_mode, entities)
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": found} if found else {})


def _album_item(context: Context, params: Params, item: Json) -> Json:
    file = item.get("media", "")
    content = _photo(context, params, file) if item["type"] == "photo" else _document(context, params, file)
    caption = _captioned(
        str(item.get("caption") or ""), str(item.get("parse_mode") or ""), item.get("caption_entities")
    )
    return content | caption


def _photo(context: Context, params: Params, given: Any) -> Json:
    file = _file(params, given, "photo")
    files = context.world.files
    return {"photo": files.photo(file.content) if isinstance(file, Upload) else files.photo_again(file)}


def _document(context: Context, params: Params, given: Any) -> Json:
    file = _file(params, given, "document")
    files = context.world.files
    if isinstance(file, Upload):
        return {"document": files.document(file.content, name=file.name, mime=file.mime)}
    return {"document": files.document_again(file)}


def _file(params: Params, given: Any, name: str) -> Upload | str:
    """The uploaded file, or the id of one sent before."""
    if isinstance(given, str) and given.startswith("attach://"):
        name = given.removeprefix("attach://")
        given = ""
    if not given:
        if name not in params.uploads:
            raise bad_request(f"there is no {name} in the request")
        return params.uploads[name]
    if str(given).startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return str(given)
