"""Helpers that take their time (tests of bot.helper)."""

import os
import sys
import time


def answer() -> None:
    """Write the process's number where it is told to, and go on for long."""
    with open(sys.stdin.buffer.read().decode(), "w") as file:  # noqa: PTH123 - quick to start
        file.write(f"{os.getpid()}\n")
    time.sleep(60)
