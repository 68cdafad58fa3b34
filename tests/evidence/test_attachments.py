"""The file in a message, whatever Telegram calls it."""

from datetime import UTC, datetime

import pytest
from telegram import Audio, Chat, Document, Message, PhotoSize, Video, VideoNote, Voice

from bot.chat.attachments import attachment_of

_IDS = ("id", "unique")


def message(**content: object) -> Message:
    return Message(1, datetime(2022, 7, 18, tzinfo=UTC), Chat(5, "private"), **content)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "kind", "name"),
    [
        ({"photo": (PhotoSize("s", "t", 90, 60), PhotoSize(*_IDS, 1280, 960, 9))}, "photo", "照片"),
        ({"document": Document(*_IDS, file_name="一.JPG", file_size=9)}, "photo", "一.JPG"),
        ({"document": Document(*_IDS, file_name="一", mime_type="image/png", file_size=9)}, "photo", "一"),
        ({"document": Document(*_IDS, file_name="一.mov", file_size=9)}, "photo", "一.mov"),
        ({"document": Document(*_IDS, file_name="一.docx", file_size=9)}, "document", "一.docx"),
        ({"document": Document(*_IDS, file_size=9)}, "document", "文件"),
        ({"video": Video(*_IDS, 640, 480, 3, file_size=9)}, "photo", "视频"),
        ({"video_note": VideoNote(*_IDS, 240, 3, file_size=9)}, "photo", "视频"),
        ({"voice": Voice(*_IDS, 3, file_size=9)}, "voice", "语音"),
        ({"audio": Audio(*_IDS, 3, file_name="会议.mp3", file_size=9)}, "voice", "会议.mp3"),
    ],
)
def test_every_message_with_a_file_gives_it_its_largest_size_and_name(
    content: dict[str, object], kind: str, name: str
) -> None:
    found = attachment_of(message(**content))
    assert found is not None
    assert (found.file_id, found.file_unique_id, found.size) == (*_IDS, 9)
    assert (found.kind, found.name) == (kind, name)


def test_a_message_without_a_file_gives_none() -> None:
    assert attachment_of(message(text="完成了")) is None
