"""The outbox as it lies on the disk: due, sending, then an outcome; a text is erased once it has one."""

import asyncio
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from bot.delivery.budget import Priority
from bot.delivery.deliveries import Delivery, DeliveryReport, Outcome, Rows
from bot.delivery.doubts import Key
from bot.delivery.journal import Journal, Place, recover
from bot.delivery.pulse import Effort

_REMEMBERED = 20_000  # finished batches whose keys still count as posted
_COMPACT_BYTES = 16 << 20


class Settled(NamedTuple):
    """What became of a delivery to a chat; ``message_id`` is 0 where it was not sent."""

    outcome: Outcome
    chat: int
    message_id: int = 0


@dataclass(slots=True, eq=False)
class Item:
    """One delivery of a batch. ``tries`` counts the times that it may have been sent.

    ``after`` is the last message id that was known when the first of these began, 0 where none was.
    """

    batch: "Batch"
    index: int
    delivery: Delivery
    place: Place
    tries: int = 0
    after: int = 0
    rows: Rows | None = None  # where they are not those that were posted
    unread: int = 0  # times that its file could not be read
    again_at: float = 0.0  # by the loop's clock; not before then

    @property
    def key(self) -> Key:
        """How it is called while it is in doubt."""
        return self.batch.key, str(self.index)


@dataclass(slots=True, eq=False)
class Batch:
    """What was posted under one key: items still due, and the outcomes of the others with their chats."""

    key: str
    priority: Priority
    size: int
    due: dict[int, Item] = field(default_factory=dict)
    outcomes: dict[int, Settled] = field(default_factory=dict)
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    def report(self) -> DeliveryReport:
        """How the batch stands."""
        kinds = [settled.outcome for settled in self.outcomes.values()]
        delivered = (Outcome.SENT, Outcome.SENT_TWICE)
        return DeliveryReport(
            sent=sum(kind in delivered for kind in kinds),
            failed=tuple(
                (settled.chat, settled.outcome)
                for _, settled in sorted(self.outcomes.items())
                if settled.outcome not in (*delivered, Outcome.CANCELLED)
            ),
            pending=self.size - len(self.outcomes),
            cancelled=kinds.count(Outcome.CANCELLED),
            repeated=kinds.count(Outcome.SENT_TWICE),
        )


class OutboxFile:
    """``outbox.jsonl``: every change of every delivery, durable before it is acted on.

    Entries: ``p`` an item of a batch, ``b`` the batch is complete, ``s`` a try begins (after which message
    id, and with which buttons where they are not those of the ``p``), ``n`` it had no effect after all,
    ``c`` the batch was cancelled, ``o`` the outcome (written over the ``p``).
    """

    def __init__(self, path: Path, alert: Callable[[str], None]) -> None:
        """Read what an earlier run left, and write it anew without what is over. Raises OSError."""
        self._path = path
        self.disk = Effort()
        self.batches: dict[str, Batch] = {}
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.with_suffix(".tmp").unlink(missing_ok=True)
        if path.exists():
            self._replay([entry for _, entry in recover(path, alert)])
        self._journal = self._written_anew()
        self._changing = asyncio.Lock()

    def due(self) -> Iterator[Item]:
        """All items without an outcome, oldest first."""
        for batch in self.batches.values():
            yield from batch.due.values()

    async def add(self, key: str, priority: Priority, deliveries: Sequence[Delivery]) -> Batch | None:
        """Record a batch, durably; None where the key was posted before. Raises JournalError."""
        async with self._changing:
            if key in self.batches:
                return None
            await self._compact()
            batch = Batch(key, priority, len(deliveries))
            entries: list[object] = [_item_entry(key, n, delivery) for n, delivery in enumerate(deliveries)]
            places = await self._journal.append([*entries, _batch_entry(batch)])
            for n, (delivery, place) in enumerate(zip(deliveries, places, strict=False)):
                batch.due[n] = Item(batch, n, delivery, place)
            self._settle(batch)
            self.batches[key] = batch
            return batch

    async def begin(self, item: Item, after: int) -> None:
        """A try begins: durable before anything is sent. Raises JournalError, and then nothing may be."""
        after = item.after if item.tries else after
        await self._journal.append([_begin_entry(item, after)])
        item.tries += 1
        item.after = after

    def take_back(self, item: Item) -> None:
        """The try that began had no effect."""
        item.tries -= 1
        self._journal.note({"n": [item.batch.key, item.index]})

    def finish(self, item: Item, outcome: Outcome, message_id: int = 0) -> None:
        """Note the outcome in place of the text. Nothing happens where the item has one."""
        batch = item.batch
        if batch.due.pop(item.index, None) is None:
            return
        settled = Settled(outcome, item.delivery.chat, message_id)
        batch.outcomes[item.index] = settled
        self._journal.erase(item.place, _outcome_entry(batch, item.index, settled))
        self._settle(batch)

    async def cancel(self, batch: Batch, items: Sequence[Item]) -> None:
        """Cancel items, durably. Raises JournalError."""
        await self._journal.append([{"c": [batch.key, [item.index for item in items]]}])
        for item in items:
            self.finish(item, Outcome.CANCELLED)

    async def forget(self, chats: Collection[int]) -> bool:
        """Put 0 for these chats in every outcome and write the file anew; False while a batch is taken.

        Not to be called while anything is being sent. What is due keeps its place in the new file, which is
        written without a pause, so that nobody notes anything in the old one meanwhile. Raises OSError.
        """
        if self._changing.locked():
            return False
        for batch in self.batches.values():
            for index, settled in batch.outcomes.items():
                if settled.chat in chats:
                    batch.outcomes[index] = settled._replace(chat=0)
        old, self._journal = self._journal, self._written_anew()
        await old.close()
        return True

    async def written(self) -> None:
        """Wait until every outcome noted so far outlives this process."""
        await self._journal.written()

    async def close(self) -> None:
        """Finish writing."""
        async with self._changing:
            await self._journal.close()

    def _settle(self, batch: Batch) -> None:
        if not batch.due:
            batch.settled.set()

    async def _compact(self) -> None:
        """Write the file anew while nothing is due, so that it does not grow for ever."""
        if self._journal.size < _COMPACT_BYTES or next(self.due(), None) is not None:
            return
        with suppress(OSError):  # no room for a second file: go on with this one
            old, self._journal = self._journal, await asyncio.to_thread(self._written_anew)
            await old.close()

    def _written_anew(self) -> Journal:
        while len(self.batches) > _REMEMBERED:
            oldest = next((key for key, batch in self.batches.items() if not batch.due), None)
            if oldest is None:
                break
            del self.batches[oldest]
        values: list[object] = []
        items: list[tuple[Item, int]] = []
        for batch in self.batches.values():
            for item in batch.due.values():
                items.append((item, len(values)))
                values.append(_item_entry(batch.key, item.index, item.delivery))
                values.extend(_begin_entry(item, item.after) for _ in range(item.tries))
            for index, settled in batch.outcomes.items():
                values.append(_outcome_entry(batch, index, settled))
            values.append(_batch_entry(batch))
        journal = Journal(self._path, values, disk=self.disk)
        for item, position in items:
            item.place = journal.places[position]
        return journal

    def _replay(self, entries: Sequence[dict[str, Any]]) -> None:
        items: dict[tuple[str, int], Delivery] = {}
        tries: dict[tuple[str, int], list[list[Any]]] = {}
        outcomes: dict[str, dict[int, Settled]] = {}
        for entry in entries:
            if "p" in entry:
                key, index, chat, html, rows, document = entry["p"]
                items[key, index] = Delivery(chat, html, _rows(rows), document)
            elif "o" in entry:
                key, index, outcome, *rest = entry["o"]
                outcomes.setdefault(key, {})[index] = Settled(Outcome(outcome), *rest)
            elif "s" in entry:
                key, index, *rest = entry["s"]
                tries.setdefault((key, index), []).append(rest or [0])  # a file of an older version
            elif "n" in entry:
                key, index = entry["n"]
                if begun := tries.get((key, index)):
                    begun.pop()
            elif "c" in entry:
                key, indexes = entry["c"]
                for index in indexes:
                    if (key, index) in items:
                        cancelled = Settled(Outcome.CANCELLED, items[key, index].chat)
                        outcomes.setdefault(key, {}).setdefault(index, cancelled)
            elif "b" in entry:
                key, priority, size = entry["b"]
                self.batches[key] = Batch(key, Priority(priority), size)
        for batch in self.batches.values():
            batch.outcomes = outcomes.get(batch.key, {})
            for index in range(batch.size):
                if index in batch.outcomes:
                    continue
                delivery = items.get((batch.key, index))
                if delivery is None:  # its line was damaged
                    batch.outcomes[index] = Settled(Outcome.LOST, 0)
                else:
                    begun = tries.get((batch.key, index), [])
                    item = batch.due[index] = Item(batch, index, delivery, Place(0, 0), len(begun))
                    for item.after, *changed in begun:
                        item.rows = _rows(changed[0]) if changed else None
            self._settle(batch)


def _item_entry(key: str, index: int, delivery: Delivery) -> dict[str, object]:
    return {"p": [key, index, delivery.chat, delivery.html, delivery.rows, delivery.document]}


def _begin_entry(item: Item, after: int) -> dict[str, object]:
    buttons = [] if item.rows is None else [item.rows]
    return {"s": [item.batch.key, item.index, after, *buttons]}


def _rows(written: Any) -> Rows:
    return tuple(tuple((label, data) for label, data in row) for row in written)


def _outcome_entry(batch: Batch, index: int, settled: Settled) -> dict[str, object]:
    brief = settled if settled.message_id else settled[:2]
    return {"o": [batch.key, index, *brief]}


def _batch_entry(batch: Batch) -> dict[str, object]:
    return {"b": [batch.key, int(batch.priority), batch.size]}
