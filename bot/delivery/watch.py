"""Work that must not end: started again with an alert, or given up so that the whole process ends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.delivery import texts
from bot.delivery.inbox import Alert
from bot.delivery.pulse import Part

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0

log = logging.getLogger(__name__)


class PartDied(Exception):
    """A part ended that cannot be started again alone; the process must end and be started anew."""

    def __init__(self, name: str) -> None:
        super().__init__(texts.PART_DIED.format(name=name))


class DiskHung(PartDied):
    """The disk has not answered for so long that it is not waited for any more."""

    def __init__(self, seconds: float) -> None:
        Exception.__init__(self, texts.DISK_HUNG.format(seconds=round(seconds)))


async def watched(
    name: str,
    work: Callable[[], Awaitable[None]],
    *,
    alert: Alert,
    fatal: tuple[type[Exception], ...] = (),
    part: Part | None = None,
) -> None:
    """Run ``work`` until it returns; when it dies, say so and start it again. ``fatal`` errors are raised.

    ``part`` is told of deaths too.
    """
    pause = _FIRST_PAUSE
    while True:
        try:
            await work()
        except fatal:
            raise
        except Exception as error:  # noqa: BLE001 - that is what watching is for
            log.error("%s died: %s", name, type(error).__name__)  # noqa: TRY400 - no text of the error
            if part is not None:
                part.died()
            alert(texts.TASK_DIED.format(name=name, error=type(error).__name__))
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
        else:
            return
