"""Strict translation between a stored dataclass and its JSON document.

Every field is written, under its own name. A document that lacks a field takes the field's default, so
that a field with a default may be added freely; a document with a field the class does not know was
written by a newer program and is refused, because rewriting it would lose what that program knew.
Types are checked both ways, and no message carries a value (it may be personal data).
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from math import isfinite
from sys import intern
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from bot.clock import SHANGHAI

T = TypeVar("T")

_REPEATS = 16  # characters; a record's key is longer, and unlike any other


class CodecError(ValueError):
    """A value or document does not fit its class; names the class and field, never the value."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one type is written and read; both raise CodecError on anything else."""

    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


class Codec(Generic[T]):
    """Writes and reads one dataclass. Raises TypeError at once for a field type it cannot keep."""

    def __init__(self, kind: type[T]) -> None:
        self.kind = kind
        hints = get_type_hints(kind)
        self._shapes = tuple(
            (field.name, _shape(hints[field.name], f"{kind.__name__}.{field.name}"))
            for field in fields(kind)  # type: ignore[arg-type]  # is_dataclass is checked by fields itself
        )
        self._by_name = dict(self._shapes)
        self._decoders = tuple((name, shape.decode) for name, shape in self._shapes)
        self.fields = frozenset(self._by_name)
        defaults = {
            field.name: field.default if field.default_factory is MISSING else field.default_factory()
            for field in fields(kind)  # type: ignore[arg-type]
            if field.default is not MISSING or field.default_factory is not MISSING
        }
        self._required = self.fields - defaults.keys()
        self._plain_defaults = {name: self.plain(name, value) for name, value in defaults.items()}

    def encode(self, record: T) -> dict[str, Any]:
        """The record as plain JSON values."""
        if type(record) is not self.kind:
            raise CodecError(f"{self.kind.__name__} expected, {type(record).__name__} given")
        document = {}
        for name, shape in self._shapes:
            try:
                document[name] = shape.encode(getattr(record, name))
            except CodecError as error:
                raise CodecError(f"{self.kind.__name__}.{name}: {error}") from None
        return document

    def plain(self, name: str, value: object) -> Any:
        """One field's value as the document holds it."""
        return self._by_name[name].encode(value)

    def complete(self, document: object) -> dict[str, Any]:
        """The document with its absent fields' defaults; values are not looked at.

        Raises CodecError unless it has this class's fields.
        """
        if not isinstance(document, dict):
            raise CodecError(f"{self.kind.__name__}: not an object")
        if document.keys() == self.fields:
            return document
        if unknown := sorted(document.keys() - self.fields):
            raise CodecError(f"{self.kind.__name__}: unknown field {unknown[0]!r}")
        if missing := sorted(self._required - document.keys()):
            raise CodecError(f"{self.kind.__name__}: field {missing[0]!r} is missing")
        return self._plain_defaults | document

    def decode(self, document: object) -> T:
        """The record that a document holds."""
        whole = self.complete(document)
        try:
            return self.kind(*[decode(whole[name]) for name, decode in self._decoders])
        except ValueError:
            raise self._fault(whole) from None

    def _fault(self, document: Mapping[str, Any]) -> CodecError:
        """Which field it was that could not be decoded."""
        for name, decode in self._decoders:
            try:
                decode(document[name])
            except ValueError as error:
                reason = error if isinstance(error, CodecError) else "malformed"
                return CodecError(f"{self.kind.__name__}.{name}: {reason}")
        return CodecError(f"{self.kind.__name__}: its own checks refuse the values")


def _shape(hint: Any, where: str) -> _Shape:
    """The shape of a type hint; TypeError for one that JSON cannot keep faithfully."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        rest = [argument for argument in arguments if argument is not type(None)]
        if len(rest) == 1 and len(arguments) == 2:
            return _optional(_shape(rest[0], where))
    elif origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return _row(_shape(arguments[0], where))
        return _fixed(tuple(_shape(argument, where) for argument in arguments))
    elif isinstance(origin, type) and issubclass(origin, Mapping) and arguments[0] is str:
        return _mapping(_shape(arguments[1], where))
    elif isinstance(hint, type):
        if hint in _SCALARS:
            return _SCALARS[hint]
        if issubclass(hint, Enum):
            return _enum(hint)
        if is_dataclass(hint):
            codec: Codec[Any] = Codec(hint)
            return _Shape(codec.encode, codec.decode)
    raise TypeError(f"{where}: the store cannot keep {hint}")


def _exact(kind: type) -> Callable[[Any], Any]:
    def same(value: Any) -> Any:
        # bool is an int to isinstance; a percent of True is a defect
        if type(value) is not kind:
            raise CodecError(f"{kind.__name__} expected, {type(value).__name__} given")
        return value

    return same


_text = _exact(str)


def _write_text(value: Any) -> str:
    if not isinstance(value, str):
        raise CodecError(f"str expected, {type(value).__name__} given")
    return str(value)


def _read_text(value: Any) -> str:
    if type(value) is not str:
        raise CodecError(f"str expected, {type(value).__name__} given")
    # plans, units, authors and cycles repeat through a record of years: one copy of each in memory
    return intern(value) if len(value) <= _REPEATS else value


def _float(value: Any) -> float:
    if type(value) not in (float, int) or not isfinite(value):
        raise CodecError("finite float expected")
    return float(value)


def _write_moment(value: Any) -> str:
    if type(value) is not datetime or value.tzinfo is None:
        raise CodecError("aware datetime expected")
    return value.astimezone(SHANGHAI).isoformat()


def _read_moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise CodecError("aware datetime expected")
    local = moment.replace(tzinfo=SHANGHAI)
    # almost every stored moment is already Shanghai time; only the rest needs converting
    return local if local.utcoffset() == moment.utcoffset() else moment.astimezone(SHANGHAI)


def _write_day(value: Any) -> str:
    if type(value) is not date:  # a datetime is a date to isinstance
        raise CodecError(f"date expected, {type(value).__name__} given")
    return value.isoformat()


def _read_day(value: Any) -> date:
    return date.fromisoformat(_text(value))


_SCALARS: dict[type, _Shape] = {
    str: _Shape(_write_text, _read_text),
    int: _Shape(_exact(int), _exact(int)),
    bool: _Shape(_exact(bool), _exact(bool)),
    float: _Shape(_float, _float),
    datetime: _Shape(_write_moment, _read_moment),
    date: _Shape(_write_day, _read_day),
}


def _optional(inner: _Shape) -> _Shape:
    return _Shape(
        lambda value: None if value is None else inner.encode(value),
        lambda value: None if value is None else inner.decode(value),
    )


def _items(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise CodecError(f"{kind.__name__} expected, {type(value).__name__} given")
    return value


def _row(inner: _Shape) -> _Shape:
    return _Shape(
        lambda value: [inner.encode(item) for item in _items(value, tuple)],
        lambda value: tuple([inner.decode(item) for item in _items(value, list)]),
    )


def _fixed(inner: tuple[_Shape, ...]) -> _Shape:
    def encode(value: Any) -> list[Any]:
        return [shape.encode(item) for shape, item in _paired(_items(value, tuple))]

    def decode(value: Any) -> tuple[Any, ...]:
        return tuple([shape.decode(item) for shape, item in _paired(_items(value, list))])

    def _paired(value: Any) -> list[tuple[_Shape, Any]]:
        if len(value) != len(inner):
            raise CodecError(f"{len(inner)} items expected, {len(value)} given")
        return list(zip(inner, value, strict=True))

    return _Shape(encode, decode)


def _mapping(inner: _Shape) -> _Shape:
    def each(convert: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
        return lambda value: {_write_text(key): convert(item) for key, item in _items(value, dict).items()}

    return _Shape(each(inner.encode), each(inner.decode))


def _enum(kind: type[Enum]) -> _Shape:
    members = {member.value: member for member in kind}

    def encode(value: Any) -> Any:
        if type(value) is not kind:
            raise CodecError(f"{kind.__name__} expected, {type(value).__name__} given")
        return value.value

    def decode(value: Any) -> Enum:
        if not isinstance(value, str | int) or value not in members:
            raise CodecError(f"not a {kind.__name__}")
        return members[value]

    return _Shape(encode, decode)
