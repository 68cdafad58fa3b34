"""The parameters of one request, whichever of the Bot API's four encodings brought them."""

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.simulator.errors import ApiError, bad_request

_TRUE = {"true", "1", "yes", "t", "y"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Params:
    """Named values and uploaded files. Values are text (forms, query) or JSON values (JSON bodies)."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Whether the parameter was given at all, and is not empty text."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str) -> str:
        """The value as text, empty if absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """The value as a whole number; what cannot be read counts as absent, as Telegram has it."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """The value as a truth."""
        return self.text(name).lower() in _TRUE

    def data(self, name: str, what: str) -> Any:
        """The value parsed as JSON, None if absent; ``what`` names it when it cannot be parsed."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {what} JSON object") from None


async def read_params(request: web.Request) -> Params:
    """Collect query, form, multipart or JSON parameters. Raises ApiError for a body that is none."""
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json":
            raw = await request.read()
            body = json.loads(raw) if raw.strip() else {}
            if not isinstance(body, dict):
                raise bad_request("object expected as request body")
            values.update(body)
        elif request.method == "POST":
            for name, value in (await request.post()).items():
                if isinstance(value, web.FileField):
                    uploads[name] = Upload(value.filename, value.content_type, value.file.read())
                else:
                    values[name] = value if isinstance(value, str) else bytes(value).decode()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except ValueError:
        raise bad_request("can't parse request body") from None
    return Params(values, uploads)


def truth(holder: dict[str, Any], name: str, prefix: str = "") -> bool:
    """An optional boolean inside a JSON object; anything else there is refused by name."""
    value = holder.get(name, False)
    if not isinstance(value, bool):
        word = "Field" if prefix else "field"
        raise bad_request(f'{prefix}{word} "{name}" must be of type Boolean')
    return value
