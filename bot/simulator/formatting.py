"""From a request's text parameters to the text and entities of a message."""

import re
from collections.abc import Iterator
from typing import Any

from bot.simulator.entities import Entity, parse_html, units
from bot.simulator.errors import ApiError, bad_request
from bot.simulator.links import LinkError, check_url

MAX_TEXT = 4096
MAX_CAPTION = 1024

_TYPES = {
    *("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"),
    *("bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote"),
    *("code", "pre", "text_link", "text_mention", "custom_emoji"),
}
_DETECTED = (
    ("url", re.compile(r"https?://[^\s<>\"'，。；：！？、（）《》【】「」“”]+", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)),
    (
        "url",
        re.compile(
            r"(?<![\w@./-])(?:[A-Za-z0-9-]+\.)+(?:com|cn|org|net|gov|edu|me|io|info)(?![\w.-])(?:/[^\s<>，。；）]*)?",
            re.ASCII | re.IGNORECASE,
        ),
    ),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w])#(?!\d+(?!\w))\w{1,256}(?![\w#])")),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def detect(text: str, taken: list[Entity] | None = None) -> list[Entity]:
    """Commands, links, mentions and tags that Telegram marks in any text, outside ``taken`` spans."""
    spans = [(entity["offset"], entity["offset"] + entity["length"]) for entity in taken or []]
    found: list[Entity] = []
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(text):
            piece = match.group().rstrip(".,:;!?)") if kind == "url" else match.group()
            start = units(text[: match.start()])
            end = start + units(piece)
            if all(end <= low or start >= high for low, high in spans):
                spans.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return sorted(found, key=lambda entity: int(entity["offset"]))


def given(raw: Any, text: str) -> list[Entity]:
    """Entities that the caller lists instead of a parse mode, each checked."""
    if not isinstance(raw, list):
        raise bad_request("expected an Array of MessageEntity")
    return list(_checked(raw, units(text)))


def _checked(raw: list[Any], length: int) -> Iterator[Entity]:
    for entity in raw:
        if not isinstance(entity, dict):
            raise bad_request("can't parse MessageEntity: MessageEntity must be an Object")
        for name in ("type", "offset", "length"):
            if name not in entity:
                raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
        kind, offset, size = str(entity["type"]), int(entity["offset"]), int(entity["length"])
        if kind not in _TYPES:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        _check_reference(kind, entity)
        if offset < 0:
            raise bad_request(f"receive an entity with incorrect offset {offset}")
        if offset > length:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
        if offset + size > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
                f"at UTF-16 offset {offset + size}"
            )
        if size > 0:
            yield {**entity, "type": kind, "offset": offset, "length": size}


def _check_reference(kind: str, entity: dict[str, Any]) -> None:
    needed = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}.get(kind)
    if needed and needed not in entity:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
    if kind == "text_link":
        try:
            check_url(str(entity["url"]))
        except LinkError as reason:
            raise bad_request(f"entity URL '{entity['url']}' is invalid: {reason}") from None


def format_text(source: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """Text and entities as Telegram would keep them: parsed, trimmed, completed, in order.

    Raises ApiError (400) for broken markup or entities, and 501 for the Markdown modes, which this
    simulator does not speak.
    """
    mode = parse_mode.lower()
    if mode in {"markdown", "markdownv2"}:
        raise ApiError(501, f"Not Implemented: the simulator does not support parse_mode {parse_mode}")
    if mode not in {"", "none", "html"}:
        raise bad_request("unsupported parse_mode")
    text = _CONTROL.sub(" ", source.replace("\r\n", "\n").replace("\r", "\n"))
    if mode == "html":
        text, marked = parse_html(text)
    else:
        marked = given(entities, text) if entities else []
    text, marked = _trim(text, marked)
    whole = marked + detect(text, [entity for entity in marked if _closed(entity)])
    return text, sorted(whole, key=lambda entity: (entity["offset"], -entity["length"]))


def _closed(entity: Entity) -> bool:
    """Inside these Telegram looks for no links of its own."""
    return entity["type"] in {"code", "pre", "text_link", "text_mention", "url", "mention", "hashtag"} | {
        "bot_command",
        "email",
    }


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    start = len(text) - len(text.lstrip())
    trimmed = text.strip()
    shift, length = units(text[:start]), units(trimmed)
    kept: list[Entity] = []
    for entity in entities:
        low = max(entity["offset"] - shift, 0)
        high = min(entity["offset"] + entity["length"] - shift, length)
        if high > low:
            kept.append({**entity, "offset": low, "length": high - low})
    return trimmed, kept


def message_text(source: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """The text of a message, which must not be empty nor longer than 4096 UTF-16 units."""
    if not source:
        raise bad_request("message text is empty")
    text, found = format_text(source, parse_mode, entities)
    if not text:
        raise bad_request("text must be non-empty")
    if units(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, found


def caption_text(source: str, parse_mode: str, entities: Any) -> tuple[str, list[Entity]]:
    """The caption of a photo or document, at most 1024 UTF-16 units, may be empty."""
    text, found = format_text(source, parse_mode, entities)
    if units(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, found
