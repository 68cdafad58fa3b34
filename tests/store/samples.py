"""Records for the store's tests, and programs that are killed on purpose."""

import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SHANGHAI
from bot.progress.model import Draft, Report, Status
from bot.roster.model import Role, Seat

ROOT = Path(__file__).parents[2]
JULY = datetime(2022, 7, 18, 9, 0, tzinfo=SHANGHAI)
RECORD_FILE = "record-kelan-2022-2022-07.json"


def report(
    number: int = 1, *, at: datetime = JULY, text: str = "开展专项检查，整改隐患3处", **fields
) -> Report:
    """A report of its own key."""
    values = {
        "key": f"77:{number}:0",
        "plan": "kelan-2022",
        "measure": 8,
        "unit": "县公安局",
        "cycle": "2022-07",
        "status": Status.IN_PROGRESS,
        "percent": 60,
        "text": text,
        "author": "张三",
        "author_id": 4001,
        "at": at,
    }
    return Report(**(values | fields))


def seat(person: int = 4001, unit: str = "县公安局") -> Seat:
    key = f"kelan-2022:liaison:{unit}:{person}"
    return Seat(key, "kelan-2022", unit, Role.LIAISON, person, "张三", JULY, "office")


def draft(person: int = 4001) -> Draft:
    return Draft(str(person), "kelan-2022", person, "县公安局", "text", "77:1", JULY)


def later(**delta: int) -> datetime:
    return JULY + timedelta(**delta)


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    """Run a Python program beside the test, its output readable line by line."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
