"""The end of the process in time, whatever holds it up."""

import os
import threading
from contextlib import suppress
from queue import SimpleQueue

SECONDS = 9.0  # one less than a stop may take
_TELLING = 0.5

LATE = (
    "停止时有工作未能及时结束（多因磁盘没有响应），程序已直接退出。"
    "凡已确认收到的内容均已存盘，未办完的下次启动时继续，请放心重新启动；如反复出现，请检查磁盘。\n"
)


class LastResort:
    """Once armed it ends the process with status 1, unless that has ended by itself until then.

    Nothing is lost by that: whatever somebody was told is on the disk, and what was under way is taken up at
    the next start, as after a kill. It is never called off, for what may hang comes last of all: Python waits
    for its threads after the program has returned, and one of them may be waiting for the disk.
    """

    def __init__(self) -> None:
        """Wait beside everything else."""
        self._armed: SimpleQueue[None] = SimpleQueue()  # a signal's handler may put, whatever it broke into
        threading.Thread(target=self._wait, name="last resort", daemon=True).start()

    def arm(self, *_signal: object) -> None:
        """From now on the time counts; a second call changes nothing. Fit for a signal's handler."""
        self._armed.put(None)

    def _wait(self) -> None:
        self._armed.get()
        threading.Event().wait(SECONDS)
        telling = threading.Thread(target=_tell, daemon=True)  # it may hang as well
        telling.start()
        telling.join(_TELLING)
        os._exit(1)


def _tell() -> None:
    with suppress(OSError):
        os.write(2, LATE.encode())
