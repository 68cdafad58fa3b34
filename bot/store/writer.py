"""The one thread that writes: it takes all waiting work together, so that many people share one fsync."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from bot.failure import told
from bot.records import StoreError
from bot.store import texts

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """One piece of work and the promise of its result."""

    work: Callable[[Any], T]
    future: "Future[T]" = field(default_factory=Future)


class Writer:
    """Runs ``commit`` on everything that waits, in order, until closed; work handed in later is refused.

    ``failed`` tells that ``commit`` itself broke and nothing more will be written.
    """

    def __init__(self, commit: Callable[[list[Job[Any]]], None]) -> None:
        self._commit = commit
        self._waiting: deque[Job[Any]] = deque()
        self._bell = threading.Condition()
        self._closed = False
        self.failed = False
        self._thread = threading.Thread(target=self._run, name="weibao-store", daemon=True)
        self._thread.start()

    def hand_in(self, work: Callable[[Any], T]) -> "Future[T]":
        """Queue the work. Raises StoreError once closed."""
        job = Job(work)
        with self._bell:
            if self._closed:
                raise StoreError(texts.CLOSED)
            self._waiting.append(job)
            self._bell.notify()
        return job.future

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive() and not self.failed

    def close(self) -> None:
        """Finish what was handed in, and stop."""
        with self._bell:
            self._closed = True
            self._bell.notify()
        self._thread.join()

    def _run(self) -> None:
        while batch := self._next():
            jobs = [job for job in batch if job.future.set_running_or_notify_cancel()]
            try:
                self._commit(jobs)
            except BaseException as error:  # noqa: BLE001 - a defect here must not leave people waiting
                self._give_up(jobs, error)
                return

    def _next(self) -> list[Job[Any]]:
        """Everything that waits, once something does; empty when closed and nothing is left."""
        with self._bell:
            while not self._waiting and not self._closed:
                self._bell.wait()
            batch = list(self._waiting)
            self._waiting.clear()
            return batch

    def _give_up(self, jobs: list[Job[Any]], error: BaseException) -> None:
        """The thread ends: nobody who waits, or comes later, is left without an answer."""
        log.critical("the store's writer stopped: %s", told(error))
        with self._bell:
            self._closed = self.failed = True
            late = [job for job in self._waiting if job.future.set_running_or_notify_cancel()]
            self._waiting.clear()
        for job in jobs + late:
            if not job.future.done():
                job.future.set_exception(StoreError(texts.WRITER_DIED))
