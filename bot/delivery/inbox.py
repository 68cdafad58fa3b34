"""The durable inbox: an update is on the disk before Telegram hears that we have it.

Raw updates lie in the inbox journal only from their arrival until their work is recorded; ``done``
overwrites them in place. What three tries could not handle moves to ``set-aside.jsonl`` for the operator.
All files are mode 600.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.delivery import texts
from bot.delivery.at_work import AtWork
from bot.delivery.doubts import Doubts
from bot.delivery.inbox_file import (
    Answer,
    Deaths,
    DoneIds,
    Raw,
    answer_line,
    done_line,
    failed_line,
    read_left,
    update_line,
)
from bot.delivery.journal import Journal, JournalError, Place, add_line
from bot.delivery.pulse import Effort

Alert = Callable[[str], None]
Scrub = Callable[[Raw], Awaitable[Raw]]

TRIES = 3
_ROTATE_BYTES = 4 << 20
_SCRUB_PAUSES = (0.5, 2.0)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Entry:
    raw: Raw
    journal: Journal
    place: Place
    tries: int = 0
    answers: list[Answer] = field(default_factory=list)
    deaths: Deaths = field(default_factory=Deaths)
    since: float = field(default_factory=time.monotonic)


class Inbox:
    """Updates from arrival to done, for one bot.

    ``alert`` tells the operator; ``scrub`` may replace an update before it is written anywhere (it takes
    invite codes out). ``scrub`` must be idempotent: a crash right after it brings the same update again.
    And it must not need the disk: where that is full, an update waits at Telegram for the journal only, so
    that whatever ``scrub`` raises is a defect.
    """

    def __init__(self, folder: Path, *, alert: Alert, scrub: Scrub | None = None) -> None:
        self._folder = folder
        self._alert = alert
        self._scrub = scrub
        self._pending: dict[int, _Entry] = {}
        self._done = DoneIds()
        self._arriving: dict[int, asyncio.Future[None]] = {}
        self._journal: Journal | None = None
        self._at_work: AtWork | None = None
        self.doubts = Doubts(folder / "doubts")
        self.disk = Effort()
        self._live: Counter[Journal] = Counter()  # entries not done, and batches being written, per file
        self._number = 0
        self._rotating = False
        self._background: set[asyncio.Task[None]] = set()

    @property
    def set_aside_file(self) -> Path:
        """Where updates go that cannot be handled."""
        return self._folder / "set-aside.jsonl"

    def open(self) -> None:
        """Read what the last run left, and begin a fresh journal. Raises OSError."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for leftover in self._folder.glob("inbox-*.tmp"):
            leftover.unlink()
        old = sorted(self._folder.glob("inbox-*.jsonl"))
        found = read_left(old, self._alert)
        self._done = found.done
        self._at_work = AtWork(self._folder / "at-work")
        at_work = self._at_work.left & found.pending().keys()
        for update_id in at_work:
            died = found.deaths.setdefault(update_id, Deaths())
            if len(at_work) == 1:
                died.alone += 1
            else:
                died.beside += 1
        left = {
            update_id: raw
            for update_id, raw in found.pending().items()
            if not self._killed_us(raw, found.deaths.get(update_id))
        }
        self.doubts.open(left)
        self._number = int(old[-1].stem.removeprefix("inbox-")) if old else 0
        notes = (note for update_id in left for note in found.notes(update_id))
        journal = self._new_journal([self._done.line(), *map(update_line, left.values()), *notes])
        for (update_id, raw), place in zip(left.items(), journal.places[1:], strict=False):
            self._pending[update_id] = _Entry(
                raw,
                journal,
                place,
                found.tries[update_id],
                found.answers.get(update_id, []),
                found.deaths.get(update_id, Deaths()),
            )
        self._live[journal] = len(left)
        self._journal = journal
        for path in old:
            path.unlink()

    async def written(self) -> None:
        """Wait until all that was noted so far outlives this process."""
        for journal in [*self._live]:
            await journal.written()

    async def close(self) -> None:
        """Finish writing and close the journals; what is pending stays in them."""
        if self._background:
            await asyncio.wait(self._background)
        for journal in {self._journal, *self._live} - {None}:
            if journal is not None:
                await journal.close()
        self._live.clear()
        self._journal = None
        if self._at_work is not None:
            self._at_work.close()
            self.doubts.close()
            self._at_work = None

    async def record(self, updates: Sequence[Raw]) -> list[Raw]:
        """Make a batch durable with one fsync; return those not seen before, scrubbed, in order.

        Returns only when every update of the batch is on the disk, also those that another call is just
        writing. Raises JournalFull or JournalBroken, and then nothing may be confirmed to Telegram.
        """
        fresh: list[Raw] = []
        awaited: list[asyncio.Future[None]] = []
        for raw in updates:
            update_id = raw.get("update_id") if isinstance(raw, dict) else None
            if not isinstance(update_id, int):
                await self._put_aside(raw, None, "no update_id")
            elif update_id in self._arriving:
                awaited.append(self._arriving[update_id])
            elif update_id not in self._done and update_id not in self._pending:
                self._arriving[update_id] = asyncio.get_running_loop().create_future()
                fresh.append(raw)
        try:
            new = await self._write(fresh)
        except BaseException as error:
            self._arrived(fresh, error)
            raise
        self._arrived(fresh, None)
        for future in awaited:
            await asyncio.shield(future)
        return new

    def pending(self) -> list[Raw]:
        """Updates journaled and not done, oldest first."""
        return [entry.raw for entry in self._pending.values()]

    def __len__(self) -> int:
        """How many updates are pending."""
        return len(self._pending)

    def __contains__(self, update_id: int) -> bool:
        """Whether this update is journaled and not done."""
        return update_id in self._pending

    def is_done(self, update_id: int) -> bool:
        """Whether this update is known to have been dealt with."""
        return update_id in self._done

    def done(self, update_id: int) -> None:
        """The update's work is recorded: erase its content and ignore it from now on.

        The mark outlives this process, not a power cut; then the update comes again, and handlers record
        under its id, so nothing doubles. Unknown ids are ignored.
        """
        entry = self._pending.pop(update_id, None)
        if entry is None:
            return
        self._done.add([update_id])
        self.rest(update_id)
        self.doubts.forget(update_id)
        entry.journal.erase(entry.place, done_line(update_id))
        self._release(entry.journal)

    def tries(self, update_id: int) -> int:
        """How often handling this update has failed."""
        entry = self._pending.get(update_id)
        return entry.tries if entry else 0

    def suspected(self, update_id: int) -> bool:
        """Whether the process died of this update alone once, or twice while it was one of several."""
        entry = self._pending.get(update_id)
        return entry is not None and (entry.deaths.alone > 0 or entry.deaths.beside > 1)

    @property
    def oldest_seconds(self) -> float:
        """For how long the oldest pending update has been waiting here; 0 where none is."""
        return max((time.monotonic() - entry.since for entry in self._pending.values()), default=0.0)

    def work(self, update_id: int) -> None:
        """A handler's code begins to run on this update. Should the process die now, that may be why.

        Noted before it happens. After the third such death ``open`` sets the update aside. A handler that
        waits for Telegram is not at work (``rest``): else a few kills in a row from outside, under load,
        would look like the fault of everything that was waiting.
        """
        if self._at_work is not None and update_id in self._pending:
            self._at_work.begin(update_id)

    def rest(self, update_id: int) -> bool:
        """The handler's code does not run: it waits for Telegram, or was interrupted. Whether it did."""
        return self._at_work is not None and self._at_work.end(update_id)

    def answers(self, update_id: int) -> list[Answer]:
        """What attempts at this update have sent so far: fingerprints, and Telegram's brief answers."""
        entry = self._pending.get(update_id)
        return entry.answers if entry else []

    async def keep_answer(self, update_id: int, fingerprint: str, result: object) -> None:
        """An attempt at this update has sent a message; a later one shall not send it again."""
        entry = self._pending.get(update_id)
        if entry is not None:
            entry.answers.append((fingerprint, result))
            entry.journal.note(answer_line(update_id, (fingerprint, result)))
            await entry.journal.written()

    async def failed(self, update_id: int, error: BaseException) -> bool:
        """Handling failed. After the third time the update is set aside; True then, False to try again."""
        entry = self._pending.get(update_id)
        if entry is None:
            return True
        entry.tries += 1
        self.rest(update_id)
        entry.journal.note(failed_line(update_id))
        await entry.journal.written()
        if entry.tries < TRIES:
            return False
        await self.set_aside(update_id, error)
        return True

    async def set_aside(self, update_id: int, error: BaseException) -> None:
        """Move an update that cannot be handled out of the way, and alert."""
        entry = self._pending.get(update_id)
        if entry is not None and await self._put_aside(entry.raw, update_id, type(error).__name__):
            self.done(update_id)

    async def renew(self) -> None:
        """Begin a new file: the old one goes, with all that it noted, once what is in it is done."""
        if self._journal is not None and not self._rotating:
            self._rotating = True
            await self._rotate()

    def _killed_us(self, raw: Raw, deaths: Deaths | None) -> bool:
        """Set an update aside that the process has died of three times; False where it has not.

        Only deaths while nothing else was at work count: a kill from outside hits whatever is under way.
        """
        if deaths is None or deaths.alone < TRIES:
            return False
        try:
            add_line(self.set_aside_file, {"error": "the process died", "update": raw})
        except OSError:
            return False
        self._done.add([raw["update_id"]])
        self._alert(texts.KILLED_PROCESS.format(update_id=raw["update_id"], file=self.set_aside_file.name))
        return True

    async def _write(self, fresh: Sequence[Raw]) -> list[Raw]:
        new = [raw for raw in [await self._scrubbed(raw) for raw in fresh] if raw is not None]
        if not new:
            return []
        journal = self._journal
        if journal is None:
            raise RuntimeError("the inbox is not open")
        self._live[journal] += len(new)
        try:
            places = await journal.append([*map(update_line, new)])
        except BaseException:
            self._live[journal] -= len(new)
            raise
        for raw, place in zip(new, places, strict=True):
            self._pending[raw["update_id"]] = _Entry(raw, journal, place)
        if journal.size > _ROTATE_BYTES and journal is self._journal and not self._rotating:
            self._rotating = True
            self._start(self._rotate())
        return new

    def _arrived(self, fresh: Sequence[Raw], error: BaseException | None) -> None:
        for raw in fresh:
            future = self._arriving.pop(raw["update_id"])
            if error is None:
                future.set_result(None)
            else:
                future.set_exception(error if isinstance(error, Exception) else JournalError("stopping"))
                future.exception()  # mark as seen: usually nobody else waits for it

    async def _scrubbed(self, raw: Raw) -> Raw | None:
        """The update as it may be written; None where scrubbing keeps failing (its content is then lost)."""
        if self._scrub is None:
            return raw
        for pause in (*_SCRUB_PAUSES, None):
            try:
                return await self._scrub(raw)
            except Exception as error:  # noqa: BLE001 - whatever it was, the secret must not reach the disk
                log.warning("scrubbing an update failed: %s", type(error).__name__)
                if pause is None:
                    stub = {"update_id": raw["update_id"], "content": "withheld"}
                    await self._put_aside(stub, raw["update_id"], type(error).__name__)
                    self._done.add([raw["update_id"]])
                else:
                    await asyncio.sleep(pause)
        return None

    async def _put_aside(self, raw: object, update_id: int | None, error: str) -> bool:
        try:
            await asyncio.to_thread(
                self.disk.run, add_line, self.set_aside_file, {"error": error, "update": raw}
            )
        except OSError:
            self._alert(texts.DISK_FULL)
            return False
        name = self.set_aside_file.name
        self._alert(texts.SET_ASIDE.format(update_id=update_id, error=error, file=name))
        return True

    def _release(self, journal: Journal) -> None:
        self._live[journal] -= 1
        if not self._live[journal] and journal is not self._journal:
            del self._live[journal]
            self._start(self._retire(journal))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work, name="inbox")
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _rotate(self) -> None:
        """Begin a new file; the old one goes when all in it is done."""
        try:
            done = self._done.line()  # here, for they change while the file is written
            old, new = self._journal, await asyncio.to_thread(self._new_journal, [done])
        except OSError as error:
            log.warning("the inbox journal could not be rotated: %s", error.strerror)
            return
        finally:
            self._rotating = False
        self._journal = new
        if old is not None and not self._live[old]:
            del self._live[old]
            await self._retire(old)

    async def _retire(self, journal: Journal) -> None:
        """Remove a file all of whose updates are done, once the ids it proves done are written anew."""
        try:
            if self._journal is not None:
                await self._journal.append([self._done.line()])
        except JournalError:
            log.warning("an old inbox file is kept: its ids could not be carried over")
        else:
            journal.path.unlink()
        await journal.close()

    def _new_journal(self, values: Sequence[object]) -> Journal:
        self._number += 1
        path = self._folder / f"inbox-{self._number:08d}.jsonl"
        return Journal(path, values, disk=self.disk)
