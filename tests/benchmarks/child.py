"""Processes of a benchmark: each measured bot, server and store runs in one of its own."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any


class Child:
    """A module run as a process that answers each JSON line with one."""

    def __init__(self, module: str, *arguments: str, environ: Mapping[str, str] | None = None) -> None:
        self._module = module
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **(environ or {})},
            text=True,
        )

    def ask(self, *, within: float = 60.0, **question: Any) -> Any:
        """Hand over a question and wait for the answer. Raises RuntimeError where the process has ended."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self.hear(within)

    def hear(self, within: float = 60.0) -> Any:
        """Wait for what the process says next; it is killed when it says nothing for so many seconds."""
        assert self._process.stdout is not None
        patience = threading.Timer(within, self._process.kill)
        patience.start()
        try:
            line = self._process.stdout.readline()
        finally:
            patience.cancel()
        if not line:
            raise RuntimeError(f"{self._module} ended with status {self._process.wait()}")
        return json.loads(line)

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()


@contextmanager
def child(module: str, *arguments: str, environ: Mapping[str, str] | None = None) -> Iterator[Child]:
    """A Child that is gone afterwards."""
    process = Child(module, *arguments, environ=environ)
    try:
        yield process
    finally:
        process.end()


def say(**answer: Any) -> None:
    """The other end: one JSON line on stdout."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
