"""The records in memory: one table a kind, indexed, read without locks while the writer adds to it.

A row is never changed once readers can see it, except that its death is noted. Every commit has a number;
a :class:`Snapshot` of number n sees the rows born by then and not yet dead, so whoever holds one sees one
consistent state for as long as they like, on any thread, and the writer never waits for them. Records
are decoded when first asked for: opening years of history decodes nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from typing import Any, cast

import orjson

from bot.records import R, StoreDamaged
from bot.store import texts
from bot.store.codec import CodecError
from bot.store.kinds import Index, Kind, age_order, by_record

_ALIVE = 1 << 62
_TIDY_FROM = 256
_BREATH = 100


class Row:
    """One version of one record: where it is written, when it was true, and the record (bytes at first)."""

    __slots__ = ("born", "cell", "died", "doc_id", "home", "older")

    def __init__(self, cell: object, home: str, doc_id: int, born: int, older: "Row | None") -> None:
        self.cell = cell
        self.home = home
        self.doc_id = doc_id
        self.born = born
        self.died = _ALIVE
        self.older = older

    @property
    def age(self) -> tuple[tuple[str, str], int]:
        """Sorts rows by when their record was first put."""
        return age_order(self.home), self.doc_id


class Table:
    """All rows of one kind. Only the writer calls :meth:`put`, :meth:`drop` and :meth:`tidied`."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._rows: list[Row] = []
        self._by_key: dict[str, Row] = {}
        self._indexes: dict[Index, dict[Any, list[Row]]] = {index: {} for index in kind.indexes}
        self._filing = [(itemgetter(*index), values) for index, values in self._indexes.items()]
        self._in_order = True
        self._dead = 0

    def __len__(self) -> int:
        return len(self._rows) - self._dead

    def __contains__(self, key: str) -> bool:
        row = self._by_key.get(key)
        return row is not None and row.died == _ALIVE

    def newest(self, key: str) -> Row | None:
        """The living row of a key, as the writer sees it."""
        row = self._by_key.get(key)
        return row if row is not None and row.died == _ALIVE else None

    def put(self, cell: object, document: Mapping[str, Any], home: str, doc_id: int, number: int) -> None:
        """Add a row of a whole document as of commit ``number``; the key's earlier row dies with it."""
        key = document["key"]
        older = self._by_key.get(key)
        if older is not None and older.died == _ALIVE:
            older.died = number
            self._dead += 1
        row = Row(cell, home, doc_id, number, older)
        if self._in_order and self._rows:
            last = self._rows[-1]
            self._in_order = doc_id > last.doc_id if home == last.home else row.age > last.age
        self._rows.append(row)
        self._by_key[key] = row
        for value_of, values in self._filing:
            value = value_of(document)
            rows = values.get(value)
            if rows is None:
                values[value] = [row]
            else:
                rows.append(row)

    def drop(self, key: str, number: int) -> None:
        """Let the key's row die as of commit ``number``."""
        self._by_key[key].died = number
        self._dead += 1

    def tidied(self) -> "Table":
        """The table, or a new one without the dead rows once they outnumber the living.

        Snapshots already taken keep the old one.
        """
        if self._dead < _TIDY_FROM or self._dead * 2 < len(self._rows):
            return self
        fresh = Table(self.kind)
        for row in sorted((row for row in self._rows if row.died == _ALIVE), key=lambda row: row.age):
            record = self.record(row)
            fresh.put(record, self.kind.codec.encode(record), row.home, row.doc_id, row.born)
        return fresh

    def get(self, key: str, number: int) -> Any | None:
        """The record of a key as of commit ``number``."""
        row = self._by_key.get(key)
        while row is not None and row.born > number:
            row = row.older
        return self.record(row) if row is not None and row.died > number else None

    def find(self, equals: Mapping[str, object], number: int) -> list[Any]:
        """Records equal in the given fields as of commit ``number``, oldest first."""
        rows, rest = self._candidates(equals)
        living = [row for row in rows if row.born <= number < row.died]
        if not self._in_order:
            living.sort(key=lambda row: row.age)
        records = [self.record(row) for row in living]
        return [record for record in records if matches(record, rest)] if rest else records

    def _candidates(self, equals: Mapping[str, object]) -> tuple[Iterable[Row], Mapping[str, object]]:
        """The shortest list of rows that an index gives, and what it leaves to be compared."""
        check_fields(self.kind, equals)
        best: Iterable[Row] = self._rows
        rest = equals
        shortest = len(self._rows)
        for index, values in self._indexes.items():
            if not equals.keys() >= set(index):
                continue
            try:
                plain = [self.kind.codec.plain(name, equals[name]) for name in index]
            except CodecError:  # a value that the field cannot hold equals no record's
                return (), {}
            rows = values.get(plain[0] if len(plain) == 1 else tuple(plain), [])
            if len(rows) <= shortest:
                best, shortest = rows, len(rows)
                rest = {name: value for name, value in equals.items() if name not in index}
        return best, rest

    def decode_all(self, pause: Callable[[], None]) -> None:
        """Decode what is here, pausing every few records."""
        for place in range(len(self._rows)):
            if place % _BREATH == 0:
                pause()
            self.record(self._rows[place])

    def record(self, row: Row) -> Any:
        """The row's record, decoded at its first reading."""
        cell = row.cell
        if type(cell) is bytes:
            try:
                cell = self.kind.codec.decode(orjson.loads(cell))
            except CodecError as error:
                raise StoreDamaged(texts.DAMAGED_IN_USE.format(name=row.home, reason=error)) from None
            row.cell = cell
        return cell


def check_fields(kind: Kind, equals: Mapping[str, object]) -> None:
    """Raise TypeError for a field that the kind does not have."""
    if unknown := equals.keys() - kind.codec.fields:
        raise TypeError(f"{kind.record.__name__} has no field {min(unknown)!r}")


def matches(record: object, equals: Mapping[str, object]) -> bool:
    """Whether the record's fields equal those given."""
    return all(getattr(record, name) == value for name, value in equals.items())


class Snapshot:
    """A Reader of one consistent state: that of one commit."""

    __slots__ = ("number", "tables")

    def __init__(self, tables: Mapping[type[Any], Table], number: int) -> None:
        self.tables = tables
        self.number = number

    def get(self, kind: type[R], key: str) -> R | None:
        """The record of that kind and key, or None."""
        return cast("R | None", self.tables[kind].get(key, self.number))

    def find(self, kind: type[R], **equals: object) -> list[R]:
        """All records of the kind whose fields equal those given, oldest first."""
        return cast("list[R]", self.tables[kind].find(equals, self.number))


def empty() -> dict[type[Any], Table]:
    """A table for every kind."""
    return {record: Table(kind) for record, kind in by_record().items()}
