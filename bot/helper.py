"""A process of our own for work that is slow, greedy or dangerous; it never outlives who waits for it."""

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE
from contextlib import suppress
from typing import Any

_TOLD_TO_END = {-signal.SIGTERM, -signal.SIGINT}


class HelperStopped(Exception):
    """Somebody ended the helper from outside, as when all of us are told to stop; its work is not judged."""


async def helped(module: str, given: bytes, seconds: float) -> tuple[int, bytes]:
    """Exit status and output of the module's ``answer``, given this on standard input.

    Raises TimeoutError where it takes longer, HelperStopped, and OSError where none can be started. The
    process is killed when the caller does not wait any more, be it cancelled.
    """
    command = (sys.executable, "-c", f"from {module} import answer; answer()")
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        async with asyncio.timeout(seconds):
            said, _ = await process.communicate(given)
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        # Its end may be known before that of its pipes, which nobody waits for when it was killed.
        transport: Any = vars(process)["_transport"]
        transport.close()
    status = process.returncode or 0
    if status in _TOLD_TO_END:
        raise HelperStopped
    return status, said
