"""The one storage interface: what every room may ask of the store, and nothing about how it is kept.

A *record* is a frozen dataclass with a string ``key``, unique within its kind. A rule that changes
something is a plain function of a :class:`Records`; ``Store.transact`` runs it alone, writes all it
put down with one fsync, and only then hands back its result. So a rule sees a consistent state, two
people pressing at once are taken one after the other, and nobody is told of what is not on disk.
"""

from collections.abc import Callable
from typing import Protocol, TypeVar


class Record(Protocol):
    """A stored fact: a frozen dataclass that names itself."""

    @property
    def key(self) -> str:
        """Unique within the record's kind, and never reused."""
        ...


R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Reader(Protocol):
    """What is on disk, as typed records. Cheap enough to call from the event loop."""

    def get(self, kind: type[R], key: str) -> R | None:
        """The record of that kind and key, or None."""
        ...

    def find(self, kind: type[R], **equals: object) -> list[R]:
        """All records of the kind whose fields equal those given, oldest first."""
        ...


class Records(Reader, Protocol):
    """A transaction's view: reads see what this transaction has already put."""

    def put(self, record: Record) -> None:
        """Add the record, or replace the one of its kind and key."""
        ...

    def drop(self, kind: type[Record], key: str) -> None:
        """Remove a record; nothing happens if there is none."""
        ...


class Store(Protocol):
    """The store as the chat layer and the commands know it."""

    @property
    def read(self) -> Reader:
        """The state as last written to disk."""
        ...

    async def transact(self, work: Callable[[Records], T]) -> T:
        """Run ``work`` alone and off the event loop; return its result once it is on disk.

        ``work`` is synchronous, quick, and free of side effects beyond the Records it is given. If it
        raises, nothing of it is kept and the exception is passed on. Raises StoreFull when the disk
        has no room (nothing changed) and StoreReadOnly after an I/O error.
        """
        ...


class StoreError(Exception):
    """The store could not do what was asked; nothing was changed."""


class StoreFull(StoreError):
    """No room on the disk. Nothing changed; asking again later is safe."""


class StoreReadOnly(StoreError):
    """The disk failed; the store reads but no longer writes until the operator has looked."""


class StoreLocked(StoreError):
    """Another process writes to this folder."""


class StoreDamaged(StoreError):
    """A stored file cannot be read; it was set aside and names how to restore it."""
