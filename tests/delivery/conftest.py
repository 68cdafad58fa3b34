from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.inbox import Inbox
from tests.delivery.bot_api import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def alerts() -> list[str]:
    return []


@pytest.fixture
async def inbox(tmp_path: Path, alerts: list[str]) -> AsyncIterator[Inbox]:
    box = Inbox(tmp_path / "inbox", alert=alerts.append)
    box.open()
    yield box
    await box.close()
