"""Slow work in a process of its own, for a running bot.

In a thread alone the libraries that draw, write and read files would hold the interpreter, and so the
loop, for too long; and a file that somebody sent may want more memory than there is.
"""

import os
import pickle
import resource
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bot.refusal import Refused

P = ParamSpec("P")
T = TypeVar("T")

_SECONDS = 60
_MEMORY = 2 << 30
_COURTESY = 10  # people who write to the bot come first


class HelperDied(Exception):
    """The process did not live to answer."""


async def apart(work: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """The result of a module's function. Raises the Refused that it raised.

    Raises HelperDied, TimeoutError and HelperStopped where the process did not live to answer.
    """
    import asyncio  # not at the top, nor the next: the other process starts faster without

    from bot.helper import helped

    asked = await asyncio.to_thread(pickle.dumps, (work, given, named))
    status, made = await helped(__name__, asked, _SECONDS)
    if status:
        raise HelperDied(status)
    result, refusal = pickle.loads(made)  # noqa: S301 - written by answer
    if refusal is not None:
        raise refusal
    done: T = result
    return done


def answer() -> None:
    """The other process: from stdin to stdout."""
    os.nice(_COURTESY)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))  # also where the bot was killed meanwhile
    work, given, named = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by apart
    told: tuple[object, Refused | None]
    try:
        told = (work(*given, **named), None)
    except Refused as refusal:
        told = (None, refusal)
    sys.stdout.buffer.write(pickle.dumps(told))
