"""The file that a message carries, whatever Telegram calls it."""

from pathlib import PurePath

from telegram import Message as TelegramMessage

from bot.progress.model import Attachment
from bot.progress.reports import PHOTO

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".heic", ".heif", ".tif", ".tiff"})
_FILMS = frozenset({".mp4", ".mov", ".m4v", ".3gp", ".avi", ".mkv"})
PHOTOGRAPH, VOICE, RECORDING, FILM, FILE = "照片", "语音", "录音", "视频", "文件"


def attachment_of(message: TelegramMessage) -> Attachment | None:
    """The photo, document, voice, recording or film in a message, under the sender's own name for it.

    What shows people as they look counts as a photo, also where it was sent as a document.
    """
    if message.photo:
        photo = message.photo[-1]
        return Attachment(photo.file_id, photo.file_unique_id, PHOTO, PHOTOGRAPH, photo.file_size or 0)
    if (document := message.document) is not None:
        name, mime = document.file_name or FILE, document.mime_type or ""
        pictorial = PurePath(name).suffix.lower() in _PICTURES | _FILMS or mime.startswith(
            ("image/", "video/")
        )
        kind = PHOTO if pictorial else "document"
        return Attachment(document.file_id, document.file_unique_id, kind, name, document.file_size or 0)
    if (film := message.video or message.video_note) is not None:
        return Attachment(film.file_id, film.file_unique_id, PHOTO, FILM, film.file_size or 0)
    if (voice := message.voice) is not None:
        return Attachment(voice.file_id, voice.file_unique_id, "voice", VOICE, voice.file_size or 0)
    if (audio := message.audio) is not None:
        name = audio.file_name or RECORDING
        return Attachment(audio.file_id, audio.file_unique_id, "voice", name, audio.file_size or 0)
    return None
