"""The program as a process of its own, as an operator runs it."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.program.server import Server

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def weibao(tmp_path: Path) -> Run:
    """``weibao ARGUMENTS`` in an empty folder with an empty data folder; returns the finished process."""

    def run(*arguments: str, stdin: str = "", **environ: str) -> Any:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("WEIBAO_")}
        return subprocess.run(
            [sys.executable, "-m", "bot.cli", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            cwd=tmp_path,
            env=kept | {"WEIBAO_DATA_DIR": str(tmp_path / "data")} | environ,
            check=False,
        )

    return run


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A simulator that listens, and an empty data folder for programs."""
    server = Server(tmp_path)
    server.address = await server.simulator.start()
    yield server
    await server.simulator.stop()
