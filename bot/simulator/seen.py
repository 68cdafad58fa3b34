"""A message as a person sees it at one moment."""

from dataclasses import dataclass

from bot.simulator.entities import Entity, to_html
from bot.simulator.world import Json, Message, World


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Seen:
    """A message with the content it had when it was seen; ``edit`` if it was seen as a change of one."""

    world: World
    message: Message
    content: Json
    edit: bool = False
    update_id: int | None = None

    @property
    def message_id(self) -> int:
        """Its number in the chat."""
        return self.message.id

    @property
    def text(self) -> str:
        """The text, or the caption of a picture or file."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def entities(self) -> list[Entity]:
        """The entities of ``text``."""
        found: list[Entity] = self.content.get("entities") or self.content.get("caption_entities") or []
        return found

    @property
    def html(self) -> str:
        """``text`` with its formatting as HTML."""
        return to_html(self.text, self.entities)

    @property
    def rows(self) -> list[list[str]]:
        """Labels of the inline buttons, row by row."""
        return [[button["text"] for button in row] for row in self._keyboard()]

    @property
    def buttons(self) -> list[str]:
        """Labels of the inline buttons, in reading order."""
        return [label for row in self.rows for label in row]

    @property
    def keyboard(self) -> list[str]:
        """Labels of the reply keyboard that came with it."""
        rows = (self.message.keyboard or {}).get("keyboard", [])
        return [button["text"] for row in rows for button in row]

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return self.message.sender is self.world.bot

    @property
    def edited(self) -> bool:
        """Whether it now bears the mark 已编辑."""
        return self.message.edited is not None

    @property
    def deleted(self) -> bool:
        """Whether it is gone by now."""
        return self.message.deleted

    @property
    def reply_to(self) -> "Seen | None":
        """The message it answers."""
        origin = self.message.reply_to
        return None if origin is None else Seen(self.world, origin, origin.content)

    @property
    def document(self) -> Attachment | None:
        """The file it carries."""
        found = self.content.get("document")
        return self._attachment(found, found["file_name"], found["mime_type"]) if found else None

    @property
    def photo(self) -> Attachment | None:
        """The picture it carries, in its largest size."""
        sizes = self.content.get("photo")
        return self._attachment(sizes[-1], "photo.jpg", "image/jpeg") if sizes else None

    def button(self, label: str) -> Json:
        """The inline button of that label, or the only one that contains it. Raises LookupError."""
        found = [button for row in self._keyboard() for button in row]
        exact = [button for button in found if button["text"] == label]
        close = exact or [button for button in found if label in button["text"]]
        if len(close) != 1 and not exact:
            raise LookupError(f"no single button {label!r} among {self.buttons}")
        return close[0]

    def has_button(self, label: str) -> bool:
        """Whether ``button(label)`` finds one."""
        try:
            self.button(label)
        except LookupError:
            return False
        return True

    def _keyboard(self) -> list[list[Json]]:
        rows: list[list[Json]] = self.content.get("reply_markup", {}).get("inline_keyboard", [])
        return rows

    def _attachment(self, described: Json, name: str, mime: str) -> Attachment | None:
        stored = self.world.files.get(described["file_id"])
        return Attachment(name, mime, self.world.files.content(stored)) if stored else None
