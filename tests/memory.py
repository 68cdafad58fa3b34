"""The storage interface kept in a dictionary: for tests of rules, without a disk."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from bot.records import R, Reader, Record, Records

T = TypeVar("T")


class MemoryRecords:
    """Records kept in the order in which their keys were first put."""

    def __init__(self) -> None:
        self._kinds: dict[type[Any], dict[str, Any]] = {}

    def get(self, kind: type[R], key: str) -> R | None:
        return self._kinds.get(kind, {}).get(key)

    def find(self, kind: type[R], **equals: object) -> list[R]:
        found = list(self._kinds.get(kind, {}).values())
        for name, value in equals.items():
            found = [record for record in found if getattr(record, name) == value]
        return found

    def put(self, record: Record) -> None:
        self._kinds.setdefault(type(record), {})[record.key] = record

    def drop(self, kind: type[Record], key: str) -> None:
        self._kinds.get(kind, {}).pop(key, None)

    def copy(self) -> "MemoryRecords":
        twin = MemoryRecords()
        twin._kinds = {kind: dict(rows) for kind, rows in self._kinds.items()}
        return twin


class MemoryStore:
    """A Store over MemoryRecords: one transaction at a time, and nothing kept of one that raises."""

    def __init__(self, records: MemoryRecords | None = None) -> None:
        self._records = records or MemoryRecords()
        self._lock = asyncio.Lock()

    @property
    def read(self) -> Reader:
        return self._records

    async def transact(self, work: Callable[[Records], T]) -> T:
        async with self._lock:
            trial = self._records.copy()
            result = work(trial)
            self._records = trial
            return result
