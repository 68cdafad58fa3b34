"""One chat in order, chats side by side: by the chat of an update as Telegram sends it."""

import asyncio
from typing import Any

import pytest

from bot.delivery.processor import ChatOrderProcessor

_PERSON = {"id": 7, "is_bot": False, "first_name": "李"}
_HERE = {"id": 7, "type": "private", "first_name": "李"}
_BOT = {"id": 42, "is_bot": True, "first_name": "未保助手"}
_MESSAGE = {"message_id": 1, "date": 1657500000, "chat": _HERE, "from": _PERSON, "text": "第7条"}

_IN_CHAT_7: dict[str, dict[str, Any]] = {
    "message": _MESSAGE,
    "edited_message": _MESSAGE | {"edit_date": 1657500001},
    "callback_query": {"id": "1", "from": {**_PERSON, "id": 8}, "message": _MESSAGE | {"from": _BOT}},
    "inline_query": {"id": "1", "from": _PERSON, "query": "第7条", "offset": ""},
    "my_chat_member": {"chat": _HERE, "from": _BOT, "date": 1657500000},
}


async def _order(*updates: object) -> list[int]:
    """In which order they end, where each later one would be quicker."""
    processor, ended = ChatOrderProcessor(), []

    async def handle(number: int) -> None:
        await asyncio.sleep(0.02 * (len(updates) - number))
        ended.append(number)

    await asyncio.gather(
        *(processor.process_update(update, handle(number)) for number, update in enumerate(updates))
    )
    return ended


@pytest.mark.parametrize("kind", _IN_CHAT_7)
async def test_whatever_comes_from_a_chat_is_handled_in_order(kind: str) -> None:
    update = {"update_id": 2, kind: _IN_CHAT_7[kind]}
    assert await _order({"update_id": 1, "message": _MESSAGE}, update) == [0, 1]


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 2, "message": _MESSAGE | {"chat": {**_HERE, "id": 8}}},
        {
            "update_id": 2,
            "callback_query": {"id": "1", "from": {**_PERSON, "id": 8}, "inline_message_id": "x"},
        },
        {"update_id": 2, "message": {"chat": {"id": "seven"}}},
        {"update_id": 2, "poll": {"id": "1"}},
        {"update_id": 2, "message": None},
        {"update_id": 2},
    ],
)
async def test_what_comes_from_elsewhere_or_nowhere_waits_for_nobody(update: object) -> None:
    assert await _order({"update_id": 1, "message": _MESSAGE}, update) == [1, 0]
