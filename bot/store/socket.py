"""A line to the running bot for commands that write: one JSON line asks, one JSON line answers.

Only one process may write to a data folder. While the bot does, ``weibao invite`` and its like hand their
request to it through a unix socket (mode 600) in that folder; when no bot runs, :func:`request` returns
None and the command takes the folder's lock itself.
"""

import asyncio
import json
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from stat import S_ISSOCK
from typing import Any

from bot.failure import told
from bot.records import StoreError
from bot.store import texts

NAME = "weibao.sock"

Handler = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]

_LIMIT = 1 << 20
_PATIENCE = 10.0
_FAREWELL = 1.0
_LONGEST_PATH = 100  # sun_path holds 108 bytes on Linux, 104 elsewhere

log = logging.getLogger(__name__)


class RequestError(StoreError):
    """The running bot refused or could not do what was asked; ``str`` says why."""


@asynccontextmanager
async def serve(path: Path, handler: Handler) -> AsyncIterator[None]:
    """Answer requests for as long as the context lasts; only for the process that holds the folder's lock.

    ``handler`` is given the request and returns the answer. The message of a StoreError it raises is passed
    on; any other exception is logged and told as a plain failure. On leaving, requests under way have a
    second to be finished.
    """
    running: set[asyncio.Task[None]] = set()

    async def serve_one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a stream's callback runs as a task; this tells mypy
        running.add(task)
        try:
            await _answer(reader, writer, handler)
        finally:
            running.discard(task)
            writer.close()

    server = await asyncio.start_unix_server(serve_one, sock=_listen(path), limit=_LIMIT)
    try:
        yield
    finally:
        server.close()
        path.unlink(missing_ok=True)  # noqa: ASYNC240 - one quick call, at the end
        if running:
            _, late = await asyncio.wait(running, timeout=_FAREWELL)
            for task in late:
                task.cancel()


def request(path: Path, payload: dict[str, Any], *, timeout: float = 30.0) -> dict[str, Any] | None:
    """Ask the running bot; None when none runs.

    Raises RequestError with the bot's reason, and StoreError when it did not answer: then what was asked
    may or may not have been done.
    """
    line = json.dumps(payload, ensure_ascii=False).encode() + b"\n"
    if len(line) > _LIMIT:
        raise RequestError(texts.REQUEST_TOO_LONG)
    with socket.socket(socket.AF_UNIX) as line_to_bot:
        line_to_bot.settimeout(timeout)
        try:
            with _address(path) as address:
                line_to_bot.connect(address)
        except (FileNotFoundError, ConnectionRefusedError):
            return None  # never there, or left by a bot that was killed
        except OSError as error:
            raise StoreError(texts.NO_LINE.format(reason=error.strerror or error)) from error
        try:
            line_to_bot.sendall(line)
            with line_to_bot.makefile("rb") as answers:
                answer = json.loads(answers.readline())
        except (OSError, ValueError) as error:
            raise StoreError(texts.NO_ANSWER) from error
    if "error" in answer:
        raise RequestError(answer["error"])
    result: dict[str, Any] = answer["answer"]
    return result


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, handler: Handler) -> None:
    try:
        payload = json.loads(await asyncio.wait_for(reader.readline(), _PATIENCE))
        if not isinstance(payload, dict):
            raise TypeError(type(payload).__name__)  # noqa: TRY301 - answered like any other bad line
    except (TimeoutError, ConnectionError):
        return
    except (ValueError, TypeError):  # not JSON, not an object, or over the limit
        reply: dict[str, Any] = {"error": texts.BAD_REQUEST}
    else:
        try:
            reply = {"answer": await handler(payload)}
        except StoreError as error:
            reply = {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - whoever asked is told, and the bot goes on
            log.error("a request over the local socket failed: %s", told(error))  # noqa: TRY400 - no text of it
            reply = {"error": texts.REQUEST_FAILED}
    writer.write(json.dumps(reply, ensure_ascii=False).encode() + b"\n")
    try:
        await writer.drain()
    except ConnectionError:
        log.warning("who asked over the local socket left before the answer")


def _listen(path: Path) -> socket.socket:
    """A bound socket, for its owner only. What a killed bot left at the path gives way."""
    if path.exists() and S_ISSOCK(path.stat().st_mode):
        path.unlink()
    bound = socket.socket(socket.AF_UNIX)
    try:
        with _address(path) as address:
            bound.bind(address)
        path.chmod(0o600)  # before anybody can connect: it does not listen yet
    except BaseException:
        bound.close()
        raise
    return bound


@contextmanager
def _address(path: Path) -> Iterator[str]:
    """The path as a socket's address, by way of its folder's descriptor where it is too long for one."""
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
