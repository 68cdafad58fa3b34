"""Message text: Telegram's strict HTML, its entities with UTF-16 offsets, and what it finds by itself."""

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any

from bot.simulator.errors import bad_request
from bot.simulator.links import checked_url, user_link

Entity = dict[str, Any]

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_BARE_VALUE = re.compile(r"[A-Za-z0-9.\-]*")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]{1,8})|#([0-9]{1,8})|([A-Za-z]{1,8}));?")
_SPACE = " \t\r\n"


def units(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts everything."""
    return len(text.encode("utf-16-le")) // 2


def cut(text: str, offset: int, length: int) -> str:
    """The part of the text at a UTF-16 offset."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


@dataclass(slots=True)
class _Open:
    """A tag waiting for its end."""

    tag: str
    attributes: dict[str, str]
    start: int


@dataclass(slots=True)
class _Html:
    """One pass over an HTML text; byte offsets in refusals are UTF-8, as Telegram gives them."""

    source: str
    at: int = 0
    plain: list[str] = field(default_factory=list)
    length: int = 0
    stack: list[_Open] = field(default_factory=list)
    found: list[Entity] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            if self.source[self.at] != "<":
                self._put(self._character())
            elif self.source.startswith("</", self.at):
                self._end_tag()
            else:
                self._start_tag()
        if self.stack:
            tag = self.stack[-1].tag
            raise _broken(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return "".join(self.plain), self.found

    def _put(self, piece: str) -> None:
        self.plain.append(piece)
        self.length += units(piece)

    def _character(self) -> str:
        """The next character, with a character reference resolved; an unknown one stays as typed."""
        if self.source[self.at] == "&" and (match := _REFERENCE.match(self.source, self.at)):
            piece = _resolve(match)
            if piece:
                self.at = match.end()
                return piece
        self.at += 1
        return self.source[self.at - 1]

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _peek(self) -> str:
        return self.source[self.at : self.at + 1]

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in _SPACE:
            self.at += 1

    def _word(self, start: int) -> str:
        self.at = start
        while self._peek() and self._peek() not in _SPACE + ">":
            self.at += 1
        return self.source[start : self.at].lower()

    def _start_tag(self) -> None:
        begin = self.at
        tag = self._word(begin + 1)
        if not self._peek():
            raise _broken(f"Unclosed start tag at byte offset {self._bytes(begin)}")
        if tag not in _TAGS:
            raise _broken(f'Unsupported start tag "{tag}" at byte offset {self._bytes(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(begin)}')
        if tag == "tg-emoji" and not re.fullmatch(r"-?\d{1,19}", attributes.get("emoji-id", "")):
            raise _broken("Invalid custom emoji identifier specified")
        self.stack.append(_Open(tag, attributes, self.length))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if not self._peek():
                raise _broken(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            if self._peek() == ">":
                self.at += 1
                return attributes
            match = _ATTRIBUTE_NAME.match(self.source, self.at)
            name = match.group().lower() if match else ""
            if not name:
                where = self._bytes(begin)
                raise _broken(f'Empty attribute name in the tag "{tag}" at byte offset {where}')
            self.at += len(name)
            self._skip_space()
            if self._peek() != "=":
                attributes[name] = ""
                continue
            self.at += 1
            self._skip_space()
            attributes[name] = self._value(begin)

    def _value(self, begin: int) -> str:
        quote = self._peek()
        if quote not in {"'", '"'}:
            start = self.at
            match = _BARE_VALUE.match(self.source, start)
            self.at = match.end() if match else start
            if not self._peek() or self._peek() not in _SPACE + ">":
                raise _broken(f"Unexpected end of name token at byte offset {self._bytes(start)}")
            return self.source[start : self.at].lower()
        self.at += 1
        value: list[str] = []
        while self._peek() != quote:
            if not self._peek():
                raise _broken(f"Unclosed start tag at byte offset {self._bytes(begin)}")
            value.append(self._character())
        self.at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.stack:
            raise _broken(f"Unexpected end tag at byte offset {self._bytes(begin)}")
        tag = self._word(begin + 2)
        self._skip_space()
        if self._peek() != ">":
            raise _broken(f"Unclosed end tag at byte offset {self._bytes(begin)}")
        self.at += 1
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            raise _broken(
                f"Unmatched end tag at byte offset {self._bytes(begin)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.length > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {
            "type": _TAGS[opened.tag],
            "offset": opened.start,
            "length": self.length - opened.start,
        }
        if opened.tag == "a":
            text = cut("".join(self.plain), opened.start, entity["length"])
            target = opened.attributes.get("href") or text
            if person := user_link(target):
                entity |= {"type": "text_mention", "user": {"id": person}}
            elif url := checked_url(target):
                entity["url"] = url
            else:
                return  # Telegram drops a link it cannot read and keeps the words
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes["emoji-id"]
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "code" and self._language(opened):
            return
        elif opened.tag == "pre" and (language := opened.attributes.get("language")):
            entity["language"] = language
        self.found.append(entity)

    def _language(self, code: _Open) -> bool:
        """``<pre><code class="language-x">``: one pre entity with a language."""
        css = code.attributes.get("class", "")
        if not (self.stack and self.stack[-1].tag == "pre" and css.startswith("language-")):
            return False
        self.stack[-1].attributes["language"] = css.removeprefix("language-")
        return True


def _broken(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def _resolve(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED.get(name, "")
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    valid = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if valid else ""


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities of a ``parse_mode=HTML`` text. Raises ApiError where Telegram refuses."""
    return _Html(source).parse()


def to_html(text: str, entities: list[Entity]) -> str:
    """The formatting of a message as HTML again, for a reader (found links and commands stay plain)."""
    names = {
        "bold": "b",
        "italic": "i",
        "underline": "u",
        "strikethrough": "s",
        "spoiler": "tg-spoiler",
        "code": "code",
        "pre": "pre",
        "blockquote": "blockquote",
        "expandable_blockquote": "blockquote",
        "text_link": "a",
    }
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in entities:
        name = names.get(entity["type"])
        if name is None:
            continue
        attribute = f' href="{escape(entity["url"])}"' if name == "a" else ""
        attribute += " expandable" if entity["type"] == "expandable_blockquote" else ""
        opening.setdefault(entity["offset"], []).append(f"<{name}{attribute}>")
        closing.setdefault(entity["offset"] + entity["length"], []).insert(0, f"</{name}>")
    pieces: list[str] = []
    position = 0
    for character in text:
        pieces += closing.get(position, []) + opening.get(position, [])
        pieces.append(escape(character, quote=False))
        position += units(character)
    return "".join(pieces + closing.get(position, []))
