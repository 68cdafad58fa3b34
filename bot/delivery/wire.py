"""JSON as it crosses the wire and lies in the journals."""

import json
from typing import Any

import orjson


def loads(data: bytes) -> Any:
    """Parse JSON; raise ValueError where it is none.

    Telegram escapes what people type, and people can type half a surrogate pair: orjson refuses it, and it
    cannot be written to a file either. Such halves become U+FFFD here, once, at the door.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return _mend(json.loads(data.decode("utf-8", "replace")))


def dumps(value: object) -> bytes:
    """Compact UTF-8 JSON on one line."""
    return orjson.dumps(value)


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_mend(item) for item in value]
    if isinstance(value, dict):
        return {_mend(key): _mend(item) for key, item in value.items()}
    return value
