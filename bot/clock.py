"""Time as an argument: aware datetimes in Asia/Shanghai, from a clock that is handed in."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, in Asia/Shanghai, to the second (no record needs more)."""
    return datetime.now(SHANGHAI).replace(microsecond=0)
