"""What a transaction sees and leaves: the published state with what it and its batch have put on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson

from bot.records import R, Reader, Record, StoreError
from bot.store import texts
from bot.store.kinds import by_record
from bot.store.tables import check_fields, matches


@dataclass(frozen=True, slots=True)
class Put:
    """A record to be written: with its document, and the file it goes to should it be new."""

    record: Any
    document: Mapping[str, Any]
    home: str


Changes = dict[type[Any], dict[str, Put | None]]
"""By class and key, what to put; None drops the record."""


class Transaction:
    """The :class:`bot.records.Records` given to one piece of work.

    ``below`` is the published state, or the transaction this one is part of (a batch).
    """

    def __init__(self, below: Reader) -> None:
        self._below = below
        self._over = False
        self.changes: Changes = {}

    def get(self, kind: type[R], key: str) -> R | None:
        """The record of that kind and key, or None."""
        self._refuse_when_over()
        changes = self.changes.get(kind, {})
        if key not in changes:
            return self._below.get(kind, key)
        put = changes[key]
        return cast(R, put.record) if put else None

    def find(self, kind: type[R], **equals: object) -> list[R]:
        """All records of the kind whose fields equal those given, oldest first."""
        self._refuse_when_over()
        changes = self.changes.get(kind)
        found = self._below.find(kind, **equals)
        if not changes:
            return found
        check_fields(by_record()[kind], equals)
        seen = []
        untouched = set(changes)
        for record in found:
            put = changes.get(record.key, record)
            untouched.discard(record.key)
            if put is not None:
                seen.append(cast(R, put.record) if isinstance(put, Put) else record)
        # changed so that they match only now, or new; those that were there before come in place
        late = [cast(R, put.record) for key, put in changes.items() if put and key in untouched]
        return [record for record in seen + late if matches(record, equals)]

    def put(self, record: Record) -> None:
        """Add the record, or replace the one of its kind and key."""
        self._refuse_when_over()
        kind = by_record()[type(record)]
        document = kind.codec.encode(record)
        orjson.dumps(document)  # text that UTF-8 cannot hold fails here, and this work alone
        self.changes.setdefault(type(record), {})[record.key] = Put(record, document, kind.home(record))

    def drop(self, kind: type[Record], key: str) -> None:
        """Remove a record; nothing happens if there is none."""
        self._refuse_when_over()
        self.changes.setdefault(kind, {})[key] = None

    def take(self, part: "Transaction") -> None:
        """Keep what a part of this transaction leaves."""
        for kind, changes in part.changes.items():
            mine = self.changes.setdefault(kind, {})
            for key, put in changes.items():
                mine[key] = put

    def finish(self) -> None:
        """No more reading or writing through this view: its moment is over."""
        self._over = True

    def _refuse_when_over(self) -> None:
        if self._over:
            raise StoreError(texts.TRANSACTION_OVER)
