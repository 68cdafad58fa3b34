r"""The bytes of a store file: a TinyDB JSON document, one record a line, with schema version and checksum.

    {"_meta":{"1":{"schema":1,"checksum":"crc32:0a1b2c3d"}},
    "report":{
    "1":{...},
    "2":{...}
    }
    }

TinyDB and any JSON reader open it. Lines let it be searched by eye, read without holding the whole, and
rewritten without encoding again what did not change. The checksum covers all that follows the first
line's second ``}``: a flipped bit inside a text is still good JSON, and is found. A file that a person
has edited carries a wrong checksum or, once they have deleted it, none: then every record is decoded
strictly before it is believed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any, NamedTuple
from zlib import crc32

import orjson

from bot.records import StoreError
from bot.store import texts
from bot.store.codec import CodecError
from bot.store.kinds import Kind, by_table

SCHEMA = 1
META = "_meta"

_HEAD = re.compile(rb'\{"_meta":\{"1":\{"schema":(\d+),"checksum":"crc32:([0-9a-f]{8})"\}\}')
_CHUNK = 1 << 20


class UnreadableFile(Exception):
    """The file's bytes are not a store file; ``str`` is the reason in Chinese."""


class EditedFile(UnreadableFile):
    """The file is well-formed, but not as the program wrote it."""


class NewerFile(StoreError):
    """A newer program wrote the file; nothing is wrong with it."""


class Entry(NamedTuple):
    """One stored record as read: its kind, TinyDB's document id, its whole document, and its bytes."""

    kind: Kind
    doc_id: int
    document: Mapping[str, Any]
    raw: bytes


def line(doc_id: int, raw: bytes) -> bytes:
    """A record's line, without the comma and newline between lines."""
    return b'"%d":%s' % (doc_id, raw)


def render(tables: Mapping[str, list[bytes]]) -> list[bytes]:
    """A whole file from the lines of its tables, in pieces to be written one after the other.

    Empty tables are left out. The lines are copied once: a full month's are megabytes.
    """
    pieces = []
    for name, lines in tables.items():
        if lines:
            pieces += [b',\n"%s":{\n' % name.encode(), b",\n".join(lines), b"\n}"]
    pieces.append(b"\n}\n")
    checksum = 0
    for piece in pieces:
        checksum = crc32(piece, checksum)
    return [b'{"_meta":{"1":{"schema":%d,"checksum":"crc32:%08x"}}' % (SCHEMA, checksum), *pieces]


def checksum_in(head: bytes) -> str:
    """The checksum that a file's first line carries; empty where it carries none."""
    found = _HEAD.match(head)
    return found[2].decode() if found else ""


def checksum(file: IO[bytes]) -> str:
    """The checksum of an open file; empty for one that is not as the program wrote it."""
    head = file.readline()
    found = _HEAD.match(head)
    return found[2].decode() if found and _agrees(found, file) else ""


def entries(file: IO[bytes]) -> Iterator[Entry]:
    """All records of an open file, in their order.

    The whole file is verified before the first is given. Raises UnreadableFile (EditedFile where a
    person's edit is the likely reason) and NewerFile.
    """
    head = file.readline()
    found = _HEAD.match(head)
    if found is None:
        file.seek(0)
        yield from _edited(file.read())
        return
    if int(found[1]) != SCHEMA:
        raise NewerFile(texts.NEWER_SCHEMA.format(schema=int(found[1])))
    if not _agrees(found, file):
        raise UnreadableFile(texts.WRONG_CHECKSUM)
    file.seek(len(head))
    yield from _lines(file)


def _agrees(head: re.Match[bytes], file: IO[bytes]) -> bool:
    """Whether the rest of the file, read to its end, is what its first line's checksum says."""
    found = crc32(head.string[head.end() :])
    while chunk := file.read(_CHUNK):
        found = crc32(chunk, found)
    return found == int(head[2], 16)


def _lines(file: IO[bytes]) -> Iterator[Entry]:
    """The records of a verified file. What render wrote needs no more distrust than each line's JSON."""
    kind: Kind | None = None
    for text in file:
        if text[:1] == b"}":
            continue
        name, _, rest = text.partition(b":")
        if rest == b"{\n":
            kind = _kind(orjson.loads(name))
            continue
        raw = rest.rstrip(b",\n")
        assert kind is not None  # noqa: S101 - render puts every line in a table
        document = orjson.loads(raw)
        yield Entry(kind, int(name[1:-1]), _complete(kind, document), raw)


def _edited(data: bytes) -> Iterator[Entry]:
    """The records of a file in another layout: all decoded, since no checksum vouches for them."""
    if not data.strip():
        raise UnreadableFile(texts.EMPTY_FILE)
    try:
        tables = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise UnreadableFile(texts.NOT_JSON) from None
    meta = _meta(tables)
    if meta["schema"] != SCHEMA:
        raise NewerFile(texts.NEWER_SCHEMA.format(schema=meta["schema"]))
    if "checksum" in meta:
        raise EditedFile(texts.WRONG_CHECKSUM)
    for name, table in tables.items():
        if name == META:
            continue
        kind = _kind(name)
        if not isinstance(table, dict):
            raise UnreadableFile(texts.NOT_JSON)
        for doc_id, document in table.items():
            whole = _complete(kind, document)
            try:
                kind.codec.decode(whole)
                number = int(doc_id)
            except ValueError as error:  # CodecError is one
                raise UnreadableFile(str(error)) from None
            yield Entry(kind, number, whole, orjson.dumps(whole))


def _meta(tables: Any) -> dict[str, Any]:
    """The ``_meta`` record of a file in another layout; refuses anything it does not know whole."""
    meta = tables.get(META) if isinstance(tables, dict) else None
    row = meta.get("1") if isinstance(meta, dict) else None
    if not isinstance(row, dict) or type(row.get("schema")) is not int or row.keys() - {"schema", "checksum"}:
        raise UnreadableFile(texts.NO_SCHEMA)
    return row


def _kind(table: str) -> Kind:
    try:
        return by_table()[table]
    except KeyError:
        raise NewerFile(texts.UNKNOWN_TABLE.format(table=table)) from None


def _complete(kind: Kind, document: Any) -> Mapping[str, Any]:
    try:
        return kind.codec.complete(document)
    except CodecError as error:
        unknown = isinstance(document, dict) and document.keys() - kind.codec.fields
        refusal: Callable[[str], Exception] = NewerFile if unknown else UnreadableFile
        raise refusal(str(error)) from None
