"""What the operator has to know: the log, and a small file that ``weibao doctor --live`` shows."""

import asyncio
import errno
import json
import logging
import os
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import SHANGHAI, Clock

NAME = "alerts.jsonl"
_LARGEST = 256 * 1024  # bytes; then the older half goes
_KEPT_BACK = 50
_REPEAT_SECONDS = 600.0  # the same words within this time are one alert
_PATIENCE = 0.5  # seconds for which who alerts waits until it is written down
_PATIENCE_OF_LOOP = 0.005

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PastAlert:
    """One alert as it was written down."""

    at: datetime
    text: str


def _on_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


class Alerts:
    """Call it with a sentence for the operator. Holds no personal data; may be called from any thread.

    A disk that takes nothing more is no reason to stop: the log has the sentence too, and the file gets it
    with the next one. Nor is a disk that does not answer, of which there may be an alert: a thread of its own
    waits for it.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Write to ``alerts.jsonl`` in ``folder``."""
        self._path = folder / NAME
        self._clock = clock
        self._said: dict[str, float] = {}
        self._unwritten: deque[bytes] = deque(maxlen=_KEPT_BACK)
        self._writer: threading.Thread | None = None
        self._changing = threading.Lock()

    def __call__(self, text: str) -> None:
        """Tell the operator."""
        log.warning("%s", text)
        with self._changing:
            now = time.monotonic()
            if now - self._said.get(text, -_REPEAT_SECONDS) < _REPEAT_SECONDS:
                return
            self._said = {said: at for said, at in self._said.items() if now - at < _REPEAT_SECONDS}
            self._said[text] = now
            entry = {"at": self._clock().isoformat(), "text": text}
            self._unwritten.append(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            if self._writer is not None:
                return  # it takes this one too, if ever it goes on
            writer = threading.Thread(target=self._write_down, name="alerts", daemon=True)
            try:
                writer.start()
            except RuntimeError as error:  # the system has no thread left
                log.warning("the alert could not be written down: %s", error)
                return
            self._writer = writer
        writer.join(_PATIENCE_OF_LOOP if _on_loop() else _PATIENCE)

    def close(self) -> None:
        """Wait until what was told is written down, for half a second at most."""
        if (writer := self._writer) is not None:
            writer.join(_PATIENCE)

    def _write_down(self) -> None:
        written: list[bytes] = []
        while True:
            with self._changing:
                for line in written:
                    with suppress(ValueError):  # so many came meanwhile that it gave way
                        self._unwritten.remove(line)
                written = list(self._unwritten)
                if not written:
                    self._writer = None
                    return
            try:
                self._write(b"".join(written))
            except OSError as error:
                log.warning("the alert could not be written down: %s", error.strerror)
                with self._changing:
                    self._writer = None
                return

    def _write(self, lines: bytes) -> None:
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size > _LARGEST:
                file.seek(size - _LARGEST // 2)
                newer = file.read().partition(b"\n")[2]
                file.truncate(0)
                size = file.write(newer)
            if file.write(lines) != len(lines):
                file.truncate(size)  # half a line would spoil the next one
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def past_alerts(folder: Path, count: int) -> list[PastAlert]:
    """The newest alerts, oldest first; lines that a kill cut off are passed over."""
    try:
        lines = (folder / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            entry = json.loads(line)
            found.append(PastAlert(datetime.fromisoformat(entry["at"]).astimezone(SHANGHAI), entry["text"]))
        except (ValueError, TypeError, KeyError):
            continue
    return found[-count:]
