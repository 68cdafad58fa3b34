"""What a file is, by its first bytes: the name and the sender's word for it are not believed."""

from enum import StrEnum

from bot.evidence import texts
from bot.refusal import Refused

_FILM_BRANDS = frozenset(
    {
        b"isom",
        b"iso2",
        b"iso3",
        b"iso4",
        b"iso5",
        b"iso6",
        b"mp41",
        b"mp42",
        b"avc1",
        b"M4A ",
        b"M4V ",
        b"MSNV",
    }
    | {b"dash", b"3gp4", b"3gp5", b"3gp6", b"3gp7"}
)
_PHONE_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"})


class FileKind(StrEnum):
    """The kinds of file that are kept; the value is the suffix they are kept under."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    OGG = "ogg"
    MP3 = "mp3"
    MP4 = "mp4"

    @property
    def pictorial(self) -> bool:
        """Whether it shows people as they look: a photograph or a film."""
        return self in _PICTORIAL


_PICTORIAL = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP, FileKind.MP4})
OFFICE = frozenset({FileKind.DOCX, FileKind.XLSX, FileKind.PPTX})


class Unfit(Refused):
    """A file that cannot be kept; ``str`` says why, in Chinese, and what to send instead."""


def kind_of(content: bytes) -> FileKind | None:
    """The kind of a file; None for a zip, which has to be opened to be told (bot.evidence.office).

    Raises Unfit for every other file, with a hint where there is a usual way round.
    """
    head = content[:64]
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return FileKind.WEBP
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        return FileKind.PDF
    if head.startswith(b"PK\x03\x04"):
        return None
    if head.startswith(b"OggS"):
        return FileKind.OGG
    if head[4:8] == b"ftyp":
        return _in_boxes(head[8:12])
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 == 0xE2):
        return FileKind.MP3
    raise Unfit(_hint(content))


def _in_boxes(brand: bytes) -> FileKind:
    if brand in _FILM_BRANDS:
        return FileKind.MP4
    raise Unfit(texts.PHONE_PICTURE if brand in _PHONE_BRANDS else texts.PHONE_FILM)


def _hint(content: bytes) -> str:
    """Why a file of no kept kind is not taken."""
    if not content:
        return texts.EMPTY
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return texts.OLD_OFFICE
    if content.startswith((b"GIF8", b"BM", b"II*\x00", b"MM\x00*")):
        return texts.OTHER_PICTURE
    if content.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"PK\x05\x06", b"BZh", b"\xfd7zXZ")):
        return texts.ARCHIVE
    return texts.UNKNOWN
